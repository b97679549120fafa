"""Knows the notices in signatures: duty hours, emergencies, surveys, seasons, jobs, awards, print, law. No posts.

A notice is a sentence with a shape of `notice_shapes` whose other words say nothing of how a milestone stands.
"""

from __future__ import annotations

import re
from functools import lru_cache

from milestones.mail.doubts import DOUBTS
from milestones.mail.inbound.notice_shapes import LEGAL, NOTICE, OFFICE, TIMES
from milestones.mail.inbound.signature_words import SAYS, words_of

_HARMLESS_DOUBTS = words_of(
    "may will if or would could more must should know look looking need further share first so plan who"
)
_CLOSES = re.compile(
    rf"\s*(?:it |(?:the )?(?:survey|consultation|poll|vote) )?(?:closes|closing|ends|deadline"
    rf"|closing date)\b:?{TIMES}[.! ]*",
    re.IGNORECASE,
)
_URGES = re.compile(r"\b(?:to )?(?:get|do) (?:it|yours|one) (?:done|now|today)\b|\bdoes yours\b", re.IGNORECASE)
_OF_LAW = re.compile(
    r"\b(?:e-?mails?|messages?|opinions?|views|authors?['’]?s?|attachments?|recipients?|disclos\w+|monitored"
    r"|liab\w+)\b",
    re.IGNORECASE,
)
_FOLLOWS = re.compile(
    r"\b(?:you|yours?|us|our|it takes|drop in|online|the app|visit|call in|ring|sign up|take part|takes? (?:\w+ )?"
    r"minutes?|no appointment)\b",
    re.IGNORECASE,
)
_WARNING = re.compile(
    r"(?:think|remember|stop|note|please note|reminder|important|look|winner|nb)\b ?[!:]", re.IGNORECASE
)
_QUESTION = re.compile(r"(?!.*\b(?:i|me|we|my)\b)[^?]{2,60}\?", re.IGNORECASE)
_PERSON_TO_DO = re.compile(r"\b(?:[A-Z][\w'’]+|team|and|both|all) to (?!the\b|be\b)[a-z]{2,}")
_TELLS = (DOUBTS - _HARMLESS_DOUBTS) | words_of(
    "them he she has had goes went gone going go runs running mean means short choose back reading relief group panel "
    "exits clinic then instead two three four five six comments offer update"
)
"""Words beside a notice that make a person's statement of it: "Charity has it"."""
_TO_DO = re.compile(
    r"\bto (?:do|come|go|add|fit|train|be \w+(?:ed|n|t)|review|choose|follow|look|finish|sign|agree|approve|write|"
    r"check|send|book|run|hold|print|upload|object|update|fix|get|see|clear|test|read)\b"
    r"(?! (?:our|your|us|you|this e-?mail|now|early|the app|it (?:done|safely|online)))",
    re.IGNORECASE,
)
_NEED_TO = re.compile(r"\b(?:need|have|able|unable|not|here) to (?:print|come along|read|help|listen)\b", re.IGNORECASE)
_OF_THE_MATTER = re.compile(
    r"\bp\.?\s?p?\.?s\b(?!\s\d)|\bn\.?b\b|\bedit\b|\bupdate:|\b[A-Z][A-Z0-9]{1,9}-\d{1,6}\b|\b\d+ (?:of|out of) \d+\b"
    r"|n['’]t\b|\b[Ww]orking on (?:it|this|that|the)\b|\bthe last (?!week|day|date|chance)"
)


_ONE_WORD = re.compile(r"\W*[^\W\d]{1,9}[.!]*\s*")
"""A short word alone is no notice: most answers are one."""


def says_of_matter(text: str) -> bool:
    """Say whether a text speaks of how a milestone stands: a word of it, a denial, an id, a postscript's mark."""
    words = re.findall(r"[^\W\d_][\w'’]*", text.casefold().replace("’", "'"))
    told = _OF_THE_MATTER.search(text) or _PERSON_TO_DO.search(text) or re.search(r"\d ?%", text)
    return not SAYS.isdisjoint(words) or told is not None


@lru_cache(maxsize=256)
def is_notice(sentence: str) -> bool:
    """Say whether a sentence is a signature's notice, and nothing besides it says how a milestone stands."""
    if _ONE_WORD.fullmatch(sentence):
        return False
    rest, found = NOTICE.subn(" ", sentence)
    if not found or says_of_matter(rest) or _TO_DO.search(_NEED_TO.sub(" ", sentence)):
        return False
    words = re.findall(r"[^\W\d_][\w']*", rest.casefold().replace("’", "'"))
    return _TELLS.isdisjoint(words)


def is_office_notice(line: str) -> bool:
    """Say whether a line is a notice of an office, not of a person's own hours."""
    return OFFICE.search(line) is not None


def closes(sentence: str) -> bool:
    """Say whether a sentence names the end of what was advertised before it: "Closes 11 December!"."""
    return _CLOSES.fullmatch(sentence) is not None


def goes_on(sentence: str) -> bool:
    """Say whether a sentence goes on with the notice before it: "It takes five minutes", "Have you sent yours?"."""
    rest = _URGES.sub(" you ", sentence)
    starts = re.match(r"(?:with|over|to|for|from|on|at|by)\b", rest.strip(), re.IGNORECASE)
    return _FOLLOWS.search(rest) is not None and not starts and not says_of_matter(rest)


def is_law(sentence: str, *, goes_on: bool = False) -> bool:
    """Say whether a sentence is a legal notice; where it goes on with one, whether it still speaks of e-mails."""
    return (_OF_LAW if goes_on else LEGAL).search(sentence) is not None


def warns(sentence: str) -> bool:
    """Say whether a sentence only calls for attention: "Think!"."""
    return _WARNING.fullmatch(sentence.strip()) is not None


def asks_everybody(sentence: str) -> bool:
    """Say whether a sentence is a slogan's short question, which a notice answers: "Cold homes? Ring our helpline"."""
    return _QUESTION.fullmatch(sentence.strip()) is not None and not says_of_matter(sentence)
