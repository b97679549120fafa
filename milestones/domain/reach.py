"""Whether mail still reaches an address: what came back from it, and since when it counts as unreachable. Pure.

A failure for good counts at once. A failure that may pass (a full mailbox, a server that is away) counts a day, and
three such days within a month, with nothing heard from there in between, are as much as one for good. A report of mere
delay counts nothing: the mail may still arrive.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

ENOUGH = 3
"""So many days with a passing failure, within `COUNTS_FOR`, make an address unreachable."""

COUNTS_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Reach:
    """What is known of mail to one address.

    `came_back` are the days, oldest first, on which it came back for a reason that may pass. `since` is the day from
    which the address counts as unreachable, None while it does not.
    """

    address: str
    came_back: tuple[date, ...] = ()
    since: date | None = None


def returned(before: Reach | None, address: str, day: date, *, hard: bool, heard_on: date | None = None) -> Reach:
    """Say what is known of `address` after a letter to it came back on `day`.

    `before` is what was known of the post's address, None for nothing; another address begins anew. `hard` means for
    good. `heard_on` is the last day that its holder wrote from there: what came back earlier no longer counts.
    """
    if before is None or before.address != address.lower():
        before = Reach(address.lower())
    if before.since is not None and not _heard_since(before.since, heard_on):
        return before
    days = {one for one in before.came_back if day - one <= COUNTS_FOR and not _heard_since(one, heard_on)} | {day}
    since = day if hard or len(days) >= ENOUGH else None
    return replace(before, came_back=tuple(sorted(days)), since=since)


def unreachable_since(known: Reach | None, address: str, heard_on: date | None) -> date | None:
    """Give the day since which mail to `address` comes back, None where it does not, or not any more.

    Mail from its holder, later than that day, says that the address lives; so does another address of the post.
    """
    if known is None or known.since is None or known.address != address.lower():
        return None
    return None if _heard_since(known.since, heard_on) else known.since


def _heard_since(day: date, heard_on: date | None) -> bool:
    return heard_on is not None and heard_on > day
