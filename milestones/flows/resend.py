"""Puts a letter that failed back into the queue, by a person's word: the same bytes under the same Message-ID.

Refused where what the letter says holds no longer, or its answer would not count; the refusal says what to do instead.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from milestones.domain import events as e
from milestones.domain.access import is_signatory
from milestones.domain.delivery import OnDoubt, too_doubtful
from milestones.domain.letter import CHASING, Kind
from milestones.domain.milestone import Refused
from milestones.domain.state import State
from milestones.flows.act import Work
from milestones.flows.look import letter_shape
from milestones.store import epoch, history, letters

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from milestones.domain.state import Milestone
    from milestones.flows.house import House
    from milestones.store.tables import LetterRow

_HOLDS_IN = {
    Kind.REMINDER: {State.AGREED},
    Kind.ESCALATION: {State.AGREED},
    Kind.ASSIGNMENT: {State.AGREED},
    Kind.AGREEMENT_REQUEST: {State.PROPOSED},
    Kind.DECISION_REQUEST: {State.AGREED, State.CLAIMED},
}
"""In which states of its milestones a letter still asks what is open; other kinds tell of what has happened."""


@dataclass(frozen=True, slots=True)
class Resend:
    """Which letter goes again, why, and in whose name; without a post, the board's coordinator's."""

    letter: int
    why: str = ""
    by: str | None = None


def resend(house: House, order: Resend, now: datetime) -> dict[str, Any]:
    """Queue a failed letter anew and give it in the contract's shape; the log says who did it and why.

    Its tries are counted from the start. What was in doubt stays in doubt: a letter that was perhaps delivered gets
    one more try, and fails at the next doubt.

    Raises:
        Refused: there is no such letter, it has not failed, or it must not go again; nothing was changed.
    """
    with house.database.transaction() as session:
        row = letters.get(session, order.letter)
        if row is None:
            raise Refused(f"there is no letter {order.letter}: `milestones outbox` lists them")
        _require_failed(row)
        if row.board not in house.config.boards:
            raise Refused(f"letter {row.id} is of board {row.board}, which is no longer configured: it cannot go again")
        work = Work(session, house, row.board, now)
        by = order.by or work.board.coordinator
        _require_may(by, work)
        _require_reader(row, work)
        if not letters.content_of(session, row):
            raise Refused(f"letter {row.id} is kept no longer ([retention] letters): nothing is left to send")
        about = dict(history.days_of(session, order.letter))
        for milestone_id in json.loads(row.milestones):
            _require_holds(row, work.state(milestone_id), milestone_id, about.get(milestone_id), work)
        left = _doubts_kept(row.uncertain, OnDoubt(str(house.config.service.smtp.uncertain)))
        why = f"sent again by {by}" + (f": {order.why}" if order.why else "")
        work.record(e.LetterResent(order.letter, row.board, row.post, row.kind, order.why, row.uncertain), by)
        work.finish()
        letters.queue_again(session, row, now, uncertain=left, outcome=f"{why}; before: {row.outcome or row.state}")
        return letter_shape(row)


def _doubts_kept(uncertain: int, on_doubt: OnDoubt) -> int:
    """Give how many of its doubts a letter keeps, so that it may go once: one more, and it fails again."""
    while too_doubtful(uncertain, on_doubt):
        uncertain -= 1
    return uncertain


def _require_failed(row: LetterRow) -> None:
    restored = row.state == "cancelled" and row.outcome == epoch.SENT_BEFORE
    if row.state == "failed" or restored:
        return
    if row.state == "sent":
        assert row.sent_at is not None
        raise Refused(f"letter {row.id} was sent at {row.sent_at:%Y-%m-%d %H:%M} UTC: a sent letter does not go twice")
    if row.state == "cancelled":
        raise Refused(f"letter {row.id} was cancelled: {row.outcome or 'it no longer held'}; it must not go any more")
    raise Refused(f"letter {row.id} is {row.state}: it goes by itself")


def _require_may(by: str, work: Work) -> None:
    board = work.board
    if by not in board.posts:
        raise Refused(f"{board.name} has no post {by}; its posts are {', '.join(sorted(board.posts))}")
    if by != board.coordinator and not is_signatory(by, board):
        raise Refused(f"{by} may not: only the coordinator, {board.coordinator}, or a signatory")


def _require_reader(row: LetterRow, work: Work) -> None:
    """Refuse a letter whose reader has changed, or whose answer would not be taken."""
    post = work.board.posts.get(row.post)
    holder = post.holder_on(work.moment.today) if post else None
    if holder is None or holder.email.lower() != row.to.lower():
        now = f"{holder.email} does now" if holder else "nobody does now" if post else "there is no such post now"
        raise Refused(
            f"letter {row.id} went to {row.to}, who no longer holds {row.post} ({now}). Whoever holds it gets what "
            "falls due next; to ask now, `milestones assign` the milestone to the post anew, or write to them yourself"
        )
    if row.revoked_at is not None:
        raise Refused(
            f"letter {row.id} was revoked: an answer to it would not count. What falls due next is written anew"
        )
    if row.expires_at is not None and row.expires_at <= work.now:
        raise Refused(
            f"letter {row.id} could be answered until {row.expires_at:%Y-%m-%d}: an answer would not count any more. "
            "What falls due next is written anew"
        )


def _require_holds(row: LetterRow, milestone: Milestone | None, name: str, day: object, work: Work) -> None:
    """Refuse a letter that says something of a milestone that no longer holds."""
    kind = Kind(row.kind)
    if kind not in _HOLDS_IN:
        return
    for reason in _stale(row, milestone, kind, day, work):
        raise Refused(
            f"letter {row.id} is about {name}, {reason}: what it says no longer holds. "
            f"`milestones explain {name}` says what goes next"
        )


def _stale(row: LetterRow, milestone: Milestone | None, kind: Kind, day: object, work: Work) -> Iterator[str]:
    if milestone is None:
        yield "which is no longer there"
        return
    if milestone.state not in _HOLDS_IN[kind]:
        yield f"which is {milestone.state}"
    if json.loads(row.cycles).get(milestone.id, milestone.cycle) != milestone.cycle:
        yield "which was agreed anew since"
    if kind not in CHASING:
        return
    if day is not None and day != milestone.due:
        yield f"which is due on {milestone.due} now"
    if milestone.silence is not None and milestone.silence.until >= work.moment.today:
        yield f"which is silenced until {milestone.silence.until}"
