"""Splits a mail's bytes into its MIME parts, in linear time and within the budget. Decodes, but chooses nothing.

Knows RFC 2045, 2046, 2231; a nested message (message/rfc822) is one opaque part, so that no word in it counts.
"""

from __future__ import annotations

import binascii
import re
import urllib.parse
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from milestones.domain.unreadable import Unreadable
from milestones.mail.inbound import budget
from milestones.mail.inbound.charsets import decode_text
from milestones.mail.inbound.headers import Field, split_head

if TYPE_CHECKING:
    from collections.abc import Iterator

_TYPE = re.compile(r"([A-Za-z0-9!#$&^_.+-]{1,127}/[A-Za-z0-9!#$&^_.+-]{1,127})[ ]*(?=;|$|\()")
_PARAMETER = re.compile(r';[ ]*([^\s=;"]{1,100})[ ]*=[ ]*("(?:[^"\\]|\\.)*"|[^;"]*)')
_PIECE = re.compile(r"([^*]+)(?:\*([0-9]{1,3}))?(\*)?")
_REST_OF_LINE = re.compile(rb"(--)?[ \t]*(?=\r|\n|\Z)")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=\s]")


@dataclass(slots=True)
class Part:
    """One part: what its headers say and where its body stands in the raw bytes (`start` to `end`)."""

    content_type: str = "text/plain"
    parameters: dict[str, str] = field(default_factory=dict)
    disposition: str = ""
    name: str = ""
    encoding: str = "7bit"
    start: int = 0
    end: int = 0
    children: list[Part] = field(default_factory=list)

    @property
    def is_attachment(self) -> bool:
        """Say whether the part is offered as a file and not shown as text."""
        return self.disposition == "attachment" or bool(self.name)


class Splitter:
    """Splits one mail into parts and counts what the budget limits; `notes` says what was put right.

    A class, because depth and number are counted across the whole tree.
    """

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.notes: list[str] = []
        self.types: list[str] = []

    def split(self, fields: list[Field], start: int, end: int, depth: int = 0) -> Part:
        """Give the part whose header `fields` and body from `start` to `end` these are, and all parts within.

        Raises:
            Unreadable: too many parts, too deep, a boundary that is too long, or two differing Content fields.
        """
        part = self._describe(fields, start, end)
        self.types.append(part.content_type)
        if len(self.types) > budget.PARTS:
            raise Unreadable(f"more than {budget.PARTS} MIME parts")
        if not part.content_type.startswith("multipart/"):
            return part
        boundary = part.parameters.get("boundary", "").rstrip()
        if not boundary:
            self.notes.append("a multipart without a boundary")
            return part
        if len(boundary) > budget.BOUNDARY_CHARS:
            raise Unreadable(f"a boundary of more than {budget.BOUNDARY_CHARS} characters")
        if depth >= budget.DEPTH:
            raise Unreadable(f"MIME parts nested more than {budget.DEPTH} deep")
        for child_start, child_end in self._spans(boundary, start, end):
            child_fields, body = self._part_head(child_start, child_end)
            part.children.append(self.split(child_fields, body, child_end, depth + 1))
        return part

    def _spans(self, boundary: str, start: int, end: int) -> list[tuple[int, int]]:
        """Give where each part between the delimiter lines begins and ends (RFC 2046 section 5.1.1)."""
        line = b"--" + boundary.encode("utf-8", "surrogateescape")
        spans: list[tuple[int, int]] = []
        first = _REST_OF_LINE.match(self.raw, start + len(line), end) if self.raw.startswith(line, start, end) else None
        since = first.end() if first else None
        for begin, rest in self._delimiters(line, first.end() if first else start, end):
            if since is not None:
                spans.append((self._after_line_end(since, end), begin))
            if rest[1]:
                return spans
            since = rest.end()
            if len(spans) + len(self.types) > budget.PARTS:
                raise Unreadable(f"more than {budget.PARTS} MIME parts")
        if since is not None:
            self.notes.append("a multipart without its closing line")
            spans.append((self._after_line_end(since, end), end))
        return [(begin, max(begin, finish)) for begin, finish in spans]

    def _delimiters(self, line: bytes, start: int, end: int) -> Iterator[tuple[int, re.Match[bytes]]]:
        """Give each line that begins with `line` and is a delimiter: where the line end before it begins, and its rest.

        By searching for bytes: to compile a pattern for every boundary takes longer than to read the mail.
        """
        raw, at = self.raw, start
        found = raw.find(line, at, end)
        while found >= 0:
            rest = _REST_OF_LINE.match(raw, found + len(line), end)
            if rest is None or found == at or raw[found - 1] not in b"\r\n":
                found = raw.find(line, found + 1, end)
                continue
            yield (found - 2 if found - 2 >= at and raw[found - 2 : found] == b"\r\n" else found - 1), rest
            at = rest.end()
            found = raw.find(line, at, end)

    def _after_line_end(self, at: int, end: int) -> int:
        """Give the position after the line end at `at`."""
        return min(end, at + (2 if self.raw[at : at + 2] == b"\r\n" else 1))

    def _part_head(self, start: int, end: int) -> tuple[list[Field], int]:
        """Split a part's own headers; a part that has none at all is its body (a common fault of writers)."""
        try:
            return split_head(self.raw, start, end)
        except Unreadable as fault:
            if "no header field" not in fault.reason:
                raise
            self.notes.append("a part with damaged headers is left out")
            return [Field("Content-Type", "content-type", "application/octet-stream")], start

    def _describe(self, fields: list[Field], start: int, end: int) -> Part:
        """Read the Content-* fields of one part."""
        stated, parameters = self._valued(_only(fields, "content-type"))
        if not _TYPE.match(stated):
            if stated:
                self.notes.append("an invalid Content-Type is read as text/plain")
            stated = "text/plain"
        disposition, more = self._valued(_only(fields, "content-disposition"))
        return Part(
            content_type=stated,
            parameters=parameters,
            disposition=disposition,
            name=more.get("filename") or parameters.get("name", ""),
            encoding=_only(fields, "content-transfer-encoding").strip().lower() or "7bit",
            start=start,
            end=end,
        )

    def _valued(self, value: str) -> tuple[str, dict[str, str]]:
        """Read a value with parameters, RFC 2231 pieces joined; junk is passed over with a note."""
        head = value.partition(";")[0].partition("(")[0].strip().lower()
        pieces: dict[str, list[tuple[int, bool, str]]] = {}
        for match in _PARAMETER.finditer(value):
            shape = _PIECE.fullmatch(match[1].lower())
            if shape is None:
                self.notes.append("a damaged MIME parameter")
                continue
            written = match[2].strip()
            if written.startswith('"'):
                written = re.sub(r"\\(.)", r"\1", written[1:-1])
            pieces.setdefault(shape[1], []).append((int(shape[2] or 0), bool(shape[3]), written))
        return head, {key: _joined(found) for key, found in pieces.items()}

    def content(self, part: Part) -> tuple[bytes, str | None]:
        """Give a part's decoded bytes, and a note where its transfer encoding is damaged or not known.

        A damaged or unknown encoding gives no bytes: half a word is another word.
        """
        body = self.raw[part.start : part.end]
        encoding = part.encoding.partition("(")[0].strip()
        if encoding in {"7bit", "8bit", "binary", ""}:
            return body, None
        if encoding == "quoted-printable":
            return binascii.a2b_qp(body), None
        if encoding == "base64":
            return _from_base64(body)
        return b"", f"transfer encoding {encoding[:40]!r} is not read"


def _from_base64(body: bytes) -> tuple[bytes, str | None]:
    """Decode base64 that is whole (RFC 2045 section 6.8), or nothing."""
    if _NOT_BASE64.search(body):
        return b"", "damaged base64"
    try:
        return binascii.a2b_base64(body), None
    except binascii.Error:
        return b"", "damaged base64"


def _only(fields: list[Field], key: str) -> str:
    """Give the value of the one field `key`, or "".

    Raises:
        Unreadable: it is there twice with differing values, so that two readers would show two mails.
    """
    values = {field.value for field in fields if field.key == key}
    if len(values) > 1:
        raise Unreadable(f"differing {key} fields in one part")
    return values.pop() if values else ""


def _joined(pieces: list[tuple[int, bool, str]]) -> str:
    """Join the pieces of an RFC 2231 parameter and decode its percent form."""
    pieces.sort(key=lambda piece: piece[0])
    whole = "".join(text for _, _, text in pieces)
    if not any(extended for _, extended, _ in pieces) or whole.count("'") < 2:
        return whole
    charset, _, encoded = whole.split("'", 2)
    return decode_text(urllib.parse.unquote_to_bytes(encoded), charset)[0]
