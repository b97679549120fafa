"""Configuration files to values, or to the list of all their faults. The only reader of the environment."""

from __future__ import annotations

from typing import Any


def json_schema() -> dict[str, dict[str, Any]]:
    """Give the JSON Schema of each configuration file, by the file's name in the folder."""
    from milestones.settings import reference  # what only `milestones schema` needs is not loaded by the others

    return reference.json_schema()
