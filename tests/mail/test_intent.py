"""Holds the reader of replies to its promises: no false confirmation, plain answers read, nothing raises."""

from __future__ import annotations

import json
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milestones.domain.reading import Asked, AskedItem, Intent
from milestones.mail.words.intent import understand
from tests.bench.accuracy import CORPUS, ONE, SEVERAL, WRITTEN_ON, judge, read_case
from tests.patience import patient

ASKED = Asked("reminder", ONE, WRITTEN_ON)
CASES = [json.loads(line) for path in sorted(CORPUS.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]


def intent(text: str, asked: Asked = ASKED) -> Intent:
    """Read a reply about one milestone."""
    return understand(text, asked)[0].intent


def of(text: str, kind: str = "reminder") -> dict[str, tuple[str, date | None]]:
    """Read a reply about four milestones, by milestone."""
    readings = understand(text, Asked(kind, SEVERAL, WRITTEN_ON))
    return {milestone: (one.intent.value, one.due) for one in readings for milestone in one.milestones}


def test_no_case_of_any_corpus_is_read_as_a_false_confirmation():
    """Whatever is labelled as anything but a confirmation is never read as one."""
    false = [
        case["text"] for case in CASES for _, have, verdict in judge(case) if have == "complete" and verdict != "right"
    ]
    assert false == []


@pytest.mark.parametrize("wanted", ["complete", "extend"])
def test_nine_of_ten_confirmations_and_requests_are_read(wanted):
    """At least 90 % of the confirmations and extension requests of the corpora need no question back."""
    verdicts = [verdict for case in CASES for want, _, verdict in judge(case) if want == wanted]
    assert verdicts.count("right") >= 0.9 * len(verdicts)


def test_hardly_any_case_is_read_wrongly():
    """At least 97 % of all corpora is read rightly or asked back about."""
    verdicts = [verdict for case in CASES for _, _, verdict in judge(case)]
    assert verdicts.count("wrong") <= 0.03 * len(verdicts)


SPOILERS = (
    "not {}",
    "{}? no",
    "90% {}",
    "partly {}",
    "nearly {}",
    "{} except the annex",
    "{} apart from one signature",
    "{} once the chair signs",
    "{} if the board agrees",
    "{} subject to approval",
    "will be {}",
    "should be {} soon",
    "hope to have it {}",
    "{} unless you object",
    "I think {}",
    "{} I think",
    "as far as I know {}",
    "{} in principle",
    "never {}",
    "half {}",
    "{}, but the annex is outstanding",
    "{} next week",
    "{} by Friday",
    "to be {}",
    "{} for two of the five stations",
    "{} pending sign-off",
    "{}?",
    "the first stage is {}",
    "Dave says it is {}",
    "{}.\n\nPS the annex is not signed yet",
    "stage 1 {}",
    "{} so far",
    "{} for now",
    "{} on paper",
    "{} or not",
)
PLAIN = (
    "done",
    "Done.",
    "complete",
    "completed",
    "finished",
    "signed off",
    "This is complete",
    "This has been done",
    "All completed",
    "It is finished",
    "We have completed this",
    "I can confirm this is complete",
    "closed",
    "sorted",
    "Actioned",
    "Delivered in full",
)


@pytest.mark.parametrize("plain", PLAIN)
def test_a_plain_confirmation_is_read(plain):
    """The plainest words need no question back."""
    assert intent(plain) is Intent.COMPLETE


@given(st.sampled_from(PLAIN), st.sampled_from(SPOILERS), st.booleans())
def test_a_confirmation_with_a_spoiler_is_none(plain, spoiler, loud):
    """A negation, a part, a condition, a future, a hedge, a question: any of them makes it no confirmation."""
    text = spoiler.format(plain.rstrip("."))
    assert intent(text.upper() if loud else text) is not Intent.COMPLETE


@given(
    st.sampled_from(PLAIN),
    st.sampled_from(
        ("not", "never", "90%", "if", "almost", "until", "might", "except", "pending", "half", "draft", "hardly")
    ),
    st.data(),
)
def test_a_spoiling_word_at_any_place_spoils_a_confirmation(plain, word, data):
    """Negators, parts, conditions and modals count at any distance from the word they spoil."""
    words = plain.rstrip(".").split()
    at = data.draw(st.integers(0, len(words)))
    assert intent(" ".join([*words[:at], word, *words[at:]])) is not Intent.COMPLETE


DRESSES = (
    "{}",
    "*{}*",
    "Hi,\n\n{}",
    "Hello Sue\n{}\n\nKind regards\nDave",
    "OFFICIAL-SENSITIVE\n\n{}",
    "\ufeff{}",
    "  \u00a0{}\u00a0\n",
    "{}\n\nSent from my iPhone",
    "{}\n\n> Reply DONE if it is complete, NOT DONE if it is not",
    "**{}**",
    "Dear all,\n{}\n\nMany thanks\nPC 1234 Jones",
    "M-1042: {}",
    "{}\n\n*****\nThis e-mail is intended only for the recipient. It may not be read once complete.\n*****",
)
ANSWERS = (
    *PLAIN,
    "not done yet",
    "Please extend to 14 December",
    "snooze until Monday",
    "Blocked: waiting for legal",
    "Pass to DI Patel",
    "undo",
    "Nearly done",
)


@given(st.sampled_from(ANSWERS), st.sampled_from(DRESSES), st.booleans())
def test_what_stands_around_an_answer_does_not_change_it(answer, dress, loud):
    """Greeting, sign-off, marking, bold, spaces, quotes, case: the reading stays the same."""
    plain = understand(answer, ASKED)[0]
    dressed = understand(dress.format(answer.upper() if loud and answer != "Pass to DI Patel" else answer), ASKED)[0]
    assert (dressed.intent, dressed.due) == (plain.intent, plain.due)


WORDS = (
    *("done", "not", "HUM-1", "HUM-2", "all", "except", "and", "the", "rest", "1", "2", "first", "two", "until", "to"),
    *("14", "December", "but", "if", "✅", ",", ".", "?", ":", "-", "\n"),
)


@given(st.text(max_size=300))
@settings(max_examples=150)
def test_no_text_raises(text):
    """Whatever comes in is read as something."""
    assert understand(text, ASKED)


@given(
    st.lists(
        st.sampled_from(WORDS),
        max_size=25,
    )
)
@settings(max_examples=200)
def test_no_mixture_of_our_words_raises(words):
    """Any order of the grammar's own words is read as something, for several milestones too."""
    assert understand(" ".join(words), Asked("reminder", SEVERAL, WRITTEN_ON))


@pytest.mark.parametrize(
    "piece",
    [
        "not ",
        "> ",
        "done, ",
        "HUM-1 ",
        "HUM-1, ",
        "a.",
        "14 December ",
        "(",
        "until ",
        "all ",
        "1 ",
        "-",
        "*",
        "\n",
        "é",
        "to HUM-2 and ",
        "\u200b",
    ],
)
def test_hostile_length_costs_no_time(piece):
    """A megabyte of anything is read within a second, because only the first part of it is read."""
    began = time.process_time()
    understand(
        piece * (1_000_000 // len(piece)), Asked("reminder", SEVERAL, WRITTEN_ON, "Reply DONE if it is complete\n" * 50)
    )
    assert time.process_time() - began < patient(2)


def test_our_own_lines_do_not_count():
    """Lines pasted from our letter, without any quote mark, are ours and not the owner's."""
    letter = (
        "Milestone M-1042 is due on 27 November.\nReply with one of these:\nDONE\nNOT DONE\n"
        "This milestone is complete and signed off by all.\n"
    )
    asked = Asked("reminder", ONE, WRITTEN_ON, letter)
    assert intent(letter, asked) is Intent.UNCLEAR
    assert intent("This milestone is complete and signed off by all.", asked) is Intent.UNCLEAR
    assert intent("DONE", asked) is Intent.COMPLETE
    assert intent("Not done\n" + letter, asked) is Intent.NOT_COMPLETE


def test_our_own_title_is_no_confirmation():
    """A title that reads like a confirmation, echoed alone, confirms nothing; with a word of the owner's it does."""
    assert intent("Joint CCTV protocol signed off") is not Intent.COMPLETE
    assert intent("Joint CCTV protocol signed off - done") is Intent.COMPLETE


def test_a_bare_word_about_several_milestones_is_asked_back():
    """A bare "done" to a letter with four milestones does not say which."""
    assert {one for one, _ in of("Done").values()} == {"unclear"}
    assert {one for one, _ in of("All done").values()} == {"complete"}


def test_named_milestones_get_each_their_own_reading():
    """One reply may answer for several milestones in several ways."""
    assert of("HUM-1 done, HUM-4 need until 3 Dec") == {
        "HUM-1": ("complete", None),
        "HUM-4": ("extend", date(2026, 12, 3)),
    }


def test_another_milestone_mentioned_is_not_spoken_of():
    """What ours depends on, or where the rest happens, is no statement about that other milestone."""
    assert set(of("HUM-1 depends on HUM-2 which is done")) == {"HUM-1"}
    assert of("HUM-1 depends on HUM-2 which is done")["HUM-1"][0] == "blocked"


@pytest.mark.parametrize("kind", ["reminder", "escalation", "assignment", "agreement_request", "decision_request"])
@pytest.mark.parametrize("word", ["agreed", "approved", "yes", "ok", "accepted", "I agree"])
def test_assent_is_never_a_confirmation(kind, word):
    """To agree, approve or say yes does not say that the work is done."""
    assert intent(word, Asked(kind, ONE, WRITTEN_ON)) is not Intent.COMPLETE


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.get("intent") == "auto_reply"], ids=lambda case: case["text"][:40]
)
def test_machines_confirm_nothing(case):
    """A text plainly written by a machine is an auto-reply, even where it holds our keywords."""
    assert read_case(case)[0].intent is Intent.AUTO_REPLY


def test_a_reading_says_its_rule_and_the_words():
    """Each reading carries the owner's words and the name of the rule, for the record."""
    (reading,) = understand("Blocked: waiting for the vetting unit", ASKED)
    assert (reading.milestones, reading.text) == (("M-1042",), "waiting for the vetting unit")
    assert reading.reason


def test_the_reader_knows_no_milestone_but_the_asked_and_the_named():
    """An id that was not asked is still reported by its id; the flow checks the right."""
    assert of("HUM-9 done") == {"HUM-9": ("complete", None)}


def test_an_empty_reply_is_unclear():
    """No words of the owner's: asked back."""
    for text in ("", "\n\n", "> quoted", "[cid:image001.png@01DB]"):
        assert intent(text) is Intent.UNCLEAR


def test_the_corpora_are_wide():
    """The project's own corpora hold hundreds of labelled replies, a part of them held out from tuning."""
    assert len(CASES) > 900
    assert any("heldout" in path.stem for path in Path(CORPUS).glob("*.jsonl"))
    assert AskedItem("X-1", "t").due is None
