"""Delivers the outbox, and keeps the connections to the mail server between rounds.

How often: at once when something here queued a letter, and every 15 s for what other processes queued and for what
waited for another try. What if missed: letters wait in the outbox. What if twice: leases keep every letter in one hand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobs.running import until_any
from milestones.flows.deliver import deliver as deliver_outbox
from milestones.flows.servers import Connections

if TYPE_CHECKING:
    from jobs.running import Running

EVERY_S = 15


class Delivery:
    """Delivers while the service runs, over connections that it keeps from one round to the next."""

    def __init__(self, running: Running) -> None:
        self._running = running
        self._connections = Connections()

    async def deliver(self) -> None:
        """Deliver until nothing is ready; when the service stops, finish the letters in hand, give back the others."""
        running = self._running
        await until_any(running.letters, running.stop)
        running.letters.clear()
        if running.stop.is_set():
            return
        try:
            delivered = await deliver_outbox(running.house, stop=running.stop, connections=self._connections)
        finally:
            await self._connections.let_go()
        running.figures.delivered(delivered.sent, delivered.deferred, delivered.failed)

    async def close(self) -> None:
        """Close the connections that are kept."""
        await self._connections.close()
