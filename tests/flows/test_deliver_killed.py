"""Senders killed by SIGKILL at chosen and at random moments: nothing is lost, copies only where SMTP leaves doubt."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import os
import random
import shutil
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from faultserver import DROP, GARBLE, PAUSE, Fault, FaultServer
from invariants import broken, broken_at_sink
from letterbox import MONDAY, letters, new_database, queue, row

from milestones.domain.delivery import LEASE

_SENDER = Path(__file__).parents[1] / "sender.py"
AFTER_A_LEASE = LEASE + timedelta(minutes=1)
A_ROUND_S = 120
"""No round takes so long; a test whose sender died in another way than planned fails instead of waiting for ever."""


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
        async with asyncio.timeout(A_ROUND_S):
            self.pid = int(await self.process.stdout.readline())
            if killed_after_s is not None:
                await asyncio.sleep(killed_after_s)
                with contextlib.suppress(ProcessLookupError):
                    os.kill(self.pid, signal.SIGKILL)
            status = int(await self.process.stdout.readline())
        self.now += 4 * AFTER_A_LEASE
        return status


def assert_nothing_lost(database, server):
    """What holds at every moment: I3 to I9."""
    assert broken_at_sink(database, server.accepted, server.overlaps) == {}
    assert broken(database, MONDAY - timedelta(days=999)) == {}


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
                assert_nothing_lost(sender.database, server)
                assert await sender.round(server) == 0
            assert {letter.state for letter in letters(sender.database)} == {"sent"}, moment
            assert_nothing_lost(sender.database, server)
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
            assert_nothing_lost(database, server)
        server.faults.clear()
        for _ in range(3):
            assert await sender.round(server) == 0
    assert_nothing_lost(database, server)
    assert {letter.state for letter in letters(database)} <= {"sent", "failed"}
    return server


async def test_senders_killed_at_random_lose_nothing(database):
    """A misbehaving server and a kill in every round; the letters outlive both."""
    seed = random.SystemRandom().randrange(2**32)
    print(f"seed {seed}")
    server = await kill_at_random(database, 25, seed)
    assert len(server.accepted) > 200


# --- every system call ------------------------------------------------------------------------------------------------


@functools.cache
def may_trace():
    """Say whether strace is here and may trace: in some containers no process may."""
    if shutil.which("strace") is None:
        return False
    words = ["strace", "-qq", "-o", os.devnull, "-e", "trace=none", "true"]
    return subprocess.run(words, capture_output=True, check=False).returncode == 0


traced = pytest.mark.skipif(not may_trace(), reason="strace is not here, or processes may not be traced here")


async def kill_at_each_call(folder, kind, numbers):
    """Five letters over two connections, a kill at the n-th call for each n, then a round that ends it; give the kills.

    Stops at the first number that a whole delivery does not come to.
    """
    struck = 0
    async with Sender(None) as sender:
        for number in numbers:
            (folder / f"{kind}-{number}").mkdir()
            sender.database, sender.now = new_database(folder / f"{kind}-{number}"), MONDAY
            queue(sender.database, *(row(letter) for letter in range(5)))
            async with FaultServer() as server:
                status = await sender.round(server, f"{kind}-{number}")
                assert_nothing_lost(sender.database, server)
                assert status in {0, -signal.SIGKILL}
                assert await sender.round(server) == 0
            assert {letter.state for letter in letters(sender.database)} == {"sent"}
            assert_nothing_lost(sender.database, server)
            assert broken(sender.database, sender.now) == {}
            sender.database.close()
            if status == 0:
                break
            struck += 1
    return struck


@traced
@pytest.mark.parametrize("kind", ["network", "disk"])
async def test_a_sender_killed_at_a_system_call_loses_nothing(tmp_path, kind):
    """B30, B31: a few of its calls to the network and to the disk, others in each run."""
    first = random.SystemRandom().randint(1, 3)
    print(f"from {first}")
    assert await kill_at_each_call(tmp_path, kind, range(first, first + 24, 6)) >= 2


@traced
@pytest.mark.soak
@pytest.mark.parametrize("kind", ["network", "disk"])
async def test_a_sender_killed_at_each_system_call_loses_nothing(tmp_path, kind):
    """B30, B31, C1 to C6: every single one."""
    struck = await kill_at_each_call(tmp_path, kind, range(1, 10_000))
    print(f"killed at each of {struck} calls to the {kind}")
    assert struck >= 10


# --- a sender that stands still ---------------------------------------------------------------------------------------


async def test_a_sender_held_up_past_its_lease_sends_nothing_when_it_goes_on(database):
    """B12: it waits at RCPT until its lease is over and another sends the letter; its own fence then fails."""
    queue(database, row(1))
    slow = Fault("rcpt", PAUSE, times=1)
    async with FaultServer([slow]) as server, Sender(database) as sleeper, Sender(database) as other:
        asleep = asyncio.create_task(sleeper.round(server))
        await asyncio.wait_for(server.paused.wait(), A_ROUND_S)
        other.now = MONDAY + AFTER_A_LEASE
        assert await other.round(server) == 0
        assert [letter.state for letter in letters(database)] == ["sent"]
        server.resume.set()
        assert await asleep == 0
    assert len(server.accepted) == 1
    assert letters(database)[0].uncertain == 0


@pytest.mark.parametrize(("stage", "copies", "doubts"), [("rcpt", 1, 0), ("data", 2, 1)])
async def test_a_process_that_was_stopped_past_its_lease_is_fenced_when_it_continues(database, stage, copies, doubts):
    """B12: SIGSTOP before DATA, and its letter goes once; within DATA, and there are two identical copies at most."""
    queue(database, row(1))
    slow = Fault(stage, PAUSE, times=1)
    async with FaultServer([slow]) as server, Sender(database) as sleeper, Sender(database) as other:
        asleep = asyncio.create_task(sleeper.round(server))
        await asyncio.wait_for(server.paused.wait(), A_ROUND_S)
        os.kill(sleeper.pid, signal.SIGSTOP)
        server.resume.set()
        other.now = MONDAY + AFTER_A_LEASE
        assert await other.round(server) == 0
        assert [letter.state for letter in letters(database)] == ["sent"]
        os.kill(sleeper.pid, signal.SIGCONT)
        assert await asleep == 0
    assert len(server.accepted) == copies
    assert [letter.uncertain for letter in letters(database)] == [doubts]
    # While it stood still in DATA another sent the letter: two at once is what the doubt is counted for.
    assert broken_at_sink(database, server.accepted) == {}
