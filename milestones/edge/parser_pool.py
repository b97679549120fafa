"""A few guarded child processes in which hostile mail is read. Knows processes and limits, not mail.

Pure Python cannot bound what a parser uses, so the kernel does: CPU seconds, memory, a deadline by the wall clock. A
child that dies takes one mail with it and nothing else; the next mail gets a new child. Children are started when
first needed, with a bare interpreter (about 0.1 s), and replaced after some hundred mails.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import pickle
import queue
import select
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from milestones.domain.unreadable import Unreadable
from milestones.edge.parser_child import HEAD_BYTES

if TYPE_CHECKING:
    from types import TracebackType

PARSE = "milestones.mail.inbound.parse:parse"
"""What `read` runs; a name and not an import, since this room knows nothing of mail."""

MAILS_A_CHILD = 500
"""A new child costs 0.1 s: at 200 mails that is as much as reading them; memory is bounded by the kernel anyway."""

_BOOT = """
import json, sys
said = json.loads(sys.argv[1])
sys.path[:] = said["path"]
from milestones.edge.parser_child import serve
serve(said["cpu_s"], said["memory_mb"])
"""
_ANSWER_BYTES = 64 * 1024 * 1024  # no mail of the budget's size comes to more
_CHUNK = 1 << 16


class ParserDied(Exception):
    """A child was ended by a limit, or the reader failed in it. The mail may be tried again; the next one proceeds."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class ParserPool:
    """At most `size` children, each mail limited to `cpu_s` seconds of CPU, `memory_mb` MiB and `wall_s` seconds.

    May be used from several threads; whoever comes while all children are busy waits. Use it as a context manager:
    leaving it ends every child.
    """

    def __init__(self, size: int = 2, cpu_s: int = 3, memory_mb: int = 512, wall_s: float = 10) -> None:
        self._cpu_s, self._memory_mb, self._wall_s = cpu_s, memory_mb, wall_s
        self._free = threading.Semaphore(size)
        self._idle: queue.LifoQueue[_Child] = queue.LifoQueue()
        self._closed = False

    def read(self, raw: bytes) -> Any:
        """Read `raw` into a `milestones.mail.inbound.parse.Mail`.

        Raises:
            Unreadable: the mail belongs in quarantine.
            ParserDied: a limit ended the child, or the reader failed.
        """
        return self.run(raw, PARSE)

    def run(self, raw: bytes, function_path: str, *arguments: Any) -> Any:
        """Call `function_path` ("package.module:function") with `raw` and `arguments` in a child, give its result.

        Arguments and result travel as pickles; a result may hold plain values, dates and this project's own types.

        Raises:
            Unreadable: the function raised it.
            ParserDied: a limit ended the child, or the function raised something else.
        """
        if self._closed:
            raise RuntimeError("the pool is closed")
        with self._free:
            child = self._child()
            try:
                answer = child.ask(pickle.dumps((function_path, (raw, *arguments)), protocol=5), self._wall_s)
            except BaseException:
                child.end()
                raise
            if child.asked >= MAILS_A_CHILD or (answer[0] == "failed" and "MemoryError" in answer[1]) or self._closed:
                child.end()
            else:
                self._idle.put(child)
        if answer[0] == "unreadable":
            raise Unreadable(answer[1], ignorable=answer[2])
        if answer[0] == "failed":
            raise ParserDied(f"the reader failed: {answer[1]}")
        return answer[1]

    def _child(self) -> _Child:
        """Give an idle child that is still alive, or a new one."""
        while True:
            try:
                child = self._idle.get_nowait()
            except queue.Empty:
                return _Child(self._cpu_s, self._memory_mb)
            if child.alive():
                return child
            child.end()

    def close(self) -> None:
        """End every child; one that is at work is ended when its mail is done or its deadline has passed."""
        self._closed = True
        with contextlib.suppress(queue.Empty):
            while True:
                self._idle.get_nowait().end()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Child:
    """One child process and the pipes to it."""

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
        self._to, self._from = self._process.stdin.fileno(), self._process.stdout.fileno()
        os.set_blocking(self._to, False)
        os.set_blocking(self._from, False)
        self.asked = 0

    def alive(self) -> bool:
        """Say whether the process still runs."""
        return self._process.poll() is None

    def ask(self, question: bytes, wall_s: float) -> tuple[Any, ...]:
        """Send one frame and give the answer to it.

        Raises:
            ParserDied: the child ended, or did not answer in time.
        """
        self.asked += 1
        deadline = time.monotonic() + wall_s
        rest = self._send(memoryview(len(question).to_bytes(HEAD_BYTES, "big") + question))
        answer = bytearray()
        waiting = select.poll()
        waiting.register(self._from, select.POLLIN)
        if rest:
            waiting.register(self._to, select.POLLOUT)
        while True:
            left_s = deadline - time.monotonic()
            if left_s <= 0:
                raise ParserDied(f"not read within {wall_s:g} s")
            for descriptor, _ in waiting.poll(left_s * 1000):
                if descriptor == self._to:
                    rest = self._send(rest)
                    if not rest:
                        waiting.unregister(self._to)
                elif self._receive(answer):
                    return _loaded(bytes(answer[HEAD_BYTES:]))

    def _send(self, rest: memoryview) -> memoryview:
        """Write what the pipe takes and give what is left."""
        try:
            return rest[os.write(self._to, rest[:_CHUNK]) :]
        except BlockingIOError:
            return rest
        except BrokenPipeError:
            raise ParserDied(self._why_ended()) from None

    def _receive(self, answer: bytearray) -> bool:
        """Read what is there and say whether the frame is whole."""
        try:
            chunk = os.read(self._from, _CHUNK)
        except BlockingIOError:
            return False
        if not chunk:
            raise ParserDied(self._why_ended())
        answer += chunk
        if len(answer) < HEAD_BYTES:
            return False
        size = int.from_bytes(answer[:HEAD_BYTES], "big")
        if size > _ANSWER_BYTES:
            raise ParserDied("the child's answer is too long")
        return len(answer) >= HEAD_BYTES + size

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
