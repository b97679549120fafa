"""The shapes of a confirmation: fixed words, permission to close, "this is done", "we have done it", and their tails.

Each shape eats words of its lists in order and accepts only if nothing is left; see `milestones.mail.words.vocabulary`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestones.mail.doubts import DOUBTS
from milestones.mail.words import beside_words as b
from milestones.mail.words import vocabulary as v
from milestones.mail.words.agents import agent, body, means
from milestones.mail.words.confirmation_in_force import another_body, doer, in_force
from milestones.mail.words.phrases import word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from milestones.mail.words.titles import Title
    from milestones.mail.words.token import Token


def is_name(segment: Sequence[Token]) -> bool:
    """Say whether a segment is a signature within a line: up to three capitalised words that mean nothing here."""
    words = [token.word for token in segment]
    known = any(kind.within(words) for kind in (v.PARTICIPLES, v.STATES, v.OPENERS, v.PAST_VERBS))
    return len(words) <= 3 and all(one.capital for one in segment) and not known and not DOUBTS & set(words)


def confirmation(words: list[str], segment: Sequence[Token], title: Title) -> str | None:
    """Try the shapes of a confirmation in turn; give the rule's name."""
    start = v.OPENERS.eat_all(words, 0)
    for at in range(start, -1, -1):  # an opener may also be the subject or the word itself: "all done", "confirmed"
        if at != start and v.OPENERS.eat_all(words[:at], 0) != at:
            continue
        for shape in (_fixed, permission, _stated, _we_did, _live):
            if (rule := shape(words, at, segment, title)) is not None:
                return rule
    return None


_ASSENTS = word_set("yes yep yeah yup hi hello thanks ok ie ydy apologies sorry morning afternoon")


def _fixed(words: list[str], at: int, segment: Sequence[Token], title: Title) -> str | None:
    """Match "confirmed", "job done", "I can confirm completion", a tick."""
    after = v.CONFIRMATIONS.eat(words, at)
    if words[at:after] == ["confirmed"]:  # of what? only bare, or with thanks
        plain = set(words[:at]) <= _ASSENTS and (after == len(words) or b.COURTESIES.whole(words[after:]))
        return "confirmed" if plain else None
    today = words[at : at + 1] == ["confirmed"] and "‹either›" not in words
    today = today or bool(_DID & set(words[at:after]) and {"we", "i", "crossed"} & set(words[at:after]))
    if after > at and tail(words, after, segment, title, past=today):
        return "fixed words of confirmation"
    if words[at : at + 1] == ["‹tick›"] and tail(words, at + 1, segment, title, past=False):
        return "a tick"
    return None


_DID = word_set("managed crossed put")
_NEEDS_STATE = word_set("mark treat show record log put update")
_STATE_WORDS = word_set("complete completed done closed finished")


def permission(words: list[str], at: int, segment: Sequence[Token], title: Title) -> str | None:
    """Match "please close this", "can be signed off now", "happy for this to be closed as complete"."""
    after = v.PERMISSIONS.eat(words, at)
    if after == at:
        return None
    if words[after - 1] == "close" and words[after : after + 1] == ["to"]:
        return None  # "close to done"
    rest = v.PERMITTED.eat_all(words, after)
    bare = (after - at == 1 and rest == after) or (words[at] == "tick" and "off" not in words[at:rest])
    if bare or (words[after - 1] in _NEEDS_STATE and not _STATE_WORDS & set(words[after:rest])):
        return None
    return "asks to close it" if tail(words, rest, segment, title, past=False) else None


_WELSH = word_set("gorffen gwblhau wneud")
_HELPED = (["met"], ["signed"])
_THANKED = word_set("thanks cheers ta thank you sir ma'am")
_FAR_PRONOUNS = word_set("it they these those them which its")


def _stated(words: list[str], at: int, segment: Sequence[Token], title: Title) -> str | None:
    """Match "[this] [has been] completed [tail]", "[the training] [is] complete", and the bare word."""
    after_subject = _subject(words, at, title)
    if after_subject is None:
        return None
    after = v.AUXILIARIES.eat_all(words, after_subject)
    between = set(words[after_subject:after])
    after = _prelude(words, after)
    end = v.PARTICIPLES.eat(words, after)
    past = end > after and bool({"was", "were", "got", "has", "have", "been"} & between)
    participle = end > after
    if words[at:after_subject] == ["work"] and words[after:end] == ["done"]:
        return None  # "work done": some, or all of it?
    if not participle:
        end = (
            v.STATES.eat(words, after)
            if v.STATES.eat(words, after) > after
            else _title_participle(words, after, title, between)
        )
        participle = words[after:end] not in ([], ["complete"], ["in", "place"])
    if "was" in between and not participle and words[end : end + 1] != ["by"]:
        return None  # "it was complete": and is it still?
    if end == after or (_WELSH & set(words[after:end]) and "wedi" not in between):
        return None
    if (
        words[after:end] == ["signed"]
        and words[end : end + 1] == ["by"]
        and words[end + 1 : end + 2] not in (["all"], ["both"], ["everyone"], ["everybody"])
    ):
        return None  # by one of those who must sign
    if words[after:end] in _HELPED and not between and not _stands_alone(words, at, after, end):
        return None
    while words[end : end + 1] == ["and"] and (further := v.PARTICIPLES.eat(words, end + 1)) > end + 1:
        end = further
    today = words[end : end + 1] == ["‹today›"] and " ".join(words[at:after]) in _BARE
    told = today or (words[end : end + 1] == ["on"] and not {"is", "are"} & between)
    looks_back = participle and (past or words[after] != "done" or told)
    if not tail(words, end, segment, title, past=looks_back):
        return None
    return "says that it is done" if set(words[at:after_subject]) & _FAR_PRONOUNS else "says that this is done"


_BARE = ("", "all", "yes", "now")
"""What may stand before "done today"; "this done today" may be what somebody wants."""

_PRELUDE = frozenset(
    {
        "agreed",
        "approved",
        "ratified",
        "adopted",
        "published",
        "produced",
        "circulated",
        "issued",
        "launched",
        "submitted",
    }
)


def _prelude(words: list[str], at: int) -> int:
    """Give the place after "agreed and" before "signed off": a step that led to the end, no end by itself."""
    while words[at : at + 1] and words[at] in _PRELUDE and words[at + 1 : at + 2] == ["and"]:
        at += 2
    return at


def _stands_alone(words: list[str], at: int, after: int, end: int) -> bool:
    """Say whether "met" or "signed" without a helper speaks of the milestone: "target met", "signed by both"."""
    if words[after] == "met":
        return bool({"milestone", "target", "objective", "deadline", "requirements"} & set(words[at:after]))
    return after > at or " ".join(words[end : end + 2]) in ("by all", "by both")


def _subject(words: list[str], at: int, title: Title) -> int | None:
    """Give the place after the subject (maybe none); None where words stand there that are not the milestone."""
    after = v.SUBJECTS.eat(words, at)
    if after > at:
        named = set(words[at:after])
        return None if named & v.BARE_PARTS and not named & {"all", "both"} else after
    return title_phrase(words, at, title)


_IN_TITLES = word_set("of the and for")


def title_phrase(words: list[str], at: int, title: Title) -> int:
    """Give the place after "[the|our] words of the title" where they can stand for the milestone, else `at`."""
    here = at
    while words[here : here + 1] and words[here] in ("the", "our", "both", "all", "of", "this"):
        here += 1
    first = here
    while here < len(words) and (words[here] in title.words or (here > first and words[here] in _IN_TITLES)):
        if v.PARTICIPLES.eat(words, here) > here:
            break
        here += 1
    return here if title.is_named_by(words[first:here]) else at


_IRREGULAR = word_set("held sent built made written run set drawn taken given")


def _title_participle(words: list[str], at: int, title: Title, between: set[str]) -> int:
    """Match the title's own participle after a helper: "the protocol was published" where that is the milestone."""
    fits = between and at < len(words) and words[at] in title.words and not title.compound
    return at + 1 if fits and (words[at].endswith("ed") or words[at] in _IRREGULAR) else at


def _live(words: list[str], at: int, segment: Sequence[Token], title: Title) -> str | None:
    """Match "the policy went live last week", "this is now in force"."""
    end = in_force(words, at, title)
    if end is None or not tail(words, end, segment, title, past="went" in words[at:end]):
        return None
    return "says that it is done" if words[at] in _FAR_PRONOUNS else "says that it is in force"


_TAUGHT = word_set("training trained course courses briefing briefings workshop workshops sessions")


def _we_did(words: list[str], at: int, segment: Sequence[Token], title: Title) -> str | None:
    """Match "we [have] completed this [tail]", "have completed this", "we have got this done"."""
    here = doer(words, at, segment)
    if another_body(words[at:here], title):
        return None
    if title.words & _TAUGHT and words[at:here] not in (["we"], ["i"], []):
        return None  # "my team has completed the training" says that they were taught
    after = v.AUXILIARIES.eat_all(words, here)
    if {"is", "are", "was", "were"} & set(words[here:after]):
        return None
    verb = v.PAST_VERBS.eat(words, after)
    parted = max(v.PARTED_VERBS.eat(words, after), v.PARTED_VERBS.eat(words, here))
    if parted > after and tail(words, parted, segment, title, past=True):
        return "we have done it"
    if verb > after:
        for thing in (v.OBJECTS.eat_all(words, verb), v.OBJECTS.eat(words, verb), title_phrase(words, verb, title)):
            if thing > verb and tail(words, thing, segment, title, past=True):
                return "we have done it"
    if "got" in words[here:after]:
        thing = v.OBJECTS.eat(words, after)
        end = max(v.PARTICIPLES.eat(words, thing), v.STATES.eat(words, thing))
        if end > thing > after and tail(words, end, segment, title, past=False):
            return "we have got it done"
    return None


def tail(words: list[str], at: int, segment: Sequence[Token], title: Title, *, past: bool) -> bool:
    """Say whether everything from `at` on may follow a confirmation.

    `past`: the words before look back, so that "on Friday" and "this week" do too.
    """
    while at < len(words):
        if words[at] == "at" and (held := body(words, at + 1, segment, past=past)) > at:
            at = held
            continue
        after = v.RECENT.eat(words, at) if v.RECENT.eat(words, at) > at else v.TAILS.eat(words, at)
        if words[at] == "please" and (closes := permission(words, at, segment, title)) is not None:
            return bool(closes)  # "this is complete please close"
        if after == at and past:
            after = v.WHEN.eat(words, at)
        if after > at and (past or "‹either›" not in words[at:after]):
            at = after
            continue
        if words[at - 1] in _THANKED and is_name(segment[at:]):
            return True
        if words[at] == "by":
            at = agent(words, at + 1, segment, title)
        elif words[at] in _THROUGH:
            at = means(words, at + 1, segment, title)
        elif words[at] == "for" and (named := title_phrase(words, at + 1, title)) > at + 1:
            at = named
        else:
            return False
        if at < 0:
            return False
    return True


_THROUGH = frozenset({"via", "through", "following", "with"})
