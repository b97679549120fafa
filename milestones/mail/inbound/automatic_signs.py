"""The signs by which a machine's mail is told from a person's, kind by kind. Failure notices are `bounces`' matter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from milestones.mail.inbound.bounces import is_daemon_sender
from milestones.mail.inbound.newest import newest_text
from milestones.mail.inbound.passed_on import by_rule, through_list
from milestones.mail.inbound.portals import portal_notice
from milestones.mail.inbound.receipts import read_receipt

if TYPE_CHECKING:
    from collections.abc import Callable

    from milestones.mail.inbound.message import Mail


@dataclass
class Signs:
    """A mail with what the judges ask of it again and again."""

    mail: Mail

    @cached_property
    def _topmost(self) -> dict[str, str]:
        """The topmost value of each header, by its name in lower case."""
        return {name.lower(): value for name, value in reversed(self.mail.headers)}

    @cached_property
    def newest(self) -> str:
        """What its writer, man or machine, newly wrote."""
        return newest_text(self.mail)

    @cached_property
    def submitted(self) -> str:
        """The keyword of Auto-Submitted, comments left out; where the field stands twice, that of a machine."""
        values = self.mail.values("Auto-Submitted")
        said = [re.sub(r"\([^()]*\)", "", value).partition(";")[0].strip().lower() for value in values]
        return next((one for one in said if one not in {"no", ""}), "no")

    @property
    def named_automatic(self) -> bool:
        """Whether the subject begins as an auto-responder's does."""
        return _AUTO_SUBJECT.match(self.mail.subject) is not None

    def first(self, name: str) -> str | None:
        """Give the topmost value of header `name` (any case), or None."""
        return self._topmost.get(name.lower())


_CALENDAR_SUBJECT = re.compile(
    r"(?:(?:updated )?invitation|accepted|declined|tentative(?:ly accepted)?|cancel+ed|canceled event|"
    r"new time proposed|"
    r"derbyniwyd|gwrthodwyd|canslwyd)\s*:",
    re.IGNORECASE,
)
_RECALL_SUBJECT = re.compile(
    r"(?:recall|message recall (?:report|success|failure)|galw'n ôl|rappel|rückruf|intrekken|richiamo|recuperar"
    r"|(?:item|message|mail) (?:retracted|recalled|withdrawn))\b\s*:?",
    re.IGNORECASE,
)
_RECALL_TEXT = re.compile(
    r"would like to recall the message|recall (?:report|success|failure)|hoffai alw'n ôl"
    r"|has (?:retracted|recalled|withdrawn) the following|souhaite rappeler le message"
    r"|möchte die nachricht\b.{0,200}\b(?:zurückrufen|zurückholen)|wil het bericht\b.{0,200}\bintrekken"
    r"|desea recuperar el mensaje|vuole richiamare il messaggio|chce odwołać wiadomość",
    re.IGNORECASE,
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
    "X-ELNK-CR",
)
_REPORT_SUBJECT = re.compile(
    r"(?:\[?(?:preview|dmarc|external)\]?:?\s*)?report domain\s*:|.*\breport-id\s*:|dmarc (?:aggregate )?report|"
    r"tls[- ]report",
    re.IGNORECASE,
)


def _read_receipt(signs: Signs) -> str | None:
    return read_receipt(signs.mail)


def _portal(signs: Signs) -> str | None:
    return portal_notice(signs.mail, signs.newest)


def _calendar(signs: Signs) -> str | None:
    if "calendarmessage" in (signs.first("Content-Class") or "").lower():
        return "a calendar message (Content-Class)"
    inline = any(part.content_type == "text/calendar" and not part.name for part in signs.mail.attachments)
    if inline or ("text/calendar" in signs.mail.parts and _CALENDAR_SUBJECT.match(signs.mail.subject)):
        return "a calendar message (RFC 6047)"
    return None


def _recall(signs: Signs) -> str | None:
    if _RECALL_SUBJECT.match(signs.mail.subject) and _RECALL_TEXT.search(
        f"{signs.mail.subject}\n{(signs.mail.text or signs.mail.html or '')[:4000]}"
    ):
        return "a request to recall a message"
    return None


def _challenge(signs: Signs) -> str | None:
    if any(signs.first(name) is not None for name in _CHALLENGE_HEADERS):
        return "a challenge to the sender (header)"
    shown = signs.newest[:4000]
    if _CHALLENGE.search(f"{signs.mail.subject}\n{shown}"):
        return "a challenge to the sender"
    return None


def _report(signs: Signs) -> str | None:
    if signs.mail.report is not None and signs.mail.report.kind != "text":
        return f"a report for machines ({signs.mail.report.kind or 'multipart/report'})"
    if _REPORT_SUBJECT.match(signs.mail.subject):
        return "a DMARC or TLS report by its subject"
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


def _auto_reply(signs: Signs) -> str | None:
    submitted = signs.submitted
    if submitted != "no":
        return f"Auto-Submitted: {submitted[:40]} (RFC 3834)"
    name = next(
        (name for name in _AUTO_HEADERS if (signs.first(name) or "no").strip().lower() not in {"no", "false"}), None
    )
    if name is not None:
        return f"an auto-responder's header ({name})"
    for header in ("Precedence", "Preference", "X-Precedence"):
        if (signs.first(header) or "").strip().lower() in _AUTO_PRECEDENCE:
            return f"{header}: auto_reply"
    if (
        "autoresponder" in (signs.first("Delivered-To") or "").lower()
        or "autoresponder" in (signs.first("X-POST-MessageClass") or "").lower()
    ):
        return "an auto-responder's header"
    if signs.named_automatic:
        return "an auto-reply by its subject"
    if signs.mail.return_path == "":
        return "a null return path (RFC 5321 section 4.5.5)"
    if is_daemon_sender(signs.mail):
        return "a mail system's address"
    if signs.mail.sender is not None and _NO_REPLY.fullmatch(signs.mail.sender.rpartition("@")[0]):
        return "an address that takes no replies"
    return _by_wording(signs)


def _by_wording(signs: Signs) -> str | None:
    """Ask the reader of wordings about a mail whose headers say nothing."""
    from milestones.mail.inbound.automatic_wording import reads_as_automatic

    return reads_as_automatic(signs.newest)


JUDGES: tuple[tuple[str, Callable[[Signs], str | None]], ...] = (
    ("receipt", _read_receipt),
    ("calendar", _calendar),
    ("recall", _recall),
    ("report", _report),
    ("portal", _portal),
    ("forwarded", by_rule),
    ("list", through_list),
    ("challenge_response", _challenge),
    ("auto_reply", _auto_reply),
)
"""In this order: the more telling sign first, since many auto-replies also bear a general one."""

KINDS = {"portal": "auto_reply"}
"""A portal's notice goes as an auto-reply, but no day in it is the writer's."""
