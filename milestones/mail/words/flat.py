"""Gives the words of a sentence as one line, with or without the marks between them, for patterns to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestones.mail.words.token import SEPARATORS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from milestones.mail.words.token import Token


def written(tokens: Sequence[Token]) -> str:
    """Give the words with the marks between them."""
    return " ".join(token.word for token in tokens)


def spoken(tokens: Sequence[Token]) -> str:
    """Give the words without the marks between them."""
    return " ".join(token.word for token in tokens if token.word not in SEPARATORS)
