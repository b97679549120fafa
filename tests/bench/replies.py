"""Replies taken in whole, from bytes to acknowledgement, beside a plain parse of the same mails.

Ours: stored, read in a guarded child, understood, decided, committed, acknowledged. The limit: the standard library's
compat32 parser and nothing else. Prints one JSON line.
"""

from __future__ import annotations

import asyncio
import csv
import email
import json
import statistics
import tempfile
import time
from datetime import date
from pathlib import Path

from milestones.edge.parser_pool import ParserPool
from milestones.flows.intake import Terms
from milestones.flows.mailroom import receive
from tests.world import World

ROUNDS, MAILS = 5, 60
OWNERS = ("sergeant", "inspector", "head-teacher", "prevent-lead")


async def measured() -> dict[str, object]:
    """Take in the same kind of replies in rounds, the plain parse beside each."""
    with tempfile.TemporaryDirectory() as folder:
        async with World(Path(folder)) as world:
            mails = await _replies(world)
            ours, limit = [], []
            with ParserPool(size=2) as pool:
                for number in range(ROUNDS):
                    batch = mails[number * MAILS : (number + 1) * MAILS]
                    limit.append(_parsed(batch))
                    began = time.perf_counter()
                    taken = list(receive(world.house, [("bench", mail) for mail in batch], pool))
                    ours.append(len(taken) / (time.perf_counter() - began))
                    assert {receipt["verdict"] for receipt in taken} == {"accepted"}
    a_second, of_limit = statistics.median(ours), statistics.median(limit)
    return {
        "bench": "replies, a second",
        "ours": round(a_second),
        "limit": round(of_limit),
        "ratio": round(a_second / of_limit, 4),
        "goal": 0.15,
    }


def _parsed(mails: list[bytes]) -> float:
    """Give how many of `mails` a second the standard library parses, doing nothing else."""
    began = time.perf_counter()
    for mail in mails:
        email.message_from_bytes(mail).get_payload()
    return len(mails) / (time.perf_counter() - began)


async def _replies(world: World) -> list[bytes]:
    """Give a reply to each milestone of a plan, over the letter it answers."""
    plan = world.folder / "plan.csv"
    with plan.open("w", newline="") as sheet:
        rows = [(n, f"Task {n} of the plan", OWNERS[n % 4], f"2027-02-{1 + n % 25:02d}") for n in range(ROUNDS * MAILS)]
        csv.writer(sheet).writerows([("ref", "action", "lead_role", "due"), *rows])
    world.import_plan(plan, Terms(date(2027, 1, 4), "minute 4"))
    await world.advance_to("2027-02-12 09:00")
    answered = {name: letter for letter in world.letters("reminder") for name in letter.milestones}
    return [
        world.mail_in_answer_to(letter, f"{name} not done yet, half way\r\n\r\nOn Monday you wrote:\r\n> {name}\r\n")
        for name, letter in answered.items()
    ]


if __name__ == "__main__":
    print(json.dumps(asyncio.run(measured())))
