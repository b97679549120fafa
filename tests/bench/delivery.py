"""Delivery of stored letters with durable marks, beside postfix's smtp-source on ten kept connections.

Both send the same number of letters of the same size to the same smtp-sink, in turn, in one run. Prints one JSON line.
Needs Debian's postfix for its two programs; nothing of it is configured or started as a service.

    python -m tests.bench.delivery [--letters 3000] [--rounds 5]
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from milestones.edge.clock import SystemClock
from milestones.flows.deliver import Delivered, deliver
from tests.letterbox import SmallHouse, new_database, queue, row

if TYPE_CHECKING:
    from collections.abc import Iterator

CONNECTIONS = 10
LETTER_BYTES = 6_000
GOAL = 0.20


def program(name: str) -> str:
    """Find one of postfix's programs, also where the path lacks /usr/sbin."""
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if found is None:
        sys.exit(f"{name} is not installed: it comes with Debian's postfix")
    return found


@contextlib.contextmanager
def sink() -> Iterator[int]:
    """Run smtp-sink on a free port until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    user = ["-u", "nobody"] if os.geteuid() == 0 else []
    process = subprocess.Popen([program("smtp-sink"), *user, f"127.0.0.1:{port}", "1000"])
    try:
        for _ in range(200):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.2):
                break
            time.sleep(0.02)
        yield port
    finally:
        process.terminate()
        process.wait()


def limit(port: int, letters: int) -> float:
    """Letters a second of smtp-source."""
    command = [program("smtp-source"), "-d", "-s", str(CONNECTIONS), "-m", str(letters), "-l", str(LETTER_BYTES)]
    began = time.perf_counter()
    subprocess.run([*command, "-f", "a@board.test", "-t", "b@police.test", f"127.0.0.1:{port}"], check=True)
    return letters / (time.perf_counter() - began)


def ours(port: int, letters: int) -> float:
    """Letters a second of our delivery, from a database on disk with every mark committed."""
    with tempfile.TemporaryDirectory(prefix="milestones-bench-") as folder:
        database = new_database(Path(folder))
        padding = b"what is due, and by when, in plain words and in full\r\n" * (LETTER_BYTES // 54)
        rows = [row(number) for number in range(letters)]
        for one in rows:
            one["content"] = (one["content"] + padding)[:LETTER_BYTES]
        queue(database, *rows)
        house = SmallHouse(database, port, clock=SystemClock(), connections=CONNECTIONS)
        began = time.perf_counter()
        delivered = asyncio.run(deliver(house))
        seconds = time.perf_counter() - began
        database.close()
    if delivered != Delivered(sent=letters):
        sys.exit(f"not every letter was sent: {delivered}")
    return letters / seconds


def main() -> None:
    """Measure in turn and print the medians."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--letters", type=int, default=3000)
    arguments.add_argument("--rounds", type=int, default=5)
    given = arguments.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(30))
    rates: list[tuple[float, float]] = []
    with sink() as port:
        for number in range(given.rounds):
            rates.append((ours(port, given.letters), limit(port, given.letters)))
            print(f"round {number + 1} of {given.rounds}: {rates[-1][0]:.0f}/s, {rates[-1][1]:.0f}/s", file=sys.stderr)
    our_rate, their_rate = (statistics.median(column) for column in zip(*rates, strict=True))
    figures = {"ours": round(our_rate), "limit": round(their_rate), "ratio": round(our_rate / their_rate, 3)}
    print(json.dumps({"bench": "delivery", **figures, "goal": GOAL}))


if __name__ == "__main__":
    main()
