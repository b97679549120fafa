"""One letter a person a moment: what is owed to the same person at the same instant becomes one letter.

Takes what is owed post by post and rung by rung; knows neither rules nor the database.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from milestones.domain.letter import Item, Kind, Letter
from milestones.domain.office import Notice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date, datetime

IN_COPY: Mapping[str, object] = {"asked": "nothing, you are in copy"}
"""What a letter shows of a milestone that is only copied to its reader, beside others that are asked of them."""


@dataclass(frozen=True, slots=True)
class Owed:
    """One rung of one milestone owed to one post: an occurrence as it is kept until a letter carries it."""

    key: str
    board: str
    milestone: str
    rule: str
    rung: int
    due: date
    kind: Kind
    post: str
    at: datetime
    copy: bool = False
    stands_for: str | None = None
    why: str = ""

    @property
    def of_rung(self) -> tuple[str, str, int, date]:
        """Give what it shares with what other posts are owed of the same rung."""
        return self.milestone, self.rule, self.rung, self.due

    @classmethod
    def of(cls, board: str, notice: Notice) -> Owed:
        """Give what a notice owes."""
        rung, recipient = notice.rung, notice.recipient
        return cls(
            key=notice.key,
            board=board,
            milestone=notice.milestone,
            rule=rung.rule.id,
            rung=rung.number,
            due=rung.due,
            kind=Kind(rung.rule.kind.value),
            post=recipient.post,
            at=rung.at,
            copy=recipient.copy,
            stands_for=recipient.stands_for,
            why=notice.why,
        )


@dataclass(frozen=True, slots=True)
class Grouped:
    """A letter and the keys of everything that it carries."""

    letter: Letter
    keys: tuple[str, ...]


def grouped(
    owed: Iterable[Owed],
    person_of: Callable[[str, str], str],
    others: Mapping[tuple[str, str, int, date], Sequence[Owed]],
) -> list[Grouped]:
    """Give one letter for each person, instant, board and kind; what is only copied to them says so, beside the rest.

    `person_of(board, post)` gives the person's address; one person in two posts gets one letter, and no copy of what
    they are asked themselves. A letter is a copy where nothing in it is asked of them. `others` are all that is owed
    of the same rungs, for naming who else is written to.
    """
    persons: dict[tuple[str, Kind, datetime, str], list[Owed]] = {}
    for one in owed:
        person = person_of(one.board, one.post).casefold()
        persons.setdefault((one.board, one.kind, one.at, person), []).append(one)
    letters: list[Grouped] = []
    for mine in persons.values():
        asked = [one for one in mine if not one.copy]
        rungs_asked = {one.of_rung for one in asked}
        copied = [one for one in mine if one.copy and one.of_rung not in rungs_asked]
        doubled = [one.key for one in mine if one.copy and one.of_rung in rungs_asked]
        if asked or copied:
            letters.append(_letter([*asked, *copied], doubled, others))
    return letters


def _letter(
    mine: list[Owed], doubled: list[str], others: Mapping[tuple[str, str, int, date], Sequence[Owed]]
) -> Grouped:
    mine.sort(key=lambda one: (one.copy, one.due, _number(one.milestone), one.milestone, one.rule, one.rung))
    first = mine[0]
    asked = {one.milestone for one in mine if not one.copy}
    posts = {one.post for one in mine}
    also: dict[str, None] = {}
    copied: dict[str, None] = {}
    for one in mine:
        for other in others.get(one.of_rung, ()):
            if other.post not in posts:
                (copied if other.copy else also)[other.post] = None
    items = {
        one.of_rung: Item(
            one.milestone, one.rule, one.due, one.rung, IN_COPY if asked and one.milestone not in asked else {}
        )
        for one in mine
    }
    stood_for = {one.stands_for for one in mine}
    facts: dict[str, object] = {}
    if len(stood_for) == 1 and (only := stood_for.pop()) is not None:
        facts["stands_for"] = only
    letter = Letter(
        key=first.key,
        kind=first.kind,
        board=first.board,
        to=first.post,
        due_at=first.at,
        items=tuple(items.values()),
        why=reasons((one.milestone, one.why) for one in mine),
        copy=first.copy,
        also_to=tuple(also),
        copied_to=tuple(post for post in copied if post not in also),
        facts=facts,
    )
    return Grouped(letter, (*(one.key for one in mine), *doubled))


def reasons(given: Iterable[tuple[str, str]]) -> str:
    """Say of milestones and reasons why once where one holds for all, else reason by reason with its milestones."""
    holds_for: dict[str, list[str]] = {}
    for milestone, why in given:
        holds_for.setdefault(why, []).append(milestone)
    if len(holds_for) == 1:
        return next(iter(holds_for))
    return ". ".join(f"{', '.join(dict.fromkeys(ids))}: {why}" for why, ids in holds_for.items())


def _number(milestone: str) -> int:
    digits = milestone.rpartition("-")[2]
    return int(digits) if digits.isdecimal() else 0
