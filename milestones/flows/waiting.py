"""Which milestones of a board are frozen now, asked of the database. Decides nothing: `domain.waiting` does."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from milestones.domain.waiting import Waiting, waiting
from milestones.store import dependencies

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlmodel import Session

    from milestones.domain.office import Office
    from milestones.domain.state import Milestone


def waiting_on(session: Session, board: str) -> Waiting:
    """Say who of a board waits on whom now."""
    return waiting(dependencies.open_standings(session, board))


def aware(session: Session, offices: Mapping[str, Office], milestones: Iterable[Milestone | None]) -> dict[str, Office]:
    """Tell each office what `milestones` wait on; a board none of them waits on is not asked about at all."""
    boards = {one.board for one in milestones if one is not None and one.row.depends_on}
    return {
        slug: replace(office, waits_on=waiting_on(session, slug).on) if slug in boards else office
        for slug, office in offices.items()
    }
