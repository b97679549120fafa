"""Finds what fell due since the last tick and addresses it: the due queue is filled, then emptied into occurrences.

The scan is one short transaction of set-based statements that also moves the last evaluated instant on; a crash after
it loses nothing, because what it queued is addressed by the next pass. Writes no letter (`flows.remind`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from milestones.domain.cron import digest_due
from milestones.domain.grouping import Owed
from milestones.domain.kept_back import woken
from milestones.domain.ladder import Rung, rung, spans
from milestones.domain.letter import Kind
from milestones.domain.office import Notice, Office, Skipped, applies, ladder_start
from milestones.domain.rules import Rule, RuleKind
from milestones.domain.schedule import fallen, settle
from milestones.flows.waiting import aware
from milestones.store import milestones as store
from milestones.store import occurrences, queries

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from sqlmodel import Session

    from milestones.domain.calendar import Calendar
    from milestones.domain.cron import DigestDue
    from milestones.domain.state import Milestone
    from milestones.flows.house import House

INSTANT = timedelta(microseconds=1)
EVER = datetime(1, 1, 1, tzinfo=UTC)
FRESH_AT_ONCE = 500


class TickRefused(Exception):
    """The instant asked for lies before the last evaluated one: a schedule is never evaluated backwards."""


@dataclass(frozen=True, slots=True)
class Window:
    """What one scan evaluates: everything in (`after`, `until`]; `after` None on a fresh database."""

    after: datetime | None
    until: datetime


def offices(session: Session, house: House, boards: Iterable[str]) -> dict[str, Office]:
    """Give what holds for some boards: posts, rules, calendar, absences, and from when added rules count."""
    since = occurrences.rule_since(session)
    return {
        slug: replace(_office(house, slug, since), absences=queries.absences(session, slug))
        for slug in dict.fromkeys(boards)
        if slug in house.config.boards
    }


def _office(house: House, slug: str, since: Mapping[str, dict[str, datetime]]) -> Office:
    """Give what finding rungs needs of a board: all but its absences."""
    config = house.config
    return Office(config.boards[slug], config.schedules[slug], config.calendars[slug], (), since.get(slug, {}))


def scan(house: House, until: datetime, *, strict: bool) -> datetime:
    """Queue everything that fell due up to `until`, record the digests owed, and give the instant now evaluated.

    With `strict`, an `until` before the last evaluated instant is refused; without, the last one stands (a clock that
    was set back).

    Raises:
        TickRefused: as above; nothing was changed.
    """
    with house.database.transaction() as session:
        occurrences.lock(session)
        last = occurrences.considered(session)
        if last is not None and until < last:
            if strict:
                raise TickRefused(f"{until.isoformat()} is before {last.isoformat()}, up to which all is evaluated")
            until = last
        window = Window(last, until)
        since = occurrences.rule_since(session)
        known = {slug: _office(house, slug, since) for slug in house.config.boards}
        _scan_fresh(session, known, until)
        for slug, office in known.items():
            if last is not None and last < until:
                _scan_ladders(session, slug, office, last, until)
            _scan_digests(session, slug, office, window)
        if last is not None and last < until:
            _scan_snoozes(session, known, last, until)
        occurrences.set_considered(session, {occurrences.LADDER: until})
    return until


def _scan_ladders(session: Session, slug: str, office: Office, after: datetime, until: datetime) -> None:
    for rule in office.schedule.rules:
        begins = max(after, office.rule_since.get(rule.id, after))
        if rule.before_meeting:
            for meeting in office.board.meetings:
                found = rung(rule, 1, meeting, office.calendar)
                if begins < found.at <= until:
                    occurrences.add_meeting(session, slug, found)
            continue
        for at in _sending_instants(rule, office.calendar, begins, until):
            for span in spans(rule, at - INSTANT, at, office.calendar):
                occurrences.add_rung(session, slug, rule.id, span, at)


def _sending_instants(rule: Rule, calendar: Calendar, after: datetime, until: datetime) -> Iterator[datetime]:
    """Give every instant in (`after`, `until`] at which `rule` can send: its `at` on each working day."""
    window = calendar.days_between(after, until, rule.at)
    if window is None:
        return
    day, last = window
    while day <= last:
        if calendar.is_working(day):
            yield calendar.instant(day, rule.at)
        day += timedelta(days=1)


def _scan_snoozes(session: Session, known: Mapping[str, Office], after: datetime, until: datetime) -> None:
    """Queue the reminders that snoozes let go, of all boards by one look at the days on which snoozes end."""
    ends = [span for office in known.values() for span in _snoozes_ending(office, after, until)]
    if not ends:
        return
    first, last = min(span[0] for span in ends), max(span[1] for span in ends)
    for state in occurrences.snoozed(session, first, last):
        milestone = store.load(state)
        office = known.get(milestone.board)
        let_go = woken(milestone, office) if office is not None and milestone.chased else ()
        rungs = [(milestone.id, found) for found in let_go if after < found.at <= until]
        occurrences.add_due(session, milestone.board, rungs)


def _snoozes_ending(office: Office, after: datetime, until: datetime) -> Iterator[tuple[date, date]]:
    """Give the spans of days whose snoozes let a reminder go in (`after`, `until`]."""
    for at in {rule.at for rule in office.schedule.rules if rule.kind is RuleKind.REMINDER}:
        window = office.calendar.days_between(after, until, at)
        span = office.calendar.rolled_into(*window) if window else None
        if span is not None:
            yield span


def _scan_fresh(session: Session, known: Mapping[str, Office], until: datetime) -> None:
    """Evaluate newly agreed milestones from the start of their ladder, without what was evaluated before."""
    last_id = ""
    while rows := occurrences.fresh(session, last_id, FRESH_AT_ONCE):
        last_id = rows[-1][0]
        ours = [row for row in rows if row[1] in known]  # a board that is not configured now is not lost
        before = occurrences.recorded(session, [milestone_id for milestone_id, _, _ in ours])
        new: dict[str, list[tuple[str, Rung]]] = {}
        for milestone_id, board, state in ours:
            for one in fallen(store.load(state), known[board], EVER, until):
                if (milestone_id, one.rule.id, one.number, one.due) not in before:
                    new.setdefault(board, []).append((milestone_id, one))
        for board, rungs in new.items():
            occurrences.add_due(session, board, rungs)
        occurrences.evaluated_first(session, [milestone_id for milestone_id, _, _ in ours])


def _scan_digests(session: Session, slug: str, office: Office, window: Window) -> None:
    after = window.after
    for rule in office.schedule.digests:
        if after is None:
            start = occurrences.earliest_ladder(session, slug)
            after = min(start, window.until) - INSTANT if start else window.until - INSTANT
        begins = max(after, office.rule_since.get(rule.id, after))
        due = digest_due(rule, office.calendar, begins, window.until)
        if due is not None:
            occurrences.add(session, _digest_rows(slug, due))
            occurrences.set_considered(session, {f"digest:{slug}:{rule.id}": due.at})


def _digest_rows(slug: str, due: DigestDue) -> list[dict[str, Any]]:
    """Give a digest's occurrence, and a record of each missed one that it covers."""
    rule = due.rule

    def row(at: datetime, skipped: str | None) -> dict[str, Any]:
        return {
            "key": f"{slug}|{rule.id}|digest|{at.isoformat()}",
            "board": slug,
            "rule": rule.id,
            "kind": Kind.DIGEST.value,
            "recipient": "",
            "at": at,
            "skipped": skipped,
        }

    covered = f"covered by the digest of {due.at.isoformat()}"
    return [row(due.at, None), *(row(at, covered) for at in due.missed)]


def address(house: House, until: datetime) -> None:
    """Empty the due queue into occurrences, a few hundred milestones a transaction: to whom, or why not sent."""
    while True:
        with house.database.transaction() as session:
            occurrences.lock(session)
            queued = occurrences.next_due(session)
            if not queued:
                return
            known = offices(session, house, (due[0].board for due in queued.values()))
            rows = _settled_rows(session, known, queued, until)
            occurrences.add(session, rows)
            occurrences.addressed(session, queued)


def _settled_rows(
    session: Session, known: Mapping[str, Office], queued: Mapping[str, Sequence[Any]], until: datetime
) -> list[dict[str, Any]]:
    milestones = {key: store.load(state) for key, state in occurrences.states(session, queued).items()}
    known = aware(session, known, milestones.values())
    rows: list[dict[str, Any]] = []
    for milestone_id, due in queued.items():
        office, milestone = known.get(due[0].board), milestones.get(milestone_id)
        if milestone is None or office is None:
            continue  # the board is no longer configured: nobody could be written to
        rungs, stale = _rungs(milestone, office, due)
        settled = [*stale, *settle(milestone, rungs, office, until)]
        rows += [_row(milestone.board, one) for one in settled if isinstance(one, Notice) or one.for_good]
    return rows


def _rungs(milestone: Milestone, office: Office, due: Sequence[Any]) -> tuple[list[Rung], list[Skipped]]:
    """Make rungs of queued rows again; those that no longer hold, because rule or due date changed, say so."""
    rules = {rule.id: rule for rule in office.schedule.rules}
    start = ladder_start(milestone, office.calendar)
    rungs: list[Rung] = []
    stale: list[Skipped] = []
    for row in due:
        rule = rules.get(row.rule)
        if rule is None or not applies(rule, milestone) or start is None or row.at < start:
            continue  # not this milestone's rule, or before its ladder: never owed
        found = Rung(rule, row.rung, row.due, row.at, row.woken)
        if rule.before_meeting or row.due == milestone.due:
            rungs.append(found)
        else:
            stale.append(Skipped(milestone.id, found, f"the due date is {milestone.due} now"))
    return rungs, stale


def _row(board: str, settled: Notice | Skipped) -> dict[str, Any]:
    if isinstance(settled, Skipped):
        found = settled.rung
        return {
            "key": settled.key,
            "board": board,
            "milestone": settled.milestone,
            "rule": found.rule.id,
            "rung": found.number,
            "due": found.due,
            "kind": found.rule.kind.value,
            "recipient": settled.post,
            "at": found.at,
            "skipped": settled.why,
        }
    owed = Owed.of(board, settled)
    return {
        "key": owed.key,
        "board": board,
        "milestone": owed.milestone,
        "rule": owed.rule,
        "rung": owed.rung,
        "due": owed.due,
        "kind": owed.kind.value,
        "recipient": owed.post,
        "stands_for": owed.stands_for,
        "copy_only": owed.copy,
        "at": owed.at,
        "why": owed.why,
    }
