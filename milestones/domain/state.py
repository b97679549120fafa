"""The state of a milestone as values. How it changes is in `milestones.domain.milestone`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from milestones.domain.board import Sector
from milestones.domain.marking import Marking


class State(StrEnum):
    """Where a milestone stands. `claimed` is confirmed by its owners and waits for acceptance."""

    HELD = "held"
    PROPOSED = "proposed"
    AGREED = "agreed"
    CLAIMED = "claimed"
    COMPLETED = "completed"
    WITHDRAWN = "withdrawn"


class OwnerKind(StrEnum):
    """How a post owns a milestone."""

    LEAD = "lead"
    JOINT = "joint"
    SUPPORT = "support"


class Doubt(StrEnum):
    """Why a plan's row is held; the words are the ones that questions begin with."""

    NO_DATE = "no date"
    UNREADABLE_DATE = "unreadable date"
    NO_OWNER = "no owner"
    UNKNOWN_OWNER = "unknown owner"
    TWO_MEANINGS = "two meanings"
    NOT_TANGIBLE = "not tangible"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class Question:
    """One doubt about a row as written. `about` is `due`, `owner` or `row`; `text` asks the coordinator."""

    doubt: Doubt
    about: str
    text: str

    def __str__(self) -> str:
        """Give it as printed: the doubt, then the question."""
        return f"{self.doubt}: {self.text}"


@dataclass(frozen=True, slots=True)
class Owner:
    """A post that owns a milestone, and when it confirmed completion (None while it has not)."""

    post: str
    kind: OwnerKind = OwnerKind.LEAD
    confirmed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Objection:
    """A signatory's objection with its reason; lifted by the same signatory's agreement."""

    post: str
    sector: Sector
    reason: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """A sector's agreement, given by one of its signatories."""

    post: str
    sector: Sector


@dataclass(frozen=True, slots=True)
class Request:
    """Something an owner asked that waits for the coordinator. `kind` is `extension` or `reassignment`.

    `to_day` and `to_post` are what approval would give; None for the post where the owner named none.
    """

    kind: str
    by: str
    to_day: date | None = None
    text: str = ""
    to_post: str | None = None


@dataclass(frozen=True, slots=True)
class Silence:
    """No chasing until the end of `until` (inclusive), by whom and why."""

    until: date
    by: str
    why: str


@dataclass(frozen=True, slots=True)
class Row:
    """A plan's row as read: the words kept as written beside what was read from them.

    `due_rule` names the written-down rule by which `due` was read, None where nothing could be read. `depends_on` are
    the words by which the plan names what the milestone waits on: references, ids or titles of the same board.
    """

    plan_ref: str
    title: str
    due: date | None = None
    due_as_written: str = ""
    due_rule: str | None = None
    owners: tuple[Owner, ...] = ()
    owner_as_written: str = ""
    objective: str = ""
    action: str = ""
    measure: str = ""
    status: str = ""
    marking: Marking = Marking.NONE
    criteria: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    depends_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Milestone:
    """One milestone as it stands.

    `baseline_due` is the date first agreed and never moves; `redated` counts the approved moves. `cycle` counts how
    often it was (re)opened: a reply to an older cycle's letter does not act. `minute` names the meeting that agreed
    the plan; a held row of an agreed plan becomes agreed when its questions are answered.
    """

    id: str
    board: str
    row: Row
    state: State
    due: date | None
    baseline_due: date | None
    owners: tuple[Owner, ...]
    questions: tuple[Question, ...] = ()
    redated: int = 0
    blocked: str | None = None
    snoozed_until: date | None = None
    silence: Silence | None = None
    declared: str | None = None
    progress: str | None = None
    agreements: tuple[Agreement, ...] = ()
    objections: tuple[Objection, ...] = ()
    requests: tuple[Request, ...] = ()
    agreed_on: date | None = None
    minute: str | None = None
    completed_at: datetime | None = None
    cycle: int = 1

    @property
    def title(self) -> str:
        """Give the title as the plan writes it."""
        return self.row.title

    @property
    def marking(self) -> Marking:
        """Give the marking of the row."""
        return self.row.marking

    @property
    def chased(self) -> bool:
        """Say whether reminders and escalations may go out for it: agreed, dated, and not yet claimed."""
        return self.state is State.AGREED and self.due is not None

    def owner(self, post: str) -> Owner | None:
        """Give `post`'s ownership, None when it owns nothing here."""
        return next((owner for owner in self.owners if owner.post == post), None)
