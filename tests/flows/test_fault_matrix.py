"""Cells of the fault matrix (docs/guarantees.md) that need a whole house: time, races, failing disks, a partition."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
import threading
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import postgres
import pytest
from faultserver import Fault, FaultServer
from invariants import broken, broken_at_sink
from letterbox import SmallHouse, letters, queue, row
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from world import World

from milestones.domain.delivery import LEASE
from milestones.domain.milestone import Refused
from milestones.flows.deliver import deliver
from milestones.flows.house import House
from milestones.flows.reload import look
from milestones.flows.remind import evaluate
from milestones.store.database import Database

ENVIRON = {"MILESTONES_SECRET_KEY": "a key for tests only, thirty-two"}
ROOT = Path(__file__).parents[2]


@pytest.fixture(params=["sqlite", "postgresql"])
async def world(request, tmp_path):
    """A partnership on either database."""
    if request.param == "sqlite":
        async with World(tmp_path) as partnership:
            yield partnership
        return
    with postgres.server().database() as url:
        async with World(tmp_path, database_url=url) as partnership:
            yield partnership


async def asked(world):
    """A milestone of the sergeant's and a letter that asks for it."""
    name = world.agreed("Pilot", due="2027-01-18", owner="sergeant")
    await world.jump_to("2027-01-04 10:00")
    return name, world.letters_to("sergeant", "reminder")[-1]


# --- time ------------------------------------------------------------------------------------------------------------


async def test_a_clock_that_ran_ahead_sends_nothing_twice_when_it_comes_back(world):
    """B04: an hour early, back, and there again: what was early is not repeated, nothing is stuck."""
    world.agreed("Pilot", due="2027-01-19", owner="sergeant")
    await world.jump_to("2027-01-05 08:55")
    world.clock.advance(timedelta(hours=1))
    await world.tick()
    early = len(world.letters("reminder"))
    world.clock.advance(timedelta(hours=-1))
    for _ in range(3):
        await asyncio.to_thread(evaluate, world.house, world.clock.now(), strict=False)
        await deliver(world.house)
        world.clock.advance(timedelta(minutes=45))
    assert early == 1
    assert len(world.letters("reminder")) == 1
    assert broken(world.house.database, world.clock.now()) == {}


# --- replies ---------------------------------------------------------------------------------------------------------


async def test_a_reply_and_a_withdrawal_at_the_same_moment_are_decided_one_after_the_other(world):
    """B52: whichever comes second sees what the first has done; the state is what the events give."""
    name, letter = await asked(world)
    mail = world.mail_in_answer_to(letter, "Done.\r\n")

    async def withdraw():
        try:
            await asyncio.to_thread(world.command, "withdraw", name, by="prevent-coordinator")
        except Refused as refused:
            return str(refused)
        return "withdrawn"

    receipt, said = await asyncio.gather(world.receive(mail), withdraw())
    assert (receipt["verdict"], world.milestone(name)["state"]) in {("accepted", "completed"), ("refused", "withdrawn")}
    assert (said == "withdrawn") is (receipt["verdict"] == "refused")
    assert broken(world.house.database, world.clock.now()) == {}


async def test_two_answers_in_the_same_second_are_decided_one_after_the_other(world):
    """B53: `done` and `not done yet` at once: each is decided once, the second by what the first left."""
    name, letter = await asked(world)
    mails = [world.mail_in_answer_to(letter, f"{words}\r\n") for words in ("Done.", "not done yet: half way there")]
    receipts = await asyncio.gather(*map(world.receive, mails))
    assert receipts[0]["verdict"] == "accepted"
    assert world.milestone(name)["state"] == "completed"
    assert world.event_types().count("reply_taken_in") == 2
    assert broken(world.house.database, world.clock.now()) == {}


async def test_an_acknowledgement_that_cannot_be_sent_waits_and_the_decision_stands(world):
    """B54: the mail server takes nothing for a while; the milestone is completed, the answer comes later, once."""
    name, letter = await asked(world)
    world.server.faults.append(Fault("rcpt", "451 later", times=1))
    await world.reply(letter, "Done.")
    await world.tick()
    assert world.milestone(name)["state"] == "completed"
    assert world.letters("acknowledgement") == []
    world.clock.advance(timedelta(minutes=10))
    await world.tick()
    assert len(world.letters("acknowledgement")) == 1


# --- configuration ---------------------------------------------------------------------------------------------------


async def test_what_is_taken_over_is_what_was_read_while_files_are_renamed_and_links_are_swapped(tmp_path):
    """B56, A40: under a storm of renames each look gives one whole version, and the hash of its very bytes."""
    async with World(tmp_path) as world:
        path = world.config_folder / "boards" / "wold.toml"
        text = path.read_text()
        versions, known = {f"Wold Board {number}" for number in range(2)}, {}
        for number, name in enumerate(sorted(versions)):
            (world.config_folder / f"version-{number}").write_text(text.replace("Wold Prevent Board", name))
            path.write_text(text.replace("Wold Prevent Board", name))
            found = look(world.house, ENVIRON)
            known[found.config.hash] = name
        stop = threading.Event()

        def swap():
            turn = 0
            while not stop.is_set():
                part = path.with_suffix(".part")
                part.unlink(missing_ok=True)
                if turn % 3:
                    part.symlink_to(f"../version-{turn % 2}")
                else:
                    shutil.copy(world.config_folder / f"version-{turn % 2}", part)
                part.replace(path)
                turn += 1

        swapping = threading.Thread(target=swap)
        swapping.start()
        try:
            looks = [look(world.house, ENVIRON) for _ in range(60)]
        finally:
            stop.set()
            swapping.join()
        whole = [found for found in looks if isinstance(found, House)]
        assert whole
        for found in whole:
            assert known[found.config.hash] == found.config.boards["wold"].name


# --- a disk that fails -----------------------------------------------------------------------------------------------


async def test_a_change_that_finds_the_disk_full_is_undone_whole_and_told(tmp_path):
    """B09: the milestone is as it was, nothing is queued; with room again the same command goes through."""
    async with World(tmp_path) as world:
        name = world.agreed("Pilot", due="2027-01-18", owner="sergeant")
        day = world.clock.now().date() + timedelta(days=30)
        engine = world.house.database.engine

        def what_is_there():
            return world.milestone(name), world.event_types(), len(letters(world.house.database))

        def room(pages):
            with engine.connect() as connection:
                connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

        room(1)  # SQLite takes the number of pages there are
        seen = [what_is_there()]

        def extend_until_full():
            for turn in range(400):  # what is free within the pages there are is filled first
                seen.append(what_is_there())
                world.command("extend", name, to=day + timedelta(days=turn), by="prevent-coordinator")

        with pytest.raises(DBAPIError) as refused:
            extend_until_full()
        assert "disk is full" in refused.value.__notes__[0]
        assert what_is_there() == seen[-1]
        assert broken(world.house.database, world.clock.now()) == {}
        room(1_000_000)
        world.command("withdraw", name, by="prevent-coordinator")
        assert world.milestone(name)["state"] == "withdrawn"


def traced(folder, fault, *words):
    """One command in a process of its own whose system calls strace lets fail."""
    program = [sys.executable, "-c", "from jobs.cli import main; main()", "--config", str(folder / "config"), *words]
    strace = [
        "strace",
        "-f",
        "-qq",
        "-o",
        "/dev/null",
        "-e",
        f"trace={fault.partition(':')[0]}",
        "-e",
        f"inject={fault}",
    ]
    command = [*strace, *program] if fault else program
    return subprocess.run(command, env=ENVIRON, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)


def may_trace():
    """Say whether strace is here and may trace: in some containers no process may."""
    words = ["strace", "-qq", "-o", "/dev/null", "-e", "trace=none", "true"]
    return shutil.which("strace") is not None and subprocess.run(words, check=False).returncode == 0


@pytest.mark.skipif(not may_trace(), reason="strace is not here, or processes may not be traced here")
@pytest.mark.parametrize(
    ("fault", "says"),
    [("fdatasync:error=EIO:when=4+", "its disk fails"), ("pwrite64:error=ENOSPC:when=20+", "its disk is full")],
)
async def test_a_pass_on_a_failing_disk_ends_with_an_error_and_the_next_one_finishes_it(tmp_path, fault, says):
    """B09, B33: the real process meets the real error, ends with a status that says so, and nothing is lost."""
    async with World(tmp_path) as world:
        for number in range(4):
            world.agreed(f"Pilot {number}", due="2027-01-18", owner="sergeant")
        at = ("tick", "--at", "2027-01-04T10:00:00+00:00")
        failed = await asyncio.to_thread(traced, tmp_path, fault, *at)
        assert failed.returncode in {1, 2}
        assert says in failed.stderr
        assert "Traceback" not in failed.stderr
        assert broken_at_sink(world.house.database, world.server.accepted) == {}
        for hour in (11, 15, 19):  # what was in doubt waits for its lease, and then for its next try
            await world.jump_to(f"2027-01-04 {hour}:00")
        assert {letter.state for letter in letters(world.house.database)} <= {"sent", "cancelled"}
        assert {letter.kind for letter in letters(world.house.database)} >= {"reminder", "digest"}
        assert broken_at_sink(world.house.database, world.server.accepted) == {}
        assert broken(world.house.database, world.clock.now()) == {}


# --- a worker cut off from its database ------------------------------------------------------------------------------


@asynccontextmanager
async def wire_to(url, folder):
    """A socket that passes all on to a PostgreSQL server, until it is cut: then nothing comes through, silently."""
    target = make_url(url)
    place = Path(str(target.query["host"])) / f".s.PGSQL.{target.query.get('port', 5432)}"
    cut, tasks, ends = asyncio.Event(), set(), []

    async def passes_on(reader, writer):
        while chunk := await reader.read(65536):
            if cut.is_set():
                await asyncio.sleep(3600)
            writer.write(chunk)
            await writer.drain()
        writer.close()

    async def serve(reader, writer):
        there_reader, there_writer = await asyncio.open_unix_connection(str(place))
        ends.extend((writer, there_writer))
        for pair in ((reader, there_writer), (there_reader, writer)):
            tasks.add(asyncio.create_task(passes_on(*pair)))

    server = await asyncio.start_unix_server(serve, str(folder / ".s.PGSQL.5432"))
    try:
        yield target.update_query_dict({"host": str(folder), "port": "5432"}).render_as_string(hide_password=False), cut
    finally:
        server.close()
        for end in ends:
            end.transport.abort()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def test_a_worker_cut_off_from_its_database_begins_no_letter_that_is_not_its_own(tmp_path):
    """B38: within moments nothing more is sent; another worker takes the rest over when the leases are over."""
    if not postgres.server().own:
        pytest.skip("the server named by MILESTONES_TEST_PG_URL is not reached by a socket of ours")
    with postgres.server().database() as url:
        direct = Database(url)
        direct.require_schema()
        queue(direct, *(row(number) for number in range(120)))
        async with FaultServer(thinks_s=0.01) as server, wire_to(url, tmp_path) as (through, cut):
            cut_off = Database(through)
            worker = asyncio.create_task(deliver(SmallHouse(cut_off, server.port), on_failed=lambda *_, **__: None))
            await asyncio.wait_for(server.has_kept(20), 30)
            cut.set()
            begun = server.commands.count("DATA")
            await asyncio.sleep(1.5)
            assert server.commands.count("DATA") - begun <= 6  # those in hand: twice as many as connections
            silent = server.commands.count("DATA")
            await asyncio.sleep(0.5)
            assert server.commands.count("DATA") == silent
            house = SmallHouse(direct, server.port)
            house.clock.set(house.clock.now() + LEASE + timedelta(minutes=1))
            await deliver(house, on_failed=lambda *_, **__: None)
            assert {letter.state for letter in letters(direct)} == {"sent"}
            assert broken_at_sink(direct, server.accepted, server.overlaps) == {}
            assert sum(count - 1 for count in server.copies().values()) <= 6
            worker.cancel()
            await asyncio.gather(worker, return_exceptions=True)
        direct.close()
