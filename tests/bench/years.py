"""Seven simulated years of 500 milestones without a fault: every pass, every letter over SMTP in memory, every answer.

A service with real files and a real database, on the simulator's clock and network (tests/simulator): a pass a working
day, digests, reminders, escalations; every second milestone is confirmed by reply a day after its overdue letter.
`limit` is the goal itself in seconds; there is nothing to measure beside it. Prints one JSON line.

    python -m tests.bench.years [--years 7] [--milestones 500]
"""

from __future__ import annotations

import argparse
import json
import logging
import random
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from milestones.flows import mailroom
from milestones.flows.intake import Terms, take_in_plan
from tests.simulator.__main__ import MEMORY
from tests.simulator.office_files import ACTIVE, BOARD, Line
from tests.simulator.people import Letter
from tests.simulator.simulation import BEGINS, Simulation

if TYPE_CHECKING:
    from tests.simulator.mailserver import Kept

GOAL_S = 60.0
DAY = timedelta(days=1)


class FairYears(Simulation):
    """A world in which nothing goes wrong and owners do as they are asked."""

    def __init__(self, folder: Path, years: int, milestones: int) -> None:
        super().__init__(1, round(years * 365.25), folder)
        self.weather.calm = True
        self.files.terms |= {"require": "token", "acceptance": "none", "completion": "all", "connections": 4}
        self.files.write()
        self.milestones = milestones
        self.letters = self.answers = 0
        self._overdue: list[Letter] = []

    def go_through(self) -> None:
        """Open the service, take in the plan, and let the years pass."""
        (process, *_others) = self.processes
        process.open()
        take_in_plan(
            process.house,
            BOARD,
            self.files.write_plan(self._plan()),
            Terms(BEGINS.date(), "minute 4"),
            self.clock.now(),
        )
        nine = BEGINS.replace(hour=9)
        for _ in range(self.days):
            self.clock.wind_to(nine)
            if nine.weekday() < 5:
                self._evaluate(process)
                self._deliver([process])
                self._answer_all()
            nine += DAY
        process.close()
        self.loop.close()

    def _plan(self) -> list[Line]:
        chance = random.Random(1)
        first = BEGINS.date() + timedelta(days=21)
        return [
            Line(str(number), f"Piece of work {number}", chance.choice(ACTIVE), self._due(first, number))
            for number in range(1, self.milestones + 1)
        ]

    def _due(self, first: date, number: int) -> date:
        return first + timedelta(days=number * (self.days - 60) // self.milestones)

    def _on_kept(self, kept: Kept) -> None:
        self.letters += 1
        if b"\nX-Milestones-Rule: overdue" in kept.content:
            self._overdue.append(Letter.of(kept))

    def _answer_all(self) -> None:
        letters, self._overdue = self._overdue, []
        for letter in letters:
            done = [one for one in letter.milestones if int(one.rpartition("-")[2]) % 2]
            if done:
                text = "\r\n".join(f"{one} done" for one in done)
                raw = self.people.written(letter, text, self.clock.now(), {"To": str(letter.mail["Reply-To"])})
                receipt = mailroom.take_in(self.processes[0].house, raw, self.processes[0].readers)
                assert receipt["verdict"] == "accepted", receipt
                self.answers += 1


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--years", type=int, default=7)
    parser.add_argument("--milestones", type=int, default=500)
    options = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        world = FairYears(Path(folder), options.years, options.milestones)
        began, began_cpu = time.perf_counter(), time.process_time()
        world.go_through()
        took, cpu = time.perf_counter() - began, time.process_time() - began_cpu
    figures = {
        "bench": "years",
        "ours": round(cpu, 1),
        "limit": GOAL_S,
        "ratio": round(cpu / GOAL_S, 2),
        "goal": 1.0,
        "elapsed_s": round(took, 1),
        "letters": world.letters,
        "answers": world.answers,
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
