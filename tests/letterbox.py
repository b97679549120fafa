"""Letters to deliver, a database to keep them in, and a house small enough to deliver from."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from sqlmodel import SQLModel, select

from milestones.edge.clock import FixedClock
from milestones.settings.service import SmtpPart
from milestones.store.database import Database
from milestones.store.letters import add_bulk, content_of
from milestones.store.tables import InboundRawRow, LetterRow

if TYPE_CHECKING:
    from pathlib import Path

    from sqlmodel import Session

    from milestones.edge.clock import Clock

MONDAY = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


def row(number: int, **given: Any) -> dict[str, Any]:
    """A queued letter's fields, all different from those of other numbers."""
    message_id = f"<letter-{number}@board.test>"
    to = given.get("to", f"owner-{number}@police.test")
    content = (
        f"From: board@board.test\r\nTo: {to}\r\nSubject: milestone {number}\r\nMessage-ID: {message_id}\r\n"
        f"\r\nwhat is due\r\n.\r\n..two dots\r\n"
    )
    return {
        "occurrence_key": f"key-{number}",
        "message_id": message_id,
        "token_id": f"token{number}",
        "kind": "reminder",
        "rule": "fortnight",
        "board": "humberside",
        "post": f"owner-{number}",
        "to": to,
        "subject": f"milestone {number}",
        "milestones": json.dumps([f"HUM-{number}"]),
        "cycles": "{}",
        "items": "[]",
        "due_at": MONDAY,
        "queued_at": MONDAY,
        "why": "due in a fortnight",
        "envelope_from": f"bounces+token{number}@board.test",
        "content": content.encode(),
        **given,
    }


def new_database(folder: Path) -> Database:
    """An empty database of the tables as they are."""
    database = Database(f"sqlite:///{folder}/milestones.db")
    SQLModel.metadata.create_all(database.engine)
    return database


def queue(database: Database, *rows: dict[str, Any]) -> dict[str, int]:
    with database.transaction() as session:
        return add_bulk(session, rows)


def letters(database: Database) -> list[LetterRow]:
    """Every letter as it stands, oldest first."""
    with database.reading() as session:
        return list(session.exec(select(LetterRow).order_by(LetterRow.id)))


def contents(database: Database) -> dict[str, bytes]:
    """The bytes of every letter by its Message-ID, oldest first."""
    with database.reading() as session:
        rows = session.exec(select(LetterRow).order_by(LetterRow.id))
        return {row.message_id: content_of(session, row) for row in rows}


def raw_of(session: Session, row_id: int) -> bytes:
    """The bytes of a mail that was taken in; none where they are kept no longer."""
    return session.exec(select(InboundRawRow.raw).where(InboundRawRow.inbound_id == row_id)).first() or b""


class Told:
    """Stands in for the telling of failures, and remembers what it was to tell."""

    def __init__(self):
        self.letters = []

    def __call__(self, session, house, letter, what, now, *, address_dead):
        self.letters.append((letter.post, what.reason, address_dead))


@dataclass
class SmallHouse:
    """What delivery needs of a house: one mail server on loopback, a database, a clock that tests move."""

    database: Database
    port: int
    clock: Clock = field(default_factory=lambda: FixedClock(MONDAY))
    connections: int = 3
    uncertain: str = "retry_once"
    username: str | None = None
    password: str | None = None
    security: str = "none"
    boards: dict[str, Any] = field(default_factory=dict)
    smtp: dict[str, Any] = field(default_factory=dict)

    @property
    def config(self) -> Any:
        secret = self.password and SimpleNamespace(get_secret_value=lambda: self.password)
        smtp = SmtpPart.model_construct(
            host="127.0.0.1",
            port=self.port,
            security=self.security,
            username=self.username,
            password=secret,
            sender="Prevent Board <board@board.test>",
            connections=self.connections,
            uncertain=self.uncertain,
            **self.smtp,
        )
        return SimpleNamespace(service=SimpleNamespace(smtp=smtp), boards=self.boards)
