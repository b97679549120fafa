"""One database: opening it safely, transactions, and whether its schema is this version's.

SQLite: WAL, `synchronous=FULL`, foreign keys, recursive triggers (without them REPLACE slips past the append-only
triggers), writers by BEGIN IMMEDIATE. Sessions are synchronous; async code enters them through a thread.
"""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, event, inspect
from sqlalchemy.engine import make_url
from sqlmodel import Session, create_engine, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection
    from sqlalchemy.engine import URL

SCHEMA = "0001"
"""The newest Alembic revision: the only one this version of the program works with."""

BUSY_TIMEOUT_S = 30


class DatabaseUnusable(Exception):
    """The database cannot be used as it is: wrong schema, open to others, or not there. Says what to do about it."""


class Database:
    """An open database. `transaction()` writes and commits whole or not at all; `reading()` sees one snapshot."""

    def __init__(self, url: str) -> None:
        self.url = url
        parsed = make_url(url)
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        if parsed.drivername == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        self.path = Path(parsed.database) if self.is_sqlite and parsed.database else None
        if self.path is not None:
            _keep_private(self.path)
        self.engine = _engine(parsed, sqlite=self.is_sqlite)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Open a writing transaction; commit at the end, roll back on any exception."""
        engine = self.engine.execution_options(milestones_writes=True)
        with Session(engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a session for reading only."""
        with Session(self.engine, expire_on_commit=False) as session:
            yield session

    def schema(self) -> str | None:
        """Give the schema's revision, None for an empty database."""
        with self.engine.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()

    def upgrade(self) -> str:
        """Migrate to this version's schema and give its revision."""
        from milestones.store.migrations import migrate

        migrate(self.engine)
        return SCHEMA

    def require_schema(self) -> None:
        """Create the schema in an empty database; refuse another version's.

        Raises:
            DatabaseUnusable: the schema is older or newer than this program.
        """
        found = self.schema()
        if found is None:
            self.upgrade()
        elif found != SCHEMA:
            age = "older" if found < SCHEMA else "newer"
            hint = "run `milestones db upgrade`" if age == "older" else "install the version that wrote it"
            raise DatabaseUnusable(f"the database has schema {found}, {age} than {SCHEMA} of this program: {hint}")

    def close(self) -> None:
        """Close its connections."""
        self.engine.dispose()


def _keep_private(path: Path) -> None:
    """Create the database file for its owner only, and refuse one that others may read."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    for name in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
        if name.exists() and stat.S_IMODE(name.stat().st_mode) & 0o077:
            mode = stat.S_IMODE(name.stat().st_mode)
            raise DatabaseUnusable(f"{name} may be read by others (mode {mode:04o}): run `chmod 600 {name}`")


def _engine(url: URL, *, sqlite: bool) -> Engine:
    if not sqlite:
        return create_engine(url, pool_pre_ping=True)
    engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_S})

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # SQLAlchemy's begin event below starts transactions, not the driver
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "recursive_triggers=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("milestones_writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
