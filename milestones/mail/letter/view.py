"""What a letter shows, as values. Knows what the templates may say; knows neither the database nor the board's rules.

`flows.write` fills a view from a letter, the board and the milestones; `mail.letter.compose` withholds, cleans and
renders it. All words are plain text as they came; nothing here is cleaned or escaped yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from milestones.domain.letter import Kind
from milestones.domain.marking import Marking

if TYPE_CHECKING:
    from milestones.domain.digest import Digest


@dataclass(frozen=True, slots=True)
class ItemView:
    """One milestone as a letter shows it.

    `days_late` are calendar days, negative before the due date. `owners` are words ("BCU Commander (lead) and Head of
    Schools"), `criteria` are names. `asked` says in a sentence what is asked of the recipient; empty leaves it to the
    template. `history` is one line a letter sent before: what, to whom, when.

    For answers and decisions: `understood` is what the reply was read to say, `effect` what happens now; `request` is
    `extension`, `reassignment` or `claim`; `outcome` is `agreed`, `objected`, `approved` or `rejected`; `by` is who
    asked or decided, in words; `reason` are their words; `new_due` the day asked for or granted, `old_due` the day
    before it, `passed_to` the post asked for.

    `waits_on` are the milestones, in words, that are to be completed before anybody is reminded of this one.

    An item whose `marking` is above the letter's `clearance`, or that is `withheld`, is shown as reference, date and
    whom to ask, whatever else stands here.
    """

    id: str
    title: str = ""
    due: date | None = None
    marking: Marking = Marking.NONE
    withheld: bool = False
    rule: str | None = None
    plan_ref: str = ""
    objective: str = ""
    action: str = ""
    measure: str = ""
    owners: str = ""
    criteria: tuple[str, ...] = ()
    days_late: int = 0
    baseline_due: date | None = None
    redated: int = 0
    blocked: str = ""
    asked: str = ""
    history: tuple[str, ...] = ()
    understood: str = ""
    effect: str = ""
    request: str = ""
    outcome: str = ""
    by: str = ""
    reason: str = ""
    old_due: date | None = None
    new_due: date | None = None
    passed_to: str = ""
    waits_on: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """Words that the recipient may reply with, and what they mean."""

    say: str
    means: str


@dataclass(frozen=True, slots=True)
class LetterView:
    """One letter to one recipient.

    `marking` is the board's (the letter bears the highest of it and of what it shows, never above `clearance`).
    `clearance` is the recipient's. `sender` and `sender_name` are the service's From; `reply_to` carries the token.
    `message_id` and `references` are in angle brackets; the last reference is the letter before this one. `date` is
    aware, in the calendar's zone. `rule` are the rules joined by commas, None without a rule.

    `stands_for` is the title of the post the recipient covers as deputy, empty for their own. `why` says in a
    sentence why they get this letter; `next_step` what happens if nobody answers. `also_to` and `copied_to` are the
    others, in words, one each; `copy` says that this recipient is in copy only. `ask` is whom to ask, in words
    ("Prevent Coordinator, Jo Smith, prevent@council.example"); `keeps_programme` says that the recipient is that
    coordinator, who is not told to ask. `replies` override the kind's own words to reply with.
    `facts` are what a kind's template needs beyond this (docs/letters.md lists them by kind).
    """

    kind: Kind
    board: str
    recipient_name: str
    recipient_post: str
    recipient_address: str
    sender: str
    reply_to: str
    message_id: str
    date: datetime
    loop_mark: str
    ask: str
    keeps_programme: bool = False
    sender_name: str = ""
    marking: Marking = Marking.NONE
    clearance: Marking = Marking.OFFICIAL
    items: tuple[ItemView, ...] = ()
    rule: str | None = None
    references: tuple[str, ...] = ()
    stands_for: str = ""
    why: str = ""
    next_step: str = ""
    also_to: tuple[str, ...] = ()
    copied_to: tuple[str, ...] = ()
    copy: bool = False
    replies: tuple[Words, ...] = ()
    list_id: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    digest: Digest | None = None


@dataclass(frozen=True, slots=True)
class Composed:
    """A letter as it is queued: subject and marking for the record, both texts, and the bytes that are sent."""

    subject: str
    marking: Marking
    text: str
    html: str
    content: bytes = b""
