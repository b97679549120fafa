"""A framework as versioned data: the criteria that a plan's milestones answer to. Knows nothing of files.

Several hold for one plan; a milestone names its criteria as `framework:criterion`, as `success-criteria-2008:4`.
"""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import shorten
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

LONGEST_NAME = 72
"""Characters of a criterion's name in a letter: enough to know it by."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion, objective or section of a framework.

    `kind` is the framework's own word for it. `tests` are what it must meet, `interventions` what it asks partners to
    do together, `indicators` what its progress is measured by; each is empty where the framework has none.
    """

    id: str
    title: str
    kind: str = "criterion"
    tests: tuple[str, ...] = ()
    interventions: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Framework:
    """One framework of one year, with its criteria in the order of its source. `source` says where they stand."""

    id: str
    title: str
    year: int
    source: str
    criteria: tuple[Criterion, ...] = ()

    def criterion(self, id: str) -> Criterion | None:  # noqa: A002  # the field's own name for it
        """Give the criterion `id`, None where the framework has no such one."""
        return next((one for one in self.criteria if one.id == id), None)


def names_of(used: Collection[str], frameworks: Mapping[str, Framework]) -> dict[str, str]:
    """Name criteria (`framework:criterion`) by number and first words, by their framework too where `used` has several.

    One that no framework has keeps its reference.
    """
    several = len({reference.partition(":")[0] for reference in used}) > 1
    names = {}
    for reference in used:
        framework = frameworks.get(reference.partition(":")[0])
        criterion = framework.criterion(reference.partition(":")[2]) if framework else None
        if framework is not None and criterion is not None:
            of = f"{framework.title}: " if several else ""
            names[reference] = f"{of}{criterion.id}. {shorten(criterion.title, LONGEST_NAME, placeholder=' ...')}"
    return names
