"""What the works of one transaction have read and are still to write, so that each is done once. Decides nothing.

Only where a transaction says so: whoever shares it makes no savepoint, for what is undone there would stay in mind.
`flows.act` keeps it true, since every change of a milestone and every event goes through there. Rows of one table are
written by one statement: whoever asks the database for what another work may have changed has them written before.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from milestones.domain.letter import CHASING, Kind
from milestones.store import inbox, letters, log, queries
from milestones.store import milestones as store

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from sqlmodel import Session

    from milestones.domain.board import Absence
    from milestones.domain.letter import Letter
    from milestones.domain.state import Milestone
    from milestones.store.tables import InboundRow

TAKEN_BACK = CHASING | {Kind.AGREEMENT_REQUEST, Kind.ASSIGNMENT, Kind.DECISION_REQUEST}
"""Kinds of letters that a milestone is taken out of while they wait."""

_KEY = "milestones_seen"


@dataclass(slots=True)
class _Unwritten:
    """What waits to be written, in order: changed milestones, rows of the log, of letters, of mails."""

    milestones: list[Milestone] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    letters: list[dict[str, Any]] = field(default_factory=list)
    mails: list[dict[str, Any]] = field(default_factory=list)


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
    _answers: dict[str, int] = field(default_factory=dict)
    _unwritten: _Unwritten = field(default_factory=_Unwritten)

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
            self.write_out(session)
            self._waited_about = letters.waited_about(session, [kind.value for kind in TAKEN_BACK])
        return milestone_id in self._waited_about

    # --- writing ---------------------------------------------------------------------------------------------------

    def put(self, session: Session, milestone: Milestone) -> None:
        """Write a milestone's row; where works share it, one that is there already is written later."""
        if self.shared and milestone.id in self.milestones:
            self._unwritten.milestones.append(milestone)
        else:
            store.put(session, milestone)
        self.milestones[milestone.id] = milestone

    def append(self, session: Session, rows: Sequence[dict[str, Any]]) -> None:
        """Write rows of the log."""
        self._unwritten.events += rows
        if not self.shared:
            self.write_out(session)

    def queue(self, session: Session, rows: Sequence[dict[str, Any]]) -> dict[str, int]:
        """Write letters, and give their ids by key as `letters.add_bulk` does; none where they are written later."""
        if not self.shared:
            return letters.add_bulk(session, rows)
        for row in rows:
            if row["caused_by"] is not None and row["to"] in self._answers:
                self._answers[row["to"]] += 1
        self._unwritten.letters += rows
        return {}

    def settle(self, row: InboundRow) -> None:
        """Write what became of a mail, later."""
        self._unwritten.mails.append(inbox.became(row))

    def write_out(self, session: Session) -> None:
        """Write what still waits, so that a statement finds it."""
        unwritten, self._unwritten = self._unwritten, _Unwritten()
        store.put_all(session, unwritten.milestones)
        log.write(session, unwritten.events)
        letters.add_bulk(session, unwritten.letters)
        inbox.write(session, unwritten.mails)

    # --- answers ---------------------------------------------------------------------------------------------------

    def count_answers(self, session: Session, addresses: Iterable[str], since: datetime) -> None:
        """Count at once how many answers went to some addresses since then; those of this transaction are added."""
        self._answers.update(inbox.answers_by_address(session, addresses, since))

    def answers_to(self, session: Session, to: str, since: datetime) -> int:
        """Give how many answers went to an address since then."""
        if to not in self._answers:
            self.write_out(session)
            self.count_answers(session, [to], since)
        return self._answers[to]

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
