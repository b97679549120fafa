"""The parent of all lives: loads everything once, then forks a child for each order, so that a life begins at once.

Orders come as JSON lines on standard input; it answers with `born` (and the process id) and `ended` (and the exit
status) on standard output. It ends when its input does, and with it every child that is still alive.
"""

from __future__ import annotations

import functools
import gc
import json
import os
import select
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg  # noqa: F401 - as above
import sqlalchemy.dialects.postgresql.psycopg  # noqa: F401 - as above
import typer.main

import jobs.app
import jobs.cli.main
import jobs.tick
import milestones.edge.lmtp
import milestones.edge.mailboxes
import milestones.edge.pool
import milestones.flows.intake
import milestones.flows.receive
import milestones.flows.undelivered  # noqa: F401 - loaded here once, not in every child, like the others
from milestones.domain import events
from milestones.store import database, engines, log
from tests.soak.lives import live

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Engine
    from sqlalchemy.engine import URL

    from milestones.settings.problems import Problem


class Tried:
    """Whether templates can be used is a pure question about their text, takes 0.3 s, and is answered once a text."""

    def __init__(self) -> None:
        self.answer, self.known = jobs.app.template_problems, dict[str, "tuple[Problem, ...]"]()

    def __call__(self, sources: Mapping[str, str]) -> tuple[Problem, ...]:
        key = json.dumps(dict(sources), sort_keys=True)
        if key not in self.known:
            self.known[key] = self.answer(sources)
        return self.known[key]


class Engines:
    """Engines by URL, made before the fork: a child opens its own connections and need not compile its statements."""

    def __init__(self) -> None:
        self.make, self.made = engines.engine_of, dict[str, "Engine"]()

    def __call__(self, url: URL) -> Engine:
        key = url.render_as_string(hide_password=False)
        if key not in self.made:
            self.made[key] = self.make(url)
        return self.made[key]

    def part(self) -> None:
        """Close what the parent opened: no child may share a connection."""
        for engine in self.made.values():
            engine.dispose()


class Cradle:
    """The living, by process id."""

    def __init__(self) -> None:
        self.living: dict[int, str] = {}
        self.woken, self.wake = os.pipe()
        os.set_blocking(self.wake, False)
        signal.set_wakeup_fd(self.wake, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def run(self) -> None:
        """Fork and bury until the input ends."""
        rest = b""
        while True:
            ready, _, _ = select.select([0, self.woken], [], [])
            if self.woken in ready:
                os.read(self.woken, 4096)
                self.bury()
            if 0 in ready:
                chunk = os.read(0, 65536)
                if not chunk:
                    break
                *lines, rest = (rest + chunk).split(b"\n")
                for line in lines:
                    self.bear(json.loads(line))
        for pid in self.living:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def bear(self, order: dict[str, Any]) -> None:
        """Fork one child."""
        pid = os.fork()
        if pid == 0:
            status = 70
            try:
                signal.set_wakeup_fd(-1)
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                os.close(self.woken)
                os.close(self.wake)
                os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
                status = live(order)
            except BaseException:  # noqa: BLE001 - it is told in the log, and the child ends all the same
                sys.excepthook(*sys.exc_info())
            finally:
                sys.stderr.flush()
                os._exit(status)
        self.living[pid] = order["name"]
        tell(born=order["name"], pid=pid)

    def bury(self) -> None:
        """Tell of every child that has ended."""
        while self.living:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            tell(ended=self.living.pop(pid), status=os.waitstatus_to_exitcode(status))


def tell(**news: Any) -> None:
    """Write one line of news."""
    os.write(1, json.dumps(news).encode() + b"\n")


def stop_if_it_listens(*_: Any) -> None:
    """Send SIGTERM while `run` listens to it: before and after, it would end this process."""
    if callable(signal.getsignal(signal.SIGTERM)):
        os.kill(os.getpid(), signal.SIGTERM)


def main() -> None:
    """Load, live each kind of life once, freeze what is loaded, and serve.

    `argv` is a configuration folder and the moment of that first life, whose log is `argv[3]`.
    """
    config, at, log_file = sys.argv[1:]
    jobs.app.template_problems = Tried()  # type: ignore[assignment]
    database.engine_of = kept = Engines()
    typer.main.get_command = functools.cache(typer.main.get_command)  # the command line's own shape does not change
    for kind in (*events.MilestoneEvent.__args__, *events.ServiceEvent.__args__):
        log._adapter(kind)
    streams = os.dup(1), os.dup(2)
    order = {"config": config, "at": at, "death": "never", "log": log_file, "environ": {}}
    warm = Path(log_file).with_name("warm.eml")
    warm.write_bytes(b"From: a@b.example\r\nTo: c@d.example\r\nMessage-ID: <warm@b.example>\r\n\r\nwarm\r\n")
    signal.signal(signal.SIGALRM, stop_if_it_listens)
    for role in ("tick", "receive", "run"):
        signal.setitimer(signal.ITIMER_REAL, *((1, 0.5) if role == "run" else (0,)))
        status = live({**order, "role": role, "files": [str(warm)]})
        assert status == 0, f"{role} ended with {status}"
    signal.setitimer(signal.ITIMER_REAL, 0)
    for number, kept_stream in enumerate(streams, 1):
        os.dup2(kept_stream, number)
    kept.part()
    gc.collect()
    gc.freeze()  # a collection in a child would copy every page that the parent shares with it
    tell(ready=os.getpid())
    Cradle().run()


if __name__ == "__main__":
    main()
