"""What was understood is said back in words, with the writer's own reason and nothing else."""

import pytest

from milestones.domain.reading import Intent, Reading
from milestones.domain.replied import own_reason, understood


@pytest.mark.parametrize(
    ("intent", "text", "reason"),
    [
        (Intent.BLOCKED, "Blocked: waiting for vetting", "waiting for vetting"),
        (Intent.BLOCKED, "HUM-4 blocked: no room before May", "no room before May"),
        (Intent.BLOCKED, "We are waiting for vetting", "We are waiting for vetting"),
        (Intent.OBJECT, "Agree to all except HUM-2.\nHUM-2 object: too soon", "too soon"),
        (Intent.OBJECT, "We object: the term dates make this impossible", "the term dates make this impossible"),
        (Intent.REJECT, "Reject: inspectors come in March", "inspectors come in March"),
        (Intent.REJECT, "No, inspectors come in March", "No, inspectors come in March"),
        (Intent.NOT_COMPLETE, "not done yet: half of it", "half of it"),
        (Intent.APPROVE, "Approve", ""),
        (Intent.APPROVE, "Approved, thank you.", ""),
        (Intent.APPROVE, "Approve: the inspectors asked for it too", "the inspectors asked for it too"),
        (Intent.COMMENT, "Blocked: is a word I like", "Blocked: is a word I like"),
        (Intent.BLOCKED, "Blocked:", "Blocked:"),
    ],
)
def test_the_reason_is_what_follows_the_word_that_was_offered(intent, text, reason):
    """The offered word and the milestone's id are no part of the reason; any other wording stands as written."""
    assert own_reason(Reading(intent, text=text)) == reason


def test_what_was_understood_says_the_offered_word_once():
    """An acknowledgement reads `it is blocked: waiting for vetting`, not `it is blocked: blocked: ...`."""
    assert (
        understood(Reading(Intent.BLOCKED, text="Blocked: waiting for vetting")) == "it is blocked: waiting for vetting"
    )
    assert understood(Reading(Intent.OBJECT, text="object: too soon")) == "you object: too soon"
