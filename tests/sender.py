"""A process of its own that delivers and can be killed at a chosen moment.

It loads everything once, then forks a child for each line it reads: `database port at killed_at`. The child delivers
as `tick --at` would and is killed by SIGKILL at the moment `killed_at` names: `write-3` before its third write to a
socket, `wrote-3` after it, `sql-3` before its third statement, `commit-3` before and `committed-3` after its third
commit, `never`. The child's process id is printed before it starts, its exit status when it has ended.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from asyncio import selector_events
from datetime import datetime
from typing import TYPE_CHECKING, Any

import structlog
from letterbox import SmallHouse
from sqlalchemy import event

from milestones.edge import pool  # noqa: F401 - loaded here once, not in every child
from milestones.edge.clock import ShiftedClock
from milestones.flows.deliver import deliver
from milestones.store.database import Database

if TYPE_CHECKING:
    from collections.abc import Callable


def countdown(number: int) -> Callable[..., None]:
    """Give a function that kills this process when it is called for the `number`th time."""
    left = number

    def called(*_: Any, **__: Any) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    return called


def plan_death(database: Database, killed_at: str) -> None:
    """Arrange for the kill at the moment that `killed_at` names."""
    moment, _, number = killed_at.partition("-")
    if moment == "never":
        return
    strike = countdown(int(number))
    if moment == "sql":
        event.listen(database.engine, "before_cursor_execute", strike)
    elif moment in {"commit", "committed"}:
        dialect = database.engine.dialect
        commit = dialect.do_commit

        def do_commit(connection: Any) -> None:
            if moment == "commit":
                strike()
            commit(connection)
            if moment == "committed":
                strike()

        dialect.do_commit = do_commit
    else:
        transport: Any = selector_events._SelectorSocketTransport
        write = transport.write

        def wrote(self: Any, data: Any) -> None:
            if moment == "write":
                strike()
            write(self, data)
            if moment == "wrote":
                strike()

        transport.write = wrote


def child(path: str, port: str, at: str, killed_at: str) -> None:
    """Deliver as one `tick --at` would."""
    database = Database(path)
    plan_death(database, killed_at)
    house = SmallHouse(database, int(port), clock=ShiftedClock(datetime.fromisoformat(at)), connections=3)
    asyncio.run(deliver(house, on_failed=lambda *_, **__: None))


def main() -> None:
    """Fork a child for each line, one after another."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    for line in sys.stdin:
        read, start = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.read(read, 1)
            child(*line.split())
            os._exit(0)
        print(pid, flush=True)
        os.write(start, b".")
        os.close(read)
        os.close(start)
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
