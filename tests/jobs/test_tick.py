"""One whole pass, as the command makes it: left-over mail, silences, schedules, delivery."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

import pytest
from world import World

from jobs.tick import whole_pass
from milestones.flows import look, mailroom
from milestones.flows.command import absence
from milestones.flows.remind import TickRefused, evaluate


@pytest.fixture
async def world(tmp_path):
    """The partnership in January 2027, nine o'clock on a Monday."""
    async with World(tmp_path) as world:
        yield world


async def passed(world, until=None):
    return await asyncio.to_thread(whole_pass, world.house, until)


async def test_a_pass_reports_what_it_queued_sent_and_how_many_of_each_kind(world):
    """The contract's keys, and nothing twice when nothing is due."""
    world.agreed("Train", due="2026-06-01", owner="inspector", on="2026-01-05")
    report = await passed(world)
    assert set(report) == {"at", "queued", "sent", "deferred", "failed", "cancelled", "by_kind"}
    assert report["by_kind"]["escalation"] >= 2
    assert report["queued"] == sum(report["by_kind"].values())
    assert report["sent"] >= report["queued"]
    again = await passed(world)
    assert (again["queued"], again["sent"], again["by_kind"]) == (0, 0, {})


async def test_an_instant_before_the_last_evaluated_one_is_refused_and_an_equal_one_accepted(world):
    """Refused before anything is done: mail that waits is not decided by it either."""
    now = world.clock.now()
    assert (await passed(world, now))["at"] == now.isoformat()
    mailroom.give_back(world.house, [mailroom.keep(world.house, b"From: a@b.example\r\n\r\nhello\r\n").id])
    events = len(world.event_types())
    with pytest.raises(TickRefused):
        await passed(world, now - timedelta(seconds=1))
    assert len(world.event_types()) == events
    assert mailroom.backlog(world.house) == 1
    await passed(world, now)
    assert mailroom.backlog(world.house) == 0


async def test_without_an_instant_a_clock_that_was_set_back_is_no_fault(world):
    """A timer's tick in the doubled hour: the last evaluated instant stands."""
    first = await passed(world)
    world.clock.advance(timedelta(hours=-1))
    assert (await passed(world))["at"] == first["at"]


async def test_left_over_answers_are_decided_first_and_what_they_cancel_is_counted(world):
    """Confirmed before the reminder is sent: the letter that waited for it is cancelled, not sent."""
    world.agreed("Train", due="2027-01-18", owner="inspector")
    await world.tick()
    letter = world.letters_to("inspector", "assignment")[0]
    world.clock.advance(timedelta(days=15))
    evaluate(world.house, world.clock.now())
    waiting = [one for one in look.letters(world.house) if one["state"] == "queued" and one["kind"] == "reminder"]
    assert waiting
    raw = world.mail_in_answer_to(letter, "Done, all finished.")
    mailroom.give_back(world.house, [mailroom.keep(world.house, raw).id])
    report = await passed(world)
    assert report["cancelled"] == len(waiting)
    assert world.milestone("Train")["state"] == "completed"
    assert len(world.letters_to("inspector", "acknowledgement")) == 1


async def test_a_silence_that_ran_out_ends_with_the_pass_after_it(world):
    """Its end is an event, and chasing goes on."""
    milestone = world.agreed("Train", due="2027-01-11", owner="inspector")
    world.command("silence", milestone, until=date(2027, 1, 12), by="prevent-coordinator")
    await passed(world)
    world.clock.advance(timedelta(days=10))
    await passed(world)
    assert "silence_ended" in world.event_types(milestone)


async def test_the_end_of_an_absence_is_recorded_once_on_the_day_after_its_last(world):
    """With who covered; not before, and not again."""
    for post, until in (("inspector", date(2027, 1, 8)), ("sergeant", date(2027, 1, 12))):
        absence(
            world.house, "wold", post, since=date(2027, 1, 5), until=until, deputy="constable",
            by="prevent-coordinator", why="leave", now=world.clock.now(),
        )  # fmt: skip
    ends = []
    for _ in range(12):
        await passed(world)
        await passed(world)
        ends.append([one["data"]["post"] for one in look.events(world.house) if one["type"] == "absence_ended"])
        world.clock.advance(timedelta(days=1))
    assert ends == [[]] * 5 + [["inspector"]] * 4 + [["inspector", "sergeant"]] * 3
    (last,) = [one for one in look.events(world.house) if one["type"] == "absence_ended"][-1:]
    assert (last["data"]["until"], last["data"]["deputy"]) == ("2027-01-12", "constable")
    assert world.audit_faults() == []


async def test_a_rule_that_was_added_between_two_passes_counts_from_the_first_of_them(world):
    """A pass cannot know when the file was written: what fell due since the last pass is sent, nothing older is."""
    world.agreed("Train", due="2027-01-06", owner="inspector")
    await world.advance_to("2027-01-07 10:00")
    await passed(world)
    for name, when in (("old", "0d"), ("new", "+2wd")):
        world.schedules += f'[[reminder]]\nid = "{name}"\nwhen = "{when}"\nto = ["owners"]\n'
    world.write_config()
    await world.restart()
    world.clock.advance(timedelta(days=1))
    await passed(world)
    assert [letter.rule for letter in world.letters_to("inspector", "reminder")] == ["overdue", "new"]
