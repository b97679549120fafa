"""The tables. Plain columns that SQLite and PostgreSQL both take; whole values as JSON text beside the indexed ones.

What each table promises stands in its docstring; the rows are written by the other modules of this room.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

_SNOOZED = text("snoozed_until IS NOT NULL")
_SILENCED = text("silenced_until IS NOT NULL")


class MilestoneRow(SQLModel, table=True):
    """A milestone as it stands: what folding its events gives, with the columns that queries need.

    `state_json` is the whole `domain.state.Milestone`. `ladder_from` is the start of its agreement day; `fresh` is
    true until a tick has evaluated its ladder from there.
    """

    __tablename__ = "milestone"
    __table_args__ = (
        Index("ix_milestone_due", "board", "state", "due"),
        Index("ix_milestone_row", "board", "plan_ref"),
        # Partial: hardly any row is fresh, snoozed or silenced; a planner that has counted would not use whole indexes.
        Index("ix_milestone_fresh", "id", sqlite_where=text("fresh IS 1"), postgresql_where=text("fresh IS true")),
        Index("ix_milestone_silenced", "silenced_until", sqlite_where=_SILENCED, postgresql_where=_SILENCED),
        Index("ix_milestone_snoozed", "snoozed_until", sqlite_where=_SNOOZED, postgresql_where=_SNOOZED),
        UniqueConstraint("board", "number"),
    )

    id: str = Field(primary_key=True)
    board: str
    number: int
    plan_ref: str
    title: str = Field(sa_type=Text)
    state: str
    due: date | None = None
    snoozed_until: date | None = None
    silenced_until: date | None = None
    ladder_from: datetime | None = None
    fresh: bool = False
    version: int = 1
    state_json: str = Field(sa_type=Text)


class EventRow(SQLModel, table=True):
    """The event log: append-only (triggers), contiguous, each row's hash over the one before it.

    `at` is kept as the text that was hashed; `prev` and `hash` are hex.
    """

    __tablename__ = "event"
    __table_args__ = (Index("ix_event_milestone", "milestone"),)

    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: str
    type: str
    milestone: str | None = None
    actor: str
    data: str = Field(sa_type=Text)
    prev: str
    hash: str


class OccurrenceRow(SQLModel, table=True):
    """What a rule owed once: one row for each milestone, rule, rung, due date and recipient, for ever.

    `letter_id` is the letter that carries it, None while it waits to be written or where `skipped` says why it was
    not sent. The primary key is what makes double ticks harmless. `kind` is the letter's; `stands_for` the post that
    the recipient answers for; `why` says which rule, how far from which day, and why this post. A digest's row names no
    milestone.
    """

    __tablename__ = "occurrence"
    __table_args__ = (
        Index("ix_occurrence_milestone", "milestone"),
        Index("ix_occurrence_open", "letter_id", "skipped"),
    )

    key: str = Field(primary_key=True)
    board: str
    milestone: str | None = None
    rule: str
    rung: int = 0
    due: date | None = None
    kind: str = "reminder"
    recipient: str
    stands_for: str | None = None
    copy_only: bool = False
    at: datetime
    why: str = Field(default="", sa_type=Text)
    letter_id: int | None = None
    skipped: str | None = None


class DueRow(SQLModel, table=True):
    """A rung that fell due and waits to be addressed: filled by one statement a rung, emptied in the same pass.

    `due` is the day counted from, `at` the instant; `woken` the day until which a snooze kept the rung back. What a
    crash leaves here is addressed by the next pass.
    """

    __tablename__ = "due"

    milestone: str = Field(primary_key=True)
    rule: str = Field(primary_key=True)
    rung: int = Field(primary_key=True)
    due: date = Field(primary_key=True)
    board: str
    at: datetime
    woken: date | None = None


class LetterRow(SQLModel, table=True):
    """The outbox: one letter to one recipient, and where its delivery stands; its bytes are in `letter_content`.

    `token_id` is the random id in its Reply-To and envelope sender. `stage` is committed as `data` before DATA is
    sent; `uncertain` counts deliveries whose outcome is not known. `lease_token` fences a sender that lost its lease.
    `why` is why it was queued; `outcome` the reason with the server's reply once deferred, failed or cancelled.
    """

    __tablename__ = "letter"
    __table_args__ = (
        # In the order of sending, so that a claim reads the first rows of a state and sorts nothing.
        Index("ix_letter_ready", "state", "priority", "due_at", "id", "next_attempt_at"),
        # No state in the others: an index on a column that changes is written anew at every step of a delivery.
        Index("ix_letter_address", "to_address"),
        Index("ix_letter_board", "board", "kind"),
    )

    id: int | None = Field(default=None, primary_key=True)
    occurrence_key: str = Field(unique=True)
    message_id: str = Field(unique=True)
    token_id: str = Field(unique=True)
    kind: str
    rule: str | None = None
    board: str
    post: str
    to: str = Field(sa_column_kwargs={"name": "to_address"})
    subject: str = Field(sa_type=Text)
    marking: str = ""
    milestones: str = Field(sa_type=Text)
    cycles: str = Field(default="{}", sa_type=Text)
    items: str = Field(sa_type=Text)
    copy_only: bool = False
    priority: int = 5
    due_at: datetime
    queued_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    config_hash: str = ""
    caused_by: int | None = None
    facts: str = Field(default="{}", sa_type=Text)
    state: str = "queued"
    stage: str = ""
    attempts: int = 0
    uncertain: int = 0
    next_attempt_at: datetime | None = None
    lease_until: datetime | None = None
    lease_token: str | None = None
    sent_at: datetime | None = None
    why: str = Field(default="", sa_type=Text)
    outcome: str = Field(default="", sa_type=Text)
    envelope_from: str = ""

    @property
    def why_told(self) -> str:
        """Give why it was queued and, where there is one, the reason it is deferred, failed or cancelled."""
        return "; ".join(part for part in (self.why, self.outcome) if part)


class LetterContentRow(SQLModel, table=True):
    """The bytes of a letter, as they go to the server: written with its row, and again only while it never was tried.

    Apart from `letter`, so that a step of its delivery writes a short row and never the bytes anew. No row: they were
    kept as long as `[retention]` says.
    """

    __tablename__ = "letter_content"

    letter_id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    content: bytes


class InboundRow(SQLModel, table=True):
    """A mail taken in, and what became of it; its bytes are in `inbound_raw`.

    `sha256` tells the same bytes delivered again; `message_id` is set when the mail is decided and is unique: each acts
    once. A later mail that states a Message-ID already decided keeps it in `stated_message_id` only.
    """

    __tablename__ = "inbound"
    __table_args__ = (Index("ix_inbound_state", "state"),)

    id: int | None = Field(default=None, primary_key=True)
    sha256: str = Field(unique=True)
    message_id: str | None = Field(default=None, unique=True)
    stated_message_id: str | None = None
    received_at: datetime
    sender: str | None = None
    post: str | None = None
    board: str | None = None
    letter_id: int | None = None
    state: str = "received"
    verdict: str | None = None
    reason: str = Field(default="", sa_type=Text)
    actions: str = Field(default="[]", sa_type=Text)
    readings: str = Field(default="[]", sa_type=Text)
    text: str = Field(default="", sa_type=Text)
    attempts: int = 0
    lease_until: datetime | None = None


class InboundRawRow(SQLModel, table=True):
    """The raw bytes of a mail taken in, on disk with its row before anything is acknowledged; never changed.

    No row: they were kept as long as `[retention]` says.
    """

    __tablename__ = "inbound_raw"

    inbound_id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    raw: bytes


class AbsenceRow(SQLModel, table=True):
    """A post covered from one day to another, by whom recorded and why."""

    __tablename__ = "absence"

    id: int | None = Field(default=None, primary_key=True)
    board: str
    post: str
    since: date
    until: date
    deputy: str | None = None
    by: str
    why: str = ""


class ConsideredRow(SQLModel, table=True):
    """Up to which instant each schedule (`ladder`, `digest:<board>:<id>` ...) has been evaluated."""

    __tablename__ = "considered"

    schedule: str = Field(primary_key=True)
    until: datetime


class MetaRow(SQLModel, table=True):
    """Small facts of this database: the active configuration's hash, the epoch, when a rule was added."""

    __tablename__ = "meta"

    key: str = Field(primary_key=True)
    value: str = Field(sa_type=Text)
