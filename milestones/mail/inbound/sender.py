"""Who wrote a mail and to whom, read from raw headers by a strict grammar and a linear scan. Confers no identity.

Parsers of addresses disagree, and forgers live on it (CVE-2023-27043: `a@good.example)b@evil.example`). Only the
plain shapes that every reader reads alike are taken; anything else is quarantined.
"""

from __future__ import annotations

import email.utils
import re
from typing import TYPE_CHECKING

from milestones.domain.unreadable import Unreadable
from milestones.mail.inbound import budget
from milestones.mail.inbound.charsets import decode_words

if TYPE_CHECKING:
    from collections.abc import Iterable

_ATEXT = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDR_SPEC = rf"(?P<local>{_ATEXT}+(?:\.{_ATEXT}+)*)@(?P<domain>{_LABEL}(?:\.{_LABEL})*)"
_BARE = re.compile(_ADDR_SPEC)
_QUOTED_NAME = re.compile(r'"((?:[^"\\]|\\.)*)"[ ]*')
_PLAIN_NAME = re.compile(r'[^"<>()@,;:\\\[\]]*(?:\([\w .,&/+-]{0,80}\)[ ]*)?')
_TOKEN = re.compile(r"[^\s,;<>()\[\]\"]+")
_SPACE_IN_ANGLES = re.compile(r"<[^<>]*>")
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")

_DAEMON = re.compile(
    r"(?:^|[<\s\"])(?:mailer-daemon|postmaster|mail delivery|mail-daemon|mdaemon|system administrator)\b|<>\s*$",
    re.IGNORECASE,
)


def read_from(values: list[str]) -> tuple[str, str]:
    """Give the lower-cased address and the shown name of the one From mailbox (RFC 5322 section 3.4.1).

    Accepted are `addr`, `<addr>` and `name <addr>`, the name plain, quoted or in encoded words. No group, no second
    mailbox, no comment but one of plain words behind the name ("Jane Smith (Housing)"), no encoded word within the
    address, no domain literal; and the standard library must read the same address.

    Raises:
        Unreadable: any other shape.
    """
    if not values:
        raise Unreadable("no From field")
    if len(values) > 1:
        raise Unreadable("more than one From field")
    value = values[0].strip()
    if value in {"", "<>"}:
        raise Unreadable("an empty From", ignorable=True)
    if len(value) > budget.FIELD_BYTES:
        raise Unreadable("the From field is too long")
    name, spec = _split_name(value)
    match = _BARE.fullmatch(spec)
    if match is None or "=?" in spec or len(spec) > 254 or len(match["local"]) > 64:
        raise Unreadable("From is not one plain mailbox")
    if [found for _, found in email.utils.getaddresses([value])] != [spec]:
        raise Unreadable("From is read differently by different readers")
    return spec.lower(), _shown(name)


def is_daemon(values: list[str]) -> bool:
    """Say whether a From without a strict shape is a mail system's, such as `MAILER-DAEMON (Mail System)`."""
    return len(values) == 1 and (values[0].strip() in {"", "<>"} or _DAEMON.search(values[0][:200]) is not None)


def _split_name(value: str) -> tuple[str, str]:
    """Split a mailbox into its name and what should be an addr-spec."""
    if not value.endswith(">"):
        return "", value
    quoted = _QUOTED_NAME.match(value)
    plain = quoted or _PLAIN_NAME.match(value)
    assert plain is not None
    if value[plain.end() : plain.end() + 1] != "<":
        raise Unreadable("From is not one plain mailbox")
    name = re.sub(r"\\(.)", r"\1", quoted[1]) if quoted else plain[0]
    return name, value[plain.end() + 1 : -1]


def _shown(name: str) -> str:
    """Decode a name for showing.

    Raises:
        Unreadable: a line end or another control character was encoded into it (header injection).
    """
    decoded = decode_words(name).strip()
    if _CONTROLS.search(decoded):
        raise Unreadable("control characters in the sender's name")
    return _INVISIBLE.sub("", decoded)[:200]


def addresses(values: Iterable[str]) -> tuple[str, ...]:
    """Give every address in the values of To-like fields, in order, once each, the domain lower-cased.

    A linear scan: quoted names and comments' marks are passed over, white space that folding left inside angle
    brackets is closed up. Nothing is refused here; what is not an address is not given.
    """
    found: dict[str, None] = {}
    for value in values:
        for token in _TOKEN.finditer(_SPACE_IN_ANGLES.sub(_close_up, _without_quoted(value))):
            address = _as_address(token[0])
            if address:
                found.setdefault(address)
        if len(found) >= budget.RECIPIENTS:
            break
    return tuple(found)[: budget.RECIPIENTS]


def _close_up(match: re.Match[str]) -> str:
    """Take white space out of what stands in angle brackets."""
    return "".join(match[0].split())


def _as_address(token: str) -> str | None:
    """Give `token` as an address, or None."""
    token = token.removeprefix("mailto:").strip("'")
    if len(token) > 254 or _BARE.fullmatch(token) is None:
        return None
    local, _, domain = token.rpartition("@")
    return f"{local}@{domain.lower()}"


def _without_quoted(value: str) -> str:
    """Take the quoted strings out of a field's value, in one pass."""
    if '"' not in value:
        return value
    kept: list[str] = []
    quoted = escaped = False
    for char in value:
        if escaped:
            escaped = False
        elif char == "\\":
            escaped = True
        elif char == '"':
            quoted = not quoted
            kept.append(" ")
        elif not quoted:
            kept.append(char)
    return "".join(kept)
