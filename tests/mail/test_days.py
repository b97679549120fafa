"""Holds the reader of days to its rules: day first, the next one, and a doubt wherever two meanings are possible."""

from __future__ import annotations

import time
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestones.mail.words.day_words import easter, month_end
from milestones.mail.words.days import Day, Doubt, Tense, days_in, read_day
from tests.patience import patient

TUESDAY = date(2026, 11, 24)


def day(words: str, written_on: date = TUESDAY) -> date | None:
    """Read the day that words ask for, None where there is a doubt."""
    read = read_day(words, written_on)
    return read.on if isinstance(read, Day) else None


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("14 December", date(2026, 12, 14)),
        ("the 14th of December", date(2026, 12, 14)),
        ("14th Dec 26", date(2026, 12, 14)),
        ("Monday 14th December 2026", date(2026, 12, 14)),
        ("Dec 14", date(2026, 12, 14)),
        ("December 14th, 2026", date(2026, 12, 14)),
        ("29.01.2027", date(2027, 1, 29)),
        ("2027-01-15", date(2027, 1, 15)),
        ("15/01/27", date(2027, 1, 15)),
        ("04/12/2026", date(2026, 12, 4)),
        ("until 10/12", date(2026, 12, 10)),
        ("29 January", date(2027, 1, 29)),
        ("2 Rhagfyr", date(2026, 12, 2)),
        ("Friday", date(2026, 11, 27)),
        ("this Friday", date(2026, 11, 27)),
        ("Tuesday", date(2026, 12, 1)),
        ("next Tuesday", date(2026, 12, 1)),
        ("next Monday", date(2026, 11, 30)),
        ("Friday week", date(2026, 12, 4)),
        ("a week on Friday", date(2026, 12, 4)),
        ("a fortnight on Friday", date(2026, 12, 11)),
        ("two weeks on Friday", date(2026, 12, 11)),
        ("two weeks today", date(2026, 12, 8)),
        ("a week tomorrow", date(2026, 12, 2)),
        ("Wednesday next week", date(2026, 12, 2)),
        ("tomorrow", date(2026, 11, 25)),
        ("in two weeks", date(2026, 12, 8)),
        ("within a fortnight", date(2026, 12, 8)),
        ("in a month", date(2026, 12, 24)),
        ("close of play Thursday", date(2026, 11, 26)),
        ("COP Thursday 3 December", date(2026, 12, 3)),
        ("the end of the week", date(2026, 11, 27)),
        ("end of next week", date(2026, 12, 4)),
        ("the end of the month", date(2026, 11, 30)),
        ("end of next month", date(2026, 12, 31)),
        ("end of January", date(2027, 1, 31)),
        ("end of Feb", date(2027, 2, 28)),
        ("the end of the year", date(2026, 12, 31)),
        ("the end of the financial year", date(2027, 3, 31)),
        ("31 March 2027, the end of the financial year", date(2027, 3, 31)),
        ("the 14th", date(2026, 12, 14)),
        ("the 30th", date(2026, 11, 30)),
        ("Friday 4th", date(2026, 12, 4)),
        ("8th of next month", date(2026, 12, 8)),
        ("Easter Monday", date(2027, 3, 29)),
        ("tomorrow week", date(2026, 12, 2)),
        ("today fortnight", date(2026, 12, 8)),
        ("a week next Tuesday", date(2026, 12, 8)),
        ("two weeks from Tuesday", date(2026, 12, 15)),
        ("not this Friday but the Friday after", date(2026, 12, 4)),
        ("not the coming Friday, the following one", date(2026, 12, 4)),
        ("the Friday after this one", date(2026, 12, 4)),
        ("Thursday of the week after next", date(2026, 12, 10)),
        ("the end of the week after next", date(2026, 12, 11)),
        ("the Monday after 18 December", date(2026, 12, 21)),
        ("the Friday before 18 December", date(2026, 12, 11)),
        ("the Friday before Christmas", date(2026, 12, 18)),
        ("the day after Boxing Day", date(2026, 12, 27)),
        ("the last day of January", date(2027, 1, 31)),
        ("last day of the month", date(2026, 11, 30)),
        ("the last day of the year", date(2026, 12, 31)),
        ("the first day of February", date(2027, 2, 1)),
        ("the first Monday of the new year", date(2027, 1, 4)),
        ("10/12 please", date(2026, 12, 10)),
        ("make it 8/1", date(2027, 1, 8)),
        ("Thursday 10/12, thanks", date(2026, 12, 10)),
        ("8jan27", date(2027, 1, 8)),
        ("y 18fed o Ragfyr", date(2026, 12, 18)),
        ("no later than 18 December", date(2026, 12, 18)),
        ("Christmas Eve", date(2026, 12, 24)),
    ],
)
def test_a_plain_day_is_read(words, wanted):
    """What has one meaning gives that day."""
    assert day(words) == wanted


@pytest.mark.parametrize(
    "words",
    [
        "30/02/2027",
        "12/25/2026",
        "31 November",
        "the 31st",
        "0 December",
        "next Friday",
        "Thursday 4 December",
        "3 or 4 December",
        "3/4 December",
        "between 3 December and 7 December",
        "around 14 December",
        "after 14 December",
        "w/c 14 Dec",
        "week commencing 14 December",
        "mid-December",
        "early January",
        "December",
        "in January",
        "Q3",
        "end of Q3",
        "end of the quarter",
        "year end",
        "next week",
        "next month",
        "the new year",
        "spring",
        "Easter",
        "Christmas",
        "two more weeks",
        "another month",
        "by a fortnight",
        "a couple of weeks",
        "in 10 working days",
        "10 November",
        "10/11/2026",
        "yesterday",
        "last Friday",
        "29 February",
        "14 December or 21 December",
        "a week next Friday",
        "the Friday after next",
        "the Friday after the meeting",
        "the following Monday",
        "the first Monday after the holiday",
        "that Wednesday",
        "a week after 18 December",
        "18 December or so",
        "18 December-ish",
        "18 December plus a week",
        "later than 18 December",
        "beyond 18 December",
        "10/12",
        "10/12 sessions please",
        "no day at all",
        "",
    ],
)
def test_what_has_no_single_day_ahead_is_a_doubt(words):
    """Two meanings, no such day, a day that has passed, a span without a start: asked back, with the reason."""
    read = read_day(words, TUESDAY)
    assert isinstance(read, Doubt)
    assert read.why


def test_a_span_counts_from_today_where_a_pause_is_asked():
    """`snooze for two weeks` starts today; `two more weeks` of an extension has two meanings."""
    assert read_day("for two weeks", TUESDAY, spans_from_today=True) == Day(
        date(2026, 12, 8), "a span from the day of writing"
    )


def test_the_present_due_date_beside_another_day_is_no_second_request():
    """Naming the date that is to move does not make two candidates."""
    words = "27 November to 11 December"
    assert read_day(words, TUESDAY, date(2026, 11, 27)) == Day(date(2026, 12, 11), "day and month, the next one")
    assert isinstance(read_day(words, TUESDAY), Doubt)


@pytest.mark.parametrize(
    ("words", "tense"),
    [
        ("19 November", Tense.PAST),
        ("3 December", Tense.FUTURE),
        ("last week", Tense.PAST),
        ("two weeks ago", Tense.PAST),
        ("in October", Tense.PAST),
        ("in January", Tense.FUTURE),
        ("on Friday", Tense.EITHER),
        ("this Friday", Tense.FUTURE),
        ("yesterday", Tense.PAST),
        ("18/11/2026", Tense.PAST),
    ],
)
def test_a_mention_tells_whether_it_looks_back_or_ahead(words, tense):
    """A confirmation may name a day that has passed, never one to come."""
    assert [one.tense for one in days_in(words, TUESDAY)] == [tense]


@given(st.dates(date(2020, 1, 1), date(2060, 1, 1)), st.integers(1, 2000))
def test_a_written_out_day_is_read_as_itself(written_on, ahead):
    """Every day ahead, written in full in any of the common ways, is that day: never month first."""
    wanted = written_on + timedelta(days=ahead)
    ways = ("%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%d", "%d %B %Y", "%A %d %B %Y", "%d %b %Y", "%B %d, %Y")
    assert {day(wanted.strftime(way), written_on) for way in ways} == {wanted}


@given(
    st.dates(date(2020, 1, 1), date(2060, 1, 1)), st.sampled_from(["Friday", "Monday", "Sunday", "14 May", "the 5th"])
)
def test_what_is_read_lies_ahead_and_within_a_year(written_on, words):
    """A day without a year is the next one, or a doubt."""
    read = day(words, written_on)
    assert read is None or written_on < read <= written_on + timedelta(days=367)


@given(st.text(max_size=200))
def test_no_text_raises(text):
    """Whatever is written is a day or a doubt."""
    assert isinstance(read_day(text, TUESDAY), Day | Doubt)


@pytest.mark.parametrize("piece", ["14 ", "14 December ", "1/1/", "the ", "next ", "end of ", "monday ", "1st ", "- "])
def test_hostile_length_costs_no_time(piece):
    """Sixteen thousand characters of anything are read in a moment."""
    began = time.process_time()
    days_in(piece * (16_000 // len(piece)), TUESDAY)
    assert time.process_time() - began < patient(2)


@pytest.mark.parametrize(
    ("year", "sunday"),
    [(2026, date(2026, 4, 5)), (2027, date(2027, 3, 28)), (2028, date(2028, 4, 16)), (2038, date(2038, 4, 25))],
)
def test_easter_is_where_the_almanac_has_it(year, sunday):
    """Easter Sundays as published."""
    assert easter(year) == sunday


def test_a_month_ends_on_its_last_day():
    """Also in leap years and across the year."""
    assert [month_end(2028, 2), month_end(2026, 12), month_end(2026, 13)] == [
        date(2028, 2, 29),
        date(2026, 12, 31),
        date(2027, 1, 31),
    ]
