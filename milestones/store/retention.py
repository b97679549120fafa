"""Takes out the texts of letters and of mail that were kept long enough. How long that is it does not know.

What stays: that there was a letter, to whom, of what kind and when; that there was a mail, what it was taken for and
what it asked. The event log is never touched.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, func, select, update

from milestones.domain.letter import Kind
from milestones.store.tables import InboundRawRow, InboundRow, LetterContentRow, LetterRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import BindParameter, ColumnElement, Table
    from sqlmodel import Session

_LETTER: Table = LetterRow.__table__  # type: ignore[attr-defined]  # SQLModel hides __table__
_CONTENT: Table = LetterContentRow.__table__  # type: ignore[attr-defined]  # as above
_INBOUND: Table = InboundRow.__table__  # type: ignore[attr-defined]  # as above
_RAW: Table = InboundRawRow.__table__  # type: ignore[attr-defined]  # as above

_ENDED = ("sent", "failed", "cancelled")
_OPEN = ("received", "held", "quarantined")

_IDS: BindParameter[Sequence[int]] = bindparam("ids", expanding=True)

_LETTERS = (
    select(
        _LETTER.c.id, _LETTER.c.state.in_(_ENDED).label("ended"), func.coalesce(_LETTER.c.sent_at, _LETTER.c.queued_at)
    )
    .join(_CONTENT, _CONTENT.c.letter_id == _LETTER.c.id)
    .where(_CONTENT.c.letter_id > bindparam("after"))
    .order_by(_CONTENT.c.letter_id)
    .limit(bindparam("most"))
)
_MAILS = (
    select(_INBOUND.c.id, _INBOUND.c.state.not_in(_OPEN).label("ended"), _INBOUND.c.received_at)
    .join(_RAW, _RAW.c.inbound_id == _INBOUND.c.id)
    .where(_RAW.c.inbound_id > bindparam("after"))
    .order_by(_RAW.c.inbound_id)
    .limit(bindparam("most"))
)
# A digest's facts are figures, and the next digest begins where they end.
_FORGET_FACTS = update(_LETTER).where(_LETTER.c.id.in_(_IDS), _LETTER.c.kind != Kind.DIGEST.value).values(facts="{}")
_FORGET_WORDS = update(_INBOUND).where(_INBOUND.c.id.in_(_IDS)).values(text="", readings="[]")


@dataclass(frozen=True, slots=True)
class Found:
    """What one look found: numbers whose text may go, and after which number to look on, None at the end."""

    old: tuple[int, ...]
    look_on_after: int | None


def old_letters(session: Session, before: datetime, *, after: int, most: int) -> Found:
    """Find letters whose delivery ended before an instant and whose text is there, from a number on, `most` looked at.

    Numbers rise with time, so the first stretch in which nothing is old enough is taken for the end.
    """
    return _found(session.connection().execute(_LETTERS, {"after": after, "most": most}).all(), before, most)


def old_mails(session: Session, before: datetime, *, after: int, most: int) -> Found:
    """Find mails that were taken in before an instant and decided, as `old_letters` does."""
    return _found(session.connection().execute(_MAILS, {"after": after, "most": most}).all(), before, most)


def _found(rows: Sequence[Any], before: datetime, most: int) -> Found:
    aged = [row for row in rows if row[2] < before]
    last = rows[-1][0] if len(rows) == most and aged else None
    return Found(tuple(row.id for row in aged if row.ended), last)


def forget_letters(session: Session, ids: Sequence[int]) -> None:
    """Take out the bytes of letters and what they were written from."""
    _forget(session, _CONTENT, _CONTENT.c.letter_id, ids)
    session.connection().execute(_FORGET_FACTS, {"ids": list(ids)})


def forget_mails(session: Session, ids: Sequence[int]) -> None:
    """Take out the bytes of mails, their words and how they were read."""
    _forget(session, _RAW, _RAW.c.inbound_id, ids)
    session.connection().execute(_FORGET_WORDS, {"ids": list(ids)})


def _forget(session: Session, table: Table, number: ColumnElement[int], ids: Sequence[int]) -> None:
    session.connection().execute(delete(table).where(number.in_(_IDS)), {"ids": list(ids)})
