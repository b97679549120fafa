"""`python -m tests.soak --kills 10000 --seed 1`: kills, checks, and prints its figures; stops at what is lost.

With `--on postgresql` against the server of the tests. A failing seed is printed; each office's seed is its own.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import sys
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path

import structlog

from tests import postgres
from tests.soak.soak import Figures, Lost, play


def main() -> int:
    """Play offices until there were so many kills."""
    given = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    given.add_argument("--kills", type=int, default=10_000)
    given.add_argument("--seed", type=int, default=1)
    given.add_argument("--office-kills", type=int, default=500, help="kills before an office is brought to its end")
    given.add_argument("--on", choices=["sqlite", "postgresql"], default="sqlite")
    said = given.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    figures, began_s, seed = Figures(), time.monotonic(), said.seed
    while figures.kills < said.kills:
        kills = min(said.office_kills, said.kills - figures.kills)
        lasting = postgres.server().database() if said.on == "postgresql" else nullcontext()
        with tempfile.TemporaryDirectory(prefix="milestones-soak-") as folder, lasting as url:
            try:
                asyncio.run(play(Path(folder), kills, random.Random(seed), figures, url))
            except Lost as lost:
                print(f"seed {seed}, after {figures.kills} kills: {lost}", file=sys.stderr)
                return 1
        seed += 1
        spent = {"seconds": round(time.monotonic() - began_s), "cpu_s": round(sum(os.times()[:4]))}
        print(json.dumps({**spent, **figures.told()}), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
