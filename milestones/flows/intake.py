"""Takes in a plan as it is: every row becomes a milestone, ready or held with its questions; none is lost.

Importing again finds its rows by board, reference and title, updates what changed, and duplicates nothing. All rows
are taken in within one transaction, or none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from milestones.domain import commands as c
from milestones.domain.plans.columns import recognise
from milestones.domain.plans.plan import paired, read_rows
from milestones.domain.waiting import standing_of, waiting
from milestones.edge.sheets import read_table
from milestones.flows.act import Work
from milestones.flows.look import owner_shapes
from milestones.store import milestones as store

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from pathlib import Path

    from milestones.domain.plans.plan import PlanRow
    from milestones.domain.state import Milestone
    from milestones.flows.house import House

IMPORTER = "import"
"""The actor of an import: whoever keeps the programme at the keyboard."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How a plan is taken in: agreed at a meeting (`agreed_on`, `minute`) or to be agreed; held rows kept or not."""

    agreed_on: date | None = None
    minute: str | None = None
    skip_held: bool = False
    dry_run: bool = False


def take_in_plan(house: House, board_slug: str, path: Path, terms: Terms, now: datetime) -> dict[str, Any]:
    """Read a plan file and take in its rows; give the report that `import --json` prints.

    Raises:
        Unusable: the file cannot be read; nothing was changed.
    """
    board = house.board(board_slug)
    table = read_table(path, board.import_columns)
    columns = recognise(table.header, board.import_columns, f"{table.name}:{table.header_line}")
    rows = read_rows(table, columns, board, house.calendar(board_slug).today(now))
    with house.database.transaction() as session:
        work = Work(session, house, board_slug, now)
        known = store.all_of(session, board_slug)
        places = paired([one.row for one in known], [row.row for row in rows])
        number = store.last_number(session, board_slug)
        outcomes: list[tuple[PlanRow, str | None, str]] = []
        for row, place in zip(rows, places, strict=True):
            milestone_id, outcome = (None, "new") if place is None else (known[place].id, "unchanged")
            if row.row.questions and terms.skip_held and milestone_id is None:
                outcomes.append((row, None, "skipped"))
                continue
            if milestone_id is None:
                number += 1
                milestone_id = f"{board.prefix}-{number}"
            events = work.decide(milestone_id, c.Import(row.row, terms.agreed_on, terms.minute), IMPORTER)
            outcomes.append((row, milestone_id, "updated" if events and outcome != "new" else outcome))
        if not terms.dry_run:
            work.finish()
        return _report(outcomes, table.notes + _about_waiting(known, outcomes, work), work)


def _about_waiting(
    known: Sequence[Milestone], outcomes: list[tuple[PlanRow, str | None, str]], work: Work
) -> tuple[str, ...]:
    """Note what rows say they wait on that names nothing of the board, and those that wait on each other."""
    row_of = {milestone_id: row.number for row, milestone_id, _ in outcomes if milestone_id}
    taken_in = {milestone_id: work.state(milestone_id) for milestone_id in row_of}
    board = {one.id: one for one in known} | {key: one for key, one in taken_in.items() if one is not None}
    found = waiting(map(standing_of, board.values()))
    unknown = [
        f"row {row_of[key]} waits on '{name[:80]}', which names no milestone of this board: it keeps nothing back"
        for key, names in found.unknown.items()
        if key in row_of
        for name in names
    ]
    circles = [
        f"{', '.join(ones)} wait on each other in a circle: none of them keeps another back"
        for ones in found.circles
        if not row_of.keys().isdisjoint(ones)
    ]
    return (*unknown, *circles)


def _report(outcomes: list[tuple[PlanRow, str | None, str]], notes: tuple[str, ...], work: Work) -> dict[str, Any]:
    shapes = [_row_shape(row, milestone_id, work) for row, milestone_id, _ in outcomes]
    held = sum(bool(row.row.questions) for row, _, _ in outcomes)
    return {
        "notes": list(notes),
        "rows": len(outcomes),
        "ready": len(outcomes) - held,
        "held": held,
        "updated": sum(outcome == "updated" for _, _, outcome in outcomes),
        "unchanged": sum(outcome == "unchanged" for _, _, outcome in outcomes),
        "milestones": shapes,
    }


def _row_shape(row: PlanRow, milestone_id: str | None, work: Work) -> dict[str, Any]:
    state = work.state(milestone_id) if milestone_id else None
    return {
        "id": milestone_id,
        "row": row.number,
        "state": state.state.value if state else None,
        "plan_ref": row.row.plan_ref,
        "title": row.row.title,
        "due": row.row.due.isoformat() if row.row.due else None,
        "due_as_written": row.row.due_as_written,
        "due_rule": row.row.due_rule,
        "owners": owner_shapes(state)
        if state
        else [{"post": o.post, "kind": o.kind.value, "confirmed_at": None} for o in row.row.owners],
        "owner_as_written": row.row.owner_as_written,
        "questions": [str(question) for question in (state.questions if state else row.row.questions)],
    }
