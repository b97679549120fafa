"""Whether a chasing letter that is to be tried again still chases anybody: its milestones go on while it is on its way.

A milestone that was settled while the letter's DATA had begun could not be taken out of it then. Where the letter comes
back unsent, deferred or with a sender that died, it is looked at again before the next try.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from milestones.domain.letter import CHASING, Kind
from milestones.domain.office import Office
from milestones.domain.schedule import why_not_now
from milestones.flows.take_back import take_back
from milestones.flows.waiting import aware
from milestones.store import letters
from milestones.store import milestones as store

if TYPE_CHECKING:
    from datetime import datetime

    from sqlmodel import Session

    from milestones.flows.house import House
    from milestones.store.outbox import Claimed


def outdated(session: Session, house: House, letter: Claimed, now: datetime) -> bool:
    """Take what was settled meanwhile out of a letter claimed for another try; True where it is not to be sent as is.

    It waits again then, written anew, or is cancelled. One that was perhaps delivered and is about others too stays as
    it is: its copies must be the same.
    """
    if letter.kind not in CHASING or letter.board not in house.config.boards:
        return False
    about = list(dict.fromkeys(json.loads(letter.milestones)))
    settled = _settled(session, house, letter, now)
    if not settled or (letter.uncertain and len(settled) < len(about)):
        return False
    row = letters.get(session, letter.id)
    assert row is not None
    session.refresh(row)
    row.stage = "claimed"  # its DATA begins only after this
    session.flush()
    for milestone_id, why in settled.items():
        take_back(session, house, milestone_id, f"{milestone_id}: {why}", [Kind(letter.kind)], now)
        session.flush()
    session.refresh(row)
    if row.state == "sending":  # written anew before, or perhaps delivered: it goes on as it is
        row.stage = letter.stage
    return row.state != "sending"


def _settled(session: Session, house: House, letter: Claimed, now: datetime) -> dict[str, str]:
    """Give the letter's milestones about which nothing in it is owed any more, each with the reason."""
    rungs = letters.rungs_of(session, letter.id)
    milestones = store.by_id(session, (milestone_id for milestone_id, _, _ in rungs))
    slug = letter.board
    office = Office(house.board(slug), house.config.schedules[slug], house.calendar(slug))
    office = aware(session, {slug: office}, milestones.values())[slug]
    rules = {rule.id for rule in office.schedule.rules}
    why: dict[str, str] = {}
    still: set[str] = set()
    for milestone_id, rule, due in rungs:
        reason = why_not_now(milestones[milestone_id], rule, due, office, now) if rule in rules else None
        if reason is None:
            still.add(milestone_id)
        else:
            why[milestone_id] = reason
    return {milestone_id: reason for milestone_id, reason in why.items() if milestone_id not in still}
