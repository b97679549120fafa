"""Takes out texts that were kept as long as `[retention]` says: bytes of letters, mail taken in. Once a day, by parts.

Milestones and the event log stay, and the log says how many texts went and when. What a person must still decide, and
what is still to be sent, keeps its text however old it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from milestones.domain.events import TextsPruned
from milestones.store import log, queries, retention

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlmodel import Session

    from milestones.flows.house import House
    from milestones.store.retention import Found

ACTOR = "retention"
"""The actor of what is done because texts are old."""

DONE = "retention.done"
"""The meta key of the day on which nothing old was left."""

AT_ONCE = 500
"""How many texts one transaction looks at: others need not wait long for it."""

PARTS_IN_A_PASS = 20
"""How many such transactions one pass makes at most; the next pass goes on."""


@dataclass(frozen=True, slots=True)
class Pruned:
    """How many texts were taken out; `finished` unless more are old enough."""

    letters: int = 0
    mails: int = 0
    finished: bool = True


def prune_daily(house: House) -> Pruned:
    """Take out what is old, if that was not finished today; one look-up if it was."""
    today = house.clock.now().date().isoformat()
    with house.database.reading() as session:
        if queries.meta(session, DONE) == today:
            return Pruned()
    pruned = prune(house, most_parts=PARTS_IN_A_PASS)
    if pruned.finished:
        with house.database.transaction() as session:
            queries.set_meta(session, DONE, today)
    return pruned


def prune(house: House, *, most_parts: int | None = None) -> Pruned:
    """Take out what is old at the house's clock, by parts, each with its event; give how many texts went."""
    now, kept = house.clock.now(), house.config.service.retention
    before = {"letters": now - timedelta(days=kept.letters), "mails": now - timedelta(days=kept.mail)}
    letters, some = _walk(house, before, "letters", retention.old_letters, retention.forget_letters, most_parts)
    mails, others = _walk(house, before, "mails", retention.old_mails, retention.forget_mails, most_parts)
    return Pruned(letters, mails, some and others)


def _walk(
    house: House,
    before: dict[str, datetime],
    what: str,
    look: Callable[..., Found],
    forget: Callable[[Session, tuple[int, ...]], None],
    most_parts: int | None,
) -> tuple[int, bool]:
    """Go through one kind of text from the oldest on; give how many went, and whether the end was reached."""
    count, after, parts = 0, 0, 0
    while most_parts is None or parts < most_parts:
        with house.database.reading() as session:  # nothing is locked while there is nothing to do
            found = look(session, before[what], after=after, most=AT_ONCE)
        if found.old:
            with house.database.transaction() as session:
                # Looked at again: under the lock nobody decides or sends it at the same time.
                found = look(session, before[what], after=after, most=AT_ONCE)
                forget(session, found.old)
                _record(session, house, before, what, len(found.old))
            count += len(found.old)
        if found.look_on_after is None:
            return count, True
        after, parts = found.look_on_after, parts + 1
    return count, False


def _record(session: Session, house: House, before: dict[str, datetime], what: str, gone: int) -> None:
    days: dict[str, date] = {name: instant.date() for name, instant in before.items()}
    event = TextsPruned(
        letters=gone if what == "letters" else 0,
        letters_before=days["letters"],
        mails=gone if what == "mails" else 0,
        mails_before=days["mails"],
    )
    log.append(session, [log.Entry(event, ACTOR)], house.clock.now())
