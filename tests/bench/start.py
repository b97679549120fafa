"""How long the command takes to start: `--help`, and a tick with nothing due, beside a bare interpreter.

Prints one JSON line each, in seconds, medians of five rounds.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 5
MILESTONES = (sys.executable, "-c", "from jobs.cli import main; main()")
ENVIRONMENT = os.environ | {"MILESTONES_SECRET_KEY": "a key for benches only, thirty-two"}


def seconds(command: tuple[str, ...], folder: Path) -> float:
    """Give the median time of a command that ends well."""
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        subprocess.run(command, cwd=folder, env=ENVIRONMENT, check=True, capture_output=True)
        took.append(time.perf_counter() - began)
    return statistics.median(took)


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        bare = seconds((sys.executable, "-c", "pass"), place)
        subprocess.run((*MILESTONES, "init", "config"), cwd=place, env=ENVIRONMENT, check=True, capture_output=True)
        subprocess.run((*MILESTONES, "tick"), cwd=place, env=ENVIRONMENT, check=False, capture_output=True)
        for name, words, goal in (
            ("milestones --help, s", ("--help",), 0.3),
            ("a tick with nothing due, s", ("tick",), 1.5),
        ):
            ours = seconds((*MILESTONES, *words), place)
            line = {"bench": name, "ours": round(ours, 3), "limit": round(bare, 3), "ratio": round(ours / bare, 1)}
            print(json.dumps(line | {"goal": goal}))


if __name__ == "__main__":
    main()
