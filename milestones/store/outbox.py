"""The outbox: letters claimed under a lease, fenced before they are sent, settled when their outcome is known.

Every change of a letter's delivery is a guarded UPDATE, so any number of senders may work at once; the states are
`queued -> sending -> sent | deferred | failed`, and `cancelled` from any state before its DATA. It decides nothing:
what follows from an outcome is `domain.delivery`'s.
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, case, or_, select, update

from milestones.store.statements import portions
from milestones.store.tables import LetterContentRow, LetterRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Row, Table, Update
    from sqlmodel import Session

    from milestones.domain.delivery import Settlement

_LETTER: Table = LetterRow.__table__  # type: ignore[attr-defined]  # SQLModel hides __table__
_CONTENT: Table = LetterContentRow.__table__  # type: ignore[attr-defined]  # as above
_COLUMN = _LETTER.c

_UNLEASED = {"lease_until": None, "lease_token": None, "stage": ""}

_OPEN = ("queued", "deferred", "sending")

Lease = tuple[int, str]
"""A letter's id and the token under which its sender holds it."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A letter that this sender may deliver until its lease ends. `uncertain` counts tries whose outcome is unknown.

    `stage` is `data` where the claim has set the fence already.
    """

    id: int
    lease_token: str
    to_address: str
    envelope_from: str
    content: bytes
    stage: str
    attempts: int
    uncertain: int
    message_id: str
    kind: str
    board: str
    post: str
    milestones: str

    @property
    def lease(self) -> Lease:
        """Give what the fence checks."""
        return self.id, self.lease_token


_BYTES = select(_CONTENT.c.content).where(_CONTENT.c.letter_id == _COLUMN.id).correlate(_LETTER).scalar_subquery()
_CLAIMED_COLUMNS = tuple(_BYTES if field.name == "content" else _COLUMN[field.name] for field in fields(Claimed))

# The statements of the sending loop are built once: building one costs four times what running it does.
_IDS = _COLUMN.id.in_(bindparam("ids", expanding=True))
_DUE = _COLUMN.next_attempt_at.is_(None) | (_COLUMN.next_attempt_at <= bindparam("now"))
_MINE = (_COLUMN.lease_token == bindparam("token")) & (_COLUMN.state == "sending")
_IN_DOUBT = case((_COLUMN.stage == "data", 1), else_=0)

READY = (
    select(_COLUMN.id)
    .where(_COLUMN.state == "queued", _DUE)
    .order_by(_COLUMN.priority, _COLUMN.due_at, _COLUMN.id)
    .with_for_update(skip_locked=True)  # PostgreSQL; SQLite has one writer and ignores it
)
"""The letters that may go at `now`, the most urgent first, locked to whoever asks."""

_READY = READY.limit(bindparam("most"))
_STAGE_OF_A_CLAIM = {False: "claimed", True: case((_COLUMN.uncertain == 0, "data"), else_="claimed")}


def _taking(*, fenced: bool, apart_from: ColumnElement[bool] | None = None) -> Update:
    """Give the statement of a claim."""
    # A CTE is run once; a subquery that locks may be run anew for every row (PostgreSQL's manual, 7.8.3).
    ready = (_READY if apart_from is None else _READY.where(~apart_from)).cte("ready")
    return (
        update(_LETTER)
        .where(_COLUMN.id.in_(select(ready.c.id)))
        .values(
            state="sending",
            stage=_STAGE_OF_A_CLAIM[fenced],
            lease_until=bindparam("until"),
            lease_token=bindparam("token"),
        )
        .returning(*_CLAIMED_COLUMNS, _COLUMN.priority, _COLUMN.due_at)
    )


_TAKE = {fenced: _taking(fenced=fenced) for fenced in (False, True)}
_FENCE = update(_LETTER).where(_IDS, _MINE).values(stage="data", lease_until=bindparam("until")).returning(_COLUMN.id)
_SENT = (
    update(_LETTER)
    .where(_IDS, _COLUMN.state.in_(_OPEN))
    .values(
        state="sent",
        sent_at=bindparam("now"),
        attempts=_COLUMN.attempts + 1,
        next_attempt_at=None,
        outcome="",
        **_UNLEASED,
    )
    .returning(_COLUMN.id)
)
_NOT_SENT = (
    update(_LETTER)
    .where(_IDS, _MINE)
    .values(
        state=bindparam("new_state"),
        attempts=bindparam("new_attempts"),
        uncertain=bindparam("new_uncertain"),
        next_attempt_at=bindparam("new_next_attempt_at"),
        outcome=bindparam("new_outcome"),
        **_UNLEASED,
    )
    .returning(_COLUMN.id)
)
_RELEASE = update(_LETTER).where(_IDS, _MINE).values(state="queued", **_UNLEASED)
_LEFT_BEHIND = (
    update(_LETTER)
    .where(_COLUMN.state == "sending", _COLUMN.lease_until <= bindparam("now"))
    .values(
        state="queued",
        attempts=_COLUMN.attempts + _IN_DOUBT,
        uncertain=_COLUMN.uncertain + _IN_DOUBT,
        next_attempt_at=None,
        **_UNLEASED,
    )
)
_WAITED = (
    update(_LETTER)
    .where(_COLUMN.state == "deferred", _COLUMN.next_attempt_at <= bindparam("now"))
    .values(state="queued")
)
_WAITING = (
    update(_LETTER)
    .where(_COLUMN.state.in_(("queued", "deferred")), _DUE)
    .values(state="deferred", next_attempt_at=bindparam("until"), outcome=bindparam("new_outcome"))
)
_STOPPABLE = _COLUMN.state.in_(("queued", "deferred")) | ((_COLUMN.state == "sending") & (_COLUMN.stage != "data"))
_CANCEL = (
    update(_LETTER)
    .where(_IDS, _STOPPABLE)
    .values(state="cancelled", next_attempt_at=None, outcome=bindparam("new_outcome"), **_UNLEASED)
    .returning(_COLUMN.id)
)


def anything_ready(session: Session, now: datetime) -> bool:
    """Say whether a claim at `now` would find a letter."""
    ready = select(_COLUMN.id).where(
        or_(
            (_COLUMN.state == "queued") & _DUE,
            (_COLUMN.state == "deferred") & (_COLUMN.next_attempt_at <= bindparam("now")),
            (_COLUMN.state == "sending") & (_COLUMN.lease_until <= bindparam("now")),
        )
    )
    return session.connection().execute(ready.limit(1), {"now": now}).first() is not None


def recover(session: Session, now: datetime) -> None:
    """Make ready again what a sender left behind and what has waited long enough.

    A lease that ran out before DATA means certainly not sent; after it, perhaps sent: that is one more doubt.
    """
    connection = session.connection()
    connection.execute(_LEFT_BEHIND, {"now": now})
    connection.execute(_WAITED, {"now": now})


def claim(
    session: Session,
    now: datetime,
    lease_until: datetime,
    limit: int,
    worker: str,
    *,
    fenced: bool = False,
    apart_from: ColumnElement[bool] | None = None,
) -> list[Claimed]:
    """Take up to `limit` ready letters under a lease, the most urgent first, then the longest due.

    Ready: queued and not waiting for a later moment, deferred long enough, or left behind by a sender whose lease ran
    out. Their token is new for every claim, so a worker that comes back under an old name is still fenced. With
    `fenced` the fence is set at once, for letters that will be sent at once; never for one that was in doubt before,
    so that no letter fails for two doubts of which one was not real. Letters for which `apart_from` holds are left.
    """
    claimed: list[Claimed] = []
    token = f"{worker}:{secrets.token_hex(8)}"
    take = _TAKE[fenced] if apart_from is None else _taking(fenced=fenced, apart_from=apart_from)
    told = {"now": now, "until": lease_until, "token": token}
    for _ in range(2):
        rows = session.connection().execute(take, {**told, "most": limit - len(claimed)}).all()
        claimed += [Claimed(*row[:-2]) for row in sorted(rows, key=_urgency)]
        if len(claimed) == limit:
            break
        recover(session, now)
    return claimed


def _urgency(row: Row[Any]) -> tuple[int, datetime, int]:
    """Give what letters are sent in the order of: the most urgent first, then the longest due."""
    return row.priority, row.due_at, row.id


def mark_data(session: Session, leases: Iterable[Lease], lease_until: datetime) -> set[int]:
    """Set the fence before DATA: give the ids that are still ours, their lease renewed to `lease_until`.

    To be committed before a byte of those letters is sent. A letter that was cancelled, or that another sender took
    after our lease ran out, is not among them and must not be sent.
    """
    marked: set[int] = set()
    for token, ids in _by_token(leases):
        fenced = session.connection().execute(_FENCE, {"ids": ids, "token": token, "until": lease_until})
        marked.update(fenced.scalars())
    return marked


def settle(session: Session, settlements: Sequence[tuple[Lease, Settlement]], now: datetime) -> set[int]:
    """Record what became of letters and give the ids for which it was recorded.

    What was sent is a fact whoever holds the lease now, and recording it stops another sender before its DATA. Every
    other outcome counts only under the lease it was had under.
    """
    sent = [lease[0] for lease, settled in settlements if settled.state == "sent"]
    recorded: set[int] = set()
    for some in portions(sent):
        recorded.update(session.connection().execute(_SENT, {"ids": some, "now": now}).scalars())
    for (identity, token), settled in settlements:
        if settled.state != "sent":
            recorded.update(session.connection().execute(_NOT_SENT, _fields(identity, token, settled)).scalars())
    return recorded


def _fields(identity: int, token: str, settled: Settlement) -> dict[str, Any]:
    return {
        "ids": [identity],
        "token": token,
        "new_state": settled.state,
        "new_attempts": settled.attempts,
        "new_uncertain": settled.uncertain,
        "new_next_attempt_at": settled.next_attempt_at,
        "new_outcome": settled.reason,
    }


def release(session: Session, leases: Iterable[Lease]) -> None:
    """Give back letters that were not tried: ready at once for whoever claims next, no attempt counted."""
    for token, ids in _by_token(leases):
        session.connection().execute(_RELEASE, {"ids": ids, "token": token})


def defer_waiting(session: Session, now: datetime, until: datetime, why: str) -> int:
    """Defer every letter that waits to be sent at `now` until `until`, without an attempt; give how many.

    For one refused connection: what is being sent by others is left to them.
    """
    return session.connection().execute(_WAITING, {"now": now, "until": until, "new_outcome": why}).rowcount


def cancel(session: Session, ids: Iterable[int], why: str) -> set[int]:
    """Cancel letters that are not being sent yet, and give the ids of those it stopped.

    One that is already claimed is stopped too, by its fence; one whose DATA may have begun is not.
    """
    cancelled: set[int] = set()
    for some in portions(list(ids)):
        cancelled.update(session.connection().execute(_CANCEL, {"ids": some, "new_outcome": why}).scalars())
    return cancelled


def _by_token(leases: Iterable[Lease]) -> Iterator[tuple[str, list[int]]]:
    grouped: defaultdict[str, list[int]] = defaultdict(list)
    for identity, token in leases:
        grouped[token].append(identity)
    yield from grouped.items()
