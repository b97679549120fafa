"""The command line as the contract names it: what it prints, what it changes, how it refuses."""

import asyncio
import csv
import json
import threading
from pathlib import Path

import pytest
from faultserver import FaultServer

from jobs.cli import main

PLAN = [
    ("ref", "action", "lead_role", "owner", "due"),
    ("1.1", "Train neighbourhood teams", "Neighbourhood policing teams", "", "7 December 2026"),
    ("1.2", "Publish the local risk profile", "Prevent Strategic Lead", "BCU Commander", "14/12/2026"),
    ("1.3", "Something vague", "DP", "", "soon"),
]
AGREED = ("--agreed", "2026-11-10", "--minute", "minute 4", "--at", "2026-11-10T09:00:00+00:00")


@pytest.fixture
def sink():
    """A real SMTP server on a free port of loopback, in a thread of its own."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    server = FaultServer()
    asyncio.run_coroutine_threadsafe(server.__aenter__(), loop).result(10)
    yield server
    asyncio.run_coroutine_threadsafe(server.__aexit__(), loop).result(10)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)
    loop.close()


@pytest.fixture
def milestones(tmp_path, monkeypatch, capsys, sink):
    """Run one command in an empty folder with the example configuration; give (status, JSON or text, messages)."""
    monkeypatch.chdir(tmp_path)
    for name in ("MILESTONES_CONFIG",):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("MILESTONES_SECRET_KEY", "a key for tests only, thirty-two")

    def run(*words):
        monkeypatch.setattr("sys.argv", ["milestones", *words])
        status = 0
        try:
            main()
        except SystemExit as ended:
            status = ended.code or 0
        printed = capsys.readouterr()
        return status, json.loads(printed.out) if "--json" in words and printed.out else printed.out, printed.err

    assert run("init", "config")[0] == 0
    service = Path("config/service.toml")
    lines = service.read_text().splitlines()
    changed = {"port": f"port = {sink.port}", "require": 'require = "token"', "host": 'host = "127.0.0.1"'}
    service.write_text("\n".join(changed.get(line.split(" ")[0], line) for line in lines))
    with Path("plan.csv").open("w", newline="") as sheet:
        csv.writer(sheet).writerows(PLAN)
    return run


def imported(milestones):
    status, report, _ = milestones("import", "plan.csv", "--board", "humberside", *AGREED, "--json")
    assert status == 0
    return report


def test_init_writes_an_example_that_check_accepts(milestones):
    """The example is whole as it stands, and a second init refuses to write over it."""
    assert milestones("check")[0] == 0
    assert milestones("init", "config")[0] == 2


def test_import_reports_every_row_in_order(milestones):
    """Ready rows and held ones, each with what was read and by which rule."""
    report = imported(milestones)

    assert (report["rows"], report["ready"], report["held"]) == (3, 2, 1)
    assert [row["id"] for row in report["milestones"]] == ["HUM-1", "HUM-2", "HUM-3"]
    assert [row["state"] for row in report["milestones"]] == ["agreed", "agreed", "held"]
    assert [row["due"] for row in report["milestones"]] == ["2026-12-07", "2026-12-14", None]
    assert [(o["post"], o["kind"]) for o in report["milestones"][1]["owners"]] == [
        ("strategic-lead", "lead"),
        ("bcu-commander", "joint"),
    ]
    assert len(report["milestones"][2]["questions"]) == 2


def test_a_dry_run_changes_nothing(milestones):
    """What would be taken in is shown, and nothing is."""
    milestones("import", "plan.csv", "--dry-run", *AGREED)

    assert milestones("list", "--json")[1] == {"milestones": []}


def test_importing_again_duplicates_nothing(milestones):
    """The same file again is unchanged; a changed date is one update."""
    imported(milestones)
    again = imported(milestones)
    Path("plan.csv").write_text(Path("plan.csv").read_text().replace("14/12/2026", "21/12/2026"))
    changed = imported(milestones)

    assert (again["unchanged"], again["updated"]) == (3, 0)
    assert (changed["unchanged"], changed["updated"]) == (2, 1)
    assert len(milestones("list", "--json")[1]["milestones"]) == 3


def test_a_tick_sends_what_is_due_once(milestones, sink):
    """Assignments go with the first tick, a reminder on its day, and the same tick again sends nothing."""
    imported(milestones)
    first = milestones("tick", "--at", "2026-11-10T09:30:00+00:00", "--json")[1]
    second = milestones("tick", "--at", "2026-11-23T09:00:00+00:00", "--json")[1]
    third = milestones("tick", "--at", "2026-11-23T09:00:00+00:00", "--json")[1]

    assert (first["sent"], first["at"]) == (3, "2026-11-10T09:30:00+00:00")
    assert second["by_kind"]["reminder"] == 1
    assert (third["queued"], third["sent"]) == (0, 0)
    assert len(sink.accepted) == first["sent"] + second["sent"]


def test_the_outbox_says_of_each_letter_why(milestones):
    """Every letter in the contract's shape."""
    imported(milestones)
    milestones("tick", "--at", "2026-11-23T09:00:00+00:00")
    letters = milestones("outbox", "--json")[1]["letters"]

    reminder = next(letter for letter in letters if letter["kind"] == "reminder")
    assert reminder["rule"] == "fortnight"
    assert reminder["items"] == [{"milestone": "HUM-1", "rule": "fortnight"}]
    assert reminder["state"] == "sent"
    assert reminder["due_at"] == "2026-11-23T09:00:00+00:00"
    assert set(reminder) >= {
        "id", "kind", "rule", "board", "to", "subject", "milestones", "items", "copy", "due_at", "queued_at",
        "state", "attempts", "next_attempt_at", "sent_at", "message_id", "why",
    }  # fmt: skip


def test_a_tick_backwards_is_refused(milestones):
    """A schedule is never evaluated backwards, and nothing is changed."""
    milestones("tick", "--at", "2026-11-23T09:00:00+00:00")

    status, _, said = milestones("tick", "--at", "2026-11-23T08:59:59+00:00")
    assert status == 2
    assert "2026-11-23T09:00:00+00:00" in said


def test_a_reply_on_standard_input_is_understood_and_acts(milestones, sink, monkeypatch, tmp_path):
    """receive: one message on standard input or a file, one receipt each."""
    imported(milestones)
    milestones("tick", "--at", "2026-11-23T09:00:00+00:00")
    reminder = next(e for e in sink.accepted if b"X-Milestones-Kind: reminder" in e.content)
    reply_to = next(line for line in reminder.content.decode().splitlines() if line.startswith("Reply-To:"))
    Path("reply.eml").write_text(
        f"From: npt@humberside-police.example\nTo: {reply_to.partition(':')[2].strip()}\nSubject: Re: x\n"
        "Message-ID: <a@b.example>\nDate: Mon, 23 Nov 2026 10:00:00 +0000\n\nAll done, thanks\n"
    )

    status, printed, _ = milestones("receive", "reply.eml", "--at", "2026-11-23T10:00:00+00:00", "--json")

    assert status == 0
    assert printed["receipts"] == [
        {
            "message_id": "<a@b.example>",
            "from": "npt@humberside-police.example",
            "verdict": "accepted",
            "reason": printed["receipts"][0]["reason"],
            "actions": [{"milestone": "HUM-1", "intent": "complete", "due": None}],
        }
    ]
    assert milestones("show", "hum-1", "--json")[1]["state"] == "completed"
    assert milestones("replies", "--json")[1]["replies"][0]["verdict"] == "accepted"


def test_commands_in_the_name_of_a_post_change_the_state(milestones):
    """assign, extend, complete, withdraw, silence, absence: recorded with who and why."""
    imported(milestones)
    coordinator = ("--by", "prevent-coordinator", "--why", "as minuted")

    assert milestones("extend", "HUM-1", "--to", "2026-12-21", *coordinator)[0] == 0
    assert milestones("assign", "HUM-3", "--to", "head-of-education", *coordinator)[0] == 0
    assert milestones("extend", "HUM-3", "--to", "2027-01-11", *coordinator)[0] == 0
    assert milestones("silence", "HUM-1", "--until", "2027-01-04", *coordinator)[0] == 0
    assert milestones("withdraw", "HUM-2", *coordinator)[0] == 0
    away = ("--from", "2026-12-01", "--until", "2026-12-11", "--deputy", "community-safety-manager")
    assert milestones("absence", "prevent-coordinator", *away)[0] == 0

    shown = {one["id"]: one for one in milestones("list", "--json")[1]["milestones"]}
    assert (shown["HUM-1"]["due"], shown["HUM-1"]["baseline_due"], shown["HUM-1"]["redated"]) == (
        "2026-12-21", "2026-12-07", 1,
    )  # fmt: skip
    assert (shown["HUM-3"]["state"], shown["HUM-3"]["due"]) == ("agreed", "2027-01-11")
    assert shown["HUM-2"]["state"] == "withdrawn"
    moved = [e for e in milestones("events", "HUM-1", "--json")[1]["events"] if e["type"] == "due_date_moved"]
    assert (moved[0]["actor"], moved[0]["data"]["why"]) == ("prevent-coordinator", "as minuted")


@pytest.mark.parametrize("words", [
    ("complete", "HUM-1", "--by", "head-of-education", "--why", "x"),
    ("complete", "HUM-1", "--by", "nobody", "--why", "x"),
    ("complete", "HUM-9", "--by", "neighbourhood-policing", "--why", "x"),
    ("extend", "HUM-1", "--to", "2026-02-30", "--by", "prevent-coordinator", "--why", "x"),
    ("extend", "HUM-1", "--to", "2026-12-21", "--by", "prevent-coordinator", "--why", " "),
    ("assign", "HUM-1", "--to", "prevent-coordinator", "--kind", "boss", "--by", "prevent-coordinator", "--why", "x"),
    ("show", "HUM-9"),
    ("explain", "HUM-9"),
    ("import", "nothing.csv"),
    ("import", "plan.csv", "--board", "elsewhere"),
    ("import", "plan.csv", "--agreed", "2026-11-10"),
    ("tick", "--at", "yesterday"),
    ("simulate", "--from", "2027-02-01", "--until", "2027-01-01"),
    ("receive", "nothing.eml"),
    ("replies", "accept", "99"),
    ("audit", "verify", "--anchor", "12"),
    ("frobnicate",),
])  # fmt: skip
def test_bad_input_is_refused_and_changes_nothing(milestones, words):
    """Status 2, a message that says what is wrong, and the log as it was."""
    imported(milestones)
    before = milestones("audit", "verify", "--json")[1]["head"]

    status, _, said = milestones(*words)

    assert status == 2
    assert said.strip()
    assert "Traceback" not in said
    assert milestones("audit", "verify", "--json")[1]["head"] == before


def test_a_broken_chain_ends_with_status_1(milestones):
    """Audit verify finds a log that does not reach its anchor."""
    imported(milestones)

    status, printed, _ = milestones("audit", "verify", "--anchor", f"99:{'0' * 64}", "--json")

    assert (status, printed["ok"]) == (1, False)
    assert milestones("audit", "verify")[0] == 0


def test_a_digest_is_written_for_each_reader_without_being_sent(milestones, sink):
    """Digest --out: three files a recipient, ending with the log's head; nothing sent."""
    imported(milestones)

    assert milestones("digest", "humberside", "--at", "2026-11-23T09:00:00+00:00", "--out", "out")[0] == 0

    texts = list(Path("out").glob("*.txt"))
    assert texts
    assert {path.suffix for path in Path("out").iterdir()} == {".eml", ".html", ".txt"}
    head = milestones("audit", "verify", "--json")[1]["head"]
    assert all(path.read_text().rstrip().endswith(f"log {head}") for path in texts)
    assert sink.accepted == []


def test_a_misspelt_variable_is_an_error(milestones, monkeypatch):
    """A variable that nothing reads is a mistake, with the nearest known name."""
    monkeypatch.setenv("MILESTONES_SMPT__HOST", "x")

    status, _, said = milestones("list")

    assert status == 2
    assert "MILESTONES_SMTP__HOST" in said


def test_letters_need_a_key(milestones, monkeypatch):
    """Without the key nothing is signed, and the message says how to make one."""
    monkeypatch.delenv("MILESTONES_SECRET_KEY")

    status, _, said = milestones("tick")

    assert status == 2
    assert "secrets.token_urlsafe" in said
