"""What was owed and written about one milestone, for explanations. Reads only."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlmodel import col, select

from milestones.store.tables import DueRow, LetterRow, OccurrenceRow

if TYPE_CHECKING:
    from datetime import date

    from sqlmodel import Session


def occurrences_of(session: Session, milestone: str) -> list[OccurrenceRow]:
    """Give everything that was ever owed or passed over about a milestone, in order of instants."""
    query = select(OccurrenceRow).where(OccurrenceRow.milestone == milestone)
    return list(session.exec(query.order_by(col(OccurrenceRow.at), OccurrenceRow.key)))


def letters_about(session: Session, milestone: str) -> dict[int, LetterRow]:
    """Give every letter that lists a milestone, by id."""
    quoted = f"%{json.dumps(milestone)}%"
    query = select(LetterRow).where(col(LetterRow.milestones).like(quoted)).order_by(col(LetterRow.id))
    return {
        row.id: row for row in session.exec(query) if row.id is not None and milestone in json.loads(row.milestones)
    }


def days_of(session: Session, letter_id: int) -> list[tuple[str, date | None]]:
    """Give each milestone that a letter carries by a rule, with the due date that the rule counted from."""
    query = select(OccurrenceRow).where(OccurrenceRow.letter_id == letter_id)
    return [(row.milestone, row.due) for row in session.exec(query) if row.milestone is not None]


def waiting_of(session: Session, milestone: str) -> set[tuple[str, int, date]]:
    """Give rule, rung and day counted from of what fell due and waits to be addressed."""
    query = select(DueRow).where(DueRow.milestone == milestone)
    return {(row.rule, row.rung, row.due) for row in session.exec(query)}
