"""Puts other words in the place of written ones: slips that run over two words, Welsh turns of phrase.

Greedy, the longest that is written at each place, and never going back, so the time is linear. Knows no words itself.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from milestones.mail.words.token import Token

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_Found: TypeAlias = "tuple[tuple[str, ...], int]"
_CONTINUED = re.compile(r"\n {8,}")
_MOST_SPELLED = 2_000
"""Phrases that one line may stand for."""


class Rewriting:
    """Phrases and what they are rewritten as, `written = meant`, parted by semicolons or lines.

    `(a|b)` stands for either, `[a]` for maybe, `_` joins words within a choice. Words of what is written that come
    after a `/` only have to follow: they stay. `*` among what is meant is the first word as written; nothing behind
    the `=` leaves the phrase out.
    """

    def __init__(self, *blocks: str) -> None:
        """Read the phrases; a line set in by eight spaces goes on with the one before."""
        self._by_first: dict[str, dict[tuple[str, ...], _Found]] = {}
        self._longest: dict[str, int] = {}
        for block in blocks:
            for line in re.split(r"[;\n]", _CONTINUED.sub(" ", block)):
                if line.strip():
                    self._add(line)
        self.first = frozenset(self._by_first)

    def _add(self, line: str) -> None:
        written, _, meant = line.partition("=")
        taken, _, kept = written.partition("/")
        spelled = [(one, after) for one in _spelled_out(taken.split()) for after in _spelled_out(kept.split())]
        if len(spelled) > _MOST_SPELLED:
            raise ValueError(f"{len(spelled)} phrases in one line, part it: {line[:60]}")
        for words, after in spelled:
            phrase = words + after
            if words:
                self._by_first.setdefault(phrase[0], {}).setdefault(
                    phrase, (_with_first(meant.split(), phrase), len(words))
                )
                self._longest[phrase[0]] = max(len(phrase), self._longest.get(phrase[0], 0))

    def find(self, words: Sequence[str], at: int) -> _Found | None:
        """Give what stands for the longest phrase at `at`, and how many words it takes the place of."""
        known = self._by_first.get(words[at])
        if known is None:
            return None
        for length in range(min(self._longest[words[at]], len(words) - at), 0, -1):
            if (found := known.get(tuple(words[at : at + length]))) is not None:
                return found
        return None

    def rewritten(self, tokens: Sequence[Token]) -> tuple[Token, ...]:
        """Give the tokens with each phrase rewritten; the words put in stand where the phrase stood."""
        words = [token.word for token in tokens]
        kept: list[Token] = []
        at = 0
        while at < len(tokens):
            found = self.find(words, at)
            if found is None:
                kept.append(tokens[at])
                at += 1
            else:
                meant, length = found
                kept += in_place_of(tokens[at : at + length], meant)
                at += length
        return tuple(kept)


def _with_first(meant: Sequence[str], phrase: Sequence[str]) -> tuple[str, ...]:
    return tuple(phrase[0] if word == "*" else word for word in meant)


def in_place_of(taken: Sequence[Token], meant: Sequence[str]) -> Iterator[Token]:
    """Give tokens for the words that were meant, where those that were written stand; a day that was written stays."""
    known = {token.word: token for token in taken if token.word.startswith("‹")}
    first = Token("", taken[0].capital, start=taken[0].start, end=taken[-1].end)
    return (known.get(word) or replace(first, word=word) for word in meant)


def _spelled_out(parts: Sequence[str]) -> list[tuple[str, ...]]:
    """Spell out `(a|b)` and `[a]` into all their plain phrases."""
    found: list[tuple[str, ...]] = [()]
    for part in parts:
        options = [tuple(option.split("_")) for option in part.strip("[]()").split("|")]
        grown = [(*words, *option) for words in found for option in options]
        found = found + grown if part.startswith("[") else grown
    return found
