"""Holds confirmations read by their build to the title's own thing, whole, in the past, and to harmless additions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestones.domain.reading import Asked, AskedItem, Intent
from milestones.mail.words.intent import understand
from tests.bench.first_sight import DUE, WRITTEN_ON

TRAINING = "Deliver WRAP training to frontline staff"
PROFILE = "Publish the counter-terrorism local profile"
CHAIR = "Appoint a Channel panel chair"
REVIEW = "Review of the referral pathway"
AGREEMENT = "Information sharing agreement signed by all partners"


def intent(text: str, title: str = TRAINING) -> Intent:
    """Read a reply about one milestone of that title."""
    return understand(text, Asked("reminder", (AskedItem("HUM-1", title, DUE),), WRITTEN_ON))[0].intent


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("WRAP training has now been delivered to all frontline staff.", TRAINING),
        ("Training's been delivered, all 180 staff attended. Evidence on the S drive.", TRAINING),
        ("100% of frontline staff have completed WRAP", TRAINING),
        ("We managed to finish this last week", TRAINING),
        ("Nothing left to do on this one - all staff trained.", TRAINING),
        ("Everyone's done it. Certificates are in the shared drive if you need them.", TRAINING),
        ("I can confirm completion of the above action.", TRAINING),
        ("Complete - took longer than planned but we got there in the end.", TRAINING),
        ("Mae'r hyfforddiant wedi'i gwblhau. Diolch.", TRAINING),
        ("The local profile was published on Monday", PROFILE),
        ("CTLP published and circulated to partners", PROFILE),
        ("Published last week", PROFILE),
        ("We have appointed a chair", CHAIR),
        ("Chair appointed and in post since 2 November", CHAIR),
        ("The pathway has been reviewed", REVIEW),
        ("Review complete", REVIEW),
        ("Agreement signed by all partners on Friday", AGREEMENT),
    ],
)
def test_a_plain_statement_of_the_whole_confirms(text, title):
    """Subject, finishing verb and additions may be any of their classes, the title's verb in any form among them."""
    assert intent(text, title) is Intent.COMPLETE


PARTS = (
    *("WRAP training delivered to Hull staff", "We delivered WRAP training to 40 frontline staff"),
    *("We held a WRAP session on Tuesday", "The sessions have been arranged", "WRAP training materials delivered"),
    *("Training delivered to the day shift", "All sessions delivered bar one", "All sessions booked"),
    *("All frontline staff have been invited", "All frontline staff in Goole have been trained"),
    *("Everyone in my team has done it", "My team has completed the training", "The training was completed by HR"),
    *("Everyone has been trained apart from nights", "Every frontline officer will have been trained by Friday"),
    *("Training of trainers is complete", "WRAP delivered at Clough Road", "No further sessions delivered"),
    *("Not a single session delivered", "Training delivered. Council staff left it.", "The venue is sorted"),
    *("We'd like to tell you this is done", "I would love to say it was finished", "The training plan is finished"),
    *("We have completed the training needs analysis", "All available staff have been trained", "Staff done"),
    *("Everyone who turned up was trained", "The 2023 training was completed on time", "All staff trained last year"),
    *("All but complete.", "All but done", "Anything but finished", "Everything but delivered", "Done last year"),
    *('See her email: "WRAP training done". I have not checked it.', 'Sue wrote "all complete"', "Completed in 2024"),
    *("Complete before the deadline next year", "It went live but has been switched off", "Say done", "Report done"),
)


@pytest.mark.parametrize("text", PARTS)
def test_a_part_a_plan_another_round_or_anothers_word_confirms_nothing(text):
    """What limits the statement, moves it into the future or another year, or gives it to another, makes it none."""
    assert intent(text) is not Intent.COMPLETE


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Profile sent to the printers", PROFILE),
        ("We published the draft profile", PROFILE),
        ("Published the summary", PROFILE),
        ("Deputy chair appointed", CHAIR),
        ("Pathway review started", REVIEW),
        ("Agreement signed by Hull", AGREEMENT),
        ("All partners have been sent the agreement", AGREEMENT),
    ],
)
def test_another_verb_or_thing_than_the_titles_confirms_nothing(text, title):
    """Only what fulfils the title's own verb, of the title's own thing, does."""
    assert intent(text, title) is not Intent.COMPLETE


HARMLESS = (
    *(
        "46 people attended and feedback was good.",
        "Registers are saved in the Prevent folder.",
        "Thanks to Sue's team.",
    ),
    *("Sorry I should have said sooner, been on leave.", "Let me know if you need the attendance sheets."),
    *("The final session was held on 19 November.", "I will send the register over later.", "No issues to report."),
    *("Hope the move went well.", "Please update your records accordingly.", "It has been manic here with the floods."),
)
UNDOING = (
    *("Legal have it.", "The annex is with Legal.", "Sue is on it.", "We called a halt.", "It was put on ice."),
    *(
        "We ran out of time.",
        "Grimsby went on strike.",
        "The day shift only.",
        "The council lot are doing theirs soon.",
    ),
    *("Dave has the annex on his desk.", "The auditors see it differently.", "We took it out of the plan."),
    *("Invitations went out to all staff.", "Staff at Hull received a booking link.", "The chief is to sign."),
    *(
        "It got cancelled.",
        "We gave it a miss.",
        "Two sergeants walked out of it.",
        "So Dave tells me.",
        "Just kidding.",
    ),
    *(
        "The deadline was moved to March.",
        "We agreed a new date with the chair.",
        "40 attended, 90 invited.",
        "I wish.",
    ),
    *(
        "Goole chose a different date.",
        "Hull joined the waiting list.",
        "The whole thing was a waste of time.",
    ),
    *("The contractor assured us of it.", "In a manner of speaking.", "For the day shift.", "The easy ones."),
)


@pytest.mark.parametrize("beside", HARMLESS)
def test_what_is_harmless_may_stand_beside_a_confirmation(beside):
    """Thanks, apologies, offers, evidence and what went well change nothing."""
    assert intent(f"This is complete. {beside}") is Intent.COMPLETE


@pytest.mark.parametrize("beside", UNDOING)
@pytest.mark.parametrize("plain", ["Done.", "This is complete."])
def test_what_may_undo_it_may_not(plain, beside):
    """A sentence that may mean that something is open, elsewhere or only said makes it no confirmation."""
    assert intent(f"{plain} {beside}") is not Intent.COMPLETE


@given(st.sampled_from(HARMLESS), st.sampled_from(UNDOING), st.booleans())
def test_one_that_undoes_outweighs_one_that_is_harmless(harmless, undoing, first):
    """Whatever stands beside it too, and in whatever order."""
    beside = (undoing, harmless) if first else (harmless, undoing)
    assert intent(" ".join(("Done.", *beside))) is not Intent.COMPLETE


@pytest.mark.parametrize(
    "text", ["Done.\nDave", "All finished, thanks for chasing. Jo", "Complete.\nHead of Governance"]
)
def test_a_name_that_signs_changes_nothing(text):
    """A name or a post alone on the last line, or behind thanks, signs what stands above it."""
    assert intent(text) is Intent.COMPLETE


def test_a_place_behind_the_answer_is_no_signature():
    """On the same line, without thanks before it, a name may limit the answer."""
    assert intent("Done. Hull.") is not Intent.COMPLETE


def test_each_request_of_several_milestones_is_its_own():
    """A request that names its milestone takes over nothing from the sentence before."""
    asked = Asked(
        "reminder",
        tuple(AskedItem(f"HUM-{n}", t, DUE) for n, t in ((1, TRAINING), (2, PROFILE), (3, CHAIR))),
        WRITTEN_ON,
    )
    found = understand("HUM-1 complete. HUM-2 complete. Please extend HUM-3 to the end of January.", asked)
    read = {name: one.intent for one in found for name in one.milestones}
    assert read == {"HUM-1": Intent.COMPLETE, "HUM-2": Intent.COMPLETE, "HUM-3": Intent.EXTEND}


def test_a_day_named_before_may_be_asked_for_by_then():
    """To extend "to that date" asks for the one day that was named."""
    text = "We can't publish until 14 January. Please extend to that date."
    (reading,) = understand(text, Asked("reminder", (AskedItem("HUM-1", PROFILE, DUE),), WRITTEN_ON))
    assert (reading.intent, str(reading.due)) == (Intent.EXTEND, "2027-01-14")
