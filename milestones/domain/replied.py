"""What a reply was understood to say, and what became of it, in words for the person who replied. Decides nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from milestones.domain.access import deciders
from milestones.domain.movement import title_of
from milestones.domain.reading import Intent
from milestones.domain.state import State
from milestones.domain.wording import long_day

if TYPE_CHECKING:
    from milestones.domain.board import Board
    from milestones.domain.reading import Reading
    from milestones.domain.state import Milestone

_UNDERSTOOD = {
    Intent.COMPLETE: "it is complete",
    Intent.NOT_COMPLETE: "it is not complete yet",
    Intent.REASSIGN: "it belongs to somebody else",
    Intent.AGREE: "you agree",
    Intent.APPROVE: "yes",
    Intent.ACCEPT: "yes, accepted",
    Intent.UNDO: "your confirmation was a mistake",
    Intent.COMMENT: "a comment",
}


_GIVEN_AFTER = {
    Intent.BLOCKED: r"blocked",
    Intent.OBJECT: r"object(?:ion|s)?",
    Intent.REJECT: r"reject(?:ed)?",
    Intent.NOT_COMPLETE: r"not (?:yet )?(?:done|complete)(?: yet)?",
    Intent.APPROVE: r"approved?",
    Intent.ACCEPT: r"accept(?:ed)?",
}
"""The word after which, with a colon, the letters ask for a reason."""

_BARE_YES_WORDS = 3
"""A yes of so few words gives no reason: `Approved, thank you`."""


def own_reason(reading: Reading) -> str:
    """Give the reason in a reply without the word that the letter offered: `waiting for X` of `blocked: waiting for X`.

    Where the words follow another shape they stand as they were written; a bare yes gives no reason.
    """
    word = _GIVEN_AFTER.get(reading.intent)
    if word is None:
        return reading.text
    offered = re.search(rf"\b{word}\b[^:\n.]{{0,40}}:[ \t]*(\S.*)", reading.text, re.IGNORECASE)
    if offered is not None:
        return offered[1].strip()
    is_yes = reading.intent in {Intent.APPROVE, Intent.ACCEPT}
    return "" if is_yes and len(reading.text.split()) <= _BARE_YES_WORDS else reading.text


def understood(reading: Reading) -> str:
    """Say in words what a reading takes the reply to say."""
    reason = own_reason(reading)
    if reading.intent is Intent.EXTEND and reading.due:
        return f"you ask for more time, until {long_day(reading.due)}"
    if reading.intent is Intent.SNOOZE and reading.due:
        return f"no reminder before {long_day(reading.due)}"
    if reading.intent is Intent.BLOCKED:
        return f"it is blocked: {reason}" if reason else "it is blocked"
    if reading.intent in {Intent.OBJECT, Intent.REJECT}:
        verb = "you object" if reading.intent is Intent.OBJECT else "no"
        return f"{verb}: {reason}" if reason else verb
    return _UNDERSTOOD.get(reading.intent, reading.intent.value)


def which_day(reading: Reading) -> str:
    """Say what is asked for that still needs a day."""
    return "you ask for more time" if reading.intent is Intent.EXTEND else "you ask for a pause in reminders"


def effect(reading: Reading, after: Milestone, board: Board) -> str:
    """Say what happens now that `reading` was acted on and `after` holds."""
    tell = _EFFECTS.get(reading.intent)
    return tell(after, board) if tell else "Kept with the milestone. Nothing changes."


def _completed(after: Milestone, board: Board) -> str:
    if after.state is State.COMPLETED:
        return "It is recorded as completed. Nothing more is asked."
    if after.state is State.CLAIMED:
        names = " or ".join(title_of(board, post) for post in deciders(after, board))
        return f"Your confirmation is recorded. It now waits for acceptance by {names}."
    waiting = [title_of(board, owner.post) for owner in after.owners if owner.confirmed_at is None]
    return f"Your confirmation is recorded. It still waits for {', '.join(waiting)}."


def _agreed(after: Milestone, _board: Board) -> str:
    if after.state is State.AGREED:
        return "Every sector has agreed: the milestone is agreed."
    if after.objections:
        return "Your sector's agreement is recorded; an objection still stands."
    return "Your sector's agreement is recorded; other sectors are still to answer."


def _asked(until: str) -> Callable[[Milestone, Board], str]:
    """Give the effect of a request to the coordinator; `until` says what holds meanwhile."""

    def tell(after: Milestone, board: Board) -> str:
        due = long_day(after.due) if after.due else "open"
        return f"{title_of(board, board.coordinator)} is asked to decide. Until then {until.format(due=due)}."

    return tell


_EFFECTS: dict[Intent, Callable[[Milestone, Board], str]] = {
    Intent.COMPLETE: _completed,
    Intent.NOT_COMPLETE: lambda _after, _board: "Recorded as progress. Reminders go on.",
    Intent.EXTEND: _asked("the due date stays {due}"),
    Intent.REASSIGN: _asked("it stays with you"),
    Intent.SNOOZE: lambda _after, _board: "The due date and any escalation stay as they are.",
    Intent.BLOCKED: lambda _after, _board: "Recorded and shown to the Board. The due date stays.",
    Intent.AGREE: _agreed,
    Intent.OBJECT: lambda _after, board: f"It stays proposed, and {title_of(board, board.coordinator)} is told.",
    Intent.APPROVE: lambda _after, _board: "Recorded; whoever asked is told.",
    Intent.ACCEPT: lambda _after, _board: "Recorded; whoever asked is told.",
    Intent.REJECT: lambda _after, _board: "Recorded; whoever asked is told, with your reason.",
    Intent.UNDO: lambda _after, _board: "Your confirmation is taken back: the milestone is open again.",
}
"""What each intent brings about, for the person who gave it."""
