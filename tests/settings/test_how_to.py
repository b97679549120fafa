"""Every block that the how-to tells an administrator to add is accepted on top of the example."""

import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parent.parent.parent / "docs" / "how-to-administer.md"
BLOCKS = re.findall(r"^```toml (\S+)\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize(("file", "block"), BLOCKS, ids=[block.strip().splitlines()[0] for _, block in BLOCKS])
def test_a_block_of_the_how_to_is_accepted(folder, file, block):
    """Added to the file that the page names, it is read without a fault."""
    if "[import.columns]" in block:
        folder.change(file, "[import.columns]\n", block)
    else:
        folder.append(file, "\n" + block)

    found = folder.read()

    assert found.hash


def test_the_page_has_its_blocks():
    """A page without blocks would pass by saying nothing."""
    assert len(BLOCKS) >= 8
