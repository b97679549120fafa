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


@pytest.mark.parametrize("below", BELOW)
@pytest.mark.parametrize("signature", SIGNATURES[:8])
def test_what_takes_an_answer_back_is_heard_below_a_signature(signature, below):
    """A postscript, an id, a denial below the signature leaves no confirmation standing."""
    assert read(f"Done.\n\n{signature}\n\n{below}")[0] is not Intent.COMPLETE


@pytest.mark.parametrize("signature", SIGNATURES)
def test_a_signature_alone_says_nothing(signature):
    """A mail that is nothing but a signature confirms nothing, asks for no date and reports nothing."""
    assert read(signature)[0] not in (Intent.COMPLETE, Intent.EXTEND, Intent.NOT_COMPLETE)
