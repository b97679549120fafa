"""Which column of a plan is what, told by its header as a whole and by `[import.columns]`, which wins.

Knows headings, never the cells under them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from milestones.domain.plans.header_words import Field, Heading, Strength, heading, words_of
from milestones.domain.plans.table import Unusable, plain
from milestones.domain.state import OwnerKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_TITLES = (Field.ACTION, Field.TITLE, Field.MEASURE, Field.OBJECTIVE)
_OWNERS = {
    Field.LEAD_AGENCY: OwnerKind.LEAD,
    Field.LEAD_ROLE: OwnerKind.LEAD,
    Field.OWNER: OwnerKind.JOINT,
    Field.SUPPORT: OwnerKind.SUPPORT,
}
_MANY = frozenset({Field.MEASURE, Field.STATUS})
_EXAMPLE = "ref, objective, action, milestone_or_measure, lead_agency, lead_role, due, status"


@dataclass(frozen=True, slots=True)
class OwnerColumn:
    """A column that names owners: its place, how its posts own the milestone, whether it names organisations."""

    place: int
    kind: OwnerKind
    agency: bool = False


@dataclass(frozen=True, slots=True)
class Columns:
    """What each column of a header is.

    `fields` has one entry a column, in order; a column that means nothing to the import is `Field.OTHER`. `names`
    are the headings as written. `owners` are the owner columns from left to right.
    """

    fields: tuple[Field, ...]
    names: tuple[str, ...]
    owners: tuple[OwnerColumn, ...]

    def places(self, field: Field) -> tuple[int, ...]:
        """Give the places of the columns that hold `field`, from left to right."""
        return tuple(place for place, found in enumerate(self.fields) if found is field)

    def words(self, field: Field, cells: Sequence[str]) -> tuple[str, ...]:
        """Give what `cells` say under the columns that hold `field`, blank cells left out."""
        return tuple(cells[place] for place in self.places(field) if place < len(cells) and plain(cells[place]))

    @property
    def unknown(self) -> tuple[str, ...]:
        """Give the headings that mean nothing to the import."""
        return tuple(
            name for name, field in zip(self.names, self.fields, strict=True) if field is Field.OTHER and plain(name)
        )


def recognise(header: Sequence[str], extra: Mapping[str, str], where: str = "header") -> Columns:
    """Say which column of `header` is what; `extra` is the board's `[import.columns]`.

    An entry of `extra` is `heading = field`, or `field = heading`. Raises `Unusable` where a heading stands twice,
    where `extra` names no known field, or where no column can hold what is to be done. `where` places that in the file.
    """
    repeated = [name for name, count in Counter(words_of(name) for name in header).items() if name and count > 1]
    if repeated:
        shown = next(plain(name) for name in header if words_of(name) == repeated[0])
        raise Unusable(where, f"the heading '{shown}' stands over two columns", "give each column a heading of its own")
    found = headings(header, extra)
    fields = tuple(item.field if item else Field.OTHER for item in _settle(found, header))
    if not any(field in _TITLES for field in fields):
        shown = ", ".join(filter(None, map(plain, header)))[:200] or "nothing"
        raise Unusable(
            where,
            f"no column says what is to be done (the headings are: {shown})",
            f"head one column 'action' (a full header is: {_EXAMPLE}), or name it under [import.columns] of the board",
        )
    owners = tuple(
        OwnerColumn(place, _OWNERS[field], agency=field is Field.LEAD_AGENCY)
        for place, field in enumerate(fields)
        if field in _OWNERS
    )
    if owners and all(column.kind is OwnerKind.SUPPORT for column in owners):
        owners = tuple(replace(column, kind=OwnerKind.JOINT) for column in owners)
    return Columns(fields, tuple(header), owners)


def headings(header: Sequence[str], extra: Mapping[str, str]) -> tuple[Heading | None, ...]:
    """Judge each heading alone, with the board's mapping first. Raises `Unusable` for a mapping to no known field."""
    mapped = _mapping(extra)
    return tuple(
        Heading(mapped[words], Strength.MAPPED) if (words := words_of(name)) in mapped else heading(name)
        for name in header
    )


def likeness(header: Sequence[str], extra: Mapping[str, str]) -> tuple[int, int]:
    """Say how much a row looks like a plan's header: its different known fields, then those merely hinted at.

    (0, 0) where no column of it could hold what is to be done, or it has only one known word.
    """
    found = [item for item in headings(header, extra) if item]
    if not any(item.field in _TITLES for item in found):
        return 0, 0
    sure = {item.field for item in found if item.strength > Strength.HINT}
    return len(sure), len({item.field for item in found})


def _mapping(extra: Mapping[str, str]) -> dict[str, Field]:
    """Read `[import.columns]`, written either way round, into heading words to field."""
    mapped: dict[str, Field] = {}
    for left, right in extra.items():
        if target := _field_named(right):
            mapped[words_of(left)] = target
        elif target := _field_named(left):
            mapped[words_of(right)] = target
        else:
            raise Unusable(
                "[import.columns]",
                f"'{left}' = '{right}' names no field of the import",
                f"the fields are {', '.join(Field)}",
            )
    return mapped


def _field_named(name: str) -> Field | None:
    """Give the field that `[import.columns]` means by `name`: the field's own name, or a heading known for it."""
    if name in set(Field):
        return Field(name)
    known = heading(name)
    return known.field if known and known.strength is Strength.KNOWN else None


def _settle(found: Sequence[Heading | None], header: Sequence[str]) -> tuple[Heading | None, ...]:
    """Let a weaker column give way where a stronger one has the same meaning.

    A weak "milestone" is then a measure; another weak column is left out, and so is a hinted one whose field has room
    for one meaning only. Owners, measures and updates may have many columns.
    """
    best: dict[Field, Strength] = {}
    for item in found:
        if item:
            best[item.field] = max(item.strength, best.get(item.field, Strength.HINT))
    settled: list[Heading | None] = []
    for item, name in zip(found, header, strict=True):
        if item is None or item.strength >= best[item.field] or item.field in _OWNERS:
            settled.append(item)
        elif item.field is Field.ACTION and "milestone" in words_of(name):
            settled.append(Heading(Field.MEASURE, item.strength))
        elif item.field in _MANY and item.strength is Strength.HINT:
            settled.append(item)
        else:
            settled.append(None)
    return tuple(settled)
