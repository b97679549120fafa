"""Reads requests for a day that was named before: "could we have until then", "please move it to that day".

Gives the one certain day of the nearest sentence that names any; none where it names several.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from milestones.mail.words.day_relations import NEXT_DAY, POINTS_BACK
from milestones.mail.words.days import Day, Doubt, Tense

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from milestones.mail.words.token import Token

POINTED = (
    r"(?:(?:until|till|til|to|for|be|match|make it|make that|tan) (?:then\b|that(?: same)? (?:day|date|‹either›"
    r"|‹future›)"
    r"|this (?:day|date)\b|the same(?: day| date)?\b|hynny\b)|\bmake (?:it|this|the date|the deadline) (?:that|then)\b"
    r"|\b(?:like|want|need|have|get) the same\b|\bmatch (?:that|it)\b|\bmake that (?:the|our) (?:new "
    r"|revised )?(?:date|deadline|due date|target)\b"
    r"|\b(?:re ?date|extend|move it|amend|adjust|change it|change the date) accordingly\b"
    r"|\bthat (?:would|will|should) be (?:the|our|a) (?:new |revised |better )?(?:due )?(?:date|deadline|target)\b)"
)
"""The words by which a sentence asks for a day named before."""
_POINTED = re.compile(rf"\b(?:{POINTED}|(?:to|until|till|for) that$)")


def points_back(tokens: Sequence[Token]) -> bool:
    """Say whether a request asks for a day named before: "extend to then", "amend to that date please"."""
    if any(token.day is not None and token.day.result == Doubt(POINTS_BACK) for token in tokens) or next_day(tokens):
        return True
    return (
        _POINTED.search(" ".join(token.word for token in tokens if token.word.isalpha() or "‹" in token.word))
        is not None
    )


def next_day(tokens: Sequence[Token]) -> bool:
    """Say whether it is the day after the one named before that is asked for: "please extend to the day after"."""
    return any(token.day is not None and token.day.result == Doubt(NEXT_DAY) for token in tokens)


def said_before(sentences: Iterable[Sequence[Token]], due: date | None) -> date | None:
    """Give the one certain day of the first of `sentences` that names one ahead; None where it is not one."""
    for tokens in sentences:
        ahead = [token.day.result for token in tokens if token.day is not None and token.day.tense is not Tense.PAST]
        ahead = [one for one in ahead if not isinstance(one, Doubt) or one.why not in (POINTS_BACK, NEXT_DAY)]
        days: set[date | None] = {one.on for one in ahead if isinstance(one, Day)}
        if len(days) > 1:
            days -= {due}
        if ahead:  # "the next board is not until 2 March": a doubt before the day is only its setting
            return next(iter(days)) if len(days) == 1 and isinstance(ahead[-1], Day) else None
    return None
