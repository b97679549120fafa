"""What would be sent, beside what ticking through the same time really sends."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections import Counter
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from milestones.domain.board import Absence
from milestones.domain.rules import DigestRule, Offset, Rule, RuleKind, Schedule, Unit
from milestones.domain.state import Owner, Silence, State
from milestones.flows.scan import address, scan
from milestones.flows.simulate import compared, differences_in_a_table, in_a_table, letters_in
from milestones.store import queries
from tests.office import BOARD, FORTNIGHT, JOINT, MANAGER, OVERDUE, at, milestone, offset, reminder
from tests.passes import Config, Passes

WEEKLY = DigestRule("weekly", "0 9 * * mon", ("board",))


@pytest.fixture
def world(tmp_path) -> Passes:
    """A board with the usual ladder and an empty database."""
    return Passes(tmp_path)


def simulated(world: Passes, since: str, until: str) -> list[dict]:
    return letters_in(world.house, world.house.config, date.fromisoformat(since), date.fromisoformat(until))


def in_short(letters) -> list[tuple]:
    """When, what, to whom, about what, why and under which subject, of simulated letters."""
    return sorted(
        (
            one["at"],
            one["kind"],
            one["rule"],
            one["to"],
            one["copy"],
            json.dumps(one["items"]),
            one["why"],
            one["subject"],
        )
        for one in letters
    )


def really(world: Passes) -> list[tuple]:
    """The same of the outbox."""
    return sorted(
        (row.due_at.isoformat(), row.kind, row.rule, row.to, row.copy_only, row.items, row.why, row.subject)
        for row in world.letters()
    )


def test_a_letter_says_when_what_to_whom_about_what_and_why(world):
    """The shape of the contract, the subject as it would read, the reason in words."""
    world.agreed()
    (letter,) = simulated(world, "2026-12-01", "2026-12-01")
    why = (
        "you own it (lead); the schedule sends this reminder, letter 1 of 3, "
        "one working day after the due date of Monday 30 November 2026"
    )
    assert letter == {
        "at": "2026-12-01T09:00:00+00:00",
        "local": "Tue 2026-12-01 09:00",
        "board": "hum",
        "kind": "reminder",
        "rule": "overdue",
        "to": "lead@force.example",
        "copy": False,
        "subject": f"[HUM-1] {why}: Train the…",
        "milestones": ["HUM-1"],
        "items": [{"milestone": "HUM-1", "rule": "overdue"}],
        "why": why,
    }


def test_a_simulation_changes_nothing(world):
    """No letter, no occurrence, and the next tick evaluates as if nobody had looked."""
    world.agreed()
    simulated(world, "2026-01-01", "2027-12-31")
    assert (world.letters(), world.occurrences()) == ([], [])
    world.tick("2026-12-01T09:00")
    assert world.told() == ["overdue to lead"]


def test_first_and_last_day_belong_to_the_span(world):
    """From midnight of the first day to midnight after the last, in London."""
    world.agreed()
    assert len(simulated(world, "2026-11-16", "2026-12-01")) == 2
    assert simulated(world, "2026-11-17", "2026-11-30") == []


def test_absences_silences_snoozes_and_states_count(world):
    """The deputy's letter, a silent fortnight, a milestone that is done: as they would be."""
    world.agreed(1)
    world.agreed(2, silence=Silence(date(2026, 12, 7), "coordinator", "moving"))
    world.agreed(3, state=State.COMPLETED)
    world.agreed(4, snoozed_until=date(2026, 12, 3), owners=(Owner("second"),))
    away = Absence("lead", date(2026, 12, 1), date(2026, 12, 2), None, "coordinator")
    with world.database.transaction() as session:
        queries.record_absence(session, "hum", away)
    told = [
        (one["local"][4:14], one["rule"], one["to"].split("@")[0], one["copy"], one["milestones"])
        for one in simulated(world, "2026-12-01", "2026-12-06")
    ]
    assert told == [
        ("2026-12-01", "overdue", "lead", True, ["HUM-1"]),
        ("2026-12-01", "overdue", "second", False, ["HUM-1"]),
        ("2026-12-03", "overdue", "second", False, ["HUM-4"]),
    ]


def test_what_the_next_tick_would_catch_up_with_is_shown_as_of_now(world):
    """A plan agreed weeks ago that no tick has seen: its highest rung goes at once, and the simulation says so."""
    world.agreed()
    world.house.clock.set(at("2026-12-09T10:00"))
    letters = simulated(world, "2026-12-09", "2026-12-12")
    assert {(one["rule"], one["local"]) for one in letters} == {("line-manager", "Wed 2026-12-09 10:00")}
    world.tick("2026-12-09T10:00")
    assert simulated(world, "2026-12-09", "2026-12-12") == []
    assert {row.rule for row in world.letters()} == {"line-manager"}


def test_digests_are_simulated_with_what_they_would_say(world):
    """One a Monday to each reader, by the digest's own rule."""
    world.configure(Schedule((), (WEEKLY,)))
    world.agreed()
    letters = simulated(world, "2026-12-01", "2026-12-31")
    assert [(one["kind"], one["rule"], one["local"]) for one in letters] == [
        ("digest", "weekly", "Mon 2026-12-07 09:00"),
        ("digest", "weekly", "Mon 2026-12-14 09:00"),
        ("digest", "weekly", "Mon 2026-12-21 09:00"),
        ("digest", "weekly", "Tue 2026-12-29 09:00"),
    ]


# --- comparing ------------------------------------------------------------------------------------------------------


def changed(world: Passes, *rules: Rule) -> dict:
    """What these rules would change over the winter."""
    then = replace(world.house.config, schedules={"hum": Schedule(rules)})
    then.folder = FOLDER
    return compared(world.house, then, date(2026, 11, 1), date(2027, 1, 31))


FOLDER = Path(__file__).parent.parent.parent / "config"


def test_an_edit_shows_what_it_adds_drops_and_moves(world):
    """A rule removed drops its letters, one added adds, one whose offset or hour changes moves them."""
    world.agreed()
    later = replace(MANAGER, when=offset("+6wd"))
    extra = reminder("extra", "0d")
    found = changed(world, FORTNIGHT, OVERDUE, later, extra)
    assert [one["rule"] for one in found["added"]] == ["extra"]
    assert {one["rule"] for one in found["dropped"]} == {"joint"}
    assert {(pair["from"]["local"], pair["to"]["local"]) for pair in found["moved"]} == {
        ("Mon 2026-12-07 09:00", "Tue 2026-12-08 09:00")
    }
    assert len(found["moved"]) == 2
    headings, rows = differences_in_a_table(found)
    assert [row[0] for row in rows] == ["added", "moved", "moved", "dropped", "dropped"]
    assert all(len(row) == len(headings) for row in rows)


def test_the_same_rules_differ_in_nothing(world):
    """No noise: an edit of a comment shows nothing."""
    world.agreed(1)
    world.agreed(2, due=date(2026, 12, 15))
    assert changed(world, FORTNIGHT, OVERDUE, MANAGER, JOINT) == {"added": [], "dropped": [], "moved": []}


def test_a_repeat_that_moves_is_paired_by_its_number(world):
    """The second and third letter move, the first stays, nothing is added or dropped."""
    world.agreed()
    found = changed(world, FORTNIGHT, replace(OVERDUE, repeat=offset("4wd")), MANAGER, JOINT)
    assert [(pair["from"]["local"][4:14], pair["to"]["local"][4:14]) for pair in found["moved"]] == [
        ("2026-12-08", "2026-12-07"),
        ("2026-12-15", "2026-12-11"),
    ]
    assert (found["added"], found["dropped"]) == ([], [])


def test_people_see_weeks_persons_and_the_heaviest_days(world):
    """Week by week, person by person; a day with most letters says so."""
    for number, post in enumerate(("lead", "second", "chief", "coordinator"), 1):
        world.agreed(number, owners=(Owner(post),))
    headings, rows = in_a_table(simulated(world, "2026-11-16", "2026-12-08"))
    assert headings[:4] == ["WEEK", "TO", "WHEN", "LOAD"]
    assert [row[0] for row in rows if row[0]] == ["week of 2026-11-16", "week of 2026-11-30", "week of 2026-12-07"]
    loads = Counter(row[2][4:14] for row in rows)
    assert {row[2][4:14] for row in rows if row[3]} == {day for day in loads if loads[day] == max(loads.values())}
    assert in_a_table([])[1] == []


# --- the same story as ticking --------------------------------------------------------------------------------------

rules = st.builds(
    Rule,
    id=st.just("rule"),
    kind=st.sampled_from(RuleKind),
    when=st.builds(Offset, st.integers(-15, 15), st.sampled_from(Unit)),
    to=st.sampled_from([("owners",), ("owners.reports_to",), ("board", "owners"), ("owners.deputy",)]),
    cc=st.sampled_from([(), ("owners",), ("coordinator",)]),
    at=st.sampled_from([time(9), time(16, 30)]),
    repeat=st.none() | st.builds(Offset, st.integers(1, 6), st.sampled_from(Unit)),
    limit=st.integers(1, 3),
)
ladders = st.lists(rules, min_size=1, max_size=4).map(
    lambda found: tuple(replace(rule, id=f"r{number}") for number, rule in enumerate(found))
)
days = st.dates(date(2026, 11, 20), date(2027, 4, 10))
owners = st.lists(st.sampled_from(["lead", "second", "chief"]), min_size=1, max_size=2, unique=True)
plans = st.lists(st.tuples(days, owners, st.none() | days, st.none() | days), min_size=1, max_size=5)
absences = st.lists(st.tuples(st.sampled_from(["lead", "second"]), days, st.integers(0, 20)), max_size=2)


@pytest.fixture(scope="module")
def empty_database(tmp_path_factory) -> Path:
    """A database with its schema, to copy: making one takes longer than an example."""
    folder = tmp_path_factory.mktemp("empty")
    Passes(folder).database.close()
    return folder / "world.db"


@given(ladders, plans, absences, st.lists(st.integers(0, 24 * 200), max_size=12), st.randoms(use_true_random=False))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_ticking_through_the_time_sends_what_the_simulation_says(empty_database, ladder, plan, away, extra, luck):
    """Random rules, plans, absences, silences, snoozes; ticks at every instant and at random others, with crashes."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(empty_database, folder)
        Path(folder, "world.db").chmod(0o600)
        world = Passes(Path(folder), Schedule(ladder, (WEEKLY,)))
        _lay_out(world, plan, away)
        world.tick("2026-11-02T00:00")
        told = simulated(world, "2026-11-02", "2027-05-31")
        instants = {at(one["local"][4:].replace(" ", "T")) for one in told}
        instants |= {at("2026-11-02T00:00") + timedelta(hours=hour) for hour in extra}
        for instant in sorted(instants):
            _pass(world, instant, luck)
        world.tick(at("2027-05-31T23:00"))
        assert in_short(told) == really(world)
        world.database.close()


def _lay_out(world: Passes, plan, away) -> None:
    for number, (due, posts, snoozed, silent) in enumerate(plan, 1):
        silence = Silence(silent, "coordinator", "quiet") if silent and number % 3 == 0 else None
        world.put(
            milestone(
                id=f"HUM-{number}",
                due=due,
                owners=tuple(Owner(post) for post in posts),
                snoozed_until=snoozed if number % 2 == 0 else None,
                silence=silence,
                agreed_on=date(2026, 11, 2),
            )
        )
    with world.database.transaction() as session:
        for post, since, length in away:
            queries.record_absence(
                session, "hum", Absence(post, since, since + timedelta(days=length), None, "coordinator")
            )


def _pass(world: Passes, instant, luck) -> None:
    """One pass, sometimes killed after a step and done again, sometimes done twice."""
    world.house.clock.set(instant)
    fate = luck.random()
    if fate < 0.2:
        scan(world.house, instant, strict=False)
    if fate < 0.1:
        address(world.house, instant)
    world.tick(instant, strict=False)
    if fate > 0.9:
        world.tick(instant)


@given(ladders, plans, st.lists(st.integers(1, 24 * 200), min_size=1, max_size=10))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_ticking_with_gaps_sends_a_part_of_it_and_nothing_twice(empty_database, ladder, plan, hours):
    """Whatever the gaps: every rung sent was simulated, none is sent twice, and what was passed over says why."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(empty_database, folder)
        Path(folder, "world.db").chmod(0o600)
        world = Passes(Path(folder), Schedule(ladder))
        _lay_out(world, plan, [])
        told = simulated(world, "2026-11-02", "2027-05-31")
        for hour in sorted(hours):
            world.tick(at("2026-11-02T00:00") + timedelta(hours=hour), strict=False)
        possible = {(one["to"], one["kind"], item["milestone"], item["rule"]) for one in told for item in one["items"]}
        sent = [
            (row.to, row.kind, item["milestone"], item["rule"])
            for row in world.letters()
            for item in json.loads(row.items)
        ]
        assert set(sent) <= possible
        assert all(bool(row.letter_id) != bool(row.skipped) for row in world.occurrences())
        world.database.close()


def test_another_board_may_be_left_out(world):
    """`--board` narrows a simulation; a board that the other configuration has not is simply not there."""
    world.house = replace(
        world.house,
        config=Config(
            {"hum": Schedule((FORTNIGHT,)), "yor": Schedule((FORTNIGHT,))},
            boards={"hum": BOARD, "yor": replace(BOARD, slug="yor", prefix="YOR")},
            calendars=dict.fromkeys(("hum", "yor"), world.house.config.calendars["hum"]),
        ),
    )
    world.put(milestone(), milestone(id="YOR-1", board="yor"))
    span = (date(2026, 11, 1), date(2026, 12, 31))
    both = letters_in(world.house, world.house.config, *span)
    assert sorted(one["board"] for one in both) == ["hum", "yor"]
    assert [one["board"] for one in letters_in(world.house, world.house.config, *span, "yor")] == ["yor"]
