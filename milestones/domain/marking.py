"""Protective markings: their order, and who may be sent what.

Knows OFFICIAL and OFFICIAL-SENSITIVE (Government Security Classifications, April 2014 on) and "no marking". Anything
higher does not belong in this service and is refused where it comes in.
"""

from __future__ import annotations

from enum import StrEnum


class Marking(StrEnum):
    """A protective marking. `NONE` is a plan without markings; the order is NONE < OFFICIAL < OFFICIAL-SENSITIVE."""

    NONE = ""
    OFFICIAL = "OFFICIAL"
    OFFICIAL_SENSITIVE = "OFFICIAL-SENSITIVE"

    @property
    def rank(self) -> int:
        """Give the place in the order, 0 lowest."""
        return _RANKS[self]

    def allows(self, other: Marking) -> bool:
        """Say whether somebody cleared to this marking may be sent what is marked `other`."""
        return other.rank <= self.rank


_RANKS = {marking: rank for rank, marking in enumerate(Marking)}


def highest(markings: list[Marking]) -> Marking:
    """Give the highest of `markings`, NONE for an empty list: a letter bears the marking of what it shows."""
    return max(markings, key=lambda marking: marking.rank, default=Marking.NONE)
