"""What fell due: found by one statement a rung, addressed from a queue, kept as occurrences until letters carry them.

Set-based: the scan names only due dates that a rule reaches and never reads a milestone. Decides nothing.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, bindparam, delete, func, literal, select, text, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col

from milestones.domain.grouping import Owed
from milestones.domain.letter import Kind
from milestones.domain.state import State
from milestones.store.tables import ConsideredRow, DueRow, MetaRow, MilestoneRow, OccurrenceRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from sqlmodel import Session

    from milestones.domain.ladder import Rung, Span

LADDER = "ladder"
"""The schedule under which the last evaluated instant of all reminders and escalations is kept."""

RULE_SINCE = "rule_since:"
"""Before `<board>:<rule>`: the meta key that says from which instant a rule added by a reload counts."""

CHUNK = 500
"""How many ids one statement names."""

_LADDER_LOCK = 0x6D73_6C64
"""PostgreSQL's advisory lock that lets one process evaluate at a time; SQLite's BEGIN IMMEDIATE does it there."""

_DUE: Table = DueRow.__table__  # type: ignore[attr-defined]  # SQLModel hides __table__
_OCCURRENCE: Table = OccurrenceRow.__table__  # type: ignore[attr-defined]  # as above
_CONSIDERED: Table = ConsideredRow.__table__  # type: ignore[attr-defined]  # as above
_MILESTONE: Table = MilestoneRow.__table__  # type: ignore[attr-defined]  # as above

_D, _M, _O = _DUE.c, _MILESTONE.c, _OCCURRENCE.c

_OPEN = _O.letter_id.is_(None) & _O.skipped.is_(None)


def _insert(session: Session, table: Table) -> Any:
    """Give an INSERT in the database's own words, which can pass over rows that are there already."""
    return (sqlite if session.get_bind().dialect.name == "sqlite" else postgresql).insert(table)


# --- up to when everything has been evaluated -----------------------------------------------------------------------


def lock(session: Session) -> None:
    """Let no other process evaluate until this writing transaction ends."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LADDER_LOCK})


def considered(session: Session, schedule: str = LADDER) -> datetime | None:
    """Give the last evaluated instant of a schedule, None before the first tick."""
    return session.execute(select(_CONSIDERED.c.until).where(_CONSIDERED.c.schedule == schedule)).scalar()


def set_considered(session: Session, until: Mapping[str, datetime]) -> None:
    """Keep the last evaluated instants of some schedules."""
    statement = _insert(session, _CONSIDERED)
    statement = statement.on_conflict_do_update(
        index_elements=[_CONSIDERED.c.schedule], set_={"until": statement.excluded.until}
    )
    session.connection().execute(statement, [{"schedule": name, "until": at} for name, at in until.items()])


def rule_since(session: Session) -> dict[str, dict[str, datetime]]:
    """Give, by board and rule id, the instants from which rules added by a reload count."""
    found: dict[str, dict[str, datetime]] = {}
    # Not by order: how punctuation sorts is the database's own matter.
    query = select(col(MetaRow.key), col(MetaRow.value)).where(col(MetaRow.key).startswith(RULE_SINCE, autoescape=True))
    for key, value in session.execute(query):
        board, _, rule = key.removeprefix(RULE_SINCE).partition(":")
        found.setdefault(board, {})[rule] = datetime.fromisoformat(value)
    return found


def earliest_ladder(session: Session, board: str) -> datetime | None:
    """Give the start of a board's earliest agreement day, None where nothing is agreed."""
    return session.execute(select(func.min(_M.ladder_from)).where(_M.board == board)).scalar()


# --- the due scan ---------------------------------------------------------------------------------------------------


def add_rung(session: Session, board: str, rule: str, span: Span, at: datetime) -> int:
    """Queue one rung of every agreed milestone whose due date lies in `span`; give how many. One statement."""
    reached = (_M.due >= span.first) & (_M.due <= span.last)
    return _add(session, board, rule, span.number, _M.due, at, reached)


def add_meeting(session: Session, board: str, rung: Rung) -> int:
    """Queue a rung counted from a meeting for every agreed milestone of the board; give how many. One statement."""
    counted_from = literal(rung.due, _D.due.type)
    return _add(session, board, rung.rule.id, rung.number, counted_from, rung.at, _M.due.is_not(None))


def _add(session: Session, board: str, rule: str, number: int, due: Any, at: datetime, reached: Any) -> int:
    query = select(_M.id, literal(rule), literal(number), due, _M.board, literal(at, _D.at.type)).where(
        _M.board == board, _M.state == State.AGREED.value, reached, _M.fresh.is_(False)
    )
    columns = ["milestone", "rule", "rung", "due", "board", "at"]
    statement = _insert(session, _DUE).from_select(columns, query).on_conflict_do_nothing()
    # Without the option SQLAlchemy asks an INSERT's cursor for its count when it is closed, and psycopg's forgets it.
    return session.connection().execute(statement, execution_options={"preserve_rowcount": True}).rowcount


def add_due(session: Session, board: str, rungs: Iterable[tuple[str, Rung]]) -> None:
    """Queue rungs that were found one milestone at a time: of the newly agreed, and of snoozes that end.

    A rung that a snooze lets go takes the place of the same rung at the instant when it was kept back: after downtime
    both are found in one scan.
    """
    rows = {
        (milestone, rung.rule.id, rung.number, rung.due): {
            "milestone": milestone,
            "rule": rung.rule.id,
            "rung": rung.number,
            "due": rung.due,
            "board": board,
            "at": rung.at,
            "woken": rung.woken,
        }
        for milestone, rung in sorted(rungs, key=lambda found: found[1].at)
    }
    if rows:
        insert = _insert(session, _DUE)
        let_go = {"at": insert.excluded.at, "woken": insert.excluded.woken}
        keys = ["milestone", "rule", "rung", "due"]
        statement = insert.on_conflict_do_update(
            index_elements=keys, set_=let_go, where=insert.excluded.woken.is_not(None)
        )
        session.connection().execute(statement, list(rows.values()))


def fresh(session: Session, after: str, limit: int) -> list[tuple[str, str, str]]:
    """Give id, board and state of the next newly agreed milestones, by id, beginning after `after`.

    Of all boards: with a board beside it, SQLite would read that board's milestones instead of the few fresh ones.
    """
    query = select(_M.id, _M.board, _M.state_json).where(_M.fresh.is_(True), _M.id > after).order_by(_M.id).limit(limit)
    return [(row.id, row.board, row.state_json) for row in session.execute(query)]


def evaluated_first(session: Session, ids: Sequence[str]) -> None:
    """Mark newly agreed milestones as evaluated from the start of their ladder."""
    session.connection().execute(update(_MILESTONE).where(_M.id.in_(ids)).values(fresh=False))


def snoozed(session: Session, first: date, last: date) -> list[str]:
    """Give the states of all milestones whose snooze ends from `first` to `last`.

    Nothing else narrows the query: beside a board and a state, SQLite would read that board's milestones instead of
    the few snoozed ones.
    """
    query = select(_M.state_json).where(_M.snoozed_until >= first, _M.snoozed_until <= last)
    return list(session.execute(query).scalars())


def recorded(session: Session, milestones: Sequence[str]) -> set[tuple[str, str, int, date]]:
    """Give milestone, rule, rung and day counted from of everything that was ever owed or passed over."""
    found: set[tuple[str, str, int, date]] = set()
    for start in range(0, len(milestones), CHUNK):
        chosen = _O.milestone.in_(milestones[start : start + CHUNK])
        query = select(_O.milestone, _O.rule, _O.rung, _O.due).where(chosen)
        found.update((row.milestone, row.rule, row.rung, row.due) for row in session.execute(query))
    return found


# --- addressing -----------------------------------------------------------------------------------------------------


def next_due(session: Session, limit: int = CHUNK) -> dict[str, list[Any]]:
    """Give the queued rungs of the next milestones, by milestone; empty when everything is addressed."""
    chosen = select(_D.milestone).distinct().order_by(_D.milestone).limit(limit).subquery()
    query = select(_DUE).where(_D.milestone.in_(select(chosen.c.milestone))).order_by(_D.milestone, _D.at)
    found: dict[str, list[Any]] = {}
    for row in session.execute(query):
        found.setdefault(row.milestone, []).append(row)
    return found


def addressed(session: Session, milestones: Iterable[str]) -> None:
    """Take milestones' rungs out of the queue: their occurrences are kept."""
    session.connection().execute(delete(_DUE).where(_D.milestone.in_(list(milestones))))


def states(session: Session, milestones: Iterable[str]) -> dict[str, str]:
    """Give the states of milestones by id; one that is not there is left out."""
    ids = sorted(set(milestones))
    found: dict[str, str] = {}
    for start in range(0, len(ids), CHUNK):
        query = select(_M.id, _M.state_json).where(_M.id.in_(ids[start : start + CHUNK]))
        found.update({row.id: row.state_json for row in session.execute(query)})
    return found


def add(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep occurrences, fields of OccurrenceRow by name; one that was kept before stays as it was."""
    if rows:
        session.connection().execute(
            _insert(session, _OCCURRENCE).on_conflict_do_nothing(), [{**_DEFAULTS, **row} for row in rows]
        )


_DEFAULTS: dict[str, Any] = {
    name: field.default for name, field in OccurrenceRow.model_fields.items() if not field.is_required()
}


# --- letters --------------------------------------------------------------------------------------------------------

Place = tuple[str, str, datetime, str]
"""Board, kind, instant and post of open occurrences."""


def open_places(session: Session) -> list[Place]:
    """Give every board, kind, instant and post for which something is owed that no letter carries yet, oldest first."""
    query = (
        select(_O.board, _O.kind, _O.at, _O.recipient).where(_OPEN).distinct().order_by(_O.at, _O.kind, _O.recipient)
    )
    return [(row.board, row.kind, row.at, row.recipient) for row in session.execute(query)]


def open_at(session: Session, places: Sequence[Place]) -> list[Owed]:
    """Give what is owed at `places` and carried by no letter yet."""
    found: list[Owed] = []
    where = tuple_(_O.board, _O.kind, _O.at, _O.recipient)
    for start in range(0, len(places), CHUNK // 4):
        query = select(_OCCURRENCE).where(_OPEN, where.in_(places[start : start + CHUNK // 4]))
        found += [_owed(row) for row in session.execute(query)]
    return found


def of_milestones(session: Session, milestones: Iterable[str]) -> list[tuple[Owed, int | None]]:
    """Give everything that was or is owed about some milestones and not passed over, each with its letter."""
    ids = sorted(set(milestones))
    found: list[tuple[Owed, int | None]] = []
    for start in range(0, len(ids), CHUNK):
        query = select(_OCCURRENCE).where(_O.milestone.in_(ids[start : start + CHUNK]), _O.skipped.is_(None))
        found += [(_owed(row), row.letter_id) for row in session.execute(query.order_by(_O.at))]
    return found


def digests_covered(session: Session, board: str, rule: str, at: datetime) -> tuple[datetime, ...]:
    """Give the missed digests that the one of `at` covers: those since the last that was written."""
    of_rule = (_O.board == board) & (_O.rule == rule) & (_O.kind == Kind.DIGEST.value) & (_O.at < at)
    last: datetime | None = session.execute(select(func.max(_O.at)).where(of_rule, _O.letter_id.is_not(None))).scalar()
    missed = select(_O.at).where(of_rule, _O.skipped.is_not(None)).order_by(_O.at)
    if last is not None:
        missed = missed.where(_O.at > last)
    return tuple(session.execute(missed).scalars())


def _owed(row: Any) -> Owed:
    return Owed(
        key=row.key,
        board=row.board,
        milestone=row.milestone or "",
        rule=row.rule,
        rung=row.rung,
        due=row.due or row.at.date(),
        kind=Kind(row.kind),
        post=row.recipient,
        at=row.at,
        copy=row.copy_only,
        stands_for=row.stands_for,
        why=row.why,
    )


def carried(session: Session, letter_of: Mapping[str, int]) -> None:
    """Record which letter carries which occurrence, by key."""
    if letter_of:
        statement = update(_OCCURRENCE).where(_O.key == bindparam("of_key")).values(letter_id=bindparam("letter"))
        session.connection().execute(
            statement, [{"of_key": key, "letter": letter} for key, letter in letter_of.items()]
        )


def passed_over(session: Session, why: Mapping[str, str]) -> None:
    """Record why some open occurrences are not sent after all, by key."""
    if why:
        statement = update(_OCCURRENCE).where(_O.key == bindparam("of_key"), _OPEN).values(skipped=bindparam("reason"))
        session.connection().execute(statement, [{"of_key": key, "reason": reason} for key, reason in why.items()])
