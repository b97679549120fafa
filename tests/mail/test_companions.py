"""Holds confirmations to be read beside whatever only keeps them company, and to be asked back beside anything else."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestones.domain.reading import Asked, AskedItem, Intent
from milestones.mail.words.intent import understand
from tests.bench.accuracy import CORPUS
from tests.bench.first_sight import DUE, WRITTEN_ON

TRAINING = "Deliver WRAP training to frontline staff"
TITLES = (
    *(TRAINING, "Joint CCTV protocol signed off", "Publish the counter-terrorism local profile"),
    *("Appoint a Channel panel chair", "Review of the referral pathway", "Adopt a Prevent policy in every school"),
)
CONFIRMATIONS = (CORPUS / "companions.txt").read_text(encoding="utf-8").splitlines()
TRAPS = [json.loads(line)["text"] for line in (CORPUS / "traps.jsonl").read_text(encoding="utf-8").splitlines()]


def intent(text: str, title: str = TRAINING) -> Intent:
    """Read a reply about one milestone of that title."""
    return understand(text, Asked("reminder", (AskedItem("HUM-1", title, DUE),), WRITTEN_ON))[0].intent


@pytest.mark.parametrize("text", CONFIRMATIONS)
def test_a_confirmation_is_read_among_harmless_company(text):
    """Tales, weather, food, evidence, thanks and forms' lines take nothing from it; ` / ` stands for a line's end."""
    assert intent(text.replace(" / ", "\n")) is Intent.COMPLETE


@pytest.mark.parametrize("first", range(len(TITLES)))
def test_no_trap_confirms_a_milestone_of_another_title(first):
    """Each trap against two titles in turn, so that all of them meet every title's kind."""
    read = [
        text
        for at, text in enumerate(TRAPS)
        if at % len(TITLES) == first and "Done." in text
        for title in (TITLES[first], TITLES[first - 1])
        if intent(text, title) is Intent.COMPLETE
    ]
    assert read == []


COMPANY = (
    *("The caretaker let us in.", "Cake was had by all.", "My feet are killing me.", "I told Sarah on Monday."),
    *("Kelly has the sign-in sheets.", "Brass monkeys up here today!", "We had a cracking turnout."),
    *("Please accept this email as formal confirmation.", "Apologies for not telling you.", "Head of Governance"),
)
SPOILING = (
    *("Well, Hull is.", "Mark says otherwise.", "In my dreams.", "That was HUM-7, sorry.", "Leeds outstanding."),
    *("The trainer skimmed it.", "The council baulked at the wording.", "The server ate it.", "For now."),
    *("Signature pending.", "The annex is elsewhere.", "The draft, that is.", "Hull opted out.", "Only Grimsby."),
    *("The first of three.", "Except it is not.", "It was withdrawn on Friday.", "Finance sent it back.", "As if!"),
)


@given(st.sampled_from(("Done.", "All complete.", "This has been completed.")), st.sampled_from(COMPANY))
def test_company_by_itself_confirms_nothing_and_beside_a_confirmation_changes_nothing(plain, company):
    """A companion is only ever read beside what confirms without it."""
    assert intent(company) is not Intent.COMPLETE
    assert intent(f"{plain} {company}") is Intent.COMPLETE
    assert intent(f"{plain}\n{company}") is Intent.COMPLETE


@given(st.sampled_from(COMPANY), st.sampled_from(SPOILING), st.booleans())
def test_one_sentence_that_spoils_it_outweighs_any_company(company, spoiling, first):
    """In whatever order they stand."""
    beside = (spoiling, company) if first else (company, spoiling)
    assert intent(" ".join(("Done.", *beside))) is not Intent.COMPLETE


def test_a_confirmation_among_very_much_else_is_asked_back():
    """Nobody's plain answer tells nine tales besides."""
    assert intent("Done. " + "The caretaker let us in. " * 9) is not Intent.COMPLETE


@pytest.mark.parametrize("text", ["I sent the letter. Done.", "We have asked the team. That's done."])
def test_an_errand_told_before_may_be_all_that_is_done(text):
    """What the writer sent, asked or booked may be what is done."""
    assert intent(text) is not Intent.COMPLETE


def test_of_several_milestones_company_is_no_part_of_the_answer():
    """A tale that names none of several may be about any of them: it is left to the named readings' strictness."""
    items = tuple(AskedItem(f"HUM-{n}", title, DUE) for n, title in enumerate(TITLES[:3], 1))
    for one in understand("The caretaker let us in. Done.", Asked("reminder", items, WRITTEN_ON)):
        assert one.intent is not Intent.COMPLETE
