"""Holds pauses in reminders, moved dates, other people's dates and work handed on to a table with near misses."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from milestones.domain.reading import Asked, AskedItem
from milestones.mail.words.intent import understand
from tests.bench.accuracy import CORPUS

DUE = date(2026, 11, 27)
ASKED = Asked("reminder", (AskedItem("M-1042", "Joint CCTV protocol signed off", DUE),), date(2026, 11, 24))


def _table() -> list[tuple[frozenset[str], str, str]]:
    """Give the table's lines: the kinds that are right, the day wanted, the text."""
    lines = (CORPUS / "pauses_and_dates.txt").read_text(encoding="utf-8").splitlines()
    found = []
    for line in lines:
        if line.strip() and not line.startswith("#"):
            head, _, text = line.partition(" | ")
            kinds, day = head.split()
            found.append((frozenset(kinds.split("/")), day, text.replace("\\n", "\n")))
    return found


TABLE = _table()


def _read(text: str) -> tuple[str, str]:
    """Give what a reply asks for and the day of it, "-" for none."""
    (one,) = understand(text, ASKED)
    return one.intent.value, one.due.isoformat() if one.due else "-"


@pytest.mark.parametrize("kind", ["snooze", "extend", "reassign", "blocked"])
def test_each_line_asks_for_what_the_table_says(kind):
    """The kind and the day: a pause, more time, another owner, a hindrance."""
    lines = [one for one in TABLE if one[0] == {kind}]
    assert len(lines) >= 20
    assert [(text, got) for _, day, text in lines if (got := _read(text)) != (kind, day)] == []


def test_no_near_miss_is_given_a_kind_that_it_does_not_ask_for():
    """What may be read in several ways is read in one of them, and a day only where one is asked for."""
    lines = [one for one in TABLE if len(one[0]) > 1]
    assert len(lines) >= 30
    misread = [
        (text, got)
        for kinds, day, text in lines
        if (got := _read(text))[0] not in kinds or (day != "*" and got[1] != day)
    ]
    assert misread == []


def test_a_pause_in_reminders_never_moves_the_due_date():
    """Whoever asks for silence is not read as asking for time, with or without courtesy around it."""
    pauses = [text for kinds, _, text in TABLE if kinds == {"snooze"}]
    around = ("{}", "Hi, {}", "{}, thanks", "Sorry - {}")
    read = Counter(_read(frame.format(text))[0] for frame in around for text in pauses)
    assert read["extend"] == 0
    assert read["complete"] == 0


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Extend to 31 December please, the panel sits on 16 December", "2026-12-31"),
        ("The lead is back on 3 December, can we say 4 December", "2026-12-04"),
        ("Will be signed off on 9 December, please change the due date", "2026-12-09"),
        ("Extend to 16 December or 31 December", "-"),
        ("Extend to 16 December, 31 December at the latest", "-"),
    ],
)
def test_the_day_on_which_something_else_happens_is_not_the_day_asked_for(text, day):
    """Of two days that one is asked for which no event has; two that may be meant are asked back."""
    assert _read(text) == ("extend", day)


@pytest.mark.parametrize(
    "word", ["extents", "expended", "exceed", "extender", "external", "existing", "expand", "exempt"]
)
def test_a_word_of_its_own_is_no_misspelt_extension(word):
    """One slip from "extend" makes a request only where no other English word is written."""
    assert _read(f"The {word} 12 January")[0] != "extend"
