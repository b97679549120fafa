"""CSV text into records with the line on which each begins (RFC 4180, with the liberties that spreadsheets take).

Knows quotes, delimiters and line ends, and where a quote was opened that never closes. Nothing of headers.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from milestones.domain.plans.table import Unusable

if TYPE_CHECKING:
    from collections.abc import Iterator

DELIMITERS = (",", ";", "\t", "|")
_MEND = 'close it with ", and write a quote inside a cell twice ("")'


def records(text: str, delimiter: str, name: str) -> Iterator[tuple[int, list[str]]]:
    r"""Give each record of `text` as (the line it begins on, its cells).

    A line break inside quotes stays in the cell as `\n`. Raises `Unusable` with the line of the opening quote where a
    quoted cell is not closed, or is closed in the middle of its words (RFC 4180 section 2.5 to 2.7).
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    blank = " " if delimiter == "\t" else r" \t"
    quoted = re.compile(rf'[{blank}]*"((?:[^"]|"")*+)"[{blank}]*(?=([{re.escape(delimiter)}\n])|\Z)')
    bare = re.compile(rf"[^{re.escape(delimiter)}\n]*+")
    opens = re.compile(rf'[{blank}]*"')
    place, line, end = 0, 1, len(text)
    while place < end:
        begun, cells = line, []
        while True:
            if opens.match(text, place):
                match = quoted.match(text, place)
                if not match:
                    raise _unclosed(text, place, line, name)
                cells.append(match[1].replace('""', '"').strip(" \n\t"))
                line += match[1].count("\n")
            else:
                match = bare.match(text, place)
                assert match is not None
                cells.append(match[0].strip())
            place = match.end()
            if place >= end or text[place] == "\n":
                break
            place += 1
        place += 1
        line += 1
        yield begun, cells


def _unclosed(text: str, place: int, line: int, name: str) -> Unusable:
    """Say where a quote was opened, and on which line it goes wrong."""
    opening = text.index('"', place)
    closing = re.compile(r'"((?:[^"]|"")*+)"').match(text, opening)
    if closing is None:
        return Unusable(f"{name}:{line}", "a quote is opened here and never closed", _MEND)
    at = line + text.count("\n", opening, closing.end())
    return Unusable(
        f"{name}:{line}", f"a quote is opened here and closed before the end of its cell, on line {at}", _MEND
    )
