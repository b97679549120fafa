"""Files that must not be read, or can be read only with care; and what their bytes add up to."""

from __future__ import annotations

import os
import shutil
import threading
import time

import pytest

from milestones.settings.files import read_folder
from milestones.settings.read import ConfigError, read
from tests.patience import patient

SCHEDULES = "schedules.toml"


def only(folder, **more) -> str:
    """Give the one problem that reading says, as printed."""
    (said,) = folder.said(**more)
    return said


def test_a_file_that_is_not_there_is_a_fault(folder):
    """C02: a missing schedules.toml is named, not taken for an empty one."""
    (folder.path / SCHEDULES).unlink()
    assert only(folder).startswith("schedules.toml: the file is missing, write one")


def test_a_folder_that_is_not_there_is_a_fault(tmp_path):
    """A wrong `--config` says so, and how to make one."""
    with pytest.raises(ConfigError, match="milestones init"):
        read(tmp_path / "nowhere", {})


def test_a_folder_without_boards_is_a_fault(folder):
    """Without a board there is nothing to do."""
    shutil.rmtree(folder.path / "boards")
    assert "there is no board" in only(folder)


@pytest.mark.parametrize("mode", [0o666, 0o646, 0o602])
def test_a_file_that_everybody_may_write_is_refused(folder, mode):
    """C04: whoever can write configuration can send mail in the board's name."""
    (folder.path / SCHEDULES).chmod(mode)
    assert "everybody may write to it" in only(folder)


def test_a_folder_that_everybody_may_write_is_refused(folder):
    """Files could be swapped in it."""
    (folder.path / "boards").chmod(0o777)
    assert only(folder).startswith("boards: everybody may write into this folder, chmod o-w")


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o600, 0o400, 0o664])
def test_a_file_that_others_may_read_is_fine(folder, mode):
    """Configuration holds no secret; a group of administrators may write it."""
    (folder.path / SCHEDULES).chmod(mode)
    assert folder.said() == []


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_a_strangers_file_is_refused(folder):
    """C05: its owner could change it at any time."""
    os.chown(folder.path / SCHEDULES, 12345, -1)
    assert "it belongs to user 12345" in only(folder)


def test_a_link_out_of_the_folder_is_refused(folder, tmp_path):
    """C06: a link to a file elsewhere would read what is none of ours, and say it in an error."""
    (tmp_path / "shadow").write_text("root:hunter2:1\n", encoding="utf-8")
    (folder.path / SCHEDULES).unlink()
    (folder.path / SCHEDULES).symlink_to(tmp_path / "shadow")
    said = only(folder)
    assert "a link to a file outside this folder" in said
    assert "hunter2" not in said


def test_a_link_within_the_folder_is_followed(folder):
    """Orchestrators mount files by links into a folder beside them."""
    (folder.path / "..data").mkdir()
    (folder.path / SCHEDULES).rename(folder.path / "..data" / SCHEDULES)
    (folder.path / SCHEDULES).symlink_to(f"..data/{SCHEDULES}")
    assert folder.said() == []


def test_a_link_to_itself_is_refused(folder):
    """Links in a circle end."""
    (folder.path / SCHEDULES).unlink()
    (folder.path / SCHEDULES).symlink_to(SCHEDULES)
    assert "it cannot be read" in only(folder) or "circle" in only(folder)


def test_a_pipe_is_refused_without_waiting(folder):
    """C07: a named pipe nobody writes to would hold the service for ever."""
    (folder.path / SCHEDULES).unlink()
    os.mkfifo(folder.path / SCHEDULES)
    said: list[str] = []
    reader = threading.Thread(target=lambda: said.extend(folder.said()), daemon=True)
    reader.start()
    reader.join(timeout=20)
    assert not reader.is_alive()
    assert "it is no regular file" in said[0]


def test_a_folder_in_place_of_a_file_is_refused(folder):
    """A folder called schedules.toml is no file."""
    (folder.path / SCHEDULES).unlink()
    (folder.path / SCHEDULES).mkdir()
    assert "it is no regular file" in only(folder)


def test_two_megabytes_are_refused(folder):
    """C08: nobody wrote that by hand."""
    folder.write(SCHEDULES, b"#" + b"x" * 2_000_000)
    assert "larger than 1 MB" in only(folder)


def test_a_byte_order_mark_is_ignored(folder):
    """C09: some editors begin UTF-8 with one."""
    content = (folder.path / SCHEDULES).read_bytes()
    folder.write(SCHEDULES, b"\xef\xbb\xbf" + content)
    assert folder.said() == []


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-16-le"])
def test_utf_16_is_refused(folder, encoding):
    """C10: saved by another editor as "Unicode"."""
    folder.write(SCHEDULES, "schema = 1\n".encode(encoding))
    assert "save it as" in only(folder)


def test_windows_1252_is_refused_with_its_line(folder):
    """A pound sign or an accent in the old encoding is found by its line."""
    folder.write(SCHEDULES, b"schema = 1\n# caf\xe9\n")
    assert only(folder).startswith("schedules.toml:2: the byte 0xe9 is not UTF-8, save it as UTF-8")


def test_a_nul_is_refused_with_its_line(folder):
    """C11: a NUL is not text."""
    folder.write(SCHEDULES, b"schema = 1\n# a\x00b\n")
    assert only(folder).startswith("schedules.toml:2: it holds a NUL character")


def test_tabs_and_windows_line_ends_are_fine(folder):
    """C12: the lines are still counted right."""
    text = (folder.path / SCHEDULES).read_text(encoding="utf-8").replace(" = ", "\t=\t")
    folder.write(SCHEDULES, text.replace("\n", "\r\n"))
    assert folder.said() == []
    folder.write(SCHEDULES, text.replace("-14d", "-14").replace("\n", "\r\n"))
    (problem,) = folder.problems()
    assert "-14" in text.splitlines()[problem.line - 1]


def test_deep_nesting_is_refused(folder):
    """A hundred thousand brackets are a fault, not a crash."""
    folder.write(SCHEDULES, "schema = 1\nx = " + "[" * 100_000 + "]" * 100_000)
    assert "too deep" in only(folder)


@pytest.mark.parametrize(
    "bomb",
    [
        "[" + ".".join("a" * 2_000) + "]",
        "\n".join("[" + ".".join(["a"] * 2_000) + f".b{number}]" for number in range(200)),
        ".".join(['"a b"'] * 5_000) + " = 1",
        "x = " + "{a = " * 400 + "1" + "}" * 400,
        "x = {" + ".".join("a" * 3_000) + " = 1}",
        "[[a]]\n" * 3 + "[[" + ".".join("a" * 40) + "]]",
    ],
    ids=["table", "tables", "quoted", "inline", "inline-dotted", "array"],
)
def test_deep_names_are_refused(folder, bomb):
    """A41: what nests by names is a located fault too, and found in good time."""
    folder.write(SCHEDULES, "schema = 1\n" + bomb)
    began = time.perf_counter()
    said = only(folder)
    assert time.perf_counter() - began < patient(5)
    assert "too many parts" in said or "too deep" in said


def test_editors_leftovers_are_ignored(folder):
    """Backups and hidden files are no configuration."""
    for name in (
        "schedules.toml~",
        ".schedules.toml.swp",
        "boards/.#humberside.toml",
        "boards/old.toml.bak",
        "notes.txt",
    ):
        folder.write(name, "broken =")
    assert folder.said() == []


def test_a_file_that_is_not_read_is_warned_of(folder):
    """A misspelt file name would otherwise be passed over in silence."""
    folder.write("shedules.toml", "schema = 1\n")
    assert only(folder) == "shedules.toml: this file is not read, did you mean `schedules.toml`?"


def test_the_hash_stands_for_names_and_bytes(folder, tmp_path):
    """Any changed byte and any renamed file changes it; the place of the folder does not."""
    before = read_folder(folder.path).hash
    shutil.copytree(folder.path, tmp_path / "copy")
    assert read_folder(tmp_path / "copy").hash == before
    folder.append(SCHEDULES, "\n")
    changed = read_folder(folder.path).hash
    assert changed != before
    (folder.path / "boards/humberside.toml").rename(folder.path / "boards/humber.toml")
    assert read_folder(folder.path).hash not in {before, changed}
