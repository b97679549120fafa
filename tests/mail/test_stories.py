"""Holds a story that leads up to a confirmation apart from one that leaves something open."""

from __future__ import annotations

from datetime import date

import pytest

from milestones.domain.reading import Asked, AskedItem, Intent
from milestones.mail.words.intent import understand

ITEM = AskedItem("HUM-7", "Joint CCTV protocol signed off", date(2026, 11, 27))


def read(text: str, *items: AskedItem, kind: str = "reminder") -> Intent:
    """Read a reply written on Tuesday 24 November 2026."""
    readings = understand(text, Asked(kind, items or (ITEM,), date(2026, 11, 24)))
    return readings[0].intent if len(readings) == 1 else Intent.UNCLEAR


@pytest.mark.parametrize(
    "text",
    [
        "Legal had it for six weeks, then the Supt retired and we had to start again. She signed on Friday. Done.",
        "It sat on the Chief's desk for a month. He signed on Wednesday. So yes, all done.",
        "The registrar baulked at schedule 2 and we rewrote it. Everybody signed last week. Complete.",
        "Housing walked out in October. They came back and it was signed at the meeting on the 19th. Finished.",
        "The PCC's office signed at 10, that was the last of them. Complete",
    ],
)
def test_a_story_that_ends_well_leads_up_to_a_confirmation(text):
    """Trouble that is over, told before the closing word, takes nothing from it."""
    assert read(text) is Intent.COMPLETE


@pytest.mark.parametrize(
    "text",
    [
        "Legal baulked. Done.",
        "Legal had it for weeks. Done.",
        "The university pulled out. Done.",
        "The police signed on Monday. Done.",
        "One side signed. Done.",
        "It was signed off by one partner. Done.",
        "The Chief signed but the council withdrew. Done.",
        "They agreed to look at it again. Done.",
        "She agreed to sign. Done.",
        "The council agreed the draft. Done.",
        "They agreed a new date. Done.",
        "He signed my leave form. Done.",
        "She signed the other protocol. Done.",
        "The minister signed a different one. Done.",
        "I heard that she signed. Done.",
        "They said she signed. Done.",
        "Legal have had it for weeks and she signed half of it. Done.",
        "The Supt retired. She signs on Friday. Done.",
        "Done. Legal had it for six weeks, then the Supt retired.",
        "Legal had it for six weeks. She signed on Friday. Done with it.",
        "Legal had it for six weeks. She signed on Friday. Done, I think.",
        "Legal had it for six weeks. She signed on Friday. Done?",
        "Legal had it for six weeks. She signed on Friday. Not done.",
        "Legal had it for six weeks. She signed on Friday. Done. The annex follows.",
        "Legal had it until Friday. She will sign next week. Done.",
        "We trained the managers and they agreed. Done.",
    ],
)
def test_a_story_that_leaves_something_open_does_not(text):
    """One side, another paper, a promise, hearsay, or no good end: it is asked back, or read as what it says."""
    assert read(text) is not Intent.COMPLETE


def test_a_story_beside_several_milestones_is_asked_back():
    """Which of them the story is about is not certain."""
    other = AskedItem("HUM-8", "Training delivered", date(2026, 11, 27))
    assert read("Legal had it for six weeks. She signed on Friday. Done.", ITEM, other) is not Intent.COMPLETE
