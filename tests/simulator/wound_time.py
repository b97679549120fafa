"""Time that goes on only when there is nothing left to do: the wall's clock, and an event loop that never waits.

What the loop would wait for is added to both clocks at once. Work given to threads is done on the spot, so that one
seed always gives one order of things. A loop that waits for nothing that could come is stuck, and says so.
"""

from __future__ import annotations

import asyncio
import selectors
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.simulator.wires import Network


class Stuck(AssertionError):
    """Everything waits, and nothing will ever come."""


class WoundClock:
    """The clock on the wall: the true time, and by how much the wall's clock is ahead of it (or behind)."""

    def __init__(self, at: datetime) -> None:
        self.true = at.astimezone(UTC)
        self.ahead = timedelta()
        self.steady_s = 0.0

    def now(self) -> datetime:
        """Give what the wall's clock says, aware, in UTC."""
        return self.true + self.ahead

    def wind_to(self, true: datetime) -> None:
        """Let time go on to an instant; one that is past already changes nothing."""
        self.true = max(self.true, true)

    def pass_by(self, seconds: float) -> None:
        """Let time go on while a loop waits."""
        self.steady_s += seconds
        self.true += timedelta(seconds=seconds)


class _NothingToWaitFor(selectors.SelectSelector):
    """A selector without descriptors: waiting is only winding the clock on."""

    def __init__(self, clock: WoundClock) -> None:
        super().__init__()
        self._clock = clock

    def select(self, timeout: float | None = None) -> list[Any]:
        """Wind the clock on to the next timer."""
        if timeout is None:
            raise Stuck("every task waits for something that will never come")
        if timeout > 0:
            self._clock.pass_by(timeout)
        return []


class WoundLoop(asyncio.SelectorEventLoop):
    """An event loop over a wound clock and a network in memory, in one thread."""

    def __init__(self, clock: WoundClock, network: Network) -> None:
        super().__init__(_NothingToWaitFor(clock))
        self._clock = clock
        self._network = network
        self._clock_resolution = 1e-6

    def time(self) -> float:
        """Give the steady clock's seconds."""
        return self._clock.steady_s

    def run_in_executor(self, _executor: Any, function: Callable[..., Any], *arguments: Any) -> asyncio.Future[Any]:
        """Do a thread's work here and now; what it raises is its future's, but an end of the process is everybody's."""
        future = self.create_future()
        try:
            result = function(*arguments)
        except Exception as error:  # noqa: BLE001 - it is the caller's to judge
            future.set_exception(error)
        else:
            future.set_result(result)
        return future

    async def create_connection(self, factory: Any, host: Any = None, port: Any = None, **_more: Any) -> Any:
        """Connect to the simulated network instead of the machine's."""
        return await self._network.connect(self, factory, host, port)
