"""One word of a reply, and one sentence: the values that reading hands on.

Knows their shape, not how they are cut out of a text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from milestones.mail.words.days import DayMention

SEPARATORS = frozenset([",", ":", "-", "(", ")", "/", "..."])
UNREAD = "‹unread›"


@dataclass(frozen=True, slots=True)
class Token:
    """One word in lower case, contractions opened; `capital` says whether it was written with a capital.

    `start`, `end`: its place in the sentence as written, -1 for a word that was put in.
    """

    word: str
    capital: bool = False
    ids: tuple[str, ...] = ()
    day: DayMention | None = None
    listed: bool = False
    start: int = field(default=-1, compare=False)
    end: int = field(default=-1, compare=False)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence as written and as tokens; `asks` when it ends with a question mark; `line` is its line's number."""

    text: str
    tokens: tuple[Token, ...]
    asks: bool
    line: int
