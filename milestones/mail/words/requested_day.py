"""Picks, among the days that a sentence names, the one it asks for; none where that is not certain.

Which day words mean is read in `milestones.mail.words.days`; which days a sentence takes back, in `days_taken_back`.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from milestones.mail.words.day_readers import DAY_ONLY
from milestones.mail.words.day_words import month_end
from milestones.mail.words.days import Day, Doubt, Tense
from milestones.mail.words.days_counted import counted_from, disagrees, explained, is_day
from milestones.mail.words.days_of_pauses import pause_places
from milestones.mail.words.days_taken_back import alternative, corrected, denied, settings, told_of_the_past
from milestones.mail.words.phrases import word_set
from milestones.mail.words.pointing_back import next_day, points_back, said_before

if TYPE_CHECKING:
    from collections.abc import Sequence

    from milestones.mail.words.token import Token

_TOWARDS = (word_set("until till til to be now tan i so"), word_set("is say extend date for at into by read"))
"""Words that lead to the day asked for, the certain ones first."""
_NOT_ASKED = word_set(
    "due was from asked not make said original originally leave away off instead than miss missed back returns days"
    " nights holiday holidays sick lates earlies course"
)
_MOVED = word_set("put push pushed move moved set go this it that date deadline")
_AWAY = word_set("off back")
"""Words that set a day aside, but not the end of a pause: "chase me when I'm back on 3 December"."""
_ENDED_OFF = word_set("sign signed signing signs finish finished finishing round rounded tick ticked close closed")
_PUT = word_set("put hold held it this")
_BETWEEN = word_set("the cop of end a that been : , - until till to for is on")


def requested_day(tokens: Sequence[Token], written_on: date, due: date | None) -> date | None:
    """Give the day asked for, after the day of writing, or None where the words leave a doubt.

    A day that follows "until", "to", "be" outranks others; one that follows "due", "from", "on leave until" is not
    asked for. `due` beside another day is only named.
    """
    places = [at for at, token in enumerate(tokens) if token.day is not None]
    if places and points_back(tokens):
        return _named_before([tokens], tokens, written_on, due)
    if (counted := counted_from(tokens, due)) is not None:
        return counted if counted > written_on else None
    places = corrected(tokens, places)
    gone = denied(tokens, places) | settings(tokens, places)
    pause = pause_places(tokens, places)
    asked = [
        at
        for at in (places if pause is None else pause)
        if at not in gone and _set_aside(tokens, at) not in (_NOT_ASKED if pause is None else _NOT_ASKED - _AWAY)
    ]
    please = max((at for at, token in enumerate(tokens) if token.word == "please"), default=-1)
    asked = [
        at for at in asked if at > please and not _past(tokens[at])
    ] or asked  # "Cabinet moved to 12 January so please re-date to 15 January"
    asked = _certain(tokens, asked)
    wanted = next((led for words in _TOWARDS if (led := [at for at in asked if _before(tokens, at) in words])), asked)
    day = _one_day(tokens, wanted, due)
    if day is None or day <= written_on:
        return None
    if any(alternative(tokens, at, day, due) for at in asked) or disagrees(tokens, day, written_on, due):
        return None
    return day


def _past(token: Token) -> bool:
    return token.day is not None and token.day.tense is Tense.PAST


def settled(
    day: date | None, tokens: Sequence[Token], before: Sequence[Sequence[Token]], written_on: date, due: date | None
) -> date | None:
    """Settle what a request's `tokens` ask for by the sentences `before` it.

    "could we have until then" asks for the day named last; "the 18th" is none where a day of another month was named.
    """
    if day is None and points_back(tokens):
        return _named_before([tokens, *reversed(before)], tokens, written_on, due)
    rules = {
        one.day.result.rule
        for one in tokens
        if one.day and isinstance(one.day.result, Day) and one.day.result.on == day
    }
    if day is None or rules != {DAY_ONLY}:
        return day
    others = [
        one.day for sentence in before for one in sentence if one.day is not None and one.day.tense is not Tense.PAST
    ]
    return day if all(_belongs(day, other.result) for other in others) else None


def _named_before(
    sentences: Sequence[Sequence[Token]], tokens: Sequence[Token], written_on: date, due: date | None
) -> date | None:
    """Give the day named before, or the one after it, where it lies ahead."""
    found = said_before(sentences, due)
    if found is not None and next_day(tokens):
        found += timedelta(days=1)
    return found if found is not None and found > written_on else None


def _one_day(tokens: Sequence[Token], wanted: Sequence[int], due: date | None) -> date | None:
    """Give the one day that the places name, None where one is doubtful or they differ."""
    days: set[date] = set()
    for at in wanted:
        mention = explained(tokens, at)
        if mention is None or not isinstance(mention.result, Day) or _of_another_month(tokens, mention.result):
            return None
        days.add(mention.result.on)
    if len(days) > 1 and due is not None:
        days.discard(due)
    return next(iter(days)) if len(days) == 1 else None


def _of_another_month(tokens: Sequence[Token], day: Day) -> bool:
    """Say whether "the 18th" may belong to a month named beside it: "move it from 11 January to the 18th"."""
    if day.rule != DAY_ONLY:
        return False
    others = [token.day.result for token in tokens if token.day is not None and token.day.result != day]
    return any(not _belongs(day.on, other) for other in others)


def _belongs(day: date, other: Day | Doubt) -> bool:
    """Say whether "the 18th", read as `day`, is also the next 18th after another day or within a month named."""
    if isinstance(other, Doubt):
        return other.month is None or other.month in (day.month, (day.month - 2) % 12 + 1)
    if other.rule == DAY_ONLY or (other.on.year, other.on.month) == (day.year, day.month):
        return True
    if other.on > day:
        return False
    ahead = other.on.month + (1 if day.day <= other.on.day else 0)
    last = month_end(other.on.year, ahead)
    return day.day <= last.day and last.replace(day=day.day) == day


def _certain(tokens: Sequence[Token], asked: list[int]) -> list[int]:
    """Leave out what is no day, where a certain day beside it says what is asked for.

    That is a span ("another week, so 18 December", not "a week after 18 December"), and a month or feast of an
    earlier clause ("it slipped in October. 14 January please") that no word leads to.
    """
    days = [at for at in asked if is_day(tokens[at])]
    if not days:
        return asked
    return [at for at in asked if is_day(tokens[at]) or not _only_told(tokens, at, days)]


def _only_told(tokens: Sequence[Token], at: int, days: Sequence[int]) -> bool:
    mention = tokens[at].day
    if mention is None or not isinstance(mention.result, Doubt):
        return False
    if "span" in mention.result.why:
        behind = [token.word for token in tokens[at + 1 : at + 2]]
        return not (behind and behind[0] in _COUNTED_FROM and any(at < day <= at + 4 for day in days))
    return told_of_the_past(tokens, at, days)


_COUNTED_FROM = word_set("from after before following past beyond on")


def _before(tokens: Sequence[Token], at: int) -> str:
    """Give the word that leads to the day, past articles; "make it" and "make that" lead as "to" does."""
    at -= 1
    while at >= 0 and tokens[at].word in _ARTICLES:
        at -= 1
    if at > 0 and tokens[at].word in ("it", "that") and tokens[at - 1].word in ("make", "making", "call"):
        return "to"
    return tokens[at].word if at >= 0 else ""


_ARTICLES = word_set("the cop cob of end close play business about latest y")


def _set_aside(tokens: Sequence[Token], at: int) -> str:
    """Give the word just before the day by which it is not the one asked for, "" where there is none."""
    here = at - 1
    while here >= 0 and at - here <= 4 and tokens[here].word in _BETWEEN:
        here -= 1
    word = tokens[here].word if here >= 0 else ""
    return word if word in _NOT_ASKED and not _asked_after_all(tokens, here, at) else ""


def _asked_after_all(tokens: Sequence[Token], here: int, at: int) -> bool:
    """Say whether the word at `here`, which sets the day at `at` aside elsewhere, does not so here."""
    if tokens[here].word == "off" and here and tokens[here - 1].word in _ENDED_OFF:
        return True  # "will be signed off on 9 December"
    if tokens[here].word == "off" and here and tokens[here - 1].word in _PUT and at - here > 1:
        return True  # "put off to 12 January"
    if tokens[here].word == "not" and here and tokens[here - 1].word == "if":
        return True  # "if not, 8 January"
    if tokens[here].word == "make" and at - here > 1 and tokens[here + 1].word == "that":
        return True  # "make that 18 January"
    if tokens[here].word == "back" and {"until", "till"} & {one.word for one in tokens[max(0, here - 4) : here]}:
        return True  # "until I am back on 3 December"
    if tokens[here].word == "than" and here and tokens[here - 1].word == "later":
        return True  # "no later than 4 December"
    if tokens[here].word == "back" and here and tokens[here - 1].word in _MOVED:
        return True
    # "due to be 14 December", "was to be": the day is what it moves to
    if tokens[here].word == "due" and here and tokens[here - 1].word == "as":
        return True  # "show this as due 14 December"
    return tokens[here].word in ("due", "was") and at - here > 1 and tokens[at - 1].word == "be"
