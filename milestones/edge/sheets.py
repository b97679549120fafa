"""Reads a plan's file into a table of text: CSV here, XLSX through `milestones.edge.workbook`; or says where it fails.

Knows bytes, encodings and cells. What the columns mean is `milestones.domain.plans.columns`' affair; its header words
are asked only to find the header below title rows.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from milestones.domain.plans.columns import likeness
from milestones.domain.plans.table import SheetRow, Table, Unusable
from milestones.edge.csv_records import DELIMITERS, records
from milestones.edge.sheet_lines import HEADER_WITHIN, table_of
from milestones.edge.workbook import read_workbook

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

LARGEST_FILE_BYTES = 64 * 1024 * 1024
_ZIP, _OLE, _PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"
_SAVE_AS = "save it as 'CSV UTF-8 (comma delimited)' or as .xlsx"

__all__ = ["SheetRow", "Table", "Unusable", "read_table"]


def read_table(path: Path, extra: Mapping[str, str] | None = None) -> Table:
    r"""Read the plan at `path`; `extra` is the board's `[import.columns]`, which helps to find the header.

    Cells keep a line break as one `\n`; rows without a word are left out. Raises `Unusable` where the file cannot be
    read whole: nothing is ever read in part.
    """
    data = _bytes(path)
    name = path.name
    if data.startswith(_ZIP):
        return read_workbook(data, name, extra or {})
    if data.startswith(_OLE):
        raise Unusable(
            name, "this is an old .xls file, or one with a password", "open it in Excel and save it as .xlsx"
        )
    if data.startswith(_PDF):
        raise Unusable(name, "this is a PDF", f"import the spreadsheet it was made from; {_SAVE_AS}")
    text = _text(data, name)
    if text.lstrip()[:15].casefold().startswith(("<!doctype", "<html", "<?xml", "<table")):
        raise Unusable(name, "this is a web page or XML, not a spreadsheet", _SAVE_AS)
    delimiter = _delimiter(text, name, extra or {})
    return table_of(records(text, delimiter, name), name, extra or {})


def _bytes(path: Path) -> bytes:
    """Read the whole file, unless it is too large. Raises `Unusable` where it cannot be opened."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE_BYTES + 1)
    except OSError as error:
        raise Unusable(
            str(path), f"cannot be opened ({error.strerror or error})", "give the path of a CSV or XLSX file"
        ) from error
    if len(data) > LARGEST_FILE_BYTES:
        raise Unusable(
            path.name, f"larger than {LARGEST_FILE_BYTES // 2**20} MB", "a plan is text; take pictures out, or split it"
        )
    return data


def _text(data: bytes, name: str) -> str:
    """Decode the file: UTF-8, or UTF-16 that says so. Raises `Unusable` with the line of the first byte that is not."""
    encoding = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        hint = "it looks like Windows-1252, which may be read wrongly" if encoding != "utf-16" else "it breaks off"
        raise Unusable(
            f"{name}:{line}", f"this is not {encoding.upper()[:6].rstrip('-')} text: {hint}", _SAVE_AS
        ) from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise Unusable(f"{name}:{line}", "there is a NUL character, so this is not plain text", _SAVE_AS)
    return text


def _delimiter(text: str, name: str, extra: Mapping[str, str]) -> str:
    """Tell the delimiter by which one gives a header. Raises `Unusable` where another than a comma only may be meant.

    A comma wins wherever it gives a header. Others are taken where they alone give three known headings, or where the
    file's first line says so (Excel's `sep=;`).
    """
    said = re.match(r"sep=([,;\t|])\r?\n", text)
    if said:
        return said[1]
    best = {delimiter: _best_likeness(text, delimiter, name, extra) for delimiter in DELIMITERS}
    if best[","] >= (2, 0):
        return ","
    other = max(DELIMITERS[1:], key=lambda delimiter: best[delimiter])
    if best[other] >= (3, 0):
        return other
    first = text.lstrip("\r\n ").split("\n", 1)[0]
    if first.count(other) > first.count(","):
        shown = {";": "semicolons", "\t": "tabs", "|": "bars"}[other]
        raise Unusable(
            f"{name}:1", f"the cells seem to be parted by {shown}", "part them by commas: save it as 'CSV UTF-8'"
        )
    return ","


def _best_likeness(text: str, delimiter: str, name: str, extra: Mapping[str, str]) -> tuple[int, int]:
    """Give the best likeness to a header among the first rows, read with `delimiter`."""
    best = (0, 0)
    try:
        for seen, (_, cells) in enumerate(records(text, delimiter, name)):
            if seen == HEADER_WITHIN:
                break
            best = max(best, likeness([cell[:200] for cell in cells[:200]], extra))
    except Unusable:
        return best
    return best
