"""Holds what is said on the way to the point apart from the point: surprise, trouble over, the next round.

The traps have the words of such turns and confirm nothing.
"""

from __future__ import annotations

from datetime import date

import pytest

from milestones.domain.reading import Asked, AskedItem, Intent
from milestones.mail.words.intent import understand

TITLES = {
    "adopt": "Venue hire policy adopted by the council",
    "train": "Staff in all schools trained to make a Prevent referral",
    "sign": "Information sharing agreement signed by police and council",
    "publish": "Community engagement plan published",
    "review": "Channel panel terms of reference reviewed",
}


def read(title: str, text: str) -> Intent:
    """Read a reply to a reminder of one milestone, written on Tuesday 24 November 2026."""
    item = AskedItem("HUM-7", TITLES[title], date(2026, 11, 27))
    readings = understand(text, Asked("reminder", (item,), date(2026, 11, 24)))
    return readings[0].intent if len(readings) == 1 else Intent.UNCLEAR


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("adopt", "Not sure why I am still being chased, it was completed and minuted in October."),
        ("adopt", "No idea why this is still on the list, all done."),
        ("publish", "I can't quite believe I am saying this but it is finished"),
        ("publish", "It was delayed by the printers twice but it is now done"),
        ("review", "It had been stuck for weeks, but legal cleared it on Friday and it is now complete."),
        ("adopt", "Full council adopted it on 18 November, minute 41."),
        ("adopt", "The council adopted the policy last Thursday"),
        ("adopt", "Policy adopted on 5 November and comes into force on 1 January. Please close."),
        ("review", "Done. The next annual review is due in November 2027."),
        ("review", "Complete. It will be reviewed annually."),
        ("publish", "Finished. The evaluation is a separate piece of work and is not done."),
        ("publish", "All done. The summary for schools is tracked under HUM-12."),
        ("publish", "No extension needed, complete."),
        ("publish", "We did not need the extra time after all, done."),
        ("publish", "Nothing outstanding on this, complete"),
        ("publish", "Done. I was waiting on the designer until Friday but she came back with no changes."),
        ("review", "ToR review: completed 17/11/2026"),
        ("adopt", "Done, 34 for, 2 against, 3 abstentions."),
        ("publish", "Not outstanding any more, done this morning"),
        ("publish", "Please ignore my request for an extension - it is done."),
        ("publish", "NOT DONE was what I sent on Friday. As of this morning it is done."),
        ("publish", "Milestone met, minute 6.2 refers"),
        ("publish", "This was complete by the end of October"),
    ],
)
def test_a_point_made_behind_a_turn_of_phrase_confirms(title, text):
    """Surprise, trouble that is over, no extension needed, minutes and the next round leave a confirmation standing."""
    assert read(title, text) is Intent.COMPLETE


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("adopt", "The policy was adopted by cabinet but council has not voted"),
        ("adopt", "Cabinet adopted it, council votes on Thursday"),
        ("adopt", "Council adopted the old policy in 2019"),
        ("sign", "Council signed it on Monday"),
        ("sign", "The council signed it off last week"),
        ("sign", "Members signed it on 4 November"),
        ("adopt", "It was held up but the draft is now complete"),
        ("adopt", "It was delayed but it is now complete in draft"),
        ("adopt", "It had been held up but it is now with legal"),
        ("adopt", "I thought it was done but it is now back with members"),
        ("adopt", "We were told it was done but it is not"),
        ("adopt", "The first half was late but it is now complete"),
        ("adopt", "Not sure why this is still open, it will be complete on Friday"),
        ("adopt", "Not sure why this is done"),
        ("adopt", "I can't believe it is done"),
        ("adopt", "I can't believe you think it is done"),
        ("adopt", "Contrary to what I said last month, this is not finished"),
        ("adopt", "I do not understand why it is showing as done"),
        ("adopt", "Done. The rest is a separate job"),
        ("adopt", "Done. Half of it is tracked under M-1050"),
        ("adopt", "Done, the council part that is. Cabinet sits under M-1050"),
        ("adopt", "Next review is complete"),
        ("adopt", "Adopted and comes into force on 1 December subject to call-in"),
        ("publish", "Published and goes live on Monday"),
        ("adopt", "Adopted in principle"),
        ("adopt", "Council adopted it subject to amendments"),
        ("adopt", "Council adopted it in draft"),
        ("adopt", "Policy adopted by Cabinet, full council on 8 December"),
        ("adopt", "It will be adopted"),
        ("adopt", "To be adopted and complete by Friday"),
        ("adopt", "NOT DONE was what I sent on Friday"),
        ("adopt", "NOT DONE was what I sent on Friday. Still the case."),
        ("adopt", "Ignore my request for an extension"),
        ("adopt", "Please ignore my request for an extension - it is not done though"),
        ("adopt", "No extension needed"),
        ("adopt", "No extension needed, will be complete on Friday"),
        ("adopt", "No extension needed, on track to complete"),
        ("adopt", "Nothing outstanding from the police side"),
        ("adopt", "Nothing further from us until council has met"),
        ("adopt", "Done from our side"),
        ("adopt", "Complete from the university side"),
        ("adopt", "No more to do here from us, complete once council signs"),
        ("adopt", "One for the done pile soon"),
        ("adopt", "Milestone met by Friday"),
        ("adopt", "Milestone met?"),
        ("adopt", "tick off when complete"),
        ("adopt", "Bagged it? Not yet"),
        ("adopt", "We did it wrong"),
        ("adopt", "We did it last year"),
        ("adopt", "We did it for housing"),
        ("adopt", "34 for, 2 against"),
        ("adopt", "Voted on: 34 for, 2 against, referred to scrutiny"),
        ("adopt", "Adopted 34 for, 2 against? Not till Thursday"),
        ("adopt", "It was complete by the end of October but then council changed it"),
        ("adopt", "It was complete by October, then unpicked"),
        ("adopt", "It was meant to be complete by the end of October"),
        ("adopt", "Somebody should have told you it is done"),
        ("adopt", "someone should have told you and that someone was me, it is on hold"),
        ("adopt", "Confirmed complete by the Monitoring Officer on Thursday"),
        ("adopt", "Confirmed as complete once minutes are signed"),
        ("adopt", "Minute 62 done"),
        ("adopt", "See minute 62, item 4 not done"),
        ("train", "Not outstanding any more for the secondary schools"),
        ("train", "It was hard work but it is done in most schools"),
        ("train", "It was hard work but it's done for secondary"),
        ("train", "We had trouble but it is done now in the north"),
        ("adopt", "I was waiting on the solicitor but she came back with comments. Done"),
        ("adopt", "Done. I was waiting on the solicitor but she has more questions"),
        ("adopt", "Done. I was waiting on legal but they came back with changes"),
        ("adopt", "Done. We were going to wait for members but they insisted"),
        ("adopt", "Done. I was ready but cabinet was not"),
        ("adopt", "Done. They were happy but the chair resigned"),
        ("adopt", "Council resolved to defer the policy"),
        ("adopt", "Full council threw it out"),
        ("adopt", "Council resolved to adopt the policy once amended"),
        ("adopt", "Policy: done badly"),
        ("adopt", "Venue hire policy: done next week"),
        ("adopt", "Done. Next review is due tomorrow"),
        ("review", "Review: next review done in November 2027"),
        ("review", "Reviewed annually"),
        ("review", "It is reviewed every year"),
        ("review", "Terms of reference are reviewed every year"),
        ("adopt", "Surprised that this is showing as complete"),
        ("adopt", "Despite what I said last week, it's done apart from the appendix"),
        ("adopt", "ignore what I said, it is done?"),
        ("adopt", "So you can tick this off your list on Friday"),
        ("adopt", "You can tick this off once council has voted"),
        ("adopt", "(minute 62 refers)"),
        ("adopt", "Adopted by the group, council next"),
        ("adopt", "Members adopted it at committee, council decides"),
        ("publish", "It was published but it is now withdrawn and complete rework needed"),
        ("publish", "We had it done but it was wrong, so it is now being done again"),
        ("publish", "It was rejected twice and it is done with"),
        ("publish", "I was told to stop, so it is finished"),
        ("publish", "The project was cancelled so it is finished"),
        ("publish", "They pulled the funding so it is complete"),
        ("publish", "He said no and it is done"),
        ("publish", "It was withdrawn, so this is closed"),
        ("publish", "The plan was scrapped and it is closed"),
        ("publish", "We gave up, so it is done"),
        ("publish", "It was abandoned but it is closed now"),
    ],
)
def test_a_turn_of_phrase_alone_confirms_nothing(title, text):
    """The same turns around what is open, partial, given up, another's or another year's are no confirmation."""
    assert read(title, text) is not Intent.COMPLETE


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("adopt", "It was not adopted."),
        ("adopt", "Policy has not yet been adopted"),
        ("publish", "To be published on Monday"),
        ("publish", "It will be published with the budget papers"),
        ("review", "These have never been reviewed"),
    ],
)
def test_the_verb_of_the_title_denied_or_ahead_is_progress(title, text):
    """What the title asks for, said not to have happened, is a report of progress."""
    assert read(title, text) is Intent.NOT_COMPLETE
