"""A post that mail does not reach: when it counts as such, who hears of it, what the digest says, how it ends."""

from __future__ import annotations

from tests.stories.attacks import bounce, envelope_of, reminded


async def full_mailbox(world, letter, days):
    """Let a letter come back from a full mailbox, once on each of some days."""
    for number in range(days):
        await world.receive(bounce(envelope_of(world, letter), letter, number, status="4.2.2"))
        await world.advance(days=1)


async def digest_of(world):
    await world.advance(days=7)
    return world.letters_to("la-chief-executive", "digest")[-1].text


async def test_a_full_mailbox_is_told_on_the_third_day(world):
    """Two days may be chance; after three the lead hears of it, once, and the digest shows the post."""
    letter = await reminded(world)
    await full_mailbox(world, letter, 2)
    assert world.letters_to("bcu-commander", "notice") == []

    await full_mailbox(world, letter, 4)

    (notice,) = world.letters_to("bcu-commander", "notice")
    assert "sergeant@police.example" in notice.text
    assert world.event_types().count("post_unreachable") == 1
    assert "does not reach the Sergeant" in await digest_of(world)
    assert world.audit_faults() == []


async def test_a_dead_address_stands_in_every_digest_until_its_holder_writes(world):
    """It is a state, not news of one week; a reply from there ends it."""
    letter = await reminded(world)
    await world.receive(bounce(envelope_of(world, letter), letter, 1))
    assert "does not reach the Sergeant" in await digest_of(world)
    assert "does not reach the Sergeant" in await digest_of(world)

    await world.reply(letter, "not done yet")

    assert "does not reach" not in await digest_of(world)


async def test_a_new_holder_inherits_no_dead_address(world):
    """What came back was meant for another address; nor does a late report about that one count against the new."""
    letter = await reminded(world)
    await world.receive(bounce(envelope_of(world, letter), letter, 1))
    world.posts["sergeant"]["holders"] = [{"email": "new.sergeant@police.example", "from": "2026-01-01"}]
    world.write_config()
    await world.restart()

    await world.receive(bounce(envelope_of(world, letter), letter, 2))

    assert "does not reach" not in await digest_of(world)
    assert world.event_types().count("post_unreachable") == 1


async def test_a_report_of_delay_counts_nothing(world):
    """The mail may still arrive."""
    letter = await reminded(world)
    for number in range(5):
        late = bounce(envelope_of(world, letter), letter, number, status="4.4.1").replace(b": failed", b": delayed")
        await world.receive(late)
        await world.advance(days=1)

    assert "post_unreachable" not in world.event_types()
    assert "letter_bounced" not in world.event_types()
