"""Tells which lines of a signature say nothing: names, posts, ways to reach somebody, notices, straplines.

An allow-list: a line that is none of these is kept and read, wherever it stands. Knows no place of a signature.
"""

from __future__ import annotations

import re
from functools import lru_cache

from milestones.mail.doubts import DOUBTS
from milestones.mail.inbound.disclaimers import is_marking, is_sent_from, starts_disclaimer
from milestones.mail.inbound.notices import (
    asks_everybody,
    closes,
    goes_on,
    is_law,
    is_notice,
    is_office_notice,
    says_of_matter,
    warns,
)
from milestones.mail.inbound.signature_words import BODY, DAYS, DOUBTFUL, JOINING, OF_TITLES, ROLE, STARTERS, words_of
from milestones.mail.inbound.straplines import is_strapline

CONTACT = re.compile(
    r"<[^<>\s]{3,200}>|(?:https?://|www\.)\S+|[^\s@]{1,64}@[^\s@]{1,80}\.\w{2,20}|(?<!\w)@\w{2,40}|"
    r"(?<![\w-])\w[\w-]{0,40}\.(?:gov|police|nhs|ac|sch|org|co|example|com)(?:\.\w{1,20}){0,3}(?:/\S{0,200})?|"
    r"\+?\(?\d[\d ()./-]{7,20}\d|\b(?:int(?:ernal)?|ext|x|collar|pin|airwave|bleep|dd|ddi|dx|ref|shoulder|warrant|"
    r"epaulette)\b\.?:? ?(?:no\.?:? ?|number:? ?)?[A-Z]?\d{2,10}\b|"
    r"\b(?:pronouns:? ?)?\(?(?:she|he|they)(?: ?/ ?(?:her|him|they|them|hers|his|theirs)){1,2}\b\)?|"
    r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b|\b[TMEFWD]:? ?[+(]?0?\d{3,}",
    re.IGNORECASE,
)
"""Telephone numbers, addresses, handles, collar numbers, postcodes."""
_SENTENCES = re.compile(r"(?<=[\w)\]'’\"”][.!?])\s+(?=\S)|(?<=[?!])\s*(?=[A-Z])|\s*[|•·]\s*|\s{3,}")
_PARTS = re.compile(r"[,;:()\[\]/\\]|\s[-–—~]+\s|\s[-–—]$")
_WORD = re.compile(r"[^\W\d_][\w'’.-]*|&|\d+")
_COUNT = re.compile(r"\b\d+ ?(?:/|of|out of|to) ?\d+\b|\b\d+ (?:left|to go)\b", re.IGNORECASE)
_LONGEST = 600
"""Characters of a line that is looked at; a longer one is a disclaimer or is kept."""
_SPEAKS = words_of(
    "i we he she they it its it's this that them has have had is are was were be been being do does did doing gets got "
    "will would goes need needs wants reads says"
)
_SHORT = 5
_ALSO_NAMES = frozenset({"will", "hope", "may"})
_RANKED = re.compile(r"PS \d{2,5}(?: [A-Z][\w'’.-]*){0,4}")
"""A police sergeant's number and name, which is no postscript."""


def is_post(text: str) -> bool:
    """Say whether a text names a post, an organisation or a way to reach somebody."""
    return ROLE.search(text) is not None or BODY.search(text) is not None or CONTACT.search(text) is not None


def is_named(text: str) -> bool:
    """Say whether a text is nothing but names, posts, organisations, numbers: each word capitalised or joining."""
    text = text.strip(" \t*_.!-–—~|>").replace("’", "'")
    if not text:
        return True
    if len(text) > 160 or "?" in text or "%" in text or _COUNT.search(text) or DAYS.search(text):
        return False
    if _RANKED.fullmatch(text):
        return True
    plain = OF_TITLES.sub(" ", text)
    words = _WORD.findall(plain)
    folded = [word.casefold().rstrip(".") for word in words]
    if any(word in DOUBTFUL or word.endswith("n't") for word in _but_names(words, folded)):
        return False
    starts = bool(folded) and folded[0] in STARTERS and not (folded[0] in _ALSO_NAMES and len(words) > 1)
    if plain == text and starts and not _abbreviates(words[0]):
        return False
    return all(
        not word[0].islower() or known in JOINING or ROLE.fullmatch(word) or BODY.fullmatch(word)
        for word, known in zip(words, folded, strict=True)
    )


def _but_names(words: list[str], folded: list[str]) -> list[str]:
    """Give the words of a text without those that are a person's: "Will Carter", "Bob Hope"."""
    named = len(words) > 1 and all(
        word[0].isupper() and known not in STARTERS - _ALSO_NAMES for word, known in zip(words, folded, strict=True)
    )
    return [word for word in folded if word not in _ALSO_NAMES] if named and len(words) <= _SHORT - 2 else folded


def _abbreviates(word: str) -> bool:
    """Say whether a first word is an abbreviation in capitals: "IT Service Desk"."""
    return word.isupper() and len(word) == len("IT") and word != "NO"


def _part_says_nothing(part: str) -> bool:
    return is_named(part) or is_strapline(part) or is_notice(part)


def _parts_say_nothing(parts: list[str]) -> bool:
    """Say whether the parts of a sentence say nothing; beside others one may be a post in small letters."""
    alone = sum(bool(part.strip()) for part in parts) == 1
    return all(_part_says_nothing(part) or (not alone and _is_posted(part)) for part in parts)


def _is_posted(part: str) -> bool:
    """Say whether a part of a line tells a post in small letters: "(and chief tea maker)"."""
    words = [word.casefold() for word in _WORD.findall(part.replace("’", "'"))]
    told = DOUBTFUL | _SPEAKS | (STARTERS - JOINING)
    short = 1 < len(words) <= _SHORT and told.isdisjoint(words) and words[0] not in STARTERS
    lower = not any(word.endswith(("ing", "ed", "'s", "s'")) or word.isdigit() for word in words)
    return short and lower and ROLE.search(part) is not None and not DAYS.search(part) and " to " not in part


def _sentence_says_nothing(sentence: str) -> bool:
    """Say whether one sentence of a line is a name block's, each part of it between commas or dashes."""
    plain = not _COUNT.search(sentence) and _parts_say_nothing(_PARTS.split(sentence))
    return plain or is_strapline(sentence) or is_notice(sentence)


@lru_cache(maxsize=256)
def says_nothing(line: str) -> bool:
    """Say whether a line is nothing but a signature's: no word of it speaks of a milestone."""
    line = line.strip()
    if len(line) > _LONGEST:
        return starts_disclaimer(line)
    if not line or is_marking(line) or is_sent_from(line) or _RANKED.fullmatch(line):
        return True
    if starts_disclaimer(line):
        return not re.search(r"\b[A-Z][A-Z0-9]{1,9}-\d", line)
    sentences = [one for one in _SENTENCES.split(line) if one and one.strip()]
    return is_strapline(line) or all(_said_by_sign(sentences, at) for at in range(len(sentences)))


def _said_by_sign(sentences: list[str], at: int) -> bool:
    """Say whether one sentence of a line says nothing by itself, or beside the notices on the same line."""
    sentence = sentences[at]
    if _sentence_says_nothing(CONTACT.sub(" ", sentence)) or is_notice(sentence):
        return True
    before = [one for one in sentences[:at] if is_notice(one) and is_office_notice(one)]
    if before and (closes(sentence) or goes_on(sentence)):
        return True
    if any(is_law(one) for one in before) and is_law(sentence, goes_on=True):
        return True
    answered = any(is_notice(one) or goes_on(one) for one in sentences[at + 1 :])
    if any(asks_everybody(one) for one in sentences[:at]) and goes_on(sentence):
        return True
    return answered and (asks_everybody(sentence) or warns(sentence))


_URGES = words_of(
    "check please think look call speak talk help show use take give ask tell let see say hear hand working open"
)
_TO_ALL = re.compile(r"\b(?:you|you['’]ve|you['’]re|yours?|us|our|ours)\b", re.IGNORECASE)
_SAVES = re.compile(r"\bsaves? (?:lives|a life|water|energy|money|paper|trees|time|the planet)\b", re.IGNORECASE)
_MOST_TALK = 10
_OPEN_TALK = re.compile(r"\d|:|\b(?!your|our)\w+ to (?:go|do|come|choose|add|train|fit|review)\b", re.IGNORECASE)


def is_empty_talk(line: str) -> bool:
    """Say whether a line among posts is a slogan in words of its own: it names no agent, no day, number or status.

    It may begin as a person would begin only where it speaks to everybody: "Check your hearing time online".
    """
    line = _SAVES.sub(" ", line)
    words = [word.casefold() for word in _WORD.findall(line.replace("’", "'"))]
    if not words or len(words) > _MOST_TALK or says_of_matter(line) or _OPEN_TALK.search(line):
        return not words
    to_all = _TO_ALL.search(line) is not None
    begins = words[0] in STARTERS and not (to_all and words[0] in _URGES)
    if (
        begins
        or ("?" in line and not (to_all and line.rstrip().endswith("?")))
        or ROLE.match(line)
        or BODY.match(line)
        or CONTACT.search(line)
    ):
        return False
    if DAYS.search(line):
        return False
    told = (DOUBTFUL | _SPEAKS) - (_URGES if to_all else frozenset())
    ends = words[-1] == "now" or (len(words) < len("abc") and words[-1].endswith("ing"))
    return told.isdisjoint(words) and not ends and not any(word.endswith(("ed", "n't")) for word in words)


def is_first_name(line: str) -> bool:
    """Say whether a line below a closing may be a name in small letters: "bev", "jo and sam"."""
    words = re.findall(r"[^\W\d_]+", line.casefold())
    bare = re.fullmatch(r"[^\W\d_]+(?:(?: and | & |[ .-]+)[^\W\d_]+)?[ .,!x]*", line.strip()) is not None
    means = not (DOUBTS | STARTERS).isdisjoint(words) or says_of_matter(line) or DAYS.search(line) is not None
    return bare and not means and not is_post(line) and not any(word.endswith(("ing", "needed")) for word in words)
