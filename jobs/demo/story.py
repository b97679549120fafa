"""Plays the ten weeks of a partnership's programme of action, September to November 2008, line by line.

Knows no page and no files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobs.demo.first_weeks import FIRST_WEEKS
from jobs.demo.last_weeks import LAST_WEEKS
from jobs.demo.office import HERE, london
from jobs.demo.script import DATES, ENDS, Answered
from milestones.domain.state import OwnerKind

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from jobs.demo.office import Office
    from jobs.demo.script import Given


class Story:
    """Plays the ten weeks in an office; `on_day` hears of each instant that was reached."""

    def __init__(self, office: Office, on_day: Callable[[datetime], None]) -> None:
        self._office = office
        self._on_day = on_day
        self._ids: dict[str, str] = {}

    async def play(self) -> None:
        """Play it from beginning to end."""
        self._take_in()
        for line in (*FIRST_WEEKS, *LAST_WEEKS):
            await self._reach(line.moment)
            if isinstance(line, Answered):
                await self._answer(line)
            else:
                await self._give(line)
        await self._reach(ENDS)

    def _take_in(self) -> None:
        """Take the plan in as it stands, and answer what the coordinator can answer about it."""
        office = self._office
        report = office.import_plan(HERE / "plan.csv", "The published report as it stands: dates in its own words.")
        self._ids = {row["plan_ref"]: row["id"] for row in report["milestones"]}
        joint = {"to": "pa-chair", "kind": OwnerKind.JOINT}
        office.give("assign", self._ids["App 1-4"], why="'other partners' is the Police Authority here", **joint)
        for reference, (day, why) in DATES.items():
            office.give("extend", self._ids[reference], to=day, why=why)

    async def _reach(self, moment: str) -> None:
        self._on_day(london(moment))
        await self._office.until(moment, self._on_day)

    async def _answer(self, line: Answered) -> None:
        post, kind, reference = line.letter
        found = self._office.letter(post, kind, self._ids.get(reference, ""))
        words = line.words.format_map({name.replace(" ", "_"): known for name, known in self._ids.items()})
        await self._office.answer(line.moment, found, line.write, words, sender=line.sender, to=line.to, note=line.note)

    async def _give(self, line: Given) -> None:
        self._office.give("assign", self._ids[line.reference], to=line.to, kind=line.kind, why=line.why)
        await self._office.tick()
