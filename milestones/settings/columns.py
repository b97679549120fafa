"""`[import.columns]` of a board: which spreadsheet header means which field. Reads no spreadsheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestones.settings.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

FIELDS = (
    "plan",
    "ref",
    "objective",
    "action",
    "milestone_or_measure",
    "lead_agency",
    "lead_role",
    "owner",
    "due",
    "status",
    "criterion",
    "marking",
    "source",
)
"""The fields of a plan's row, by the names that import knows."""


def columns_of(columns: Mapping[str, str | list[str]]) -> dict[str, str]:
    """Give each header as the spreadsheet writes it with its field.

    Administrators write `due = "Target date"` and `"Target date" = "due"` alike; a key that is a field is one.
    """
    found: dict[str, str] = {}
    for key, value in columns.items():
        if key in FIELDS:
            found.update(dict.fromkeys(value if isinstance(value, list) else [value], key))
        elif value in FIELDS:
            found[key] = str(value)
    return found


def fault_of_column(key: str, value: str | list[str]) -> tuple[str, str] | None:
    """Say what is wrong with one entry and what would be right, None if it can be used."""
    if key in FIELDS or (isinstance(value, str) and value in FIELDS):
        return None
    fields = "fields are " + ", ".join(f"`{one}`" for one in FIELDS)
    for word in (key, value):
        near = nearest(word, FIELDS) if isinstance(word, str) else None
        if near is not None:
            return f"`{word}` is no field of a plan", f"did you mean `{near}`?"
    return f"`{key}` is no field of a plan", fields
