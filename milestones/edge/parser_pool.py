"""A few guarded child processes in which hostile mail is read, several mails at once. Knows no mail.

Pure Python cannot bound what a parser uses, so the kernel does: CPU seconds, memory, a deadline by the wall clock. A
child that dies takes one mail with it and nothing else; the next mail gets a new child. Children are started when
first needed, with a bare interpreter (about 0.1 s), and replaced after some thousand questions.
"""

from __future__ import annotations

import contextlib
import pickle
import queue
import select
import threading
import time
from collections import deque
from typing import TYPE_CHECKING, Any, Self

from milestones.domain.unreadable import Unreadable
from milestones.edge.parser_process import Child, ParserDied

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

__all__ = ["ParserDied", "ParserPool"]

PARSE = "milestones.mail.inbound.parse:parse"
"""What `read` runs; a name and not an import, since this room knows nothing of mail."""

QUESTIONS_A_CHILD = 2000
"""A new child costs half a second with all that understands mail; memory is bounded by the kernel anyway."""

_AHEAD = 8
"""So many questions are on their way to a child: it need not wait for its parent between two mails."""

_AHEAD_BYTES = 512 * 1024
_A_CHILD_MORE = 4
"""So many questions are worth another child."""


class ParserPool:
    """At most `size` children, each mail limited to `cpu_s` seconds of CPU, `memory_mb` MiB and `wall_s` seconds.

    May be used from several threads; whoever comes while all children are busy waits. Use it as a context manager:
    leaving it ends every child.
    """

    def __init__(self, size: int = 2, cpu_s: int = 3, memory_mb: int = 512, wall_s: float = 10) -> None:
        self._cpu_s, self._memory_mb, self.wall_s = cpu_s, memory_mb, wall_s
        self._size = size
        self._free = threading.Semaphore(size)
        self._idle: queue.LifoQueue[Child] = queue.LifoQueue()
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
        outcome = self.run_all(function_path, [(raw, *arguments)])[0]
        if isinstance(outcome, (Unreadable, ParserDied)):
            raise outcome
        return outcome

    def run_all(
        self, function_path: str, questions: Sequence[tuple[Any, ...]], wall_s: float | None = None
    ) -> list[Any]:
        """Call `function_path` once for each tuple of arguments, in as many children as are free; give the results.

        A call that failed has Unreadable or ParserDied in its place, as `run` would raise it: the others are none the
        worse for it. `wall_s` is how long a single mail may take here, where that is less than the pool's own limit; it
        does not hold while a child still loads what it is to call.
        """
        if self._closed:
            raise RuntimeError("the pool is closed")
        if not questions:
            return []
        places = self._places(min(self._size, -(-len(questions) // _A_CHILD_MORE)))
        try:
            return _Errand(self, function_path, questions, places, wall_s or self.wall_s).outcomes()
        finally:
            self._free.release(places)

    def _places(self, most: int) -> int:
        """Wait for one free place, take up to `most` if more are free, and give how many."""
        self._free.acquire()
        taken = 1
        while taken < most and self._free.acquire(blocking=False):
            taken += 1
        return taken

    def child(self) -> Child:
        """Give an idle child that is still alive, or a new one; the caller holds a place for it."""
        while True:
            try:
                child = self._idle.get_nowait()
            except queue.Empty:
                return Child(self._cpu_s, self._memory_mb)
            if child.alive():
                return child
            child.end()

    def give_back(self, child: Child) -> None:
        """Take a child that has answered all; one that has done enough is ended."""
        if child.open or child.asked >= QUESTIONS_A_CHILD or self._closed:
            child.end()
        else:
            self._idle.put(child)

    def close(self) -> None:
        """End every child; one that is at work is ended when its mails are done or its deadline has passed."""
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


class _Errand:
    """Some questions on their way through at most `places` children."""

    def __init__(
        self, pool: ParserPool, path: str, questions: Sequence[tuple[Any, ...]], places: int, wall_s: float
    ) -> None:
        self._pool, self._path, self._questions = pool, path, questions
        self._places, self._wall_s = places, wall_s
        self._waiting = deque(range(len(questions)))
        self._outcomes: list[Any] = [None] * len(questions)
        self._unanswered = len(questions)
        self._children: list[Child] = []

    def outcomes(self) -> list[Any]:
        """See the errand through."""
        try:
            while self._unanswered:
                self._hand_out()
                self._wait()
        finally:
            for child in self._children:
                self._pool.give_back(child)
        return self._outcomes

    def _hand_out(self) -> None:
        """Give each child what it can work on next, and take another child where there is more."""
        for child in self._children:
            self._load(child)
        while self._waiting and len(self._children) < self._places:
            child = self._pool.child()
            self._children.append(child)
            self._load(child)

    def _load(self, child: Child) -> None:
        while (
            self._waiting
            and len(child.open) < _AHEAD
            and child.asked < QUESTIONS_A_CHILD
            and child.unsent_bytes < _AHEAD_BYTES
        ):
            if not child.open:
                self._set_deadline(child)
            number = self._waiting.popleft()
            child.ask(number, pickle.dumps((self._path, self._questions[number]), protocol=5))

    def _set_deadline(self, child: Child) -> None:
        allowed_s = self._wall_s if self._path in child.knows else self._pool.wall_s
        child.allowed_s, child.deadline_s = allowed_s, time.monotonic() + allowed_s

    def _wait(self) -> None:
        """Go on as soon as a child takes or gives something, and end those that are over their time."""
        poll, busy = select.poll(), {}
        for child in self._children:
            if child.open:
                busy[child.to] = busy[child.back] = child
                poll.register(child.back, select.POLLIN)
                if child.unsent_bytes:
                    poll.register(child.to, select.POLLOUT)
        left_s = min(child.deadline_s for child in busy.values()) - time.monotonic()
        for descriptor, _ in poll.poll(max(0.0, left_s) * 1000):
            child = busy[descriptor]
            if child in self._children:
                self._attend(child, to_send=descriptor == child.to)
        now_s = time.monotonic()
        for child in [child for child in self._children if child.open and child.deadline_s <= now_s]:
            self._lost(child, f"not read within {child.allowed_s:g} s")
        self._let_go()

    def _attend(self, child: Child, *, to_send: bool) -> None:
        try:
            if to_send:
                child.send()
                return
            for number, answer in child.answers():
                child.knows.add(self._path)
                self._set_deadline(child)
                self._settle(number, _outcome(answer))
                if answer[0] == "failed" and "MemoryError" in answer[1]:
                    self._lost(child, "")
                    return
        except ParserDied as death:
            self._lost(child, death.reason)

    def _settle(self, number: int, outcome: Any) -> None:
        self._outcomes[number] = outcome
        self._unanswered -= 1

    def _lost(self, child: Child, reason: str) -> None:
        """End a child. The question it was at is lost with it, unless `reason` is empty; the others are asked anew."""
        if reason and child.open:
            self._settle(child.open.popleft(), ParserDied(reason))
        self._waiting.extendleft(reversed(child.open))
        child.open.clear()
        self._children.remove(child)
        child.end()

    def _let_go(self) -> None:
        """Part with children that have done enough, so that new ones take their places."""
        for child in [child for child in self._children if not child.open and child.asked >= QUESTIONS_A_CHILD]:
            self._children.remove(child)
            self._pool.give_back(child)


def _outcome(answer: tuple[Any, ...]) -> Any:
    """Give what a call came to: its result, or why there is none."""
    if answer[0] == "unreadable":
        return Unreadable(answer[1], ignorable=answer[2])
    if answer[0] == "failed":
        return ParserDied(f"the reader failed: {answer[1]}")
    return answer[1]
