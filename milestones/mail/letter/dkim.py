"""Our DKIM signature over a letter's bytes (RFC 6376, RFC 8463), relaxed/relaxed. Knows no key, no clock, no DNS.

A letter is signed once, when it is written, and kept signed: whatever is tried again later is the same mail, also when
the key has changed meanwhile. A public key therefore stays published for as long as letters signed with it may wait.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

SIGNED = (
    *("from", "to", "cc", "subject", "date", "message-id", "reply-to", "references", "in-reply-to"),
    *("mime-version", "content-type", "content-transfer-encoding", "content-language"),
    *("auto-submitted", "x-auto-response-suppress", "list-id"),
    *("x-milestones", "x-milestones-kind", "x-milestones-rule"),
)
"""The fields signed, each named once more than it stands there: one added on the way breaks the signature."""

_LINE = 76
_BLANKS = re.compile(rb"[ \t]{2,}|\t")
_END_OF_LINE = re.compile(rb"\r\n|\r|\n")
_FOLDED = re.compile(rb"\r\n(?=[ \t])")


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs: the domain, the selector under which its public key stands, the key's algorithm, and the key at work.

    `sign` takes what is signed and gives the signature; the same for the same bytes.
    """

    domain: str
    selector: str
    algorithm: str
    sign: Callable[[bytes], bytes]


def signed(content: bytes, signer: Signer, at: datetime) -> bytes:
    """Give a letter, ASCII with CRLF, under its DKIM-Signature; `at` is when it was signed (aware), in the tag `t`."""
    if not content.count(b"\n") == content.count(b"\r\n") == content.count(b"\r"):
        content = _END_OF_LINE.sub(b"\r\n", content)
    if not content.endswith(b"\r\n"):
        content += b"\r\n"  # as it will be sent
    head, _, body = content.partition(b"\r\n\r\n")
    fields = _fields(head)
    there = Counter(name for name, _ in fields)
    named = [name for name in SIGNED for _ in range(1 + there[name])]
    hashed = base64.b64encode(hashlib.sha256(relaxed_body(body)).digest()).decode()
    unsigned = (
        f"DKIM-Signature: v=1; a={signer.algorithm}; c=relaxed/relaxed;\r\n"
        f"\td={signer.domain}; s={signer.selector}; t={int(at.timestamp())};\r\n"
        f"{_folded_names(named)};\r\n\tbh={hashed};\r\n\tb="
    )
    covered = b"".join(relaxed_field(field) + b"\r\n" for field in _in_order(fields, named))
    signature = base64.b64encode(signer.sign(covered + relaxed_field(unsigned.encode()))).decode()
    lines = "\r\n\t ".join(signature[start : start + _LINE] for start in range(0, len(signature), _LINE))
    return f"{unsigned}{lines}\r\n".encode() + content


def relaxed_field(field: bytes) -> bytes:
    """Give one header field as it is signed: lower-case name, unfolded, blanks single (RFC 6376 section 3.4.2)."""
    name, _, value = field.partition(b":")
    return name.strip().lower() + b":" + _BLANKS.sub(b" ", _END_OF_LINE.sub(b"", value)).strip()


def relaxed_body(body: bytes) -> bytes:
    """Give the body as it is signed: blanks single, none at a line's end, no empty lines last (section 3.4.4)."""
    # Most bodies have nothing to join: looking is ten times faster than the pattern, at every letter that is written.
    single = _BLANKS.sub(b" ", body) if b"  " in body or b"\t" in body else body
    single = single.replace(b" \r\n", b"\r\n").rstrip(b"\r\n")
    return single + b"\r\n" if single else b""


def _fields(head: bytes) -> list[tuple[str, bytes]]:
    """Give the header's fields, name in lower case and the whole field, from the top."""
    whole = _FOLDED.sub(b"\0", head).split(b"\r\n")
    return [
        (field.partition(b":")[0].strip().decode("ascii", "replace").lower(), field.replace(b"\0", b"\r\n"))
        for field in whole
    ]


def _in_order(fields: list[tuple[str, bytes]], named: list[str]) -> Iterator[bytes]:
    """Give the fields that `named` names, of several with one name the lowest first (RFC 6376 section 5.4.2)."""
    left: dict[str, list[bytes]] = {}
    for name, field in fields:
        left.setdefault(name, []).append(field)
    for name in named:
        if left.get(name):
            yield left[name].pop()


def _folded_names(names: list[str]) -> str:
    """Write the tag `h`, folded after colons."""
    lines = ["\th="]
    for number, name in enumerate(names):
        word = name + (":" if number < len(names) - 1 else "")
        if len(lines[-1]) + len(word) > _LINE:
            lines.append("\t ")
        lines[-1] += word
    return "\r\n".join(lines)
