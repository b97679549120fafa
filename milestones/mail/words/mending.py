"""Mends what only the words beside it show to be a slip: "don e", "singed off", "all off them", "fat fingers".

Each phrase has one reading only; where the words could mean what they say, they stay.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from milestones.mail.words import mending_words as m
from milestones.mail.words.near_words import SHORTEST, near_title, one_slip, title_word
from milestones.mail.words.token import SEPARATORS, Token

if TYPE_CHECKING:
    from collections.abc import Sequence


def mended_together(tokens: tuple[Token, ...], titles: frozenset[str]) -> tuple[Token, ...]:
    """Give a sentence's tokens with the slips mended that only their neighbours, or words of the titles, show."""
    words = {token.word for token in tokens}
    if not words.isdisjoint(m.TRIGGERS):
        parted = () if _names_initials(tokens) else (m.SPACES,)
        for phrases in (*parted, m.BESIDE, m.AGAIN) if len(tokens) > 1 else (m.BESIDE,):
            if not words.isdisjoint(phrases.first):
                tokens = phrases.rewritten(tokens)
                words = {token.word for token in tokens}
        tokens = _mended_alone(tokens, titles)
    if not words.isdisjoint(m.OF_TYPING):
        tokens = _typed_badly(tokens)
    near = near_title(titles)
    if near is None:
        return tokens
    unknown = [word for word in words if len(word) >= SHORTEST]
    slips = {word: meant for word in unknown if (meant := title_word(word, near)) != word}
    return tuple(replace(one, word=slips.get(one.word, one.word)) for one in tokens) if slips else tokens


def _names_initials(tokens: Sequence[Token]) -> bool:
    """Say whether a single capital stands behind longer words: "Don E" is a name, "D O N E" is none."""
    initials = any(len(token.word) == 1 and token.capital for token in tokens[1:])
    return initials and any(len(token.word) > 1 and token.word.isalpha() for token in tokens)


def _clauses(tokens: Sequence[Token]) -> list[list[Token]]:
    """Part tokens at their separators; each stands in a clause of its own."""
    found: list[list[Token]] = [[]]
    for token in tokens:
        if token.word in SEPARATORS:
            found += [[token], []]
        else:
            found[-1].append(token)
    return [clause for clause in found if clause]


def _mended_alone(tokens: tuple[Token, ...], titles: frozenset[str]) -> tuple[Token, ...]:
    """Mend clauses that are one word of dialect, "tidy", and "competed" where nobody is said to have competed."""
    kept: list[Token] = []
    for clause in _clauses(tokens):
        words = tuple(token.word for token in clause)
        meant = m.CLAUSES.get(words)
        mended = clause
        if meant is not None:
            mended = [replace(clause[0], word=word, end=clause[-1].end) for word in meant]
        elif words[0] in m.NOBODY and not titles & m.CONTESTS and words[1:2] and words[1] in m.AFTER_NOBODY:
            mended = [replace(clause[0], word=m.NOBODY[words[0]]), *clause[1:]]
        kept += [_and(mended, at) for at in range(len(mended))]
    return tuple(kept)


def _and(clause: Sequence[Token], at: int) -> Token:
    """Take an "n" between words for "and": "signed n sealed"."""
    plain = clause[at].word == "n" and not clause[at].capital and 0 < at < len(clause) - 1
    plain = plain and [token.word for token in clause[at + 1 :]] not in (["that"], ["all"], ["stuff"])
    return replace(clause[at], word="and") if plain else clause[at]


def _typed_badly(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Put "sorry" in the place of each clause that only apologises for how something is typed."""
    kept: list[Token] = []
    for clause in _clauses(tokens):
        words = [token.word for token in clause]
        starts = (at for at, word in enumerate(words) if not at or word in m.SORRY)
        at = next((at for at in starts if _is_of_typing(words[at:])), len(words))
        kept += clause[:at]
        if at < len(words):
            kept.append(replace(clause[at], word="sorry", end=clause[-1].end))
    return tuple(kept)


def _is_of_typing(words: Sequence[str]) -> bool:
    """Say whether words are an apology for typing and nothing else: "sorry fat fingers", "excuse typos"."""
    at, named = 0, False
    while at < len(words):
        typed = m.TYPING.eat(words, at)
        after = typed if typed > at else m.TYPING_AROUND.eat(words, at)
        if after == at:
            return False
        named = named or typed > at
        at = after
    return named


def meant_by_next(word: str, following: Sequence[str]) -> str | None:
    """Give the word of status that the next sentence says a word alone was meant to be: "Don. Sorry, done!"."""
    if word in m.NO_SLIPS or len(word) < 3:
        return None
    right = next((one for one in following if one in m.CORRECTED), None)
    only_that = all(one in m.AROUND or one in SEPARATORS or one == right for one in following)
    return right if right and only_that and one_slip(word, right) else None
