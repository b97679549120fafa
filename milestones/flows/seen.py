"""What the works of one transaction have read, so that the next one need not read it again. Decides nothing.

Only where a transaction says so: whoever shares it makes no savepoint, for what is undone there would stay in mind.
`flows.act` keeps it true, since every change of a milestone and every event goes through there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from milestones.domain.letter import CHASING, Kind
from milestones.store import letters, queries

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sqlmodel import Session

    from milestones.domain.board import Absence
    from milestones.domain.letter import Letter
    from milestones.domain.state import Milestone

TAKEN_BACK = CHASING | {Kind.AGREEMENT_REQUEST, Kind.ASSIGNMENT, Kind.DECISION_REQUEST}
"""Kinds of letters that a milestone is taken out of while they wait."""

_KEY = "milestones_seen"


@dataclass(slots=True)
class Seen:
    """Milestones by id, the log's newest entry, absences by board, and which milestones letters wait about.

    `shared` says that other works of the same transaction add to it; otherwise it begins and ends with one work.
    """

    shared: bool = False
    milestones: dict[str, Milestone] = field(default_factory=dict)
    head: tuple[int, str] | None = None
    _absences: dict[str, tuple[Absence, ...]] = field(default_factory=dict)
    _waited_about: set[str] | None = None

    def absences(self, session: Session, board: str) -> tuple[Absence, ...]:
        """Give the absences recorded for a board's posts."""
        if board not in self._absences:
            self._absences[board] = queries.absences(session, board)
        return self._absences[board]

    def forget_absences(self) -> None:
        """Have them read again: one is being recorded."""
        self._absences.clear()

    def may_wait(self, session: Session, milestone_id: str, kinds: Collection[Kind]) -> bool:
        """Say whether a letter of one of some kinds about a milestone may be waiting; a look at them all, once."""
        if not self.shared:
            return True
        if not kinds:
            return False
        if self._waited_about is None:
            self._waited_about = letters.waited_about(session, [kind.value for kind in TAKEN_BACK])
        return milestone_id in self._waited_about

    def queued(self, owed: Iterable[Letter]) -> None:
        """Note letters that wait from now on."""
        if self._waited_about is not None:
            about = (item.milestone for letter in owed if letter.kind in TAKEN_BACK for item in letter.items)
            self._waited_about.update(about)


def share(session: Session) -> Seen:
    """Have the works of a transaction share what they read from here on."""
    seen = Seen(shared=True)
    session.info[_KEY] = seen
    return seen


def seen_in(session: Session) -> Seen:
    """Give what the works of a transaction share, or a work's own where they share nothing."""
    found = session.info.get(_KEY)
    return found if isinstance(found, Seen) else Seen()
