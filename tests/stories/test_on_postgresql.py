"""A few whole stories on a real PostgreSQL; MILESTONES_TEST_STORIES=postgresql tells all of them there."""

import asyncio

import postgres
import pytest
from invariants import broken
from world import World


@pytest.fixture
async def world(tmp_path):
    with postgres.server().database() as url:
        async with World(tmp_path, database_url=url) as partnership:
            yield partnership


async def test_a_silent_owner_is_chased_answers_and_is_thanked(world):
    """Reminder, escalation, reply, acknowledgement, digest: the same letters as on SQLite."""
    name = world.agreed("Pilot", due="2027-02-01", owner="sergeant")
    await world.advance_to("2027-02-08 09:00")
    assert "overdue" in [letter.rule for letter in world.letters_to("sergeant")]
    assert "line-manager" in [letter.rule for letter in world.letters_to("inspector")]

    receipt = await world.reply(world.letters_to("sergeant", "reminder")[-1], "Done.")
    await world.tick()

    assert receipt["verdict"] == "accepted"
    assert world.milestone(name)["state"] == "completed"
    assert world.letters_to("sergeant", "acknowledgement")
    assert world.letters("digest")
    assert broken(world.house.database, world.clock.now()) == {}


async def test_mail_delivered_twice_at_once_acts_once(world):
    """B49, I10: two processes take in the same mail at the same moment; one acts."""
    name = world.agreed("Pilot", due="2027-02-01", owner="sergeant", joint="prevent-lead")
    await world.advance_to("2027-01-18 09:00")
    raw = world.mail_in_answer_to(world.letters_to("sergeant", "reminder")[-1], "Done.\r\n")

    receipts = await asyncio.gather(*(world.receive(raw) for _ in range(4)))

    assert sorted(receipt["verdict"] for receipt in receipts) == ["accepted", "duplicate", "duplicate", "duplicate"]
    assert world.event_types(name).count("completion_confirmed") == 1
    assert broken(world.house.database, world.clock.now()) == {}


async def test_a_mail_with_a_nul_in_its_text_is_taken_in(world):
    """PostgreSQL's text holds no NUL; the mail is decided all the same, its bytes kept as they came."""
    world.agreed("Pilot", due="2027-02-01", owner="sergeant")
    await world.advance_to("2027-01-18 09:00")
    letter = world.letters_to("sergeant", "reminder")[-1]

    receipt = await world.receive(world.mail_in_answer_to(letter, "Do\0ne.\0\r\n", Subject="a\0b"))

    assert receipt["verdict"] != "quarantined"
    assert world.audit_faults() == []
