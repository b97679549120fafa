"""Decides what changes an agreed milestone: its date, its owners, the answers to requests, pauses, withdrawal. Pure.

Part of `milestones.domain.milestone.decide`; each function takes the state, one command and the moment, and gives
events or raises `Refused`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestones.domain import events as e
from milestones.domain.evolve import evolve
from milestones.domain.moment import IS, Events, Moment, Refused, require_running
from milestones.domain.state import Milestone, OwnerKind, State
from milestones.domain.wording import long_day

if TYPE_CHECKING:
    from milestones.domain import commands as c


# --- dates ----------------------------------------------------------------------------------------------------------


def ask_extension(state: Milestone, command: c.AskExtension, moment: Moment) -> Events:
    """Ask the coordinator for a later date."""
    if state.state is not State.AGREED:
        raise Refused(f"{state.id} is {IS[state.state]}; only an agreed milestone can be extended")
    if command.to_day == state.due:
        raise Refused(f"{state.id} is due on {long_day(command.to_day)} already")
    if command.to_day < moment.today:
        raise Refused(f"{long_day(command.to_day)} is past: name a day to come")
    return (e.ExtensionRequested(command.by, command.to_day, command.text),)


def move(state: Milestone, command: c.MoveDueDate, moment: Moment) -> Events:
    """Move the due date; a held milestone without one gets it, which may release it."""
    require_running(state, "its due date stays")
    if state.state is State.HELD or state.due is None:
        return _answered(state, (e.DueDateSet(command.to_day, command.why),), "due", moment)
    if command.to_day == state.due:
        return ()
    asked = next((request.by for request in state.requests if request.kind == "extension"), None)
    return (e.DueDateMoved(state.due, command.to_day, command.why, asked),)


# --- owners ---------------------------------------------------------------------------------------------------------


def ask_reassignment(state: Milestone, command: c.AskReassignment, _moment: Moment) -> Events:
    """Ask the coordinator that another post own it."""
    require_running(state, "its owners stay")
    return (e.ReassignmentRequested(command.by, command.text, command.to),)


def assign(state: Milestone, command: c.Assign, moment: Moment) -> Events:
    """Give it an owner; a new lead takes the place of the one before."""
    require_running(state, "its owners stay")
    owner = state.owner(command.post)
    if owner is not None and owner.kind is command.kind and not state.requests:
        return _answered(state, (), "owner", moment)
    if state.state is State.CLAIMED:  # an owner who confirmed would go, and the claim with nobody behind it would stay
        raise Refused(f"{state.id} is {IS[state.state]}: accept or reject that first, then change its owners")
    leads = [owner.post for owner in state.owners if owner.kind is OwnerKind.LEAD and owner.post != command.post]
    replaced = leads[0] if command.kind is OwnerKind.LEAD and leads else None
    return _answered(state, (e.OwnerAssigned(command.post, command.kind, replaced),), "owner", moment)


def _answered(state: Milestone, given: Events, about: str, moment: Moment) -> Events:
    """Add what an answer by hand settles: the question about `about`, and the release when none is left."""
    if state.state is not State.HELD:
        return given
    events: list[e.MilestoneEvent] = list(given)
    abouts = {question.about for question in state.questions}
    settled = [about] if about in abouts else []
    if abouts - {about} == {"row"} or abouts == {"row"}:
        settled.append("row")  # the coordinator gave it a date or an owner: the row itself is meant
    events += [e.QuestionAnswered(what) for what in settled]
    after = state
    for event in events:
        after = evolve(state.id, after, event, moment.now)
    if not after.questions and after.due is not None and after.owners:
        events.append(release(state, moment))
    return tuple(events)


def release(state: Milestone, moment: Moment) -> e.MilestoneReleased:
    """Release a held milestone: agreed from today where a meeting had agreed its plan, else proposed."""
    if state.agreed_on is None:
        return e.MilestoneReleased(State.PROPOSED)
    return e.MilestoneReleased(State.AGREED, max(state.agreed_on, moment.today))


# --- decisions ------------------------------------------------------------------------------------------------------


def approve(state: Milestone, command: c.Approve, moment: Moment) -> Events:
    """Say yes to what waits: a claim first, then a request for a date, then one for another owner."""
    if state.state is State.CLAIMED:
        return (e.MilestoneCompleted(accepted_by=command.by),)
    extension = next((request for request in state.requests if request.kind == "extension"), None)
    if extension is not None and extension.to_day is not None:
        why = command.why or extension.text or "approved"
        return (e.DueDateMoved(state.due, extension.to_day, why, extension.by),)
    named = next((request for request in state.requests if request.kind == "reassignment"), None)
    if named is not None:
        if named.to_post is not None and named.to_post in moment.board.posts:
            kind = owner.kind if (owner := state.owner(named.by)) else OwnerKind.LEAD
            return (e.OwnerAssigned(named.to_post, kind, named.by),)
        raise Refused(
            f"{moment.titles([named.by])} named no post of this board; use `milestones assign {state.id} --to POST`"
        )
    raise Refused(f"{state.id} has no request that waits for a decision")


def reject(state: Milestone, command: c.Reject, _moment: Moment) -> Events:
    """Say no to what waits: a claim, or every request."""
    if state.state is State.CLAIMED:
        return (e.ClaimRejected(command.by, command.why),)
    if not state.requests:
        raise Refused(f"{state.id} has no request that waits for a decision")
    return tuple(e.RequestRejected(request.kind, request.by, command.why) for request in state.requests)


# --- pauses and ends ------------------------------------------------------------------------------------------------


def silence(state: Milestone, command: c.Silence, moment: Moment) -> Events:
    """Pause its ladder until a day, inclusive."""
    require_running(state, "there is nothing to silence")
    if command.until < moment.today:
        raise Refused(f"{long_day(command.until)} is past: name today or a later day")
    return (e.MilestoneSilenced(command.until, command.by, command.why),)


def end_silence(state: Milestone, _command: c.EndSilence, moment: Moment) -> Events:
    """End a silence whose last day is past."""
    if state.silence is None or moment.today <= state.silence.until:
        return ()
    return (e.SilenceEnded(state.silence.until),)


def withdraw(state: Milestone, command: c.Withdraw, _moment: Moment) -> Events:
    """Take it out of the programme."""
    if state.state is State.WITHDRAWN:
        return ()
    if state.state is State.COMPLETED:
        raise Refused(f"{state.id} is completed; a completed milestone stays in the record")
    return (e.MilestoneWithdrawn(command.why),)
