"""Letters that were in a sender's hands when what they chase was settled."""

from datetime import timedelta

import pytest

from milestones.domain.delivery import LEASE, Settlement
from milestones.flows.deliver import deliver
from milestones.store import outbox
from milestones.store.tables import LetterRow
from tests.faultserver import Fault
from tests.world import World


@pytest.fixture
async def world(tmp_path):
    """Two milestones of the sergeant's, their overdue reminder refused for now, and the first reminder to answer."""
    async with World(tmp_path) as found:
        found.agreed("Pilot", due="2027-03-01", owner="sergeant")
        found.agreed("Survey", due="2027-03-01", owner="sergeant")
        await found.jump_to("2027-02-15 09:00")
        found.server.faults.append(Fault("rcpt", "450 later", times=1, only=lambda to: to.startswith("sergeant")))
        await found.jump_to("2027-03-02 09:00")
        found.clock.advance(timedelta(hours=1))
        yield found


def claimed(world, *, fenced=False):
    """Give the overdue letter as another sender has it in hand, its fence set where `fenced`."""
    with world.house.database.transaction() as session:
        now = world.clock.now()
        taken = outbox.claim(session, now, now + LEASE, 10, "another sender")
        (letter,) = [one for one in taken if one.kind == "reminder"]
        assert not fenced or outbox.mark_data(session, [letter.lease], now + LEASE) == {letter.id}
    return letter


def row_of(world, letter):
    with world.house.database.reading() as session:
        return session.get(LetterRow, letter.id)


async def answered(world, *titles):
    first = world.letters_to("sergeant", "reminder")[0]
    ids = [world.milestone(title)["id"] for title in titles]
    receipt = await world.reply(first, "\r\n".join(f"{one} done" for one in ids))
    assert receipt["verdict"] == "accepted"


async def test_what_is_settled_is_taken_out_of_a_letter_in_hand(world):
    """A letter that is claimed and not begun is called back: its sender may not send it, and the rest goes anew."""
    letter = claimed(world)
    await answered(world, "Pilot")

    with world.house.database.transaction() as session:
        assert outbox.mark_data(session, [letter.lease], world.clock.now() + LEASE) == set()
    await deliver(world.house)
    assert [mail.milestones for mail in world.letters_to("sergeant", "reminder")] == [["WLD-1", "WLD-2"], ["WLD-2"]]


async def test_a_letter_in_hand_about_nothing_else_is_cancelled(world):
    """Both are done: the letter is not sent at all."""
    letter = claimed(world)
    await answered(world, "Pilot", "Survey")

    assert row_of(world, letter).state == "cancelled"


@pytest.mark.parametrize("settled", [["Pilot"], ["Pilot", "Survey"]])
async def test_a_letter_that_comes_back_is_looked_at_again(world, settled):
    """Its DATA had begun, so it could not be called back; the server deferred it, and the next try chases nobody."""
    letter = claimed(world, fenced=True)
    await answered(world, *settled)
    now = world.clock.now()
    with world.house.database.transaction() as session:
        outbox.settle(session, [(letter.lease, Settlement("deferred", 2, 0, now, "451 later"))], now)

    await deliver(world.house)
    await deliver(world.house)

    later = [mail.milestones for mail in world.letters_to("sergeant", "reminder")[1:]]
    assert later == ([["WLD-2"]] if len(settled) == 1 else [])
    assert row_of(world, letter).state == ("sent" if len(settled) == 1 else "cancelled")


async def test_a_letter_of_a_sender_that_died_is_looked_at_again(world):
    """Perhaps delivered, about one milestone that is done since: it is not tried once more."""
    await answered(world, "Survey")
    letter = claimed(world, fenced=True)
    await answered(world, "Pilot")
    world.clock.advance(LEASE + timedelta(minutes=1))

    await deliver(world.house)

    assert row_of(world, letter).state == "cancelled"
    assert len(world.letters_to("sergeant", "reminder")) == 1


async def test_a_letter_perhaps_delivered_about_others_too_stays_as_it_is(world):
    """Its copies must be the same: it is tried once more as it was."""
    letter = claimed(world, fenced=True)
    await answered(world, "Pilot")
    world.clock.advance(LEASE + timedelta(minutes=1))

    await deliver(world.house)

    assert row_of(world, letter).state == "sent"
    assert world.letters_to("sergeant", "reminder")[-1].milestones == ["WLD-1", "WLD-2"]
