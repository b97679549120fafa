"""Senders killed by SIGKILL at chosen and at random moments: nothing is lost, copies only where SMTP leaves doubt."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import signal
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from faultserver import DROP, GARBLE, PAUSE, Fault, FaultServer
from letterbox import MONDAY, contents, letters, new_database, queue, row

from milestones.domain.delivery import LEASE

_SENDER = Path(__file__).parents[1] / "sender.py"
AFTER_A_LEASE = LEASE + timedelta(minutes=1)


class Sender:
    """The process that forks a sender for each round."""

    def __init__(self, database):
        self.database, self.now = database, MONDAY

    async def __aenter__(self):
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, str(_SENDER), stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
        )
        return self

    async def __aexit__(self, *_):
        self.process.stdin.close()
        await self.process.wait()

    async def round(self, server, killed_at="never", *, killed_after_s=None):
        """One `tick --at`, an hour after the one before: leases have run out, deferred letters have waited."""
        self.process.stdin.write(f"{self.database.url} {server.port} {self.now.isoformat()} {killed_at}\n".encode())
        pid = int(await self.process.stdout.readline())
        if killed_after_s is not None:
            await asyncio.sleep(killed_after_s)
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        status = int(await self.process.stdout.readline())
        self.now += 4 * AFTER_A_LEASE
        return status


@pytest.fixture
def database(tmp_path):
    database = new_database(tmp_path)
    yield database
    database.close()


def assert_nothing_lost(database, server, now):
    """I2 to I6, I8 and I9."""
    rows = {letter.message_id: letter for letter in letters(database)}
    copies = server.copies()
    assert set(copies) <= set(rows), "I4"
    for message_id, letter in rows.items():
        assert letter.state in {"sent", "failed", "queued"} or (letter.next_attempt_at or letter.lease_until) <= now, (
            "I2"
        )
        assert letter.state != "sent" or message_id in copies, "I3"
        assert copies.get(message_id, 0) <= 1 + letter.uncertain <= 3, "I5"
        assert copies.get(message_id, 0) <= 2, "never more often than twice"
        assert letter.state != "failed" or letter.uncertain == 2 or "refused for good" in letter.outcome
    ours = contents(database)
    for kept in server.accepted:
        assert kept.content == ours[kept.message_id], "I6"
        assert kept.recipients == (rows[kept.message_id].to,), "I8"
    assert server.overlaps == [], "I9"


MOMENTS = [
    *(f"write-{number}" for number in range(1, 14)),
    *(f"wrote-{number}" for number in range(9, 14)),
    *(f"sql-{number}" for number in range(2, 20, 3)),
    *(f"{moment}-{number}" for moment in ("commit", "committed") for number in range(1, 4)),
]
"""Four letters over three connections make about twenty writes and ten commits."""


async def test_a_sender_killed_at_any_write_statement_or_commit_loses_nothing(tmp_path):
    """B11, B30, B31, C2 to C6: for each moment four letters; the next round sends what is missing, at most one copy."""
    struck = 0
    async with Sender(None) as sender:
        for moment in MOMENTS:
            (tmp_path / moment).mkdir()
            sender.database, sender.now = new_database(tmp_path / moment), MONDAY
            queue(sender.database, *(row(number) for number in range(4)))
            async with FaultServer() as server:
                struck += await sender.round(server, moment) == -signal.SIGKILL
                assert_nothing_lost(sender.database, server, sender.now)
                assert await sender.round(server) == 0
            assert {letter.state for letter in letters(sender.database)} == {"sent"}, moment
            assert_nothing_lost(sender.database, server, sender.now)
            sender.database.close()
    assert struck > len(MOMENTS) * 0.7, "the chosen moments must be reached, or this test shows nothing"


def faults(chance):
    """A server that misbehaves now and then, at every stage."""
    acts = [
        *((stage, act) for stage in ("mail", "rcpt", "data", "dot") for act in (DROP, "451 later")),
        ("stored", DROP), ("stored", GARBLE), ("body", DROP), ("connect", "421 busy"), ("rcpt", "550 no such user"),
    ]  # fmt: skip
    return [Fault(stage, act, only=lambda _about: chance.random() < 0.01) for stage, act in acts]


async def kill_at_random(database, kills, seed):
    """Queue, send and kill as often as asked, then let it finish; say where each letter ended."""
    chance = random.Random(seed)
    number = 0
    async with FaultServer(faults(chance), thinks_s=0.002) as server, Sender(database) as sender:
        for _ in range(kills):
            queue(database, *(row(number + more, priority=chance.randrange(6)) for more in range(15)))
            number += 15
            await sender.round(server, killed_after_s=chance.uniform(0, 0.15))
            assert_nothing_lost(database, server, sender.now)
        server.faults.clear()
        for _ in range(3):
            assert await sender.round(server) == 0
    assert_nothing_lost(database, server, sender.now)
    assert {letter.state for letter in letters(database)} <= {"sent", "failed"}
    return server


async def test_senders_killed_at_random_lose_nothing(database):
    """A misbehaving server and a kill in every round; the letters outlive both."""
    seed = random.SystemRandom().randrange(2**32)
    print(f"seed {seed}")
    server = await kill_at_random(database, 25, seed)
    assert len(server.accepted) > 200


@pytest.mark.soak
async def test_ten_thousand_kills_lose_nothing(tmp_path):
    """The same for hours; MILESTONES_SOAK_KILLS sets how many."""
    kills = int(os.environ.get("MILESTONES_SOAK_KILLS", "10000"))
    for start in range(0, kills, 100):
        (tmp_path / str(start)).mkdir()
        database = new_database(tmp_path / str(start))
        print(f"seed {start}", flush=True)
        await kill_at_random(database, min(100, kills - start), start)
        database.close()


async def test_a_sender_held_up_past_its_lease_sends_nothing_when_it_goes_on(database):
    """B12: it waits at RCPT until its lease is over and another sends the letter; its own fence then fails."""
    queue(database, row(1))
    slow = Fault("rcpt", PAUSE, times=1)
    async with FaultServer([slow]) as server, Sender(database) as sleeper, Sender(database) as other:
        asleep = asyncio.create_task(sleeper.round(server))
        await server.paused.wait()
        other.now = MONDAY + AFTER_A_LEASE
        assert await other.round(server) == 0
        assert [letter.state for letter in letters(database)] == ["sent"]
        server.resume.set()
        assert await asleep == 0
    assert len(server.accepted) == 1
    assert letters(database)[0].uncertain == 0
