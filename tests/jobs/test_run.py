"""The service as a process: started, stopped, killed, reloaded, with real letters, mail and monitors."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import smtplib
import socket
import sqlite3
from collections import Counter
from datetime import timedelta
from pathlib import Path

from world import SCHEDULES

from milestones.flows import look

LONG_AGO = "2026-01-05"
LATE = "2026-06-01"
NEW_RULE = '[[reminder]]\nid = "second"\nwhen = "+2wd"\nto = ["owners"]\n'


def letters(world) -> list[dict]:
    return look.letters(world.house)


def at_any_hour(world) -> None:
    """Let queued letters go now, whatever the hour at which this test is run."""
    with world.house.database.transaction() as session:
        session.connection().exec_driver_sql("UPDATE letter SET next_attempt_at = NULL WHERE state = 'queued'")


async def test_what_is_late_at_the_start_is_sent_and_a_monitor_is_told_that_all_is_well(world, service):
    """The first pass at once: one letter a recipient, the highest rung; health 200, figures counted."""
    milestone = world.agreed("Train the front line", due=LATE, owner="inspector", on=LONG_AGO)
    await service.start()
    await service.until(lambda: len(world.letters("escalation")) >= 2)
    assert {letter.rule for letter in world.letters("escalation")} == {"joint"}
    assert all(letter.milestones == [milestone] for letter in world.letters("escalation"))
    status, findings = service.health()
    assert (status, findings["smtp"]["ok"], findings["queue"]["ok"]) == (200, True, True)
    await service.until(lambda: b'milestones_letters_total{outcome="sent"} 0.0' not in service.get("/metrics")[1])
    assert await service.stop() == 0
    assert service.log("service.started")[0]["boards"] == ["wold"]
    assert service.log("service.stopped")[0]["sent"] == len(world.letters())


async def test_a_stop_finishes_the_letter_in_hand_and_gives_the_others_back(world, service):
    """SIGTERM in the middle: what the server took is recorded as sent, the rest waits without a lease, exit 0."""
    for number in range(12):
        world.agreed(f"Milestone {number}", due=LATE, owner="inspector", on=LONG_AGO)
    at_any_hour(world)
    world.server.thinks_s = 0.5
    service.environ["MILESTONES_SMTP__CONNECTIONS"] = "1"
    await service.start()
    await service.until(lambda: len(world.server.accepted) >= 1)
    assert await service.stop() == 0
    states = Counter(letter["state"] for letter in letters(world))
    assert states["sent"] == len(world.server.accepted) == len({kept.message_id for kept in world.server.accepted})
    assert states["sending"] == 0
    world.server.thinks_s = 0
    await service.start()
    await service.until(lambda: {letter["state"] for letter in letters(world)} <= {"sent", "cancelled"})
    sent = [letter for letter in letters(world) if letter["state"] == "sent"]
    assert len(world.server.accepted) == len(sent) > 3


async def test_killed_at_any_moment_it_loses_nothing_and_repeats_only_what_was_in_flight(world, service):
    """SIGKILL in the middle of a delivery, three times; when leases have run out everything has gone."""
    for number in range(6):
        world.agreed(f"Milestone {number}", due=LATE, owner="inspector", on=LONG_AGO)
    at_any_hour(world)
    world.server.thinks_s = 0.05
    for moment in (0.0, 0.1, 0.3):
        before = len(world.server.commands)
        service.launch()
        await service.until(lambda seen=before: len(world.server.commands) > seen or _nothing_ready(world))
        await asyncio.sleep(moment)
        await service.stop(signal.SIGKILL)
    world.server.thinks_s = 0
    later = (world.clock.now() + timedelta(minutes=40)).isoformat()
    done = await asyncio.to_thread(service.run, "tick", "--at", later, "--json")
    assert done.returncode == 0, done.stderr
    assert {letter["state"] for letter in letters(world)} <= {"sent", "cancelled"}
    copies = Counter(kept.message_id for kept in world.server.accepted)
    assert set(copies) == {letter["message_id"] for letter in letters(world) if letter["state"] == "sent"}
    with world.house.database.reading() as session:
        doubts = dict(session.connection().exec_driver_sql("SELECT message_id, uncertain FROM letter").all())
    assert all(count <= 1 + doubts[key] for key, count in copies.items())
    assert world.audit_faults() == []


def _nothing_ready(world) -> bool:
    return bool(letters(world)) and all(letter["state"] in {"sent", "sending"} for letter in letters(world))


async def test_an_edit_is_taken_over_and_a_bad_one_keeps_the_old_and_is_told(world, service):
    """Saved files are seen without a signal: event, then 503 with file and line and one mail, then 200 again."""
    await service.start()
    assert len(world.event_types()) == 1
    schedules = world.config_folder / "schedules.toml"
    schedules.write_text(SCHEDULES + NEW_RULE)
    await service.until(lambda: world.event_types().count("configuration_loaded") == 2)
    assert service.log("config.loaded")[-1]["rules_added"] == ["wold:second"]

    broken = SCHEDULES.replace('cron = "0 9 * * mon"', 'cron = "0 9 * * 1"')
    line = broken.splitlines().index('cron = "0 9 * * 1"') + 1
    schedules.write_text(broken)
    await service.until(lambda: service.health()[0] == 503)
    finding = service.health()[1]["config"]
    assert finding["ok"] is False
    assert finding["detail"].startswith(f"schedules.toml:{line}: ")
    await service.until(lambda: len(world.letters("notice")) == 1)
    assert world.letters("notice")[0].post == "prevent-coordinator"
    assert f"schedules.toml:{line}" in world.letters("notice")[0].text

    service.send(signal.SIGHUP)
    await asyncio.sleep(1.5)
    assert len(service.log("config.rejected")) == 1
    schedules.write_text(SCHEDULES + NEW_RULE)
    await service.until(lambda: service.health()[0] == 200)
    assert world.event_types().count("configuration_loaded") == 2
    assert len(world.letters("notice")) == 1


async def test_sighup_looks_at_the_files_again(world, service):
    """For a file system that tells nobody: a template beside the configuration, whose folder was not there before."""
    await service.start()
    own = world.folder / "templates" / "notice"
    own.mkdir(parents=True)
    (own / "subject.txt.j2").write_text("{{ nothing_of_the_kind }}")
    service.send(signal.SIGHUP)
    await service.until(lambda: service.health()[0] == 503)
    assert service.health()[1]["config"]["detail"].startswith("templates/notice/subject.txt.j2:1")


async def test_an_answer_by_lmtp_is_decided_and_acknowledged(world, service):
    """Stored before it is acknowledged, decided at once, the acknowledgement sent without waiting for a tick."""
    world.agreed("Train", due=LATE, owner="inspector", on=LONG_AGO)
    at_any_hour(world)
    await world.tick()
    letter = world.letters_to("inspector", "assignment")[0]
    await service.start()
    raw = world.mail_in_answer_to(letter, "We are on it: in progress, should be finished by Friday.\r\n")
    await asyncio.to_thread(_by_lmtp, service.lmtp, raw, letter.mail["Reply-To"], f"{letter.post}@police.example")
    await service.until(lambda: len(world.letters_to("inspector", "acknowledgement")) == 1, within_s=5)
    replies = look.replies(world.house)
    assert [reply["verdict"] for reply in replies] == ["accepted"]

    await asyncio.to_thread(_by_lmtp, service.lmtp, raw, letter.mail["Reply-To"], f"{letter.post}@police.example")
    forged = re.sub(r"\+\w{5}", "+aaaaa", letter.mail["Reply-To"])
    refused = await asyncio.to_thread(_by_lmtp, service.lmtp, raw, forged, "someone@police.example")
    assert refused[0] == 550
    assert len(look.replies(world.house)) == 1
    assert await service.stop() == 0
    assert service.log("service.stopped")[0]["taken_in"] == 1


def _by_lmtp(port: int, raw: bytes, to: str, sender: str) -> tuple[int, bytes]:
    """Hand over one mail as a mail server does; give the refusal, or the acceptance."""
    with smtplib.LMTP("127.0.0.1", port) as server:
        try:
            server.sendmail(sender, [to], raw)
        except smtplib.SMTPRecipientsRefused as refused:
            return next(iter(refused.recipients.values()))
    return 250, b""


async def test_a_loop_in_trouble_says_so_and_the_others_go_on(world, service):
    """The LMTP port is taken: health names it, the log says it once, letters are sent; then it heals by itself."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", service.lmtp))
        taken.listen()
        world.agreed("Train", due=LATE, owner="inspector", on=LONG_AGO)
        await service.start()
        await service.until(lambda: len(world.letters("escalation")) >= 2)
        await service.until(lambda: "lmtp" in service.health()[1])
        assert service.health()[0] == 503
        await asyncio.sleep(1.5)
        assert len(service.log("loop.failed")) == 1
    await service.until(lambda: service.health()[0] == 200)
    assert [line["loop"] for line in service.log("loop.recovered")] == ["lmtp"]


async def test_without_a_key_or_with_another_schema_it_refuses_and_changes_nothing(world, service):
    """Exit 2, in words that say what to do."""
    service.environ["MILESTONES_SECRET_KEY"] = "short"
    service.launch()
    assert await service.ended() == 2
    assert "token_urlsafe" in service.log_file.read_text()
    service.environ.clear()
    world.house.database.close()
    path = next(world.folder.rglob("milestones.db"))
    for schema, hint in (("0000", "milestones db upgrade"), ("9999", "install the version that wrote it")):
        with sqlite3.connect(path) as connection:
            connection.execute("UPDATE alembic_version SET version_num = ?", (schema,))
        connection.close()
        service.launch()
        assert await service.ended() == 2
        assert hint in service.log_file.read_text()


async def test_systemd_is_told_when_it_is_ready_and_when_it_stops(world, service, tmp_path):
    """sd_notify(3): READY=1 and STOPPING=1 on the socket that it names."""
    place = tmp_path / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(place))
        systemd.settimeout(15)
        service.environ["NOTIFY_SOCKET"] = str(place)
        service.launch()
        assert await asyncio.to_thread(systemd.recv, 100) == b"READY=1"
        assert await service.stop() == 0
        assert systemd.recv(100) == b"STOPPING=1"


async def test_idle_it_hardly_works(world, service):
    """Over four seconds under five per cent of one core, however busy the machine is; its goal is under one."""
    service.environ["MILESTONES_LOG__LEVEL"] = "info"
    await service.start()
    await asyncio.sleep(1.5)
    assert service.process is not None
    before = _cpu_s(service.process.pid)
    await asyncio.sleep(4)
    assert _cpu_s(service.process.pid) - before < 0.2


def _cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
