"""Letters as they are written: each with its bytes, once for what is owed, and found again. Knows no delivery."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from milestones.store.notify import letters_queued
from milestones.store.statements import insert, portions
from milestones.store.tables import LetterContentRow, LetterRow, OccurrenceRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy import Table
    from sqlmodel import Session

_LETTER: Table = LetterRow.__table__  # type: ignore[attr-defined]  # SQLModel hides __table__
_CONTENT: Table = LetterContentRow.__table__  # type: ignore[attr-defined]  # as above
_OWED: Table = OccurrenceRow.__table__  # type: ignore[attr-defined]  # as above
_COLUMN = _LETTER.c

_STOPPABLE = _COLUMN.state.in_(("queued", "deferred")) | ((_COLUMN.state == "sending") & (_COLUMN.stage != "data"))
"""Not being sent: it waits, or a sender has claimed it and must still set the fence before its DATA."""


def add_bulk(session: Session, rows: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Insert letters whose occurrence is not there yet and give the ids of those inserted by occurrence key.

    `rows` are fields of LetterRow by name, and the letter's bytes as `content`; defaults may be left out. A second
    letter for an occurrence is passed over in silence: that is what makes a double tick harmless.
    """
    if not rows:
        return {}
    connection = session.connection()
    statement = (
        insert(connection, _LETTER)
        .on_conflict_do_nothing(index_elements=[_COLUMN.occurrence_key])
        .returning(_COLUMN.id, _COLUMN.occurrence_key)
    )
    inserted = connection.execute(statement, [_with_defaults(row) for row in rows])
    ids = {key: identity for identity, key in inserted}
    if ids:
        # The first row of a key is the one that was inserted, should a caller name one twice.
        bytes_of = {row["occurrence_key"]: row["content"] for row in reversed(rows)}
        contents = [{"letter_id": identity, "content": bytes_of[key]} for key, identity in ids.items()]
        connection.execute(_CONTENT.insert(), contents)
        letters_queued(connection)
    return ids


def _with_defaults(row: Mapping[str, Any]) -> dict[str, Any]:
    named = {("to_address" if name == "to" else name): value for name, value in row.items() if name != "content"}
    return {**_DEFAULTS, **named}


_DEFAULTS: dict[str, Any] = {
    ("to_address" if name == "to" else name): field.default
    for name, field in LetterRow.model_fields.items()
    if not field.is_required() and name != "id"
}


def content_of(session: Session, letter: LetterRow) -> bytes:
    """Give a letter's bytes; none where they are kept no longer."""
    return b"" if letter.id is None else contents(session, [letter.id]).get(letter.id, b"")


def contents(session: Session, letter_ids: Iterable[int]) -> dict[int, bytes]:
    """Give the bytes of some letters by their numbers; those of letters that are kept no longer are not there."""
    found: dict[int, bytes] = {}
    for some in portions(list(dict.fromkeys(letter_ids))):
        query = select(_CONTENT.c.letter_id, _CONTENT.c.content).where(_CONTENT.c.letter_id.in_(some))
        found.update((letter_id, content) for letter_id, content in session.connection().execute(query))
    return found


def get(session: Session, letter_id: int) -> LetterRow | None:
    """Give a letter by its number."""
    return session.get(LetterRow, letter_id)


def queue_again(session: Session, row: LetterRow, now: datetime, *, uncertain: int, outcome: str) -> None:
    """Queue a letter that has ended as if it were new, at `now`, with the doubts that are left."""
    row.state, row.attempts, row.uncertain, row.outcome = "queued", 0, uncertain, outcome
    row.queued_at, row.next_attempt_at, row.sent_at = now, None, None
    session.add(row)
    session.flush()
    letters_queued(session.connection())


def take_out_of_hand(row: LetterRow) -> None:
    """Let a letter wait again that a sender has claimed and not begun to send: its fence stops that sender."""
    if row.state == "sending":
        row.state, row.stage, row.lease_until, row.lease_token = "queued", "", None, None


def rungs_of(session: Session, letter_id: int) -> list[tuple[str, str, date]]:
    """Give milestone, rule and day counted from of everything that a letter carries."""
    carried = select(_OWED.c.milestone, _OWED.c.rule, _OWED.c.due).where(
        _OWED.c.letter_id == letter_id, _OWED.c.milestone.is_not(None), _OWED.c.due.is_not(None)
    )
    return [(row.milestone, row.rule, row.due) for row in session.connection().execute(carried.order_by(_OWED.c.key))]


def write_anew(session: Session, letter: LetterRow, content: bytes) -> None:
    """Take other bytes for a letter. The caller knows that it was never perhaps delivered: copies must be the same."""
    session.connection().execute(update(_CONTENT).where(_CONTENT.c.letter_id == letter.id).values(content=content))


def milestones_unheard(session: Session, board: str, address: str) -> list[list[str]]:
    """Give the milestones of each of the board's letters to `address` that waits or has failed, oldest first."""
    waits_or_failed = _COLUMN.state.in_(("queued", "deferred", "sending", "failed"))
    unheard = (
        select(_COLUMN.milestones)
        .where(_COLUMN.to_address == address, waits_or_failed, _COLUMN.board == board)
        .order_by(_COLUMN.id)
    )
    return [json.loads(milestones) for milestones in session.connection().execute(unheard).scalars()]


def waiting_about(session: Session, milestone: str, kinds: Sequence[str]) -> Sequence[LetterRow]:
    """Give the letters of some kinds about `milestone` that wait or are not being sent yet, oldest first."""
    if not kinds:
        return ()
    listed = _COLUMN.milestones.contains(json.dumps(milestone), autoescape=True)
    waiting = select(LetterRow).where(_STOPPABLE, _COLUMN.kind.in_(kinds), listed)
    return session.scalars(waiting.order_by(_COLUMN.id)).all()


def waited_about(session: Session, kinds: Sequence[str]) -> set[str]:
    """Give the milestones that letters of some kinds are about which are not over."""
    states = ("queued", "deferred", "sending")
    waiting = select(_COLUMN.milestones).where(_COLUMN.state.in_(states), _COLUMN.kind.in_(kinds))
    return {one for text in session.connection().execute(waiting).scalars() for one in json.loads(text)}


def never_tried(session: Session, board: str, kind: str, post: str) -> Sequence[LetterRow]:
    """Give a post's letters of one kind that wait to be sent for the first time, oldest first."""
    waiting = select(LetterRow).where(
        _COLUMN.board == board,
        _COLUMN.kind == kind,
        _COLUMN.post == post,
        _COLUMN.state == "queued",
        _COLUMN.attempts == 0,
    )
    return session.scalars(waiting.order_by(_COLUMN.id)).all()
