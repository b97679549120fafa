"""What may happen to a milestone: `decide` turns a command into events, or refuses it with a reason.

Pure: the state, the command, the board's rules and the moment come in; events or `Refused` come out. Who may give
which command is `milestones.domain.access`; how events change the state is `milestones.domain.evolve`. The states are
drawn in docs/states.md.
"""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta
from typing import TYPE_CHECKING

from milestones.domain import amend
from milestones.domain import commands as c
from milestones.domain import events as e
from milestones.domain.board import Acceptance, CompletionOwners
from milestones.domain.evolve import evolve, fold
from milestones.domain.moment import IS, Events, Moment, Refused, require_running
from milestones.domain.state import Milestone, OwnerKind, State
from milestones.domain.wording import long_day

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from milestones.domain.state import Owner, Row

__all__ = ["Moment", "Refused", "decide", "evolve", "fold"]

UNDO_WITHIN = timedelta(days=1)
"""How long an owner may take a confirmation back."""


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
            released = amend.release(after, moment)
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
        raise Refused(f"{state.id} is {IS[state.state]} and cannot be agreed")
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
        raise Refused(f"{state.id} is {IS[state.state]}; an objection can be made only while it is proposed")
    return (e.ObjectionRaised(command.by, moment.board.sector_of(command.by), command.reason),)


# --- completion -----------------------------------------------------------------------------------------------------


def _complete(state: Milestone, command: c.Complete, moment: Moment) -> Events:
    if state.state in {State.COMPLETED, State.CLAIMED}:
        return ()
    if state.state is not State.AGREED:
        raise Refused(f"{state.id} is {IS[state.state]}; only an agreed milestone can be completed")
    posts = [owner.post for owner in state.owners] if command.for_all else [command.by]
    if not command.for_all and state.owner(command.by) is None:
        raise Refused(f"{moment.titles([command.by])} does not own {state.id}; {_owned_by(state, moment)}")
    open_posts = [post for post in posts if (owner := state.owner(post)) and owner.confirmed_at is None]
    confirmed: list[e.MilestoneEvent] = [e.CompletionConfirmed(post) for post in open_posts]
    after = state
    for event in confirmed:
        after = evolve(state.id, after, event, moment.now)
    if not command.for_all and not _confirmed_enough(after.owners, moment.board.completion_owners):
        return tuple(confirmed)
    waits = moment.board.acceptance is not Acceptance.NONE
    return (*confirmed, e.MilestoneClaimed() if waits else e.MilestoneCompleted())


def _owned_by(state: Milestone, moment: Moment) -> str:
    return (
        f"it is owned by {moment.titles(owner.post for owner in state.owners)}" if state.owners else "nobody does yet"
    )


def _confirmed_enough(owners: tuple[Owner, ...], rule: CompletionOwners) -> bool:
    """Apply `[completion] owners`: all, any, or the lead (all of them where nobody leads)."""
    if rule is CompletionOwners.ANY:
        return any(owner.confirmed_at for owner in owners)
    leads = [owner for owner in owners if owner.kind is OwnerKind.LEAD]
    asked = leads if rule is CompletionOwners.LEAD and leads else owners
    return bool(asked) and all(owner.confirmed_at for owner in asked)


def _undo(state: Milestone, command: c.Undo, moment: Moment) -> Events:
    if state.state is State.WITHDRAWN:
        raise Refused(f"{state.id} is withdrawn: a confirmation of it is no longer taken back")
    owner = state.owner(command.by)
    if owner is None or owner.confirmed_at is None:
        raise Refused(f"there is no confirmation of {state.id} by {moment.titles([command.by])} to undo")
    if moment.now - owner.confirmed_at > UNDO_WITHIN:
        raise Refused(f"the confirmation of {state.id} is more than a day old and stands")
    return (e.ConfirmationUndone(command.by, command.why),)


# --- what an owner reports ------------------------------------------------------------------------------------------


def _progress(state: Milestone, command: c.NoteProgress, _moment: Moment) -> Events:
    require_running(state, "progress is no longer recorded")
    return (e.ProgressNoted(command.by, command.text),)


def _block(state: Milestone, command: c.Block, _moment: Moment) -> Events:
    require_running(state, "it cannot be blocked")
    return (e.MilestoneBlocked(command.by, command.reason),)


def _snooze(state: Milestone, command: c.Snooze, moment: Moment) -> Events:
    require_running(state, "there is nothing to snooze")
    if command.until <= moment.today:
        raise Refused(f"{long_day(command.until)} is not after today: name a later day to snooze until")
    return (e.MilestoneSnoozed(command.by, command.until),)


def _comment(_state: Milestone, command: c.Comment, _moment: Moment) -> Events:
    return (e.CommentAdded(command.by, command.text),)


_DECIDERS: dict[type, Callable[[Milestone, Any, Moment], Events]] = {
    c.Agree: _agree,
    c.Object: _object,
    c.Complete: _complete,
    c.NoteProgress: _progress,
    c.AskExtension: amend.ask_extension,
    c.MoveDueDate: amend.move,
    c.AskReassignment: amend.ask_reassignment,
    c.Assign: amend.assign,
    c.Approve: amend.approve,
    c.Reject: amend.reject,
    c.Block: _block,
    c.Snooze: _snooze,
    c.Silence: amend.silence,
    c.EndSilence: amend.end_silence,
    c.Withdraw: amend.withdraw,
    c.Comment: _comment,
    c.Undo: _undo,
}
"""Who decides which command, in the order of `milestones.domain.commands`."""
