"""What was sent while the database could not be written is recorded once it can, also by another process: one copy."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sqlite3
import sys
from pathlib import Path

import pytest
from faultserver import PAUSE, Fault, FaultServer
from letterbox import MONDAY, SmallHouse, letters, queue, row
from sqlalchemy.exc import OperationalError

from milestones.flows import books as books_module
from milestones.flows import journal
from milestones.flows.deliver import Delivered, deliver

_SENDER = Path(__file__).parents[1] / "sender.py"


def quiet(*_, **__):
    """Nobody is told in these tests."""


def kept_in(folder):
    path = folder / "sent.journal"
    return path.read_text().splitlines() if path.exists() else []


def refusing_outcomes(monkeypatch, name="SQLITE_BUSY"):
    """A database that takes claims and fences, and no outcome."""
    original = books_module.outbox.settle

    def settle(session, settlements, now):
        if settlements:
            error = sqlite3.OperationalError("refused")
            error.sqlite_errorname = name
            raise OperationalError("UPDATE", {}, error)
        return original(session, settlements, now)

    monkeypatch.setattr(books_module.outbox, "settle", settle)


async def until(condition):
    """Wait until another process, or a thread, has done what is waited for."""
    for _ in range(1000):
        if condition():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it did not happen")


async def test_what_was_sent_before_the_process_ended_is_recorded_by_the_next_and_not_sent_again(
    database, tmp_path, monkeypatch
):
    """B32: the outcome is refused, the process ends, the next round records it before it claims: one copy."""
    queue(database, *(row(number) for number in range(3)))
    with monkeypatch.context() as patch:
        refusing_outcomes(patch)
        async with FaultServer() as server:
            round_ = asyncio.create_task(deliver(SmallHouse(database, server.port), on_failed=quiet))
            await until(lambda: len(kept_in(tmp_path)) == 3)
            round_.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await round_
    assert {letter.state for letter in letters(database)} == {"sending"}
    async with FaultServer() as again:
        house = SmallHouse(database, again.port)
        assert await deliver(house, on_failed=quiet) == Delivered()
    assert again.accepted == []
    assert {(letter.state, letter.attempts, letter.uncertain) for letter in letters(database)} == {("sent", 1, 0)}
    assert kept_in(tmp_path) == []
    assert (tmp_path / "sent.journal").stat().st_mode & 0o777 == 0o600


async def test_a_sender_killed_while_another_holds_the_database_doubles_nothing(database, tmp_path):
    """B32, with a real kill: the letter is accepted, the commit waits for a lock, the journal is written, SIGKILL."""
    queue(database, row(1))
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(_SENDER), stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    holder = sqlite3.connect(tmp_path / "milestones.db", isolation_level=None)
    try:
        async with FaultServer([Fault("stored", PAUSE, times=1)]) as server:
            process.stdin.write(f"{database.url} {server.port} {MONDAY.isoformat()} never\n".encode())
            pid = int(await process.stdout.readline())
            await server.paused.wait()
            holder.execute("BEGIN IMMEDIATE")
            server.resume.set()
            await until(lambda: kept_in(tmp_path))
            os.kill(pid, signal.SIGKILL)
            assert int(await process.stdout.readline()) == -signal.SIGKILL
            holder.execute("ROLLBACK")
            assert [letter.state for letter in letters(database)] == ["sending"]
            assert await deliver(SmallHouse(database, server.port), on_failed=quiet) == Delivered()
        assert len(server.accepted) == 1
        assert [(letter.state, letter.uncertain) for letter in letters(database)] == [("sent", 0)]
    finally:
        holder.close()
        process.stdin.close()
        await process.wait()


async def test_a_commit_that_is_only_slow_leaves_nothing_behind_for_long(database, tmp_path, monkeypatch):
    """The journal is written, the commit goes through after all, and the next round finds nothing new in it."""
    monkeypatch.setattr(books_module, "_JOURNAL_AFTER_S", 0.0)
    queue(database, *(row(number) for number in range(5)))
    async with FaultServer() as server:
        house = SmallHouse(database, server.port)
        assert await deliver(house, on_failed=quiet) == Delivered(sent=5)
        assert kept_in(tmp_path)
        assert await deliver(house, on_failed=quiet) == Delivered()
    assert kept_in(tmp_path) == []
    assert set(server.copies().values()) == {1}


async def test_a_failing_disk_ends_the_round_with_what_was_sent_in_the_journal(database, tmp_path, monkeypatch):
    """B33: after a failed fsync the database is not tried again; a journal on a disk that holds saves the copy."""
    queue(database, row(1))
    with monkeypatch.context() as patch:
        refusing_outcomes(patch, "SQLITE_IOERR_FSYNC")
        async with FaultServer() as server:
            with pytest.raises(OperationalError):
                await asyncio.wait_for(deliver(SmallHouse(database, server.port), on_failed=quiet), 10)
    assert len(kept_in(tmp_path)) == 1
    assert journal.replay(database) == 1
    assert [letter.state for letter in letters(database)] == ["sent"]


async def test_a_journal_that_cannot_be_written_stops_nothing(database, tmp_path, monkeypatch):
    """It is a second line of defence: without it the outcome stands in memory, as long as the process lives."""
    (tmp_path / "sent.journal").mkdir()
    with pytest.raises(IsADirectoryError):
        journal.journal_of(database).append([{"message_id": "<1@x>", "sent_at": "x"}])
    (tmp_path / "sent.journal").rmdir()
    (tmp_path / "sent.journal").symlink_to(tmp_path / "elsewhere")
    monkeypatch.setattr(books_module, "_JOURNAL_AFTER_S", 0.0)
    queue(database, row(1))
    async with FaultServer() as server:
        assert await deliver(SmallHouse(database, server.port), on_failed=quiet) == Delivered(sent=1)


@pytest.mark.parametrize("line", ['{"message_id": "<letter-1@board.test>", "sent_at": "yesterday"}', "{}", "\x00"])
def test_a_line_that_makes_no_sense_settles_nothing(database, tmp_path, line):
    """Nothing is guessed, and nothing stays in the way."""
    queue(database, row(1))
    (tmp_path / "sent.journal").write_text(line + "\n")
    assert journal.replay(database) == 0
    assert [letter.state for letter in letters(database)] == ["queued"]
    assert kept_in(tmp_path) == []


def test_a_journal_beside_another_database_settles_nothing_there(database, tmp_path):
    """Letters are known by their Message-ID, never by a number that another database gave too."""
    queue(database, row(1))
    fact = '{"letter": 1, "message_id": "<other@elsewhere.test>", "sent_at": "2026-11-30T09:00:00+00:00"}\n'
    (tmp_path / "sent.journal").write_text(fact)
    assert journal.replay(database) == 0
    assert [letter.state for letter in letters(database)] == ["queued"]
