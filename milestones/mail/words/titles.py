"""The words of a milestone's title, and whether words of a reply can stand for the whole of it.

"The training is done" names a milestone about training; it does not name one about training in Hull and Grimsby.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from milestones.mail.words.phrases import word_set
from milestones.mail.words.verb_forms import fulfils, is_asking, is_past, stem
from milestones.mail.words.vocabulary import AGENCIES

if TYPE_CHECKING:
    from collections.abc import Iterable

_STOP = word_set("""
    the a an of and or for to in on at by with all our their its is are be as from into this that new local
    """)
_LIMITS = word_set("to for in at across among within throughout with by from on under between against")
"""Words after which a title says for whom or where, no longer what."""
_COMPOUND = re.compile(
    r"[,;&/+]|\band\b|\bplus\b|\bas well as\b|\bboth\b|\b(?:two|three|four|five|six|\d+)\b", re.IGNORECASE
)
_NEARLY_ALL = 0.8


@dataclass(frozen=True)
class Title:
    """A title's words in lower case; `compound` when it lists several things, so that a part of it is a part.

    `heads` are the words that say what, without those that say for whom or where: "WRAP training" of "Deliver WRAP
    training to frontline staff". `acronyms` are the initials it may go by; `indefinite` when it asks for "a chair".
    `asks` is the stem of the verb that it opens with, empty where it opens with none; `asked` of all verbs by which it
    says what is to have happened; `universal` when it asks for "every school", "all staff".
    """

    words: frozenset[str] = frozenset()
    compound: bool = False
    heads: frozenset[str] = frozenset()
    acronyms: frozenset[str] = frozenset()
    indefinite: bool = False
    asks: str = ""
    asked: frozenset[str] = frozenset()
    universal: bool = False

    @cached_property
    def stems(self) -> frozenset[str]:
        """Give the stems of the title's words, for other forms of them."""
        return frozenset(stem(word) for word in self.words)

    @cached_property
    def forms(self) -> dict[str, str]:
        """Give the title's own form of each stem."""
        return {stem(word): word for word in self.words}

    @cached_property
    def head_stems(self) -> frozenset[str]:
        """Give the stems of the words that say what."""
        return frozenset(stem(word) for word in self.heads)

    def has(self, word: str) -> bool:
        """Say whether `word` is one of the title's, in whatever form."""
        word = _SHORTENED.get(word, word)
        acronym = word in self.acronyms or (word.endswith("s") and word[:-1] in self.acronyms)
        return word in self.words or acronym or (word.isalpha() and stem(word) in self.stems)

    def is_named_by(self, spoken: Iterable[str]) -> bool:
        """Say whether `spoken` can stand for the whole: no agency alone, nearly all of a title that lists things."""
        spoken = tuple(spoken)
        if self.acronyms & set(spoken):
            return True
        named = {word for word in spoken if word not in _STOP} & self.words
        if not named or named <= AGENCIES or not named & self.heads:
            return False
        return not self.compound or len(named) >= _NEARLY_ALL * len(self.words)

    def is_fulfilled_by(self, past: str, *, whole: bool = False) -> bool:
        """Say whether a past form says that what the title asks for has happened: "published" of "Publish ...".

        Of a title that lists several things only where the `whole` of it has been named.
        """
        return (whole or not self.compound) and fulfils(past, self.asked)


@lru_cache(maxsize=256)
def title_of(text: str) -> Title:
    """Give a title's words, without the little ones, and whether it lists several things."""
    spoken = re.findall(r"[^\W_]+", text.lower())
    words = frozenset(word for word in spoken if word not in _STOP and len(word) > 1 and not word.isdigit())
    cut = next((at for at, word in enumerate(spoken) if word in _LIMITS and at > 1), len(spoken))
    heads = words & frozenset(spoken[:cut]) or words
    asks = stem(spoken[0]) if spoken and is_asking(spoken[0]) else ""
    verbs = frozenset(stem(word) for word in words if is_past(word) or stem(word) in _TAUGHT)
    asked = verbs | {asks} if asks else verbs or frozenset(stem(word) for word in words)
    heads = heads - {*spoken[:1]} or heads if asks else heads
    compound = _COMPOUND.search(_BETWEEN.sub(" ", _YEARS.sub(" ", text))) is not None
    return Title(
        words,
        compound,
        heads,
        _acronyms(spoken[:cut]),
        _INDEFINITE.search(text.lower()) is not None,
        asks,
        asked,
        _UNIVERSAL.search(text.lower()) is not None,
    )


_YEARS = re.compile(r"\b20\d\d(?: ?[-/] ?(?:20)?\d\d)?\b")
"""The years of a plan make no list of it."""
_BETWEEN = re.compile(r"\bbetween\b.*", re.IGNORECASE)
"""An agreement between two is one thing, whichever of them a reply names."""
_UNIVERSAL = re.compile(r"\b(?:every|each|all)\b")
_INDEFINITE = re.compile(r"\ban? ")
_SHORTENED = {"uni": "university", "info": "information", "comms": "communications", "docs": "documents"}
_TAUGHT = frozenset({"train", "brief"})
_FEWEST, _MOST = 3, 6


def _acronyms(spoken: list[str]) -> frozenset[str]:
    """Give the initials of runs of three to six words: `ctlp` of "counter-terrorism local profile"."""
    found = set()
    for initials in ([word[0] for word in spoken if word not in _LITTLE], [word[0] for word in spoken]):
        for at in range(len(initials)):
            found |= {"".join(initials[at:end]) for end in range(at + _FEWEST, min(len(initials), at + _MOST) + 1)}
    return frozenset(found)


_LITTLE = word_set("the a an of and or for to in on at by with")
