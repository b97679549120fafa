"""From hostile bytes to a `Mail`. Knows the structure of a mail and its budget; reads no meaning and opens nothing.

Runs in a guarded child process (`milestones.edge.parser_pool`), but is safe by itself: every limit of
`milestones.mail.inbound.budget` holds on the raw bytes, and the time is linear in them. The standard library's email
package is asked for dates and for a second opinion on From, never for structure.
"""

from __future__ import annotations

import email.utils
import re
from dataclasses import replace
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from milestones.domain.unreadable import Unreadable
from milestones.mail.inbound import budget
from milestones.mail.inbound.body import read_body
from milestones.mail.inbound.bounces import is_notice_without_report
from milestones.mail.inbound.charsets import decode_words
from milestones.mail.inbound.headers import Field, split_head
from milestones.mail.inbound.message import Attachment, Mail, Report, ReportedRecipient
from milestones.mail.inbound.mime import Splitter
from milestones.mail.inbound.report import read_notice, read_report
from milestones.mail.inbound.sender import addresses, is_daemon, read_from

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["Attachment", "Mail", "Report", "ReportedRecipient", "Unreadable", "parse"]

_MESSAGE_ID = re.compile(r"<[^<>\s]{1,996}>")
_NULL_PATH = re.compile(r"\s*(?:<\s*(?:mailer-daemon)?\s*>|mailer-daemon\b|\Z|\()", re.IGNORECASE)
_TO_FIELDS = frozenset({"to", "cc", "delivered-to", "x-original-to", "envelope-to"})
_BIDI = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def parse(raw: bytes) -> Mail:
    """Read one mail.

    Raises:
        Unreadable: it is over budget, its sender is not one plain mailbox, or its structure is meant to mislead: it
            belongs in quarantine. Nothing else is raised, whatever the bytes.
    """
    if not raw.strip(b"\r\n\0 "):
        raise Unreadable("no bytes", ignorable=True)
    if len(raw) > budget.MESSAGE_BYTES:
        raise Unreadable(f"the message exceeds {budget.MESSAGE_BYTES} bytes")
    fields, start = split_head(raw)
    if sum(field.key == "received" for field in fields) > budget.RECEIVED:
        raise Unreadable(f"more than {budget.RECEIVED} Received fields: a loop")
    splitter = Splitter(raw)
    root = splitter.split(fields, start, len(raw))
    sender, name = _sender(fields, splitter.notes, root.content_type)
    body = read_body(splitter, root)
    if body.disguised:
        raise Unreadable("the text's direction is overridden")
    mail = Mail(
        message_id=_message_id(fields, splitter.notes),
        sender=sender,
        sender_name=name,
        recipients=addresses(field.value for field in fields if field.key in _TO_FIELDS),
        subject=_subject(fields),
        date=_date(fields, splitter.notes),
        in_reply_to=_ids(fields, "in-reply-to"),
        references=_ids(fields, "references"),
        return_path=_return_path(fields),
        headers=tuple((field.name, field.value[: budget.FIELD_BYTES]) for field in fields),
        text=body.text,
        html=body.html,
        attachments=tuple(body.attachments),
        parts=tuple(splitter.types),
        report=read_report(splitter, root),
        encrypted=body.encrypted,
        notes=tuple(dict.fromkeys(splitter.notes)),
    )
    if is_notice_without_report(mail):
        return replace(mail, report=read_notice(raw, splitter, root, body.text or ""))
    return mail


def texts(raw: bytes) -> tuple[str | None, str | None]:
    """Give the plain text and the HTML of a mail as `parse` does, where nothing else of it is asked for.

    Raises:
        Unreadable: it is over budget, or its structure is not to be believed.
    """
    fields, start = split_head(raw)
    splitter = Splitter(raw)
    body = read_body(splitter, splitter.split(fields, start, len(raw)))
    return body.text, body.html


def _sender(fields: list[Field], notes: list[str], content_type: str) -> tuple[str | None, str]:
    """Give the sender; None for a mail system whose From has no strict shape, which can then be nobody's."""
    values = [field.value for field in fields if field.key == "from"]
    try:
        return read_from(values)
    except Unreadable as fault:
        if not is_daemon(values) or (fault.ignorable and content_type != "multipart/report"):
            raise
        notes.append(f"{fault.reason}; read as a mail system's")
        return None, ""


def _values(fields: list[Field], key: str) -> list[str]:
    """Give the values of every field `key`, topmost first."""
    return [field.value for field in fields if field.key == key]


def _message_id(fields: list[Field], notes: list[str]) -> str | None:
    """Give the first Message-ID, folding closed up, None where there is none (RFC 5322 section 3.6.4)."""
    values = _values(fields, "message-id")
    if len(values) > 1:
        notes.append("more than one Message-ID")
    value = "".join(values[0].split()) if values else ""
    if len(value) > budget.MESSAGE_ID_CHARS:
        raise Unreadable("the Message-ID is too long")
    return value or None


def _ids(fields: list[Field], key: str) -> tuple[str, ...]:
    """Give the Message-IDs of In-Reply-To or References, the nearest (last) ones kept."""
    found = [match[0] for value in _values(fields, key) for match in _MESSAGE_ID.finditer(value)]
    return tuple(dict.fromkeys(found[-budget.REFERENCES :]))


def _subject(fields: list[Field]) -> str:
    """Give the decoded subject on one line, without characters that are not seen."""
    value = next(iter(_values(fields, "subject")), "")[: 4 * budget.SUBJECT_CHARS]
    return _BIDI.sub("", _CONTROLS.sub(" ", decode_words(value))).strip()[: budget.SUBJECT_CHARS]


def _return_path(fields: list[Field]) -> str | None:
    """Give the envelope sender that the delivering server wrote, "" for the null path, None where it wrote none.

    A host's own user stands there without a domain ("<sergeant>"): no null path, and no address that could be written.
    """
    value = next(iter(_values(fields, "return-path")), None)
    if value is None:
        return None
    written = next(iter(addresses([value])), "")
    return written if written or _NULL_PATH.match(value) else None


def _date(fields: list[Field], notes: list[str]) -> datetime | None:
    """Give the Date field as an aware instant; None where absent, unreadable, or later than the mail was received."""
    written = _instant(next(iter(_values(fields, "date")), ""))
    if written is None:
        return None
    received = _instant(next(iter(_values(fields, "received")), "").rpartition(";")[2])
    if received is not None and written > received + timedelta(days=2):
        notes.append("the Date is later than the mail was received")
        return None
    return written


def _instant(value: str) -> datetime | None:
    """Read an RFC 5322 date; None for what no mail of this service can bear."""
    if not value.strip() or len(value) > 200:
        return None
    try:
        read = email.utils.parsedate_to_datetime(value.strip())
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    aware = read if read.tzinfo is not None else read.replace(tzinfo=UTC)
    return aware if 2000 <= aware.year < 2100 else None
