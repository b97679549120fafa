"""Subject lines: marking, references, words, title, length."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestones.domain.marking import Marking
from milestones.mail.letter.subject import LONGEST, references, subject_line
from milestones.mail.letter.view import ItemView

ONE = ItemView("HUM-1", "Pilot the form")


def test_the_marking_comes_first_then_the_reference_then_the_words():
    """As readers and rules of mail programs expect it."""
    line = subject_line(Marking.OFFICIAL, [ONE], "Reminder", titles=True)

    assert line == "OFFICIAL [HUM-1] Reminder: Pilot the form"


def test_a_board_without_marking_begins_with_the_reference():
    """Nothing stands where no marking is set."""
    assert subject_line(Marking.NONE, [ONE], "Reminder", titles=True).startswith("[HUM-1] Reminder")


def test_a_title_that_may_not_be_shown_is_not_there():
    """A sensitive subject carries the reference alone."""
    assert subject_line(Marking.OFFICIAL_SENSITIVE, [ONE], "Reminder", titles=False) == (
        "OFFICIAL-SENSITIVE [HUM-1] Reminder"
    )


def test_a_letter_about_no_milestone_has_no_brackets():
    """A digest, a notice."""
    assert subject_line(Marking.OFFICIAL, [], " Digest\n", titles=True) == "OFFICIAL Digest"


def test_one_milestone_named_twice_is_named_once():
    """Two requests about one milestone are one reference."""
    assert subject_line(Marking.NONE, [ONE, ONE], "Two requests", titles=True) == "[HUM-1] Two requests"


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (1, "[HUM-1]"),
        (2, "[HUM-1, HUM-2]"),
        (3, "[HUM-1, HUM-2, HUM-3]"),
        (4, "[HUM-1] and 3 more"),
        (60, "[HUM-1] and 59 more"),
    ],
)
def test_several_references_stay_short(count, words):
    """Three are named, more are counted."""
    assert references([f"HUM-{number}" for number in range(1, count + 1)]) == words


@given(st.text(max_size=400), st.sampled_from(list(Marking)))
def test_a_subject_is_one_short_line_that_keeps_its_beginning(title, marking):
    """At most 150 characters; only the title is cut, and it shows that it was."""
    line = subject_line(marking, [ItemView("HUM-1", title)], "Reminder, due 7 December 2026", titles=True)
    start = f"{marking} [HUM-1] Reminder, due 7 December 2026".lstrip()

    assert line.startswith(start)
    assert len(line) <= LONGEST
    assert line.endswith("…") or line in (start, f"{start}: {title}")
