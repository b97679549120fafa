"""Spellings: contractions opened, plain words mended by one letter, signs that people answer with.

Knows single words only; what they mean in a sentence is not known here.
"""

from __future__ import annotations

import re
from functools import lru_cache

from milestones.mail.words.near_words import status_word
from milestones.mail.words.phrases import word_set
from milestones.mail.words.slips import NEGATIONS, RUN_ON, SLIPS

CONTRACTIONS = {
    "n't": "not",
    "'s": "is",
    "'re": "are",
    "'ve": "have",
    "'ll": "will",
    "'d": "would",
    "'m": "am",
}
_OPENED = {
    "cannot": "can not",
    "won't": "will not",
    "wont": "will not",
    "can't": "can not",
    "cant": "can not",
    "shan't": "shall not",
    "aint": "is not",
    "ain't": "is not",
    "im": "i am",
    "tis": "it is",
    "ive": "i have",
    "weve": "we have",
    "wedi'i": "wedi ei",
    "em": "them",
    "let's": "let us",
    "ok": "ok",
    "&": "and",
    "+": "and",
    "=": ":",
    "|": ",",
    "->": ":",
    "ongoing": "on going",
}
WHOLE = {**NEGATIONS, **RUN_ON, **SLIPS, **_OPENED}
"""Words that stand for others, among them the commonest slips."""
_TICKS, _CROSSES, _THUMBS, _SMILES = (
    "✅✔☑🗸",
    "❌✖✗✘👎🚫",
    "👍👌🆗",
    "🙂😀😊😁🎉🙏👏💪🥳😃😄⭐🌟😉☺😅😂🤣😆😇😎🤩🙌🤝🥂🍻🍾🎊🏆🎓📎📄📁✍💯❤💙💚🧡💜🚀🏁🎬🤗😋🤓😌😍🍰🎂☕🎄🎅❄☀🌞🥇🏅👋✨",
)


def sign(mark: str) -> str | None:
    """Name a sign that people answer with; None for punctuation and smiles, which say nothing."""
    for name, marks in (("‹tick›", _TICKS), ("‹cross›", _CROSSES), ("‹thumb›", _THUMBS)):
        if mark in marks:
            return name
    if mark in _SMILES or mark.isascii() or not mark.isprintable():
        return None
    return "‹sign›"


_DRAWN_OUT = re.compile(r"([a-z])\1{2,}")
"""A letter written more than twice: "doneeee"."""


def mended(word: str) -> str:
    """Give the word of status that `word` misspells, else `word`; ordinary words are left alone."""
    word = _DRAWN_OUT.sub(r"\1", word)
    if word in SLIPS:
        return SLIPS[word]
    return status_word(word)


_NAMES_TOO = word_set("al ben bene don donne dun eben harf hass haz jus staf wil")
"""Slips that are names when they are written with a capital."""


@lru_cache(maxsize=8192)
def spelled(written: str) -> tuple[str, ...]:
    """Give the words that one written word stands for: opened, with its slips mended."""
    low = written.lower()
    if low in _NAMES_TOO and written[:1].isupper():
        return (low,)
    return tuple(mended(word) for word in (WHOLE.get(low) or opened(low)).split())


def opened(word: str) -> str:
    """Open a contraction: `hasn't` into `has not`, `job's` into `job is`."""
    if word.endswith("n't"):
        return f"{word[:-3]} not"
    for ending, full in CONTRACTIONS.items():
        if word.endswith(ending) and len(word) > len(ending):
            return f"{word[: -len(ending)]} {full}"
    return word.replace("_", " ").strip() or "‹sign›"
