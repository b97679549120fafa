"""A year of 500 milestones simulated: every letter with its subject, digests included.

`limit` is the goal itself in seconds; there is nothing to measure beside it. Prints one JSON line.

    python -m tests.bench.simulate [--milestones 500] [--rounds 5]
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from milestones.domain.rules import DigestRule, Schedule
from milestones.domain.state import Owner
from milestones.flows.simulate import letters_in
from milestones.mail.letter.templates import Templates
from tests.office import SCHEDULE, milestone
from tests.passes import Passes
from tests.templates_on_disk import shipped_sources

GOAL_S = 2.0
SINCE, UNTIL = date(2027, 1, 1), date(2027, 12, 31)
OWNERS = ("lead", "second", "chief", "coordinator")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--milestones", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    took = []
    with tempfile.TemporaryDirectory() as folder:
        digests = (DigestRule("weekly", "0 9 * * mon", ("board", "coordinator")),)
        world = Passes(Path(folder), Schedule(SCHEDULE.rules, digests), Templates(shipped_sources()))
        world.put(
            *(
                milestone(
                    id=f"HUM-{number}",
                    due=SINCE + timedelta(days=number * 17 % 365),
                    owners=(Owner(OWNERS[number % 4]), Owner(OWNERS[number % 3])),
                )
                for number in range(1, options.milestones + 1)
            )
        )
        for _ in range(options.rounds):
            began = time.perf_counter()
            letters = letters_in(world.house, world.house.config, SINCE, UNTIL)
            took.append(time.perf_counter() - began)
    figures = {
        "bench": "simulate",
        "ours": round(statistics.median(took), 2),
        "limit": GOAL_S,
        "ratio": round(statistics.median(took) / GOAL_S, 2),
        "goal": 1.0,
        "letters": len(letters),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
