"""The outbox delivered to a real SMTP server that misbehaves: nothing lost, nothing doubled but in the one window."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from faultserver import DROP, GARBLE, HANG, Fault, FaultServer
from letterbox import SmallHouse, Told, contents, letters, queue, row

from milestones.domain.delivery import Released
from milestones.flows import books as books_module
from milestones.flows import desk as desk_module
from milestones.flows.deliver import Delivered, deliver
from milestones.store import channel


@pytest.fixture
def told():
    return Told()


def states(database):
    return [letter.state for letter in letters(database)]


def check_invariants(database, server):
    """I3 to I6, I8 and I9 of what the server kept against what the outbox says."""
    rows = {letter.message_id: letter for letter in letters(database)}
    copies = server.copies()
    assert set(copies) <= set(rows)
    assert {key for key, letter in rows.items() if letter.state == "sent"} <= set(copies)
    for message_id, count in copies.items():
        assert count <= 1 + rows[message_id].uncertain
    assert max((letter.uncertain for letter in rows.values()), default=0) <= 2
    ours, bytes_kept = contents(database), {}
    for kept in server.accepted:
        bytes_kept.setdefault(kept.message_id, set()).add(kept.sha256)
        assert kept.recipients == (rows[kept.message_id].to,)
        assert kept.content == ours[kept.message_id]
    assert all(len(hashes) == 1 for hashes in bytes_kept.values())
    assert server.overlaps == []


async def test_everything_that_is_ready_is_sent_once_over_no_more_connections_than_configured(database, told):
    """A hundred letters, three connections, each letter kept once with its own bytes."""
    queue(database, *(row(number) for number in range(100)))
    async with FaultServer() as server:
        assert await deliver(SmallHouse(database, server.port), on_failed=told) == Delivered(sent=100)
    check_invariants(database, server)
    assert len(server.accepted) == 100
    assert server.most_open == server.connections == 3
    assert {(letter.state, letter.attempts, letter.lease_token) for letter in letters(database)} == {("sent", 1, None)}


async def test_a_single_letter_opens_a_single_connection(database, told):
    """Connections are opened only as letters need them."""
    queue(database, row(1))
    async with FaultServer() as server:
        assert await deliver(SmallHouse(database, server.port), on_failed=told) == Delivered(sent=1)
    assert server.connections == 1


async def test_with_nothing_ready_no_connection_is_made(database, told):
    """A tick with nothing to send does not visit the mail server."""
    queue(database, row(1, state="sent"))
    async with FaultServer() as server:
        assert await deliver(SmallHouse(database, server.port), on_failed=told) == Delivered()
    assert server.connections == 0


async def test_an_escalation_overtakes_the_queue(database, told):
    """The most urgent goes first, also when it is queued while others are being sent."""
    queue(database, *(row(number) for number in range(40)))
    house = SmallHouse(database, 0, connections=1)
    async with FaultServer(thinks_s=0.01) as server:
        house.port = server.port
        round_ = asyncio.create_task(deliver(house, on_failed=told))
        await server.has_kept(5)
        queue(database, row(99, priority=2))
        await round_
    order = [kept.message_id for kept in server.accepted]
    assert order.index("<letter-99@board.test>") < 15


async def test_one_dead_recipient_does_not_hold_up_the_others(database, told):
    """B21: failed at once with the server's words, told once, the rest sent."""
    queue(database, *(row(number) for number in range(10)))
    gone = Fault("rcpt", "550 5.1.1 no such user", only=lambda to: to.startswith("owner-4@"))
    async with FaultServer([gone]) as server:
        assert await deliver(SmallHouse(database, server.port), on_failed=told) == Delivered(sent=9, failed=1)
    failed = letters(database)[4]
    assert (failed.state, failed.next_attempt_at) == ("failed", None)
    assert "550 5.1.1 no such user" in failed.why_told
    assert told.letters == [("owner-4", failed.outcome, True)]


async def test_a_letter_refused_after_data_fails_at_once(database, told):
    """B28."""
    queue(database, row(1))
    async with FaultServer([Fault("dot", "552 5.3.4 too big")]) as server:
        assert await deliver(SmallHouse(database, server.port), on_failed=told) == Delivered(failed=1)
    assert told.letters[0][2] is True
    assert "552 5.3.4 too big" in letters(database)[0].why_told


@pytest.mark.parametrize(
    ("stage", "act"),
    [("rcpt", "450 4.2.0 greylisted"), ("rcpt", DROP), ("data", DROP), ("dot", "451 later"), ("mail", "451 later")],
)
async def test_what_was_certainly_not_sent_is_tried_again_until_it_arrives_once(database, told, stage, act):
    """B20, B22, B23, B27: deferred with its next attempt, then one copy with the same bytes."""
    queue(database, row(1))
    house = SmallHouse(database, 0)
    async with FaultServer([Fault(stage, act, times=1)]) as server:
        house.port = server.port
        assert await deliver(house, on_failed=told) == Delivered(deferred=1)
        waiting = letters(database)[0]
        assert timedelta(minutes=5) <= waiting.next_attempt_at - house.clock.now() <= timedelta(minutes=6)
        assert await deliver(house, on_failed=told) == Delivered()
        house.clock.set(waiting.next_attempt_at)
        assert await deliver(house, on_failed=told) == Delivered(sent=1)
    check_invariants(database, server)
    assert (len(server.accepted), letters(database)[0].uncertain, letters(database)[0].attempts) == (1, 0, 2)


@pytest.mark.parametrize("act", [DROP, GARBLE])
async def test_a_letter_in_doubt_is_tried_once_more_with_the_same_bytes(database, told, act):
    """B25, B29: kept but not confirmed; two identical copies and no third."""
    queue(database, row(1))
    house = SmallHouse(database, 0)
    async with FaultServer([Fault("stored", act, times=1)]) as server:
        house.port = server.port
        assert await deliver(house, on_failed=told) == Delivered(deferred=1)
        house.clock.set(letters(database)[0].next_attempt_at)
        assert await deliver(house, on_failed=told) == Delivered(sent=1)
    check_invariants(database, server)
    assert (len(server.accepted), letters(database)[0].uncertain) == (2, 1)


async def test_a_second_doubt_fails_and_says_so(database, told):
    """No third copy; the coordinator is told that it may have arrived."""
    queue(database, row(1))
    house = SmallHouse(database, 0)
    async with FaultServer([Fault("stored", DROP)]) as server:
        house.port = server.port
        await deliver(house, on_failed=told)
        house.clock.set(letters(database)[0].next_attempt_at)
        assert await deliver(house, on_failed=told) == Delivered(failed=1)
        house.clock.advance(timedelta(days=1))
        assert await deliver(house, on_failed=told) == Delivered()
    check_invariants(database, server)
    assert len(server.accepted) == 2
    assert "second time" in letters(database)[0].why_told
    assert told.letters == [("owner-1", letters(database)[0].outcome, False)]


async def test_with_hold_a_letter_in_doubt_is_never_sent_again(database, told):
    """B25 with `uncertain = "hold"`: one copy at most, shown as held."""
    queue(database, row(1))
    house = SmallHouse(database, 0, uncertain="hold")
    async with FaultServer([Fault("stored", DROP)]) as server:
        house.port = server.port
        assert await deliver(house, on_failed=told) == Delivered(failed=1)
    assert len(server.accepted) == 1
    assert "held" in letters(database)[0].why_told


@pytest.mark.parametrize("policy", ["retry_once", "hold"])
async def test_letters_left_in_data_by_a_killed_sender_follow_the_same_rule(database, told, policy):
    """C5: the lease runs out, one doubt is counted, and the letter goes again or is held."""
    queue(
        database,
        row(1, state="sending", stage="data", lease_token="gone:1", lease_until=SmallHouse(database, 0).clock.now()),
    )
    async with FaultServer() as server:
        got = await deliver(SmallHouse(database, server.port, uncertain=policy), on_failed=told)
    assert got == (Delivered(sent=1) if policy == "retry_once" else Delivered(failed=1))
    assert letters(database)[0].uncertain == 1
    assert len(server.accepted) == (1 if policy == "retry_once" else 0)


async def test_letters_left_before_data_by_a_killed_sender_go_as_if_nothing_had_been(database, told):
    """C3: no doubt, no attempt."""
    now = SmallHouse(database, 0).clock.now()
    queue(database, row(1, state="sending", stage="claimed", lease_token="gone:1", lease_until=now))
    async with FaultServer() as server:
        assert await deliver(SmallHouse(database, server.port), on_failed=told) == Delivered(sent=1)
    assert letters(database)[0].uncertain == 0


# --- the way to the server ------------------------------------------------------------------------------------------


async def test_one_refused_connection_defers_all_that_waits_without_an_attempt(database, told, unused_tcp_port):
    """B14: one visit, every letter deferred for an hour at most, none counted as tried; later all are sent."""
    queue(database, *(row(number) for number in range(50)))
    house = SmallHouse(database, unused_tcp_port)
    assert await deliver(house, on_failed=told) == Delivered(deferred=50)
    rows = letters(database)
    assert {letter.attempts for letter in rows} == {0}
    assert all(house.clock.now() < letter.next_attempt_at <= house.clock.now() + timedelta(hours=1) for letter in rows)
    assert "cannot be reached" in rows[0].why_told
    house.clock.set(max(letter.next_attempt_at for letter in rows))
    async with FaultServer(port=unused_tcp_port) as server:
        assert await deliver(house, on_failed=told) == Delivered(sent=50)
    check_invariants(database, server)


@pytest.mark.parametrize("stage", ["connect", "ehlo"])
async def test_a_busy_server_is_visited_once(database, told, stage):
    """B16: 421 is a refused connection, not a try of every letter."""
    queue(database, *(row(number) for number in range(20)))
    async with FaultServer([Fault(stage, "421 4.3.2 busy")]) as server:
        assert await deliver(SmallHouse(database, server.port), on_failed=told) == Delivered(deferred=20)
    assert server.connections == 1


async def test_each_refusal_in_a_row_waits_longer_and_a_success_forgets_them(database, told, unused_tcp_port):
    """Backing off from a server that is down, an hour at most."""
    queue(database, row(1))
    house = SmallHouse(database, unused_tcp_port)
    waits = []
    for _ in range(9):
        await deliver(house, on_failed=told)
        until = letters(database)[0].next_attempt_at
        waits.append(until - house.clock.now())
        house.clock.set(until)
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(hours=1)
    async with FaultServer(port=unused_tcp_port):
        await deliver(house, on_failed=told)
    with database.reading() as session:
        assert channel.read(session).failures == 0


async def test_a_refused_log_in_stops_the_channel_and_is_not_tried_again_for_five_minutes(database, told):
    """B19: new letters that come meanwhile are deferred without a visit; no lock-out storm."""
    queue(database, row(1), row(2))
    house = SmallHouse(database, 0, username="us", password="old")
    async with FaultServer(users={"us": "new"}) as server:
        house.port = server.port
        assert await deliver(house, on_failed=told) == Delivered(deferred=2)
        house.clock.advance(timedelta(minutes=4))
        queue(database, row(3))
        assert await deliver(house, on_failed=told) == Delivered(deferred=1)
        assert server.commands.count("AUTH") == 1
        house.password = "new"
        house.clock.advance(timedelta(minutes=3))
        assert await deliver(house, on_failed=told) == Delivered(sent=3)
    assert told.letters == []


async def test_where_connections_stand_one_that_is_refused_leaves_the_work_to_them(database, told):
    """B16: a server that takes two connections at most still gets every letter, and none is deferred."""
    queue(database, *(row(number) for number in range(30)))

    async with FaultServer(thinks_s=0.005, most_connections=2) as server:
        assert await deliver(SmallHouse(database, server.port, connections=5), on_failed=told) == Delivered(sent=30)
    check_invariants(database, server)


async def test_a_server_that_closes_after_each_few_letters_costs_no_attempt(database, told):
    """421 to MAIL on a kept connection: the letter goes over a new one, counted once."""
    queue(database, *(row(number) for number in range(20)))
    async with FaultServer(letters_a_connection=3) as server:
        assert await deliver(SmallHouse(database, server.port, connections=2), on_failed=told) == Delivered(sent=20)
    assert {letter.attempts for letter in letters(database)} == {1}
    assert server.connections >= 7


async def test_a_sender_that_the_server_refuses_does_not_fail_the_whole_queue(database, told):
    """Three letters prove the point; the others wait for somebody to mend the sender."""
    queue(database, *(row(number) for number in range(30)))
    async with FaultServer([Fault("mail", "553 5.7.1 not your address")]) as server:
        got = await deliver(SmallHouse(database, server.port, connections=1), on_failed=told)
    assert got == Delivered(failed=3, deferred=27)


async def test_a_server_that_drops_every_connection_is_left_alone(database, told):
    """Each drop costs its own letter one attempt, and after a few in a row nobody reconnects."""
    queue(database, *(row(number) for number in range(40)))
    async with FaultServer([Fault("rcpt", DROP)]) as server:
        got = await deliver(SmallHouse(database, server.port, connections=2), on_failed=told)
    assert got == Delivered(deferred=40)
    assert server.connections <= 10


async def test_a_slow_letter_does_not_hold_up_the_others(database, told):
    """B15, B26: one server thread hangs after the dot; the others go on, and a letter that comes later goes too."""
    queue(database, *(row(number) for number in range(10)))
    hang = Fault("stored", HANG, times=1)
    stop = asyncio.Event()
    async with FaultServer([hang]) as server:
        round_ = asyncio.create_task(deliver(SmallHouse(database, server.port), stop=stop, on_failed=told))
        await server.has_kept(10)
        queue(database, row(99))
        await server.has_kept(11)
        round_.cancel()
        with pytest.raises(asyncio.CancelledError):
            await round_


# --- several at once, stopping, a database that is away ---------------------------------------------------------------


async def test_several_rounds_at_once_send_each_letter_once_and_count_their_own(database, told):
    """Any number of senders on one database: nobody waits for another, the counts add up."""
    queue(database, *(row(number) for number in range(120)))
    async with FaultServer() as server:
        rounds = await asyncio.gather(*(deliver(SmallHouse(database, server.port), on_failed=told) for _ in range(3)))
    assert sum(one.sent for one in rounds) == 120
    assert set(server.copies().values()) == {1}
    check_invariants(database, server)


async def test_told_to_stop_it_finishes_what_is_in_data_and_gives_back_the_rest(database, told):
    """B34: no doubt, no lease left, no copy; the rest is ready for the next one at once."""
    queue(database, *(row(number) for number in range(50)))
    stop = asyncio.Event()
    house = SmallHouse(database, 0)
    async with FaultServer(thinks_s=0.05) as server:
        house.port = server.port
        round_ = asyncio.create_task(deliver(house, stop=stop, on_failed=told))
        await server.has_kept(4)
        stop.set()
        first = await asyncio.wait_for(round_, 5)
        assert states(database).count("sent") == first.sent == len(server.accepted) < 50
        assert set(states(database)) == {"sent", "queued"}
        assert not any(letter.lease_token or letter.uncertain for letter in letters(database))
        second = await deliver(house, on_failed=told)
    assert first.sent + second.sent == 50
    assert set(server.copies().values()) == {1}


async def test_no_more_than_twice_the_connections_are_in_hand(database, told):
    """The most that one stop can put in doubt."""
    queue(database, *(row(number) for number in range(60)))
    most = 0
    async with FaultServer(thinks_s=0.01) as server:
        round_ = asyncio.create_task(deliver(SmallHouse(database, server.port), on_failed=told))
        while not round_.done():
            most = max(most, states(database).count("sending"))
            await asyncio.sleep(0.005)
        await round_
    assert 0 < most <= 6


async def test_only_a_long_queue_that_goes_well_is_fenced_ahead_and_a_fence_that_aged_is_set_anew(database, told):
    """The first letters of a round are fenced one by one; a fence set with the claim stands for half a minute."""
    queue(database, *(row(number) for number in range(40)))
    house = SmallHouse(database, 0)
    desk = desk_module.Desk(house, told)
    fenced = []

    class Watched(FaultServer):
        async def keep(self, letter):
            fenced.append({one.message_id: one.stage for one in letters(database)}[letter.message_id])
            await super().keep(letter)

    async with Watched() as server:
        house.port = server.port
        assert await deliver(house, on_failed=told) == Delivered(sent=40)
    assert set(fenced) == {"data"}

    queue(database, row(41))
    keeping = asyncio.create_task(desk.keep())
    desk._sent_in_a_row = 6
    letter = await desk.take()
    assert letter.stage == "data"
    house.clock.advance(timedelta(seconds=31))
    with database.transaction() as session:
        session.connection().exec_driver_sql("UPDATE letter SET lease_token = 'another' WHERE id = 41")
    assert await desk.before_data(letter) is False
    desk.finish()
    desk.done(letter, Released("not ours"))
    await keeping


async def test_an_outcome_is_not_forgotten_while_the_database_is_busy(database, told, monkeypatch):
    """B10, B32: what was sent is recorded once the database takes it, and nothing new enters DATA before."""
    import sqlite3

    from sqlalchemy.exc import OperationalError

    queue(database, *(row(number) for number in range(10)))
    original, failures = books_module.outbox.settle, iter(range(4))

    def busy_at_times(session, settlements, now):
        if settlements and next(failures, None) is not None:
            error = sqlite3.OperationalError("database is locked")
            error.sqlite_errorname = "SQLITE_BUSY"
            raise OperationalError("UPDATE", {}, error)
        return original(session, settlements, now)

    monkeypatch.setattr(books_module.outbox, "settle", busy_at_times)
    monkeypatch.setattr(books_module, "_FIRST_PAUSE_S", 0.01)
    async with FaultServer() as server:
        assert await deliver(SmallHouse(database, server.port), on_failed=told) == Delivered(sent=10)
    assert set(server.copies().values()) == {1}


async def test_a_failing_disk_ends_the_round_instead_of_trying_fsync_again(database, told, monkeypatch):
    """B33: after a failed fsync nobody knows what was written; the process is to end, and the lease tells the next."""
    import sqlite3

    from sqlalchemy.exc import OperationalError

    queue(database, row(1))

    def broken(_session, _leases, _until):
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorname = "SQLITE_IOERR_FSYNC"
        raise OperationalError("UPDATE", {}, error)

    monkeypatch.setattr(books_module.outbox, "mark_data", broken)
    async with FaultServer() as server:
        with pytest.raises(OperationalError):
            await asyncio.wait_for(deliver(SmallHouse(database, server.port), on_failed=told), 5)
    assert server.accepted == []


async def test_a_notice_that_cannot_be_written_does_not_undo_the_failure(database):
    """The letter stays failed and is not sent again; the trouble is in the log."""
    queue(database, row(1))

    def breaks(session, house, letter, what, now, *, address_dead):
        raise RuntimeError("no template")

    async with FaultServer([Fault("rcpt", "550 no")]) as server:
        assert await deliver(SmallHouse(database, server.port), on_failed=breaks) == Delivered(failed=1)
    assert states(database) == ["failed"]


async def test_a_letter_cancelled_while_it_is_claimed_is_not_sent(database, told):
    """A milestone that closes between the claim and DATA: the fence finds the letter cancelled."""
    from milestones.store import outbox

    queue(database, *(row(number) for number in range(2)))
    house = SmallHouse(database, 0, connections=1)

    async with FaultServer(thinks_s=0.2) as server:
        house.port = server.port
        round_ = asyncio.create_task(deliver(house, on_failed=told))
        await server.has_kept(1)
        assert states(database)[1] == "sending"
        with database.transaction() as session:
            assert outbox.cancel(session, [2], "HUM-1 is completed") == {2}
        assert await round_ == Delivered(sent=1)
    assert states(database) == ["sent", "cancelled"]
