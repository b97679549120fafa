"""The only reader of the clock: the real one, one shifted to a given instant, and one that tests set.

Everything else is handed `now` as an argument, or a `Clock` where time goes on while it works.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Something that says what time it is."""

    def now(self) -> datetime:
        """Give the present instant, aware, in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Give the machine's time, aware, in UTC."""
        return datetime.now(UTC)  # noqa: TID251  # this module is the one place that may ask


class ShiftedClock:
    """A clock that began at `at` and runs on: what `tick --at T` and `receive --at T` read.

    It counts with the monotonic clock, so a step of the machine's clock in the middle of a command changes nothing.
    """

    def __init__(self, at: datetime) -> None:
        self._at = _utc(at)
        self._began_s = time.monotonic()

    def now(self) -> datetime:
        """Give `at` plus the time since this clock was made, aware, in UTC."""
        return self._at + timedelta(seconds=time.monotonic() - self._began_s)


class FixedClock:
    """A clock that stands still until somebody sets or advances it; for tests, the demo and simulations."""

    def __init__(self, at: datetime) -> None:
        self._at = _utc(at)

    def now(self) -> datetime:
        """Give the instant it stands at, aware, in UTC."""
        return self._at

    def set(self, at: datetime) -> None:
        """Move it to `at`, forwards or backwards."""
        self._at = _utc(at)

    def advance(self, by: timedelta) -> None:
        """Move it by `by`."""
        self._at += by


def _utc(at: datetime) -> datetime:
    """Give `at` in UTC; a naive instant would silently take the machine's zone, so it is refused."""
    if at.tzinfo is None:
        raise ValueError(f"an instant needs its offset, and {at.isoformat()} has none")
    return at.astimezone(UTC)
