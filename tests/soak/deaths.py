"""How a process of these tests dies: by SIGKILL of itself, before or after the n-th write, statement or commit.

Knows asyncio's transports and SQLAlchemy's events; nothing of milestones.
"""

from __future__ import annotations

import os
import signal
from asyncio import selector_events
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, event
from sqlalchemy.engine.default import DefaultDialect

if TYPE_CHECKING:
    from collections.abc import Callable

MOMENTS = ("write", "wrote", "sql", "commit", "committed")
"""Before and after a write to a socket, before a statement, before and after a commit."""


def countdown(number: int) -> Callable[..., None]:
    """Give a function that kills this process when it is called for the `number`th time."""
    left = number

    def called(*_: Any, **__: Any) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    return called


def plan_death(killed_at: str, engine: Engine | type[Engine] = Engine) -> None:
    """Arrange for the kill at the moment that `killed_at` names: `write-3`, `committed-1` ...; `never` for none.

    Statements are those of `engine`, of every engine unless it is said; writes and commits those of this process.
    """
    moment, _, number = killed_at.partition("-")
    if moment == "never":
        return
    if moment not in MOMENTS:
        raise ValueError(f"{killed_at!r} names no moment: {', '.join(MOMENTS)}")
    strike = countdown(int(number))
    if moment == "sql":
        event.listen(engine, "before_cursor_execute", strike)
    elif moment in {"commit", "committed"}:
        _around(DefaultDialect, "do_commit", strike, before=moment == "commit")
    else:
        _around(selector_events._SelectorSocketTransport, "write", strike, before=moment == "write")


def _around(owner: type, name: str, strike: Callable[..., None], *, before: bool) -> None:
    """Have `strike` called before, or after, each call of a method."""
    method = getattr(owner, name)

    def around(self: Any, argument: Any) -> Any:
        if before:
            strike()
        result = method(self, argument)
        if not before:
            strike()
        return result

    setattr(owner, name, around)
