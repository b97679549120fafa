"""The service: one process, one event loop, one TaskGroup of loops that keep each other's faults to themselves.

SIGTERM and SIGINT stop it in order: no new mail, no new letter; what is in hand is finished, leases are given back.
SIGHUP looks at the configuration again. Whatever happens instead, the database holds all there is to know.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from typing import TYPE_CHECKING

import structlog

import milestones
from jobs import deliver, health, intake, listen, lmtp, mailbox, remind, watch
from jobs.loops import Loop, keep
from jobs.running import Running
from jobs.schedule import Ticking
from milestones.edge.figures import Figures
from milestones.flows.reload import take_note, template_problems
from milestones.settings.problems import ConfigError
from milestones.store.faults import DatabaseUnusable

if TYPE_CHECKING:
    from pathlib import Path

    from milestones.flows.house import House

_LOG = structlog.get_logger()


def run(house: House, _folder: Path | None = None) -> None:
    """Run the service until SIGTERM.

    Raises:
        ConfigError: a template is at fault; nothing was begun.
        DatabaseUnusable: pages of the database are damaged; nothing was begun.
        DBAPIError: the database could not be written.
    """
    problems = template_problems(house.templates.sources)
    if problems:
        raise ConfigError(problems)
    damaged = house.database.unsound()
    if damaged:
        raise DatabaseUnusable(f"{house.database.where} is damaged: restore the newest backup ({damaged[0]})")
    take_note(house, house.clock.now())
    try:
        asyncio.run(_serve(house))
    finally:
        house.database.close()


async def _serve(house: House) -> None:
    running = Running(house, Figures())
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, running.stop.set)
    loop.add_signal_handler(signal.SIGHUP, running.edited.set)
    began_s = loop.time()
    version = milestones.__version__
    _LOG.info("service.started", version=version, boards=sorted(house.config.boards), config=house.config.hash)
    taking = intake.Intake(running)
    looking = health.Health(running)
    delivering = deliver.Delivery(running)
    ticks = {
        "remind": (running.due, remind.EVERY_S),
        "deliver": (running.letters, deliver.EVERY_S),
        "intake": (running.mail, intake.EVERY_S),
        "watch": (running.edited, watch.EVERY_S),
        "health": (looking.tick, health.EVERY_S),
    }
    with Ticking(ticks):
        async with asyncio.TaskGroup() as tasks:
            for loop_ in _loops(running, taking, looking, delivering):
                tasks.create_task(keep(running, loop_), name=loop_.name)
            notify("READY=1")
            await running.stop.wait()
            notify("STOPPING=1")
            _LOG.info("service.stopping")
    await delivering.close()
    await asyncio.to_thread(taking.close)
    _LOG.info("service.stopped", seconds=round(loop.time() - began_s), **running.figures.totals)


def _loops(running: Running, taking: intake.Intake, looking: health.Health, delivering: deliver.Delivery) -> list[Loop]:
    """Name every loop; one that waits for something outside is tried again sooner than one at fault itself."""
    deciders = [Loop(f"intake-{number}", taking.decide) for number in range(1, intake.DECIDERS + 1)]
    return [
        Loop("remind", lambda: remind.remind(running)),
        Loop("deliver", delivering.deliver),
        Loop("listen", lambda: listen.listen(running)),
        *deciders,
        Loop("intake-aside", taking.decide_aside),
        Loop("left-over", taking.take_up),
        Loop("lmtp", lambda: lmtp.listen(taking)),
        Loop("mailbox", lambda: mailbox.fetch(taking), mailbox.LONGEST_PAUSE_S),
        Loop("reload", lambda: watch.reload(running)),
        Loop("watch", lambda: watch.notice_edits(running)),
        Loop("servers", looking.try_servers),
        Loop("http", looking.serve),
    ]


def notify(state: str) -> None:
    """Tell systemd how the service is (sd_notify(3)); nobody else asks."""
    address = os.environ.get("NOTIFY_SOCKET")
    if address:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
            systemd.connect(address.replace("@", "\0", 1))
            systemd.send(state.encode())
