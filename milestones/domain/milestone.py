"""What may happen to a milestone: `decide` turns a command into events, or refuses it with a reason.

Pure: the state, the command, the board's rules and the moment come in; events or `Refused` come out. Who may give
which command is `milestones.domain.access`; how events change the state is `milestones.domain.evolve`. The states are
drawn in docs/states.md.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import timedelta
from typing import TYPE_CHECKING

from milestones.domain import commands as c
from milestones.domain import events as e
from milestones.domain.board import Acceptance, CompletionOwners
from milestones.domain.evolve import evolve, fold
from milestones.domain.state import Milestone, OwnerKind, State

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime
    from typing import Any

    from milestones.domain.board import Board
    from milestones.domain.state import Owner, Row

__all__ = ["Moment", "Refused", "decide", "evolve", "fold"]

UNDO_WITHIN = timedelta(days=1)
"""How long an owner may take a confirmation back."""

Events = tuple[e.MilestoneEvent, ...]


class Refused(Exception):
    """What was asked cannot be done to this milestone; the message says why, for the person who asked."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Where and when a decision is made: the board's rules, the instant (aware UTC), the day in the board's zone."""

    board: Board
    now: datetime
    today: date


def decide(id: str, state: Milestone | None, command: c.Command, moment: Moment) -> Events:  # noqa: A002
    """Say which events `command` makes of `state`; an empty tuple when it would change nothing.

    Raises:
        Refused: the command does not fit the state; nothing happens.
    """
    if isinstance(command, c.Import):
        return _import(state, command, moment)
    if state is None:
        raise Refused(f"there is no milestone {id}")
    return _DECIDERS[type(command)](state, command, moment)


# --- import and agreement -------------------------------------------------------------------------------------------


def _import(state: Milestone | None, command: c.Import, moment: Moment) -> Events:
    row = command.row
    target = State.HELD if row.questions else State.AGREED if command.agreed_on else State.PROPOSED
    if state is None:
        return (e.MilestoneImported(moment.board.slug, row, target, command.agreed_on, command.minute),)
    events: list[e.MilestoneEvent] = []
    after = state
    if state.row != row and state.state not in {State.COMPLETED, State.WITHDRAWN}:
        updated = e.MilestoneUpdated(row, changed_fields(state.row, row), _after_update(state, row))
        events.append(updated)
        after = evolve(state.id, state, updated, moment.now)
        if after.state is State.HELD and not after.questions:
            released = _release(after, moment)
            events.append(released)
            after = evolve(state.id, after, released, moment.now)
    if command.agreed_on and after.state is State.PROPOSED:
        events.append(e.MilestoneAgreed(command.agreed_on, command.minute))
    return tuple(events)


def changed_fields(old: Row, new: Row) -> tuple[str, ...]:
    """Name the fields in which two readings of one row differ."""
    return tuple(field.name for field in fields(old) if getattr(old, field.name) != getattr(new, field.name))


def _after_update(state: Milestone, row: Row) -> State:
    """Give the state after an import changed the row: what is held or proposed is looked at anew.

    What is agreed stays agreed, with the date and the owners that were agreed, though a later sheet puts them in
    doubt; the question is kept and shown. One blank cell does not stop a programme.
    """
    if state.state is State.PROPOSED and row.questions:
        return State.HELD
    return state.state


def _agree(state: Milestone, command: c.Agree, moment: Moment) -> Events:
    if state.state in {State.AGREED, State.CLAIMED, State.COMPLETED}:
        return ()
    if state.state is not State.PROPOSED:
        raise Refused(f"{state.id} is {state.state} and cannot be agreed")
    sector = moment.board.sector_of(command.by)
    given = e.SectorAgreed(command.by, sector)
    after = evolve(state.id, state, given, moment.now)
    already = any(agreement.post == command.by for agreement in state.agreements)
    agreed = {agreement.sector for agreement in after.agreements}
    if not after.objections and agreed.issuperset(moment.board.agreement_sectors):
        return (given, e.MilestoneAgreed(moment.today))
    return () if already else (given,)


def _object(state: Milestone, command: c.Object, moment: Moment) -> Events:
    if state.state is not State.PROPOSED:
        raise Refused(f"{state.id} is {state.state}; an objection can be made only while it is proposed")
    return (e.ObjectionRaised(command.by, moment.board.sector_of(command.by), command.reason),)


# --- completion -----------------------------------------------------------------------------------------------------


def _complete(state: Milestone, command: c.Complete, moment: Moment) -> Events:
    if state.state in {State.COMPLETED, State.CLAIMED}:
        return ()
    if state.state is not State.AGREED:
        raise Refused(f"{state.id} is {state.state}; only an agreed milestone can be completed")
    posts = [owner.post for owner in state.owners] if command.for_all else [command.by]
    if not command.for_all and state.owner(command.by) is None:
        raise Refused(f"{command.by} does not own {state.id}; its owners are {_names(state.owners)}")
    open_posts = [post for post in posts if (owner := state.owner(post)) and owner.confirmed_at is None]
    confirmed: list[e.MilestoneEvent] = [e.CompletionConfirmed(post) for post in open_posts]
    after = state
    for event in confirmed:
        after = evolve(state.id, after, event, moment.now)
    if not command.for_all and not _confirmed_enough(after.owners, moment.board.completion_owners):
        return tuple(confirmed)
    waits = moment.board.acceptance is not Acceptance.NONE
    return (*confirmed, e.MilestoneClaimed() if waits else e.MilestoneCompleted())


def _confirmed_enough(owners: tuple[Owner, ...], rule: CompletionOwners) -> bool:
    """Apply `[completion] owners`: all, any, or the lead (all of them where nobody leads)."""
    if rule is CompletionOwners.ANY:
        return any(owner.confirmed_at for owner in owners)
    leads = [owner for owner in owners if owner.kind is OwnerKind.LEAD]
    asked = leads if rule is CompletionOwners.LEAD and leads else owners
    return bool(asked) and all(owner.confirmed_at for owner in asked)


def _undo(state: Milestone, command: c.Undo, moment: Moment) -> Events:
    owner = state.owner(command.by)
    if owner is None or owner.confirmed_at is None:
        raise Refused(f"there is no confirmation by {command.by} of {state.id} to undo")
    if moment.now - owner.confirmed_at > UNDO_WITHIN:
        raise Refused(f"the confirmation of {state.id} is more than a day old; the coordinator can reopen it")
    return (e.ConfirmationUndone(command.by, command.why),)


# --- what an owner reports ------------------------------------------------------------------------------------------


def _running(state: Milestone, what: str) -> None:
    """Refuse what makes sense only while a milestone is being worked on."""
    if state.state in {State.COMPLETED, State.WITHDRAWN}:
        raise Refused(f"{state.id} is {state.state}: {what}")


def _progress(state: Milestone, command: c.NoteProgress, _moment: Moment) -> Events:
    _running(state, "progress is no longer recorded")
    return (e.ProgressNoted(command.by, command.text),)


def _block(state: Milestone, command: c.Block, _moment: Moment) -> Events:
    _running(state, "it cannot be blocked")
    return (e.MilestoneBlocked(command.by, command.reason),)


def _snooze(state: Milestone, command: c.Snooze, moment: Moment) -> Events:
    _running(state, "there is nothing to snooze")
    if command.until <= moment.today:
        raise Refused(f"{command.until.isoformat()} is not after today: name a later day to snooze until")
    return (e.MilestoneSnoozed(command.by, command.until),)


def _comment(_state: Milestone, command: c.Comment, _moment: Moment) -> Events:
    return (e.CommentAdded(command.by, command.text),)


# --- dates ----------------------------------------------------------------------------------------------------------


def _ask_extension(state: Milestone, command: c.AskExtension, moment: Moment) -> Events:
    if state.state is not State.AGREED:
        raise Refused(f"{state.id} is {state.state}; only an agreed milestone can be extended")
    if command.to_day == state.due:
        raise Refused(f"{state.id} is due on {command.to_day.isoformat()} already")
    if command.to_day < moment.today:
        raise Refused(f"{command.to_day.isoformat()} is past: name a day to come")
    return (e.ExtensionRequested(command.by, command.to_day, command.text),)


def _move(state: Milestone, command: c.MoveDueDate, moment: Moment) -> Events:
    _running(state, "its due date stays")
    if state.state is State.HELD or state.due is None:
        return _answered(state, (e.DueDateSet(command.to_day, command.why),), "due", moment)
    if command.to_day == state.due:
        return ()
    asked = next((request.by for request in state.requests if request.kind == "extension"), None)
    return (e.DueDateMoved(state.due, command.to_day, command.why, asked),)


# --- owners ---------------------------------------------------------------------------------------------------------


def _ask_reassignment(state: Milestone, command: c.AskReassignment, _moment: Moment) -> Events:
    _running(state, "its owners stay")
    return (e.ReassignmentRequested(command.by, command.text, command.to),)


def _assign(state: Milestone, command: c.Assign, moment: Moment) -> Events:
    _running(state, "its owners stay")
    owner = state.owner(command.post)
    if owner is not None and owner.kind is command.kind and not state.requests:
        return _answered(state, (), "owner", moment)
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
        events.append(_release(state, moment))
    return tuple(events)


def _release(state: Milestone, moment: Moment) -> e.MilestoneReleased:
    """Release a held milestone: agreed from today where a meeting had agreed its plan, else proposed."""
    if state.agreed_on is None:
        return e.MilestoneReleased(State.PROPOSED)
    return e.MilestoneReleased(State.AGREED, max(state.agreed_on, moment.today))


# --- decisions ------------------------------------------------------------------------------------------------------


def _approve(state: Milestone, command: c.Approve, moment: Moment) -> Events:
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
        title = moment.board.posts[named.by].title if named.by in moment.board.posts else named.by
        raise Refused(f"the {title} named no post of this board; use `milestones assign {state.id} --to POST`")
    raise Refused(f"{state.id} has no request that waits for a decision")


def _reject(state: Milestone, command: c.Reject, _moment: Moment) -> Events:
    if state.state is State.CLAIMED:
        return (e.ClaimRejected(command.by, command.why),)
    if not state.requests:
        raise Refused(f"{state.id} has no request that waits for a decision")
    return tuple(e.RequestRejected(request.kind, request.by, command.why) for request in state.requests)


# --- pauses and ends ------------------------------------------------------------------------------------------------


def _silence(state: Milestone, command: c.Silence, moment: Moment) -> Events:
    _running(state, "there is nothing to silence")
    if command.until < moment.today:
        raise Refused(f"{command.until.isoformat()} is past: name today or a later day")
    return (e.MilestoneSilenced(command.until, command.by, command.why),)


def _end_silence(state: Milestone, _command: c.EndSilence, moment: Moment) -> Events:
    if state.silence is None or moment.today <= state.silence.until:
        return ()
    return (e.SilenceEnded(state.silence.until),)


def _withdraw(state: Milestone, command: c.Withdraw, _moment: Moment) -> Events:
    if state.state is State.WITHDRAWN:
        return ()
    if state.state is State.COMPLETED:
        raise Refused(f"{state.id} is completed; a completed milestone stays in the record")
    return (e.MilestoneWithdrawn(command.why),)


def _names(owners: tuple[Owner, ...]) -> str:
    return ", ".join(owner.post for owner in owners) or "not named"


_DECIDERS: dict[type, Callable[[Milestone, Any, Moment], Events]] = {
    c.Agree: _agree,
    c.Object: _object,
    c.Complete: _complete,
    c.NoteProgress: _progress,
    c.AskExtension: _ask_extension,
    c.MoveDueDate: _move,
    c.AskReassignment: _ask_reassignment,
    c.Assign: _assign,
    c.Approve: _approve,
    c.Reject: _reject,
    c.Block: _block,
    c.Snooze: _snooze,
    c.Silence: _silence,
    c.EndSilence: _end_silence,
    c.Withdraw: _withdraw,
    c.Comment: _comment,
    c.Undo: _undo,
}
"""Who decides which command, in the order of `milestones.domain.commands`."""
