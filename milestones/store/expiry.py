"""Letters that could not be delivered for long: since when each is on its way, and those to be given up together.

Decides nothing: how long is long, and from when it counts, is the caller's.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select, update

from milestones.store.statements import portions
from milestones.store.tables import LetterRow

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Table
    from sqlmodel import Session

_LETTER: Table = LetterRow.__table__  # type: ignore[attr-defined]  # SQLModel hides __table__
_COLUMN = _LETTER.c


@dataclass(frozen=True, slots=True)
class Waiting:
    """A letter that is not delivered yet: what it is, and since when it might be."""

    id: int
    board: str
    kind: str
    post: str
    to_address: str
    message_id: str
    milestones: str
    due_at: datetime
    queued_at: datetime


_WAITING = select(*(_COLUMN[field.name] for field in fields(Waiting)))
_IDS = _COLUMN.id.in_(bindparam("ids", expanding=True))
_GIVE_UP = (
    update(_LETTER)
    .where(_IDS, _COLUMN.state.in_(("queued", "deferred")))
    .values(state="failed", next_attempt_at=None, outcome=bindparam("new_outcome"))
    .returning(_COLUMN.id)
)


def waiting(session: Session, ids: Iterable[int]) -> dict[int, Waiting]:
    """Give letters by id."""
    rows = session.connection().execute(_WAITING.where(_IDS), {"ids": list(ids)})
    return {row.id: Waiting(*row) for row in rows}


def long_put_off(session: Session, now: datetime, since: datetime) -> list[Waiting]:
    """Give the letters that were put off before, are to be tried by `now`, and were due and queued before `since`."""
    rows = session.connection().execute(
        _WAITING.where(
            _COLUMN.state.in_(("queued", "deferred")),
            _COLUMN.outcome != "",  # why it was put off: one that only waits for its hour has none
            _COLUMN.next_attempt_at <= now,
            _COLUMN.due_at <= since,
            _COLUMN.queued_at <= since,
        ).order_by(_COLUMN.id)
    )
    return [Waiting(*row) for row in rows]


def give_up(session: Session, ids: Iterable[int], why: str) -> set[int]:
    """Fail letters that nobody is sending, and give the ids of those it failed."""
    failed = set[int]()
    for some in portions(list(ids)):
        failed.update(session.connection().execute(_GIVE_UP, {"ids": some, "new_outcome": why}).scalars())
    return failed
