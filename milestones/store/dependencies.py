"""What the rows say of the milestones that wait on others. Decides nothing: who waits on whom is `domain.waiting`'s."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlmodel import col, select

from milestones.domain.letter import CHASING
from milestones.domain.waiting import OVER, Standing
from milestones.store.milestones import load
from milestones.store.tables import LetterRow, MilestoneRow

if TYPE_CHECKING:
    from collections.abc import Container

    from sqlmodel import Session

_NAMED = '"depends_on":["'
"""How a state's text begins a list of dependencies that is not empty; a title's quotes are escaped there."""


def open_standings(session: Session, board: str) -> list[Standing]:
    """Give a board's milestones that are neither completed nor withdrawn; none where nothing waits on anything.

    Only the states of those that wait are read; the others by their columns.
    """
    still_open = (MilestoneRow.board == board, col(MilestoneRow.state).not_in([state.value for state in OVER]))
    query = select(MilestoneRow.id, MilestoneRow.state_json)
    waits = query.where(*still_open, col(MilestoneRow.state_json).contains(_NAMED, autoescape=True))
    dependent = {milestone: load(text).row.depends_on for milestone, text in session.exec(waits)}
    if not dependent:
        return []
    named = select(MilestoneRow.id, MilestoneRow.plan_ref, MilestoneRow.title).where(*still_open)
    found = (Standing(*row) for row in session.exec(named.order_by(col(MilestoneRow.number))))
    return [replace(one, depends_on=dependent.get(one.id, ())) for one in found]


def chased_of(session: Session, board: str, frozen: Container[str]) -> list[str]:
    """Give those of some milestones about which a reminder or an escalation still waits, in one look at the letters."""
    waiting = select(LetterRow.milestones).where(
        LetterRow.board == board,
        col(LetterRow.state).in_(("queued", "deferred")),
        col(LetterRow.kind).in_([kind.value for kind in CHASING]),
    )
    listed = dict.fromkeys(one for text in session.exec(waiting) for one in json.loads(text))
    return [one for one in listed if one in frozen]
