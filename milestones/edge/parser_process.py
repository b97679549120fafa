"""One guarded child process that reads hostile mail, and the pipes to it. Knows frames and limits, not mail.

Several questions may be on their way to it at once: it answers them in order, each within limits of its own.
"""

from __future__ import annotations

import contextlib
import fcntl
import io
import json
import os
import pickle
import signal
import subprocess
import sys
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Any

from milestones.edge.parser_child import HEAD_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator

_BOOT = """
import json, sys
said = json.loads(sys.argv[1])
sys.path[:] = said["path"]
from milestones.edge.parser_child import serve
serve(said["cpu_s"], said["memory_mb"])
"""
_ANSWER_BYTES = 64 * 1024 * 1024  # no mail of the budget's size comes to more
_CHUNK = 1 << 16

_PIPE_BYTES = 1 << 20
"""So much is on its way in a pipe: the child goes on reading mail while its parent is busy with something else."""


class ParserDied(Exception):
    """A child was ended by a limit, or the reader failed in it. The mail may be tried again; the next one proceeds."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Child:
    """One child process. `asked` is how many questions it was given, `open` those not answered yet, oldest first.

    It has until `deadline_s` (monotonic) for the oldest of them, `allowed_s` in all; `knows` what it has called before.
    """

    def __init__(self, cpu_s: int, memory_mb: int) -> None:
        said = json.dumps(
            {"path": [str(Path(entry).absolute()) for entry in sys.path], "cpu_s": cpu_s, "memory_mb": memory_mb}
        )
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter, our own words
            [sys.executable, "-I", "-S", "-B", "-c", _BOOT, said],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"LC_ALL": "C.UTF-8"},  # no secret of the service's environment goes to where hostile mail is read
            cwd="/",
            bufsize=0,
            process_group=0,  # a terminal's interrupt is for the parent, which then ends its children
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self.to, self.back = self._process.stdin.fileno(), self._process.stdout.fileno()
        for pipe in (self.to, self.back):
            os.set_blocking(pipe, False)
            with contextlib.suppress(OSError):  # over the user's share of pipe memory: it stays as small as it is
                fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
        self.asked = 0
        self.open: deque[int] = deque()
        self.knows: set[str] = set()
        self.allowed_s = self.deadline_s = 0.0
        self._going: deque[memoryview] = deque()
        self._come = bytearray()

    @property
    def unsent_bytes(self) -> int:
        """Give how much of the questions the pipe has not taken yet."""
        return sum(len(frame) for frame in self._going)

    def alive(self) -> bool:
        """Say whether the process still runs."""
        return self._process.poll() is None

    def ask(self, number: int, question: bytes) -> None:
        """Have a question sent, under a number of the caller's."""
        self.asked += 1
        self.open.append(number)
        self._going.append(memoryview(len(question).to_bytes(HEAD_BYTES, "big") + question))

    def send(self) -> None:
        """Write what the pipe takes.

        Of a child that has ended nothing is said here: what it answered before is still to be read, and then its end.
        """
        while self._going:
            frame = self._going[0]
            try:
                written = os.write(self.to, frame[:_CHUNK])
            except BlockingIOError:
                return
            except BrokenPipeError:
                self._going.clear()
                return
            if written < len(frame):
                self._going[0] = frame[written:]
            else:
                self._going.popleft()

    def answers(self) -> Iterator[tuple[int, tuple[Any, ...]]]:
        """Read what is there, and give each answer that is whole with the number of its question.

        Raises:
            ParserDied: the child has ended, or what it says is no answer.
        """
        try:
            chunk = os.read(self.back, _PIPE_BYTES)
        except BlockingIOError:
            return
        if not chunk:
            raise ParserDied(self._why_ended())
        self._come += chunk
        while len(self._come) >= HEAD_BYTES:
            size = int.from_bytes(self._come[:HEAD_BYTES], "big")
            if size > _ANSWER_BYTES:
                raise ParserDied("the child's answer is too long")
            if len(self._come) < HEAD_BYTES + size:
                return
            answer = _loaded(bytes(self._come[HEAD_BYTES : HEAD_BYTES + size]))
            if not self.open:
                raise ParserDied("the child answers what it was not asked")
            del self._come[: HEAD_BYTES + size]
            yield self.open.popleft(), answer

    def _why_ended(self) -> str:
        """Say why the process is gone."""
        try:
            code = self._process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            return "the child closed its pipe"
        if code in {-signal.SIGXCPU, -signal.SIGKILL}:
            return "over its CPU time or killed"
        return f"the child ended with {code}"

    def end(self) -> None:
        """End the process and close the pipes; it is gone when this returns."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


class _Plain(pickle.Unpickler):
    """Reads answers that hold plain values and this project's own types, since a child may have been turned."""

    def find_class(self, module: str, name: str) -> Any:
        """Give a class that an answer may hold.

        Raises:
            ParserDied: anything else.
        """
        if module.partition(".")[0] == "milestones" and "." not in name and name[:1].isupper():
            return super().find_class(module, name)
        if (module, name) in _ALLOWED:
            return super().find_class(module, name)
        raise ParserDied(f"an answer may not hold {module}.{name}")


_ALLOWED = frozenset(
    {("datetime", name) for name in ("datetime", "date", "time", "timedelta", "timezone")}
    | {("builtins", name) for name in ("set", "frozenset", "bytearray", "complex")}
)


def _loaded(answer: bytes) -> tuple[Any, ...]:
    """Read an answer.

    Raises:
        ParserDied: it is no answer.
    """
    try:
        value = _Plain(io.BytesIO(answer)).load()
    except ParserDied:
        raise
    except Exception as fault:
        raise ParserDied(f"the child's answer cannot be read: {type(fault).__name__}") from fault
    if not (isinstance(value, tuple) and value and value[0] in {"returned", "unreadable", "failed"}):
        raise ParserDied("the child's answer is no answer")
    return value
