"""One database: transactions, what one snapshot sees, and whether its schema is this version's.

How its connections are set is `store.engines`'; what its faults mean is `store.faults`'. Sessions are synchronous;
async code enters them through a thread.
"""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, text

from milestones.store.engines import engine_of, keep_private
from milestones.store.faults import DatabaseUnusable, told

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["SCHEMA", "Database", "DatabaseUnusable"]

SCHEMA = "0002"
"""The newest Alembic revision: the only one this version of the program works with."""

ORDER_LOCK = 0x6D73_6C67
"""PostgreSQL's advisory lock that lets one writer at a time decide; SQLite's BEGIN IMMEDIATE does it there."""


class Database:
    """An open database. `transaction()` writes and commits whole or not at all; `reading()` sees one snapshot.

    `wrote` says whether this process has committed anything to it. `witness` is where the newest epoch seen is kept
    outside the database (`store.epoch`); beside the file for SQLite, nowhere unless said for PostgreSQL.
    """

    def __init__(self, url: str, *, witness: Path | None = None) -> None:
        self.url = url
        parsed = make_url(url)
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        self.path = Path(parsed.database) if self.is_sqlite and parsed.database else None
        if self.path is not None:
            keep_private(self.path)
            witness = self.path.with_name(self.path.name + ".epoch")
        self.witness = witness
        self.wrote = False
        self.engine = engine_of(parsed)
        # Made once: making an engine with options costs as much as running a statement on it.
        self._writing = self.engine.execution_options(milestones_writes=True)
        self._reading = self.engine
        if not self.is_sqlite:
            self._reading = self.engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    @property
    def where(self) -> str:
        """Give what a message calls this database: its file, or its URL without the password."""
        return str(self.path or make_url(self.url).render_as_string(hide_password=True))

    @contextmanager
    def transaction(self, *, alongside: bool = False) -> Iterator[Session]:
        """Open a writing transaction; commit at the end, roll back on any exception.

        One at a time, so that what is decided rests on what is there: on PostgreSQL under an advisory lock that all
        processes share. `alongside` asks for no such order; it is for writes that are guarded row by row.
        """
        with told(self.where), Session(self._writing, expire_on_commit=False) as session:
            with session.begin():
                if not (self.is_sqlite or alongside):
                    session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": ORDER_LOCK})
                yield session
            self.wrote = True

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a session for reading only, all of it from one snapshot."""
        with told(self.where), Session(self._reading, expire_on_commit=False) as session:
            yield session

    def schema(self) -> str | None:
        """Give the schema's revision, None for an empty database."""
        with told(self.where), self.engine.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()

    def upgrade(self) -> str:
        """Migrate to this version's schema and give its revision.

        Raises:
            DatabaseUnusable: a newer version of the program wrote it, or it cannot be written.
        """
        from milestones.store.migrations import migrate

        found = self._schema_or_refusal()
        if found is not None and found > SCHEMA:
            raise DatabaseUnusable(self._misfit(found))
        with self._refusing():
            migrate(self.engine)
        return SCHEMA

    def require_schema(self) -> None:
        """Create the schema in an empty database; refuse another version's.

        Raises:
            DatabaseUnusable: the schema is older or newer than this program, or the database cannot be used at all.
        """
        found = self._schema_or_refusal()
        if found is None:
            self.upgrade()
        elif found != SCHEMA:
            raise DatabaseUnusable(self._misfit(found))

    def _misfit(self, found: str) -> str:
        age = "older" if found < SCHEMA else "newer"
        hint = "run `milestones db upgrade`" if age == "older" else "install the version that wrote it"
        return f"{self.where}: the database has schema {found}, {age} than {SCHEMA} of this program: {hint}"

    def _schema_or_refusal(self) -> str | None:
        with self._refusing():
            return self.schema()

    @contextmanager
    def _refusing(self) -> Iterator[None]:
        """Make a refusal of what the database's driver says before anything was begun."""
        try:
            with told(self.where):
                yield
        except DBAPIError as error:
            raise DatabaseUnusable(error.__notes__[0]) from error

    def unsound(self) -> list[str]:
        """Give what is wrong with the pages of an SQLite file, at most ten faults; PostgreSQL checks its own."""
        if not self.is_sqlite:
            return []
        with self._refusing(), self.engine.connect() as connection:
            found = connection.exec_driver_sql("PRAGMA quick_check(10)").scalars().all()
        return [] if found == ["ok"] else [str(line) for line in found]

    def close(self) -> None:
        """Close its connections."""
        self.engine.dispose()
