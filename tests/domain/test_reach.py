"""When an address counts as unreachable, and when no longer."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from milestones.domain.reach import COUNTS_FOR, ENOUGH, Reach, returned, unreachable_since

DAY = date(2027, 2, 1)
HERE = "owner@police.example"


def after(*days, hard=False, heard_on=None):
    known = None
    for day in days:
        known = returned(known, HERE, DAY + timedelta(days=day), hard=hard, heard_on=heard_on)
    return known


def test_one_failure_for_good_is_enough():
    """No such user: the next letter would come back too."""
    assert after(0, hard=True).since == DAY


def test_a_full_mailbox_is_forgiven_twice():
    """Three days of it are not."""
    assert after(0, 3).since is None
    assert after(0, 3, 9).since == DAY + timedelta(days=9)


def test_one_day_counts_once():
    """Five letters of one Monday are one full mailbox."""
    assert after(0, 0, 0, 0, 0).since is None


def test_what_is_a_month_old_no_longer_counts():
    """A mailbox that overflows every now and then is read every now and then."""
    assert after(0, 20, 45, 70, 95).since is None


def test_a_word_from_there_begins_anew():
    """Who writes from an address reads mail there, by all experience."""
    assert after(0, 3, 9, heard_on=DAY + timedelta(days=5)).since is None


def test_an_unreachable_address_is_reachable_again_once_heard_from():
    """The same day does not count: the word may have come before the failure."""
    known = Reach(HERE, (DAY,), DAY)

    assert unreachable_since(known, HERE.upper(), None) == DAY
    assert unreachable_since(known, HERE, DAY) == DAY
    assert unreachable_since(known, HERE, DAY + timedelta(days=1)) is None


def test_another_address_of_the_post_begins_anew():
    """A new holder, or a corrected address, inherits nothing."""
    known = returned(Reach(HERE, (DAY,), DAY), "new@police.example", DAY, hard=False)

    assert known == Reach("new@police.example", (DAY,))
    assert unreachable_since(Reach(HERE, (DAY,), DAY), "new@police.example", None) is None


@given(st.lists(st.integers(0, 400), max_size=30).map(sorted))
def test_the_score_never_needs_more_than_three_days_of_a_month(days):
    """Whatever came back when: unreachable if and only if some month had three days of it by then."""
    known = None
    for day in days:
        known = returned(known, HERE, DAY + timedelta(days=day), hard=False)
    apart = sorted(set(days))
    crowded = any(late - early <= COUNTS_FOR.days for early, late in zip(apart, apart[ENOUGH - 1 :], strict=False))
    assert (known is not None and known.since is not None) == crowded
