"""What falls due in a window of time, to whom, and what is left unsent and why. Pure: the window is an argument.

`domain.ladder` gives the instants; here a milestone's state decides which of them become notices. The service, the
simulation and the explanation all ask here, so that they cannot tell different stories.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, TypeAlias

from milestones.domain.ladder import Rung, due_dates_reached, in_words, name_of, rungs, spans, steps
from milestones.domain.recipients import Recipient, resolve
from milestones.domain.rules import Rule, RuleKind
from milestones.domain.state import State
from milestones.domain.waiting import in_words as waits_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from milestones.domain.board import Absence, Board
    from milestones.domain.calendar import Calendar
    from milestones.domain.rules import Schedule
    from milestones.domain.state import Milestone

__all__ = [
    "Notice",
    "Office",
    "Rung",
    "Skipped",
    "applies",
    "due_dates_reached",
    "fallen",
    "ladder_start",
    "next_escalation",
    "notices_due",
    "occurrence_key",
    "rungs",
    "settle",
    "spans",
    "steps",
    "why_not_now",
    "woken",
]

INSTANT = timedelta(microseconds=1)
MIDNIGHT = time(0)


@dataclass(frozen=True, slots=True)
class Notice:
    """One rung of one milestone owed to one post. `why` is what `explain` and the letter's record say."""

    milestone: str
    rung: Rung
    recipient: Recipient
    why: str

    @property
    def key(self) -> str:
        """Give the key under which it is owed once and never again."""
        return occurrence_key(self.milestone, self.rung, self.recipient.post)


@dataclass(frozen=True, slots=True)
class Skipped:
    """One rung of one milestone that is not sent, and why.

    `for_good` is False where it is only kept back and falls due later (a snooze): such a one leaves no record.
    `post` is the post that could not be reached, empty where the rung as a whole was passed over.
    """

    milestone: str
    rung: Rung
    why: str
    for_good: bool = True
    post: str = ""

    @property
    def key(self) -> str:
        """Give the key under which it is recorded: the rung's, without a recipient where nobody was to get it."""
        return occurrence_key(self.milestone, self.rung, self.post)


@dataclass(frozen=True, slots=True)
class Office:
    """What holds for one board's milestones: its posts, rules, calendar and absences.

    `rule_since` gives, by rule id, the instant of the reload that added a rule; the rule never fires for the past.
    `waits_on` gives, by milestone, the unfinished ones of the board that its plan says it waits on.
    """

    board: Board
    schedule: Schedule
    calendar: Calendar
    absences: tuple[Absence, ...] = ()
    rule_since: dict[str, datetime] = field(default_factory=dict)
    waits_on: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


Settled: TypeAlias = Notice | Skipped


def occurrence_key(milestone: str, rung: Rung, post: str) -> str:
    """Give the key by which a rule never fires twice for one milestone, rule, due date and recipient."""
    return f"{milestone}|{rung.rule.id}|{rung.number}|{rung.due.isoformat()}|{post}"


def applies(rule: Rule, milestone: Milestone) -> bool:
    """Say whether a rule's markings and criteria take a milestone in; a rule without them takes in every one."""
    if rule.markings and milestone.marking.value not in rule.markings:
        return False
    return not rule.criteria or not set(rule.criteria).isdisjoint(milestone.row.criteria)


def ladder_start(milestone: Milestone, calendar: Calendar) -> datetime | None:
    """Give the start of the agreement day, from which a milestone's ladder counts; None before it is agreed."""
    return calendar.instant(milestone.agreed_on, MIDNIGHT) if milestone.agreed_on else None


def fallen(milestone: Milestone, office: Office, after: datetime, until: datetime) -> tuple[Rung, ...]:
    """Give every rung of a milestone in (`after`, `until`] and not before its ladder starts, in order of instants.

    Says nothing about state: a completed milestone's rungs fall too, and are then settled as not sent.
    """
    start = ladder_start(milestone, office.calendar)
    if milestone.due is None or start is None:
        return ()
    found: list[Rung] = []
    for rule in office.schedule.rules:
        if not applies(rule, milestone):
            continue
        begins = max(start - INSTANT, after, office.rule_since.get(rule.id, after))
        for day in office.board.meetings if rule.before_meeting else (milestone.due,):
            found += [rung for rung in rungs(rule, day, office.calendar) if begins < rung.at <= until]
    found += [rung for rung in woken(milestone, office) if after < rung.at <= until]
    return tuple(sorted(found, key=lambda rung: rung.at))


def woken(milestone: Milestone, office: Office) -> tuple[Rung, ...]:
    """Give the newest reminder that a snooze keeps back, at the instant when the snooze lets it go.

    It falls due on the snoozed day, or the next working day, at its rule's `at`; older ones it stands for are not
    sent. Rules that meet at one instant are kept back together. Escalations are never snoozed.
    """
    start, day = ladder_start(milestone, office.calendar), milestone.snoozed_until
    if day is None or milestone.due is None or start is None:
        return ()
    kept = [
        rung
        for rule in office.schedule.rules
        if rule.kind is RuleKind.REMINDER and not rule.before_meeting and applies(rule, milestone)
        for rung in rungs(rule, milestone.due, office.calendar)
        if max(start, office.rule_since.get(rule.id, start)) <= rung.at and office.calendar.today(rung.at) < day
    ]
    newest = max((rung.at for rung in kept), default=None)
    opens = office.calendar.next_working(day)
    return tuple(
        Rung(rung.rule, rung.number, rung.due, office.calendar.instant(opens, rung.rule.at), woken=day)
        for rung in kept
        if rung.at == newest
    )


def notices_due(milestone: Milestone, office: Office, after: datetime, until: datetime) -> list[Settled]:
    """Say what of a milestone falls due in one evaluation of (`after`, `until`], to whom, and what is passed over."""
    return settle(milestone, fallen(milestone, office, after, until), office, until)


def settle(milestone: Milestone, found: Iterable[Rung], office: Office, now: datetime) -> list[Settled]:
    """Turn rungs that fell due in one evaluation into notices, or say why they are not sent.

    In this order: a milestone that is not chased gets nothing; what falls in a silence is not sent; reminders in a
    snooze wait; what waits on another milestone is not sent; of what is left, if it fell at several instants, only
    the highest rung is sent (an escalation before a reminder, a first escalation before a repeated one, then the later
    instant). What falls at one and the same instant is all sent. Recipients are those of the day of `now`.
    """
    left = tuple(found)
    settled: list[Settled] = []
    for why_not in (_why_not_chased, _why_silenced, _why_snoozed, _why_frozen):
        kept: list[Rung] = []
        for rung in left:
            skipped = why_not(milestone, rung, office)
            if skipped is None:
                kept.append(rung)
            else:
                settled.append(skipped)
        left = tuple(kept)
    for ladder in _ladders(left):
        sent, passed_over = _highest(milestone, ladder, office.calendar)
        settled += passed_over
        for rung in sent:
            settled += _addressed(milestone, rung, office, now)
    return settled


def why_not_now(milestone: Milestone, rule: str, counted_from: date, office: Office, now: datetime) -> str | None:
    """Say why what fell due is not to be sent after all: its milestone changed between being due and being written."""
    named = next((one for one in office.schedule.rules if one.id == rule), None)
    if named is None:
        return f"the rule {rule} is no longer configured"
    rung = Rung(named, 1, counted_from, now)
    if not named.before_meeting and counted_from != milestone.due:
        return f"the due date is {milestone.due} now"
    skipped = (
        _why_not_chased(milestone, rung, office)
        or _why_silenced(milestone, rung, office)
        or _why_frozen(milestone, rung, office)
    )
    return skipped.why if skipped else None


def next_escalation(milestone: Milestone, office: Office, after: datetime) -> Rung | None:
    """Give the first escalation of a milestone's due date after `after`, None where its ladder ends."""
    if milestone.due is None:
        return None
    later = (
        rung
        for rule in office.schedule.rules
        if rule.kind is RuleKind.ESCALATION and not rule.before_meeting and applies(rule, milestone)
        for rung in rungs(rule, milestone.due, office.calendar)
        if rung.at > after
    )
    return min(later, key=lambda rung: rung.at, default=None)


def _why_not_chased(milestone: Milestone, rung: Rung, _office: Office) -> Skipped | None:
    if milestone.chased:
        return None
    if milestone.state is State.COMPLETED and milestone.completed_at is not None:
        return Skipped(milestone.id, rung, f"completed on {milestone.completed_at.date().isoformat()}")
    if milestone.state is State.CLAIMED:
        return Skipped(milestone.id, rung, "confirmed by its owners, waits for acceptance")
    if milestone.state in {State.PROPOSED, State.HELD}:
        return Skipped(milestone.id, rung, f"{milestone.state}: not agreed yet, nobody is chased")
    return Skipped(milestone.id, rung, "no due date" if milestone.due is None else str(milestone.state))


def _why_silenced(milestone: Milestone, rung: Rung, office: Office) -> Skipped | None:
    silence = milestone.silence
    if silence is None or office.calendar.today(rung.at) > silence.until:
        return None
    return Skipped(milestone.id, rung, f"silenced by {silence.by} until {silence.until.isoformat()}: {silence.why}")


def _why_snoozed(milestone: Milestone, rung: Rung, office: Office) -> Skipped | None:
    day = milestone.snoozed_until
    if day is None or rung.woken is not None or rung.rule.kind is not RuleKind.REMINDER:
        return None
    if office.calendar.today(rung.at) >= day:
        return None
    let_go = next((later for later in woken(milestone, office) if _same(later, rung)), None)
    if let_go is not None:
        when = office.calendar.local(let_go.at).isoformat()
        return Skipped(milestone.id, rung, f"snoozed until {day.isoformat()}: falls due {when}", for_good=False)
    newer = "" if rung.rule.before_meeting else ", and a newer reminder stands for it then"
    return Skipped(milestone.id, rung, f"snoozed until {day.isoformat()}{newer}")


def _why_frozen(milestone: Milestone, rung: Rung, office: Office) -> Skipped | None:
    """Freeze the ladder while the plan has it wait: what falls meanwhile is passed over, later rungs go on."""
    ones = office.waits_on.get(milestone.id)
    return Skipped(milestone.id, rung, waits_in_words(ones)) if ones else None


def _same(one: Rung, other: Rung) -> bool:
    return (one.rule.id, one.number, one.due) == (other.rule.id, other.number, other.due)


def _ladders(found: Sequence[Rung]) -> tuple[Sequence[Rung], ...]:
    """Part the due date's ladder from each meeting's: a committee paper does not stand for a late milestone."""
    parts: dict[date | None, list[Rung]] = {}
    for rung in found:
        parts.setdefault(rung.due if rung.rule.before_meeting else None, []).append(rung)
    return tuple(parts.values())


def _highest(
    milestone: Milestone, found: Sequence[Rung], calendar: Calendar
) -> tuple[Sequence[Rung], tuple[Skipped, ...]]:
    """Part what is sent from what the highest rung supersedes; one instant alone supersedes nothing."""
    if len({rung.at for rung in found}) == 1:
        return found, ()
    best = max(found, key=_rank)
    sent = [rung for rung in found if rung.at == best.at and rung.rule.kind is best.rule.kind]
    when = calendar.local(best.at).isoformat()
    why = (
        f"superseded by {name_of(best.rule, best.number)} of {when}: what fell due meanwhile is sent once, the highest"
    )
    return sent, tuple(Skipped(milestone.id, rung, why) for rung in found if rung not in sent)


def _rank(rung: Rung) -> tuple[bool, bool, datetime]:
    """Order rungs: an escalation over any reminder, a first escalation over a repeated one, then the later."""
    escalation = rung.rule.kind is RuleKind.ESCALATION
    return escalation, escalation and rung.number == 1, rung.at


def _addressed(milestone: Milestone, rung: Rung, office: Office, now: datetime) -> list[Settled]:
    rule, day = rung.rule, office.calendar.today(now)
    because = f"{name_of(rule, rung.number)}: {in_words(rule, rung.number)} {rung.due.isoformat()}"
    if rung.woken is not None:
        because += f", snoozed until {rung.woken.isoformat()}"
    settled: list[Settled] = []
    for reached in resolve(rule.to, milestone, office.board, office.absences, day, cc=rule.cc):
        if isinstance(reached, Recipient):
            settled.append(Notice(milestone.id, rung, reached, f"{because}; {reached.why}"))
        else:
            settled.append(Skipped(milestone.id, rung, f"nobody to write to: {reached.why}", post=reached.post))
    return settled
