"""Questions to the database that several flows ask. Changes nothing but what `record_absence` and `set_meta` keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.orm import defer
from sqlmodel import col, func, or_, select

from milestones.domain.board import Absence
from milestones.store.tables import AbsenceRow, EventRow, InboundRow, LetterRow, MetaRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlmodel import Session

_TO_DECIDE = ("held", "quarantined")
"""States of mail taken in that a person must decide."""


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


def letters(session: Session) -> Sequence[LetterRow]:
    """List every letter, oldest first."""
    heavy = defer(LetterRow.facts)  # type: ignore[arg-type]  # SQLModel types columns as values
    return session.exec(select(LetterRow).options(heavy).order_by(col(LetterRow.id))).all()


def inbound(session: Session, *, waiting: bool = False) -> Sequence[InboundRow]:
    """List the mail taken in, oldest first; `waiting` for what a person must decide."""
    query = select(InboundRow).order_by(col(InboundRow.id))
    if waiting:
        query = query.where(col(InboundRow.state).in_(_TO_DECIDE))
    return session.exec(query).all()


def replies_to_decide(session: Session, board: str) -> int:
    """Count the mail that a board's coordinator is to decide on, with what names no board at all."""
    ours = or_(InboundRow.board == board, col(InboundRow.board).is_(None))
    count = select(func.count()).select_from(InboundRow).where(col(InboundRow.state).in_(_TO_DECIDE), ours)
    return session.exec(count).one()


def last_letter_of(session: Session, board: str, kind: str, rule: str, before: datetime) -> tuple[datetime, str] | None:
    """Give when a rule's newest letter before an instant fell due, and its facts; None where there is none."""
    query = (
        select(LetterRow.due_at, LetterRow.facts)
        .where(
            LetterRow.board == board,
            LetterRow.kind == kind,
            LetterRow.rule == rule,
            col(LetterRow.due_at) < before,
        )
        .order_by(col(LetterRow.due_at).desc())
        .limit(1)
    )
    found = session.exec(query).first()
    return (found[0], found[1]) if found else None


def events_after(session: Session, seq: int) -> Sequence[EventRow]:
    """List the events after one, oldest first."""
    return session.exec(select(EventRow).where(col(EventRow.seq) > seq).order_by(col(EventRow.seq))).all()
