"""What the loops of one running service share: the house of the moment, what wakes whom, and who is in trouble.

The house is immutable; a reload swaps it here, and every loop takes the new one at its next step. Lives in one event
loop and is touched by no other thread.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from milestones.edge.figures import Figures
    from milestones.flows.house import House
    from milestones.flows.reload import Rejected

_LOG = structlog.get_logger()


@dataclass(slots=True)
class Running:
    """The service as it runs. `stop` is set once and for all; the other events are set often and cleared by their loop.

    `due` wakes the schedules, `letters` the delivery, `mail` the intake, `edited` the watch over the configuration.
    `rejected` is the edit that was refused and still stands in the files; `told_of` is the last one of which the
    coordinators were told.
    """

    house: House
    figures: Figures
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    due: asyncio.Event = field(default_factory=asyncio.Event)
    letters: asyncio.Event = field(default_factory=asyncio.Event)
    mail: asyncio.Event = field(default_factory=asyncio.Event)
    edited: asyncio.Event = field(default_factory=asyncio.Event)
    rejected: Rejected | None = None
    told_of: str = ""
    _troubles: dict[str, str] = field(default_factory=dict)
    _swapped: asyncio.Event = field(default_factory=asyncio.Event)

    def swap(self, house: House) -> None:
        """Let every loop go on with another house."""
        self.house = house
        self._swapped.set()
        self._swapped = asyncio.Event()

    @property
    def swapped(self) -> asyncio.Event:
        """Give an event that is set when the house of this moment is swapped for another."""
        return self._swapped

    @property
    def troubles(self) -> dict[str, str]:
        """Give what is wrong with the loops that are in trouble, by name."""
        return dict(self._troubles)

    def trouble(self, name: str, what: str, *, error: BaseException | None = None) -> None:
        """Note that a loop is in trouble; logged when it is news, and not again while it stays the same."""
        if self._troubles.get(name) != what:
            _LOG.error("loop.failed", loop=name, why=what, exc_info=error)
        self._troubles[name] = what
        self.figures.loop_failed(name)

    def well(self, name: str) -> None:
        """Note that a loop does its work."""
        if self._troubles.pop(name, None) is not None:
            _LOG.info("loop.recovered", loop=name)

    async def pause(self, seconds: float) -> None:
        """Wait so long, or until the service stops or gets another house, with which things may go better."""
        await until_any(self.stop, self._swapped, seconds=seconds)


async def until_any(*events: asyncio.Event, seconds: float | None = None) -> None:
    """Wait until one of `events` is set, at most so long."""
    if any(event.is_set() for event in events):
        return
    waits = [asyncio.ensure_future(event.wait()) for event in events]
    try:
        await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
        for wait in waits:
            with suppress(asyncio.CancelledError):
                await wait
