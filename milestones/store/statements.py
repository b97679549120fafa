"""What statements of several tables share: how many keys one may name, and how a row is inserted unless it is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection, Table

_IN_ONE_STATEMENT = 500
"""How many keys one statement names; SQLite and PostgreSQL both take many more, plans stay small."""

_Key = TypeVar("_Key")


def portions(keys: Sequence[_Key]) -> Iterator[Sequence[_Key]]:
    """Give so many of some keys at a time as one statement may name."""
    return (keys[start : start + _IN_ONE_STATEMENT] for start in range(0, len(keys), _IN_ONE_STATEMENT))


def insert(connection: Connection, table: Table) -> postgresql.Insert | sqlite.Insert:
    """Give an insert in the words of this database, which knows ON CONFLICT."""
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)
