"""Calendars: the nations' bank holidays of any year, closures of every form, and nights when clocks change."""

from __future__ import annotations

from datetime import date, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milestones.settings.calendars import bank_holidays, night_at_risk


def calendar(folder, text):
    """Give the calendar of the board under `[calendar]` as in `text`."""
    folder.write("schedules.toml", f"schema = 1\n[calendar]\n{text}")
    return folder.read().calendars["humberside"]


@pytest.mark.parametrize(
    ("nation", "day", "closed"),
    [
        ("GB-ENG", date(2026, 12, 28), True),  # Boxing Day 2026 is a Saturday, its substitute the Monday
        ("GB-ENG", date(2027, 12, 27), True),
        ("GB-ENG", date(2027, 12, 28), True),
        ("GB-ENG", date(2027, 3, 29), True),  # Easter Monday
        ("GB-SCT", date(2027, 3, 29), False),
        ("GB-SCT", date(2027, 1, 4), True),  # 2 January
        ("GB-NIR", date(2027, 7, 12), True),
        ("GB-WLS", date(2027, 8, 30), True),
        ("GB-SCT", date(2027, 11, 30), True),  # St Andrew
        ("GB-ENG", date(2008, 8, 25), True),
    ],
)
def test_bank_holidays_are_the_nations(nation, day, closed):
    """As the government publishes them, substitute days included, in any year."""
    assert (day in bank_holidays(nation)) is closed


@settings(deadline=None)
@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)), st.sampled_from(["GB-ENG", "GB-SCT", "GB-NIR", "GB-WLS"]))
def test_the_answer_does_not_depend_on_what_was_asked_before(day, nation):
    """A holiday has a name, another day has none, and both forms of asking agree."""
    found = bank_holidays(nation)
    assert (found.get(day) is not None) is (day in found)
    assert (day in found) is (day in {other for other in found if other.year == day.year})


def test_closures_of_every_form(folder):
    """A day, two days with a stroke, and a table with its reason; both ends are closed."""
    found = calendar(
        folder,
        'closures = [2026-12-24, "2027-03-29/2027-03-30", { from = 2027-08-02, until = 2027-08-03, why = "move" }]\n',
    )
    assert sorted(found.closures) == [
        date(2026, 12, 24), date(2027, 3, 29), date(2027, 3, 30), date(2027, 8, 2), date(2027, 8, 3),
    ]  # fmt: skip
    assert found.closures[date(2027, 8, 3)] == "move"


def test_a_boards_closures_are_added(folder):
    """The common closures hold for the board too."""
    folder.append("boards/humberside.toml", "\n[schedules.calendar]\nclosures = [2027-05-14]\n")
    found = folder.read().calendars["humberside"]
    assert {date(2026, 12, 24), date(2027, 5, 14)} <= set(found.closures)


def test_holidays_and_closures_may_be_left_out(folder):
    """Then every working day counts, and seven of them are allowed."""
    found = calendar(folder, 'working_days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]\n')
    assert found.is_working(date(2026, 12, 25))
    assert found.is_working(date(2026, 12, 27))


def test_an_empty_calendar_is_londons_working_week(folder):
    """Monday to Friday, 08:00 to 18:00, Europe/London."""
    found = calendar(folder, "")
    assert found.zone == ZoneInfo("Europe/London")
    assert found.working_days == frozenset(range(5))
    assert (found.send_from, found.send_until) == (time(8), time(18))


@pytest.mark.parametrize(
    ("zone", "at", "risky"),
    [
        ("Europe/London", time(0, 59), False),
        ("Europe/London", time(1, 0), True),
        ("Europe/London", time(1, 59), True),
        ("Europe/London", time(2, 0), False),
        ("Europe/Berlin", time(2, 30), True),
        ("Europe/Berlin", time(1, 30), False),
        ("UTC", time(1, 30), False),
    ],
)
def test_times_at_risk_when_clocks_change(zone, at, risky):
    """London's doubtful hour is 01:00 to 01:59, Berlin's 02:00 to 02:59, UTC has none."""
    assert (night_at_risk(ZoneInfo(zone), at) is not None) is risky
