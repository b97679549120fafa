"""Holds the parts of the reader: what is the owner's, which milestones are meant, which words are a machine's."""

from __future__ import annotations

from datetime import date

import pytest

from milestones.domain.reading import Asked, AskedItem
from milestones.mail.inbound.automatic_wording import reads_as_automatic
from milestones.mail.inbound.furniture import LIMIT_CHARS, owner_lines
from milestones.mail.words.intent import understand
from milestones.mail.words.mentions import statements
from milestones.mail.words.spelling import mended
from milestones.mail.words.titles import title_of
from milestones.mail.words.tokens import MOST_SENTENCES, sentences
from tests.bench.accuracy import ONE, SEVERAL, WRITTEN_ON


def scopes(text: str) -> list[tuple[str, ...] | None]:
    """Give which milestones each statement of a reply is about."""
    asked = Asked("reminder", SEVERAL, WRITTEN_ON)
    return [one.milestones for one in statements(sentences(owner_lines(text), SEVERAL, WRITTEN_ON), asked)]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Hi Sue,\n\nDone.\n\nKind regards\nDave Smith\nInspector\nExt 5521", ("Done.",)),
        ("Done\nDave", ("Done",)),
        ("Done\nPS Jones", ("Done",)),
        ("OFFICIAL-SENSITIVE\nDone\nOFFICIAL", ("Done",)),
        ("> Reply DONE\nNot done", ("Not done",)),
        ("Done\n\nFrom: A <a@b.example>\nSent: today\nNot done", ("Done",)),
        ("[cid:image001.png@01DB]\nDone", ("Done",)),
        ("Do\u00adne\u200b", ("Done",)),
    ],
)
def test_what_stands_around_the_answer_goes(text, lines):
    """Greeting, sign-off, names, markings, quotes, pictures and invisible characters are not the answer."""
    assert tuple(line.strip() for line in owner_lines(text)) == lines


@pytest.mark.parametrize(
    "after",
    [
        "Regards\nDave\n\nPS the annex is not signed",
        "Kind regards\nDave\nStill waiting for legal though",
        "Minus Hull",
        "Annex Missing",
        "Police Side Only",
    ],
)
def test_an_afterthought_is_never_taken_for_a_signature(after):
    """What limits a confirmation counts wherever it stands below it."""
    assert understand(f"Done\n{after}", Asked("reminder", ONE, WRITTEN_ON))[0].intent != "complete"


def test_a_reply_longer_than_what_is_read_confirms_nothing():
    """What was not read could say anything."""
    asked = Asked("reminder", ONE, WRITTEN_ON)
    assert understand("Done.\n" + " " * LIMIT_CHARS + "\nNot really.", asked)[0].intent != "complete"
    assert understand("Done. " * (MOST_SENTENCES + 1), asked)[0].intent != "complete"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("HUM-1 done, HUM-4 not", [("HUM-1",), ("HUM-4",)]),
        ("HUM-1, HUM-3 and HUM-4 done", [("HUM-1", "HUM-3", "HUM-4")]),
        ("HUM-1, 2 and 3 done", [("HUM-1", "HUM-2", "HUM-3")]),
        ("HUM-1 to HUM-3 done", [("HUM-1", "HUM-2", "HUM-3")]),
        ("hum1 done", [("HUM-1",)]),
        ("HUM 2 done", [("HUM-2",)]),
        ("Done: HUM-1 and HUM-2", [("HUM-1", "HUM-2")]),
        ("both HUM-1 and HUM-2 done", [("HUM-1", "HUM-2")]),
        ("all done", [("HUM-1", "HUM-2", "HUM-3", "HUM-4")]),
        ("first two done, third not", [("HUM-1", "HUM-2"), ("HUM-3",)]),
        ("HUM-1 done, the rest not", [("HUM-1",), ("HUM-2", "HUM-3", "HUM-4")]),
        ("all done except HUM-2", [("HUM-1", "HUM-3", "HUM-4"), ("HUM-2",)]),
        ("the training one is done", [("HUM-1",)]),
        ("done", [None]),
        ("HUM-1 depends on HUM-2", [("HUM-1",)]),
        ("HUM-1 done HUM-2 not done", [("HUM-1",), ("HUM-2",)]),
    ],
)
def test_each_statement_knows_its_milestones(text, wanted):
    """Ids, lists, groups, places in the list, title words: each statement is about what it names."""
    assert scopes(text) == wanted


def test_a_bare_number_that_fits_two_milestones_names_none():
    """Where the second listed is HUM-1, "1 done, 2 not" could mean either."""
    items = (AskedItem("HUM-2", "One thing"), AskedItem("HUM-1", "Other matter"))
    readings = understand("1 done, 2 not", Asked("reminder", items, WRITTEN_ON))
    assert {one.intent for one in readings} == {"unclear"}


def test_a_part_of_a_title_that_lists_several_things_confirms_nothing():
    """Training in one of three towns is not the training in all three."""
    items = (AskedItem("HUM-1", "Training in Hull, Grimsby and Goole", date(2026, 11, 27)),)
    asked = Asked("reminder", items, WRITTEN_ON)
    for text in ("Hull training done", "Grimsby complete", "The training in Hull is done", "Completed in Goole"):
        assert understand(text, asked)[0].intent != "complete"
    assert understand("Training done", Asked("reminder", ONE, WRITTEN_ON))[0].intent != "complete"
    assert understand("The protocol is done", Asked("reminder", ONE, WRITTEN_ON))[0].intent == "complete"


def test_an_agency_is_not_the_milestone():
    """Of an agreement that police and council sign, "Police signed" is half."""
    title = title_of("Police and council data sharing agreement signed")
    assert not title.is_named_by(["police"])
    assert not title.is_named_by(["council"])
    assert title_of("Data sharing agreement signed").is_named_by(["agreement"])


@pytest.mark.parametrize("text", ["I am out of the office until Monday.", "This mailbox is not monitored."])
def test_a_machines_words_are_named(text):
    """The reason says what kind of machine it was."""
    assert reads_as_automatic(text)


@pytest.mark.parametrize(
    "text",
    [
        "Done",
        "The Inspector is on leave, could it go to 8 Dec?",
        "I'm on leave until 7 December so please extend to 14 December",
        "I no longer work for the council",
        "Completed yesterday.\n\nRegards\n\nSue\n\nI am out of the office on Fridays.",
    ],
)
def test_a_person_who_mentions_leave_is_a_person(text):
    """A request or a signature's office hours do not make a machine."""
    assert reads_as_automatic(text) is None


@pytest.mark.parametrize(
    ("word", "plain"),
    [("compleated", "completed"), ("finsihed", "finished"), ("dnoe", "done"), ("compelte", "complete")],
)
def test_plain_words_are_mended_by_one_letter(word, plain):
    """A slip of one letter in the plainest words is forgiven."""
    assert mended(word) == plain


@pytest.mark.parametrize(
    "word", ["incomplete", "undone", "gone", "none", "compete", "competed", "completes", "unfinished"]
)
def test_other_words_are_never_mended_into_a_confirmation(word):
    """Real words, and words with a prefix that denies, stay what they are."""
    assert mended(word) == word
