"""Tells a mail system's failure notices, whom they failed for and whether for good. Knows RFC 3464; acts on nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from milestones.mail.inbound.sender import addresses
from milestones.mail.inbound.severity import by_words, for_good

if TYPE_CHECKING:
    from collections.abc import Collection

    from milestones.mail.inbound.message import Mail, ReportedRecipient

_DAEMON_NAME = re.compile(
    r"(?:mailer-?daemon|postmaster|mail-?daemon|mdaemon|microsoftexchange[0-9a-f]+|mail(?:er)?[-_.]?(?:delivery|"
    r"system|admin)?|"
    r"postmast|bounces?|delivery|smtp|mmdf|qmail|exchange|mail-delivery-\w+)",
    re.IGNORECASE,
)
_SURE_DAEMON = re.compile(
    r"(?:mailer-?daemon|postmaster|mail-?daemon|mdaemon|mail[.-]?delivery[.-]?(?:system|subsystem)|"
    r"microsoftexchange[0-9a-f]+)(?:[-+.].*)?",
    re.IGNORECASE,
)
_DAEMON_SHOWN = re.compile(
    r"(?:mail(?:er)?[ -]?(?:delivery|daemon|system|administrator)|postmaster|microsoft outlook|"
    r"internet mail delivery|"
    r"system administrator|delivery (?:subsystem|notification))",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"(?:\[[^\]]{1,40}\]\s*|\*+\s*)?(?:e-?)?(?:undeliver(?:able|ed)|non-?deliver(?:able|y)|undelivered mail returned|"
    r"mail delivery (?:failed|failure|problem|error|system|status|subsystem|notification|delayed|warning)|"
    r"delivery (?:failure|failed|status notification|report|has failed|notification|error|problem|delayed|"
    r"final)|delayed\s*:|"
    r"failure notice|failure delivery|(?:permanent|temporary) delivery failure|mail (?:failed|error)|"
    r"mail delivery warning|failed (?:mail|delivery)|returned (?:mail|e-?mail|to sender|message)|"
    r"returning message|"
    r"mail system error|mail could not be delivered|message (?:could not be delivered|delivery|undeliverable|"
    r"delayed|status)|"
    r"(?:warning|notice)\s*: (?:message|could not send|mail|delivery|undeliver)|"
    r"your (?:message|e-?mail) (?:could not|to .{1,100} (?:could not|couldn't|was not|has been delayed))|"
    r"couldn'?t (?:be )?deliver|could not deliver|unable to deliver|cannot deliver|error sending|user unknown|"
    r"unknown (?:user|address)|"
    r"postmaster notify|nondeliverable|ndn\s*:|dsn\s*:|rejected(?: mail| message)?\s*:|message rejected|"
    r"unzustellbar|non remis|no se puede entregar|heb ei (?:ddosbarthu|ddanfon)|methu (?:â )?(?:danfon|"
    r"dosbarthu|cyflwyno)|"
    r"mail (?:failure|rejected|not delivered|undelivered|returned)|automatic(?:ally)? rejected)",
    re.IGNORECASE,
)
_TEXT = re.compile(
    r"(?:could not|couldn['’]t|cannot|can['’]t|was not able to|unable to|not possible to|failed to) (?:be )?deliver|"
    r"delivery (?:to the following|has failed|failed|attempts? (?:failed|will continue)|of (?:your|"
    r"the) (?:message|e-?mail))|"
    r"undeliver(?:able|ed)|not (?:yet )?been delivered|delivery delay|delivery errors?|"
    r"did not receive|was aborted|been postponed|unknown host|failed addresses|"
    r"(?:was|were|is|has been|have been) (?:not delivered|returned|delayed|rejected|"
    r"refused)|permanent(?: fatal)? error|"
    r"(?:user|address|recipient|mailbox|account) (?:is )?(?:unknown|does not exist|not found|unavailable|"
    r"disabled|inactive|over quota|full)|"
    r"no (?:such|valid) (?:user|mailbox|address|recipients?|account)|unknown (?:user|recipient|address)|"
    r"recipient address rejected|"
    r"(?:smtp|remote) (?:error|server)|fatal errors|unrouteable address|message (?:is|was) (?:undeliverable|"
    r"not delivered)|"
    r"mailbox (?:is )?(?:full|unavailable|disabled)|doesn['’]t have a .{1,40} account|not listed in|quota|"
    r"returned message|"
    r"transcript of session|below is (?:a copy of )?(?:the|your)|invalid (?:recipient|address)|\b5[0-9]{2}[ -]?5\.\d",
    re.IGNORECASE,
)
_ORIGINAL_BELOW = re.compile(
    r"^.{0,10}(?:-{3,}.*(?:copy|original|returned|headers|message).*|(?:received|return-path|from|message-id): .*)$",
    re.IGNORECASE | re.MULTILINE,
)
_SEARCHED = 16 * 1024


@dataclass(frozen=True, slots=True)
class Bounce:
    """A failure notice: why it is one, whether the failure is for good (None unknown), and for whom."""

    reason: str
    hard: bool | None
    failed: tuple[str, ...]
    original_message_id: str | None


def is_daemon_sender(mail: Mail) -> bool:
    """Say whether a mail system wrote this, by the local part or the shown name of From."""
    if mail.sender is None:
        return True
    local = mail.sender.rpartition("@")[0]
    if local.startswith("postmaster") and _answers_in_person(mail):
        return False
    return _SURE_DAEMON.fullmatch(local) is not None or (
        _DAEMON_NAME.fullmatch(local) is not None and _DAEMON_SHOWN.search(mail.sender_name) is not None
    )


def _answers_in_person(mail: Mail) -> bool:
    """Say whether somebody who reads his mail as postmaster answers: under his own name, from his own address.

    In a small organisation one person has every role address. A mail system writes with the null path, under its own
    name or none, and calls its notices so.
    """
    return (
        bool(mail.in_reply_to)
        and mail.return_path == mail.sender
        and _names_somebody(mail.sender_name)
        and (mail.first("Auto-Submitted") or "no").strip().lower() == "no"
        and mail.report is None
        and _SUBJECT.match(mail.subject) is None
    )


def _names_somebody(shown: str) -> bool:
    """Say whether a shown name has two words beside a mail system's own: "Postmaster (G Teale, Network Manager)"."""
    by_role = re.fullmatch(r"postmaster \((?P<who>[^()]+)\)", shown, re.IGNORECASE)
    name = by_role["who"] if by_role else shown
    return len(name.split()) > 1 and _DAEMON_SHOWN.search(name) is None


def is_notice_without_report(mail: Mail) -> bool:
    """Say whether a mail system wrote this failure notice in words only, so that they must be searched for whom."""
    if not (mail.sender is None or mail.return_path == "" or is_daemon_sender(mail)):
        return False  # nearly every mail: asked before anything costly
    return not (mail.report is not None and mail.report.recipients) and is_bounce(mail) is not None


def is_bounce(mail: Mail) -> str | None:
    """Say why this is a failure or delay notice, None where it is not one.

    A delivery-status report is one by itself (RFC 3464), as is Exim's X-Failed-Recipients from a daemon. Otherwise two
    signs must meet: who sent it (a daemon, the null path of RFC 5321 section 4.5.5) and what it says.
    """
    if mail.report is not None and mail.report.kind == "delivery-status":
        return "a delivery report (RFC 3464)"
    daemon, null_path = is_daemon_sender(mail), mail.return_path == ""
    if (daemon or null_path) and mail.first("X-Failed-Recipients"):
        return "X-Failed-Recipients from a mail system"
    subject = _SUBJECT.match(mail.subject) is not None
    if not (daemon or subject):
        return None  # before the costly look at the text
    says = _TEXT.search((mail.text or mail.html or "")[:_SEARCHED]) is not None
    if daemon and (subject or says):
        return "a mail system's failure notice"
    if null_path and subject:
        return "a failure notice with the null return path"
    if subject and says and not mail.in_reply_to and not mail.references:
        return "a failure notice by its subject and text"
    return None


def read_bounce(mail: Mail, reason: str, own_addresses: Collection[str]) -> Bounce:
    """Say of a failure notice whom it failed for and whether for good."""
    reported = mail.report.recipients if mail.report is not None else ()
    original = mail.report.original_message_id if mail.report is not None else None
    failed = [entry for entry in reported if entry.action in {"failed", ""}]
    delayed = [entry for entry in reported if entry.action == "delayed"]
    if failed:
        coded = [entry for entry in failed if entry.status] or failed
        weighed = [for_good(entry, _told(mail), mail.subject) for entry in coded]
        hard = True if True in weighed else (False if False in weighed else _hard_by_text(mail))
        return Bounce(reason, hard, _named(failed), original)
    if delayed:
        return Bounce(reason, hard=False, failed=_named(delayed), original_message_id=original)
    own = {address.lower() for address in own_addresses}
    named = addresses([*mail.values("X-Failed-Recipients")]) or _named_in_text(mail)
    whom = tuple(address for address in named if address.lower() not in own)
    return Bounce(reason, _hard_by_text(mail), whom, original)


def _named(entries: list[ReportedRecipient]) -> tuple[str, ...]:
    """Give the addresses of reported recipients, once each."""
    return tuple(dict.fromkeys(entry.address for entry in entries if "@" in entry.address))


def _hard_by_text(mail: Mail) -> bool | None:
    """Say whether a notice without status codes means a failure for good, by its words."""
    told = _told(mail)
    weighed = by_words(told, mail.subject)
    if weighed is not None:
        return weighed
    return True if _TEXT.search(told) or _SUBJECT.match(mail.subject) else None


def _told(mail: Mail) -> str:
    """Give a notice's own words, above the copy of the mail that it returns."""
    said = (mail.text or mail.html or "")[:_SEARCHED]
    below = _ORIGINAL_BELOW.search(said)
    return said[: below.start()] if below else said


def _named_in_text(mail: Mail) -> tuple[str, ...]:
    """Give the addresses that a notice's own words name, above the copy of the mail that it returns."""
    told = _told(mail) if mail.text else ""
    daemon_domain = (mail.sender or "").rpartition("@")[2]
    named = addresses(line.replace(":", " ") for line in told.split("\n"))
    return tuple(one for one in named if not (one.rpartition("@")[2] == daemon_domain and _SURE_DAEMON.match(one)))[:20]
