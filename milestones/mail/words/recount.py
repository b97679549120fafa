"""Says whether a sentence only recounts what happened: every verb known and in the past, nouns as they come, no doubt.

What cannot be told for a noun is told by its company: a word of doubt, of what is open, a bare verb after "to", a
number of people without "all" make it more than a recount.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestones.mail.doubts import DOUBTS
from milestones.mail.words import harmless_words as h
from milestones.mail.words import recount_words as r
from milestones.mail.words.completion_words import HIRING, PEOPLE, TAUGHT_STEMS
from milestones.mail.words.verb_forms import has_past_form

if TYPE_CHECKING:
    from collections.abc import Sequence

    from milestones.mail.words.titles import Title

_LONGEST = 36
_FEWEST = 5
"""Of fewer words a verb that is not known says too little: "council disagreed"."""


def recounts(words: Sequence[str], title: Title) -> bool:
    """Say whether a clause recounts what happened, or what is by now, with no verb that is not known to be harmless."""
    spoken = set(words)
    if not words or len(words) > _LONGEST or spoken & (h.STATUS - {"finished", "completed"}) or _numbered(words, title):
        return False
    if any(doubtful(words, at, title) for at in range(len(words))):
        return False
    told = False
    for at, word in enumerate(words):
        if word in r.GOOD_PAST or {*words[at + 1 : at + 2]} & r.BIGRAMS.get(word, frozenset()):
            told = True
        elif word in r.HELPERS:
            if not _leads_on(words, at):
                return False
            told = True
        elif word in r.OF_HIRING and title.stems & HIRING:
            told = True
        elif untold(word, title) or word in r.PRESENT_VERBS | r.BAD_PAST or _goes_on(words, at):
            return False
    return told


def remarks(words: Sequence[str], title: Title) -> bool:
    """Say whether a sentence of its own, without any verb that tells, is small talk: no doubt, nothing open in it."""
    plain = [word for word in words if word != "‹sign›"]
    if (
        not _FEWEST - 1 <= len(plain) <= _LONGEST
        or plain[0] in r.LIMITS
        or set(plain) & h.STATUS
        or _numbered(plain, title)
    ):
        return False
    return not any(
        doubtful(plain, at, title)
        or word in r.PRESENT_VERBS | r.BAD_PAST | _ASKS
        or untold(word, title)
        or _goes_on(plain, at)
        or (word in r.HELPERS and not _leads_on(plain, at))
        for at, word in enumerate(plain)
    )


def untold(word: str, title: Title) -> bool:
    """Say whether a verb in the past stands there that is not known to be harmless: "the council baulked"."""
    return has_past_form(word) and word not in r.GOOD_PAST | r.AS_ADJECTIVES | r.HELPERS and not title.has(word)


_ASKS = frozenset({"please", "can", "you", "your", "he", "she", "they", "them", "their", "his", "her"})


def _goes_on(words: Sequence[str], at: int) -> bool:
    """Say whether a verb in "-ing" stands at `at` that is no noun: "they are looking at it"."""
    word = words[at]
    after = at > 0 and words[at - 1] in r.BEFORE_NOUNS
    return word.endswith("ing") and word not in r.GOOD_ING and not after


def doubtful(words: Sequence[str], at: int, title: Title) -> bool:
    """Say whether a word of doubt stands at `at`, or the bare verb of "to sign"."""
    word = words[at]
    if word == "‹either›":
        return not r.GOOD_PAST & set(words[:at])  # "squeezed in on Sunday" looks back
    if word.startswith("‹") and word not in r.PLAIN_SIGNS:
        return True
    if word in ("first", "second", "third") and words[at + 1 : at + 2] in r.GATHERINGS:
        return False
    if word == "to":
        return words[at + 1 : at + 2] != [] and words[at + 1] in r.BARE_VERBS
    led = {words[at - 1], *words[max(0, at - 2) : at - 1 if at and words[at - 1] in r.OBJECTS else 0]} if at else set()
    if word in r.PARTICLES and not led & r.PARTICLES[word]:
        return True
    if word in ("back", "over") and words[at + 1 : at + 2] in r.BACK_IN:
        return False
    if word in ("new", "revised", "updated"):
        return words[at + 1 : at + 2] == [] or words[at + 1] in r.NEW_THINGS
    if word in r.OF_HIRING and title.stems & HIRING:
        return False
    if word in ("legal", "finance", "procurement") and r.GOOD_PAST & {*words[at + 1 : at + 3]}:
        return False  # "legal cleared it on Tuesday"
    if word == "plan" and title.has(word):
        return False
    return word in DOUBTS or (word in h.OPEN and not title.has(word))


def _leads_on(words: Sequence[str], at: int) -> bool:
    """Say whether a helper leads to a known participle, a good adjective, or where something lies."""
    here = at + 1
    while here < len(words) and words[here] in r.BETWEEN:
        here += 1
    if here >= len(words):
        return False
    if words[at] == "had" and words[here] in r.HAD:
        return True
    if words[here] in r.WHERE and (here + 1 == len(words) or words[here + 1] in r.THINGS):
        return False  # "Sue is on it"
    if words[at] in ("was", "were", "been"):
        return r.tells_of(words[here]) and words[here] not in r.BAD_STATES and words[here] not in r.BAD_PAST
    return words[here] in r.GOOD_PAST | r.GOOD_STATES | {"‹past›", "‹clear›"} or words[here] in r.HELPERS


def _numbered(words: Sequence[str], title: Title) -> bool:
    """Say whether numbers leave a doubt: two of them, or some people of how many."""
    numbers = [at for at, word in enumerate(words) if word.isdigit() or word in h.NUMBERS]
    numbers = [at for at in numbers if not r.PLACES_IN_PAPERS & set(words[max(0, at - 2) : at])]
    if len(numbers) > 1:
        return True
    if not numbers or title.stems & TAUGHT_STEMS:
        return False
    at = numbers[0]
    whole = at > 0 and words[at - 1] in ("all", "the", "both")
    return not whole and bool(set(words[at + 1 : at + 3]) & PEOPLE)
