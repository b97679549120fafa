"""A set of phrases that is eaten greedily from a list of words: the longest phrase at each place, never going back.

Greedy and without backtracking, so the time is linear whatever is written.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias, cast

if TYPE_CHECKING:
    from collections.abc import Sequence


_CHOICE_CONTINUED = re.compile(r"\s*\n\s*\|")
_CONTINUED = re.compile(r"\n {8,}")


_MOST_SPELLED = 15_000
"""Phrases that one line may stand for; each costs memory in every process that reads replies."""
_Node: TypeAlias = "dict[str, _Node]"
_END, _LEAF = "", cast("_Node", {})
"""Marks a node at which a phrase ends."""


def word_set(words: str) -> frozenset[str]:
    """Give the set of the words of a text."""
    return frozenset(words.split())


class Phrases:
    """Phrases of one role in a sentence ("openers", "tails"); `(a|b)` stands for either, `[a]` for maybe."""

    def __init__(self, *blocks: str) -> None:
        """Read phrases, one a line or parted by commas.

        A line that begins with `|`, or is set in by eight spaces, goes on with the one before.
        """
        self._start: _Node = {}
        for block in blocks:
            for line in _CONTINUED.sub(" ", _CHOICE_CONTINUED.sub("|", block)).replace(",", "\n").splitlines():
                spelled = _spelled_out(line.split())
                if len(spelled) > _MOST_SPELLED:
                    raise ValueError(f"{len(spelled)} phrases in one line, part it: {line[:60]}")
                for words in spelled:
                    node = self._start
                    for word in words:
                        node = node.setdefault(word, {})
                    if words:
                        node[_END] = _LEAF

    @property
    def openers(self) -> frozenset[str]:
        """Give the words with which a phrase may begin."""
        return frozenset(self._start)

    def eat(self, words: Sequence[str], at: int) -> int:
        """Give the place after the longest phrase that starts at `at`, or `at` where none does."""
        node, end = self._start, at
        for here in range(at, len(words)):
            following = node.get(words[here])
            if following is None:
                break
            node = following
            if _END in node:
                end = here + 1
        return end

    def eat_all(self, words: Sequence[str], at: int) -> int:
        """Eat phrase after phrase; give the place where none starts any more."""
        while (after := self.eat(words, at)) > at:
            at = after
        return at

    def within(self, words: Sequence[str]) -> bool:
        """Say whether a phrase stands anywhere in `words`."""
        return any(self.eat(words, at) > at for at in range(len(words)))

    def whole(self, words: Sequence[str]) -> bool:
        """Say whether `words` are nothing but phrases, and at least one."""
        return bool(words) and self.eat_all(words, 0) == len(words)


def _spelled_out(parts: Sequence[str]) -> list[tuple[str, ...]]:
    """Spell out `(a|b)` and `[a]` into all their plain phrases."""
    found: list[tuple[str, ...]] = [()]
    for part in parts:
        maybe = part.startswith("[")
        options = part.strip("[]()").split("|")
        grown = [(*words, *option.split("_")) for words in found for option in options]
        found = grown + found if maybe else grown
    return found
