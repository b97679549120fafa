"""Which letters had to be sent, computed anew from the rules as the files have them: nothing of the product is asked.

Only for milestones that nobody touched, and for digests; a rung is known by rule, number, due date and instant.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import holidays

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from tests.simulator.office_files import Rule

LONDON = ZoneInfo("Europe/London")
DAY = timedelta(days=1)
NINE = time(9)


@dataclass(frozen=True, slots=True)
class Rung:
    """One letter of a rule that falls due at an instant."""

    rule: Rule
    number: int
    at: datetime


class Days:
    """Working days of England, without the offices' closures."""

    def __init__(self, closures: Collection[date]) -> None:
        self._closures = closures
        self._holidays = holidays.country_holidays("GB", subdiv="ENG")

    def open(self, day: date) -> bool:
        """Say whether offices work on a day."""
        return day.weekday() < 5 and day not in self._closures and day not in self._holidays

    def moved(self, day: date, count: int, unit: str) -> date:
        """Give the day so many days or working days away."""
        if unit == "d":
            return day + timedelta(days=count)
        step = DAY if count > 0 else -DAY
        for _ in range(abs(count)):
            day += step
            while not self.open(day):
                day += step
        return day

    def rolled(self, day: date) -> date:
        """Give the day itself where offices are open, else the next that they are."""
        while not self.open(day):
            day += DAY
        return day


def nine_on(day: date) -> datetime:
    """Give nine o'clock in London as an instant."""
    return datetime.combine(day, NINE, tzinfo=LONDON).astimezone(UTC)


def rungs(due: date, agreed_on: date, rules: Iterable[Rule], days: Days) -> list[Rung]:
    """Give every rung of a milestone's ladder from its agreement day on."""
    begins = datetime.combine(agreed_on, time(0), tzinfo=LONDON).astimezone(UTC)
    found = []
    for rule in rules:
        for number in range(1, rule.limit + 1):
            at = nine_on(days.rolled(_counted(rule, number, due, days)))
            if at >= begins and (rule.since is None or at > rule.since):
                found.append(Rung(rule, number, at))
    return found


def _counted(rule: Rule, number: int, due: date, days: Days) -> date:
    """Give the day of a rung before it is moved off a closed one: repeats of one unit count from the due date."""
    count, unit = rule.when
    if rule.repeat is None or number == 1:
        return days.moved(due, count, unit)
    further = rule.repeat[0] * (number - 1)
    if rule.repeat[1] == unit:
        return days.moved(due, count + further, unit)
    return days.moved(days.moved(due, count, unit), further, rule.repeat[1])


def digests(since: datetime, until: datetime, days: Days) -> Iterator[datetime]:
    """Give every instant in (`since`, `until`] at which the digest of Monday nine o'clock goes."""
    day = since.astimezone(LONDON).date() - timedelta(days=20)
    found = set()
    while day <= until.astimezone(LONDON).date():
        if day.weekday() == 0:
            found.add(nine_on(days.rolled(day)))
        day += DAY
    yield from sorted(at for at in found if since < at <= until)
