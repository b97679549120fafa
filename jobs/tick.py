"""One whole pass over everything that is due: the command `tick`.

How often: whenever it is asked, by a timer or by hand. What if missed: the next pass does what this one would have.
What if twice, or several at once: each delivers what it leases, and the unique keys keep what is owed single.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from milestones.flows.deliver import deliver
from milestones.flows.expire import end_absences, end_silences
from milestones.flows.mailroom import left_over, take_up
from milestones.flows.reload import take_note
from milestones.flows.remind import TickRefused, evaluate
from milestones.flows.retain import prune_daily
from milestones.store import epoch, health, occurrences

if TYPE_CHECKING:
    from datetime import datetime

    from milestones.flows.house import House


def whole_pass(house: House, until: datetime | None = None) -> dict[str, Any]:
    """Take up mail left over, end what ran out, evaluate every schedule, deliver, prune; give the contract's report.

    Up to `until`; without it up to the clock's now, or to the last evaluated instant if the clock was set back.

    Raises:
        Held: the database was restored from a backup; nothing was changed.
        TickRefused: `until` lies before the last evaluated instant; nothing was changed.
    """
    epoch.require_newest(house.database)
    at = until or house.clock.now()
    with house.database.reading() as session:
        last = occurrences.considered(session)
    if until is not None and last is not None and until < last:
        raise TickRefused(f"{until.isoformat()} is before {last.isoformat()}, up to which all is evaluated")
    # A rule added since the last pass counts from there: a pass cannot know when the file was written.
    take_note(house, since=last)
    cancelled = _take_up(house)
    end_silences(house)
    end_absences(house)
    evaluated = evaluate(house, at, strict=until is not None)
    delivered = asyncio.run(deliver(house))
    prune_daily(house)
    return {
        "at": evaluated.until.isoformat(),
        "queued": evaluated.queued,
        "sent": delivered.sent,
        "deferred": delivered.deferred,
        "failed": delivered.failed,
        "cancelled": cancelled,
        "by_kind": dict(evaluated.by_kind or {}),
    }


def _take_up(house: House) -> int:
    """Decide the mail that a process died over; give how many letters that cancelled."""
    waiting = left_over(house)
    if not waiting:
        return 0
    from milestones.edge.parser_pool import ParserPool

    with house.database.reading() as session:
        before = health.cancelled(session)
    with ParserPool(size=1) as pool:
        take_up(house, waiting, pool)
    with house.database.reading() as session:
        return health.cancelled(session) - before
