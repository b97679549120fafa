"""Whole worlds, each from one seed: nothing is lost, doubled, chased in vain or confirmed by mistake."""

import os
import random
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.postgres import server
from tests.simulator.__main__ import simulate
from tests.simulator.office_files import FIRST_RULES
from tests.simulator.oracle import Days, digests, rungs
from tests.simulator.wires import Network
from tests.simulator.wound_time import Stuck, WoundClock, WoundLoop

QUARTER, YEAR = 90, 365


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_six_weeks_of_faults_break_nothing(seed):
    """Bad servers, failing disks, crashes, forgers and edits: every promise holds in this world."""
    assert simulate(seed, 42).letters > 30


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(10, 60))
def test_a_quarter_of_faults_breaks_nothing(seed):
    """Fifty worlds, three months each."""
    assert simulate(seed, QUARTER).letters > 30


def test_one_seed_is_one_world():
    """The trace is the same in another process with another order of hashing: a seed that fails can be played again."""
    here = simulate(3, 12)
    told = subprocess.run(
        [sys.executable, "-m", "tests.simulator", "--seed", "3", "--days", "12"],
        check=True,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        env=os.environ | {"PYTHONHASHSEED": "77"},
    )
    assert here.trace in told.stdout
    assert simulate(4, 12).trace != here.trace


def test_a_rung_is_counted_by_working_days_and_moved_off_closed_ones():
    """The oracle's own calendar: Good Friday, Easter Monday and a closure are not worked; summer time is minded."""
    days = Days([date(2027, 3, 31)])
    ladder = {
        (rung.rule.id, rung.number): rung.at for rung in rungs(date(2027, 3, 25), date(2027, 1, 4), FIRST_RULES, days)
    }

    assert ladder["fortnight", 1] == datetime(2027, 3, 11, 9, tzinfo=UTC)
    assert ladder["overdue", 1] == datetime(2027, 3, 30, 8, tzinfo=UTC)
    assert ladder["line-manager", 1] == datetime(2027, 4, 6, 8, tzinfo=UTC)
    assert ladder["overdue", 2] == datetime(2027, 4, 7, 8, tzinfo=UTC)


def test_a_digest_of_a_closed_monday_goes_on_tuesday():
    """Easter Monday of 2027 is 29 March."""
    found = list(digests(datetime(2027, 3, 22, 12, tzinfo=UTC), datetime(2027, 4, 5, 12, tzinfo=UTC), Days([])))

    assert found == [datetime(2027, 3, 30, 8, tzinfo=UTC), datetime(2027, 4, 5, 8, tzinfo=UTC)]


def test_a_loop_that_waits_for_nothing_says_so():
    """Time that has nothing to go on to is a fault found, not a test that hangs."""
    clock = WoundClock(datetime(2027, 1, 1, tzinfo=UTC))
    loop = WoundLoop(clock, Network(random.Random(1), lambda _process: None))
    try:
        with pytest.raises(Stuck):
            loop.run_until_complete(loop.create_future())
    finally:
        loop.close()


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100, 300))
def test_a_year_of_faults_breaks_nothing(seed):
    """Two hundred worlds, a year each."""
    assert simulate(seed, YEAR).letters > 30


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(1000, 1003))
def test_seven_years_of_faults_break_nothing(seed):
    """What builds up over years: tokens that run out, holders that change, a long log."""
    assert simulate(seed, 7 * YEAR).letters > 30


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(5000, 5010))
def test_six_weeks_of_faults_break_nothing_on_postgresql(seed):
    """The same worlds on the other database."""
    with server().database() as url:
        assert simulate(seed, 42, url).letters > 30
