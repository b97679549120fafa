"""A plan's rows as written, turned into rows as read: every row ready, or held with its questions. No row is lost.

What single words mean is in `columns`, `written_dates` and `written_owners`; this joins them, and says when two rows
are the same row.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from milestones.domain.marking import Marking, highest
from milestones.domain.plans.header_words import Field
from milestones.domain.plans.known_names import names_of
from milestones.domain.plans.table import Unusable, plain
from milestones.domain.plans.written_dates import WrittenDate, read_due
from milestones.domain.plans.written_owners import OwnerCell, WrittenOwners, resolve
from milestones.domain.state import Doubt, Question, Row

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from milestones.domain.board import Board
    from milestones.domain.plans.columns import Columns
    from milestones.domain.plans.table import SheetRow, Table

_NO_MARKING = ("", "none", "n a", "not marked", "unmarked", "not protectively marked", "npm", "unclassified", "public")
_MARKINGS = {
    **dict.fromkeys(_NO_MARKING, Marking.NONE),
    "official": Marking.OFFICIAL,
    "official sensitive": Marking.OFFICIAL_SENSITIVE,
}
_TOO_HIGH = re.compile(r"\b(?:top secret|secret|confidential|restricted|protect)\b")
_EMPTY_TITLES = re.compile(
    r"(?:(?:on ?going|continu(?:ous|ing|ed)|tb[acd]|to be (?:confirmed|agreed|advised)|n ?a|none|nil|as above|see above"
    r"|see below|ditto|as (?:per )?(?:before|previous)|actions?|various|completed?|done|total|same|update|yes|no"
    r"|blank) ?)*"
)
_CRITERION = re.compile(
    r"(?:(?:success )?criteri(?:on|a)|no|number|objective|section|test)?\W*"
    r"([0-9]{1,3}(?:\.[0-9]{1,3})*[a-z]?)(?:\s*[:.)\u2013\u2014-]\s.*|\s*)",
    re.IGNORECASE,
)
_COMPARED = ("due", "due_rule", "due_as_written", "owner_as_written", "objective", "action", "measure", "status",
             "marking", "criteria", "questions", "depends_on")  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One data row as read: its `number` in the plan from 1, its `line` in the file, and whether it is `ready`."""

    number: int
    line: int
    row: Row

    @property
    def ready(self) -> bool:
        """Say whether nothing about it is in doubt."""
        return not self.row.questions


def read_rows(table: Table, columns: Columns, board: Board, today: date) -> tuple[PlanRow, ...]:
    """Read every data row of `table` for `board`: as many rows come out as go in, in their order.

    `today` decides who holds a post, for owners written as mail addresses. Raises `Unusable` with the line where a
    row or the sheet bears a marking that does not belong in this service.
    """
    known = names_of(board, today)
    above = highest([_marking(words, f"{table.name}, above the header") for words in _markings_above(table)])
    unmarked = above if above is not Marking.NONE else board.marking
    rows = []
    seen: dict[tuple[str, str], int] = {}
    read_before: dict[tuple[OwnerCell, ...], WrittenOwners] = {}
    for sheet_row in table.rows:
        cells = tuple(
            OwnerCell(sheet_row.cells[column.place], column.kind, column.agency)
            for column in columns.owners
            if column.place < len(sheet_row.cells)
        )
        if cells not in read_before:
            read_before[cells] = resolve(cells, known)
        row = _read(sheet_row, columns, read_before[cells], board)
        marked = highest([_marking(words, f"{table.name}:{sheet_row.line}")
                          for words in columns.words(Field.MARKING, sheet_row.cells)])  # fmt: skip
        row = replace(row, marking=unmarked if marked is Marking.NONE else marked)
        first = seen.setdefault(row_key(row), sheet_row.number)
        if first != sheet_row.number:
            ask = f"Row {first} has the same reference and title. Is this another milestone, or the same one twice?"
            row = replace(row, questions=(*row.questions, Question(Doubt.DUPLICATE, "row", ask)))
        rows.append(PlanRow(sheet_row.number, sheet_row.line, row))
    return tuple(rows)


def row_key(row: Row) -> tuple[str, str]:
    """Give what makes a row the same row within one board: reference and title, in one spelling.

    Case, punctuation at the ends and spaces do not count, everything else does.
    """
    return _one_spelling(row.plan_ref), _one_spelling(row.title)


def paired(old: Sequence[Row], new: Sequence[Row]) -> tuple[int | None, ...]:
    """Give for each row of `new` the place of the row of `old` that it is, None for a row not seen before.

    Each old row is given once: of rows that stand twice in a plan, the first is the first again, the second the second.
    """
    waiting: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place in range(len(old) - 1, -1, -1):
        waiting[row_key(old[place])].append(place)
    return tuple(waiting[key].pop() if waiting.get(key := row_key(row)) else None for row in new)


def changes(old: Row, new: Row) -> dict[str, tuple[object, object]]:
    """Give what importing `new` over `old` would change: field name to (before, after); empty where nothing would.

    Owners are compared by post and kind: that an owner has confirmed is not the plan's to change.
    """
    found: dict[str, tuple[object, object]] = {
        name: (getattr(old, name), getattr(new, name))
        for name in ("plan_ref", "title", *_COMPARED)
        if getattr(old, name) != getattr(new, name)
    }
    if [(owner.post, owner.kind) for owner in old.owners] != [(owner.post, owner.kind) for owner in new.owners]:
        found["owners"] = (old.owners, new.owners)
    return found


def _read(sheet_row: SheetRow, columns: Columns, owners: WrittenOwners, board: Board) -> Row:
    """Read one row, all but its marking and whether it stands twice."""
    cells = sheet_row.cells

    def joined(field: Field) -> str:
        return " / ".join(map(plain, columns.words(field, cells)))

    title, tangible = _title(columns, cells)
    due, due_as_written = _due(columns, cells)
    questions = [] if tangible else [_not_tangible(title)]
    if due.doubt:
        questions.append(Question(due.doubt, "due", due.ask))
    questions.extend(owners.questions)
    return Row(
        plan_ref=joined(Field.REF),
        title=title,
        due=due.day,
        due_as_written=due_as_written,
        due_rule=due.rule,
        owners=owners.owners,
        owner_as_written=owners.as_written,
        objective=joined(Field.OBJECTIVE),
        action=joined(Field.ACTION),
        measure=joined(Field.MEASURE),
        status=joined(Field.STATUS),
        criteria=_criteria(columns.words(Field.CRITERION, cells), board),
        questions=tuple(questions),
        depends_on=tuple(map(plain, columns.words(Field.DEPENDS_ON, cells))),
    )


def _title(columns: Columns, cells: Sequence[str]) -> tuple[str, bool]:
    """Give the row's title and whether it says something tangible.

    The action, else a title column, else the milestone or measure, else the objective; words such as "Ongoing" only
    where nothing better stands in the row, and any other word of the row before none at all.
    """
    written = [
        plain(words)
        for field in (Field.ACTION, Field.TITLE, Field.MEASURE, Field.OBJECTIVE)
        for words in columns.words(field, cells)
    ]
    for words in written:
        if not says_nothing(words):
            return words, True
    other = next((plain(cell) for cell in cells if re.search(r"[^\W\d_]", plain(cell))), "")
    rest = next(filter(None, map(plain, cells)), "")
    return (written[0] if written else other or rest), False


def says_nothing(title: str) -> bool:
    """Say whether a title names nothing that could be done: no letters, or only a word such as "Ongoing" or "TBC"."""
    words = " ".join(re.sub(r"[\W_0-9]+", " ", title.casefold()).split())
    return not words or len(words) < 2 or bool(_EMPTY_TITLES.fullmatch(words))


def _not_tangible(title: str) -> Question:
    shown = f"'{title[:80]}' does not say" if title else "The row does not say"
    return Question(Doubt.NOT_TANGIBLE, "row", f"{shown} what is to be done. What is the milestone?")


def _due(columns: Columns, cells: Sequence[str]) -> tuple[WrittenDate, str]:
    """Read the due date from its columns; several that differ are a question, never a choice."""
    places = [place for place in columns.places(Field.DUE) if place < len(cells) and plain(cells[place])]
    as_written = " / ".join(plain(cells[place]) for place in places)
    readings = {place: read_due(cells[place]) for place in places}
    told = {place: reading for place, reading in readings.items() if reading.doubt is not Doubt.NO_DATE}
    if not told:
        return read_due(""), as_written
    if len({(reading.day, reading.doubt) for reading in told.values()}) == 1:
        return next(iter(told.values())), as_written
    said = ", ".join(f"'{plain(cells[place])[:60]}' under '{plain(columns.names[place])}'" for place in told)
    return WrittenDate(None, None, Doubt.TWO_MEANINGS, f"The plan gives {said}. Which one is it due by?"), as_written


def _criteria(written: Sequence[str], board: Board) -> tuple[str, ...]:
    """Read criterion cells: bare numbers are of the board's first framework, other words stay as written."""
    found: dict[str, None] = {}
    for cell in written:
        for piece in re.split(r"\s*(?:[;,&\n|]|\band\b)\s*", cell):
            words = plain(piece)
            framework, colon, number = words.partition(":")
            if colon and framework.strip() in board.frameworks:
                found[f"{framework.strip()}:{number.strip()}"] = None
            elif (bare := _CRITERION.fullmatch(words)) and board.frameworks:
                found[f"{board.frameworks[0]}:{bare[1]}"] = None
            elif words:
                found[words] = None
    return tuple(found)


def _markings_above(table: Table) -> list[str]:
    """Give the words over the header that are a protective marking and nothing else."""
    return [words for words in table.above if (said := _marking_words(words)) in _MARKINGS or _TOO_HIGH.fullmatch(said)]


def _marking(written: str, where: str) -> Marking:
    """Read a marking. Raises `Unusable` for any that this service may not hold, and for words that are none."""
    words = _marking_words(written)
    if words in _MARKINGS:
        return _MARKINGS[words]
    shown = plain(written)[:60]
    if _TOO_HIGH.search(words):
        right = "it holds OFFICIAL and OFFICIAL-SENSITIVE only; take that content out, and import the rest"
        raise Unusable(where, f"the marking '{shown}' does not belong in this service", right)
    raise Unusable(where, f"the marking '{shown}' is not known", "write OFFICIAL, OFFICIAL-SENSITIVE or leave it blank")


def _marking_words(written: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", plain(written).casefold()).split())


def _one_spelling(text: str) -> str:
    return plain(text).casefold().strip(" .,;:-")
