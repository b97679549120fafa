"""`[import.columns]` of a board: which spreadsheet header means which field. Reads no spreadsheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestones.domain.plans.header_words import Field, Strength, heading
from milestones.settings.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

FIELDS = tuple(field.value for field in Field if field is not Field.OTHER)
"""The fields of a plan's row, by the names that import knows."""


def columns_of(columns: Mapping[str, str | list[str]]) -> dict[str, str]:
    """Give each header as the spreadsheet writes it with the name of its field."""
    found: dict[str, str] = {}
    for key, value in columns.items():
        found.update(_entry(key, value))
    return found


def fault_of_column(key: str, value: str | list[str]) -> tuple[str, str] | None:
    """Say what is wrong with one entry and what would be right, None if it can be used."""
    if _entry(key, value):
        return None
    for word in (key, value):
        near = nearest(word, FIELDS) if isinstance(word, str) else None
        if near is not None:
            return f"`{word}` is no field of a plan", f"did you mean `{near}`?"
    return f"`{key}` is no field of a plan", "fields are " + ", ".join(f"`{one}`" for one in FIELDS)


def _entry(key: str, value: str | list[str]) -> dict[str, str]:
    """Read one entry, which administrators write both ways round: `due = "Finish by"` and `"Finish by" = "due"`.

    A side that is a field's own name is the field, the key first; else a side that is a header known for a field.
    """
    headers = value if isinstance(value, list) else [value]
    if key in FIELDS:
        return dict.fromkeys(headers, key)
    if isinstance(value, str) and (field := value if value in FIELDS else _known(value)):
        return {key: field}
    return dict.fromkeys(headers, field) if (field := _known(key)) else {}


def _known(header: str) -> str | None:
    """Give the field that `header` is known for without any mapping."""
    found = heading(header)
    known = found is not None and found.strength >= Strength.KNOWN and found.field.value in FIELDS
    return found.field.value if found is not None and known else None
