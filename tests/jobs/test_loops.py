"""The loops that the service is made of: how they fail, wake, tick and hand over the house."""

from __future__ import annotations

import asyncio
import time
from types import SimpleNamespace

import pytest
import structlog

from jobs import deliver, loops
from jobs.loops import Loop, keep, said
from jobs.running import Running, until_any
from jobs.schedule import Ticking
from milestones.edge.figures import Figures


@pytest.fixture
def running():
    return Running(SimpleNamespace(name="first"), Figures())


@pytest.fixture
def quick(monkeypatch):
    """Pauses of a hundredth."""
    monkeypatch.setattr(loops, "FIRST_PAUSE_S", 0.01)


async def test_a_fault_is_logged_once_while_it_stays_the_same_and_health_names_it(running, quick):
    """Four tries of the same fault are one line; another fault is another; then it is well again."""
    faults = [ValueError("one"), ValueError("one"), ValueError("one"), KeyError("two")]

    async def step():
        if faults:
            raise faults.pop(0)
        running.stop.set()

    with structlog.testing.capture_logs() as logged:
        await keep(running, Loop("remind", step, longest_pause_s=0.02))
    assert [(line["event"], line["why"]) for line in logged if line["event"] == "loop.failed"] == [
        ("loop.failed", "ValueError: one"),
        ("loop.failed", "KeyError: 'two'"),
    ]
    assert logged[-1]["event"] == "loop.recovered"
    assert running.troubles == {}
    assert b'milestones_loop_faults_total{loop="remind"} 4.0' in running.figures.text()


async def test_pauses_grow_to_their_limit_and_begin_anew_when_all_is_well(running, monkeypatch):
    """1 s, 2 s, 4 s, 4 s; after a good step the next fault waits 1 s again."""
    pauses = []

    async def pause(seconds):
        pauses.append(seconds)

    outcomes = [True, True, True, True, False, True]

    async def step():
        fails = outcomes.pop(0)
        if not outcomes:
            running.stop.set()
        if fails:
            raise ValueError("again")

    monkeypatch.setattr(Running, "pause", lambda _self, seconds: pause(seconds))
    await keep(running, Loop("x", step, longest_pause_s=4))
    assert pauses == [1, 2, 4, 4, 1]


async def test_a_step_that_worked_for_a_while_before_its_fault_is_tried_again_soon(running, monkeypatch):
    """A mailbox that was open, however long ago the last fault: 1 s; one that cannot be opened: longer each time."""
    pauses = []

    async def pause(seconds):
        pauses.append(seconds)

    opens = [True, False, False, True, True]

    async def step():
        if opens.pop(0):
            running.well("mailbox")
        if not opens:
            running.stop.set()
        raise ConnectionError("lost")

    monkeypatch.setattr(Running, "pause", lambda _self, seconds: pause(seconds))
    await keep(running, Loop("mailbox", step, longest_pause_s=30))
    assert pauses == [1, 2, 4, 1, 1]


async def test_a_refused_log_in_waits_minutes_unless_the_house_is_swapped(running):
    """Wrong passwords in quick succession lock accounts; a reload may bring the right one, and is not waited for."""
    tries = []

    class Refused(Exception):
        closed = True

    async def step():
        tries.append(time.monotonic())
        if len(tries) == 2:
            running.stop.set()
            return
        raise Refused("log-in refused")

    task = asyncio.create_task(keep(running, Loop("mailbox", step)))
    await asyncio.sleep(0.1)
    assert len(tries) == 1
    assert running.troubles == {"mailbox": "log-in refused"}
    running.swap(SimpleNamespace(name="second"))
    await asyncio.wait_for(task, 2)
    assert running.house.name == "second"


async def test_a_stop_ends_a_pause_at_once(running):
    """SIGTERM does not wait for a loop that waits out a fault."""

    async def step():
        raise ValueError("always")

    task = asyncio.create_task(keep(running, Loop("x", step)))
    await asyncio.sleep(0.05)
    running.stop.set()
    await asyncio.wait_for(task, 0.5)
    assert "x" in running.troubles  # it was in the pause after its fault


async def test_one_loop_at_fault_leaves_the_others_alone(running, quick):
    """Each in its own task: the faulty one goes on failing, the other goes on working."""
    worked = []

    async def faulty():
        raise ValueError("always")

    async def sound():
        worked.append(1)
        if len(worked) == 20:
            running.stop.set()
        await asyncio.sleep(0.002)

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(keep(running, Loop("faulty", faulty, longest_pause_s=0.01)))
        tasks.create_task(keep(running, Loop("sound", sound)))
    assert len(worked) == 20
    assert set(running.troubles) == {"faulty"}


async def test_a_tick_sets_its_event_at_once_and_again(running):
    """The first without waiting for the interval; what is set twice before anybody looks is one."""
    event = asyncio.Event()
    with Ticking({"x": (event, 0.05)}):
        assert event.is_set()
        for _ in range(3):
            event.clear()
            await asyncio.wait_for(event.wait(), 1)
    event.clear()
    await asyncio.sleep(0.12)
    assert not event.is_set()


async def test_a_tick_that_was_held_up_still_comes():
    """misfire_grace_time: one that comes more than a second late is late, and not dropped (APScheduler's default)."""
    event = asyncio.Event()
    with Ticking({"x": (event, 2)}):
        event.clear()
        time.sleep(3.3)  # noqa: ASYNC251  # what is tested is a loop that is held up
        await asyncio.wait_for(event.wait(), 0.5)


def test_letters_of_other_processes_are_looked_for_within_fifteen_seconds():
    """What is promised to whoever imports beside a running service."""
    assert deliver.EVERY_S <= 15


async def test_whoever_waits_for_any_of_several_events_leaves_nothing_behind():
    """No task of a wait outlives it, whether an event came or the time was over."""
    first, second = asyncio.Event(), asyncio.Event()
    before = asyncio.all_tasks()
    await until_any(first, second, seconds=0.01)
    second.set()
    await until_any(first, second)
    assert asyncio.all_tasks() == before


def test_an_error_is_told_without_the_values_that_were_in_hand():
    """SQL's parameters hold names and texts: only the driver's own words are told."""

    class Driver(Exception):
        orig = Exception("database is locked")

    assert said(Driver("INSERT ... ('the owner wrote')")) == "Driver: database is locked"
    assert said(ExceptionGroup("several", [ValueError("inner\nsecond line")])) == "ValueError: inner"
    assert said(ValueError()) == "ValueError"
