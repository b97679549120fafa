"""The bytes of a file that must be a plain one, with its owner and mode as they were when it was opened."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class NotRegularError(Exception):
    """A pipe, a device or a folder where a file is meant."""


def read_once(path: str | Path, largest_bytes: int) -> tuple[bytes, os.stat_result]:
    """Give at most `largest_bytes` and one more of `path`, and what the opened file is.

    Opened once and judged by what was opened, so that nothing can be swapped in between; O_NONBLOCK, since a named
    pipe would hold the service for ever.

    Raises:
        NotRegularError: it is no regular file.
        OSError: it cannot be opened or read.
    """
    opened = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        found = os.fstat(opened)
        if not stat.S_ISREG(found.st_mode):
            raise NotRegularError
        with os.fdopen(opened, "rb", closefd=False) as file:
            return file.read(largest_bytes + 1), found
    finally:
        os.close(opened)
