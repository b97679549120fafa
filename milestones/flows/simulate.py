"""`simulate` for the command line: reads what a simulation needs, gives its letters as JSON shapes and as tables."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from milestones.domain.office import Office
from milestones.domain.state import State
from milestones.domain.waiting import standing_of, waiting
from milestones.flows.simulation import Board, SimulatedLetter, compare, simulate
from milestones.mail.letter.templates import Templates
from milestones.settings.template_files import template_sources
from milestones.store import milestones as store
from milestones.store import occurrences, queries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlmodel import Session

    from milestones.flows.house import House
    from milestones.settings.read import Configuration

Shape = dict[str, Any]
Table = tuple[list[str], list[list[str]]]

HEAVY_PARTS = 10
"""A day is heavy if no more than a tenth of the days with letters have more than it."""


def letters_in(house: House, config: Configuration, since: date, until: date, board: str | None = None) -> list[Shape]:
    """Give every letter that `config` would send from `since` to `until`, as `simulate --json`; None is every board."""
    return [letter.shape() for letter in _simulated(house, config, since, until, board)]


def compared(
    house: House, then: Configuration, since: date, until: date, board: str | None = None
) -> dict[str, list[Any]]:
    """Give what another configuration would add, drop and move against the running one, as `simulate --against`."""
    now_letters = _simulated(house, house.config, since, until, board)
    found = compare(now_letters, _simulated(house, then, since, until, board))
    return {
        "added": [letter.shape() for letter in found.added],
        "dropped": [letter.shape() for letter in found.dropped],
        "moved": [{"from": before.shape(), "to": after.shape()} for before, after in found.moved],
    }


def _simulated(
    house: House, config: Configuration, since: date, until: date, board: str | None
) -> list[SimulatedLetter]:
    templates = house.templates if config is house.config else Templates(template_sources(config.folder))
    letters: list[SimulatedLetter] = []
    with house.database.reading() as session:
        for slug in config.boards if board is None else [board]:
            if slug in config.boards:
                letters += simulate(templates, _board(session, house, config, slug), since, until)
    return sorted(letters, key=lambda one: (one.at, one.letter.kind, one.to, one.letter.copy))


def _board(session: Session, house: House, config: Configuration, slug: str) -> Board:
    milestones = store.all_of(session, slug)
    agreed = [one.id for one in milestones if one.state is State.AGREED]
    office = Office(
        config.boards[slug],
        config.schedules[slug],
        config.calendars[slug],
        queries.absences(session, slug),
        occurrences.rule_since(session).get(slug, {}),
        waiting(map(standing_of, milestones)).on,
    )
    settled = frozenset(occurrences.recorded(session, agreed))
    return Board(office, milestones, settled, store.fresh_ids(session, slug), house.clock.now())


# --- tables for people ----------------------------------------------------------------------------------------------


def in_a_table(letters: Sequence[Shape]) -> Table:
    """Give a calendar for people: week by week, person by person, the days with most letters marked."""
    load = Counter(_day(letter) for letter in letters)
    heavy = _heavy(load)
    rows: list[list[str]] = []
    shown: tuple[date, str] | None = None
    for letter in sorted(letters, key=lambda one: (_week(one), one["to"], one["at"])):
        week, to, day = _week(letter), letter["to"], _day(letter)
        new_week = shown is None or shown[0] != week
        mark = f"heavy: {load[day]} letters" if day in heavy else ""
        rows.append(
            [
                f"week of {week.isoformat()}" if new_week else "",
                to if new_week or shown != (week, to) else "",
                letter["local"],
                mark,
                f"{letter['kind']}{' (copy)' if letter['copy'] else ''}",
                letter["rule"] or "",
                ", ".join(letter["milestones"]),
                letter["why"],
            ]
        )
        shown = (week, to)
    return ["WEEK", "TO", "WHEN", "LOAD", "KIND", "RULE", "MILESTONES", "WHY"], rows


def differences_in_a_table(found: dict[str, list[Any]]) -> Table:
    """Give added, dropped and moved letters, one a row, in order of instants."""
    rows: list[tuple[str, list[str]]] = []
    for what in ("added", "dropped"):
        rows += [(letter["at"], [what, letter["local"], "", *_of(letter)]) for letter in found[what]]
    for pair in found["moved"]:
        before, after = pair["from"], pair["to"]
        rows.append((before["at"], ["moved", before["local"], after["local"], *_of(after)]))
    rows.sort(key=lambda row: row[0])
    return ["", "WHEN", "NOW", "KIND", "RULE", "TO", "MILESTONES"], [row for _, row in rows]


def _of(letter: Shape) -> list[str]:
    copy = " (copy)" if letter["copy"] else ""
    return [f"{letter['kind']}{copy}", letter["rule"] or "", letter["to"], ", ".join(letter["milestones"])]


def _day(letter: Shape) -> date:
    return date.fromisoformat(letter["local"].split(" ")[1])


def _week(letter: Shape) -> date:
    """Give the Monday of the letter's week."""
    day = _day(letter)
    return day - timedelta(days=day.weekday())


def _heavy(load: Counter[date]) -> set[date]:
    """Give the days that carry more letters than nine of ten others, at least two."""
    if not load:
        return set()
    most = sorted(load.values(), reverse=True)
    least = max(2, most[(len(most) - 1) // HEAVY_PARTS])
    return {day for day, count in load.items() if count >= least}
