"""Which letters an event owes, to which posts: one line of `OWED` a kind of event.

What one person is owed in one transaction, of one kind, is one letter (`flows.act` groups it). A new letter starts
here: one rule, one template folder, one test.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from milestones.domain import events as e
from milestones.domain.access import deciders
from milestones.domain.board import Acceptance
from milestones.domain.letter import Kind
from milestones.domain.state import State

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from milestones.domain.board import Board
    from milestones.domain.state import Milestone


@dataclass(frozen=True, slots=True)
class Owed:
    """One milestone's part in a letter owed to `to` (a post): why, and what the letter shows of it."""

    kind: Kind
    to: str
    why: str
    shows: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """An event with the state before and after it, the board, and the post that acted."""

    event: Any
    before: Milestone | None
    after: Milestone
    board: Board
    actor: str


def letters_owed(change: Change) -> tuple[Owed, ...]:
    """Say which letters `change` owes; none for most events: the acknowledgement of a reply is the reply's own."""
    rule = OWED.get(type(change.event))
    return rule(change) if rule else ()


def _entered(change: Change) -> tuple[Owed, ...]:
    """A milestone came in or was released: its owners hear of an agreed one, the signatories of a proposed one."""
    if change.after.state is State.AGREED:
        return _assignments(change)
    if change.after.state is State.PROPOSED:
        why = "you sign for your sector, and the programme needs every sector's agreement"
        return tuple(Owed(Kind.AGREEMENT_REQUEST, post.id, why) for post in change.board.signatories())
    return ()


def _assignments(change: Change) -> tuple[Owed, ...]:
    return tuple(
        Owed(Kind.ASSIGNMENT, owner.post, f"your post is named as owner ({owner.kind}), and the programme is agreed")
        for owner in change.after.owners
    )


def _updated(change: Change) -> tuple[Owed, ...]:
    """A later import changed it: what was proposed is asked anew; owners of an agreed one hear of a new date."""
    before, after = change.before, change.after
    if after.state is State.PROPOSED:
        return _entered(change)
    if after.state is not State.AGREED or before is None:
        return ()
    known = {owner.post for owner in before.owners}
    new = [owner for owner in after.owners if owner.post not in known]
    owed = [Owed(Kind.ASSIGNMENT, owner.post, f"your post is named as owner ({owner.kind})") for owner in new]
    if after.due != before.due:
        shows = {"request": "extension", "outcome": "approved", "old_due": before.due, "new_due": after.due}
        owed += [
            Owed(Kind.DECISION, owner.post, "you own it and its due date changed", {**shows, "by": change.actor})
            for owner in after.owners
            if owner.post in known
        ]
    return tuple(owed)


def _agreed(change: Change) -> tuple[Owed, ...]:
    result = Owed(
        Kind.AGREEMENT_RESULT,
        change.board.coordinator,
        "you keep the programme",
        {"outcome": "agreed", "by": change.actor},
    )
    by_meeting = change.event.minute is not None
    return _assignments(change) if by_meeting else (result, *_assignments(change))


def _objected(change: Change) -> tuple[Owed, ...]:
    shows = {"outcome": "objected", "by": change.event.post, "reason": change.event.reason}
    return (Owed(Kind.AGREEMENT_RESULT, change.board.coordinator, "you keep the programme", shows),)


def _extension_asked(change: Change) -> tuple[Owed, ...]:
    event = change.event
    shows = {
        "request": "extension",
        "by": event.post,
        "reason": event.text,
        "old_due": change.after.due,
        "new_due": event.to_day,
    }
    return _to_deciders(change, shows)


def _reassignment_asked(change: Change) -> tuple[Owed, ...]:
    event = change.event
    passed_to = {"passed_to": event.to} if event.to else {}
    return _to_deciders(change, {"request": "reassignment", "by": event.post, "reason": event.text, **passed_to})


def _claimed(change: Change) -> tuple[Owed, ...]:
    confirmed = ", ".join(owner.post for owner in change.after.owners if owner.confirmed_at)
    return _to_deciders(change, {"request": "claim", "by": confirmed})


def _to_deciders(change: Change, shows: Mapping[str, object]) -> tuple[Owed, ...]:
    posts = deciders(change.after, change.board)
    return tuple(Owed(Kind.DECISION_REQUEST, post, "the decision is yours", shows) for post in posts)


def _completed(change: Change) -> tuple[Owed, ...]:
    """Owners hear of an acceptance; where no one accepts, the acknowledgement has said it."""
    if change.board.acceptance is Acceptance.NONE or change.event.accepted_by is None:
        return ()
    shows = {"request": "claim", "outcome": "approved", "by": change.event.accepted_by}
    return _to_owners(change, shows, "you own it and its completion was accepted")


def _claim_rejected(change: Change) -> tuple[Owed, ...]:
    shows = {"request": "claim", "outcome": "rejected", "by": change.event.post, "reason": change.event.why}
    return _to_owners(change, shows, "you own it and its completion was not accepted")


def _moved(change: Change) -> tuple[Owed, ...]:
    event = change.event
    asked = [request.text for request in (change.before.requests if change.before else ())]
    shows = {
        "request": "extension",
        "outcome": "approved",
        "by": change.actor,
        "reason": "" if event.why in asked else event.why,  # the owner's own words are not the decider's
        "old_due": event.old,
        "new_due": event.new,
    }
    return _to_owners(change, shows, "you own it and its due date moved")


def _request_rejected(change: Change) -> tuple[Owed, ...]:
    event = change.event
    shows = {"request": event.kind, "outcome": "rejected", "by": change.actor, "reason": event.why}
    return (Owed(Kind.DECISION, event.asked_by, "you asked for it", {**shows, "old_due": change.after.due}),)


def _owner_assigned(change: Change) -> tuple[Owed, ...]:
    event = change.event
    if change.after.state is not State.AGREED:
        return ()
    owed = [Owed(Kind.ASSIGNMENT, event.post, f"your post is named as owner ({event.kind}) from now on")]
    if event.instead_of:
        shows = {"request": "reassignment", "outcome": "approved", "by": change.actor, "passed_to": event.post}
        owed.append(Owed(Kind.DECISION, event.instead_of, "you owned it until now", shows))
    return tuple(owed)


def _withdrawn(change: Change) -> tuple[Owed, ...]:
    if change.before is None or change.before.state not in {State.AGREED, State.CLAIMED}:
        return ()
    shows = {"request": "withdrawal", "outcome": "approved", "by": change.actor, "reason": change.event.why}
    return _to_owners(change, shows, "you owned it")


def _to_owners(change: Change, shows: Mapping[str, object], why: str) -> tuple[Owed, ...]:
    return tuple(Owed(Kind.DECISION, owner.post, why, shows) for owner in change.after.owners)


OWED: dict[type, Callable[[Change], tuple[Owed, ...]]] = {
    e.MilestoneImported: _entered,
    e.MilestoneReleased: _entered,
    e.MilestoneUpdated: _updated,
    e.MilestoneAgreed: _agreed,
    e.ObjectionRaised: _objected,
    e.ExtensionRequested: _extension_asked,
    e.ReassignmentRequested: _reassignment_asked,
    e.MilestoneClaimed: _claimed,
    e.MilestoneCompleted: _completed,
    e.ClaimRejected: _claim_rejected,
    e.DueDateMoved: _moved,
    e.RequestRejected: _request_rejected,
    e.OwnerAssigned: _owner_assigned,
    e.MilestoneWithdrawn: _withdrawn,
}
"""What each event owes; events that are not here owe nothing."""
