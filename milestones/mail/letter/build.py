"""Builds the bytes of a mail: headers and two text parts. Knows RFC 5322, 2045 and 2047; knows nothing of letters.

Python's EmailMessage takes 2.2 ms a mail, this 0.1 ms; tests/mail/test_build.py holds the two equal.
Nothing given here can add a header: every value is cleaned of controls first (guarantees T9), and what must be an
address or an id is refused if it is not one.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from typing import TYPE_CHECKING

from milestones.mail.letter.clean import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

FOLD_AT = 76
"""Columns of a header or body line; RFC 5322 section 2.1.1 recommends at most 78, RFC 2045 section 6.7 demands 76."""

_LONE_DOT = re.compile(rb"(?m)^\.(?=\r?$)")
"""A dot that a soft line break left alone on its line; the encoder looks only at lines of the text."""
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,60}")
_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"  # dot-atom, RFC 5322 section 3.2.3
    r"@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?"
)
_MESSAGE_ID = re.compile(r"<[!-;=?A-~]{1,400}@[!-;=?A-~]{1,400}>")
_DOTTED = r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
_LIST_ID = re.compile(rf"(?P<alone>{_DOTTED})|(?P<name>[^<>]*)<(?P<id>{_DOTTED})>")
_WORD = re.compile(r" *[^ ]+")
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?: [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LONG_WORD = 56
_ENCODED_BYTES = 33  # an encoded word of 56 characters: behind `X-Milestones-Rule: ` the line still holds 78
_ENCODED_NAME_BYTES = 45  # one of 72 characters behind `From: `: Python's reader puts a space between two in a name


def address(text: str) -> str:
    """Give `text` if it is one bare ASCII address.

    Raises:
        ValueError: it is not; nothing else may stand where an address is written.
    """
    if _ADDRESS.fullmatch(text) is None:
        raise ValueError(f"not a mail address: {text!r}")
    return text


def mailbox(name: str, bare_address: str) -> str:
    """Give `Name <address>`, the name quoted or encoded as it needs (RFC 5322 section 3.4, RFC 2047 section 5).

    Raises:
        ValueError: the address is not one.
    """
    phrase = _phrase(name)
    return f"{phrase} <{address(bare_address)}>" if phrase else address(bare_address)


def list_id(text: str) -> str:
    """Give `Name <a.dotted.id>` or a dotted id for `List-Id`, the name quoted or encoded (RFC 2919 section 3).

    Raises:
        ValueError: the id is not dotted names.
    """
    found = _LIST_ID.fullmatch(text)
    if found is None:
        raise ValueError(f"not a list id: {text!r}")
    return f"{_phrase(found['name'] or '')} <{(found['alone'] or found['id']).lower()}>".lstrip()


def message_ids(ids: Iterable[str]) -> str:
    """Give ids joined for `Message-ID`, `In-Reply-To` or `References` (RFC 5322 section 3.6.4).

    Raises:
        ValueError: one of them is not a message id in angle brackets.
    """
    joined = tuple(ids)
    for one in joined:
        if _MESSAGE_ID.fullmatch(one) is None:
            raise ValueError(f"not a message id: {one!r}")
    return " ".join(joined)


def unstructured(text: str) -> str:
    """Give free text for a header, cleaned; words that are not plain ASCII are encoded, with the spaces between them.

    ASCII text that looks like an encoded word is encoded too: else a title could show as something it is not.
    """
    words = _WORD.findall(clean(text).strip(" "))
    plain = [_is_plain(word) and len(word) <= _LONG_WORD for word in words]
    if all(plain):
        return "".join(words)
    first, last = plain.index(False), len(plain) - plain[::-1].index(False)
    before, after = "".join(words[:first]), "".join(words[last:])
    middle = "".join(words[first:last])
    return f"{before} {_encoded(middle[1:])}{after}" if first else f"{_encoded(middle)}{after}"


def header(name: str, value: str) -> str:
    """Give one header line, folded, with its CRLF. `value` is ASCII as the functions above make it.

    Raises:
        ValueError: the name is no field name, or the value holds what could end the line or is not ASCII.
    """
    if _NAME.fullmatch(name) is None or not (value.isascii() and value.isprintable()):
        raise ValueError(f"not a header: {name!r}: {value!r}")
    if len(name) + 2 + len(value) <= FOLD_AT:
        return f"{name}: {value}\r\n"
    lines, line = [], f"{name}:"
    for word in _WORD.findall(" " + value):
        if len(line) + len(word) > FOLD_AT and len(line) > len(name) + 1:
            lines.append(line)
            line = ""
        line += word
    return "\r\n".join([*lines, line]) + "\r\n"


def alternative(headers: Iterable[tuple[str, str]], text: str, html: str, seed: str) -> bytes:
    """Give the bytes of a mail with `headers`, the plain text first and the HTML after it (RFC 2046 section 5.1.4).

    Both parts are quoted-printable: every line at most 76 columns, no lone CR or LF, no line that is a dot alone, so
    that nothing in a body can end it (SMTP smuggling, guarantees T19). The boundary comes from `seed` (the
    Message-ID) and holds `=_`, which quoted-printable never produces.
    """
    boundary = "=_" + hashlib.sha256(seed.encode("utf-8", "replace")).hexdigest()[:24]
    top = "".join([header(name, value) for name, value in headers])
    kind = f'MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary="{boundary}"\r\n\r\n'
    start = (top + kind).encode("ascii")
    edge = f"--{boundary}".encode("ascii")
    return start + b"\r\n".join([edge, _part("plain", text), edge, _part("html", html), edge + b"--\r\n"])


def _part(subtype: str, text: str) -> bytes:
    """Give one text part with its headers; its last CRLF is its own, the boundary's comes after it."""
    top = (
        f'Content-Type: text/{subtype}; charset="utf-8"\r\n'
        "Content-Transfer-Encoding: quoted-printable\r\n"
        "Content-Language: en-GB\r\n\r\n"
    )
    lines = "\r\n".join(text.splitlines()) + "\r\n"
    body = binascii.b2a_qp(lines.encode("utf-8", "replace"), istext=True)
    return top.encode("ascii") + _LONE_DOT.sub(b"=2E", body)


def _phrase(name: str) -> str:
    """Give a name as it stands before an angle bracket: bare, quoted or encoded; nothing for an empty one."""
    words = " ".join(clean(name).split())
    if not _is_plain(words) or len(words) > _LONG_WORD:
        return _encoded(words, _ENCODED_NAME_BYTES)
    if not words or _ATOMS.fullmatch(words):
        return words
    quoted = words.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}"'


def _is_plain(text: str) -> bool:
    """Say whether `text` may stand in a header as it is: ASCII that no reader takes for an encoded word."""
    return text.isascii() and "=?" not in text


def _encoded(text: str, room_bytes: int = _ENCODED_BYTES) -> str:
    """Give `text` as UTF-8 encoded words (RFC 2047, B encoding), split between characters, joined by one space."""
    words, room = [], b""
    for character in text:
        more = character.encode("utf-8", "replace")
        if len(room) + len(more) > room_bytes:
            words.append(room)
            room = b""
        room += more
    words.append(room)
    return " ".join(f"=?utf-8?b?{base64.b64encode(word).decode('ascii')}?=" for word in words)
