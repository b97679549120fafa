"""Reads days as UK people write them in mail: day first, relative to the day of writing, or a doubt that says why.

Every rule has a name. What has two meanings is a doubt, never a guess: the service asks back. Knows nothing of what
the day is wanted for; `milestones.mail.requests` picks the requested one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from milestones.mail.day_words import (
    COUNT,
    COUNTS,
    MONTH,
    MONTHS,
    ORDINAL,
    WEEKDAY,
    WEEKDAYS,
    any_of,
    easter,
    month_end,
    next_weekday,
)

if TYPE_CHECKING:
    from collections.abc import Callable

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
    """Words about time that give no single safe day, and why."""

    why: str


@dataclass(frozen=True, slots=True)
class DayMention:
    """One mention of time in a text: where it stands, what it says, and whether it looks back or ahead."""

    start: int
    end: int
    result: Day | Doubt
    tense: Tense


@dataclass(frozen=True, slots=True)
class _From:
    """What relative words count from: the day of writing; `spans_from_today` reads "two weeks" as from that day."""

    today: date
    spans_from_today: bool = False


_Read = tuple[Day | Doubt, Tense]


def read_day(words: str, written_on: date, due: date | None = None, *, spans_from_today: bool = False) -> Day | Doubt:
    """Read the one day that `words` ask for, to lie after `written_on`.

    `due` is the present due date: naming it beside another day does not make two requests. `spans_from_today` is for
    what counts from the day of writing ("snooze for two weeks"); otherwise a bare span has two meanings.
    """
    found = days_in(words, written_on, spans_from_today=spans_from_today)
    if not found:
        return Doubt("no day is named")
    days = {mention.result.on: mention.result for mention in found if isinstance(mention.result, Day)}
    doubts = [mention.result for mention in found if isinstance(mention.result, Doubt)]
    if doubts:
        return doubts[0]
    wanted = [day for day in days.values() if day.on != due] or list(days.values())
    if len(wanted) > 1:
        return Doubt("more than one day is named")
    if wanted[0].on <= written_on:
        return Doubt("the day has passed")
    return wanted[0]


def days_in(words: str, written_on: date, *, spans_from_today: bool = False) -> tuple[DayMention, ...]:
    """Find every mention of time in `words`, in order, none overlapping: the earliest wins, then the longest."""
    text = words.casefold()
    base = _From(written_on, spans_from_today)
    if len(text) != len(words):  # a character that folds into two: positions would lie
        text = words.lower() if len(words.lower()) == len(words) else words
    found = [
        (match.start(), -match.end(), order, match, read)
        for order, (pattern, read) in enumerate(_RULES)
        for match in pattern.finditer(text)
    ]
    mentions: list[DayMention] = []
    at = 0
    for start, minus_end, _, match, read in sorted(found, key=lambda one: one[:3]):
        if start < at:
            continue
        at = -minus_end
        result, tense = _safely(read, match, base)
        if isinstance(result, Day) and _VAGUE_BEFORE.search(text, max(0, start - 24), start):
            result = Doubt("around a day is no day")
        mentions.append(DayMention(start, at, result, tense))
    return tuple(mentions)


_VAGUE_BEFORE = re.compile(
    r"\b(?:around|about|circa|approx|approximately|roughly|after|before|sometime|between|w/?c|w/e|week of|"
    r"week commencing|week ending)\W{0,3}(?:the )?\Z"
)


def _safely(read: Callable[[re.Match[str], _From], _Read], match: re.Match[str], base: _From) -> _Read:
    """Read a match; a day that no calendar has (30/02, month 13, year 0) is a doubt."""
    try:
        return read(match, base)
    except (ValueError, OverflowError):
        return Doubt("there is no such day"), Tense.EITHER


def _tense(day: date, today: date) -> Tense:
    return Tense.PAST if day <= today else Tense.FUTURE


def _dated(day: date, rule: str, base: _From) -> _Read:
    return Day(day, rule), _tense(day, base.today)


def _year(words: str) -> int:
    return int(words) + 2000 if len(words) == 2 else int(words)


def _yearless(day: int, month: int, rule: str, base: _From) -> _Read:
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


def _fits(weekday: str | None, result: _Read) -> _Read:
    """Doubt a day that is not the weekday written before it."""
    day, tense = result
    if weekday and isinstance(day, Day) and WEEKDAYS[_bare(weekday)] != day.on.weekday():
        return Doubt("the weekday and the day do not fit"), tense
    return result


def _bare(weekday: str) -> str:
    return weekday.removeprefix("dydd ").removeprefix("ddydd ")


def _iso(match: re.Match[str], base: _From) -> _Read:
    return _dated(date(int(match[1]), int(match[2]), int(match[3])), "ISO day", base)


def _numeric(match: re.Match[str], base: _From) -> _Read:
    day, month = int(match["day"]), int(match["month"])
    result = (
        _dated(date(_year(match["year"]), month, day), "day/month/year, day first", base)
        if match["year"]
        else _yearless(day, month, "day/month, day first", base)
    )
    return _fits(match["weekday"], result)


def _worded(match: re.Match[str], base: _From) -> _Read:
    day, month = int(match["day"]), MONTHS[match["month"]]
    result = (
        _dated(date(_year(match["year"]), month, day), "day and month with year", base)
        if match["year"]
        else _yearless(day, month, "day and month, the next one", base)
    )
    return _fits(match["weekday"], result)


def _day_only(match: re.Match[str], base: _From) -> _Read:
    """Read "the 14th": the next one; a number that this month lacks ("the 31st") is a doubt."""
    day, today = int(match["day"]), base.today
    which = match["which"]
    months_on = (1 if which == "next" else 0) if which else int(day <= today.day)
    last = month_end(today.year, today.month + months_on)
    if not 1 <= day <= last.day:
        return Doubt("the month has no such day"), Tense.EITHER
    result = Day(last.replace(day=day), "day of the month, the next one")
    tense = Tense.FUTURE if which or day > today.day else Tense.EITHER
    return _fits(match["weekday"], (result, tense))


def _weekday(match: re.Match[str], base: _From) -> _Read:
    """Read a weekday: the next one. "next Friday" early in a week has two meanings; "last" looks back."""
    weekday, today = WEEKDAYS[_bare(match["weekday"])], base.today
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


def _on_weekday(match: re.Match[str], base: _From) -> _Read:
    """Read "a fortnight on Friday", "a week on Monday", "two weeks tomorrow", "a week today"."""
    weeks = _weeks(match["span"])
    if match["weekday"]:
        start = next_weekday(base.today, WEEKDAYS[_bare(match["weekday"])])
    else:
        start = base.today + timedelta(days=1 if "tomorrow" in match[0] else 0)
    return Day(start + timedelta(weeks=weeks), "weeks on a day"), Tense.FUTURE


def _weeks(span: str) -> int:
    if "fortnight" in span:
        return 2
    return COUNTS[span.split()[0]] if span.split()[0] in COUNTS else 1


def _weekday_of_week(match: re.Match[str], base: _From) -> _Read:
    """Read "Wednesday next week", "Friday of next week", "next week Thursday"."""
    weekday = WEEKDAYS[_bare(match["before"] or match["behind"])]
    monday = base.today - timedelta(days=base.today.weekday())
    weeks = {"next": 1, "this": 0, "last": -1}[match["which"]]
    return _dated(monday + timedelta(weeks=weeks, days=weekday), "weekday of a week", base)


def _end_of(match: re.Match[str], base: _From) -> _Read:
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


def _end_of_month(match: re.Match[str], base: _From) -> _Read:
    month, today = MONTHS[match["month"]], base.today
    if match["year"]:
        return _dated(month_end(_year(match["year"]), month), "end of a month", base)
    year = today.year + (1 if month_end(today.year, month) < today else 0)
    end = month_end(year, month)
    if year > today.year and (today - month_end(today.year, month)).days <= RECENT_DAYS:
        return Doubt("the month has passed, unless next year's is meant"), Tense.PAST
    return Day(end, "end of a month"), Tense.FUTURE


def _end_of_year(match: re.Match[str], base: _From) -> _Read:
    return _dated(date(int(match["year"]), 12, 31), "end of the year", base)


def _named(match: re.Match[str], base: _From) -> _Read:
    """Read a feast that is one day; without a year the next one."""
    name = re.sub(r"[^a-z]", "", match["name"].replace("'s", "s"))
    years = [int(match["year"])] if match["year"] else [base.today.year, base.today.year + 1]
    days = [_feast(name, year) for year in years]
    day = next((day for day in days if day > base.today), days[-1])
    return _dated(day, "a feast day", base)


def _feast(name: str, year: int) -> date:
    fixed = {"christmaseve": (12, 24), "christmasday": (12, 25), "boxingday": (12, 26)}
    fixed |= {"newyearseve": (12, 31), "newyearsday": (1, 1), "newyearday": (1, 1), "newyeareve": (12, 31)}
    if name in fixed:
        return date(year, *fixed[name])
    return easter(year) + timedelta(days={"goodfriday": -2, "eastersunday": 0, "eastermonday": 1}[name])


def _near(match: re.Match[str], base: _From) -> _Read:
    days = {"today": 0, "tonight": 0, "tomorrow": 1, "tmrw": 1, "tomorow": 1, "yesterday": -1}
    days |= {"the day after tomorrow": 2, "yfory": 1, "heddiw": 0, "ddoe": -1, "close of play": 0, "cop": 0, "cob": 0}
    ahead = days[match[0]]
    tense = Tense.PAST if ahead < 0 else Tense.EITHER if ahead == 0 else Tense.FUTURE
    return Day(base.today + timedelta(days=ahead), match[0]), tense


def _in_span(match: re.Match[str], base: _From) -> _Read:
    """Read "in two weeks", "within a month", "in a fortnight's time": counted from the day of writing."""
    return _after_span(match, base, "a span from the day of writing")


def _span(match: re.Match[str], base: _From) -> _Read:
    """Read "two more weeks", "by a fortnight": from today or from the due date, so a doubt unless told which."""
    if base.spans_from_today:
        return _after_span(match, base, "a span from the day of writing")
    return Doubt("a span from the due date or from today"), Tense.FUTURE


def _after_span(match: re.Match[str], base: _From, rule: str) -> _Read:
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


def _ago(match: re.Match[str], base: _From) -> _Read:  # noqa: ARG001 - one shape for all rules
    return Doubt("a time that has passed"), Tense.PAST


def _month_alone(match: re.Match[str], base: _From) -> _Read:
    """Doubt a month: it has no day. Tells past from future where a year or nearness says so."""
    month, today = MONTHS[match["month"]], base.today
    year = _year(match["year"]) if match["year"] else today.year
    if match["vague"] or match["year"] or month != today.month:
        ahead = (year - today.year) * 12 + month - today.month
        if not match["year"]:
            ahead = (ahead + 5) % 12 - 5
        return Doubt("a month is no day"), Tense.PAST if ahead < 0 else Tense.FUTURE if ahead > 0 else Tense.EITHER
    return Doubt("a month is no day"), Tense.EITHER


def _vague(match: re.Match[str], base: _From) -> _Read:  # noqa: ARG001 - one shape for all rules
    return Doubt(f"{' '.join(match[0].split())} names no single day"), Tense.FUTURE


_YEAR = r"(?:,? {0,2}'?(?P<year>20\d\d|\d\d)(?![\d:%/]| ?(?:am|pm|hrs|hours|of|more|people|stations|staff)\b))?"
_WD = rf"(?:\b(?P<weekday>{WEEKDAY}),? (?:the )?)?"
_MONTH_ALONE = any_of(MONTHS.keys() - {"may", "mar", "mai", "dec", "jan", "sep", "medi"})
_WHICH = r"(?P<which>(?:the |this |next |current |the next )?)"
_UNIT = r"(?P<unit>(?:working )?days?|weeks?|wks?|fortnights?|months?)"

_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], _From], _Read]], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b", _iso),
        (rf"{_WD}\b(?P<day>\d{{1,2}})(?P<mark>[/.-])(?P<month>\d{{1,2}})(?P=mark)(?P<year>20\d\d|\d\d)\b", _numeric),
        (
            r"\b(?:until|till|til|to|by|on|date|for|extend) (?P<weekday>)(?P<day>\d{1,2})/(?P<month>\d{1,2})(?P<year>)"
            rf"(?![/\d%]| ?{MONTH}\b)",
            _numeric,
        ),
        (
            rf"{_WD}\b(?P<day>\d{{1,2}}){ORDINAL}? ?(?:of )?(?P<month>{MONTH})\b\.?{_YEAR}",
            _worded,
        ),
        (rf"{_WD}\b(?P<month>{MONTH})\.? (?:the )?(?P<day>\d{{1,2}})(?!\d|[/:%]){ORDINAL}?\b{_YEAR}", _worded),
        (rf"\b\d{{1,2}}{ORDINAL}? ?(?:-|/|or|and|to|&) ?(?:the )?\d{{1,2}}{ORDINAL}? ?(?:of )?{MONTH}\b", _vague),
        (
            rf"(?:\b(?P<weekday>{WEEKDAY}),? )?(?:the )?\b(?P<day>\d{{1,2}}){ORDINAL}\b"
            r"(?: of (?P<which>this|next) month| (?P=weekday))?"
            r"(?! (?:of |stage|phase|part|draft|half|item|milestone|version|section|time|station|meeting|one\b))",
            _day_only,
        ),
        (
            rf"(?:\b(?P<which>this|next|last) )?\b(?P<weekday>{WEEKDAY})\b(?P<after> week\b| fortnight\b)?",
            _weekday,
        ),
        (
            rf"(?:\b(?P<before>{WEEKDAY}),? (?:of )?)\b(?P<which>this|next|last) week\b(?P<behind>)",
            _weekday_of_week,
        ),
        (rf"(?P<before>)\b(?P<which>this|next) week,? (?:on )?(?P<behind>{WEEKDAY})\b", _weekday_of_week),
        (
            rf"\b(?P<span>(?:a |one )?(?:week|fortnight)|{COUNT} weeks?)"
            rf" (?:on (?P<weekday>{WEEKDAY})|today|tomorrow|from today|from now|from tomorrow)\b",
            _on_weekday,
        ),
        (
            rf"\b(?:the )?(?:end|close|back end)(?: of)? {_WHICH}"
            r"(?P<unit>week|month|year|financial year|fiscal year|tax year|fy|calendar year|quarter|q[1-4]|term|day|play"
            r"|business|summer|winter|spring|autumn|school year|academic year)\b"
            rf"(?! (?:on )?(?:{WEEKDAY}|today|tomorrow|\d))",
            _end_of,
        ),
        (r"\b(?P<which>)(?P<unit>month|financial year)[ -]end\b", _end_of),
        (rf"\b(?:the )?end(?: of)? (?P<month>{MONTH})\b{_YEAR}", _end_of_month),
        (r"\b(?:the )?end of (?P<year>20\d\d)\b", _end_of_year),
        (
            r"\b(?P<name>christmas (?:day|eve)|boxing day|new year'?s?'? (?:eve|day)|good friday|easter (?:sunday|monday))"
            r"\b(?: (?P<year>20\d\d)\b)?",
            _named,
        ),
        (
            r"\b(?:the day after tomorrow|today|tonight|tomorrow|tomorow|tmrw|yesterday|yfory|heddiw|ddoe"
            rf"|close of play|cop|cob)\b(?! (?:on )?(?:{WEEKDAY}|today|tomorrow|\d|the \d|next))",
            _near,
        ),
        (rf"\b(?:in|within) (?P<count>{COUNT}|\d{{1,2}}|another) {_UNIT}\b", _in_span),
        (
            rf"(?:\b(?:by|for|another|extra|further|an? (?:further|extra|additional)) )?"
            rf"\b(?P<count>{COUNT}|\d{{1,2}}|another|few|couple|couple of|few more|couple more)[ -](?:(?:more|extra|further|additional) )?{_UNIT}'?\b",
            _span,
        ),
        (
            rf"\b(?:{COUNT}|\d{{1,3}}|few|couple of|some|many|several)? ?(?:days?|weeks?|months?|years?|fortnights?|ages) ago\b"
            r"|\blast (?:week|month|year|night|quarter|summer|spring|autumn|winter)\b|\bearlier (?:this|today)[a-z ]{0,6}",
            _ago,
        ),
        (
            rf"(?<![\w-])(?P<vague>(?:mid|early|late|start of|beginning of|middle of|some ?time in|in|during|the week of)[ -])?"
            rf"\b(?P<month>{_MONTH_ALONE})\b(?: (?P<year>20\d\d)\b)?",
            _month_alone,
        ),
        (
            r"\b(?P<vague>mid|early|late|in|until|till|to|end|last|since)[ -](?P<month>may|mar)\b(?! ?\d)(?P<year>)",
            _month_alone,
        ),
        (
            r"\b(?:w/?c|w/e|week commencing|week ending|week beginning|week of)(?: the)? (?=\S)[^\s,;]{1,12}"
            rf"(?: ?(?:of )?{MONTH}\b)?(?: 20\d\d\b)?",
            _vague,
        ),
        (
            r"\bq[1-4]\b|\byear[ -]end\b|\bquarter [1-4]\b|\bnext (?:week|month|year|quarter|term|meeting|board|spring|summer|autumn|winter)\b"
            r"|\b(?:the |in )?new year\b|\beaster\b|\bchristmas\b|\bxmas\b|\bdiwedd y mis\b"
            r"|\b(?:the |in |until |by )(?:spring|summer|autumn|winter)\b|\b(?:to|extend to) (?:spring|summer|autumn|winter)\b",
            _vague,
        ),
    )
)
