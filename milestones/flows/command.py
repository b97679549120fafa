"""Commands from the keyboard: the same that replies give, in the name of a post, recorded with who and why.

Whoever reaches the keyboard is trusted to name the post truthfully; what that post may do is judged as for a reply.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestones.domain import commands as c
from milestones.domain import events as e
from milestones.domain.access import deciders, is_signatory, may_speak_for
from milestones.domain.board import Absence
from milestones.domain.milestone import Refused
from milestones.domain.state import OwnerKind
from milestones.flows.act import Work
from milestones.store import queries

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from milestones.domain.board import Board
    from milestones.domain.state import Milestone
    from milestones.flows.house import House


def agree(house: House, milestone_id: str, *, by: str, why: str, now: datetime) -> Milestone:
    """Agree for the sector that `by` signs for; a decider's agreement to a claim or request approves it."""

    def command(milestone: Milestone, work: Work) -> c.Command:
        waits = milestone.state == "claimed" or milestone.requests
        if waits and by in deciders(milestone, work.board):
            return c.Approve(by, why)
        if not is_signatory(by, work.board):
            raise Refused(f"{by} signs for no sector of {work.board.name}; {_signatories(work.board)}")
        return c.Agree(by)

    return _give(house, milestone_id, by, why, now, command)


def complete(house: House, milestone_id: str, *, by: str, why: str, now: datetime) -> Milestone:
    """Confirm completion for the owner `by`; the coordinator confirms for every owner; a decider accepts a claim."""

    def command(milestone: Milestone, work: Work) -> c.Command:
        if milestone.state == "claimed" and by in deciders(milestone, work.board):
            return c.Approve(by, why)
        owner = _owner_spoken_for(milestone, by, work)
        if owner is not None:
            return c.Complete(owner)
        if by == work.board.coordinator:
            return c.Complete(by, for_all=True)
        names = ", ".join(owner.post for owner in milestone.owners) or "not named"
        raise Refused(f"{by} does not own {milestone.id}; its owners are {names}")

    return _give(house, milestone_id, by, why, now, command)


def extend(house: House, milestone_id: str, *, to: date, by: str, why: str, now: datetime) -> Milestone:
    """Move the due date (the coordinator), or ask the coordinator to (an owner)."""

    def command(milestone: Milestone, work: Work) -> c.Command:
        if by == work.board.coordinator:
            return c.MoveDueDate(by, to, why)
        owner = _owner_spoken_for(milestone, by, work)
        if owner is None:
            raise Refused(f"{by} neither owns {milestone.id} nor is the coordinator, {work.board.coordinator}")
        return c.AskExtension(owner, to, why)

    return _give(house, milestone_id, by, why, now, command)


def withdraw(house: House, milestone_id: str, *, by: str, why: str, now: datetime) -> Milestone:
    """Take a milestone out of the programme: the coordinator, or a signatory."""
    return _give(house, milestone_id, by, why, now, lambda _milestone, _work: c.Withdraw(by, why), _keeps_the_plan)


def assign(house: House, milestone_id: str, *, to: str, kind: OwnerKind, by: str, why: str, now: datetime) -> Milestone:
    """Give a milestone an owner: the coordinator, or a signatory."""

    def command(_milestone: Milestone, work: Work) -> c.Command:
        _known(to, work.board)
        return c.Assign(by, to, kind)

    return _give(house, milestone_id, by, why, now, command, _keeps_the_plan)


def silence(house: House, milestone_id: str, *, until: date, by: str, why: str, now: datetime) -> Milestone:
    """Pause all chasing of a milestone to the end of a day: the coordinator, or a signatory."""
    return _give(
        house, milestone_id, by, why, now, lambda _milestone, _work: c.Silence(by, until, why), _keeps_the_plan
    )


def absence(
    house: House,
    board: str,
    post: str,
    *,
    since: date,
    until: date,
    deputy: str | None,
    by: str,
    why: str,
    now: datetime,
) -> Absence:
    """Record who covers a post from one day to another, both inclusive.

    Raises:
        Refused: an unknown post, a span that ends before it begins, or a post that would cover itself.
    """
    known = house.board(board)
    for name in (post, *((deputy,) if deputy else ())):
        _known(name, known)
    if until < since:
        raise Refused(f"the absence ends on {until} before it begins on {since}")
    if deputy == post:
        raise Refused(f"{post} cannot cover itself")
    recorded = Absence(post, since, until, deputy, by, why)
    with house.database.transaction() as session:
        work = Work(session, house, board, now)
        queries.record_absence(session, board, recorded)
        work.record(e.AbsenceRecorded(board, post, since, until, deputy, why), by)
        work.finish()
    return recorded


def _give(
    house: House,
    milestone_id: str,
    by: str,
    why: str,
    now: datetime,
    command: Callable[[Milestone, Work], c.Command],
    allowed: Callable[[str, Board], None] | None = None,
) -> Milestone:
    board = house.board_of(milestone_id)
    milestone_id = milestone_id.upper()
    with house.database.transaction() as session:
        work = Work(session, house, board.slug, now) if board else None
        milestone = work.state(milestone_id) if work else None
        if work is None or milestone is None:
            raise Refused(f"there is no milestone {milestone_id}")
        _known(by, work.board)
        if allowed:
            allowed(by, work.board)
        order = command(milestone, work)
        events = work.decide(milestone_id, order, by)
        if events and why and not any(why in str(event) for event in events):
            work.decide(milestone_id, c.Comment(by, why), by)
        work.finish()
        state = work.state(milestone_id)
    assert state is not None
    return state


def _owner_spoken_for(milestone: Milestone, by: str, work: Work) -> str | None:
    """Name the owner that `by` is or stands in for, None when it is nobody's deputy here."""
    owners = [owner.post for owner in milestone.owners]
    ordered = sorted(owners, key=lambda owner: owner != by)
    return next((o for o in ordered if may_speak_for((by,), o, work.board, work.absences, work.moment.today)), None)


def _keeps_the_plan(by: str, board: Board) -> None:
    if by != board.coordinator and not is_signatory(by, board):
        raise Refused(f"{by} may not: only the coordinator, {board.coordinator}, or a signatory; {_signatories(board)}")


def _known(post: str, board: Board) -> None:
    if post not in board.posts:
        raise Refused(f"{board.name} has no post {post}; its posts are {', '.join(sorted(board.posts))}")


def _signatories(board: Board) -> str:
    return "its signatories are " + (", ".join(post.id for post in board.signatories()) or "not named")
