"""Framework files to frameworks, with their faults. Knows no framework's content: that is data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestones.domain.framework import Criterion, Framework

if TYPE_CHECKING:
    from milestones.settings.faults import Settled, Sheet
    from milestones.settings.problems import Problem
    from milestones.settings.schema import FrameworkFile


def framework_of(id: str, file: FrameworkFile) -> Framework:  # noqa: A002  # the field's own name for it
    """Make the framework that `file` describes."""
    return Framework(
        id=id,
        title=file.title,
        year=file.year,
        source=file.source,
        criteria=tuple(
            Criterion(one.id, one.title, one.kind, tuple(one.tests), tuple(one.interventions), tuple(one.indicators))
            for one in file.criterion
        ),
    )


def faults_of_framework(sheet: Sheet, settled: Settled[FrameworkFile]) -> list[Problem]:
    """Find criteria that share an id."""
    if settled.value is None:
        return []
    ids = [one.id for one in settled.value.criterion]
    return [
        sheet.problem(settled.path("criterion", number, "id"), f"the id `{one}` is used twice", "give each its own")
        for number, one in enumerate(ids)
        if one in ids[:number]
    ]
