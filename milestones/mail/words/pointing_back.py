"""Reads requests for a day that was named before: "could we have until then", "please move it to that day".

Gives the one certain day of the nearest sentence that names any; none where it names several.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from milestones.mail.words.day_relations import POINTS_BACK
from milestones.mail.words.days import Day, Doubt, Tense

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from milestones.mail.words.token import Token

POINTED = (
    r"(?:until|till|til|to|for|be|match|make it|make that|tan) (?:then\b|that(?: same)? (?:day|date|‹either›|‹future›)"
    r"|this (?:day|date)\b|the same(?: day| date)?\b|hynny\b)|\bmake (?:it|this|the date|the deadline) (?:that|then)\b"
    r"|\bmatch (?:that|it)\b|\bmake that (?:the|our) (?:new |revised )?(?:date|deadline|due date|target)\b"
    r"|\b(?:re ?date|extend|move it|amend|adjust|change it|change the date) accordingly\b"
    r"|\bthat (?:would|will|should) be (?:the|our|a) (?:new |revised |better )?(?:due )?(?:date|deadline|target)\b"
)
"""The words by which a sentence asks for a day named before."""
_POINTED = re.compile(rf"\b(?:{POINTED}|(?:to|until|till|for) that$)")


def points_back(tokens: Sequence[Token]) -> bool:
    """Say whether a request asks for a day named before: "extend to then", "amend to that date please"."""
    if any(token.day is not None and token.day.result == Doubt(POINTS_BACK) for token in tokens):
        return True
    return (
        _POINTED.search(" ".join(token.word for token in tokens if token.word.isalpha() or "‹" in token.word))
        is not None
    )


def said_before(sentences: Iterable[Sequence[Token]], due: date | None) -> date | None:
    """Give the one certain day of the first of `sentences` that names one ahead; None where it is not one."""
    for tokens in sentences:
        ahead = [token.day.result for token in tokens if token.day is not None and token.day.tense is not Tense.PAST]
        ahead = [one for one in ahead if one != Doubt(POINTS_BACK)]
        days: set[date | None] = {one.on for one in ahead if isinstance(one, Day)}
        if len(days) > 1:
            days -= {due}
        if ahead:
            return next(iter(days)) if len(days) == 1 and all(isinstance(one, Day) for one in ahead) else None
    return None
