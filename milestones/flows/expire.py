"""Ends what has run out: a silence is over on the day after its last, and its end is an event like its beginning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestones.domain import commands as c
from milestones.flows.act import SERVICE, Work
from milestones.store import milestones as store

if TYPE_CHECKING:
    from milestones.flows.house import House


def end_silences(house: House) -> int:
    """End every silence whose last day is past; give how many. Costs one look-up a board when there is none."""
    now = house.clock.now()
    ended = 0
    for slug in house.config.boards:
        with house.database.reading() as session:
            waiting = store.silences_over(session, slug, house.calendar(slug).today(now))
        if not waiting:
            continue
        with house.database.transaction() as session:
            work = Work(session, house, slug, now)
            for milestone_id in waiting:
                ended += len(work.decide(milestone_id, c.EndSilence(), SERVICE))
            work.finish()
    return ended
