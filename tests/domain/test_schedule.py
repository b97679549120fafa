"""What falls due, to whom, and what is left unsent and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milestones.domain.board import Absence
from milestones.domain.calendar import Calendar
from milestones.domain.cron import digest_due
from milestones.domain.ladder import rungs, spans, steps
from milestones.domain.marking import Marking
from milestones.domain.office import Notice, Skipped
from milestones.domain.rules import DigestRule, Offset, Rule, RuleKind, Unit
from milestones.domain.schedule import fallen
from milestones.domain.state import Owner, OwnerKind, Row, Silence, State
from tests.office import (
    BOARD,
    CALENDAR,
    FORTNIGHT,
    JOINT,
    MANAGER,
    OVERDUE,
    at,
    escalation,
    milestone,
    notices_due,
    office,
    reminder,
)

AGES_AGO = at("2026-01-01T00:00")


def local(rule: Rule, due: date) -> list[str]:
    return [f"{CALENDAR.local(rung.at):%Y-%m-%d %H:%M}" for rung in rungs(rule, due, CALENDAR)]


def sent(settled) -> list[tuple[str, int, str, bool]]:
    """Rule, rung, recipient and whether a copy, of what goes out."""
    return [
        (each.rung.rule.id, each.rung.number, each.recipient.post, each.recipient.copy)
        for each in settled
        if isinstance(each, Notice)
    ]


def passed_over(settled) -> list[tuple[str, int]]:
    return [(each.rung.rule.id, each.rung.number) for each in settled if isinstance(each, Skipped)]


def whys(settled) -> str:
    return "\n".join(each.why for each in settled)


# --- instants -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "due", "wanted"),
    [
        (FORTNIGHT, date(2026, 11, 30), ["2026-11-16 09:00"]),
        (FORTNIGHT, date(2026, 12, 12), ["2026-11-30 09:00"]),  # -14d is a Saturday
        (OVERDUE, date(2026, 11, 30), ["2026-12-01 09:00", "2026-12-08 09:00", "2026-12-15 09:00"]),
        (OVERDUE, date(2026, 12, 23), ["2026-12-29 09:00", "2027-01-06 09:00", "2027-01-13 09:00"]),
        (OVERDUE, date(2026, 12, 18), ["2026-12-21 09:00", "2026-12-31 09:00", "2027-01-08 09:00"]),
        (JOINT, date(2026, 12, 18), ["2027-01-14 09:00"]),
        (MANAGER, date(2026, 12, 18), ["2026-12-30 09:00"]),  # over the closure, Christmas and the substitute day
        (reminder("day", "0d", at=time(16, 30)), date(2026, 12, 26), ["2026-12-29 16:30"]),
        (
            reminder("mixed", "-14d", repeat="2wd", limit=2),
            date(2026, 12, 12),
            ["2026-11-30 09:00", "2026-12-01 09:00"],
        ),
    ],
)
def test_a_rule_gives_its_instants_for_a_due_date(rule, due, wanted):
    """Offsets, repeats counted from `when`, closed days moved on: all in London."""
    assert local(rule, due) == wanted


def test_without_repeat_there_is_one_letter_whatever_the_limit():
    """`limit` bounds repeats; it makes none."""
    assert len(list(rungs(reminder("once", "0d", limit=5), date(2026, 11, 30), CALENDAR))) == 1


def test_a_due_date_at_the_end_of_time_has_no_rung_and_no_fault():
    """A date typed as year 9999 or 1 cannot stop a tick."""
    assert list(rungs(OVERDUE, date.max, CALENDAR)) == []
    assert list(rungs(FORTNIGHT, date.min, CALENDAR)) == []


def test_the_steps_tell_how_the_instant_came_about():
    """Offset, each closed day by name, the time, and the instant."""
    (rung,) = rungs(MANAGER, date(2026, 12, 18), CALENDAR)
    told = "\n".join(steps(rung, CALENDAR))
    for part in ("due date Fri 2026-12-18", "5 working days after", "closure: office closed", "Christmas Day"):
        assert part in told
    assert told.endswith("that is 2026-12-30T09:00:00+00:00")


# --- one evaluation -------------------------------------------------------------------------------------------------


def test_an_overdue_milestone_climbs_its_ladder():
    """Reminder, reminder, manager with a copy to the owner, one at its instant and none between."""
    due = office()
    for day, wanted in (
        ("2026-12-01", [("overdue", 1, "lead", False)]),
        ("2026-12-02", []),
        ("2026-12-07", [("line-manager", 1, "chief", False), ("line-manager", 1, "lead", True)]),
        ("2026-12-08", [("overdue", 2, "lead", False)]),
    ):
        assert sent(notices_due(milestone(), due, at(f"{day}T08:59"), at(f"{day}T09:00"))) == wanted


def test_after_downtime_only_the_highest_rung_goes_and_the_rest_say_so():
    """Everything of three weeks at once: the joint escalation, all else superseded by it."""
    settled = notices_due(milestone(), office(), at("2026-11-10T00:00"), at("2026-12-22T12:00"))
    assert sent(settled) == [("joint", 1, "chief", False), ("joint", 1, "coordinator", True)]
    assert passed_over(settled) == [
        ("fortnight", 1),
        ("overdue", 1),
        ("line-manager", 1),
        ("overdue", 2),
        ("overdue", 3),
    ]
    assert whys(settled).count("superseded by joint of 2026-12-21T09:00:00+00:00") == 5


def test_a_repeat_never_outranks_an_escalation():
    """The manager's rung of the 7th beats the later reminder of the 8th, and a repeated escalation a first one."""
    settled = notices_due(milestone(), office(), at("2026-12-02T00:00"), at("2026-12-09T00:00"))
    assert [rule for rule, *_ in sent(settled)] == ["line-manager", "line-manager"]
    again = escalation("again", "+1wd", repeat="5wd", limit=9)
    settled = notices_due(milestone(), office(again, JOINT), at("2026-11-30T00:00"), at("2027-01-30T00:00"))
    assert {rule for rule, *_ in sent(settled)} == {"joint"}


def test_among_reminders_the_later_goes():
    """Two reminders missed: the newest stands for both."""
    settled = notices_due(milestone(), office(), at("2026-11-10T00:00"), at("2026-12-02T00:00"))
    assert sent(settled) == [("overdue", 1, "lead", False)]
    assert passed_over(settled) == [("fortnight", 1)]


def test_two_rules_at_one_instant_are_both_due():
    """A reminder to the owner and an escalation to the chief at the same moment both go."""
    both = office(reminder("nudge", "+5wd"), MANAGER)
    settled = notices_due(milestone(), both, at("2026-12-06T00:00"), at("2026-12-07T09:00"))
    assert {(rule, post) for rule, _, post, _ in sent(settled)} == {
        ("nudge", "lead"),
        ("line-manager", "chief"),
        ("line-manager", "lead"),
    }


def test_the_ladder_counts_from_the_agreement_day():
    """What would have been due before the plan was agreed never is; the agreement day itself counts."""
    late = milestone(agreed_on=date(2026, 12, 7))
    settled = notices_due(late, office(), AGES_AGO, at("2026-12-07T09:00"))
    assert {rule for rule, *_ in sent(settled)} == {"line-manager"}
    assert passed_over(settled) == []


def test_a_rule_added_by_a_reload_never_fires_for_the_past():
    """Its instants before the reload are not owed, those after are."""
    added = office(rule_since={"overdue": at("2026-12-02T12:00"), "line-manager": at("2026-12-02T12:00")})
    assert sent(notices_due(milestone(), added, at("2026-11-20T00:00"), at("2026-12-03T00:00"))) == []
    assert sent(notices_due(milestone(), added, at("2026-12-07T10:00"), at("2026-12-09T00:00")))[0][:2] == (
        "overdue",
        2,
    )


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"state": State.PROPOSED}, "not agreed"),
        ({"state": State.HELD}, "not agreed"),
        ({"state": State.CLAIMED}, "waits for acceptance"),
        ({"state": State.COMPLETED, "completed_at": at("2026-11-20T12:00")}, "completed on 2026-11-20"),
        ({"state": State.WITHDRAWN}, "withdrawn"),
    ],
)
def test_only_an_agreed_milestone_is_chased(changes, why):
    """Every other state says why nothing goes."""
    settled = notices_due(milestone(**changes), office(), at("2026-11-30T00:00"), at("2026-12-01T09:00"))
    assert sent(settled) == []
    assert why in whys(settled)


def test_a_silence_is_named_with_author_reason_and_end():
    """Nothing goes to the end of the last silent day, escalations included; the day after they go."""
    silent = milestone(silence=Silence(date(2026, 12, 7), "coordinator", "moving office"))
    settled = notices_due(silent, office(), at("2026-12-06T00:00"), at("2026-12-07T09:00"))
    assert sent(settled) == []
    assert whys(settled) == "silenced by coordinator until 2026-12-07: moving office"
    assert sent(notices_due(silent, office(), at("2026-12-07T23:00"), at("2026-12-08T09:00")))


def test_a_snooze_keeps_reminders_back_and_lets_the_newest_go_on_its_day():
    """Reminders before the day wait; on the day, or the next working day, the newest goes once; escalations stay."""
    snoozed = milestone(snoozed_until=date(2026, 12, 12))  # a Saturday
    first = notices_due(snoozed, office(), at("2026-11-30T00:00"), at("2026-12-01T09:00"))
    assert sent(first) == []
    assert "a newer reminder stands for it" in whys(first)
    manager = notices_due(snoozed, office(), at("2026-12-06T00:00"), at("2026-12-07T09:00"))
    assert [rule for rule, *_ in sent(manager)] == ["line-manager", "line-manager"]
    (second,) = notices_due(snoozed, office(), at("2026-12-08T08:00"), at("2026-12-08T09:00"))
    assert (second.for_good, second.why) == (False, "snoozed until 2026-12-12: falls due 2026-12-14T09:00:00+00:00")
    woken = notices_due(snoozed, office(), at("2026-12-14T08:59"), at("2026-12-14T09:00"))
    assert sent(woken) == [("overdue", 2, "lead", False)]
    assert woken[0].key == second.key + "lead"
    assert sent(notices_due(snoozed, office(), at("2026-12-15T08:00"), at("2026-12-15T09:00")))[0][:2] == ("overdue", 3)


def test_an_absent_owner_is_covered():
    """The deputy gets the letter for the owner, the owner a copy, and both say why."""
    away = office(absences=(Absence("lead", date(2026, 11, 28), date(2026, 12, 4), None, "coordinator"),))
    settled = notices_due(milestone(), away, at("2026-11-30T00:00"), at("2026-12-01T09:00"))
    assert sent(settled) == [("overdue", 1, "second", False), ("overdue", 1, "lead", True)]
    assert settled[0].why.startswith("you cover until Friday 4 December 2026 for Lead (lead owner); ")
    assert "by our record you are away until Friday 4 December 2026" in settled[1].why


def test_markings_and_criteria_narrow_a_rule():
    """A rule for one marking or criterion leaves the others alone."""
    row = Row("1", "T", marking=Marking.OFFICIAL_SENSITIVE, criteria=("success-criteria-2008:4",))
    for narrow, due in (
        ({"markings": ("OFFICIAL",)}, 0),
        ({"markings": ("OFFICIAL-SENSITIVE",)}, 1),
        ({"criteria": ("success-criteria-2008:5",)}, 0),
        ({"criteria": ("success-criteria-2008:4", "x:1")}, 1),
    ):
        found = fallen(milestone(row=row), office(reminder("r", "0d", **narrow)), AGES_AGO, at("2026-12-01T00:00"))
        assert len(found) == due


def test_a_rule_before_meetings_counts_from_each_meeting_and_stands_beside_the_ladder():
    """Ten working days before each meeting, and a missed one does not supersede the ladder."""
    paper = replace(reminder("paper", "-10wd"), before_meeting=Offset(10, Unit.WORKING_DAYS))
    meets = office(paper, MANAGER, board=replace(BOARD, meetings=(date(2026, 12, 8), date(2026, 12, 22))))
    settled = notices_due(milestone(), meets, at("2026-11-01T00:00"), at("2026-12-09T00:00"))
    assert {(each.rung.rule.id, each.rung.due) for each in settled} == {
        ("paper", date(2026, 12, 8)),
        ("paper", date(2026, 12, 22)),
        ("line-manager", date(2026, 11, 30)),
    }
    assert passed_over(settled) == []
    assert "ten working days before the meeting of Tuesday 8 December 2026" in whys(settled)


def test_the_reason_says_rule_rung_distance_and_who():
    """The text that goes into the record and the explanation."""
    owned = milestone(owners=(Owner("lead", OwnerKind.JOINT),))
    (notice,) = notices_due(owned, office(), at("2026-12-08T08:00"), at("2026-12-08T09:00"))
    assert notice.why == (
        "you own it (joint); the schedule sends this reminder, letter 2 of 3, "
        "six working days after the due date of Monday 30 November 2026"
    )
    assert notice.key == "HUM-1|overdue|2|2026-11-30|lead"


# --- digests --------------------------------------------------------------------------------------------------------


def test_a_digest_on_a_closed_day_goes_on_the_next_working_day():
    """Boxing Day's substitute Monday moves to Tuesday at nine, also when the tick comes only then."""
    weekly = DigestRule("weekly", "0 9 * * mon", ("board",))
    moved = digest_due(weekly, CALENDAR, at("2026-12-29T08:59"), at("2026-12-29T09:00"))
    assert moved is not None
    assert moved.at == at("2026-12-29T09:00")
    assert digest_due(weekly, CALENDAR, at("2026-12-28T00:00"), at("2026-12-29T08:59")) is None


def test_daily_digests_over_a_weekend_are_one():
    """Saturday, Sunday and Monday meet on Monday: one digest."""
    daily = DigestRule("daily", "0 9 * * *", ("board",))
    found = digest_due(daily, CALENDAR, at("2026-12-04T09:00"), at("2026-12-07T09:00"))
    assert (found.at, found.missed) == (at("2026-12-07T09:00"), ())


def test_missed_digests_are_sent_once_and_named():
    """Nine days down over two digests: the newest, covering the other."""
    weekly = DigestRule("weekly", "0 9 * * mon", ("board",))
    found = digest_due(weekly, CALENDAR, at("2026-11-27T12:00"), at("2026-12-08T12:00"))
    assert (found.at, found.missed) == (at("2026-12-07T09:00"), (at("2026-11-30T09:00"),))


# --- properties -----------------------------------------------------------------------------------------------------

days = st.dates(date(2026, 9, 1), date(2027, 5, 1))
offset_values = st.builds(Offset, st.integers(-20, 20), st.sampled_from(Unit))
rules = st.builds(
    Rule,
    id=st.sampled_from(["a", "b", "c"]),
    kind=st.sampled_from(RuleKind),
    when=offset_values,
    to=st.just(("owners",)),
    at=st.sampled_from([time(8), time(9), time(17, 59)]),
    repeat=st.none() | st.builds(Offset, st.integers(1, 8), st.sampled_from(Unit)),
    limit=st.integers(1, 4),
)
ladders = st.lists(rules, min_size=1, max_size=3, unique_by=lambda rule: rule.id)


@st.composite
def calendars(draw) -> Calendar:
    closed = st.dictionaries(days, st.just("closed"), max_size=15)
    week = draw(st.frozensets(st.integers(0, 6), min_size=1))
    return replace(CALENDAR, working_days=week, holidays=draw(closed), closures=draw(closed))


@given(calendars(), rules, days)
def test_no_instant_falls_on_a_closed_day(calendar, rule, due):
    """Whatever the rule and the calendar: a working day, at the rule's local time, `limit` letters at most."""
    found = list(rungs(rule, due, calendar))
    assert all(calendar.is_working(calendar.today(rung.at)) for rung in found)
    assert all(calendar.local(rung.at).time() == rule.at for rung in found)
    assert len(found) == (rule.limit if rule.repeat else 1)
    assert all(sooner.at <= later.at for sooner, later in pairwise(found))


@given(calendars(), rules, days, days)
def test_a_later_due_date_is_never_reminded_of_sooner(calendar, rule, one, other):
    """Instants keep the order of due dates, rung by rung."""
    sooner, later = sorted((one, other))
    for before, after in zip(rungs(rule, sooner, calendar), rungs(rule, later, calendar), strict=True):
        assert before.at <= after.at


@given(calendars(), rules, days, st.integers(0, 24 * 12))
@settings(max_examples=60)
def test_the_due_dates_reached_are_exact(calendar, rule, day, hours):
    """The scan's due dates agree with computing every rung of every due date around."""
    after = calendar.instant(day, time(8, 30))
    until = after + timedelta(hours=hours)
    every = [day + timedelta(days=n) for n in range(-150, 150)]
    brute = [due for due in every if any(after < rung.at <= until for rung in rungs(rule, due, calendar))]
    found = spans(rule, after, until, calendar)
    assert [due for due in every if any(span.first <= due <= span.last for span in found)] == brute
    for span in found:
        number = {rung.number: rung.at for rung in rungs(rule, span.first, calendar)}
        assert after < number[span.number] <= until


@given(ladders, days, st.lists(st.integers(0, 24 * 150), min_size=1, max_size=8, unique=True), st.none() | days)
def test_the_times_of_the_ticks_never_add_a_letter_and_never_double_one(ladder, due, hours, snoozed):
    """Any ticks send a part of what ticking at every instant sends, each letter once; the rest is passed over."""
    due_office = office(*ladder)
    owed = milestone(due=due, agreed_on=date(2026, 8, 1), snoozed_until=snoozed)
    start, end = at("2026-08-01T00:00"), at("2027-09-01T00:00")
    instants = sorted({rung.at for rung in fallen(owed, due_office, start, end)})
    finely = _ticked(owed, due_office, [start, *instants, end])
    coarse = _ticked(owed, due_office, [start, *(start + timedelta(hours=hour) for hour in sorted(hours) if hour), end])
    keys = [notice.key for notice in coarse]
    assert len(set(keys)) == len(keys)
    assert set(keys) <= {notice.key for notice in finely}


@given(ladders, days, days, st.integers(1, 24 * 60))
def test_something_is_sent_whenever_something_fell_due(ladder, due, day, hours):
    """Catching up sends one rung's letters: never none, never two rungs of two instants."""
    after = at(f"{day}T07:00")
    settled = notices_due(
        milestone(due=due, agreed_on=date(2026, 1, 1)), office(*ladder), after, after + timedelta(hours=hours)
    )
    notices = [each for each in settled if isinstance(each, Notice)]
    assert bool(notices) == bool(settled)
    assert len({notice.rung.at for notice in notices}) <= 1
    if any(each.rung.rule.kind is RuleKind.ESCALATION for each in settled) and notices:
        assert any(notice.rung.rule.kind is RuleKind.ESCALATION for notice in notices)


@pytest.mark.parametrize("year", range(2024, 2032))
def test_a_daily_ladder_over_a_clock_change_sends_once_a_day(year):
    """Ticking every half hour around both change nights, each day's letter goes once, at nine local."""
    daily = replace(reminder("daily", "0d", repeat="1d", limit=8), at=time(9))
    every_day = office(daily, calendar=replace(CALENDAR, working_days=frozenset(range(7)), holidays={}, closures={}))
    for month in (3, 10):
        due = date(year, month, 24)
        owed = milestone(due=due, agreed_on=due)
        start = datetime.combine(due, time(0), tzinfo=UTC)
        notices = _ticked(owed, every_day, [start + timedelta(minutes=30 * n) for n in range(48 * 9)])
        locals_ = [CALENDAR.local(notice.rung.at) for notice in notices]
        assert [moment.date() for moment in locals_] == [due + timedelta(days=n) for n in range(8)]
        assert {moment.time() for moment in locals_} == {time(9)}


def _ticked(owed, due_office, ticks) -> list[Notice]:
    """The notices of evaluating one window after another, doubles by key dropped as the database drops them."""
    found: dict[str, Notice] = {}
    for after, until in pairwise(ticks):
        for each in notices_due(owed, due_office, after, until):
            if isinstance(each, Notice):
                found.setdefault(each.key, each)
    return list(found.values())
