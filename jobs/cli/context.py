"""What the commands share: the configuration folder, opening the house, instants and days, printing.

Data goes to standard output, everything else to standard error.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from milestones.domain.board import Board
    from milestones.flows.house import House
    from milestones.settings.read import Configuration
    from milestones.store.database import Database

CONFIG_VARIABLE = "MILESTONES_CONFIG"

At = Annotated[str | None, typer.Option("--at", help="Act as at this instant (ISO 8601 with offset).", metavar="T")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
BoardOption = Annotated[str | None, typer.Option("--board", help="The board's slug.", metavar="SLUG")]


class Usage(Exception):
    """The command's words are off; the message says what would be right."""


@dataclass(slots=True)
class Session:
    """One run of the command line."""

    folder: Path
    database: Database | None = None

    def configuration(self) -> Configuration:
        """Read the configuration whole, or raise with all its faults."""
        from milestones.settings.read import read

        return read(self.folder, os.environ)

    def house(self, at: str | None = None, *, signs: bool = True) -> House:
        """Open everything that a flow needs. `signs` says that letters may be written, which needs the secret key."""
        from milestones.edge.clock import ShiftedClock, SystemClock
        from milestones.edge.logs import set_up
        from milestones.flows.house import open_house

        config = self.configuration()
        set_up(config.service.log.format.value, config.service.log.level.value)
        clock = SystemClock() if at is None else ShiftedClock(instant(at, config))
        house = open_house(config, clock, signs=signs)
        self.database = house.database
        return house


def instant(text: str, config: Configuration) -> datetime:
    """Read `--at`: ISO 8601, with `Z` or an offset; without one it is read in the calendar's zone.

    Raises:
        Usage: it is no instant.
    """
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise Usage(f"--at {text!r} is no instant: write it as 2026-12-07T09:00:00+00:00") from None
    if read.tzinfo is None:
        zone = next((calendar.zone for calendar in config.calendars.values()), UTC)
        read = read.replace(tzinfo=zone)
    try:
        return read.astimezone(UTC)
    except OverflowError:
        raise Usage(f"--at {text!r} is too far from now") from None


def day(text: str, option: str) -> date:
    """Read a day option.

    Raises:
        Usage: it is no day.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Usage(f"{option} {text!r} is no day: write it as 2026-12-07") from None


def the_board(config: Configuration, slug: str | None) -> Board:
    """Find the board meant: the one named, or the only one there is.

    Raises:
        Usage: there is no such board, or several and none was named.
    """
    names = ", ".join(sorted(config.boards)) or "none"
    if slug is None:
        if len(config.boards) == 1:
            return next(iter(config.boards.values()))
        raise Usage(f"which board? Say --board with one of: {names}")
    if slug not in config.boards:
        raise Usage(f"there is no board {slug!r}: boards/ has {names}")
    return config.boards[slug]


def print_json(document: object) -> None:
    """Print one JSON document."""
    typer.echo(json.dumps(document, indent=2, ensure_ascii=False, default=str))


def say(text: str) -> None:
    """Say something beside the data, on standard error."""
    typer.echo(text, err=True)


def table(headings: Sequence[str], rows: Sequence[Sequence[Any]], empty: str = "Nothing to show.") -> None:
    """Print a table for people: wide and coloured on a terminal, tab-separated where it is piped on."""
    if not rows:
        say(empty)
        return
    if not sys.stdout.isatty():
        for row in (headings, *rows):
            typer.echo("\t".join("" if cell is None else str(cell) for cell in row))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=None, header_style="bold", pad_edge=False)
    for heading in headings:
        drawn.add_column(heading, overflow="fold")
    for row in rows:
        drawn.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    Console().print(drawn)
