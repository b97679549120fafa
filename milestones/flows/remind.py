"""One pass of the schedules up to an instant: what fell due is found, addressed, grouped and handed to the outbox.

1. `scan`: one short transaction queues what fell due and moves the last evaluated instant on.
2. `address`: the queue becomes occurrences, a few hundred milestones a transaction: to whom, or why not sent.
3. `write_open`: open occurrences become letters, a few hundred a transaction, one a person and moment.

A crash between any two transactions loses and doubles nothing: the next pass goes on with what it finds. Any number
of processes may run this at once; each writes what the others have not written yet.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from milestones.domain.grouping import Owed, grouped
from milestones.domain.ladder import Rung, why_sent
from milestones.domain.letter import Kind
from milestones.domain.movement import title_of
from milestones.domain.recipients import Recipient, resolve
from milestones.domain.schedule import next_escalation, why_not_now
from milestones.domain.wording import long_day
from milestones.flows import digest, write
from milestones.flows.scan import TickRefused, address, offices, scan
from milestones.flows.waiting import aware
from milestones.store import milestones as store
from milestones.store import occurrences

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from sqlmodel import Session

    from milestones.domain.board import Board
    from milestones.domain.letter import Letter
    from milestones.domain.office import Office
    from milestones.domain.state import Milestone
    from milestones.flows.house import House

__all__ = ["Evaluated", "TickRefused", "evaluate"]

PERSONS_AT_ONCE = 200
"""How many persons' letters one transaction writes: long enough to be quick, short enough not to hold others up."""

HISTORY_LINES = 12


@dataclass(frozen=True, slots=True)
class Evaluated:
    """What a pass came to: up to when everything is evaluated now, and the letters queued by kind."""

    until: datetime
    queued: int = 0
    by_kind: Mapping[str, int] | None = None


def evaluate(house: House, until: datetime, *, strict: bool = True) -> Evaluated:
    """Make one pass up to `until` (aware UTC): scan, address, write.

    Raises:
        TickRefused: `strict`, and `until` lies before the last evaluated instant; nothing was changed.
    """
    reached = scan(house, until, strict=strict)
    address(house, reached)
    written = write_open(house)
    return Evaluated(reached, sum(written.values()), dict(written))


def write_open(house: House) -> Counter[str]:
    """Write a letter for everything that is owed and carried by none yet; give how many by kind."""
    with house.database.reading() as session:
        places = occurrences.open_places(session)
    written: Counter[str] = Counter()
    for place in places:
        if place[1] == Kind.DIGEST:
            written += _write_digest(house, place)
    for batch in _batches(house, [place for place in places if place[1] != Kind.DIGEST]):
        written += _write_batch(house, batch)
    return written


def _batches(house: House, places: Sequence[occurrences.Place]) -> list[list[occurrences.Place]]:
    """Part the open places into batches that never part one person's moment: one person may hold several posts."""
    today = {slug: house.calendar(slug).today(house.clock.now()) for slug in house.config.boards}
    persons: dict[tuple[str, str, datetime, str], list[occurrences.Place]] = {}
    for place in places:
        board, kind, at, post = place
        if board in today:
            persons.setdefault((board, kind, at, _address(house, board, post, today[board])), []).append(place)
    moments = list(persons.values())
    return [
        [place for moment in moments[start : start + PERSONS_AT_ONCE] for place in moment]
        for start in range(0, len(moments), PERSONS_AT_ONCE)
    ]


def _address(house: House, board: str, post: str, day: date) -> str:
    """Give the address of who holds a post, in one spelling; the post's own id where nobody does."""
    listed = house.board(board).posts.get(post)
    holder = listed.holder_on(day) if listed else None
    return holder.email.casefold() if holder else post


def _write_batch(house: House, places: Sequence[occurrences.Place]) -> Counter[str]:
    """Write the letters of some persons' moments in one transaction; what no longer holds is passed over."""
    with house.database.transaction() as session:
        occurrences.lock(session)
        now = house.clock.now()
        owed = occurrences.open_at(session, places)
        states = occurrences.states(session, (one.milestone for one in owed))
        milestones = {key: store.load(text) for key, text in states.items()}
        by_board = aware(session, offices(session, house, (place[0] for place in places)), milestones.values())
        holding, why_not = _still_owed(owed, milestones, by_board, now)
        occurrences.passed_over(session, why_not)
        told = _told(session, milestones)
        letters = grouped(
            holding,
            lambda board, post: _address(house, board, post, by_board[board].calendar.today(now)),
            {rung: [one for one, _ in ones] for rung, ones in told.of_rung.items()},
        )
        finished = [_with_context(one.letter, milestones, by_board, told) for one in letters]
        ids = write.queue(session, house, finished, now)
        carried = {key: ids[one.letter.key] for one in letters if one.letter.key in ids for key in one.keys}
        occurrences.carried(session, carried)
        unwritten = [key for one in letters if one.letter.key not in ids for key in one.keys]
        occurrences.passed_over(session, dict.fromkeys(unwritten, "a letter for it was written before"))
    return Counter(letter.kind.value for letter in finished if letter.key in ids)


def _still_owed(
    owed: Sequence[Owed], milestones: Mapping[str, Milestone], by_board: Mapping[str, Office], now: datetime
) -> tuple[list[Owed], dict[str, str]]:
    """Part what still holds from what does not, with the reason; a post that fell vacant meanwhile is passed on."""
    holding: list[Owed] = []
    why_not: dict[str, str] = {}
    for one in owed:
        office, milestone = by_board[one.board], milestones.get(one.milestone)
        today = office.calendar.today(now)
        reason = (
            "it is no longer there" if milestone is None else why_not_now(milestone, one.rule, one.due, office, now)
        )
        if reason is not None:
            why_not[one.key] = reason
            continue
        post = office.board.posts.get(one.post)
        if post is not None and post.holder_on(today) is not None:
            holding.append(one)
            continue
        for reached in resolve((one.post,), milestone, office.board, office.absences, today)[:1]:
            if isinstance(reached, Recipient):
                rule = next(rule for rule in office.schedule.rules if rule.id == one.rule)
                why = f"{reached.why}; {why_sent(Rung(rule, one.rung, one.due, one.at))}"
                holding.append(replace(one, post=reached.post, stands_for=one.post, why=why))
            else:
                why_not[one.key] = f"nobody to write to: {reached.why}"
    return holding, why_not


@dataclass(frozen=True, slots=True)
class _Told:
    """What was and is owed about some milestones: by rung, and by milestone in order of instants."""

    of_rung: Mapping[tuple[str, str, int, date], list[tuple[Owed, int | None]]]
    of_milestone: Mapping[str, list[tuple[Owed, int | None]]]


def _told(session: Session, milestones: Mapping[str, Milestone]) -> _Told:
    told = _Told({}, {})
    of_rung: dict[tuple[str, str, int, date], list[tuple[Owed, int | None]]] = {}
    of_milestone: dict[str, list[tuple[Owed, int | None]]] = {}
    for one, letter in occurrences.of_milestones(session, milestones):
        of_rung.setdefault(one.of_rung, []).append((one, letter))
        of_milestone.setdefault(one.milestone, []).append((one, letter))
    return replace(told, of_rung=of_rung, of_milestone=of_milestone)


def _with_context(
    letter: Letter, milestones: Mapping[str, Milestone], by_board: Mapping[str, Office], told: _Told
) -> Letter:
    """Add what happens next and, to an escalation, what was sent before."""
    office = by_board[letter.board]
    facts = dict(letter.facts)
    listed = [milestones[item.milestone] for item in letter.items]
    unlike = {(one.due, one.marking, one.row.criteria): one for one in listed}  # the rest climb the same ladder
    later = [next_escalation(one, office, letter.due_at) for one in unlike.values()]
    upcoming = min((rung for rung in later if rung is not None), key=lambda rung: rung.at, default=None)
    if upcoming is not None:
        yours = letter.kind is Kind.REMINDER and not letter.facts
        words = " and ".join(_in_words(word, office.board, yours=yours) for word in upcoming.rule.to)
        day = office.calendar.today(upcoming.at)
        facts["next_step"] = f"we write to {words} on {long_day(day)}"
    if letter.kind is not Kind.ESCALATION:
        return replace(letter, facts=facts)
    items = tuple(
        replace(item, shows={**item.shows, "history": _history(item.milestone, letter.due_at, office, told)})
        for item in letter.items
    )
    return replace(letter, items=items, facts=facts)


def _history(milestone: str, before: datetime, office: Office, told: _Told) -> tuple[str, ...]:
    """Say what was sent about a milestone before `before`, to whom and when, oldest first."""
    lines: list[str] = []
    for one, letter in told.of_milestone.get(milestone, ()):
        if letter is not None and not one.copy and one.at < before:
            day = office.calendar.local(one.at)
            title = title_of(office.board, one.post)
            lines.append(f"{day.day} {day:%B %Y}: {one.kind.value} to {title}")
    return tuple(dict.fromkeys(lines))[-HISTORY_LINES:]


def _write_digest(house: House, place: occurrences.Place) -> Counter[str]:
    """Write one board's digests of one instant, one a reader, in one transaction."""
    board, _, at, _ = place
    written: Counter[str] = Counter()
    with house.database.transaction() as session:
        occurrences.lock(session)
        schedule = house.config.schedules.get(board)
        rules = {rule.id: rule for rule in schedule.digests} if schedule else {}
        for one in occurrences.open_at(session, [place]):
            if one.rule not in rules:
                occurrences.passed_over(session, {one.key: f"the digest {one.rule} is no longer configured"})
                continue
            missed = occurrences.digests_covered(session, board, one.rule, at)
            letters = digest.letters(session, house, board, rules[one.rule], at, house.clock.now(), missed)
            ids = write.queue(session, house, letters, house.clock.now())
            occurrences.carried(session, {one.key: min(ids.values())} if ids else {})
            if not ids:
                occurrences.passed_over(session, {one.key: "nobody to write to"})
            written[Kind.DIGEST.value] += len(ids)
    return written


_WORDS = {
    "owners": "the owners",
    "owners.reports_to": "the owners' line managers",
    "owners.deputy": "the owners' deputies",
    "owners.organisation_lead": "the leads of the owners' organisations",
    "signatories": "the signatories",
    "coordinator": "the coordinator",
    "board": "the board",
}

_YOURS = {
    "owners": "you",
    "owners.reports_to": "your line manager",
    "owners.deputy": "your deputy",
    "owners.organisation_lead": "the lead of your organisation",
}


def _in_words(word: str, board: Board, *, yours: bool) -> str:
    """Name the recipients that a rule's word means, as a letter says it: `your line manager`, `BCU Commander`."""
    if yours and word in _YOURS:
        return _YOURS[word]
    return _WORDS.get(word) or title_of(board, word)
