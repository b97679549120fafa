"""Runs simulations: `python -m tests.simulator --seed N [--years Y | --days D]`, or `--seeds A..B` one after the other.

Prints one line a seed. A seed that fails is told with the last things that happened and the command that plays it
again, exactly. `--database URL` takes an empty PostgreSQL database instead of SQLite files.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import traceback
from pathlib import Path

from tests.simulator.simulation import Simulation, Told

MEMORY = Path("/dev/shm")
"""Where there is a disk in memory, databases lie there: syncing is the product's matter, and not what is tested."""


def simulate(seed: int, days: int, database_url: str | None = None) -> Told:
    """Go through one seed's world.

    Raises:
        Failed: something that must hold did not; says what happened last, and how to see it again.
    """
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        world = Simulation(seed, days, Path(folder), database_url)
        try:
            return world.run()
        except Exception as error:
            raise Failed(seed, days, list(world.last_lines), error) from error


class Failed(AssertionError):
    """A seed's world went wrong."""

    def __init__(self, seed: int, days: int, last: list[str], error: Exception) -> None:
        again = f"python -m tests.simulator --seed {seed} --days {days}"
        super().__init__(f"{type(error).__name__}: {error}\n" + "\n".join(last) + f"\nagain: {again}")


def main() -> int:
    """Run what the command line asks for; give 1 if a seed failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--seeds", help="A..B, both inclusive")
    parser.add_argument("--years", type=float)
    parser.add_argument("--days", type=int, default=90)
    parser.add_argument("--database")
    options = parser.parse_args()
    first, _, last = (options.seeds or f"{options.seed or 1}..{options.seed or 1}").partition("..")
    days = round(options.years * 365.25) if options.years else options.days
    failed = 0
    for seed in range(int(first), int(last) + 1):
        began_s = time.perf_counter()
        try:
            told = simulate(seed, days, options.database)
        except Failed as failure:
            failed = 1
            cause = failure.__cause__
            print(f"seed {seed} FAILED\n{failure}", file=sys.stderr, flush=True)
            traceback.print_exception(cause, file=sys.stderr)
        else:
            print(f"{told} in {time.perf_counter() - began_s:.1f} s", flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(main())
