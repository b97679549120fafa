"""What became of one try to deliver a letter, and what follows from it.

Pure: outcomes and settlements are values, `now` is an argument, jitter comes from a seed. Knows nothing of SMTP beyond
the meaning of its replies (RFC 5321 section 4.2.1), nothing of the database.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, assert_never

if TYPE_CHECKING:
    from datetime import datetime


LEASE = timedelta(minutes=15)
"""How long a sender may keep a letter without renewing; longer than the 600 s it waits for the last reply."""

FIRST_WAIT = timedelta(minutes=5)
"""Before the second try: greylisting servers ask for about this much (RFC 6647 section 5)."""

LONGEST_WAIT = timedelta(hours=4)

MOST_ATTEMPTS = 200
"""With the waits above more than four weeks, the longest that delivery may be configured to go on."""

FEWEST_ATTEMPTS = 5
"""Before a letter expires, also where its time was over before the first: a service that was down long tries fairly."""

LONGEST_CHANNEL_WAIT = timedelta(hours=1)


class Stage(StrEnum):
    """Where in the SMTP conversation an outcome was decided."""

    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"


class OnDoubt(StrEnum):
    """What happens to a letter that was perhaps delivered."""

    RETRY_ONCE = "retry_once"
    HOLD = "hold"


@dataclass(frozen=True, slots=True)
class Sent:
    """The server took responsibility for the letter. `reply` is its answer to the final dot."""

    reply: str


@dataclass(frozen=True, slots=True)
class Deferred:
    """Certainly not delivered, and worth another try: a 4xx reply, or a connection lost before the letter was sent."""

    reply: str
    stage: Stage


@dataclass(frozen=True, slots=True)
class Refused:
    """Certainly not delivered, and trying again would not help: a 5xx reply."""

    reply: str
    stage: Stage


@dataclass(frozen=True, slots=True)
class Uncertain:
    """Perhaps delivered: the connection failed after the letter was sent and before its reply could be read."""

    why: str


@dataclass(frozen=True, slots=True)
class Released:
    """Not tried: the sender was told to stop, or lost its lease, before the letter was sent."""

    why: str


@dataclass(frozen=True, slots=True)
class Unreachable:
    """No letter can be sent at all. `closed` when trying soon would not help or harm: log-in or TLS refused."""

    why: str
    closed: bool = False


Outcome = Sent | Deferred | Refused | Uncertain


@dataclass(frozen=True, slots=True)
class Settlement:
    """What to record for a letter: its new state, its counts, when it is tried next, and the reason for people."""

    state: str
    attempts: int
    uncertain: int
    next_attempt_at: datetime | None = None
    reason: str = ""


def backoff(attempts: int, seed: int) -> timedelta:
    """Give the wait after `attempts` tries (1 or more): doubling from five minutes to four hours, up to a fifth longer.

    The jitter is a pure function of `seed` and `attempts`, so letters deferred together do not come back together.
    """
    doubled = FIRST_WAIT * 2 ** min(attempts - 1, 16)
    return _with_jitter(min(doubled, LONGEST_WAIT), f"{seed}:{attempts}")


def channel_wait(failures: int, seed: int, *, closed: bool = False) -> timedelta:
    """Give how long all letters wait after `failures` refused connections in a row: from one minute to one hour.

    At least five minutes where log-in or TLS was refused: trying more often locks accounts.
    """
    doubled = timedelta(minutes=1) * 2 ** min(max(failures - 1, 0), 16)
    wait = max(doubled, FIRST_WAIT) if closed else doubled
    return min(_with_jitter(wait, f"{seed}:{failures}"), LONGEST_CHANNEL_WAIT)


def _with_jitter(wait: timedelta, seed: str) -> timedelta:
    return wait * (1 + random.Random(seed).random() / 5)  # noqa: S311 - spreads load, guards nothing


def too_doubtful(uncertain: int, on_doubt: OnDoubt) -> bool:
    """Say whether a letter whose delivery was in doubt `uncertain` times must not be sent again."""
    return uncertain > (1 if on_doubt is OnDoubt.RETRY_ONCE else 0)


def settle(
    outcome: Outcome,
    *,
    attempts: int,
    uncertain: int,
    on_doubt: OnDoubt,
    now: datetime,
    seed: int,
    give_up_at: datetime | None = None,
) -> Settlement:
    """Decide what becomes of a letter after a try. `attempts` and `uncertain` count what came before this try.

    Nothing is planned beyond `give_up_at`: the last try is made then, and what it does not settle is expired. A letter
    whose time is over has `FEWEST_ATTEMPTS` all the same.
    """
    attempts += 1
    match outcome:
        case Sent():
            return Settlement("sent", attempts, uncertain)
        case Refused(reply, stage):
            return Settlement("failed", attempts, uncertain, reason=f"refused for good ({stage}): {reply}")
        case Deferred(reply, stage):
            if attempts >= MOST_ATTEMPTS:
                reason = f"given up after {attempts} attempts, last ({stage}): {reply}"
                return Settlement("failed", attempts, uncertain, reason=reason)
            if give_up_at is not None and now >= give_up_at and attempts >= FEWEST_ATTEMPTS:
                return Settlement("failed", attempts, uncertain, reason=why_expired(f"last ({stage}): {reply}"))
            next_at = _before(now + backoff(attempts, seed), give_up_at, now)
            return Settlement("deferred", attempts, uncertain, next_at, f"deferred ({stage}): {reply}")
        case Uncertain(why):
            if too_doubtful(uncertain + 1, on_doubt):
                return given_up_in_doubt(why, attempts=attempts, uncertain=uncertain + 1, on_doubt=on_doubt)
            next_at = now + backoff(attempts, seed)
            reason = f"perhaps delivered, will be tried once more with the same Message-ID: {why}"
            return Settlement("deferred", attempts, uncertain + 1, next_at, reason)
        case _:
            assert_never(outcome)


def _before(next_at: datetime, give_up_at: datetime | None, now: datetime) -> datetime:
    return min(next_at, give_up_at) if give_up_at is not None and give_up_at > now else next_at


def why_expired(last: str) -> str:
    """Give the reason of a letter that was tried for as long as is configured."""
    return f"expired: it could not be delivered in time, {last}"


def given_up_in_doubt(why: str, *, attempts: int, uncertain: int, on_doubt: OnDoubt) -> Settlement:
    """Settle a letter that may not be sent again because it was perhaps delivered already."""
    if on_doubt is OnDoubt.HOLD:
        reason = f'held, perhaps delivered (`uncertain = "hold"`): {why}'
    else:
        reason = f"delivery in doubt a second time, perhaps delivered, not tried again: {why}"
    return Settlement("failed", attempts, uncertain, reason=reason)
