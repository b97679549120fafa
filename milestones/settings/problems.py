"""A fault in the configuration as a value: where it is, what is wrong, what would be right. Finds none itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

Level = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault. `file` is relative to the configuration folder, or `environment`; `line` counts from 1."""

    file: str
    line: int | None
    place: str
    wrong: str
    right: str
    level: Level = "error"

    def __str__(self) -> str:
        """Give it as printed: `file:line: place: what is wrong, what would be right`."""
        where = f"{self.file}:{self.line}" if self.line is not None else self.file
        place = f"{self.place}: " if self.place else ""
        right = f", {self.right}" if self.right else ""
        return f"{where}: {place}{self.wrong}{right}"


class ConfigError(Exception):
    """The configuration cannot be used as it is. `problems` holds every fault, the warnings among them."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Give `problems` by file and line, each said once: what one edit of a file from top to bottom would meet."""
    return tuple(sorted(dict.fromkeys(problems), key=lambda one: (one.file, one.line or 0, one.place, one.wrong)))
