"""The schedule rules of a board as values: reminders, escalations, digests. `settings.read` makes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum


class Unit(StrEnum):
    """Of an offset: `d` calendar days, `wd` working days."""

    DAYS = "d"
    WORKING_DAYS = "wd"


@dataclass(frozen=True, slots=True)
class Offset:
    """A signed distance in days or working days, as `-14d`, `0d`, `+5wd`."""

    amount: int
    unit: Unit

    def __str__(self) -> str:
        """Give it as configuration writes it."""
        return f"{self.amount:+d}{self.unit}" if self.amount else f"0{self.unit}"


class RuleKind(StrEnum):
    """What a rule sends."""

    REMINDER = "reminder"
    ESCALATION = "escalation"


@dataclass(frozen=True, slots=True)
class Rule:
    """One reminder or escalation.

    Its instants for a due date: `when` from the due date at the local time `at`; with `repeat`, again every `repeat`
    counted from `when`, `limit` letters in all (1 without repeat). `to` and `cc` are recipient words
    (`owners`, `owners.reports_to`, ... or a post's id). `markings` and `criteria` narrow it; empty means every
    milestone. `markings` holds `Marking` values, `criteria` ids as `framework:criterion`.
    `since` None means it always stood; a rule added by a reload starts there (see `store` meta).
    With `before_meeting` (as written, positive) the day counted from is each of the board's meetings instead of the due
    date; `when` is then that distance, negative, so `anchor + when` holds for both. Such a rule never repeats.
    """

    id: str
    kind: RuleKind
    when: Offset
    to: tuple[str, ...]
    cc: tuple[str, ...] = ()
    at: time = time(9, 0)
    repeat: Offset | None = None
    limit: int = 1
    markings: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    before_meeting: Offset | None = None


@dataclass(frozen=True, slots=True)
class DigestRule:
    """One digest: when, in the calendar's zone, to whom, how far it looks ahead.

    Either `cron` (an APScheduler crontab, names of days only) or an interval anchored at a day: every `every_days`
    days or every `every_months` months from `anchor` (its day of the month is 1 to 28), at the local time `at`.
    `cron` is empty for an interval; `every_days`, `every_months` and `anchor` are None for a crontab.
    """

    id: str
    cron: str
    to: tuple[str, ...]
    horizon_days: int = 28
    every_days: int | None = None
    anchor: date | None = None
    every_months: int | None = None
    at: time = time(9, 0)


@dataclass(frozen=True, slots=True)
class Schedule:
    """All rules that hold for one board, with its overrides applied, in the order of the file."""

    rules: tuple[Rule, ...] = ()
    digests: tuple[DigestRule, ...] = ()
