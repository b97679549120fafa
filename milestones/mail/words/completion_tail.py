"""What may follow a plain statement that the milestone is finished: when, how, by whom, for all of whom.

Whatever limits what was done to a place, a part or some of the people is no such addition.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestones.mail.doubts import DOUBTS
from milestones.mail.words import completion_words as c
from milestones.mail.words import vocabulary as v
from milestones.mail.words.agents import agent, body, means
from milestones.mail.words.completion_parts import everyone, subject, whole_place
from milestones.mail.words.confirmation_shapes import is_name
from milestones.mail.words.harmless import told_beside
from milestones.mail.words.phrases import word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from milestones.mail.words.titles import Title
    from milestones.mail.words.token import Token

_GRANTED = (["approval"], ["agreement"], ["endorsement"], ["ratification"], ["sign"])
_AHEAD = frozenset({"‹future›", "‹either›"})
_FEW = 9
_TO_WHOM = frozenset({"to", "for", "with", "by", "across", "among", "amongst", "at", "in", "within", "from", "of"})
_THANKED = frozenset({"thanks", "cheers", "ta"})


def ends_well(words: list[str], at: int, segment: Sequence[Token], title: Title, *, past: bool) -> bool:
    """Say whether everything from `at` on may follow; `past`: what stands before looks back, so "on Friday" does."""
    while at < len(words):
        if words[at - 1] in _THANKED and is_name(segment[at:]):
            return True
        if words[at] == "with" and told_beside(segment[at + 1 :], title):
            return True
        after = _addition(words, at, segment, title, past=past)
        if after <= at:
            return False
        at = after
    return True


def _addition(words: list[str], at: int, segment: Sequence[Token], title: Title, *, past: bool) -> int:
    """Give the place after one addition at `at`, `at` or less where none stands there."""
    plain = max(kind.eat(words, at) for kind in (c.MANNER, c.TIMES, v.RECENT))
    after = max(plain, v.TAILS.eat(words, at) if past or "‹either›" not in words[at : at + 3] else at)
    if past:
        after = max(after, c.TIMES_AFTER_PAST.eat(words, at), v.WHEN.eat(words, at))
    if after > at:
        return after
    word = words[at]
    if word in _TO_WHOM:
        every = everyone(words, at + 1, title)
        if every > at + 1:
            return every
        if word not in ("by", "from") and (whom := _of_title(words, at + 1, title)) > at + 1:
            return whom
        if word in ("across", "in", "within", "throughout") and (whole := whole_place(words, at + 1)) > at + 1:
            return whole
    if past and word in ("straight", "right", "just", "immediately") and words[at + 1 : at + 2] == ["after"]:
        return max(at, body(words, at + 2, segment, past=past))
    if word in ("at", "in") and (held := body(words, at + 1, segment, past=past)) > at:
        return held
    return _by_what(words, at, segment, title)


def _by_what(words: list[str], at: int, segment: Sequence[Token], title: Title) -> int:
    """Give the place after by whom, by what means, between whom or for what it was done, `at` or less for none."""
    word = words[at]
    if word == "by":
        return agent(words, at + 1, segment, title)
    if word == "following" and words[at + 1 : at + 2] in _GRANTED:
        rest = words[at + 1 :]
        plain = len(rest) <= _FEW and not any(one in DOUBTS or one in _AHEAD for one in rest)
        return len(words) if plain else at
    if word in ("via", "through", "following", "with"):
        return means(words, at + 1, segment, title)
    if word == "between":
        return _parties(words, at + 1, title)
    named = subject(words, at + 1, title) if word in ("for", "of", "on") else at
    return named if named > at + 1 else at


_OURSELVES = word_set("us ourselves ourself we and the our both")


def _parties(words: Sequence[str], at: int, title: Title) -> int:
    """Give the place after the parties to an agreement: "ourselves and the university"."""
    here = at
    while here < len(words) and (words[here] in _OURSELVES | v.AGENCIES or title.has(words[here])):
        here += 1
    strangers = (v.AGENCIES - {"us", "me", "ours"}) & set(words[at:here]) - title.words
    return here if "and" in words[at:here] and not strangers else at


def _of_title(words: Sequence[str], at: int, title: Title) -> int:
    """Give the place after the title's own words for whom or where, without a number: "to our frontline staff"."""
    if title.universal and words[at : at + 1] not in (["all"], ["every"], ["each"]):
        return at  # "named for our school" of "in every school"
    here = at + 1 if words[at : at + 1] in (["the"], ["our"]) else at
    start = here
    while here < len(words) and title.has(words[here]) and words[here] not in title.heads:
        here += 1
    return here if here > start else at
