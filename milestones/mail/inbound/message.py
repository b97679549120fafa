"""A mail taken in, as a value: what the other readers of this room work on. Knows no bytes and no rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part that is not the text: kept as a fact, never opened. `name` is cleaned and used for showing only."""

    name: str
    content_type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class ReportedRecipient:
    """What a delivery report says of one recipient (RFC 3464 section 2.3). Words are lower-cased."""

    address: str
    action: str = ""
    status: str = ""
    diagnostic: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """The machine-readable half of a multipart/report (RFC 6522).

    `kind` is its report-type (`delivery-status`, `disposition-notification`, `feedback-report` ...);
    `original_message_id` and `original_addresses` (envelope sender, Reply-To, original recipients) come from the
    returned headers: they say which of our letters it is about.
    """

    kind: str
    recipients: tuple[ReportedRecipient, ...] = ()
    original_message_id: str | None = None
    original_addresses: tuple[str, ...] = ()
    disposition: str = ""


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail, read within the budget of `milestones.mail.inbound.budget`.

    `sender` is the lower-cased addr-spec of the single From mailbox; None only for daemons that write none.
    `recipients` are all addresses of To, Cc, Delivered-To, X-Original-To and Envelope-To, the local part's case kept.
    `date` is aware, None where absent or absurd. `return_path` is "" for the null path. `headers` are in raw order,
    names as sent, values unfolded and capped. `text` and `html` are the decoded alternatives that a reader is shown.
    `encrypted` means that the words are in a container that cannot be opened here. `notes` say what was put right.
    """

    message_id: str | None
    sender: str | None
    sender_name: str = ""
    recipients: tuple[str, ...] = ()
    subject: str = ""
    date: datetime | None = None
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    return_path: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    text: str | None = None
    html: str | None = None
    attachments: tuple[Attachment, ...] = ()
    parts: tuple[str, ...] = ()
    report: Report | None = None
    encrypted: bool = False
    notes: tuple[str, ...] = ()

    def values(self, name: str) -> Iterator[str]:
        """Give the values of every header `name` (any case), topmost first."""
        wanted = name.lower()
        return (value for given, value in self.headers if given.lower() == wanted)

    def first(self, name: str) -> str | None:
        """Give the topmost value of header `name` (any case), or None."""
        return next(self.values(name), None)
