"""Which milestones of a board wait on which others, by the words in which a plan says so. Knows no database.

A milestone that waits on one that is neither completed nor withdrawn is frozen: its ladder sends nothing until then.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from milestones.domain.plans.table import plain
from milestones.domain.state import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from milestones.domain.state import Milestone

OVER = frozenset({State.COMPLETED, State.WITHDRAWN})
"""States in which a milestone keeps no other back."""

_SEPARATORS = (r"[;\n|]", r",", r"\band\b|&|\+", r"/")
"""What parts names in one cell, the surest first: a title may hold an `and`, a reference a stroke."""

_NOTHING = re.compile(r"(?:none|nil|no|n ?a|not applicable|tb[acd])?")
_BEFORE_A_REFERENCE = re.compile(
    r"(?:completion of |after )?(?:action|milestone|task|item|row|ref|reference|number|no|objective)s?\b"
    r"[\s.:#]*|#\s*"
)


@dataclass(frozen=True, slots=True)
class Standing:
    """What waiting needs to know of a milestone: what it is called, what it depends on, whether it is `over`."""

    id: str
    plan_ref: str
    title: str
    depends_on: tuple[str, ...] = ()
    over: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a board's plan comes to.

    `on` gives, by milestone, the open ones that freeze it. `unknown` gives, by milestone, the words that name none of
    the board. `circles` are milestones that wait on each other: nobody could ever finish first, so they do not freeze
    each other.
    """

    on: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unknown: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    circles: tuple[tuple[str, ...], ...] = ()


def standing_of(milestone: Milestone) -> Standing:
    """Give what waiting needs to know of a milestone."""
    row = milestone.row
    return Standing(milestone.id, row.plan_ref, row.title, row.depends_on, milestone.state in OVER)


def waiting(board: Iterable[Standing]) -> Waiting:
    """Say who of one board waits on whom: by id, by reference (every one that bears it), or by exact title."""
    known = {one.id: one for one in board}
    dependent = [one for one in known.values() if one.depends_on and not one.over]
    if not dependent:
        return Waiting()
    called: dict[str, list[str]] = defaultdict(list)
    for one in known.values():
        for name in {_spelled(one.id), _spelled(one.plan_ref), _spelled(one.title)} - {""}:
            called[name].append(one.id)
    named: dict[str, tuple[str, ...]] = {}
    unknown: dict[str, tuple[str, ...]] = {}
    for one in dependent:
        found, unmatched = _named(one, called)
        named[one.id] = tuple(name for name in found if name != one.id and not known[name].over)
        if unmatched:
            unknown[one.id] = unmatched
    circles = _circles(named)
    of = {name: number for number, circle in enumerate(circles) for name in circle}
    on = {name: tuple(n for n in ones if of.get(n, n) != of.get(name, name)) for name, ones in named.items()}
    return Waiting({name: ones for name, ones in on.items() if ones}, unknown, circles)


def in_words(ones: Iterable[str]) -> str:
    """Say why a frozen milestone is not chased: `waits on HUM-3, which is not completed`."""
    *first, last = ones
    if not first:
        return f"waits on {last}, which is not completed"
    return f"waits on {', '.join(first)} and {last}, which are not completed"


def _named(one: Standing, called: Mapping[str, list[str]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the ids that a milestone's words name, each once, and the words that name none."""
    found: dict[str, None] = {}
    unmatched: dict[str, None] = {}
    for cell in one.depends_on:
        for words, ids in _read(cell, called, 0):
            found.update(dict.fromkeys(ids))
            if not ids:
                unmatched[words] = None
    return tuple(found), tuple(unmatched)


def _read(words: str, called: Mapping[str, list[str]], depth: int) -> Iterator[tuple[str, list[str]]]:
    """Read words as one name if they are one, else part them at the surest separator they hold."""
    spelled = _spelled(words)
    if _NOTHING.fullmatch(" ".join(re.sub(r"[\W_]+", " ", spelled).split())) and spelled not in called:
        return
    for name in (spelled, _BEFORE_A_REFERENCE.sub("", spelled, count=1)):
        if name in called:
            yield plain(words), called[name]
            return
    for place, separator in enumerate(_SEPARATORS[depth:], depth):
        parts = re.split(separator, words, flags=re.IGNORECASE)
        if len(parts) > 1:
            for part in parts:
                yield from _read(part, called, place + 1)
            return
    yield plain(words), []


def _circles(named: Mapping[str, tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """Give the circles, each sorted: the strongly connected components of more than one milestone.

    Tarjan's algorithm ("Depth-first search and linear graph algorithms", 1972) with a stack of its own: a chain may be
    as long as the board. Each milestone and each of its words is looked at once.
    """
    met: dict[str, int] = {}
    leads_to: dict[str, int] = {}  # the earliest on the path that a milestone leads back to; only those on the path
    path: list[str] = []
    circles: list[tuple[str, ...]] = []
    for start in named:
        climbing = [] if start in met else [(start, iter(named[start]))]
        while climbing:
            name, ones = climbing[-1]
            if name not in met:
                met[name] = leads_to[name] = len(met)
                path.append(name)
            for one in ones:
                if one in named and one not in met:
                    climbing.append((one, iter(named[one])))
                    break
                leads_to[name] = min(leads_to[name], met[one] if one in leads_to else leads_to[name])
            else:
                climbing.pop()
                if climbing:
                    leads_to[climbing[-1][0]] = min(leads_to[climbing[-1][0]], leads_to[name])
                if leads_to[name] == met[name]:
                    circle = _off(path, name)
                    for one in circle:
                        del leads_to[one]
                    circles += [tuple(sorted(circle))] if len(circle) > 1 else []
    return tuple(sorted(circles))


def _off(path: list[str], first: str) -> list[str]:
    """Take `first` and all after it off the path, and give them."""
    at = len(path) - 1
    while path[at] != first:
        at -= 1
    taken = path[at:]
    del path[at:]
    return taken


def _spelled(text: str) -> str:
    return plain(text).casefold().strip(" .,;:-")
