"""The second reply: what an answer to "did you send this?" brings about. The first reply acts by it, once, or never.

The question goes to the registered address alone, under a token of its own; only an answer to that token counts.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from milestones.domain.letter import Item, Kind, Letter
from milestones.domain.reading import Intent, Reading
from milestones.domain.replied import understood
from milestones.store.tables import InboundRow, LetterRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlmodel import Session

READINGS: TypeAdapter[tuple[Reading, ...]] = TypeAdapter(tuple[Reading, ...])

ANSWERABLE_FOR = timedelta(days=30)
"""A question that was not answered for so long is closed: what the first reply said may no longer hold."""

_YES = frozenset({Intent.ACCEPT, Intent.APPROVE, Intent.AGREE})
_NO = frozenset({Intent.NOT_COMPLETE, Intent.REJECT, Intent.OBJECT, Intent.REASSIGN, Intent.UNDO})
_SAYS_NOTHING = frozenset({Intent.COMMENT, Intent.UNCLEAR})


@dataclass(frozen=True, slots=True)
class Second:
    """What a second reply comes to: readings to `act` on, in answer to `letter`, or a verdict with its reason.

    With none of them it says something new, which is to be asked back anew.
    """

    act: tuple[Reading, ...] | None = None
    letter: LetterRow | None = None
    verdict: str = ""
    reason: str = ""


def question(board: str, to: str, asked: Sequence[tuple[str, Reading]], reply: int, now: datetime) -> Letter:
    """Give the mail that asks the registered address whether a reply is theirs."""
    return Letter(
        key=f"challenge:{reply}",
        kind=Kind.CLARIFICATION,
        board=board,
        to=to,
        due_at=now,
        items=tuple(Item(milestone, shows={"understood": understood(reading)}) for milestone, reading in asked),
        why="a reply came in under your name, and its sender is not proved",
        facts={"challenge": True, "caused_by": reply},
    )


def is_challenge(letter: LetterRow) -> bool:
    """Say whether a letter asked whether a reply was theirs."""
    return letter.kind == Kind.CLARIFICATION and bool(json.loads(letter.facts)["facts"].get("challenge"))


def second(
    session: Session,
    challenge: LetterRow,
    row: InboundRow,
    readings: tuple[Reading, ...],
    *,
    proved: bool,
    now: datetime,
) -> Second:
    """Say what the answer to a question comes to; `proved` is whether it carries the question's own token."""
    first = session.get_one(InboundRow, challenge.caused_by)
    if first.state != "challenged":
        return Second(verdict="refused", reason=f"reply {first.id} was decided before; nothing changes")
    if now - challenge.queued_at > ANSWERABLE_FOR:
        _settle(session, first, "was never confirmed")
        return Second(verdict="refused", reason=f"the question is older than {ANSWERABLE_FOR.days} days")
    said = {reading.intent for reading in readings}
    letter = session.get(LetterRow, first.letter_id) if first.letter_id else None
    meant = READINGS.validate_json(first.readings)
    if _is_yes(said, meant):
        if not proved:
            row.readings, row.letter_id = first.readings, first.letter_id
            return Second(verdict="held", reason="it confirms a reply, but came without the question's own address")
        _settle(session, first, f"confirmed by reply {row.id}")
        return Second(act=meant, letter=letter)
    if said <= _SAYS_NOTHING:
        return Second(act=readings)
    _settle(session, first, f"not confirmed: reply {row.id} says otherwise")
    if said <= _NO | _SAYS_NOTHING:
        return Second(act=tuple(replace(reading, intent=Intent.COMMENT, due=None) for reading in readings))
    return Second()


def _is_yes(said: set[Intent], meant: tuple[Reading, ...]) -> bool:
    """Say whether an answer confirms; "done" does where nothing but completion was asked about."""
    only_completion = all(reading.intent is Intent.COMPLETE for reading in meant)
    yes = _YES | {Intent.COMPLETE} if only_completion else _YES
    return bool(said) and said <= yes


def _settle(session: Session, first: InboundRow, reason: str) -> None:
    """Close the first reply; from here on nothing confirms it."""
    first.state, first.reason = "done", reason
    session.add(first)
