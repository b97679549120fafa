"""The words in which UK people write days: months, weekdays, numbers, English and Welsh, as pieces of patterns.

Knows spellings and counts only; which day a phrase means is read in `milestones.mail.words.days`.
"""

from __future__ import annotations

from datetime import date, timedelta

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januray janurary janaury janury ionawr",
            "february feb febuary feburary febrary chwefror",
            "march mar mawrth fawrth",
            "april apr ebrill",
            "may mai fai",
            "june jun mehefin fehefin",
            "july jul gorffennaf orffennaf",
            "august aug awst",
            "september sept sep septmber setember medi fedi",
            "october oct ocotber octber hydref",
            "november nov novemeber novmber novenber tachwedd dachwedd",
            "december dec decemeber decmber decemebr decembr dicember rhagfyr ragfyr",
        ),
        start=1,
    )
    for name in names.split()
}
"""Month names, short forms, common slips and the Welsh names, also as they change after a word, to 1..12."""

WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon llun",
            "tuesday tues tue teusday tuseday mawrth",
            "wednesday weds wed wednsday wensday wendesday mercher",
            "thursday thurs thur thu thurday thrusday iau",
            "friday fri firday fryday gwener",
            "saturday sadwrn",
            "sunday sul",
        )
    )
    for name in names.split()
}
"""Weekday names to 0..6, Monday first. `sat` and `sun` are left out: they are words of their own."""

COUNTS = {
    name: number
    for number, names in enumerate(
        (
            "",
            "1 a an one",
            "2 two",
            "3 three",
            "4 four",
            "5 five",
            "6 six",
            "7 seven",
            "8 eight",
            "9 nine",
            "10 ten",
            "",
            "12 twelve",
        )
    )
    for name in names.split()
}
"""Small numbers in figures and words."""


def any_of(names: object) -> str:
    """Give a pattern that matches any of `names`, longest first so that no name hides a longer one."""
    return "(?:" + "|".join(sorted((str(name) for name in names), key=len, reverse=True)) + ")"  # type: ignore[attr-defined]  # any iterable


MONTH = any_of(MONTHS)
WEEKDAY = "(?:dydd |ddydd )?" + any_of(WEEKDAYS)
COUNT = any_of(COUNTS)
ORDINAL = "(?:st|nd|rd|th|af|ail|il|ydd|fed|eg|ain)"
_UNITS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"]
_TEENS = [
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
]
ORDINAL_WORDS = {
    **{name: number for number, name in enumerate([*_UNITS, *_TEENS], start=1)},
    "twentieth": 20,
    **{f"twenty{mark}{name}": 20 + number for number, name in enumerate(_UNITS, start=1) for mark in " -"},
    "thirtieth": 30,
    "thirty first": 31,
    "thirty-first": 31,
}
"""Days of the month written out, to 1..31."""
ORDINAL_WORD = any_of(ORDINAL_WORDS)


def easter(year: int) -> date:
    """Give Easter Sunday of a Gregorian `year` (the anonymous algorithm, Nature, 20 April 1876)."""
    golden, century, rest = year % 19, year // 100, year % 100
    leap_centuries, since_leap = divmod(century, 4)
    moon = (19 * golden + century - leap_centuries - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    sunday = (32 + 2 * since_leap + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def month_end(year: int, month: int) -> date:
    """Give the last day of a month; `month` may run past 12 into the next year."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return (date(year + 1, 1, 1) if month == 12 else date(year, month + 1, 1)) - timedelta(days=1)


def next_weekday(after: date, weekday: int) -> date:
    """Give the first such weekday (0 is Monday) strictly after `after`."""
    return after + timedelta(days=(weekday - after.weekday() - 1) % 7 + 1)
