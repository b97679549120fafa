"""Questions to the database that several flows ask. Changes nothing but what `record_absence` and `considered` keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from milestones.domain.board import Absence
from milestones.store.tables import AbsenceRow, MetaRow

if TYPE_CHECKING:
    from sqlmodel import Session


def absences(session: Session, board: str) -> tuple[Absence, ...]:
    """List the absences recorded for a board's posts, oldest record first: the newest that covers a day counts."""
    rows = session.exec(select(AbsenceRow).where(AbsenceRow.board == board).order_by(col(AbsenceRow.id)))
    return tuple(Absence(row.post, row.since, row.until, row.deputy, row.by, row.why) for row in rows)


def record_absence(session: Session, board: str, absence: Absence) -> None:
    """Keep an absence; the event that tells of it is the caller's to append."""
    session.add(
        AbsenceRow(
            board=board,
            post=absence.post,
            since=absence.since,
            until=absence.until,
            deputy=absence.deputy,
            by=absence.by,
            why=absence.why,
        )
    )


def meta(session: Session, key: str) -> str | None:
    """Read one small fact of this database, None where it was never set."""
    row = session.get(MetaRow, key)
    return row.value if row else None


def set_meta(session: Session, key: str, value: str) -> None:
    """Set one small fact of this database."""
    row = session.get(MetaRow, key)
    if row is None:
        session.add(MetaRow(key=key, value=value))
    else:
        row.value = value
