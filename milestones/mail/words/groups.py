"""Names for several milestones at once: "all four", "the rest", "the first two", "1 and 2", words of a title.

Knows which milestones such words mean; `mail.words.mentions` finds where in a sentence they open a statement.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from milestones.mail.words.phrases import word_set
from milestones.mail.words.titles import title_of
from milestones.mail.words.token import SEPARATORS
from milestones.mail.words.vocabulary import AUXILIARIES, PARTICIPLES, STATES

if TYPE_CHECKING:
    from milestones.domain.reading import AskedItem

_ORDINALS = {
    "first": 0,
    "1st": 0,
    "second": 1,
    "2nd": 1,
    "third": 2,
    "3rd": 2,
    "fourth": 3,
    "4th": 3,
    "fifth": 4,
    "last": -1,
    "final": -1,
}
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
_THINGS = word_set("one ones item items milestone milestones action actions task tasks of them these those the is are")
_PIECES = word_set("stage phase part draft half section step bit tranche version meeting session week day time thing")
_STOP = word_set(
    "the a an of and or for to in on at by with all our their its is are be as from into this that new local"
)


@dataclass(slots=True)
class Named:
    """Walks through the sentences; keeps what was named so far, for "the rest" and for what follows on the line."""

    asked: tuple[AskedItem, ...]
    numbered: bool
    so_far: list[str] = field(default_factory=list)
    scope: tuple[str, ...] | None = None
    sticky: tuple[str, ...] | None = None
    line: int = -1

    @property
    def ids(self) -> tuple[str, ...]:
        """Give the ids asked, in the letter's order."""
        return tuple(item.id for item in self.asked)


Group = tuple[tuple[str, ...], bool, int]


def group(words: list[str], at: int, named: Named) -> Group | None:
    """Match "all four", "both", "the rest", "the first two", "the last one", "1 and 2": ids, certain, where it ends."""
    ids = named.ids
    here = at + 1 if words[at : at + 1] == ["the"] else at
    word = words[here] if here < len(words) else ""
    following = words[here + 1] if here + 1 < len(words) else ""
    if word in ("rest", "others", "remainder", "remaining") or [word, following] == ["everything", "else"]:
        return tuple(one for one in ids if one not in named.so_far), True, _past_things(words, here + 1)
    if word == "other" and following in ("two", "three", "four", "one", "ones"):
        left = tuple(one for one in ids if one not in named.so_far)
        return left, following not in _NUMBERS or _NUMBERS[following] == len(left), here + 2
    if (
        words[at : at + 1]
        and words[at] in ("these", "those", "they")
        and words[at + 1 : at + 2] in (["are"], ["have"])
        and words[at + 2 : at + 3] == ["all"]
    ):
        return ids, True, at + 3
    if (
        word in ("all", "none", "any", "everything")
        and following not in _PIECES
        and following not in ("parts", "the best", "best")
    ):
        end = _past_things(words, here + 1)
        number = following if following in _NUMBERS or following.isdigit() else ""
        count = _NUMBERS.get(number) or (int(number) if number.isdigit() else len(ids))
        end = _past_things(words, here + 2) if number else end
        return ids, count == len(ids), here if word == "none" else end
    if word in ("every", "each") and (following in ("one", "single") or (word == "each" and following == "of")):
        return ids, True, _past_things(words, here + 1 + (following == "single"))
    if word == "both":
        return ids, len(ids) == 2, _past_things(words, here + 1)
    if word in _ORDINALS and following not in _PIECES:
        return _ordinal(words, here, ids)
    if word.isdigit() and len(word) < 3:
        return _bare_numbers(words, here, named)
    return None


def _past_things(words: list[str], at: int) -> int:
    while at < len(words) and words[at] in _THINGS and words[at] not in ("is", "are"):
        at += 1
    return at


def _ordinal(words: list[str], at: int, ids: tuple[str, ...]) -> Group | None:
    following = words[at + 1] if at + 1 < len(words) else ""
    place = _ORDINALS[words[at]]
    count = _NUMBERS.get(following, 0)
    if count:
        chosen = ids[:count] if place == 0 else ids[-count:] if place == -1 else ()
        return chosen, len(chosen) == count, _past_things(words, at + 2)
    known = (
        following in _THINGS
        or following in SEPARATORS
        or status_at(words, at + 1)
        or following in ("by", "not", "needs", "to", "")
    )
    if not known or not -len(ids) <= place < len(ids):
        return None
    return (ids[place],), True, _past_things(words, at + 1)


def status_at(words: list[str], at: int) -> bool:
    """Say whether a word of status stands at `at`, or a helper that leads to one."""
    return any(kind.eat(words, at) > at for kind in (AUXILIARIES, PARTICIPLES, STATES))


def _bare_numbers(words: list[str], at: int, named: Named) -> Group | None:
    """Match "1", "1 and 2", "1, 2 and 3" as names: certain where position and number name the same milestone."""
    chosen: list[str] = []
    certain = named.numbered
    here = at
    while here < len(words) and words[here].isdigit() and len(words[here]) < 3:
        number = int(words[here])
        fitting = {one for one in named.ids if one.rpartition("-")[2] == str(number)}
        if number <= len(named.ids):
            fitting.add(named.ids[number - 1])
        certain = certain and len(fitting) == 1
        chosen += sorted(fitting)
        here += 1
        if here + 1 < len(words) and words[here] in (",", "and", "/") and words[here + 1].isdigit():
            here += 1
        else:
            break
    if not chosen or not (
        status_at(words, here) or words[here : here + 1] in ([":"], ["not"], ["-"], ["by"], ["needs"], ["in"])
    ):
        return None
    return tuple(dict.fromkeys(chosen)), certain, here


def titled(words: list[str], at: int, named: Named) -> Group | None:
    """Match "the training one", "Channel protocol": words that only one asked title holds, before a status."""
    here = at
    while here < len(words) and words[here] in ("the", "our"):
        here += 1
    start = here
    while here < len(words) and not status_at(words, here) and words[here] not in SEPARATORS and here - start < 8:
        if words[here] in ("not", "needs", "need", "will", "has", "have", "should", "can", "to", "by", "still", "in"):
            break
        here += 1
    spoken = [word for word in words[start:here] if word not in _STOP and word not in _THINGS]
    if not spoken or not any(len(word) > 3 for word in spoken):
        return None
    fitting = [item.id for item in named.asked if set(spoken) <= title_of(item.title).words]
    if len(fitting) != 1:
        return None
    title = next(title_of(item.title) for item in named.asked if item.id == fitting[0])
    whole = title.is_named_by(spoken) or "one" in words[start:here]
    return ((fitting[0],), True, here) if whole else None
