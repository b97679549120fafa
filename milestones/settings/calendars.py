"""A board's calendar out of the common one and its own; bank holidays by nation. The only user of `holidays`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

from milestones.domain.calendar import Calendar
from milestones.settings.nearest import nearest
from milestones.settings.rule_schema import WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import time

    from milestones.settings.faults import Sheet
    from milestones.settings.lines import Path
    from milestones.settings.problems import Problem
    from milestones.settings.rule_schema import BoardCalendarPart, CalendarPart, Closure

LONGEST_CLOSURE_DAYS = 366
DEFAULT_ZONE = "Europe/London"
YEARS_LOOKED_AT = (2026, 2027)
"""The clock-change rules of these years stand for those of any: a check must give the same every day."""


class BankHolidays(Mapping[date, str]):
    """The bank holidays of one nation, worked out for whatever year is asked about."""

    def __init__(self, nation: str) -> None:
        self._nation = nation
        self._years: dict[int, dict[date, str]] = {}

    def __getitem__(self, day: date) -> str:
        """Give the name of the holiday on `day`."""
        return self._year(day.year)[day]

    def __contains__(self, day: object) -> bool:
        """Say whether `day` is a holiday."""
        return isinstance(day, date) and day in self._year(day.year)

    def __iter__(self) -> Iterator[date]:
        """Give the holidays of the years asked about so far."""
        return iter([day for year in sorted(self._years) for day in sorted(self._years[year])])

    def __len__(self) -> int:
        """Count the holidays of the years asked about so far."""
        return sum(len(year) for year in self._years.values())

    def _year(self, year: int) -> dict[date, str]:
        """Give the holidays of one year."""
        if year not in self._years:
            import holidays  # a third of a second, and needed only when a date is computed

            found = holidays.country_holidays("GB", subdiv=self._nation, years=year, expand=False)
            self._years[year] = {day: str(name) for day, name in found.items() if day.year == year}
        return self._years[year]


@cache
def bank_holidays(nation: str) -> BankHolidays:
    """Give the bank holidays of `GB-ENG`, `GB-WLS`, `GB-SCT` or `GB-NIR`."""
    return BankHolidays(nation.removeprefix("GB-"))


@cache
def _zones() -> frozenset[str]:
    """Give the names of all time zones."""
    return frozenset(available_timezones())


def calendar_of(common: CalendarPart, own: BoardCalendarPart) -> Calendar:
    """Give a board's calendar: the common one, with what the board says differently; closures add up."""
    name = own.timezone or common.timezone
    zone = ZoneInfo(name if name in _zones() else DEFAULT_ZONE)
    working = own.working_days or common.working_days
    nation = own.bank_holidays or common.bank_holidays
    since, until = own.send_between or common.send_between
    return Calendar(
        zone=zone,
        working_days=frozenset(WEEKDAYS.index(day) for day in working),
        holidays=bank_holidays(nation) if nation else {},
        closures=_days([*common.closures, *own.closures]),
        send_from=since,
        send_until=until,
    )


def faults_of_calendar(part: CalendarPart | BoardCalendarPart, sheet: Sheet, at: Path) -> list[Problem]:
    """Find what is wrong within one calendar section, which stands at `at`."""
    problems = []
    if part.timezone is not None and part.timezone not in _zones():
        near = nearest(part.timezone, [zone for zone in _zones() if "/" in zone and not zone.startswith("Etc/")])
        right = f"did you mean `{near}`?" if near else 'write the IANA name of a place, as "Europe/London"'
        problems.append(sheet.problem((*at, "timezone"), f"there is no time zone `{part.timezone}`", right))
    if part.send_between is not None and part.send_between[0] >= part.send_between[1]:
        wrong = f"the sending hours end at {part.send_between[1]:%H:%M}, before they begin"
        problems.append(
            sheet.problem((*at, "send_between"), wrong, 'write from and until of one day, as "08:00", "18:00"')
        )
    if part.working_days is not None and len(set(part.working_days)) != len(part.working_days):
        problems.append(sheet.problem((*at, "working_days"), "a day stands there twice", "name each once"))
    for number, closure in enumerate(part.closures):
        length = (closure.until - closure.since).days + 1
        if length < 1:
            wrong = f"the closure ends on {closure.until}, before it begins"
            problems.append(sheet.problem((*at, "closures", number), wrong, "swap the two days"))
        elif length > LONGEST_CLOSURE_DAYS:
            wrong = f"the closure lasts {length} days, and nothing would be sent in them"
            problems.append(
                sheet.problem((*at, "closures", number), wrong, f"{LONGEST_CLOSURE_DAYS} days are the most")
            )
    return problems


def night_at_risk(zone: ZoneInfo, at: time) -> date | None:
    """Give a day on which the local time `at` comes twice or not at all in `zone`, None if there is none."""
    from datetime import UTC, datetime

    day = date(YEARS_LOOKED_AT[0], 1, 1)
    while day.year <= YEARS_LOOKED_AT[1]:
        local = datetime.combine(day, at, zone)
        again = local.astimezone(UTC).astimezone(zone)
        if again.time() != at or local.utcoffset() != local.replace(fold=1).utcoffset():
            return day
        day += timedelta(days=1)
    return None


def _days(closures: Sequence[Closure]) -> dict[date, str]:
    """Give each closed day with its reason; where two closures meet, the first one's."""
    days: dict[date, str] = {}
    for closure in closures:
        for number in range(min((closure.until - closure.since).days + 1, LONGEST_CLOSURE_DAYS)):
            days.setdefault(closure.since + timedelta(days=number), closure.why)
    return days
