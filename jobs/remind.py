"""Evaluates the schedules.

How often: at every tick (20 s). What if missed: the next pass evaluates the whole time since the last, and sends what
was missed once. What if twice: unique keys keep every occurrence single.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

from jobs.running import until_any
from milestones.flows.expire import end_absences, end_silences
from milestones.flows.remind import evaluate
from milestones.flows.retain import prune_daily
from milestones.store.epoch import require_newest

if TYPE_CHECKING:
    from jobs.running import Running

EVERY_S = 20

_LOG = structlog.get_logger()


async def remind(running: Running) -> None:
    """Make one pass when it is time, and wake delivery if it queued anything."""
    await until_any(running.due, running.stop)
    running.due.clear()
    if running.stop.is_set():
        return
    house = running.house
    await asyncio.to_thread(require_newest, house.database)
    ended = await asyncio.to_thread(end_silences, house)
    await asyncio.to_thread(end_absences, house)
    # Not strict: a clock that was set back an hour waits for its old hour, and is no fault.
    evaluated = await asyncio.to_thread(evaluate, house, house.clock.now(), strict=False)
    await asyncio.to_thread(prune_daily, house)
    running.figures.evaluated(evaluated.until, evaluated.by_kind or {})
    if evaluated.queued or ended:
        running.letters.set()
        _LOG.info(
            "schedules.evaluated", until=evaluated.until.isoformat(), queued=evaluated.queued, silences_ended=ended
        )
