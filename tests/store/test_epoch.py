"""A database put back from a backup sends nothing until somebody says so; nothing else ever raises that alarm."""

import shutil
import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from letterbox import MONDAY, contents, letters, queue, row
from sqlalchemy import text

from milestones.store import epoch, log
from milestones.store.backup import backup
from milestones.store.copy import copy
from milestones.store.database import Database, DatabaseUnusable


@pytest.fixture
def live(tmp_path):
    """A database that has sent before, in a folder of its own."""
    opened = Database(f"sqlite:///{tmp_path}/var/m.db")
    opened.require_schema()
    epoch.turn(opened)
    yield opened
    opened.close()


def put_back(live, copied):
    """Replace the database's file by a copy, as an administrator would, and open it."""
    live.close()
    for ending in ("", "-wal", "-shm"):
        live.path.with_name(live.path.name + ending).unlink(missing_ok=True)
    shutil.copy2(copied, live.path)
    return Database(live.url)


def test_a_backup_put_back_is_held_until_resumed(live, tmp_path):
    """Yesterday's letters do not go out again; after `resume` the service goes on."""
    backup(live, tmp_path / "b.db")
    restored = put_back(live, tmp_path / "b.db")

    with pytest.raises(epoch.Held, match="milestones resume"):
        epoch.require_newest(restored)
    epoch.resume(restored, MONDAY)
    epoch.require_newest(restored)
    restored.close()


def test_a_copy_taken_by_other_means_during_a_round_is_known_as_older(live, tmp_path):
    """Each round begins and ends an epoch, so any copy from before its end lies behind."""
    with sqlite3.connect(live.path) as source, sqlite3.connect(tmp_path / "snapshot.db") as snapshot:
        source.backup(snapshot)
    source.close()
    snapshot.close()
    (tmp_path / "snapshot.db").chmod(0o600)
    epoch.turn(live)
    restored = put_back(live, tmp_path / "snapshot.db")

    with pytest.raises(epoch.Held):
        epoch.require_newest(restored)
    restored.close()


@pytest.mark.parametrize("torn", ["", "{", "[]", '{"line": 3}', "null"])
def test_a_torn_witness_raises_no_alarm(live, torn):
    """A power cut may leave the small file empty: it then says nothing."""
    live.witness.write_text(torn)

    epoch.require_newest(live)
    epoch.turn(live)
    assert epoch.witnessed(live.witness).number == 2


def test_several_senders_that_turn_at_once_leave_the_newest_epoch_in_the_witness(live, tmp_path):
    """None of them fails because of another, none puts an older epoch over a newer one, and nothing is left lying."""
    with ThreadPoolExecutor(4) as senders:
        for turned in [senders.submit(epoch.turn, live) for _ in range(40)]:
            turned.result()

    assert epoch.witnessed(live.witness).number == 41
    assert sorted(file.name for file in (tmp_path / "var").glob("*.epoch*")) == ["m.db.epoch"]


def test_a_restart_a_crash_and_a_copied_folder_raise_no_alarm(live, tmp_path):
    """The witness is written after the commit, and so is never ahead of what it bears witness to."""
    for _ in range(3):
        epoch.turn(live)
        again = Database(live.url)
        epoch.require_newest(again)  # raises Held where the database counts as older
        again.close()
    live.close()
    shutil.copytree(tmp_path / "var", tmp_path / "moved")
    moved = Database(f"sqlite:///{tmp_path}/moved/m.db")
    epoch.require_newest(moved)
    epoch.turn(moved)
    assert epoch.witnessed(moved.witness).number == 5
    moved.close()


def test_a_new_database_in_the_old_ones_place_raises_no_alarm(live):
    """Beginning anew is no restored backup: it is another line."""
    live.close()
    live.path.unlink()
    fresh = Database(live.url)
    fresh.require_schema()
    epoch.require_newest(fresh)
    epoch.turn(fresh)
    epoch.require_newest(fresh)
    assert epoch.witnessed(fresh.witness).number == 1
    fresh.close()


def test_what_was_sent_before_is_not_sent_after_resume(live):
    """`--sent-until` cancels what waited up to then, and nothing later."""
    queue(live, row(1, due_at=MONDAY), row(2, due_at=MONDAY + timedelta(days=2)))

    assert epoch.resume(live, MONDAY, MONDAY + timedelta(days=1)) == 1

    assert [letter.state for letter in letters(live)] == ["cancelled", "queued"]


def test_going_on_after_a_restored_backup_is_on_the_record(live):
    """One event says until when everything counts as sent, what that cancelled, and why; the chain stays whole."""
    queue(live, row(1))
    until = MONDAY + timedelta(days=1)

    epoch.resume(live, MONDAY, until, "the disk of Monday was lost")

    with live.reading() as session:
        (event,) = log.entries(session)
        assert list(log.faults(session)) == []
    assert (event["type"], event["actor"], event["at"]) == ("service_resumed", "resume", MONDAY.isoformat())
    assert (event["data"]["cancelled"], event["data"]["why"]) == (1, "the disk of Monday was lost")


def test_a_backup_is_private_whole_and_overwrites_nothing(live, tmp_path):
    """0600, one file, every page sound, and a second one of the same name is refused."""
    queue(live, row(1))
    target = tmp_path / "b.db"
    size = backup(live, target)

    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert size == target.stat().st_size
    with sqlite3.connect(target) as copied:
        assert copied.execute("SELECT count(*) FROM letter").fetchone() == (1,)
        assert copied.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    copied.close()
    with pytest.raises(DatabaseUnusable, match="there already"):
        backup(live, target)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.db", "var"]


def test_a_backup_taken_within_a_transaction_holds_none_of_it(live, tmp_path):
    """Consistent while others write: a change is in it whole or not at all."""
    with live.transaction() as session:
        session.execute(text("INSERT INTO meta VALUES ('half', '1')"))
        session.flush()
        source = sqlite3.connect(live.path)
        copied = sqlite3.connect(tmp_path / "b.db")
        source.backup(copied)
        source.close()
    assert copied.execute("SELECT count(*) FROM meta WHERE key = 'half'").fetchone() == (0,)
    copied.close()


def test_postgresql_is_backed_up_by_its_own_tool(pg_url, tmp_path):
    """The refusal names pg_dump."""
    database = Database(pg_url)
    with pytest.raises(DatabaseUnusable, match="pg_dump"):
        backup(database, tmp_path / "b.dump")
    database.close()


def test_everything_is_copied_from_sqlite_to_postgresql(live, pg_url):
    """Rows, bytes, and the counters: the next letter gets the next id."""
    queue(live, row(1), row(2, content=b"\x00\xff"))
    target = Database(pg_url)

    copied = copy(live, target)
    queue(target, row(3))

    assert copied["letter"] == copied["letter_content"] == 2
    assert [*contents(target).items()][:2] == [*contents(live).items()]
    assert [letter.id for letter in letters(target)] == [1, 2, 3]
    with pytest.raises(DatabaseUnusable, match="not empty"):
        copy(live, target)
    target.close()
