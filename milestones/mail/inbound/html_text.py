"""Turns a mail's HTML into plain lines in which quotes look as they do in plain mail. Knows clients' quote containers.

A tokenizer of our own, because it must be linear on hostile input whatever the patch release of html.parser. It
renders nothing and fetches nothing. What a reader does not see (`display:none`, scripts) gives no text.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

TAIL_LINE = "-----Original Message-----"
"""Written where a container says that everything below it is quoted."""

SIGNATURE_LINE = "-- "
"""Written where a container says that a signature follows (RFC 3676 section 4.3)."""

_TAG = re.compile(r"(/?)([A-Za-z][A-Za-z0-9:]*)")
_ATTRIBUTE = re.compile(r"(?<![A-Za-z-])([A-Za-z-]{1,20})\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]+)")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_TAG_CHARS = 2000

_BLOCK_TAGS = """
    address article aside blockquote body center dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 header hr html li
    main nav ol p pre section table tbody tfoot thead tr ul
"""
_VOID_TAGS = "area base br col embed hr img input link meta param source track wbr"
_UNSEEN_TAGS = "head script style title template noscript object select textarea svg math"
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_VOID = frozenset(_VOID_TAGS.split())
_UNSEEN = frozenset(_UNSEEN_TAGS.split())
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


@dataclass(slots=True)
class _Open:
    """An element that is open: what ends with it."""

    tag: str
    quotes: bool = False
    unseen: bool = False
    pre: bool = False


@dataclass(slots=True)
class _Page:
    """The text so far: finished lines, the line being written, and the depths that hold at this point."""

    lines: list[str] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    depth: int = 0
    unseen: int = 0
    pre: int = 0

    def write(self, text: str) -> None:
        """Add text as a browser shows it: white space collapsed, except in `pre`."""
        if self.unseen:
            return
        text = html.unescape(text) if "&" in text else text
        if self.pre:
            first, *more = text.replace("\r\n", "\n").split("\n")
            self.line.append(first)
            for line in more:
                self.break_line()
                self.line.append(line)
            return
        self.line.append(_SPACE.sub(" ", text))

    def break_line(self, *, always: bool = True) -> None:
        """End the line; an empty one is kept only where `always`."""
        written = "".join(self.line).strip(" \t\n") if not self.pre else "".join(self.line)
        self.line.clear()
        if written or always:
            self.lines.append((">" * self.depth + " " if self.depth else "") + written)

    def mark(self, line: str) -> None:
        """Write a line of our own, at the depth that holds."""
        self.break_line(always=False)
        self.line.append(line.strip() if self.depth else line)
        written = "".join(self.line)
        self.line.clear()
        self.lines.append((">" * self.depth + " " if self.depth else "") + written)


def html_lines(markup: str, *, to_tail: bool = False) -> list[str]:
    """Give the lines of text that a reader sees, quoted ones prefixed with `>`.

    Takes time linear in the length of `markup`, however broken it is. With `to_tail`, what stands below a container
    that quotes everything below it is left out: it is most of an Outlook mail.
    """
    page = _Page()
    for is_tag, value in _tokens(markup):
        if is_tag:
            _tag(page, value)
            if to_tail and page.lines and page.lines[-1] == TAIL_LINE:
                break
        else:
            page.write(value)
    page.break_line(always=False)
    return page.lines


def _tokens(markup: str) -> Iterator[tuple[bool, str]]:
    """Split into (False, characters) and (True, what stands between a tag's angle brackets)."""
    at = 0
    while True:
        opening = markup.find("<", at)
        if opening < 0:
            yield False, markup[at:]
            return
        if opening > at:
            yield False, markup[at:opening]
        if markup.startswith("<!--", opening):
            end = markup.find("-->", opening + 4)
            if end < 0:
                return  # a comment without an end hides the rest, as in a browser
            at = end + 3
            continue
        following = markup[opening + 1 : opening + 2]
        if not (following.isalpha() or following in {"/", "!", "?"}):
            yield False, "<"
            at = opening + 1
            continue
        end = _tag_end(markup, opening)
        if end < 0:
            yield False, markup[opening:]
            return
        if following not in {"!", "?"}:
            yield True, markup[opening + 1 : end]
        at = end + 1


def _tag_end(markup: str, opening: int) -> int:
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


def _tag(page: _Page, inside: str) -> None:
    """Take in one tag."""
    match = _TAG.match(inside)
    if match is None:
        return
    tag = match[2].lower()
    if match[1]:
        _close(page, tag)
    elif tag == "br":
        if not page.unseen:
            page.break_line()
    elif tag in {"td", "th"}:
        page.write(" ")
        page.stack.append(_Open(tag))
    else:
        _open(page, tag, inside)


def _open(page: _Page, tag: str, inside: str) -> None:
    """Open an element, and note what its container says."""
    if tag in _BLOCKS:
        page.break_line(always=False)
    if tag == "p" and not page.unseen and page.lines and page.lines[-1].strip("> "):
        page.break_line()
    said = _attributes(inside)
    opened = _Open(tag, pre=tag == "pre")
    opened.unseen = tag in _UNSEEN
    if said and not (page.unseen or opened.unseen):
        opened.unseen = "hidden" in said or ("style" in said and _HIDDEN.search(said["style"]) is not None)
    if not (page.unseen or opened.unseen):
        _container(page, tag, said, opened)
    if tag == "hr" and not page.unseen:
        page.mark("_" * 32)
    if tag in _VOID:
        return
    page.stack.append(opened)
    page.unseen += opened.unseen
    page.pre += opened.pre
    page.depth += opened.quotes


def _attributes(inside: str) -> dict[str, str]:
    """Give the attributes that containers are known by, lower-cased."""
    if "=" not in inside and "hidden" not in inside:
        return {}
    said = {match[1].lower(): match[2].strip("\"'").lower() for match in _ATTRIBUTE.finditer(inside[:_TAG_CHARS])}
    if inside.rstrip("/").endswith(" hidden"):
        said["hidden"] = ""
    return said


def _container(page: _Page, tag: str, said: dict[str, str], opened: _Open) -> None:
    """Note a quote container, a signature container, or the beginning of everything quoted."""
    if not said and tag != "blockquote":
        return
    classes = {name.removeprefix("x_") for name in said.get("class", "").split()}
    ident = said.get("id", "").removeprefix("x_")
    style = said.get("style", "")
    if any(ident.endswith(known) or known in ident for known in _TAIL_IDS) or classes & _TAIL_CLASSES:
        page.mark(TAIL_LINE)
    elif tag == "div" and _OUTLOOK_RULE.search(style):
        page.mark(TAIL_LINE)  # Outlook's and Windows Mail's rule over the quoted header, in any language
    elif tag == "blockquote":
        indent = "gmail_quote" not in classes and said.get("type") != "cite" and _INDENT_ONLY.search(style)
        opened.quotes = not indent
    elif classes & _QUOTE_CLASSES:
        opened.quotes = True
    elif classes & _SIGNATURE_CLASSES or ident in _SIGNATURE_IDS:
        page.mark(SIGNATURE_LINE)


def _close(page: _Page, tag: str) -> None:
    """Close the innermost open `tag` and what was left open within it; a stray end tag closes nothing."""
    if tag in _BLOCKS:
        page.break_line(always=False)
    if tag in {"p", "blockquote"} and not page.unseen and page.lines and page.lines[-1].strip("> "):
        page.break_line()
    for index in range(len(page.stack) - 1, max(-1, len(page.stack) - 40), -1):
        if page.stack[index].tag == tag:
            for closed in page.stack[index:]:
                page.unseen -= closed.unseen
                page.pre -= closed.pre
                page.depth -= closed.quotes
            del page.stack[index:]
            return
