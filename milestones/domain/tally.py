"""How milestones stand, counted: in all, by agency, by criterion. Knows no digest and no mail."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from milestones.domain.state import State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from milestones.domain.board import Board
    from milestones.domain.state import Milestone

_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class Count:
    """How one agency or one criterion stands: milestones in all (withdrawn ones apart), completed, late."""

    name: str
    total: int
    completed: int
    late: int


def is_late(one: Milestone, today: date) -> bool:
    """Say whether a milestone is late: agreed, past its due date, not confirmed by those who must."""
    return one.state is State.AGREED and one.due is not None and one.due < today


def tally(name: str, milestones: Iterable[Milestone], today: date) -> Count:
    """Count all of `milestones` that are not withdrawn, under one name."""
    ours = [one for one in milestones if one.state is not State.WITHDRAWN]
    completed = sum(one.state is State.COMPLETED for one in ours)
    return Count(name, len(ours), completed, sum(is_late(one, today) for one in ours))


def tally_by(
    milestones: Iterable[Milestone], today: date, groups: Callable[[Milestone], Iterable[str]]
) -> tuple[Count, ...]:
    """Count by group, the groups as people sort them; a milestone of two groups counts in both."""
    counts: dict[str, list[int]] = {}
    for one in milestones:
        if one.state is State.WITHDRAWN:
            continue
        completed, late = one.state is State.COMPLETED, is_late(one, today)
        for name in groups(one):
            count = counts.setdefault(name, [0, 0, 0])
            count[0] += 1
            count[1] += completed
            count[2] += late
    return tuple(Count(name, *counts[name]) for name in sorted(counts, key=_natural))


def agencies(one: Milestone, board: Board) -> tuple[str, ...]:
    """Give the names of the organisations that own a milestone, each once."""
    posts = [board.posts[owner.post] for owner in one.owners if owner.post in board.posts]
    return tuple(dict.fromkeys(board.organisations[post.organisation].name for post in posts)) or ("No owner yet",)


def _natural(name: str) -> list[object]:
    """Give a name as people sort it: criterion 4 before criterion 10. Words and numbers alternate, so they compare."""
    return [int(part) if part.isdecimal() else part for part in _DIGITS.split(name.casefold())]
