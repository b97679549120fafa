"""What someone may ask, as values. `milestones.domain.milestone.decide` answers with events or a refusal.

`by` is the post that asks (or for which its deputy asks); `access` has already said that it may.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from milestones.domain.state import OwnerKind

if TYPE_CHECKING:
    from datetime import date

    from milestones.domain.state import Row


@dataclass(frozen=True, slots=True)
class Import:
    """Take in a plan's row; with `agreed_on`, as agreed by that day's meeting (`minute`)."""

    row: Row
    agreed_on: date | None = None
    minute: str | None = None


@dataclass(frozen=True, slots=True)
class Agree:
    """A signatory agrees for its sector."""

    by: str


@dataclass(frozen=True, slots=True)
class Object:
    """A signatory objects, with its reason."""

    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Complete:
    """The owner `by` confirms completion; `for_all` lets the coordinator confirm for every owner."""

    by: str
    for_all: bool = False


@dataclass(frozen=True, slots=True)
class NoteProgress:
    """The owner says that it is not complete."""

    by: str
    text: str


@dataclass(frozen=True, slots=True)
class AskExtension:
    """An owner asks for a later due date."""

    by: str
    to_day: date
    text: str = ""


@dataclass(frozen=True, slots=True)
class MoveDueDate:
    """The coordinator moves the due date, or gives the first one."""

    by: str
    to_day: date
    why: str


@dataclass(frozen=True, slots=True)
class AskReassignment:
    """An owner says that it is another's; `to` is the post that was plainly named, None where none was."""

    by: str
    text: str
    to: str | None = None


@dataclass(frozen=True, slots=True)
class Assign:
    """The coordinator gives the milestone an owner; a new lead takes the place of the one before."""

    by: str
    post: str
    kind: OwnerKind = OwnerKind.LEAD


@dataclass(frozen=True, slots=True)
class Approve:
    """The decider says yes to what is asked: an extension, or the acceptance of a claim."""

    by: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Reject:
    """The decider says no, with the reason."""

    by: str
    why: str


@dataclass(frozen=True, slots=True)
class Block:
    """The owner says what it waits for."""

    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Snooze:
    """The owner asks not to be reminded before a day."""

    by: str
    until: date


@dataclass(frozen=True, slots=True)
class Silence:
    """No chasing until the end of a day."""

    by: str
    until: date
    why: str


@dataclass(frozen=True, slots=True)
class EndSilence:
    """A silence has run out."""


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Take it out of the programme."""

    by: str
    why: str


@dataclass(frozen=True, slots=True)
class Comment:
    """Keep what was said."""

    by: str
    text: str


@dataclass(frozen=True, slots=True)
class Undo:
    """The owner takes back a confirmation made within the last day."""

    by: str
    why: str = ""


Command: TypeAlias = (
    Import
    | Agree
    | Object
    | Complete
    | NoteProgress
    | AskExtension
    | MoveDueDate
    | AskReassignment
    | Assign
    | Approve
    | Reject
    | Block
    | Snooze
    | Silence
    | EndSilence
    | Withdraw
    | Comment
    | Undo
)
