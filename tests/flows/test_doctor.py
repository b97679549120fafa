"""What a monitor is told: everything well, or what should wake somebody, one check at a time."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from faultserver import Fault
from world import World

from milestones.flows import doctor, mailroom
from milestones.flows.reload import take_note


@pytest.fixture
async def world(tmp_path):
    async with World(tmp_path) as world:
        yield world


async def examined(world):
    """Every finding that is wrong, by check."""
    report = await asyncio.to_thread(doctor.examine, world.house)
    assert report["ok"] == all(finding["ok"] for finding in report["findings"])
    return {finding["check"]: finding["detail"] for finding in report["findings"] if not finding["ok"]}


async def test_a_service_that_works_has_nothing_wrong(world):
    """Before the first pass, after it, and with letters that wait for their time."""
    assert await examined(world) == {}
    world.agreed("Train", due="2027-01-11", owner="inspector")
    await world.advance_to("2027-01-12 12:00")
    assert await examined(world) == {}


async def test_every_part_is_looked_at(world):
    """Database, SMTP and mailbox, clock, zone data, each schedule's last and next run, the queue."""
    report = await asyncio.to_thread(doctor.examine, world.house)
    checks = {finding["check"] for finding in report["findings"]}
    assert {"database", "smtp", "mailbox", "clock", "zone data", "schedule", "queue", "python", "config"} <= checks
    schedules = [finding["detail"] for finding in report["findings"] if finding["check"] == "schedule"]
    assert len(schedules) == 5
    assert all("next 2027-01-" in detail for detail in schedules)


async def test_a_mail_server_that_is_away_or_refuses_us_is_said(world):
    """Really tried: nobody there, and a greeting that turns us away."""
    world.server.faults.append(Fault("connect", "554 no"))
    assert "554 no" in (await examined(world))["smtp"]
    await world.server.__aexit__(None, None, None)
    assert "cannot be reached" in (await examined(world))["smtp"]
    await world.server.__aenter__()


async def test_a_letter_that_could_have_gone_an_hour_ago_wakes_somebody(world):
    """Queue age counts from when it was ready, not from when it was queued."""
    world.agreed("Train", due="2027-01-11", owner="inspector")
    world.clock.advance(timedelta(minutes=50))
    assert "queue" not in await examined(world)
    world.clock.advance(timedelta(minutes=20))
    assert "could have been sent since" in (await examined(world))["queue"]


async def test_letters_that_do_not_get_through_wake_somebody_at_once(world):
    """One refused connection defers everything; the reason stands in the finding."""
    world.agreed("Train", due="2027-01-11", owner="inspector")
    world.server.faults.append(Fault("connect", "421 busy"))
    await world.tick()
    assert "421 busy" in (await examined(world))["queue"]
    world.server.faults.clear()
    world.clock.advance(timedelta(hours=1))
    await world.tick()
    assert await examined(world) == {}


async def test_a_schedule_that_nobody_evaluates_wakes_somebody(world):
    """Its run of nine o'clock is an hour over and was not looked at: is the service running?"""
    world.agreed("Train", due="2027-01-11", owner="inspector")
    await world.advance_to("2027-01-11 12:00")
    world.clock.advance(timedelta(hours=21, minutes=30))
    assert "schedule" not in await examined(world)
    world.clock.advance(timedelta(hours=1))
    assert "was missed" in (await examined(world))["schedule"]


async def test_a_clock_that_was_set_back_wakes_somebody(world):
    """Nothing falls due until it has caught up with the newest event."""
    take_note(world.house, None)
    world.clock.advance(timedelta(minutes=-4))
    assert "clock" not in await examined(world)
    world.clock.advance(timedelta(hours=-2))
    assert "nothing falls due" in (await examined(world))["clock"]


async def test_mail_that_is_not_decided_wakes_somebody_after_an_hour(world):
    """Kept, acknowledged, and nobody answers its writer."""
    mailroom.keep(world.house, b"From: a@b.example\r\n\r\nhello\r\n")
    assert "mail" not in await examined(world)
    world.clock.advance(timedelta(minutes=61))
    assert "not decided" in (await examined(world))["mail"]


async def test_one_dead_address_wakes_nobody_and_many_failures_do(world):
    """People are told of a dead address by mail; when most letters fail it is no matter of addresses."""
    world.server.faults.append(Fault("rcpt", "550 no such user", only=lambda text: "inspector" in text))
    world.agreed("Train", due="2027-01-11", owner="inspector")
    await world.tick()
    assert "letters" not in await examined(world)
    world.server.faults[:] = [Fault("rcpt", "550 you are blocked")]
    for number, owner in enumerate(("sergeant", "constable", "prevent-lead", "head-teacher", "head-of-service")):
        world.agreed(f"Other {number}", due="2027-01-11", owner=owner)
    await world.tick()
    assert "failed in a day" in (await examined(world))["letters"]


async def test_a_database_that_cannot_be_written_is_all_that_is_said_of_it(world):
    """The checks that would read it are left out; the others are still made."""
    world.house.database.close()
    path = world.house.database.path
    for name in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
        name.unlink(missing_ok=True)
    path.mkdir()
    report = await asyncio.to_thread(doctor.examine, world.house)
    wrong = [finding["check"] for finding in report["findings"] if not finding["ok"]]
    assert wrong == ["database"]
    assert "smtp" in {finding["check"] for finding in report["findings"]}
