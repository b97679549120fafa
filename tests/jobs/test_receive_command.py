"""`milestones receive` beside faults of ours: one way in with the service, a status that a mail server understands."""

from __future__ import annotations

import json

import pytest
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from jobs.cli import main
from milestones.flows import look, mailroom
from milestones.flows.reply import Reply


@pytest.fixture(autouse=True)
def logged():
    """What is logged, unwritten: a traceback in colours takes seconds."""
    with capture_logs() as lines:
        yield lines


@pytest.fixture
def receive(world, monkeypatch, capsys):
    """Run the command on mails as files; give status and receipts."""
    monkeypatch.setenv("MILESTONES_SECRET_KEY", "a key for tests only, thirty-two")
    folder = str(world.config_folder)

    def run(mails):
        files = [world.folder / f"{number}.eml" for number in range(len(mails))]
        for file, mail in zip(files, mails, strict=True):
            file.write_bytes(mail)
        monkeypatch.setattr("sys.argv", ["milestones", "--config", folder, "receive", "--json", *map(str, files)])
        capsys.readouterr()
        status = 0
        try:
            main()
        except SystemExit as ended:
            status = ended.code or 0
        printed = capsys.readouterr().out
        return status, json.loads(printed)["receipts"] if printed else None

    return run


async def mails_of(world, number):
    """Answers to letters of the inspector's."""
    for count in range(number):
        world.agreed(f"Task {count}", due="2030-06-03", owner="inspector", on="2026-01-05")
        with world.house.database.transaction() as session:
            session.connection().exec_driver_sql("UPDATE letter SET next_attempt_at = NULL WHERE state = 'queued'")
        await world.tick()
    return [world.mail_in_answer_to(letter, "In progress.") for letter in world.letters("assignment")]


async def test_a_fault_of_ours_with_one_mail_stops_neither_the_next_nor_the_command(world, receive, monkeypatch):
    """Exit 0, since all are stored: the one that tripped has no verdict yet, and is taken up later."""
    mails = await mails_of(world, 3)
    decide = Reply.decide

    def trips(reply):
        if reply.mail.message_id == "<reply-2@post.example>":
            raise KeyError("x")
        decide(reply)

    monkeypatch.setattr(Reply, "decide", trips)
    status, receipts = receive(mails)
    assert (status, [receipt["verdict"] for receipt in receipts]) == (0, ["accepted", None, "accepted"])
    assert [reply["state"] for reply in look.replies(world.house)] == ["done", "received", "done"]


async def test_a_mail_that_cannot_be_stored_is_to_come_again(world, receive, monkeypatch):
    """EX_TEMPFAIL, and nothing is there of it."""
    mails = await mails_of(world, 1)

    def full(*_):
        raise OperationalError("INSERT", {}, Exception("database or disk is full"))

    monkeypatch.setattr(mailroom, "keep_all", full)
    assert receive(mails) == (75, None)
    assert look.replies(world.house) == []
