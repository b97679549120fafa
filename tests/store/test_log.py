"""The event log: whatever is changed, moved, cut out or cut off is found, and honest mistakes are stopped."""

import hashlib
import json
from datetime import UTC, date, datetime

import pytest
from sqlalchemy.exc import DBAPIError

from milestones.domain import commands as c
from milestones.domain.board import Board, Holder, Organisation, Post, Sector
from milestones.domain.milestone import Moment, decide, evolve
from milestones.domain.state import Owner, Row
from milestones.store import log
from milestones.store import milestones as store
from milestones.store.database import Database

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
BOARD = Board(
    "hum",
    "Humberside",
    "HUM",
    "keeper",
    organisations={"police": Organisation("police", "Police", Sector.POLICE)},
    posts={"lead": Post("lead", "Lead", "police", holders=(Holder("A", "a@x.example", date(2020, 1, 1)),))},
)


@pytest.fixture
def database(url):
    """A database with three milestones, one of them completed: seven events."""
    found = Database(url)
    found.require_schema()
    with found.transaction() as session:
        for number in (1, 2, 3):
            act(
                session,
                f"HUM-{number}",
                c.Import(
                    Row(str(number), f"Title {number}", date(2026, 12, 7), owners=(Owner("lead"),)), NOW.date(), "m"
                ),
            )
        act(session, "HUM-2", c.NoteProgress("lead", "half way"))
        act(session, "HUM-2", c.Complete("lead"))
        act(session, "HUM-3", c.Block("lead", "vetting"))
    yield found
    found.close()


def act(session, milestone, command):
    state = store.get(session, milestone)
    for event in decide(milestone, state, command, Moment(BOARD, NOW, NOW.date())):
        state = evolve(milestone, state, event, NOW)
        log.append(session, [log.Entry(event, "lead", milestone)], NOW)
    store.put(session, state)


def faults(database, anchors=()):
    with database.reading() as session:
        return list(log.faults(session, anchors))


def tamper(database, *statements):
    """Change the log as somebody would who may drop triggers."""
    with database.transaction() as session:
        connection = session.connection()
        if database.is_sqlite:
            for trigger in ("event_no_update", "event_no_delete", "event_follows"):
                connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {trigger}")
        else:
            connection.exec_driver_sql("ALTER TABLE event DISABLE TRIGGER USER")
        for statement in statements:
            connection.exec_driver_sql(statement)


def test_a_whole_log_has_no_fault(database):
    """What was written by the program verifies."""
    assert faults(database) == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE event SET at = '2026-11-24T09:00:01+00:00' WHERE seq = 4",
        "UPDATE event SET type = 'comment_added' WHERE seq = 4",
        "UPDATE event SET milestone = 'HUM-1' WHERE seq = 4",
        "UPDATE event SET actor = 'chief' WHERE seq = 4",
        "UPDATE event SET data = replace(data, 'half', 'all') WHERE seq = 4",
        "UPDATE event SET prev = replace(prev, 'a', 'b') WHERE seq = 4",
        "UPDATE event SET hash = replace(hash, 'a', 'b') WHERE seq = 4",
        "DELETE FROM event WHERE seq = 4",
        "UPDATE event SET seq = 99 WHERE seq = 4",
    ],
)
def test_any_change_of_any_column_is_found(database, change):
    """One altered cell of one row breaks the chain where it stands."""
    tamper(database, change)

    assert any("4" in fault for fault in faults(database))


def test_two_events_exchanged_are_found(database):
    """Reordering breaks the chain."""
    tamper(
        database,
        "UPDATE event SET seq = -1 WHERE seq = 4",
        "UPDATE event SET seq = 4 WHERE seq = 5",
        "UPDATE event SET seq = 5 WHERE seq = -1",
    )

    assert faults(database)


def test_a_tail_cut_off_is_found_by_its_anchor(database):
    """A digest's last line finds what the chain alone cannot: that its end is missing."""
    with database.reading() as session:
        anchor = log.head(session)
    with_row = "DELETE FROM event WHERE seq = 7"
    tamper(
        database, with_row, "DELETE FROM milestone WHERE id = 'HUM-3'", "DELETE FROM event WHERE milestone = 'HUM-3'"
    )

    assert any("cut off" in fault for fault in faults(database, [anchor]))


def test_a_log_written_anew_is_found_by_its_anchor(database):
    """A whole new chain verifies by itself, and not against an anchor that a Board holds in its mail."""
    assert any("anchored hash" in fault for fault in faults(database, [(5, "f" * 64)]))


def test_a_state_that_its_events_do_not_give_is_found(database):
    """Editing the row instead of the log is found too."""
    tamper(database, "UPDATE milestone SET state = 'completed' WHERE id = 'HUM-1'")

    assert faults(database) == ["HUM-1 is not what its events give"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET actor = 'x' WHERE seq = 1",
        "DELETE FROM event WHERE seq = 1",
        "wipe",
        "INSERT INTO event SELECT 99, at, type, milestone, actor, data, prev, hash FROM event WHERE seq = 1",
    ],
)
def test_honest_mistakes_are_stopped_by_the_database(database, statement):
    """No statement of a person at the database prompt changes the log by accident."""
    if statement == "wipe":
        sqlite = "REPLACE INTO event SELECT * FROM event WHERE seq = 1"
        statement = sqlite if database.is_sqlite else "TRUNCATE event"
    with pytest.raises(DBAPIError, match=r"append-only|must follow"), database.transaction() as session:
        session.connection().exec_driver_sql(statement)


def test_the_hash_can_be_checked_without_this_program(database):
    """The documented rule alone reproduces every hash from the exported lines."""
    with database.reading() as session:
        lines = [json.loads(log.canonical(entry)) for entry in log.entries(session)]
    prev = "0" * 64
    for line in lines:
        body = {key: line[key] for key in ("seq", "at", "type", "milestone", "actor", "data")}
        text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        prev = hashlib.sha256(b"audit-v1\0" + bytes.fromhex(prev) + text.encode()).hexdigest()
        assert line["hash"] == prev


def test_a_rolled_back_change_leaves_no_event(database):
    """State and event are written together or not at all."""

    def dies_half_way():
        with database.transaction() as session:
            act(session, "HUM-1", c.Complete("lead"))
            raise RuntimeError("the process dies here")

    with pytest.raises(RuntimeError):
        dies_half_way()

    assert faults(database) == []
    with database.reading() as session:
        assert store.get(session, "HUM-1").state == "agreed"
        assert log.head(session)[0] == 7
