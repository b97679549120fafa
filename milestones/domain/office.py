"""What holds for one board's milestones, and what an evaluation comes to: a notice, or what is not sent and why.

Values and their keys; decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from milestones.domain.board import Absence, Board
    from milestones.domain.calendar import Calendar
    from milestones.domain.ladder import Rung
    from milestones.domain.recipients import Recipient
    from milestones.domain.rules import Rule, Schedule
    from milestones.domain.state import Milestone

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
