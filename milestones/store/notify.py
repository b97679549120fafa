"""PostgreSQL's LISTEN and NOTIFY: a process that queued letters wakes those that deliver. Polling is what is relied on.

The notice is given in the transaction that queues, so it is heard when the letters can be seen, and never without them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import text

if TYPE_CHECKING:
    from typing import Any

    from sqlalchemy import Connection

    from milestones.store.database import Database

_CHANNEL = "milestones_letters"


def letters_queued(connection: Connection) -> None:
    """Tell every process that listens, once this transaction is committed; nothing on SQLite."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_notify(:channel, '')"), {"channel": _CHANNEL})


class Listener:
    """A connection of its own that hears of queued letters. Its `fileno` becomes readable when there is news."""

    def __init__(self, database: Database) -> None:
        self._pooled = database.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        self._pooled.exec_driver_sql(f"LISTEN {_CHANNEL}")
        self._connection: Any = self._pooled.connection.driver_connection

    def fileno(self) -> int:
        """Give what an event loop watches."""
        return int(self._connection.fileno())

    def heard(self) -> bool:
        """Say whether letters were queued since the last call; never waits.

        Raises:
            psycopg.OperationalError: the connection is gone.
        """
        return bool(list(self._connection.notifies(timeout=0)))

    def close(self) -> None:
        """Stop listening; the connection is closed, for nothing else may use one that hears."""
        self._pooled.invalidate()
        self._pooled.close()
