"""Spells days out before they are looked for: "last wk", "yest", "tomoro", "Thrusday", and the Welsh turns for days.

Knows names of days and spans only; what a day means is read in `milestones.mail.words.days`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from milestones.mail.words.ordinary_words import ORDINARY
from milestones.mail.words.phrases import word_set

_NAMES = word_set("""
    monday tuesday wednesday thursday friday saturday january february september october november december yesterday
    tomorrow
    """)
_TYPED = {
    "wk": "week",
    "wks": "weeks",
    "wek": "week",
    "weeek": "week",
    "weke": "week",
    "mth": "month",
    "mths": "months",
    "mnth": "month",
    "fortnite": "fortnight",
    "fornight": "fortnight",
    "yest": "yesterday",
    "yesty": "yesterday",
    "yday": "yesterday",
    "yday's": "yesterday",
    "y'day": "yesterday",
    "tomoz": "tomorrow",
    "tomoro": "tomorrow",
    "tmw": "tomorrow",
    "tmr": "tomorrow",
    "tmrow": "tomorrow",
    "2moro": "tomorrow",
    "2morrow": "tomorrow",
    "2day": "today",
    "tody": "today",
    "tdy": "today",
    "nxt": "next",
    "tonite": "tonight",
    "2nite": "tonight",
    "lst": "last",
}
_ALPHABET = "aeiouy"
_NO_SLIPS = word_set("sundry monday's tuesdays fridays mondays thursdays wednesdays saturdays") | ORDINARY


def _slips_of(name: str) -> set[str]:
    """Give the slips of a day's name behind its first letter: one dropped, doubled, swapped, or another vowel."""
    found = {name[:at] + name[at + 1 :] for at in range(1, len(name))}
    found |= {name[:at] + name[at] + name[at:] for at in range(1, len(name))}
    found |= {name[:at] + name[at + 1] + name[at] + name[at + 2 :] for at in range(1, len(name) - 1)}
    vowels = (at for at in range(1, len(name)) if name[at] in _ALPHABET)
    return found | {name[:at] + vowel + name[at + 1 :] for at in vowels for vowel in _ALPHABET}


_SPELLED = {slip: name for name in sorted(_NAMES) for slip in _slips_of(name) - _NAMES - _NO_SLIPS} | _TYPED
_MONTHS = "ionawr|chwefror|mawrth|ebrill|mai|mehefin|gorffennaf|awst|medi|hydref|tachwedd|rhagfyr"
_WELSH = (
    (r"dd?ydd (llun|mawrth|mercher|iau|gwener|sadwrn|sul) diwethaf", r"last \1"),
    (r"dd?ydd (llun|mawrth|mercher|iau|gwener|sadwrn|sul) nesaf", r"next \1"),
    (r"dd?ydd (llun|mawrth|mercher|iau|gwener|sadwrn|sul) (?:yma|hwn)", r"this \1"),
    (r"(?:yr )?wythnos (?:diwethaf|ddiwethaf|d'wetha|dwetha)", "last week"),
    (r"(?:y )?[mf]is (?:diwethaf|d'wetha|dwetha)", "last month"),
    (r"(?:y )?ll?ynedd", "last year"),
    (r"(?:yr )?wythnos nesaf", "next week"),
    (r"(?:y )?[mf]is nesaf", "next month"),
    (r"(?:yr )?wythnos (?:hon|yma)", "this week"),
    (r"(?:y )?[mf]is (?:hwn|yma)", "this month"),
    (r"y bore yma|bore heddiw", "this morning"),
    (r"neithiwr", "last night"),
    (r"wythnos yn ôl", "a week ago"),
    (r"(\d+|dwy|tair|pedair) wythnos yn ôl", r"\1 weeks ago"),
    (rf"diwedd (?:mis )?(?={_MONTHS})", "end of "),
    (r"diwedd yr wythnos", "end of the week"),
    (r"diwedd y flwyddyn", "end of the year"),
    (r"wythnos (?:arall|ychwanegol)", "another week"),
    (r"pythefnos (?:arall|ychwanegol)", "another fortnight"),
    (r"mis (?:arall|ychwanegol)", "another month"),
    (r"(?:dwy|2) wythnos (?:arall|ychwanegol)", "another two weeks"),
    (r"(?:tair|3) wythnos (?:arall|ychwanegol)", "another three weeks"),
)
_WELSH_TRIGGERS = word_set("dydd ddydd wythnos mis fis llynedd bore neithiwr diwedd pythefnos")
_TRIGGERS = frozenset(_SPELLED) | _WELSH_TRIGGERS
_WORDS = re.compile(r"[^\W_]+(?:'\w+)*")
_PIECES = tuple((re.compile(rf"\b(?:{pattern})(?!\w)"), meant) for pattern, meant in _WELSH)


@dataclass(frozen=True, slots=True)
class Respelled:
    """A text with its days spelled out, and where each of its places stood as written."""

    text: str
    starts: tuple[int, ...] = ()
    shifts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()

    def written(self, at: int, *, end: bool = False) -> int:
        """Give the place in the text as written; within what was respelled its start, or for an `end` its end."""
        piece = bisect_right(self.starts, at - end) - 1
        if piece < 0:
            return at
        if at >= self.ends[piece]:
            return at + self.shifts[piece]
        if end:
            return self.ends[piece] + self.shifts[piece]
        return self.starts[piece] + (self.shifts[piece - 1] if piece else 0)


def respelled(text: str) -> Respelled:
    """Spell out the days of a text; nearly every text has none to spell out."""
    low = text.lower()
    words = _WORDS.findall(low)
    if _TRIGGERS.isdisjoint(words) or len(low) != len(text):
        return Respelled(text)
    found = [(one.start(), one.end(), _SPELLED[one[0]]) for one in _WORDS.finditer(low) if one[0] in _SPELLED]
    if not _WELSH_TRIGGERS.isdisjoint(words):
        found += [
            (one.start(), one.end(), one.expand(meant)) for piece, meant in _PIECES for one in piece.finditer(low)
        ]
    return _put_in(text, sorted(found, key=lambda one: (one[0], -one[1])))


def _put_in(text: str, found: list[tuple[int, int, str]]) -> Respelled:
    parts: list[str] = []
    starts: list[int] = []
    shifts: list[int] = []
    ends: list[int] = []
    at = length = 0
    for start, end, meant in found:
        if start < at:
            continue
        parts += [text[at:start], meant]
        length += start - at
        starts.append(length)
        length += len(meant)
        ends.append(length)
        shifts.append(end - length)
        at = end
    return Respelled("".join([*parts, text[at:]]), tuple(starts), tuple(shifts), tuple(ends))
