"""A small file of what was sent and not recorded: appended, made durable, read back once. Knows no database.

One JSON object a line. Several processes may share it: each append and each reading holds the file's lock, and what is
read is cleared only when the reader is done with it.
"""

from __future__ import annotations

import fcntl
import json
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


class Journal:
    """The journal at `path`, made (0600) when something is first written to it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def append(self, facts: Sequence[dict[str, Any]]) -> None:
        """Write `facts` and return when they are on the disk.

        Raises:
            OSError: they could not be written.
        """
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lines = "".join(json.dumps(fact) + "\n" for fact in facts).encode()
        with self._locked(os.O_RDWR | os.O_CREAT | os.O_APPEND) as file:
            size = os.fstat(file).st_size
            if size and os.pread(file, 1, size - 1) != b"\n":
                lines = b"\n" + lines  # what a killed writer left unfinished stays a line of its own
            while lines:
                lines = lines[os.write(file, lines) :]
            os.fsync(file)
        if size == 0:
            self._keep_name()

    def has_facts(self) -> bool:
        """Say whether anything is written in it."""
        try:
            return self._path.stat().st_size > 0
        except FileNotFoundError:
            return False

    @contextmanager
    def taken(self) -> Iterator[tuple[list[dict[str, Any]], int]]:
        """Give what is written, and how many lines cannot be read; it is cleared if the block ends well."""
        with self._locked(os.O_RDWR | os.O_CREAT) as file:
            content = os.pread(file, os.fstat(file).st_size, 0)
            facts = [fact for line in content.splitlines() if (fact := _fact(line)) is not None]
            yield facts, sum(1 for line in content.splitlines() if line.strip()) - len(facts)
            os.ftruncate(file, 0)
            os.fsync(file)

    @contextmanager
    def _locked(self, flags: int) -> Iterator[int]:
        file = os.open(self._path, flags | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)  # given back when the file is closed, also by a kill
            yield file
        finally:
            os.close(file)

    def _keep_name(self) -> None:
        """Make the new file's name durable too."""
        folder = os.open(self._path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _fact(line: bytes) -> dict[str, Any] | None:
    """Read one line; None for one that a killed writer left unfinished."""
    try:
        fact = json.loads(line)
    except ValueError:
        return None
    return fact if isinstance(fact, dict) and {"message_id", "sent_at"} <= fact.keys() else None
