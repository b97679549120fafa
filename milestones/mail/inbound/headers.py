"""Splits a header block into fields, within the budget. Knows RFC 5322 section 2.2; gives no field a meaning."""

from __future__ import annotations

import re
from dataclasses import dataclass

from milestones.domain.unreadable import Unreadable
from milestones.mail.inbound import budget

_BLANK_LINE = re.compile(rb"(?:\r\n|\n|\r(?!\n)){2}")
_FIELD = re.compile(r"([!-9;-~]+)[ \t]*:(.*)", re.DOTALL)
_CONTROLS = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]")

# Read by their grammar, so a longer one is refused and not cut: half an address or half a boundary is another one.
_BY_GRAMMAR = frozenset(
    {
        "from",
        "sender",
        "message-id",
        "date",
        "return-path",
        "auto-submitted",
        "content-type",
        "content-disposition",
        "content-transfer-encoding",
        "mime-version",
    }
)


@dataclass(frozen=True, slots=True)
class Field:
    """One header field: its name as sent, the same in lower case, and its value unfolded, not decoded."""

    name: str
    key: str
    value: str


def split_head(raw: bytes, start: int = 0, end: int | None = None) -> tuple[list[Field], int]:
    """Split the header block that begins at `start` and give its fields and where the body begins.

    All three line endings end a line here: a bare CR that hides a second From from another reader shows it to this
    one. NUL is removed (M16).

    Raises:
        Unreadable: the block is over its budget, or has a line that is no header field.
    """
    end = len(raw) if end is None else end
    window = min(end, start + budget.HEAD_BYTES)
    if raw[start : start + 1] in {b"\n", b"\r"}:
        return [], start + (2 if raw[start : start + 2] == b"\r\n" else 1)
    blank = _BLANK_LINE.search(raw, start, window)
    if blank is None and window < end:
        raise Unreadable(f"the header block exceeds {budget.HEAD_BYTES} bytes")
    head = raw[start : blank.start() if blank else end]
    head = head.replace(b"\0", b"").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return _fields(head.split(b"\n")), blank.end() if blank else end


def _fields(lines: list[bytes]) -> list[Field]:
    """Give the fields of a header block's lines."""
    folded: list[tuple[re.Match[str], list[str]]] = []
    for number, line in enumerate(lines):
        text = _decode(line)
        if text[:1] in {" ", "\t"} and folded:
            folded[-1][1].append(text)
        elif (field := _FIELD.match(text)) is not None:
            folded.append((field, []))
            if len(folded) > budget.FIELDS:
                raise Unreadable(f"more than {budget.FIELDS} header fields")
        elif (number == 0 and text.startswith(("From ", ">From "))) or (not text and number == len(lines) - 1):
            continue  # an mbox separator that a delivery agent left in, or the file's last line end
        else:
            raise Unreadable("a line of the header block is no header field: no blank line after the headers?")
    return [_field(field, more) for field, more in folded]


def _decode(line: bytes) -> str:
    """Give a raw header line's characters: UTF-8 (RFC 6532), else Latin-1, so that no byte is lost."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("latin-1")


def _field(first: re.Match[str], more: list[str]) -> Field:
    """Make one field of its first line and those that it is folded over."""
    name, value = first[1], "".join([first[2], *more]) if more else first[2]
    key = name.lower()
    if key in _BY_GRAMMAR and first.start(2) + len(value) > budget.FIELD_BYTES:
        raise Unreadable(f"the {name} field exceeds {budget.FIELD_BYTES} bytes")
    if not value.isprintable():  # nearly every value is
        value = _CONTROLS.sub(" ", value).replace("\t", " ")
    return Field(name[:200], key[:200], value.strip())
