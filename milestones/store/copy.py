"""Copies a whole database into an empty one, of either kind: from SQLite to PostgreSQL, or back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select
from sqlmodel import SQLModel, text

from milestones.store import log, tables
from milestones.store.faults import DatabaseUnusable

if TYPE_CHECKING:
    from sqlalchemy import Table
    from sqlmodel import Session

    from milestones.store.database import Database

ROWS_AT_ONCE = 500

__all__ = ["copy"]


def copy(source: Database, target: Database) -> dict[str, int]:
    """Copy every table in one transaction and give the rows of each; the copy's event chain is verified before it ends.

    Raises:
        DatabaseUnusable: the target holds something already, or what arrived is not what was sent; nothing is kept.
    """
    source.require_schema()
    target.require_schema()
    copied: dict[str, int] = {}
    with source.reading() as reading, target.transaction() as writing:
        for table in _tables():
            if writing.execute(select(func.count()).select_from(table)).scalar():
                raise DatabaseUnusable(f"{target.where}: its table {table.name} is not empty: name an empty database")
        for table in _tables():
            copied[table.name] = _rows(reading, writing, table)
        _go_on_counting(writing, target)
        _verify(reading, writing, target)
    return copied


def _tables() -> list[Table]:
    assert tables.MetaRow.__tablename__ in SQLModel.metadata.tables
    return list(SQLModel.metadata.sorted_tables)


def _rows(reading: Session, writing: Session, table: Table) -> int:
    """Copy one table in the order of its key: the log's triggers want each event to follow the one before."""
    query = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=ROWS_AT_ONCE)
    count = 0
    for rows in reading.execute(query).mappings().partitions():
        chunk = [{name: _text(value) for name, value in row.items()} for row in rows]
        writing.connection().execute(insert(table), chunk)
        count += len(chunk)
    return count


def _text(value: Any) -> Any:
    """Take NULs out of text: a stored mail may hold one, PostgreSQL's text may not. The raw bytes stay as they are."""
    return value.replace("\0", "") if isinstance(value, str) else value


def _go_on_counting(writing: Session, target: Database) -> None:
    """Set PostgreSQL's counters behind the ids that were copied; SQLite counts from the highest id by itself."""
    if target.is_sqlite:
        return
    for name in ("letter", "inbound", "absence"):
        highest = f"(SELECT coalesce(max(id), 0) + 1 FROM {name})"  # noqa: S608  # the names are the ones above
        writing.execute(text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), {highest}, false)"))


def _verify(reading: Session, writing: Session, target: Database) -> None:
    sent, arrived = log.head(reading), log.head(writing)
    faults = [] if sent == arrived else [f"the log ends with {arrived[0]}:{arrived[1]}, not {sent[0]}:{sent[1]}"]
    faults += list(log.faults(writing))
    if faults:
        raise DatabaseUnusable(f"{target.where}: nothing was copied, {faults[0]}: run `milestones audit verify` first")
