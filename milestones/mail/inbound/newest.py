"""Only what the writer of a mail newly wrote. Joins the readers of quotes, signatures and added lines; knows no intent.

Linear in the lines, and the input is cut first. In doubt a line is not new: what is left out is asked about, what
is wrongly taken for new could confirm.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from milestones.mail.inbound import budget
from milestones.mail.inbound.disclaimers import banner_goes_on, is_banner, is_marking, is_sent_from, starts_disclaimer
from milestones.mail.inbound.html_text import html_lines
from milestones.mail.inbound.letter_lines import lines_of_letter, words
from milestones.mail.inbound.parse import texts
from milestones.mail.inbound.quoting import Kind, is_marker, opener_span, quoting, split_glued
from milestones.mail.inbound.signatures import weakens, without_signature

if TYPE_CHECKING:
    from milestones.mail.inbound.message import Mail

_MOST_LINES = 5000
_ID = re.compile(r"\b[A-Z][A-Z0-9]{0,9}-\d{1,6}\b")
_PICTURE = re.compile(r"\s*\[(?:cid:|image:|https?:|inline image|image|logo)[^\[\]]*\]\s*", re.IGNORECASE)
_LINK_TARGET = re.compile(r"<(?:https?://|mailto:|tel:)[^<>\s]*>", re.IGNORECASE)
_TAGGED = re.compile(r"\s*(?:\[[^\[\]]{1,40}\]|\*{2,3}[^*]{1,40}\*{2,3})[\s:-]*(\w.*)")
_ARMOUR = re.compile(r"-----(?:BEGIN|END) PGP (?:SIGNED MESSAGE|SIGNATURE)-----")


@dataclass(slots=True)
class _Stretch:
    """A stretch of new lines, and the ids that the quoted lines above it name, in order."""

    ids_above: list[str]
    lines: list[str] = field(default_factory=list)
    quote_below: bool = False


def newest_text(mail: Mail, letter_text: str = "") -> str:
    """Give what the writer of `mail` newly wrote, lines joined by line feeds, "" where there is nothing.

    `letter_text` is the plain text of our letter that is answered: its lines never count, in whatever disguise, and
    where a client quotes without marks it tells what was typed between them. The plain part is read; where it is empty
    the HTML is (M35). An answer typed between the quoted milestones gets the id that stands above it in front
    ("HUM-1: Done"), so that it is not taken for all of them. At most `budget.SEARCHED_CHARS` characters.
    """
    if mail.text is not None and mail.text.strip():
        return newest_of(_without_armour(mail.text.split("\n")), letter_text, mail.sender_name)
    if mail.html is not None:
        return newest_of(html_lines(mail.html[: budget.TEXT_CHARS]), letter_text, mail.sender_name)
    return ""


def letter_text_of(content: bytes) -> str:
    """Give all that a reader may have seen of a letter of ours, to be handed to `newest_text` as `letter_text`.

    Its plain text and the text of its HTML: an answer in Outlook quotes the HTML, whose headings the plain text has
    not, and a heading such as "HUM-1 is agreed" must never count as the owner's.
    """
    text, markup = texts(content)
    return "\n".join([text or "", *html_lines(markup or "")])


def newest_of(lines: list[str], letter_text: str, sender_name: str = "") -> str:
    """Give the newest text of a mail's lines; see `newest_text`."""
    lines = split_glued([line[:4000].replace("\xa0", " ").rstrip("\r") for line in lines[:_MOST_LINES]])
    of_letter = lines_of_letter(lines, letter_text) if letter_text else [False] * len(lines)
    kinds = quoting(lines, of_letter)
    _read_tail(lines, kinds, of_letter, letter_text)
    out: list[str] = []
    several = len(_ids(letter_text)) > 1
    for stretch in _stretches(lines, kinds):
        said = _trimmed(without_signature(_without_added(stretch.lines), sender_name))
        if said and out:
            out.append("")
        out += _with_id(said, stretch, several=several)
    return "\n".join(out)[: budget.SEARCHED_CHARS].strip()


@lru_cache(maxsize=64)
def _ids(letter_text: str) -> frozenset[str]:
    """Give the milestones' ids that a letter names."""
    return frozenset(_ID.findall(letter_text))


def _without_armour(lines: list[str]) -> list[str]:
    """Give the lines of a clear-signed text (RFC 9580 section 7) without its armour, others as they are."""
    if not any(_ARMOUR.match(line) for line in lines[:50]):
        return lines
    out: list[str] = []
    armour = False
    for line in lines:
        if _ARMOUR.match(line):
            armour = True
        elif armour and not out and not line.strip():
            armour = False
        if "END PGP SIGNATURE" in line:
            armour = False
        elif not armour:
            out.append(line.removeprefix("- "))
    return out


def _read_tail(lines: list[str], kinds: list[Kind], of_letter: list[bool], letter_text: str) -> None:
    """Decide the lines below a heading that quotes without marks.

    They are new only where the tail is our own letter, nearly whole, with no other mail in it: then what does not
    stand in the letter was typed into it. A colleague's earlier mail in the thread must never speak for the sender.
    """
    tail = [index for index, kind in enumerate(kinds) if kind is Kind.TAIL]
    if not tail:
        return
    for index in tail:
        kinds[index] = Kind.QUOTED
    known = [index for index in tail if of_letter[index]]
    if not known or any(not is_marker(lines[index]) and opener_span(lines, index, of_letter) for index in tail):
        return
    said = {index: words(lines[index]) for index in tail if index > known[0]}
    pairs = _pairs(letter_text)
    typed = [index for index, line in said.items() if line and not of_letter[index] and not _laid_out_anew(line, pairs)]
    if sum(len(said[index]) for index in said if of_letter[index]) < sum(len(said[index]) for index in typed):
        return
    for index in typed:
        kinds[index] = Kind.NEW


@lru_cache(maxsize=64)
def _pairs(letter_text: str) -> frozenset[tuple[str, str]]:
    """Give a letter's pairs of neighbouring words."""
    return frozenset(pairwise(words(letter_text)))


def _laid_out_anew(line: list[str], pairs: frozenset[tuple[str, str]]) -> bool:
    """Say whether each word of a line stands beside another as in the letter: a row that a client laid out anew."""
    beside = [pair in pairs for pair in pairwise(line)]
    return len(line) > 1 and all(left or right for left, right in zip([False, *beside], [*beside, False], strict=True))


def _stretches(lines: list[str], kinds: list[Kind]) -> list[_Stretch]:
    """Cut the lines into stretches of new text, each with the ids named in the quote right above it."""
    stretches: list[_Stretch] = []
    ids: list[str] = []
    current: _Stretch | None = None
    for line, kind in zip(lines, kinds, strict=True):
        if kind is Kind.NEW:
            if current is None:
                current = _Stretch(ids)
                stretches.append(current)
                ids = []
            current.lines.append(line)
        elif line.strip("> \t"):
            if current is not None and any(said.strip() for said in current.lines):
                current.quote_below = True
            elif current is not None:
                ids = current.ids_above + ids
                stretches.pop()
            current = None
            ids = ids + _ID.findall(line)
    return stretches


def _with_id(said: list[str], stretch: _Stretch, *, several: bool) -> list[str]:
    """Put the id of the milestone above an answer in front of it, where the letter named several and it names none."""
    if not said or not stretch.ids_above or any(_ID.search(line) for line in said):
        return said
    named = set(stretch.ids_above)
    if not several and len(named) < 2:
        return said
    if len(named) > 1 and not stretch.quote_below:
        return said
    return [f"{stretch.ids_above[-1]}: {said[0]}", *said[1:]]


def _without_added(lines: list[str]) -> list[str]:
    """Give a stretch without markings, banners, disclaimers, pictures and what apps add."""
    kept: list[str] = []
    in_banner = in_disclaimer = above = False
    before = ""
    for index, line in enumerate(lines):
        if not line.strip():
            in_banner = False
            in_disclaimer = in_disclaimer and above
            kept.append("")
            continue
        if in_disclaimer and not (weakens(line) and _ID.search(line)):
            continue
        if _begins_paragraph(lines, index) and starts_disclaimer(" ".join(lines[index : index + 6])):
            in_disclaimer = True
            above = any(said.strip() for said in kept)  # below an answer a disclaimer goes on to the end
            continue
        in_banner = is_banner(line) or (in_banner and banner_goes_on(line, before))
        before = line
        if in_banner or is_marking(line) or is_sent_from(line) or _PICTURE.fullmatch(line):
            tagged = _TAGGED.match(line) if in_banner else None
            if tagged and not is_banner(tagged[1]):
                kept.append(tagged[1])  # "[EXTERNAL] Done": the tag goes, the answer stays
            continue
        kept.append(_LINK_TARGET.sub("", line) if "<" in line else line)
    return kept


def _begins_paragraph(lines: list[str], index: int) -> bool:
    """Say whether a line begins a paragraph, or follows a drawn rule or a finished sentence."""
    if index == 0:
        return True
    above = lines[index - 1].strip()
    return not above or not above.strip("_-=*") or above[-1:] in {".", ":", ">"} or len(above) < 60


def _trimmed(lines: list[str]) -> list[str]:
    """Give lines without blank ones at both ends and with single blank ones between."""
    out: list[str] = []
    for line in lines:
        stripped = line.rstrip()
        if stripped or (out and out[-1]):
            out.append(stripped)
    while out and not out[-1]:
        out.pop()
    return out


_MEANING_WORDS = """
    done complete completed completion finished confirm confirmed agree agreed approve approved accept accepted object
    objection reject rejected refuse yes no not never none cannot cant dont isnt wasnt havent hasnt wont yet still until
    extend extension snooze blocked pass reassign except all both but ignore unless
    wedi heb gytuno cytuno nid nad ddim
"""
_BEARS_MEANING = frozenset(_MEANING_WORDS.split())


def body_conflict(mail: Mail, letter_text: str = "") -> str | None:
    """Say how the plain text and the HTML of a mail plainly differ in what they newly say, None where they agree.

    A mail that says NOT YET to one reader and DONE to another was made to mislead (M36). Links, pictures and list
    numbers may differ; words that bear meaning, numbers and most other words may not.
    """
    if not (mail.text and mail.text.strip() and mail.html and mail.html.strip()):
        return None
    plain = _compared(newest_of(mail.text.split("\n"), letter_text, mail.sender_name))
    lines = html_lines(mail.html[: budget.TEXT_CHARS], to_tail=not letter_text)
    shown = _compared(newest_of(lines, letter_text, mail.sender_name))
    if plain == shown or not shown:
        return None
    differ = plain ^ shown
    told = sorted(word for word in differ if word in _BEARS_MEANING or word.isdigit())
    if told:
        return f"plain text and HTML differ in {', '.join(told[:5])}"
    if len(differ) * 2 > len(plain | shown):
        return "plain text and HTML say different things"
    return None


def _compared(text: str) -> set[str]:
    """Give the words that are compared: list numbers, apostrophes and link targets left out."""
    lines = (re.sub(r"^\s*(?:\d{1,2}[.)]|[a-z][.)])\s", "", line) for line in text.split("\n"))
    return set(words(" ".join(lines).replace("'", "").replace("’", "")))
