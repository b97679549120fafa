"""Replies taken in whole, from bytes to acknowledgement, beside a plain parse of the same mails.

Ours: stored, read and understood in guarded children, decided, committed, acknowledged; each is the one answer to a
letter of its own, as on a Monday morning, and log lines go to a file as the service writes them. The limit: the
standard library's compat32 parser and nothing else. Prints one JSON line; `parent_ms` and `children_ms` are the CPU
time that a reply takes, which other work beside the benchmark changes little, and the children's start not at all.
"""

from __future__ import annotations

import asyncio
import contextlib
import csv
import email
import json
import resource
import statistics
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

from milestones.edge import logs
from milestones.edge.parser_pool import ParserPool
from milestones.flows.intake import Terms
from milestones.flows.mailroom import receive
from tests.world import POSTS, World

ROUNDS, MAILS = 5, 150
OWNERS = 50
WARMS_UP = 30


async def measured() -> dict[str, Any]:
    """Take in the same kind of replies in rounds, the plain parse beside each."""
    posts = {f"officer-{number}": {"organisation": "police", "reports_to": "inspector"} for number in range(OWNERS)}
    with tempfile.TemporaryDirectory() as folder:
        async with World(Path(folder), posts={**POSTS, **posts}) as world:
            mails = await replies(world, list(posts), 2 * WARMS_UP + ROUNDS * MAILS)
            logs.set_up("json", "info")
            return _logged(world, mails)


def _logged(world: World, mails: list[bytes]) -> dict[str, Any]:
    with (world.folder / "log").open("w") as log, contextlib.redirect_stderr(log):
        return _measured(world, mails)


def _measured(world: World, mails: list[bytes]) -> dict[str, Any]:
    ours, limit = [], []
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with ParserPool(size=2) as pool:
        _take_in(world, mails[:WARMS_UP], pool)
    started = resource.getrusage(resource.RUSAGE_CHILDREN)
    with ParserPool(size=2) as pool:
        _take_in(world, mails[WARMS_UP : 2 * WARMS_UP], pool)
        parent_before = resource.getrusage(resource.RUSAGE_SELF)
        for number in range(ROUNDS):
            batch = mails[2 * WARMS_UP + number * MAILS :][:MAILS]
            limit.append(_parsed(batch))
            began = time.perf_counter()
            _take_in(world, batch, pool)
            ours.append(len(batch) / (time.perf_counter() - began))
        parent = resource.getrusage(resource.RUSAGE_SELF)
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    a_second, of_limit = statistics.median(ours), statistics.median(limit)
    return {
        "bench": "replies, a second",
        "ours": round(a_second),
        "limit": round(of_limit),
        "ratio": round(a_second / of_limit, 4),
        "goal": 0.15,
        "parent_ms": round(1000 * _cpu_s(parent_before, parent) / (ROUNDS * MAILS), 2),
        "children_ms": round(1000 * (_cpu_s(started, children) - _cpu_s(before, started)) / (ROUNDS * MAILS), 2),
    }


def _take_in(world: World, mails: list[bytes], pool: ParserPool) -> None:
    taken = list(receive(world.house, [("bench", mail) for mail in mails], pool))
    assert {receipt["verdict"] for receipt in taken} == {"accepted"}


def _cpu_s(before: resource.struct_rusage, after: resource.struct_rusage) -> float:
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _parsed(mails: list[bytes]) -> float:
    """Give how many of `mails` a second the standard library parses, doing nothing else."""
    began = time.perf_counter()
    for mail in mails:
        email.message_from_bytes(mail).get_payload()
    return len(mails) / (time.perf_counter() - began)


async def replies(world: World, owners: list[str], number: int) -> list[bytes]:
    """Give a reply to each milestone of a plan, over the letter about it alone."""
    plan = world.folder / "plan.csv"
    days = [f"2027-{2 + n // 25:02d}-{1 + n % 25:02d}" for n in range(-(-number // len(owners)))]
    with plan.open("w", newline="") as sheet:
        rows = [(n, f"Task {n} of the plan", owners[n % len(owners)], days[n // len(owners)]) for n in range(number)]
        csv.writer(sheet).writerows([("ref", "action", "lead_role", "due"), *rows])
    world.import_plan(plan, Terms(date(2027, 1, 4), "minute 4"))
    await world.advance_to("2027-02-12 09:00")
    answered = {name: letter for letter in world.letters("reminder") for name in letter.milestones}
    return [
        world.mail_in_answer_to(
            letter, f"{name} not done yet, half way\r\n\r\nOn Monday you wrote:\r\n{_quoted(letter.text)}"
        )
        for name, letter in answered.items()
    ][:number]


def _quoted(text: str) -> str:
    return "".join(f"> {line}\r\n" for line in text.splitlines())


if __name__ == "__main__":
    print(json.dumps(asyncio.run(measured())))
