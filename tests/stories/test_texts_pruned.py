"""Texts go when they have been kept long enough; the record of them stays whole. On both databases."""

from __future__ import annotations

import postgres
import pytest
from sqlmodel import select
from world import World

from milestones.flows import look
from milestones.flows.retain import prune, prune_daily
from milestones.store.tables import InboundRawRow, LetterContentRow


@pytest.fixture(params=["sqlite", "postgresql"])
async def world(request, tmp_path):
    """The partnership on each database."""
    if request.param == "sqlite":
        async with World(tmp_path) as world:
            yield world
        return
    with postgres.server().database() as url:
        async with World(tmp_path, database_url=url) as world:
            yield world


def kept(world):
    """How many letters and mails still have their bytes."""
    with world.house.database.reading() as session:
        return len(session.exec(select(LetterContentRow.letter_id)).all()), len(
            session.exec(select(InboundRawRow.inbound_id)).all()
        )


async def a_programme(world):
    """One milestone, its letters, and two answers."""
    world.agreed("Pilot", due="2027-03-31", owner="prevent-lead")
    await world.tick()
    (assignment,) = world.letters_to("prevent-lead", "assignment")
    await world.reply(assignment, "Not done yet, waiting for the college.")
    await world.reply(assignment, "Done, finished yesterday.")
    await world.tick()


async def test_texts_go_after_two_years_and_the_record_stays(world):
    """`[retention]` of 730 days: nothing a day before, everything a day after, events and states as they were."""
    await a_programme(world)
    before = world.milestone("Pilot"), look.events(world.house), look.letters(world.house)
    letters, mails = kept(world)
    assert letters > 2
    assert mails == 2

    world.clock.set(world.clock.now().replace(year=world.clock.now().year + 1))
    assert prune(world.house).letters == 0
    world.clock.set(world.clock.now().replace(year=world.clock.now().year + 2))
    gone = prune(world.house)

    assert (gone.letters, gone.mails, kept(world)) == (letters, mails, (0, 0))
    events = look.events(world.house)
    assert (world.milestone("Pilot")["state"], events[: len(before[1])]) == (before[0]["state"], before[1])
    assert look.letters(world.house) == before[2]
    pruned = [one for one in events if one["type"] == "texts_pruned"]
    assert [(one["data"]["letters"], one["data"]["mails"]) for one in pruned] == [(letters, 0), (0, mails)]
    assert world.audit_faults() == []


async def test_the_service_looks_once_a_day(world):
    """The first pass of a day takes out what is old; the next passes of that day look at nothing."""
    await a_programme(world)
    world.clock.set(world.clock.now().replace(year=world.clock.now().year + 3))

    first, second = prune_daily(world.house), prune_daily(world.house)

    assert first.letters > 2
    assert (second.letters, second.finished) == (0, True)
