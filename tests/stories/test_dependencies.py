"""Promises about milestones that wait on each other."""

import csv
from datetime import date

from milestones.domain.state import OwnerKind
from milestones.flows.explain import explain
from milestones.flows.intake import Terms
from milestones.flows.remind import evaluate
from milestones.flows.simulate import letters_in

PLAN = (
    ("ref", "action", "lead_role", "due", "depends on"),
    ("1", "Write the pack", "sergeant", "2027-06-30", ""),
    ("2", "Pilot the pack", "prevent-lead", "2027-03-01", "1"),
)


def take_in(world, rows=PLAN):
    path = world.folder / "plan.csv"
    with path.open("w", newline="") as sheet:
        csv.writer(sheet).writerows(rows)
    return world.import_plan(path, Terms(date(2027, 1, 4), "minute 4"))


def chased(world, milestone):
    return [
        (one.rule, one.mail["Date"].datetime.date().isoformat())
        for kind in ("reminder", "escalation")
        for one in world.letters(kind)
        if milestone in one.milestones and one.post == "prevent-lead"
    ]


async def test_a_ladder_waits_until_what_it_depends_on_is_done_then_goes_on_with_later_rungs(world):
    """Nothing while frozen, recorded with the reason; after that no rung of before, and the next as ever."""
    take_in(world)
    await world.advance_to("2027-03-05 12:00")
    assert chased(world, "WLD-2") == []
    assert world.milestone("WLD-2")["waits_on"] == ["WLD-1"]

    world.command("complete", "WLD-1", by="prevent-coordinator")
    await world.advance_to("2027-03-10 12:00")

    assert world.milestone("WLD-2")["waits_on"] == []
    assert chased(world, "WLD-2") == [("overdue", "2027-03-09"), ("line-manager", "2027-03-08")]
    told = explain(world.house, "WLD-2", world.clock.now())["letters"]
    frozen = [(one["rule"], one["state"]) for one in told if "waits on WLD-1, which is not completed" in one["why"]]
    assert frozen == [("fortnight", "not_sent"), ("overdue", "not_sent")]


async def test_simulate_and_explain_tell_what_a_year_of_ticks_does(world):
    """A frozen milestone's letters are in none of the three; the other's are in all."""
    take_in(world)
    foreseen = letters_in(world.house, world.house.config, date(2027, 1, 5), date(2027, 7, 30))
    planned = explain(world.house, "WLD-2", world.clock.now())["letters"]

    await world.advance_to("2027-07-30 12:00")

    sent = [(one.kind, one.rule, str(one.mail["To"].addresses[0].addr_spec)) for one in world.letters()]
    ladder = [one for one in sent if one[0] in {"reminder", "escalation"}]
    assert ladder
    assert sorted((one["kind"], one["rule"], one["to"]) for one in foreseen if one["kind"] != "digest") == sorted(
        ladder
    )
    assert all("WLD-2" not in one["milestones"] for one in foreseen)
    assert {one["state"] for one in planned if one["rule"]} == {"not_sent"}


async def test_a_letter_that_waits_is_taken_back_when_a_new_plan_freezes_it(world):
    """An import that says what a milestone depends on stops what was queued about it."""
    take_in(world, [*PLAN[:2], (*PLAN[2][:4], "")])
    world.clock.set(world.clock.now().replace(month=2, day=15))
    evaluate(world.house, world.clock.now())
    take_in(world)
    await world.tick()

    assert chased(world, "WLD-2") == []


async def test_an_import_notes_what_names_nothing_and_circles(world):
    """Neither holds a row; both are said."""
    report = take_in(world, [PLAN[0], ("1", "Write", "sergeant", "2027-06-30", "2, money"), (*PLAN[2][:4], "Write")])
    assert report["held"] == 0
    assert [note for note in report["notes"] if "money" in note or "circle" in note] == [
        "row 1 waits on 'money', which names no milestone of this board: it keeps nothing back",
        "WLD-1, WLD-2 wait on each other in a circle: none of them keeps another back",
    ]


async def test_importing_the_same_plan_again_changes_nothing(world):
    """Dependencies are part of the row: the same words are no update, other words are one."""
    take_in(world)
    assert take_in(world)["unchanged"] == 2
    assert take_in(world, [PLAN[0], PLAN[1], (*PLAN[2][:4], "none")])["updated"] == 1
    assert world.milestone("WLD-2")["waits_on"] == []
    assert world.audit_faults() == []


async def test_a_withdrawn_milestone_keeps_nothing_back(world):
    """Nobody waits for what will never come."""
    take_in(world)
    assert world.milestone("WLD-2")["waits_on"] == ["WLD-1"]
    world.command("withdraw", "WLD-1", by="prevent-coordinator")
    assert world.milestone("WLD-2")["waits_on"] == []


async def test_an_assignment_says_that_reminders_wait_and_names_no_day_that_will_not_come(world):
    """Its owner hears what it waits on; a letter about several names the first reminder of the others."""
    take_in(world)
    await world.tick()
    (frozen,) = world.letters_to("prevent-lead", "assignment")
    assert "Waits on: WLD-1; reminders begin after that" in frozen.text
    assert "Reminders begin when what it waits on is completed." in frozen.text
    assert "The first reminder" not in frozen.text

    take_in(world, [*PLAN, ("3", "Print the pack", "prevent-lead", "2027-04-01", "")])
    await world.tick()
    world.command("assign", "WLD-1", by="prevent-coordinator", to="prevent-lead", kind=OwnerKind.JOINT)
    await world.tick()
    told = world.letters_to("prevent-lead", "assignment")[1:]
    assert [("first reminder comes on" in one.text, "Waits on" in one.text) for one in told] == [(True, False)] * 2
