"""Reads days told from other days: "tomorrow week", "not this Friday but the next", "the Monday after 4 January".

What a relation does not make certain ("the Friday after the meeting") is a doubt, so that its weekday is never taken
for the coming one. The other rules are in `milestones.mail.words.days`.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from milestones.mail.words.day_readers import (
    Base,
    Day,
    Doubt,
    Read,
    Tense,
    bare,
    dated,
    feast_on,
    rule,
    year_of,
    yearless,
)
from milestones.mail.words.day_words import COUNTS, MONTH, MONTHS, ORDINAL, WEEKDAY, WEEKDAYS, next_weekday

NEXT_DAY = "the day after one named before"
"""Why "the day after" is no day by itself."""
POINTS_BACK = "points back to a day named before"
"""Why "that Friday" is no day by itself."""
_WEEK = timedelta(days=7)


def near_week(match: re.Match[str], base: Base) -> Read:
    """Read "tomorrow week", "today fortnight": so many weeks after that day."""
    start = base.today + timedelta(days=1 if match["near"] == "tomorrow" else 0)
    return Day(start + _WEEK * (2 if match["span"] == "fortnight" else 1), "weeks on a day"), Tense.FUTURE


def week_next_weekday(match: re.Match[str], base: Base) -> Read:
    """Read "a week next Tuesday", a doubt while "next Tuesday" itself may be this week's or next week's."""
    coming = next_weekday(base.today, WEEKDAYS[bare(match["weekday"])])
    if match["which"].startswith("next") and coming.isocalendar()[:2] == base.today.isocalendar()[:2]:
        return Doubt("next week's or this week's weekday"), Tense.FUTURE
    count = 2 if "fortnight" in match["span"] else COUNTS.get(match["span"].partition(" ")[0], 1)
    return Day(coming + _WEEK * count, "weeks on a day"), Tense.FUTURE


def weekday_but_one(match: re.Match[str], base: Base) -> Read:
    """Read "not this Friday but the Friday after", "the Friday after this one": the second one ahead."""
    return Day(next_weekday(base.today, WEEKDAYS[bare(match["weekday"])]) + _WEEK, "the weekday but one"), Tense.FUTURE


def week_after_next(match: re.Match[str], base: Base) -> Read:
    """Read "Thursday of the week after next", "the end of the week after next": its Friday."""
    named = match.groupdict()
    weekday = WEEKDAYS[bare(named.get("before") or named.get("behind") or "friday")]
    monday = base.today - timedelta(days=base.today.weekday())
    return dated(monday + 2 * _WEEK + timedelta(days=weekday), "weekday of a week", base)


def beside_a_day(match: re.Match[str], base: Base) -> Read:
    """Read "the Monday after 4 January", "the day after Boxing Day", "the Friday before Christmas"."""
    anchor = _anchor(match, base)
    if not isinstance(anchor, Day):
        return anchor, Tense.FUTURE
    ahead = match["side"] in ("after", "following")
    if match["unit"] == "day":
        return dated(anchor.on + timedelta(days=1 if ahead else -1), "the day beside a day", base)
    weekday = WEEKDAYS[bare(match["unit"])]
    after = next_weekday(anchor.on, weekday)
    day = after if ahead else after - (_WEEK if after - anchor.on < _WEEK else 2 * _WEEK)
    return dated(day, "the weekday beside a day", base)


def _anchor(match: re.Match[str], base: Base) -> Day | Doubt:
    if match["feast"]:
        name = re.sub(r"[^a-z]", "", match["feast"])
        return feast_on({"christmas": "christmas day", "newyear": "new year's day"}.get(name, match["feast"]), base)[0]
    day, month = int(match["day"]), MONTHS[match["month"]]
    if match["year"]:
        return Day(date(year_of(match["year"]), month, day), "day and month with year")
    return yearless(day, month, "day and month, the next one", base)[0]


def no_day(match: re.Match[str], _base: Base) -> Read:
    """Doubt "the Friday after the meeting", "a week after 18 December": told from what is not certain here."""
    return Doubt(f"{' '.join(match[0].split())} is told from another time"), Tense.EITHER


def day_behind(_match: re.Match[str], _base: Base) -> Read:
    """Doubt "the day after": which day it follows was named before."""
    return Doubt(NEXT_DAY), Tense.EITHER


def that_one(_match: re.Match[str], _base: Base) -> Read:
    """Doubt "that Wednesday": it was named before."""
    return Doubt(POINTS_BACK), Tense.FUTURE


_THIS = r"(?:this |on |the |this coming |the coming |coming |next )?"
_DATE = (
    rf"(?:(?:{WEEKDAY}),? )?(?:the )?(?P<day>\d{{1,2}}){ORDINAL}? ?(?:of |o )?(?P<month>{MONTH})\b"
    r"(?: (?P<year>20\d\d)\b)?"
)
_FEAST = (
    r"(?P<feast>christmas(?: day| eve)?|boxing day|new year(?:'?s)?(?: day)?|good friday|easter (?:sunday|monday))\b"
)
_SPAN = r"(?P<span>(?:(?:a|one|two|three|four) )?weeks?|(?:a )?fortnight)"


RELATIONS = (
    rule(r"\b(?P<near>today|this day|tomorrow)(?:'s)? (?P<span>week|fortnight)\b(?! (?:on|today|tomorrow))", near_week),
    rule(
        rf"\b{_SPAN} (?P<which>next|from next|from|come|this|this coming|from this) (?P<weekday>{WEEKDAY})\b"
        rf"(?!,? (?:the )?\d| {MONTH}\b)",
        week_next_weekday,
    ),
    rule(
        rf"\bnot {_THIS}(?P<weekday>{WEEKDAY}),? (?:but |rather )?(?:the )?(?:(?:following|next)(?: one| (?P=weekday))?"
        rf"|(?:(?P=weekday)|one) after(?: (?:that|this|next)(?: one)?)?)\b(?! next| week)",
        weekday_but_one,
    ),
    rule(rf"\b(?:the )?(?P<weekday>{WEEKDAY}) after this(?: one| coming one)?\b", weekday_but_one),
    rule(
        rf"\b(?:the )?(?P<weekday>{WEEKDAY}) after(?:,)? (?:rather than|instead of|not) (?:this|this coming|the coming)"
        r" (?P=weekday)\b",
        weekday_but_one,
    ),
    rule(rf"\b(?:the )?(?P<before>{WEEKDAY}),? (?:of |in )?(?:the )?week after next\b", week_after_next),
    rule(rf"\b(?:the )?week after next,? (?:on )?(?:the )?(?P<behind>{WEEKDAY})\b", week_after_next),
    rule(r"\b(?:the )?end of (?:the )?week after next\b", week_after_next),
    rule(
        rf"\b(?:the )?(?P<unit>day|{WEEKDAY}) (?P<side>after|before|following) (?:the )?(?:{_FEAST}|{_DATE})",
        beside_a_day,
    ),
    rule(
        rf"\b(?:the )?{WEEKDAY} (?:after|following|before)\b(?! (?:all\b|noon|mid|lunch|work|close|\d|five|six|we\b))",
        no_day,
    ),
    rule(rf"\bthe following {WEEKDAY}\b|\b(?:the )?{WEEKDAY} after next\b", no_day),
    rule(rf"\b(?:first|second|third|only|every|each) {WEEKDAY}\b(?! (?:of|in) )", no_day),
    rule(
        rf"\b(?:days?|weeks?|fortnights?|months?) (?:after|before|from|following|past|beyond|on from) (?:the )?"
        rf"(?:{WEEKDAY},? )?(?:the )?(?:\d{{1,2}}{ORDINAL}?(?: (?:of )?{MONTH})?|christmas|easter|new year)\b",
        no_day,
    ),
    rule(r"\bthe (?:day after|next day|following day)(?= ?(?:[?.!,;)]|\Z)| (?:that|then|please)\b)", day_behind),
    rule(
        r"\b(?:the )?(?:day|week|month|fortnight) (?:after|following|before)(?= ?(?:[?.!,;)]|\Z)| (?:that|then"
        r"|please)\b)",
        no_day,
    ),
    rule(rf"\bthat (?:same )?{WEEKDAY}\b", that_one),
)
"""The patterns with their readers, as those of `milestones.mail.words.days`."""
