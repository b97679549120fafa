"""An edit of the configuration takes a post from its holder: it is on the record, and the former holder hears of it."""

from __future__ import annotations

from faultserver import Fault

from milestones.flows import look
from milestones.flows.reload import take_note
from tests.stories.attacks import reminded


async def hand_over(world, post, email):
    """Give a post to another address by editing the board's file, as a running service would take it up."""
    take_note(world.house, world.clock.now())
    world.posts[post]["holders"] = [{"email": email, "from": "2026-01-01"}]
    world.write_config()
    await world.restart()
    take_note(world.house, world.clock.now())
    await world.tick()


def mails_to(world, address):
    return [one.content.decode() for one in world.server.accepted if address in one.recipients]


async def test_a_former_holder_hears_of_it_at_the_old_address(world):
    """An error, or somebody's bad intent, shows itself to the one who would notice (A43)."""
    await reminded(world)

    await hand_over(world, "sergeant", "new@police.example")

    told = [mail for mail in mails_to(world, "sergeant@police.example") if "is no longer your post" in mail]
    assert len(told) == 1
    assert "one open milestone" in told[0]
    assert "Pilot" not in told[0]
    (event,) = [one for one in look.events(world.house) if one["type"] == "holder_changed"]
    assert event["data"]["post"] == "sergeant"
    assert event["data"]["before"] != event["data"]["after"]
    assert "police.example" not in str(event["data"])
    assert world.audit_faults() == []


async def test_the_next_look_at_the_same_configuration_says_nothing_more(world):
    """Restarts and ticks repeat no news."""
    await reminded(world)
    await hand_over(world, "sergeant", "new@police.example")

    await world.restart()
    take_note(world.house, world.clock.now())
    await world.advance(days=1)

    assert world.event_types().count("holder_changed") == 1


async def test_a_former_holder_can_no_longer_confirm(world):
    """The letter that the former holder still has opens nothing any more (A08)."""
    letter = await reminded(world)
    await hand_over(world, "sergeant", "new@police.example")

    receipt = await world.reply(letter, "Done", sender="sergeant@police.example")

    assert receipt["verdict"] in {"held", "refused"}
    assert world.milestone("Pilot")["state"] == "agreed"


async def test_an_old_address_that_is_dead_troubles_nobody(world):
    """Who has left the force has left the mail system too: the news about it comes to nothing, quietly."""
    await reminded(world)
    world.server.faults.append(Fault("rcpt", "550 5.1.1 no such user", only=lambda to: to == "sergeant@police.example"))

    await hand_over(world, "sergeant", "new@police.example")

    assert world.letters_to("bcu-commander", "notice") == []
    assert "post_unreachable" not in world.event_types()
    assert "letter_failed" in world.event_types()


async def waiting_reminder(world):
    """Have one reminder about two milestones wait for a server that is busy."""
    for title in ("Pilot", "Review"):
        world.agreed(title, due="2027-03-01", owner="sergeant")
    await world.jump_to("2027-01-05 09:00")
    busy = Fault("rcpt", "450 4.2.1 busy", times=1, only=lambda to: to == "sergeant@police.example")
    world.server.faults.append(busy)
    await world.jump_to("2027-02-15 09:00")
    assert [letter["state"] for letter in look.letters(world.house) if letter["kind"] == "reminder"] == ["deferred"]


async def edited(world):
    """Take up what was edited, and settle one of the two milestones."""
    world.write_config()
    await world.restart()
    world.command("complete", "WLD-1", by="prevent-coordinator", why="seen at the meeting")
    return next(letter for letter in look.letters(world.house) if letter["kind"] == "reminder")


async def test_a_waiting_letter_that_is_written_anew_goes_to_the_new_holder(world):
    """What was settled is taken out, and what is left is asked of whoever holds the post by now."""
    await waiting_reminder(world)
    world.posts["sergeant"]["holders"] = [{"email": "new@police.example", "from": "2026-01-01"}]

    letter = await edited(world)

    assert (letter["to"], letter["milestones"]) == ("new@police.example", ["WLD-2"])
    assert letter["config"] == world.house.config.hash


async def test_a_waiting_letter_to_a_vacant_post_no_longer_chases_what_was_settled(world):
    """It keeps its address, for want of another, and loses the milestone."""
    await waiting_reminder(world)
    world.posts["sergeant"]["holders"] = []

    letter = await edited(world)

    assert (letter["to"], letter["milestones"]) == ("sergeant@police.example", ["WLD-2"])


async def test_a_waiting_letter_of_a_post_that_is_gone_hinders_nobody(world):
    """The milestone is completed all the same, and the letter, which nobody answers for, is cancelled."""
    await waiting_reminder(world)
    world.posts["constable"].pop("reports_to")
    del world.posts["sergeant"]

    letter = await edited(world)

    assert letter["state"] == "cancelled"
    assert "no longer a post" in letter["why"]
    assert world.milestone("Pilot")["state"] == "completed"
