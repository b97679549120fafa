"""Fetches mail from the mailbox.

How often: as the server tells of it (IDLE), at least every four minutes. What if missed: mail stays in the mailbox
until it is stored and decided, and is moved away only then. What if twice: the same bytes count once.
"""

from __future__ import annotations

import asyncio
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
            for uid in box.arrived():
                if waker.told():
                    return
                receipt = _take_in(intake, box, uid)
                if receipt is not None:
                    loop.call_soon_threadsafe(intake.count, receipt)
            box.wait(waker)


def _take_in(intake: Intake, box: Mailbox, uid: str) -> dict[str, Any] | None:
    """Store and decide one mail, then move it away; give its receipt, None if it has gone meanwhile."""
    from milestones.edge.imap import LARGEST_BYTES

    size = box.size(uid)
    if size is not None and size > LARGEST_BYTES:
        head = box.head(uid)
        if head is None:
            return None
        receipt = mailroom.keep_oversize(intake.running.house, head, size)
    else:
        raw = box.fetch(uid)
        if raw is None:
            return None
        with intake.readers as pool:
            receipt = mailroom.take_in(intake.running.house, raw, pool)
    box.put_away(uid)
    return receipt
