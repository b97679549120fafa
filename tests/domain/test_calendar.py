"""Working days, sending hours and clock changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestones.domain.calendar import Calendar, NoWorkingDay
from milestones.domain.rules import Offset, Unit

LONDON = ZoneInfo("Europe/London")
HOLIDAYS = {date(2026, 12, 25): "Christmas Day", date(2026, 12, 28): "Boxing Day", date(2027, 1, 1): "New Year's Day"}
CLOSURES = {date(2026, 12, 24): "office closed"}


def calendar(**changes) -> Calendar:
    """A London office calendar, Monday to Friday, 08:00 to 18:00, with Christmas 2026."""
    values = {
        "zone": LONDON,
        "working_days": frozenset(range(5)),
        "holidays": HOLIDAYS,
        "closures": CLOSURES,
        "send_from": time(8),
        "send_until": time(18),
    }
    return Calendar(**(values | changes))


def wd(amount: int) -> Offset:
    return Offset(amount, Unit.WORKING_DAYS)


def d(amount: int) -> Offset:
    return Offset(amount, Unit.DAYS)


@st.composite
def calendars(draw) -> Calendar:
    """Calendars with any working week of at least one day and any closed days around Christmas 2026."""
    days = st.dates(date(2026, 11, 1), date(2027, 3, 1))
    return calendar(
        working_days=draw(st.frozensets(st.integers(0, 6), min_size=1)),
        holidays=draw(st.dictionaries(days, st.just("holiday"), max_size=12)),
        closures=draw(st.dictionaries(days, st.just("closed"), max_size=12)),
    )


offsets = st.builds(Offset, st.integers(-25, 25), st.sampled_from(Unit))
instants = st.builds(
    lambda day, at: datetime.combine(day, at, tzinfo=UTC), st.dates(date(2026, 10, 1), date(2027, 4, 1)), st.times()
)
due_days = st.dates(date(2026, 10, 1), date(2027, 4, 1))


@pytest.mark.parametrize(
    ("day", "offset", "wanted"),
    [
        (date(2026, 12, 23), wd(1), date(2026, 12, 29)),  # over a closure, Christmas, a weekend, the substitute day
        (date(2026, 12, 29), wd(-1), date(2026, 12, 23)),
        (date(2026, 11, 28), wd(1), date(2026, 11, 30)),  # from a Saturday
        (date(2026, 11, 29), wd(-1), date(2026, 11, 27)),  # from a Sunday
        (date(2026, 11, 29), wd(0), date(2026, 11, 29)),
        (date(2026, 12, 31), d(-14), date(2026, 12, 17)),
        (date(2026, 12, 10), d(14), date(2026, 12, 24)),  # days do not care what is closed
    ],
)
def test_an_offset_counts_working_days_only_where_it_says_so(day, offset, wanted):
    """`wd` passes over weekends, bank holidays and closures; `d` does not."""
    assert calendar().move(day, offset) == wanted


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 12, 23), None),
        (date(2026, 12, 24), "closure: office closed"),
        (date(2026, 12, 25), "bank holiday: Christmas Day"),
        (date(2026, 12, 26), "Saturday"),
    ],
)
def test_a_closed_day_says_why(day, why):
    """The reason names the weekday, the bank holiday or the closure; a working day has none."""
    assert calendar().why_closed(day) == why
    assert calendar().is_working(day) is (why is None)


@pytest.mark.parametrize(
    ("local", "wanted"),
    [
        ("2026-12-23T07:59", "2026-12-23T08:00"),
        ("2026-12-23T08:00", "2026-12-23T08:00"),
        ("2026-12-23T18:00", "2026-12-23T18:00"),
        ("2026-12-23T18:01", "2026-12-29T08:00"),
        ("2026-12-26T12:00", "2026-12-29T08:00"),
        ("2026-07-01T03:00", "2026-07-01T08:00"),
    ],
)
def test_sending_waits_for_the_next_opening(local, wanted):
    """Within sending hours of a working day at once, else at the next opening."""
    at = datetime.fromisoformat(local).replace(tzinfo=LONDON)
    assert calendar().next_sending(at) == datetime.fromisoformat(wanted).replace(tzinfo=LONDON).astimezone(UTC)


@pytest.mark.parametrize("year", range(2024, 2032))
def test_the_clock_change_nights_neither_drop_nor_double_a_day(year):
    """Around both change nights, nine o'clock comes once a day, 23, 24 or 25 hours apart, at nine local."""
    for month in (3, 10):
        change = max(date(year, month, day) for day in range(25, 32) if date(year, month, day).weekday() == 6)
        days = [change + timedelta(days=n) for n in range(-2, 4)]
        nines = [calendar().instant(day, time(9)) for day in days]
        assert [calendar().local(at).time() for at in nines] == [time(9)] * len(days)
        gaps = [(later - sooner) / timedelta(hours=1) for sooner, later in pairwise(nines)]
        assert gaps == [24, 23 if month == 3 else 25, 24, 24, 24]


def test_a_local_time_that_comes_twice_is_its_first_coming():
    """01:30 on the autumn night is the summer-time one; on the spring night it is read past the gap."""
    assert calendar().instant(date(2026, 10, 25), time(1, 30)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert calendar().instant(date(2026, 3, 29), time(1, 30)) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_a_calendar_that_never_opens_says_so():
    """No endless search: the fault names the day asked about."""
    with pytest.raises(NoWorkingDay, match="2026-12-01"):
        calendar(working_days=frozenset()).next_working(date(2026, 12, 1))


def test_the_steps_name_each_closed_day():
    """What `explain` prints: the offset's arrival and every closure and holiday passed over."""
    text = "\n".join(calendar().steps(date(2026, 12, 23), wd(1)))
    assert "+1wd: 1 working day after Wed 2026-12-23 is Tue 2026-12-29" in text
    assert "Thu 2026-12-24 not counted: closure: office closed" in text
    assert "Fri 2026-12-25 not counted: bank holiday: Christmas Day" in text
    assert "2 weekend days not counted" in text
    assert calendar().roll_steps(date(2026, 12, 26)) == (
        "Sat 2026-12-26 no working day: Saturday",
        "Sun 2026-12-27 no working day: Sunday",
        "Mon 2026-12-28 no working day: bank holiday: Boxing Day",
        "moved to the next working day, Tue 2026-12-29",
    )


@given(calendars(), due_days, due_days, offsets)
def test_moving_keeps_the_order_of_days(office, one, other, offset):
    """A later day never moves to an earlier one."""
    sooner, later = sorted((one, other))
    assert office.move(sooner, offset) <= office.move(later, offset)


@given(calendars(), due_days, offsets)
def test_moving_by_working_days_ends_on_one_and_passes_exactly_that_many(office, day, offset):
    """Counting the open days between start and end gives the offset back."""
    if offset.unit is Unit.DAYS or offset.amount == 0:
        return
    target = office.move(day, offset)
    span = [day + timedelta(days=n) for n in range(1, 400)] if offset.amount > 0 else []
    span = span or [day - timedelta(days=n) for n in range(1, 400)]
    open_days = [other for other in span if office.is_working(other)]
    assert open_days[abs(offset.amount) - 1] == target


@given(calendars(), due_days, st.integers(0, 20), offsets)
def test_the_days_moved_into_a_span_are_found_without_trying_each(office, first, length, offset):
    """`moved_into` and `rolled_into` agree with brute force over every day that could matter."""
    last = first + timedelta(days=length)
    every = [first + timedelta(days=n) for n in range(-300, 320)]
    for found, brute in (
        (office.moved_into(first, last, offset), [x for x in every if first <= office.move(x, offset) <= last]),
        (office.rolled_into(first, last), [x for x in every if first <= office.next_working(x) <= last]),
    ):
        assert found == ((brute[0], brute[-1]) if brute else None)
        assert not brute or (brute[-1] - brute[0]).days == len(brute) - 1


@given(calendars(), instants)
def test_sending_always_falls_within_open_hours_and_never_goes_back(office, instant):
    """The next sending is never before now, lies on a working day within hours, and is a fixed point."""
    sending = office.next_sending(instant)
    local = office.local(sending)
    assert sending >= instant
    assert office.is_working(local.date())
    assert time(8) <= local.time().replace(second=0, microsecond=0) <= time(18)
    assert office.next_sending(sending) == sending


@given(instants, st.integers(0, 100 * 60), st.times())
def test_the_days_whose_hour_falls_in_a_window_are_exact(after, minutes, at):
    """`days_between` agrees with trying every day, the window open at its start and closed at its end."""
    office = calendar()
    until = after + timedelta(minutes=minutes)
    days = [after.date() + timedelta(days=n) for n in range(-2, 10)]
    brute = [day for day in days if after < office.instant(day, at) <= until]
    assert office.days_between(after, until, at) == ((brute[0], brute[-1]) if brute else None)
