"""The way of a reply: bytes on disk, read, told apart, understood, acted on, acknowledged; one transaction decides.

1. The bytes are stored and committed before anything else; the source may let go of the mail then.
2. They are read in a guarded child process; what cannot be read is quarantined and the next mail proceeds.
3. A mail decided before, by its Message-ID, is a duplicate.
4. A machine's mail never acts and is never answered: a bounce or an absence is recorded.
5. The token finds the letter; the sender must hold the post it went to, or deputise for it.
6. The newest text is understood; what it asks is done at once, or challenged where the evidence is missing.
7. State, events, answers and the inbound row are committed together.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from milestones.domain import events as e
from milestones.domain.milestone import Refused
from milestones.domain.unreadable import Unreadable
from milestones.edge.parser_pool import ParserDied
from milestones.flows import answer
from milestones.flows.act import Work
from milestones.flows.look import receipt_shape
from milestones.flows.reply import Reply
from milestones.flows.two_step import READINGS
from milestones.flows.verdict import close
from milestones.store import inbox
from milestones.store.tables import InboundRow, LetterRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from typing import Any

    from sqlmodel import Session

    from milestones.edge.parser_pool import ParserPool
    from milestones.flows.house import House
    from milestones.mail.inbound.parse import Mail

TRIES = 3
"""How often a mail is read before it is quarantined (its reader may have died of something else)."""


def receive(house: House, mails: Iterable[tuple[str, bytes]], pool: ParserPool) -> Iterator[dict[str, Any]]:
    """Take in mails, (source, bytes) each, and give a receipt for each in order; each is stored before it is read."""
    for _source, raw in mails:
        yield take_in(house, raw, pool)


def take_in(house: House, raw: bytes, pool: ParserPool) -> dict[str, Any]:
    """Take in one mail and give its receipt."""
    with house.database.transaction() as session:
        taken = inbox.take_in(session, raw, house.clock.now())
    if not taken.mine:
        return _seen_before(house, taken.id)
    return settle(house, taken.id, raw, pool)


def _seen_before(house: House, row_id: int) -> dict[str, Any]:
    with house.database.reading() as session:
        row = session.get_one(InboundRow, row_id)
        reason = "taken in before" if row.state != "received" else "another process is taking it in"
        return receipt_shape(row) | {"verdict": "duplicate", "reason": reason, "actions": []}


def settle(house: House, row_id: int, raw: bytes, pool: ParserPool) -> dict[str, Any]:
    """Read and decide a stored mail, and give its receipt."""
    mail: Mail | Unreadable
    try:
        mail = _read(house, row_id, raw, pool)
    except Unreadable as fault:
        mail = fault
    with house.database.transaction() as session:
        row = session.get_one(InboundRow, row_id)
        if row.state != "received":
            return receipt_shape(row)
        if isinstance(mail, Unreadable):
            close(row, "ignored" if mail.ignorable else "quarantined", mail.reason)
        else:
            Reply(house, session, row, mail).decide()
        session.add(row)
        return receipt_shape(row)


def _read(house: House, row_id: int, raw: bytes, pool: ParserPool) -> Mail:
    """Read the mail in the guarded child, again if the child died.

    Raises:
        Unreadable: it cannot be read, or its reader died every time.
    """
    while True:
        try:
            mail: Mail = pool.read(raw)
        except ParserDied as death:
            with house.database.transaction() as session:
                tries = inbox.count_attempt(session, row_id)
            if tries >= TRIES:
                raise Unreadable(f"reading it failed {tries} times: {death}") from death
        else:
            return mail


def accept_held(house: House, reply_id: int, now: datetime) -> dict[str, Any]:
    """The coordinator accepts a held reply: it acts as if its sender had been right.

    Raises:
        Refused: no such reply, or it does not wait for a decision.
    """
    with house.database.transaction() as session:
        row, letter, work = _held_reply(house, session, reply_id, now)
        voice = answer.Voice(letter, (letter.post,), work.board.coordinator)
        answered = answer.apply(work, READINGS.validate_json(row.readings), voice)
        row.actions = json.dumps(answered.actions)
        refused = answered.refused and not answered.done
        close(row, "refused" if refused else "accepted", f"accepted by {work.board.coordinator}")
        for owed in answer.letters_for(answered, work, letter.post, reply_id, about=letter.kind, may_clarify=True):
            work.owe(owed)
        work.record(e.ReplyTakenIn(reply_id, row.verdict or "", row.reason, row.post), work.board.coordinator)
        work.finish()
        session.add(row)
        return receipt_shape(row)


def reject_held(house: House, reply_id: int, why: str, now: datetime) -> dict[str, Any]:
    """The coordinator rejects a held or quarantined reply, with the reason; it never acts.

    Raises:
        Refused: no such reply, or it does not wait for a decision.
    """
    with house.database.transaction() as session:
        row = _waiting(session, reply_id)
        close(row, "refused", why)
        slug = row.board or next(iter(house.config.boards))
        work = Work(session, house, slug, now)
        work.record(e.ReplyTakenIn(reply_id, "refused", why, row.post), work.board.coordinator)
        work.finish()
        session.add(row)
        return receipt_shape(row)


def _waiting(session: Session, reply_id: int) -> InboundRow:
    row = session.get(InboundRow, reply_id)
    if row is None:
        raise Refused(f"there is no reply {reply_id}")
    if row.state not in {"held", "quarantined"}:
        raise Refused(f"reply {reply_id} is {row.state}: it waits for no decision")
    return row


def _held_reply(house: House, session: Session, reply_id: int, now: datetime) -> tuple[InboundRow, LetterRow, Work]:
    row = _waiting(session, reply_id)
    letter = session.get(LetterRow, row.letter_id) if row.letter_id else None
    if letter is None or letter.board not in house.config.boards:
        raise Refused(f"reply {reply_id} answers no letter: give the command itself instead, and reject the reply")
    return row, letter, Work(session, house, letter.board, now)
