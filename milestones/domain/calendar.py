"""Working days, sending hours, and local time to instant and back. Knows no rule and no milestone; reads no clock.

Local times are in the calendar's zone, instants are aware UTC. On the autumn night a local time that comes twice means
its first coming; on the spring night a local time that does not exist means the same distance after the change
(01:30 is read as 02:30). `check` refuses send times from 01:00 to 01:59, so that no rule depends on either.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from milestones.domain.rules import Offset, Unit

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
LONGEST_CLOSURE_DAYS = 1000
"""A calendar closed for longer than this has no next working day."""

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class NoWorkingDay(ValueError):
    """The calendar has no working day within `LONGEST_CLOSURE_DAYS` of the day asked about."""


@dataclass(frozen=True)
class Calendar:
    """When offices are open.

    `working_days` are weekdays with Monday 0; `holidays` and `closures` map a day to its name. Letters that a rule
    owes leave from `send_from` to `send_until`, both inclusive, local.
    """

    zone: ZoneInfo
    working_days: frozenset[int]
    holidays: Mapping[date, str]
    closures: Mapping[date, str]
    send_from: time
    send_until: time

    def is_working(self, day: date) -> bool:
        """Say whether offices are open on `day`."""
        return day.weekday() in self.working_days and day not in self.holidays and day not in self.closures

    def why_closed(self, day: date) -> str | None:
        """Say why `day` is no working day (`Saturday`, `bank holiday: Christmas Day`, `closure: ...`), else None."""
        if day.weekday() not in self.working_days:
            return WEEKDAYS[day.weekday()]
        if (holiday := self.holidays.get(day)) is not None:
            return f"bank holiday: {holiday}" if holiday else "bank holiday"
        if (closure := self.closures.get(day)) is not None:
            return f"closure: {closure}" if closure else "closure"
        return None

    def next_working(self, day: date) -> date:
        """Give `day` itself if offices are open, else the next day that they are.

        Raises:
            NoWorkingDay: nothing opens for `LONGEST_CLOSURE_DAYS`.
        """
        return self._nearest_working(day, DAY)

    def last_working(self, day: date) -> date:
        """Give `day` itself if offices are open, else the last day before it that they were.

        Raises:
            NoWorkingDay: nothing was open for `LONGEST_CLOSURE_DAYS`.
        """
        return self._nearest_working(day, -DAY)

    def move(self, day: date, offset: Offset) -> date:
        """Give the day `offset` away from `day`.

        Days (`d`) are calendar days. Working days (`wd`) count only days when offices are open, starting with the
        day after (or before) `day`, so `+1wd` of a Saturday is Monday; `0wd` is `day` itself.

        Raises:
            NoWorkingDay: as `next_working`.
            OverflowError: the result lies outside the years 1 to 9999.
        """
        if offset.unit is Unit.DAYS:
            return day + timedelta(days=offset.amount)
        step = DAY if offset.amount > 0 else -DAY
        for _ in range(abs(offset.amount)):
            day = self._nearest_working(day + step, step)
        return day

    def moved_into(self, first: date, last: date, offset: Offset) -> tuple[date, date] | None:
        """Give the first and last day that `move` by `offset` brings into `first` to `last`, None if no day does.

        `move` never turns two days round, so the days between are brought there too.
        """
        amount = offset.amount
        if offset.unit is Unit.DAYS or amount == 0:
            distance = timedelta(days=amount)
            return (first - distance, last - distance) if first <= last else None
        opens, closes = self.next_working(first), self.last_working(last)
        if opens > closes:
            return None
        back = Offset(-amount, Unit.WORKING_DAYS)
        short = Offset(-amount + (1 if amount > 0 else -1), Unit.WORKING_DAYS)  # one working day nearer than `back`
        if amount > 0:
            return self.move(opens, back), self.move(closes, short) - DAY
        return self.move(opens, short) + DAY, self.move(closes, back)

    def rolled_into(self, first: date, last: date) -> tuple[date, date] | None:
        """Give the first and last day that `next_working` brings into `first` to `last`, None if no day does."""
        opens, closes = self.next_working(first), self.last_working(last)
        if opens > closes:
            return None
        return self.last_working(opens - DAY) + DAY, closes

    def instant(self, day: date, at: time) -> datetime:
        """Give the instant of the local time `at` on `day`, in UTC."""
        return datetime.combine(day, at, tzinfo=self.zone).astimezone(UTC)

    def local(self, instant: datetime) -> datetime:
        """Give `instant` as local time."""
        return instant.astimezone(self.zone)

    def today(self, instant: datetime) -> date:
        """Give the local day of `instant`."""
        return self.local(instant).date()

    def next_sending(self, instant: datetime) -> datetime:
        """Give `instant` itself within sending hours of a working day, else when sending next opens."""
        local = self.local(instant)
        day = local.date()
        if self.is_working(day):
            at = local.time()
            if at < self.send_from:
                return self.instant(day, self.send_from)
            if at.replace(second=0, microsecond=0) <= self.send_until:
                return instant
        return self.instant(self.next_working(day + DAY), self.send_from)

    def days_between(self, after: datetime, until: datetime, at: time) -> tuple[date, date] | None:
        """Give the first and last day whose local time `at` falls in (`after`, `until`], None if no day's does."""
        first, last = self.today(after), self.today(until)
        if self.instant(first, at) <= after:
            first += DAY
        if self.instant(last, at) > until:
            last -= DAY
        return (first, last) if first <= last else None

    def steps(self, day: date, offset: Offset) -> tuple[str, ...]:
        """Tell how `move` goes from `day` by `offset`: where it arrives and every closed day it did not count."""
        target = self.move(day, offset)
        if not offset.amount:
            return (f"{offset} from {spoken(day)}: the day itself",)
        unit = "days" if offset.unit is Unit.DAYS else "working days"
        unit = unit[:-1] if abs(offset.amount) == 1 else unit
        way = "after" if offset.amount > 0 else "before"
        arrived = f"{offset}: {abs(offset.amount)} {unit} {way} {spoken(day)} is {spoken(target)}"
        if offset.unit is Unit.DAYS:
            return (arrived,)
        return (arrived, *self._closed_between(min(day, target), max(day, target), "not counted"))

    def roll_steps(self, day: date) -> tuple[str, ...]:
        """Tell how `day` becomes a working day: every closed day passed over, and where it arrives."""
        target = self.next_working(day)
        if target == day:
            return (f"{spoken(day)} is a working day",)
        closed = self._closed_between(day - DAY, target, "no working day")
        return (*closed, f"moved to the next working day, {spoken(target)}")

    def _closed_between(self, first: date, last: date, verdict: str) -> tuple[str, ...]:
        """Tell every closed day strictly between `first` and `last`; a usual weekend in one line."""
        lines: list[str] = []
        weekends = 0
        day = first + DAY
        while day < last:
            reason = self.why_closed(day)
            if reason is not None and day.weekday() not in self.working_days:
                weekends += 1
                lines += [f"{spoken(day)} {verdict}: {reason}"] if verdict != "not counted" else []
            elif reason is not None:
                lines.append(f"{spoken(day)} {verdict}: {reason}")
            day += DAY
        if weekends and verdict == "not counted":
            lines.append(f"{weekends} weekend day{'s' if weekends > 1 else ''} {verdict}")
        return tuple(lines)

    def _nearest_working(self, day: date, step: timedelta) -> date:
        found = day
        for _ in range(LONGEST_CLOSURE_DAYS):
            if self.is_working(found):
                return found
            found += step
        raise NoWorkingDay(f"the calendar has no working day within {LONGEST_CLOSURE_DAYS} days of {day}")


def spoken(day: date) -> str:
    """Give `day` as explanations write it: `Thu 2026-12-24`."""
    return f"{WEEKDAYS[day.weekday()][:3]} {day.isoformat()}"
