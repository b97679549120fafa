"""Decides mail that is stored: what came by LMTP, and what a process died over.

How often: as mail comes; for what was left over, every minute. What if missed: mail is on disk and waits. What if
twice: the same bytes, and the same Message-ID, count once.
"""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any

from jobs.running import until_any
from milestones.edge.parser_pool import ParserPool
from milestones.flows import mailroom

if TYPE_CHECKING:
    from jobs.running import Running

EVERY_S = 60

DECIDERS = 2
"""So many mails are decided side by side, each read in a child process of its own."""

IDLE_S = 300.0
"""Child processes are ended when no mail came for so long."""

MOST_IN_MIND = 20_000
"""So many mails' numbers wait in memory; more are on disk all the same, and taken up later."""


class Readers:
    """The child processes that read mail: started with the first mail, ended when none came for a while.

    Used from several threads: `with readers as pool:`.
    """

    def __init__(self) -> None:
        self._pool: ParserPool | None = None
        self._lock = threading.Lock()
        self._busy = 0
        self._used = False

    def __enter__(self) -> ParserPool:
        """Give the pool."""
        with self._lock:
            self._busy += 1
            self._used = True
            if self._pool is None:
                self._pool = ParserPool(size=DECIDERS)
            return self._pool

    def __exit__(self, *_: object) -> None:
        """Give it back."""
        with self._lock:
            self._busy -= 1

    def rest(self) -> None:
        """End the children if nobody used them since this was last called."""
        with self._lock:
            pool = self._pool
            if self._used or self._busy or pool is None:
                self._used = False
                return
            self._pool = None
        pool.close()

    def close(self) -> None:
        """End the children."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.close()


class Intake:
    """What the ways in share: the readers, and the numbers of mails that are stored and wait to be decided."""

    def __init__(self, running: Running) -> None:
        self.running = running
        self.readers = Readers()
        self._waiting: asyncio.Queue[int] = asyncio.Queue(maxsize=MOST_IN_MIND)
        self._rest_at_s = 0.0

    def stored(self, row_id: int) -> None:
        """Have a mail decided that was just stored."""
        if not self._waiting.full():
            self._waiting.put_nowait(row_id)

    async def decide(self) -> None:
        """Decide the next mail that was stored."""
        row_id = await self._next()
        if row_id is not None:
            self.count(await asyncio.to_thread(self._decide, row_id))

    async def _next(self) -> int | None:
        """Give the next mail, None when the service stops."""
        getting = asyncio.ensure_future(self._waiting.get())
        stopping = asyncio.ensure_future(self.running.stop.wait())
        await asyncio.wait((getting, stopping), return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if getting.done():
            return getting.result()
        getting.cancel()
        return None

    def _decide(self, row_id: int) -> dict[str, Any]:
        with self.readers as pool:
            return mailroom.decide_kept(self.running.house, row_id, pool)

    def count(self, receipt: dict[str, Any]) -> None:
        """Count a receipt, and wake delivery: there may be an answer to send."""
        self.running.figures.taken_in(str(receipt["verdict"]))
        self.running.letters.set()

    async def take_up(self) -> None:
        """Take up, every now and then, what a process stored and died over; let idle readers go."""
        await until_any(self.running.mail, self.running.stop)
        self.running.mail.clear()
        if self.running.stop.is_set():
            return
        for row_id in await asyncio.to_thread(mailroom.left_over, self.running.house):
            await asyncio.to_thread(self._take_up, row_id)
            self.running.letters.set()
            if self.running.stop.is_set():
                return
        now_s = asyncio.get_running_loop().time()
        if now_s >= self._rest_at_s:
            self._rest_at_s = now_s + IDLE_S
            await asyncio.to_thread(self.readers.rest)

    def _take_up(self, row_id: int) -> None:
        with self.readers as pool:
            mailroom.decide_left_over(self.running.house, row_id, pool)

    def close(self) -> None:
        """End the readers, and leave what still waits to whoever comes next."""
        self.readers.close()
        waiting: list[int] = []
        while not self._waiting.empty():
            waiting.append(self._waiting.get_nowait())
        if waiting:
            mailroom.give_back(self.running.house, waiting)
