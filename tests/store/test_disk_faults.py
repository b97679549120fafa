"""Disks that are full, read-only or damaged, a database held by another, and a process killed while it migrates."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from letterbox import contents, letters, queue, row
from sqlalchemy.exc import DBAPIError

from milestones.store import engines
from milestones.store.database import Database, DatabaseUnusable


@pytest.fixture
def live(tmp_path):
    opened = Database(f"sqlite:///{tmp_path}/var/m.db")
    opened.require_schema()
    yield opened
    opened.close()


def test_a_full_disk_rolls_the_whole_change_back_and_says_so(live):
    """B09: nothing of a change is kept, what was there stays readable, and writing goes on once there is room."""
    queue(live, row(1))
    with live.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()

    def limit(most):
        with live.engine.connect() as connection:
            connection.exec_driver_sql(f"PRAGMA max_page_count = {most}")

    limit(pages + 2)
    with pytest.raises(DBAPIError) as refused:
        queue(live, row(2), *(row(number, content=b"x" * 100_000) for number in range(3, 20)))
    assert "disk is full" in refused.value.__notes__[0]
    assert [letter.id for letter in letters(live)] == [1]
    limit(1_000_000)
    queue(live, row(2))
    assert len(letters(live)) == 2


def test_a_damaged_page_is_named_and_not_repaired(live):
    """B59: reading past it says that the file is damaged and what to do; the check of all pages finds it."""
    queue(live, *(row(number, content=b"x" * 3000) for number in range(50)))
    with live.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    live.close()
    damaged = bytearray(live.path.read_bytes())
    for page in range(len(damaged) // 8192, len(damaged) // 4096):
        damaged[page * 4096 : page * 4096 + 200] = b"\xff" * 200
    live.path.write_bytes(damaged)

    again = Database(live.url)
    assert again.unsound()
    with pytest.raises(DBAPIError) as refused:
        contents(again)
    assert "restore the newest backup" in refused.value.__notes__[0]
    again.close()
    assert live.path.read_bytes() == bytes(damaged)


def test_a_file_that_is_no_database_is_refused(tmp_path):
    """The wrong file named in `[database] url` is left as it is."""
    path = tmp_path / "m.db"
    path.write_bytes(b"a letter to the Board, of some length" * 40)
    path.chmod(0o600)

    with pytest.raises(DatabaseUnusable, match="no SQLite database"):
        Database(f"sqlite:///{path}").require_schema()
    assert path.read_bytes().startswith(b"a letter")


def test_a_folder_that_cannot_be_made_is_refused(tmp_path):
    """Said with its path and what would be right."""
    (tmp_path / "file").write_text("")

    with pytest.raises(DatabaseUnusable, match=r"cannot be made .*: let the service's user write"):
        Database(f"sqlite:///{tmp_path}/file/m.db")


def test_a_database_on_a_disk_mounted_read_only_is_refused(live):
    """B60: what a read-only disk answers is said as such. The tests may run as root, whom no mode stops."""
    with live.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only=ON")  # kept by the pooled connection
    with pytest.raises(DBAPIError) as refused:
        queue(live, row(1))
    assert "cannot be written" in refused.value.__notes__[0]


def in_another_process(work):
    """Do something in a forked child that root's rights do not help; give the text that it returns."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            if os.getuid() == 0:
                os.setgid(NOBODY)
                os.setuid(NOBODY)
            os.write(write, work().encode())
        finally:
            os._exit(0)
    os.close(write)
    with os.fdopen(read) as answer:
        said = answer.read()
    os.waitpid(pid, 0)
    return said


NOBODY = 65534


def test_a_database_that_may_only_be_read_is_refused_with_the_reason():
    """B60: file, log and folder cannot be written, a write-ahead log is there: the first write says what is wrong."""
    folder = Path(tempfile.mkdtemp(prefix="milestones-read-only-"))  # tmp_path's parents are root's alone
    written = Database(f"sqlite:///{folder}/m.db")
    written.require_schema()
    queue(written, row(1))  # and its connections stay open: the log is not folded in
    paths = sorted(folder.glob("m.db*"))
    assert [path.name for path in paths if path.suffix != ".epoch"] == ["m.db", "m.db-shm", "m.db-wal"]
    for path in (*paths, folder):
        if os.getuid() == 0:
            os.chown(path, NOBODY, NOBODY)
        path.chmod(0o500 if path is folder else 0o400)

    def use():
        try:
            opened = Database(written.url)
            opened.require_schema()
            queue(opened, row(2))
        except (DatabaseUnusable, DBAPIError) as error:
            return "; ".join([str(error), *getattr(error, "__notes__", [])])
        return "it was written"

    said = in_another_process(use)
    assert "let the service's user" in said
    assert str(folder) in said
    folder.chmod(0o700)
    assert len(letters(written)) == 1
    written.close()
    shutil.rmtree(folder)


def test_a_writer_that_waits_too_long_gives_up_whole(live, monkeypatch):
    """B10: after the time-out the change is not half there, and the message says what to look for."""
    monkeypatch.setattr(engines, "BUSY_TIMEOUT_S", 0.2)
    waiting = Database(live.url)
    holder = sqlite3.connect(live.path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(DBAPIError) as refused:
        queue(waiting, row(1))
    assert "another process has been writing" in refused.value.__notes__[0]
    holder.close()
    queue(waiting, row(1))
    assert len(letters(waiting)) == 1
    waiting.close()


_MIGRATE = """
import os, signal, sys
from sqlalchemy import event
from milestones.store.database import Database
database = Database(sys.argv[1])
left = int(sys.argv[2])
@event.listens_for(database.engine, "after_cursor_execute")
def strike(*_):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
database.upgrade()
"""


@pytest.mark.parametrize("killed_after", [4, 9, 17, 30])
def test_a_migration_killed_half_way_is_undone_whole(tmp_path, killed_after):
    """B62: the next start finds either nothing or everything, and goes on from there."""
    url = f"sqlite:///{tmp_path}/m.db"
    ended = subprocess.run(
        [sys.executable, "-c", _MIGRATE, url, str(killed_after)], check=False, cwd=Path(__file__).parents[2]
    )

    assert ended.returncode == -signal.SIGKILL
    again = Database(url)
    assert again.schema() is None
    again.require_schema()
    queue(again, row(1))
    again.close()


def test_a_newer_schema_is_not_migrated_backwards(live):
    """B59: `db upgrade` of an older program leaves a newer database alone."""
    with live.transaction() as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(DatabaseUnusable, match="install the version"):
        live.upgrade()
    assert live.schema() == "9999"
