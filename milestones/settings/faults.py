"""From raw TOML values to a model, or to every fault in them, each with its line. Knows pydantic, no key's meaning."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from milestones.settings.lines import Path, line_at, lines_of
from milestones.settings.nearest import advice, nearest
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
class Positions:
    """Where in the file the parts of a model stand, after faulty ones went out and misspelt keys counted as meant.

    `kept` gives for each list, by its path in the file, the positions that its remaining elements had there. `written`
    gives for the path of a key, spelt right, how the file spells it.
    """

    kept: dict[Path, list[int]] = field(default_factory=dict)
    written: dict[Path, str] = field(default_factory=dict)

    @classmethod
    def of(cls, raw: Any) -> Positions:
        """Note every list in `raw`."""
        found = cls()
        found._note(raw, ())
        return found

    def path(self, path: Sequence[str | int]) -> Path:
        """Give the path in the file of `path` in the model."""
        known: Path = ()
        for one in path:
            if isinstance(one, int):
                positions = self.kept.get(known)
                known = (*known, positions[one] if positions is not None and one < len(positions) else one)
            else:
                known = (*known, self.written.get((*known, one), one))
        return known

    def _note(self, raw: Any, path: Path) -> None:
        if isinstance(raw, Mapping):
            for key, value in raw.items():
                self._note(value, (*path, key))
        elif isinstance(raw, list):
            self.kept[path] = list(range(len(raw)))
            for number, value in enumerate(raw):
                self._note(value, (*path, number))


@dataclass(frozen=True, slots=True)
class Settled(Generic[Model]):
    """What a file says as far as it can be read: the model without its faulty parts, and the faults.

    `value` is None where nothing can be read.
    """

    value: Model | None
    problems: tuple[Problem, ...]
    positions: Positions

    def path(self, *path: str | int) -> Path:
        """Give the path in the file of what is at `path` in the model."""
        return self.positions.path(path)

    def is_faulty(self, *path: str | int) -> bool:
        """Say whether what is at `path` in the model, or within it, was at fault: then nothing follows from it."""
        place = place_of(self.path(*path))
        return any(f"{problem.place}.".startswith((f"{place}.", f"{place}[")) for problem in self.problems)


def place_of(path: Sequence[str | int]) -> str:
    """Write `path` as a person would: `reminder[0].when`."""
    written = ""
    for one in path:
        written += f"[{one}]" if isinstance(one, int) else f".{one}" if written else one
    return written


def settle(model: type[Model], sheet: Sheet, stand_ins: Mapping[Path, Any]) -> Settled[Model]:
    """Read `sheet` as `model`, leaving out what is faulty until the rest holds, so that the rest can be checked too.

    A misspelt key is a fault and counts as the key it most likely means. `stand_ins` gives for keys that must be
    there, and are not, a value to go on with.
    """
    raw: Any = copy.deepcopy(dict(sheet.raw))
    left, positions = dict(stand_ins), Positions.of(raw)
    problems: dict[Problem, None] = {}
    known: set[Path] = set()
    while True:
        try:
            return Settled(model.model_validate(raw), tuple(problems), positions)
        except ValidationError as refused:
            errors = refused.errors(include_url=False)
        misspelt = [error for error in errors if _meant(error, raw, model) is not None]
        for error in misspelt or errors:
            at = positions.path(_named(error["loc"], raw))
            emptied = error["type"] == "too_short" and any(one[: len(at)] == at for one in known)
            if at not in known and not emptied:
                problems[sheet.problem(at, *said(error, model))] = None
            known.add(at)
            if error["type"] == "missing":
                known.add(at[:-1])  # it goes out for this, and its absence is no fault of its own
        # Each round renames or takes out something or uses up a stand-in, so the rounds come to an end.
        for error in misspelt:
            _rename(raw, _named(error["loc"], raw), _meant(error, raw, model), positions)
        if not misspelt and not _leave_out(raw, errors, left, positions):
            return Settled(None, tuple(problems), positions)


def _meant(error: ErrorDetails, raw: Any, model: type[BaseModel]) -> str | None:
    """Give the key that an unknown key means, None where it means none, or one that stands there too."""
    if error["type"] != "extra_forbidden":
        return None
    path = _named(error["loc"], raw)
    found = nearest(str(path[-1]), _keys(model, path[:-1]))
    return found if found is not None and found not in _at(raw, path[:-1]) else None


def _rename(raw: Any, path: Path, meant: str | None, positions: Positions) -> None:
    """Let the key at `path` count as `meant`, unless another misspelt key already does."""
    table, written = _at(raw, path[:-1]), str(path[-1])
    value = table.pop(written)
    if meant is not None and meant not in table:
        table[meant] = value
        positions.written[(*positions.path(path[:-1]), meant)] = written


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


def _leave_out(raw: Any, errors: list[ErrorDetails], left: dict[Path, Any], positions: Positions) -> bool:
    """Take what is faulty out of `raw`; of a table that lacks a key, the table. Says whether anything changed."""
    faulty = set()
    changed = False
    for error in errors:
        path = _named(error["loc"], raw)
        if error["type"] == "missing" and path in left:
            _at(raw, path[:-1])[path[-1]] = left.pop(path)
            changed = True
        elif path:
            faulty.add(path[:-1] if error["type"] == "missing" else path)
    # Keys before elements, elements from the back: each path is still right when its turn comes.
    elements = sorted((path for path in faulty if path and isinstance(path[-1], int)), key=_in_lists, reverse=True)
    for path in (*(path for path in faulty if path and isinstance(path[-1], str)), *elements):
        changed |= _take_out(raw, path, positions)
    return changed


def _in_lists(path: Path) -> tuple[tuple[str, int], ...]:
    """Give an order for paths in which a later element of a list comes after an earlier one."""
    return tuple((one, -1) if isinstance(one, str) else ("", one) for one in path)


def _at(raw: Any, path: Path) -> Any:
    """Give what is at `path` of `raw`, None where that went out before."""
    here = raw
    for one in path:
        try:
            here = here[one]
        except (KeyError, IndexError):
            return None
    return here


def _take_out(raw: Any, path: Path, positions: Positions) -> bool:
    """Take the key or list element at `path` out of `raw`. Says whether it was there."""
    here, last = _at(raw, path[:-1]), path[-1]
    if isinstance(here, list) and isinstance(last, int):
        del here[last], positions.kept[positions.path(path[:-1])][last]
        return True
    return isinstance(here, dict) and here.pop(str(last), None) is not None


def _model_at(model: type[BaseModel], loc: Sequence[str | int]) -> type[BaseModel] | None:
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
    here = _model_at(model, loc)
    return [info.alias or name for name, info in here.model_fields.items()] if here else []


def _description(model: type[BaseModel], loc: Sequence[str | int]) -> str:
    """Say what the missing key at `loc` is for."""
    here = _model_at(model, loc[:-1])
    fields = here.model_fields.items() if here else ()
    found = next((info.description for name, info in fields if (info.alias or name) == loc[-1]), None)
    return f"add it: {found}" if found else "add it"
