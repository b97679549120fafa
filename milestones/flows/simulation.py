"""Every letter that would be sent in a span if nobody replied, as values, and how two such lists differ.

Asks the same domain functions as a tick does, instant by instant, as a service that is never down would. Reads no
database and sends nothing: `flows.simulate` brings what it needs.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

from milestones.domain.cron import digest_instants
from milestones.domain.digest import Covers, digest_for, survey
from milestones.domain.grouping import Owed, grouped
from milestones.domain.letter import Item, Kind, Letter
from milestones.domain.office import Notice, Office
from milestones.domain.recipients import Recipient, resolve
from milestones.domain.schedule import fallen, settle
from milestones.mail.letter.compose import subject_of
from milestones.mail.letter.view import ItemView, LetterView

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from milestones.domain.digest import Digest
    from milestones.domain.ladder import Rung
    from milestones.domain.state import Milestone
    from milestones.mail.letter.templates import Templates

INSTANT = timedelta(microseconds=1)
EVER = datetime(1, 1, 1, tzinfo=UTC)


_UNSAID: dict[str, Any] = dict.fromkeys(
    ("moved", "late", "due_soon", "blocked", "proposed", "held", "agencies", "criteria"), ()
)
"""What no digest's subject says: left out, because cleaning it took most of a simulation's time."""


@dataclass(frozen=True, slots=True)
class SimulatedLetter:
    """One letter that would be sent: `at` in the board's zone, `to` one bare address, `subject` as it would read."""

    letter: Letter
    at: datetime
    to: str
    subject: str

    @property
    def milestones(self) -> tuple[str, ...]:
        """Give the milestones it lists, each once."""
        return tuple(dict.fromkeys(item.milestone for item in self.letter.items))

    def shape(self) -> dict[str, Any]:
        """Give it as `simulate --json` does."""
        return {
            "at": self.at.astimezone(UTC).isoformat(),
            "local": f"{self.at:%a %Y-%m-%d %H:%M}",
            "board": self.letter.board,
            "kind": self.letter.kind.value,
            "rule": self.letter.rule,
            "to": self.to,
            "copy": self.letter.copy,
            "subject": self.subject,
            "milestones": list(self.milestones),
            "items": [{"milestone": item.milestone, "rule": item.rule} for item in self.letter.items],
            "why": self.letter.why,
        }

    @property
    def content(self) -> tuple[object, ...]:
        """Give what makes it the same letter under another configuration, whenever it goes."""
        items = tuple((item.milestone, item.rule, item.due, item.rung) for item in self.letter.items)
        return self.letter.board, self.letter.kind, self.letter.rule, self.to, self.letter.copy, items


@dataclass(frozen=True, slots=True)
class Board:
    """One board to simulate: what holds for it, its milestones, and the rungs that a tick has settled already.

    `pending` are milestones that no tick has looked at yet; `now` is the present.
    """

    office: Office
    milestones: Sequence[Milestone]
    settled: frozenset[tuple[str, str, int, date]] = frozenset()
    pending: frozenset[str] = frozenset()
    now: datetime = EVER


@dataclass(frozen=True, slots=True)
class Compared:
    """How what would be sent differs: letters only then, letters only now, and letters at another instant."""

    added: list[SimulatedLetter] = field(default_factory=list)
    dropped: list[SimulatedLetter] = field(default_factory=list)
    moved: list[tuple[SimulatedLetter, SimulatedLetter]] = field(default_factory=list)


def simulate(templates: Templates, board: Board, since: date, until: date) -> list[SimulatedLetter]:
    """Give every letter of one board from the start of `since` to the end of `until`, in order of instants."""
    calendar = board.office.calendar
    begin = calendar.instant(since, time(0)) - INSTANT
    end = calendar.instant(until + timedelta(days=1), time(0)) - INSTANT
    by_id = {one.id: one for one in board.milestones}
    notices = [notice for one in board.milestones for notice in _notices(one, board, begin, end)]
    notices.sort(key=lambda notice: notice.rung.at)
    letters: list[Letter] = []
    for _, moment in groupby(notices, key=lambda notice: notice.rung.at):
        letters += _grouped([Owed.of(board.office.board.slug, notice) for notice in moment], board.office)
    found = [_shown(letter, templates, board.office, by_id) for letter in letters]
    found += _digests(templates, board, begin, end)
    return sorted(found, key=lambda one: (one.at, one.letter.kind, one.to, one.letter.copy))


def _notices(milestone: Milestone, board: Board, begin: datetime, end: datetime) -> Iterator[Notice]:
    """Settle each instant by itself, as ticks would; and first what the next tick would catch up with."""
    if not milestone.chased:
        return
    office = board.office
    if milestone.id in board.pending and begin < board.now <= end:
        missed = [rung for rung in fallen(milestone, office, EVER, begin) if not _is_settled(milestone, rung, board)]
        for one in settle(milestone, missed, office, board.now):
            if isinstance(one, Notice):
                yield replace(one, rung=replace(one.rung, at=board.now))
    rungs = fallen(milestone, office, begin, end)
    # What a snooze lets go was perhaps sent before the snooze began: then it is not sent again.
    rungs = tuple(rung for rung in rungs if rung.woken is None or not _is_settled(milestone, rung, board))
    for at, together in groupby(rungs, key=lambda rung: rung.at):
        yield from (one for one in settle(milestone, together, office, at) if isinstance(one, Notice))


def _is_settled(milestone: Milestone, rung: Rung, board: Board) -> bool:
    return (milestone.id, rung.rule.id, rung.number, rung.due) in board.settled


def _grouped(owed: Sequence[Owed], office: Office) -> list[Letter]:
    """Make the letters of one instant."""
    day = office.calendar.today(owed[0].at)
    others: dict[tuple[str, str, int, date], list[Owed]] = {}
    for one in owed:
        others.setdefault(one.of_rung, []).append(one)
    return [one.letter for one in grouped(owed, lambda _, post: _address(office, post, day), others)]


def _address(office: Office, post: str, day: date) -> str:
    holder = office.board.posts[post].holder_on(day)
    return holder.email if holder else post


def _shown(
    letter: Letter,
    templates: Templates,
    office: Office,
    milestones: Mapping[str, Milestone],
    digest: Digest | None = None,
) -> SimulatedLetter:
    at = office.calendar.local(letter.due_at)
    to = _address(office, letter.to, at.date())
    items = tuple(_item(milestones[item.milestone], item, at.date()) for item in letter.items)
    view = LetterView(
        kind=letter.kind,
        board=office.board.name,
        recipient_name="",
        recipient_post=office.board.posts[letter.to].title,
        recipient_address=to,
        sender="",
        reply_to="",
        message_id="",
        date=at,
        loop_mark="",
        ask="",
        marking=office.board.marking,
        clearance=office.board.posts[letter.to].clearance,
        items=items,
        rule=letter.rule,
        why=letter.why,
        copy=letter.copy,
        digest=digest,
    )
    return SimulatedLetter(letter, at, to, subject_of(templates, view))


def _item(milestone: Milestone, item: Item, day: date) -> ItemView:
    late = (day - milestone.due).days if milestone.due else 0
    asked = str(item.shows.get("asked", ""))
    return ItemView(
        milestone.id, milestone.title, milestone.due, milestone.marking, rule=item.rule, days_late=late, asked=asked
    )


def _digests(templates: Templates, board: Board, begin: datetime, end: datetime) -> Iterator[SimulatedLetter]:
    office, slug = board.office, board.office.board.slug
    for rule in office.schedule.digests:
        since = max(begin, office.rule_since.get(rule.id, begin))
        last: datetime | None = None
        for at in digest_instants(rule, office.calendar, since, end):
            day = office.calendar.today(at)
            covers = Covers(since=office.calendar.today(last) if last else None)
            seen = survey(office.board, board.milestones, day, rule.horizon_days, (), covers, {})
            for reader in resolve(rule.to, None, office.board, office.absences, day):
                if isinstance(reader, Recipient):
                    posts = {reader.post, *((reader.stands_for,) if reader.stands_for else ())}
                    digest = digest_for(seen, posts, office.board.posts[reader.post].clearance)
                    letter = Letter(
                        key="",
                        kind=Kind.DIGEST,
                        board=slug,
                        to=reader.post,
                        due_at=at,
                        why=reader.why,
                        copy=reader.copy,
                        named=rule.id,
                    )
                    yield _shown(letter, templates, office, {}, replace(digest, **_UNSAID))
            last = at


def compare(now: Iterable[SimulatedLetter], then: Iterable[SimulatedLetter]) -> Compared:
    """Tell what `then` adds, drops and moves against `now`.

    A letter is the same if board, kind, rules, recipient, copy and rungs are; it has moved if only its instant differs.
    """
    left = _by_content(now)
    compared = Compared()
    for content, letters in _by_content(then).items():
        before = left.pop(content, [])
        same = {one.at for one in before} & {one.at for one in letters}
        gone = [one for one in before if one.at not in same]
        new = [one for one in letters if one.at not in same]
        pairs = min(len(gone), len(new))
        compared.moved.extend(zip(gone[:pairs], new[:pairs], strict=True))
        compared.dropped.extend(gone[pairs:])
        compared.added.extend(new[pairs:])
    compared.dropped.extend(one for letters in left.values() for one in letters)
    for letters in (compared.added, compared.dropped):
        letters.sort(key=lambda one: (one.at, one.to))
    compared.moved.sort(key=lambda pair: (pair[0].at, pair[0].to))
    return compared


def _by_content(letters: Iterable[SimulatedLetter]) -> dict[tuple[object, ...], list[SimulatedLetter]]:
    found: dict[tuple[object, ...], list[SimulatedLetter]] = {}
    for one in letters:
        found.setdefault(one.content, []).append(one)
    return found
