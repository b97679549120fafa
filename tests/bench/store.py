"""What the store costs on each database: a commit, a claimed and settled letter, a queued letter, one event.

Prints one JSON line a database; docs/scaling.md reckons from them. Run by `python -m tests.bench.store`.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1]))

import postgres
from letterbox import MONDAY, row

from milestones.domain.delivery import LEASE, Settlement
from milestones.domain.events import CommentAdded
from milestones.store import log, outbox, queries
from milestones.store.database import Database
from milestones.store.letters import add_bulk

if TYPE_CHECKING:
    from collections.abc import Callable

LETTERS, COMMITS, ROUNDS, AT_ONCE = 2000, 200, 5, 20
NOW = datetime(2026, 11, 24, tzinfo=UTC)


def rate(work: Callable[[], int]) -> float:
    """Give how many a second `work` does, of which it gives the number."""
    began = time.perf_counter()
    return work() / (time.perf_counter() - began)


def costs(database: Database) -> dict[str, int]:
    """Measure one database, medians of five rounds."""
    number = 0

    def commits() -> int:
        for count in range(COMMITS):
            with database.transaction() as session:
                queries.set_meta(session, "bench", str(count))
        return COMMITS

    def events() -> int:
        for _ in range(COMMITS):
            with database.transaction() as session:
                log.append(session, [log.Entry(CommentAdded("lead", "noted"), "lead")], NOW)
        return COMMITS

    def queue() -> int:
        nonlocal number
        rows = [row(number + count) for count in range(LETTERS)]
        number += LETTERS
        with database.transaction() as session:
            add_bulk(session, rows)
        return LETTERS

    def deliver() -> int:
        done, held = 0, []
        while True:
            with database.transaction(alongside=True) as session:
                settled = [(letter.lease, Settlement("sent", 1, 0)) for letter in held]
                done += len(outbox.settle(session, settled, MONDAY))
                held = outbox.claim(session, MONDAY, MONDAY + LEASE, AT_ONCE, "bench", fenced=True)
            if not held:
                return done

    measured: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        for work in (commits, events, queue, deliver):
            measured.setdefault(work.__name__, []).append(rate(work))
    return {f"{name}_per_s": round(median(rates)) for name, rates in measured.items()}


def main() -> None:
    """Measure both databases."""
    with tempfile.TemporaryDirectory() as folder, postgres.server().database() as url:
        for name, where in (("sqlite", f"sqlite:///{folder}/m.db"), ("postgresql", url)):
            database = Database(where)
            database.require_schema()
            print(json.dumps({"bench": f"store on {name}", **costs(database)}))
            database.close()


if __name__ == "__main__":
    main()
