"""Says which days of a sentence are taken back, denied or only told, so that they are not asked for.

"18 December, sorry, 18 January": the first is corrected. "I said 7 December but make it the 14th": the first was said
before. "18 December or 8 January": neither is certain.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestones.mail.words.days import Day, Tense
from milestones.mail.words.phrases import Phrases, word_set
from milestones.mail.words.token import SEPARATORS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from milestones.mail.words.token import Token

CORRECTS = Phrases("""
    sorry, apologies, oops, whoops, wait, no, correction, typo, i mean, i meant, meant, scrap that, strike that
    or rather, rather, my mistake, i should have said, should have been, should have said, should read, ignore that
    hang on, hold on, on reflection, on second thoughts, thinking about it, actually, make that, better make it
    cancel that, my error, that is wrong, that should be, that should have been, that should read, nope, hmm, pardon
    forget that, correcting that, better, make it, should be, it should be, ought to be, needs to be, read
""")
"""What stands between a day and the one that corrects it."""
_CERTAIN = word_set(
    "sorry apologies oops whoops wait no correction typo mean meant scrap strike mistake reflection nope"
)
_CERTAIN_TOO = word_set(
    "thoughts actually rather cancel error wrong forget ignore hang hold thinking pardon should ought"
)
_FILLERS = word_set(
    "please to until till the instead say i it that is in fact now extend move date for a , : - ( ) ... and but"
)
_DENIALS = word_set(
    "not unable never no miss missing missed impossible unlikely unrealistic unachievable forget scrap ignore disregard"
    " withdraw wrong optimistic tight early unworkable"
)
_UNTIL = word_set("until till til before")
_AWAY = word_set("back in free available open around here return meeting sitting start")
_SAID = word_set(
    "said told asked gave given previously earlier requested suggested proposed put quoted promised meant mentioned"
)
_WE = word_set("i we you request")
_WERE, _MOVED = word_set("was were been"), word_set("moved set agreed extended changed put pushed")
_ELSE = word_set(
    "or failing otherwise else possibly maybe perhaps likely probably preferably even sorry no actually wait oops"
)
_AT_MOST = (["at", "the"], ["at", "most"], ["at", "worst"], ["latest"], ["tops"], ["max"])
_HISTORY = word_set(
    "was were slipped slipping moved lost came went originally first started began left missed been had due last since"
    " got over with during away because after meant got took passed flew shut closed"
)


def corrected(tokens: Sequence[Token], places: list[int]) -> list[int]:
    """Leave out the days that a later day corrects: between the two stands nothing but words of correction."""
    for at, following in zip(places[-2::-1], places[:0:-1], strict=False):
        if _is_correction(tokens[at + 1 : following]):
            return [place for place in places if place >= following]
    return places


def _is_correction(between: Sequence[Token]) -> bool:
    words = [token.word for token in between]
    at, certain = 0, False
    while at < len(words):
        end = CORRECTS.eat(words, at)
        if end > at:
            certain = certain or bool({*words[at:end]} & (_CERTAIN | _CERTAIN_TOO))
            at = end
        elif words[at] in _FILLERS:
            at += 1
        else:
            return False
    return certain


def denied(tokens: Sequence[Token], places: Sequence[int]) -> frozenset[int]:
    """Give the places of days that a part of the sentence denies, or tells as said before, while a later one has a day.

    "I won't get this done by Friday, is 14 January possible", "I asked for 7 December but make it the 14th": the parts
    are split at commas, dashes, "so" and "but".
    """
    found: list[int] = []
    for at in places:
        start, end = _clause(tokens, at)
        words = {token.word for token in tokens[start:end]}
        denies = bool(words & _DENIALS) and not words & _UNTIL
        past = bool(words & _SAID and words & _WE) or bool(words & _WERE and words & _MOVED)
        away = "not" in words and bool(words & _UNTIL and words & _AWAY) and any(earlier < start for earlier in places)
        if away or ((denies or past) and any(later > end for later in places)):
            found.append(at)
    return frozenset(found)


def settings(tokens: Sequence[Token], places: Sequence[int]) -> frozenset[int]:
    """Give the places of days on which something else happens, while another day is left to be asked for.

    "Extend to 31 December, the panel sits on the 16th", "she is back on the 3rd, so can we say the 4th".
    """
    found = set()
    for at in places:
        start = max((here for here in range(at) if _parts(tokens[here])), default=-1) + 1
        words = [token.word for token in tokens[start:at]]
        events = [here for here, word in enumerate(words) if word in _EVENTS]
        if events and not {*words} & _ASKS and {*words[events[-1] :]} & _ON:
            found.add(at)
    return frozenset(found) if len(found) < len(places) else frozenset()


def _parts(token: Token) -> bool:
    return token.word in SEPARATORS or token.word in _JOINS


_JOINS = word_set("so but and because as since when who which while where if with")
_EVENTS = word_set(
    "meet meets meeting sit sits sitting return returns back away leave available open opens close closes start starts"
    " begin begins booked scheduled arrives arrive lands due free elections election holiday off room visit session"
    " next starting sick term ends"
)
_ON = word_set("on until till from before after is are")
_ASKS = word_set("please pls can could extend move make need needs want like change push put extension asking")


def _clause(tokens: Sequence[Token], at: int) -> tuple[int, int]:
    """Give the start and end of the part of the sentence that a token stands in."""
    cuts = [
        place for place, token in enumerate(tokens) if token.word in SEPARATORS or token.word in ("so", "but", "and")
    ]
    return max((cut for cut in cuts if cut < at), default=-1) + 1, min(
        (cut for cut in cuts if cut > at), default=len(tokens)
    )


def alternative(tokens: Sequence[Token], at: int, day: date, due: date | None) -> bool:
    """Say whether the time at `at` is offered beside `day`: "or 8 January", "18 December to 21 December"."""
    mention = tokens[at].day
    if mention is None or (isinstance(mention.result, Day) and mention.result.on in (day, due)):
        return False
    if mention.tense is Tense.PAST:
        return False
    others = [place for place, token in enumerate(tokens) if token.day is not None and place != at]
    before = max((place for place in others if place < at), default=None)
    after = min((place for place in others if place > at), default=None)
    gaps = [tokens[before + 1 : at]] if before is not None else []
    gaps += [tokens[at + 1 : after]] if after is not None else []
    if any({token.word for token in gap} & _ELSE for gap in gaps):
        return True
    if before is not None and [token.word for token in tokens[at + 1 : at + 3]] in _AT_MOST:
        return True  # "extend to 16 December, 31 December at the latest"
    return after is not None and [token.word for token in tokens[at + 1 : after] if token.word != "the"] == ["to"]


def told_of_the_past(tokens: Sequence[Token], at: int, days: Sequence[int]) -> bool:
    """Say whether a time that is no day stands in an earlier part of the sentence that tells how things went."""
    _, end = _clause(tokens, at)
    words = {token.word for token in tokens[:end]}
    mention = tokens[at].day
    past = mention is not None and mention.tense is Tense.PAST
    return min(days) > end and (past or bool(words & _HISTORY)) and not words & {"or", "either"}
