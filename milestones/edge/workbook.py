"""XLSX bytes into a table of text. The only user of openpyxl; formulas give their last value, macros are never run.

Knows workbooks, sheets and cell types. Which sheet is the plan is told by its header.
"""

from __future__ import annotations

import io
import warnings
import zipfile
import zlib
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError

from milestones.domain.plans.columns import likeness
from milestones.domain.plans.table import Table, Unusable
from milestones.edge.sheet_lines import MOST_ROWS, table_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MOST_UNPACKED_BYTES = 256 * 1024 * 1024
"""What all parts of a workbook may come to when unpacked; more is no plan."""

_HEADER_WITHIN = 60
_MOST_COLUMNS = 500
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, ParseError, EOFError, OSError, OverflowError, RuntimeError, AssertionError),
    *(KeyError, ValueError, TypeError, IndexError, AttributeError),
)
"""What openpyxl and zipfile raise on files that are not sound."""

_REPAIR = "open it in Excel and save it again as .xlsx"


def read_workbook(data: bytes, name: str, extra: Mapping[str, str]) -> Table:
    """Read the first sheet of a workbook that has a plan's header; hidden rows are rows like any other.

    `extra` is the board's `[import.columns]`. Further sheets that look like plans are named in the table's `notes`.
    Raises `Unusable` for a file that is no sound workbook, is too large when unpacked, or has no such sheet.
    """
    has_formulas = _inspect(data, name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _read(data, name, extra, has_formulas=has_formulas)
    except Unusable:
        raise
    except _BROKEN as error:
        raise Unusable(name, f"the workbook is damaged ({type(error).__name__})", _REPAIR) from error


def _read(data: bytes, name: str, extra: Mapping[str, str], *, has_formulas: bool) -> Table:
    """Choose the sheet and read it."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    formulas = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False) if has_formulas else None
    sheets = {sheet.title: _best_likeness(sheet, extra) for sheet in book.worksheets}
    plans = [title for title, best in sheets.items() if best >= (2, 0)] or [
        title for title, best in sheets.items() if best > (0, 0)
    ]
    if not sheets:
        raise Unusable(name, "the workbook has no sheet", "save the plan as a sheet of cells")
    chosen = plans[0] if plans else next(iter(sheets))
    lines = _lines(book[chosen], formulas[chosen] if formulas else None)
    table = table_of(lines, f"{name} [{chosen}]", extra, in_columns=True)
    if not plans[1:]:
        return table
    notes = tuple(f"the sheet '{title}' looks like a plan too and was not read" for title in plans[1:])
    return Table(table.header, table.rows, table.name, table.header_line, table.above, notes)


def _lines(sheet: Any, formulas: Any | None) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Give each row of a sheet as (row number, cells as text); a formula that was never computed gives its own text."""
    sheet.reset_dimensions()
    if formulas is None:
        for line, row in enumerate(sheet.iter_rows(), 1):
            yield line, _within(tuple(_text(cell) for cell in row))
        return
    formulas.reset_dimensions()
    for line, (row, written) in enumerate(zip(sheet.iter_rows(), formulas.iter_rows(), strict=True), 1):
        yield (
            line,
            _within(
                tuple(
                    _text(cell) if cell.value is not None else _text(source)
                    for cell, source in zip(row, written, strict=True)
                )
            ),
        )


def _within(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Drop empty cells at the end of a row, of which formatted sheets have thousands, and what is absurdly far out."""
    end = min(len(cells), _MOST_COLUMNS)
    while end and not cells[end - 1]:
        end -= 1
    return cells[:end]


def _best_likeness(sheet: Any, extra: Mapping[str, str]) -> tuple[int, int]:
    """Give the best likeness to a plan's header among a sheet's first rows."""
    sheet.reset_dimensions()
    return max(
        (
            likeness([_text(cell)[:200] for cell in row[:_MOST_COLUMNS]], extra)
            for row in sheet.iter_rows(max_row=_HEADER_WITHIN)
        ),
        default=(0, 0),
    )


def _text(cell: Any) -> str:
    """Give a cell as a person would type it: dates as ISO, whole numbers without a point, per cent with its sign."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, (int, float)):
        return _number(float(value), str(cell.number_format or ""))
    return str(value).replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "").replace("\0", "").strip()


def _number(value: float, number_format: str) -> str:
    if "%" in number_format:
        return f"{value * 100:.10g}%"
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def _inspect(data: bytes, name: str) -> bool:
    """Look into the archive before it is unpacked, and say whether any sheet holds a formula.

    Raises `Unusable` for another kind of archive, for one that unpacks to too much (a zip bomb), and for one with a
    document type, which no workbook has (entity bombs).
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if not any(part.filename == "xl/workbook.xml" for part in parts):
                other = (
                    "an OpenDocument sheet" if any(p.filename == "content.xml" for p in parts) else "no Excel workbook"
                )
                raise Unusable(name, f"this is {other}", "save it as .xlsx or as 'CSV UTF-8'")
            if sum(part.file_size for part in parts) > MOST_UNPACKED_BYTES:
                wrong = f"it unpacks to more than {MOST_UNPACKED_BYTES // 2**20} MB"
                raise Unusable(
                    name, wrong, f"a plan has at most {MOST_ROWS:,} rows of text; copy it into a new workbook"
                )
            formulas = False
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    formulas |= _look_into(archive, part, name)
            return formulas
    except (*_BROKEN, NotImplementedError) as error:
        raise Unusable(name, f"the workbook is damaged ({type(error).__name__})", _REPAIR) from error


def _look_into(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> bool:
    """Say whether one part holds a formula. Raises `Unusable` where it declares a document type."""
    formulas, tail = False, b""
    with archive.open(part) as stream:
        while chunk := stream.read(1 << 20):
            window = tail + chunk
            if b"<!DOCTYPE" in window or b"<!ENTITY" in window or b"<\0!\0" in window:
                raise Unusable(name, "the workbook declares a document type, which none should", _REPAIR)
            formulas |= b"<f>" in window or b"<f " in window
            tail = chunk[-16:]
    return formulas and part.filename.startswith("xl/worksheets/")
