"""Letters that cannot be delivered: who hears of it, how often, and what the record says."""

from __future__ import annotations

from datetime import timedelta

from faultserver import DROP, Fault

from milestones.flows import look


def failed(world):
    return [letter for letter in look.letters(world.house) if letter["state"] == "failed"]


def dead(world, post):
    world.server.faults.append(Fault("rcpt", "550 5.1.1 no such user", only=lambda to: to == world.address(post)))


async def test_a_dead_address_is_told_once_to_the_organisations_lead(world):
    """Two milestones, many letters, one notice: it names the post, the address, the milestones and the reply."""
    world.agreed("Pilot", due="2027-03-31", owner="prevent-lead")
    world.agreed("Training", due="2027-04-07", owner="prevent-lead")
    dead(world, "prevent-lead")

    await world.advance_to("2027-04-02 10:00")

    (notice,) = world.letters_to("la-chief-executive", "notice")
    assert len(failed(world)) > 2
    assert notice.milestones == ["WLD-1", "WLD-2"]
    for words in ("Prevent Lead", world.address("prevent-lead"), "550 5.1.1 no such user"):
        assert words in notice.text
    assert {"letter_failed", "post_unreachable"} <= set(world.event_types())
    assert world.event_types().count("post_unreachable") == 1
    assert world.audit_faults() == []


async def test_a_leads_own_dead_address_is_told_to_the_coordinator(world):
    """Nobody is told at the address that just failed."""
    world.agreed("Pilot", due="2027-03-31", owner="la-chief-executive")
    dead(world, "la-chief-executive")

    await world.tick()

    assert world.letters_to("prevent-coordinator", "notice")
    assert not world.letters_to("la-chief-executive")


async def test_a_vacant_lead_is_covered(a_world):
    """The notice goes to whoever answers for the lead's post today."""
    async with a_world() as world:
        world.posts["la-chief-executive"]["deputy"] = "head-of-service"
        world.posts["la-chief-executive"]["holders"] = []
        world.write_config()
        await world.restart()
        world.agreed("Pilot", due="2027-03-31", owner="prevent-lead")
        dead(world, "prevent-lead")

        await world.tick()

        assert world.letters_to("head-of-service", "notice")


async def test_a_delivery_twice_in_doubt_is_told_to_the_coordinator(world):
    """The second doubt fails the letter; it may have arrived, and a person is to ask."""
    world.agreed("Pilot", due="2027-03-31", owner="prevent-lead")
    world.server.faults.append(Fault("stored", DROP, times=2, only=lambda to: to == world.address("prevent-lead")))

    await world.tick()
    world.clock.advance(timedelta(minutes=10))
    await world.tick()

    (letter,) = failed(world)
    assert "second time" in letter["why"]
    assert len(world.letters_to("prevent-lead")) == 2
    (notice,) = world.letters_to("prevent-coordinator", "notice")
    assert notice.milestones == ["WLD-1"]
    assert world.audit_faults() == []


async def test_when_nobody_can_be_told_it_ends_there(world):
    """Every address of the board is dead: letters fail once, notices too, and nothing goes in circles."""
    world.agreed("Pilot", due="2027-03-31", owner="prevent-lead")
    world.server.faults.append(Fault("rcpt", "550 5.1.1 no such user"))

    await world.advance_to("2027-01-08 09:00")

    letters = look.letters(world.house)
    assert {letter["state"] for letter in letters} == {"failed"}
    assert sum(letter["kind"] == "notice" for letter in letters) <= len(world.posts)
    assert world.audit_faults() == []
