"""On which line of a TOML file each key stands. Knows TOML's shape (v1.0.0), not what any key means.

`tomllib` reads values and forgets where they stood. This reader walks the same text and remembers the line of every
key and array element, and leaves values alone. It is meant for text that `tomllib` accepts; on any other text it stops
where it no longer understands and gives the lines found so far. It never raises.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Path = tuple[str | int, ...]
"""Where a value stands: `("reminder", 0, "when")`."""

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_BLANK = re.compile(r"[ \t]*")
_ANY_BLANK = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_SCALAR = re.compile(r"[^,\]}\r\n#]+")
_STRINGS = tuple(
    re.compile(one, re.DOTALL)
    for one in (
        r'"""(?:[^\\]|\\.)*?"{3,5}(?!")',
        r"'''.*?'{3,5}(?!')",
        r'"(?:[^"\\\n]|\\.)*"',
        r"'[^'\n]*'",
    )
)
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.DOTALL)
_ESCAPED = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", '"': '"', "\\": "\\"}

DEEPEST = 64
"""Arrays within arrays beyond this are left alone; no configuration has them, and recursion has an end."""


def lines_of(text: str) -> dict[Path, int]:
    """Give the line (from 1) of every key, table and array element of `text`, by its path."""
    walk = _Walk(text)
    with suppress(_LostError):  # what was found before is still right
        walk.document()
    return walk.lines


def line_at(lines: Mapping[Path, int], path: Sequence[str | int]) -> int | None:
    """Give the line of `path`, or of the nearest thing around it; None when nothing around it stands in the file."""
    for end in range(len(path), 0, -1):
        found = lines.get(tuple(path[:end]))
        if found is not None:
            return found
    return None


class _LostError(Exception):
    """The text is no TOML that this walk understands."""


class _Walk:
    """One pass over a document. `at` is the offset of the next unread character."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[Path, int] = {}
        self._counted_to = 0
        self._line = 1
        self._elements: dict[Path, int] = {}

    def document(self) -> None:
        """Read the whole document: tables, arrays of tables and their keys."""
        table: Path = ()
        while True:
            self._skip(_ANY_BLANK)
            if self.at >= len(self.text):
                return
            if self.text[self.at] == "[":
                table = self._header()
            else:
                self._pair(table, 0)

    def _header(self) -> Path:
        """Read `[a.b]` or `[[a.b]]` and give the path of the table it opens."""
        line, array = self._here(), self.text.startswith("[[", self.at)
        self.at += 2 if array else 1
        names = self._key()
        self._take("]]" if array else "]")
        path = self._resolved(names[:-1])
        if array:
            number = self._elements.get((*path, names[-1]), -1) + 1
            self._elements[*path, names[-1]] = number
            self._note((*path, names[-1]), line)
            path = (*path, names[-1], number)
        else:
            path = self._resolved(names)
        self._note(path, line)
        return path

    def _resolved(self, names: Sequence[str]) -> Path:
        """Give the path that `names` means: within an array of tables, the newest element."""
        path: Path = ()
        for name in names:
            path = (*path, name)
            if path in self._elements:
                path = (*path, self._elements[path])
        return path

    def _pair(self, table: Path, depth: int) -> None:
        """Read `key = value`, in a table or an inline table."""
        line = self._here()
        names = self._key()
        self._take("=")
        for end in range(1, len(names) + 1):
            self._note((*table, *names[:end]), line)
        self._value((*table, *names), depth)

    def _key(self) -> list[str]:
        """Read a key with its dots: `a`, `a.b`, `"a b".c`."""
        names: list[str] = []
        while True:
            self._skip(_BLANK)
            bare = _BARE.match(self.text, self.at)
            if bare:
                names.append(bare.group())
                self.at = bare.end()
            else:
                names.append(_unquoted(self._string()))
            self._skip(_BLANK)
            if not self.text.startswith(".", self.at):
                return names
            self.at += 1

    def _value(self, path: Path, depth: int) -> None:
        """Read over one value; arrays and inline tables have places of their own within."""
        self._skip(_BLANK)
        first = self.text[self.at : self.at + 1]
        if depth > DEEPEST or not first:
            raise _LostError
        if first == "[":
            self._array(path, depth)
        elif first == "{":
            self._inline_table(path, depth)
        elif first in "\"'":
            self._string()
        else:
            scalar = _SCALAR.match(self.text, self.at)
            if scalar is None:
                raise _LostError
            self.at = scalar.end()

    def _array(self, path: Path, depth: int) -> None:
        """Read `[ a, b ]`, over any number of lines."""
        self.at += 1
        number = 0
        while True:
            self._skip(_ANY_BLANK)
            if self.text.startswith("]", self.at):
                self.at += 1
                return
            self._note((*path, number), self._here())
            self._value((*path, number), depth + 1)
            number += 1
            self._skip(_ANY_BLANK)
            if self.text.startswith(",", self.at):
                self.at += 1
            elif not self.text.startswith("]", self.at):
                raise _LostError

    def _inline_table(self, path: Path, depth: int) -> None:
        """Read `{ a = 1, b = 2 }`."""
        self.at += 1
        while True:
            self._skip(_ANY_BLANK)
            if self.text.startswith("}", self.at):
                self.at += 1
                return
            self._pair(path, depth + 1)
            self._skip(_ANY_BLANK)
            if self.text.startswith(",", self.at):
                self.at += 1
            elif not self.text.startswith("}", self.at):
                raise _LostError

    def _string(self) -> str:
        """Read over a string of any of TOML's four kinds and give it as written, quotes included."""
        for kind in _STRINGS:
            found = kind.match(self.text, self.at)
            if found:
                self.at = found.end()
                return found.group()
        raise _LostError

    def _take(self, mark: str) -> None:
        """Read `mark`, which must stand here."""
        self._skip(_BLANK)
        if not self.text.startswith(mark, self.at):
            raise _LostError
        self.at += len(mark)

    def _skip(self, blank: re.Pattern[str]) -> None:
        """Read over what `blank` matches; every such pattern also matches nothing."""
        found = blank.match(self.text, self.at)
        assert found is not None
        self.at = found.end()

    def _here(self) -> int:
        """Give the line of the next character; counted onwards, so that a large file costs one pass."""
        self._line += self.text.count("\n", self._counted_to, self.at)
        self._counted_to = self.at
        return self._line

    def _note(self, path: Path, line: int) -> None:
        """Remember where `path` was first seen."""
        self.lines.setdefault(path, line)


def _unquoted(quoted: str) -> str:
    """Give the text of a quoted key. Multi-line strings are no keys, but nothing breaks on one."""
    if quoted.startswith("'"):
        return quoted[1:-1]
    return _ESCAPE.sub(_escaped, quoted[1:-1])


def _escaped(found: re.Match[str]) -> str:
    """Give the character that a backslash escape stands for."""
    code = found.group(1)
    if code[0] in "uU" and len(code) > 1:
        point = int(code[1:], 16)
        return chr(point) if point <= 0x10FFFF else ""  # the last code point of Unicode
    return _ESCAPED.get(code, code)
