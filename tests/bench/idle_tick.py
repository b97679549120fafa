"""A tick with nothing due on 1,000,000 milestones, beside the same on 1,000.

Both are whole passes a minute apart, in turn, in one run. `ours` and `limit` are milliseconds; the ratio is how much
dearer the million is. Prints one JSON line.

    python -m tests.bench.idle_tick [--milestones 1000000] [--rounds 200]
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from milestones.store import occurrences
from tests.bench.due_scan import world_of
from tests.office import at

FEW = 1_000
GOAL = 1.1
BEGIN = at("2026-11-02T10:00")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--milestones", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=200)
    options = parser.parse_args()
    took: dict[int, list[float]] = {FEW: [], options.milestones: []}
    with tempfile.TemporaryDirectory() as folder:
        worlds = {}
        for count in took:
            (Path(folder) / str(count)).mkdir()
            worlds[count] = world_of(Path(folder) / str(count), count)
            with worlds[count].database.transaction() as session:
                occurrences.set_considered(session, {occurrences.LADDER: BEGIN})
        for number in range(1, options.rounds + 1):
            for count, world in worlds.items():
                began = time.perf_counter()
                report = world.tick(BEGIN + timedelta(minutes=number))
                took[count].append(1000 * (time.perf_counter() - began))
                assert report.queued == 0
    ours, limit = (statistics.median(took[count]) for count in (options.milestones, FEW))
    print(
        json.dumps(
            {
                "bench": "idle_tick",
                "ours": round(ours, 2),
                "limit": round(limit, 2),
                "ratio": round(ours / limit, 2),
                "goal": GOAL,
                "milestones": options.milestones,
            }
        )
    )


if __name__ == "__main__":
    main()
