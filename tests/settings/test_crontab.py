"""The crontab reader takes what APScheduler takes less what bites, and agrees with it on the day."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from apscheduler.triggers.cron import CronTrigger
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from milestones.settings.crontab import crontab

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def field(lowest, highest):
    """Give fields of numbers as people write them."""
    number = st.integers(lowest, highest)
    pair = st.tuples(number, number).map(sorted)
    one = (
        number.map(str)
        | pair.map(lambda two: f"{two[0]}-{two[1]}")
        | st.integers(1, 9).map(lambda step: f"*/{step}")
        | st.tuples(pair, st.integers(1, 3)).map(lambda it: f"{it[0][0]}-{it[0][1]}/{it[1]}")
    )
    return st.just("*") | st.lists(one, min_size=1, max_size=2).map(",".join)


def read(text):
    """Give the crontab that we read, None where we refuse."""
    try:
        return crontab(text)
    except PydanticCustomError:
        return None


def apschedulers(text):
    """Give APScheduler's trigger, None where it refuses."""
    try:
        return CronTrigger.from_crontab(text, timezone=UTC)
    except ValueError:
        return None


weekdays = st.just("*") | st.lists(st.sampled_from([*DAYS, "mon-fri", "sat-sun"]), min_size=1, max_size=2).map(",".join)
hours = field(2, 23).filter(lambda written: "*" not in written)  # the stars hold 01:00, which is refused
crontabs = st.tuples(field(0, 59), hours, field(1, 31) | st.just("last"), field(1, 12), weekdays).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(crontabs, st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1)))  # noqa: DTZ001
def test_it_agrees_with_apscheduler_on_the_next_day(text, after):
    """What is accepted, APScheduler accepts, and fires first on the day that we say; what never fires is refused."""
    trigger, ours = apschedulers(text), read(text)
    fires = trigger and trigger.get_next_fire_time(None, after.replace(tzinfo=UTC))
    if ours is None:
        assert fires is None
        return
    assert fires is not None
    assert ours.matches(fires.date())
    assert fires.hour in ours.hours
    assert fires.minute in ours.minutes


@given(st.text() | st.text(alphabet="*/-,0123456789 monlast"))
def test_any_text_is_read_or_refused(text):
    """No text makes it raise anything but its own refusal, and what it takes APScheduler takes."""
    assert read(text) is None or apschedulers(text) is not None


@pytest.mark.parametrize("text", ["0 9 * * 1", "0 9 * * 0-4", "0 9 * * mon,2", "0 9 * * */2", "0 9 * * sun-mon"])
def test_weekdays_go_by_name(text):
    """Numbers mean another day to APScheduler than to cron; a range across Sunday is refused by it too."""
    with pytest.raises(PydanticCustomError, match="weekday"):
        crontab(text)


def test_months_too_short_are_named():
    """Day 31 skips five months in silence; `last` does not."""
    assert crontab("0 9 31 * *").months_skipped() == ("feb", "apr", "jun", "sep", "nov")
    assert crontab("0 9 last * *").months_skipped() == ()


def test_the_29th_of_february_comes():
    """A crontab that fires once in four years does fire."""
    assert crontab("0 9 29 2 *").ever_fires()
