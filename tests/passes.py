"""A small service for tests of flows: a real database, a clock that stands still, the office's board and rules."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sqlmodel import select

from milestones.domain.letter import Kind
from milestones.domain.rules import Schedule
from milestones.edge.clock import FixedClock
from milestones.flows.house import House
from milestones.flows.remind import evaluate
from milestones.mail.letter.templates import Templates
from milestones.settings.service import ServiceFile
from milestones.store import milestones as store
from milestones.store.database import Database
from milestones.store.tables import LetterRow, OccurrenceRow
from tests.office import BOARD, CALENDAR, SCHEDULE, at, milestone

if TYPE_CHECKING:
    from datetime import date, datetime

    from milestones.domain.board import Board
    from milestones.domain.calendar import Calendar
    from milestones.domain.state import Milestone

SHORT = Templates(
    {
        f"{kind}/{part}": "{{ letter.why }}"
        for kind in Kind
        for part in ("subject.txt.j2", "body.txt.j2", "body.html.j2")
    }
)
"""Templates that say only why: what is written is tested where letters are."""


SERVICE = ServiceFile.model_validate(
    {
        "smtp": {"host": "127.0.0.1", "security": "none", "sender": "Milestones <milestones@milestones.example>"},
        "replies": {"address": "replies@milestones.example"},
    }
)


@dataclass
class Config:
    """What a configuration gives, for one board called `hum`."""

    schedules: dict[str, Schedule]
    boards: dict[str, Board] = field(default_factory=lambda: {"hum": BOARD})
    calendars: dict[str, Calendar] = field(default_factory=lambda: {"hum": CALENDAR})
    frameworks: dict = field(default_factory=dict)
    hash: str = "test"
    service: ServiceFile = SERVICE


class Passes:
    """The service with a database of its own; `tick` makes one pass at a London local time."""

    def __init__(
        self, folder: Path, schedule: Schedule = SCHEDULE, templates: Templates = SHORT, url: str | None = None
    ) -> None:
        self.database = Database(url or f"sqlite:///{folder / 'world.db'}")
        self.database.require_schema()
        self.house = House(
            Config({"hum": schedule}), self.database, FixedClock(at("2026-01-01T00:00")), templates, {1: b"k" * 32}
        )

    def configure(self, schedule: Schedule | None = None, board: Board | None = None) -> None:
        """Swap in another configuration, as a reload does."""
        config = self.house.config
        config = replace(
            config,
            schedules={"hum": schedule or config.schedules["hum"]},
            boards={"hum": board or config.boards["hum"]},
        )
        self.house = replace(self.house, config=config)

    def put(self, *milestones: Milestone, fresh: bool = True) -> None:
        """Keep milestones as agreed on their agreement day."""
        from datetime import time

        with self.database.transaction() as session:
            for one in milestones:
                starts = CALENDAR.instant(one.agreed_on, time(0)) if one.agreed_on else None
                store.put(session, one, ladder_from=starts, fresh=fresh)

    def agreed(self, number: int = 1, **changes) -> Milestone:
        """Keep one agreed milestone of the post `lead`, HUM-`number`."""
        one = milestone(id=f"HUM-{number}", **changes)
        self.put(one)
        return one

    def change(self, name: str, **changes) -> None:
        """Change a milestone as a command would, without touching its ladder."""
        with self.database.transaction() as session:
            store.put(session, replace(store.get(session, name), **changes))

    def tick(self, when: str | datetime, *, strict: bool = True):
        """Make one pass at `when`, with the clock there."""
        instant = at(when) if isinstance(when, str) else when
        self.house.clock.set(instant)
        return evaluate(self.house, instant, strict=strict)

    def letters(self, **fields) -> list[LetterRow]:
        """The outbox, oldest first, narrowed to rows with these fields."""
        with self.database.reading() as session:
            rows = session.exec(select(LetterRow).order_by(LetterRow.id)).all()
        return [row for row in rows if all(getattr(row, name) == value for name, value in fields.items())]

    def told(self, **fields) -> list[str]:
        """The letters in short: `rule to post`, copies marked."""
        return [f"{row.rule} to {row.post}{' (copy)' if row.copy_only else ''}" for row in self.letters(**fields)]

    def occurrences(self) -> list[OccurrenceRow]:
        """Everything that was ever owed or passed over, in order of instants."""
        with self.database.reading() as session:
            return list(session.exec(select(OccurrenceRow).order_by(OccurrenceRow.at, OccurrenceRow.key)).all())

    def skipped(self) -> dict[str, str]:
        """What was passed over, by rule and number, with the reason."""
        return {f"{row.rule}#{row.rung}": row.skipped for row in self.occurrences() if row.skipped}


def day(text: str) -> date:
    from datetime import date as day_type

    return day_type.fromisoformat(text)
