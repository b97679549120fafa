"""Counts days from others where a sentence says from which: "a week from the due date", "ten more days from the 27th".

Also finds the day that explains a doubtful time, "another week, so 18 December", and whether the two agree.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from milestones.mail.words.days import Day, Doubt
from milestones.mail.words.phrases import word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from milestones.mail.words.days import DayMention
    from milestones.mail.words.token import Token

_FROM = word_set("from after beyond past on")
_PRESENT = word_set("the our this from top of current present existing due my its today's")
_DUE = word_set("date deadline target")


def counted_from(tokens: Sequence[Token], due: date | None) -> date | None:
    """Give the day counted from the present due date, or from a day named at once behind; None where it is not said."""
    others = {token.day.result.on for token in tokens if token.day is not None and isinstance(token.day.result, Day)}
    found = {day for at in range(len(tokens)) if (day := _counted(tokens, at, due, others)) is not None}
    return next(iter(found)) if len(found) == 1 else None


def _counted(tokens: Sequence[Token], at: int, due: date | None, others: set[date]) -> date | None:
    mention = tokens[at].day
    if mention is None or not isinstance(mention.result, Doubt) or not mention.result.span_days:
        return None
    words = [token.word for token in tokens[at + 1 :]]
    here = 1
    if not words or words[0] not in _FROM:
        return None
    while here < len(words) and words[here] in _PRESENT:
        here += 1
    if here >= len(words):
        return None
    length = timedelta(days=mention.result.span_days)
    if words[here] in _DUE and here > 1:
        return due + length if due is not None and others <= {due} else None
    start = tokens[at + 1 + here].day
    if words[0] == "from" and start is not None and isinstance(start.result, Day) and others == {start.result.on}:
        return start.result.on + length
    return None


def is_day(token: Token) -> bool:
    """Say whether a word is a certain day."""
    return token.day is not None and isinstance(token.day.result, Day)


def disagrees(tokens: Sequence[Token], day: date, written_on: date, due: date | None) -> bool:
    """Say whether a span that the day explains has another length: "two more weeks, so 18 December" for 11 December."""
    for at, token in enumerate(tokens):
        if token.day is None or not isinstance(token.day.result, Doubt) or not token.day.result.span_days:
            continue
        here = past_say(tokens, at)
        if here >= len(tokens) or not is_day(tokens[here]) or due is None:
            continue
        length = token.day.result.span_days
        slack = timedelta(days=max(2, length // 4))
        if all(abs(day - start - timedelta(days=length)) > slack for start in (written_on, due)):
            return True
    return False


_SAY = word_set(", ( : - say ie i.e so then to until till which makes making is that would be take takes taking us it")


def past_say(tokens: Sequence[Token], at: int) -> int:
    """Give the place behind the words that lead from a doubtful time to what explains it."""
    here = at + 1
    while here < len(tokens) and here - at < _NEAR and tokens[here].word in _SAY:
        here += 1
    return here


_NEAR = 7


def explained(tokens: Sequence[Token], at: int) -> DayMention | None:
    """Give the mention at `at`, or the certain day that at once explains a doubtful one: "next Friday (4 December)"."""
    mention = tokens[at].day
    here = past_say(tokens, at)
    explains = here < len(tokens) and here > at + 1 and is_day(tokens[here])
    return tokens[here].day if explains and mention is not None and not isinstance(mention.result, Day) else mention
