"""Milestones as rows: the state as JSON text beside the columns that queries need. Decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sql
from pydantic import TypeAdapter
from sqlalchemy import func
from sqlmodel import col, select

from milestones.domain.state import Milestone, State
from milestones.store.tables import MilestoneRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from sqlmodel import Session

_STATE = TypeAdapter(Milestone)
_TABLE = MilestoneRow.__table__  # type: ignore[attr-defined]  # SQLModel hides __table__

# Built once: building a statement costs more than running it.
_STATE_OF = sql.select(_TABLE.c.state_json).where(_TABLE.c.id == sql.bindparam("key"))
_STATES_OF = sql.select(_TABLE.c.id, _TABLE.c.state_json).where(_TABLE.c.id.in_(sql.bindparam("keys", expanding=True)))
_CHANGES = ("plan_ref", "title", "state", "due", "snoozed_until", "silenced_until", "state_json")


def _update(names: Sequence[str]) -> sql.Update:
    written = {name: sql.bindparam(name) for name in names} | {"version": _TABLE.c.version + 1}
    return sql.update(_TABLE).where(_TABLE.c.id == sql.bindparam("key")).values(written)


_UPDATE, _UPDATE_FRESH = _update(_CHANGES), _update((*_CHANGES, "ladder_from", "fresh"))
_INSERT = sql.insert(_TABLE)


def load(state_json: str) -> Milestone:
    """Read a milestone from its row's `state_json`."""
    return _STATE.validate_json(state_json)


def dump(milestone: Milestone) -> str:
    """Write a milestone as the text that its row keeps; equal states give equal text."""
    return _STATE.dump_json(milestone).decode()


def number_of(milestone_id: str) -> int:
    """Give the running number in an id such as HUM-12."""
    return int(milestone_id.rpartition("-")[2])


def get(session: Session, milestone_id: str) -> Milestone | None:
    """Find one milestone by its id, without regard to case."""
    found = session.connection().execute(_STATE_OF, {"key": milestone_id.upper()}).scalar()
    return load(found) if found is not None else None


def all_of(session: Session, board: str | None = None, states: Sequence[State] | None = None) -> list[Milestone]:
    """List the milestones of one board, or of all, in the order of their numbers."""
    query = select(MilestoneRow.state_json).order_by(MilestoneRow.board, col(MilestoneRow.number))
    if board is not None:
        query = query.where(MilestoneRow.board == board)
    if states is not None:
        query = query.where(col(MilestoneRow.state).in_([state.value for state in states]))
    return [load(text) for text in session.exec(query)]


def by_id(session: Session, milestone_ids: Iterable[str]) -> dict[str, Milestone]:
    """Give those of some milestones that there are, by id."""
    ids = sorted(set(milestone_ids))
    found: dict[str, Milestone] = {}
    for start in range(0, len(ids), 500):
        some = session.connection().execute(_STATES_OF, {"keys": ids[start : start + 500]})
        found.update({row_id: load(text) for row_id, text in some})
    return found


def fresh_ids(session: Session, board: str) -> frozenset[str]:
    """Give a board's milestones whose ladder no tick has evaluated yet."""
    return frozenset(session.exec(select(MilestoneRow.id).where(MilestoneRow.board == board, MilestoneRow.fresh)))


def silences_over(session: Session, today: date) -> list[str]:
    """List the milestones of any board whose silence ended before `today`."""
    return list(session.exec(select(MilestoneRow.id).where(col(MilestoneRow.silenced_until) < today)))


def last_number(session: Session, board: str) -> int:
    """Give the highest number used on a board, 0 when it has none; numbers are never used again."""
    return session.exec(select(func.max(MilestoneRow.number)).where(MilestoneRow.board == board)).one() or 0


def put(session: Session, milestone: Milestone, *, ladder_from: datetime | None = None, fresh: bool = False) -> None:
    """Write a milestone's row, new or changed.

    `ladder_from` (aware UTC) and `fresh` are set when it has just been agreed: the next tick evaluates its ladder from
    there. They are left as they stand otherwise.
    """
    values = _values(milestone)
    if fresh:
        values |= {"ladder_from": ladder_from, "fresh": True}
    connection = session.connection()
    known = connection.execute(_UPDATE_FRESH if fresh else _UPDATE, {"key": milestone.id, **values})
    if not known.rowcount:
        new = {"id": milestone.id, "board": milestone.board, "number": number_of(milestone.id), "version": 1}
        connection.execute(_INSERT, {"ladder_from": None, "fresh": False} | new | values)


def put_all(session: Session, milestones: Sequence[Milestone]) -> None:
    """Write the rows of milestones that have one each, changed and not just agreed, in order and by one statement."""
    if milestones:
        session.connection().execute(_UPDATE, [{"key": one.id, **_values(one)} for one in milestones])


def _values(milestone: Milestone) -> dict[str, Any]:
    return {
        "plan_ref": milestone.row.plan_ref,
        "title": milestone.title,
        "state": milestone.state.value,
        "due": milestone.due,
        "snoozed_until": milestone.snoozed_until,
        "silenced_until": milestone.silence.until if milestone.silence else None,
        "state_json": dump(milestone),
    }
