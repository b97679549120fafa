"""Acts on milestones: decide, record, keep, and write what is owed, all in one transaction.

Every flow that changes a milestone goes through `Work`; nothing else writes milestone rows or their events.
"""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

from milestones.domain import commands as c
from milestones.domain import events as e
from milestones.domain.letter import Item, Kind, Letter
from milestones.domain.milestone import Refused, decide, evolve
from milestones.domain.owed import Change, letters_owed
from milestones.domain.recipients import Unreachable, resolve
from milestones.domain.state import Milestone, State
from milestones.flows import write
from milestones.flows.take_back import take_back
from milestones.store import log, queries
from milestones.store import milestones as store

if TYPE_CHECKING:
    from datetime import datetime

    from sqlmodel import Session

    from milestones.domain.owed import Owed
    from milestones.flows.house import House

_MIDNIGHT = time(0, 0)

SERVICE = "milestones"
"""The actor of what the service does by itself."""


class Work:
    """One transaction's decisions. `finish` writes rows and letters; without it nothing that was decided is kept."""

    def __init__(self, session: Session, house: House, board: str, now: datetime) -> None:
        self.session, self.house, self.board, self.now = session, house, house.board(board), now
        self.moment = house.moment(board, now)
        self._states: dict[str, Milestone] = {}
        self._entries: list[log.Entry] = []
        self._owed: dict[tuple[Kind, str], list[tuple[str, Owed]]] = {}
        self._fresh: set[str] = set()
        self._taken_back: dict[str, str] = {}
        self._letters: list[Letter] = []

    def state(self, milestone_id: str) -> Milestone | None:
        """Give a milestone as this work has left it so far."""
        if milestone_id not in self._states:
            found = store.get(self.session, milestone_id)
            if found is None or found.board != self.board.slug:
                return None
            self._states[milestone_id] = found
        return self._states[milestone_id]

    def decide(self, milestone_id: str, command: c.Command, actor: str) -> tuple[e.MilestoneEvent, ...]:
        """Decide one command and take its events in.

        Raises:
            Refused: the command does not fit; this work is as it was before.
        """
        before = self.state(milestone_id)
        events = decide(milestone_id, before, command, self.moment)
        for event in events:
            after = evolve(milestone_id, before, event, self.now)
            self._entries.append(log.Entry(event, actor, milestone_id))
            for owed in letters_owed(Change(event, before, after, self.board, actor)):
                self._owed.setdefault((owed.kind, owed.to), []).append((milestone_id, owed))
            self._note(before, after)
            self._states[milestone_id] = before = after
        return events

    def _note(self, before: Milestone | None, after: Milestone) -> None:
        """Remember whose ladder begins anew, and which waiting letters no longer hold."""
        was_agreed = before is not None and before.state is State.AGREED
        if after.state is State.AGREED and not was_agreed:
            self._fresh.add(after.id)
        if before is None:
            return
        if was_agreed and after.state is not State.AGREED:
            self._taken_back[after.id] = f"{after.id} is {after.state}"
        elif was_agreed and after.due != before.due:
            self._taken_back[after.id] = f"{after.id} is due on {after.due} now"
        elif after.silence and after.silence != before.silence:
            self._taken_back[after.id] = f"{after.id} is silenced until {after.silence.until} by {after.silence.by}"

    def record(self, event: e.ServiceEvent, actor: str = SERVICE) -> None:
        """Take in an event of the service's own, which changes no milestone."""
        self._entries.append(log.Entry(event, actor))

    def owe(self, letter: Letter) -> None:
        """Add a letter that no event owes: an acknowledgement, a clarification, a notice."""
        self._letters.append(letter)

    def finish(self) -> dict[str, int]:
        """Append the events, write the rows, take back what no longer holds, and queue the letters; give their ids."""
        seq, _hash = log.head(self.session)
        letters = [*self._grouped(seq + 1), *self._letters]
        log.append(self.session, self._entries, self.now)
        for milestone_id in dict.fromkeys(entry.milestone for entry in self._entries if entry.milestone):
            self._put(self._states[milestone_id])
        self.session.flush()
        for milestone_id, why in self._taken_back.items():
            take_back(self.session, self.house, milestone_id, why, self.now)
        return write.queue(self.session, self.house, letters, self.now) if letters else {}

    def _put(self, milestone: Milestone) -> None:
        if milestone.id in self._fresh and milestone.agreed_on is not None:
            calendar = self.house.calendar(self.board.slug)
            begins = calendar.instant(milestone.agreed_on, _MIDNIGHT)
            store.put(self.session, milestone, ladder_from=begins, fresh=True)
        else:
            store.put(self.session, milestone)

    def _grouped(self, seq: int) -> list[Letter]:
        """Make one letter of what one post is owed of one kind, to whoever covers the post today."""
        absences = queries.absences(self.session, self.board.slug)
        letters: list[Letter] = []
        for (kind, post), owed in self._owed.items():
            items = tuple(Item(milestone_id, shows=one.shows) for milestone_id, one in owed)
            for recipient in resolve((post,), None, self.board, absences, self.moment.today):
                if isinstance(recipient, Unreachable):
                    self.record(e.PostUnreachable(self.board.slug, post, recipient.why))
                    continue
                letters.append(
                    Letter(
                        key=f"{kind}:{post}:{recipient.post}:{seq}",
                        kind=kind,
                        board=self.board.slug,
                        to=recipient.post,
                        due_at=self.now,
                        items=items,
                        why=owed[0][1].why,
                        copy=recipient.copy,
                        facts={"stands_for": recipient.stands_for} if recipient.stands_for else {},
                    )
                )
        return letters


def act(house: House, milestone_id: str, command: c.Command, actor: str, now: datetime) -> tuple[e.MilestoneEvent, ...]:
    """Give one command from the keyboard: one transaction, refused whole or done whole.

    Raises:
        Refused: no such milestone, or the command does not fit; nothing was changed.
    """
    board = house.board_of(milestone_id)
    if board is None:
        raise Refused(f"there is no milestone {milestone_id}")
    with house.database.transaction() as session:
        work = Work(session, house, board.slug, now)
        events = work.decide(milestone_id.upper(), command, actor)
        work.finish()
    return events
