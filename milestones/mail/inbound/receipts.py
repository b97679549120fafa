"""Tells receipts: that a letter arrived, was opened, read or deleted. A receipt is no answer and no failure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from milestones.mail.inbound.message import Mail

_ARRIVED = frozenset({"delivered", "relayed", "expanded"})
_SUBJECT = re.compile(
    r"(?:(?:read|not read|return receipt|read receipt|delivery receipt|delivered|relayed|expanded|opened|displayed"
    r"|darllenwyd|heb ei ddarllen|gelesen|ungelesen|lesebestätigung|lu|non lu|accusé de (?:lecture|réception))"
    r"\b[^:\n]{0,30}:"
    r"|(?:return|read|delivery) receipt\b|return receipt \(displayed\)|delivery (?:confirmation|receipt)\b"
    r"|message (?:status|read|delivered|opened)\s*[:-]|successful mail delivery report"
    r"|delivery status notification \((?:success|relay)\))",
    re.IGNORECASE,
)
_DONE = r"(?:read|opened|displayed|deleted|delivered|received|accepted|relayed)"
_TEXT = re.compile(
    rf"\bwas (?:{_DONE}|deleted without being read) (?:on|by|at|to)\b"
    r"|\breturn receipt\s+your\b[\s\S]{0,300}?\b(?:document|message)\b[\s:]*was received\b"
    r"|\breturn receipt\s+your document\b|\breturn receipt for the (?:e-?)?mail\b|read receipt"
    rf"|\byour (?:message|document|e-?mail|mail)\b[^.]{{0,200}}?\b(?:was|has been|were)(?: successfully)? {_DONE}\b"
    r"|\bthis receipt (?:verifies|shows|confirms|means|only)\b|\bhas been (?:displayed|delivered)\b"
    r"|\b(?:wurde|a été) (?:am |lue? )|\bwurde\b[^.]{0,80}\bgelesen\b|\bdarllenwyd\b",
    re.IGNORECASE,
)
_FAILED = re.compile(
    r"\b(?:undeliver\w+|not delivered|could not|couldn't|failed|failure|rejected|returned|quota|is full|unknown)\b",
    re.IGNORECASE,
)
_SEARCHED = 4000


def arrival(mail: Mail) -> str | None:
    """Say that `mail` only tells that a letter arrived or was opened, None for a failure and for what is no receipt.

    A delivery report of which each action is delivered, relayed or expanded is a receipt (RFC 3464 section 2.3.3). Of
    those in words alone (Domino, GroupWise, Outlook) both the subject and the text must say so.
    """
    report = mail.report
    if report is not None and report.kind == "delivery-status":
        arrived = bool(report.recipients) and {one.action for one in report.recipients} <= _ARRIVED
        return "a delivery receipt: the letter arrived (RFC 3464)" if arrived else None
    said = (mail.text or mail.html or "")[:_SEARCHED]
    failed = _FAILED.search(f"{_head(mail.subject)}\n{said}") is not None
    if report is not None and report.kind == "disposition-notification" and not failed:
        return read_receipt(mail)  # Sieve's "reject" is a failure in a receipt's clothes (RFC 5429 section 2.2)
    if report is not None and report.recipients:
        return None
    if _SUBJECT.match(mail.subject) and _TEXT.search(said) and not failed:
        return "a receipt by its subject and text"
    return None


def read_receipt(mail: Mail) -> str | None:
    """Say that `mail` is a report that a letter was shown or deleted (RFC 8098)."""
    if mail.report is not None and mail.report.kind == "disposition-notification":
        return "a read receipt (RFC 8098)"
    return None


def _head(subject: str) -> str:
    """Give a subject without the letter's own, which may speak of failures itself."""
    return subject.partition("[")[0]
