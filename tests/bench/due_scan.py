"""The due scan and enqueue of 10,000 milestones out of 1,000,000, beside one INSERT..SELECT written by hand.

Both put 10,000 rows of the same shape durably into the same database, in turn, in one run; `orm` is the same by an ORM
session, one object a row. `addressed` goes on until every row is an occurrence with its recipient and reason. Prints
one JSON line a database; rates are rows a second. PostgreSQL is measured at a tenth of the milestones.

    python -m tests.bench.due_scan [--milestones 1000000] [--rounds 5] [--database sqlite|postgresql]
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import text
from sqlmodel import Session

from milestones.flows.scan import address, scan
from milestones.store import milestones as store
from milestones.store import occurrences
from milestones.store.tables import DueRow
from tests import postgres
from tests.office import FORTNIGHT, at, milestone
from tests.passes import Passes

DUE = 10_000
GOAL = 0.25
FIRST_DUE = date(2027, 1, 4)

FILL = {
    "sqlite": """
INSERT INTO milestone (id, board, number, plan_ref, title, state, due, ladder_from, fresh, version, state_json)
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count)
SELECT 'HUM-' || i, 'hum', i, i, 'Milestone ' || i, 'agreed', date(:first, '+' || (56 * (i % :dates)) || ' days'),
       '2026-01-05 00:00:00.000000', 0, 1, replace(:state, '"HUM-1"', '"HUM-' || i || '"')
FROM n
""",
    "postgresql": """
INSERT INTO milestone (id, board, number, plan_ref, title, state, due, ladder_from, fresh, version, state_json)
SELECT 'HUM-' || i, 'hum', i, i::text, 'Milestone ' || i, 'agreed', CAST(:first AS date) + 56 * (i % :dates),
       '2026-01-05T00:00:00+00:00', false, 1, replace(:state, '"HUM-1"', '"HUM-' || i || '"')
FROM generate_series(1, :count) AS i
""",
}
BY_HAND = """
INSERT INTO due (milestone, rule, rung, due, board, at)
SELECT id, 'fortnight', 1, due, board, :at FROM milestone WHERE board = 'hum' AND state = 'agreed' AND due = :due
"""


def world_of(folder: Path, count: int, url: str | None = None) -> Passes:
    """Give a service with `count` agreed milestones, `DUE` of them due on every eighth Monday from `FIRST_DUE` on."""
    world = Passes(folder, url=url)
    with world.database.transaction() as session:
        session.execute(
            text(FILL[session.get_bind().dialect.name]),
            {
                "count": count,
                "first": FIRST_DUE.isoformat(),
                "dates": max(1, count // DUE),
                "state": store.dump(milestone()),
            },
        )
        occurrences.set_considered(session, {occurrences.LADDER: at("2026-11-01T00:00")})
    with world.database.transaction() as session:
        session.execute(text("ANALYZE"))  # what a planner knows after a while must not turn it away from the indexes
    return world


def emptied(world: Passes) -> int:
    """Empty the due queue and give how many rows were in it."""
    with world.database.transaction() as session:
        return session.execute(text("DELETE FROM due")).rowcount


def by_hand(world: Passes, due: date) -> float:
    began = time.perf_counter()
    with world.database.transaction() as session:
        instant = f"{due - timedelta(days=14)} 09:00:00.000000"  # as SQLite keeps it, in UTC; PostgreSQL reads it too
        session.execute(text(BY_HAND), {"at": instant, "due": due.isoformat() if world.database.is_sqlite else due})
    took = time.perf_counter() - began
    assert emptied(world) == DUE
    return DUE / took


def by_scan(world: Passes, due: date) -> tuple[float, float]:
    """Give the rates of the scan alone and of scan and addressing together."""
    moment = at(f"{due - timedelta(days=14)}T09:00")
    with world.database.transaction() as session:
        occurrences.set_considered(session, {occurrences.LADDER: moment - timedelta(minutes=1)})
    began = time.perf_counter()
    scan(world.house, moment, strict=True)
    scanned = time.perf_counter() - began
    with world.database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM due")).scalar() == DUE
    began = time.perf_counter()
    address(world.house, moment)
    whole = scanned + time.perf_counter() - began
    with world.database.transaction() as session:
        assert session.execute(text("DELETE FROM occurrence")).rowcount == DUE
    return DUE / scanned, DUE / whole


def by_orm(world: Passes, due: date) -> float:
    began = time.perf_counter()
    with world.database.transaction() as session:
        _add_all(session, due)
    took = time.perf_counter() - began
    emptied(world)
    return DUE / took


def _add_all(session: Session, due: date) -> None:
    of_day = "SELECT id FROM milestone WHERE board = 'hum' AND due = :due"
    rows = session.execute(
        text(of_day), {"due": due.isoformat() if session.get_bind().dialect.name == "sqlite" else due}
    )
    moment = at(f"{due - timedelta(days=14)}T09:00")
    for (name,) in rows.all():
        session.add(DueRow(milestone=name, rule=FORTNIGHT.id, rung=1, due=due, board="hum", at=moment))
        session.flush()


def measure(folder: Path, milestones: int, rounds: int, url: str | None = None) -> dict[str, float]:
    """Measure one database, the four ways in turn."""
    world = world_of(folder, milestones, url)
    hand, found, whole, orm = [], [], [], []
    for number in range(rounds):
        due = FIRST_DUE + timedelta(weeks=8 * number)
        hand.append(by_hand(world, due))
        scanned, addressed = by_scan(world, due)
        found.append(scanned)
        whole.append(addressed)
        orm.append(by_orm(world, due))
    world.database.close()
    ours, limit = statistics.median(found), statistics.median(hand)
    return {
        "ours": round(ours),
        "limit": round(limit),
        "ratio": round(ours / limit, 3),
        "goal": GOAL,
        "orm": round(statistics.median(orm)),
        "times_orm": round(ours / statistics.median(orm), 1),
        "addressed": round(statistics.median(whole)),
        "milestones": milestones,
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--milestones", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--database", choices=("sqlite", "postgresql"))
    options = parser.parse_args()
    if options.database != "postgresql":
        with tempfile.TemporaryDirectory() as folder:
            figures = measure(Path(folder), options.milestones, options.rounds)
        print(json.dumps({"bench": "due_scan", **figures}))
    if options.database != "sqlite":
        few = max(DUE * options.rounds, options.milestones // 10)
        with tempfile.TemporaryDirectory() as folder, postgres.server().database() as url:
            figures = measure(Path(folder), few, options.rounds, url)
        print(json.dumps({"bench": "due_scan on postgresql", **figures}))


if __name__ == "__main__":
    main()
