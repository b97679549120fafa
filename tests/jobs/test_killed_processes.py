"""Whole processes killed where it matters: taking in a reply, taking over a configuration, ticking side by side."""

import asyncio
import json
import random
import signal
from contextlib import asynccontextmanager
from datetime import timedelta

import postgres
import pytest
import pytest_asyncio
from sqlmodel import select

from milestones.settings.read import read
from milestones.store import log, queries
from milestones.store.tables import EventRow, OccurrenceRow
from tests.invariants import broken, broken_at_sink
from tests.soak.office import KEY, Office
from tests.soak.soak import Figures, Nursery, Soak


@asynccontextmanager
async def an_office(folder, url=None):
    """A partnership, and the cradle of its processes; no mail server misbehaves."""
    office = Office(folder, random.Random(1), url)
    await office.open()
    try:
        async with Nursery(office) as nursery:
            soak = Soak(office, nursery, office.chance, Figures())
            office.world.server.faults.clear()
            yield soak
    finally:
        await office.world.__aexit__(None, None, None)


async def lives(soak, role, death="never", place=0, **more):
    """Let one process live and give its status."""
    order = soak._order(role, place, death) | more
    name, pid = await soak.nursery.bear(order)
    return (await soak.nursery.ended(name, 60, pid))[0]


def answered(soak, number, words):
    """An owner's answer about the first milestone that a letter asks about, as a file; and that milestone."""
    letter = [one for one in soak.office.world.letters("assignment") if one.post.startswith("owner")][number]
    path = soak.office.folder / f"answer-{number}.eml"
    path.write_bytes(soak.office.world.mail_in_answer_to(letter, f"{letter.milestones[0]}: {words}\r\n"))
    return letter.milestones[0], str(path)


DEATHS = ["sql-3", "commit-1", "committed-1", "sql-12", "commit-2", "committed-2"]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def on_sqlite(tmp_path_factory):
    """One office for the tests that kill a single process: loading everything takes longer than a dozen lives."""
    async with an_office(tmp_path_factory.mktemp("office")) as soak:
        yield soak


in_one_loop = pytest.mark.asyncio(loop_scope="module")


@in_one_loop
async def test_a_receiver_killed_anywhere_takes_the_reply_in_once_when_it_comes_again(on_sqlite):
    """R1 to R5, B39, B40, B51: killed before and after it is stored and decided; one event, one acknowledgement."""
    soak = on_sqlite
    world, killed = soak.office.world, 0
    for number, death in enumerate(DEATHS):
        milestone, path = answered(soak, number, "done")
        killed += await lives(soak, "receive", death, files=[path]) == -signal.SIGKILL
        assert broken(world.house.database, world.begins - timedelta(days=999)) == {}
        soak.now += timedelta(minutes=20)  # the lease of the one that died is over
        world.clock.set(soak.now)
        assert await lives(soak, "receive", files=[path]) == 0
        assert await lives(soak, "receive", files=[path]) == 0
        assert world.event_types(milestone).count("completion_confirmed") == 1, death
        assert world.milestone(milestone)["state"] == "claimed"
    assert killed >= 5
    soak.now += timedelta(hours=1)
    assert await lives(soak, "tick") == 0
    assert len(world.letters("acknowledgement")) == len(DEATHS)
    assert broken(world.house.database, soak.now) == {}
    assert broken_at_sink(world.house.database, world.server.accepted) == {}


@in_one_loop
async def test_a_process_killed_while_it_takes_a_configuration_over_has_noted_all_of_it_or_nothing(on_sqlite):
    """B58, I19: what runs and the event that says so are one commit; the next process goes on from there."""
    soak = on_sqlite
    world, noted, killed = soak.office.world, [], 0
    for death in ("sql-6", "sql-10", "commit-1", "committed-1"):
        path = world.config_folder / "boards" / "wold.toml"
        path.write_text(path.read_text() + f"# {death}\n")
        running = read(world.config_folder, {"MILESTONES_SECRET_KEY": KEY}).hash
        killed += await lives(soak, "tick", death) == -signal.SIGKILL
        with world.house.database.reading() as session:
            said = queries.meta(session, "config.hash")
            events = session.exec(select(EventRow.data).where(EventRow.type == "configuration_loaded")).all()
            assert json.loads(events[-1])["hash"] == said
            assert list(log.faults(session)) == []
        noted.append(said == running)
        soak.now += timedelta(minutes=20)
        assert await lives(soak, "tick") == 0
    assert killed >= 3
    assert noted[-1] is True
    assert False in noted


@pytest.mark.parametrize("restarts", [0, pytest.param(20, marks=pytest.mark.soak)])
async def test_four_processes_that_tick_at_once_on_one_postgresql_send_each_letter_once(tmp_path, restarts):
    """B03, B36: schedules and delivery in each of them, the server stopped as by a crash meanwhile or not."""
    server = postgres.server()
    if restarts and not server.own:
        pytest.skip("the server named by MILESTONES_TEST_PG_URL is not ours to stop")
    with server.database() as url:
        async with an_office(tmp_path, url) as soak:
            world = soak.office.world
            world.server.thinks_s = 0.01
            for day in range(restarts + 2):
                soak.now += timedelta(hours=20)
                passes = [asyncio.create_task(lives(soak, "tick", place=place)) for place in range(4)]
                if day < restarts:
                    await asyncio.sleep(soak.chance.uniform(0, 0.4))
                    await asyncio.to_thread(server.restart)
                    await asyncio.gather(*passes)
                else:
                    # One that comes to its turn after another with a later moment has nothing left to do: refused.
                    assert set(await asyncio.gather(*passes)) <= {0, 2}
            soak.now += timedelta(hours=6)
            await soak.drain()
            copies = world.server.copies()
            with world.house.database.reading() as session:
                rows = session.exec(select(OccurrenceRow)).all()
            assert len(copies) > 30
            assert broken(world.house.database, soak.now) == {}
            assert broken_at_sink(world.house.database, world.server.accepted, world.server.overlaps) == {}
            assert all(row.letter_id or row.skipped for row in rows)
            if not restarts:
                assert set(copies.values()) == {1}


@pytest.mark.soak
async def test_processes_killed_on_postgresql_lose_nothing(tmp_path):
    """A soak there; `python -m tests.soak --on postgresql` makes it longer."""
    from tests.soak.soak import play

    seed = random.SystemRandom().randrange(2**32)
    print(f"seed {seed}")
    with postgres.server().database() as url:
        figures = Figures()
        await play(tmp_path, 100, random.Random(seed), figures, url)
    assert figures.kills >= 100
