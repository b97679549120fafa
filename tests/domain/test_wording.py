"""Days, lists and numbers in English."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestones.domain.wording import counted, in_words, later, long_day, sentence, short_day, timing


def test_days_are_written_as_people_read_them():
    """With the weekday and without, the same on every machine; ISO text from the log too."""
    assert long_day(date(2026, 12, 7)) == "Monday 7 December 2026"
    assert short_day(date(2026, 12, 7)) == "7 December 2026"
    assert long_day("2026-12-07") == long_day("2026-12-07T09:00:00+00:00") == "Monday 7 December 2026"


@given(st.dates())
def test_every_day_is_written_without_a_zero_in_front(day):
    """The parts say what the day is."""
    weekday, number, _month, year = long_day(day).split()

    assert (int(number), int(year)) == (day.day, day.year)
    assert not number.startswith("0")
    assert weekday.endswith("day")


@given(st.dates(), st.integers(0, 400))
def test_a_later_day_never_runs_over_the_end_of_the_calendar(day, days):
    """The last day there is stands for what lies beyond."""
    assert day <= later(day, days) <= date.max


@pytest.mark.parametrize(
    ("words", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_lists_are_said_with_commas_and_one_and(words, said):
    """As people write them."""
    assert in_words(words) == said


@pytest.mark.parametrize(
    ("days_late", "said"),
    [(0, "today"), (1, "1 day late"), (12, "12 days late"), (-1, "tomorrow"), (-14, "in 14 days")],
)
def test_lateness_is_said_in_calendar_days(days_late, said):
    """Before, on and after the due date."""
    assert timing(days_late) == said


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 rows"), (1, "1 row"), (2, "2 rows"), ([7], "1 row"), ((), "0 rows")]
)
def test_numbers_agree_with_their_noun(number, said):
    """A number, or what can be counted."""
    assert counted(number, "row") == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("you own it", "You own it."),
        ("Already one.", "Already one."),
        ("really?", "Really?"),
        ("schedules.toml was refused", "schedules.toml was refused."),
        ("bcu@x.example bounced", "bcu@x.example bounced."),
        ("HUM-1 is late", "HUM-1 is late."),
        ("  ", ""),
    ],
)
def test_a_sentence_begins_and_ends_like_one(text, said):
    """File names, addresses and references keep their first letter."""
    assert sentence(text) == said
