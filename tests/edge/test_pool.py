"""Connections kept between rounds: used again, asked whether they still stand, reopened at no cost to a letter."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from faultserver import Fault, FaultServer

from milestones.domain.delivery import Sent, Unreachable
from milestones.edge import pool as pool_module
from milestones.edge.pool import Pool
from milestones.edge.server import Server


@dataclass(frozen=True)
class Letter:
    number: int
    to_address: str = "owner@police.test"
    envelope_from: str = "bounces+abc@board.test"

    @property
    def content(self) -> bytes:
        return f"Message-ID: <{self.number}@board.test>\r\n\r\ndone?\r\n".encode()


class Round:
    """A desk that hands out so many letters and keeps what became of them."""

    def __init__(self, count):
        self.letters, self.outcomes = [Letter(number) for number in range(count)], []

    async def take(self):
        return self.letters.pop() if self.letters else None

    async def before_data(self, letter):
        return True

    def done(self, letter, outcome):
        self.outcomes.append(outcome)

    def give_back(self, letter):
        self.letters.append(letter)

    def must_stay_under_tls(self, letter):
        return False

    @property
    def sent(self):
        return sum(isinstance(outcome, Sent) for outcome in self.outcomes)


def pool_to(server, connections=2):
    return Pool(Server("127.0.0.1", server.port, security="none", connections=connections, farewell_s=0.5, connect_s=2))


async def run(pool, count=1):
    round_ = Round(count)
    assert await pool.run(round_) is None
    assert (round_.sent, len(round_.outcomes)) == (count, count)


@pytest.fixture
def impatient(monkeypatch):
    """Every connection counts as one that rested long."""
    monkeypatch.setattr(pool_module, "_FRESH_S", -1.0)


async def test_the_next_round_uses_the_connection_of_the_one_before(impatient):
    """One connection for three rounds, asked by NOOP before it is used again."""
    async with FaultServer() as server:
        pool = pool_to(server)
        for _ in range(3):
            await run(pool)
        await pool.close()
    assert server.connections == 1
    assert [one for one in server.commands if one in {"NOOP", "QUIT"}].count("QUIT") == 1
    assert server.commands.count("NOOP") >= 2


async def test_within_a_round_that_goes_well_nothing_is_asked():
    """NOOP costs a turn; a connection that was just used is not asked."""
    async with FaultServer() as server:
        pool = pool_to(server, connections=1)
        await run(pool, 20)
        await pool.close()
    assert "NOOP" not in server.commands


@pytest.mark.parametrize("reply", ["421 4.4.2 idle for too long", "drop", "hang", "garble"])
async def test_a_connection_that_does_not_answer_is_reopened_at_no_cost(impatient, reply):
    """The server went away while it rested: 421, a drop, silence, nonsense; the letter goes over a new one."""
    async with FaultServer() as server:
        pool = pool_to(server, connections=1)
        await run(pool)
        server.faults.append(Fault("noop", reply, times=1))
        await run(pool)
        await pool.close()
    assert server.connections == 2
    assert len(server.accepted) == 2


@pytest.mark.parametrize("reply", ["421 4.4.2 idle for too long", "drop"])
async def test_a_connection_that_is_closed_at_mail_costs_the_letter_no_attempt(reply):
    """It answered a moment ago and is gone at MAIL: reconnected once, the outcome is the second try's."""
    async with FaultServer() as server:
        pool = pool_to(server, connections=1)
        await run(pool)
        server.faults.append(Fault("mail", reply, times=1))
        await run(pool)
        await pool.close()
    assert server.connections == 2


async def test_a_server_restarted_between_rounds_is_found_again(impatient):
    """Its old connections are dead; the new server gets the letters."""
    async with FaultServer() as server:
        pool = pool_to(server)
        await run(pool, 4)
    async with FaultServer(port=server.port) as again:
        await run(pool, 4)
        await pool.close()
    assert len(again.accepted) == 4


async def test_connections_that_nobody_used_for_long_are_closed_with_a_goodbye():
    """`let_go` after a minute, here at once; then the next round opens a new one."""
    async with FaultServer() as server:
        pool = pool_to(server)
        await run(pool)
        await pool.let_go(60)
        assert "QUIT" not in server.commands
        await pool.let_go(0)
        assert server.commands.count("QUIT") == 1
        await run(pool)
        await pool.close()
    assert server.connections == 2


async def test_a_refused_server_leaves_no_connection_behind():
    """After a refusal for all, everything is closed: nothing rests on a channel that is shut."""
    async with FaultServer(users={"us": "pw"}) as server:
        pool = Pool(Server("127.0.0.1", server.port, security="none", username="us", password="no", connections=2))
        round_ = Round(2)
        assert isinstance(await pool.run(round_), Unreachable)
        assert len(round_.letters) == 2
        await pool.close()
    assert server.open_now == 0


async def test_a_certificate_that_has_gone_is_a_reason_and_no_crash(tmp_path):
    """The key was moved away after the check: the channel is shut with the file's error, the letter waits."""
    pool = Pool(Server("mail.example", 465, security="tls", client_certificate=str(tmp_path / "gone.pem")))
    round_ = Round(1)
    refused = await pool.run(round_)
    assert isinstance(refused, Unreachable)
    assert refused.closed
    assert len(round_.letters) == 1
