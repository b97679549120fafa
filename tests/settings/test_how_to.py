"""Every block that the how-to tells an administrator to add is accepted over the example, or refused as it says."""

import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parent.parent.parent / "docs" / "how-to-administer.md"
TEXT = PAGE.read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```toml (\S+)\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE)
NEW_FILES = re.findall(r"^```toml (\S+) new\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE)
REFUSED = re.findall(r"^```toml (\S+) refused\n(.*?)^```.*?^```text\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize(("file", "block"), BLOCKS, ids=[block.strip().splitlines()[0] for _, block in BLOCKS])
def test_a_block_of_the_how_to_is_accepted(folder, file, block):
    """Added to the file that the page names, it is read without a fault."""
    if "[import.columns]" in block:
        folder.change(file, "[import.columns]\n", block)
    else:
        folder.append(file, "\n" + block)

    found = folder.read()

    assert found.hash


def test_a_second_board_with_a_framework_of_its_own_is_accepted_without_a_warning(folder):
    """The new files of the page, together, make a second board that nothing is said against."""
    before = set(folder.said())
    for file, content in NEW_FILES:
        folder.write(file, content)

    found = folder.read()

    assert set(found.boards) == {"humberside", "northbank"}
    assert set(folder.said()) <= before
    assert [criterion.id for criterion in found.frameworks["northbank-priorities"].criteria] == ["a", "b"]


@pytest.mark.parametrize(("file", "block", "said"), REFUSED)
def test_a_refused_edit_is_refused_as_the_page_prints_it(folder, file, block, said):
    """Each line of the answer stands under the edit, and there are no others."""
    folder.append(file, "\n" + block)

    problems = folder.said()

    assert [problem.partition(": ")[2] for problem in problems if "warning" not in problem] == said.splitlines()


def test_the_page_has_its_blocks():
    """A page without blocks would pass by saying nothing."""
    assert len(BLOCKS) >= 8
    assert len(NEW_FILES) == 2
    assert len(REFUSED) == 1
