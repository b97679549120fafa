"""The service's delivery loop: connections kept between rounds, made anew after an edit, closed at the end."""

from __future__ import annotations

from dataclasses import replace

import pytest
from faultserver import FaultServer
from letterbox import SmallHouse, letters, new_database, queue, row

from jobs.deliver import Delivery
from jobs.running import Running
from milestones.edge.figures import Figures


@pytest.fixture
def database(tmp_path):
    database = new_database(tmp_path)
    yield database
    database.close()


async def round_of(delivery, running, database, number):
    """One letter queued, one step of the loop."""
    queue(database, row(number))
    running.letters.set()
    await delivery.deliver()
    assert letters(database)[-1].state == "sent"


async def test_the_loop_keeps_its_connection_until_an_edit_or_the_end(database):
    """Three rounds over one connection; an edit of `[smtp]` closes it and opens another; the end says goodbye."""
    async with FaultServer() as server:
        running = Running(SmallHouse(database, server.port), Figures())
        delivery = Delivery(running)
        for number in range(3):
            await round_of(delivery, running, database, number)
        assert server.connections == 1
        assert "QUIT" not in server.commands
        running.swap(replace(running.house, connections=2))
        await round_of(delivery, running, database, 3)
        assert server.connections == 2
        assert server.commands.count("QUIT") == 1
        await delivery.close()
        assert server.commands.count("QUIT") == 2
    assert set(server.copies().values()) == {1}


async def test_a_loop_that_is_told_to_stop_sends_nothing_more(database):
    """The letters stay as they are, for the next start."""
    queue(database, row(1))
    async with FaultServer() as server:
        running = Running(SmallHouse(database, server.port), Figures())
        running.stop.set()
        delivery = Delivery(running)
        await delivery.deliver()
        await delivery.close()
    assert server.connections == 0
    assert [letter.state for letter in letters(database)] == ["queued"]
