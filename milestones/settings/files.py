"""The bytes of a configuration folder, taken in without trusting it: no pipes, no ways out, no surprises of encoding.

Knows file names and TOML syntax, no key.
"""

from __future__ import annotations

import codecs
import hashlib
import os
import re
import stat
import tomllib
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from milestones.settings.faults import Sheet
from milestones.settings.nearest import advice
from milestones.settings.problems import Problem
from milestones.settings.regular import NotRegularError, read_once
from milestones.settings.words import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

LARGEST_BYTES = 1_000_000
SERVICE = "service.toml"
SCHEDULES = "schedules.toml"
FOLDERS = ("boards", "frameworks")

_DEEPEST = 16
"""Our own files stand six deep; what goes far beyond is built to exhaust whoever walks it."""

_DEEP_NAME = re.compile(
    rf"""^[ \t]*\[{{0,2}}[ \t]*(?:(?:[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*\.[ \t]*){{{_DEEPEST}}}""", re.MULTILINE
)
_AT_LINE = re.compile(r" \(at line (\d+), column \d+\)$")
_QUOTES = "\"'"
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)


@dataclass(frozen=True, slots=True)
class Folder:
    """A configuration folder as read: a sheet for each file that could be parsed, the hash of all bytes, the faults.

    `present` names every file that is there, readable or not.
    """

    sheets: Mapping[str, Sheet]
    hash: str
    problems: tuple[Problem, ...]
    present: frozenset[str]

    def named(self, folder: str) -> dict[str, Sheet]:
        """Give the sheets of `boards` or `frameworks` by file stem."""
        return {Path(name).stem: sheet for name, sheet in self.sheets.items() if name.startswith(folder + "/")}


def read_folder(folder: Path) -> Folder:
    """Read every configuration file of `folder`, and say what is wrong with any of them as a file or as TOML."""
    try:
        names, problems = _names(folder)
    except OSError as problem:
        wrong = f"the folder cannot be read ({_plain(problem)})"
        fault = Problem(str(folder), None, "", wrong, "let the service's user read it and what is in it")
        return Folder({}, "", (fault,), frozenset())
    sheets: dict[str, Sheet] = {}
    digest = hashlib.sha256()
    for name in names:
        content = _bytes(folder, name)
        if isinstance(content, Problem):
            problems.append(content)
            continue
        # Lengths keep two files from passing for one: the hash stands for exactly this set.
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
        sheet = _sheet(name, content)
        if isinstance(sheet, Problem):
            problems.append(sheet)
        else:
            sheets[name] = sheet
    return Folder(sheets, digest.hexdigest(), tuple(problems), frozenset(names))


def _names(folder: Path) -> tuple[list[str], list[Problem]]:
    """List the configuration files by name relative to `folder`, sorted; what must be there and is not is a fault."""
    problems: list[Problem] = []
    if not folder.is_dir():
        return [], [Problem(str(folder), None, "", "there is no such folder", "make one with `milestones init DIR`")]
    names = [one.name for one in folder.iterdir() if _counts(one)]
    for unknown in [name for name in names if name not in (SERVICE, SCHEDULES)]:
        right = advice(unknown, (SERVICE, SCHEDULES), "boards belong into boards/, frameworks into frameworks/")
        problems.append(Problem(unknown, None, "", "this file is not read", right, "warning"))
        names.remove(unknown)
    for needed in (SERVICE, SCHEDULES):
        if needed not in names:
            right = "write one, `milestones init DIR` makes an example"
            problems.append(Problem(needed, None, "", "the file is missing", right))
    for part in FOLDERS:
        if (folder / part).is_dir():
            names += [f"{part}/{one.name}" for one in (folder / part).iterdir() if _counts(one)]
    if not any(name.startswith("boards/") for name in names):
        problems.append(Problem("boards", None, "", "there is no board", "write boards/<name>.toml, one a board"))
    for place in (folder, *(folder / part for part in FOLDERS)):
        if place.is_dir() and place.stat().st_mode & stat.S_IWOTH:
            where = "." if place == folder else place.name
            problems.append(Problem(where, None, "", "everybody may write into this folder", "chmod o-w"))
    return sorted(names), problems


def _counts(path: Path) -> bool:
    """Say whether `path` is meant as configuration: editors leave hidden files and copies with other endings."""
    return path.suffix == ".toml" and not path.name.startswith(".")


def _bytes(folder: Path, name: str) -> bytes | Problem:
    """Read one file whole, or say why it must not be read."""
    path = folder / name

    def refused(wrong: str, right: str) -> Problem:
        return Problem(name, None, "", wrong, right)

    try:
        real = path.resolve(strict=True)
        if not real.is_relative_to(folder.resolve()):
            return refused("it is a link to a file outside this folder", "put the file itself here")
        content, found = read_once(real, LARGEST_BYTES)
    except NotRegularError:
        return refused("it is no regular file", "put a text file here")
    except (OSError, RuntimeError) as problem:  # RuntimeError: links in a circle, before Python 3.13
        return refused(f"it cannot be read ({_plain(problem)})", "let the service's user read it")
    if found.st_mode & stat.S_IWOTH:
        return refused(f"everybody may write to it (mode {stat.S_IMODE(found.st_mode):04o})", "chmod o-w")
    if found.st_uid not in (0, os.geteuid()):
        wrong = f"it belongs to user {found.st_uid}, who is neither root nor the one this service runs as"
        return refused(wrong, "chown it to root or to the service's user")
    if len(content) > LARGEST_BYTES:
        return refused("it is larger than 1 MB", "configuration is a few kilobytes; look what is in it")
    return content


def _plain(problem: Exception) -> str:
    """Give the system's words for `problem`, without the path that stands beside them anyway."""
    return (problem.strerror or "unreadable") if isinstance(problem, OSError) else "its links go in a circle"


def _sheet(name: str, content: bytes) -> Sheet | Problem:
    """Read `content` as TOML, or give the fault with its line."""
    line: int | None = None
    if content.startswith(_WIDE):
        return Problem(name, 1, "", "it is not UTF-8 but UTF-16 or UTF-32", "save it as UTF-8")
    try:
        text = content.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError as problem:
        line = content.count(b"\n", 0, problem.start) + 1
        return Problem(name, line, "", f"the byte 0x{content[problem.start]:02x} is not UTF-8", "save it as UTF-8")
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        return Problem(name, line, "", "it holds a NUL character", "save it as plain UTF-8 text")
    if (deep := _DEEP_NAME.search(text)) is not None:
        line = text.count("\n", 0, deep.start()) + 1
        return Problem(name, line, "", "this name has too many parts", "write it flatter")
    try:
        raw = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as problem:
        return _syntax(name, text, problem)
    if not raw:
        return Problem(name, 1, "", "the file is empty", "begin with `schema = 1`; `milestones init DIR` shows how")
    if _is_deep(raw):
        return Problem(name, None, "", "tables stand too deep within each other", "write it flatter")
    return Sheet.of(name, text, raw)


def _is_deep(raw: dict[str, Any]) -> bool:
    """Say whether values stand deeper within each other than any configuration of ours needs; never recurses."""
    level: list[Any] = [raw]
    for _ in range(_DEEPEST):
        values = (one.values() if isinstance(one, dict) else one for one in level if isinstance(one, dict | list))
        level = list(chain.from_iterable(values))
        if not level:
            return False
    return True


def _syntax(name: str, text: str, problem: Exception) -> Problem:
    """Say where TOML's own rules are broken, and how to keep them."""
    if isinstance(problem, RecursionError):
        return Problem(name, None, "", "lists stand too deep within each other", "write it flatter")
    said = str(problem)
    found = _AT_LINE.search(said)
    line = int(found.group(1)) if found else max(1, text.rstrip("\n").count("\n") + 1)
    wrong = _AT_LINE.sub("", said).removesuffix(" (at end of document)")
    if "overwrite" in wrong or "declare" in wrong or "mutate" in wrong:
        return Problem(name, line, "", "a key or table stands here for the second time", "keep one of the two")
    return Problem(name, line, "", f"this is no TOML: {wrong[:1].lower()}{wrong[1:]}", _syntax_right(text, line))


def _syntax_right(text: str, line: int) -> str:
    """Guess what the broken line was meant to be."""
    lines = text.splitlines()
    written = lines[line - 1].partition("#")[0] if line <= len(lines) else ""
    key, equals, value = (part.strip() for part in written.partition("="))
    quotes = value.count('"') + value.count("'")
    if equals and value and value[0] not in "\"'[{" and not _is_toml(value):
        return f'text needs quotes: {shown(key)} = "{shown(value.strip(_QUOTES))}"'
    if quotes % 2:
        return "close the quotes"
    if equals and not value:
        return f"write a value after {shown(key)} ="
    return 'write `key = value`, text in quotes, days as 2026-12-24, lists as ["a", "b"]'


def _is_toml(value: str) -> bool:
    """Say whether `value` can stand after an equals sign."""
    try:
        tomllib.loads(f"it = {value}")
    except (tomllib.TOMLDecodeError, ValueError):
        return False
    return True
