"""How long delivery goes on for a letter: until its configured days are over, counted from when it first could go.

A letter whose last try fails then is settled as expired by the round that tried it. Where no letter can be sent at all
nothing is tried: what has waited too long is given up here together, and the coordinator told once a board and day.
"""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from milestones.domain.delivery import why_expired
from milestones.domain.letter import WAITS_FOR_SENDING_HOURS
from milestones.domain.undelivered import FailedLetter
from milestones.flows.telling import telling
from milestones.store import expiry

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlmodel import Session

    from milestones.flows.house import House
    from milestones.store.expiry import Waiting

FEWEST_VISITS = 3
"""How often in a row the way must be shut before letters expire for it."""


def give_up_at(house: House, ids: Sequence[int]) -> dict[int, datetime]:
    """Give until when each of some letters is tried."""
    if not ids:
        return {}
    with house.database.reading() as session:
        found = expiry.waiting(session, ids)
    return {identity: _first_moment(house, letter) + _patience(house) for identity, letter in found.items()}


def _patience(house: House) -> timedelta:
    return timedelta(days=house.config.service.smtp.give_up_after)


def _first_moment(house: House, letter: Waiting) -> datetime:
    """Give when a letter could first go: when it was due and written, and the office open where it waits for that."""
    written = max(letter.due_at, letter.queued_at)
    if letter.kind in WAITS_FOR_SENDING_HOURS and letter.board in house.config.boards:
        return house.calendar(letter.board).next_sending(written)
    return written


def give_up_long_waiting(session: Session, house: House, now: datetime, why: str, visits: int) -> int:
    """Fail what could not even be tried for as long as is configured, tell the coordinators, and give how many.

    `visits` is how often in a row the way was found shut. After fewer than three nothing is given up, and a letter
    that was never put off is left: a service that was down for long visits the server fairly.
    """
    if visits < FEWEST_VISITS:
        return 0
    patience = _patience(house)
    long = expiry.long_put_off(session, now, now - patience)
    over = [letter for letter in long if _first_moment(house, letter) + patience <= now]
    if not over:
        return 0
    reason = why_expired(f"no connection: {why}")
    failed = expiry.give_up(session, (letter.id for letter in over), reason)
    by_board: defaultdict[str, list[tuple[int, FailedLetter]]] = defaultdict(list)
    for letter in over:
        if letter.id in failed:
            by_board[letter.board].append((letter.id, _failed(letter)))
    from milestones.flows.undelivered import tell_of_expiry  # templates are loaded only where a notice is written

    for board, letters in by_board.items():
        with telling(session, letters=len(letters)):
            tell_of_expiry(session, house, board, letters, reason, now)
    return len(failed)


def _failed(letter: Waiting) -> FailedLetter:
    milestones = tuple(json.loads(letter.milestones))
    return FailedLetter(letter.board, letter.post, letter.to_address, letter.kind, letter.message_id, milestones)
