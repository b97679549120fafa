"""A process of its own that delivers and can be killed at a chosen moment.

It loads everything once, then forks a child for each line it reads: `database port at killed_at`. The child delivers
as `tick --at` would and is killed by SIGKILL at the moment `killed_at` names: `write-3` before its third write to a
socket, `wrote-3` after it, `sql-3` before its third statement, `commit-3` before and `committed-3` after its third
commit, `never`; or, by strace, `network-3` and `disk-3` at the third system call of that kind. The child's process id
is printed before it starts, its exit status when it has ended.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import structlog
from letterbox import SmallHouse

from milestones.edge import pool  # noqa: F401 - loaded here once, not in every child
from milestones.edge.clock import ShiftedClock
from milestones.flows.deliver import deliver
from milestones.store.database import Database
from tests.soak.deaths import plan_death

CALLS = {
    "network": "sendto,sendmsg,shutdown,connect",
    "disk": "pwrite64,pwritev,write,fdatasync,fsync,ftruncate,unlink,rename",
}
"""The system calls by which something gets out of the process; what it reads changes nothing."""


def child(path: str, port: str, at: str, killed_at: str) -> None:
    """Deliver as one `tick --at` would."""
    database = Database(path)
    if killed_at.partition("-")[0] not in CALLS:
        plan_death(killed_at, database.engine)
    house = SmallHouse(database, int(port), clock=ShiftedClock(datetime.fromisoformat(at)), connections=3)
    asyncio.run(deliver(house, on_failed=lambda *_, **__: None))


def watched(pid: int, killed_at: str) -> subprocess.Popen[Any] | None:
    """Have strace kill a process at its n-th system call of a kind; None where the moment is of another kind.

    The count is each thread's own; the one that comes to it first ends all of them.
    """
    kind, _, number = killed_at.partition("-")
    if kind not in CALLS:
        return None
    inject = f"{CALLS[kind]}:signal=KILL:when={number}"
    words = [
        "strace",
        "-f",
        "-qq",
        "-o",
        os.devnull,
        "-e",
        f"trace={CALLS[kind]}",
        "-e",
        f"inject={inject}",
        "-p",
        str(pid),
    ]
    tracer = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    while tracer.poll() is None and "TracerPid:\t0\n" in Path(f"/proc/{pid}/status").read_text():
        time.sleep(0.002)
    return tracer


def main() -> None:
    """Fork a child for each line, one after another."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    for line in sys.stdin:
        read, start = os.pipe()
        words = line.split()
        pid = os.fork()
        if pid == 0:
            os.read(read, 1)
            child(*words)
            os._exit(0)
        tracer = watched(pid, words[-1])
        print(pid, flush=True)
        os.write(start, b".")
        os.close(read)
        os.close(start)
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        if tracer is not None:
            tracer.wait()
        print(status, flush=True)


if __name__ == "__main__":
    main()
