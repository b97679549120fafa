"""Ends what has run out: a silence or an absence is over on the day after its last, and its end is an event too."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from milestones.domain import commands as c
from milestones.domain import events as e
from milestones.flows.act import SERVICE, Work
from milestones.store import milestones as store
from milestones.store import occurrences, queries

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlmodel import Session

    from milestones.flows.house import House

ABSENCES_SEEN = "absences.seen:"
"""Before a board's slug, the meta key of the day up to which the ends of its absences are recorded."""


def end_silences(house: House) -> int:
    """End every silence whose last day is past; give how many. Costs one look-up when there is none."""
    now, days = house.clock.now(), _days(house)
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


def end_absences(house: House) -> int:
    """Record the end of every absence whose last day is past; give how many. Looks once a board and day.

    Cover itself needs no end: it holds for the days of the absence. The event says on the record when it stopped.
    """
    days = _days(house)
    with house.database.reading() as session:
        unseen = {slug: today for slug, today in days.items() if _seen(session, slug) != today}
    ended = 0
    for slug, today in unseen.items():
        with house.database.transaction() as session:
            occurrences.lock(session)
            seen = _seen(session, slug)
            work = Work(session, house, slug, house.clock.now())
            for absence in queries.absences(session, slug):
                if absence.until < today and (seen is None or seen <= absence.until):
                    work.record(e.AbsenceEnded(slug, absence.post, absence.until, absence.deputy))
                    ended += 1
            work.finish()
            queries.set_meta(session, f"{ABSENCES_SEEN}{slug}", max(today, seen or today).isoformat())
    return ended


def _days(house: House) -> Mapping[str, date]:
    """Give today of every board, in its own zone."""
    now = house.clock.now()
    return {slug: house.calendar(slug).today(now) for slug in house.config.boards}


def _seen(session: Session, board: str) -> date | None:
    day = queries.meta(session, f"{ABSENCES_SEEN}{board}")
    return date.fromisoformat(day) if day else None
