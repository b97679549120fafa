"""Several connections to one mail server at work side by side. Knows neither SMTP's words nor where letters come from.

Connections are opened only as letters need them, kept within a round and between rounds, reopened where the server
closed them, and given up together where the server refuses everybody.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Protocol

from milestones.domain.delivery import Deferred, Sent, Stage, Unreachable
from milestones.edge.server import tls_context
from milestones.edge.smtp import Connection

if TYPE_CHECKING:
    import ssl

    from milestones.domain.delivery import Outcome, Released
    from milestones.edge.server import Server
    from milestones.edge.smtp_words import Outgoing

_MOST_LOSSES = 5
"""After so many connections lost in a row, one after another, a worker stops opening new ones."""

KEPT_S = 60.0
"""How long a connection is kept that nobody uses; servers wait for five minutes (RFC 5321 section 4.5.3.2.7)."""

_FRESH_S = 5.0
"""A connection that rested longer is asked whether it still stands before a letter is begun on it."""


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

    def must_stay_under_tls(self, letter: Outgoing) -> bool:
        """Say whether `letter` may travel under TLS only, also beyond our own server."""


class Pool:
    """As many connections as configured at most, opened only as letters need them.

    It may run one round after another, never two at once. Between rounds it keeps connections that stand;
    `let_go` closes those that rested too long, `close` all.
    """

    def __init__(self, server: Server) -> None:
        self._server = server
        self._context: ssl.SSLContext | None = None
        self._open: set[Connection] = set()
        self._resting: list[Connection] = []
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
        try:
            self._context = self._context or tls_context(self._server)
        except OSError as error:
            desk.give_back(first)
            return Unreachable(f"our own certificates cannot be used: {error}", closed=True)
        connection = self._one()
        refused = await self._ready(connection)
        desk.give_back(first)
        if refused is not None:
            return refused
        async with asyncio.TaskGroup() as workers:
            workers.create_task(self._work(desk, connection))
            for _ in range(self._server.connections - 1):
                workers.create_task(self._work(desk, self._one()))
        return self._refused

    def abort(self) -> None:
        """Cut every connection at once."""
        for connection in tuple(self._open):
            connection.abort()

    async def let_go(self, rested_s: float = KEPT_S) -> None:
        """Close the connections that nobody used for so long, in seconds, and those that the server closed."""
        resting, self._resting = self._resting, []
        self._resting = [one for one in resting if one.is_open and one.rested_s < rested_s]
        for connection in resting:
            if connection not in self._resting:
                await connection.close()

    async def close(self) -> None:
        """Close every connection that rests, with a goodbye."""
        await self.let_go(0)

    def _one(self) -> Connection:
        """Give a connection that rests, the latest used first, or a new one."""
        return self._resting.pop() if self._resting else Connection(self._server, self._context)

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
        except BaseException:
            await connection.close()  # in the middle of something: no letter can follow on it
            raise
        finally:
            self._open.discard(connection)
            await self._rest(connection)

    async def _rest(self, connection: Connection) -> None:
        if connection.is_open and self._refused is None:
            self._resting.append(connection)
        else:
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
        unreachable = await self._ready(connection)
        if unreachable is not None:
            return unreachable
        return await connection.send(
            letter, lambda: desk.before_data(letter), require_tls=desk.must_stay_under_tls(letter)
        )

    async def _ready(self, connection: Connection) -> Unreachable | None:
        """See that a connection stands, opening it where it does not; give why it cannot be had."""
        if connection.is_open and (connection.rested_s < _FRESH_S or await connection.answers()):
            self._open.add(connection)
            return None
        self._open.discard(connection)
        unreachable = await connection.open()
        if unreachable is None:
            self._open.add(connection)
        return unreachable

    def _leave(self, connection: Connection, why: Unreachable) -> None:
        """End one worker; the channel is shut when it was the last, or when the server refuses everybody."""
        self._open.discard(connection)
        if why.closed or not any(other.is_open for other in self._open):
            self._refused = why
