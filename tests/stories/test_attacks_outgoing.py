"""What could leak or break out: titles in letters, secrets in logs, doors in the code, and a full disk."""

import ast
import email
import email.policy
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import structlog
from attacks import reminded

from milestones.edge import logs

ROOT = Path(__file__).parents[2]
ROOMS = sorted((ROOT / "milestones").rglob("*.py"))

HOSTILE_TITLES = [
    ("A17 line ends", "Pilot\r\nBcc: all@evil.example"),
    ("A17 line end", "Pilot\nX-Milestones-Kind: decision_request"),
    ("A17 separators", "Pilot\u2028Bcc: all@evil.example\u2029\u0085\x0b\x0cTo: all@evil.example"),
    ("A19 direction", "Pilot \u202egnp.exe\u2066\u200b"),
    ("A20 image", "<img src=x onerror=alert(1)>"),
    ("A20 script", "</table><script>alert(1)</script>"),
    ("A20 link", '<a href="javascript:alert(1)">Pilot</a>'),
    ("A21 address", "Pilot https://evil.example/login now"),
    ("A22 template", "{{''.__class__.__mro__}} {% raw %} %n ${env:HOME} {0.__globals__}"),
    ("A34 dots", "Pilot\n.\nMAIL FROM:<x@evil.example>"),
    ("A38 statement", "Robert'); DROP TABLE milestone; --"),
    ("A38 quote", '" OR 1=1 -- \\'),
]

KINDS = {"assignment", "reminder", "escalation", "digest", "acknowledgement"}

ACTIVE = re.compile(
    r"<(?:script|img|iframe|object|form|input|svg|link|meta http)|\son\w+\s*=|javascript:|href=", re.IGNORECASE
)


@pytest.mark.parametrize(("number", "title"), HOSTILE_TITLES)
async def test_a17_to_a22_a34_a38_a_hostile_title_is_text_in_every_letter(world, number, title):
    """From the sheet through every kind of letter: the headers are those meant, and nothing in it comes alive."""
    milestone = world.agreed(title, due="2027-03-01", owner="sergeant")
    await world.advance_to("2027-03-09 09:00")
    await world.reply(world.letters_to("sergeant", "reminder")[0], "Done")
    await world.tick()

    names = _headers_of_a_plain_letter(world)
    assert {one.kind for one in world.letters()} >= {
        "assignment",
        "reminder",
        "escalation",
        "digest",
        "acknowledgement",
    }
    for accepted, letter in zip(world.server.accepted, world.letters(), strict=True):
        head = email.message_from_bytes(accepted.content, policy=email.policy.compat32)
        assert set(head.keys()) <= names
        assert len(head.keys()) == len(set(head.keys()))
        assert letter.mail["X-Milestones-Kind"] != "decision_request"
        assert not re.search("[\u202a-\u202e\u2066-\u2069\u2028\u2029\x00]", letter.subject + letter.text)
        html = letter.mail.get_body(("html",)).get_content()
        assert not ACTIVE.search(_without_own_frame(html)), number
        assert "https://evil.example" not in html
        assert "__mro__" not in title or "tuple" not in letter.text
    assert world.milestone(milestone)["state"] == "completed"
    assert world.audit_faults() == []


def _headers_of_a_plain_letter(world):
    return {
        *("From", "To", "Reply-To", "Subject", "Date", "Message-ID", "References", "In-Reply-To", "Auto-Submitted"),
        *("X-Auto-Response-Suppress", "X-Milestones", "X-Milestones-Kind", "X-Milestones-Rule", "X-Milestones-Loop"),
        *("List-Id", "MIME-Version", "Content-Type", "Content-Transfer-Encoding", "X-Milestones-Board", "Sender"),
    }


def _without_own_frame(html):
    """Take escaped text out: what is shown as text cannot come alive."""
    return re.sub(r"&lt;.*?(?:&gt;|$)", "", html)


# --- logs ---------------------------------------------------------------------------------------------------

CANARIES = {
    "title": "Zebrafinch rota",
    "body": "Pelican is waiting for the auditor",
    "secret": "a key for tests only, thirty-two",
}


@pytest.fixture
def log_lines(capsys):
    """Write logs as the service does, at its most talkative; give what was written."""
    before = structlog.get_config()
    logs.set_up("json", "debug")
    yield lambda: "".join(capsys.readouterr())
    structlog.configure(**before)


async def test_a39_no_log_line_of_a_whole_story_holds_a_secret(world, log_lines):
    """Import, letters, replies good and bad, a refused letter: ids only, never title, words, token or key."""
    letter = await reminded(world, CANARIES["title"])
    world.server.faults.append(_refusal())
    await world.reply(letter, f"Blocked: {CANARIES['body']}")
    await world.reply(letter, CANARIES["body"], sender="stranger@evil.example")
    await world.receive(b"From: a@x.example\r\nFrom: b@x.example\r\n\r\n" + CANARIES["body"].encode())
    await world.advance_to("2027-03-09 09:00")

    written = log_lines()

    assert "letter.sent" in written
    _holds_no_secret(written, letter)


async def test_a39_a_fault_of_ours_is_logged_without_what_it_tripped_over(world, log_lines, monkeypatch):
    """A traceback names lines of code; the mail's words, its token and the key stay out of it."""
    from milestones.flows import answer, mailroom

    letter = await reminded(world, CANARIES["title"])

    def trips(work, readings, _voice):
        words, secret = readings[0].text, work.house.secret
        raise RuntimeError(f"tripped over {len(words)} characters and {len(secret)} bytes")

    monkeypatch.setattr(answer, "apply", trips)
    receipt = mailroom.take_in(world.house, world.mail_in_answer_to(letter, CANARIES["body"]), world.pool)

    written = log_lines()

    assert receipt["verdict"] is None
    assert "RuntimeError" in written
    _holds_no_secret(written, letter)


def _refusal():
    from faultserver import Fault

    return Fault("rcpt", "550 5.1.1 no such user", times=1)


def _holds_no_secret(written, letter):
    token = re.search(r"\+(\w+)@", str(letter.mail["Reply-To"]))[1]
    for canary in (*CANARIES.values(), token, letter.mail["Message-ID"].strip("<>")[:20]):
        assert canary not in written
    assert "sergeant@police.example" not in written


# --- the code's doors ---------------------------------------------------------------------------------------


def _imports(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def _taken_from(module, tree):
    """Give the names that are used of a module: asking for this machine's name opens nothing."""
    attributes = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    return {node.attr for node in attributes if isinstance(node.value, ast.Name) and node.value.id == module}


OF_TABLE_NAMES = {"append_only.py", "copy.py"}
"""Files whose statements take in the names of our own tables, which no statement can bind."""

NETWORK = {"socket", "urllib", "http", "requests", "httpx", "ftplib", "telnetlib", "aiohttp", "smtplib", "imaplib"}
PROCESSES = {"subprocess", "multiprocessing", "pty", "pexpect"}


@pytest.mark.parametrize("path", ROOMS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a38_a48_only_the_edge_opens_doors_and_no_statement_is_written_from_text(path):
    """Sockets and processes belong to the edge; nothing is evaluated; SQL is never put together from values."""
    tree = ast.parse(path.read_text())

    if path.parent.name != "edge":
        named = {name.partition(".")[0] for name in _imports(tree) if name != "urllib.parse"}
        assert not (NETWORK | PROCESSES) & named - {"socket"}
        assert _taken_from("socket", tree) <= {"gethostname"}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        owner = getattr(getattr(node.func, "value", None), "id", "")
        assert not (isinstance(node.func, ast.Name) and name in {"eval", "exec", "__import__"})
        assert not (owner == "os" and name in {"system", "popen", "execv", "execvp", "fork", "spawnv"})
        assert not (owner == "pickle" and name in {"load", "loads"} and path.parent.name != "edge")
        if name in {"text", "exec_driver_sql", "executescript"} and path.name not in OF_TABLE_NAMES:
            assert not any(isinstance(one, ast.JoinedStr) and _has_value(one) for one in node.args)


def _has_value(joined):
    """Say whether a formatted string takes in more than the module's own constants in capitals."""
    values = [one.value for one in joined.values if isinstance(one, ast.FormattedValue)]
    return any(not (isinstance(one, ast.Name) and one.id.isupper()) for one in values)


# --- the pipe -----------------------------------------------------------------------------------------------


def _piped(world, raw, *, file_blocks=None):
    """Give a mail to `milestones receive` as a mail server's pipe would; give its exit status and what it said."""
    command = [
        sys.executable,
        "-c",
        "from jobs.cli import main; main()",
        "--config",
        str(world.config_folder),
        "receive",
    ]
    if file_blocks is not None:
        command = ["bash", "-c", f'ulimit -f {file_blocks}; exec "$@"', "limited", *command]
    environ = os.environ | {"MILESTONES_SECRET_KEY": CANARIES["secret"], "PYTHONPATH": str(ROOT)}
    ended = subprocess.run(
        command, check=False, input=raw, capture_output=True, timeout=60, cwd=world.folder, env=environ
    )
    return ended.returncode, ended.stdout.decode() + ended.stderr.decode()


@pytest.mark.parametrize(
    ("verdict", "fields"),
    [
        ("accepted", {}),
        ("held", {"sender": "stranger@evil.example"}),
        ("refused", {"To": f"replies+{'a' * 40}@milestones.example"}),
        ("quarantined", {"sender": "a@x.example, b@x.example"}),
    ],
)
async def test_a_pipe_ends_well_whatever_the_verdict(world, verdict, fields):
    """A mail server hears of success once the mail is on disk: it never bounces what we decided."""
    letter = await reminded(world)

    status, said = _piped(world, world.mail_in_answer_to(letter, "Done", **fields))

    assert status == 0
    assert said.startswith(verdict)


async def test_a_pipe_asks_to_try_again_where_nothing_can_be_stored(world):
    """No room on the disk: exit 75, nothing decided; given again with room, the mail acts."""
    letter = await reminded(world)
    raw = world.mail_in_answer_to(letter, "Done\r\n" + "> quoted\r\n" * 20_000)

    status, said = _piped(world, raw, file_blocks=0)
    before = world.milestone("Pilot")["state"]
    again, _ = _piped(world, raw)

    assert status == 75, said
    assert "Traceback" not in said
    assert before == "agreed"
    assert again == 0
    assert world.milestone("Pilot")["state"] == "completed"
