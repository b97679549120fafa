"""Several connections to one mail server at work side by side. Knows neither SMTP's words nor where letters come from.

Connections are opened only as letters need them, kept, reopened where the server closed them, and given up together
where the server refuses everybody.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Protocol

from milestones.domain.delivery import Deferred, Sent, Stage, Unreachable
from milestones.edge.smtp import Connection, tls_context

if TYPE_CHECKING:
    from milestones.domain.delivery import Outcome, Released
    from milestones.edge.smtp import Outgoing, Server

_MOST_LOSSES = 5
"""After so many connections lost in a row, one after another, a worker stops opening new ones."""


class Desk(Protocol):
    """Where the connections get their letters, and where they report."""

    async def take(self) -> Outgoing | None:
        """Give the next letter to send; None when there is nothing more to do."""

    async def before_data(self, letter: Outgoing) -> bool:
        """Commit the fence of `letter`; False where it must not be sent."""

    def done(self, letter: Outgoing, outcome: Outcome | Released) -> None:
        """Take note of what became of `letter`."""

    def give_back(self, letter: Outgoing) -> None:
        """Take back a letter that was not tried, for another connection."""


class Pool:
    """As many connections as configured at most, opened only as letters need them."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._context = None if server.security == "none" else tls_context(server)
        self._open: set[Connection] = set()
        self._refused: Unreachable | None = None

    async def run(self, desk: Desk) -> Unreachable | None:
        """Send until the desk has nothing more; give why no connection could be had, None when all went its way.

        The first connection is opened alone: a server that is down, or refuses the log-in, is tried once and not once
        a connection. Where others stand, one that is refused leaves the rest to them.
        """
        self._refused = None
        first = await desk.take()
        if first is None:
            return None
        connection = Connection(self._server, self._context)
        refused = await connection.open()
        if refused is not None:
            desk.give_back(first)
            return refused
        self._open.add(connection)
        desk.give_back(first)
        async with asyncio.TaskGroup() as workers:
            workers.create_task(self._work(desk, connection))
            for _ in range(self._server.connections - 1):
                workers.create_task(self._work(desk, Connection(self._server, self._context)))
        return self._refused

    def abort(self) -> None:
        """Cut every connection at once."""
        for connection in tuple(self._open):
            connection.abort()

    async def _work(self, desk: Desk, connection: Connection) -> None:
        losses = 0
        try:
            while self._refused is None and (letter := await desk.take()) is not None:
                outcome = await self._hand_over(desk, connection, letter)
                losses = 0 if connection.is_open or isinstance(outcome, Sent) else losses + 1
                if losses >= _MOST_LOSSES:
                    outcome = Unreachable(f"{losses} connections in a row were lost")
                if isinstance(outcome, Unreachable):
                    self._leave(connection, outcome)
                    return
        finally:
            self._open.discard(connection)
            await connection.close()

    async def _hand_over(
        self, desk: Desk, connection: Connection, letter: Outgoing
    ) -> Outcome | Released | Unreachable:
        """Send one letter; a kept connection that the server had closed meanwhile costs it no attempt."""
        kept = connection.letters > 0 and connection.is_open
        outcome = await self._try(desk, connection, letter)
        stale = isinstance(outcome, Deferred) and outcome.stage is Stage.MAIL and not connection.is_open
        if kept and stale:
            outcome = await self._try(desk, connection, letter)
        if isinstance(outcome, Unreachable):
            desk.give_back(letter)
        else:
            desk.done(letter, outcome)
        return outcome

    async def _try(self, desk: Desk, connection: Connection, letter: Outgoing) -> Outcome | Released | Unreachable:
        if self._refused is not None:
            return self._refused
        if not connection.is_open:
            self._open.discard(connection)
            unreachable = await connection.open()
            if unreachable is not None:
                return unreachable
            self._open.add(connection)
        return await connection.send(letter, lambda: desk.before_data(letter))

    def _leave(self, connection: Connection, why: Unreachable) -> None:
        """End one worker; the channel is shut when it was the last, or when the server refuses everybody."""
        self._open.discard(connection)
        if why.closed or not any(other.is_open for other in self._open):
            self._refused = why
