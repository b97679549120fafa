"""Tells mail that a list or a mailbox's rule passed on from mail that its From sent itself. Judges no words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from milestones.mail.inbound.automatic_signs import Signs
    from milestones.mail.inbound.message import Mail

_LIST_HEADERS = (
    "List-Id",
    "List-Post",
    "List-Unsubscribe",
    "List-Help",
    "List-Subscribe",
    "Mailing-List",
    "X-Mailing-List",
    "X-Mailman-Version",
    "X-LSV-ListID",
)
_FORWARD_HEADERS = (
    "X-MS-Exchange-Inbox-Rules-Loop",
    "X-Autoforward",
    "X-Auto-Forwarded",
    "Autoforwarded",
    "X-MS-Exchange-AutoForwarded",
    "Auto-Forwarded",
)


_MODERATED = re.compile(
    r"\b(?:requires|needs|awaits|is awaiting|is waiting for|is held for|held pending) (?:the )?(?:approval"
    r"|moderation)\b"
    r"|\bmoderator(?:'s|s)? (?:approval|review)\b|\bto be (?:approved|reviewed) by (?:a|the) (?:list )?moderator\b"
    r"|\bpost by non-?member\b|\bmessage awaits moderator\b",
    re.IGNORECASE,
)
_SEARCHED = 3000


def awaits_moderator(mail: Mail) -> str | None:
    """Say that a list or group holds our letter for its moderator: neither a failure nor an answer."""
    held = re.match(r"awaiting approval\b|your message to .{1,80} awaits", mail.subject, re.IGNORECASE)
    told = _MODERATED.search((mail.text or mail.html or "")[:_SEARCHED])
    return "held for a group's moderator" if held and told and not (mail.report and mail.report.recipients) else None


def _shared_inbox(signs: Signs) -> bool:
    """Say whether a colleague answers through a Google group that serves as an organisation's shared inbox.

    Only where the group's own fields name a writer of the same domain, who answers a letter and writes to nobody else
    but where that letter asked: what goes to the group's members is the list's.
    """
    sender, writer = signs.mail.sender or "", (signs.first("X-Original-Sender") or "").strip().lower()
    written_to = f"{signs.first('To') or ''} {signs.first('Cc') or ''}".lower()
    return (
        signs.first("X-Google-Group-Id") is not None
        and bool(signs.mail.in_reply_to)
        and "@" in sender
        and writer.rpartition("@")[2] == sender.rpartition("@")[2]
        and sender not in written_to
        and signs.mail.return_path != ""
    )


def through_list(signs: Signs) -> str | None:
    """Say by which field a list passed this mail on, None where none did (RFC 2369, 2919).

    `List-Unsubscribe` alone is no list's in an answer: some providers put it on all mail.
    """
    if _shared_inbox(signs):
        return None
    answers = bool(signs.mail.in_reply_to)
    sure = (name for name in _LIST_HEADERS if not (answers and name == "List-Unsubscribe"))
    name = next((name for name in sure if signs.first(name) is not None), None)
    if name is not None:
        return f"mailing-list mail ({name})"
    if (signs.first("Precedence") or "").strip().lower() == "list":
        return "mailing-list mail (Precedence: list)"
    return None


def by_rule(signs: Signs) -> str | None:
    """Say by what a mailbox's rule forwarded this mail: whoever wrote the words did not send it.

    A rule's reply with a template is the rule's own words, and an auto-reply.
    """
    if signs.named_automatic or _replied_by_rule(signs):
        return None
    name = next(
        (name for name in _FORWARD_HEADERS if (signs.first(name) or "no").strip().lower() not in {"no", "false"}), None
    )
    if name is not None:
        return f"forwarded by a rule ({name})"
    source = (signs.first("X-MS-Exchange-Generated-Message-Source") or "").lower()
    if "rules agent" in source:
        return "forwarded by a rule (mailbox rules agent)"
    if signs.submitted.startswith("auto-forwarded"):
        return "forwarded by a rule (Auto-Submitted)"
    return None


def _replied_by_rule(signs: Signs) -> bool:
    """Say whether a rule wrote a reply of its own; what it forwards keeps the words of another (RFC 3834 section 5)."""
    submitted = signs.submitted
    own = submitted.startswith("auto-") and not submitted.startswith("auto-forwarded")
    return own and not re.match(r"(?:fwd?|wg|tr)\s*:", signs.mail.subject, re.IGNORECASE)
