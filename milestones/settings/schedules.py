"""The rules of each board: the common ones, changed by id in the board's file. Checks are in `settings.ladder`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import time
from typing import TYPE_CHECKING, TypeVar

from milestones.domain.rules import DigestRule, Rule, RuleKind, Schedule
from milestones.settings.rule_schema import DigestPart, RulePart, as_offset
from milestones.settings.schema import BoardFile, SchedulesFile

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from milestones.settings.faults import Settled, Sheet
    from milestones.settings.lines import Path
    from milestones.settings.problems import Level, Problem

AT = time(9, 0)
INSTEAD = {"when": "before_meeting", "before_meeting": "when", "cron": "every", "every": "cron"}
"""Keys of which a rule has one; a board that gives one takes the other away."""

Part = TypeVar("Part", RulePart, DigestPart)


@dataclass(frozen=True)
class Origin:
    """Where a rule, or one key of it, was written."""

    sheet: Sheet
    settled: Settled[SchedulesFile] | Settled[BoardFile]
    at: Path

    def is_faulty(self, key: str) -> bool:
        """Say whether the value of `key` is at fault already."""
        return self.settled.is_faulty(*self.at, key)

    def problem(self, key: str, wrong: str, right: str, level: Level) -> Problem | None:
        """Make the problem at `key` of this rule; None where that value is at fault already."""
        path = self.settled.path(*self.at, key)
        return None if self.is_faulty(key) else self.sheet.problem(path, wrong, right, level)


@dataclass(frozen=True)
class Entry:
    """One rule that holds for a board: what it says, and which file said each key. `of_board` where the board named it.

    `origins` has an entry for the keys that a board's file changed; the rest is from `origin`.
    """

    kind: str
    part: RulePart | DigestPart
    origin: Origin
    origins: Mapping[str, Origin]

    def written_at(self, key: str) -> Origin:
        """Give where `key` was written."""
        return self.origins.get(key, self.origin)

    def rule(self) -> Rule | None:
        """Give the rule, None where it is not whole."""
        part = self.part
        assert isinstance(part, RulePart)
        when = as_offset(part.before_meeting) if part.before_meeting is not None else part.when
        if when is None or not part.to:
            return None
        return Rule(
            id=part.id,
            kind=RuleKind(self.kind),
            when=when,
            to=tuple(part.to),
            cc=tuple(part.cc),
            at=part.at,
            repeat=part.repeat,
            limit=part.limit or 1,
            markings=tuple(part.markings),
            criteria=tuple(part.criteria),
            before_meeting=part.before_meeting,
        )

    def digest(self) -> DigestRule | None:
        """Give the digest rule, None where it is not whole."""
        part = self.part
        assert isinstance(part, DigestPart)
        if not part.to or (part.cron is None and (part.every is None or part.anchor is None)):
            return None
        days, months = part.every or (0, 0)
        return DigestRule(
            id=part.id,
            cron=str(part.cron or ""),
            to=tuple(part.to),
            horizon_days=part.horizon,
            every_days=days or None,
            anchor=part.anchor if part.every else None,
            every_months=months or None,
            at=part.at or AT,
        )


def entries_of(origin: Origin, parts: SchedulesFile | BoardFile) -> list[Entry]:
    """Give the rules that one file writes, in its order; `origin.at` is where its rules stand."""
    source = parts if isinstance(parts, SchedulesFile) else parts.schedules
    lists: dict[str, Sequence[RulePart | DigestPart]] = {
        "reminder": source.reminder,
        "escalation": source.escalation,
        "digest": source.digest,
    }
    return [
        Entry(kind, part, replace(origin, at=(*origin.at, kind, number)), {})
        for kind, written in lists.items()
        for number, part in enumerate(written)
    ]


def applied(common: Sequence[Entry], own: Sequence[Entry]) -> list[Entry]:
    """Lay a board's `own` rules over the `common` ones: the same id changes the keys given, another id is added.

    One that claims the id of a common rule of another kind is left out; `ladder.faults_of_ids` refuses it.
    """
    found = {entry.part.id: entry for entry in common}
    for entry in own:
        below = found.get(entry.part.id)
        if below is None:
            found[entry.part.id] = entry
        elif below.kind == entry.kind:
            found[entry.part.id] = _changed(below, entry)
    return list(found.values())


def schedule_of(entries: Sequence[Entry]) -> Schedule:
    """Give the schedule that `entries` make, without what is switched off."""
    on = [entry for entry in entries if entry.part.enabled]
    rules = [entry.rule() for entry in on if entry.kind != "digest"]
    digests = [entry.digest() for entry in on if entry.kind == "digest"]
    return Schedule(tuple(one for one in rules if one), tuple(one for one in digests if one))


def _changed(below: Entry, above: Entry) -> Entry:
    """Give `below` with the keys that `above` gives."""
    given = {key: getattr(above.part, key) for key in above.part.model_fields_set if key != "id"}
    for key, other in INSTEAD.items():
        if given.get(key) is not None and other not in given:
            given[other] = None
    origins = {**below.origins, **dict.fromkeys(given, above.origin)}
    return Entry(below.kind, below.part.model_copy(update=given), below.origin, origins)
