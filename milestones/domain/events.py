"""What has happened: frozen values in the past tense, with the names under which the log stores them for ever.

A stored name is never renamed and never reused. Free text in an event is the words of the person who acted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, TypeAlias

from milestones.domain.board import Sector
from milestones.domain.state import OwnerKind, Row, State


@dataclass(frozen=True, slots=True)
class MilestoneImported:
    """A plan's row came in, as `held`, `proposed` or `agreed`; `agreed_on` and `minute` where the board had agreed."""

    type: ClassVar[str] = "milestone_imported"
    board: str
    row: Row
    state: State
    agreed_on: date | None = None
    minute: str | None = None


@dataclass(frozen=True, slots=True)
class MilestoneUpdated:
    """A later import changed the row; `changed` names the fields, `state` is what then holds."""

    type: ClassVar[str] = "milestone_updated"
    row: Row
    changed: tuple[str, ...]
    state: State


@dataclass(frozen=True, slots=True)
class QuestionAnswered:
    """The doubt about `due`, `owner` or the `row` was answered by hand."""

    type: ClassVar[str] = "question_answered"
    about: str


@dataclass(frozen=True, slots=True)
class MilestoneReleased:
    """No question is left: a held milestone is proposed, or agreed from `on` where its plan already was."""

    type: ClassVar[str] = "milestone_released"
    state: State
    on: date | None = None


@dataclass(frozen=True, slots=True)
class SectorAgreed:
    """A signatory agreed for its sector; its own objection, if any, is lifted."""

    type: ClassVar[str] = "sector_agreed"
    post: str
    sector: Sector


@dataclass(frozen=True, slots=True)
class ObjectionRaised:
    """A signatory objected: the milestone stays proposed until the same signatory agrees."""

    type: ClassVar[str] = "objection_raised"
    post: str
    sector: Sector
    reason: str


@dataclass(frozen=True, slots=True)
class MilestoneAgreed:
    """Every sector asked has agreed, or a meeting has: chasing may begin on this day."""

    type: ClassVar[str] = "milestone_agreed"
    on: date
    minute: str | None = None


@dataclass(frozen=True, slots=True)
class CompletionConfirmed:
    """An owner confirmed completion (`post` owns it; the actor may be its deputy)."""

    type: ClassVar[str] = "completion_confirmed"
    post: str


@dataclass(frozen=True, slots=True)
class MilestoneClaimed:
    """The owners asked have confirmed; the claim waits for acceptance."""

    type: ClassVar[str] = "milestone_claimed"


@dataclass(frozen=True, slots=True)
class MilestoneCompleted:
    """Completed: confirmed by the rule of the board and, where asked, accepted by `accepted_by`."""

    type: ClassVar[str] = "milestone_completed"
    accepted_by: str | None = None


@dataclass(frozen=True, slots=True)
class ClaimRejected:
    """The claim was not accepted: agreed again, its confirmations cleared."""

    type: ClassVar[str] = "claim_rejected"
    post: str
    why: str


@dataclass(frozen=True, slots=True)
class ConfirmationUndone:
    """An owner took a confirmation back within a day."""

    type: ClassVar[str] = "confirmation_undone"
    post: str
    why: str


@dataclass(frozen=True, slots=True)
class ProgressNoted:
    """An owner said that it is not complete, in these words."""

    type: ClassVar[str] = "progress_noted"
    post: str
    text: str


@dataclass(frozen=True, slots=True)
class CommentAdded:
    """Somebody said something that changes nothing."""

    type: ClassVar[str] = "comment_added"
    post: str
    text: str


@dataclass(frozen=True, slots=True)
class MilestoneBlocked:
    """An owner says what it waits for."""

    type: ClassVar[str] = "milestone_blocked"
    post: str
    reason: str


@dataclass(frozen=True, slots=True)
class MilestoneUnblocked:
    """The block no longer holds."""

    type: ClassVar[str] = "milestone_unblocked"
    post: str


@dataclass(frozen=True, slots=True)
class MilestoneSnoozed:
    """Next chase not before `until`; the due date and the escalations stay."""

    type: ClassVar[str] = "milestone_snoozed"
    post: str
    until: date


@dataclass(frozen=True, slots=True)
class MilestoneSilenced:
    """No chasing until the end of `until`."""

    type: ClassVar[str] = "milestone_silenced"
    until: date
    by: str
    why: str


@dataclass(frozen=True, slots=True)
class SilenceEnded:
    """A silence ran out, or was ended."""

    type: ClassVar[str] = "silence_ended"
    until: date


@dataclass(frozen=True, slots=True)
class ExtensionRequested:
    """An owner asked for a later due date; the coordinator decides."""

    type: ClassVar[str] = "extension_requested"
    post: str
    to_day: date
    text: str = ""


@dataclass(frozen=True, slots=True)
class DueDateMoved:
    """The due date moved with approval; the baseline stays and the move is counted."""

    type: ClassVar[str] = "due_date_moved"
    old: date | None
    new: date
    why: str
    asked_by: str | None = None


@dataclass(frozen=True, slots=True)
class DueDateSet:
    """A due date was given where the plan had none: the first date, not a move."""

    type: ClassVar[str] = "due_date_set"
    due: date
    why: str


@dataclass(frozen=True, slots=True)
class RequestRejected:
    """The coordinator said no to an owner's request (`extension` or `reassignment`)."""

    type: ClassVar[str] = "request_rejected"
    kind: str
    asked_by: str
    why: str


@dataclass(frozen=True, slots=True)
class ReassignmentRequested:
    """An owner says that it is another's; the coordinator decides.

    `text` is what the owner wrote, `to` the post that it plainly names, None where it names none.
    """

    type: ClassVar[str] = "reassignment_requested"
    post: str
    text: str
    to: str | None = None


@dataclass(frozen=True, slots=True)
class OwnerAssigned:
    """A post owns the milestone from now on; `instead_of` no longer does."""

    type: ClassVar[str] = "owner_assigned"
    post: str
    kind: OwnerKind
    instead_of: str | None = None


@dataclass(frozen=True, slots=True)
class MilestoneWithdrawn:
    """It is no longer part of the programme."""

    type: ClassVar[str] = "milestone_withdrawn"
    why: str


@dataclass(frozen=True, slots=True)
class AbsenceRecorded:
    """A post is covered from one day to another, both inclusive."""

    type: ClassVar[str] = "absence_recorded"
    board: str
    post: str
    since: date
    until: date
    deputy: str | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class AbsenceEnded:
    """A post's absence ran out: its last day is past, and its holder is written to again."""

    type: ClassVar[str] = "absence_ended"
    board: str
    post: str
    until: date
    deputy: str | None


@dataclass(frozen=True, slots=True)
class ReplyTakenIn:
    """A mail was taken in and decided: its verdict, and what it asked for."""

    type: ClassVar[str] = "reply_taken_in"
    inbound: int
    verdict: str
    reason: str
    post: str | None = None
    intents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LetterFailed:
    """A letter could not be delivered, for good."""

    type: ClassVar[str] = "letter_failed"
    letter: int
    board: str
    post: str
    kind: str
    why: str


@dataclass(frozen=True, slots=True)
class LetterResent:
    """A letter that had failed was queued again by a person's word; its delivery had been in doubt `doubts` times."""

    type: ClassVar[str] = "letter_resent"
    letter: int
    board: str
    post: str
    kind: str
    why: str = ""
    doubts: int = 0


@dataclass(frozen=True, slots=True)
class LetterBounced:
    """A letter that a mail server had taken came back: for good (`hard`), or for a reason that may pass."""

    type: ClassVar[str] = "letter_bounced"
    letter: int
    board: str
    post: str
    why: str
    hard: bool = True


@dataclass(frozen=True, slots=True)
class PostUnreachable:
    """Mail does not reach a post any more; its organisation's lead is told."""

    type: ClassVar[str] = "post_unreachable"
    board: str
    post: str
    why: str


@dataclass(frozen=True, slots=True)
class HolderChanged:
    """An edit of the configuration gave a post to somebody else, or (`after` None) to nobody.

    `before` and `after` are keyed marks of their addresses: the log never forgets, so it knows no address.
    """

    type: ClassVar[str] = "holder_changed"
    board: str
    post: str
    before: str
    after: str | None


@dataclass(frozen=True, slots=True)
class ConfigurationLoaded:
    """A configuration became the running one; every later letter records this hash."""

    type: ClassVar[str] = "configuration_loaded"
    hash: str
    rules_added: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ServiceResumed:
    """A restored database was looked at and sends again; what was due up to `sent_until` counts as sent before."""

    type: ClassVar[str] = "service_resumed"
    sent_until: datetime | None
    cancelled: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class TextsPruned:
    """Texts older than they are kept for were taken out: of `letters` queued, and of `mails` taken in, before a day."""

    type: ClassVar[str] = "texts_pruned"
    letters: int
    letters_before: date
    mails: int
    mails_before: date


MilestoneEvent: TypeAlias = (
    MilestoneImported
    | MilestoneUpdated
    | QuestionAnswered
    | MilestoneReleased
    | SectorAgreed
    | ObjectionRaised
    | MilestoneAgreed
    | CompletionConfirmed
    | MilestoneClaimed
    | MilestoneCompleted
    | ClaimRejected
    | ConfirmationUndone
    | ProgressNoted
    | CommentAdded
    | MilestoneBlocked
    | MilestoneUnblocked
    | MilestoneSnoozed
    | MilestoneSilenced
    | SilenceEnded
    | ExtensionRequested
    | DueDateMoved
    | DueDateSet
    | RequestRejected
    | ReassignmentRequested
    | OwnerAssigned
    | MilestoneWithdrawn
)
"""Events that change one milestone."""

ServiceEvent: TypeAlias = (
    AbsenceRecorded
    | AbsenceEnded
    | ReplyTakenIn
    | LetterFailed
    | LetterResent
    | LetterBounced
    | PostUnreachable
    | HolderChanged
    | ConfigurationLoaded
    | ServiceResumed
    | TextsPruned
)
"""Events about the service's own work: recorded in the same log, changing no milestone."""

Event: TypeAlias = MilestoneEvent | ServiceEvent

MILESTONE_EVENTS: dict[str, type[MilestoneEvent]] = {kind.type: kind for kind in MilestoneEvent.__args__}
"""Milestone events by their stored names."""
