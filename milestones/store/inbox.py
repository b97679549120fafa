"""Mail taken in: on disk before anything is acknowledged, decided once, whatever is delivered again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlmodel import col, func, select, update

from milestones.store.tables import InboundRawRow, InboundRow, LetterRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlmodel import Session

LEASE = timedelta(minutes=5)
"""How long one process may take over a mail before another may take it up."""

_IN_ONE_STATEMENT = 500


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A mail's row. `mine` says that this process is to decide it; otherwise it is decided, or in other hands."""

    id: int
    mine: bool
    attempts: int = 0


def take_in(session: Session, raw: bytes, now: datetime) -> TakenIn:
    """Keep the bytes of a mail, once, and lease it to this process; `now` is aware UTC."""
    digest = hashlib.sha256(raw).hexdigest()
    known = session.exec(
        select(InboundRow.id, InboundRow.state, InboundRow.lease_until, InboundRow.attempts).where(
            InboundRow.sha256 == digest
        )
    ).first()
    if known is None:
        row = InboundRow(sha256=digest, received_at=now, lease_until=now + LEASE)
        session.add(row)
        session.flush()
        assert row.id is not None
        session.add(InboundRawRow(inbound_id=row.id, raw=raw))
        return TakenIn(row.id, mine=True)
    row_id, state, lease_until, attempts = known
    assert row_id is not None
    if state != "received" or (lease_until is not None and lease_until > now):
        return TakenIn(row_id, mine=False)
    return TakenIn(row_id, mine=_lease(session, row_id, lease_until, now), attempts=attempts)


def raw_of(session: Session, row_id: int) -> bytes:
    """Give the bytes of a mail; none where they are kept no longer."""
    return session.exec(select(InboundRawRow.raw).where(InboundRawRow.inbound_id == row_id)).first() or b""


def _lease(session: Session, row_id: int, seen: datetime | None, now: datetime) -> bool:
    """Take the lease if nobody did since `seen` was read."""
    statement = (
        update(InboundRow)
        .where(col(InboundRow.id) == row_id, col(InboundRow.state) == "received", col(InboundRow.lease_until) == seen)
        .values(lease_until=now + LEASE)
    )
    return session.execute(statement).rowcount == 1  # type: ignore[attr-defined,no-any-return]  # a CursorResult


def left_over(session: Session, now: datetime, limit: int = 100) -> list[int]:
    """List mails that were stored but not decided, their lease run out: a process died over them."""
    query = (
        select(InboundRow.id)
        .where(InboundRow.state == "received", col(InboundRow.lease_until) <= now)
        .order_by(col(InboundRow.id))
        .limit(limit)
    )
    return [row_id for row_id in session.exec(query) if row_id is not None]


def release(session: Session, row_ids: Sequence[int], now: datetime) -> None:
    """Give back mails that were leased and not decided: they are left over from `now` on."""
    for start in range(0, len(row_ids), _IN_ONE_STATEMENT):
        some = list(row_ids[start : start + _IN_ONE_STATEMENT])
        statement = update(InboundRow).where(col(InboundRow.id).in_(some), col(InboundRow.state) == "received")
        session.execute(statement.values(lease_until=now))


def count_attempt(session: Session, row_id: int) -> int:
    """Count one more failed reading of a mail and give how many there were."""
    row = session.get_one(InboundRow, row_id)
    row.attempts += 1
    session.add(row)
    return row.attempts


def decided_before(session: Session, message_id: str | None, row_id: int) -> InboundRow | None:
    """Find the mail with the same Message-ID that was decided before, None for the first of its kind."""
    if message_id is None:
        return None
    found = session.exec(select(InboundRow).where(InboundRow.message_id == message_id)).first()
    return found if found is not None and found.id != row_id else None


def letter_by_token(session: Session, token_id: str) -> LetterRow | None:
    """Find the letter whose Reply-To or envelope sender carries a token id."""
    return session.exec(select(LetterRow).where(LetterRow.token_id == token_id)).first()


def letter_by_message_ids(session: Session, message_ids: tuple[str, ...]) -> LetterRow | None:
    """Find the newest letter that one of these Message-IDs names."""
    if not message_ids:
        return None
    query = (
        select(LetterRow).where(col(LetterRow.message_id).in_(message_ids)).order_by(col(LetterRow.id).desc()).limit(1)
    )
    return session.exec(query).first()


def clarified_since(session: Session, board: str, post: str, since: datetime) -> bool:
    """Say whether a clarification went to this post since then: two machines could go on for ever, so one a day."""
    query = (
        select(LetterRow.id)
        .where(
            LetterRow.board == board,
            LetterRow.post == post,
            LetterRow.kind == "clarification",
            col(LetterRow.queued_at) > since,
            col(LetterRow.occurrence_key).not_like("challenge:%"),  # asks who wrote a reply, not what it means
        )
        .limit(1)
    )
    return session.exec(query).first() is not None


def answers_since(session: Session, to: str, since: datetime) -> int:
    """Count the letters to an address, since then, that were caused by mail taken in."""
    query = select(func.count()).where(
        LetterRow.to == to, col(LetterRow.caused_by).is_not(None), col(LetterRow.queued_at) > since
    )
    return session.exec(query).one()
