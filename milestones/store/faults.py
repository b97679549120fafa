"""What the faults of a database mean, in words that say where, what, and what would be right. Does nothing about them.

SQLite's names of results: sqlite.org/rescode.html; PostgreSQL's SQLSTATEs: appendix A of its manual.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.exc import OperationalError


class DatabaseUnusable(Exception):
    """The database cannot be used as it is: wrong schema, open to others, damaged or not there. Says what to do."""


_SQLITE = {
    "SQLITE_FULL": "its disk is full, nothing was written: make room, then try again",
    "SQLITE_READONLY": "it cannot be written: let the service's user write the file and its folder",
    "SQLITE_CANTOPEN": "it cannot be opened: let the service's user read and write the file and its folder",
    "SQLITE_CORRUPT": "it is damaged, and nothing repairs it by itself: keep the file, restore the newest backup",
    "SQLITE_NOTADB": "it is no SQLite database: name the right file in [database] url, or restore the newest backup",
    "SQLITE_IOERR": "its disk fails to read or write: look at the machine's log, restore a backup onto a sound disk",
    "SQLITE_BUSY": "another process has been writing for 30 s: try again, or stop what holds it",
    "SQLITE_LOCKED": "another process has been writing for 30 s: try again, or stop what holds it",
    "SQLITE_PERM": "it must not be opened: let the service's user read and write the file and its folder",
}

_POSTGRESQL = {
    "28": "the log-in is refused: check the role, and its password in ~/.pgpass or PGPASSFILE",
    "3D": "there is no such database: make it with `createdb`, or name the right one in [database] url",
    "42501": "the role lacks a right: give it those of docs/scaling.md",
    "42P01": "a table is missing: run `milestones db upgrade` as the role that owns the tables",
    "53100": "the server's disk is full, nothing was written: make room, then try again",
    "53300": "the server takes no more connections: raise max_connections, or run fewer processes",
    "55P03": "another process has been writing for 30 s: try again, or stop what holds it",
    "40P01": "it met another process and was rolled back: try again",
    "25006": "the server takes no writes (a standby, or read-only): name the primary in [database] url",
    "25P03": "the transaction stood still for too long and was rolled back: try again",
    "XX": "its data are damaged: look at the server's log, restore the newest backup",
}

_AWAY = "the server cannot be reached or went away: look whether it runs, and at [database] url"


@contextmanager
def told(where: str) -> Iterator[None]:
    """Add to a fault of the database's driver, as its first note, what it means for the database at `where`."""
    try:
        yield
    except DBAPIError as error:
        if not getattr(error, "__notes__", None):
            error.add_note(f"{where}: {meaning(error)}")
        raise


def may_pass(error: OperationalError) -> bool:
    """Say whether waiting may mend a failed write: a busy or full SQLite, a PostgreSQL that is away.

    A failing disk is not such a case: after a failed fsync nobody knows what was written, and trying again may lie.
    """
    name = getattr(error.orig, "sqlite_errorname", None)
    if name is None:
        return True
    return str(name).startswith(("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_FULL"))


def meaning(error: DBAPIError) -> str:
    """Say what a driver's fault means and what would be right; its own first line where it is none of the known."""
    words = str(error.orig or error).strip().splitlines()
    first = words[0] if words else type(error).__name__
    name = getattr(error.orig, "sqlite_errorname", None)
    if name is not None:
        known = next((text for start, text in _SQLITE.items() if str(name).startswith(start)), None)
    else:
        state = getattr(error.orig, "sqlstate", None)
        known = _of_state(state) if state else _of_connection(error, first)
    return f"{known} ({first})" if known else first


def _of_state(state: str) -> str | None:
    """Give what a SQLSTATE means: by the whole code, else by its class; 08 and 57P are a server that is away."""
    if state.startswith(("08", "57P")):
        return _AWAY
    return _POSTGRESQL.get(state) or _POSTGRESQL.get(state[:2])


def _of_connection(error: DBAPIError, words: str) -> str | None:
    """Give what a fault without a SQLSTATE means: libpq says only in words why it did not connect."""
    if "does not exist" in words and "database" in words:
        return _POSTGRESQL["3D"]
    if "password" in words or "authentication" in words or "role" in words:
        return _POSTGRESQL["28"]
    if "too many clients" in words or "connection slots" in words:
        return _POSTGRESQL["53300"]
    return _AWAY if type(error).__name__ == "OperationalError" else None
