"""Reads from an out-of-office text until when its writer is away. Reads no other dates and judges no mail.

Days are UK days, day first, without a year the next such day from the mail's own date. What is not plainly a day
("for a fortnight", "the new year") is not read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan ionawr ion",
            "february feb chwefror chwe",
            "march mar mawrth",
            "april apr ebrill ebr",
            "may mai",
            "june jun mehefin meh",
            "july jul gorffennaf gorff",
            "august aug awst",
            "september sept sep medi",
            "october oct hydref hyd",
            "november nov tachwedd tach",
            "december dec rhagfyr rhag",
        ),
        start=1,
    )
    for name in names.split()
}
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon llun",
            "tuesday tues tue",
            "wednesday wed mercher",
            "thursday thurs thur thu iau",
            "friday fri gwener",
            "saturday sat sadwrn",
            "sunday sun sul",
        )
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_WEEKDAY = "|".join(sorted(_WEEKDAYS, key=len, reverse=True))


def _day(number: int) -> str:
    """Give the pattern of one day, its groups numbered `number`; it also matches nothing."""
    group = {name: f"?P<{name}{number}>" for name in ("weekday", "day", "month", "number", "year", "iso", "tomorrow")}
    weekday = rf"(?:(?:dydd |next |this |the )*({group['weekday']}{_WEEKDAY})\b,?\s*(?:the )?)?"
    written = (
        rf"({group['day']}\d{{1,2}})(?:st|nd|rd|th|ain|af|eg|ydd|fed)?\s*(?:of\s+)?"
        rf"(?:({group['month']}{_MONTH})\b\.?,?|[/.-]({group['number']}\d{{1,2}})\b)"
        rf"(?:[\s/.-]*({group['year']}20\d\d|\d\d(?=\b(?!:))))?"
    )
    iso = rf"({group['iso']}20\d\d-\d\d-\d\d)"
    month_first = (
        rf"(?P<usmonth{number}>{_MONTH})\s+(?P<usday{number}>\d{{1,2}})(?:st|nd|rd|th)?\b"
        rf"(?:,?\s*(?P<usyear{number}>20\d\d))?"
    )
    return rf"{weekday}(?:{iso}|{written}|({group['tomorrow']}tomorrow|yfory)|{month_first})?"


_HOUR = r"(?:\d{1,2}(?:[:.]\d\d\s*(?:am|pm|hrs|hours)?|\d\d\s*(?:hrs|hours)|\s*(?:am|pm))\s+(?:on\s+)?)?"
_WEEK = r"(?:(?:w/?c|week\s+(?:commencing|beginning|of))\.?\s+(?:the\s+)?)?"
_GAP = rf"\s+(?:at\s+)?(?:approximately\s+|around\s+)?{_HOUR}(?:on\s+|the\s+)?{_WEEK}"
_PLACE = (
    r"(?:to|in|at|from|into|i'r|yn y|on duty|work|the|my|office|desk|swyddfa|gwaith|annual|maternity|leave|again)\b"
)
_BACK = re.compile(
    r"\b(?:return(?:ing|s)?|back|be available|resum\w+(?: duty| work)?|yn ôl|dychwelyd|ddychwelyd"
    r"|next (?:on duty|on shift|in|at work|working|available|due (?:back|in))|next shift (?:is|starts|begins)"
    r"|re-?open(?:s|ing)?(?: to [a-z]+(?: and [a-z]+)?)?|ail-?agor)\b"
    rf"(?:\s+{_PLACE}){{0,6}}\s*:?(?:\s+(?:ar|on))?{_GAP}{_day(1)}",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"\b(?:until|till|til|through|thru|up to|up until|tan|hyd at|hyd)\b(?:\s+(?:and including|including|after))?"
    rf"{_GAP}{_day(1)}",
    re.IGNORECASE,
)
_SPAN = re.compile(
    r"(?:\b(?:from|between|o)\s+(?:the\s+)?)?"
    + _day(1)
    + r"\s*(?:-|–|—|\bto\b|\band\b|\btan\b|\bi\b|\buntil\b)\s*(?:the\s+)?"
    + _day(2),
    re.IGNORECASE,
)
_SPAN_IN_A_MONTH = re.compile(
    rf"(?:\b(?:{_WEEKDAY})\b,?\s*)?(?:\bthe\s+)?\b(?P<first>\d{{1,2}})(?:st|nd|rd|th|ain|af|eg|ydd|fed)?\s*"
    rf"(?:-|–|—|\bto\b|\band\b|\btan\b|\bi\b|\buntil\b)\s*(?:the\s+)?{_day(2)}",
    re.IGNORECASE,
)
"""From the 23rd to the 27th of November: the month stands once, behind the second day."""
_AWAY = re.compile(
    r"\b(?:out of (?:the )?office|away|leave|absent|holiday|ooo|allan o'r swyddfa|gwyliau|not (?:in|available|"
    r"working))\b",
    re.IGNORECASE,
)
_SEARCHED = 4000


@dataclass(frozen=True, slots=True)
class Absence:
    """Until when a person is away: the day that the text names, and the last day that somebody else must cover."""

    returns_on: date
    absent_until: date


def absence_in(text: str, written_on: date | None) -> Absence | None:
    """Read the return date that an out-of-office states, None where it states none that is safe or it has passed.

    "back on D" and "returning on D" mean absent until the day before D. "until D" means absent through D, since
    half the offices that write it are back on D and half the day after, and a deputy asked once too often is the
    smaller harm. "from C to D" is absent through D and back the day after. `written_on` is the mail's own day.
    """
    if written_on is None:
        return None
    text = " ".join(text[:_SEARCHED].split())
    for pattern, through in ((_BACK, False), (_UNTIL, True)):
        for match in pattern.finditer(text):
            day = _read(match, 1, written_on)
            if day is not None and day >= written_on:
                return Absence(day, day if through else day - timedelta(days=1))
    for match in _spans(text) if _AWAY.search(text) else ():
        day = _read(match, 2, written_on)
        if day is not None and day >= written_on:
            return Absence(day + timedelta(days=1), day)
    return None


def _spans(text: str) -> list[re.Match[str]]:
    """Give where `text` names a span of days: both whole, or the month once, behind the second."""
    whole = [match for match in _SPAN.finditer(text) if match["day1"] or match["iso1"]]
    short = [match for match in _SPAN_IN_A_MONTH.finditer(text) if match["month2"]]
    return whole + [match for match in short if int(match["first"]) <= int(match["day2"])]


def _read(match: re.Match[str], number: int, written_on: date) -> date | None:
    """Give the day that the groups `number` of a match name."""

    def group(name: str) -> str | None:
        return match[f"{name}{number}"]

    try:
        if iso := group("iso"):
            return date.fromisoformat(iso)
        if group("tomorrow"):
            return written_on + timedelta(days=1)
        written, month = group("day"), group("month")
        if written:
            named = _MONTHS[month.lower()] if month else int(group("number") or 0)
            return _dated(int(written), named, group("year"), written_on)
        if us := group("usday"):
            return _dated(int(us), _MONTHS[(group("usmonth") or "").lower()], group("usyear"), written_on)
    except ValueError:
        return None  # the 31st of a short month: no day
    weekday = group("weekday")
    if weekday:
        ahead = (_WEEKDAYS[weekday.lower()] - written_on.weekday()) % 7
        return written_on + timedelta(days=ahead or 7)
    return None


def _dated(day: int, month: int, year: str | None, written_on: date) -> date:
    """Give a day; without a year the one nearest to the writing, at most two months before it.

    Raises:
        ValueError: there is no such day.
    """
    if year:
        return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    this_year = date(written_on.year, month, day)
    return this_year if this_year >= written_on - timedelta(days=60) else date(written_on.year + 1, month, day)
