"""Every line that a letter offers as a reply is understood when it is sent back as it stands."""

import pytest


async def one(world):
    world.agreed("Pilot", due="2027-03-01", owner="sergeant")
    await world.jump_to("2027-02-15 09:00")
    return world.letters_to("sergeant", "reminder")[0]


@pytest.mark.parametrize(
    ("words", "intent", "due"),
    [
        ("done", "complete", None),
        ("not done yet: half of the stations have it", "not_complete", None),
        ("extend to 15 March 2027", "extend", "2027-03-15"),
        ("snooze until 15 March 2027", "snooze", "2027-03-15"),
        ("blocked: vetting", "blocked", None),
        ("pass to: head teacher", "reassign", None),
    ],
)
async def test_what_a_reminder_offers_is_understood(world, words, intent, due):
    """The words to reply with mean what the letter says they mean."""
    letter = await one(world)

    receipt = await world.reply(letter, words)

    assert receipt["verdict"] == "accepted"
    assert receipt["actions"] == [{"milestone": "WLD-1", "intent": intent, "due": due}]


async def test_every_line_offered_is_read_as_it_stands(world):
    """A line copied from the letter counts as the writer's own, its placeholders filled in."""
    letter = await one(world)
    lines = letter.text.splitlines()
    block = lines[lines.index("REPLY WITH ONE OF THESE") + 1 :]
    offered = [line.strip().partition(" - ")[0] for line in block if line.startswith("  ")]
    filled = {"how far it is": "half of it", "what it waits for": "vetting", "name of the post": "head teacher"}

    read = {}
    for line in offered:
        words = line
        for placeholder, said in filled.items():
            words = words.replace(placeholder, said)
        receipt = await world.reply(letter, words)
        read[words] = [action["intent"] for action in receipt["actions"]]

    assert len(offered) >= 5
    assert [words for words, intents in read.items() if {"unclear", "comment"} & set(intents)] == []
