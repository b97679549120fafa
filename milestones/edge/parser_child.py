"""The child process that reads hostile mail: limited in CPU, memory and rights. Knows frames, not mail.

Started by `milestones.edge.parser_pool` with a bare interpreter. It answers one frame after another until its
standard input ends, which is also how it ends when its parent is killed.
"""

from __future__ import annotations

import gc
import importlib
import math
import os
import pickle
import resource
import sys
from typing import TYPE_CHECKING, Any, BinaryIO

from milestones.domain.unreadable import Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable

HEAD_BYTES = 8
"""A frame is its length, big-endian, then that many bytes of pickle."""

_FORBIDDEN = (
    "socket.__new__",
    "socket.connect",
    "socket.bind",
    "socket.getaddrinfo",
    "subprocess.Popen",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.spawn",
    "os.fork",
    "os.forkpty",
    "os.remove",
    "os.rename",
    "os.mkdir",
    "os.rmdir",
    "os.link",
    "os.symlink",
    "os.chmod",
    "os.chown",
    "os.kill",
    "shutil.",
    "ctypes.",
)
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


def serve(cpu_s: int, memory_mb: int) -> None:
    """Answer frames from standard input until it ends."""
    incoming, outgoing = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a reader prints must not become an answer
    memory = memory_mb * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.addaudithook(_forbid)
    functions: dict[str, Callable[..., Any]] = {}
    while (frame := _frame(incoming)) is not None:
        path, arguments = pickle.loads(frame)  # noqa: S301 - from our own parent
        _allow_cpu(cpu_s)
        answer = pickle.dumps(_answer(functions, path, arguments), protocol=5)
        outgoing.write(len(answer).to_bytes(HEAD_BYTES, "big") + answer)
        outgoing.flush()


def _frame(incoming: BinaryIO) -> bytes | None:
    """Read one frame, None where there is no more."""
    head = incoming.read(HEAD_BYTES)
    if len(head) < HEAD_BYTES:
        return None
    return incoming.read(int.from_bytes(head, "big"))


def _allow_cpu(cpu_s: int) -> None:
    """Let the next mail use `cpu_s` seconds more than was used so far; the kernel then ends the process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = math.ceil(used.ru_utime + used.ru_stime) + cpu_s
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _answer(functions: dict[str, Callable[..., Any]], path: str, arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    """Call the function at `path` and give what it returned or raised, as a tuple that says which."""
    try:
        if path not in functions:
            module, _, name = path.partition(":")
            functions[path] = getattr(importlib.import_module(module), name)
            gc.freeze()  # what was loaded is never garbage: to look at it again and again takes a tenth of the time
        return "returned", functions[path](*arguments)
    except Unreadable as fault:
        return "unreadable", fault.reason, fault.ignorable
    except Exception as fault:  # noqa: BLE001 - a reader's own fault is told to the parent, which decides
        return "failed", f"{type(fault).__name__}: {fault}"[:500]


def _forbid(event: str, arguments: tuple[Any, ...]) -> None:
    """Refuse network, other processes and writing: reading a mail needs none of them.

    An audit hook cannot be taken away again. It is a fence against our own mistakes and a library's, beside the
    kernel's limits, not a sandbox against native code.
    """
    forbidden = event.startswith(_FORBIDDEN)
    if event == "open":
        flags = arguments[2]
        forbidden = isinstance(flags, int) and bool(flags & _WRITES)
    if forbidden:
        raise PermissionError(f"{event} is forbidden while reading mail")
