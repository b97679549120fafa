"""Dates as plans write them: the day that the words name, the rule by which it was read, or the doubt.

Reads day first, always, and only what is definite; everything else comes back as a question. Needs no clock: words
that count from today ("next week") are a doubt in a plan, which is read long after it was written.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from milestones.domain.plans.date_mentions import Mention, Precision, mentions_in
from milestones.domain.state import Doubt

ISO = "year first: ISO date"
DAY_FIRST = "figures: day first"
IN_WORDS = "day, month and year in words"
MONTH_ALONE = "month alone: its last day"
END_OF_MONTH = "end of a month: its last day"
WEEK_ENDING = "week ending: the day named"
MEETING = "a meeting's day: the day named"

RULES = {
    ISO: "2026-12-07, 2026-12-07T00:00:00, 2026/12/07",
    DAY_FIRST: "07/12/2026, 7.12.2026, 7-12-2026: 7 December, never 12 July",
    IN_WORDS: "7 December 2026, Monday 7th of Dec. 2026, December 7, 2026, 7 Rhagfyr 2026",
    MONTH_ALONE: "September 2008, Sept-2008, 09/2008: 30 September 2008",
    END_OF_MONTH: "by the end of September 2008: 30 September 2008",
    WEEK_ENDING: "week ending 11 December 2026",
    MEETING: "next meeting of this committee on 18 November 2008",
}
"""Every rule by which a date is read, with what it reads; `docs/importing.md` lists them."""

_LONGEST = 300
_EARLIEST_YEAR, _LATEST_YEAR = 1990, 2100

_NOTHING = re.compile(r"[\W_]*|n/?a|nil|none|not applicable|blank|dim")
_RECURRENCE = re.compile(
    r"\b(?:on-?\s?going|continu(?:ous|ously|al|ally|ing|es|ed)|rolling|daily|weekly|fortnightly|monthly|quarterly|termly"
    r"|annual|annually|yearly|biannual(?:ly)?|biennial(?:ly)?|every|each|per|twice|throughout|regular(?:ly)?|routine(?:ly)?"
    r"|periodic(?:ally)?|recurring|repeated(?:ly)?|permanent|as (?:and when|required|needed|necessary)"
    r"|business as usual|bau|parhaus|blynyddol|misol|wythnosol|chwarterol)\b"
)
_START = re.compile(
    r"\b(?:from|since|after|start(?:s|ed|ing)?|commenc(?:e|es|ed|ing|ement)|begin(?:s|ning)?|began|onwards?|on-wards?"
    r"|wef|effective|launched|o|ers)\b"
)
_OPEN_END = re.compile(r"\s*-\s*(?:present|now|date)?")
_WEEK_OF = re.compile(r"\b(?:w/c|wc|w/b|week (?:commencing|beginning|of)|wk (?:commencing|beginning))\b")
_FINISHED = re.compile(
    r"\b(?:completed|done|finished|achieved|delivered|closed|implemented|met|submitted|published|reviewed)\b(?! by\b)"
)
_UNSURE = re.compile(r"[?~\u2248]")
_BEFORE_DAY = re.compile(r"(?<!\bor )\b(?:before|prior to|ahead of|in advance of|cyn)\b")
_VAGUE = (
    (re.compile(r"\b(?:t\.?b\.?[acd]|to be (?:confirmed|agreed|advised|decided|determined|arranged|set))\b"),
     "is still to be settled"),
    (re.compile(r"\bwithin\b"), "counts from something that has no date here"),
    (re.compile(r"\b(?:spring|summer|autumn|winter|easter|christmas|gwanwyn|haf|gaeaf)\b"), "is a season, not a day"),
    (re.compile(r"\bq\s?[1-4]\b|\bquarters?\b|\bchwarter\b"), "is a quarter, of a year that may begin in April"),
    (re.compile(r"\b(?:within|weeks?|months?|days?|years?|terms?|wks?|mths?)\b"),
     "counts from something that has no date here"),
    (re.compile(r"\b(?:when|once|following|subject to|dependent|depends|next|upon|pending|until)\b"),
     "waits on something that has no date here"),
    (re.compile(r"\b(?:asap|soon|immediate(?:ly)?|urgent(?:ly)?|now|short|medium|long|coming|shortly|future)\b"),
     "names no day"),
)  # fmt: skip

_TIME = re.compile(
    r"\b(?:at )?(?:[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?\s?(?:am|pm)?"
    r"|[0-9]{1,2}\s?(?:am|pm)|noon|midday)\b"
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = re.compile(
    r"\b(?:(mon)(?:day)?|(tue)(?:s|sday)?|(wed)(?:s|nesday)?|(thu)(?:r|rs|rsday)?|(fri)(?:day)?|(sat)(?:urday)?"
    r"|(sun)(?:day)?)\b|\bdydd (?:(llun)|(mawrth)|(mercher)|(iau)|(gwener)|(sadwrn)|(sul))\b"
)
_LEAD_IN = re.compile(
    r"(?:(?:(?:to|must|should|will) be )?(?:complet(?:e|ed)|finish(?:ed)?|deliver(?:ed)?|implement(?:ed)?|in place"
    r"|achieve(?:d)?|ready|submit(?:ted)?|publish(?:ed)?|review(?:ed)?) (?=by\b)"
    r"|(?:due )?(?:for )?(?:due|deadline|target|completion)"
    r"(?: date)? ?)?(?:is )?"
    r"(?:by|on|in|during|erbyn|on or before)? ?(?:on)? ?(?:(?:no|not) later than)? ?(?:the)? ?"
    r"(?P<end>end(?: of)?|month end|diwedd|close of play|close of business|cop|cob|end of play)? ?(?:of|on)? ?(?:the)?"
)
_WEEK_ENDING = re.compile(r"(?:by |for )?(?:the )?(?:w/e|week ending|wk ending)")
_LEAD_OUT = re.compile(
    r"(?:at the latest|at latest|latest|or (?:earlier|sooner|before)|deadline|target|target date|revised)?"
)
_NOUNS = """
    meeting committee board cabinet council panel group forum conference workshop event session agm scrutiny launch
    """
_BESIDE = """
    next the this of at to for our a an on by in and full executive partnership prevent channel steering delivery audit
    strategic safeguarding community safety overview police authority report reported local
    """
_MEETING_NOUNS = frozenset(_NOUNS.split())
_MEETING_WORDS = _MEETING_NOUNS | frozenset(_BESIDE.split())


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """What date words say: the `day` with the `rule` that read it, or the `doubt` with what to `ask`."""

    day: date | None
    rule: str | None = None
    doubt: Doubt | None = None
    ask: str = ""


@lru_cache(maxsize=4096)
def read_due(words: str) -> WrittenDate:
    """Read the due date that `words` name, day first; whatever is not definite comes back as a doubt, never a guess.

    Never raises on any text. `day` and `rule` are given together, or `doubt` and `ask` are.
    """
    text = _fold(words)
    shown = f"'{' '.join(words.split())[:80]}'"
    if _NOTHING.fullmatch(text):
        return _doubt(Doubt.NO_DATE, "The plan gives no date. By which day is it due?")
    if len(text) > _LONGEST:
        return _unreadable(f"{shown}... is too long to be a date. By which day is it due?")
    if _RECURRENCE.search(text):
        return _unreadable(f"{shown} is a recurrence, not one day. By which day is it due next?")
    mentions = mentions_in(text)
    if not mentions:
        return _unreadable(f"{shown} {_why_vague(text)}. By which day is it due?")
    return _read_mentions(text, mentions, shown)


def _read_mentions(text: str, mentions: tuple[Mention, ...], shown: str) -> WrittenDate:
    """Read words that hold at least one thing like a date."""
    readings = [_day_of(mention) for mention in mentions]
    if len(mentions) > 1 and (None in {day for day, _, _ in readings} or len({day for day, _, _ in readings}) > 1):
        return _doubt(Doubt.TWO_MEANINGS, f"{shown} names more than one date. Which one is it due by?")
    day, rule, fault = readings[0]
    if day is None:
        if mentions[0].form == "year" and (vague := _vague(text)):
            return _unreadable(f"{shown} {vague}. By which day is it due?")
        return _doubt(fault or Doubt.UNREADABLE_DATE, f"{shown}: {rule}. By which day is it due?")
    before, after = text[: mentions[0].start], text[mentions[-1].end :]
    between = text[mentions[0].end : mentions[-1].start] if len(mentions) > 1 else ""
    if _OPEN_END.fullmatch(after):
        return _unreadable(f"{shown} is a start, not an end. By which day is it due?")
    around = f"{before} {after}"
    for pattern, doubt, why in (
        (_UNSURE, Doubt.TWO_MEANINGS, "is marked as unsure"),
        (_WEEK_OF, Doubt.UNREADABLE_DATE, "is a week, not a day"),
        (_BEFORE_DAY, Doubt.TWO_MEANINGS, "may mean the day itself or the day before it"),
        (_FINISHED, Doubt.UNREADABLE_DATE, "says when it was finished, not when it is due"),
        (_START, Doubt.UNREADABLE_DATE, "is a start, not an end"),
    ):
        if pattern.search(around):
            return _doubt(doubt, f"{shown} {why}. By which day is it due?")
    named = _weekdays_in(around + " " + between)
    if named - {day.weekday()} and mentions[0].precision is Precision.DAY:
        said = " and ".join(_WEEKDAYS[weekday].capitalize() for weekday in sorted(named))
        right = _WEEKDAYS[day.weekday()].capitalize()
        return _doubt(Doubt.TWO_MEANINGS, f"{shown} says {said}, but {day.isoformat()} is a {right}. Which is meant?")
    return _read_around(day, rule, mentions[0].precision, _words(before), _words(after), shown)


def _read_around(day: date, rule: str, precision: Precision, before: str, after: str, shown: str) -> WrittenDate:
    """Accept a date only when every word beside it is understood."""
    lead_in = _LEAD_IN.fullmatch(before)
    if lead_in and _LEAD_OUT.fullmatch(after):
        at_end = precision is Precision.MONTH and lead_in["end"]
        return WrittenDate(day, END_OF_MONTH if at_end else rule)
    if precision is Precision.DAY:
        if _WEEK_ENDING.fullmatch(before) and not after:
            return WrittenDate(day, WEEK_ENDING)
        beside = f"{before} {after}".split()
        if _MEETING_NOUNS.intersection(beside) and _MEETING_WORDS.issuperset(beside):
            return WrittenDate(day, MEETING)
    if re.search(r"[0-9]", before + after):
        return _doubt(Doubt.TWO_MEANINGS, f"{shown} names more than one date or number. By which day is it due?")
    return _unreadable(f"{shown} says more than a date. Is it due by {day.isoformat()}?")


def _day_of(mention: Mention) -> tuple[date | None, str, Doubt | None]:
    """Give the day that `mention` names with its rule, or None with why not and the doubt."""
    if mention.precision is Precision.NONE or mention.year is None or mention.month is None:
        return None, mention.fault, mention.doubt
    if not _EARLIEST_YEAR <= mention.year <= _LATEST_YEAR:
        return None, f"the year {mention.year} cannot be meant", Doubt.UNREADABLE_DATE
    if not 1 <= mention.month <= 12:
        return None, f"there is no month {mention.month}, and day and month are never swapped", Doubt.UNREADABLE_DATE
    last = monthrange(mention.year, mention.month)[1]
    if mention.precision is Precision.MONTH:
        return date(mention.year, mention.month, last), MONTH_ALONE, None
    number = mention.day or 0
    if not 1 <= number <= last:
        named = f"{date(mention.year, mention.month, 1):%B %Y}"
        return None, f"{named} has {last} days, there is no day {number}", Doubt.UNREADABLE_DATE
    rule = {"year_first": ISO, "figures": DAY_FIRST}.get(mention.form, IN_WORDS)
    return date(mention.year, mention.month, number), rule, None


def _why_vague(text: str) -> str:
    """Say what kind of words these are, for the question."""
    if re.fullmatch(r"[0-9]{5}(?:\.[0-9]{1,9})?", text) and 20000 <= int(text[:5]) <= 80000:
        day = date(1899, 12, 30) + timedelta(days=int(text[:5]))
        return f"looks like a spreadsheet's day number ({day.isoformat()}); format that cell as a date"
    return _vague(text) or "is not a date that can be read"


def _vague(text: str) -> str | None:
    """Say what makes `text` vague, None where nothing known does."""
    return next((why for pattern, why in _VAGUE if pattern.search(text)), None)


def _weekdays_in(text: str) -> set[int]:
    """Give the weekdays named in `text`, Monday 0, in English or Welsh."""
    found = set()
    for match in _WEEKDAY.finditer(text):
        found.add(next(place for place, name in enumerate(match.groups()) if name) % 7)
    return found


def _words(text: str) -> str:
    """Give what stands beside a date without times, weekdays and punctuation."""
    bare = _WEEKDAY.sub(" ", _TIME.sub(" ", text))
    return " ".join(re.sub(r"[^\w/]+", " ", bare).split())


def _fold(words: str) -> str:
    """Give `words` in one spelling: lower case, plain spaces, dashes and quotes, nothing invisible."""
    text = unicodedata.normalize("NFKC", words).casefold()
    text = "".join(c for c in text if unicodedata.category(c) not in {"Cf", "Mn"})
    text = re.sub(r"[\u2010-\u2015\u2212\u00ad]", "-", text)
    text = re.sub(r"[\u2018\u2019`\u00b4]", "'", text)
    return " ".join(text.split()).strip(" .,;:")


def _doubt(doubt: Doubt, ask: str) -> WrittenDate:
    return WrittenDate(None, None, doubt, ask)


def _unreadable(ask: str) -> WrittenDate:
    return _doubt(Doubt.UNREADABLE_DATE, ask)
