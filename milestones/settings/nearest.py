"""The nearest known word for a misspelt one. Knows spelling only, not what the words mean."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LISTED_AT_MOST = 12
"""More known words than this are not read by anybody; then only a near one is named."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Give the known word that `word` most likely means, None when nothing is near."""
    by_form = {_form(one): one for one in known}
    found = get_close_matches(_form(word), by_form, n=1, cutoff=0.6)
    return by_form[found[0]] if found else None


def advice(word: str, known: Iterable[str], nothing_known: str = "") -> str:
    """Say what would be right in place of `word`: the nearest known word, else all of them if they are few."""
    words = list(dict.fromkeys(known))
    found = nearest(word, words)
    if found is not None:
        return f"did you mean `{found}`?"
    if not words or len(words) > LISTED_AT_MOST:
        return nothing_known
    return "known are " + ", ".join(f"`{one}`" for one in words)


def _form(word: str) -> str:
    """Give `word` without case and with one kind of dash: `Reply_To` is near `reply-to`."""
    return word.casefold().replace("_", "-").replace(" ", "-")
