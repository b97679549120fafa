"""Holds the reading of requests and reports to a table: more time, hindrances, others' work, open work, machines."""

from __future__ import annotations

from collections import defaultdict

import pytest

from milestones.mail.inbound.automatic_wording import reads_as_automatic
from tests.bench import first_sight
from tests.bench.accuracy import CORPUS

KINDS = ("extend", "blocked", "reassign", "not_complete", "auto_reply", "comment", "complete")


def _table() -> dict[str, list[tuple[frozenset[str], str | None, str]]]:
    """Give the table's lines by the first kind that is right: all kinds that are, the day asked for, the text."""
    found = defaultdict(list)
    for line in (CORPUS / "requests.txt").read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            head, _, text = line.partition(" | ")
            kinds, day = head.split()
            right = kinds.split("/")
            found[right[0]].append((frozenset(right), None if day == "-" else day, text.replace("\\n", "\n")))
    return found


TABLE = _table()


@pytest.mark.parametrize("kind", KINDS)
def test_each_line_of_the_table_is_read_as_it_says(kind):
    """The kind, and for more time the day asked for or none: a wrong day is worse than asking back."""
    assert len(TABLE[kind]) >= 5
    misread = [
        (text, got)
        for kinds, day, text in TABLE[kind]
        if (got := first_sight.read({"text": text}).get("HUM-1", ("nothing", None)))[0] not in kinds or got[1] != day
    ]
    assert misread == []


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "complete"])
def test_nothing_of_the_table_is_taken_for_a_confirmation_by_mistake(kind):
    """Whoever asks for time or is held up has confirmed nothing, whatever words of completion stand there."""
    assert [
        text for _, _, text in TABLE[kind] if first_sight.read({"text": text}).get("HUM-1", ("",))[0] == "complete"
    ] == []


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "auto_reply"])
def test_no_person_of_the_table_is_taken_for_a_machine(kind):
    """Working days, leave and absence in a person's answer leave it a person's."""
    assert [text for _, _, text in TABLE[kind] if reads_as_automatic(text) is not None] == []


@pytest.mark.parametrize(
    "text",
    [
        "Can't be done by the 11th, could we do 14 January or 21 January",
        "Extend by two weeks",
        "Would next Friday be alright?",
        "Complete by mid-January if that is OK",
        "Was 11/12, should now be January",
    ],
)
def test_a_day_that_is_not_certain_is_asked_back(text):
    """Two days, a bare span, a month: the request stands, without a day."""
    assert first_sight.read({"text": text})["HUM-1"] == ("extend", None)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("I won't be able to get this done by Friday, is 14 January possible", "2027-01-14"),
        ("We can't make 11 December so 14 January please", "2027-01-14"),
        ("Could we have until 14 January, 11 December is not possible", "2027-01-14"),
        ("Was 27/11, should now be 08/01", "2027-01-08"),
    ],
)
def test_the_day_that_cannot_be_kept_is_not_the_day_asked_for(text, day):
    """Of two days the one that a part of the sentence denies is set aside."""
    assert first_sight.read({"text": text})["HUM-1"] == ("extend", day)


def test_a_person_going_on_leave_who_reports_is_a_person():
    """A report beside one mention of leave is no absence note; the note alone is."""
    assert reads_as_automatic("This has been completed. I'm on leave from tomorrow so shout today.") is None
    assert reads_as_automatic("I'm on leave until 4 December. For urgent matters contact the duty desk.") is not None


def test_working_days_in_a_signature_make_no_machine():
    """The notice counts only where the mail opens with it."""
    notice = "I work Monday to Wednesday only and will reply on my next working day."
    assert reads_as_automatic(notice) == "a notice of working days"
    assert reads_as_automatic(f"We are still waiting for Legal.\n\nJo\n{notice}") is None


@pytest.mark.parametrize(
    "text",
    [
        "Held up by IT",
        "Held off by HR",
        "We held the training up",
        "The training was held up",
        "The WRAP training was put off",
        "Training called off",
        "We gave up the training",
        "We ran out of training",
        "The training was held out to frontline staff",
        "We put the training off",
    ],
)
def test_a_particle_that_turns_the_verb_makes_no_confirmation(text):
    """Training that is held up was not held."""
    assert first_sight.read({"text": text})["HUM-1"][0] != "complete"
