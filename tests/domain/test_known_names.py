"""Which post a sentence names: exactly one of the board's, or none; never a guess."""

import pytest

from milestones.domain.plans.known_names import post_named_in
from tests.partnership import TODAY, partnership


@pytest.mark.parametrize(
    ("words", "post"),
    [
        ("Pass to: Head of Risk and Audit", "head-of-risk"),
        ("pass to the Head of Risk and Audit, please.", "head-of-risk"),
        ("Not mine any more, speak to the DCS", "dcs"),
        ("Please contact university-secretary@wold.example about this", "university-secretary"),
        ("pass to: university-secretary", "university-secretary"),
        ("Pass to: somebody in housing", None),
        ("Pass to: Head of Communications", None),
        ("Pass to the DCS or the Chief Executive", None),
        ("This is one for the Police", None),
        ("As BCU Commander I no longer lead on this, the Chief Executive does", "chief-executive"),
        ("", None),
    ],
)
def test_a_sentence_names_the_one_post_that_stands_in_it(words, post):
    """Titles, aliases, ids and addresses count; a shared title, two posts or an organisation name nobody."""
    assert post_named_in(words, partnership(), TODAY, but="bcu-commander") == post


def test_a_very_long_sentence_is_read_in_no_time():
    """Only the beginning of a text can name a post."""
    assert post_named_in("word " * 100_000 + "DCS", partnership(), TODAY) is None
