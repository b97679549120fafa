"""A letter owed, as a value: to which post, of what kind, about which milestones, and why.

A flow decides that a letter is owed; `flows.write` finds the address, withholds what the recipient may not see,
renders it and puts it into the outbox in the same transaction as the change that owes it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from milestones.domain.board import Holder


class Kind(StrEnum):
    """The kinds of letter; each has a folder under `templates/`."""

    AGREEMENT_REQUEST = "agreement_request"
    AGREEMENT_RESULT = "agreement_result"
    ASSIGNMENT = "assignment"
    REMINDER = "reminder"
    ESCALATION = "escalation"
    DIGEST = "digest"
    ACKNOWLEDGEMENT = "acknowledgement"
    CLARIFICATION = "clarification"
    REFUSAL = "refusal"
    DECISION_REQUEST = "decision_request"
    DECISION = "decision"
    NOTICE = "notice"


ANSWERS = frozenset({Kind.ACKNOWLEDGEMENT, Kind.CLARIFICATION, Kind.REFUSAL})
"""Kinds that answer a mail: `Auto-Submitted: auto-replied` (RFC 3834 section 5)."""

CHASING = frozenset({Kind.REMINDER, Kind.ESCALATION})
"""Kinds that chase: they are taken back the moment their milestone is settled, silenced or moved."""

WAITS_FOR_SENDING_HOURS = frozenset({Kind.ASSIGNMENT, Kind.AGREEMENT_REQUEST})
"""Kinds queued at any hour that leave within sending hours; scheduled kinds fall due within them anyway."""

PRIORITY = {
    Kind.ACKNOWLEDGEMENT: 0,
    Kind.CLARIFICATION: 0,
    Kind.REFUSAL: 0,
    Kind.DECISION: 1,
    Kind.DECISION_REQUEST: 1,
    Kind.NOTICE: 1,
    Kind.ESCALATION: 2,
    Kind.AGREEMENT_REQUEST: 3,
    Kind.AGREEMENT_RESULT: 3,
    Kind.ASSIGNMENT: 3,
    Kind.DIGEST: 4,
    Kind.REMINDER: 5,
}
"""Which letters overtake: answers to people first, then escalations; 0 goes first."""


@dataclass(frozen=True, slots=True)
class Item:
    """One milestone in a letter: which rule brought it there (None where no rule did), and what is said of it.

    `shows` fills the fields of that name in the letter's view of the milestone (`mail.letter.view.ItemView`): what was
    understood, what is asked, who asked, the old and the new date.
    """

    milestone: str
    rule: str | None = None
    due: date | None = None
    rung: int = 0
    shows: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter owed to one post.

    `key` is the occurrence that owes it: a second letter with the same key is never written. `facts` are what the
    kind's template needs beyond the milestones. `due_at` is the moment it fell due, aware UTC. `holder` is whom it goes
    to where that is not the post's holder of the day: somebody who lost the post.
    """

    key: str
    kind: Kind
    board: str
    to: str
    due_at: datetime
    items: tuple[Item, ...] = ()
    why: str = ""
    copy: bool = False
    also_to: tuple[str, ...] = ()
    copied_to: tuple[str, ...] = ()
    facts: Mapping[str, object] = field(default_factory=dict)
    named: str | None = None
    holder: Holder | None = None

    @property
    def rule(self) -> str | None:
        """Give the names of its rules joined by commas in order of first appearance, None where there is none.

        A digest lists no items; its rule is `named`.
        """
        names = dict.fromkeys(item.rule for item in self.items if item.rule)
        return ",".join(names) or self.named
