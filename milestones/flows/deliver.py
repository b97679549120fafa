"""Delivers the outbox: one round over a few connections, until nothing is ready.

The way to the mail server, and what becomes of what waits when it is shut; which letters go is `flows.desk`'s.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import structlog
from sqlalchemy.exc import DBAPIError

from milestones.domain import delivery
from milestones.flows import journal
from milestones.flows.desk import Delivered, Desk
from milestones.flows.patience import give_up_long_waiting
from milestones.flows.servers import Connections
from milestones.store import channel, epoch, outbox

if TYPE_CHECKING:
    from datetime import datetime

    from milestones.domain.delivery import Unreachable
    from milestones.edge.pool import Pool
    from milestones.flows.books import OnFailed
    from milestones.flows.house import House

_LOG = structlog.get_logger()


async def deliver(
    house: House,
    *,
    stop: asyncio.Event | None = None,
    on_failed: OnFailed | None = None,
    connections: Connections | None = None,
) -> Delivered:
    """Deliver until nothing is ready at the house's clock; give what became of the letters this round had.

    Other rounds may run at the same time, in this process or elsewhere: each delivers what it leases and counts its
    own. With `stop` set it finishes the letters whose DATA has begun and gives the others back. `on_failed` takes the
    place of telling people. `connections` are kept for the round after; without them what was opened is closed.

    Raises:
        DBAPIError: the database could not be written for as long as leases last, or its disk is failing.
        Held: the database was restored from a backup; nothing was sent.
    """
    now = house.clock.now()
    ready, way = await asyncio.to_thread(_look, house, now)
    if not ready:
        return Delivered()
    if (shut_until := way.shut_until(now)) is not None:
        return await asyncio.to_thread(_put_off, house, way.why, shut_until, way.failures)
    await asyncio.to_thread(_begin, house)
    desk = Desk(house, on_failed)
    used = connections or Connections()
    try:
        refused = await _round(desk, await used.pool(house), stop)
    except* DBAPIError as errors:
        raise errors.exceptions[0] from None
    finally:
        if connections is None:
            await used.close()
    delivered = desk.delivered
    if delivered.sent:
        await asyncio.to_thread(epoch.turn, house.database)  # a copy taken during the round is older from now on
    if refused is not None:
        waiting = await asyncio.to_thread(_shut, house, refused, way.failures + 1)
        delivered = replace(
            delivered, deferred=delivered.deferred + waiting.deferred, failed=delivered.failed + waiting.failed
        )
    elif way.failures and delivered.sent:
        await asyncio.to_thread(_open, house)
    _LOG.info("delivery.finished", sent=delivered.sent, deferred=delivered.deferred, failed=delivered.failed)
    return delivered


def _begin(house: House) -> None:
    """Begin a round that sends, unless a newer database than this one has sent before."""
    epoch.require_newest(house.database)
    epoch.turn(house.database)


def _look(house: House, now: datetime) -> tuple[bool, channel.Channel]:
    """Say whether anything is ready, and how the way to the server stood last; first record what a journal knows."""
    journal.replay(house.database)
    with house.database.reading() as session:
        return outbox.anything_ready(session, now), channel.read(session)


async def _round(desk: Desk, pool: Pool, stop: asyncio.Event | None) -> Unreachable | None:
    """Run the connections and the one who keeps the books side by side; give why no letter could be sent at all."""
    async with asyncio.TaskGroup() as tasks:
        keeping = tasks.create_task(desk.keep())
        stopping = tasks.create_task(_stop_when_told(stop, desk, pool))
        refused = await pool.run(desk) or desk.sender_refused
        desk.finish()
        await keeping
        stopping.cancel()
    return refused


async def _stop_when_told(stop: asyncio.Event | None, desk: Desk, pool: Pool) -> None:
    """Stop taking letters when told, and cut what has not come to an end half a minute later."""
    if stop is None:
        return
    await stop.wait()
    desk.stop()
    await asyncio.sleep(30)
    pool.abort()


def _shut(house: House, refused: Unreachable, failures: int) -> Delivered:
    """Put off everything that waits, note why, and give what became of those letters."""
    now = house.clock.now()
    until = now + delivery.channel_wait(failures, seed=failures, closed=refused.closed)
    facts = {"failures": failures, "closed": refused.closed, "until": until.isoformat(), "why": refused.why}
    if failures == 1:
        _LOG.error("channel.shut", **facts)  # once; the tries that follow are no news
    else:
        _LOG.info("channel.shut", **facts)
    way = channel.Channel(failures, until, refused.why, refused.closed)
    return _put_off(house, refused.why, until, failures, way)


def _put_off(house: House, why: str, until: datetime, failures: int, way: channel.Channel | None = None) -> Delivered:
    """Give up what waited too long, defer the rest without an attempt a letter, and record the channel if changed."""
    now = house.clock.now()
    with house.database.transaction() as session:
        failed = give_up_long_waiting(session, house, now, why, failures)
        outbox.recover(session, now)
        deferred = outbox.defer_waiting(session, now, until, f"deferred (no connection): {why}")
        if way is not None:
            channel.write(session, way)
    return Delivered(deferred=deferred, failed=failed)


def _open(house: House) -> None:
    """Note that letters go through again."""
    with house.database.transaction() as session:
        channel.write(session, channel.Channel())
    _LOG.info("channel.opened")
