"""The crontab of a digest: whether APScheduler takes it, on which days it fires, what goes wrong. Schedules nothing.

The grammar is APScheduler 3.11's (`CronTrigger.from_crontab`) less what bites: days of the week by name only, because
its numbers begin on Monday and everybody else's on Sunday. Day and weekday must both match, as APScheduler has it.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from milestones.settings.words import CLOCK_CHANGE_HOUR, fault, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

_DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_RANGE = re.compile(r"(\*|[a-z0-9]+)(?:-([a-z0-9]+))?(?:/([0-9]{1,4}))?")
_FIELDS = (("minute", 0, 59), ("hour", 0, 23), ("day", 1, 31), ("month", 1, 12))
LAST_DAY = 0
"""Stands for `last` among the days of the month."""

_GREGORIAN_CYCLE = range(2001, 2029)
"""28 years without a century: every date falls on every weekday in them."""


@dataclass(frozen=True, slots=True)
class Crontab:
    """A crontab that can be used: its text and the values that each field allows."""

    text: str
    minutes: frozenset[int]
    hours: frozenset[int]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]

    def __str__(self) -> str:
        """Give it as the file writes it."""
        return self.text

    def matches(self, day: date) -> bool:
        """Say whether it fires on `day` at all."""
        last = calendar.monthrange(day.year, day.month)[1]
        on_day = day.day in self.days or (LAST_DAY in self.days and day.day == last)
        return day.month in self.months and day.weekday() in self.weekdays and on_day

    def ever_fires(self) -> bool:
        """Say whether any day of the calendar matches."""
        return any(self.matches(day) for day in self._candidates())

    def months_skipped(self) -> tuple[str, ...]:
        """Give the months that it names but that are too short for every day it names."""
        if LAST_DAY in self.days:
            return ()
        first = min(self.days)
        shortest = {month: calendar.monthrange(2001, month)[1] for month in self.months}
        return tuple(_MONTH_NAMES[month - 1] for month in sorted(shortest) if shortest[month] < first)

    def _candidates(self) -> Iterator[date]:
        """Give every date of its months and days in a cycle of the calendar."""
        for year in _GREGORIAN_CYCLE:
            for month in self.months:
                last = calendar.monthrange(year, month)[1]
                for number in {last if one == LAST_DAY else one for one in self.days}:
                    if number <= last:
                        yield date(year, month, number)


def crontab(value: Any) -> Crontab:
    """Read a crontab of five fields: minute, hour, day, month, day of the week."""
    if not isinstance(value, str):
        raise fault(f"{shown(value)} is no crontab", 'write five fields in quotes, as "0 9 * * mon"')
    parts = value.lower().split()
    if len(parts) != len(_FIELDS) + 1:
        right = 'write five, minute hour day month weekday, as "0 9 * * mon"'
        raise fault(f"`{shown(value)}` has {len(parts)} fields", right)
    minutes, hours, days, months = (_numbers(part, *field) for part, field in zip(parts, _FIELDS, strict=False))
    found = Crontab(value.strip(), minutes, hours, days, months, _weekdays(parts[4]))
    if CLOCK_CHANGE_HOUR in hours:
        wrong = f"`{shown(value)}` fires in the hour from 01:00 to 01:59, which the clock change doubles or drops"
        raise fault(wrong, "choose another hour")
    if not found.ever_fires():
        raise fault(f"`{shown(value)}` never fires: no month of it has such a day", "choose a day that comes")
    return found


def _numbers(part: str, name: str, lowest: int, highest: int) -> frozenset[int]:
    """Give the values that one field of numbers (or month names, or `last` for the day) allows."""
    allowed: set[int] = set()
    for one in part.split(","):
        if name == "day" and one == "last":
            allowed.add(LAST_DAY)
            continue
        found = _RANGE.fullmatch(one)
        first = _number(found.group(1), name, lowest) if found else None
        last = _number(found.group(2), name, None) if found and found.group(2) else None
        step = int(found.group(3)) if found and found.group(3) else None
        wrong = f"the {name} field `{shown(one)}` cannot be read"
        right = f"use numbers from {lowest} to {highest}, `*`, ranges as `{lowest}-{highest}` or steps as `*/2`"
        if first is None or (found and found.group(2) and last is None) or step == 0:
            raise fault(wrong, right)
        whole = found is not None and found.group(1) == "*"
        if whole and last is not None:
            raise fault(wrong, right)
        until = highest if whole or (step and last is None) else (first if last is None else last)
        if not lowest <= first <= until <= highest or (step or 0) > until - first:
            raise fault(wrong, right)
        allowed.update(range(first, until + 1, step or 1))
    return frozenset(allowed)


def _number(written: str, name: str, star: int | None) -> int | None:
    """Give the number that `written` means in the field `name`; `star` is what `*` begins with."""
    if written == "*":
        return star
    if name == "month" and written in _MONTH_NAMES:
        return _MONTH_NAMES.index(written) + 1
    return int(written) if written.isdigit() and len(written) <= 4 else None


def _weekdays(part: str) -> frozenset[int]:
    """Give the weekdays (0 is Monday) of the last field; names only."""
    if part == "*":
        return frozenset(range(7))
    allowed: set[int] = set()
    for one in part.split(","):
        first, _, last = one.partition("-")
        if any(character.isdigit() for character in one):
            wrong = f"the weekday field `{shown(part)}` holds a number, and programs disagree which day it means"
            raise fault(wrong, "write the names mon tue wed thu fri sat sun")
        if first not in _DAY_NAMES or (last or first) not in _DAY_NAMES or one.endswith("-"):
            raise fault(f"the weekday field `{shown(one)}` cannot be read", "use names as `mon`, `mon,thu`, `mon-fri`")
        start, end = _DAY_NAMES.index(first), _DAY_NAMES.index(last or first)
        if end < start:
            raise fault(f"the weekday range `{shown(one)}` runs backwards", "write the earlier day first, Monday first")
        allowed.update(range(start, end + 1))
    return frozenset(allowed)
