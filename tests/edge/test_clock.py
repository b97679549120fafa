"""The three clocks: aware, in UTC, and refusing instants without an offset."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from milestones.edge.clock import FixedClock, ShiftedClock, SystemClock

NINE = datetime(2026, 12, 7, 9, 0, tzinfo=UTC)


def test_the_system_clock_gives_aware_utc():
    """Instants are aware and in UTC, whatever the machine's zone."""
    assert SystemClock().now().tzinfo is UTC


def test_a_shifted_clock_begins_at_its_instant_and_runs_on():
    """`--at T` reads T plus the time since the command began, never less."""
    clock = ShiftedClock(NINE)
    first, second = clock.now(), clock.now()
    assert NINE <= first <= second < NINE + timedelta(minutes=5)


def test_a_shifted_clock_keeps_the_instant_of_another_offset():
    """10:00 at +01:00 is 09:00 UTC."""
    assert ShiftedClock(datetime(2026, 12, 7, 10, 0, tzinfo=timezone(timedelta(hours=1)))).now() >= NINE


def test_a_fixed_clock_stands_still_until_it_is_moved():
    """Only `set` and `advance` move it."""
    clock = FixedClock(NINE)
    assert clock.now() == clock.now() == NINE
    clock.advance(timedelta(days=1))
    assert clock.now() == NINE + timedelta(days=1)
    clock.set(NINE)
    assert clock.now() == NINE


@pytest.mark.parametrize("kind", [ShiftedClock, FixedClock])
def test_an_instant_without_offset_is_refused(kind):
    """A naive instant would silently be read in the machine's zone."""
    with pytest.raises(ValueError, match="needs its offset"):
        kind(datetime(2026, 12, 7, 9, 0))  # noqa: DTZ001
