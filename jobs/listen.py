"""Wakes delivery when another process queued letters on the same PostgreSQL.

How often: whenever PostgreSQL says so; nothing runs meanwhile. What if missed: delivery looks for itself every 15 s.
What if twice: delivery looks and finds nothing.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from jobs.running import until_any
from milestones.store.notify import Listener

if TYPE_CHECKING:
    from jobs.running import Running


async def listen(running: Running) -> None:
    """Listen until the service stops or the connection is lost, which raises."""
    database = running.house.database
    if database.is_sqlite:
        await running.stop.wait()
        return
    listener = await asyncio.to_thread(Listener, database)
    news = asyncio.Event()
    loop, number = asyncio.get_running_loop(), listener.fileno()
    loop.add_reader(number, news.set)
    running.letters.set()  # for what was queued before anybody listened
    try:
        while not running.stop.is_set():
            await until_any(news, running.stop)
            news.clear()
            if listener.heard():
                running.letters.set()
    finally:
        loop.remove_reader(number)
        listener.close()
