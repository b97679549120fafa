"""Chooses what a reader is shown of a mail's parts: plain text, HTML, attachments. Splits nothing itself."""

from __future__ import annotations

import hashlib
import html
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from milestones.mail.inbound import budget
from milestones.mail.inbound.charsets import decode_text, decode_words
from milestones.mail.inbound.message import Attachment

if TYPE_CHECKING:
    from milestones.mail.inbound.mime import Part, Splitter

_ENCRYPTED_TYPES = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"})
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)
_OVERRIDE = re.compile("[\u202b\u202d\u202e\u2067\u2068]")
_UNSAFE_IN_NAME = re.compile(r"[\x00-\x1f\x7f-\x9f/\\\u2028\u2029\u202a-\u202e\u2066-\u2069]")


@dataclass(slots=True)
class Body:
    """What the parts of a mail come to."""

    text: str | None = None
    html: str | None = None
    attachments: list[Attachment] = field(default_factory=list)
    encrypted: bool = False
    disguised: bool = False


def read_body(splitter: Splitter, root: Part) -> Body:
    """Read the shown text of a mail and list what is attached.

    multipart/alternative gives one plain text and one HTML, multipart/signed and multipart/related their first part,
    every other multipart its parts one below the other (RFC 2046 section 5.1).
    """
    body = Body()
    text, markup = _shown(splitter, root, body)
    body.text = None if text is None else _normal(text, body)
    body.html = None if markup is None else _INVISIBLE.sub("", markup)
    if body.text and "-----BEGIN PGP MESSAGE-----" in body.text:
        body.encrypted = True
    return body


def _normal(text: str, body: Body) -> str:
    """Give text with one kind of line end and without characters that are not seen."""
    text = _LINE_ENDS.sub("\n", text)
    first = next((line for line in text.split("\n") if line.strip()), "")
    body.disguised = _OVERRIDE.search(first) is not None
    return _INVISIBLE.sub("", text)


def _shown(splitter: Splitter, part: Part, body: Body) -> tuple[str | None, str | None]:
    """Give plain text and HTML of one part and those within, noting attachments on the way."""
    kind = part.content_type
    if kind == "multipart/encrypted":
        body.encrypted = True
    if kind.startswith("multipart/"):
        return _of_multipart(splitter, part, body)
    if kind in _ENCRYPTED_TYPES:
        body.encrypted = True
    if kind in {"text/plain", "text/html"} and not part.is_attachment:
        text = _text_of(splitter, part)
        return (text, None) if kind == "text/plain" else (None, text)
    body.attachments.append(_attachment(splitter, part))
    return None, None


def _of_multipart(splitter: Splitter, part: Part, body: Body) -> tuple[str | None, str | None]:
    """Give plain text and HTML of a multipart by its kind."""
    found = [_shown(splitter, child, body) for child in part.children]
    if part.content_type == "multipart/alternative":
        return (
            next((text for text, _ in found if text is not None), None),
            next((markup for _, markup in reversed(found) if markup is not None), None),
        )
    if part.content_type in {"multipart/signed", "multipart/related", "multipart/report"}:
        return next((pair for pair in found if pair != (None, None)), (None, None))
    plain = [text for text, _ in found if text is not None]
    any_html = any(markup is not None for _, markup in found)
    markups = [_as_html(text, markup) for text, markup in found if any_html and (text, markup) != (None, None)]
    return ("\n".join(plain) if plain else None), ("\n".join(markups) if any_html else None)


def _as_html(text: str | None, markup: str | None) -> str:
    """Give the HTML of one part of a mixed mail, its plain text where it has none."""
    return markup if markup is not None else f"<pre>{html.escape(text or '')}</pre>"


def _text_of(splitter: Splitter, part: Part) -> str:
    """Decode a text part, cut to the budget, format=flowed joined (RFC 3676)."""
    data, damage = splitter.content(part)
    if damage:
        splitter.notes.append(damage)
    if len(data) > 4 * budget.TEXT_CHARS:
        data = data[: 4 * budget.TEXT_CHARS]
    text, doubt = decode_text(data, part.parameters.get("charset"))
    if doubt:
        splitter.notes.append(doubt)
    if len(text) > budget.TEXT_CHARS:
        splitter.notes.append(f"the text is cut to {budget.TEXT_CHARS} characters")
        text = text[: budget.TEXT_CHARS]
    if part.parameters.get("format", "").lower() == "flowed":
        return unflow(text, delete_space=part.parameters.get("delsp", "").lower() == "yes")
    return text


def unflow(text: str, *, delete_space: bool) -> str:
    """Join the soft-broken lines of format=flowed (RFC 3676 section 4.1): those that end in a space.

    Only lines of one quote depth are joined, and the signature's "-- " never is.
    """
    out: list[str] = []
    open_depth: int | None = None
    for line in text.replace("\r\n", "\n").split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        content = line[depth:].removeprefix(" ")
        soft = content.endswith(" ") and content != "-- "
        written = content[:-1] if soft and delete_space else content
        if open_depth == depth and content != "-- ":
            out[-1] += written
        else:
            out.append(">" * depth + (" " if depth else "") + written)
        open_depth = depth if soft else None
    return "\n".join(out)


def _attachment(splitter: Splitter, part: Part) -> Attachment:
    """State an attachment's facts; one with a damaged encoding is stated as it was sent."""
    data, damage = splitter.content(part)
    if damage:
        splitter.notes.append(damage)
        data = splitter.raw[part.start : part.end]
    name = _UNSAFE_IN_NAME.sub("_", decode_words(part.name))[:200].strip(" .")
    return Attachment(name, part.content_type, len(data), hashlib.sha256(data).hexdigest())
