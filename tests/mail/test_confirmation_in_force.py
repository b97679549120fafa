"""Holds "went live", "in force" and "rolled out" to the milestone's own thing, and days of requests to the UK order."""

from __future__ import annotations

from datetime import date

import pytest

from milestones.domain.reading import Asked, AskedItem, Intent
from milestones.mail.words.intent import understand
from tests.bench.accuracy import DUE, ONE, WRITTEN_ON


def intent(text: str, title: str) -> Intent:
    """Read a reply about one milestone of that title."""
    return understand(text, Asked("reminder", (AskedItem("X-1", title, DUE),), WRITTEN_ON))[0].intent


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Policy went live last week", "Joint CCTV protocol signed off"),
        ("The protocol came into force on 1 November", "Channel referral protocol"),
        ("This is now in force", "Channel referral protocol"),
        ("Training rolled out to all teams", "Prevent training package rolled out"),
        ("The website went live yesterday", "Public website"),
    ],
)
def test_the_milestones_own_thing_in_force_confirms(text, title):
    """What the title names, or another word of its kind, went live, came into force or was rolled out."""
    assert intent(text, title) is Intent.COMPLETE


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("This is now live", "Public consultation on the policy completed"),
        ("It went live last week", "Staff survey closed"),
        ("Policy rolled out last week", "Public consultation on the policy completed"),
        ("Training went live last week", "Prevent training package"),
        ("CCTV went live last week", "Joint CCTV protocol signed off"),
        ("Training rolled out to all teams", "Joint CCTV protocol signed off"),
        ("Policy went live last week", "Policy and training rolled out"),
        ("Training rolled out on Friday", "Prevent training package"),
        ("This is live", "Channel referral protocol"),
        ("Work done", "Channel referral protocol"),
        ("Close to done", "Channel referral protocol"),
    ],
)
def test_what_only_begins_or_is_another_thing_confirms_nothing(text, title):
    """A survey that is live has begun; another thing's going live says nothing; a heading has no tense."""
    assert intent(text, title) is not Intent.COMPLETE


DAYS = {
    "14 December": (12, 14),
    "Dec 14": (12, 14),
    "14/12": (12, 14),
    "14.12.26": (12, 14),
    "14-12-2026": (12, 14),
    "2026-12-14": (12, 14),
    "03/12/2026": (12, 3),
    "4.12.26": (12, 4),
    "Friday": (11, 27),
    "Friday week": (12, 4),
    "a week on Friday": (12, 4),
    "Monday week": (12, 7),
    "end of next week": (12, 4),
    "in a fortnight": (12, 8),
    "a week tomorrow": (12, 2),
    "two weeks on Monday": (12, 14),
    "COP Thursday": (11, 26),
    "Friday 4th": (12, 4),
    "the last Friday in December": (12, 25),
    "the second Tuesday of December": (12, 8),
    "the last working day of December": (12, 31),
    "the fourteenth of December": (12, 14),
    "w/e 11 December": (12, 11),
    "week ending 4 Dec": (12, 4),
    "cop on the 17th": (12, 17),
    "no later than 4 December": (12, 4),
}


@pytest.mark.parametrize("frame", ["Please extend to {}", "Can we have until {} please"])
@pytest.mark.parametrize(("words", "day"), DAYS.items())
def test_a_day_of_a_request_is_the_day_written(words, day, frame):
    """Day first, forward from the day of writing."""
    (reading,) = understand(frame.format(words), Asked("reminder", ONE, WRITTEN_ON))
    assert (reading.intent, reading.due) == (Intent.EXTEND, date(2026, *day))


@pytest.mark.parametrize(
    "words",
    [
        *("12/13/2026", "31 November", "29 February 2027", "Tuesday 14 December", "next Friday", "the 31st"),
        *("mid-December", "w/c 14 December", "Christmas", "Easter", "14 or 15 December", "14 December 2025", "Q4"),
        *(
            "10/11/2026",
            "next month",
            "about 4 December",
            "Friday 3rd",
            "the first working day of January",
            "half term",
        ),
    ],
)
def test_a_day_that_is_not_safe_is_none(words):
    """American order, no such day, two days, a weekday that does not fit, a day gone by: none is taken."""
    for reading in understand(f"Please extend to {words}", Asked("reminder", ONE, WRITTEN_ON)):
        assert reading.due is None
