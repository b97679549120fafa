"""What follows from an outcome, as values."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestones.domain.delivery import (
    FIRST_WAIT,
    LONGEST_CHANNEL_WAIT,
    LONGEST_WAIT,
    MOST_ATTEMPTS,
    Deferred,
    OnDoubt,
    Refused,
    Sent,
    Settlement,
    Stage,
    Uncertain,
    backoff,
    channel_wait,
    settle,
    too_doubtful,
)

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


def settled(outcome, *, attempts=0, uncertain=0, on_doubt=OnDoubt.RETRY_ONCE):
    return settle(outcome, attempts=attempts, uncertain=uncertain, on_doubt=on_doubt, now=NOW, seed=7)


@given(st.integers(1, 200), st.integers())
def test_a_wait_is_never_shorter_than_greylisting_asks_nor_longer_than_a_fifth_over_the_longest(attempts, seed):
    """Jitter only ever lengthens a wait, and by a fifth at most."""
    assert FIRST_WAIT <= backoff(attempts, seed) <= LONGEST_WAIT * 1.2


@given(st.integers(1, 200), st.integers())
def test_a_wait_is_the_same_whenever_it_is_computed(attempts, seed):
    """Jitter comes from the seed, so a restart computes the same moment."""
    assert backoff(attempts, seed) == backoff(attempts, seed)


def test_letters_deferred_together_do_not_come_back_together():
    """A hundred letters deferred at one moment are spread over the jitter."""
    assert len({backoff(3, seed) for seed in range(100)}) > 90


def test_a_letter_is_tried_for_five_days_before_it_is_given_up():
    """RFC 5321 section 4.5.4.1 asks for four or five days at least."""
    assert sum((backoff(n, 0) for n in range(1, MOST_ATTEMPTS)), timedelta()) >= timedelta(days=5)


@given(st.integers(1, 500), st.booleans())
def test_a_shut_channel_waits_an_hour_at_most_and_after_a_refused_log_in_five_minutes_at_least(failures, closed):
    """A refused connection defers what waits for an hour at most; a log-in is not tried more often than locks allow."""
    wait = channel_wait(failures, failures, closed=closed)
    assert timedelta(minutes=5 if closed else 1) <= wait <= LONGEST_CHANNEL_WAIT


def test_what_is_sent_is_sent():
    """An accepted letter counts its attempt and waits for nothing."""
    assert settled(Sent("250 ok")) == Settlement("sent", 1, 0)


def test_a_deferral_keeps_the_reply_and_names_the_next_attempt():
    """The reason carries the server's words, and every deferred letter has a next attempt."""
    what = settled(Deferred("450 4.2.0 greylisted", Stage.RCPT), attempts=2)
    assert (what.state, what.attempts, what.uncertain) == ("deferred", 3, 0)
    assert what.next_attempt_at == NOW + backoff(3, 7)
    assert "450 4.2.0 greylisted" in what.reason


def test_a_permanent_refusal_fails_at_once():
    """A 5xx reply is not tried again."""
    what = settled(Refused("550 5.1.1 unknown", Stage.RCPT))
    assert (what.state, what.next_attempt_at) == ("failed", None)
    assert "550 5.1.1 unknown" in what.reason


def test_the_last_attempt_is_given_up_with_its_reply():
    """A letter that is always deferred fails in the end, and says how often it was tried."""
    what = settled(Deferred("451 later", Stage.DATA), attempts=MOST_ATTEMPTS - 1)
    assert what.state == "failed"
    assert str(MOST_ATTEMPTS) in what.reason


def test_a_first_doubt_is_tried_once_more_and_a_second_fails():
    """`retry_once`: at most two copies."""
    first = settled(Uncertain("lost"))
    assert (first.state, first.uncertain) == ("deferred", 1)
    second = settled(Uncertain("lost"), attempts=1, uncertain=1)
    assert (second.state, second.uncertain) == ("failed", 2)
    assert "second time" in second.reason


def test_with_hold_the_first_doubt_fails_and_says_that_it_is_held():
    """`hold`: never two copies."""
    what = settled(Uncertain("lost"), on_doubt=OnDoubt.HOLD)
    assert what.state == "failed"
    assert "held" in what.reason


@pytest.mark.parametrize(("doubts", "on_doubt", "too_many"), [
    (0, OnDoubt.HOLD, False), (1, OnDoubt.HOLD, True), (1, OnDoubt.RETRY_ONCE, False), (2, OnDoubt.RETRY_ONCE, True),
])  # fmt: skip
def test_how_many_doubts_are_too_many(doubts, on_doubt, too_many):
    """One under `retry_once`, none under `hold`."""
    assert too_doubtful(doubts, on_doubt) is too_many
