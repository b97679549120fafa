"""What a monitor asks of the database: how long letters and mail wait, what failed, when anything last happened.

Reads only. What of it should wake somebody is `flows.doctor`'s to say.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlmodel import col, func, or_, select, text

from milestones.store.tables import EventRow, InboundRow, LetterRow, MilestoneRow

if TYPE_CHECKING:
    from sqlmodel import Session


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits: letters by state, and since when the oldest that could be sent has been ready."""

    by_state: dict[str, int]
    ready_since: datetime | None


def letters_waiting(session: Session, now: datetime) -> Waiting:
    """Count the letters that are not settled, and find the oldest that is ready to be sent at `now`."""
    state, attempt = col(LetterRow.state), col(LetterRow.next_attempt_at)
    open_states = ("queued", "deferred", "sending")
    counts = select(LetterRow.state, func.count()).where(state.in_(open_states)).group_by(state)
    ready = or_(
        (state == "queued") & (attempt.is_(None) | (attempt <= now)),
        (state == "deferred") & (attempt <= now),
    )
    oldest = session.exec(select(func.min(func.coalesce(attempt, col(LetterRow.queued_at)))).where(ready)).one()
    return Waiting(dict(session.exec(counts).all()), _instant(oldest))


def _instant(value: object) -> datetime | None:
    """Give an aggregate as an aware instant; SQLite gives aggregates back as the text that it keeps."""
    if value is None:
        return None
    return value if isinstance(value, datetime) else datetime.fromisoformat(str(value))


def letters_settled(session: Session, since: datetime) -> tuple[int, int]:
    """Give how many letters were sent since then, and how many events tell that one failed."""
    sent = session.exec(select(func.count()).select_from(LetterRow).where(col(LetterRow.sent_at) >= since)).one()
    failed = session.exec(
        select(func.count())
        .select_from(EventRow)
        .where(EventRow.type == "letter_failed", col(EventRow.at) >= since.isoformat())
    ).one()
    return sent, failed


def cancelled(session: Session) -> int:
    """Give how many letters were ever cancelled."""
    return session.exec(select(func.count()).select_from(LetterRow).where(LetterRow.state == "cancelled")).one()


def undecided(session: Session) -> int:
    """Give how many mails are kept and wait to be decided."""
    return session.exec(select(func.count()).select_from(InboundRow).where(InboundRow.state == "received")).one()


def undecided_since(session: Session) -> datetime | None:
    """Give since when the oldest mail that is not decided has waited."""
    oldest = session.exec(select(func.min(InboundRow.received_at)).where(InboundRow.state == "received")).one()
    return _instant(oldest)


def newest_event_at(session: Session) -> datetime | None:
    """Give the instant of the newest event, None for an empty log."""
    at = session.exec(select(EventRow.at).order_by(col(EventRow.seq).desc()).limit(1)).first()
    return datetime.fromisoformat(at) if at else None


def anything_agreed(session: Session) -> bool:
    """Say whether there is a milestone that is chased at all."""
    return session.exec(select(MilestoneRow.id).where(MilestoneRow.state == "agreed").limit(1)).first() is not None


def probe(session: Session) -> None:
    """Ask the database for something, so that one that is gone or cannot be written says so.

    To be called within a writing transaction.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("UPDATE considered SET until = until WHERE false"))  # refused by a standby
    else:
        session.execute(text("SELECT 1"))
