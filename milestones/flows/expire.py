"""Ends what has run out: a silence is over on the day after its last, and its end is an event like its beginning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestones.domain import commands as c
from milestones.flows.act import SERVICE, Work
from milestones.store import milestones as store

if TYPE_CHECKING:
    from milestones.flows.house import House


def end_silences(house: House) -> int:
    """End every silence whose last day is past; give how many. Costs one look-up when there is none."""
    now = house.clock.now()
    days = {slug: house.calendar(slug).today(now) for slug in house.config.boards}
    with house.database.reading() as session:
        waiting = store.silences_over(session, max(days.values())) if days else []
    ended = 0
    for slug in days if waiting else ():
        with house.database.transaction() as session:
            work = Work(session, house, slug, now)
            work.look_up(waiting)
            for milestone_id in waiting:
                if work.state(milestone_id) is not None:
                    ended += len(work.decide(milestone_id, c.EndSilence(), SERVICE))
            work.finish()
    return ended
