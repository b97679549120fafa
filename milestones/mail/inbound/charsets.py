"""Bytes to characters by a short list of charsets, and encoded words (RFC 2047). Knows no headers and no bodies.

UTF-7 is refused, since it hides markup and words from everything that looks at bytes; a charset that is not on the
list is read as ASCII with replacement characters, so that nothing is guessed into a word.
"""

from __future__ import annotations

import binascii
import codecs
import re

from milestones.domain.unreadable import Unreadable

# WHATWG: what calls itself Latin-1 is written on Windows and uses its curly quotes.
_CODEC = {
    "us-ascii": "ascii",
    "ascii": "ascii",
    "ansi_x3.4-1968": "ascii",
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "windows-1252": "cp1252",
    "cp1252": "cp1252",
    "iso-8859-14": "iso8859-14",  # Welsh w and y with circumflex
    "iso-8859-15": "iso8859-15",
    "latin-9": "iso8859-15",
}
for _name in set(_CODEC.values()):
    codecs.lookup(_name)  # loaded now: a guarded child opens no files later

_ENCODED_WORD = re.compile(r"=\?([!-<>@-~]{1,60})\?([bBqQ])\?([!->@-~ ]*)\?=")
_BETWEEN_WORDS = re.compile(r"(\?=)[ \t\r\n]+(?==\?)")


def decode_text(data: bytes, charset: str | None) -> tuple[str, str | None]:
    """Decode `data`, and give a note where its charset was not what it says or is not on the list.

    Raises:
        Unreadable: the charset is UTF-7.
    """
    label = (charset or "").strip().strip("\"'").lower().partition("*")[0]
    if label.replace("_", "-") in {"utf-7", "utf7", "unicode-1-1-utf-7", "unicode-2-0-utf-7", "x-utf-7"}:
        raise Unreadable("UTF-7 is not read")
    if not label or label in {"us-ascii", "ascii", "unknown-8bit", "x-unknown", "default"}:
        try:
            return data.decode("utf-8"), None
        except UnicodeDecodeError:
            return data.decode("ascii", "replace"), "bytes above ASCII without a charset"
    codec = _CODEC.get(label)
    if codec is None:
        return data.decode("ascii", "replace"), f"charset {label[:40]!r} is not read"
    text = data.decode(codec, "replace")
    return text, ("bytes that the charset does not have" if "�" in text else None)


def decode_words(value: str) -> str:
    """Decode the encoded words of a header value (RFC 2047 section 6.2: no space is shown between two of them).

    Neighbours of one charset are joined before decoding, since writers split characters between them.

    Raises:
        Unreadable: an encoded word is in UTF-7.
    """
    if "=?" not in value:
        return value
    value = _BETWEEN_WORDS.sub(r"\1", value)
    out: list[str] = []
    pending, pending_charset = b"", ""
    at = 0
    for match in _ENCODED_WORD.finditer(value):
        between = value[at : match.start()]
        charset = match[1].lower().partition("*")[0]
        if pending and (between or charset != pending_charset):
            out.append(decode_text(pending, pending_charset)[0])
            pending = b""
        out.append(between)
        pending, pending_charset = pending + _word_bytes(match[2], match[3]), charset
        at = match.end()
    if pending:
        out.append(decode_text(pending, pending_charset)[0])
    out.append(value[at:])
    return "".join(out)


def _word_bytes(encoding: str, word: str) -> bytes:
    """Give the bytes of one encoded word; a damaged one stays as it is written."""
    if encoding in "qQ":
        return binascii.a2b_qp(word.encode("ascii"), header=True)
    try:
        return binascii.a2b_base64(word.encode("ascii") + b"==")
    except binascii.Error:
        return word.encode("ascii")
