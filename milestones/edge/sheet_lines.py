"""Lines of cells into a table: finds the header below title rows, and holds the limits of a plan.

Knows rows of text, whichever file they came from. What headings mean is `milestones.domain.plans.columns`' affair.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestones.domain.plans.columns import likeness
from milestones.domain.plans.table import SheetRow, Table, Unusable, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

MOST_ROWS = 100_000
LONGEST_CELL = 32_767
"""Characters in one cell: what Excel holds."""

HEADER_WITHIN = 30
"""Among how many first rows with words the header is looked for."""


def table_of(
    lines: Iterable[tuple[int, Sequence[str]]], name: str, extra: Mapping[str, str], *, in_columns: bool = False
) -> Table:
    """Find the header among `lines` (line number, cells) and give the table below it.

    `in_columns` says that cells cannot have slipped sideways, as they can in CSV: words to the right of the header
    are then columns without a heading. Raises `Unusable` for no rows, too many, a cell that is too long, and for words
    to the right of the header where they may have slipped.
    """
    above: list[tuple[int, tuple[str, ...]]] = []
    rows: list[tuple[int, tuple[str, ...]]] = []
    header: tuple[int, tuple[str, ...]] | None = None
    for line, cells in lines:
        _check_cells(cells, f"{name}:{line}")
        if not any(map(plain, cells)):
            continue
        if header is None:
            above.append((line, tuple(cells)))
            if len(above) == HEADER_WITHIN:
                header, above, rows = _split(above, extra)
        else:
            rows.append((line, tuple(cells)))
            if len(rows) > MOST_ROWS:
                raise Unusable(f"{name}:{line}", f"more than {MOST_ROWS:,} rows", "split the plan into several files")
    if header is None:
        if not above:
            raise Unusable(name, "the file is empty", "a plan has a header and a row for each action")
        header, above, rows = _split(above, extra)
    if not rows:
        raise Unusable(
            f"{name}:{header[0]}", "0 rows: there is a header and nothing under it", "add a row for each action"
        )
    width = len(header[1])
    widest = max(len(cells) for _, cells in (header, *rows)) if in_columns else width
    headings = tuple(map(plain, header[1])) + ("",) * (widest - width)
    return Table(
        header=headings,
        rows=tuple(
            SheetRow(number, line, _fit(cells, width, widest, f"{name}:{line}"))
            for number, (line, cells) in enumerate(rows, 1)
        ),
        name=name,
        header_line=header[0],
        above=tuple(plain(cell) for _, cells in above for cell in cells if plain(cell)),
    )


def _split(
    lines: list[tuple[int, tuple[str, ...]]], extra: Mapping[str, str]
) -> tuple[tuple[int, tuple[str, ...]], list[tuple[int, tuple[str, ...]]], list[tuple[int, tuple[str, ...]]]]:
    """Give the header among the first lines, what stands above it and below it.

    The header is the row most like one, the first of equals; where none is, the first row, which
    `columns.recognise` then refuses.
    """
    likenesses = [likeness(cells, extra) for _, cells in lines]
    best = max(likenesses)
    place = likenesses.index(best)
    return lines[place], lines[:place], lines[place + 1 :]


def _fit(cells: tuple[str, ...], width: int, widest: int, where: str) -> tuple[str, ...]:
    """Give a row at least as wide as the header: missing cells are blank, words beyond the widest place are a fault."""
    beyond = [plain(cell) for cell in cells[widest:] if plain(cell)]
    if beyond:
        raise Unusable(
            where,
            f"the row has words beyond the last heading ('{beyond[0][:60]}')",
            "give that column a heading, or put quotes around a cell that holds a comma",
        )
    return cells[:widest] + ("",) * (width - len(cells))


def _check_cells(cells: Sequence[str], where: str) -> None:
    for place, cell in enumerate(cells, 1):
        if len(cell) > LONGEST_CELL:
            raise Unusable(
                where, f"cell {place} has {len(cell):,} characters", f"a cell holds at most {LONGEST_CELL:,}"
            )
