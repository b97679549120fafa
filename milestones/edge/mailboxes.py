"""Reads raw messages from standard input, .eml files, mbox files and Maildir folders, one by one. Parses nothing.

A mailbox of any size is read in the memory of one message, and of a message at most one byte more than the limit is
read: the reader of mail then refuses it by its length, and the rest is passed over.
"""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

LIMIT_BYTES = 10 * 1024 * 1024
"""The longest message that is read whole."""

_FROM_LINE = re.compile(rb"From [^\r\n]*\d{2}:\d{2}[^\r\n]*\r?\n?\Z")
_QUOTED_FROM = re.compile(rb">+From ")
_LINE_BYTES = 1 << 16


class Unusable(Exception):
    """A path that cannot be read as mail: which, and why. Raised before any message is given."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"{path}: {why}")
        self.path = path
        self.why = why


def messages(paths: Sequence[str | os.PathLike[str]], stdin: IO[bytes]) -> Iterator[tuple[str, bytes]]:
    """Give (source, raw bytes) of each message in `paths`, or of the one on `stdin` where there is no path.

    `source` names the file, the message's number in an mbox (`plan.mbox:3`), or `-`. A message over `LIMIT_BYTES` is
    given cut to one byte more, so that whoever reads it can see that it was too long.

    Raises:
        Unusable: a path is missing, not readable, or neither a file nor a Maildir; all are looked at first.
    """
    if not paths:
        return iter([("-", _without_from_line(_limited(stdin)))])
    sources = [(os.fspath(path), _files(Path(path))) for path in paths]
    return _all(sources)


def _all(sources: Iterable[tuple[str, list[Path]]]) -> Iterator[tuple[str, bytes]]:
    """Give the messages of every file in turn."""
    for _, files in sources:
        for file in files:
            yield from _of_file(file)


def _files(path: Path) -> list[Path]:
    """Give the files that hold mail at `path`: itself, or those of a Maildir's `new` and `cur` by name.

    Raises:
        Unusable: it is none of these, or one of them cannot be opened.
    """
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            files = _maildir(path)
        elif stat.S_ISREG(mode):
            files = [path]
        else:
            raise Unusable(str(path), "neither a file nor a Maildir folder")
        for file in files:
            file.open("rb").close()
    except FileNotFoundError:
        raise Unusable(str(path), "there is no such file or folder") from None
    except OSError as fault:
        raise Unusable(str(path), fault.strerror or "cannot be read") from None
    return files


def _maildir(path: Path) -> list[Path]:
    """Give the messages of a Maildir, those not yet seen first (https://cr.yp.to/proto/maildir.html).

    Raises:
        Unusable: the folder is no Maildir.
    """
    folders = [path / name for name in ("new", "cur") if (path / name).is_dir()]
    if not folders:
        raise Unusable(str(path), "a folder without new/ and cur/ is no Maildir")
    return [file for folder in folders for file in sorted(folder.iterdir()) if file.is_file() and file.name[:1] != "."]


def _of_file(file: Path) -> Iterator[tuple[str, bytes]]:
    """Give the messages of one file: an mbox where it begins with a From_ line, else one message."""
    with file.open("rb") as stream:
        first = stream.readline(_LINE_BYTES)
        if not _FROM_LINE.match(first):
            yield str(file), first + _limited(stream, len(first))
            return
        for number, raw in enumerate(_of_mbox(stream), start=1):
            yield f"{file}:{number}", raw


def _of_mbox(stream: IO[bytes]) -> Iterator[bytes]:
    """Give the messages of an mbox whose first From_ line has been read.

    A From_ line begins a message only after an empty line (RFC 4155). One `>` is taken from `>From ` lines, which is
    right for mboxrd and for mboxo as most programs write it.
    """
    lines: list[bytes] = []
    size, blank, whole_line = 0, False, True
    while line := stream.readline(_LINE_BYTES):
        if whole_line and blank and _FROM_LINE.match(line):
            yield _joined(lines)
            lines, size, blank = [], 0, False
            continue
        if whole_line and _QUOTED_FROM.match(line):
            line = line[1:]
        if size <= LIMIT_BYTES:
            lines.append(line)
            size += len(line)
        blank = whole_line and line in {b"\n", b"\r\n"}
        whole_line = line.endswith(b"\n")
    yield _joined(lines)


def _joined(lines: list[bytes]) -> bytes:
    """Join a message's lines without the empty line that an mbox puts after it, cut to one byte over the limit."""
    if len(lines) > 1 and lines[-1] in {b"\n", b"\r\n"}:
        lines = lines[:-1]
    return b"".join(lines)[: LIMIT_BYTES + 1]


def _limited(stream: IO[bytes], already: int = 0) -> bytes:
    """Read a stream to its end, but keep at most one byte over the limit, so that a pipe's writer is not cut off."""
    kept = bytearray()
    room = LIMIT_BYTES + 1 - already
    while chunk := stream.read(_LINE_BYTES):
        if len(kept) < room:
            kept += chunk[: room - len(kept)]
    return bytes(kept)


def _without_from_line(raw: bytes) -> bytes:
    """Take away the From_ line that some delivery agents put before a piped message (Postfix pipe(8), flag F)."""
    first, end, rest = raw.partition(b"\n")
    return rest if _FROM_LINE.match(first + end) else raw
