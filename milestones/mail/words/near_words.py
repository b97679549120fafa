"""Finds the wanted word that a misspelt one is: a slip of one letter, or the same sounds written otherwise.

Knows the words that are worth mending; an ordinary word that only lies near one is never taken for it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from milestones.mail.doubts import DOUBTS
from milestones.mail.words.ordinary_words import ORDINARY
from milestones.mail.words.phrases import word_set

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_OF_STATUS = word_set("""
    accomplished achieved actioned adopted agreed agreement agreements appointed approved attached attended authorised
    circulated closed complete completed completion concluded confirm confirmed confirming countersigned delivered
    distributed endorsed established finalised finish finished implemented installed issued launched published
    ratified received recruited resolved reviewed revised signed sorted submitted trained updated uploaded wrapped
    produced website training signature signatures protocol
    already definitely everybody everyone finally officially successfully yesterday partners chiefs milestone action
    apologies reminder tracker thanks please another extend extended extension deadline marked place
    """)
_OF_DOUBT = word_set("""
    nearly almost except unfortunately outstanding pending awaiting waiting delayed remaining partially partly mostly
    incomplete unfinished cancelled progress ongoing expected hopefully shortly tomorrow probably should would could
    cannot nothing never still halfway postponed blocked unable missing draft until unsigned eventually currently
    because without unlikely struggling
    """)
SHORTEST, _SHORTEST_SOUND, _SHORTEST_OF_TITLE = 5, 7, 6
_FEWEST_SOUNDS = 5
_ENDINGS = word_set("s d r e ed er es ing")


class Near:
    """Wanted words, found by words that are one slip away: a letter left out, put in, changed, or two swapped."""

    def __init__(self, wanted: Iterable[str]) -> None:
        """Index the wanted words by what is left of each without one of its letters."""
        self.wanted = frozenset(wanted)
        self._without: dict[str, list[str]] = {}
        for word in sorted(self.wanted):
            for less in _each_letter_less(word):
                self._without.setdefault(less, []).append(word)

    def to(self, word: str) -> list[str]:
        """Give the wanted words one slip away from `word`, the longest first."""
        found = {one for less in _each_letter_less(word) for one in self._without.get(less, ())}
        return sorted((one for one in found if one_slip(word, one)), key=lambda one: (-len(one), one))


def _each_letter_less(word: str) -> Iterator[str]:
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]


def one_slip(word: str, plain: str) -> bool:
    """Say whether one inserted, dropped, changed or swapped letter separates the two."""
    if abs(len(word) - len(plain)) > 1:
        return False
    at = next((at for at, pair in enumerate(zip(word, plain, strict=False)) if pair[0] != pair[1]), None)
    if at is None:
        return len(word) != len(plain)
    if word[at + 1 :] == plain[at:] or word[at:] == plain[at + 1 :] or word[at + 1 :] == plain[at + 1 :]:
        return True
    return word[at : at + 2] == plain[at : at + 2][::-1] and word[at + 2 :] == plain[at + 2 :]


def _opens_alike(word: str, plain: str) -> bool:
    """Say whether both begin with the same letter, or the first two are swapped: hardly anybody slips on the first."""
    return word[0] == plain[0] or word[:2] == plain[1::-1]


def _ends_alike(word: str, plain: str) -> bool:
    return word[-1] == plain[-1] or word[-2:] == plain[-2:][::-1]


_SOUNDS = (("ph", "f"), ("ck", "k"), ("gh", ""), ("tion", "shun"), ("sion", "shun"), ("cion", "shun"))
_VOWELS = str.maketrans("", "", "aeiouy")


def _sounds(word: str) -> str:
    """Give a word's consonants as they sound, each once: `cmpltd` of completed, compleated and completted."""
    for written, said in _SOUNDS:
        word = word.replace(written, said)
    return re.sub(r"(.)\1+", r"\1", word[:1] + word[1:].translate(_VOWELS))


_STATUS = Near(_OF_STATUS | _OF_DOUBT)
_BY_SOUND = {
    _sounds(word): word
    for word in sorted(_STATUS.wanted)
    if len(word) >= _SHORTEST_SOUND and len(_sounds(word)) >= _FEWEST_SOUNDS
}


@lru_cache(maxsize=4096)
def status_word(word: str) -> str:
    """Give the word of status that `word` misspells, else `word`."""
    if len(word) < SHORTEST or word in ORDINARY or word in DOUBTS or word in _STATUS.wanted or not word.isalpha():
        return word
    for plain in _STATUS.to(word):
        if _opens_alike(word, plain) and not _shorter_form(word, plain):
            return plain
    if len(word) < _SHORTEST_SOUND:
        return word
    plain = _BY_SOUND.get(_sounds(word), word)
    return plain if plain[0] == word[0] and abs(len(plain) - len(word)) <= 2 else word


@lru_cache(maxsize=256)
def near_title(words: frozenset[str]) -> Near | None:
    """Index the words of titles that are long enough to be told when misspelt; None where there is none."""
    long = [word for word in words if len(word) >= _SHORTEST_OF_TITLE and word.isalpha()]
    return Near(long) if long else None


def title_word(word: str, near: Near) -> str:
    """Give the word of a title that `word` misspells, else `word`: first and last letters are hardly ever slips."""
    if len(word) < SHORTEST or word in ORDINARY or word in DOUBTS or word in near.wanted or not word.isalpha():
        return word
    for plain in near.to(word):
        if word[0] == plain[0] and _ends_alike(word, plain) and not _inflects(word, plain):
            return plain
    return word


def _shorter_form(word: str, plain: str) -> bool:
    """Say whether `word` is the verb of a past form, "finalise" of "finalised", or a plural."""
    return plain in (f"{word}d", f"{word}s", f"{word[:-1]}d") or word in (f"{plain}s", f"{plain}r")


def _inflects(word: str, plain: str) -> bool:
    """Say whether the two are forms of one word, "trainer" and "trained", and no slip."""
    at = next((at for at, pair in enumerate(zip(word, plain, strict=False)) if pair[0] != pair[1]), len(plain))
    return word[at:] in _ENDINGS and plain[at:] in _ENDINGS | {""}
