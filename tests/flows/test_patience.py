"""How long delivery goes on: a letter expires, is failed with its reason, and the coordinator hears of it once."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from faultserver import DROP, Fault, FaultServer
from letterbox import MONDAY, SmallHouse, Told, letters, queue, row

from milestones.domain.delivery import FEWEST_ATTEMPTS
from milestones.flows.deliver import Delivered, deliver

DAY = timedelta(days=1)


async def try_until_it_ends(house, server, told, most=200):
    """Wind the clock from try to try; give the instant at which the letter ended."""
    house.port = server.port
    for _ in range(most):
        await deliver(house, on_failed=told)
        letter = letters(house.database)[0]
        if letter.state not in {"queued", "deferred"}:
            return letter
        house.clock.set(letter.next_attempt_at)
    raise AssertionError("it never ended")


@pytest.mark.parametrize(("days", "stage", "act"), [
    (5, "rcpt", "450 4.2.0 greylisted"), (1, "rcpt", DROP), (9, "mail", "451 later"),
])  # fmt: skip
async def test_a_letter_that_is_always_put_off_expires_when_its_days_are_over(database, days, stage, act):
    """Failed with the server's last words, exactly then, told once; never before."""
    queue(database, row(1))
    told = Told()
    house = SmallHouse(database, 0, smtp={"give_up_after": days})
    async with FaultServer([Fault(stage, act)]) as server:
        letter = await try_until_it_ends(house, server, told)
    assert letter.state == "failed"
    assert letter.outcome.startswith("expired: it could not be delivered in time, last (")
    assert house.clock.now() == MONDAY + days * DAY
    assert [(post, dead) for post, _, dead in told.letters] == [("owner-1", False)]


async def test_a_letter_whose_days_were_over_before_it_was_tried_is_tried_all_the_same(database):
    """The service was down for nine days and the recipient's server greylists: it arrives."""
    queue(database, row(1))
    house = SmallHouse(database, 0)
    house.clock.advance(9 * DAY)
    async with FaultServer([Fault("rcpt", "450 4.2.0 greylisted", times=FEWEST_ATTEMPTS - 1)]) as server:
        letter = await try_until_it_ends(house, server, Told())
    assert letter.state == "sent"
    assert house.clock.now() < MONDAY + 10 * DAY


async def test_with_the_way_shut_for_days_letters_expire_without_an_attempt(database, unused_tcp_port):
    """No connection can be had for five days: what has waited that long is failed, what came later still waits."""
    queue(database, row(1), row(2), row(3, due_at=MONDAY + 4 * DAY, queued_at=MONDAY + 4 * DAY))
    house = SmallHouse(database, unused_tcp_port)
    for day in range(5):
        house.clock.set(MONDAY + day * DAY)
        assert (await deliver(house)).failed == 0
    house.clock.set(MONDAY + 5 * DAY)
    assert await deliver(house) == Delivered(deferred=1, failed=2)
    first, second, third = letters(database)
    assert [letter.state for letter in (first, second, third)] == ["failed", "failed", "deferred"]
    assert first.outcome.startswith("expired: it could not be delivered in time, no connection: ")
    assert (first.attempts, first.next_attempt_at) == (0, None)


async def test_a_way_that_was_only_just_found_shut_expires_nothing(database, unused_tcp_port):
    """The service was down for a week and the server is restarted at that moment: everything waits."""
    queue(database, row(1))
    house = SmallHouse(database, unused_tcp_port)
    house.clock.advance(7 * DAY)
    assert await deliver(house) == Delivered(deferred=1)
    house.clock.set(letters(database)[0].next_attempt_at)
    assert await deliver(house) == Delivered(deferred=1)
    house.clock.set(letters(database)[0].next_attempt_at)
    async with FaultServer(port=unused_tcp_port):
        assert await deliver(house) == Delivered(sent=1)


async def test_days_count_from_when_the_office_opens_for_a_letter_that_waits_for_it(database):
    """Written before a week of closed days, it has five days from the first on which it could go."""

    class Calendar:
        def next_sending(self, _at):
            return MONDAY + 7 * DAY

    class House(SmallHouse):
        def calendar(self, _slug):
            return Calendar()

    queue(database, row(1, kind="assignment", next_attempt_at=MONDAY + 7 * DAY))
    house = House(database, 0, boards={"humberside": None})
    house.clock.set(MONDAY + 7 * DAY)
    async with FaultServer([Fault("rcpt", "450 4.2.0 greylisted")]) as server:
        letter = await try_until_it_ends(house, server, Told())
    assert letter.state == "failed"
    assert house.clock.now() == MONDAY + 12 * DAY


async def visit_until(world, day):
    """Four passes a day up to a morning of January."""
    while world.clock.now().day < day or world.clock.now().hour < 9:
        world.clock.advance(timedelta(hours=6))
        await world.tick()


async def test_the_coordinator_hears_once_a_day_of_all_that_expired_while_the_way_was_shut(tmp_path, unused_tcp_port):
    """One notice that lists them, whatever number and however often the server is visited; each is in the log."""
    from tests.world import World

    async with World(tmp_path) as world:
        await world.server.__aexit__(None, None, None)
        for number in range(3):
            world.agreed(f"Milestone {number}", due="2027-01-18", owner="prevent-lead")
        await visit_until(world, 9)
        waiting = [one for one in letters(world.house.database) if one.state == "deferred" and one.kind != "notice"]
        await visit_until(world, 12)
        rows = letters(world.house.database)
        faults = world.audit_faults()
        told = [one for one in world.event_types() if one == "letter_failed"]
    failed = [one for one in rows if one.state == "failed"]
    assert {one.id for one in failed} >= {one.id for one in waiting}
    assert all(one.outcome.startswith("expired: ") for one in failed)
    assert len(told) == len(failed)
    notices = [one for one in rows if one.occurrence_key.startswith("notice:expired:")]
    assert {one.post for one in notices} == {"prevent-coordinator"}
    days = [one.occurrence_key.rpartition(":")[2] for one in notices]
    assert len(days) == len(set(days)) >= 1
    assert json.loads(notices[0].milestones)
    assert faults == []
