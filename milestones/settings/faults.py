"""From raw TOML values to a model, or to every fault in them, each with its line. Knows pydantic, no key's meaning."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from milestones.settings.lines import Path, line_at, lines_of
from milestones.settings.nearest import advice
from milestones.settings.problems import Level, Problem
from milestones.settings.words import kind_of, shown

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

Model = TypeVar("Model", bound=BaseModel)

_KINDS = {
    "int_type": "a whole number is needed, without quotes",
    "int_from_float": "a whole number is needed",
    "bool_type": "write true or false, without quotes",
    "list_type": "write a list in square brackets",
    "dict_type": "write a table",
    "model_type": "write a table",
    "model_attributes_type": "write a table",
    "string_type": "write text in quotes",
}
_LIMITS = {
    "greater_than_equal": ("ge", "the least is {}"),
    "less_than_equal": ("le", "the most is {}"),
    "too_short": ("min_length", "it needs at least {}"),
    "too_long": ("max_length", "it takes at most {}"),
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One file as parsed: its name, its raw values, and where each stands; what the environment set is named there."""

    name: str
    raw: Mapping[str, Any]
    lines: Mapping[Path, int]
    environment: Mapping[Path, str] = field(default_factory=dict)

    @classmethod
    def of(cls, name: str, text: str, raw: Mapping[str, Any]) -> Sheet:
        """Make the sheet of `text`, whose values are `raw`."""
        return cls(name, raw, lines_of(text))

    def problem(self, path: Sequence[str | int], wrong: str, right: str = "", level: Level = "error") -> Problem:
        """Make the problem that stands at `path` of this file, or in the variable that overrides it."""
        variable = self.environment.get(tuple(path))
        if variable is not None:
            return Problem("environment", None, variable, wrong, right, level)
        return Problem(self.name, line_at(self.lines, path) or 1, place_of(path), wrong, right, level)

    def ids(self, *path: str) -> set[str]:
        """Give the ids that the tables of the array at `path` claim, right or wrong in everything else."""
        found: Any = self.raw
        for name in path:
            found = found.get(name) if isinstance(found, Mapping) else None
        tables = found if isinstance(found, list) else []
        return {one["id"] for one in tables if isinstance(one, Mapping) and isinstance(one.get("id"), str)}


@dataclass(frozen=True, slots=True)
class Settled(Generic[Model]):
    """What a file says as far as it can be read: the model without its faulty parts, and the faults.

    `where` gives for a list in the model the positions that its elements had in the file, since faulty ones are left
    out. `value` is None where nothing can be read.
    """

    value: Model | None
    problems: tuple[Problem, ...]
    where: Mapping[Path, Sequence[int]]

    def path(self, *path: str | int) -> Path:
        """Give the path in the file of what is at `path` in the model."""
        known: Path = ()
        for one in path:
            positions = self.where.get(known) if isinstance(one, int) else None
            known = (*known, positions[one] if positions is not None and isinstance(one, int) else one)
        return known


def place_of(path: Sequence[str | int]) -> str:
    """Write `path` as a person would: `reminder[0].when`."""
    written = ""
    for one in path:
        written += f"[{one}]" if isinstance(one, int) else f".{one}" if written else one
    return written


def settle(model: type[Model], sheet: Sheet) -> Settled[Model]:
    """Read `sheet` as `model`, leaving out what is faulty until the rest holds, so that the rest can be checked too."""
    raw: Any = copy.deepcopy(dict(sheet.raw))
    where: dict[Path, list[int]] = {}
    _number(raw, (), where)
    problems: dict[Problem, None] = {}
    known: frozenset[Path] = frozenset()
    while True:
        try:
            return Settled(model.model_validate(raw), tuple(problems), where)
        except ValidationError as refused:
            errors = refused.errors(include_url=False)
        before = known
        for error in errors:
            at = Settled(None, (), where).path(*_named(error["loc"], raw))
            if at in known:
                continue
            known |= {at}
            wrong, right = said(error, model)
            problems[sheet.problem(at, wrong, right)] = None
        changed = _leave_out(raw, errors, model, where)
        if known == before and not changed:
            return Settled(None, tuple(problems), where)


def said(error: ErrorDetails, model: type[BaseModel]) -> tuple[str, str]:
    """Say of one of pydantic's errors what is wrong and what would be right."""
    kind, value, context = error["type"], error.get("input"), error.get("ctx", {})
    name = str(error["loc"][-1]) if error["loc"] else ""
    if kind == "milestones":
        return str(context["wrong"]), str(context["right"])
    if kind == "missing":
        return f"`{name}` is missing", _description(model, error["loc"])
    if kind == "extra_forbidden":
        keys = _keys(model, error["loc"][:-1])
        return f"unknown key `{shown(name)}`", advice(name, keys, "remove it")
    if kind == "literal_error":
        return f"{shown(value)} is not known here", f"write {context['expected']}"
    if kind in _LIMITS:
        limit, right = _LIMITS[kind]
        amount = len(value) if isinstance(value, list) else shown(value)
        wrong = f"{amount} entries stand here" if isinstance(value, list) else f"{amount} is out of bounds"
        return wrong, right.format(context[limit])
    if kind in _KINDS:
        return f"{shown(value)} is {kind_of(value)}", _KINDS[kind]
    return f"{shown(value)}: {error['msg']}", ""


def _named(loc: Sequence[str | int], raw: Any) -> Path:
    """Give `loc` without the names of union members that pydantic puts in; keep the last key, which may be missing."""
    path: Path = ()
    here = raw
    for number, one in enumerate(loc):
        if isinstance(here, Mapping) and (one in here or number == len(loc) - 1):
            path, here = (*path, one), here.get(one)
        elif isinstance(here, list) and isinstance(one, int) and one < len(here):
            path, here = (*path, one), here[one]
    return path


def _number(raw: Any, path: Path, where: dict[Path, list[int]]) -> None:
    """Remember the position of every list element below `raw`, by the list's path in the file."""
    if isinstance(raw, Mapping):
        for key, value in raw.items():
            _number(value, (*path, key), where)
    elif isinstance(raw, list):
        where[path] = list(range(len(raw)))
        for number, value in enumerate(raw):
            _number(value, (*path, number), where)


def _leave_out(raw: Any, errors: list[ErrorDetails], model: type[BaseModel], where: dict[Path, list[int]]) -> bool:
    """Take what is faulty out of `raw`; of a table that lacks a key, the table. Says whether anything changed."""
    faulty = set()
    for error in errors:
        path = _named(error["loc"], raw)
        if error["type"] == "missing" and len(path) == 1:
            example = _example(model, str(path[0]))
            if example is None:
                return False
            raw[path[0]] = example
        elif path:
            faulty.add(path[:-1] if error["type"] == "missing" else path)
    # Keys before elements, elements from the back: each path is still right when its turn comes.
    changed = [_take_out(raw, path, where) for path in faulty if isinstance(path[-1], str)]
    elements = sorted((path for path in faulty if isinstance(path[-1], int)), key=_place_in_lists, reverse=True)
    return any([*changed, *(_take_out(raw, path, where) for path in elements)]) or not faulty


def _place_in_lists(path: Path) -> tuple[tuple[str, int], ...]:
    """Give an order for paths in which a later element of a list comes after an earlier one."""
    return tuple((one, -1) if isinstance(one, str) else ("", one) for one in path)


def _take_out(raw: Any, path: Path, where: dict[Path, list[int]]) -> bool:
    """Take the key or list element at `path` out of `raw`. Says whether it was there."""
    here = raw
    for one in path[:-1]:
        try:
            here = here[one]
        except (KeyError, IndexError):
            return False  # what held it went out before it
    last = path[-1]
    if isinstance(here, list) and isinstance(last, int):
        del here[last], where[Settled[BaseModel](None, (), where).path(*path[:-1])][last]
        return True
    return isinstance(here, dict) and here.pop(str(last), None) is not None


def _example(model: type[BaseModel], key: str) -> Any:
    """Give a stand-in for a top-level key that is missing, so that the rest of the file can be checked."""
    for name, info in model.model_fields.items():
        if (info.alias or name) == key and info.examples:
            return info.examples[0]
    return None


def _at(model: type[BaseModel], loc: Sequence[str | int]) -> type[BaseModel] | None:
    """Give the model of the table at `loc`."""
    here: type[BaseModel] | None = model
    for one in loc:
        if isinstance(one, int) or here is None:
            continue
        found = next((info for name, info in here.model_fields.items() if (info.alias or name) == one), None)
        if found is not None:
            here = model_within(found.annotation)
    return here


def model_within(annotation: Any) -> type[BaseModel] | None:
    """Give the model that an annotation holds, through lists, options and `Annotated`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for one in getattr(annotation, "__args__", ()):
        found = model_within(one)
        if found is not None:
            return found
    return None


def _keys(model: type[BaseModel], loc: Sequence[str | int]) -> list[str]:
    """Give the keys that may stand in the table at `loc`."""
    here = _at(model, loc)
    return [info.alias or name for name, info in here.model_fields.items()] if here else []


def _description(model: type[BaseModel], loc: Sequence[str | int]) -> str:
    """Say what the missing key at `loc` is for."""
    here = _at(model, loc[:-1])
    fields = here.model_fields.items() if here else ()
    found = next((info.description for name, info in fields if (info.alias or name) == loc[-1]), None)
    return f"add it: {found}" if found else "add it"
