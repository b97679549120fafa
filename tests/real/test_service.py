"""The running service and a real mailbox: answers are fetched, decided, acknowledged and put away."""

from __future__ import annotations

import asyncio

import pytest
from service import Service
from test_mailbox import in_folder, put
from world import World

from milestones.edge.clock import SystemClock
from milestones.flows import look
from tests.mailstack.stack import PASSWORD

pytestmark = pytest.mark.real_mail

LONG_AGO, LATE = "2026-01-05", "2026-06-01"
USER = "answers@milestones.example"


@pytest.fixture
async def world(tmp_path):
    async with World(tmp_path, begins=SystemClock().now()) as world:
        yield world


@pytest.fixture
async def service(world, mail_stack):
    service = Service(world.folder)
    service.environ |= {
        "MILESTONES_IMAP__HOST": "localhost",
        "MILESTONES_IMAP__PORT": str(mail_stack.ports["imaps"]),
        "MILESTONES_IMAP__USERNAME": USER,
        "MILESTONES_IMAP__PASSWORD": PASSWORD,
        "SSL_CERT_FILE": str(mail_stack.certificate),
    }
    yield service
    if service.process is not None:
        service.process.kill()
        service.process.wait(10)


async def test_answers_in_the_mailbox_are_taken_in_and_put_away(world, service, mail_stack):
    """One lies there at the start, one comes while it waits, one after the connection was cut; a bomb among them.

    Each is acknowledged or set aside once, each lies in the archive, the inbox is empty; a mail put back into it is
    known by its bytes. Then the password changes: health says so, and nothing else stops.
    """
    for number in (1, 2, 3):
        world.agreed(f"Milestone {number}", due=LATE, owner="inspector", on=LONG_AGO)
        with world.house.database.transaction() as session:
            session.connection().exec_driver_sql("UPDATE letter SET next_attempt_at = NULL WHERE state = 'queued'")
        await world.tick()
    first, second, third = world.letters_to("inspector", "assignment")
    answers = [world.mail_in_answer_to(letter, "In progress, all going well.") for letter in (first, second, third)]
    bomb = b"From: a@b.test\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n" + b"--x\r\n\r\n" * 30_000
    huge = b"From: lead@police.example\r\nSubject: video\r\n\r\n" + b"x" * 76 * 2 + b"\r\n" * 5_500_000

    await asyncio.to_thread(put, mail_stack, USER, bomb, answers[0], huge)
    await service.start()
    await service.until(lambda: len(look.replies(world.house)) == 3 and in_folder(mail_stack, USER, "INBOX") == 0)
    verdicts = [reply["verdict"] for reply in look.replies(world.house)]
    assert sorted(verdicts) == ["accepted", "quarantined", "quarantined"]

    await asyncio.to_thread(put, mail_stack, USER, answers[1])
    await service.until(lambda: len(world.letters("acknowledgement")) == 2, within_s=8)

    await asyncio.to_thread(mail_stack.disconnect, USER)
    await service.until(lambda: service.log("loop.failed") != [])
    await asyncio.to_thread(put, mail_stack, USER, answers[2], answers[0])
    await service.until(lambda: len(world.letters("acknowledgement")) == 3, within_s=35)
    await service.until(lambda: in_folder(mail_stack, USER, "INBOX") == 0)
    assert in_folder(mail_stack, USER, "Archive") == 6
    assert len(look.replies(world.house)) == 5
    assert service.health()[0] == 200
    assert await service.stop() == 0

    service.environ["MILESTONES_IMAP__PASSWORD"] = "changed"
    await service.start()
    await service.until(lambda: service.health()[0] == 503)
    finding = service.health()[1]["mailbox"]
    assert finding["detail"].startswith(f"log-in as {USER}")
    assert "changed" not in service.log_file.read_text()
    doctor = await asyncio.to_thread(service.run, "doctor")
    assert doctor.returncode == 1
    assert f"log-in as {USER}" in doctor.stdout.decode()
