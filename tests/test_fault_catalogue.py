"""The catalogue of faults in docs/guarantees.md names every cell, and only tests that exist."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROW = re.compile(r"^\| (B\d\d) \| [^|]+ \| (`[^|]+`) \|$", re.MULTILINE)


def catalogue():
    """The tests of each cell."""
    found = ROW.findall((ROOT / "docs" / "guarantees.md").read_text())
    return {cell: re.findall(r"`([^`]+)`", tests) for cell, tests in found}


def functions(path):
    """The names of a test file's functions."""
    tree = ast.parse((ROOT / path).read_text())
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def test_every_cell_has_a_test():
    """B01 to B62, in order, none left out."""
    assert list(catalogue()) == [f"B{number:02}" for number in range(1, 63)]


def test_every_test_that_is_named_exists():
    """A test that was renamed leaves no hole in the catalogue."""
    missing = []
    for cell, tests in catalogue().items():
        for test in tests:
            path, _, name = test.partition("::")
            if not (ROOT / path).exists() or name not in functions(path):
                missing.append(f"{cell}: {test}")
    assert missing == []
