"""Finds the lines of our own letter in an answer, however they were wrapped or quoted. Knows no quoting shapes.

The letter holds the very words that an owner may answer with, so a single short line that occurs in it proves
nothing: only a run of lines in the letter's order does, or one line too long to be typed by chance.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_URL_OR_ADDRESS = re.compile(r"<?\b(?:https?://|mailto:|www\.)[^\s<>]*>?|[^\s<>]+@[^\s<>]+", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_INITIALS = re.compile(r"\s*[A-Za-z]{1,4}[>|] ?")

_LETTER_CHARS = 64 * 1024
_GAP_CHARS = 240  # what a client may leave out between two lines: a link, an address, a row of a table
_RUN_WORDS = 10
_LINE_WORDS = 12
_SHORT_WORDS = 3


def words(text: str) -> list[str]:
    """Give the words of a text as they are compared: case folded, no marks, no links, no addresses."""
    if "@" in text or "://" in text or "www." in text:
        # Piece by piece, since none goes beyond one: in a whole letter the search takes longer than all the rest.
        pieces = [
            _URL_OR_ADDRESS.sub(" ", one) if "@" in one or ":" in one or "." in one else one for one in text.split()
        ]
        text = " ".join(pieces)
    return _WORD.findall(text.casefold())


@dataclass(slots=True)
class _Match:
    """Where a line's words stand in the letter."""

    line: int
    start: int
    end: int
    words: int


def lines_of_letter(lines: list[str], letter_text: str) -> list[bool]:
    """Say of each line whether it is one of the letter `letter_text`.

    Time is linear in the number of lines, each looked up once or twice in a letter of bounded length.
    """
    found = [False] * len(lines)
    letter = _letter(letter_text)
    if len(letter) < 8:
        return found
    for run in _runs(_matches(lines, letter)):
        total = sum(match.words for match in run)
        if total >= (_RUN_WORDS if len(run) > 1 else _LINE_WORDS) or (len(run) > 2 and total >= 6):
            for match in run:
                found[match.line] = True
            _extend_upwards(lines, found, run[0], letter)
    _close_wordless(lines, found)
    return found


@lru_cache(maxsize=64)
def _letter(letter_text: str) -> str:
    """Give a letter's words in one string, a space at either end; kept, since many answers follow one letter."""
    return " " + " ".join(words(letter_text[:_LETTER_CHARS])) + " "


def _extend_upwards(lines: list[str], found: list[bool], first: _Match, letter: str) -> None:
    """Count the short lines right above a run, with no blank line between, that stand right above it in the letter."""
    number, end = first.line - 1, first.start
    while number >= 0 and not found[number] and (said := words(lines[number])):
        key = " " + " ".join(said)
        if letter[max(0, end - len(key)) : end] != key:
            return
        found[number] = True
        number, end = number - 1, end - len(key)


def _close_wordless(lines: list[str], found: list[bool]) -> None:
    """Count a line of marks, a link or an address between two lines of the letter as the letter's too.

    Only plain characters: a thumb or a tick is somebody's answer.
    """
    before, waiting = False, list[int]()
    for number, line in enumerate(lines):
        if found[number] or words(line) or not line.isascii():
            if before and found[number]:
                for one in waiting:
                    found[one] = True
            before, waiting = found[number], []
        elif line.strip():
            waiting.append(number)


def _matches(lines: list[str], letter: str) -> list[_Match]:
    """Look up each line, first where the line before it ended, then anywhere."""
    matches: list[_Match] = []
    at = 0
    for number, line in enumerate(lines):
        said = words(line)
        if not said:
            continue
        match = _look_up(number, said, letter, at)
        if match is None and (initials := _INITIALS.match(line)):
            said = words(line[initials.end() :])
            match = _look_up(number, said, letter, at) if said else None
        if match is not None:
            matches.append(match)
            at = match.end
    return matches


def _look_up(number: int, said: list[str], letter: str, at: int) -> _Match | None:
    """Find words that follow each other in the letter: at `at`, a little after it, or anywhere."""
    key = " " + " ".join(said) + " "
    if letter.startswith(key, at):
        start = at
    elif len(said) < _SHORT_WORDS:
        return None  # "done" stands somewhere in every letter of ours
    else:
        start = letter.find(key, at, at + _GAP_CHARS + len(key))
        if start < 0:
            start = letter.find(key)
        if start < 0:
            return None
    return _Match(number, start, start + len(key) - 1, len(said))


def _runs(matches: list[_Match]) -> list[list[_Match]]:
    """Group matches that follow each other in the letter."""
    runs: list[list[_Match]] = []
    for match in matches:
        if runs and 0 <= match.start - runs[-1][-1].end <= _GAP_CHARS:
            runs[-1].append(match)
        else:
            runs.append([match])
    return runs
