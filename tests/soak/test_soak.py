"""A short soak, and what it would say if something were missing."""

import random

import pytest

from tests.soak.soak import Figures, faults_in_what_was_owed, play


@pytest.mark.parametrize("seed", [random.SystemRandom().randrange(2**32)])
async def test_processes_killed_at_random_lose_nothing(tmp_path, seed):
    """Sixteen kills of `run`, `tick` and `receive`; then every letter ends, and every invariant holds."""
    print(f"seed {seed}")
    figures = Figures()
    await play(tmp_path, 16, random.Random(seed), figures)
    assert figures.kills >= 16
    assert figures.sent > 25


RUNG, NEXT = ("WLD-2", "overdue", 1, "2027-01-07"), ("WLD-2", "overdue", 2, "2027-01-07")


@pytest.mark.parametrize(
    ("owed", "fault"),
    [
        ({RUNG: {"quiet"}}, None),
        ({}, "is missing"),
        ({RUNG: {"other"}}, "goes to"),
        ({RUNG: set()}, "nothing came instead"),
        ({RUNG: {"quiet"}, NEXT: {"quiet"}}, "without reason"),
    ],
)
def test_what_was_owed_is_compared_with_an_undisturbed_run(owed, fault):
    """A rung that is missing, too many, or another's is told."""
    faults = faults_in_what_was_owed(owed, {RUNG: {"quiet"}})
    assert (fault in faults[0]) if fault else faults == []


def test_a_rung_may_be_overtaken_by_a_higher_one():
    """After a standstill the highest rung is written, and the others are passed over."""
    expected = {RUNG: {"quiet"}, NEXT: {"quiet"}}
    assert faults_in_what_was_owed({RUNG: set(), NEXT: {"quiet"}}, expected) == []
