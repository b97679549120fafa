"""What may be put on the wire in SMTP, and how a server's words are taken off it. Opens no connection."""

from __future__ import annotations

import re
from typing import Protocol

from milestones.domain.delivery import Refused, Stage

_ADDRESS = re.compile(r"[\x21-\x3b\x3d\x3f-\x7e]+@[A-Za-z0-9.\-]+|")
"""What may stand between `<` and `>` in MAIL and RCPT: ASCII, no spaces, no brackets; empty is the null sender."""


class Outgoing(Protocol):
    """What is needed of a letter to send it."""

    @property
    def to_address(self) -> str:
        """Its one recipient."""

    @property
    def envelope_from(self) -> str:
        """Where bounces go."""

    @property
    def content(self) -> bytes:
        """The whole mail, ASCII."""


def dot_stuffed(content: bytes) -> bytes:
    """Give `content` as DATA carries it: lines end in CRLF, leading dots doubled, the final dot after it.

    RFC 5321 sections 2.3.8 and 4.5.2. A lone CR or LF becomes CRLF, so that no server reads an end of the letter, or
    another command, into its text.
    """
    feeds = content.count(b"\n")
    if feeds != content.count(b"\r\n") or feeds != content.count(b"\r"):
        content = re.sub(rb"\r\n|\r|\n", b"\r\n", content)
    if not content.endswith(b"\r\n"):
        content += b"\r\n"
    if content.startswith(b"."):
        content = b"." + content
    return content.replace(b"\r\n.", b"\r\n..") + b".\r\n"


def printable(text: str, limit: int = 400) -> str:
    """Give a server's words on one line, in characters that are safe in logs and mails."""
    if not (text.isascii() and text.isprintable()):
        text = "".join(char if " " <= char <= "~" else " " for char in text)
    return " ".join(text.split())[:limit]


def unsendable(letter: Outgoing) -> Refused | None:
    """Say why a letter must not be put on the wire at all: this sender speaks ASCII, without SMTPUTF8."""
    if not _ADDRESS.fullmatch(letter.to_address) or not letter.to_address:
        return Refused("the recipient's address cannot be written in SMTP", Stage.RCPT)
    if not _ADDRESS.fullmatch(letter.envelope_from):
        return Refused("the envelope sender's address cannot be written in SMTP", Stage.MAIL)
    if not letter.content.isascii():
        return Refused("the letter is not ASCII", Stage.DATA)
    return None
