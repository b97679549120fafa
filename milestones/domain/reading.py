"""What a person's reply was understood to say, as values. The reading itself is done in `mail.words.intent`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Intent(StrEnum):
    """What a reply asks for, by the names that receipts carry."""

    COMPLETE = "complete"
    NOT_COMPLETE = "not_complete"
    EXTEND = "extend"
    SNOOZE = "snooze"
    BLOCKED = "blocked"
    REASSIGN = "reassign"
    AGREE = "agree"
    OBJECT = "object"
    APPROVE = "approve"
    REJECT = "reject"
    ACCEPT = "accept"
    UNDO = "undo"
    COMMENT = "comment"
    UNCLEAR = "unclear"
    AUTO_REPLY = "auto_reply"
    BOUNCE = "bounce"


@dataclass(frozen=True, slots=True)
class AskedItem:
    """One milestone that the answered letter listed, in the order in which it listed them."""

    id: str
    title: str
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked in the letter that a reply answers.

    `kind` is the letter's kind (`reminder`, `agreement_request`, `decision_request` ...); `text` its plain text, so
    that our own words never count as the owner's; `written_on` the reply's day in the calendar's zone, from which
    relative dates are counted.
    """

    kind: str
    items: tuple[AskedItem, ...]
    written_on: date
    text: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing that a reply says about some milestones.

    `milestones` are ids from the answered letter, or ids the writer named; empty only for `unclear` and `comment` on
    no milestone in particular. `due` is the day asked for (extend, snooze), None when the words give none that is
    safe. `text` is what the writer said (reason, comment); `reason` says which rule of the grammar read it so.
    """

    intent: Intent
    milestones: tuple[str, ...] = ()
    due: date | None = None
    text: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """What a mail newly says, and what that asks for.

    `text` is what the writer newly wrote, `conflict` why its plain and its HTML part cannot both be believed. It stands
    here so that who takes it from a child need not load what understands words: that is some 180 MB.
    """

    text: str
    conflict: str | None = None
    readings: tuple[Reading, ...] = ()
