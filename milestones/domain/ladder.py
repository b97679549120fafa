"""The instants of one rule for one due date, each step of the way, and the due dates that a window of time reaches.

Knows rules and calendars, no milestone: whether a rung is owed, and to whom, is decided in `domain.schedule`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from milestones.domain.calendar import spoken
from milestones.domain.rules import Offset, RuleKind, Unit
from milestones.domain.wording import in_letters, long_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime

    from milestones.domain.calendar import Calendar
    from milestones.domain.rules import Rule, Schedule
    from milestones.domain.state import Milestone


@dataclass(frozen=True, slots=True)
class Rung:
    """One letter of a rule for one day counted from: number 1 is `when` itself, 2 and on are its repeats.

    `due` is the day counted from: the due date, or a meeting for a rule that counts from meetings. `at` is the instant,
    aware UTC. `woken` is the day until which a snooze kept it back, None where none did.
    """

    rule: Rule
    number: int
    due: date
    at: datetime
    woken: date | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """The due dates, `first` to `last`, whose rung `number` falls in a window."""

    number: int
    first: date
    last: date


def numbers(rule: Rule) -> range:
    """Give the numbers of a rule's letters: 1 alone, or 1 to `limit` where it repeats."""
    return range(1, (rule.limit if rule.repeat else 1) + 1)


def offsets(rule: Rule, number: int) -> tuple[Offset, ...]:
    """Give the offsets that lead from the due date to rung `number`: one, or two where their units differ.

    A repeat counts from `when`: `+1wd` repeated every `5wd` is +1wd, +6wd, +11wd of the due date.
    """
    if rule.repeat is None or number == 1:
        return (rule.when,)
    further = rule.repeat.amount * (number - 1)
    if rule.repeat.unit is rule.when.unit:
        return (Offset(rule.when.amount + further, rule.when.unit),)
    return (rule.when, Offset(further, rule.repeat.unit))


def rung(rule: Rule, number: int, due: date, calendar: Calendar) -> Rung:
    """Give one rung: its day counted from `due`, a closed day becoming the next working day, at the rule's `at`.

    Raises:
        OverflowError: it lies outside the years 1 to 9999.
    """
    day = due
    for offset in offsets(rule, number):
        day = calendar.move(day, offset)
    return Rung(rule, number, due, calendar.instant(calendar.next_working(day), rule.at))


def rungs(rule: Rule, due: date, calendar: Calendar) -> Iterator[Rung]:
    """Give a rule's rungs for one due date in order; there is none outside the years 1 to 9999."""
    for number in numbers(rule):
        try:
            yield rung(rule, number, due, calendar)
        except OverflowError:
            continue


def spans(rule: Rule, after: datetime, until: datetime, calendar: Calendar) -> tuple[Span, ...]:
    """Give, by rung number, the due dates whose rung falls in (`after`, `until`]: what a due scan looks up.

    Found backwards from the sending days in the window, so that nothing is computed for any other due date. An
    instant never moves back when its due date moves forward; therefore each rung reaches one unbroken span.
    """
    window = calendar.days_between(after, until, rule.at)
    sending = calendar.rolled_into(*window) if window else None
    if sending is None:
        return ()
    found: list[Span] = []
    for number in numbers(rule):
        span: tuple[date, date] | None = sending
        try:
            for offset in reversed(offsets(rule, number)):
                span = calendar.moved_into(*span, offset) if span else None
        except OverflowError:
            continue
        if span is not None:
            found.append(Span(number, *span))
    return tuple(found)


def in_words(rule: Rule, number: int, counted_from: date) -> str:
    """Say where a rung stands to the day counted from: `six working days after the due date of Monday 1 March 2027`."""
    from_day = f"the {'meeting' if rule.before_meeting else 'due date'} of {long_day(counted_from)}"
    first, *then = offsets(rule, number)
    words = f"{_distance(first)} {from_day}" if first.amount else f"on {from_day}"
    return f"{_distance(then[0])} the day that is {words}" if then else words


def why_sent(found: Rung) -> str:
    """Say to its reader why a letter goes when it goes: `the schedule sends this reminder two days before ...`."""
    rule = found.rule
    which = f", letter {found.number} of {rule.limit}," if rule.repeat else ""
    words = f"the schedule sends this {rule.kind.value}{which} {in_words(rule, found.number, found.due)}"
    return words if found.woken is None else f"{words}, and a snooze kept it until {long_day(found.woken)}"


def name_of(rule: Rule, number: int) -> str:
    """Name a rung as people read it: the rule, and which of how many letters where it repeats."""
    return f"{rule.id}, letter {number} of {rule.limit}" if rule.repeat else rule.id


def steps(found: Rung, calendar: Calendar) -> tuple[str, ...]:
    """Tell how a rung's instant came about: offset, working days, holidays, closures, sending hours, one a line."""
    rule = found.rule
    counted = "meeting" if rule.before_meeting else "due date"
    lines = [f"{counted} {spoken(found.due)}"]
    day = found.due
    for offset in offsets(rule, found.number):
        lines += calendar.steps(day, offset)
        day = calendar.move(day, offset)
    if found.woken is not None:
        lines.append(f"snoozed until {spoken(found.woken)}: kept back to that day")
        day = found.woken
    lines += calendar.roll_steps(day)
    hours = f"{calendar.send_from:%H:%M} to {calendar.send_until:%H:%M}"
    lines.append(f"at {rule.at:%H:%M} {calendar.zone}, within sending hours {hours}")
    lines.append(f"that is {calendar.local(found.at).isoformat()}")
    return tuple(lines)


def _distance(offset: Offset) -> str:
    unit = "day" if offset.unit is Unit.DAYS else "working day"
    amount = abs(offset.amount)
    return f"{in_letters(amount)} {unit}{'' if amount == 1 else 's'} {'after' if offset.amount > 0 else 'before'}"


def first_reminder(
    milestones: Iterable[Milestone], schedule: Schedule, calendar: Calendar, after: datetime
) -> datetime | None:
    """Give the first instant after `after` at which a reminder about any of `milestones` falls due."""
    coming = (
        found.at
        for milestone in milestones
        if milestone.due is not None
        for rule in schedule.rules
        if rule.kind is RuleKind.REMINDER and not rule.before_meeting
        for found in rungs(rule, milestone.due, calendar)
        if found.at > after
    )
    return min(coming, default=None)
