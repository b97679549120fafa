"""The shapes "the policy went live", "rolled out", "this is now in force", and who did a thing.

Knows what a thing in force is called; that nothing but a fitting tail follows is seen to by `confirmation_shapes`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestones.mail.doubts import DOUBTS
from milestones.mail.words.phrases import Phrases, word_set
from milestones.mail.words.verb_forms import stem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from milestones.mail.words.titles import Title
    from milestones.mail.words.token import Token

_CAME = Phrases("""
    [now|finally|officially|successfully|formally|duly] (went|came) live, took effect, came into (force|effect)
    (has|have) [now|finally|already|officially|all|successfully|since] gone live
    (has|have) [now] been [fully] (live|in_force|in_effect|operational|in_use|up_and_running|in_place) since
    (has|have) [now|since] come into (force|effect)
    (is|are) (now|fully|now_fully|officially|now_officially|all_now) (live|in_force|in_effect|operational|in_operation)
    (has|have) [now|all|finally|successfully|fully|already] been [fully|successfully] rolled out
    (was|were) [fully|successfully|all] rolled out, (is|are) (now|fully|now_fully) rolled out
""")
"""Verbs that say so of whatever it is: the milestone is meant where nothing else is named."""
_STANDS = Phrases("""
    (is|are) (live|in_force|in_effect|operational), [now|fully|successfully|all] rolled out
    now (live|in_force|in_effect|operational), (live|in_force) (since|from|as_of)
""")
"""Words that could also be said of an open action or by way of a heading: only of a thing that is named."""
_NAMED_BEFORE = frozenset({("this",), ("it",), ("that",)})
_LIVE_ALONE = frozenset({("live",), ("already", "live"), ("now", "live"), ("live", "now"), ("all", "live")})
_PUT_UP = frozenset(stem(word) for word in ("published", "launched", "uploaded"))
"""What is live once it has been done: then "it is live" says so."""
_LITTLE = word_set("the our all new both of and for to with between")
_BARE = frozenset({(), ("this",), ("it",), ("that",), ("which",), ("everything",), ("we",), ("this", "one")})
_TAUGHT = word_set("training trained course courses package briefing briefings sessions programme")
_KINDS = (
    word_set("policy protocol procedure plan strategy guidance agreement framework scheme process"),
    _TAUGHT,
    word_set("system app site website portal platform software database"),
)
"""Words of one kind of thing: where a title names one, a writer may call it by another."""
_BEGINNERS = word_set(
    """
    consultation consult survey recruitment recruit recruited advert vacancy campaign pilot trial evaluation evaluated
    evaluate review reviewed test testing tested tender procurement bid audit assessment training trained course
    courses briefing briefings sessions exercise election ballot closed closure ended decommissioned withdrawn
    inquiry inspection application applications nominations bids hire hired recruiting
    """
)
"""What only begins when it goes live: "the survey is live" does not say that it is finished."""
_ANY_KIND = frozenset().union(*_KINDS)
_REACH = 8


def in_force(words: Sequence[str], at: int, title: Title) -> int | None:
    """Give the place after "[the policy] went live", None where it is not that or is said of something else."""
    if title.asked & _PUT_UP and tuple(words[at:]) in _LIVE_ALONE:
        return len(words)
    for place in range(at, min(at + _REACH, len(words))):
        came, stands = _CAME.eat(words, place), _STANDS.eat(words, place)
        if max(came, stands) == place:
            continue
        subject = tuple(words[at:place])
        went = words[place] == "went" and "‹either›" in words[came:]
        bare = subject in _BARE and came > place and (bool(subject) or went or "‹past›" in words[came:])
        bare = bare or (stands > place and subject in _NAMED_BEFORE and bool(title.asked & _PUT_UP))
        if not bare and not _is_named(subject, title):
            return None
        end = max(came, stands)
        if title.words & (_BEGINNERS - _TAUGHT if "rolled" in words[place:end] else _BEGINNERS):
            return None
        heading = came == place and {"‹either›", "‹today›"} & set(words[end:])
        return None if heading else end  # "training rolled out on Friday": was it, or will it be?
    return None


def _is_named(subject: Sequence[str], title: Title) -> bool:
    """Say whether the subject is the title's thing, by its own word or by another of its kind."""
    spoken = [word for word in subject if word not in _LITTLE]
    if title.words & _ANY_KIND and not (_ANY_KIND | title.acronyms) & set(spoken):
        return False  # "CCTV went live" says nothing of the protocol about it
    if spoken and all(title.has(word) for word in spoken) and title.is_named_by(spoken):
        return True
    alike = any(len(spoken) == 1 and spoken[0] in kind and kind & title.words for kind in _KINDS)
    return alike and not title.compound


_OUR_PEOPLE = word_set("team group unit staff officers colleagues deputy sergeant inspector analyst sgt officer")
_SIGNING = word_set("board gold silver committee cabinet panel exec executive")
_RANKS = word_set("insp inspector sgt sergeant pc ps dc di dci ds supt acc chief cllr mr mrs ms dr")


def another_body(who: Sequence[str], title: Title) -> bool:
    """Say whether another body acted than the one that the title names: "cabinet" for "adopted by the council"."""
    acted = (_SIGNING | _COUNCILS) & set(who)
    named = (_SIGNING | _COUNCILS) & title.words
    return bool(acted and named) and not acted & named


_COUNCILS = word_set("council governors trustees assembly parliament")


def doer(words: Sequence[str], at: int, segment: Sequence[Token]) -> int:
    """Give the place after who did it: "we", "my team", "the board", "DI Patel"; `at` where nobody is named."""
    if words[at : at + 1] and words[at] in ("we", "i"):
        return at + 1
    if (
        words[at : at + 1]
        and words[at] in ("my", "our", "the")
        and words[at + 1 : at + 2]
        and words[at + 1] in _OUR_PEOPLE
    ):
        return at + 2
    here = at + 1 if words[at : at + 1] in (["the"], ["our"]) else at
    here = here + 1 if words[here : here + 1] == ["full"] else here
    if here < len(words) and words[here] in _SIGNING:
        return here + 1
    here = at
    if words[at : at + 1] and words[at] in _RANKS:
        while here < len(words) and here - at < 3 and segment[here].capital and words[here] not in DOUBTS:
            here += 1
    return here
