"""Why each letter about a milestone goes when it goes, and why others do not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import select

from milestones.domain.board import Absence
from milestones.domain.marking import Marking
from milestones.domain.milestone import Refused
from milestones.domain.rules import Schedule
from milestones.domain.state import Row, Silence, State
from milestones.flows.explain import explain
from milestones.flows.scan import scan
from milestones.store import occurrences, queries
from milestones.store.tables import LetterRow
from tests.office import BOARD, FORTNIGHT, MANAGER, at, escalation, milestone
from tests.passes import Passes


@pytest.fixture
def world(tmp_path) -> Passes:
    """A board with the usual ladder and an empty database."""
    return Passes(tmp_path)


def explained(world: Passes, when: str, name: str = "HUM-1") -> list[dict]:
    return explain(world.house, name, at(when))["letters"]


def brief(letters) -> list[tuple]:
    return [(one["rule"], one["to"].split("@")[0], one["state"]) for one in letters]


def sent_all(world: Passes) -> None:
    """As if every queued letter had been delivered."""
    with world.database.transaction() as session:
        for row in session.exec(select(LetterRow)).all():
            row.state = "sent"


def whys(letters) -> str:
    return "\n".join(one["why"] for one in letters)


def test_past_and_future_stand_in_one_list(world):
    """On 2 December: what was sent, and every rung to come with its recipient."""
    world.agreed()
    for when in ("2026-11-16T09:00", "2026-12-01T09:00"):
        world.tick(when)
    sent_all(world)
    assert brief(explained(world, "2026-12-02T12:00")) == [
        ("fortnight", "lead", "sent"),
        ("overdue", "lead", "sent"),
        ("line-manager", "chief", "planned"),
        ("line-manager", "lead", "planned"),
        ("overdue", "lead", "planned"),
        ("overdue", "lead", "planned"),
        ("joint", "chief", "planned"),
        ("joint", "coordinator", "planned"),
    ]


def test_each_step_of_the_computation_is_named(world):
    """The offset, the closure, the bank holidays, the weekend, the hour, the instant."""
    world.agreed(due=date(2026, 12, 18))
    manager = next(one for one in explained(world, "2026-12-01T12:00") if one["rule"] == "line-manager")
    assert manager["at"] == "2026-12-30T09:00:00+00:00"
    assert manager["steps"] == [
        "due date Fri 2026-12-18",
        "+5wd: 5 working days after Fri 2026-12-18 is Wed 2026-12-30",
        "Thu 2026-12-24 not counted: closure: office closed",
        "Fri 2026-12-25 not counted: bank holiday: Christmas Day",
        "Mon 2026-12-28 not counted: bank holiday: Boxing Day",
        "4 weekend days not counted",
        "Wed 2026-12-30 is a working day",
        "at 09:00 Europe/London, within sending hours 08:00 to 18:00",
        "that is 2026-12-30T09:00:00+00:00",
    ]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"state": State.COMPLETED, "completed_at": at("2026-11-20T12:00")}, "completed on 2026-11-20"),
        ({"state": State.CLAIMED}, "waits for acceptance"),
        ({"state": State.WITHDRAWN}, "withdrawn"),
        ({"state": State.PROPOSED, "agreed_on": None}, "proposed: not agreed yet"),
        (
            {"silence": Silence(date(2027, 6, 1), "coordinator", "merger")},
            "silenced by coordinator until 2027-06-01: merger",
        ),
    ],
)
def test_what_will_not_be_sent_says_why(world, changes, why):
    """Completed, claimed, withdrawn, not agreed, silenced by whom until when: every rung still to come says it."""
    world.put(milestone(**changes))
    letters = explained(world, "2026-11-21T12:00")
    assert {one["state"] for one in letters} == {"not_sent"}
    assert all(why in one["why"] for one in letters if one["at"] > "2026-11-21")


def test_a_superseded_rung_names_the_newer_one(world):
    """After downtime: the highest was sent, the others say by which they were superseded."""
    world.agreed()
    world.tick("2026-11-10T00:00")
    world.tick("2026-12-09T12:00")
    sent_all(world)
    letters = explained(world, "2026-12-09T13:00")
    assert [row for row in brief(letters) if row[2] == "sent"] == [
        ("line-manager", "chief", "sent"),
        ("line-manager", "lead", "sent"),
    ]
    passed = [one for one in letters if one["state"] == "not_sent"]
    assert {one["rule"] for one in passed} == {"fortnight", "overdue"}
    assert all("superseded by line-manager of 2026-12-07" in one["why"] for one in passed)
    assert all(one["steps"] for one in letters)


def test_a_snooze_says_what_it_keeps_back_and_until_when(world):
    """The reminder that waits is planned for the snoozed day, the snooze among its steps; older ones are not."""
    world.agreed(snoozed_until=date(2026, 12, 12))
    letters = explained(world, "2026-11-30T12:00")
    first, second = (one for one in letters if one["rule"] == "overdue" and "letter 3" not in one["why"])
    assert "snoozed until 2026-12-12, and a newer reminder stands for it" in first["why"]
    assert (second["state"], second["at"]) == ("planned", "2026-12-14T09:00:00+00:00")
    assert "snoozed until Sat 2026-12-12: kept back to that day" in second["steps"]


def test_cover_and_vacancy_are_named(world):
    """Who is absent until when and who covers; which post is vacant and who gets it instead."""
    world.agreed()
    with world.database.transaction() as session:
        queries.record_absence(
            session, "hum", Absence("lead", date(2026, 12, 1), date(2026, 12, 4), None, "coordinator")
        )
    overdue = [one for one in explained(world, "2026-11-30T12:00") if one["at"].startswith("2026-12-01")]
    assert [(one["to"], one["copy"]) for one in overdue] == [
        ("lead@force.example", True),
        ("second@force.example", False),
    ]
    assert "you cover until Friday 4 December 2026 for Lead (lead owner)" in whys(overdue)
    world.configure(
        board=replace(BOARD, posts=dict(BOARD.posts) | {"chief": replace(BOARD.posts["chief"], holders=())})
    )
    manager = next(
        one for one in explained(world, "2026-11-30T12:00") if one["rule"] == "line-manager" and not one["copy"]
    )
    assert manager["to"] == "coordinator@force.example"
    assert "Chief (Lead reports there) is vacant; you keep the programme" in manager["why"]


def test_a_marking_above_the_clearance_is_named(world):
    """The letter goes, and says that it withholds the content from this recipient."""
    world.agreed(row=Row("1", "Sensitive", marking=Marking.OFFICIAL_SENSITIVE))
    assert "OFFICIAL-SENSITIVE is above the clearance of lead: reference and date only" in whys(
        explained(world, "2026-11-30T12:00")
    )


def test_what_fell_before_the_agreement_or_before_a_rule_was_added_says_so(world):
    """Rungs that were never owed: before the agreement day, before the reload that added their rule."""
    world.agreed(agreed_on=date(2026, 12, 3))
    with world.database.transaction() as session:
        queries.set_meta(session, f"{occurrences.RULE_SINCE}hum:line-manager", at("2026-12-08T12:00").isoformat())
    world.tick("2026-12-08T13:00")
    letters = {(one["rule"], one["at"][:10]): one["why"] for one in explained(world, "2026-12-08T14:00")}
    assert "it fell before the plan was agreed on 2026-12-03" in letters["overdue", "2026-12-01"]
    assert "was added on 2026-12-08T12:00:00+00:00" in letters["line-manager", "2026-12-07"]


def test_a_moved_due_date_explains_both_ladders(world):
    """What the old date sent stays in the record; what the new date's past rungs would have been says so."""
    world.agreed()
    world.tick("2026-11-16T09:00")
    sent_all(world)
    world.tick("2026-11-20T12:00")
    world.change("HUM-1", due=date(2026, 12, 2))
    letters = explained(world, "2026-11-21T12:00")
    assert brief(letters)[:2] == [("fortnight", "lead", "sent"), ("fortnight", "lead", "not_sent")]
    assert "its instant had passed when this due date" in letters[1]["why"]


def test_what_is_due_but_not_written_yet_is_planned(world):
    """Between the scan and the letter, and between two ticks: planned, not lost."""
    world.agreed()
    world.tick("2026-12-01T08:00")
    assert [one["state"] for one in explained(world, "2026-12-01T09:30") if one["at"].startswith("2026-12-01")] == [
        "planned"
    ]
    scan(world.house, at("2026-12-01T09:00"), strict=True)
    assert [one["state"] for one in explained(world, "2026-12-01T09:30") if one["at"].startswith("2026-12-01")] == [
        "planned"
    ]


def test_a_failed_letter_says_what_the_server_said(world):
    """Not sent, with the reply."""
    world.agreed()
    world.tick("2026-11-16T09:00")
    with world.database.transaction() as session:
        row = session.exec(select(LetterRow)).one()
        row.state, row.outcome = "failed", "550 no such user"
    (first, *_) = explained(world, "2026-11-17T12:00")
    assert first["state"] == "not_sent"
    assert first["why"].endswith("failed: 550 no such user")


def test_a_rule_no_longer_configured_or_changed_says_so(world):
    """The record outlives the rule."""
    world.agreed()
    world.tick("2026-11-16T09:00")
    world.configure(Schedule((replace(FORTNIGHT, when=MANAGER.when),)))
    (first, *_) = explained(world, "2026-11-17T12:00")
    assert first["steps"] == ["2026-11-16T09:00:00+00:00, as rules and calendar stood then"]
    world.configure(Schedule((escalation("other", "+1wd"),)))
    (first, *_) = explained(world, "2026-11-17T12:00")
    assert "no longer configured" in first["steps"][0]


def test_an_unknown_milestone_is_refused(world):
    """Nothing to explain is an error, not an empty list."""
    with pytest.raises(Refused, match="HUM-77"):
        explain(world.house, "HUM-77", at("2026-11-17T12:00"))


def test_a_milestone_without_a_date_has_no_letters(world):
    """Held for its date: nothing to compute, nothing to send."""
    world.put(milestone(state=State.HELD, due=None, agreed_on=None))
    assert explained(world, "2026-11-17T12:00") == []
