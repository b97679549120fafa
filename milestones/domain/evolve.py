"""How one event changes a milestone: the fold over the log. Decides nothing, refuses nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from milestones.domain import events as e
from milestones.domain.state import (
    Agreement,
    Milestone,
    Objection,
    Owner,
    OwnerKind,
    Request,
    Silence,
    State,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime
    from typing import Any

    from milestones.domain.state import Question, Row

RAG_WORDS = {"red": "red", "amber": "amber", "green": "green", "r": "red", "a": "amber", "g": "green"}
"""How plans write the owner's own confidence in a status column."""


def fold(id: str, history: Iterable[tuple[datetime, e.MilestoneEvent]]) -> Milestone | None:  # noqa: A002  the milestone's
    """Fold a milestone's events, oldest first, into its state; None when there are none."""
    state: Milestone | None = None
    for at, event in history:
        state = evolve(id, state, event, at)
    return state


def evolve(id: str, state: Milestone | None, event: e.MilestoneEvent, at: datetime) -> Milestone:  # noqa: A002
    """Give the state after `event`, which happened at `at` (aware UTC)."""
    if isinstance(event, e.MilestoneImported):
        return _imported(id, event)
    if state is None:
        raise ValueError(f"{id}: {event.type} before it was imported")
    return _CHANGES[type(event)](state, event, at)


def _imported(id: str, event: e.MilestoneImported) -> Milestone:  # noqa: A002
    row = event.row
    return Milestone(
        id=id,
        board=event.board,
        row=row,
        state=event.state,
        due=row.due,
        baseline_due=row.due,
        owners=row.owners,
        questions=row.questions,
        declared=RAG_WORDS.get(row.status.strip().casefold()),
        agreed_on=event.agreed_on,
        minute=event.minute,
    )


def _updated(state: Milestone, event: e.MilestoneUpdated, _at: datetime) -> Milestone:
    old, new = state.row, event.row
    moved = new.due is not None and new.due != old.due and new.due != state.due
    first = state.baseline_due is None or state.state in {State.HELD, State.PROPOSED}
    due = new.due if moved else state.due
    kept = {owner.post: owner.confirmed_at for owner in state.owners}
    doubtful = any(question.about == "owner" for question in new.questions) and state.state is not State.HELD
    owners = (
        tuple(replace(owner, confirmed_at=kept.get(owner.post)) for owner in new.owners)
        if new.owners != old.owners and not doubtful
        else state.owners
    )
    return replace(
        state,
        row=new,
        state=event.state,
        due=due,
        baseline_due=due if moved and first else state.baseline_due,
        redated=state.redated + (1 if moved and not first else 0),
        owners=owners,
        questions=_open_questions(state.questions, old, new),
        agreements=() if event.state is State.PROPOSED else state.agreements,
        objections=() if event.state is State.PROPOSED else state.objections,
        declared=RAG_WORDS.get(new.status.strip().casefold(), state.declared),
    )


def _open_questions(open_now: tuple[Question, ...], old: Row, new: Row) -> tuple[Question, ...]:
    """Keep what is still open about words that did not change; ask anew about words that did."""
    same = {
        "due": (old.due_as_written, old.due) == (new.due_as_written, new.due),
        "owner": (old.owner_as_written, old.owners) == (new.owner_as_written, new.owners),
    }
    kept = tuple(question for question in open_now if same.get(question.about, False))
    return kept + tuple(question for question in new.questions if not same.get(question.about, False))


def _moved(state: Milestone, event: e.DueDateMoved, _at: datetime) -> Milestone:
    requests = tuple(request for request in state.requests if request.kind != "extension")
    return replace(
        state,
        due=event.new,
        baseline_due=state.baseline_due or event.new,
        redated=state.redated + 1,
        requests=requests,
        snoozed_until=None,
    )


def _assigned(state: Milestone, event: e.OwnerAssigned, _at: datetime) -> Milestone:
    others = tuple(owner for owner in state.owners if owner.post not in {event.post, event.instead_of})
    owner = Owner(event.post, event.kind)
    owners = (owner, *others) if event.kind is OwnerKind.LEAD else (*others, owner)
    requests = tuple(request for request in state.requests if request.kind != "reassignment")
    return replace(state, owners=owners, requests=requests)


def _confirmed(state: Milestone, event: e.CompletionConfirmed, at: datetime) -> Milestone:
    owners = tuple(
        replace(owner, confirmed_at=at) if owner.post == event.post and owner.confirmed_at is None else owner
        for owner in state.owners
    )
    return replace(state, owners=owners, blocked=None)


def _unconfirmed(owners: tuple[Owner, ...], post: str | None = None) -> tuple[Owner, ...]:
    return tuple(replace(owner, confirmed_at=None) if post in {None, owner.post} else owner for owner in owners)


def _agreed_by(state: Milestone, event: e.SectorAgreed, _at: datetime) -> Milestone:
    agreements = tuple(given for given in state.agreements if given.post != event.post)
    objections = tuple(raised for raised in state.objections if raised.post != event.post)
    return replace(state, agreements=(*agreements, Agreement(event.post, event.sector)), objections=objections)


def _objected(state: Milestone, event: e.ObjectionRaised, _at: datetime) -> Milestone:
    agreements = tuple(given for given in state.agreements if given.post != event.post)
    objections = tuple(raised for raised in state.objections if raised.post != event.post)
    raised = Objection(event.post, event.sector, event.reason)
    return replace(state, agreements=agreements, objections=(*objections, raised))


def _request_rejected(state: Milestone, event: e.RequestRejected, _at: datetime) -> Milestone:
    kept = tuple(r for r in state.requests if not (r.kind == event.kind and r.by == event.asked_by))
    return replace(state, requests=kept)


def _asked(state: Milestone, request: Request) -> Milestone:
    others = tuple(r for r in state.requests if not (r.kind == request.kind and r.by == request.by))
    return replace(state, requests=(*others, request))


_CHANGES: dict[type, Callable[[Milestone, Any, datetime], Milestone]] = {
    e.MilestoneUpdated: _updated,
    e.QuestionAnswered: lambda s, ev, _: replace(s, questions=tuple(q for q in s.questions if q.about != ev.about)),
    e.MilestoneReleased: lambda s, ev, _: replace(s, state=ev.state, questions=(), agreed_on=ev.on or s.agreed_on),
    e.SectorAgreed: _agreed_by,
    e.ObjectionRaised: _objected,
    e.MilestoneAgreed: lambda s, ev, _: replace(
        s, state=State.AGREED, agreed_on=ev.on, minute=ev.minute or s.minute, objections=(), questions=()
    ),
    e.CompletionConfirmed: _confirmed,
    e.MilestoneClaimed: lambda s, _ev, _: replace(s, state=State.CLAIMED),
    e.MilestoneCompleted: lambda s, _ev, at: replace(
        s, state=State.COMPLETED, completed_at=at, blocked=None, snoozed_until=None, requests=()
    ),
    e.ClaimRejected: lambda s, _ev, _: replace(s, state=State.AGREED, owners=_unconfirmed(s.owners), cycle=s.cycle + 1),
    e.ConfirmationUndone: lambda s, ev, _: replace(
        s, state=State.AGREED, owners=_unconfirmed(s.owners, ev.post), completed_at=None, cycle=s.cycle + 1
    ),
    e.ProgressNoted: lambda s, ev, _: replace(s, progress=ev.text),
    e.CommentAdded: lambda s, _ev, _: s,
    e.MilestoneBlocked: lambda s, ev, _: replace(s, blocked=ev.reason),
    e.MilestoneUnblocked: lambda s, _ev, _: replace(s, blocked=None),
    e.MilestoneSnoozed: lambda s, ev, _: replace(s, snoozed_until=ev.until),
    e.MilestoneSilenced: lambda s, ev, _: replace(s, silence=Silence(ev.until, ev.by, ev.why)),
    e.SilenceEnded: lambda s, _ev, _: replace(s, silence=None),
    e.ExtensionRequested: lambda s, ev, _: _asked(s, Request("extension", ev.post, ev.to_day, ev.text)),
    e.DueDateMoved: _moved,
    e.DueDateSet: lambda s, ev, _: replace(s, due=ev.due, baseline_due=ev.due),
    e.RequestRejected: _request_rejected,
    e.ReassignmentRequested: lambda s, ev, _: _asked(s, Request("reassignment", ev.post, None, ev.text, ev.to)),
    e.OwnerAssigned: _assigned,
    e.MilestoneWithdrawn: lambda s, _ev, _: replace(s, state=State.WITHDRAWN, requests=()),
}
"""What each event does. A new event needs its line here; a test holds the two lists equal."""
