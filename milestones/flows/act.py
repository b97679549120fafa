"""Acts on milestones: decide, record, keep, and write what is owed, all in one transaction.

Every flow that changes a milestone goes through `Work`; nothing else writes milestone rows or their events.
"""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

from milestones.domain import commands as c
from milestones.domain import events as e
from milestones.domain.board import Sector
from milestones.domain.grouping import reasons
from milestones.domain.ladder import first_reminder
from milestones.domain.letter import CHASING, Item, Kind, Letter
from milestones.domain.milestone import decide, evolve
from milestones.domain.owed import Change, letters_owed
from milestones.domain.recipients import Recipient, Unreachable, resolve
from milestones.domain.state import Milestone, State
from milestones.domain.waiting import OVER, in_words
from milestones.domain.wording import in_words as listed
from milestones.flows import write
from milestones.flows.seen import seen_in
from milestones.flows.take_back import take_back
from milestones.flows.waiting import waiting_on
from milestones.store import dependencies, log
from milestones.store import milestones as store

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from sqlmodel import Session

    from milestones.domain.board import Absence
    from milestones.domain.owed import Owed
    from milestones.flows.house import House

_MIDNIGHT = time(0, 0)

_HOLDS_WHILE = {
    State.PROPOSED: frozenset({Kind.AGREEMENT_REQUEST}),
    State.AGREED: CHASING | {Kind.ASSIGNMENT},
    State.CLAIMED: frozenset({Kind.DECISION_REQUEST}),
}
"""Which waiting letters about a milestone hold only while it is in this state."""

SECTORS = {Sector.POLICE: "the police", Sector.LOCAL_AUTHORITY: "the local authority", Sector.PARTNER: "the partners"}
"""Sectors as letters name them."""

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
        self._may_freeze = False
        self._taken_back: dict[str, tuple[str, frozenset[Kind]]] = {}
        self._letters: list[Letter] = []
        self._absences: tuple[Absence, ...] | None = None
        self._seen = seen_in(session)
        self._waits_on: Mapping[str, tuple[str, ...]] | None = None

    @property
    def absences(self) -> tuple[Absence, ...]:
        """Give the absences recorded for the board's posts when this work first asked."""
        if self._absences is None:
            self._absences = self._seen.absences(self.session, self.board.slug)
        return self._absences

    def look_up(self, milestone_ids: Iterable[str]) -> None:
        """Read several milestones at once, where many will be asked for."""
        missing = [milestone_id for milestone_id in milestone_ids if milestone_id not in self._seen.milestones]
        if missing:
            self._seen.milestones.update(store.by_id(self.session, missing))

    def state(self, milestone_id: str) -> Milestone | None:
        """Give a milestone as this work has left it so far."""
        if milestone_id not in self._states:
            found = self._seen.milestones.get(milestone_id) or store.get(self.session, milestone_id)
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
        if before is None or before.row != after.row or (before.state in OVER) > (after.state in OVER):
            self._may_freeze = True
        if before is None:
            return
        if before.state is not after.state:
            kinds = _HOLDS_WHILE.get(before.state, frozenset())
            self._taken_back[after.id] = (f"{after.id} is {after.state}", kinds)
        elif was_agreed and after.due != before.due:
            self._taken_back[after.id] = (f"{after.id} is due on {after.due} now", CHASING)
        elif after.silence and after.silence != before.silence:
            why = f"{after.id} is silenced until {after.silence.until} by {after.silence.by}"
            self._taken_back[after.id] = (why, CHASING)

    def record(self, event: e.ServiceEvent, actor: str = SERVICE) -> None:
        """Take in an event of the service's own, which changes no milestone."""
        self._entries.append(log.Entry(event, actor))
        if isinstance(event, e.AbsenceRecorded):
            self._seen.forget_absences()

    def owe(self, letter: Letter) -> None:
        """Add a letter that no event owes: an acknowledgement, a clarification, a notice."""
        self._letters.append(letter)

    def finish(self) -> dict[str, int]:
        """Append the events, write the rows, take back what no longer holds, and queue the letters; give their ids.

        Where works share what they write it is written later, and there are no ids.
        """
        seen = self._seen
        newest = seen.head or log.newest(self.session)
        for milestone_id in dict.fromkeys(entry.milestone for entry in self._entries if entry.milestone):
            self._put(self._states[milestone_id])
        self.session.flush()
        letters = [*self._grouped(newest[0] + 1), *self._letters]
        seen.head, rows = log.chained(newest, self._entries, self.now)
        seen.append(self.session, rows)
        for milestone_id, (why, kinds) in self._taken_back.items():
            if seen.may_wait(self.session, milestone_id, kinds):
                seen.write_out(self.session)
                take_back(self.session, self.house, milestone_id, why, kinds, self.now)
        self._take_back_frozen()
        seen.queued(letters)
        return write.queue(self.session, self.house, letters, self.now, seen.milestones) if letters else {}

    def _take_back_frozen(self) -> None:
        """Take back what waits about milestones that a plan's new words, or an undone completion, freeze."""
        if not self._may_freeze:
            return
        self._seen.write_out(self.session)
        frozen = self._frozen()
        for milestone_id in dependencies.chased_of(self.session, self.board.slug, frozen):
            why = f"{milestone_id} {in_words(frozen[milestone_id])}"
            take_back(self.session, self.house, milestone_id, why, CHASING, self.now)

    def _frozen(self) -> Mapping[str, tuple[str, ...]]:
        """Give what waits on what once the rows of this work are written."""
        if self._waits_on is None:
            self._seen.write_out(self.session)
            self._waits_on = waiting_on(self.session, self.board.slug).on
        return self._waits_on

    def _put(self, milestone: Milestone) -> None:
        if milestone.id in self._fresh and milestone.agreed_on is not None:
            calendar = self.house.calendar(self.board.slug)
            begins = calendar.instant(milestone.agreed_on, _MIDNIGHT)
            self._seen.write_out(self.session)
            self._seen.milestones[milestone.id] = milestone
            store.put(self.session, milestone, ladder_from=begins, fresh=True)
        else:
            self._seen.put(self.session, milestone)

    def _grouped(self, seq: int) -> list[Letter]:
        """Make one letter of what one person is owed of one kind, whoever covers the post today."""
        persons: dict[tuple[Kind, str, bool], tuple[Recipient, dict[str, Owed]]] = {}
        for (kind, post), owed in self._owed.items():
            holding = {key: one for key, one in owed if _still_holds(kind, self._states[key])}
            for recipient in resolve((post,), None, self.board, self.absences, self.moment.today) if holding else ():
                if isinstance(recipient, Unreachable):
                    self.record(e.PostUnreachable(self.board.slug, post, recipient.why))
                    continue
                person = (kind, self._address(recipient.post), recipient.copy)
                persons.setdefault(person, (recipient, {}))[1].update(holding)
        return [self._letter(kind, recipient, owed, seq) for (kind, _, _), (recipient, owed) in persons.items()]

    def _address(self, post: str) -> str:
        holder = self.board.posts[post].holder_on(self.moment.today)
        return holder.email.casefold() if holder else post

    def _letter(self, kind: Kind, recipient: Recipient, owed: dict[str, Owed], seq: int) -> Letter:
        stands_for = {"stands_for": recipient.stands_for} if recipient.stands_for else {}
        return Letter(
            key=f"{kind}:{recipient.post}:{'copy:' if recipient.copy else ''}{seq}",
            kind=kind,
            board=self.board.slug,
            to=recipient.post,
            due_at=self.now,
            items=tuple(Item(key, shows={**one.shows, **self._kept_back(kind, key)}) for key, one in owed.items()),
            why=recipient.why if recipient.stands_for else reasons((key, one.why) for key, one in owed.items()),
            copy=recipient.copy,
            facts=stands_for | self._facts(kind, recipient, [self._states[milestone_id] for milestone_id in owed]),
        )

    def _kept_back(self, kind: Kind, milestone_id: str) -> dict[str, object]:
        """Say to a new owner what the plan has a milestone wait on: nobody is reminded of it before."""
        if kind is not Kind.ASSIGNMENT or not self._states[milestone_id].row.depends_on:
            return {}
        ones = self._frozen().get(milestone_id)
        return {"waits_on": listed(ones)} if ones else {}

    def _facts(self, kind: Kind, recipient: Recipient, milestones: list[Milestone]) -> dict[str, object]:
        """Give what a kind's template says beside the milestones."""
        if kind is Kind.AGREEMENT_REQUEST:
            return {"sector": SECTORS[self.board.sector_of(recipient.stands_for or recipient.post)]}
        if kind is not Kind.ASSIGNMENT:
            return {}
        schedule, calendar = self.house.config.schedules[self.board.slug], self.house.calendar(self.board.slug)
        frozen = self._frozen() if any(one.row.depends_on for one in milestones) else {}
        chased = [one for one in milestones if one.id not in frozen]
        first = first_reminder(chased, schedule, calendar, self.now)
        agreed = {(one.agreed_on, one.minute) for one in milestones}
        agreed_on, minute = agreed.pop() if len(agreed) == 1 else (None, None)
        facts = {"agreed_on": agreed_on, "minute": minute, "first_reminder": calendar.today(first) if first else None}
        return {name: fact for name, fact in (facts | {"frozen": not chased}).items() if fact}


def _still_holds(kind: Kind, milestone: Milestone) -> bool:
    """Say whether what an event owed still holds at the end of the work that made it."""
    wanted = {Kind.AGREEMENT_REQUEST: State.PROPOSED, Kind.ASSIGNMENT: State.AGREED}.get(kind)
    return wanted is None or milestone.state is wanted
