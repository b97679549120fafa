"""A plan's sheet as text: its header, its rows with their lines, and the fault that makes one unusable.

Knows nothing of files or formats (`milestones.edge.sheets` reads them) and nothing of what the columns mean.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_JOINERS = frozenset("\u200c\u200d")
_PLAIN = re.compile(r"[ -~]*")


class Unusable(Exception):
    """A plan that cannot be read: `where` it is wrong, what is `wrong`, and what would be `right`. Nothing changed."""

    def __init__(self, where: str, wrong: str, right: str) -> None:
        super().__init__(where, wrong, right)
        self.where = where
        self.wrong = wrong
        self.right = right

    def __str__(self) -> str:
        """Give it as printed: place, fault, remedy."""
        return f"{self.where}: {self.wrong}; {self.right}"


@dataclass(frozen=True, slots=True)
class SheetRow:
    r"""One row that holds something: its `number` among the data rows from 1, its `line` in the file or sheet.

    `cells` reach at least to the last heading; a line break inside a cell is one `\n`.
    """

    number: int
    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet as text. Rows without a single word are no data rows and do not appear.

    `name` is the file's name for messages, `header_line` the line of the header, `above` the words over it (a title,
    a marking), `notes` what the reader wants told, such as a second sheet that was not read.
    """

    header: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    name: str = "plan"
    header_line: int = 1
    above: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def plain(text: str) -> str:
    """Give `text` on one line: control characters become spaces, bidi and invisible format characters go.

    Runs of spaces become one. Unicode UTS #39 and UAX #9 (Bidi_Control); joiners stay, some scripts need them.
    """
    if _PLAIN.fullmatch(text):
        return " ".join(text.split())
    kept = []
    for character in unicodedata.normalize("NFC", text):
        category = unicodedata.category(character)
        if category in {"Cc", "Zl", "Zp", "Zs"}:
            kept.append(" ")
        elif category == "Cs":
            kept.append("\ufffd")
        elif character not in _BIDI and (category != "Cf" or character in _JOINERS):
            kept.append(character)
    return " ".join("".join(kept).split())
