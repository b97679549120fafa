"""A whole configuration folder to values, or to all its faults at once. Touches nothing but the folder's files.

The reload reads the same way, so that what `check` accepts is what `run` runs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from milestones.settings import files
from milestones.settings.calendars import calendar_of, faults_of_calendar
from milestones.settings.env import Service, read_service, require_secret
from milestones.settings.faults import Settled, settle
from milestones.settings.frameworks import faults_of_framework, framework_of
from milestones.settings.ladder import RuleCheck, faults_of_common_posts, faults_of_ids
from milestones.settings.nearest import advice
from milestones.settings.people import BoardReading
from milestones.settings.problems import ConfigError, Problem, in_order
from milestones.settings.schedules import Entry, Origin, applied, entries_of, schedule_of
from milestones.settings.schema import STAND_INS, BoardFile, FrameworkFile, SchedulesFile
from milestones.settings.shipped import shipped

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from milestones.domain.board import Board
    from milestones.domain.calendar import Calendar
    from milestones.domain.framework import Framework
    from milestones.domain.rules import Schedule

__all__ = ["ConfigError", "Configuration", "Problem", "Service", "example_files", "read", "require_secret"]

SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


@dataclass(frozen=True)
class Configuration:
    """One complete, checked configuration. Mappings by board are by slug; `hash` stands for the bytes of its files."""

    folder: Path
    service: Service
    boards: Mapping[str, Board]
    schedules: Mapping[str, Schedule]
    calendars: Mapping[str, Calendar]
    frameworks: Mapping[str, Framework]
    hash: str
    warnings: tuple[Problem, ...] = ()


def read(folder: Path, environ: Mapping[str, str], *, today: date | None = None) -> Configuration:
    """Read and check the configuration in `folder`, overridden by `environ`.

    `today` adds warnings about posts that are vacant on that day; without it only posts that nobody ever holds count.

    Raises:
        ConfigError: with every fault of every file, warnings among them; nothing can be used.
    """
    reading = _Reading(files.read_folder(folder))
    service = reading.service(environ, folder.absolute().parent)
    reading.frameworks()
    reading.boards(today)
    reading.rules()
    problems = in_order(reading.problems)
    if service is None or any(problem.level == "error" for problem in problems):
        raise ConfigError(problems)
    return Configuration(
        folder=folder.absolute(),
        service=service,
        boards=reading.found_boards,
        schedules=reading.found_schedules,
        calendars=reading.found_calendars,
        frameworks=reading.found_frameworks,
        hash=reading.folder.hash,
        warnings=problems,
    )


def example_files() -> Mapping[str, bytes]:
    """Give the example configuration that `init` writes: the content of each file by its name within the folder."""
    source = shipped("config")
    return {path.relative_to(source).as_posix(): path.read_bytes() for path in sorted(source.rglob("*.toml"))}


class _Reading:
    """A configuration on its way from files to values; `problems` grows, and each step goes as far as it can."""

    def __init__(self, folder: files.Folder) -> None:
        self.folder = folder
        self.problems: list[Problem] = list(folder.problems)
        self.found_boards: dict[str, Board] = {}
        self.found_schedules: dict[str, Schedule] = {}
        self.found_calendars: dict[str, Calendar] = {}
        self.found_frameworks: dict[str, Framework] = {}
        self._readings: dict[str, BoardReading] = {}

    def service(self, environ: Mapping[str, str], home: Path) -> Service | None:
        """Read `service.toml` and the environment."""
        sheet = self.folder.sheets.get(files.SERVICE)
        service, problems = read_service(sheet, environ, home)
        # Of a file that could not be read, nothing but that is worth saying.
        self.problems += [one for one in problems if sheet is not None or one.file == "environment"]
        return service

    def frameworks(self) -> None:
        """Read every framework file."""
        for name, sheet in self.folder.named("frameworks").items():
            settled = settle(FrameworkFile, sheet, STAND_INS)
            self.problems += [*settled.problems, *faults_of_framework(sheet, settled)]
            if settled.value is not None:
                self.found_frameworks[name] = framework_of(name, settled.value)

    def boards(self, today: date | None) -> None:
        """Read every board file, and check what boards must be to each other."""
        prefixes: dict[str, str] = {}
        for slug, sheet in self.folder.named("boards").items():
            settled = settle(BoardFile, sheet, STAND_INS)
            self.problems += settled.problems
            if not SLUG.fullmatch(slug):
                right = "use letters, digits and dashes, as humberside.toml"
                self.problems.append(Problem(sheet.name, None, "", f"`{slug}` cannot be a board's name", right))
            if settled.value is None:
                continue
            reading = self._readings[slug] = BoardReading(slug, sheet, settled)
            board = self.found_boards[slug] = reading.board()
            self._check_frameworks(reading)
            other = prefixes.setdefault(board.prefix, slug)
            if other != slug:
                wrong = f"the prefix `{board.prefix}` is also that of `{other}`"
                reading.say(("prefix",), wrong, "give each board its own, since milestones' ids begin with it")
            self.problems += reading.check(today)

    def _check_frameworks(self, reading: BoardReading) -> None:
        """Check that the frameworks a board names are there."""
        present = [name.removeprefix("frameworks/").removesuffix(".toml") for name in self.folder.present]
        for number, name in enumerate(reading.file.frameworks):
            if name not in present:
                right = advice(name, sorted(self.found_frameworks), f"write frameworks/{name}.toml")
                reading.say(("frameworks", number), f"there is no framework `{name}`", right)

    def rules(self) -> None:
        """Read the common rules and calendar, and lay each board's own over them."""
        sheet = self.folder.sheets.get(files.SCHEDULES)
        if sheet is None:
            return
        settled = settle(SchedulesFile, sheet, STAND_INS)
        self.problems += settled.problems
        if settled.value is None:
            return
        common = entries_of(Origin(sheet, settled, ()), settled.value)
        self.problems += faults_of_ids(common)
        self.problems += faults_of_calendar(settled.value.calendar, sheet, ("calendar",))
        self.problems += faults_of_common_posts(
            common,
            posts={slug: reading.posts for slug, reading in self._readings.items()},
            changed={slug: reading.changed() for slug, reading in self._readings.items()},
        )
        for reading in self._readings.values():
            self._rules_of(reading, common, settled)

    def _rules_of(self, reading: BoardReading, common: list[Entry], settled: Settled[SchedulesFile]) -> None:
        """Work out the rules and the calendar of one board."""
        assert settled.value is not None
        part = reading.file.schedules.calendar
        self.problems += faults_of_calendar(part, reading.sheet, ("schedules", "calendar"))
        calendar = self.found_calendars[reading.slug] = calendar_of(settled.value.calendar, part)
        own = entries_of(Origin(reading.sheet, reading.settled, ("schedules",)), reading.file)
        self.problems += faults_of_ids(own, common)
        entries = applied(common, own)
        board = self.found_boards[reading.slug]
        check = RuleCheck(board, reading.posts, calendar, own_hours=part.send_between is not None)
        self.problems += check.check(entries, self.found_frameworks)
        self.found_schedules[reading.slug] = schedule_of(entries)
