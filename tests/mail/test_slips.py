"""Holds slips of typing: what is plainly a slip is mended, a denial first of all; what may mean another word is not."""

from __future__ import annotations

from datetime import date

import pytest

from milestones.domain.reading import Asked, AskedItem, Intent
from milestones.mail.words.intent import understand

ITEM = AskedItem("HUM-7", "Joint CCTV protocol signed off", date(2026, 11, 27))


def read(text: str) -> Intent:
    """Read a reply to a reminder of one milestone, written on Tuesday 24 November 2026."""
    return understand(text, Asked("reminder", (ITEM,), date(2026, 11, 24)))[0].intent


@pytest.mark.parametrize(
    "text",
    [
        *("Don e", "d o n e", "D O N E", "Doen, sorry fat fingers", "Dnoe, sorry - done", "dONE, caps lock sorry"),
        *("Its been sined off now by all off them", "Its been singed off", "The protocal is sighned", "Al done"),
        *("Sined off by both cheifs", "Thnaks for the nudge, its al done", "yes mate all signed n done", "Compelted"),
        *("Yes finished last wk", "Don. Sorry, done! Autocorrect", "competed last thursday, sorry for delay"),
        *("Jobs a good un", "Tidy, all done butt", "its finsihed", "Signd off yest", "All compelte thx", "fineshed"),
        *("Done (excuse typos, on my phone)", "Completley finished", "this has been competed", "Deliverd in full"),
    ],
)
def test_a_plain_slip_is_mended(text):
    """One letter too many, too few, swapped or a space astray; an apology for typing says nothing else."""
    assert read(text) is Intent.COMPLETE


@pytest.mark.parametrize(
    "text",
    [
        *("nto done", "Not doen", "no tdone", "not don", "Isnt done", "hasnt been sined off", "havent finnished"),
        *("Nearley done", "allmost done", "Done exept the annex", "Halfe done", "parshally complete", "Mosty done"),
        *("Done untill Friday", "unfinshed", "incomplet", "not quiet done", "partialy done", "Done apart frm one"),
        *("competed", "Compete", "singed", "sighed", "dome", "dine", "gone", "don", "one", "Don", "no e", "delivery"),
        *("We competed", "They competed last Thursday", "Don is out", "The sign is off", "singing off", "It sings"),
        *("al dente", "Sent from my phone, fat fingers", "excuse typos", "Is it doen?", "will be doen", "dont"),
        *("doner", "done-ish", "un done", "undoen", "Finnish", "finish", "closet", "sort", "sing off"),
        *("Ill finish it friday", "Well be done friday", "Were nearly done", "its being singed off", "its on going"),
    ],
)
def test_a_slip_in_a_denial_and_a_word_of_its_own_confirm_nothing(text):
    """A denial stays one however it is spelt; a word that means something else stays what it is."""
    assert read(text) is not Intent.COMPLETE


@pytest.mark.parametrize("text", ["nto done", "Not doen", "no tdone", "Isnt done", "havent finnished", "Nearley done"])
def test_a_misspelt_denial_is_read_as_one(text):
    """It is not even asked back: the answer is plain."""
    assert read(text) is Intent.NOT_COMPLETE


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("extention to 11 Decmber pls", date(2026, 12, 11)),
        ("can we hav til Thrusday 10 dec", date(2026, 12, 10)),
        ("Exstend to 4 dec", date(2026, 12, 4)),
    ],
)
def test_a_misspelt_request_for_a_day_is_read(text, due):
    """Names of days and the words that ask are mended like the words of status."""
    readings = understand(text, Asked("reminder", (ITEM,), date(2026, 11, 24)))
    assert [(one.intent, one.due) for one in readings] == [(Intent.EXTEND, due)]
