"""`outbox`, `outbox --failed`, `outbox resend` and `db prune`, as an administrator meets them."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

AT = "2026-11-10T09:00:00+00:00"


@pytest.fixture
def milestones(tmp_path):
    """Run one command in a folder with the example configuration, a plan and two letters, of which the first failed."""
    environment = {"MILESTONES_SECRET_KEY": "a key for tests only, thirty-two", "PYTHONPATH": str(Path.cwd())}

    def run(*words):
        command = [sys.executable, "-c", "from jobs.cli import main; main()", *words]
        ended = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert "Traceback" not in ended.stderr
        return ended.returncode, json.loads(ended.stdout) if "--json" in words and ended.stdout else None, ended.stderr

    assert run("init", "config")[0] == 0
    (tmp_path / "plan.csv").write_text("action,lead_role,due\nTrain the teams,Prevent Strategic Lead,7 December 2026\n")
    agreed = ("--agreed", "2026-11-10", "--minute", "minute 4", "--at", AT)
    assert run("import", "plan.csv", "--board", "humberside", *agreed)[0] == 0
    with closing(sqlite3.connect(tmp_path / "var/milestones.db")) as database, database:
        database.execute("UPDATE letter SET state = 'failed', attempts = 3, outcome = '550 no such user' WHERE id = 1")
    return run


def test_a_letter_that_failed_is_listed_and_sent_again(milestones):
    """The list of the failed, the command, and the letter as it stands then; the log has who and why."""
    (dead,) = milestones("outbox", "--failed", "--json")[1]["letters"]

    status, queued, _ = milestones("outbox", "resend", str(dead["id"]), "--why", "mended", "--at", AT, "--json")

    assert (status, queued["state"], queued["attempts"]) == (0, "queued", 0)
    assert queued["message_id"] == dead["message_id"]
    assert "sent again by" in queued["why"]
    assert milestones("outbox", "--failed", "--json")[1]["letters"] == []
    events = milestones("events", "--json")[1]["events"]
    assert [one["data"]["why"] for one in events if one["type"] == "letter_resent"] == ["mended"]


def test_what_must_not_be_sent_again_is_refused(milestones):
    """Exit 2 with the reason, and nothing is changed."""
    milestones("outbox", "resend", "1", "--at", AT)
    before = milestones("outbox", "--json")[1]

    for letter, says in (("1", "goes by itself"), ("99", "there is no letter 99")):
        status, _, said = milestones("outbox", "resend", letter, "--at", AT)
        assert (status, says in said) == (2, True)
    assert milestones("outbox", "--json")[1] == before


def test_pruning_says_what_went(milestones):
    """Three years on the failed letter's text goes; what is still to be sent stays."""
    assert milestones("db", "prune", "--at", AT, "--json")[1] == {"letters": 0, "mails": 0}
    assert milestones("db", "prune", "--at", "2029-11-10T09:00:00+00:00", "--json")[1] == {"letters": 1, "mails": 0}
    status, _, said = milestones("outbox", "resend", "1", "--at", AT)
    assert (status, "kept no longer" in said) == (2, True)
