"""The service's side of LMTP and of health: full disks, backlogs, databases that are away, edits that are refused."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections import deque

import pytest
from sqlalchemy.exc import OperationalError
from world import World

from jobs import lmtp, mailbox
from jobs.health import Health
from jobs.intake import Intake
from jobs.lmtp import Counter
from jobs.running import Running
from milestones.edge.figures import Figures
from milestones.edge.imap import LARGEST_BYTES
from milestones.edge.lmtp import NotStored
from milestones.flows import hear, look, mailroom
from milestones.flows.reload import Rejected
from milestones.settings.problems import Problem
from tests.flows import deadly

MAIL = b"From: inspector@police.example\r\nTo: replies@milestones.example\r\n\r\nhello\r\n"


@pytest.fixture
async def world(tmp_path):
    async with World(tmp_path) as world:
        yield world


@pytest.fixture
def running(world):
    return Running(world.house, Figures())


@pytest.fixture
def intake(running):
    intake = Intake(running)
    yield intake
    intake.close()


async def test_a_mail_is_decided_in_the_background_after_it_was_stored(intake, world):
    """Stored when `keep` returns; the next step of a decider reads it, counts it and wakes delivery."""
    await Counter(intake).keep(MAIL)
    assert mailroom.backlog(world.house) == 1
    await intake.decide()
    assert mailroom.backlog(world.house) == 0
    assert intake.running.letters.is_set()
    assert intake.running.figures.totals["taken_in"] == 1


async def test_mails_that_come_together_share_a_commit_and_are_decided_in_order(intake, world, monkeypatch):
    """Twelve clients, one commit; decided as they came, with what comes meanwhile after them."""
    keep_all, portions = mailroom.keep_all, []
    monkeypatch.setattr(mailroom, "keep_all", lambda house, raws: portions.append(len(raws)) or keep_all(house, raws))
    counter = Counter(intake)
    mails = [MAIL.replace(b"hello", b"hello %d" % number) for number in range(12)]
    await asyncio.gather(*(counter.keep(mail) for mail in mails))
    assert portions == [12]
    await asyncio.gather(intake.decide(), counter.keep(MAIL))
    await intake.decide()
    assert [reply["text"] for reply in look.replies(world.house)] == [*(f"hello {n}" for n in range(12)), "hello"]
    assert intake.running.figures.totals["taken_in"] == 13


async def test_what_cannot_be_stored_together_is_refused_to_each(intake, monkeypatch):
    """Every client hears that its mail is to come again; the next one is stored."""

    def failing(*_):
        raise OSError("no room")

    counter = Counter(intake)
    with monkeypatch.context() as patched:
        patched.setattr(mailroom, "keep_all", failing)
        told = await asyncio.gather(*(counter.keep(MAIL) for _ in range(3)), return_exceptions=True)
    assert [type(one) for one in told] == [NotStored] * 3
    await counter.keep(MAIL)


async def test_a_mail_that_ends_its_reader_is_put_aside_for_a_loop_of_its_own(intake, world, monkeypatch):
    """The others are decided without it; then it is read three times by itself, and quarantined."""
    monkeypatch.setattr(hear, "OPEN", deadly.OPEN)
    counter = Counter(intake)
    await asyncio.gather(*(counter.keep(mail) for mail in (MAIL, b"X: 1\r\nX-Crash: yes\r\n" + MAIL)))
    await intake.decide()
    assert [reply["verdict"] for reply in look.replies(world.house)] == ["held", None]
    await intake.decide_aside()
    assert [reply["verdict"] for reply in look.replies(world.house)] == ["held", "quarantined"]


class Box:
    """A mailbox in memory: what `jobs.mailbox` asks of one."""

    def __init__(self, *mails):
        self.mails = {str(number): mail for number, mail in enumerate(mails)}
        self.archive = []

    def size(self, uid):
        return len(self.mails[uid]) if uid in self.mails else None

    def fetch(self, uid):
        return self.mails.get(uid)

    def head(self, uid):
        return self.mails[uid].partition(b"\r\n\r\n")[0]

    def put_away(self, uid):
        self.archive.append(self.mails.pop(uid))


async def test_mails_of_a_mailbox_are_taken_in_together_and_then_put_away(intake, world, monkeypatch):
    """A large one goes alone, a gone one is passed over; one that could not be decided stays where it is."""
    monkeypatch.setattr(mailbox, "LONGEST_GATHERING_S", 60)
    mails = [MAIL.replace(b"hello", b"hello %d" % number) for number in range(3)]
    box = Box(*mails, MAIL + b"x" * (LARGEST_BYTES + 1), MAIL)
    waiting = deque(["0", "gone", "1", "2", "3", "4"])
    assert [one["verdict"] for one in mailbox._take_in(intake, box, waiting)] == ["held"] * 3
    assert [one["verdict"] for one in mailbox._take_in(intake, box, waiting)] == ["quarantined"]
    with monkeypatch.context() as patched:
        patched.setattr(mailroom, "keep_all", lambda *_: (_ for _ in ()).throw(OSError("no room")))
        with pytest.raises(OSError, match="no room"):
            mailbox._take_in(intake, box, waiting)
    assert list(box.mails) == ["4"]
    assert mailroom.backlog(world.house) == 0


async def test_what_is_not_decided_at_a_stop_is_left_to_the_next_start(intake, world):
    """SIGTERM with mail in mind: its lease is given back, so that nobody waits five minutes for it."""
    await Counter(intake).keep(MAIL)
    intake.running.stop.set()
    intake.close()
    assert len(mailroom.left_over(world.house)) == 1


async def test_a_nearly_full_disk_takes_no_mail(intake, monkeypatch):
    """B41: 452 before anything is written."""
    monkeypatch.setattr(lmtp.disk, "free_bytes", lambda _path: 1000)
    with pytest.raises(NotStored) as refused:
        await Counter(intake).keep(MAIL)
    assert refused.value.full


async def test_a_full_database_is_told_from_a_locked_one(intake, monkeypatch):
    """452 and 451; nothing half stored either way."""

    def failing(name):
        def keep(*_):
            inner = sqlite3.OperationalError(name)
            inner.sqlite_errorname = name
            raise OperationalError("INSERT", {}, inner)

        return keep

    for name, full in (("SQLITE_FULL", True), ("SQLITE_BUSY", False)):
        monkeypatch.setattr(mailroom, "keep_all", failing(name))
        with pytest.raises(NotStored) as refused:
            await Counter(intake).keep(MAIL)
        assert refused.value.full is full
        assert "INSERT" not in str(refused.value)


async def test_a_backlog_over_its_limit_takes_no_more(intake, monkeypatch):
    """T15: what waits is decided first."""
    monkeypatch.setattr(lmtp, "MOST_UNDECIDED", 1)
    await Counter(intake).keep(MAIL)
    with pytest.raises(NotStored, match="wait to be decided") as refused:
        await Counter(intake).keep(MAIL + b"another")
    assert not refused.value.full


async def test_readers_are_ended_when_no_mail_came_for_a_while(intake):
    """Two looks without a mail between them, and the child processes are gone; the next mail starts them anew."""
    with intake.readers as pool:
        assert pool is intake.readers._pool
    intake.readers.rest()
    assert intake.readers._pool is pool
    intake.readers.rest()
    assert intake.readers._pool is None
    with intake.readers as another:
        assert another is not pool


async def test_health_says_what_stands_and_what_is_refused(running):
    """A refused edit replaces the configuration's good word; a loop in trouble has a finding of its own."""
    health = Health(running)
    await running_servers(health)
    assert (await health.healthz()).status == 200
    running.rejected = Rejected("hash", (Problem("schedules.toml", 12, "x", "wrong", "right"),))
    page = await health.healthz()
    findings = [finding for finding in json.loads(page.body)["findings"] if finding["check"] == "config"]
    assert page.status == 503
    assert findings == [{"check": "config", "ok": False, "detail": "schedules.toml:12: x: wrong, right"}]
    running.rejected = None
    running.trouble("deliver", "OperationalError: disk I/O error")
    page = await health.healthz()
    assert page.status == 503
    assert b"disk I/O error" in page.body
    running.well("deliver")
    assert (await health.healthz()).status == 200


async def running_servers(health):
    """One try of the servers, as the tick brings it."""
    health.tick.set()
    await health.try_servers()


async def test_a_mail_server_that_is_away_shows_after_the_next_try(running, world):
    """And again when it is back."""
    health = Health(running)
    await world.server.__aexit__(None, None, None)
    await running_servers(health)
    assert (await health.healthz()).status == 503
    await world.server.__aenter__()


async def test_a_database_that_went_away_is_a_503_and_no_crash(running, world, monkeypatch):
    """The monitor hears it; figures that need the database are left as they were."""

    def gone(*_, **_more):
        raise OperationalError("SELECT", {}, Exception("disk I/O error"))

    health = Health(running)
    await running_servers(health)
    monkeypatch.setattr(type(world.house.database), "transaction", gone)
    monkeypatch.setattr(type(world.house.database), "reading", gone)
    page = await health.healthz()
    assert page.status == 503
    assert b"disk I/O error" in page.body
    assert b"SELECT" not in page.body
    metrics = await health.metrics()
    assert metrics.status == 200
    assert b"milestones_healthy 0.0" in metrics.body


async def test_many_questions_at_once_are_one_look(running, world, monkeypatch):
    """A monitor that asks a hundred times a second costs the database one look in two seconds."""
    from jobs import health as module

    looks = []
    at_hand = module.doctor.at_hand
    monkeypatch.setattr(module.doctor, "at_hand", lambda house: looks.append(1) or at_hand(house))
    health = Health(running)
    await asyncio.gather(*(health.healthz() for _ in range(20)))
    assert looks == [1]


async def test_metrics_are_what_prometheus_reads(running, world):
    """Names with HELP and TYPE; what waits is measured at the moment of the question."""
    world.agreed("Train", due="2027-03-01", owner="inspector")
    page = await Health(running).metrics()
    text = page.body.decode()
    assert 'milestones_letters_waiting{state="queued"} 1.0' in text
    assert "# TYPE milestones_letters_total counter" in text
    assert "milestones_queue_age_seconds 0.0" in text
