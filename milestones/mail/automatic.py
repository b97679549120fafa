"""Says why a machine sent a mail, or that a person may have written it. Decides nothing that follows from it.

Never act on such mail and never answer it: two machines would answer each other for ever (RFC 3834 section 2).
`X-Auto-Response-Suppress` and `Precedence: bulk` are no evidence: people's mail carries both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from milestones.mail.absence import absence_in
from milestones.mail.bounces import is_bounce, is_daemon_sender, read_bounce
from milestones.mail.newest import newest_text

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import date

    from milestones.mail.message import Mail

LOOP_HEADER = "X-Milestones-Loop"


@dataclass(frozen=True, slots=True)
class Automatic:
    """Why a machine wrote a mail, and what can be learned from it.

    `kind` is bounce, auto_reply, read_receipt, calendar, list, loop, challenge_response, recall, report or forwarded.
    Of a bounce: `hard` (for good, None unknown), `failed` addresses, `original_message_id`. Of an out-of-office:
    `returns_on`, the day it names, and `absent_until`, the last day that somebody else must cover (see
    `milestones.mail.absence`).
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
    reason = is_bounce(mail)
    if reason is not None:
        return _bounce(mail, reason, own_addresses)
    for kind, judge in _JUDGES:
        reason = judge(mail)
        if reason is not None:
            return _absent(mail, reason) if kind == "auto_reply" else Automatic(kind, reason)
    return None


def _bounce(mail: Mail, reason: str, own_addresses: Collection[str]) -> Automatic:
    """Make the verdict on a failure notice; a report that mail arrived is no failure."""
    report = mail.report
    if report is not None and report.recipients:
        actions = {recipient.action for recipient in report.recipients}
        if actions <= {"delivered", "relayed", "expanded"}:
            return Automatic(
                "report", "a report that mail was delivered", original_message_id=report.original_message_id
            )
    bounce = read_bounce(mail, reason, own_addresses)
    return Automatic("bounce", bounce.reason, bounce.hard, bounce.failed, bounce.original_message_id)


def _absent(mail: Mail, reason: str) -> Automatic:
    """Make the verdict on an auto-reply, with the return date that it states."""
    written_on = mail.date.date() if mail.date is not None else None
    stated = absence_in(f"{mail.subject}\n{newest_text(mail)}", written_on)
    if stated is None:
        return Automatic("auto_reply", reason)
    return Automatic("auto_reply", reason, returns_on=stated.returns_on, absent_until=stated.absent_until)


_READ_SUBJECT = re.compile(r"(?:read|not read|darllenwyd|heb ei ddarllen|gelesen|lu)\s*:", re.IGNORECASE)
_READ_TEXT = re.compile(
    r"\bwas (?:read|deleted without being read|displayed) on\b|\breturn receipt for the mail\b|read receipt",
    re.IGNORECASE,
)
_CALENDAR_SUBJECT = re.compile(
    r"(?:(?:updated )?invitation|accepted|declined|tentative(?:ly accepted)?|cancel+ed|canceled event|"
    r"new time proposed|"
    r"derbyniwyd|gwrthodwyd|canslwyd)\s*:",
    re.IGNORECASE,
)
_RECALL_SUBJECT = re.compile(r"(?:recall|message recall (?:report|success|failure)|galw'n ôl)\b\s*:?", re.IGNORECASE)
_RECALL_TEXT = re.compile(
    r"would like to recall the message|recall (?:report|success|failure)|hoffai alw'n ôl", re.IGNORECASE
)
_CHALLENGE = re.compile(
    r"(?:confirm|verify|prove|validate) (?:that )?(?:your(?:self)?|you are|you're) (?:e-?mail address|"
    r"not a (?:robot|machine|spammer)|"
    r"(?:a )?(?:human|real person|genuine sender)|an? approved sender|.{0,30}sender)|"
    r"(?:click|follow|visit|use|reply).{0,80}\b(?:to (?:release|deliver|have) your (?:message|e-?mail)|"
    r"so that your (?:message|e-?mail))|"
    r"your (?:message|e-?mail) (?:is|has been|was) (?:being )?(?:held|quarantined|waiting|placed in).{0,120}"
    r"(?:verif|confirm|approv|challenge|click|until you)|"
    r"\b(?:spam ?arrest|boxbe|mailblocks|tmda|bluebottle|sender address verification|challenge[- ]response)\b|"
    r"to complete (?:this|the) (?:verification|confirmation)|one[- ]time (?:verification|confirmation) (?:of|"
    r"request)",
    re.IGNORECASE | re.DOTALL,
)
_CHALLENGE_HEADERS = (
    "X-Spamarrest-noauth",
    "X-Boxbe-Transaction",
    "X-TMDA-Confirm",
    "X-Challenge-Response",
    "X-AskBox",
)
_REPORT_SUBJECT = re.compile(
    r"(?:\[?(?:preview|dmarc|external)\]?:?\s*)?report domain\s*:|.*\breport-id\s*:|dmarc (?:aggregate )?report|"
    r"tls[- ]report",
    re.IGNORECASE,
)
_LIST_HEADERS = (
    "List-Id",
    "List-Post",
    "List-Unsubscribe",
    "List-Help",
    "List-Subscribe",
    "Mailing-List",
    "X-Mailing-List",
    "X-Mailman-Version",
)
_FORWARD_HEADERS = (
    "X-MS-Exchange-Inbox-Rules-Loop",
    "X-Autoforward",
    "X-Auto-Forwarded",
    "Autoforwarded",
    "X-MS-Exchange-AutoForwarded",
    "Auto-Forwarded",
)


def _read_receipt(mail: Mail) -> str | None:
    if mail.report is not None and mail.report.kind == "disposition-notification":
        return "a read receipt (RFC 8098)"
    if _READ_SUBJECT.match(mail.subject) and _READ_TEXT.search((mail.text or mail.html or "")[:4000]):
        return "a read receipt by its subject and text"
    return None


def _calendar(mail: Mail) -> str | None:
    if "calendarmessage" in (mail.first("Content-Class") or "").lower():
        return "a calendar message (Content-Class)"
    inline = any(part.content_type == "text/calendar" and not part.name for part in mail.attachments)
    if inline or ("text/calendar" in mail.parts and _CALENDAR_SUBJECT.match(mail.subject)):
        return "a calendar message (RFC 6047)"
    return None


def _recall(mail: Mail) -> str | None:
    if _RECALL_SUBJECT.match(mail.subject) and _RECALL_TEXT.search(
        f"{mail.subject}\n{(mail.text or mail.html or '')[:4000]}"
    ):
        return "a request to recall a message"
    return None


def _challenge(mail: Mail) -> str | None:
    if any(mail.first(name) is not None for name in _CHALLENGE_HEADERS):
        return "a challenge to the sender (header)"
    shown = newest_text(mail)[:4000]
    if _CHALLENGE.search(f"{mail.subject}\n{shown}"):
        return "a challenge to the sender"
    return None


def _report(mail: Mail) -> str | None:
    if mail.report is not None and mail.report.kind != "text":
        return f"a report for machines ({mail.report.kind or 'multipart/report'})"
    if _REPORT_SUBJECT.match(mail.subject):
        return "a DMARC or TLS report by its subject"
    return None


def _list(mail: Mail) -> str | None:
    name = next((name for name in _LIST_HEADERS if mail.first(name) is not None), None)
    if name is not None:
        return f"mailing-list mail ({name})"
    if (mail.first("Precedence") or "").strip().lower() == "list":
        return "mailing-list mail (Precedence: list)"
    return None


def _forwarded(mail: Mail) -> str | None:
    name = next(
        (name for name in _FORWARD_HEADERS if (mail.first(name) or "no").strip().lower() not in {"no", "false"}), None
    )
    if name is not None:
        return f"forwarded by a rule ({name})"
    source = (mail.first("X-MS-Exchange-Generated-Message-Source") or "").lower()
    if "rules agent" in source:
        return "forwarded by a rule (mailbox rules agent)"
    if (mail.first("Auto-Submitted") or "").strip().lower().startswith("auto-forwarded"):
        return "forwarded by a rule (Auto-Submitted)"
    return None


_AUTO_HEADERS = (
    "X-Autoreply",
    "X-Auto-Reply",
    "X-Autoreply-From",
    "X-Autorespond",
    "X-AutoRespond",
    "X-Autoresponder",
    "X-Auto-Responder",
    "X-Mail-Autoreply",
    "X-Autoreply-Domain",
    "X-Vacation",
    "X-Vacation-Message",
    "X-AutoReply-Id",
    "X-Autogenerated",
    "X-Auto-Generated",
    "X-FC-MachineGenerated",
    "X-Out-Of-Office",
    "X-OOF",
    "X-RT-Loop-Prevention",
    "RT-Ticket",
    "X-ServiceNow-Generated",
    "X-ServiceNow-SysEmail-Version",
    "X-JIRA-FingerPrint",
    "X-OTRS-Loop",
    "X-Zendesk-Priority-Mail",
    "X-Freshdesk-Ticket",
    "X-Ticket-Id",
    "X-Cron-Env",
    "X-Auto-Response-Id",
    "X-MDAutoResponder",
    "X-Responder",
    "X-Sieve-Vacation",
)
_AUTO_PRECEDENCE = frozenset({"auto_reply", "auto-reply", "autoreply"})
_AUTO_SUBJECT = re.compile(
    r"(?:\[[^\]]{1,40}\]\s*)?(?:automat(?:ic|ed)[ -]?(?:reply|response|answer|acknowledge?ment|e-?mail|message|"
    r"notification)|"
    r"auto[ -]?(?:reply|response|responder|answer|acknowledge?ment)|auto\s*:|out[ -]of[ -](?:the )?office|ooo\b|"
    r"o\.o\.o|"
    r"away from (?:my|the) (?:mail|desk|office)|i(?:'m| am) (?:currently )?(?:out of|away)|on (?:annual |"
    r"maternity |sick )?leave\s*[:-]|"
    r"vacation(?: reply| response|\s*:)|absence notice|absent\s*:|annual leave|on vacation|"
    r"ateb awtomatig|ymateb awtomatig|allan o'r swyddfa|i ffwrdd o'r swyddfa|"
    r"automatische antwort|abwesenheit|réponse automatique|absence du bureau|respuesta automática|"
    r"risposta automatica)",
    re.IGNORECASE,
)
_NO_REPLY = re.compile(
    r"(?:no-?_?\.?reply|do-?_?\.?not-?_?\.?reply|donotreply|dont-?reply|not?-?responder|auto-?(?:reply|"
    r"responder|mated)|bounces?)(?:[-+._].*)?"
)


def _auto_reply(mail: Mail) -> str | None:
    submitted = (mail.first("Auto-Submitted") or "no").partition(";")[0].partition("(")[0].strip().lower()
    if submitted != "no":
        return f"Auto-Submitted: {submitted[:40]} (RFC 3834)"
    name = next(
        (name for name in _AUTO_HEADERS if (mail.first(name) or "no").strip().lower() not in {"no", "false"}), None
    )
    if name is not None:
        return f"an auto-responder's header ({name})"
    for header in ("Precedence", "Preference", "X-Precedence"):
        if (mail.first(header) or "").strip().lower() in _AUTO_PRECEDENCE:
            return f"{header}: auto_reply"
    if (
        "autoresponder" in (mail.first("Delivered-To") or "").lower()
        or "autoresponder" in (mail.first("X-POST-MessageClass") or "").lower()
    ):
        return "an auto-responder's header"
    if _AUTO_SUBJECT.match(mail.subject):
        return "an auto-reply by its subject"
    if mail.return_path == "":
        return "a null return path (RFC 5321 section 4.5.5)"
    if is_daemon_sender(mail):
        return "a mail system's address"
    if mail.sender is not None and _NO_REPLY.fullmatch(mail.sender.rpartition("@")[0]):
        return "an address that takes no replies"
    return _by_wording(mail)


def _by_wording(mail: Mail) -> str | None:
    """Ask the reader of wordings about a mail whose headers say nothing."""
    from milestones.mail.automatic_wording import reads_as_automatic

    return reads_as_automatic(newest_text(mail))


_JUDGES: tuple[tuple[str, Callable[[Mail], str | None]], ...] = (
    ("read_receipt", _read_receipt),
    ("calendar", _calendar),
    ("recall", _recall),
    ("report", _report),
    ("forwarded", _forwarded),
    ("list", _list),
    ("challenge_response", _challenge),
    ("auto_reply", _auto_reply),
)
"""In this order: the more telling sign first, since many auto-replies also bear a general one."""
