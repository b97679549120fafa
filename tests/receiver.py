"""Takes in mail in processes that can be struck dead at a chosen moment of their work with the database.

Reads orders from standard input, a JSON list a line: configuration folder, instant, moment, files. For each it forks a
process that does what `milestones receive --at` does, and writes its exit status as a line; a signal is negative. A
moment is `sql-7` (after the seventh statement), `commit-2` (before the second commit), `committed-2` (after it) or
`never`. Mail is read in the same process: the guarded children have no part in what is durable.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import event

from milestones.edge.clock import FixedClock
from milestones.flows import hear, mailroom, receive
from milestones.flows.house import open_house
from milestones.settings.read import read
from tests.reads_here import ReadsHere

if TYPE_CHECKING:
    from milestones.flows.house import House

ENVIRON = {"MILESTONES_SECRET_KEY": "a key for tests only, thirty-two"}
AT_ONCE = receive.decide_all, hear.listen
"""Named here so that all which takes mail in is loaded before the first fork."""


class Death:
    """Strikes when as many steps of a kind were made as its moment says."""

    def __init__(self, moment: str) -> None:
        self.kind, _, number = moment.partition("-")
        self.left = int(number or 0)

    def step(self, kind: str) -> None:
        """Make one step."""
        if kind == self.kind:
            self.left -= 1
            if self.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    def watch(self, house: House) -> None:
        """Have it strike in what the house's database does from here on."""
        engine = house.database.engine
        event.listen(engine, "after_cursor_execute", lambda *_: self.step("sql"))
        commit = engine.dialect.do_commit

        def watched(connection: Any) -> None:
            self.step("commit")
            commit(connection)
            self.step("committed")

        engine.dialect.do_commit = watched  # the only way to stand behind a commit


def take_in(config: str, at: str, moment: str, files: list[str]) -> None:
    """Take in the files as one process would."""
    house = open_house(read(Path(config), ENVIRON), FixedClock(datetime.fromisoformat(at)))
    Death(moment).watch(house)
    mails = [(name, Path(name).read_bytes()) for name in files]
    for _ in mailroom.receive(house, mails, ReadsHere()):
        pass
    mailroom.take_up(house, mailroom.left_over(house), ReadsHere())
    house.database.close()


def main() -> None:
    """See the module."""
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            sys.stdout = sys.stderr
            take_in(*json.loads(line))
            os._exit(0)
        _, status = os.waitpid(pid, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    main()
