"""Weighs a failure notice: for good, or to pass. Knows the codes of RFC 3463 and the words of mail systems.

A mailbox that is full is emptied one day, and a mail that is too large says nothing of the address: both pass, whatever
class of code the server gives. A notice that says undeliverable and nothing else is for good.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from milestones.mail.inbound.message import ReportedRecipient

_PASSING_CODES = frozenset({"5.2.2", "5.2.3", "5.3.1", "5.3.4", "5.4.7", "5.4.300", "5.4.316"})
"""Mailbox full, mail too long, system full, mail too big, delivery time expired (RFC 3463 sections 3.3 to 3.5).

The last two are how Exchange Online says that the time expired.
"""

_FULL = re.compile(
    r"over ?quota|\bquota\b|kontingent"
    r"|\b(?:mail ?box|mail ?file|mail ?drop|in-?box|folder|account|disk|storage|mail store|spool|postfach)\b"
    r"[^.\n]{0,40}\b(?:full|voll|überfüllt)\b(?! name)|\bfull (?:mail ?box|in-?box)\b|\bboîte\b[^.\n]{0,40}\bpleine\b"
    r"|\bblwch\b[^.\n]{0,40}\bllawn\b"
    r"|\b(?:exceed(?:s|ed|ing)?|over|reached|above)\b[^.\n]{0,40}\b(?:size|storage|space|limit|allocation|allowance)\b"
    r"|\b(?:insufficient|not enough|no|out of)(?: free| more)?(?: disk| system| mailbox)? (?:space|storage)\b"
    r"|\b(?:message|mail|e-?mail|size|attachments?)\b[^.\n]{0,40}\b(?:too (?:large|big|long)|larger than|oversized?)\b"
    r"|\b(?:message|mail|fixed maximum|maximum)[^.\n]{0,20} size\b[^.\n]{0,40}\b(?:exceed\w*|limit|maximum|allowed)\b"
    r"|\bsize limit\b|\brecipsizelimit\b",
    re.IGNORECASE,
)
_STILL_TRYING = re.compile(
    r"\bwill (?:keep|continue|be re-?tried|retry|try again|be attempted)\b|\b(?:will|to) continue to (?:be )?"
    r"(?:try|attempt)\w*|\bwarning (?:message )?only\b|\b(?:do not|don't) need to (?:re-?send|do anything)"
    r"|\bstill (?:being |be )?(?:re)?tr(?:ied|ying)\b|\bnot (?:yet )?been delivered yet\b"
    r"|\bnot yet (?:been )?delivered\b"
    r"|\bcould not send message for past\b|\bdelivery (?:is|has been|was)(?: \w+)? delayed\b|\bdelay notification\b"
    r"|\b(?:message|mail|delivery) delayed\b|\bhas been delayed\b|\bno action is required\b",
    re.IGNORECASE,
)
_DELAY_SUBJECT = re.compile(r"delayed|delay\b|warning|still being|not yet", re.IGNORECASE)
_TEMPORARY = re.compile(
    r"\btemporar\w+|\btry again later\b|\bretry time(?:out)?\b|\btimed? ?out\b|\bgrey-?list\w*|\bdeferred\b|\bexpired\b"
    r"|\bconnection (?:refused|lost|dropped|reset)\b|\btoo many (?:connections|messages)\b|\brate limit",
    re.IGNORECASE,
)
_CODE = re.compile(r"(?<![\d.])([245])\.([0-7])\.(\d{1,3})(?![\d.]*\d)")
_REPLY_CODE = re.compile(r"(?<![\d.:-])(?<!\d )([45]\d\d)(?=[\s#-])(?![\s-]*[45]\.\d)")
_OWN_SUBJECT = re.compile(
    r"^\W*(?:message |original )?(?:subject|pwnc|betreff|objet)\b[^\n]*", re.IGNORECASE | re.MULTILINE
)
_GENERIC = re.compile(r"[45]\.0\.0|")


def for_good(entry: ReportedRecipient, told: str, subject: str) -> bool | None:
    """Say whether one reported failure is for good; `told` and `subject` are the notice's own words.

    The generic 5.0.0 ("undefined status") leaves it to the server's own answer, and that to the notice's words.
    """
    if _FULL.search(entry.diagnostic):
        return False
    if not _GENERIC.fullmatch(entry.status):
        return _by_code(entry.status)
    if _CODE.search(entry.diagnostic) or _REPLY_CODE.search(entry.diagnostic):
        return by_words(entry.diagnostic, "")
    worded = by_words(told, subject)
    return worded if worded is not None or not entry.status else entry.status.startswith("5")


def by_words(told: str, subject: str) -> bool | None:
    """Say by a notice's words whether a failure is for good; None where they say neither.

    `told` is what the notice itself says, without the mail that came back; `subject` its subject.
    """
    told = _OWN_SUBJECT.sub("", told)
    if _DELAY_SUBJECT.search(_lead(subject)) or _STILL_TRYING.search(told):
        return False
    if _FULL.search(told) or _FULL.search(_lead(subject)):
        return False
    codes = [match[0] for match in _CODE.finditer(told) if match[1] != "2" and match[0] not in {"5.0.0", "4.0.0"}]
    if codes:
        return any(_by_code(code) for code in codes)
    replies = {match[1] for match in _REPLY_CODE.finditer(told)}
    if replies & {"550", "551", "553", "554"}:
        return True
    if _TEMPORARY.search(told) or "552" in replies or any(code in replies for code in ("421", "450", "451", "452")):
        return False
    return None


def _by_code(code: str) -> bool:
    """Say whether an enhanced status code is one of a failure for good (RFC 3463)."""
    return code.startswith("5") and code not in _PASSING_CODES


def _lead(subject: str) -> str:
    """Give what a notice's subject says before the letter's own, whose title may speak of warnings and delays."""
    return re.sub(r"^\W*\[[^\]]*\]", "", subject).partition("[")[0]
