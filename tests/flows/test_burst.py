"""A burst of mail with hostile ones in it: none is lost, none acts twice, none waits for a bomb, memory is bounded."""

from __future__ import annotations

import asyncio
import json
import mailbox
import os
import smtplib
import time
from pathlib import Path

import pytest
from service import Service
from world import POSTS, World

from jobs.intake import Intake
from jobs.lmtp import Counter
from jobs.running import Running
from milestones.edge import parser_pool
from milestones.edge.clock import SystemClock
from milestones.edge.figures import Figures
from milestones.edge.lmtp import LONGEST_LINE_BYTES, LmtpServer
from milestones.edge.parser_pool import ParserPool
from milestones.flows import look, mailroom
from tests.burst import KINDS, answers, hostile, posts

MOST_PARENT_MB = 200
"""What the process that takes mail in may use, whatever the mails hold."""


def resident_mb(pid: int | str = "self") -> float:
    """How much memory a process uses now."""
    fields = Path(f"/proc/{pid}/status").read_text().split("VmRSS:")[1].split()
    return int(fields[0]) / 1024


def peak_mb(pid: int) -> float:
    """How much memory a process has used at most."""
    return int(Path(f"/proc/{pid}/status").read_text().split("VmHWM:")[1].split()[0]) / 1024


def strewn(good, bad):
    """The good mails in order with the bad ones spread among them."""
    every = max(1, len(good) // max(1, len(bad)))
    waiting = list(bad)
    mails = []
    for place, mail in enumerate(good):
        if waiting and place % every == 0:
            mails.append(waiting.pop())
        mails.append(mail)
    return [*mails, *waiting]


def assert_each_acted_once(world, good, bad):
    """Every mail has its verdict; each answer acted once; nothing hostile did."""
    replies = look.replies(world.house)
    verdicts = [reply["verdict"] for reply in replies]
    assert verdicts.count("accepted") == good
    assert len(replies) == good + bad
    assert {reply["verdict"] for reply in replies} <= {"accepted", "quarantined", "ignored"}
    assert mailroom.backlog(world.house) == 0
    types = world.event_types()
    assert types.count("progress_noted") == types.count("reply_taken_in") == good
    assert world.audit_faults() == []


def deliver_by_lmtp(port, mails):
    """Hand mails over as a mail server does: what is put off comes again; give how often that was."""
    put_off = 0
    waiting = [(f"sender-{number % 90}@x.example", recipient_of(mail), mail) for number, mail in enumerate(mails)]
    with smtplib.LMTP("127.0.0.1", port, timeout=120) as client:
        while waiting:
            again = []
            for sender, to, mail in waiting:
                try:
                    client.sendmail(sender, [to], mail)
                except smtplib.SMTPResponseException as refused:
                    if not 400 <= refused.smtp_code < 500:
                        raise
                    again.append((sender, to, mail))
            waiting = again
            put_off += len(again)
            time.sleep(1.0 if again else 0)
    return put_off


def recipient_of(mail):
    """Whom the envelope of a mail names."""
    return next(line[4:].decode() for line in mail.split(b"\r\n") if line.startswith(b"To: "))


def goes_over_lmtp(mail):
    """Say whether the server takes a mail at all: one with a line of a megabyte or without our address is refused."""
    return b"\r\nTo: " in mail and max(map(len, mail.split(b"\r\n"))) < LONGEST_LINE_BYTES


async def test_a_burst_with_bombs_in_it_is_taken_in_both_ways(tmp_path, monkeypatch):
    """Half by `receive`, half by LMTP over several connections; the children are replaced on the way."""
    monkeypatch.setattr(parser_pool, "QUESTIONS_A_CHILD", 40)
    async with World(tmp_path, posts={**POSTS, **posts(25)}) as world:
        good = await answers(world, 25, 6)
        bad = [hostile(number) for number in range(len(KINDS))]
        before_mb = resident_mb()
        with ParserPool(size=2) as pool:
            mails = [("burst", mail) for mail in strewn(good[:75], bad)]
            receipts = await asyncio.to_thread(lambda: list(mailroom.receive(world.house, mails, pool)))
        assert len(receipts) == 75 + len(bad)

        running = Running(world.house, Figures())
        intake = Intake(running)
        server = LmtpServer(Counter(intake))
        await server.start("127.0.0.1", 0)
        deciders = [asyncio.create_task(_keep_on(intake)) for _ in range(2)]
        sendable = [mail for mail in (hostile(100 + number) for number in range(8)) if goes_over_lmtp(mail)]
        burst = strewn(good[75:], sendable)
        put_off = await asyncio.gather(
            *(asyncio.to_thread(deliver_by_lmtp, server.port, burst[n::4]) for n in range(4))
        )
        async with asyncio.timeout(120):
            await _all_decided(world)
        running.stop.set()
        await asyncio.gather(*deciders)
        await server.close()
        intake.close()
        assert sum(put_off) == 0
        assert_each_acted_once(world, 150, len(bad) + len(sendable))
        assert resident_mb() - before_mb < 100


async def _all_decided(world):
    while mailroom.backlog(world.house):  # noqa: ASYNC110 - what changes is in the database
        await asyncio.sleep(0.05)


async def _keep_on(intake):
    while not intake.running.stop.is_set():
        await intake.decide()


@pytest.mark.soak
async def test_ten_thousand_mails_with_a_hundred_bombs_by_the_command(tmp_path):
    """`milestones receive` on an mbox: a receipt for each, exit 0, and never more than 200 MB in the parent."""
    async with World(tmp_path, posts={**POSTS, **posts(500)}) as world:
        mails = strewn(await answers(world, 500, 20), [hostile(number) for number in range(100)])
        box = mailbox.Maildir(tmp_path / "maildir")
        for mail in mails:
            box.add(mail)
        service = Service(tmp_path)
        words = service.command("--at", "x")[:-2]
        at = world.clock.now().isoformat()
        process = await asyncio.create_subprocess_exec(
            *(*words, "receive", "--at", at, "--json", str(tmp_path / "maildir")),
            env=service.environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        began = time.monotonic()
        peak = asyncio.create_task(_highest(process.pid))
        out, _ = await process.communicate()
        print(f"{len(mails) / (time.monotonic() - began):.0f} a second, at most {await peak:.0f} MB")
        assert process.returncode == 0
        assert len(json.loads(out)["receipts"]) == len(mails)
        assert await peak < MOST_PARENT_MB
        assert_each_acted_once(world, 10_000, 100)


@pytest.mark.soak
async def test_ten_thousand_mails_with_a_hundred_bombs_by_lmtp(tmp_path):
    """The real service: what is put off comes again, as from a mail server; all of it is decided, no restart."""
    async with World(tmp_path, posts={**POSTS, **posts(500)}, begins=SystemClock().now()) as world:
        good = await answers(world, 500, 20)
        bad = [mail for mail in map(hostile, range(160)) if goes_over_lmtp(mail)][:100]
        service = Service(tmp_path)
        await service.start()
        try:
            burst = strewn(good, bad)
            began = time.monotonic()
            put_off = await asyncio.gather(
                *(asyncio.to_thread(deliver_by_lmtp, service.lmtp, burst[n::8]) for n in range(8))
            )
            await service.until(lambda: mailroom.backlog(world.house) == 0, within_s=600)
            took_s = time.monotonic() - began
            pid = service.process.pid
            print(f"{len(burst) / took_s:.0f} a second, at most {peak_mb(pid):.0f} MB, {sum(put_off)} put off")
            assert peak_mb(pid) < MOST_PARENT_MB
            assert service.starts == 1
            assert_each_acted_once(world, 10_000, len(bad))
        finally:
            os.kill(service.process.pid, 9)
            service.process.wait(10)


async def _highest(pid):
    """The most memory that a process uses until it ends."""
    most = 0.0
    while True:
        try:
            most = max(most, peak_mb(pid))
        except (OSError, IndexError):
            return most
        await asyncio.sleep(0.2)
