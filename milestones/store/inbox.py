"""Mail taken in: on disk before anything is acknowledged, decided once, whatever is delivered again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sql
from sqlmodel import col, func, select, update

from milestones.store.statements import portions
from milestones.store.tables import InboundRawRow, InboundRow, LetterRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlmodel import Session

LEASE = timedelta(minutes=5)
"""How long one process may take over a mail before another may take it up."""

_INBOUND = InboundRow.__table__.c  # type: ignore[attr-defined]  # SQLModel hides __table__
_DEFAULTS: dict[str, Any] = {
    name: field.default for name, field in InboundRow.model_fields.items() if not field.is_required() and name != "id"
}

_BECAME = tuple(name for name in InboundRow.model_fields if name not in {"id", "sha256", "received_at"})
_WRITE = (
    sql.update(InboundRow).where(_INBOUND.id == sql.bindparam("key")).values({n: sql.bindparam(n) for n in _BECAME})
)
"""Built once: building a statement costs more than running it."""

_LETTER = LetterRow.__table__.c  # type: ignore[attr-defined]  # as above


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A mail's row. `mine` says that this process is to decide it; otherwise it is decided, or in other hands."""

    id: int
    mine: bool
    attempts: int = 0


def take_in(session: Session, raw: bytes, now: datetime) -> TakenIn:
    """Keep the bytes of a mail, once, and lease it to this process; `now` is aware UTC."""
    return take_in_all(session, [raw], now)[0]


def take_in_all(session: Session, raws: Sequence[bytes], now: datetime) -> list[TakenIn]:
    """Keep the bytes of some mails, each once, lease them to this process, and give their rows in the same order.

    Of equal bytes among them the first is this process's to decide, the others are not.
    """
    digests = [hashlib.sha256(raw).hexdigest() for raw in raws]
    known = _known(session, digests)
    fresh = {digest: raw for digest, raw in zip(digests, raws, strict=True) if digest not in known}
    ids = _insert(session, fresh, now) if fresh else {}
    taken: list[TakenIn] = []
    for digest in digests:
        if digest in ids:
            taken.append(TakenIn(ids[digest], mine=True))
            known[digest] = (ids.pop(digest), 0)
        else:
            row_id, attempts = known[digest]
            taken.append(TakenIn(row_id, mine=row_id in lease(session, [row_id], now), attempts=attempts))
    return taken


def _known(session: Session, digests: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Give number and attempts of the mails that are kept, by the hash of their bytes."""
    found: dict[str, tuple[int, int]] = {}
    for some in portions(digests):
        query = sql.select(_INBOUND.sha256, _INBOUND.id, _INBOUND.attempts).where(_INBOUND.sha256.in_(some))
        found.update((digest, (row_id, attempts)) for digest, row_id, attempts in session.connection().execute(query))
    return found


def _insert(session: Session, fresh: Mapping[str, bytes], now: datetime) -> dict[str, int]:
    """Write new mails, the oldest with the lowest number, and give their ids by the hash of their bytes."""
    connection = session.connection()
    statement = sql.insert(InboundRow).returning(_INBOUND.id, _INBOUND.sha256, sort_by_parameter_order=True)
    rows = [{**_DEFAULTS, "sha256": digest, "received_at": now, "lease_until": now + LEASE} for digest in fresh]
    ids = {digest: row_id for row_id, digest in connection.execute(statement, rows)}
    raws = [{"inbound_id": ids[digest], "raw": raw} for digest, raw in fresh.items()]
    connection.execute(sql.insert(InboundRawRow), raws)
    return ids


def undecided(session: Session, row_ids: Sequence[int], most_bytes: int) -> list[tuple[int, bytes]]:
    """Give those of some mails that are not decided yet, with their bytes, in the order of `row_ids`.

    As many from the front as come to `most_bytes`, at least one.
    """
    sized = {
        row_id: (state, size)
        for some in portions(row_ids)
        for row_id, state, size in session.exec(
            select(InboundRow.id, InboundRow.state, func.length(InboundRawRow.raw))
            .join(InboundRawRow, col(InboundRawRow.inbound_id) == col(InboundRow.id), isouter=True)
            .where(col(InboundRow.id).in_(some))
        )
    }
    wanted: list[int] = []
    total_bytes = 0
    for row_id in row_ids:
        state, size = sized[row_id]
        if state != "received":
            continue
        total_bytes += size or 0
        if wanted and total_bytes > most_bytes:
            break
        wanted.append(row_id)
    raws: dict[int, bytes] = {}
    for some in portions(wanted):
        query = select(InboundRawRow.inbound_id, InboundRawRow.raw).where(col(InboundRawRow.inbound_id).in_(some))
        raws.update((row_id, raw) for row_id, raw in session.exec(query))
    return [(row_id, raws.get(row_id, b"")) for row_id in wanted]


def rows(session: Session, row_ids: Sequence[int]) -> dict[int, InboundRow]:
    """Give the rows of some mails by their numbers. What is changed in them is kept by `write`, and not before."""
    found = (session.exec(select(InboundRow).where(col(InboundRow.id).in_(some))).all() for some in portions(row_ids))
    rows_ = {row.id: row for some in found for row in some if row.id is not None}
    for row in rows_.values():
        session.expunge(row)
    return rows_


def became(row: InboundRow) -> dict[str, Any]:
    """Give what became of a mail, for `write`."""
    return {"key": row.id, **{name: getattr(row, name) for name in _BECAME}}


def write(session: Session, became_: Sequence[Mapping[str, Any]]) -> None:
    """Keep what became of some mails, by one statement."""
    if became_:
        session.connection().execute(_WRITE, became_)


def lease(session: Session, row_ids: Sequence[int], now: datetime) -> set[int]:
    """Lease those of some mails that wait in nobody's hands to this process, and give their numbers."""
    leased: set[int] = set()
    for some in portions(row_ids):
        free = _INBOUND.lease_until.is_(None) | (_INBOUND.lease_until <= now)
        statement = sql.update(InboundRow).where(_INBOUND.id.in_(some), _INBOUND.state == "received", free)
        leased.update(
            session.connection().execute(statement.values(lease_until=now + LEASE).returning(_INBOUND.id)).scalars()
        )
    return leased


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
    for some in portions(row_ids):
        statement = update(InboundRow).where(col(InboundRow.id).in_(some), col(InboundRow.state) == "received")
        session.execute(statement.values(lease_until=now))


def count_attempt(session: Session, row_id: int) -> int:
    """Count one more failed reading of a mail and give how many there were."""
    row = session.get_one(InboundRow, row_id)
    row.attempts += 1
    session.add(row)
    return row.attempts


def decided_before(session: Session, message_ids: Iterable[str | None]) -> dict[str, InboundRow]:
    """Give the mails that were decided under some Message-IDs, by Message-ID."""
    wanted = list(dict.fromkeys(message_id for message_id in message_ids if message_id is not None))
    found = (session.exec(select(InboundRow).where(col(InboundRow.message_id).in_(s))).all() for s in portions(wanted))
    return {row.message_id: row for some in found for row in some if row.message_id is not None}


def letter_by_token(session: Session, token_id: str) -> LetterRow | None:
    """Find the letter whose Reply-To or envelope sender carries a token id."""
    return letters_by_token(session, [token_id]).get(token_id)


def letters_by_token(session: Session, token_ids: Iterable[str]) -> dict[str, LetterRow]:
    """Give the letters whose Reply-To or envelope sender carries one of some token ids, by token id."""
    wanted = list(dict.fromkeys(token_ids))
    found = (
        session.exec(select(LetterRow).where(col(LetterRow.token_id).in_(some))).all() for some in portions(wanted)
    )
    return {letter.token_id: letter for some in found for letter in some}


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


def answers_by_address(session: Session, addresses: Iterable[str], since: datetime) -> dict[str, int]:
    """Count the letters to each of some addresses, since then, that were caused by mail taken in."""
    counted = dict.fromkeys(addresses, 0)
    for some in portions(list(counted)):
        query = (
            sql.select(_LETTER.to_address, sql.func.count())
            .where(_LETTER.to_address.in_(some), _LETTER.caused_by.is_not(None), _LETTER.queued_at > since)
            .group_by(_LETTER.to_address)
        )
        counted.update((to, number) for to, number in session.connection().execute(query))
    return counted
