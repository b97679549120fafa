"""Picks, among the days that a sentence names, the one it asks for; none where that is not certain.

Which day words mean is read in `milestones.mail.words.days`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestones.mail.words.days import Day
from milestones.mail.words.phrases import word_set
from milestones.mail.words.token import SEPARATORS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from milestones.mail.words.days import DayMention
    from milestones.mail.words.token import Token

_TOWARDS = (word_set("until till til to be now tan i so"), word_set("is say extend date for at into by"))
"""Words that lead to the day asked for, the certain ones first."""
_NOT_ASKED = word_set(
    "due was from asked not make said original originally leave away off instead than miss missed back returns"
)
_MOVED = word_set("put push pushed move moved set go this it that date deadline")
_BETWEEN = word_set("the cop of end a that been : , - until till to for is on")


def requested_day(tokens: Sequence[Token], written_on: date, due: date | None) -> date | None:
    """Give the day asked for, after the day of writing, or None where the words leave a doubt.

    A day that follows "until", "to", "be" outranks others; one that follows "due", "from", "on leave until" is not
    asked for. `due` beside another day is only named.
    """
    places = [at for at, token in enumerate(tokens) if token.day is not None]
    denied = _denied(tokens, places)
    asked = [at for at in places if at not in denied and not _set_aside(tokens, at)]
    please = max((at for at, token in enumerate(tokens) if token.word == "please"), default=-1)
    asked = [
        at for at in asked if at > please
    ] or asked  # "Cabinet moved to 12 January so please re-date to 15 January"
    if points_back(tokens) and any(token.day is not None for token in tokens):
        found = _said_before(tokens)
        return found if found is not None and found > written_on else None
    wanted = next((led for words in _TOWARDS if (led := [at for at in asked if _before(tokens, at) in words])), asked)
    days: list[date] = []
    for at in wanted:
        mention = _explained(tokens, at)
        if mention is None or not isinstance(mention.result, Day):
            return None
        days.append(mention.result.on)
    different: set[date | None] = set(days)
    if len(different) > 1:
        different -= {due}
    if len(different) != 1:
        return None
    (day,) = different
    return day if day is not None and day > written_on else None


def points_back(tokens: Sequence[Token]) -> bool:
    """Say whether a request asks for a day named before: "extend to then", "amend to that date please"."""
    words = [token.word for token in tokens]
    return any(
        word in ("to", "until", "till", "for")
        and (words[at + 1 : at + 2] in _BACK or words[at + 1 : at + 3] in _BACK_TO)
        for at, word in enumerate(words)
    )


_BACK = (["then"], ["that"])
_BACK_TO = (["that", "date"], ["this", "date"], ["that", "day"], ["the", "same"])


def _said_before(tokens: Sequence[Token]) -> date | None:
    """Give the one certain day of a sentence that asks for "then", None where it names none or several."""
    if not points_back(tokens):
        return None
    days = {token.day.result.on for token in tokens if token.day is not None and isinstance(token.day.result, Day)}
    return next(iter(days)) if len(days) == 1 else None


_SAY = word_set(", ( : - say ie i.e so then")


def _explained(tokens: Sequence[Token], at: int) -> DayMention | None:
    """Give the mention at `at`, or the certain day that at once explains a doubtful one: "next Friday (4 December)"."""
    mention = tokens[at].day
    here = at + 1
    while here < len(tokens) and here - at < 4 and tokens[here].word in _SAY:
        here += 1
    explains = here < len(tokens) and here > at + 1 and tokens[here].day is not None
    return tokens[here].day if explains and mention is not None and not isinstance(mention.result, Day) else mention


def _before(tokens: Sequence[Token], at: int) -> str:
    """Give the word that leads to the day, past articles."""
    at -= 1
    while at >= 0 and tokens[at].word in ("the", "cop", "of", "end", "close", "play", "about"):
        at -= 1
    return tokens[at].word if at >= 0 else ""


def _set_aside(tokens: Sequence[Token], at: int) -> bool:
    """Say whether the words just before the day say that it is not the one asked for."""
    here = at - 1
    while here >= 0 and at - here <= 4 and tokens[here].word in _BETWEEN:
        here -= 1
    if here < 0 or tokens[here].word not in _NOT_ASKED:
        return False
    if tokens[here].word == "back" and {"until", "till"} & {one.word for one in tokens[max(0, here - 4) : here]}:
        return False  # "until I am back on 3 December"
    if tokens[here].word == "than" and here and tokens[here - 1].word == "later":
        return False  # "no later than 4 December"
    if tokens[here].word == "back" and here and tokens[here - 1].word in _MOVED:
        return False
    # "due to be 14 December", "was to be": the day is what it moves to
    if tokens[here].word == "due" and here and tokens[here - 1].word == "as":
        return False  # "show this as due 14 December"
    return not (tokens[here].word in ("due", "was") and at - here > 1 and tokens[at - 1].word == "be")


def _denied(tokens: Sequence[Token], places: Sequence[int]) -> frozenset[int]:
    """Give the places of days that a part of the sentence denies while a later part names another day.

    "I won't get this done by Friday, is 14 January possible": the parts are split at commas, dashes, "so" and "but".
    """
    cuts = [at for at, token in enumerate(tokens) if token.word in SEPARATORS or token.word in ("so", "but", "and")]
    denied: list[int] = []
    for at in places:
        start = max((cut for cut in cuts if cut < at), default=-1) + 1
        end = min((cut for cut in cuts if cut > at), default=len(tokens))
        words = {token.word for token in tokens[start:end]}
        if words & _DENIALS and not words & _UNTIL and any(later > end for later in places):
            denied.append(at)
    return frozenset(denied)


_DENIALS = word_set("not unable never no miss missing missed impossible unlikely unrealistic unachievable")
_UNTIL = word_set("until till til before")
