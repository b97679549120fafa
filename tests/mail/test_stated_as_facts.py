"""Holds facts that equal a title, and what is told beside them, apart from what only sounds so.

"It is on the website now" confirms where the title asks to publish there, "it goes up on Friday" nowhere.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from milestones.domain.reading import Intent
from tests.mail.asked import intent_of

TITLES = {
    "site": "Publish updated Prevent referral pathway on the council website",
    "place": "Information sharing agreement in place between police and the university",
    "sign": "Joint CCTV protocol signed off",
    "train": "Deliver WRAP training to all front-line housing staff",
    "adopt": "Venue hire policy adopted by the council",
    "appoint": "Appoint a single point of contact in every secondary school",
    "refresh": "Refresh the counter-terrorism local profile",
    "hold": "Hold four community engagement events",
}
TAILS = (Path(__file__).parent / "corpus" / "tails.txt").read_text(encoding="utf-8").splitlines()
NEAR_MISSES = (Path(__file__).parent / "corpus" / "near_misses.txt").read_text(encoding="utf-8").splitlines()


def read(title: str, text: str) -> Intent:
    """Read a reply about the milestone of that kind."""
    return intent_of(TITLES[title], text)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("site", "It's up"),
        ("site", "All live now"),
        ("site", "Went up last night"),
        ("site", "The updated pathway is now on the council website."),
        ("site", "The web team put it up yesterday"),
        ("site", "It has been on our site since half term"),
        ("site", "The new version is live, thanks"),
        ("site", "Please take this off my list, it went up on the 9th."),
        ("place", "We now have an agreement in place with the uni"),
        ("place", "There is an agreement in place between ourselves and the university"),
        ("place", "The information sharing agreement with the university is in place."),
        ("place", "It has been in force since 1 October"),
        ("place", "Both sides have signed"),
        ("sign", "We have a fully signed protocol"),
        ("sign", "There is now a signed protocol"),
        ("sign", "Ratified at Gold on 17 November"),
        ("sign", "Police and council have both signed it"),
        ("sign", "The Leader and the Chief Constable put their names to it last Thursday"),
        ("sign", "All signatures obtained"),
        ("sign", "The last of the districts has signed"),
        ("sign", "Signed off, comes into force 1 December"),
        ("sign", "It was signed straight after full council"),
        ("adopt", "Adopted on 5 November, takes effect in January"),
        ("train", "214 out of 214 trained."),
        ("train", "All 86 have attended"),
        ("train", "We mopped up the last three stragglers this morning so that's everyone."),
        ("train", "Good news - we've got everybody through it"),
        ("train", "All of them have had it, the last lot on Thursday."),
        ("sign", "Date of completion: 23 November 2026"),
        ("sign", "Final signed PDF went up on the shared drive this morning."),
        ("site", "That's gone on the website now"),
        ("sign", "No longer outstanding"),
        ("sign", "It wasn't done when you last asked. It is now."),
        ("sign", "We finished this in October. Why is it still showing?"),
        ("sign", "Complete. Operator training is a separate milestone and that one isn't done yet."),
        ("sign", "It's all signed, sorry I never told you"),
        ("sign", "This action is now discharged in full and may be closed."),
        ("sign", "No delay on this one, it's been signed"),
        ("sign", "Please disregard the request for more time I sent on Monday. It was signed this morning."),
        ("sign", "Done, and the lessons learned session is in the diary for 10 December"),
        ("sign", "I was going to ask for an extension but we got it over the line today"),
        ("train", "Nobody left to train, all done"),
        ("sign", "After three drafts, two solicitors and one lost envelope: complete"),
        ("sign", "After a long battle it is done"),
        ("sign", "Not only signed but already in use"),
        ("sign", "Not a minute too soon - signed at 8 this morning"),
        ("sign", "Never thought I'd get to type this: DONE"),
        ("sign", "Before you send another one, yes it's done"),
        ("sign", "It was not done when you last asked, it is now"),
        ("sign", "I put NOT DONE on Friday in error, it should have said DONE"),
        ("sign", "Was blocked by legal till yesterday. Unblocked, signed, complete."),
        ("sign", "I told you NOT DONE last week. It is now DONE."),
        ("sign", "Scrap my request for 4 December - we managed it today"),
        ("sign", "Done. The hard copy will follow when the scanner is mended."),
        ("sign", "Done - do you want the minutes as evidence?"),
        ("sign", "Completed. Not sure whether you need anything else from me?"),
        ("sign", "So sorry, your other emails went into junk! This was finished last week."),
        ("sign", "My fault for not replying sooner. Completed 5 November."),
        ("sign", "Sorry, been off with a chest infection. Done."),
        ("sign", "Should have told you in October when we signed it. Complete."),
        ("sign", "Bit of a saga this. Done."),
        ("sign", "Done. Had to chase the university four times."),
        ("sign", "Done. Legal sealed it on the 18th."),
        ("sign", "Complete. Signed by the police on 3 November and by us on the 5th."),
        ("sign", "Done. The first review will not be until next November."),
        ("train", "Complete. New starters will pick it up at induction."),
        ("sign", "Took three drafts but we got there in the end. Done."),
        ("sign", "Crossed the finish line yesterday"),
        ("sign", "Been done since Halloween"),
        ("sign", "It has been complete for a fortnight"),
        ("sign", "As I said at the delivery group, this is complete."),
    ],
)
def test_a_fact_that_equals_the_title_confirms(title, text):
    """What the title asks for is said to have happened, or to be so, and nothing else is said."""
    assert read(title, text) is Intent.COMPLETE


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("site", "It goes up on Friday"),
        ("site", "It is on the website as a draft"),
        ("site", "It's up to legal"),
        ("site", "It's up for approval"),
        ("site", "It went up but came down"),
        ("site", "It's on the test site"),
        ("site", "The old pathway is on the website"),
        ("site", "The pathway is on the police website"),
        ("site", "The page is live but the pathway is not on it"),
        ("site", "It went out for comment"),
        ("site", "The page is live, the document is not"),
        ("site", "Comms have it"),
        ("site", "Comms put it on their list"),
        ("site", "It is up on the wall"),
        ("site", "Up"),
        ("site", "It was on the website"),
        ("site", "All live on Friday"),
        ("site", "Goes live today if comms agree"),
        ("site", "Half of it is up"),
        ("site", "It is live for staff"),
        ("site", "It went live and broke"),
        ("site", "We put it up for translation"),
        ("site", "It's on the web team's list"),
        ("site", "The page is up, pathway to follow"),
        ("site", "It's up. Welsh version next week."),
        ("place", "We have an agreement in principle"),
        ("place", "We have a draft agreement in place"),
        ("place", "We have an interim agreement in place"),
        ("place", "There is an agreement in place with the council"),
        ("place", "We need an agreement in place"),
        ("place", "We have an agreement to meet"),
        ("place", "Police have signed"),
        ("place", "Signed by the university"),
        ("place", "We have an agreement in place verbally"),
        ("place", "It had been in force since October"),
        ("place", "It has been in force since October but lapsed"),
        ("place", "The agreement with the university will be in place by Friday"),
        ("place", "There is an agreement in place between the police and the college"),
        ("sign", "We have a protocol"),
        ("sign", "We have a signed draft"),
        ("sign", "We have a signed protocol from the police"),
        ("sign", "Police and council have signed"),
        ("sign", "Police and council will both sign it"),
        ("sign", "Police and council both have it"),
        ("sign", "Both sides have signed up to the idea"),
        ("sign", "The last of the districts has yet to sign"),
        ("sign", "All but one signature obtained"),
        ("sign", "The last signature is expected on Friday"),
        ("sign", "Signed copy of ours attached"),
        ("sign", "Comes into force 1 December"),
        ("sign", "It comes into force once signed"),
        ("sign", "To be signed straight after full council"),
        ("sign", "Ratified subject to legal"),
        ("sign", "Ratified in principle at Gold"),
        ("train", "214 out of 220 trained"),
        ("sign", "It wasn't done when you last asked. It is not now."),
        ("sign", "It wasn't done when you last asked. It is now?"),
        ("sign", "It wasn't done when you last asked. It is now with legal."),
        ("sign", "Why is it still showing? We are not finished."),
        ("sign", "No longer outstanding for us"),
        ("sign", "No delay on this one, it will be signed"),
        ("sign", "Please disregard the request for more time I sent on Monday."),
        ("sign", "Done, and the last session is in the diary for 10 December"),
        ("train", "Done, and the north session is in the diary for 10 December"),
        ("sign", "Complete. The signature is a separate milestone but the rest isn't done yet."),
        ("train", "214 trained"),
        ("train", "We will mop up the last three stragglers"),
        ("train", "We've got everybody through it bar two"),
        ("train", "Got everyone through the door"),
        ("train", "The last lot on Thursday"),
        ("sign", "Date of completion: 23 December 2026"),
        ("sign", "Completion date"),
        ("site", "That's gone"),
        ("train", "86 have attended"),
        ("train", "All 86 in the north have attended"),
        ("train", "All 86 have been invited"),
        ("train", "All 12 managers have attended"),
        ("train", "New starters will pick it up at induction"),
        ("train", "Done for existing staff, new starters will get it at induction"),
        ("train", "Done except new starters, who get it at induction"),
        ("sign", "After the meeting: done"),
        ("sign", "After Friday: done"),
        ("sign", "After many drafts, nearly done"),
        ("sign", "After a long battle it is with legal"),
        ("sign", "Not only signed but rejected"),
        ("sign", "Not only not signed but not drafted"),
        ("sign", "Never thought I'd say this: not done"),
        ("sign", "Before you send another one, it is not done"),
        ("sign", "It was not done when you last asked and it is not now"),
        ("sign", "I put DONE on Friday in error, it should have said NOT DONE"),
        ("sign", "No longer stuck, should be signed on Friday"),
        ("sign", "Was blocked by legal till yesterday. Now being signed."),
        ("sign", "I told you NOT DONE last week."),
        ("sign", "I told you NOT DONE last week. Same again."),
        ("sign", "Scrap my request for 4 December - make it 11 December"),
        ("sign", "Scrap my request for 4 December - we did not manage it"),
        ("sign", "The hard copy will follow when it is done"),
        ("sign", "Done when the scan follows"),
        ("sign", "Do you want it done as evidence?"),
        ("sign", "Done, or do you need more from the council?"),
        ("sign", "Sorry, been off with a chest infection."),
        ("sign", "Should have told you in October, it is not signed."),
        ("sign", "I should have been done by now"),
        ("sign", "Bit of a saga this"),
        ("sign", "Had to chase the university four times and still nothing. Not done."),
        ("sign", "Done? Had to chase the university four times."),
        ("sign", "Legal have it"),
        ("sign", "Done. Legal want changes."),
        ("sign", "Done. Signed by the police on 3 November and by us on Friday if all goes well."),
        ("sign", "Done. Review will be on Friday."),
        ("sign", "Took three drafts and we are not there. Done with it."),
        ("sign", "We managed it badly"),
        ("sign", "Met"),
        ("sign", "Met on Friday"),
        ("sign", "We met"),
        ("sign", "Not met"),
        ("sign", "Half met"),
        ("sign", "Tick off my name"),
        ("sign", "The finish line is in sight"),
        ("sign", "It has been complete for a fortnight bar the appendix"),
        ("sign", "As I said at the delivery group, this will be complete."),
        ("sign", "As I said at the delivery group, this is complete nonsense."),
        ("sign", "Already reported as not done"),
        ("sign", "The easy one is put to bed"),
        ("sign", "Put this one to bed on Friday"),
        ("sign", "Is the ink dry on this one?"),
        ("sign", "All wrapped up with other work"),
        ("sign", "I have squared it with the Chief"),
    ],
)
def test_what_only_sounds_like_such_a_fact_does_not(title, text):
    """The same words with a part, a day ahead, another's act, a doubt or a question in them confirm nothing."""
    assert read(title, text) is not Intent.COMPLETE


@pytest.mark.parametrize("line", NEAR_MISSES)
def test_a_near_miss_confirms_nothing(line):
    """One word from a confirmation: a draft, one side, a condition, another body, a year gone by, a part."""
    title, _, text = line.partition(" | ")
    assert read(title, text) is not Intent.COMPLETE


@pytest.mark.parametrize(
    "form", ["Done - {}", "Done, {}", "Done ({})", "Done: {}", "Done {}", "All done, {}", "Done. {}"]
)
def test_what_limits_a_confirmation_in_its_own_sentence_leaves_none(form):
    """Where, for whom, which paper, how far, until when: whatever mark stands before it, whatever the title."""
    titles = list(TITLES)
    read_as_done = [
        (titles[(at + turn) % len(titles)], tail)
        for at, tail in enumerate(TAILS)
        for turn in (0, 3)
        if read(titles[(at + turn) % len(titles)], form.format(tail)) is Intent.COMPLETE
    ]
    assert read_as_done == []
