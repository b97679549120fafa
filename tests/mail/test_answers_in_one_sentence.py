"""Holds several answers in one sentence, and the reason or target of an answer, to what the writer said."""

from __future__ import annotations

import pytest

from milestones.domain.reading import Asked, Intent
from milestones.mail.words.intent import understand
from tests.bench.accuracy import ONE, SEVERAL, WRITTEN_ON

YES, NO, P, R = Intent.AGREE, Intent.OBJECT, Intent.APPROVE, Intent.REJECT


def of(text: str, kind: str) -> dict[str, Intent]:
    """Read an answer to a request about four milestones, by milestone's number."""
    readings = understand(text, Asked(kind, SEVERAL, WRITTEN_ON))
    return {milestone[-1]: one.intent for one in readings for milestone in one.milestones}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Agree HUM-1, object to HUM-2: too soon", {"1": YES, "2": NO}),
        ("Agree HUM-1; object to HUM-2: too soon", {"1": YES, "2": NO}),
        ("Agree HUM-1 but object to HUM-2 - too soon", {"1": YES, "2": NO}),
        ("Agree HUM-1 and object to HUM-2", {"1": YES, "2": NO}),
        ("Agree HUM-1 object to HUM-2", {"1": YES, "2": NO}),
        ("HUM-1 agreed; HUM-2 objection - unrealistic", {"1": YES, "2": NO}),
        ("object to 2, agree the rest", {"2": NO, "1": YES, "3": YES, "4": YES}),
        ("agree the rest, object to 2", {"2": NO, "1": YES, "3": YES, "4": YES}),
        ("agree to all but HUM-2", {"1": YES, "3": YES, "4": YES, "2": Intent.UNCLEAR}),
        ("Object to HUM-2 and HUM-3, happy with the rest", {"1": YES, "4": YES, "2": NO, "3": NO}),
        ("agree HUM-1, object to HUM-9: too soon", {"1": YES, "9": NO}),
        ("I agree with HUM-1 but cannot agree HUM-2 because schools are shut", {"1": YES, "2": NO}),
        ("HUM-2 object: schools cannot be briefed, agree HUM-1", {"1": YES, "2": NO}),
        ("agree HUM-1 if funded, object to HUM-2", {"1": Intent.UNCLEAR, "2": NO}),
        ("agree HUM-1, do not object to HUM-2", {"1": YES, "2": YES}),
        ("agree HUM-1, no objection to HUM-2", {"1": YES, "2": YES}),
        ("agree HUM-1, otherwise object to HUM-2", {"1": Intent.UNCLEAR}),
        ("Agree HUM-1, object", {"1": Intent.UNCLEAR}),
        ("if we agree HUM-1, object to HUM-2", {"1": Intent.UNCLEAR}),
        ("object to 2 of these", dict.fromkeys("1234", Intent.UNCLEAR)),
        ("agree 1-3", {"1": YES, "2": YES, "3": YES}),
        ("agree 2 to 4, object to 1: too soon", {"2": YES, "3": YES, "4": YES, "1": NO}),
        ("agree 2", {"2": YES}),
        ("agree 3-1", dict.fromkeys("1234", Intent.UNCLEAR)),
        ("1. agree\n2. object - no money\n3. agree\n4) agree", {"1": YES, "2": NO, "3": YES, "4": YES}),
        ("1. agree 2. object: no money 3. agree 4. agree", {"1": YES, "2": NO, "3": YES, "4": YES}),
        ("1. agree 2. object: no money 3. agree", dict.fromkeys("1234", Intent.UNCLEAR)),
    ],
)
def test_each_milestone_gets_the_agreement_or_objection_said_of_it(text, wanted):
    """Several answers in one sentence to an agreement request are read milestone by milestone."""
    assert of(text, "agreement_request") == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("1-3 done, 4 not yet", {**dict.fromkeys("123", Intent.COMPLETE), "4": Intent.NOT_COMPLETE}),
        ("1 to 3 are done", dict.fromkeys("123", Intent.COMPLETE)),
        ("1. done\n2. not yet\n3. done\n4. done", {**dict.fromkeys("134", Intent.COMPLETE), "2": Intent.NOT_COMPLETE}),
        ("1. done 2. done", dict.fromkeys("1234", Intent.UNCLEAR)),
        ("Done in 2 to 3 areas", dict.fromkeys("1234", Intent.UNCLEAR)),
    ],
)
def test_numbers_stand_for_the_places_in_the_letter(text, wanted):
    """A range or a numbered list that runs through the letter's names its milestones; one that does not is asked."""
    assert of(text, "reminder") == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("approve HUM-1, reject HUM-4: no evidence", {"1": P, "4": R}),
        ("Approve HUM-1 but reject HUM-4 - no evidence", {"1": P, "4": R}),
        ("approve HUM-1; reject HUM-4", {"1": P, "4": R}),
        ("reject 1, approve the rest", {"1": R, "2": P, "3": P, "4": P}),
        ("accept HUM-1 and HUM-2, refuse HUM-4", {"1": Intent.ACCEPT, "2": Intent.ACCEPT, "4": R}),
    ],
)
def test_each_milestone_gets_the_decision_said_of_it(text, wanted):
    """Several decisions in one sentence are read milestone by milestone."""
    assert of(text, "decision_request") == wanted


@pytest.mark.parametrize(
    ("text", "kind", "told"),
    [
        ("Blocked: waiting for the DCSF toolkit", "reminder", "waiting for the DCSF toolkit"),
        ("Blocked. We are waiting for the toolkit", "reminder", "We are waiting for the toolkit"),
        ("M-1042 blocked - legal won't reply", "reminder", "legal won't reply"),
        ("waiting for legal", "reminder", "waiting for legal"),
        ("Blocked", "reminder", "Blocked"),
        ("pass to: head teacher", "reminder", "head teacher"),
        ("Please pass this to DI Patel, thanks", "reminder", "DI Patel"),
        ("Not mine, speak to Housing", "reminder", "Housing"),
        ("Not done yet: the annex is missing", "reminder", "the annex is missing"),
        ("Extend to 14 December: the chair is ill", "reminder", "the chair is ill"),
        ("Extend to 14 December, thanks", "reminder", "Extend to 14 December, thanks"),
        ("Snooze until Monday, I'm on a course", "reminder", "I'm on a course"),
        ("M-1042 object: schools cannot be briefed", "agreement_request", "schools cannot be briefed"),
        ("We object: the term dates make this impossible", "agreement_request", "the term dates make this impossible"),
        ("Object.", "agreement_request", "Object."),
        ("Reject: inspectors come in March", "decision_request", "inspectors come in March"),
        ("Rejected - no evidence seen", "decision_request", "no evidence seen"),
        ("Reject", "decision_request", "Reject"),
    ],
)
def test_the_text_is_the_reason_or_the_target_alone(text, kind, told):
    """The words of the answer itself are stripped; where nothing is left the whole sentence stays."""
    (reading,) = understand(text, Asked(kind, ONE, WRITTEN_ON))
    assert reading.text == told


def test_each_answer_of_a_sentence_keeps_its_own_reason():
    """Of two answers in one sentence each carries its own words."""
    readings = understand("object to HUM-2: too soon, agree HUM-1", Asked("agreement_request", SEVERAL, WRITTEN_ON))
    assert {one.milestones: one.text for one in readings} == {("HUM-2",): "too soon", ("HUM-1",): "agree HUM-1"}
