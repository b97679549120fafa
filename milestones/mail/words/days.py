"""Reads days as UK people write them in mail: day first, relative to the day of writing, or a doubt that says why.

Every rule has a name. What has two meanings is a doubt, never a guess: the service asks back. Knows nothing of what
the day is wanted for; `milestones.mail.requests` picks the requested one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from milestones.mail.words import day_readers as read
from milestones.mail.words import day_spans as spans
from milestones.mail.words.day_readers import Base, Day, Doubt, Read, Reader, Tense, rule
from milestones.mail.words.day_relations import RELATIONS
from milestones.mail.words.day_words import COUNT, MONTH, MONTHS, ORDINAL, ORDINAL_WORD, WEEKDAY, any_of

if TYPE_CHECKING:
    from datetime import date

__all__ = ["Day", "DayMention", "Doubt", "Tense", "days_in", "read_day"]


@dataclass(frozen=True, slots=True)
class DayMention:
    """One mention of time in a text: where it stands, what it says, and whether it looks back or ahead."""

    start: int
    end: int
    result: Day | Doubt
    tense: Tense


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
    base = Base(written_on, spans_from_today)
    if len(text) != len(words):  # a character that folds into two: positions would lie
        text = words.lower() if len(words.lower()) == len(words) else words
    found = [
        (match.start(), -match.end(), order, match, reader)
        for order, (pattern, reader) in enumerate(_RULES)
        for match in pattern.finditer(text)
    ]
    mentions: list[DayMention] = []
    at = 0
    for start, minus_end, _, match, reader in sorted(found, key=lambda one: one[:3]):
        if start < at:
            continue
        at = -minus_end
        result, tense = _safely(reader, match, base)
        if isinstance(result, Day) and _is_vague(text, start, at):
            result = Doubt("around a day is no day")
        mentions.append(DayMention(start, at, result, tense))
    return tuple(mentions)


def _is_vague(text: str, start: int, end: int) -> bool:
    """Say whether the words just before or behind a day make it no day: "around the 18th", "18 December or so"."""
    lead = text[max(0, start - _LEAD) : start]
    return bool((_VAGUE_BEFORE.search(lead) and not _NOT_BEFORE.search(lead)) or _VAGUE_BEHIND.match(text, end))


_LEAD = 48
_NOT_BEFORE = re.compile(
    r"(?:(?:\bnot|n't)\b|\bno (?:need|more|further|reminders?|chas\w+|remind\w+|nudg\w+|e-?mails?|point)\b)[^.]*"
    r"\bbefore\W{0,3}(?:the )?\Z"
)
"""Until then: "don't chase me again before 7 December", "no chasers before the 7th"."""
_VAGUE_BEFORE = re.compile(
    r"(?<!\bwhat )(?<!\bhow )\b(?:around|about|circa|approx|approximately|roughly|after|before|sometime|between|w/?c"
    r"|week of"
    r"|week commencing|beyond|past|nearer|nearer to|towards|close to|this side of|following)"
    r"\W{0,3}(?:the )?\Z|(?<!\bno )(?<!\bnot )\b(?:later|earlier) than\W{0,3}(?:the )?\Z|\bany day but (?:the )?\Z"
)
_VAGUE_BEHIND = re.compile(
    r"(?:-|\s)?ish\b| or (?:so|thereabouts|later|after|sooner|earlier|before|near enough)\b|,? give or take\b"
    r"| (?:and )?onwards?\b| plus (?:a|an|one|two|\d)"
)
"""Words behind a day that make it none: "18 December or so"."""


def _safely(reader: Reader, match: re.Match[str], base: Base) -> Read:
    """Read a match; a day that no calendar has (30/02, month 13, year 0) is a doubt."""
    try:
        return reader(match, base)
    except (ValueError, OverflowError):
        return Doubt("there is no such day"), Tense.EITHER


_YEAR = (  # "14 January, 11 December" names no year
    r"(?:,? {0,2}'?(?P<year>20\d\d|\d\d)"
    rf"(?![\d:%/]| ?(?:am|pm|hrs|hours|of|more|people|stations|staff|{MONTH})\b))?"
)
_WD = rf"(?:\b(?:(?:next|this|this coming|coming) )?(?P<weekday>{WEEKDAY}),? (?:the )?)?"
_MONTH_ALONE = any_of(MONTHS.keys() - {"may", "mar", "mai", "fai", "dec", "jan", "sep", "medi", "fedi"})
_WHICH = r"(?P<which>(?:the |this |next |current |the next )?)"
_ASKED = (
    r"(?:please|pls|plis|sorry|ok|so|make (?:it|that)|call it|say|(?:can|could|shall) we (?:say|do|have)"
    r"|(?:can|could) it be|how about|what about|let's say|we'd like|i'd like|(?:would|is)(?= \d))"
)
_COURTEOUS = (
    r"(?:please|pls|plis|thanks|thank you|ta|cheers|and thank you|then|instead|for (?:this|me|us|this one)"
    r"|if (?:that's )?(?:possible|poss|ok|okay|alright|you can|we can|i may)"
    r"|would (?:be|do|suit)(?: (?:us|me|fine|good|great|better|ok|perfect|nicely))?"
    r"|ok|okay|suits?(?: (?:us|me))?|at the (?:very )?latest|will do|possible|os gwelwch yn dda|diolch)"
)
_STATUS = r"(?:done|complete|completed|finished|there|sessions|stations|staff)"
_UNIT = r"(?P<unit>(?:working )?days?|weeks?|wks?|fortnights?|months?)"


_RULES = (
    rule(r"\b(20\d\d)[-/.](\d{1,2})[-/.](\d{1,2})\b", read.iso),
    rule(
        rf"{_WD}\b(?P<day>\d{{1,2}})(?P<mark>[/.-])(?P<month>\d{{1,2}})(?P=mark)(?P<year>20\d\d|\d\d)\b", read.numeric
    ),
    rule(r"\b(?P<weekday>)(?P<day>\d{1,2}) (?P<month>\d{1,2}) (?P<year>20\d\d)\b", read.numeric),
    rule(
        r"\b(?:until|till|til|to|by|on|date|for|extend|week ending|w/e"
        r"|we) (?P<weekday>)(?P<day>\d{1,2})/(?P<month>\d{1,2})(?P<year>)"
        rf"(?![/\d%]| ?{MONTH}\b)",
        read.numeric,
    ),
    rule(
        r"(?<![/\d])(?P<weekday>)(?P<day>1[3-9]|2\d|3[01])/(?P<month>0?[1-9]|1[0-2])(?P<year>)(?![/\d%])", read.numeric
    ),
    rule(  # with courtesy alone no fraction is meant: "10/12 please", "make it 8/1"
        rf"\A\W*(?:{_ASKED},? )+(?P<weekday>)(?P<day>\d{{1,2}})[/.](?P<month>\d{{1,2}})(?P<year>)(?![\d/%.:])"
        rf"(?=\W*(?:{_COURTEOUS}\W*)*\Z)",
        read.numeric,
    ),
    rule(
        rf"\A\W*{_WD}(?P<day>\d{{1,2}})[/.](?P<month>\d{{1,2}})(?P<year>)(?![\d/%.:])(?=\W*(?:{_COURTEOUS}\W*)+\Z)",
        read.numeric,
    ),
    rule(  # written with noughts no fraction is meant; nor by two such after "from" and "was"
        r"(?<![/\d])(?P<weekday>)(?P<day>0[1-9])/(?P<month>0[1-9]|1[0-2])(?P<year>)(?![/\d%])", read.numeric
    ),
    rule(
        rf"(?:(?<=\bfrom )|(?<=\bwas ))(?P<weekday>)(?P<day>\d\d)/(?P<month>\d\d)(?P<year>)(?![/\d%]| ?(?:of"
        rf"|{_STATUS})\b)",
        read.numeric,
    ),
    rule(
        rf"(?:\bthe )?{_WD}\b(?P<day>\d{{1,2}}){ORDINAL}? ?(?:of |o )?(?P<month>{MONTH})\b\.?{_YEAR}(?: (?:cop|cob"
        rf"|close of play)\b)?",
        read.worded,
    ),
    rule(rf"{_WD}\b(?P<month>{MONTH})\.? (?:the )?(?P<day>\d{{1,2}})(?!\d|[/:%]){ORDINAL}?\b{_YEAR}", read.worded),
    rule(rf"\b\d{{1,2}}{ORDINAL}? ?(?:-|/|or|and|to|&) ?(?:the )?\d{{1,2}}{ORDINAL}? ?(?:of )?{MONTH}\b", read.vague),
    rule(
        rf"{_WD}(?:the )?\b(?P<day>\d{{1,2}}){ORDINAL}\b"
        r"(?: of (?P<which>this|next) month| (?P=weekday))?"
        r"(?! (?:of |stage|phase|part|draft|half|item|milestone|version|section|time|station|meeting|one\b))",
        read.day_only,
    ),
    rule(rf"\bnext {WEEKDAY} (?:week|fortnight)\b", read.vague),
    rule(
        rf"(?:\b(?P<which>this|next|last) )?\b(?P<weekday>{WEEKDAY})\b(?P<after> week\b| fortnight\b)?",
        read.weekday,
    ),
    rule(
        rf"(?:\b(?P<before>{WEEKDAY}),? (?:of )?)\b(?P<which>this|next|last) week\b(?P<behind>)",
        read.weekday_of_week,
    ),
    rule(rf"(?P<before>)\b(?P<which>this|next) week,? (?:on )?(?P<behind>{WEEKDAY})\b", read.weekday_of_week),
    rule(
        rf"\b(?P<span>(?:a |one )?(?:week|fortnight)|{COUNT} weeks?)"
        rf" (?:on (?P<weekday>{WEEKDAY})|today|tomorrow|from today|from now|from tomorrow)\b",
        spans.on_weekday,
    ),
    rule(
        rf"\b(?:the )?(?:end|close|back end)(?: of)? {_WHICH}"
        r"(?P<unit>week|month|year|financial year|fiscal year|tax year|fy|calendar year|quarter|q[1-4]|term"
        r"|day|play"
        r"|business|summer|winter|spring|autumn|school year|academic year)\b"
        rf"(?! (?:on )?(?:the )?(?:{WEEKDAY}|today|tomorrow|\d))",
        read.end_of,
    ),
    rule(
        rf"\b(?:the )?(?P<nth>first|second|third|fourth|last|final) (?P<unit>working day|week ?day|day|{WEEKDAY})"
        rf" (?:of|in) (?:the )?(?:(?P<month>{MONTH})\b{_YEAR}|(?P<which>this|next)? ?(?:month\b"
        r"|(?P<new_year>new year\b)))",
        spans.nth_of_month,
    ),
    rule(r"\b(?:the )?last day of (?:the |this )?(?:calendar )?year\b(?P<which>)(?P<unit>)", spans.year_end),
    rule(rf"\b(?:the )?(?P<nth>{ORDINAL_WORD}) of (?P<month>{MONTH})\b{_YEAR}", spans.ordinal_worded),
    rule(r"\b(?P<which>)(?P<unit>month|financial year)[ -]end\b", read.end_of),
    rule(rf"\b(?:the )?end(?: of)? (?P<month>{MONTH})\b{_YEAR}", read.end_of_month),
    rule(r"\b(?:the )?end of (?P<year>20\d\d)\b", read.end_of_year),
    rule(
        r"\b(?P<name>christmas (?:day|eve)|boxing day|new year'?s?'? (?:eve|day)|good friday|easter (?:sunday"
        r"|monday))"
        r"\b(?: (?P<year>20\d\d)\b)?",
        read.feast_day,
    ),
    rule(r"\byesterday\b", read.near),
    rule(
        r"\b(?:the day after tomorrow|today|tonight|tomorrow|tomorow|tmrw|yesterday|yfory|heddiw|ddoe"
        rf"|close of play|cop|cob)\b(?! (?:on )?(?:{WEEKDAY}|today|tomorrow|\d|the \d|next))",
        read.near,
    ),
    rule(
        rf"{_WD}\b(?P<day>\d{{1,2}}){ORDINAL}?(?P<mark>[-/.])(?P<month>{MONTH})(?P=mark)(?P<year>20\d\d|\d\d)\b",
        read.worded,
    ),
    rule(rf"{_WD}\b(?P<day>\d{{1,2}}){ORDINAL}?-(?P<month>{MONTH})\b(?P<year>)", read.worded),
    rule(
        rf"\b(?P<day>\d{{1,2}}){ORDINAL}?(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)"
        r"(?P<year>20\d\d|\d\d)?\b(?P<weekday>)",
        read.worded,
    ),
    rule(rf"\b(?P<count>{COUNT}|\d{{1,2}}) {_UNIT} (?:from|after) (?:today|now)\b(?:'s date)?", spans.in_span),
    rule(rf"\b(?:in|within) (?P<count>{COUNT}|\d{{1,2}}|another) {_UNIT}\b", spans.in_span),
    rule(
        rf"(?:\b(?:by|for|another|extra|further|an? (?:further|extra|additional)) )?"
        rf"\b(?P<count>{COUNT}|\d{{1,2}}|another|few|couple|couple of|few more|couple more)[ -](?:(?:more|extra"
        rf"|further|additional) )?{_UNIT}'?\b",
        spans.span,
    ),
    rule(
        rf"\b(?:{COUNT}|\d{{1,3}}|few|couple of|some|many|several)? ?(?:days?|weeks?|months?|years?|fortnights?"
        r"|ages) ago\b"
        r"|\blast (?:week|month|year|night|quarter|summer|spring|autumn|winter)\b|\bearlier (?:this"
        r"|today)[a-z ]{0,6}",
        spans.ago,
    ),
    rule(
        rf"(?<![\w-])(?P<vague>(?:mid|early|late|start of|beginning of|middle of|some ?time in|in|during"
        r"|the week of)[ -])?"
        rf"\b(?P<month>{_MONTH_ALONE})\b(?: (?P<year>20\d\d)\b)?",
        read.month_alone,
    ),
    rule(
        r"\b(?P<vague>mid|early|late|in|until|till|to|end|last|since)[ -](?P<month>may|mar|jan|dec"
        r"|sep)\b(?! ?\d)(?P<year>)",
        read.month_alone,
    ),
    rule(
        r"\b(?:w/?c|week commencing|week beginning|week of)(?: the)? (?=\S)[^\s,;]{1,12}"
        rf"(?: ?(?:of )?{MONTH}\b)?(?: 20\d\d\b)?",
        read.vague,
    ),
    rule(
        r"\bq[1-4]\b|\byear[ -]end\b|\bquarter [1-4]\b|\bnext (?:week|month|year|quarter|term|meeting|board"
        r"|spring|summer|autumn|winter)\b"
        r"|\b(?:the |in )?new year\b|\beaster\b|\bchristmas\b|\bxmas\b|\bdiwedd y mis\b"
        r"|\bhalf[ -]term\b|\bend of term\b"
        r"|\b(?:the |in |until |by )(?:spring|summer|autumn|winter)\b|\b(?:to|extend to) (?:spring|summer"
        r"|autumn|winter)\b|\by nadolig\b|\by flwyddyn newydd\b|\byr? (?:wythnos|mis|flwyddyn) nesaf\b",
        read.vague,
    ),
    *RELATIONS,
)
