"""`backup`, `resume`, `db copy` and faults of the database, as an administrator meets them."""

import shutil
import subprocess
import sys
from pathlib import Path

import postgres
import pytest

AT = "2026-11-10T09:00:00+00:00"


@pytest.fixture
def milestones(tmp_path):
    """Run one command in a process of its own in a folder with the example configuration; give status and messages."""
    environment = {"MILESTONES_SECRET_KEY": "a key for tests only, thirty-two", "PYTHONPATH": str(Path.cwd())}

    def run(*words, **more):
        command = [sys.executable, "-c", "from jobs.cli import main; main()", *words]
        ended = subprocess.run(
            command, cwd=tmp_path, env=environment | more, capture_output=True, text=True, check=False
        )
        assert "Traceback" not in ended.stderr
        return ended.returncode, ended.stdout, ended.stderr

    assert run("init", "config")[0] == 0
    assert run("tick", "--at", AT)[0] == 0
    return run


def test_a_restored_backup_is_held_until_resume(milestones, tmp_path):
    """B61: `tick` refuses with what to do, and changes nothing; after `resume` it goes on."""
    assert milestones("backup", "day.db")[0] == 0
    for ending in ("-wal", "-shm"):
        (tmp_path / f"var/milestones.db{ending}").unlink(missing_ok=True)
    shutil.copy(tmp_path / "day.db", tmp_path / "var/milestones.db")

    status, _, said = milestones("tick", "--at", AT)
    assert status == 2
    assert "milestones resume" in said
    assert milestones("resume", "--sent-until", AT)[0] == 0
    assert milestones("tick", "--at", AT)[0] == 0


def test_a_backup_overwrites_nothing(milestones):
    """A second backup of the same name is refused."""
    assert milestones("backup", "day.db")[0] == 0
    status, _, said = milestones("backup", "day.db")
    assert (status, "there already" in said) == (2, True)


def test_everything_works_after_the_copy_to_postgresql(milestones, tmp_path):
    """`db copy`, then the URL in the environment: the same chain verifies there, and ticks go on."""
    with postgres.server().database() as url:
        assert milestones("db", "copy", "--to", url)[0] == 0
        assert milestones("audit", "verify", MILESTONES_DATABASE__URL=url)[0] == 0
        assert milestones("tick", "--at", AT, MILESTONES_DATABASE__URL=url)[0] == 0
        status, _, said = milestones("db", "copy", "--to", url)
        assert (status, "not empty" in said) == (2, True)


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda path: path.write_bytes(b"no database at all, " * 300), "no SQLite database"),
        (lambda path: path.chmod(0o644), "chmod 600"),
    ],
)
def test_an_unusable_database_is_refused_in_one_sentence(milestones, tmp_path, damage, says):
    """Where, what, and what would be right; exit 2."""
    for ending in ("-wal", "-shm"):
        (tmp_path / f"var/milestones.db{ending}").unlink(missing_ok=True)
    damage(tmp_path / "var/milestones.db")

    status, _, said = milestones("tick", "--at", AT)

    assert status == 2
    assert says in said
    assert "var/milestones.db" in said


def test_a_server_that_is_away_is_said_in_one_sentence(milestones):
    """PostgreSQL that does not answer: exit 2, without the password."""
    status, _, said = milestones("list", MILESTONES_DATABASE__URL="postgresql://me:secret@127.0.0.1:1/none")
    assert status == 2
    assert "cannot be reached" in said
    assert "secret" not in said
