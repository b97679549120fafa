"""The tutorial is true: its commands are run as they stand, and do what it says."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

TUTORIAL = Path(__file__).parents[2] / "docs" / "tutorial.md"
PORT = "2525"


def commands() -> str:
    """Everything that the tutorial gives to the shell."""
    return "\n".join(re.findall(r"^```sh\n(.*?)^```$", TUTORIAL.read_text(), re.MULTILINE | re.DOTALL))


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What the commands printed, one after another in an empty folder; the catcher at a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    folder = tmp_path_factory.mktemp("tutorial")
    beside_python = str(Path(sys.executable).parent)
    environ = {"PATH": f"{beside_python}:{os.environ['PATH']}", "HOME": str(folder)}
    script = "set -e -o pipefail -m\ntrap 'kill %1 2>/dev/null || true' EXIT\n" + commands().replace(PORT, port)
    done = subprocess.run(
        ["bash", "-c", script], check=False, cwd=folder, env=environ, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder, done.stdout


def test_every_command_of_the_tutorial_works(told):
    """From `init` to `audit verify` nothing fails, and what is said to happen has happened."""
    folder, printed = told

    assert "HUM-1\tagreed\t2026-12-18" in printed
    assert "HUM-3\theld" in printed
    assert printed.count("agree,") >= 3
    assert "completed" in printed
    assert (folder / "digest" / "bcu-commander.eml").is_file()


def test_the_owners_words_completed_the_milestone(told):
    """The last reply is read as a confirmation, and the event log says so."""
    _folder, printed = told

    assert "completion_confirmed" in printed
    assert "milestone_completed" in printed
