"""Tells people that a letter failed: the event, and one notice to whoever can mend it.

In the transaction that records the failure. Decides nothing itself: whom and what is `domain.delivery`'s.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import structlog

from milestones.domain import events as e
from milestones.domain.recipients import Recipient, resolve
from milestones.domain.undelivered import FailedLetter, milestones_of, notice_of_expiry, notice_of_failure
from milestones.flows import reach
from milestones.flows.act import Work
from milestones.store import letters, queries

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlmodel import Session

    from milestones.domain.delivery import Settlement
    from milestones.domain.letter import Letter
    from milestones.flows.house import House
    from milestones.store.outbox import Claimed

_LOG = structlog.get_logger()


def tell_of_failure(
    session: Session, house: House, letter: Claimed, what: Settlement, now: datetime, *, address_dead: bool
) -> None:
    """Record that a letter failed and write the one notice owed for it, in the transaction that records the failure."""
    board = house.config.boards.get(letter.board)
    if board is None:
        _LOG.warning("notice.skipped", letter=letter.id, why="its board is no longer configured")
        return
    if address_dead:
        milestones = milestones_of(letters.milestones_unheard(session, letter.board, letter.to_address))
    else:
        milestones = tuple(json.loads(letter.milestones))
    failed = FailedLetter(letter.board, letter.post, letter.to_address, letter.kind, letter.message_id, milestones)
    work = Work(session, house, letter.board, now)
    work.record(e.LetterFailed(letter.id, letter.board, letter.post, letter.kind, what.reason))
    if address_dead and reach.came_back(work, letter.post, letter.to_address, hard=True):
        work.record(e.PostUnreachable(letter.board, letter.post, what.reason))
    if milestones or reach.is_todays(work, letter.post, letter.to_address):
        owe_notice(work, failed, what, address_dead=address_dead)  # else: news for somebody who lost the post; nobody's
    work.finish()


def tell_of_expiry(
    session: Session, house: House, board: str, failed: Sequence[tuple[int, FailedLetter]], reason: str, now: datetime
) -> None:
    """Record that a board's letters expired, by their ids, and write the coordinator's one notice of the day."""
    if board not in house.config.boards:
        _LOG.warning("notice.skipped", letters=len(failed), why="their board is no longer configured")
        return
    work = Work(session, house, board, now)
    for identity, letter in failed:
        work.record(e.LetterFailed(identity, board, letter.post, letter.kind, reason))
    lost = [letter for _, letter in failed]
    notice = notice_of_expiry(lost, work.board, reason, now, work.moment.today)
    _owe_to_cover(work, notice)
    work.finish()


def owe_notice(work: Work, failed: FailedLetter, what: Settlement, *, address_dead: bool) -> None:
    """Owe the notice of a letter that cannot be delivered to whoever covers the post that is to be told today."""
    notice = notice_of_failure(failed, work.board, what, work.now, address_dead=address_dead)
    if notice is not None:
        _owe_to_cover(work, notice, but_not=failed.post)


def _owe_to_cover(work: Work, notice: Letter, but_not: str = "") -> None:
    """Owe a notice to whoever covers its post today."""
    absences = queries.absences(work.session, work.board.slug)
    reached = resolve((notice.to,), None, work.board, absences, work.moment.today)
    told = [one.post for one in reached if isinstance(one, Recipient) and not one.copy and one.post != but_not]
    if told:
        work.owe(replace(notice, to=told[0]))
