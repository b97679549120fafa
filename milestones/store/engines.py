"""How connections are opened and set, for SQLite and for PostgreSQL. Knows no table.

SQLite: WAL, `synchronous=FULL`, foreign keys, recursive triggers (without them REPLACE slips past the append-only
triggers), writers by BEGIN IMMEDIATE. PostgreSQL: psycopg 3, UTC, READ COMMITTED for writers (behind the lock that
orders them each statement sees all that was committed before), and time limits, so that a process that hangs or a
network that swallows packets holds nobody up for long.
"""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, event
from sqlmodel import create_engine

from milestones.store.faults import DatabaseUnusable

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection
    from sqlalchemy.engine import URL

BUSY_TIMEOUT_S = 30
"""How long a writer waits for another before it gives up."""

IDLE_TIMEOUT_S = 120
"""How long PostgreSQL lets a session stand still within a transaction: a stopped process must not hold the lock."""

_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "recursive_triggers=ON")


def keep_private(path: Path) -> None:
    """Create the database file for its owner only, and refuse one that others may read.

    Raises:
        DatabaseUnusable: others may read it, or it cannot be made.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise DatabaseUnusable(
            f"{path}: cannot be made ({error.strerror}): let the service's user write in {path.parent}"
        ) from error
    for name in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
        if name.exists() and stat.S_IMODE(name.stat().st_mode) & 0o077:
            mode = stat.S_IMODE(name.stat().st_mode)
            raise DatabaseUnusable(f"{name} may be read by others (mode {mode:04o}): run `chmod 600 {name}`")


def engine_of(url: URL) -> Engine:
    """Open the engine for a URL; connections are made when they are needed."""
    return _sqlite(url) if url.get_backend_name() == "sqlite" else _postgresql(url)


def _postgresql(url: URL) -> Engine:
    settings = {
        "timezone": "UTC",
        "lock_timeout": f"{BUSY_TIMEOUT_S}s",
        "idle_in_transaction_session_timeout": f"{IDLE_TIMEOUT_S}s",
    }
    connect = {
        "connect_timeout": 10,
        "keepalives_idle": 30,
        "keepalives_interval": 10,
        "keepalives_count": 3,
        "tcp_user_timeout": 30_000,
        "application_name": "milestones",
        "options": " ".join(f"-c {name}={value}" for name, value in settings.items()),
    }
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    return create_engine(url, pool_pre_ping=True, connect_args={**connect, **url.query})


def _sqlite(url: URL) -> Engine:
    engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_S})

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # SQLAlchemy's begin event below starts transactions, not the driver
        cursor = connection.cursor()
        for pragma in _PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("milestones_writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
