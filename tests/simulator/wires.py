"""A network in memory: two ends of a wire, each an asyncio transport, bytes arriving after a while drawn from the seed.

Knows no SMTP. Which process an end belongs to is found by a context variable; a process that died is cut off at once.
"""

from __future__ import annotations

import asyncio
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from tests.simulator.process import Process

PROCESS: ContextVar[Process | None] = ContextVar("process", default=None)
"""The simulated process whose task is running."""


class End(asyncio.Transport):
    """One end of a wire. What is written arrives at the other end later, in order."""

    def __init__(self, loop: asyncio.AbstractEventLoop, delay_s: Callable[[], float]) -> None:
        super().__init__()
        self._loop, self._delay_s = loop, delay_s
        self._arrives_at_s = 0.0
        self._closing = False
        self.protocol: Any = None
        self.other: End

    def attach(self, protocol: Any) -> None:
        """Give this end to the protocol that uses it."""
        self.protocol = protocol
        protocol.connection_made(self)

    def get_protocol(self) -> Any:
        return self.protocol

    def set_protocol(self, protocol: Any) -> None:
        self.protocol = protocol

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return ("127.0.0.1", 25) if name in {"peername", "sockname"} else default

    def is_closing(self) -> bool:
        return self._closing

    def write(self, data: bytes) -> None:
        """Send bytes; a wire that is cut swallows them."""
        if not self._closing and data:
            self._later(self.other.arrive, bytes(data))

    def writelines(self, chunks: Any) -> None:
        self.write(b"".join(chunks))

    def can_write_eof(self) -> bool:
        return False

    def pause_reading(self) -> None:
        pass

    def resume_reading(self) -> None:
        pass

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        pass

    def get_write_buffer_size(self) -> int:
        return 0

    def close(self) -> None:
        """Close after what was written has arrived."""
        if not self._closing:
            self._closing = True
            self._loop.call_soon(self.protocol.connection_lost, None)
            self._later(self.other.hear_of_end, None)

    def abort(self) -> None:
        """Cut the wire."""
        if not self._closing:
            self._closing = True
            self._loop.call_soon(self.protocol.connection_lost, None)
            self._later(self.other.hear_of_end, ConnectionResetError("connection reset by peer"))

    def arrive(self, data: bytes) -> None:
        """Take what the other end wrote."""
        if not self._closing:
            self.protocol.data_received(data)

    def hear_of_end(self, error: Exception | None) -> None:
        """The other end is gone."""
        if not self._closing:
            self._closing = True
            self.protocol.connection_lost(error)

    def _later(self, call: Callable[..., None], *arguments: Any) -> None:
        """Have something happen at the other end, after what was sent earlier: timers of one instant have no order."""
        self._arrives_at_s = max(self._arrives_at_s + 1e-5, self._loop.time() + self._delay_s())
        self._loop.call_at(self._arrives_at_s, call, *arguments)


class Network:
    """Where connections lead: to the one server that listens, unless it is down or swallows them."""

    def __init__(self, chance: random.Random, listener: Callable[[Process], Any | None]) -> None:
        self._chance = chance
        self._listener = listener
        self._wires: list[tuple[Process, End]] = []

    async def connect(self, loop: asyncio.AbstractEventLoop, factory: Any, host: Any, port: Any) -> tuple[End, Any]:
        """Connect the running process to the server.

        Raises:
            ConnectionRefusedError: the server is down.
        """
        process = PROCESS.get()
        assert process is not None, "only simulated processes are on this network"
        await asyncio.sleep(self._delay_s())
        server = self._listener(process)
        if server is None:
            raise ConnectionRefusedError(f"connect to {host}:{port} refused")
        here, there = End(loop, self._delay_s), End(loop, self._delay_s)
        here.other, there.other = there, here
        protocol = factory()
        here.attach(protocol)
        loop.call_soon(there.attach, server)
        self._wires = [(owner, end) for owner, end in self._wires if not end.is_closing()]
        self._wires.append((process, here))
        return here, protocol

    def cut_off(self, process: Process) -> None:
        """Cut every wire of a process that died: what it wrote and did not arrive yet is lost with it."""
        for owner, end in self._wires:
            if owner is process and not end.is_closing():
                end.abort()

    def _delay_s(self) -> float:
        return self._chance.choice((0.0005, 0.001, 0.002, 0.02, 0.2))
