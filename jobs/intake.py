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
from milestones.flows import mailroom, settle

if TYPE_CHECKING:
    from jobs.running import Running
    from milestones.flows.settle import Batch

EVERY_S = 60

DECIDERS = 2
"""One decides mails while the other has the next ones read; each child process reads on a core of its own."""

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
    """What the ways in share: the readers, and the numbers of mails that are stored and wait to be decided.

    Mails are decided in the order in which they came, as many together as wait; while some are decided the next ones
    are read. What holds up its reader is put aside and decided by itself.
    """

    def __init__(self, running: Running) -> None:
        self.running = running
        self.readers = Readers()
        self._waiting: asyncio.Queue[int] = asyncio.Queue(maxsize=MOST_IN_MIND)
        self._aside: asyncio.Queue[int] = asyncio.Queue(maxsize=MOST_IN_MIND)
        self._taking = asyncio.Lock()
        self._decided_before = asyncio.Event()
        self._decided_before.set()
        self._rest_at_s = 0.0

    def stored(self, row_id: int) -> None:
        """Have a mail decided that was just stored."""
        if not self._waiting.full():
            self._waiting.put_nowait(row_id)

    async def decide(self) -> None:
        """Decide the next mails that were stored, after those that are being decided."""
        async with self._taking:
            row_ids = await self._next(self._waiting, mailroom.MOST_MAILS)
            before, decided = self._decided_before, asyncio.Event()
            self._decided_before = decided
        try:
            if row_ids:
                batch, rest = await asyncio.to_thread(self._read, row_ids)
                await before.wait()
                await self._decide(batch)
                for row_id in rest:
                    self.count(await asyncio.to_thread(self._decide_alone, row_id))
        finally:
            decided.set()

    async def decide_aside(self) -> None:
        """Decide the next mail that was put aside."""
        for row_id in await self._next(self._aside, 1):
            self.count(await asyncio.to_thread(self._decide_alone, row_id))

    async def _next(self, queue: asyncio.Queue[int], most: int) -> list[int]:
        """Wait for a mail, and give it with what else is there; nothing when the service stops."""
        getting = asyncio.ensure_future(queue.get())
        stopping = asyncio.ensure_future(self.running.stop.wait())
        await asyncio.wait((getting, stopping), return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if not getting.done():
            getting.cancel()
            return []
        found = [getting.result()]
        while len(found) < most and not queue.empty():
            found.append(queue.get_nowait())
        return found

    def _read(self, row_ids: list[int]) -> tuple[Batch, list[int]]:
        with self.readers as pool:
            return mailroom.read_kept(self.running.house, row_ids, pool)

    async def _decide(self, batch: Batch) -> None:
        receipts = await asyncio.to_thread(settle.decide_read, self.running.house, batch)
        for row_id, receipt in zip(batch.row_ids, receipts, strict=True):
            if receipt is not None:
                self.count(receipt)
            elif not self._aside.full():
                self._aside.put_nowait(row_id)

    def _decide_alone(self, row_id: int) -> dict[str, Any]:
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
        row_ids = await asyncio.to_thread(mailroom.left_over, self.running.house)
        for start in range(0, len(row_ids), mailroom.MOST_MAILS):
            await asyncio.to_thread(self._take_up, row_ids[start : start + mailroom.MOST_MAILS])
            self.running.letters.set()
            if self.running.stop.is_set():
                return
        now_s = asyncio.get_running_loop().time()
        if now_s >= self._rest_at_s:
            self._rest_at_s = now_s + IDLE_S
            await asyncio.to_thread(self.readers.rest)

    def _take_up(self, row_ids: list[int]) -> None:
        with self.readers as pool:
            mailroom.take_up(self.running.house, row_ids, pool)

    def close(self) -> None:
        """End the readers, and leave what still waits to whoever comes next."""
        self.readers.close()
        waiting: list[int] = []
        for queue in (self._waiting, self._aside):
            while not queue.empty():
                waiting.append(queue.get_nowait())
        if waiting:
            mailroom.give_back(self.running.house, waiting)
