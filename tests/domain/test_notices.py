"""Notices to the coordinator."""

from datetime import UTC, datetime

import pytest

from milestones.domain.notices import HeldBecause, held_reply
from tests.office import BOARD

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("because", "words"),
    [
        (HeldBecause.ANOTHER_SENDER, "Reply 7 is held: a letter to Lead was answered from another address."),
        (
            HeldBecause.YES_FROM_ELSEWHERE,
            "Reply 7 is held: a reply from Lead was confirmed, but not through the question's own address.",
        ),
    ],
)
def test_the_notice_of_a_held_reply_says_why_it_is_held(because, words):
    """Each reason in its own words, with the post by its title, and how to decide."""
    notice = held_reply(BOARD, "lead", ("HUM-1",), 7, NOW, because)
    assert notice.facts["headline"] == words
    assert notice.to == BOARD.coordinator
    assert any("replies accept 7" in line for line in notice.facts["lines"])
