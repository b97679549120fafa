"""What a reply could be made to mean: words in the wrong place, worn tokens, and the second reply of a challenge."""

from datetime import timedelta

import pytest
from attacks import reminded

SIGNATURE = "-- \r\nSam Sergeant\r\nWold Police\r\nDone is better than perfect\r\n"
DISCLAIMER = "This e-mail is confidential. If you are not the intended recipient, say done and delete it.\r\n"


async def challenged(world, text="Done"):
    """Give the question that came back after a reply without evidence, and the letter that was answered."""
    letter = await reminded(world)
    receipt = await world.reply(letter, text)
    assert receipt["verdict"] == "challenged"
    await world.tick()
    return world.letters_to("sergeant", "clarification")[-1], letter


@pytest.fixture
async def careful(a_world):
    """A partnership that asks back after every reply."""
    async with a_world(require="two_step") as world:
        yield world


# --- where the words stand ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "body", "state"),
    [
        ("M53", "> Done\r\n", "agreed"),
        ("M53", "On Monday, Sam wrote:\r\n> WLD-1 done\r\n", "agreed"),
        (
            "M53",
            "-----Original Message-----\r\nFrom: Sam\r\nSent: Monday\r\nTo: Us\r\nSubject: x\r\n\r\nDone\r\n",
            "agreed",
        ),
        ("M54", SIGNATURE, "agreed"),
        ("M54", f"Thank you\r\n\r\n{SIGNATURE}", "agreed"),
        ("M54", f"Thank you\r\n\r\n{DISCLAIMER}", "agreed"),
        ("M55", "Not done\r\n", "agreed"),
        ("M55", "DONE? no\r\n", "agreed"),
        ("M56", "Done 👍\r\n", "completed"),
        ("M56", "Done\u00a0\r\n", "completed"),
        ("M56", "Done, thanks.\r\n", "completed"),
        ("M57", "Wedi'i wneud\r\n", "completed"),
        ("M58", "> Due: Monday 1 March 2027\r\n\r\nDone\r\n", "completed"),
        ("M68", "\u202eDone\r\n", "agreed"),
        ("empty", "\r\n", "agreed"),
    ],
)
async def test_m53_to_m58_and_m68_only_what_the_writer_newly_wrote_counts(world, number, body, state):
    """Quoted words, signatures and disclaimers never confirm; the writer's own words do, wherever they stand."""
    letter = await reminded(world)

    await world.receive(world.mail_in_answer_to(letter, body))

    assert world.milestone("Pilot")["state"] == state


async def test_m61_a_digest_is_answered_by_naming_the_milestone(world):
    """Its owner's "WLD-1 done" acts; "done" alone means none of them, and is asked back."""
    world.agreed("Pilot", due="2027-03-01", owner="bcu-commander")
    await world.advance_to("2027-02-22 09:00")
    digest = world.letters_to("bcu-commander", "digest")[-1]

    alone = await world.reply(digest, "Done")
    await world.tick()
    before = world.milestone("Pilot")["state"]
    named = await world.reply(digest, "WLD-1 done")

    assert before == "agreed"
    assert alone["verdict"] == "accepted"
    assert len(world.letters_to("bcu-commander", "clarification")) == 1
    assert named["verdict"] == "accepted"
    assert world.milestone("Pilot")["state"] == "completed"


async def test_a_digest_gives_no_right_over_another_owners_milestone(world):
    """A Board member who reads of a milestone cannot confirm it."""
    await reminded(world)
    digest = world.letters_to("principal", "digest")[-1]

    receipt = await world.reply(digest, "WLD-1 done")

    assert receipt["verdict"] == "refused"
    assert world.milestone("Pilot")["state"] == "agreed"


@pytest.mark.parametrize(
    ("owner", "text", "state"),
    [
        ("sergeant", "WLD-2 done", "completed"),
        ("head-teacher", "WLD-2 done", "agreed"),
        ("sergeant", "WLD-2 accept", "agreed"),
        ("sergeant", "WLD-2 approve", "agreed"),
    ],
)
async def test_a_milestone_that_the_letter_did_not_list_is_its_owners_alone(world, owner, text, state):
    """Naming it acts where the sender owns it, and never as a yes or no to a question that was not asked."""
    letter = await reminded(world)
    world.agreed("Other", due="2027-09-01", owner=owner)

    await world.reply(letter, text)

    assert world.milestone("Other")["state"] == state


async def test_agreement_holds_only_for_what_the_request_listed(world):
    """A signatory's "agree" in answer to one request does not agree to a milestone of another."""
    first = world.proposed("First", due="2027-05-01", owner="sergeant")
    await world.tick()
    request = world.letters_to("bcu-commander", "agreement_request")[0]
    second = world.proposed("Second", due="2027-06-01", owner="head-teacher")

    await world.reply(request, f"{second} agree")

    assert (first, second) == ("WLD-1", "WLD-2")
    assert "sector_agreed" not in world.event_types(second)
    assert not [kind for kind in world.event_types(second) if "agree" in kind]


# --- worn and doubled tokens -----------------------------------------------------------------------------------------


async def test_m62_a_token_may_be_written_in_capitals(world):
    """Mail systems change the case of an address; the token stays good."""
    letter = await reminded(world)

    receipt = await world.reply(letter, "Done", To=str(letter.mail["Reply-To"]).upper())

    assert receipt["verdict"] == "accepted"


async def test_m63_two_tokens_in_one_mail_are_quarantined(world):
    """Which letter is meant would be a guess."""
    letter = await reminded(world)
    world.agreed("Other", due="2027-03-02", owner="sergeant")
    await world.advance_to("2027-02-16 09:00")
    other = world.letters_to("sergeant", "reminder")[-1]

    receipt = await world.reply(letter, "Done", Cc=str(other.mail["Reply-To"]))

    assert receipt["verdict"] == "quarantined"
    assert {world.milestone(name)["state"] for name in ("Pilot", "Other")} == {"agreed"}


async def test_m64_a_worn_out_letter_is_refused_and_its_reader_told_once(world):
    """After half a year a letter opens nothing; the registered address hears so once, a stranger never."""
    letter = await reminded(world)
    world.clock.advance(timedelta(days=181))

    verdicts = [(await world.reply(letter, "Done"))["verdict"] for _ in range(3)]
    stranger = await world.reply(letter, "Done", sender="stranger@evil.example")
    await world.tick()

    assert {*verdicts, stranger["verdict"]} == {"refused"}
    [refusal] = world.letters("refusal")
    assert refusal.post == "sergeant"
    assert "too old" in refusal.text
    assert world.milestone("Pilot")["state"] == "agreed"


async def test_m65_a_milestone_already_completed_is_acknowledged_without_an_event(world):
    """A second "Done" is answered with "recorded before"."""
    letter = await reminded(world)
    world.command("complete", "WLD-1", by="sergeant")
    before = world.event_types("WLD-1")

    receipt = await world.reply(letter, "Done")
    await world.tick()

    assert receipt["verdict"] == "accepted"
    assert world.event_types("WLD-1") == before
    assert "recorded before" in world.letters_to("sergeant", "acknowledgement")[-1].text


# --- the second reply ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["Confirm", "CONFIRM", "yes", "Done"])
async def test_the_second_reply_acts_once(careful, word):
    """A confirmation completes; the same word again finds the reply decided, and asks nothing more."""
    question, _ = await challenged(careful)

    first = await careful.reply(question, word)
    after = careful.event_types("WLD-1")
    again = await careful.reply(question, word)
    await careful.tick()

    assert (first["verdict"], again["verdict"]) == ("accepted", "refused")
    assert careful.milestone("Pilot")["state"] == "completed"
    assert careful.event_types("WLD-1") == after
    assert len(careful.letters_to("sergeant", "clarification")) == 1


@pytest.mark.parametrize("words", ["No", "No, I did not write that", "That was not me", "not done yet"])
async def test_a_no_to_the_question_closes_it_for_good(careful, words):
    """Nothing completes, and a later yes finds the first reply closed."""
    question, _ = await challenged(careful)

    await careful.reply(question, words)
    later = await careful.reply(question, "Confirm")

    assert later["verdict"] == "refused"
    assert careful.milestone("Pilot")["state"] == "agreed"


@pytest.mark.parametrize("words", ["Thanks", "ok", "Who is this?", "I will look into it", ""])
async def test_a_forged_reply_is_not_confirmed_by_small_talk(careful, words):
    """Words that say neither yes nor no leave the question open, and change nothing."""
    question, _ = await challenged(careful)

    await careful.reply(question, words)

    assert careful.milestone("Pilot")["state"] == "agreed"
    assert (await careful.reply(question, "Confirm"))["verdict"] == "accepted"


async def test_done_does_not_confirm_a_request_for_more_time(careful):
    """An answer that says something new is asked back anew; neither the old nor the new acts by it."""
    question, _ = await challenged(careful, "Extend to 14 May 2027")

    receipt = await careful.reply(question, "Done")

    assert receipt["verdict"] == "challenged"
    assert careful.milestone("Pilot")["state"] == "agreed"
    assert careful.letters("decision_request") == []


@pytest.mark.parametrize(("days", "state"), [(29, "completed"), (31, "agreed")])
async def test_a_question_is_answerable_for_thirty_days(careful, days, state):
    """An answer after that finds it closed: what the first reply said may no longer hold."""
    question, _ = await challenged(careful)
    careful.clock.advance(timedelta(days=days))

    await careful.reply(question, "Confirm")

    assert careful.milestone("Pilot")["state"] == state


async def test_a_question_is_confirmed_only_under_its_own_token(careful):
    """A yes to the bare address, or to the first letter's own token, confirms nothing."""
    question, letter = await challenged(careful)

    bare = await careful.reply(question, "Confirm", To="replies@milestones.example")
    to_letter = await careful.reply(letter, "Confirm")
    stranger = await careful.reply(question, "Confirm", sender="stranger@evil.example")
    await careful.tick()
    told = [one.subject for one in careful.letters_to("prevent-coordinator", "notice")]

    assert bare["verdict"] == "held"
    assert "a reply from Sergeant was confirmed, but not through the question's own address" in told[0]
    assert "was answered from another address" in told[1]
    assert [action["intent"] for action in to_letter["actions"]] == ["unclear"]
    assert stranger["verdict"] == "held"
    assert careful.milestone("Pilot")["state"] == "agreed"


async def test_an_aligned_sender_is_asked_nothing_more(a_world):
    """With our edge's pass even a completion acts at once."""
    async with a_world(require="aligned") as world:
        letter = await reminded(world)

        receipt = await world.reply(
            letter, "Done", Authentication_Results="mx.milestones.example; dmarc=pass header.from=police.example"
        )
        await world.tick()

        assert receipt["verdict"] == "accepted"
        assert world.letters("clarification") == []


async def test_a_yes_from_a_failed_sender_confirms_nothing(a_world):
    """Where our edge says that the sender failed, the second reply is quarantined like any other."""
    async with a_world(require="aligned") as world:
        question, _ = await challenged(world)

        receipt = await world.reply(
            question, "Confirm", Authentication_Results="mx.milestones.example; dmarc=fail header.from=police.example"
        )

        assert receipt["verdict"] == "quarantined"
        assert world.milestone("Pilot")["state"] == "agreed"
