"""Policies by domain and limits a minute, as values."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestones.domain.pace import MINUTE, Policy, Window, domain_of, policy_for

NOON = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(("pattern", "domain", "covered"), [
    ("police.uk", "police.uk", True), ("police.uk", "humberside.police.uk", False),
    ("*.police.uk", "police.uk", True), ("*.police.uk", "humberside.police.uk", True),
    ("*.police.uk", "cid.humberside.police.uk", True), ("*.police.uk", "evilpolice.uk", False),
    ("*.police.uk", "police.uk.evil.test", False), ("*.police.uk", "uk", False), ("police.uk", "xpolice.uk", False),
])  # fmt: skip
def test_a_star_means_every_domain_below_and_itself(pattern, domain, covered):
    """Whoever writes `*.police.uk` does not mean to leave `police.uk` out; a look-alike is not below it."""
    assert Policy((pattern,)).covers(domain) is covered


def test_the_first_policy_that_names_a_domain_wins():
    """The narrow one stands first; what none names has no policy."""
    narrow, wide = Policy(("hull.gov.uk",), per_minute=1), Policy(("*.police.uk", "*.gov.uk"))
    assert policy_for("hull.gov.uk", (narrow, wide)) is narrow
    assert policy_for("york.gov.uk", (narrow, wide)) is wide
    assert policy_for("college.ac.uk", (narrow, wide)) is None


def test_a_domain_is_read_off_an_address_in_lower_case():
    """Domains have no case (RFC 5321 section 2.4); a quoted local part cannot smuggle one in."""
    assert domain_of("Some.One@Humberside.POLICE.uk") == "humberside.police.uk"
    assert domain_of('"a@police.uk"@evil.test') == "evil.test"


STEPS = st.lists(st.tuples(st.integers(0, 45), st.integers(0, 12)), max_size=40)


@given(STEPS, st.integers(1, 10))
def test_no_sixty_seconds_hold_more_than_the_limit(steps, limit):
    """Whatever is asked for and when: what is let through never exceeds the limit in any sixty seconds."""
    window, now, went = Window(), NOON, []
    for seconds, wanted in steps:
        now += timedelta(seconds=seconds)
        taken = min(wanted, window.room(limit, now))
        window = window.plus(taken, now)
        went += [now] * taken
        assert len(window.went) <= 61
    for start in went:
        assert sum(start <= one < start + MINUTE for one in went) <= limit


@given(STEPS, st.integers(1, 10))
def test_a_full_window_says_when_there_is_room_again(steps, limit):
    """Before that instant there is none, at it there is: nobody waits longer than need be."""
    window, now = Window(), NOON
    for seconds, wanted in steps:
        now += timedelta(seconds=seconds)
        window = window.plus(min(wanted, window.room(limit, now)), now)
        if window.room(limit, now) == 0:
            at = window.frees_at(now)
            assert now < at <= now + MINUTE
            assert window.room(limit, at) > 0
            assert window.room(limit, at - timedelta(microseconds=1)) == 0


def test_what_was_written_under_a_clock_that_ran_ahead_does_not_bind():
    """A pass at a later day, as `tick --at` makes one, must not stop the service of today."""
    ahead = Window().plus(10, NOON + timedelta(days=1))
    assert ahead.room(10, NOON) == 10
