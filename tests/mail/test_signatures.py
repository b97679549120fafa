"""Holds an answer above any signature to what it says, and what is said below a signature to being heard."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from milestones.domain.reading import Asked, AskedItem, Intent
from milestones.mail.inbound.newest import newest_of
from milestones.mail.words.intent import understand

ITEM = AskedItem("HUM-7", "Joint CCTV protocol signed off", date(2026, 11, 27))
SIGNATURES = (Path(__file__).parent / "corpus" / "signatures.txt").read_text(encoding="utf-8").rstrip().split("\n%%\n")
LAST_LINES = (Path(__file__).parent / "corpus" / "last_lines.txt").read_text(encoding="utf-8").splitlines()
SHAPES = {
    "next line": "Done\n{}",
    "next paragraph": "Done\n\n{}",
    "below a name": "Done\n\nKind regards\nJo\n{}",
    "below a closing": "Done\n\nKind regards\n\n{}",
    "below thanks": "Done\nThanks\n{}",
    "below a post": "Done\n\nJo Bell\nHead of Prevent\nRyeford Council\n{}",
    "below a number": "Done\n\nHead of Prevent\nRyeford Council\nTel 01632 960771\n\n{}",
    "below a delimiter": "Done\n-- \nJo\n{}",
    "above a closing": "Done\n{}\n\nKind regards\nJo",
    "above a post": "Done\n\n{}\nHead of Prevent\nRyeford Council",
    "above a number": "Done\n\n{}\nT: 01632 960771",
}
BELOW = [
    "PS not done yet",
    "P.S. the annex is still outstanding",
    "Sorry, wrong one - this is not done",
    "NB only the first half",
    "HUM-7 is not done",
    "Actually not finished",
    "The survey is not done yet",
    "The awards part is still outstanding",
]


def read(text: str, name: str = "A. Holder") -> tuple[Intent, date | None]:
    """Read a reply of somebody called `name`, written on Tuesday 24 November 2026."""
    newest = newest_of(text.split("\n"), "", name)
    readings = understand(newest, Asked("reminder", (ITEM,), date(2026, 11, 24)))
    return (readings[0].intent, readings[0].due) if len(readings) == 1 else (Intent.UNCLEAR, None)


@pytest.mark.parametrize("signature", SIGNATURES)
def test_an_answer_is_read_above_any_signature(signature):
    """Duty hours, slogans, surveys and posts below an answer change nothing about it."""
    assert read(f"Done.\n\n{signature}")[0] is Intent.COMPLETE
    assert read(f"Not done yet.\n\n{signature}")[0] is Intent.NOT_COMPLETE
    assert read(f"Please extend to 11 December.\n\n{signature}") == (Intent.EXTEND, date(2026, 12, 11))
    assert read(f"Please close this one off.\n\n{signature}")[0] is Intent.COMPLETE


@pytest.mark.parametrize("below", BELOW)
@pytest.mark.parametrize("signature", SIGNATURES[:8])
def test_what_takes_an_answer_back_is_heard_below_a_signature(signature, below):
    """A postscript, an id, a denial below the signature leaves no confirmation standing."""
    assert read(f"Done.\n\n{signature}\n\n{below}")[0] is not Intent.COMPLETE


@pytest.mark.parametrize("signature", SIGNATURES)
def test_a_signature_alone_says_nothing(signature):
    """A mail that is nothing but a signature confirms nothing, asks for no date and reports nothing."""
    assert read(signature)[0] not in (Intent.COMPLETE, Intent.EXTEND, Intent.NOT_COMPLETE)


@pytest.mark.parametrize("line", LAST_LINES)
def test_an_owners_last_line_is_never_taken_for_a_signature(line):
    """Whatever stands above or below it, a line that says something leaves no confirmation standing."""
    heard = {shape for shape, text in SHAPES.items() if read(text.format(line))[0] is not Intent.COMPLETE}
    assert heard == SHAPES.keys()


@pytest.mark.parametrize(
    "text",
    [
        "Done\nDesignated Safeguarding Lead\nSt Aidan's Academy\nTerm ends Friday 18 December 2026",
        'Finished, thank you.\n\nStn Mgr, Prevention\nFenshire Fire & Rescue\n"Not done until everyone is home safe"',
        "Done\n\nthanks\nbev",
        "Complete\nBest wishes\nJo",
        "Done\n\nThink before you print this email",
    ],
)
def test_posts_and_mottos_in_any_dress_are_no_part_of_the_answer(text):
    """Without a blank line, in small letters, in quotes."""
    assert read(text)[0] is Intent.COMPLETE


@pytest.mark.parametrize(
    "listed", ["Done:\nNorth Team\nSouth Team", "Still to sign:\nChief Inspector Peel\nHead of Legal"]
)
def test_a_list_below_a_colon_is_no_signature(listed):
    """What the colon announces stays, though it looks like posts."""
    assert newest_of(listed.split("\n"), "").split("\n") == listed.split("\n")
