"""Letters that failed and are sent again by a person: the same letter, on the record, and only while it still holds."""

from __future__ import annotations

import pytest
from faultserver import DROP, Fault

from milestones.domain.milestone import Refused
from milestones.flows import look
from milestones.flows.resend import Resend, resend


def failed(world):
    return [letter for letter in look.letters(world.house) if letter["state"] == "failed"]


def again(world, letter, **order):
    return resend(world.house, Resend(letter["id"], **order), world.clock.now())


async def a_dead_letter(world, owner="prevent-lead"):
    """An assignment to a post whose address does not work; give it, failed, with the address mended."""
    world.agreed("Pilot", due="2027-03-31", owner=owner)
    world.server.faults.append(Fault("rcpt", "550 5.1.1 no such user", only=lambda to: to == world.address(owner)))
    await world.tick()
    world.server.faults.clear()
    (letter,) = failed(world)
    return letter


async def test_a_letter_that_failed_is_sent_again_as_it_was(world):
    """The address works now: the same bytes under the same Message-ID, once, and the answer to it counts."""
    letter = await a_dead_letter(world)

    queued = again(world, letter, why="the mailbox is mended", by="prevent-coordinator")
    await world.tick()

    assert (queued["state"], queued["attempts"], queued["message_id"]) == ("queued", 0, letter["message_id"])
    (received,) = world.letters_to("prevent-lead", "assignment")
    assert received.mail["Message-ID"] == letter["message_id"]
    assert failed(world) == []
    (event,) = [one for one in look.events(world.house) if one["type"] == "letter_resent"]
    assert (event["actor"], event["data"]["why"]) == ("prevent-coordinator", "the mailbox is mended")
    assert (await world.reply(received, "Not done yet, half way there."))["verdict"] == "accepted"
    assert world.audit_faults() == []


async def test_a_letter_that_was_perhaps_delivered_goes_once_more_and_says_so(world):
    """Two doubts ended it; a person's word gives it one try, the next doubt ends it again, and the log counts both."""
    world.agreed("Pilot", due="2027-03-31", owner="prevent-lead")
    world.server.faults.append(Fault("stored", DROP, only=lambda to: to == world.address("prevent-lead"), times=3))
    await world.tick()
    await world.advance(hours=1)
    (letter,) = failed(world)

    again(world, letter, why="nobody saw it")
    await world.tick()
    (twice,) = failed(world)
    again(world, twice, why="still not")
    await world.tick()

    assert "in doubt" in letter["why"]
    assert "in doubt" in twice["why"]
    doubts = [one["data"]["doubts"] for one in look.events(world.house) if one["type"] == "letter_resent"]
    assert doubts == [2, 2]
    assert failed(world) == []
    assert len({mail.mail.as_bytes() for mail in world.letters_to("prevent-lead", "assignment")}) == 1


async def test_a_letter_that_was_sent_does_not_go_twice(world):
    """Refused with when it went; a letter that still waits goes by itself."""
    world.agreed("Pilot", due="2027-03-31", owner="prevent-lead")
    (waiting,) = look.letters(world.house)
    with pytest.raises(Refused, match="goes by itself"):
        again(world, waiting)
    await world.tick()
    sent = look.letters(world.house)[0]

    with pytest.raises(Refused, match="was sent at"):
        again(world, sent)
    with pytest.raises(Refused, match="no letter 99"):
        again(world, {"id": 99})


async def test_a_letter_about_a_milestone_that_is_closed_must_not_go(world):
    """Withdrawn meanwhile: the letter would ask for something that nobody wants any more."""
    letter = await a_dead_letter(world)
    world.command("withdraw", "WLD-1", by="prevent-coordinator")

    with pytest.raises(Refused, match=r"WLD-1, which is withdrawn.*milestones explain WLD-1"):
        again(world, letter)


async def test_a_reminder_of_a_day_that_has_moved_must_not_go(world):
    """It names the old day; the new day's reminders are owed anew."""
    world.agreed("Pilot", due="2027-03-31", owner="prevent-lead")
    await world.tick()
    world.server.faults.append(Fault("rcpt", "550 5.1.1 no such user", only=lambda to: "prevent-lead" in to))
    await world.advance_to("2027-03-20 10:00")
    reminder = next(one for one in failed(world) if one["kind"] == "reminder")
    world.command("extend", "WLD-1", to=world._day("2027-06-30"), by="prevent-coordinator")

    with pytest.raises(Refused, match="due on 2027-06-30 now"):
        again(world, reminder)


async def test_a_letter_to_somebody_who_no_longer_holds_the_post_must_not_go(world):
    """It names who holds it now, and what to do instead."""
    letter = await a_dead_letter(world)
    world.posts["prevent-lead"]["holders"] = [{"email": "new.lead@council.example", "from": "2020-01-01"}]
    world.write_config()
    await world.restart()

    with pytest.raises(Refused, match=r"no longer holds prevent-lead \(new.lead@council.example does now\).*assign"):
        again(world, letter)


async def test_only_the_coordinator_or_a_signatory_sends_again(world):
    """An owner may not; a post that is not there is named."""
    letter = await a_dead_letter(world)

    with pytest.raises(Refused, match="only the coordinator"):
        again(world, letter, by="sergeant")
    with pytest.raises(Refused, match="no post nobody"):
        again(world, letter, by="nobody")
    assert again(world, letter, by="bcu-commander")["state"] == "queued"


async def test_a_letter_whose_answers_count_no_longer_must_not_go(world):
    """Half a year later its token has run out: an answer would be refused."""
    letter = await a_dead_letter(world)
    await world.jump_to("2027-09-30 09:00")

    with pytest.raises(Refused, match="could be answered until"):
        again(world, letter)
