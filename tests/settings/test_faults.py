"""Each file in `faults/` is named by its fault; this reads it in a folder that is otherwise right.

The first lines of each file say which file it stands in for and what must be said: `place: wrong|right`, a warning
with `W ` before it. Nothing else may be said. Faults that no text file can hold are in `test_files.py`.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

FAULTS = sorted((Path(__file__).parent / "faults").glob("*.toml"))


def expected(text: str) -> tuple[str, list[tuple[str, list[str]]]]:
    """Give the file that `text` stands in for, and per problem its level and the words it must hold."""
    target = re.match(r"# file: (\S+)\n", text)
    lines = re.findall(r"^# expect: (W )?(.+)$", text, re.MULTILINE)
    assert target is not None
    assert lines
    return target.group(1), [("warning" if warning else "error", words.split("|")) for warning, words in lines]


@pytest.mark.parametrize("path", FAULTS, ids=lambda path: path.stem)
def test_a_fault_is_named_with_its_line_and_what_would_be_right(folder, path):
    """Every fault of the file is said, each once with file, line, place, wrong and right; and nothing besides."""
    text = path.read_text(encoding="utf-8")
    target, wanted = expected(text)
    folder.write("schedules.toml", "schema = 1\n[[reminder]]\nid = 'fortnight'\nwhen = '-14d'\nto = ['owners']\n")
    folder.write("boards/humberside.toml", BOARD)
    folder.write(target, text if "C01" not in path.stem else "# nothing but a comment\n")
    problems = folder.problems()
    missing = [
        words
        for level, words in wanted
        if not any(one.level == level and all(word in str(one) for word in words) for one in problems)
    ]
    assert missing == [], "\n".join(map(str, problems))
    assert len(problems) == len(wanted), "\n".join(map(str, problems))
    for one in problems:
        assert one.file == target
        assert one.right
        assert "hunter2" not in str(one)
        assert text.splitlines()[one.line - 1].strip() or one.line == 1


def test_the_line_is_that_of_the_fault(folder):
    """The line is where the key stands, in every shape that TOML has for it."""
    folder.write(
        "schedules.toml",
        'schema = 1\ncalendar = { timezone = "Europe/Nowhere" }\n\n[[reminder]]\nid = "a"\n'
        'to = [\n  "owners",\n  "x.y",\n]\nwhen = "-1"\n',
    )
    assert {(one.line, one.place) for one in folder.problems() if one.level == "error"} == {
        (2, "calendar.timezone"),
        (8, "reminder[0].to[1]"),
        (10, "reminder[0].when"),
    }


def test_all_files_are_read_before_anything_is_said(folder):
    """A fault in each file is named in one go, as is a misspelt variable."""
    folder.change("service.toml", 'level = "info"', 'level = "loud"')
    folder.change("schedules.toml", 'when = "-14d"', "when = -14d")
    folder.change("boards/humberside.toml", 'sector = "police"', 'sector = "cops"')
    folder.change("frameworks/success-criteria-2008.toml", "year = 2008", 'year = "2008"')
    files = {one.file for one in folder.problems({"MILESTONES_STMP__HOST": "x"}) if one.level == "error"}
    assert files == {
        "service.toml",
        "schedules.toml",
        "boards/humberside.toml",
        "frameworks/success-criteria-2008.toml",
        "environment",
    }


BOARD = (Path(__file__).parent / "small_board.toml").read_text(encoding="utf-8")
