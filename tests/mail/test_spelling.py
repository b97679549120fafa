"""Slips of typing, telephones and dialect: what is mended, and what is never mended into a confirmation."""

from __future__ import annotations

from datetime import date

import pytest

from milestones.domain.reading import Asked, AskedItem, Intent
from milestones.mail.words.intent import understand
from milestones.mail.words.respelling import respelled
from milestones.mail.words.spelling import mended

TITLE = "Joint CCTV protocol signed off"
TODAY = date(2026, 11, 24)


def read(text, title=TITLE):
    """Read an answer to a reminder about one milestone."""
    asked = Asked("reminder", (AskedItem("M-1042", title, date(2026, 11, 27)),), TODAY)
    (reading,) = understand(text, asked)
    return reading


@pytest.mark.parametrize(
    "text",
    [
        "Its been sined off now by all off them",
        "Its been singed off",
        "The protocal is sighned",
        "Sined off by both cheifs",
        "competed last thursday, sorry for delay",
        "Don e",
        "d o n e",
        "Thnaks for the nudge, its al done",
        "doen, sorry fat fingers",
        "Dnoe, sorry fat fingers - done",
        "dONE, caps lock sorry",
        "Don. Sorry, done! Autocorrect",
        "protocl is in palce",
        "Yes finished last wk",
        "yes mate all signed n done",
        "Jobs a good un",
        "Tidy, all done butt",
        "its complet ed",
        "al ldone",
        "alldone, soz one handed",
        "signedoff by everyone yest",
        "this has been sucessfully compleeted",
        "yes hun all finished",
        "done me duck",
        "now compete, excuse typos",
    ],
)
def test_a_slip_leaves_a_confirmation_what_it_is(text):
    """Typing, telephone and dialect slips of a plain confirmation still confirm."""
    assert read(text).intent is Intent.COMPLETE


@pytest.mark.parametrize(
    "text",
    [
        "nto done yet",
        "no done",
        "no tdone",
        "notdone",
        "not doen",
        "havent sined it",
        "isnt finshed",
        "hasnae been signed",
        "nearley done",
        "allmost finished",
        "all done exept the council",
        "halfe done",
        "parshally complete",
        "not done untill the chief sines",
        "nearlydone",
        "its not sined off",
        "yes mate not done",
        "dnoe nearly",
    ],
)
def test_a_misspelt_denial_stays_a_denial(text):
    """A slip in a negation or a limit is mended too."""
    assert read(text).intent is Intent.NOT_COMPLETE


@pytest.mark.parametrize(
    "text",
    [
        "The police force competed in the charity run",
        "We competed last Thursday at the gala",
        "The protocol was singed in the fire",
        "to compete",
        "I sighed when I saw this",
        "gone",
        "dome",
        "none",
        "dine",
        "Thanks, Don E",
        "Al signed it off",
        "None. Sorry, done what?",
        "Don't. Sorry, done? no",
        "The police is signed",
        "signed by my mate",
        "is it done pet",
        "done by the lads",
        "on my phone",
        "sorry, fat fingers",
        "afaik its done",
        "prob done",
        "its all done imo",
        "half don e",
        "should be sined off next wk",
        "need to finalise",
    ],
)
def test_no_slip_is_seen_where_the_words_mean_something_else(text):
    """Real words, names, doubts and half statements never become a confirmation."""
    assert read(text).intent is not Intent.COMPLETE


def test_a_contest_is_no_milestone_completed():
    """Where the title is about a contest, "competed" says that somebody took part."""
    assert read("competed last thursday", "Force football competition held").intent is not Intent.COMPLETE


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("Exend to 14 Jan", date(2027, 1, 14)),
        ("EXTND 12 January", date(2027, 1, 12)),
        ("plz extend til 14 Decmeber", date(2026, 12, 14)),
        ("can we have untill 14 Decemebr pls", date(2026, 12, 14)),
    ],
)
def test_a_misspelt_request_names_its_day(text, due):
    """A request for more time is understood with its slips."""
    reading = read(text)
    assert (reading.intent, reading.due) == (Intent.EXTEND, due)


@pytest.mark.parametrize(
    "word",
    ["finalise", "authorise", "police", "party", "singed", "competed", "compulsion", "trainer", "approve", "www"[:1]],
)
def test_an_ordinary_word_is_left_alone(word):
    """Forms of verbs and words that only lie near a word of status stay."""
    assert mended(word) == word


def test_places_in_a_respelled_text_are_those_as_written():
    """What stands behind a day that was spelled out keeps its place."""
    text = "done last wk, ask me yday please"
    plain = respelled(text)
    assert plain.text == "done last week, ask me yesterday please"
    at = plain.text.index("yesterday")
    assert text[plain.written(at) : plain.written(at + len("yesterday"), end=True)] == "yday"
    assert text[plain.written(plain.text.index("please")) :] == "please"


def test_the_words_of_a_reply_are_passed_on_as_written():
    """Mending changes how a reply is read, never what is passed on of it."""
    assert read("Its been sined off, soz fat fingers").text == "Its been sined off, soz fat fingers"


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
    assert read(text).intent is not Intent.COMPLETE


@pytest.mark.parametrize("text", ["nto done", "Not doen", "no tdone", "Isnt done", "havent finnished", "Nearley done"])
def test_a_misspelt_denial_is_read_as_one(text):
    """It is not even asked back: the answer is plain."""
    assert read(text).intent is Intent.NOT_COMPLETE


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
    found = read(text)
    assert (found.intent, found.due) == (Intent.EXTEND, due)
