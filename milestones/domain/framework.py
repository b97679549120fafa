"""A framework as versioned data: the criteria that a plan's milestones answer to. Knows nothing of files.

Several hold for one plan; a milestone names its criteria as `framework:criterion`, as `success-criteria-2008:4`.
"""

from __future__ import annotations

from dataclasses import dataclass


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
