"""Reads one tag of a mail's HTML: what follows from its own words. Knows clients' quote containers, and no text.

A tokenizer of our own, because it must be linear on hostile input whatever the patch release of html.parser.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

TAIL_LINE = "-----Original Message-----"
"""Written where a container says that everything below it is quoted."""

SIGNATURE_LINE = "-- "
"""Written where a container says that a signature follows (RFC 3676 section 4.3)."""

_TAG = re.compile(r"(/?)([A-Za-z][A-Za-z0-9:]*)")
_ATTRIBUTE = re.compile(r"(?<![A-Za-z-])([A-Za-z-]{1,20})\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]+)")
_WHOLE = re.compile(r"""[^"'>]*(?:(?<==)(?:"[^">]*"|'[^'>]*')[^"'>]*)*""")
_TAG_CHARS = 2000

KEPT_TAG_CHARS = 400
"""A tag no longer than this is kept by `read_tag`."""

CELLS = frozenset({"td", "th"})
_WITHOUT_CONTAINER = CELLS | {"br"}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0(?![.0-9]*[1-9])")

_TAIL_IDS = (
    "divrplyfwdmsg",
    "appendonsend",
    "reference-message",
    "mail-editor-reference",
    "hotmailreply",
    "stopspelling",
)
_TAIL_CLASSES = frozenset({"outlookmessageheader", "wordsection-reply", "zmail_extra_hr"})
_QUOTE_CLASSES = frozenset(
    {
        "gmail_attr",
        "moz-cite-prefix",
        "moz-email-headers-table",
        "yahoo_quoted",
        "protonmail_quote",
        "tutanota_quote",
        "zmail_extra",
        "quoted-mail",
        "aolmail_quoted",
        "mailru-quote",
        "mail_quote",
    }
)
_SIGNATURE_CLASSES = frozenset({"gmail_signature", "moz-signature", "protonmail_signature_block", "yahoo-signature"})
_SIGNATURE_IDS = frozenset({"signature", "ms-outlook-mobile-signature", "applemailsignature", "mobile-signature"})
_OUTLOOK_RULE = re.compile(r"border\s*:\s*none\s*;\s*border-top\s*:\s*solid|border-top-style\s*:\s*solid")
_INDENT_ONLY = re.compile(r"border(?:-left)?\s*:\s*(?:none|0)")


@dataclass(frozen=True, slots=True)
class Tag:
    """What is to be done at a tag: all that follows from its own words, whatever stands around it.

    `mark` is the line that its container says to write, `hidden` that its attributes hide what is within, `name` is
    empty where there is nothing to be done. `whole` says that the first `>` ends it, whatever follows.
    """

    name: str = ""
    whole: bool = False
    closes: bool = False
    hidden: bool = False
    quotes: bool = False
    mark: str = ""


@lru_cache(maxsize=1024)
def read_tag(inside: str) -> Tag:
    """Read what stands between a tag's angle brackets, as far as the first `>`; "" is no tag, and not whole.

    Kept, since mails have few different tags: reading one takes longer than all that follows from it.
    """
    return tag_of(inside, whole=bool(inside) and _WHOLE.fullmatch(inside) is not None)


def tag_of(inside: str, *, whole: bool = False) -> Tag:
    """Say what is to be done at a tag."""
    match = _TAG.match(inside)
    if match is None:
        return Tag(whole=whole)
    name = match[2].lower()
    if match[1] or name in _WITHOUT_CONTAINER:
        return Tag(name, whole, closes=bool(match[1]))
    said = _attributes(inside)
    hidden = "hidden" in said or ("style" in said and _HIDDEN.search(said["style"]) is not None)
    quotes, mark = _container(name, said)
    return Tag(name, whole, hidden=hidden, quotes=quotes, mark=mark)


def _attributes(inside: str) -> dict[str, str]:
    """Give the attributes that containers are known by, lower-cased."""
    if "=" not in inside and "hidden" not in inside:
        return {}
    said = {match[1].lower(): match[2].strip("\"'").lower() for match in _ATTRIBUTE.finditer(inside[:_TAG_CHARS])}
    if inside.rstrip("/").endswith(" hidden"):
        said["hidden"] = ""
    return said


def _container(tag: str, said: dict[str, str]) -> tuple[bool, str]:
    """Say whether an element is a quote container, and what line of ours to write where it begins, "" for none."""
    if not said:
        return tag == "blockquote", ""
    classes = {name.removeprefix("x_") for name in said.get("class", "").split()}
    ident = said.get("id", "").removeprefix("x_")
    style = said.get("style", "")
    if any(ident.endswith(known) or known in ident for known in _TAIL_IDS) or classes & _TAIL_CLASSES:
        return False, TAIL_LINE
    if tag == "div" and _OUTLOOK_RULE.search(style):
        return False, TAIL_LINE  # Outlook's and Windows Mail's rule over the quoted header, in any language
    if tag == "blockquote":
        indent = "gmail_quote" not in classes and said.get("type") != "cite" and _INDENT_ONLY.search(style)
        return not indent, ""
    if classes & _QUOTE_CLASSES:
        return True, ""
    if classes & _SIGNATURE_CLASSES or ident in _SIGNATURE_IDS:
        return False, SIGNATURE_LINE
    return False, ""


def tag_end(markup: str, opening: int) -> int:
    """Give where the tag's `>` stands, passing over one in a quoted value; -1 where there is none.

    A value that is not closed within the longest tag that is looked at ends at the first `>`, so that a stray quote
    cannot make every later tag search the whole rest.
    """
    first = markup.find(">", opening)
    if first < 0:
        return -1
    at, limit = opening, opening + _TAG_CHARS
    while at <= first:
        quotes = [found for mark in "\"'" if (found := markup.find(mark, at, first)) >= 0]
        if not quotes:
            return first
        start = min(quotes)
        if markup[start - 1] != "=" and not markup[max(opening, start - 3) : start].rstrip().endswith("="):
            at = start + 1
            continue
        close = markup.find(markup[start], start + 1, limit)
        if close < 0:
            return first
        at = close + 1
        if close > first:
            later = markup.find(">", close, limit)
            if later < 0:
                return first
            first = later
    return first
