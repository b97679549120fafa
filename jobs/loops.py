"""Keeps one loop of the service going: a fault is logged once, the loop waits a while, the others go on.

How often: as often as its step comes back. What if missed: a step finds out itself what is to be done. What if twice:
harmless, by the unique keys of what a step writes.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jobs.running import Running

FIRST_PAUSE_S = 1.0
LONGEST_PAUSE_S = 60.0

REFUSED_PAUSE_S = 300.0
"""After a refused log-in: wrong passwords in quick succession lock accounts."""


@dataclass(frozen=True, slots=True)
class Loop:
    """A loop's name, as health and the log call it, one step of it, and how long it waits at most after faults."""

    name: str
    step: Callable[[], Awaitable[None]]
    longest_pause_s: float = LONGEST_PAUSE_S


async def keep(running: Running, loop: Loop) -> None:
    """Run the loop's step again and again until the service stops; after a fault wait 1 s, doubled up to a limit.

    A step that said itself that all was well, as the mailbox's does once it is open, begins anew with 1 s: a connection
    that breaks once a day is not waited for longer each time.
    """
    pause_s = FIRST_PAUSE_S
    while not running.stop.is_set():
        try:
            await loop.step()
        except Exception as error:  # noqa: BLE001  # whatever it is, it is ours: said once, and the other loops go on
            if loop.name not in running.troubles:
                pause_s = FIRST_PAUSE_S
            running.trouble(loop.name, said(error), error=error)
            closed = bool(getattr(error, "closed", False))
            await running.pause(REFUSED_PAUSE_S if closed else pause_s)
            pause_s = min(2 * pause_s, loop.longest_pause_s)
        else:
            running.well(loop.name)
            pause_s = FIRST_PAUSE_S


def said(error: BaseException) -> str:
    """Give an error in one line: its kind and the first line of its words, which hold no bound values."""
    if isinstance(error, BaseExceptionGroup):
        return said(error.exceptions[0])
    if hasattr(error, "closed"):
        return str(error)  # made to be read as it is
    words = str(getattr(error, "orig", None) or error).strip()
    first = words.splitlines()[0][:300] if words else ""
    return f"{type(error).__name__}: {first}" if first else type(error).__name__
