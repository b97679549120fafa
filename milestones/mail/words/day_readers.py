"""How each written-down rule for days turns its matched words into a day or a doubt, seen from the day of writing.

The patterns that find the words are in `milestones.mail.words.days`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from milestones.mail.words.day_words import MONTHS, WEEKDAYS, easter, month_end, next_weekday

if TYPE_CHECKING:
    from collections.abc import Callable

_EARLY_DAYS = 10
DAY_ONLY = "day of the month, the next one"
"""The rule that reads "the 14th": which month is meant may be told by another day beside it."""
RECENT_DAYS = 120
"""A date without a year that passed within so many days is more likely meant as past than as next year's."""


class Tense(StrEnum):
    """Where a mention lies seen from the day of writing; `EITHER` when the words allow both."""

    PAST = "past"
    FUTURE = "future"
    EITHER = "either"


@dataclass(frozen=True, slots=True)
class Day:
    """A day that was read, and by which rule."""

    on: date
    rule: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """Words about time that give no single safe day, and why; a span's days, a month's number, where known."""

    why: str
    span_days: int | None = None
    month: int | None = None


@dataclass(frozen=True, slots=True)
class Base:
    """What relative words count from: the day of writing; `spans_from_today` reads "two weeks" as from that day."""

    today: date
    spans_from_today: bool = False


Read = tuple[Day | Doubt, Tense]
Reader: TypeAlias = "Callable[[re.Match[str], Base], Read]"


def rule(pattern: str, reader: Reader) -> tuple[re.Pattern[str], Reader]:
    """Give a pattern that finds words about time, with what reads them."""
    return re.compile(pattern), reader


def _tense(day: date, today: date) -> Tense:
    return Tense.PAST if day <= today else Tense.FUTURE


def dated(day: date, rule: str, base: Base) -> Read:
    """Give a certain day with its tense seen from the day of writing."""
    return Day(day, rule), _tense(day, base.today)


def year_of(words: str) -> int:
    """Give the year of two or four figures."""
    return int(words) + 2000 if len(words) == 2 else int(words)


def yearless(day: int, month: int, rule: str, base: Base) -> Read:
    """Give the next such day after the day of writing, unless one has only just passed."""
    today = base.today
    if (month, day) == (2, 29):
        return Doubt("29 February without a year"), Tense.EITHER
    this_year = date(today.year, month, day)
    coming = this_year if this_year > today else date(today.year + 1, month, day)
    passed = this_year if this_year <= today else date(today.year - 1, month, day)
    if (today - passed).days <= RECENT_DAYS < (coming - today).days:
        return Doubt("the day has passed, unless next year's is meant"), Tense.PAST
    return Day(coming, rule), Tense.FUTURE


def _fits(weekday: str | None, result: Read) -> Read:
    """Doubt a day that is not the weekday written before it."""
    day, tense = result
    if weekday and isinstance(day, Day) and WEEKDAYS[bare(weekday)] != day.on.weekday():
        return Doubt("the weekday and the day do not fit"), tense
    return result


def bare(weekday: str) -> str:
    """Give a weekday's name without the Welsh word for day."""
    return weekday.removeprefix("dydd ").removeprefix("ddydd ")


def iso(match: re.Match[str], base: Base) -> Read:
    """Read 2026-12-14."""
    return dated(date(int(match[1]), int(match[2]), int(match[3])), "ISO day", base)


def numeric(match: re.Match[str], base: Base) -> Read:
    """Read 14/12/2026, 14.12.26, 14/12: day first, always."""
    day, month = int(match["day"]), int(match["month"])
    result = (
        dated(date(year_of(match["year"]), month, day), "day/month/year, day first", base)
        if match["year"]
        else yearless(day, month, "day/month, day first", base)
    )
    return _fits(match["weekday"], result)


def worded(match: re.Match[str], base: Base) -> Read:
    """Read 14 December, 14th Dec 26, December 14: without a year the next one."""
    day, month = int(match["day"]), MONTHS[match["month"]]
    result = (
        dated(date(year_of(match["year"]), month, day), "day and month with year", base)
        if match["year"]
        else yearless(day, month, "day and month, the next one", base)
    )
    return _fits(match["weekday"], result)


def day_only(match: re.Match[str], base: Base) -> Read:
    """Read "the 14th": the next one; a number that this month lacks ("the 31st") is a doubt."""
    day, today = int(match["day"]), base.today
    which = match["which"]
    months_on = (1 if which == "next" else 0) if which else int(day <= today.day)
    last = month_end(today.year, today.month + months_on)
    if not 1 <= day <= last.day:
        return Doubt("the month has no such day"), Tense.EITHER
    result = Day(last.replace(day=day), DAY_ONLY)
    tense = Tense.FUTURE if which or day > today.day else Tense.EITHER
    return _fits(match["weekday"], (result, tense))


def weekday(match: re.Match[str], base: Base) -> Read:
    """Read a weekday: the next one. "next Friday" early in a week has two meanings; "last" looks back."""
    weekday, today = WEEKDAYS[bare(match["weekday"])], base.today
    coming = next_weekday(today, weekday)
    same_week = coming.isocalendar()[:2] == today.isocalendar()[:2]
    if match["which"] == "last":
        return Day(coming - timedelta(days=7), "last weekday"), Tense.PAST
    if match["after"]:
        return Day(coming + timedelta(days=14 if "fortnight" in match["after"] else 7), "weekday week"), Tense.FUTURE
    if match["which"] == "next":
        if same_week:
            return Doubt("next week's or this week's weekday"), Tense.FUTURE
        return Day(coming, "next weekday"), Tense.FUTURE
    return Day(coming, "weekday, the next one"), Tense.FUTURE if match["which"] == "this" else Tense.EITHER


def weekday_of_week(match: re.Match[str], base: Base) -> Read:
    """Read "Wednesday next week", "Friday of next week", "next week Thursday"."""
    weekday = WEEKDAYS[bare(match["before"] or match["behind"])]
    monday = base.today - timedelta(days=base.today.weekday())
    weeks = {"next": 1, "this": 0, "last": -1}[match["which"]]
    return dated(monday + timedelta(weeks=weeks, days=weekday), "weekday of a week", base)


def end_of(match: re.Match[str], base: Base) -> Read:
    """Read "end of the month", "end of next week", "end of the financial year", "end of January", "month end"."""
    today, which, unit = base.today, (match["which"] or "").strip(), match["unit"].strip()
    later = 1 if which.startswith("next") else 0
    if unit == "week":
        friday = today + timedelta(days=4 - today.weekday() + 7 * later)
        if friday < today:
            return Doubt("this week's end has passed"), Tense.EITHER
        return Day(friday, "end of the week: its Friday"), Tense.FUTURE
    if unit == "month":
        return Day(month_end(today.year, today.month + later), "end of the month"), Tense.FUTURE
    if unit in ("financial year", "fiscal year", "tax year", "fy"):
        year = today.year + later + (1 if (today.month, today.day) > (3, 31) else 0)
        return Day(date(year, 3, 31), "end of the financial year: 31 March"), Tense.FUTURE
    if unit in ("year", "calendar year"):
        return Day(date(today.year + later, 12, 31), "end of the year"), Tense.FUTURE
    if unit in ("day", "play", "business"):
        return Day(today, "today"), Tense.EITHER
    return Doubt(f"end of the {unit} names no day"), Tense.FUTURE


def end_of_month(match: re.Match[str], base: Base) -> Read:
    """Read the end of January: its last day."""
    month, today = MONTHS[match["month"]], base.today
    if match["year"]:
        return dated(month_end(year_of(match["year"]), month), "end of a month", base)
    year = today.year + (1 if month_end(today.year, month) < today else 0)
    end = month_end(year, month)
    if year > today.year and (today - month_end(today.year, month)).days <= RECENT_DAYS:
        return Doubt("the month has passed, unless next year's is meant"), Tense.PAST
    return Day(end, "end of a month"), Tense.FUTURE


def end_of_year(match: re.Match[str], base: Base) -> Read:
    """Read the end of 2026."""
    return dated(date(int(match["year"]), 12, 31), "end of the year", base)


def feast_day(match: re.Match[str], base: Base) -> Read:
    """Read a feast that is one day; without a year the next one."""
    return feast_on(match["name"], base, int(match["year"]) if match["year"] else None)


def feast_on(name: str, base: Base, year: int | None = None) -> Read:
    """Give the feast of that name in `year`, without one the next."""
    name = re.sub(r"[^a-z]", "", name.replace("'s", "s"))
    days = [_feast(name, one) for one in ([year] if year else [base.today.year, base.today.year + 1])]
    return dated(next((day for day in days if day > base.today), days[-1]), "a feast day", base)


def _feast(name: str, year: int) -> date:
    fixed = {"christmaseve": (12, 24), "christmasday": (12, 25), "boxingday": (12, 26)}
    fixed |= {"newyearseve": (12, 31), "newyearsday": (1, 1), "newyearday": (1, 1), "newyeareve": (12, 31)}
    if name in fixed:
        return date(year, *fixed[name])
    return easter(year) + timedelta(days={"goodfriday": -2, "eastersunday": 0, "eastermonday": 1}[name])


def near(match: re.Match[str], base: Base) -> Read:
    """Read today, tomorrow, yesterday."""
    days = {"today": 0, "tonight": 0, "tomorrow": 1, "tmrw": 1, "tomorow": 1, "yesterday": -1}
    days |= {"the day after tomorrow": 2, "yfory": 1, "heddiw": 0, "ddoe": -1, "close of play": 0, "cop": 0, "cob": 0}
    ahead = days[match[0]]
    tense = Tense.PAST if ahead < 0 else Tense.EITHER if ahead == 0 else Tense.FUTURE
    return Day(base.today + timedelta(days=ahead), match[0]), tense


def month_alone(match: re.Match[str], base: Base) -> Read:
    """Doubt a month: it has no day. Tells past from future where a year or nearness says so."""
    month, today = MONTHS[match["month"]], base.today
    year = year_of(match["year"]) if match["year"] else today.year
    if match["year"] or month != today.month:
        ahead = (year - today.year) * 12 + month - today.month
        if not match["year"]:
            ahead = (ahead + 5) % 12 - 5
        doubt = Doubt("a month is no day", month=month)
        return doubt, Tense.PAST if ahead < 0 else Tense.FUTURE if ahead > 0 else Tense.EITHER
    begun = (match["vague"] or "").removeprefix("in ").strip(" -").startswith(("early", "start", "beginning"))
    return Doubt("a month is no day", month=month), Tense.PAST if begun and today.day > _EARLY_DAYS else Tense.EITHER


def vague(match: re.Match[str], _base: Base) -> Read:
    """Doubt Q3, mid-December, next week: no single day."""
    return Doubt(f"{' '.join(match[0].split())} names no single day"), Tense.FUTURE
