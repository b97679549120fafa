"""Sets events at intervals, and nothing else. The only user of APScheduler's scheduler.

Its jobs do no work: its executor cancels running coroutines when it is shut down. What was missed while nothing ticked
is found out by the loops from the database, so the job store is in memory and every tick is as good as any other.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from apscheduler.schedulers.asyncio import AsyncIOScheduler

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Mapping


class Ticking:
    """`with Ticking({"due": (event, 20)}):` sets each event at once and then every so many seconds."""

    def __init__(self, ticks: Mapping[str, tuple[asyncio.Event, float]]) -> None:
        logging.getLogger("apscheduler").setLevel(logging.WARNING)
        # misfire_grace_time is 1 s by default, and a tick that comes later than that would be dropped.
        defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        self._scheduler = AsyncIOScheduler(timezone="UTC", job_defaults=defaults)
        self._ticks = ticks

    def __enter__(self) -> None:
        """Begin to tick."""
        for name, (event, every_s) in self._ticks.items():
            event.set()
            self._scheduler.add_job(_set, "interval", (event,), id=name, seconds=every_s)
        self._scheduler.start()

    def __exit__(self, *_: object) -> None:
        """Tick no more."""
        self._scheduler.shutdown(wait=False)


async def _set(event: asyncio.Event) -> None:
    """Set the event in the loop's own thread; a plain function would be run in another."""
    event.set()
