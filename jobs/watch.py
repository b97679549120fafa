"""Takes over an edited configuration.

How often: when a file changes, on SIGHUP, and every minute for file systems that tell nobody. What if missed: the next
look sees it. What if twice: the same bytes change nothing.
"""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING

import structlog

from jobs.running import until_any
from milestones.edge.logs import set_up
from milestones.edge.watch import changes_in
from milestones.flows.reload import Rejected, look, take_note, tell

if TYPE_CHECKING:
    from jobs.running import Running
    from milestones.flows.house import House

EVERY_S = 60

SETTLE_S = 1.0
"""An edit counts when it has stayed the same for so long: the first half of a file may be a configuration too."""

_LOG = structlog.get_logger()


async def notice_edits(running: Running) -> None:
    """Wake the reload whenever a file of the configuration or of the administrator's templates changes."""
    folder = running.house.config.folder
    async for _ in changes_in((folder, folder.parent / "templates"), running.stop):
        running.edited.set()


async def reload(running: Running) -> None:
    """Look at the files when something happened to them; swap the house, or keep it and say why."""
    await until_any(running.edited, running.stop)
    running.edited.clear()
    if running.stop.is_set():
        return
    found = await asyncio.to_thread(look, running.house, os.environ)
    if found is running.house:
        if running.rejected is not None:
            _LOG.info("config.restored", hash=running.house.config.hash)
        running.rejected = None
        return
    if isinstance(found, Rejected) and found.content == running.told_of:
        running.rejected = found
        return
    await running.pause(SETTLE_S)
    settled = await asyncio.to_thread(look, running.house, os.environ)
    if _content(settled) != _content(found):
        running.edited.set()
    elif isinstance(settled, Rejected):
        await refuse(running, settled)
    else:
        await take_over(running, settled)


def _content(found: House | Rejected) -> object:
    """Give what tells one state of the files from another."""
    if isinstance(found, Rejected):
        return found.content
    return found.config.hash, found.templates.sources, found.config.service


async def take_over(running: Running, house: House) -> None:
    """Let `house` be the running one from now on; its added rules count from this instant."""
    added = await asyncio.to_thread(take_note, house, house.clock.now())
    log = house.config.service.log
    set_up(log.format.value, log.level.value)
    running.rejected = None
    running.swap(house)
    running.figures.reloaded("loaded")
    running.due.set()
    _LOG.info("config.loaded", hash=house.config.hash, rules_added=list(added))


async def refuse(running: Running, rejected: Rejected) -> None:
    """Keep the house, say once what is wrong with the edit, and write to the coordinators."""
    running.rejected = rejected
    running.figures.reloaded("refused")
    _LOG.warning("config.rejected", content=rejected.content, faults=[str(fault) for fault in rejected.faults])
    await asyncio.to_thread(tell, running.house, rejected)
    running.told_of = rejected.content
    running.letters.set()
