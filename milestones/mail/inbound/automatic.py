"""Says why a machine sent a mail, or that a person may have written it. Decides nothing that follows from it.

Never act on such mail and never answer it: two machines would answer each other for ever (RFC 3834 section 2).
`X-Auto-Response-Suppress` and `Precedence: bulk` are no evidence: people's mail carries both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from milestones.mail.inbound.absence import absence_in
from milestones.mail.inbound.automatic_signs import JUDGES, KINDS, Signs
from milestones.mail.inbound.bounces import is_bounce, read_bounce
from milestones.mail.inbound.passed_on import awaits_moderator
from milestones.mail.inbound.receipts import arrival

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from milestones.mail.inbound.message import Mail

LOOP_HEADER = "X-Milestones-Loop"


@dataclass(frozen=True, slots=True)
class Automatic:
    """Why a machine wrote a mail, and what can be learned from it.

    `kind` is bounce, auto_reply, receipt, calendar, list, loop, challenge_response, recall, report or forwarded.
    Of a bounce: `hard` (for good, None unknown), `failed` addresses, `original_message_id`. Of an out-of-office:
    `returns_on`, the day it names, and `absent_until`, the last day that somebody else must cover (see
    `milestones.mail.inbound.absence`).
    """

    kind: str
    reason: str
    hard: bool | None = None
    failed: tuple[str, ...] = ()
    original_message_id: str | None = None
    returns_on: date | None = None
    absent_until: date | None = None


def why_automatic(mail: Mail, own_addresses: Collection[str] = (), loop_mark: str = "") -> Automatic | None:
    """Say why a machine sent `mail`, or None if a person may have written it.

    RFC 3834 section 5 (Auto-Submitted other than "no"), RFC 3464 (delivery reports), RFC 8098 (receipts), RFC 5321
    section 4.5.5 (null return path), RFC 2369 and 2919 (lists). `own_addresses` are this service's, lower-cased, and
    `loop_mark` is the value that its letters bear.
    """
    if mail.sender in own_addresses or (loop_mark and loop_mark in mail.values(LOOP_HEADER)):
        return Automatic("loop", "our own mail come back")
    reason = arrival(mail)
    if reason is not None:
        original = mail.report.original_message_id if mail.report is not None else None
        return Automatic("receipt", reason, original_message_id=original)
    reason = awaits_moderator(mail)
    if reason is not None:
        return Automatic("list", reason)
    reason = is_bounce(mail)
    if reason is not None:
        bounce = read_bounce(mail, reason, own_addresses)
        return Automatic("bounce", bounce.reason, bounce.hard, bounce.failed, bounce.original_message_id)
    signs = Signs(mail)
    for kind, judge in JUDGES:
        reason = judge(signs)
        if reason is not None:
            return _absent(signs, reason) if kind == "auto_reply" else Automatic(KINDS.get(kind, kind), reason)
    return None


def _absent(signs: Signs, reason: str) -> Automatic:
    """Make the verdict on an auto-reply, with the return date that it states."""
    mail = signs.mail
    written_on = mail.date.date() if mail.date is not None else None
    stated = absence_in(f"{mail.subject}\n{signs.newest}", written_on)
    if stated is None:
        return Automatic("auto_reply", reason)
    return Automatic("auto_reply", reason, returns_on=stated.returns_on, absent_until=stated.absent_until)
