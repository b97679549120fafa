"""Log lines: one line each, no secrets, no whole addresses; and the list of them in docs/logs.md is the code's."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

import milestones
from milestones.edge.logs import made_safe, set_up

HOME = Path(milestones.__file__).resolve().parent.parent
METHODS = {"debug", "info", "warning", "error", "exception", "critical"}
NAME = re.compile(r"[a-z]+\.[a-z_]+")


@pytest.fixture(autouse=True)
def _logging_as_before():
    """Each test leaves the logging of the others alone."""
    before = structlog.get_config()
    yield
    structlog.configure(**before)


def test_json_lines_are_json(capsys):
    """One object a line on standard error, with level, event and time."""
    set_up("json", "info")
    structlog.get_logger().info("letter.sent", letter=7)
    said = json.loads(capsys.readouterr().err)
    assert said["event"] == "letter.sent"
    assert said["letter"] == 7
    assert said["level"] == "info"
    assert said["timestamp"].endswith("Z")


def test_standard_output_is_left_to_data(capsys):
    """Logs go to standard error only."""
    set_up("console", "info")
    structlog.get_logger().info("letter.sent")
    assert capsys.readouterr().out == ""


def test_lines_below_the_level_are_not_written(capsys):
    """`[log] level = "warning"` keeps information out."""
    set_up("console", "warning")
    structlog.get_logger().info("letter.sent")
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("form", ["console", "json"])
def test_a_mail_cannot_write_a_line_of_its_own(form, capsys):
    """Line breaks, escape sequences and control characters are escaped (CWE-117)."""
    set_up(form, "info")
    structlog.get_logger().warning("mail.refused", why="bad\r\n2026 [info] letter.sent\x1b[2J\x00\u2028x")
    written = capsys.readouterr().err
    assert len(written.splitlines()) == 1
    assert "\x1b" not in written
    assert "\x00" not in written


@pytest.mark.parametrize("form", ["console", "json"])
def test_secrets_and_whole_addresses_are_never_written(form, capsys):
    """Passwords, tokens, bodies and local parts stay out, wherever they hide."""
    set_up(form, "info")
    structlog.get_logger().error(
        "mail.refused",
        password="canary-1",
        why="550 bob.canary+canary-2@police.example unknown",
        server={"token": "canary-3", "url": "postgresql://canary-4:canary-5@db.example/x"},
        key=SecretStr("canary-6"),
        addresses=["canary.x@council.example"],
    )
    written = capsys.readouterr().err
    assert "canary" not in written
    assert "b***@police.example" in written


@pytest.mark.parametrize("form", ["console", "json"])
def test_a_traceback_shows_no_variable(form, capsys):
    """An exception is written with its lines and without the values around it; its text cannot pass for a line."""
    set_up(form, "info")

    def fails(password):
        raise ValueError("first\n2026 [info     ] letter.sent")

    secret = "can" + "ary"
    try:
        fails(secret)
    except ValueError as error:
        structlog.get_logger().error("mail.undecided", exc_info=error)
    written = capsys.readouterr().err
    assert "ValueError" in written
    assert secret not in written
    assert not any(line.startswith("2026 ") for line in written.splitlines())


def test_exc_info_outside_an_exception_says_nothing(capsys):
    """`exc_info=True` with nothing in hand adds no traceback."""
    set_up("console", "info")
    structlog.get_logger().error("mail.undecided", exc_info=True)
    assert "None" not in capsys.readouterr().err


@given(st.text(), st.text())
def test_every_text_becomes_one_printable_line(key, value):
    """Whatever keys and values hold, what is written is printable."""
    safe = made_safe(None, "info", {key: value, "list": [value, {value: value}]})
    shown = [*safe, *(one for one in safe.values() if isinstance(one, str)), safe["list"][0], *safe["list"][1]]
    assert all(one.isprintable() for one in shown)


def logged() -> dict[str, set[str]]:
    """Give every event that the code logs, with the files that log it; one that is no literal is named `?`."""
    found: dict[str, set[str]] = {}
    for folder in ("milestones", "jobs"):
        for path in (HOME / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Attribute)
                    and node.func.attr in METHODS
                    and isinstance(node.func.value, ast.Name)
                    and node.func.value.id.lower() in {"_log", "log", "logger"}
                ):
                    first = node.args[0] if node.args else None
                    literal = isinstance(first, ast.Constant) and isinstance(first.value, str)
                    found.setdefault(first.value if literal else "?", set()).add(path.name)
    return found


def test_every_event_is_a_literal_noun_and_participle():
    """`letter.sent`, never an f-string: a monitor can search for each."""
    assert {name for name in logged() if not NAME.fullmatch(name)} == set()


def test_the_list_of_events_is_the_codes():
    """docs/logs.md names every event that the code logs, and no other."""
    listed = set(re.findall(r"^\| `([^`]+)` \|", (HOME / "docs/logs.md").read_text(encoding="utf-8"), re.MULTILINE))
    assert listed == set(logged())
