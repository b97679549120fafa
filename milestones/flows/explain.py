"""Every past and future letter about one milestone, how its instant came about, and why what was not sent was not.

What has happened is read from the occurrences and the outbox; what is to come is asked of the same domain functions
as a tick asks. Changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

from milestones.domain.kept_back import woken
from milestones.domain.ladder import Rung, in_words, name_of, rung, rungs, steps
from milestones.domain.milestone import Refused
from milestones.domain.office import Notice, Office, Skipped, applies, ladder_start
from milestones.domain.recipients import Recipient, resolve
from milestones.domain.schedule import settle
from milestones.flows.scan import offices
from milestones.flows.waiting import aware
from milestones.store import history, occurrences
from milestones.store import milestones as store

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from milestones.domain.rules import Rule
    from milestones.domain.state import Milestone
    from milestones.flows.house import House
    from milestones.store.tables import LetterRow, OccurrenceRow

SENT, PLANNED, NOT_SENT = "sent", "planned", "not_sent"
INSTANT = timedelta(microseconds=1)

Key = tuple[str, int, "date"]


@dataclass(frozen=True, slots=True)
class Explained:
    """One letter about a milestone, sent, to come, or not sent. `at` is aware UTC, `to` an address where known."""

    rule: str | None
    kind: str
    to: str | None
    at: datetime
    steps: tuple[str, ...]
    state: str
    why: str
    copy: bool = False

    def shape(self) -> dict[str, Any]:
        """Give it as `explain --json` does."""
        return {
            "rule": self.rule,
            "kind": self.kind,
            "to": self.to,
            "copy": self.copy,
            "at": self.at.astimezone(UTC).isoformat(),
            "steps": list(self.steps),
            "state": self.state,
            "why": self.why,
        }


@dataclass(frozen=True, slots=True)
class _Subject:
    """What is explained: the milestone, its board's rules, up to when all is evaluated, and the present."""

    milestone: Milestone
    office: Office
    considered: datetime | None
    now: datetime


def explain(house: House, milestone_id: str, now: datetime) -> dict[str, Any]:
    """Explain one milestone as `explain --json` does.

    Raises:
        Refused: there is no such milestone.
    """
    with house.database.reading() as session:
        milestone = store.get(session, milestone_id)
        known = offices(session, house, [milestone.board]) if milestone is not None else {}
        known = aware(session, known, [milestone])
        if milestone is None or milestone.board not in known:
            raise Refused(f"there is no milestone {milestone_id}")
        subject = _Subject(milestone, known[milestone.board], occurrences.considered(session), now)
        owed = history.occurrences_of(session, milestone.id)
        letters = history.letters_about(session, milestone.id)
        waiting = history.waiting_of(session, milestone.id)
    found = [*_happened(subject, owed, letters), *_other_letters(letters, owed), *_to_come(subject, owed, waiting)]
    found.sort(key=lambda one: (one.at, one.rule or "", one.to or ""))
    return {"milestone": milestone.id, "letters": [one.shape() for one in found]}


# --- what has happened ----------------------------------------------------------------------------------------------


def _happened(
    subject: _Subject, owed: Sequence[OccurrenceRow], letters: Mapping[int, LetterRow]
) -> Iterator[Explained]:
    """Explain everything that fell due: the letter that carries it, or why there is none."""
    for row in owed:
        told = _steps_of(subject, row)
        letter = letters.get(row.letter_id) if row.letter_id is not None else None
        if row.skipped is not None and not row.recipient:
            rule = _rule(subject, row.rule)
            for post, copy in _recipients(subject, rule, row.at) if rule else [("", False)]:
                to = _address(subject, post, row.at)
                yield Explained(row.rule, row.kind, to, row.at, told, NOT_SENT, row.skipped, copy)
            continue
        state, to, why = PLANNED, _address(subject, row.recipient, row.at), row.why
        if row.skipped is not None:
            state, why = NOT_SENT, row.skipped
        elif letter is not None:
            state, to, became = _of_letter(letter)
            why = f"{row.why}; {became}" if became else row.why
        why = _marked(subject, row.recipient, why)
        yield Explained(row.rule, row.kind, to, row.at, told, state, why, row.copy_only)


def _of_letter(letter: LetterRow) -> tuple[str, str, str]:
    """Give a letter's state as explanations have it, its address, and what became of it."""
    if letter.state == "sent":
        return SENT, letter.to, letter.outcome
    if letter.state in {"failed", "cancelled"}:
        return NOT_SENT, letter.to, f"{letter.state}: {letter.outcome}"
    return PLANNED, letter.to, f"{letter.state}: {letter.outcome}" if letter.outcome else letter.state


def _steps_of(subject: _Subject, row: OccurrenceRow) -> tuple[str, ...]:
    """Tell how a recorded instant came about; a rule that was changed or removed since can no longer tell."""
    rule = _rule(subject, row.rule)
    if rule is None or row.due is None:
        return (f"{row.at.isoformat()}, by a rule that is no longer configured",)
    now = rung(rule, row.rung, row.due, subject.office.calendar)
    if now.at == row.at:
        return steps(now, subject.office.calendar)
    if subject.milestone.snoozed_until is not None:
        kept = Rung(rule, row.rung, row.due, row.at, subject.milestone.snoozed_until)
        if any(let_go.at == row.at for let_go in woken(subject.milestone, subject.office)):
            return steps(kept, subject.office.calendar)
    return (f"{subject.office.calendar.local(row.at).isoformat()}, as rules and calendar stood then",)


def _other_letters(letters: Mapping[int, LetterRow], owed: Sequence[OccurrenceRow]) -> Iterator[Explained]:
    """Explain letters about the milestone that no rule owes: assignments, answers, decisions."""
    by_rule = {row.letter_id for row in owed}
    for identity, letter in letters.items():
        if identity not in by_rule:
            state, to, told = _of_letter(letter)
            why = "; ".join(part for part in (letter.why, told) if part)
            yield Explained(letter.rule, letter.kind, to, letter.due_at, (), state, why, letter.copy_only)


# --- what is to come ------------------------------------------------------------------------------------------------


def _to_come(subject: _Subject, owed: Sequence[OccurrenceRow], waiting: Iterable[Key]) -> Iterator[Explained]:
    """Explain every rung of the ladder that has no record: when it goes, or why it never will."""
    known = {(row.rule, row.rung, row.due) for row in owed}
    open_rungs = [one for one in _all_rungs(subject) if (one.rule.id, one.number, one.due) not in known]
    started = ladder_start(subject.milestone, subject.office.calendar)
    queued = set(waiting)
    due: list[Rung] = []
    for one in open_rungs:
        why = None if (one.rule.id, one.number, one.due) in queued else _why_never(subject, one, started)
        if why is None:
            due.append(one)
        else:
            yield from _not_sent(subject, one, why)
    missed = [one for one in due if one.at <= subject.now]
    yield from _settled(subject, missed, subject.now)
    for at, together in groupby([one for one in due if one.at > subject.now], key=lambda one: one.at):
        yield from _settled(subject, list(together), at)


def _all_rungs(subject: _Subject) -> list[Rung]:
    """Give every rung of the milestone's ladder, those that a snooze keeps back at the instant they are let go."""
    milestone, office = subject.milestone, subject.office
    if milestone.due is None:
        return []
    found: list[Rung] = []
    for rule in office.schedule.rules:
        if applies(rule, milestone):
            for day in office.board.meetings if rule.before_meeting else (milestone.due,):
                found += rungs(rule, day, office.calendar)
    let_go = {(one.rule.id, one.number): one for one in woken(milestone, office)}
    return sorted((let_go.get((one.rule.id, one.number), one) for one in found), key=lambda one: one.at)


def _why_never(subject: _Subject, one: Rung, started: datetime | None) -> str | None:
    """Say why a rung without a record is not owed at all; None if it still may be."""
    if started is not None and one.at < started:
        day = subject.milestone.agreed_on
        return f"it fell before the plan was agreed on {day}: the ladder counts from there"
    added = subject.office.rule_since.get(one.rule.id)
    if added is not None and one.at <= added:
        return f"the rule was added on {subject.office.calendar.local(added).isoformat()} and never fires for the past"
    if started is not None and subject.considered is not None and one.at <= subject.considered:
        return "its instant had passed when this due date, this rule or this state came to hold"
    return None


def _settled(subject: _Subject, together: Sequence[Rung], at: datetime) -> Iterator[Explained]:
    """Ask what a tick at `at` would do with these rungs."""
    for one in settle(subject.milestone, together, subject.office, at):
        if isinstance(one, Skipped):
            yield from _not_sent(subject, one.rung, one.why)
        else:
            yield _planned(subject, one)


def _planned(subject: _Subject, notice: Notice) -> Explained:
    post, found = notice.recipient.post, notice.rung
    return Explained(
        found.rule.id,
        found.rule.kind.value,
        _address(subject, post, found.at),
        found.at,
        steps(found, subject.office.calendar),
        PLANNED,
        _marked(subject, post, notice.why),
        notice.recipient.copy,
    )


def _not_sent(subject: _Subject, one: Rung, why: str) -> Iterator[Explained]:
    because = f"{name_of(one.rule, one.number)}, {in_words(one.rule, one.number, one.due)}: {why}"
    told = steps(one, subject.office.calendar)
    for post, copy in _recipients(subject, one.rule, one.at):
        to = _address(subject, post, one.at)
        yield Explained(one.rule.id, one.rule.kind.value, to, one.at, told, NOT_SENT, because, copy)


def _rule(subject: _Subject, name: str) -> Rule | None:
    return next((one for one in subject.office.schedule.rules if one.id == name), None)


def _recipients(subject: _Subject, rule: Rule, at: datetime) -> list[tuple[str, bool]]:
    """Give the posts that a rule would write to at an instant, and whether in copy."""
    office, day = subject.office, subject.office.calendar.today(at)
    reached = resolve(rule.to, subject.milestone, office.board, office.absences, day, cc=rule.cc)
    return [(one.post, isinstance(one, Recipient) and one.copy) for one in reached]


def _address(subject: _Subject, post: str, at: datetime) -> str | None:
    """Give the address of who holds a post, the post's own id where nobody does, None where there is no post."""
    listed = subject.office.board.posts.get(post)
    holder = listed.holder_on(subject.office.calendar.today(at)) if listed else None
    return holder.email if holder else post or None


def _marked(subject: _Subject, post: str, why: str) -> str:
    """Add that a letter withholds the milestone's content where its marking is above the recipient's clearance."""
    listed, marking = subject.office.board.posts.get(post), subject.milestone.marking
    if listed is None or listed.clearance.allows(marking):
        return why
    return f"{why}; {marking} is above the clearance of {post}: reference and date only"
