"""Promises about replies: whose act, what is asked back, and what never acts at all."""

from datetime import timedelta

import pytest

from tests.stories.attacks import bounce, reminded
from tests.world import SCHEDULES


async def test_every_accepted_reply_is_acknowledged_with_what_was_understood(world):
    """The owner reads what was understood, what it brings about, and how to undo it."""
    letter = await reminded(world)

    await world.reply(letter, "Blocked: waiting for vetting")
    await world.tick()

    acknowledgement = world.letters_to("sergeant", "acknowledgement")[0]
    assert "waiting for vetting" in acknowledgement.text
    assert acknowledgement.mail["Auto-Submitted"] == "auto-replied"
    assert world.milestone("Pilot")["blocked"]


async def test_each_message_id_acts_once(world):
    """The same mail delivered again, with other trace headers, is a duplicate."""
    letter = await reminded(world)
    raw = world.mail_in_answer_to(letter, "Not done yet, half way")

    first = await world.receive(raw)
    second = await world.receive(raw)
    third = await world.receive(b"Received: from elsewhere\r\n" + raw)

    assert [receipt["verdict"] for receipt in (first, second, third)] == ["accepted", "duplicate", "duplicate"]
    assert world.event_types("WLD-1").count("progress_noted") == 1


async def test_an_unclear_reply_changes_nothing_and_is_asked_back_once(world):
    """What cannot be read safely is asked back, once a day, and nothing changes."""
    letter = await reminded(world)

    for _ in range(3):
        await world.reply(letter, "Sort of")
    await world.tick()

    assert world.milestone("Pilot")["state"] == "agreed"
    assert len(world.letters_to("sergeant", "clarification")) == 1


async def test_a_reply_from_another_address_is_held_for_the_coordinator(world):
    """A good token from another sender: held, told to the coordinator without its words, decided by hand."""
    from milestones.flows.receive import accept_held

    letter = await reminded(world)

    receipt = await world.reply(letter, "Done", sender="stranger@elsewhere.example")
    await world.tick()
    held = world.milestone("Pilot")["state"]
    notice = world.letters_to("prevent-coordinator", "notice")[0]
    accept_held(world.house, 1, world.clock.now())

    assert receipt["verdict"] == "held"
    assert held == "agreed"
    assert "elsewhere.example" not in notice.text
    assert world.milestone("Pilot")["state"] == "completed"


async def test_the_digest_tells_the_coordinator_how_many_replies_wait(a_world):
    """In the coordinator's own part, counted in the subject, until they are decided; nobody else reads of it."""
    from milestones.flows.receive import accept_held

    async with a_world(schedules=SCHEDULES.replace('to = ["board"]', 'to = ["board", "coordinator"]')) as world:
        letter = await reminded(world)
        await world.reply(letter, "Done", sender="stranger@elsewhere.example")
        await world.reply(letter, "All done", sender="another@elsewhere.example")
        await world.advance(days=7)
        first = world.letters_to("prevent-coordinator", "digest")[-1]
        member = world.letters_to("principal", "digest")[-1]
        for number in (1, 2):
            accept_held(world.house, number, world.clock.now())
        await world.advance(days=7)
        second = world.letters_to("prevent-coordinator", "digest")[-1]

    assert "- 2 replies wait for your decision: milestones replies --held" in first.text
    assert "2 waiting on you" in first.subject
    assert "--held" not in member.text
    assert "--held" not in second.text


async def test_a_deputy_answers_for_the_holder(world):
    """The post's deputy may confirm; the record says who did."""
    letter = await reminded(world)

    receipt = await world.reply(letter, "Done", sender=world.address("constable"))

    assert receipt["verdict"] == "accepted"
    assert world.milestone("Pilot")["owners"][0]["confirmed_at"]


async def test_a_line_manager_cannot_confirm_for_an_owner(world):
    """Whoever is only informed cannot complete: the answer says who can."""
    world.agreed("Pilot", due="2027-03-01", owner="sergeant")
    await world.advance_to("2027-03-08 09:00")

    receipt = await world.reply(world.letters_to("inspector", "escalation")[0], "Done")
    await world.tick()

    assert receipt["verdict"] == "refused"
    assert world.milestone("Pilot")["state"] == "agreed"
    assert "owner" in world.letters_to("inspector", "refusal")[0].text


async def test_a_former_holder_no_longer_answers(world):
    """Roles are judged at the moment of the reply."""
    letter = await reminded(world)
    world.posts["sergeant"]["holders"] = [
        {"email": "sergeant@police.example", "from": "2020-01-01", "until": "2027-02-15"},
        {"email": "new.sergeant@police.example", "from": "2027-02-16"},
    ]
    world.write_config()
    world.clock.advance(timedelta(days=1))
    await world.restart()

    receipt = await world.reply(letter, "Done")

    assert receipt["verdict"] == "refused"
    assert world.milestone("Pilot")["state"] == "agreed"


async def test_without_evidence_a_second_reply_completes(a_world):
    """`aligned`, and no Authentication-Results: one mail goes back to the registered address, its answer acts."""
    async with a_world(require="aligned") as world:
        letter = await reminded(world)

        first = await world.reply(letter, "All done")
        await world.tick()
        unchanged = world.milestone("Pilot")["state"]
        challenge = world.letters_to("sergeant", "clarification")[0]
        second = await world.reply(challenge, "CONFIRM")

        assert (first["verdict"], unchanged) == ("challenged", "agreed")
        assert second["verdict"] == "accepted"
        assert second["actions"] == [{"milestone": "WLD-1", "intent": "complete", "due": None}]
        assert world.milestone("Pilot")["state"] == "completed"


@pytest.mark.parametrize(
    ("results", "verdict", "state"),
    [
        ("mx.milestones.example; dmarc=pass header.from=police.example", "accepted", "completed"),
        ("mx.milestones.example; dmarc=fail header.from=police.example", "quarantined", "agreed"),
        ("mx.attacker.example; dmarc=pass header.from=police.example", "challenged", "agreed"),
        ("mx.milestones.example; spf=pass smtp.mailfrom=police.example", "challenged", "agreed"),
    ],
)
async def test_a_senders_domain_is_proved_by_our_own_edge_alone(a_world, results, verdict, state):
    """Only our edge's DMARC verdict counts: pass acts, fail is quarantined, anything else is challenged."""
    async with a_world(require="aligned") as world:
        letter = await reminded(world)

        receipt = await world.reply(letter, "Done", Authentication_Results=results)

        assert receipt["verdict"] == verdict
        assert world.milestone("Pilot")["state"] == state


async def test_an_answer_that_lost_its_token_is_challenged(world):
    """Found by its references only, even `token` mode asks back."""
    letter = await reminded(world)

    receipt = await world.reply(letter, "Done", To="replies@milestones.example")

    assert receipt["verdict"] == "challenged"
    assert world.milestone("Pilot")["state"] == "agreed"


async def test_a_forged_token_is_refused_and_never_answered(world):
    """An invented token does nothing and brings nothing back."""
    letter = await reminded(world)
    sent = len(world.letters())

    receipt = await world.reply(letter, "Done", To=f"replies+{'a' * 40}@milestones.example")
    await world.tick()

    assert receipt["verdict"] == "refused"
    assert len(world.letters()) == sent


async def test_an_out_of_office_brings_in_the_deputy(world):
    """An auto-reply never acts and is never answered; its day of return brings in the deputy."""
    letter = await reminded(world)
    raw = world.mail_in_answer_to(
        letter, "I am out of the office until 9 March 2027. Done tasks are on the board.", Auto_Submitted="auto-replied"
    )

    receipt = await world.receive(raw)
    await world.advance_to("2027-03-02 09:00")

    assert receipt["verdict"] == "auto_reply"
    assert world.milestone("Pilot")["state"] == "agreed"
    assert [letter.rule for letter in world.letters_to("constable")] == ["overdue"]
    assert world.letters_to("sergeant", "acknowledgement") == []


async def test_a_hard_bounce_tells_the_organisations_lead_once(world):
    """A dead address is somebody's to mend: one notice, whatever bounces after it."""
    letter = await reminded(world)
    envelope = next(a.sender for a in world.server.accepted if letter.mail["Message-ID"] in a.content.decode())

    for number in range(2):
        receipt = await world.receive(bounce(envelope, letter, number))
    await world.tick()

    assert receipt["verdict"] == "bounce"
    notice, *others = world.letters_to("bcu-commander", "notice")
    assert others == []
    assert "sergeant@police.example" in notice.text
    assert "WLD-1" in notice.text


async def test_a_confirmation_is_undone_by_its_owner(world):
    """`undo` in answer to the acknowledgement takes the confirmation back, on the record."""
    letter = await reminded(world)
    await world.reply(letter, "Done")
    await world.tick()

    await world.reply(world.letters_to("sergeant", "acknowledgement")[0], "undo")

    assert world.milestone("Pilot")["state"] == "agreed"
    assert "confirmation_undone" in world.event_types("WLD-1")


async def test_an_old_letter_does_not_act_on_a_reopened_milestone(world):
    """A new cycle needs an answer to a new letter."""
    letter = await reminded(world)
    await world.reply(letter, "Done")
    await world.tick()
    await world.reply(world.letters_to("sergeant", "acknowledgement")[0], "undo")

    receipt = await world.reply(letter, "Done")

    assert receipt["verdict"] == "refused"
    assert world.milestone("Pilot")["state"] == "agreed"


async def test_hostile_mail_never_blocks_the_next(world):
    """What cannot be read is quarantined; the mail after it is read."""
    letter = await reminded(world)

    bad = await world.receive(b"From: a@x.example\r\nFrom: b@x.example\r\nTo: r@x.example\r\n\r\nDone\r\n")
    good = await world.reply(letter, "Done")

    assert bad["verdict"] == "quarantined"
    assert good["verdict"] == "accepted"
    assert world.audit_faults() == []
