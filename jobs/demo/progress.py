"""Shows how far the story is, on standard error: a bar on a terminal, a line a week elsewhere."""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import TYPE_CHECKING, Self
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.progress import BarColumn, TextColumn
from rich.progress import Progress as Bar

from jobs.cli.context import say
from milestones.domain.wording import long_day

if TYPE_CHECKING:
    from datetime import datetime
    from types import TracebackType

_LONDON = ZoneInfo("Europe/London")


class Progress:
    """`with Progress(begins, ends) as progress:` and tell it each instant that was `reached`, in any order."""

    def __init__(self, begins: datetime, ends: datetime) -> None:
        self._begins, self._days = begins, (ends - begins) / timedelta(days=1)
        self._told_week = -1
        self._bar: Bar | None = None
        if sys.stderr.isatty():
            columns = (TextColumn("{task.description}"), BarColumn())
            self._bar = Bar(*columns, console=Console(stderr=True), transient=True)

    def __enter__(self) -> Self:
        if self._bar is not None:
            self._bar.start()
            self._task = self._bar.add_task("", total=self._days)
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def reached(self, at: datetime) -> None:
        """Show that the story has come to `at`."""
        day = long_day(at.astimezone(_LONDON).date())
        if self._bar is not None:
            self._bar.update(self._task, completed=(at - self._begins) / timedelta(days=1), description=day)
            return
        week = (at - self._begins).days // 7
        if week > self._told_week:
            self._told_week = week
            say(f"week {week + 1}: {day}")
