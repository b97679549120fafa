"""Promises about chasing: who is written to, when, and when it stops."""

from datetime import date, timedelta

from milestones.domain import commands as c
from milestones.flows.act import Work
from milestones.flows.command import absence
from milestones.flows.remind import evaluate


async def test_a_silent_owner_is_escalated_once(world):
    """Five working days late and no answer: the line manager gets one letter, and only one."""
    world.agreed("Pilot", due="2027-03-31", owner="prevent-lead")

    await world.advance_to("2027-04-09 09:00")
    await world.restart()
    await world.advance(days=1)

    assert [letter.rule for letter in world.letters_to("head-of-service")] == ["line-manager"]


async def test_reminders_come_before_and_after_the_due_date(world):
    """A fortnight before, then the working day after and every five working days, three in all."""
    world.agreed("Pilot", due="2027-03-01", owner="sergeant")

    await world.advance_to("2027-03-19 18:00")

    sent = [
        (letter.rule, letter.mail["Date"].datetime.date().isoformat())
        for letter in world.letters_to("sergeant", "reminder")
    ]
    assert sent == [
        ("fortnight", "2027-02-15"),
        ("overdue", "2027-03-02"),
        ("overdue", "2027-03-09"),
        ("overdue", "2027-03-16"),
    ]


async def test_a_confirmed_milestone_is_chased_no_longer(world):
    """Done is done: no reminder and no escalation after the confirmation."""
    world.agreed("Pilot", due="2027-03-01", owner="sergeant")
    await world.advance_to("2027-03-02 09:00")
    overdue = world.letters_to("sergeant", "reminder")[-1]

    receipt = await world.reply(overdue, "Done, all finished last Thursday.")
    await world.advance_to("2027-04-05 09:00")

    assert receipt["actions"] == [{"milestone": "WLD-1", "intent": "complete", "due": None}]
    assert world.milestone("Pilot")["state"] == "completed"
    assert [letter.kind for letter in world.letters_to("sergeant")][-1] == "acknowledgement"
    assert world.letters_to("inspector") == []


async def test_nine_days_down_are_made_good_once(world):
    """After downtime the highest rung goes once; what it stands for is recorded, and one digest covers two."""
    world.agreed("Pilot", due="2027-03-01", owner="sergeant")
    await world.advance_to("2027-03-01 17:00")

    await world.jump_to("2027-03-17 10:00")

    assert [letter.rule for letter in world.letters_to("inspector")] == ["line-manager"]
    assert [letter.rule for letter in world.letters_to("sergeant", "reminder")] == ["fortnight"]
    assert len(world.letters_to("principal", "digest")) == 10
    assert "8 March" in world.letters_to("principal", "digest")[-1].text


async def test_two_milestones_of_one_person_are_one_letter(world):
    """One letter a person a moment, and one reply answers both."""
    world.agreed("Pilot", due="2027-03-01", owner="sergeant")
    world.agreed("Review", due="2027-03-01", owner="sergeant")
    await world.advance_to("2027-02-15 09:00")
    letter, *others = world.letters_to("sergeant", "reminder")

    receipt = await world.reply(letter, "WLD-1 done, WLD-2 need until 15 March")

    assert others == []
    assert letter.milestones == ["WLD-1", "WLD-2"]
    assert {(a["milestone"], a["intent"], a["due"]) for a in receipt["actions"]} == {
        ("WLD-1", "complete", None),
        ("WLD-2", "extend", "2027-03-15"),
    }


async def test_a_letter_still_waiting_is_written_anew_without_what_was_settled(world):
    """A milestone completed while its letter waits is trimmed from the letter before it is sent."""
    world.agreed("Pilot", due="2027-03-01", owner="sergeant")
    world.agreed("Review", due="2027-03-01", owner="sergeant")
    await world.advance_to("2027-02-14 09:00")
    world.clock.advance(timedelta(days=1))
    evaluate(world.house, world.clock.now())
    world.command("complete", "WLD-1", by="sergeant")
    await world.tick()

    letter = world.letters_to("sergeant", "reminder")[-1]
    assert letter.milestones == ["WLD-2"]
    assert "WLD-1" not in letter.text


async def test_a_silence_stops_chasing_until_it_runs_out(world):
    """Silenced to a day: nothing is sent up to it, and the ladder goes on after it."""
    world.agreed("Pilot", due="2027-03-01", owner="sergeant")
    world.command("silence", "WLD-1", until=date(2027, 3, 9), by="prevent-coordinator")

    await world.advance_to("2027-03-17 09:00")

    assert [letter.mail["Date"].datetime.day for letter in world.letters_to("sergeant", "reminder")] == [16]
    assert "silence_ended" in world.event_types("WLD-1")


async def test_an_absent_owners_letters_go_to_the_deputy_with_a_copy(world):
    """The deputy is written to while the holder is away; the holder keeps a copy."""
    world.agreed("Pilot", due="2027-03-01", owner="sergeant")
    absence(
        world.house, "wold", "sergeant", since=date(2027, 2, 10), until=date(2027, 2, 20), deputy="constable",
        by="prevent-coordinator", why="leave", now=world.clock.now(),
    )  # fmt: skip

    await world.advance_to("2027-02-15 09:00")

    assert [letter.rule for letter in world.letters_to("constable")] == ["fortnight"]
    assert [letter.rule for letter in world.letters_to("sergeant", "reminder")] == ["fortnight"]
    assert "copy" in world.letters_to("sergeant", "reminder")[0].text


async def test_a_snooze_that_ends_while_the_service_is_down_is_made_good(world):
    """Kept back and let go within one stretch of downtime: the reminder comes once, when the service is back."""
    world.agreed("Pilot", due="2027-03-01", owner="sergeant")
    await world.advance_to("2027-02-10 09:00")
    with world.house.database.transaction() as session:
        work = Work(session, world.house, "wold", world.clock.now())
        work.decide("WLD-1", c.Snooze("sergeant", date(2027, 2, 17)), "sergeant")
        work.finish()

    await world.jump_to("2027-02-18 10:00")

    assert [letter.rule for letter in world.letters_to("sergeant", "reminder")] == ["fortnight"]
