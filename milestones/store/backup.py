"""A consistent copy of an SQLite database into one file, while others write. PostgreSQL has its own tool for that."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from milestones.store import epoch
from milestones.store.faults import DatabaseUnusable

if TYPE_CHECKING:
    from pathlib import Path

    from milestones.store.database import Database


def backup(database: Database, target: Path) -> int:
    """Copy the database as it stands at one instant into the new file `target` (0600); give its size in bytes.

    The live database begins another epoch afterwards, so that the copy is known as older if it is ever put back.

    Raises:
        DatabaseUnusable: `target` is there already or cannot be written, or there is nothing to copy.
    """
    if database.path is None:
        raise DatabaseUnusable(
            f"{database.where} is PostgreSQL: copy it with `pg_dump --format=custom --file={target}`, which is "
            "consistent while the service runs"
        )
    if database.schema() is None:
        raise DatabaseUnusable(f"{database.where} is empty: there is nothing to back up")
    epoch.turn(database)  # so that the copy bears one, even of a database that never sent
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        _copy(database.path, part)
        os.link(part, target)  # and not rename, which would overwrite
        size = target.stat().st_size
    except FileExistsError:
        raise DatabaseUnusable(f"{target} is there already: name a new file, a backup overwrites nothing") from None
    except OSError as error:
        raise DatabaseUnusable(f"{target}: cannot be written ({error.strerror}): name a folder with room") from error
    except sqlite3.Error as error:
        raise DatabaseUnusable(f"{target}: no backup was made ({error}): look at the disks of both files") from error
    finally:
        part.unlink(missing_ok=True)
    epoch.turn(database)
    return size


def _copy(source: Path, part: Path) -> None:
    """Copy by SQLite's online backup, check every page of the copy, and have it durable as one file without a WAL."""
    with closing(sqlite3.connect(source, timeout=30)) as live, closing(sqlite3.connect(part)) as copy:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        found = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
        if found != "ok":
            raise sqlite3.DatabaseError(f"the copy is damaged: {found}")
    with part.open("rb") as file:
        os.fsync(file.fileno())
