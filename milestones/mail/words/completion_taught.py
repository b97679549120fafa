"""Plain statements that all pupils have been taught: "everyone has attended", "the last session ran", "214 of 214".

Numbers without "all" are some of them; verbs and additions are read elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestones.mail.words import completion_words as c
from milestones.mail.words import vocabulary as v
from milestones.mail.words.completion_parts import object_of, people, subject
from milestones.mail.words.completion_tail import ends_well
from milestones.mail.words.confirmation_in_force import doer
from milestones.mail.words.phrases import Phrases, word_set
from milestones.mail.words.verb_forms import is_past, stem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from milestones.mail.words.titles import Title
    from milestones.mail.words.token import Token


def all_of_them(words: list[str], at: int, segment: Sequence[Token], title: Title) -> str | None:
    """Match "all 180 frontline staff have attended", "everyone has now been trained", "frontline staff all trained"."""
    if title.compound:
        return None
    named, every = people(words, at, title)
    if named == at or (title.universal and not every and {"all", "both", "fully"}.isdisjoint(words[named : named + 4])):
        return None  # "staff trained" of "all frontline staff"
    helped = c.HELPERS.eat_all(words, named)
    helped -= words[helped - 1 : helped] == ["had"]
    every = every or bool({"all", "fully", "each", "both"} & set(words[named:helped]))
    if helped < len(words) and title.is_fulfilled_by(words[helped]) and stem(words[helped]) not in _OF_LESSONS:
        end = max(helped + 1, object_of(words, helped + 1, title))
    else:
        end = c.TOOK.eat(words, helped) if every and title.stems & c.TAUGHT_STEMS else helped
        end = object_of(words, end, title) if end > helped else end
    if end == helped and every and _speaks_of_all(words[at:named], title):
        end = max(
            kind.eat(words, helped) for kind in (v.PARTICIPLES, v.STATES, c.FINISHED, c.FINISHED_STATES, _COVERED)
        )
    if end == helped:
        return None
    return "all of them have had it" if ends_well(words, end, segment, title, past=True) else None


def _speaks_of_all(named: Sequence[str], title: Title) -> bool:
    """Say whether the title itself is about all of those named: "all schools" of "Staff in all schools trained"."""
    return bool(title.stems & c.TAUGHT_STEMS) and any(word in c.PEOPLE for word in named)


def all_taught(words: list[str], at: int, segment: Sequence[Token], title: Title) -> str | None:
    """Match "all trained", "every one trained" of a title about teaching."""
    taught = words[at : at + 1] == ["all"] and bool(title.stems & c.TAUGHT_STEMS) and not title.compound
    counted = at + 1 + (words[at + 1 : at + 2] != [] and words[at + 1].isdigit())
    end = c.HELPERS.eat_all(words, counted)
    if not taught or end >= len(words) or stem(words[end]) not in c.TAUGHT_VERBS:
        return None
    return "all of them have had it" if ends_well(words, end + 1, segment, title, past=True) else None


def counted_whole(words: list[str], at: int, segment: Sequence[Token], title: Title) -> str | None:
    """Match "214 of 214 trained", "DocuSign shows all 5 of 5 signed": all of them, counted."""
    counted = next((here for here in range(at, min(at + _COUNTED_BY, len(words))) if words[here] == "‹clear›"), -1)
    if counted < 0 or title.compound or not set(words[at:counted]) <= _COUNTERS:
        return None
    here = counted + 1
    while here < len(words) and (words[here] in c.PEOPLE or title.has(words[here])) and not is_past(words[here]):
        here += 1
    helped = c.HELPERS.eat_all(words, here)
    fulfilled = helped < len(words) and title.is_fulfilled_by(words[helped])
    end = helped + 1 if fulfilled else c.TOOK.eat(words, helped) if title.stems & c.TAUGHT_STEMS else helped
    if end == helped:
        return None
    return "all of them have had it" if ends_well(words, end, segment, title, past=True) else None


def last_of_them(words: list[str], at: int, segment: Sequence[Token], title: Title) -> str | None:
    """Match "the final session was delivered on Monday" of a title about teaching."""
    named = c.LAST_OF.eat(words, at)
    if named == at or title.compound or not title.stems & c.TAUGHT_STEMS:
        return None
    named = max(named, subject(words, named + 1, title)) if words[named : named + 1] == ["of"] else named
    helped = c.HELPERS.eat_all(words, named)
    end = c.HELD.eat(words, helped)
    past = bool(c.PAST_HELPERS & set(words[named:helped])) or words[helped:end] in (["ran"], ["took", "place"])
    if end == helped or not past:
        return None
    return "the last of them is done" if ends_well(words, end, segment, title, past=True) else None


def mopped_up(words: list[str], at: int, segment: Sequence[Token], title: Title) -> str | None:
    """Match "we mopped up the last three stragglers this morning" of a title about teaching."""
    who = doer(words, at, segment)
    end = c.MOPPED_UP.eat(words, who)
    if end == who or title.compound or not title.stems & c.TAUGHT_STEMS:
        return None
    return "the last of them is done" if ends_well(words, end, segment, title, past=True) else None


_COVERED = Phrases("trained, briefed, taught, covered, ticked off, ticked, done, reached")


_OF_LESSONS = frozenset({"deliver", "provid", "run", "hold", "give"})
"""What is done with lessons, not with those who are taught."""


_COUNTED_BY = 6
_COUNTERS = word_set("all the docusign tracker register list matrix shows show so now that is our we have")
