"""The file that keeps what was sent while the database was away: durable, private, shared, whole lines only."""

from __future__ import annotations

import os
import stat
import subprocess
import sys

import pytest

from milestones.edge.journal import Journal


def fact(number):
    return {"message_id": f"<{number}@board.test>", "sent_at": "2026-11-30T09:00:00+00:00"}


def test_what_is_appended_is_read_back_once(tmp_path):
    """In order, and cleared when the reader is done with it."""
    journal = Journal(tmp_path / "sent.journal")
    assert not journal.has_facts()
    journal.append([fact(1), fact(2)])
    journal.append([fact(3)])
    assert journal.has_facts()
    with journal.taken() as (facts, unreadable):
        assert (facts, unreadable) == ([fact(1), fact(2), fact(3)], 0)
    assert not journal.has_facts()


def test_a_reader_that_fails_leaves_everything_there(tmp_path):
    """The database is still away: the next start reads the same again."""
    journal = Journal(tmp_path / "sent.journal")
    journal.append([fact(1)])
    with pytest.raises(RuntimeError), journal.taken():
        raise RuntimeError
    with journal.taken() as (facts, _):
        assert facts == [fact(1)]


def test_only_its_owner_may_read_it(tmp_path):
    """0600 whatever the umask says: Message-IDs are no secret, but nobody else's business."""
    before = os.umask(0)
    try:
        Journal(tmp_path / "sent.journal").append([fact(1)])
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "sent.journal").stat().st_mode) == 0o600


@pytest.mark.parametrize("torn", [b'{"message_id": "<9@bo', b"\x00\x00\x00", b"[]\n", b'{"message_id": "<9@x>"}\n'])
def test_an_unfinished_line_spoils_no_other(tmp_path, torn):
    """A writer killed in the middle: its line is counted as unreadable, those before and after it hold."""
    journal = Journal(tmp_path / "sent.journal")
    journal.append([fact(1)])
    with (tmp_path / "sent.journal").open("ab") as file:
        file.write(torn)
    journal.append([fact(2)])
    with journal.taken() as (facts, unreadable):
        assert (facts, unreadable) == ([fact(1), fact(2)], 1)


def test_a_link_is_not_followed(tmp_path):
    """Whoever may write into the folder must not make us write elsewhere."""
    (tmp_path / "sent.journal").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="symbolic links"):
        Journal(tmp_path / "sent.journal").append([fact(1)])
    assert not (tmp_path / "elsewhere").exists()


def test_several_processes_may_write_and_one_read(tmp_path):
    """Each line arrives once and whole, whoever reads meanwhile."""
    path = tmp_path / "sent.journal"
    code = (
        "import sys; from pathlib import Path; from milestones.edge.journal import Journal\n"
        "journal, who = Journal(Path(sys.argv[1])), sys.argv[2]\n"
        "for n in range(40): journal.append([{'message_id': f'<{who}-{n}>', 'sent_at': 'x'}])"
    )
    writers = [subprocess.Popen([sys.executable, "-c", code, str(path), str(who)]) for who in range(3)]
    seen = []
    while any(writer.poll() is None for writer in writers) or Journal(path).has_facts():
        if Journal(path).has_facts():
            with Journal(path).taken() as (facts, unreadable):
                assert unreadable == 0
                seen += [one["message_id"] for one in facts]
    assert sorted(seen) == sorted(f"<{who}-{n}>" for who in range(3) for n in range(40))
