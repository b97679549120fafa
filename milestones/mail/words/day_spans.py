"""How spans of time and days counted within a month are read: "in two weeks", "a week on Monday", "the last Friday".

The patterns that find the words are in `milestones.mail.words.days`.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from milestones.mail.words.day_readers import Base, Day, Doubt, Read, Tense, bare, dated, year_of, yearless
from milestones.mail.words.day_words import COUNTS, MONTHS, ORDINAL_WORDS, WEEKDAYS, month_end, next_weekday

LONG_AGO = "a year or more ago"
"""Why a time so far back names no day; another round of the same work may be meant by it."""
_SATURDAY = 5

SPAN = "a span from the due date or from today"
"""Why a length of time names no day by itself."""


def on_weekday(match: re.Match[str], base: Base) -> Read:
    """Read "a fortnight on Friday", "a week on Monday", "two weeks tomorrow", "a week today"."""
    weeks = _weeks(match["span"])
    if match["weekday"]:
        start = next_weekday(base.today, WEEKDAYS[bare(match["weekday"])])
    else:
        start = base.today + timedelta(days=1 if "tomorrow" in match[0] else 0)
    return Day(start + timedelta(weeks=weeks), "weeks on a day"), Tense.FUTURE


def _weeks(span: str) -> int:
    if "fortnight" in span:
        return 2
    return COUNTS.get(span.partition(" ")[0], 1)


def in_span(match: re.Match[str], base: Base) -> Read:
    """Read "in two weeks", "within a month", "in a fortnight's time": counted from the day of writing."""
    return _after_span(match, base, "a span from the day of writing")


def span(match: re.Match[str], base: Base) -> Read:
    """Read "two more weeks", "by a fortnight": from today or from the due date, so a doubt unless told which."""
    if base.spans_from_today:
        return _after_span(match, base, "a span from the day of writing")
    return Doubt(SPAN, span_days=_length(match)), Tense.FUTURE


_DAYS_OF = {"day": 1, "week": 7, "wk": 7, "fortnight": 14}


def _length(match: re.Match[str]) -> int | None:
    """Give how many days a span has; None for "a few", for months and for working days."""
    count = match["count"]
    number = 1 if count == "another" else COUNTS.get(count) or (int(count) if count.isdigit() else None)
    unit = _DAYS_OF.get(match["unit"].rstrip("s"))
    return number * unit if number and unit else None


def _after_span(match: re.Match[str], base: Base, rule: str) -> Read:
    count, unit = match["count"] or "a", match["unit"]
    if count not in COUNTS and not count.isdigit():
        return Doubt("no certain number"), Tense.FUTURE
    number = COUNTS.get(count) or int(count)
    if "working" in unit:
        return Doubt("working days are not counted from words"), Tense.FUTURE
    if "month" in unit:
        last = month_end(base.today.year, base.today.month + number)
        return Day(last.replace(day=min(base.today.day, last.day)), rule), Tense.FUTURE
    days = 14 if "fortnight" in unit else 7 if "w" in unit else 1
    return Day(base.today + timedelta(days=days * number), rule), Tense.FUTURE


def ago(match: re.Match[str], _base: Base) -> Read:
    """Read last month, two weeks ago: a time that has passed, no day."""
    return Doubt(
        LONG_AGO if "year" in match[0] and "this year" not in match[0] else "a time that has passed"
    ), Tense.PAST


def nth_of_month(match: re.Match[str], base: Base) -> Read:
    """Read the first Monday in January, the last working day of the month: Monday to Friday, bank holidays unknown."""
    if match["new_year"]:
        month, year = 1, base.today.year + 1
    elif match["month"]:
        month, year = MONTHS[match["month"]], base.today.year
        if match["year"]:
            year = year_of(match["year"])
        elif month_end(year, month) < base.today:
            year += 1
    else:
        month, year = base.today.month + (1 if match["which"] == "next" else 0), base.today.year
    last = month_end(year, month)
    wanted = WEEKDAYS.get(bare(match["unit"]))
    fitting = [last.replace(day=number) for number in range(1, last.day + 1)]
    if match["unit"] != "day":
        fitting = [
            day for day in fitting if (day.weekday() == wanted if wanted is not None else day.weekday() < _SATURDAY)
        ]
    place = {"first": 0, "second": 1, "third": 2, "fourth": 3}.get(match["nth"], -1)
    if wanted is None and place == 0 and match["unit"] != "day":
        return Doubt("the first working day may be a bank holiday"), Tense.FUTURE
    return dated(fitting[place], "a weekday counted within its month", base)


def year_end(_match: re.Match[str], base: Base) -> Read:
    """Read the last day of the year."""
    return dated(date(base.today.year, 12, 31), "end of the year", base)


def ordinal_worded(match: re.Match[str], base: Base) -> Read:
    """Read the twelfth of February, the twenty-first of March 2027."""
    day, month = ORDINAL_WORDS[match["nth"]], MONTHS[match["month"]]
    if match["year"]:
        return dated(date(year_of(match["year"]), month, day), "day and month with year", base)
    return yearless(day, month, "day and month, the next one", base)
