"""The event log: append-only, contiguous, each entry hashed over the one before. Written with the state it explains.

The hash can be checked without this program: SHA-256 over `audit-v1`, a NUL, the 32 bytes of the previous hash (zeros
for the first) and the JSON of seq, at, type, milestone, actor, data with sorted keys and no spaces, in UTF-8.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter
from sqlmodel import col, select, text

from milestones.domain.events import MILESTONE_EVENTS
from milestones.domain.evolve import evolve
from milestones.store.milestones import dump
from milestones.store.tables import EventRow, MilestoneRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlmodel import Session

    from milestones.domain.events import Event, MilestoneEvent
    from milestones.domain.state import Milestone

ZERO = "0" * 64
"""What stands as `prev` of the first entry."""

_CHAIN_LOCK = 0x6D73_6C67
"""PostgreSQL's advisory lock that serialises appends; SQLite's BEGIN IMMEDIATE does it there."""

_INSERT = EventRow.__table__.insert()  # type: ignore[attr-defined]  # SQLModel hides __table__

_ADAPTERS: dict[type, TypeAdapter[Any]] = {}


def _adapter(kind: type) -> TypeAdapter[Any]:
    """Give what reads and writes one kind of event; building one costs a thousand times what using it does."""
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


@dataclass(frozen=True, slots=True)
class Entry:
    """What is appended: who did what to which milestone (None for the service's own events)."""

    event: Event
    actor: str
    milestone: str | None = None


def append(session: Session, entries: Sequence[Entry], now: datetime) -> list[int]:
    """Append `entries` in order, all at the instant `now` (aware UTC), and give their sequence numbers."""
    if not entries:
        return []
    before = newest(session)
    (seq, _), rows = chained(before, entries, now)
    write(session, rows)
    return list(range(before[0] + 1, seq + 1))


def newest(session: Session) -> tuple[int, str]:
    """Give the number and hash of the newest entry, and let nobody else append to it before this transaction ends."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _CHAIN_LOCK})
    return head(session)


def chained(
    before: tuple[int, str], entries: Iterable[Entry], now: datetime
) -> tuple[tuple[int, str], list[dict[str, Any]]]:
    """Give the rows of `entries` after what `newest` gave, for `write`, and what is newest once they are written."""
    seq, prev = before
    rows: list[dict[str, Any]] = []
    for entry in entries:
        seq += 1
        body = _body(seq, now.isoformat(), entry.event.type, entry.milestone, entry.actor, data_of(entry.event))
        digest = chain_hash(prev, body)
        rows.append({**body, "data": canonical(body["data"]), "prev": prev, "hash": digest})
        prev = digest
    return (seq, prev), rows


def write(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Append rows that were `chained`, each after the one before, the first after the newest that there is."""
    if rows:
        session.connection().execute(_INSERT, rows)


def head(session: Session) -> tuple[int, str]:
    """Give the number and hash of the newest entry, (0, zeros) for an empty log."""
    last = session.exec(select(EventRow.seq, EventRow.hash).order_by(col(EventRow.seq).desc()).limit(1)).first()
    return (last[0], last[1]) if last else (0, ZERO)


def data_of(event: Event) -> dict[str, Any]:
    """Give an event's fields as JSON values."""
    data: dict[str, Any] = _adapter(type(event)).dump_python(event, mode="json")
    return data


def event_of(type_name: str, data: str) -> MilestoneEvent | None:
    """Read a milestone event back from its stored name and JSON, None for an event that changes no milestone."""
    kind = MILESTONE_EVENTS.get(type_name)
    if kind is None:
        return None
    event: MilestoneEvent = _adapter(kind).validate_json(data)
    return event


def entries(session: Session, milestone: str | None = None) -> Iterator[dict[str, Any]]:
    """Read the log in order, of one milestone or whole, in the shape that `events --json` prints."""
    query = select(EventRow).order_by(col(EventRow.seq))
    if milestone is not None:
        query = query.where(EventRow.milestone == milestone)
    for row in session.exec(query.execution_options(yield_per=2000)):
        yield {
            **_body(row.seq, row.at, row.type, row.milestone, row.actor, json.loads(row.data)),
            "prev": row.prev,
            "hash": row.hash,
        }


def canonical(value: object) -> str:
    """Write JSON as it is hashed: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def chain_hash(prev: str, body: dict[str, Any]) -> str:
    """Hash one entry over the one before it."""
    return hashlib.sha256(b"audit-v1\0" + bytes.fromhex(prev) + canonical(body).encode()).hexdigest()


def _body(seq: int, at: str, type_name: str, milestone: str | None, actor: str, data: object) -> dict[str, Any]:
    return {"seq": seq, "at": at, "type": type_name, "milestone": milestone, "actor": actor, "data": data}


def faults(session: Session, anchors: Iterable[tuple[int, str]] = ()) -> Iterator[str]:
    """Check the chain, the anchors, and that every state row is what its events give; yield each fault found.

    An anchor is a `SEQ:HASH` that stood at the end of a digest: it also finds a log whose tail was cut off.
    """
    wanted = dict(anchors)
    states: dict[str, Milestone] = {}
    seq, prev = 0, ZERO
    for entry in entries(session):
        seq += 1
        if entry["seq"] != seq:
            yield f"event {seq} is missing: the log goes on with {entry['seq']}"
            seq = entry["seq"]
        fault = _entry_fault(entry, prev)
        if fault:
            yield fault
        prev = entry["hash"]
        if seq in wanted and wanted.pop(seq) != prev:
            yield f"event {seq} does not have the anchored hash: the log was written anew"
        _fold_into(states, entry)
    for missing in wanted:
        yield f"event {missing} of the anchor is not in the log, which ends at {seq}: its tail was cut off"
    yield from _row_faults(session, states)


def _entry_fault(entry: dict[str, Any], prev: str) -> str | None:
    if entry["prev"] != prev:
        return f"event {entry['seq']} does not follow the one before it (prev differs)"
    body = {key: entry[key] for key in ("seq", "at", "type", "milestone", "actor", "data")}
    if chain_hash(prev, body) != entry["hash"]:
        return f"event {entry['seq']} was changed: its hash does not fit what it says"
    return None


def _fold_into(states: dict[str, Milestone], entry: dict[str, Any]) -> None:
    event = event_of(entry["type"], canonical(entry["data"]))
    if event is not None and entry["milestone"] is not None:
        key = entry["milestone"]
        states[key] = evolve(key, states.get(key), event, datetime.fromisoformat(entry["at"]))


def _row_faults(session: Session, states: dict[str, Milestone]) -> Iterator[str]:
    query = select(MilestoneRow).execution_options(yield_per=2000)
    seen: set[str] = set()
    for row in session.exec(query):
        seen.add(row.id)
        state = states.get(row.id)
        if state is None:
            yield f"{row.id} has a row but no events"
            continue
        columns = (row.board, row.state, row.due, row.title, row.plan_ref)
        if row.state_json != dump(state) or columns != (
            state.board,
            state.state.value,
            state.due,
            state.title,
            state.row.plan_ref,
        ):
            yield f"{row.id} is not what its events give"
    for missing in sorted(set(states) - seen):
        yield f"{missing} has events but no row"
