"""The parts of a plain statement: where it begins, what words stand for the milestone, and who all have had it.

Knows what can be named by what; verbs and additions are read elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestones.mail.words import completion_words as c
from milestones.mail.words import vocabulary as v
from milestones.mail.words.verb_forms import is_past, stem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from milestones.mail.words.titles import Title

_LONGEST_OPENING, _LONGEST_SUBJECT = 16, 14


def openings(words: Sequence[str]) -> list[int]:
    """Give the places where the statement may begin: the first word, and after "I can confirm that" and the like."""
    found = [0]
    at = 0
    interjected = True
    while at < len(words) and at < _LONGEST_OPENING and words[at] in c.OPENING:
        at += 1
        told = words[max(0, at - 2) : at]
        said = words[at - 1] in c.SAYS and (words[at - 1] not in c.SAYS_AFTER_TO or told[:1] in (["to"], ["can"]))
        interjected = interjected and words[at - 1] in c.INTERJECTIONS
        if interjected or said or told in (["tell", "you"], ["inform", "you"]):
            found.append(at)
    start = v.OPENERS.eat_all(words, 0)
    return [*found, start] if start not in found and start < len(words) else found


def opens_only(words: Sequence[str]) -> bool:
    """Say whether words do nothing but open a statement: "can confirm", "just to let you know"."""
    return len(words) > 1 and words[-1] in ("confirm", "know", "report", "advise", "say") and set(words) <= c.OPENING


def subject(words: Sequence[str], at: int, title: Title) -> int:
    """Give the place after words that can stand for the whole milestone, else `at`."""
    if words[at : at + 1] and words[at] in c.PRONOUNS:
        return _after_pronoun(words, at + 1, title)
    if _opens_with_verb(words, at, title):
        return at  # "submitted this morning": the verb, no name
    spoken: list[str] = []
    generic, marked = False, False
    here = at
    while here < len(words) and here - at < _LONGEST_SUBJECT:
        word = words[here]
        if here > at and (
            (is_past(word) and not _describes(words, here, title)) or c.FINISHED_STATES.eat(words, here) > here
        ):
            break
        if stem(word) == title.asks:
            generic = True
        elif title.has(word) and word not in c.LITTLE:
            spoken.append(word)
        elif (
            (word in c.GENERIC and (marked or word != "work"))
            or (word in c.POSTS and title.stems & c.HIRING)
            or (word in c.LESSONS and (marked or spoken) and title.stems & c.TAUGHT_STEMS)
        ):
            generic = True
        elif word in c.DETERMINERS:
            marked = True
        elif title.indefinite and not title.universal and word in ("a", "an"):
            pass
        elif not _counts(words, here) and word not in c.WHOLE_ADJECTIVES | c.LITTLE:
            break
        here += 1
    while here > at and words[here - 1] in c.LITTLE:
        here -= 1
    named = title.is_named_by(written(spoken, title))
    return here if here > at and (named or (generic and not spoken)) else at


def _opens_with_verb(words: Sequence[str], at: int, title: Title) -> bool:
    """Say whether the title's verb stands there as a verb: "submitted this morning", but "updated pathway"."""
    verb = at < len(words) and is_past(words[at]) and title.is_fulfilled_by(words[at], whole=True)
    return verb and not _describes(words, at, title)


def _describes(words: Sequence[str], at: int, title: Title) -> bool:
    """Say whether a participle belongs to the title's noun behind it: "the updated pathway"."""
    following = words[at + 1 : at + 2]
    known = title.has(words[at]) or words[at] in c.WHOLE_ADJECTIVES
    return bool(known and following and title.has(following[0]) and not is_past(following[0]))


def _counts(words: Sequence[str], at: int) -> bool:
    """Say whether the word is the number of "all 12 sessions"."""
    number = words[at] in c.NUMBERS or (words[at].isdigit() and len(words[at]) < _YEAR)
    return number and at > 0 and words[at - 1] in ("all", "the", "our", "of")


_YEAR = 4
"""Figures of a year: "the 2023 refresh" was another one."""


def _after_pronoun(words: Sequence[str], at: int, title: Title) -> int:
    """Go past the noun of "this action", "that one", "this training"."""
    if words[at : at + 1] == ["one"]:
        return at + 1
    while at < len(words) and (words[at] in c.GENERIC or (title.has(words[at]) and not is_past(words[at]))):
        at += 1
    return at


def written(spoken: Sequence[str], title: Title) -> list[str]:
    """Give the title's own forms of the words spoken."""
    return [word if word in title.words else title.forms.get(stem(word), word) for word in spoken]


def people(words: Sequence[str], at: int, title: Title) -> tuple[int, bool]:
    """Give the place after those whom the title is for, and whether all of them are named; `at` where it is not that.

    "All 180 frontline staff", "everyone", "frontline staff"; a number without "all" is some of them.
    """
    every = everyone(words, at, title)
    if every > at:
        return every, True
    here = at + 1 if words[at : at + 1] in (["the"], ["our"]) else at
    start = here
    while here < len(words) and title.has(words[here]) and not is_past(words[here]):
        here += 1
    others = title.words - title.heads
    spoken = set(written(words[start:here], title))
    return (here, False) if spoken and spoken <= others and spoken & c.PEOPLE else (at, False)


def everyone(words: Sequence[str], at: int, title: Title) -> int:
    """Give the place after "all our frontline staff", "everybody", "every one of the 12 teams", else `at`."""
    here = c.EVERY.eat_all(words, at)
    if here == at:
        return at
    alone = words[here - 1] in ("everyone", "everybody", "them", "these")
    start = here
    while here < len(words) and (words[here].isdigit() or words[here] in c.NUMBERS | c.KINDS_OF_PEOPLE):
        here += 1
    counted = words[start - 1 : start] == ["all"] and words[start : start + 1] != [] and words[start].isdigit()
    alone = alone or (counted and bool(title.stems & c.TAUGHT_STEMS))
    named = False
    while here < len(words) and _may_name(words, here, title):
        named = named or words[here] in c.PEOPLE or _is_taught(words[here], title)
        here += 1
    while named and words[here : here + 1] in (["and"], ["&"]) and words[here + 1 : here + 2]:
        if words[here + 1] not in c.PEOPLE and not title.has(words[here + 1]):
            break
        here += 2
    end = here if named or (alone and here == start + counted) else at
    return max(end, whole_place(words, end + 1)) if end > at and words[end : end + 1] in _WITHIN else end


def _may_name(words: Sequence[str], at: int, title: Title) -> bool:
    """Say whether the word at `at` can name people, a participle only as in "every designated lead"."""
    word = words[at]
    if is_past(word):
        return word in title.words and at + 1 < len(words) and title.has(words[at + 1])
    return word in c.PEOPLE or _qualifies(word, title)


def _is_taught(word: str, title: Title) -> bool:
    """Say whether a word names those a title is for: after "to", or what "Train ..." trains."""
    if not title.has(word):
        return False
    if stem(word) not in title.head_stems and word not in title.acronyms:
        return True
    return bool(title.stems & c.TAUGHT_VERBS) and stem(word) not in c.TAUGHT_STEMS


_WITHIN = (["in"], ["across"], ["within"])


def whole_place(words: Sequence[str], at: int) -> int:
    """Give the place after "the whole force", "the county", before it where no such place is named."""
    here = at
    while here < len(words) and words[here] in ("the", "our", "whole", "entire"):
        here += 1
    return here + 1 if here > at and here < len(words) and words[here] in c.PLACES_WHOLE else at - 1


def _qualifies(word: str, title: Title) -> bool:
    return word in c.KINDS_OF_PEOPLE or (title.has(word) and word not in c.LITTLE)


def object_of(words: Sequence[str], at: int, title: Title) -> int:
    """Give the place after what was done: "this", "the WRAP training", "all of it", "their training", else `at`."""
    here = at + 1 if words[at : at + 1] in (["their"], ["its"]) else at
    plain = v.OBJECTS.eat(words, here)
    named = subject(words, here, title)
    lesson = here
    while lesson < len(words) and (words[lesson] in c.LESSONS or title.has(words[lesson])) and here > at:
        lesson += 1
    end = max(plain, named, lesson)
    return end if end > here else at
