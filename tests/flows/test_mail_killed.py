"""Processes killed by SIGKILL in the middle of taking in several mails: none is lost, and each acts once."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from world import World

from milestones.flows import look
from milestones.flows.house import open_house
from milestones.settings.read import read
from milestones.store import log, queries
from milestones.store.inbox import LEASE
from tests.receiver import ENVIRON

RECEIVER = "tests.receiver"
ROOT = Path(__file__).parents[2]
OWNERS = ("inspector", "sergeant", "prevent-lead", "head-teacher")
MOMENTS = (
    "commit-1",  # R1: nothing is stored, the mail server or the mailbox still has the mails
    "committed-1",  # R2: all are stored, nobody was told
    *(f"sql-{number}" for number in range(2, 44, 5)),  # R4: in the middle of the decisions
    "commit-2",
    "committed-2",  # R5: all are decided, the source does not know
    "committed-3",
)


class Receiver:
    """The process that forks one for each order."""

    def __enter__(self):
        self.process = subprocess.Popen(
            [sys.executable, "-m", RECEIVER], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()

    def take_in(self, folder, at, moment, files):
        """Have one process take in `files` on a copy of the world, and give how it ended."""
        order = [str(folder / "config"), at.isoformat(), moment, [str(one) for one in files]]
        print(json.dumps(order), file=self.process.stdin, flush=True)
        return int(self.process.stdout.readline())


async def prepared(folder):
    """Four letters and an answer to each, one of them twice, one from nobody; as files beside the world's own."""
    async with World(folder) as world:
        for owner in OWNERS:
            world.agreed(f"Task of the {owner}", due="2027-02-10", owner=owner)
        await world.tick()
        letters = world.letters("assignment")
        mails = [world.mail_in_answer_to(letter, "Done.") for letter in letters]
        mails += [mails[1], b"From: a@b.example, c@d.example\r\n\r\nDone\r\n"]
        (folder / "mails").mkdir()
        for number, mail in enumerate(mails):
            (folder / "mails" / f"{number}.eml").write_bytes(mail)
        return world.clock.now()


def found(folder, at):
    """What the database of a copy holds: verdicts, events by type, letters by kind; and what is wrong with its log."""
    house = open_house(read(folder / "config", ENVIRON), None)
    with house.database.reading() as session:
        faults = list(log.faults(session))
        kinds = sorted(letter.kind for letter in queries.letters(session))
    verdicts = sorted(str(reply["verdict"]) for reply in look.replies(house))
    types = sorted(entry["type"] for entry in look.events(house))
    states = [one["state"] for one in look.milestones(house, at)]
    house.database.close()
    return verdicts, types, kinds, states, faults


@pytest.mark.filterwarnings("ignore::ResourceWarning")
async def test_a_process_killed_at_any_moment_of_taking_in_loses_nothing_and_does_nothing_twice(tmp_path):
    """R1 to R5: whatever was struck, the same mails given again come to what they come to without a death."""
    began = await prepared(tmp_path / "world")
    later = began + LEASE + timedelta(minutes=1)
    struck = 0
    with Receiver() as receiver:
        for moment in ("never", *MOMENTS):
            copy = tmp_path / moment
            shutil.copytree(tmp_path / "world", copy)
            files = sorted((copy / "mails").iterdir())
            struck += receiver.take_in(copy, began, moment, files) == -signal.SIGKILL
            assert receiver.take_in(copy, later, "never", files) == 0, moment
            if moment == "never":
                expected = found(copy, began)
                assert expected[0] == [*["accepted"] * 4, "quarantined"]
                assert expected[3:] == (["completed"] * 4, [])
            assert found(copy, began) == expected, moment
            shutil.rmtree(copy)
    assert struck > len(MOMENTS) * 0.7, "the chosen moments must be reached, or this test shows nothing"
