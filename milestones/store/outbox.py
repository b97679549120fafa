"""The outbox: letters claimed under a lease, fenced before they are sent, settled when their outcome is known.

Every change of a letter's delivery is a guarded UPDATE, so any number of senders may work at once; the states are
`queued -> sending -> sent | deferred | failed`, and `cancelled` from any state before its DATA. It decides nothing:
what follows from an outcome is `domain.delivery`'s.
"""

from __future__ import annotations

import json
import secrets
from collections import defaultdict
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from sqlalchemy import case, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from milestones.store.tables import LetterRow, OccurrenceRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Table
    from sqlalchemy.exc import OperationalError
    from sqlmodel import Session

    from milestones.domain.delivery import Settlement

_LETTER: Table = LetterRow.__table__  # type: ignore[attr-defined]  # SQLModel hides __table__
_COLUMN = _LETTER.c
_OCCURRENCE: Table = OccurrenceRow.__table__  # type: ignore[attr-defined]  # as above

_IN_ONE_STATEMENT = 500
"""How many ids one statement names; SQLite and PostgreSQL both take many more, plans stay small."""

_UNLEASED = {"lease_until": None, "lease_token": None, "stage": ""}

_OPEN = ("queued", "deferred", "sending")

Lease = tuple[int, str]
"""A letter's id and the token under which its sender holds it."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A letter that this sender may deliver until its lease ends. `uncertain` counts tries whose outcome is unknown."""

    id: int
    lease_token: str
    to_address: str
    envelope_from: str
    content: bytes
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


_CLAIMED_COLUMNS = tuple(_COLUMN[field.name] for field in fields(Claimed))


def add_bulk(session: Session, rows: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Insert letters whose occurrence is not there yet and give the ids of those inserted by occurrence key.

    `rows` are fields of LetterRow by name, defaults may be left out. A second letter for an occurrence is passed
    over in silence: that is what makes a double tick harmless.
    """
    if not rows:
        return {}
    connection = session.connection()
    insert = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(_LETTER)
    statement = insert.on_conflict_do_nothing(index_elements=[_COLUMN.occurrence_key]).returning(
        _COLUMN.id, _COLUMN.occurrence_key
    )
    inserted = connection.execute(statement, [_with_defaults(row) for row in rows])
    return {key: identity for identity, key in inserted}


def _with_defaults(row: Mapping[str, Any]) -> dict[str, Any]:
    named = {("to_address" if name == "to" else name): value for name, value in row.items()}
    return {**_DEFAULTS, **named}


_DEFAULTS: dict[str, Any] = {
    ("to_address" if name == "to" else name): field.default
    for name, field in LetterRow.model_fields.items()
    if not field.is_required() and name != "id"
}


def anything_ready(session: Session, now: datetime) -> bool:
    """Say whether a claim at `now` would find a letter."""
    ready = select(_COLUMN.id).where(
        or_(
            (_COLUMN.state == "queued") & _due(now),
            (_COLUMN.state == "deferred") & (_COLUMN.next_attempt_at <= now),
            (_COLUMN.state == "sending") & (_COLUMN.lease_until <= now),
        )
    )
    return session.connection().execute(ready.limit(1)).first() is not None


def _due(now: datetime) -> Any:
    return _COLUMN.next_attempt_at.is_(None) | (_COLUMN.next_attempt_at <= now)


def recover(session: Session, now: datetime) -> None:
    """Make ready again what a sender left behind or what has waited long enough.

    A lease that ran out before DATA means certainly not sent; after it, perhaps sent: that is one more doubt.
    """
    connection = session.connection()
    in_doubt = case((_COLUMN.stage == "data", 1), else_=0)
    left_behind = update(_LETTER).where(_COLUMN.state == "sending", _COLUMN.lease_until <= now)
    connection.execute(
        left_behind.values(
            state="queued",
            attempts=_COLUMN.attempts + in_doubt,
            uncertain=_COLUMN.uncertain + in_doubt,
            next_attempt_at=None,
            **_UNLEASED,
        )
    )
    waited = update(_LETTER).where(_COLUMN.state == "deferred", _COLUMN.next_attempt_at <= now)
    connection.execute(waited.values(state="queued"))


def claim(session: Session, now: datetime, lease_until: datetime, limit: int, worker: str) -> list[Claimed]:
    """Take up to `limit` ready letters under a lease, the most urgent first, then the longest due.

    Ready: queued and not waiting for a later moment, deferred long enough, or left behind by a sender whose lease ran
    out. Their token is new for every claim, so a worker that comes back under an old name is still fenced.
    """
    claimed = _claim_queued(session.connection(), now, lease_until, limit, worker)
    if len(claimed) < limit:
        recover(session, now)
        claimed += _claim_queued(session.connection(), now, lease_until, limit - len(claimed), worker)
    return claimed


def _claim_queued(
    connection: Connection, now: datetime, lease_until: datetime, limit: int, worker: str
) -> list[Claimed]:
    ready = (
        select(_COLUMN.id)
        .where(_COLUMN.state == "queued", _due(now))
        .order_by(_COLUMN.priority, _COLUMN.due_at, _COLUMN.id)
        .limit(limit)
        .with_for_update(skip_locked=True)  # PostgreSQL; SQLite has one writer and ignores it
    )
    ids = list(connection.execute(ready).scalars())
    if not ids:
        return []
    take = (
        update(_LETTER)
        .where(_COLUMN.id.in_(ids), _COLUMN.state == "queued")
        .values(
            state="sending", stage="claimed", lease_until=lease_until, lease_token=f"{worker}:{secrets.token_hex(8)}"
        )
        .returning(*_CLAIMED_COLUMNS)
    )
    taken = {row.id: Claimed(*row) for row in connection.execute(take)}
    return [taken[identity] for identity in ids if identity in taken]


def mark_data(session: Session, leases: Iterable[Lease], lease_until: datetime) -> set[int]:
    """Set the fence before DATA: give the ids that are still ours, their lease renewed to `lease_until`.

    To be committed before a byte of those letters is sent. A letter that was cancelled, or that another sender took
    after our lease ran out, is not among them and must not be sent.
    """
    marked: set[int] = set()
    for token, ids in _by_token(leases):
        fence = (
            update(_LETTER)
            .where(_COLUMN.id.in_(ids), _COLUMN.lease_token == token, _COLUMN.state == "sending")
            .values(stage="data", lease_until=lease_until)
            .returning(_COLUMN.id)
        )
        marked.update(session.connection().execute(fence).scalars())
    return marked


def settle(session: Session, settlements: Sequence[tuple[Lease, Settlement]], now: datetime) -> set[int]:
    """Record what became of letters and give the ids for which it was recorded.

    What was sent is a fact whoever holds the lease now, and recording it stops another sender before its DATA. Every
    other outcome counts only under the lease it was had under.
    """
    sent = [(lease, settled) for lease, settled in settlements if settled.state == "sent"]
    recorded = _settle_sent(session.connection(), [lease[0] for lease, _ in sent], now)
    for (identity, token), settled in settlements:
        if settled.state == "sent":
            continue
        record = (
            update(_LETTER)
            .where(_COLUMN.id == identity, _COLUMN.lease_token == token, _COLUMN.state == "sending")
            .values(
                state=settled.state,
                attempts=settled.attempts,
                uncertain=settled.uncertain,
                next_attempt_at=settled.next_attempt_at,
                outcome=settled.reason,
                **_UNLEASED,
            )
        )
        if session.connection().execute(record).rowcount:
            recorded.add(identity)
    return recorded


def _settle_sent(connection: Connection, ids: list[int], now: datetime) -> set[int]:
    recorded: set[int] = set()
    for some in _chunks(ids):
        record = (
            update(_LETTER)
            .where(_COLUMN.id.in_(some), _COLUMN.state.in_(_OPEN))
            .values(
                state="sent", sent_at=now, attempts=_COLUMN.attempts + 1, next_attempt_at=None, outcome="", **_UNLEASED
            )
            .returning(_COLUMN.id)
        )
        recorded.update(connection.execute(record).scalars())
    return recorded


def release(session: Session, leases: Iterable[Lease]) -> None:
    """Give back letters that were not tried: ready at once for whoever claims next, no attempt counted."""
    for token, ids in _by_token(leases):
        mine = update(_LETTER).where(_COLUMN.id.in_(ids), _COLUMN.lease_token == token, _COLUMN.state == "sending")
        session.connection().execute(mine.values(state="queued", **_UNLEASED))


def defer_waiting(session: Session, now: datetime, until: datetime, why: str) -> int:
    """Defer every letter that waits to be sent at `now` until `until`, without an attempt; give how many.

    For one refused connection: what is being sent by others is left to them.
    """
    waiting = update(_LETTER).where(_COLUMN.state.in_(("queued", "deferred")), _due(now))
    deferred = session.connection().execute(waiting.values(state="deferred", next_attempt_at=until, outcome=why))
    return deferred.rowcount


def cancel(session: Session, ids: Iterable[int], why: str) -> set[int]:
    """Cancel letters that are not being sent yet, and give the ids of those it stopped.

    One that is already claimed is stopped too, by its fence; one whose DATA may have begun is not.
    """
    cancelled: set[int] = set()
    for some in _chunks(list(ids)):
        stoppable = _COLUMN.state.in_(("queued", "deferred")) | (
            (_COLUMN.state == "sending") & (_COLUMN.stage != "data")
        )
        stop = (
            update(_LETTER)
            .where(_COLUMN.id.in_(some), stoppable)
            .values(state="cancelled", next_attempt_at=None, outcome=why, **_UNLEASED)
            .returning(_COLUMN.id)
        )
        cancelled.update(session.connection().execute(stop).scalars())
    return cancelled


def milestones_unheard(session: Session, board: str, address: str) -> list[list[str]]:
    """Give the milestones of each of the board's letters to `address` that waits or has failed, oldest first."""
    unheard = (
        select(_COLUMN.milestones)
        .where(_COLUMN.to_address == address, _COLUMN.state.in_((*_OPEN, "failed")), _COLUMN.board == board)
        .order_by(_COLUMN.id)
    )
    return [json.loads(milestones) for milestones in session.connection().execute(unheard).scalars()]


def waiting_chasers(session: Session, milestone: str) -> Sequence[LetterRow]:
    """Give the letters of rules (reminders, escalations) about `milestone` that wait and are claimed by nobody."""
    about = select(_OCCURRENCE.c.letter_id).where(_OCCURRENCE.c.milestone == milestone)
    waiting = select(LetterRow).where(_COLUMN.id.in_(about), _COLUMN.state.in_(("queued", "deferred")))
    return session.scalars(waiting.order_by(_COLUMN.id)).all()


def may_pass(error: OperationalError) -> bool:
    """Say whether waiting may mend a failed write: a busy or full SQLite, a PostgreSQL that is away.

    A failing disk is not such a case: after a failed fsync nobody knows what was written, and trying again may lie.
    """
    name = getattr(error.orig, "sqlite_errorname", None)
    if name is None:
        return True
    return str(name).startswith(("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_FULL"))


def _by_token(leases: Iterable[Lease]) -> Iterator[tuple[str, list[int]]]:
    grouped: defaultdict[str, list[int]] = defaultdict(list)
    for identity, token in leases:
        grouped[token].append(identity)
    yield from grouped.items()


def _chunks(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), _IN_ONE_STATEMENT):
        yield ids[start : start + _IN_ONE_STATEMENT]
