"""When digests fire: crontabs, anchored intervals, clock changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from time import perf_counter
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestones.domain.calendar import Calendar
from milestones.domain.cron import fires
from milestones.domain.rules import DigestRule
from tests.patience import patient

LONDON = Calendar(ZoneInfo("Europe/London"), frozenset(range(5)), {}, {}, time(8), time(18))
WEEKLY = DigestRule("weekly", "0 9 * * mon", ("board",))


def at(text: str) -> datetime:
    """A London local time as an instant."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON.zone).astimezone(UTC)


def local(instants) -> list[str]:
    return [f"{instant:%Y-%m-%d %H:%M}" for instant in instants]


def test_a_weekly_crontab_fires_every_monday_at_nine_local():
    """Winter and summer alike, nine o'clock is London's."""
    found = fires(WEEKLY, at("2026-10-14T00:00"), at("2026-11-04T00:00"), LONDON)
    assert local(found) == ["2026-10-19 09:00", "2026-10-26 09:00", "2026-11-02 09:00"]


def test_the_window_is_open_at_its_start_and_closed_at_its_end():
    """Two windows that meet never give one firing twice, nor lose one."""
    monday = at("2026-10-19T09:00")
    assert fires(WEEKLY, monday - timedelta(microseconds=1), monday, LONDON) == (monday,)
    assert fires(WEEKLY, monday, monday + timedelta(days=1), LONDON) == ()
    assert fires(WEEKLY, monday, monday - timedelta(days=1), LONDON) == ()


def test_a_day_and_a_weekday_must_both_hold():
    """`1-7 * mon` is the first Monday of each month."""
    rule = DigestRule("monthly", "30 9 1-7 * mon", ("board",))
    found = fires(rule, at("2026-10-14T00:00"), at("2027-01-31T00:00"), LONDON)
    assert local(found) == ["2026-11-02 09:30", "2026-12-07 09:30", "2027-01-04 09:30"]


@pytest.mark.parametrize(
    ("rule", "wanted"),
    [
        (
            DigestRule("f", "", ("board",), every_days=14, anchor=date(2026, 11, 2), at=time(10)),
            ["2026-11-02 10:00", "2026-11-16 10:00", "2026-11-30 10:00"],
        ),
        (
            DigestRule("f", "", ("board",), every_days=14, anchor=date(2026, 1, 5), at=time(10)),
            ["2026-10-26 10:00", "2026-11-09 10:00", "2026-11-23 10:00"],
        ),
        (
            DigestRule("m", "", ("board",), every_months=1, anchor=date(2025, 12, 28)),
            ["2026-10-28 09:00", "2026-11-28 09:00"],
        ),
        (DigestRule("q", "", ("board",), every_months=3, anchor=date(2026, 2, 3)), ["2026-11-03 09:00"]),
        (DigestRule("later", "", ("board",), every_months=3, anchor=date(2027, 2, 3)), []),
    ],
)
def test_an_anchored_interval_counts_from_its_anchor(rule, wanted):
    """Fortnights and months from the anchor on, never before it."""
    assert local(fires(rule, at("2026-10-14T00:00"), at("2026-12-03T00:00"), LONDON)) == wanted


def test_a_crontab_that_never_fires_costs_no_endless_search():
    """30 February is searched no further than asked; the answer is none."""
    begin = perf_counter()
    never = DigestRule("never", "0 0 30 2 *", ("board",))
    assert fires(never, at("2026-10-14T00:00"), at("2027-10-14T00:00"), LONDON) == ()
    assert perf_counter() - begin < patient(1)


@pytest.mark.parametrize("year", range(2024, 2032))
def test_a_clock_change_neither_drops_nor_doubles_a_daily_firing(year):
    """Every day of the year has exactly one firing, at ten, also when the hour before comes twice or not at all."""
    daily = DigestRule("daily", "0 10 * * *", ("board",))
    found = fires(daily, at(f"{year}-01-01T00:00"), at(f"{year}-12-31T23:00"), LONDON)
    assert {instant.time() for instant in found} == {time(10)}
    assert all(later.date() - sooner.date() == timedelta(days=1) for sooner, later in pairwise(found))
    assert (found[0].date(), found[-1].date()) == (date(year, 1, 1), date(year, 12, 31))


def test_a_time_that_comes_twice_fires_once():
    """01:30 of the autumn night is refused by `check`; even so it fires once."""
    rule = DigestRule("risky", "30 1 * * *", ("board",))
    found = fires(rule, at("2026-10-24T12:00"), at("2026-10-26T12:00"), LONDON)
    assert local(found) == ["2026-10-25 01:30", "2026-10-26 01:30"]


@given(
    st.sampled_from(["0 9 * * mon", "*/20 8-17 * * mon-fri", "15 9 1 * *", "0 9 8-14 * tue"]),
    st.lists(st.integers(0, 60 * 24 * 40), min_size=2, max_size=6, unique=True),
)
def test_windows_that_meet_give_together_what_one_window_gives(cron, minutes):
    """However the time is cut into windows, each firing belongs to exactly one of them."""
    rule = DigestRule("any", cron, ("board",))
    start = at("2026-10-10T00:00")
    cuts = [start + timedelta(minutes=minute) for minute in sorted(minutes)]
    parts = [found for sooner, later in pairwise(cuts) for found in fires(rule, sooner, later, LONDON)]
    assert tuple(parts) == fires(rule, cuts[0], cuts[-1], LONDON)
