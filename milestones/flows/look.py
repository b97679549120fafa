"""What there is, in the shapes that `--json` prints: milestones, events, letters, replies. Changes nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from milestones.domain.milestone import Refused
from milestones.domain.state import State
from milestones.flows.waiting import waiting_on
from milestones.store import log, queries
from milestones.store import milestones as store

if TYPE_CHECKING:
    from datetime import date, datetime

    from milestones.domain.board import Board
    from milestones.domain.state import Milestone
    from milestones.flows.house import House
    from milestones.store.tables import InboundRow, LetterRow


def milestones(
    house: House, now: datetime, board: str | None = None, states: list[State] | None = None
) -> list[dict[str, Any]]:
    """List milestones as `list --json` does."""
    with house.database.reading() as session:
        found = store.all_of(session, board, states)
    return [
        milestone_shape(one, house.board(one.board), house.calendar(one.board).today(now))
        for one in found
        if one.board in house.config.boards
    ]


def milestone(house: House, milestone_id: str, now: datetime) -> dict[str, Any]:
    """Show one milestone whole: its shape, its row as written, what waits on it.

    Raises:
        Refused: there is no such milestone.
    """
    with house.database.reading() as session:
        one = store.get(session, milestone_id)
        waits = waiting_on(session, one.board).on.get(one.id, ()) if one and one.row.depends_on else ()
    if one is None or one.board not in house.config.boards:
        raise Refused(f"there is no milestone {milestone_id}")
    shape = milestone_shape(one, house.board(one.board), house.calendar(one.board).today(now))
    row = one.row
    return shape | {
        "objective": row.objective,
        "action": row.action,
        "measure": row.measure,
        "status_as_written": row.status,
        "due_as_written": row.due_as_written,
        "due_rule": row.due_rule,
        "owner_as_written": row.owner_as_written,
        "depends_on": list(row.depends_on),
        "waits_on": list(waits),
        "questions": [str(question) for question in one.questions],
        "agreements": [{"post": a.post, "sector": a.sector} for a in one.agreements],
        "objections": [{"post": o.post, "sector": o.sector, "reason": o.reason} for o in one.objections],
        "requests": [{"kind": r.kind, "by": r.by, "to": _day(r.to_day), "text": r.text} for r in one.requests],
        "silence": {"until": _day(one.silence.until), "by": one.silence.by, "why": one.silence.why}
        if one.silence
        else None,
        "agreed_on": _day(one.agreed_on),
        "minute": one.minute,
        "progress": one.progress,
        "completed_at": _instant(one.completed_at),
        "cycle": one.cycle,
    }


def milestone_shape(one: Milestone, board: Board, today: date) -> dict[str, Any]:
    """Give a milestone in the contract's shape. `lateness` is what the dates say, `declared` what the owner says."""
    over = one.state in {State.COMPLETED, State.WITHDRAWN}
    late_on = one.completed_at.date() if one.completed_at else today
    return {
        "id": one.id,
        "board": one.board,
        "plan_ref": one.row.plan_ref,
        "title": one.title,
        "state": one.state.value,
        "due": _day(one.due),
        "baseline_due": _day(one.baseline_due),
        "redated": one.redated,
        "owners": owner_shapes(one),
        "blocked": one.blocked,
        "snoozed_until": _day(one.snoozed_until),
        "marking": one.marking.value or board.marking.value,
        "criteria": list(one.row.criteria),
        "rag": {"lateness": board.lateness.colour(one.due, late_on if over else today), "declared": one.declared},
    }


def owner_shapes(one: Milestone) -> list[dict[str, Any]]:
    """Give a milestone's owners in the contract's shape."""
    return [{"post": o.post, "kind": o.kind.value, "confirmed_at": _instant(o.confirmed_at)} for o in one.owners]


def events(house: House, milestone_id: str | None = None) -> list[dict[str, Any]]:
    """List the event log, of one milestone or whole, oldest first.

    Raises:
        Refused: there is no such milestone.
    """
    with house.database.reading() as session:
        if milestone_id is not None and store.get(session, milestone_id) is None:
            raise Refused(f"there is no milestone {milestone_id}")
        return list(log.entries(session, milestone_id.upper() if milestone_id else None))


def letters(house: House) -> list[dict[str, Any]]:
    """List every letter, sent ones too, oldest first."""
    with house.database.reading() as session:
        return [letter_shape(row) for row in queries.letters(session)]


def letter_shape(row: LetterRow) -> dict[str, Any]:
    """Give a letter in the contract's shape."""
    return {
        "id": row.id,
        "kind": row.kind,
        "rule": row.rule,
        "board": row.board,
        "to": row.to,
        "post": row.post,
        "subject": row.subject,
        "milestones": json.loads(row.milestones),
        "items": json.loads(row.items),
        "copy": row.copy_only,
        "due_at": _instant(row.due_at),
        "queued_at": _instant(row.queued_at),
        "state": row.state,
        "attempts": row.attempts,
        "next_attempt_at": _instant(row.next_attempt_at),
        "sent_at": _instant(row.sent_at),
        "message_id": row.message_id,
        "why": row.why_told,
        "config": row.config_hash,
    }


def replies(house: House, *, held: bool = False) -> list[dict[str, Any]]:
    """List the mail taken in, oldest first; with `held`, what waits for the coordinator."""
    with house.database.reading() as session:
        return [reply_shape(row) for row in queries.inbound(session, waiting=held)]


def reply_shape(row: InboundRow) -> dict[str, Any]:
    """Give a mail taken in: its receipt, and what the coordinator needs to decide a held one."""
    return {
        "id": row.id,
        "received_at": _instant(row.received_at),
        "state": row.state,
        **receipt_shape(row),
        "post": row.post,
        "board": row.board,
        "text": row.text,
    }


def receipt_shape(row: InboundRow) -> dict[str, Any]:
    """Give the receipt of a mail taken in."""
    return {
        "message_id": row.message_id or row.stated_message_id,
        "from": row.sender,
        "verdict": row.verdict,
        "reason": row.reason,
        "actions": json.loads(row.actions),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _instant(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None


def absences(house: House, board: str) -> list[dict[str, Any]]:
    """List the absences recorded for a board's posts, oldest record first."""
    with house.database.reading() as session:
        found = queries.absences(session, board)
    return [
        {"post": a.post, "from": _day(a.since), "until": _day(a.until), "deputy": a.deputy, "by": a.by, "why": a.why}
        for a in found
    ]


def silences(house: House) -> list[dict[str, Any]]:
    """List the milestones that are silenced."""
    with house.database.reading() as session:
        found = store.all_of(session)
    return [
        {"milestone": one.id, "until": _day(one.silence.until), "by": one.silence.by, "why": one.silence.why}
        for one in found
        if one.silence is not None
    ]
