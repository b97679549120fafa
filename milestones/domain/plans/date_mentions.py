"""Finds what looks like a date in folded words: figures, months by name, years. Does not judge what it means.

Months by their English and Welsh names. Day first in figures, always; only a four-figure year in front means ISO order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from milestones.domain.state import Doubt

_NAMES = (
    "january jan ionawr", "february feb chwefror", "march mar mawrth", "april apr ebrill", "may mai",
    "june jun mehefin", "july jul gorffennaf", "august aug awst", "september sept sep medi", "october oct hydref",
    "november nov tachwedd", "december dec rhagfyr",
)  # fmt: skip
MONTHS = {name: number for number, names in enumerate(_NAMES, 1) for name in names.split()}
"""Month names in lower case to their numbers."""


class Precision(Enum):
    """How much of a date stands there."""

    DAY = "day"
    MONTH = "month"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Mention:
    """Something like a date from `start` to `end` in the words.

    `form` is `year_first`, `figures` or `words` of a whole date, `year` of a year alone. With precision NONE, `fault`
    and `doubt` say why it is no date.
    """

    start: int
    end: int
    precision: Precision
    form: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    fault: str = ""
    doubt: Doubt | None = None


_MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + ")"
_ORDINAL = r"(?:st|nd|rd|th|ain|af|il|ydd|ed|eg|fed)?"
_FORMS = {
    "ymd": r"(?P<ymd_y>[0-9]{4})\s?[-/.]\s?(?P<ymd_m>[0-9]{1,2})\s?[-/.]\s?(?P<ymd_d>[0-9]{1,2})"
    r"(?:[t ][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?\s?(?:[ap]m|z|[+-][0-9]{2}:?[0-9]{2})?)?",
    "dmy": r"(?P<dmy_d>[0-9]{1,2})\s?(?P<dmy_s>[-/.])\s?(?P<dmy_m>[0-9]{1,2})"
    r"\s?(?P=dmy_s)\s?(?P<dmy_y>[0-9]{4}|[0-9]{2})",
    "wdmy": rf"(?P<wdmy_d>[0-9]{{1,2}})\s?{_ORDINAL}\s?(?:of |o )?[-/. ]?(?P<wdmy_m>{_MONTH})(?![a-z])"
    r"[.,]?[-/, ']{0,3}(?:of )?(?P<wdmy_y>[0-9]{4}|[0-9]{2})",
    "wmdy": rf"(?P<wmdy_m>{_MONTH})\.?[- ](?P<wmdy_d>[0-9]{{1,2}}){_ORDINAL}(?:, ?|[ -])(?P<wmdy_y>[0-9]{{4}})",
    "wmy": rf"(?P<wmy_m>{_MONTH})(?![a-z])[.,]?[-/, ]{{0,3}}(?:of )?(?P<wmy_y>[0-9]{{4}})",
    "my": r"(?P<my_m>[0-9]{1,2})\s?[-/.]\s?(?P<my_y>[0-9]{4})",
    "years": r"(?P<years_y>[0-9]{4})\s?[-/]\s?(?P<years_n>[0-9]{4}|[0-9]{2})",
    "wmd": rf"(?P<wmd_m>{_MONTH})(?![a-z])\.?[-/ ']{{0,3}}(?P<wmd_n>[0-9]{{1,2}}){_ORDINAL}",
    "wdm": rf"(?P<wdm_d>[0-9]{{1,2}})\s?{_ORDINAL}\s?(?:of |o )?[-/. ]?(?P<wdm_m>{_MONTH})",
    "dm": r"(?P<dm_d>[0-9]{1,2})\s?[-/.]\s?(?P<dm_m>[0-9]{1,2})",
    "wm": rf"(?P<wm_m>{_MONTH})",
    "y": r"(?P<y_y>(?:19|20)[0-9]{2})",
}
_MENTION = re.compile(
    r"(?<![0-9a-z])(?:" + "|".join(f"(?P<{name}>{form})" for name, form in _FORMS.items()) + r")(?![0-9a-z])"
)
_WELSH_OCTOBER = "hydref"
_DYDD_MAWRTH = re.compile(r"\bdydd mawrth\b")


def mentions_in(text: str) -> tuple[Mention, ...]:
    """Give everything like a date in `text` (folded: lower case, plain dashes), in order, never overlapping."""
    weekday_free = _DYDD_MAWRTH.sub(lambda match: "dydd ______"[: len(match[0])], text)
    return tuple(_mention(match) for match in _MENTION.finditer(weekday_free))


def _mention(match: re.Match[str]) -> Mention:
    """Turn one match into what it names."""
    start, end, form = match.start(), match.end(), match.lastgroup or ""
    if form == "ymd":
        return Mention(
            start, end, Precision.DAY, "year_first", int(match["ymd_y"]), int(match["ymd_m"]), int(match["ymd_d"])
        )
    if form in {"dmy", "wdmy", "wmdy"}:
        year, month, day = match[f"{form}_y"], match[f"{form}_m"], int(match[f"{form}_d"])
        if len(year) == 2:
            return _no_date(match, "a year of two figures is not safe; write all four", Doubt.TWO_MEANINGS)
        return Mention(
            start, end, Precision.DAY, "figures" if form == "dmy" else "words", int(year), _month(month), day
        )
    if form == "wmy" and match["wmy_m"] == _WELSH_OCTOBER:
        return _no_date(match, "hydref is October and autumn", Doubt.TWO_MEANINGS)
    if form in {"wmy", "my"}:
        return Mention(start, end, Precision.MONTH, form, int(match[f"{form}_y"]), _month(match[f"{form}_m"]))
    if form == "years":
        return _years(match)
    if form == "wmd" and len(match["wmd_n"]) == 2 and match["wmd_n"] == match[0][-2:]:
        return _no_date(match, f"{match['wmd_n']} may be a day or a year", Doubt.TWO_MEANINGS)
    if form == "y":
        return _no_date(match, "a year is not a day", Doubt.UNREADABLE_DATE, "year")
    return _no_date(match, "the year is missing", Doubt.UNREADABLE_DATE)


def _years(match: re.Match[str]) -> Mention:
    """Read `2008/09`: two following years are a span; any other month's number after a year is that month."""
    year, second = int(match["years_y"]), match["years_n"]
    if len(second) == 2 and int(second) != (year + 1) % 100 and 1 <= int(second) <= 12:
        return Mention(match.start(), match.end(), Precision.MONTH, "my", year, int(second))
    return _no_date(match, "a span of years is not a day", Doubt.UNREADABLE_DATE)


def _month(text: str) -> int:
    return MONTHS[text] if text in MONTHS else int(text)


def _no_date(match: re.Match[str], fault: str, doubt: Doubt, form: str = "") -> Mention:
    return Mention(match.start(), match.end(), Precision.NONE, form, fault=fault, doubt=doubt)
