"""Passes of the schedules over a real database: who is written to, once, whatever happens in between."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from milestones.domain.board import Absence
from milestones.domain.rules import DigestRule, Schedule
from milestones.domain.state import Owner, OwnerKind, Silence, State
from milestones.flows.remind import TickRefused, write_open
from milestones.flows.scan import address, scan
from milestones.store import occurrences, queries
from tests.office import BOARD, FORTNIGHT, JOINT, MANAGER, OVERDUE, SCHEDULE, at, escalation, offset, post, reminder
from tests.passes import Passes
from tests.postgres import server

WEEKLY = DigestRule("weekly", "0 9 * * mon", ("board",))


@pytest.fixture
def world(tmp_path) -> Passes:
    """A board with the usual ladder and an empty database."""
    return Passes(tmp_path)


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request, tmp_path):
    """The same on both databases."""
    if request.param == "sqlite":
        yield Passes(tmp_path)
        return
    with server().database() as url:
        world = Passes(tmp_path, url=url)
        yield world
        world.database.close()


def ticks(world: Passes, since: str, until: str, hours: int = 1) -> None:
    """Tick every so many hours from one London time to another."""
    instant = at(since)
    while instant <= at(until):
        world.tick(instant)
        instant += timedelta(hours=hours)


# --- the ladder -----------------------------------------------------------------------------------------------------


def test_a_silent_owner_is_reminded_and_escalated_each_once(either):
    """Seven weeks of hourly ticks: every rung of the ladder once, at its own moment."""
    world = either
    world.agreed()
    ticks(world, "2026-11-10T00:00", "2026-12-31T00:00", hours=3)
    assert world.told() == [
        "fortnight to lead",
        "overdue to lead",
        "line-manager to chief",
        "line-manager to lead (copy)",
        "overdue to lead",
        "overdue to lead",
        "joint to chief",
        "joint to coordinator (copy)",
    ]
    assert [row.due_at for row in world.letters(rule="overdue")] == [
        at("2026-12-01T09:00"),
        at("2026-12-08T09:00"),
        at("2026-12-15T09:00"),
    ]
    assert world.skipped() == {}


def test_after_downtime_the_highest_rung_goes_once_and_the_rest_is_recorded(either):
    """Service down from before the fortnight reminder to after the joint rung: one escalation, five skipped."""
    world = either
    world.agreed()
    world.tick("2026-11-10T00:00")
    report = world.tick("2026-12-22T12:00")
    assert world.told() == ["joint to chief", "joint to coordinator (copy)"]
    assert report.by_kind == {"escalation": 2}
    assert sorted(world.skipped()) == ["fortnight#1", "line-manager#1", "overdue#1", "overdue#2", "overdue#3"]
    assert all("superseded by joint" in why for why in world.skipped().values())


def test_the_first_tick_of_a_fresh_database_evaluates_from_the_agreement_day(world):
    """Started in the middle of a plan: what fell since the agreement day counts, the highest rung goes."""
    world.agreed(1)
    world.agreed(2, agreed_on=date(2026, 12, 8))
    world.tick("2026-12-09T10:00")
    assert {(row.rule, row.milestones) for row in world.letters()} == {
        ("line-manager", '["HUM-1"]'),
        ("overdue", '["HUM-2"]'),
    }


def test_a_milestone_agreed_since_the_last_tick_is_evaluated_from_its_agreement_day(world):
    """Imported in the evening, its reminder of that morning still goes, though all was evaluated up to noon."""
    world.tick("2026-11-16T12:00")
    world.agreed(agreed_on=date(2026, 11, 16))
    world.tick("2026-11-16T18:00")
    world.tick("2026-11-16T18:00")
    assert world.told() == ["fortnight to lead"]


def test_a_milestone_agreed_for_a_day_to_come_waits_for_it(world):
    """The ladder starts on the agreement day even where it was evaluated before."""
    world.agreed(agreed_on=date(2026, 12, 5))
    ticks(world, "2026-11-15T00:00", "2026-12-07T23:00", hours=12)
    assert world.told() == ["line-manager to chief", "line-manager to lead (copy)"]


def test_what_was_sent_before_is_not_sent_again_when_a_claim_is_rejected(world):
    """Agreed anew, its ladder is evaluated from the start, without the rungs that were sent."""
    one = world.agreed()
    ticks(world, "2026-11-16T00:00", "2026-12-01T12:00", hours=6)
    world.change("HUM-1", state=State.CLAIMED)
    ticks(world, "2026-12-01T18:00", "2026-12-08T12:00", hours=6)
    world.put(one)
    world.tick("2026-12-08T18:00")
    assert world.told() == [
        "fortnight to lead",
        "overdue to lead",
        "line-manager to chief",
        "line-manager to lead (copy)",
    ]
    assert "superseded by line-manager" in world.skipped()["overdue#2"]


# --- one letter a person a moment -----------------------------------------------------------------------------------


def test_what_one_person_is_owed_at_one_moment_is_one_letter(world):
    """Two milestones by two rules at nine: one reminder that lists both and names both rules."""
    world.agreed(1, due=date(2026, 11, 30))
    world.agreed(2, due=date(2026, 12, 15))
    world.agreed(10, due=date(2026, 12, 15))
    world.tick("2026-11-30T12:00")
    world.tick("2026-12-01T09:00")
    (letter,) = world.letters(due_at=at("2026-12-01T09:00"))
    assert letter.rule == "overdue,fortnight"
    assert json.loads(letter.items) == [
        {"milestone": "HUM-1", "rule": "overdue"},
        {"milestone": "HUM-2", "rule": "fortnight"},
        {"milestone": "HUM-10", "rule": "fortnight"},
    ]
    assert ". HUM-2, HUM-10: you own it (lead); the schedule sends this reminder 14 days before" in letter.why


def test_a_person_in_two_posts_gets_one_letter_and_no_copy_of_it(world):
    """The owner's manager post is held by the owner: one escalation, not one and a copy."""
    same = replace(post("chief").holders[0], email="LEAD@force.example")
    world.configure(board=replace(BOARD, posts=dict(BOARD.posts) | {"chief": post("chief", holders=(same,))}))
    world.agreed()
    world.tick("2026-12-06T00:00")
    world.tick("2026-12-07T09:00")
    assert world.told(rule="line-manager") == ["line-manager to chief"]
    assert {row.letter_id for row in world.occurrences() if row.rule == "line-manager"} == {world.letters()[-1].id}


def test_asked_and_copied_at_one_moment_is_one_letter(world):
    """Who is asked about one milestone and copied about another reads one letter, and sees in it which is which."""
    world.agreed(1)
    world.agreed(2, owners=(Owner("chief"),))
    world.tick("2026-12-06T00:00")
    world.tick("2026-12-07T09:00")
    assert sorted(world.told(rule="line-manager")) == [
        "line-manager to chief",
        "line-manager to coordinator",
        "line-manager to lead (copy)",
    ]
    (both,) = [letter for letter in world.letters(rule="line-manager") if letter.post == "chief"]
    shown = {item["milestone"]: item["shows"].get("asked", "") for item in json.loads(both.facts)["items"]}
    assert (shown["HUM-1"], shown["HUM-2"]) == ("", "nothing, you are in copy")


def test_a_letter_names_who_else_is_written_to_and_what_was_sent_before(world):
    """The escalation knows its copy, the reminders before it, and what comes next."""
    world.agreed()
    ticks(world, "2026-11-16T00:00", "2026-12-07T12:00", hours=3)
    kept = json.loads(world.letters(rule="line-manager", copy_only=False)[0].facts)
    assert kept["copied_to"] == ["lead"]
    assert kept["items"][0]["shows"]["history"] == [
        "16 November 2026: reminder to Lead",
        "1 December 2026: reminder to Lead",
    ]
    assert kept["facts"]["next_step"] == "we write to Chief on Monday 21 December 2026"


# --- never twice, never lost ----------------------------------------------------------------------------------------


def test_an_instant_before_the_last_is_refused_and_an_equal_one_accepted(world):
    """Schedules are never evaluated backwards; the same instant again does nothing."""
    world.agreed()
    world.tick("2026-12-01T09:00")
    assert world.tick("2026-12-01T09:00").queued == 0
    with pytest.raises(TickRefused, match="up to which all is evaluated"):
        world.tick("2026-12-01T08:59")
    assert len(world.letters()) == 1


def test_a_clock_set_back_an_hour_changes_nothing(world):
    """The service goes on from the last evaluated instant; what is newly agreed meanwhile loses nothing."""
    world.agreed(1)
    world.tick("2026-12-01T09:30")
    world.agreed(2)
    assert world.tick("2026-12-01T08:30", strict=False).until == at("2026-12-01T09:30")
    ticks(world, "2026-12-01T09:30", "2026-12-01T12:00")
    assert sorted(row.milestones for row in world.letters()) == ['["HUM-1"]', '["HUM-2"]']


@pytest.mark.parametrize("crash_after", ["scan", "address"])
def test_a_crash_between_two_steps_loses_and_doubles_nothing(either, crash_after):
    """Killed after the scan, or after addressing: the next pass writes the letters, once."""
    world = either
    world.agreed()
    world.tick("2026-12-07T08:00")
    sent = len(world.letters())
    world.house.clock.set(at("2026-12-07T09:00"))
    scan(world.house, at("2026-12-07T09:00"), strict=True)
    if crash_after == "address":
        address(world.house, at("2026-12-07T09:00"))
    assert len(world.letters()) == sent
    assert world.tick("2026-12-07T09:01").by_kind == {"escalation": 2}
    assert world.tick("2026-12-07T09:02").queued == 0


def test_processes_that_tick_at_once_send_each_letter_once(either):
    """Four at the same moment over sixty milestones: together every letter, none twice."""
    world = either
    for number in range(1, 61):
        world.agreed(number, owners=(Owner("lead" if number % 2 else "second"),), due=date(2026, 11, 30 - number % 3))
    world.tick("2026-11-28T00:00")
    before = len(world.letters())
    world.house.clock.set(at("2026-12-07T09:00"))
    with ThreadPoolExecutor(4) as pool:
        reports = list(pool.map(lambda _: world.tick(at("2026-12-07T09:00"), strict=False), range(4)))
    assert sum(report.queued for report in reports) == len(world.letters()) - before
    keys = [key for row in world.occurrences() for key in [row.key]]
    assert len(keys) == len(set(keys))
    assert all(row.letter_id or row.skipped for row in world.occurrences())


def test_a_milestone_completed_between_due_and_written_is_not_chased(world):
    """Addressed, then completed, then written: nothing goes, and the record says why."""
    world.agreed()
    world.tick("2026-12-07T08:00")
    sent = len(world.letters())
    scan(world.house, at("2026-12-07T09:00"), strict=True)
    address(world.house, at("2026-12-07T09:00"))
    world.change("HUM-1", state=State.COMPLETED, completed_at=at("2026-12-07T09:00"))
    assert sum(write_open(world.house).values()) == 0
    assert len(world.letters()) == sent
    assert world.skipped()["line-manager#1"] == "completed on 2026-12-07"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"due": date(2027, 1, 29)}, "the due date is 2027-01-29 now"),
        ({"state": State.WITHDRAWN}, "withdrawn"),
        ({"silence": Silence(date(2026, 12, 9), "coordinator", "moving")}, "silenced by coordinator until 2026-12-09"),
    ],
)
def test_what_changes_between_scan_and_address_is_respected(world, changes, why):
    """Moved, withdrawn or silenced after it fell due: not sent, with the reason."""
    world.agreed()
    world.tick("2026-12-07T08:00")
    sent = len(world.letters())
    scan(world.house, at("2026-12-07T09:00"), strict=True)
    world.change("HUM-1", **changes)
    world.tick("2026-12-07T09:01")
    assert len(world.letters()) == sent
    assert why in world.skipped()["line-manager#1"]


def test_a_due_date_moved_back_and_forth_sends_no_rung_twice(world):
    """Moved on and back again: each date's rungs at most once, and the ladder goes on where it stood."""
    world.agreed()
    ticks(world, "2026-11-16T00:00", "2026-12-02T00:00", hours=6)
    world.change("HUM-1", due=date(2026, 12, 18))
    ticks(world, "2026-12-02T06:00", "2026-12-05T00:00", hours=6)
    world.change("HUM-1", due=date(2026, 11, 30))
    ticks(world, "2026-12-05T06:00", "2026-12-09T00:00", hours=6)
    assert world.told() == [
        "fortnight to lead",
        "overdue to lead",
        "fortnight to lead",  # of the 18th, on the 4th
        "line-manager to chief",
        "line-manager to lead (copy)",
        "overdue to lead",
    ]


def test_a_rule_removed_between_due_and_written_is_passed_over(world):
    """A reload in the middle: what the new rules do not know is not sent and not stuck."""
    world.agreed()
    world.tick("2026-12-07T08:00")
    scan(world.house, at("2026-12-07T09:00"), strict=True)
    address(world.house, at("2026-12-07T09:00"))
    world.configure(Schedule((FORTNIGHT, OVERDUE)))
    assert world.tick("2026-12-07T09:01").queued == 0
    assert world.skipped()["line-manager#1"] == "the rule line-manager is no longer configured"


# --- pauses, cover, reloads -----------------------------------------------------------------------------------------


def test_a_snooze_lets_the_newest_reminder_go_on_its_day(either):
    """Snoozed over two reminders: none of them on its day, the newest on the snoozed one, escalations as ever."""
    world = either
    world.agreed()
    ticks(world, "2026-11-16T00:00", "2026-11-30T12:00", hours=6)
    world.change("HUM-1", snoozed_until=date(2026, 12, 12))
    ticks(world, "2026-11-30T18:00", "2026-12-16T12:00", hours=6)
    assert [(row.rule, f"{row.due_at:%m-%d}") for row in world.letters(copy_only=False)] == [
        ("fortnight", "11-16"),
        ("line-manager", "12-07"),
        ("overdue", "12-14"),
        ("overdue", "12-15"),
    ]
    assert world.skipped() == {"overdue#1": "snoozed until 2026-12-12, and a newer reminder stands for it then"}


def test_a_snooze_after_a_reminder_does_not_send_it_again(world):
    """The reminder that went before the snooze is not kept back by it."""
    world.agreed()
    ticks(world, "2026-11-16T00:00", "2026-12-01T12:00", hours=6)
    world.change("HUM-1", snoozed_until=date(2026, 12, 4))
    ticks(world, "2026-12-01T18:00", "2026-12-05T12:00", hours=6)
    assert world.told() == ["fortnight to lead", "overdue to lead"]


def test_an_absent_owner_is_covered_with_a_copy_kept(world):
    """The deputy is asked, the owner copied, and both letters say whose it is."""
    world.agreed()
    with world.database.transaction() as session:
        queries.record_absence(
            session, "hum", Absence("lead", date(2026, 12, 1), date(2026, 12, 4), None, "coordinator")
        )
    world.tick("2026-11-30T12:00")
    world.tick("2026-12-01T09:00")
    assert world.told()[-2:] == ["overdue to second", "overdue to lead (copy)"]
    assert json.loads(world.letters()[-2].facts)["facts"]["stands_for"] == "lead"


def test_a_post_that_fell_vacant_before_the_letter_was_written_is_passed_on(world):
    """Addressed to a holder who left before the letter could be written: it goes to the deputy."""
    world.agreed()
    world.tick("2026-12-01T08:00")
    scan(world.house, at("2026-12-01T09:00"), strict=True)
    address(world.house, at("2026-12-01T09:00"))
    world.configure(board=replace(BOARD, posts=dict(BOARD.posts) | {"lead": replace(BOARD.posts["lead"], holders=())}))
    world.tick("2026-12-01T09:01")
    assert world.told()[-1] == "overdue to second"
    assert world.letters()[-1].why.startswith(
        "Lead is vacant, and you are its deputy; the schedule sends this reminder"
    )


def test_a_rule_added_by_a_reload_starts_there(either):
    """Its instants before the reload never fire, for old milestones and newly agreed ones alike."""
    world = either
    world.configure(Schedule((FORTNIGHT,)))
    world.agreed(1)
    world.tick("2026-12-01T08:00")
    world.configure(SCHEDULE)
    with world.database.transaction() as session:
        for rule in ("overdue", "line-manager", "joint"):
            queries.set_meta(session, f"{occurrences.RULE_SINCE}hum:{rule}", at("2026-12-01T12:00").isoformat())
    world.agreed(2)
    ticks(world, "2026-12-01T13:00", "2026-12-07T23:00", hours=6)
    assert [(row.rule, json.loads(row.milestones)) for row in world.letters(copy_only=False)] == [
        ("fortnight", ["HUM-1"]),
        ("fortnight", ["HUM-2"]),
        ("line-manager", ["HUM-1", "HUM-2"]),
    ]


def test_a_rule_before_meetings_goes_to_the_owners_of_all_that_is_agreed(either):
    """Ten working days before the meeting, one letter an owner, whatever the due dates."""
    world = either
    paper = replace(reminder("paper", "-10wd"), before_meeting=offset("10wd"))
    world.configure(Schedule((paper,)), replace(BOARD, meetings=(date(2026, 12, 8),)))
    world.agreed(1)
    world.agreed(2, due=date(2028, 1, 1))
    world.agreed(3, state=State.COMPLETED)
    ticks(world, "2026-11-20T00:00", "2026-12-09T00:00", hours=12)
    (letter,) = world.letters()
    assert (letter.due_at, json.loads(letter.milestones)) == (at("2026-11-24T09:00"), ["HUM-1", "HUM-2"])


def test_an_owner_who_confirmed_is_left_alone_while_others_are_asked(world):
    """Joint owners, one done: only the other is chased."""
    done = Owner("second", OwnerKind.JOINT, datetime(2026, 11, 1, tzinfo=UTC))
    world.agreed(owners=(Owner("lead"), done))
    world.tick("2026-11-30T12:00")
    world.tick("2026-12-01T09:00")
    assert world.told()[-1:] == ["overdue to lead"]


def test_a_ladder_with_nobody_on_it_reaches_the_coordinator(world):
    """An owner who reports to nobody: the escalation is not dropped."""
    world.configure(Schedule((escalation("up", "+1wd", cc=()),)))
    world.agreed(owners=(Owner("chief"),))
    world.tick("2026-11-30T12:00")
    world.tick("2026-12-01T09:00")
    assert world.told() == ["up to coordinator"]
    assert "Chief owns it and reports to nobody on the list; you keep the programme" in world.letters()[0].why


# --- digests --------------------------------------------------------------------------------------------------------


def test_a_digest_goes_every_week_also_with_nothing_to_report(world):
    """Three Mondays, three digests to the one member; silence would mean failure."""
    world.configure(Schedule(digests=(WEEKLY,)))
    ticks(world, "2026-11-01T00:00", "2026-11-17T00:00", hours=3)
    assert [row.due_at for row in world.letters(kind="digest")] == [
        at("2026-11-02T09:00"),
        at("2026-11-09T09:00"),
        at("2026-11-16T09:00"),
    ]


def test_missed_digests_are_sent_once_and_say_what_they_cover(either):
    """Nine days down over two Mondays: one digest, of the newest, naming the other."""
    world = either
    world.configure(Schedule(digests=(WEEKLY,)))
    world.tick("2026-11-13T12:00")
    world.tick("2026-11-24T12:00")
    (letter,) = world.letters(kind="digest")
    assert letter.due_at == at("2026-11-23T09:00")
    with world.database.reading() as session:
        assert occurrences.digests_covered(session, "hum", "weekly", letter.due_at) == (at("2026-11-16T09:00"),)


def test_the_first_tick_sends_the_digest_of_that_moment(world):
    """A plan agreed on Thursday, the first tick on Monday at nine: the digest goes; without a plan too."""
    world.configure(Schedule(digests=(WEEKLY,)))
    world.agreed(agreed_on=date(2026, 11, 12))
    world.tick("2026-11-16T09:00")
    assert len(world.letters(kind="digest")) == 1


def test_a_digest_that_a_crash_left_unwritten_is_written_by_the_next_pass(world):
    """Found due, not written: the next tick writes it, and only it."""
    world.configure(Schedule(digests=(WEEKLY,)))
    world.tick("2026-11-15T12:00")
    scan(world.house, at("2026-11-16T09:00"), strict=True)
    assert world.letters() == []
    world.tick("2026-11-16T09:01")
    world.tick("2026-11-16T09:02")
    assert [row.due_at for row in world.letters()] == [at("2026-11-16T09:00")]


def test_the_joint_rung_goes_to_both_and_a_reminder_at_the_same_moment_stays_apart(world):
    """Escalation and reminder of one instant to one person are two mails: two kinds."""
    world.configure(Schedule((reminder("nudge", "+5wd", to=("chief",)), MANAGER, JOINT)))
    world.agreed()
    world.tick("2026-12-06T00:00")
    world.tick("2026-12-07T09:00")
    assert sorted(world.told()) == ["line-manager to chief", "line-manager to lead (copy)", "nudge to chief"]
