"""Fetches mail from the mailbox.

How often: as the server tells of it (IDLE), at least every four minutes. What if missed: mail stays in the mailbox
until it is stored and decided, and is moved away only then. What if twice: the same bytes count once.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import structlog

from jobs.running import until_any
from milestones.edge.waker import Waker
from milestones.flows import mailroom
from milestones.flows.servers import account_of

if TYPE_CHECKING:
    from jobs.intake import Intake
    from milestones.edge.imap import Account, Mailbox

LONGEST_GATHERING_S = 0.2
"""So long are mails fetched before those that were are taken in together; what waits behind them comes next."""

LONGEST_PAUSE_S = 30.0
"""A mailbox that is away is tried again at least so often."""

_LOG = structlog.get_logger()


async def fetch(intake: Intake) -> None:
    """Stay with the mailbox for as long as the configuration names the same one."""
    running = intake.running
    account = account_of(running.house)
    if account is None:
        await until_any(running.swapped, running.stop)
        return
    waker = Waker()
    watching = asyncio.create_task(_tell_when_over(intake, waker))
    try:
        await asyncio.to_thread(_attend, intake, account, waker, asyncio.get_running_loop())
    finally:
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching
        waker.close()


async def _tell_when_over(intake: Intake, waker: Waker) -> None:
    running = intake.running
    imap = running.house.config.service.imap
    while running.house.config.service.imap == imap and not running.stop.is_set():
        await until_any(running.swapped, running.stop)
    waker.tell()


def _attend(intake: Intake, account: Account, waker: Waker, loop: asyncio.AbstractEventLoop) -> None:
    """Take in what is in the mailbox and what arrives, until told; in a thread."""
    from milestones.edge.imap import Mailbox

    with Mailbox(account) as box:
        loop.call_soon_threadsafe(intake.running.well, "mailbox")
        _LOG.info("mailbox.opened", host=account.host, mailbox=account.mailbox)
        while not waker.told():
            waiting = deque(box.arrived())
            while waiting and not waker.told():
                for receipt in _take_in(intake, box, waiting):
                    loop.call_soon_threadsafe(intake.count, receipt)
            if not waker.told():
                box.wait(waker)


def _take_in(intake: Intake, box: Mailbox, waiting: deque[str]) -> list[dict[str, Any]]:
    """Store and decide the first mails that wait, as many as go together, then move them away; give their receipts.

    One that is too large is kept by its headers. One that has gone meanwhile is passed over.
    """
    from milestones.edge.imap import LARGEST_BYTES

    house = intake.running.house
    fetched: list[tuple[str, bytes]] = []
    size_bytes = 0
    began_s = time.monotonic()
    while waiting and len(fetched) < mailroom.MOST_MAILS and time.monotonic() - began_s < LONGEST_GATHERING_S:
        size = box.size(waiting[0]) or 0
        if fetched and (size > LARGEST_BYTES or size_bytes + size > mailroom.MOST_BYTES):
            break
        uid = waiting.popleft()
        if size > LARGEST_BYTES:
            return _keep_head(intake, box, uid, size)
        raw = box.fetch(uid)
        if raw is not None:
            fetched.append((uid, raw))
            size_bytes += size
    if not fetched:
        return []
    with intake.readers as pool:
        receipts = mailroom.take_in_all(house, [raw for _, raw in fetched], pool)
    for uid, _ in fetched:
        box.put_away(uid)
    return receipts


def _keep_head(intake: Intake, box: Mailbox, uid: str, size: int) -> list[dict[str, Any]]:
    """Keep a mail that is too large by its headers, and move it away."""
    head = box.head(uid)
    if head is None:
        return []
    receipt = mailroom.keep_oversize(intake.running.house, head, size)
    box.put_away(uid)
    return [receipt]
