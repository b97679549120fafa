"""Tells the notice of an encryption portal, behind which a person's words stand. Knows such notices; opens nothing.

Egress, Zix, Microsoft Purview, Proofpoint, Cisco, Mimecast, Galaxkey and their like send, in the person's own name and
thread, a mail that only says where the words can be fetched. The words themselves cannot be read here, and what the
notice says ("expires on 24 December") is no word of the person's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from milestones.mail.inbound.owner_words import REPORTS

if TYPE_CHECKING:
    from milestones.mail.inbound.message import Mail

BEHIND_A_PORTAL = "the notice of an encryption portal: the words behind it cannot be read here"

_SECURE = r"(?:secured?|encrypted|(?:rights-)?protected|secure,? encrypted)"
_MESSAGE = r"(?:e-?mails?|messages?|mail|communication|package|document)"
_BETWEEN = r"(?:[ ,]+[\w.,'&-]+){0,3}? "
_SAYS = re.compile(
    rf"\bsent you an?{_BETWEEN}?{_SECURE}{_BETWEEN}?{_MESSAGE}\b"
    rf"|\byou(?:'ve|’ve| have)?(?: just)? (?:received?|been sent|got|have)?\s*(?:an?|one|\d+)?"
    rf"{_BETWEEN}?{_SECURE}{_BETWEEN}?{_MESSAGE}\b"
    rf"|\b(?:this|the following) (?:is an?|(?:{_MESSAGE}) (?:is|has been|was))(?: sent)?{_BETWEEN}?{_SECURE}\b"
    rf"|\ban?(?: new)? {_SECURE} {_MESSAGE}(?: from\b[^.\n]{{0,60}})?"
    r" (?:is|has been) (?:waiting|available|ready|sent)\b"
    r"|\bsent (?:to you )?securely\b|\bshared an? [^.\n]{0,60} with you\b"
    rf"|\bnew(?: [\w-]+)? {_SECURE}{_BETWEEN}?{_MESSAGE} from\b"
    rf"|\b{_SECURE} {_MESSAGE} (?:notification|delivery)\b|\b(?:e-?mail|message) via [\w ]{{0,30}}confidential mode\b"
    rf"|\bneges ddiogel\b"
    rf"|\b(?:via|through|in|to) (?:a|an|our|your|the)? ?{_SECURE}(?: \w+)? (?:portal|inbox|mailbox)\b",
    re.IGNORECASE,
)
_DOOR = re.compile(
    rf"\b(?:read|view|open|access|decrypt|unlock|retrieve|pick up) it\b"
    r"|\b(?:to|how to|can) (?:read|view|open|see|access|decrypt|unlock|retrieve|pick up) (?:this|the|your)\b"
    rf"|\b(?:read|view|open|unlock|retrieve|decrypt|access|pick up)\b(?: (?:the|your|this))?"
    rf"(?: (?:{_SECURE}|full|attached))? (?:{_MESSAGE}|attach\w+|file)\b"
    r"|\bclick (?:here|on|the|below|open|read)\b|\b(?:sign|log)[ -]?(?:in|on)\b|\bportal\b|\bpass(?:code|word)\b"
    r"|\bi'w ddarllen\b"
    r"|\bregister (?:at|here|to|on)\b|\bcollect (?:it|your|the)\b|\bopen (?:your |the )?inbox\b",
    re.IGNORECASE,
)
_OF_A_PERSON = re.compile(r"\bI(?:['’](?:m|ve|ll|d))?\b|\b[Ww]e(?:['’](?:ve|re|ll)| (?:have|are|need|will|can|did))\b")
_CONTAINER = re.compile(
    r"(?:message(?:_v\d)?\.rpmsg|securedoc\w*\.html?|securemessage\w*\.html?|message_zdm\.html?|zixmessage\w*\.html?"
    r"|secure[_-]?e?mail\w*\.(?:html?|pdf)|encrypted[_-]?(?:message|mail)?\w*\.html?)",
    re.IGNORECASE,
)
_CONTAINER_TYPES = frozenset({"application/x-microsoft-rpmsg-message"})
_SEARCHED = 4000
_OPENING = 400
"""A notice says at once what it is; further down a person may be speaking of one."""


def portal_notice(mail: Mail, newest: str) -> str | None:
    """Say that `mail` is a portal's notice, whose newest text is `newest`; None where a person's words stand in it."""
    if (mail.first("Content-Class") or "").strip().lower().startswith("rpmsg.message"):
        return BEHIND_A_PORTAL
    said = newest if newest.strip() else (mail.text or "")[: 2 * _OPENING]
    container = any(one.content_type in _CONTAINER_TYPES or _CONTAINER.fullmatch(one.name) for one in mail.attachments)
    if container and _DOOR.search(said) and not _says_something(said):
        return BEHIND_A_PORTAL
    return reads_as_portal(said, (mail.text or mail.html or "")[:_SEARCHED])


def reads_as_portal(text: str, whole: str = "") -> str | None:
    """Say that `text` is a portal's notice by its words alone: what it is, at once, and how to get in.

    The way in may look like a signature ("Unlock Message") and stand in the `whole` mail only.
    Whoever says "I" or "we have" writes for himself, be it about a secure mail that he sent.
    """
    opening = text.strip()[:_OPENING]
    if _SAYS.search(opening) and _DOOR.search(f"{text}\n{whole}") and not _says_something(text):
        return BEHIND_A_PORTAL
    return None


def _says_something(text: str) -> bool:
    """Say whether a person speaks in `text`, or answers."""
    return _OF_A_PERSON.search(text) is not None or REPORTS.search(text) is not None
