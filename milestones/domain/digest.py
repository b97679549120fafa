"""One board's digest as values: what waits on whom, what moved, what is late, what is due. Pure; renders nothing.

`survey` reads the board's milestones once; `digest_for` makes of it what one recipient reads, in half a minute:
first what waits on them. What is above their clearance is shown as reference and date only.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from milestones.domain.access import deciders
from milestones.domain.marking import Marking, highest
from milestones.domain.movement import Happened, moved, title_of
from milestones.domain.state import State
from milestones.domain.tally import Count, agencies, is_late, tally, tally_by
from milestones.domain.wording import short_day

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from milestones.domain.board import Board, Sector
    from milestones.domain.state import Milestone


_CAN_WAIT = frozenset({State.PROPOSED, State.AGREED, State.CLAIMED})


@dataclass(frozen=True, slots=True)
class Line:
    """One milestone as a digest shows it.

    `days_late` are calendar days, negative before the due date. `lateness` is green, amber or red by the dates alone,
    `declared` what the owner says; `disagrees` where both are known and differ. `note` is what the section says of it
    (what is asked, what happened, what it waits for).
    """

    id: str
    title: str = ""
    due: date | None = None
    marking: Marking = Marking.NONE
    withheld: bool = False
    days_late: int = 0
    owners: str = ""
    redated: int = 0
    baseline_due: date | None = None
    lateness: str | None = None
    declared: str | None = None
    disagrees: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Covers:
    """What a digest covers: since which day, which missed digests too, and how mail fared in that time.

    `since` is the day of the last digest, None for the first. `anchor` is the event log's head, `SEQ:HASH`.
    `unreachable` are posts whose mail comes back, by title, each with the day since which it does. `replies` is how
    many wait at this moment for the coordinator's decision.
    """

    since: date | None = None
    missed: tuple[date, ...] = ()
    failed: int = 0
    bounced: int = 0
    anchor: str = ""
    unreachable: tuple[tuple[str, date], ...] = ()
    replies: int = 0


@dataclass(frozen=True, slots=True)
class Digest:
    """One board's digest for one recipient. Always sent: empty sections say that there is nothing to report.

    `questions` and `replies` are how many held rows and held replies wait on this recipient: 0 but for the coordinator.
    """

    board: str
    day: date
    until: date
    covers: Covers
    all: Count
    waiting: tuple[Line, ...] = ()
    questions: int = 0
    replies: int = 0
    moved: tuple[Line, ...] = ()
    late: tuple[Line, ...] = ()
    due_soon: tuple[Line, ...] = ()
    blocked: tuple[Line, ...] = ()
    proposed: tuple[Line, ...] = ()
    held: tuple[str, ...] = ()
    agencies: tuple[Count, ...] = ()
    criteria: tuple[Count, ...] = ()
    marking: Marking = Marking.NONE


@dataclass(frozen=True, slots=True)
class Survey:
    """A board read once: the digest of somebody cleared to everything, and what a recipient's own part needs."""

    board: Board
    milestones: tuple[Milestone, ...]
    whole: Digest


def survey(
    board: Board,
    milestones: Iterable[Milestone],
    today: date,
    horizon_days: int,
    happened: Iterable[Happened],
    covers: Covers,
    criterion_names: Mapping[str, str],
) -> Survey:
    """Read a board once, for any number of recipients. `happened` are the events since the last digest.

    `criterion_names` gives names to criteria as milestones write them (`success-criteria-2008:4`).
    """
    ours = tuple(sorted(milestones, key=lambda one: (one.due or date.max, _number(one.id))))
    known = {one.id: one for one in ours}
    until = today + timedelta(days=horizon_days)
    open_ones = [one for one in ours if one.state is State.AGREED and one.due is not None]
    whole = Digest(
        board=board.name,
        day=today,
        until=until,
        covers=covers,
        all=tally(board.name, ours, today),
        moved=tuple(
            _line(known[news.milestone], board, today, "; ".join(news.words))
            for news in moved(happened, board)
            if news.milestone in known
        ),
        late=tuple(_line(one, board, today) for one in open_ones if is_late(one, today)),
        due_soon=tuple(_line(one, board, today) for one in open_ones if one.due and today <= one.due <= until),
        blocked=tuple(_line(one, board, today, one.blocked) for one in ours if one.blocked and _is_open(one)),
        proposed=tuple(_line(one, board, today, _standing(one, board)) for one in ours if one.state is State.PROPOSED),
        held=tuple(sorted((one.id for one in ours if one.state is State.HELD), key=_number)),
        agencies=tally_by(ours, today, lambda one: agencies(one, board)),
        criteria=tally_by(ours, today, lambda one: [criterion_names.get(name, name) for name in one.row.criteria]),
    )
    return Survey(board, ours, whole)


def digest_for(seen: Survey, posts: Collection[str], clearance: Marking) -> Digest:
    """Give the digest for somebody who holds or covers `posts`: what waits on them first, nothing above clearance."""
    whole, board = seen.whole, seen.board
    sectors = {board.sector_of(post.id) for post in board.signatories() if post.id in posts}
    waiting = tuple(
        _line(one, board, whole.day, "; ".join(asked))
        for one in seen.milestones
        if one.state in _CAN_WAIT and (asked := tuple(_asked(one, board, posts, sectors, whole)))
    )
    sections = {"waiting": waiting, "moved": whole.moved, "late": whole.late, "due_soon": whole.due_soon}
    sections |= {"blocked": whole.blocked, "proposed": whole.proposed}
    fitting = {name: tuple(_withheld(line, clearance) for line in lines) for name, lines in sections.items()}
    shown = [line.marking for lines in fitting.values() for line in lines if not line.withheld]
    return replace(
        whole,
        waiting=fitting["waiting"],
        moved=fitting["moved"],
        late=fitting["late"],
        due_soon=fitting["due_soon"],
        blocked=fitting["blocked"],
        proposed=fitting["proposed"],
        questions=len(whole.held) if board.coordinator in posts else 0,
        replies=whole.covers.replies if board.coordinator in posts else 0,
        marking=highest(shown),
    )


def _asked(one: Milestone, board: Board, posts: Collection[str], sectors: set[Sector], whole: Digest) -> Iterator[str]:
    """Say what waits on the holder of `posts` about one milestone: decisions, agreement, their own work.

    `sectors` are those that the holder signs for.
    """
    if one.requests and _is_open(one) and not set(deciders(one, board)).isdisjoint(posts):
        for request in one.requests:
            by = title_of(board, request.by)
            day = f" to {short_day(request.to_day)}" if request.to_day else ""
            yield f"decide on the {request.kind}{day} that {by} asked for"
    if one.state is State.CLAIMED and not set(deciders(one, board)).isdisjoint(posts):
        yield "accept or reject its completion"
    if one.state is State.PROPOSED and sectors and not sectors.isdisjoint(_sectors_to_agree(one, board)):
        yield "agree or object for your sector"
    if one.state is State.AGREED and one.due is not None and one.due <= whole.until:
        unconfirmed = any(owner.post in posts and owner.confirmed_at is None for owner in one.owners)
        if unconfirmed:
            yield "late: say that it is done, or by when" if one.due < whole.day else "yours, and due soon"


def _sectors_to_agree(one: Milestone, board: Board) -> set[Sector]:
    """Give the sectors whose answer a proposed milestone still waits for; one that objected has answered."""
    answered = {agreement.sector for agreement in one.agreements} | {objection.sector for objection in one.objections}
    return set(board.agreement_sectors) - answered


def _standing(one: Milestone, board: Board) -> str:
    """Say where a proposed milestone's agreement stands: who objects, which sectors are still asked."""
    words = [f"objection by {title_of(board, objection.post)}" for objection in one.objections]
    waits = _sectors_to_agree(one, board)
    if waits:
        names = [sector.value.replace("_", " ") for sector in board.agreement_sectors if sector in waits]
        words.append(f"waits for {', '.join(names)}")
    return "; ".join(words)


def _line(one: Milestone, board: Board, today: date, note: str | None = None) -> Line:
    """Give one milestone as a line, whole."""
    lateness = board.lateness.colour(one.due, today) if _is_open(one) else None
    return Line(
        id=one.id,
        title=one.title,
        due=one.due,
        marking=one.marking,
        days_late=(today - one.due).days if one.due else 0,
        owners=", ".join(title_of(board, owner.post) for owner in one.owners) or one.row.owner_as_written,
        redated=one.redated,
        baseline_due=one.baseline_due,
        lateness=lateness,
        declared=one.declared,
        disagrees=bool(one.declared and lateness and one.declared != lateness),
        note=note or "",
    )


def _withheld(line: Line, clearance: Marking) -> Line:
    """Give a line as somebody of that clearance may see it: whole, or its reference and date only."""
    if clearance.allows(line.marking):
        return line
    return Line(id=line.id, due=line.due, days_late=line.days_late, withheld=True)


def _is_open(one: Milestone) -> bool:
    return one.state in {State.AGREED, State.CLAIMED}


def _number(milestone_id: str) -> tuple[str, int]:
    """Give a reference as it sorts: HUM-2 before HUM-10."""
    prefix, _, number = milestone_id.rpartition("-")
    return prefix, int(number) if number.isdecimal() else 0
