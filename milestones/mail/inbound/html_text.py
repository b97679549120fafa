"""Turns a mail's HTML into plain lines in which quotes look as they do in plain mail. Knows no client by name.

What a tag says of itself is read in `html_tags`. Renders nothing and fetches nothing. What a reader does not see
(`display:none`, scripts) gives no text.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from milestones.mail.inbound.html_tags import CELLS, KEPT_TAG_CHARS, TAIL_LINE, Tag, read_tag, tag_end, tag_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_SPACE = re.compile(r"[ \t\r\n\f]+")

_BLOCK_TAGS = """
    address article aside blockquote body center dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 header hr html li
    main nav ol p pre section table tbody tfoot thead tr ul
"""
_VOID_TAGS = "area base br col embed hr img input link meta param source track wbr"
_UNSEEN_TAGS = "head script style title template noscript object select textarea svg math"
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_VOID = frozenset(_VOID_TAGS.split())
_UNSEEN = frozenset(_UNSEEN_TAGS.split())


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
        if text == "\n" and not self.pre:  # between two tags: nearly half of all
            self.line.append(" ")
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
    for token in _tokens(markup):
        if isinstance(token, str):
            page.write(token)
            continue
        _take(page, token)
        if to_tail and page.lines and page.lines[-1] == TAIL_LINE:
            break
    page.break_line(always=False)
    return page.lines


def _tokens(markup: str) -> Iterator[str | Tag]:
    """Split into characters and tags."""
    at = 0
    while True:
        opening = markup.find("<", at)
        if opening < 0:
            yield markup[at:]
            return
        if opening > at:
            yield markup[at:opening]
        if markup.startswith("<!--", opening):
            end = markup.find("-->", opening + 4)
            if end < 0:
                return  # a comment without an end hides the rest, as in a browser
            at = end + 3
            continue
        following = markup[opening + 1 : opening + 2]
        if not (following.isalpha() or following in {"/", "!", "?"}):
            yield "<"
            at = opening + 1
            continue
        end = markup.find(">", opening)
        inside = markup[opening + 1 : end] if opening < end <= opening + KEPT_TAG_CHARS else ""
        tag = read_tag(inside)
        if not tag.whole:
            end = tag_end(markup, opening)
            if end < 0:
                yield markup[opening:]
                return
            tag = tag_of(markup[opening + 1 : end])
        if tag.name:
            yield tag
        at = end + 1


def _take(page: _Page, tag: Tag) -> None:
    """Take in one tag."""
    if tag.closes:
        _close(page, tag.name)
    elif tag.name == "br":
        if not page.unseen:
            page.break_line()
    elif tag.name in CELLS:
        page.write(" ")
        page.stack.append(_Open(tag.name))
    else:
        _open(page, tag)


def _open(page: _Page, tag: Tag) -> None:
    """Open an element, and note what its container says."""
    name = tag.name
    if name in _BLOCKS:
        page.break_line(always=False)
    if name == "p" and not page.unseen and page.lines and page.lines[-1].strip("> "):
        page.break_line()
    unseen = name in _UNSEEN or (tag.hidden and not page.unseen)
    quotes = False
    if not (page.unseen or unseen):
        quotes = tag.quotes
        if tag.mark:
            page.mark(tag.mark)
    if name == "hr" and not page.unseen:
        page.mark("_" * 32)
    if name in _VOID:
        return
    opened = _Open(name, quotes, unseen, name == "pre")
    page.stack.append(opened)
    page.unseen += opened.unseen
    page.pre += opened.pre
    page.depth += opened.quotes


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
