"""A Monday's burst: 100,000 letters queued and delivered by one process, and an escalation queued in the middle of it.

The letters go to postfix's smtp-sink. Prints one JSON line: letters a second, the most memory the process held
(resident, MB), and of the escalation how long it waited while how many letters stood before it in the queue.

    python -m tests.bench.burst [--letters 100000]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import resource
import sys
import tempfile
import time
from pathlib import Path

import structlog
from sqlalchemy import text

from milestones.domain.letter import PRIORITY, Kind
from milestones.edge.clock import SystemClock
from milestones.flows.deliver import Delivered, deliver
from milestones.store.database import Database
from tests.bench.delivery import CONNECTIONS, LETTER_BYTES, sink
from tests.letterbox import SmallHouse, queue, row

GOAL_MB = 300
AT_ONCE = 500
PADDING = b"what is due, and by when, in plain words and in full\r\n" * (LETTER_BYTES // 54)


def queue_all(database: Database, letters: int) -> float:
    """Queue so many letters, some at a time as a pass does; give how many a second."""
    began = time.perf_counter()
    for start in range(0, letters, AT_ONCE):
        some = [a_letter(number) for number in range(start, min(start + AT_ONCE, letters))]
        queue(database, *some)
    return letters / (time.perf_counter() - began)


def a_letter(number: int, **given: object) -> dict[str, object]:
    one = row(number, **given)
    return {**one, "content": (one["content"] + PADDING)[:LETTER_BYTES]}


async def burst(house: SmallHouse, letters: int) -> tuple[float, float, int]:
    """Deliver everything; give letters a second, and the wait of an escalation with how many it overtook."""
    began = time.perf_counter()
    delivering = asyncio.create_task(deliver(house))
    await asyncio.to_thread(wait_for, house.database, "state = 'sent'", letters // 3)
    escalation = a_letter(letters, kind=Kind.ESCALATION.value, priority=PRIORITY[Kind.ESCALATION])
    await asyncio.to_thread(queue, house.database, escalation)
    overtaken = await asyncio.to_thread(count, house.database, "state = 'queued' AND kind = 'reminder'")
    queued_at = time.perf_counter()
    await asyncio.to_thread(wait_for, house.database, "state = 'sent' AND kind = 'escalation'", 1)
    waited_s = time.perf_counter() - queued_at
    delivered = await delivering
    if delivered != Delivered(sent=letters + 1):
        sys.exit(f"not every letter was sent: {delivered}")
    return (letters + 1) / (time.perf_counter() - began), waited_s, overtaken


def count(database: Database, where: str) -> int:
    """Count the letters for which a condition of this file holds."""
    with database.reading() as session:
        return int(session.execute(text(f"SELECT count(*) FROM letter WHERE {where}")).scalar() or 0)


def wait_for(database: Database, where: str, number: int) -> None:
    """Wait until so many letters fulfil a condition."""
    while count(database, where) < number:
        time.sleep(0.05)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--letters", type=int, default=100_000)
    letters = parser.parse_args().letters
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(30))
    with sink() as port, tempfile.TemporaryDirectory(prefix="milestones-bench-") as folder:
        database = Database(f"sqlite:///{folder}/m.db")
        database.require_schema()
        queued = queue_all(database, letters)
        house = SmallHouse(database, port, clock=SystemClock(), connections=CONNECTIONS)
        sent, waited_s, overtaken = asyncio.run(burst(house, letters))
        size_mb = sum(file.stat().st_size for file in Path(folder).iterdir()) / 2**20
        database.close()
    most_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figures = {
        "bench": "burst",
        "letters": letters,
        "queued_per_s": round(queued),
        "sent_per_s": round(sent),
        "most_mb": round(most_mb),
        "goal_mb": GOAL_MB,
        "escalation_waited_s": round(waited_s, 2),
        "escalation_overtook": overtaken,
        "database_mb": round(size_mb),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
