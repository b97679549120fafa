"""The words of a milestone's title, and whether words of a reply can stand for the whole of it.

"The training is done" names a milestone about training; it does not name one about training in Hull and Grimsby.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from milestones.mail.words.vocabulary import AGENCIES

if TYPE_CHECKING:
    from collections.abc import Iterable

_STOP = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "and",
        "or",
        "for",
        "to",
        "in",
        "on",
        "at",
        "by",
        "with",
        "all",
        "our",
        "their",
        "its",
        "is",
        "are",
        "be",
        "as",
        "from",
        "into",
        "this",
        "that",
        "new",
        "local",
    ]
)
_COMPOUND = re.compile(
    r"[,;&/+]|\band\b|\bplus\b|\bas well as\b|\bboth\b|\b(?:two|three|four|five|six|\d+)\b", re.IGNORECASE
)
_NEARLY_ALL = 0.8


@dataclass(frozen=True, slots=True)
class Title:
    """A title's words in lower case; `compound` when it lists several things, so that a part of it is a part."""

    words: frozenset[str] = frozenset()
    compound: bool = False

    def is_named_by(self, spoken: Iterable[str]) -> bool:
        """Say whether `spoken` can stand for the whole: no agency alone, nearly all of a title that lists things."""
        named = {word for word in spoken if word not in _STOP} & self.words
        if not named or named <= AGENCIES:
            return False
        return not self.compound or len(named) >= _NEARLY_ALL * len(self.words)


def title_of(text: str) -> Title:
    """Give a title's words, without the little ones, and whether it lists several things."""
    words = frozenset(word for word in re.findall(r"[^\W_]+", text.lower()) if word not in _STOP and len(word) > 1)
    return Title(words, _COMPOUND.search(text) is not None)
