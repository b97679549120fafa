"""The evidence pack: what the record shows for a board, by criterion, for a meeting or an inspection.

Three files that need nothing to be read: the pack in plain Markdown, the milestones as a spreadsheet, and the event
log as JSON lines that can be verified without this program. Changes nothing.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from milestones.domain.milestone import Refused
from milestones.domain.movement import title_of
from milestones.domain.state import State
from milestones.domain.wording import long_day
from milestones.flows.look import milestone_shape
from milestones.flows.views import owners_in_words
from milestones.store import log
from milestones.store import milestones as store

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime
    from pathlib import Path

    from milestones.domain.board import Board
    from milestones.domain.state import Milestone
    from milestones.flows.house import House

UNMAPPED = "Mapped to no criterion"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def pack(house: House, board: str, criterion: str | None, out: Path, now: datetime) -> list[Path]:
    """Write the pack of one board into `out` and give the files; with `criterion`, of that criterion only.

    Raises:
        Refused: no milestone of the board maps to that criterion.
    """
    known, today = house.board(board), house.calendar(board).today(now)
    with house.database.reading() as session:
        ours = store.all_of(session, board)
        seq, digest = log.head(session)
        wanted = [one for one in ours if criterion is None or _maps_to(one, criterion)]
        if criterion is not None and not wanted:
            raise Refused(f"no milestone of {known.name} maps to criterion {criterion}")
        ids = {one.id for one in wanted}
        events = [
            log.canonical(entry) for entry in log.entries(session) if criterion is None or entry["milestone"] in ids
        ]
    out.mkdir(parents=True, exist_ok=True)
    files = {
        "pack.md": _pack(house, known, wanted, criterion, today, f"{seq}:{digest}"),
        "milestones.csv": _sheet(known, wanted, today),
        "events.jsonl": "".join(f"{line}\n" for line in events),
    }
    for name, text in files.items():
        (out / name).write_text(text, encoding="utf-8")
    return [out / name for name in files]


def _maps_to(milestone: Milestone, criterion: str) -> bool:
    return any(criterion in {name, name.rpartition(":")[2]} for name in milestone.row.criteria)


def _pack(house: House, board: Board, ours: list[Milestone], criterion: str | None, today: date, anchor: str) -> str:
    marking = board.marking.value
    lines = [*([marking, ""] if marking else []), f"# {board.name}: evidence on {long_day(today)}", ""]
    lines += [f"Event log up to `{anchor}`; `events.jsonl` can be verified without this program.", ""]
    for name in _criteria(ours, criterion):
        mine = [one for one in ours if name in one.row.criteria or (name == UNMAPPED and not one.row.criteria)]
        done = [one for one in mine if one.state is State.COMPLETED]
        weak = [one for one in mine if one.redated > 1 or board.lateness.colour(one.due, today) == "red"]
        lines += [f"## {_title(house, name)}", "", f"{len(done)} of {len(mine)} completed.", ""]
        lines += (
            ["### Completed, and by whom confirmed", "", *(_confirmed(one, board) for one in done), ""] if done else []
        )
        open_ones = [one for one in mine if one.state not in {State.COMPLETED, State.WITHDRAWN}]
        lines += ["### Open", "", *(_open(one, board, today) for one in open_ones), ""] if open_ones else []
        lines += (
            ["### Vulnerable: moved more than once, or red", "", *(f"- {one.id}" for one in weak), ""] if weak else []
        )
    return "\n".join([*lines, marking, ""])


def _criteria(ours: Iterable[Milestone], criterion: str | None) -> list[str]:
    """List the criteria that the milestones map to, in order, and the rest at the end."""
    names = {name for one in ours for name in one.row.criteria or (UNMAPPED,)}
    chosen = {n for n in names if criterion is None or criterion in {n, n.rpartition(":")[2]}}
    return sorted(chosen, key=lambda name: (name == UNMAPPED, name.partition(":")[0], len(name), name))


def _title(house: House, name: str) -> str:
    framework, _, criterion = name.partition(":")
    known = house.config.frameworks.get(framework)
    found = known.criterion(criterion) if known else None
    return f"{known.title}: {criterion}. {found.title}" if known and found else name


def _confirmed(one: Milestone, board: Board) -> str:
    by = ", ".join(
        f"{title_of(board, o.post)} on {long_day(o.confirmed_at.date())}" for o in one.owners if o.confirmed_at
    )
    moved = f"; moved {one.redated} times, first agreed for {one.baseline_due}" if one.redated else ""
    return f"- {one.id} {one.title}: confirmed by {by or 'the coordinator'}{moved}"


def _open(one: Milestone, board: Board, today: date) -> str:
    due = f"due {long_day(one.due)}" if one.due else "without a date"
    late = (today - one.due).days if one.due else 0
    words = [
        one.state.value,
        due,
        *([f"{late} days late"] if late > 0 else []),
        owners_in_words(one, board) or "no owner",
    ]
    return f"- {one.id} {one.title}: {', '.join(words)}" + (f"; blocked: {one.blocked}" if one.blocked else "")


def _sheet(board: Board, ours: list[Milestone], today: date) -> str:
    """Write the milestones as CSV; what a spreadsheet would take for a formula is quoted."""
    text = io.StringIO()
    sheet = csv.writer(text)
    sheet.writerow(
        ["id", "plan_ref", "title", "state", "due", "baseline_due", "redated", "owners", "lateness", "criteria"]
    )
    for one in ours:
        shape = milestone_shape(one, board, today)
        cells = [shape[key] for key in ("id", "plan_ref", "title", "state", "due", "baseline_due", "redated")]
        cells += [owners_in_words(one, board), shape["rag"]["lateness"], " ".join(shape["criteria"])]
        sheet.writerow([_plain(cell) for cell in cells])
    return text.getvalue()


def _plain(cell: object) -> str:
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(_FORMULA) else text
