"""Reads the shipped templates for the tests."""

from __future__ import annotations

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "templates"


@cache
def shipped_sources() -> dict[str, str]:
    """Give the text of every shipped template by its path below `templates/`."""
    return {
        path.relative_to(FOLDER).as_posix(): path.read_text("utf-8") for path in FOLDER.rglob("*") if path.is_file()
    }
