"""Tells trouble that is over from trouble that is not: held up and cleared, a long road with an end, stuck until May.

Whether what stands behind the trouble confirms is read elsewhere.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from milestones.mail.doubts import DOUBTS
from milestones.mail.words.flat import spoken
from milestones.mail.words.phrases import Phrases, word_set
from milestones.mail.words.token import SEPARATORS, Token
from milestones.mail.words.verb_forms import has_past_form

if TYPE_CHECKING:
    from collections.abc import Sequence

NOW = word_set("is are am will would need needs must may might can has have do does if unless once when though")
_ALLOWED_BEFORE = {
    "have": ("should", "would", "could", "might", "must"),
    "would": ("thought", "we", "it", "i", "never"),
}
PARTS = word_set(
    "draft drafts first part parts half phase stage section chapter pilot some most several few third version one"
)
_OPEN_SIGNS = frozenset({"‹future›", "‹percent›", "‹fraction›", "‹cross›", "‹unread›", "‹sign›", "‹other›"})


def owns(tokens: Sequence[Token], at: int) -> bool:
    """Say whether an opened "'s" belongs to a name: "the Trust's solicitor"."""
    return at > 0 and tokens[at].start >= 0 and tokens[at].start == tokens[at - 1].start and tokens[at - 1].capital


def is_over(tokens: Sequence[Token]) -> bool:
    """Say whether words tell only of what was, trouble or not: "it had been held up by our ethics committee".

    Every helper in them must be of the past, no part of the whole may be named, no day ahead, no condition.
    """
    told_of = [token for token in tokens if token.word not in SEPARATORS]
    words = [token.word for token in told_of]
    told = False
    for at, word in enumerate(words):
        if word == "is" and owns(told_of, at):
            continue
        if word in NOW and words[at - 1 : at] not in [[one] for one in _ALLOWED_BEFORE.get(word, ())]:
            return False
        if word in PARTS or word in _OPEN_SIGNS or word.isdigit():
            return False
        told = told or word in ("was", "were", "had", "did", "been") or has_past_form(word) or word in _PAST
    return told


_PAST = word_set("took came went got thought felt ran fought kept began got lost threw stood sat")
_SUBJECTS = (["it"], ["this"], ["that"], ["which"])
_MOST_BEFORE = 30


def overcome(tokens: Sequence[Token]) -> tuple[tuple[Token, ...], tuple[Token, ...]] | None:
    """Part "it was held up by X but they cleared it and it is now complete" into what was, and what is now.

    What is now opens with "it is", "this is", "it has" and stands last; None where the sentence is not so built, or
    where what stands before is not all over.
    """
    words = [token.word for token in tokens]
    if "but" in words[1:-1]:
        cut = len(words) - 1 - words[::-1].index("but")
        before, now = tuple(tokens[:cut]), tuple(tokens[cut + 1 :])
        if now[0].word in ("we", "i") and len(before) <= _MOST_BEFORE and not GIVEN_UP & set(words) and is_over(before):
            return before, now  # "I was going to ask for longer but we finished it last night"
    for at in range(len(words) - 2, 0, -1):
        if words[at : at + 1] in _SUBJECTS and words[at + 1] in ("is", "has") and words[at - 1] in _TURNS:
            before, now = tuple(tokens[:at]), tuple(tokens[at:])
            while before and before[-1].word in _TURNS:
                before = before[:-1]
            given_up = GIVEN_UP & set(words[:at])
            ended = "but" in words[:at] or ("so" in words[at - 1 : at] and _ENDED_WELL & set(words[:at]))
            if ended and not given_up and before and len(before) <= _MOST_BEFORE and is_over(before):
                return before, now
            return None
    return None


_MOST_WHO = 4
_WHO_RESOLVES = word_set("it she he they we legal council cabinet members everyone finance procurement board chair the")
_BEFORE_VERB = word_set("all finally then has have eventually both")
_RESOLVED = Phrases("""
    (came_back|cleared|signed|agreed|approved|sorted|fixed|lifted|arrived|relented|turned_up|resolved|settled|answered
        |replied|got_it|got_there|said_yes|came_through|went_through) [it|this|that|us|in|off]
    gave [it|this|that|us] (permission|approval|consent|clearance|the_go_ahead)
""")
_RESOLVED_WHEN = Phrases("""
    over (lunch|the_weekend|coffee|a_brew), overnight, at (briefing|lunchtime|the_last_minute), electronically
    with ‹clear›, ‹clear›, [on] (‹past›|‹either›|‹today›), in the end, eventually, finally, this (morning|week)
    without ‹clear›
""")


def resolves(words: Sequence[str]) -> bool:
    """Say whether words tell how trouble ended well: "they cleared it on Monday"."""
    at = 0
    while at < len(words) and (
        words[at] in _WHO_RESOLVES
        or (at < _MOST_WHO and words[at] not in DOUBTS and _RESOLVED.eat(words, at) == at and words[at][0].isalpha())
    ):
        at += 1
    verb = at
    while verb < len(words) and words[verb] in _BEFORE_VERB:
        verb += 1
    end = _RESOLVED.eat(words, verb)
    return at > 0 and verb < end and _RESOLVED_WHEN.eat_all(words, end) == len(words)


def took_long(tokens: Sequence[Token]) -> bool:
    """Say whether words tell only how long it took: "took three drafts and a change of officer"."""
    words = [token.word for token in tokens]
    opens = words[:1] == ["took"] or words[:2] in (["it", "took"], ["this", "took"])
    return opens and not (NOW | {"still"}) & set(words) and not _OPEN_SIGNS & set(words)


_ENDED_WELL = word_set("signed cleared agreed approved confirmed replied sorted fixed arrived")
GIVEN_UP = word_set(
    "cancelled canceled withdrawn withdrew scrapped abandoned pulled stopped stop halted gave given refused no rejected"
    " overturned dropped shelved binned closed paused suspended merged superseded replaced removed deleted lost"
)
"""What ends a matter without its being done."""
_TURNS = word_set("but and so , - : now")

_LONG_ROAD = word_set("""
    much many long lot lots weeks months years drafts versions false argument arguments toing froing fro wrangling
    chasing emails meetings sweat tears blood effort arm haggling battle struggle saga delays setbacks attempts rounds
    solicitors lawyers lost hiccups ado faffing nagging persuasion grief work hard fun hassle iterations tweaks
    """)
_MOST_OF_ROAD = 18
_ON_THE_ROAD = word_set("one three several few drafts version")


def after_long_road(tokens: Sequence[Token]) -> tuple[Token, ...] | None:
    """Give what stands behind "after three drafts and two solicitors:", None where a sentence opens otherwise.

    "After the meeting: done" names a day ahead, so that the road must have been long.
    """
    if not tokens or tokens[0].word not in ("after", "following", "despite"):
        return None
    ends = [at for at, token in enumerate(tokens) if token.word in SEPARATORS]
    ends += [
        at - 1 for at, token in enumerate(tokens) if at > 1 and token.word in ("it", "this") and at < len(tokens) - 2
    ]
    for at in sorted(ends, reverse=True):
        road = [token.word for token in tokens[1 : at + 1] if token.word not in SEPARATORS]
        barred = NOW & set(road) or any(word in _OPEN_SIGNS or word in PARTS - _ON_THE_ROAD for word in road)
        if _LONG_ROAD & set(road) and len(road) <= _MOST_OF_ROAD and not barred:
            return tuple(tokens[at + 1 :])
    return None


_TROUBLE = re.compile(
    r"^(?:(?:it|this|that|we|i|all|which|yes|sorry) )*(?:(?:was|were|had been|got) (?:\w+ ){0,2})?"
    r"(?:stuck|blocked|held up|delayed|stalled|waiting|tied up|bogged down|snarled up|hold up was)\b"
)
_TROUBLE_PAST = re.compile(r"(?:un)?til(?:l)? ‹past›|\bfor (?:weeks|months|ages|a while|a (?:few )?(?:weeks|months))")


def was_trouble(tokens: Sequence[Token]) -> bool:
    """Say whether a sentence tells only of trouble that has an end: "was blocked by legal till yesterday"."""
    flat = spoken(tokens)
    opens = _TROUBLE.match(flat)
    past = opens is not None and ("was" in opens[0] or "were" in opens[0] or "had" in opens[0] or "got" in opens[0])
    past = past and not {"now", "again", "still"} & set(flat.split())
    return past and _TROUBLE_PAST.search(flat) is not None and is_over(tokens)
