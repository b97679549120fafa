"""Listens for mail by LMTP.

How often: always. What if missed: the mail server keeps what was not acknowledged. What if twice: the same bytes are
stored once.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog
from sqlalchemy.exc import DBAPIError

from jobs.running import until_any
from milestones.edge import disk
from milestones.edge.lmtp import LmtpServer, NotStored, is_full
from milestones.flows import door, mailroom

if TYPE_CHECKING:
    from jobs.intake import Intake
    from milestones.flows.house import House

MOST_UNDECIDED = 10_000
"""With so many mails waiting to be decided, no more are taken for now."""

LEAST_FREE_BYTES = 50 * 1024 * 1024

_LOG = structlog.get_logger()


class Counter:
    """The mailroom's side towards the LMTP server: database work in threads, outcomes in its words."""

    def __init__(self, intake: Intake) -> None:
        self._intake = intake
        self._arrived: list[tuple[bytes, asyncio.Future[None]]] = []
        self._storing: asyncio.Task[None] | None = None

    async def takes(self, recipient: str) -> bool:
        """Say whether mail to `recipient` can be taken in."""
        return await asyncio.to_thread(door.takes, self._intake.running.house, recipient)

    async def keep(self, raw: bytes) -> None:
        """Store a mail, and have it decided soon. Those that come while one is being stored share the next commit.

        Raises:
            NotStored: it could not be stored.
        """
        stored: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._arrived.append((raw, stored))
        if self._storing is None or self._storing.done():
            self._storing = asyncio.create_task(self._store(), name="lmtp-storing")
        await stored

    async def _store(self) -> None:
        """Store what has arrived until there is no more."""
        while self._arrived:
            some, self._arrived = self._arrived, []
            try:
                row_ids = await asyncio.to_thread(_keep, self._intake.running.house, [raw for raw, _ in some])
            except Exception as error:  # noqa: BLE001  # each of them is told, and answers its own client
                for _, stored in some:
                    if not stored.done():
                        stored.set_exception(error)
                continue
            for row_id in row_ids:
                self._intake.stored(row_id)
            for _, stored in some:
                if not stored.done():
                    stored.set_result(None)


def _keep(house: House, raws: list[bytes]) -> list[int]:
    """Store some mails, all or none, and give the numbers of those that were not stored before."""
    try:
        path = house.database.path
        if path is not None and disk.free_bytes(path) < LEAST_FREE_BYTES:
            raise NotStored("the disk is nearly full", full=True)
        if mailroom.backlog(house) >= MOST_UNDECIDED:
            raise NotStored(f"{MOST_UNDECIDED} mails wait to be decided")
        taken = mailroom.keep_all(house, raws)
    except (DBAPIError, OSError) as error:
        raise NotStored(type(error).__name__, full=is_full(error)) from error
    return [one.id for one in taken if one.mine]


async def listen(intake: Intake) -> None:
    """Listen for as long as the configuration names the same place."""
    running = intake.running
    place = running.house.config.service.lmtp.place
    if place is None:
        await until_any(running.swapped, running.stop)
        return
    server = LmtpServer(Counter(intake))
    await server.start(*place)
    _LOG.info("lmtp.opened", host=place[0], port=place[1])
    running.well("lmtp")
    try:
        while running.house.config.service.lmtp.place == place and not running.stop.is_set():
            await until_any(running.swapped, running.stop)
    finally:
        await server.close()
