"""Plain statements that the milestone is finished, by their build: its subject, a finishing verb, harmless additions.

Every word still has its place, but places are open to classes of words: the title's own words and verbs in any form,
people, times, manners. Tried where the closed shapes of `confirmation_shapes` do not fit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestones.mail.words import completion_words as c
from milestones.mail.words import vocabulary as v
from milestones.mail.words.completion_parts import everyone, object_of, openings, subject, written
from milestones.mail.words.completion_shown import in_place, shown
from milestones.mail.words.completion_signed import all_signed
from milestones.mail.words.completion_tail import ends_well
from milestones.mail.words.completion_taught import all_of_them, all_taught, counted_whole, last_of_them, mopped_up
from milestones.mail.words.confirmation_in_force import another_body, doer
from milestones.mail.words.phrases import word_set
from milestones.mail.words.verb_forms import stem
from milestones.mail.words.welsh import done_in_welsh

if TYPE_CHECKING:
    from collections.abc import Sequence

    from milestones.mail.words.titles import Title
    from milestones.mail.words.token import Token

_AUXILIARY = c.PAST_HELPERS | {"is", "are"}
_FAR = frozenset({"it", "they", "these", "those", "them"})


def finished(words: list[str], segment: Sequence[Token], title: Title) -> str | None:
    """Say by which build a clause states that the milestone is finished, None where it does not."""
    if done_in_welsh(words, title):
        return "says in Welsh that it is done"
    for at in openings(words):
        for build in _BUILDS:
            if (rule := build(words, at, segment, title)) is not None:
                return rule
    return None


def _completion_of(words: list[str], at: int, segment: Sequence[Token], title: Title) -> str | None:
    """Match "[I can confirm] completion of the above action"."""
    start = at + 1 if words[at : at + 1] == ["the"] else at
    confirmed = {"confirm", "confirming", "report", "advise"} & set(words[:at])
    if not confirmed or words[start + 1 : start + 2] != ["of"] or words[start] not in c.COMPLETION:
        return None
    named = max(subject(words, start + 2, title), v.SUBJECTS.eat(words, start + 2))
    if named == start + 2 or not ends_well(words, named, segment, title, past=True):
        return None
    return "confirms its completion"


def _that_completes(words: list[str], at: int, segment: Sequence[Token], title: Title) -> str | None:
    """Match "that completes this action", "which closes this one"."""
    verb = c.COMPLETES.eat(words, at)
    thing = object_of(words, verb, title) if verb > at else at
    if thing <= verb or not ends_well(words, thing, segment, title, past=False):
        return None
    return "says that this completes it"


def _passive(words: list[str], at: int, segment: Sequence[Token], title: Title) -> str | None:
    """Match "the WRAP training has now been delivered to all staff", "this is over the line"."""
    if words[at : at + 2] == ["that", "is"] and subject(words, at + 2, title) > at + 2:
        at += 2  # "that is the training all finished"
    named = subject(words, at, title)
    named = c.MENTIONED.eat(words, named) if named > at else named
    helped = c.HELPERS.eat_all(words, named)
    helpers = set(words[named:helped])
    bare = c.FINISHED.eat(words, helped) > helped and not helpers & (_AUXILIARY - {"been"})
    if named == at and not (_asked_for(words, at, title) or bare):
        return None
    end = _finishing(words, helped, title, whole=title.is_named_by(written(words[at:named], title)))
    participle = end > helped
    if not participle:
        end = c.FINISHED_STATES.eat(words, helped)
        if end == helped and title.stems & c.HIRING:
            end = c.IN_POST.eat(words, helped)
        if end == helped or helpers & {"was", "were", "had"}:
            return None
    while words[end : end + 1] == ["and"] and (more := _finishing(words, end + 1, title)) > end + 1:
        end = more
    past = participle and (bool(helpers & c.PAST_HELPERS) or words[helped] in _OF_THE_PAST)
    if words[end - 1] == "signed" and words[end : end + 1] == ["by"] and words[end + 1 : end + 2] not in _ALL_WHO_SIGN:
        return None
    if not ends_well(words, end, segment, title, past=past):
        return None
    return "says that it is done" if words[at] in _FAR else "says what has been done"


def _asked_for(words: Sequence[str], at: int, title: Title) -> bool:
    """Say whether the bare verb of the title opens the clause: "Published last week"."""
    verb = words[c.HELPERS.eat_all(words, at) :][:1]
    return (
        bool(verb) and title.is_fulfilled_by(verb[0]) and stem(verb[0]) not in _OF_PEOPLE and verb[0] not in _UNCHANGED
    )


_OF_PEOPLE = frozenset({"train", "brief", "teach"})
_UNCHANGED = frozenset({"run", "set", "put"})
_OF_THE_PAST = frozenset(
    {
        *("completed", "finished", "delivered", "finalised", "concluded", "closed", "signed", "achieved"),
        *("agreed", "adopted", "approved", "ratified", "endorsed", "named", "appointed"),
    }
)
"""Participles that look back without a helper: "delivered on Friday"; "rolled out on Friday" may announce it."""
_ALL_WHO_SIGN = (["all"], ["both"], ["everyone"], ["everybody"])


_TURNED = frozenset(
    (verb, particle)
    for verb, particles in (
        *(("held", "up off out"), ("put", "off"), ("called", "off"), ("given", "up"), ("gave", "up"), ("laid", "off")),
        *(("written", "off"), ("run", "out"), ("ran", "out"), ("broken", "off up"), ("kept", "off up"), ("cut", "off")),
        *(("pulled", "out off"), ("backed", "out off"), ("left", "out off"), ("taken", "off out"), ("thrown", "out")),
        *(("struck", "off out"), ("turned", "off"), ("carried", "off")),
    )
    for particle in particles.split()
)
"""Verbs that a particle turns into another: "held up by IT" is no training that was held."""


def _finishing(words: Sequence[str], at: int, title: Title, *, whole: bool = False) -> int:
    """Give the place after a finishing participle: of any thing, of what the title asks for, of what takes place."""
    end = max(c.FINISHED.eat(words, at), v.PARTICIPLES.eat(words, at))
    if end > at:
        return end
    if words[at : at + 2] == ["recruited", "to"] and title.is_fulfilled_by("recruited"):
        return at + 2
    if at < len(words) and title.is_fulfilled_by(words[at], whole=whole):
        if tuple(words[at : at + 2]) in _TURNED:
            return at
        off = words[at + 1 : at + 2] in (["off"], ["out"], ["up"])
        return at + 2 if off else at + 1
    return c.TOOK_PLACE.eat(words, at) if title.stems & c.EVENT_STEMS and not title.compound else at


def _active(words: list[str], at: int, segment: Sequence[Token], title: Title) -> str | None:
    """Match "we have delivered the WRAP training", "trained all frontline staff", "managed to finish this"."""
    who = doer(words, at, segment)
    who = max(_provider(words, at), _decider(words, at, title)) if who == at else who
    helped = c.HELPERS.eat_all(words, who)
    if {"is", "are", "was", "were", "been"} & set(words[who:helped]):
        return None
    ends = _verb_ends(words, helped, title)
    others = words[at:who] not in (["we"], ["i"], [])
    if another_body(words[at:who], title):
        return None
    if others and title.stems & c.TAUGHT_STEMS and words[helped : helped + 1] in _OF_PUPILS:
        return None  # "the team has completed it" says that they have been taught
    for verb in ends:
        thing = object_of(words, verb, title)
        if thing == verb and words[verb - 1] in ("trained", "briefed", "taught"):
            thing = everyone(words, verb, title)
        if any((words[verb - 1], one) in _TURNED for one in words[verb : thing + 1]):
            continue
        if thing > verb and words[thing : thing + 1] in (["off"], ["up"], ["out"], ["down"]):
            thing += 1
        if thing > verb and ends_well(words, thing, segment, title, past=True):
            return "we have done it"
    return None


_OF_PUPILS = (["completed"], ["finished"], ["done"], ["did"], ["had"])


def _provider(words: Sequence[str], at: int) -> int:
    """Give the place after "our trainers", "the provider", else `at`."""
    if words[at : at + 1] not in (["the"], ["our"]):
        return at
    return at + 2 if words[at + 1 : at + 2] and words[at + 1] in c.PROVIDERS else at


_DECIDERS = word_set("council members governors trustees parliament assembly")
_DECIDED = frozenset(stem(word) for word in ("adopt", "ratify"))


def _decider(words: Sequence[str], at: int, title: Title) -> int:
    """Give the place after "full council" where the title names it as who decides, or asks to adopt, else `at`."""
    here = at
    while words[here : here + 1] in (["the"], ["our"], ["full"], ["all"]):
        here += 1
    if here >= len(words) or words[here] not in _DECIDERS:
        return at
    return here + 1 if words[here] in title.words or title.asked & _DECIDED else at


def _verb_ends(words: Sequence[str], at: int, title: Title) -> list[int]:
    """Give the places where a finishing verb in the past may end: "delivered", "signed off", "managed to finish"."""
    managed = c.MANAGED.eat(words, at)
    if managed > at:
        end = c.FINISH.eat(words, managed)
        return [end] if end > managed else []
    ends = {max(v.PAST_VERBS.eat(words, at), c.FINISHED.eat(words, at)), v.PAST_VERBS.eat(words, at)}
    if at < len(words) and title.is_fulfilled_by(words[at]) and words[at] not in _UNCHANGED:
        ends.add(at + 1)
    return sorted(end for end in ends if end > at)


def _we_are_done(words: list[str], at: int, segment: Sequence[Token], title: Title) -> str | None:
    """Match "we are all done on this", "that is us finished", "we are there"."""
    end = c.WE_ARE_DONE.eat(words, at)
    if end == at or words[end : end + 1] == ["in"] or (words[end - 1] == "finished" and "early" in words[end:]):
        return None  # "we finished early today": the work of the day
    past = bool({"got", "finished", "completed"} & set(words[at:end])) and "are" not in words[at:end]
    return "we are done" if ends_well(words, end, segment, title, past=past) else None


_BUILDS = (
    *(_completion_of, _that_completes, _passive, all_of_them, all_signed, all_taught, counted_whole),
    *(last_of_them, mopped_up, _active),
    *(_we_are_done, shown, in_place),
)
