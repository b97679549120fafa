"""Tokens in plus-addresses: made, opened, bound, found in a mail's recipients."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestones.mail.address import (
    BOUNCE,
    REPLY,
    bound_text,
    loop_mark,
    make_token,
    message_id,
    new_token_id,
    open_token,
    plus_address,
    token_in,
    token_matches,
)

SECRET = b"a secret of the deployment, 32 B"
token_ids = st.binary(min_size=8, max_size=8).map(bytes.hex)
key_ids = st.integers(0, 255)
purposes = st.sampled_from([REPLY, BOUNCE])


def bound(**changed):
    """What a letter's row says, with something changed."""
    facts = {
        "kind": "reminder",
        "board": "humberside",
        "post": "bcu-commander",
        "address": "bcu@humberside.police.example",
        "milestones": [("HUM-1", 1), ("HUM-2", 1)],
        "expires_at": datetime(2027, 3, 1, 9, 0, tzinfo=UTC),
    }
    return bound_text(**(facts | changed))


@given(st.binary(min_size=1), token_ids, purposes, st.text(), key_ids)
def test_a_token_proves_what_it_was_made_for(secret, token_id, purpose, words, key_id):
    """A token opens to its ids, matches under its key, and is 40 lower-case letters and digits."""
    token = make_token(secret, token_id, purpose, words, key_id)

    assert open_token(token) == (key_id, token_id)
    assert token_matches({key_id: secret}, token, purpose, words)
    assert len(token) == 40
    assert token == token.lower()
    assert token.isalnum()


@given(token_ids, st.integers(0, 39), st.sampled_from("abcdefghijklmnopqrstuvwxyz234567"))
def test_a_token_changed_in_any_place_does_not_match(token_id, place, letter):
    """No single character of a token can be another: not of the ids, not of the tag."""
    token = make_token(SECRET, token_id, REPLY, bound())
    other = token[:place] + letter + token[place + 1 :]

    assert token_matches(dict.fromkeys(range(256), SECRET), other, REPLY, bound()) is (other == token)


@pytest.mark.parametrize(
    "changed",
    [
        {"kind": "escalation"},
        {"board": "hull"},
        {"post": "superintendent-csu"},
        {"address": "other@humberside.police.example"},
        {"milestones": [("HUM-1", 1)]},
        {"milestones": [("HUM-1", 2), ("HUM-2", 1)]},
        {"expires_at": datetime(2027, 3, 1, 9, 1, tzinfo=UTC)},
        {"expires_at": None},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_a_token_is_bound_to_everything_its_letter_says(changed):
    """The same token with another kind, board, post, address, milestone, cycle or expiry proves nothing."""
    token = make_token(SECRET, "00" * 8, REPLY, bound())

    assert token_matches({0: SECRET}, token, REPLY, bound())
    assert not token_matches({0: SECRET}, token, REPLY, bound(**changed))


def test_what_means_the_same_is_bound_the_same():
    """The order of milestones, the case of the address and the zone of the expiry make no difference."""
    later_zone = timezone(timedelta(hours=5))

    assert bound() == bound(
        milestones=[("HUM-2", 1), ("HUM-1", 1)],
        address="BCU@Humberside.Police.example",
        expires_at=datetime(2027, 3, 1, 14, 0, tzinfo=later_zone),
    )


def test_the_parts_of_a_token_cannot_be_shifted_into_each_other():
    """`a` + `bc` and `ab` + `c` are different letters: the parts are length-prefixed."""
    token = make_token(SECRET, "00" * 8, "a", "bc")

    assert not token_matches({0: SECRET}, token, "ab", "c")


def test_a_bounce_token_does_not_answer_and_a_reply_token_does_not_bounce():
    """The purpose is part of the proof."""
    token = make_token(SECRET, "00" * 8, BOUNCE, bound())

    assert not token_matches({0: SECRET}, token, REPLY, bound())


def test_keys_rotate_by_their_id():
    """An old letter's token matches while its key is kept, and no longer once it is gone."""
    old = make_token(SECRET, "00" * 8, REPLY, bound(), key_id=1)

    assert token_matches({1: SECRET, 2: b"new"}, old, REPLY, bound())
    assert not token_matches({2: SECRET}, old, REPLY, bound())
    assert not token_matches({1: b"new"}, old, REPLY, bound())
    assert not token_matches({}, old, REPLY, bound())


def test_an_unknown_key_is_not_the_empty_key():
    """A token made with an empty secret does not match where its key id is unknown."""
    token = make_token(b"", "00" * 8, REPLY, bound(), key_id=9)

    assert not token_matches({1: SECRET}, token, REPLY, bound())


@given(st.text(max_size=60))
def test_nonsense_is_no_token(text):
    """Whatever comes in, a token is 40 characters of its alphabet or nothing; nothing raises."""
    opened = open_token(text)

    assert opened is None or len(text.strip()) == 40
    assert not token_matches({0: SECRET}, text, REPLY, bound())


@given(token_ids)
def test_case_and_surrounding_space_do_not_matter(token_id):
    """Mail programs upper-case, wrap and pad addresses; the token survives."""
    token = make_token(SECRET, token_id, REPLY, bound())

    assert token_matches({0: SECRET}, f" {token.upper()}\r\n", REPLY, bound())


@pytest.mark.parametrize(("token_id", "key_id"), [("00" * 7, 0), ("zz" * 8, 0), ("00" * 8, 256), ("00" * 8, -1)])
def test_ids_that_do_not_fit_are_refused(token_id, key_id):
    """A token is never made of ids that would not come out of it again."""
    with pytest.raises(ValueError, match=r"."):
        make_token(SECRET, token_id, REPLY, bound(), key_id)


TOKEN = make_token(SECRET, "0123456789abcdef", REPLY, bound())
OTHER = make_token(SECRET, "fedcba9876543210", REPLY, bound())


@pytest.mark.parametrize(
    "recipient",
    [
        plus_address("replies@board.example", TOKEN),
        plus_address("replies@board.example", TOKEN).upper(),
        f"Prevent Board <replies+{TOKEN}@board.example>",
        f'"replies" <replies+{TOKEN}@board.example>, other@example.org',
        f"other@example.org,replies+{TOKEN}@board.example",
        f"<mailto:replies+{TOKEN}@board.example>",
        f"=?utf-8?q?Pr=C3=A9vent?= <Replies+{TOKEN.upper()}@Board.Example>;",
    ],
)
def test_a_token_is_found_however_the_recipient_is_written(recipient):
    """Bare or with a name, in any case, alone or among others."""
    assert token_in([recipient], "replies@board.example") == (TOKEN,)


@pytest.mark.parametrize(
    "recipient",
    [
        f"replies+{TOKEN}@board.example.org",
        f"replies+{TOKEN}@board.example-x.org",
        f"replies+{TOKEN}@evil.example",
        f"noreplies+{TOKEN}@board.example",
        f"x.replies+{TOKEN}@board.example",
        f"bounces+{TOKEN}@board.example",
        f"replies+{TOKEN}a@board.example",
        f"replies+{TOKEN[1:]}@board.example",
        "replies@board.example",
        "",
    ],
)
def test_an_address_that_is_not_ours_has_no_token(recipient):
    """Another domain, another mailbox, another length: no token, never half of one."""
    assert token_in([recipient], "replies@board.example") == ()


def test_two_tokens_are_both_told_and_one_twice_is_told_once():
    """A mail with two different tokens is for the caller to quarantine (M63); a repeated one is one."""
    one, two = (plus_address("replies@board.example", token) for token in (TOKEN, OTHER))

    assert token_in([one, two, one.upper()], "replies@board.example") == (TOKEN, OTHER)


def test_new_ids_are_as_random_as_what_makes_them():
    """Ids come from the given source alone, and the Message-ID tells nothing of the token id."""
    counter = itertools.count()

    def random(size):
        return bytes([next(counter)] * size)

    first, second = new_token_id(random), new_token_id(random)
    mail = message_id(random, "board.example")

    assert (first, second) == ("00" * 8, "01" * 8)
    assert mail == "<aibaeaqcaibaeaqcaibaeaqc@board.example>"


def test_the_loop_mark_is_the_deployments_own_and_gives_no_key_away():
    """The same deployment always has the same mark, another has another; it is no prefix of any token's tag."""
    assert loop_mark(SECRET) == loop_mark(SECRET)
    assert loop_mark(SECRET) != loop_mark(b"another")
    assert len(loop_mark(SECRET)) == 32
