"""Cells of the fault matrix that need a whole round: what the outbox says afterwards, and what the server was told."""

from __future__ import annotations

import asyncio
import sqlite3
from dataclasses import replace
from datetime import timedelta

import pytest
import structlog
from faultserver import DROP, HANG, TRICKLE, Fault, FaultServer
from letterbox import SmallHouse, letters, queue, row
from sqlalchemy.exc import OperationalError

from milestones.domain.delivery import LEASE
from milestones.edge.pool import Pool
from milestones.flows import books as books_module
from milestones.flows.deliver import Delivered, deliver
from milestones.flows.servers import Connections, server_of
from tests.certificates import Certificate


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory):
    return Certificate.made(tmp_path_factory.mktemp("elsewhere"), "DNS:elsewhere.test")


def quiet(*_, **__):
    """Nobody is told in these tests."""


class Hurried(Connections):
    """Connections that wait for parts of a second where the service waits for minutes."""

    async def pool(self, house):
        self._pool = Pool(replace(server_of(house), connect_s=0.4, envelope_s=0.4, final_dot_s=0.4, farewell_s=0.2))
        return self._pool


async def in_a_hurry(house):
    hurried = Hurried()
    try:
        return await deliver(house, on_failed=quiet, connections=hurried)
    finally:
        await hurried.close()


async def test_a_name_that_nobody_knows_defers_everything_once(database):
    """B14: DNS has no such host; every letter waits, none was tried, and the reason names the host."""
    queue(database, row(1), row(2))
    house = SmallHouse(database, 25, security="tls")

    class Nowhere(Connections):
        async def pool(self, house):
            return Pool(replace(server_of(house), host="mail.nowhere.invalid", connect_s=5))

    assert await deliver(house, on_failed=quiet, connections=Nowhere()) == Delivered(deferred=2)
    assert {letter.attempts for letter in letters(database)} == {0}
    assert "mail.nowhere.invalid" in letters(database)[0].outcome


async def test_a_banner_that_trickles_ends_by_one_deadline(database):
    """B15: a byte every now and then keeps no connection alive; everything waits, nothing was tried."""
    queue(database, row(1), row(2))
    async with FaultServer([Fault("connect", TRICKLE)]) as server:
        delivered = await asyncio.wait_for(in_a_hurry(SmallHouse(database, server.port)), 10)
    assert delivered == Delivered(deferred=2)
    assert {letter.attempts for letter in letters(database)} == {0}


async def test_one_connection_that_trickles_does_not_hold_up_the_others(database):
    """B15: the second connection is a slow one; all letters go over those that stand."""
    queue(database, *(row(number) for number in range(30)))
    async with FaultServer(thinks_s=0.01) as server:
        server.faults.append(Fault("ehlo", HANG, times=1, only=lambda _about: server.connections > 1))
        assert await in_a_hurry(SmallHouse(database, server.port)) == Delivered(sent=30)


@pytest.mark.parametrize("case", ["B17 no STARTTLS", "B18 unknown authority", "B18 wrong name"])
async def test_without_tls_that_holds_nothing_leaves_and_nobody_knocks_again_at_once(
    database, certificate, elsewhere, case
):
    """B17, B18: never in clear; what waits is deferred with the reason, said once, and tried after five minutes."""
    queue(database, row(1), row(2))
    shown = elsewhere if case == "B18 wrong name" else certificate
    trusted = elsewhere.authority if case == "B18 wrong name" else None
    if case == "B17 no STARTTLS":
        trusted = certificate.authority
    async with FaultServer(tls=shown.serving(), offers_starttls=case != "B17 no STARTTLS") as server:
        house = SmallHouse(database, server.port, security="starttls", username="us", password="pw")
        house.smtp = {"ca_file": trusted}
        with structlog.testing.capture_logs() as logged:
            assert await deliver(house, on_failed=quiet) == Delivered(deferred=2)
            house.clock.advance(timedelta(minutes=4))
            queue(database, row(3))
            assert await deliver(house, on_failed=quiet) == Delivered(deferred=1)
            house.clock.advance(timedelta(minutes=7))
            assert await deliver(house, on_failed=quiet) == Delivered(deferred=3)
    assert server.connections == 2
    assert not {"AUTH", "MAIL"} & {command[:4] for command in server.commands}
    assert {(letter.state, letter.attempts) for letter in letters(database)} == {("deferred", 0)}
    assert "TLS" in letters(database)[0].outcome
    assert [one["log_level"] for one in logged if one["event"] == "channel.shut"] == ["error", "info"]


async def test_a_refused_token_stops_the_channel_and_is_said_once(database):
    """B19 with an access token: one log-in in five minutes, no letter counted as tried, one line of alarm."""
    from milestones.settings.service import OauthPart

    class Token:
        def get_secret_value(self):
            return "revoked"

    queue(database, row(1), row(2))
    oauth = OauthPart.model_construct(provider="token", token=Token())
    async with FaultServer(tokens={"us": "good"}) as server:
        house = SmallHouse(database, server.port, username="us", smtp={"oauth": oauth})
        with structlog.testing.capture_logs() as logged:
            for _ in range(4):
                await deliver(house, on_failed=quiet)
                house.clock.advance(timedelta(minutes=1))
    assert server.commands.count("AUTH") == 1
    assert {(letter.state, letter.attempts) for letter in letters(database)} == {("deferred", 0)}
    assert [one["event"] for one in logged if one["log_level"] == "error"] == ["channel.shut"]
    assert "revoked" not in str(logged)


async def test_a_letter_cut_in_its_middle_arrives_once_in_the_end(database):
    """B24: perhaps sent, as far as anybody knows here; the server kept nothing, and the second try arrives."""
    queue(database, row(1))
    async with FaultServer([Fault("body", DROP, times=1)]) as server:
        house = SmallHouse(database, server.port)
        assert await deliver(house, on_failed=quiet) == Delivered(deferred=1)
        house.clock.set(letters(database)[0].next_attempt_at)
        assert await deliver(house, on_failed=quiet) == Delivered(sent=1)
    assert (len(server.accepted), letters(database)[0].uncertain) == (1, 1)


@pytest.mark.parametrize(("policy", "copies"), [("retry_once", 2), ("hold", 1)])
async def test_a_server_that_says_nothing_after_the_dot_is_in_doubt(database, policy, copies):
    """B26: the wait for the last reply is over; as B25, two identical copies, or one and a person decides."""
    queue(database, row(1))
    async with FaultServer([Fault("stored", HANG, times=1)]) as server:
        house = SmallHouse(database, server.port, uncertain=policy)
        first = await in_a_hurry(house)
        assert first == (Delivered(deferred=1) if policy == "retry_once" else Delivered(failed=1))
        house.clock.advance(timedelta(hours=1))
        await in_a_hurry(house)
    assert len(server.accepted) == copies
    assert len({kept.sha256 for kept in server.accepted}) == 1
    assert letters(database)[0].uncertain == 1


async def test_a_sender_cut_off_from_the_database_begins_no_letter(database, monkeypatch):
    """B38: the server answers, the fence cannot be committed; its lease runs out, another sends: one copy."""
    queue(database, row(1))
    original, away = books_module.outbox.mark_data, asyncio.Event()

    def mark_data(session, leases, until):
        leases = list(leases)
        if leases and not away.is_set():
            error = sqlite3.OperationalError("cut off")
            error.sqlite_errorname = "SQLITE_BUSY"
            raise OperationalError("UPDATE", {}, error)
        return original(session, leases, until)

    async with FaultServer() as server:
        with monkeypatch.context() as patch:
            patch.setattr(books_module.outbox, "mark_data", mark_data)
            patch.setattr(books_module, "_FIRST_PAUSE_S", 0.05)
            house = SmallHouse(database, server.port)
            cut_off = asyncio.create_task(deliver(house, on_failed=quiet))
            while not any(command.startswith("RCPT") for command in server.commands):  # noqa: ASYNC110
                await asyncio.sleep(0.01)
            await asyncio.sleep(0.3)
            assert "DATA" not in server.commands
            house.clock.advance(LEASE + timedelta(minutes=1))
            patch.setattr(books_module.outbox, "mark_data", original)
            other = SmallHouse(database, server.port, clock=house.clock)
            delivered = [await deliver(other, on_failed=quiet), await cut_off]
    assert sum(one.sent for one in delivered) == len(server.accepted) == 1
    assert [(letter.state, letter.uncertain) for letter in letters(database)] == [("sent", 0)]
