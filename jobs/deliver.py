"""Delivers the outbox.

How often: at once when something here queued a letter, and every 15 s for what other processes queued and for what
waited for another try. What if missed: letters wait in the outbox. What if twice: leases keep every letter in one hand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobs.running import until_any
from milestones.flows.deliver import deliver as deliver_outbox

if TYPE_CHECKING:
    from jobs.running import Running

EVERY_S = 15


async def deliver(running: Running) -> None:
    """Deliver until nothing is ready; when the service stops, finish the letters in hand and give back the others."""
    await until_any(running.letters, running.stop)
    running.letters.clear()
    if running.stop.is_set():
        return
    delivered = await deliver_outbox(running.house, stop=running.stop)
    running.figures.delivered(delivered.sent, delivered.deferred, delivered.failed)
