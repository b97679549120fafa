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

from milestones.domain.letter import Item, Kind, Letter

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from milestones.domain.board import Board

LEASE = timedelta(minutes=15)
"""How long a sender may keep a letter without renewing; longer than the 600 s it waits for the last reply."""

FIRST_WAIT = timedelta(minutes=5)
"""Before the second try: greylisting servers ask for about this much (RFC 6647 section 5)."""

LONGEST_WAIT = timedelta(hours=4)

MOST_ATTEMPTS = 200
"""With the waits above more than four weeks, the longest that delivery may be configured to go on."""

FEWEST_ATTEMPTS = 5
"""Before a letter expires, also where its time was over before the first: a service that was down long tries fairly."""

MOST_SHOWN = 20
"""How many letters one notice lists."""

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


@dataclass(frozen=True, slots=True)
class FailedLetter:
    """A letter that will not be delivered, as its notice needs it. `milestones` are those of every letter affected."""

    board: str
    post: str
    address: str
    kind: str
    message_id: str
    milestones: tuple[str, ...]


def notice_of_failure(
    letter: FailedLetter, board: Board, settlement: Settlement, now: datetime, *, address_dead: bool
) -> Letter | None:
    """Give the notice owed for `letter`, None where nobody is left to tell.

    A dead address is told to the lead of the post's organisation, once an address and not once a letter (the key);
    any other failure, and a lead's own dead address, to the board's coordinator. A notice that cannot be
    delivered to the coordinator tells nobody: it would not arrive either.
    """
    to = _whom_to_tell(letter, board, address_dead=address_dead)
    if to is None:
        return None
    about = letter.address if address_dead else letter.message_id
    what = "dead" if address_dead else "undelivered"
    post = board.posts.get(letter.post)
    return Letter(
        key=f"notice:{what}:{letter.board}:{to}:{about}",
        kind=Kind.NOTICE,
        board=letter.board,
        to=to,
        due_at=now,
        items=tuple(Item(milestone) for milestone in letter.milestones),
        why=f"a letter to {post.title if post else letter.post} <{letter.address}> could not be delivered",
        facts={
            "headline": f"A letter to {post.title if post else letter.post} could not be delivered.",
            "lines": [f"Address: {letter.address}", f"The mail server says: {settlement.reason}"],
            "next_step": (
                "Please give the post a working address, or tell the coordinator who holds it now."
                if address_dead
                else "Please tell the post by other means, and look at the mail server."
            ),
            "notice": "dead_address" if address_dead else "undelivered",
            "post": letter.post,
            "post_title": post.title if post else letter.post,
            "address": letter.address,
            "reason": settlement.reason,
            "milestones": list(letter.milestones),
            "failed_kind": letter.kind,
        },
    )


def notice_of_expiry(letters: Sequence[FailedLetter], board: Board, reason: str, now: datetime, day: date) -> Letter:
    """Give the coordinator's notice of a board's letters that expired while no letter could be sent at all.

    One a board and day (the key): a mail server that is down for a week must not end in a hundred notices.
    """
    count = len(letters)
    shown = [f"{one.kind} to {one.post} <{one.address}>" for one in letters[:MOST_SHOWN]]
    if count > MOST_SHOWN:
        shown.append(f"and {count - MOST_SHOWN} more")
    milestones = milestones_of(one.milestones for one in letters)
    return Letter(
        key=f"notice:expired:{board.slug}:{day.isoformat()}",
        kind=Kind.NOTICE,
        board=board.slug,
        to=board.coordinator,
        due_at=now,
        items=tuple(Item(milestone) for milestone in milestones),
        why="letters could not be delivered in time",
        facts={
            "headline": f"{count} {'letter' if count == 1 else 'letters'} could not be delivered in time.",
            "lines": [*shown, f"Why: {reason}"],
            "next_step": "Please look at the mail server; `milestones outbox` lists every letter, also later ones.",
            "notice": "expired",
            "reason": reason,
            "milestones": list(milestones),
        },
    )


def _whom_to_tell(letter: FailedLetter, board: Board, *, address_dead: bool) -> str | None:
    post = board.posts.get(letter.post)
    organisation = board.organisations.get(post.organisation) if post else None
    candidates = [organisation.lead] if address_dead and organisation else []
    candidates.append(board.coordinator)
    return next((to for to in candidates if to and to in board.posts and to != letter.post), None)


def milestones_of(lists: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """Join several letters' milestones, each once, in order of first appearance."""
    return tuple(dict.fromkeys(milestone for milestones in lists for milestone in milestones))
