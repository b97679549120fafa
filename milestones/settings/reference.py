"""The reference of every configuration key, and the JSON Schemas that editors check by; both out of the models.

`python -m milestones.settings.reference > docs/reference-config.md` writes it anew; a test compares.
"""

from __future__ import annotations

import sys
from datetime import date, time
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from pydantic_core import PydanticUndefined

from milestones.domain.rules import Offset
from milestones.settings.columns import FIELDS
from milestones.settings.env import FILE_ENDING, OUTSIDE, is_secret, variables_known
from milestones.settings.faults import model_within, place_of
from milestones.settings.schema import BoardFile, FrameworkFile, SchedulesFile
from milestones.settings.service import ServiceFile
from milestones.settings.service_words import UNSET_PORT
from milestones.settings.words import calendar_days

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import BaseModel
    from pydantic.fields import FieldInfo

FILES: dict[str, type[BaseModel]] = {
    "service.toml": ServiceFile,
    "schedules.toml": SchedulesFile,
    "boards/<slug>.toml": BoardFile,
    "frameworks/<id>.toml": FrameworkFile,
}

INLINE = ("oauth", "closures")
"""Tables that are mostly written on one line, within their section."""

_HEAD = """# Reference: configuration

Generated from `milestones/settings/schema.py` and `service.py` by `python -m milestones.settings.reference`;
do not edit by hand.

Configuration is a folder of TOML files, UTF-8, each with `schema = 1`. Unknown keys are errors. `milestones check`
reads everything and prints each fault as `file:line: place: what is wrong, what would be right`. `milestones schema`
prints a JSON Schema for each file, for editors that complete and check.

A file is refused if anybody may write to it, if it belongs to neither root nor the user the service runs as, if it is a
link that leads out of the folder, is no regular file, is larger than 1 MB, or is not UTF-8.
"""

_TAIL = """

## Values

| written | means |
|---|---|
| `"-14d"`, `"0d"`, `"+3d"` | calendar days from the due date |
| `"-10wd"`, `"+1wd"` | working days from the due date: weekends, bank holidays and closures do not count |
| `"28d"`, `"4w"` | a span of calendar days |
| `"2w"`, `"10d"`, `"1m"` | how often an anchored digest comes: weeks, days, months |
| `"09:00"` | local time in the calendar's zone; 01:00 to 01:59 is refused, since the clock change doubles or drops it |
| `2026-12-24` | a day, without quotes |
| `"0 9 * * mon"` | minute, hour, day of the month, month, weekday; weekdays by name only; both days must match |

Fields that `[import.columns]` may name: {fields}.

A board's `[schedules]` is laid over `schedules.toml` by id: the keys it gives change, the others stay, a new id adds a
rule, `enabled = false` switches one off. Its `[schedules.calendar]` replaces key by key, and its closures are added.

## Environment

Each key of `service.toml` has a variable that overrides it. A misspelt `MILESTONES_` variable is an error. Secrets
stand only here; a file that a `_FILE` variable names must not be readable by others (mode 0600).

| variable | sets |
|---|---|
{variables}
"""


def json_schema() -> dict[str, dict[str, Any]]:
    """Give the JSON Schema (draft 2020-12) of each configuration file, by the file's name in the folder."""
    found = {}
    for name, model in FILES.items():
        schema = model.model_json_schema(by_alias=True)
        for part in (schema, *schema.get("$defs", {}).values()):
            keys = part.get("properties", {})
            for key in [key for key in keys if is_secret((key,))]:
                del keys[key]  # never in a file
            for about in keys.values():
                # TOML has no null, and a default that is not written as the file would write it misleads.
                if about.get("default") is None or (
                    about.get("type") == "string" and isinstance(about["default"], int)
                ):
                    about.pop("default", None)
        schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
        schema["required"] = sorted({"schema", *schema.get("required", ())})
        found[name] = schema
    return found


def reference() -> str:
    """Give the reference page in Markdown."""
    parts = [_HEAD]
    shown: dict[type[BaseModel], str] = {}
    for name, model in FILES.items():
        parts.append(f"\n## `{name}`\n")
        parts += _sections(model, "", shown)
    fields = ", ".join(f"`{field}`" for field in FIELDS)
    return "\n".join(parts) + _TAIL.format(fields=fields, variables="\n".join(_variables()))


def _sections(model: type[BaseModel], within: str, shown: dict[type[BaseModel], str]) -> Iterator[str]:
    """Give the table of a section's keys, then those of the sections in it; a section seen before is only named."""
    about = (model.__doc__ or "").strip().partition("\n\n")
    first, _, more = about[0].partition(": ")
    if within:
        yield f"\n### `{within}`\n"
        if model in shown:
            yield f"The same keys as `{shown[model]}`."
            return
        shown[model] = within
    yield f"{(more or first)[:1].upper()}{(more or first)[1:]}\n"
    if about[2]:
        yield " ".join(about[2].split()) + "\n"
    rows: list[str] = []
    below = []
    for name, field in model.model_fields.items():
        key, part = field.alias or name, model_within(field.annotation)
        if part is None or key in INLINE:
            rows += _rows(key, field, part)
        else:
            path = f"{within.strip('[]')}.{key}".strip(".")
            below.append((part, f"[[{path}]]" if "list" in str(field.annotation) else f"[{path}]"))
    if rows:
        yield from ("| key | default | meaning |", "|---|---|---|", *rows)
    for part, path in below:
        yield from _sections(part, path, shown)


def _rows(key: str, field: FieldInfo, part: type[BaseModel] | None) -> Iterator[str]:
    """Give the row of a key; of an inline table, also those of its keys. Secrets have none: they stand in no file."""
    if is_secret(tuple(key.split("."))):
        return
    yield f"| `{key}` | {_default(field)} | {field.description} |"
    for name, inner in part.model_fields.items() if part is not None else ():
        yield from _rows(f"{key}.{inner.alias or name}", inner, None)


def _default(field: FieldInfo) -> str:
    """Write a key's default as the file would."""
    if field.alias == "schema" or field.is_required():
        return "needed"
    value = field.default
    if value is PydanticUndefined or value is None or (value in ("", [], {}, UNSET_PORT) and value is not False):
        return "-"
    if any(getattr(one, "func", None) is calendar_days for one in field.metadata):
        return f'`"{value}d"`'
    return f"`{_toml(value)}`"


def _toml(value: Any) -> str:
    """Write a value in TOML."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "[" + ", ".join(_toml(one) for one in value) + "]"
    if isinstance(value, time):
        return f'"{value:%H:%M}"'
    if isinstance(value, date | int):
        return str(value)
    text = value.value if isinstance(value, StrEnum) else str(value) if isinstance(value, Offset) else value
    return f'"{text}"'


def _variables() -> Iterator[str]:
    """Give a row for every variable of the environment."""
    for name, place in variables_known().items():
        section = f"`{place_of(place)}`"
        by_file = f" or `{name}{FILE_ENDING}`" if is_secret(place) or place[-1] == "url" else ""
        yield f"| `{name}`{by_file} | {section}{' (only here)' if is_secret(place) else ''} |"
    for name in OUTSIDE:
        yield f"| `{name}` | the folder that `--config` names |"


if __name__ == "__main__":
    sys.stdout.write(reference())
