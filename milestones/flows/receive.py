"""The way of a reply, decided: what was read of some mails becomes their verdicts, in one transaction.

1. The bytes are stored and committed before anything else; the source may let go of the mail then (`mailroom`).
2. They are read and understood in guarded child processes (`hear`); what cannot be read is quarantined.
3. A mail decided before, by its Message-ID, is a duplicate.
4. A machine's mail never acts and is never answered: a bounce or an absence is recorded.
5. The token finds the letter; the sender must hold the post it went to, or deputise for it.
6. What it asks is done at once, or challenged where the evidence is missing.
7. State, events, answers and the inbound row are committed together.

Several mails may share a transaction: they are decided in order, each on what the ones before it have left. A fault
with one undoes them all; whoever called decides them one by one then. Held mail is decided here too, by a person.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from milestones.domain import events as e
from milestones.domain.milestone import Refused
from milestones.domain.unreadable import Unreadable
from milestones.flows import answer
from milestones.flows.act import Work
from milestones.flows.addressed import letters_of
from milestones.flows.look import receipt_shape
from milestones.flows.reply import AN_HOUR, Reply
from milestones.flows.seen import share
from milestones.flows.two_step import READINGS
from milestones.flows.verdict import close
from milestones.store import inbox
from milestones.store import milestones as store
from milestones.store.tables import InboundRow, LetterRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from typing import Any

    from sqlmodel import Session

    from milestones.flows.hear import Listened
    from milestones.flows.house import House


def decide_all(house: House, mails: Sequence[tuple[int, Listened | Unreadable]]) -> list[dict[str, Any]]:
    """Decide mails that are kept, by their numbers and what was read of them, and give their receipts in order.

    One that was decided meanwhile is left as it is.
    """
    with house.database.transaction() as session:
        rows = inbox.rows(session, [row_id for row_id, _ in mails])
        readable = [one.opened.mail for _, one in mails if not isinstance(one, Unreadable)]
        named = letters_of(house, session, readable)
        decided = inbox.decided_before(session, (mail.message_id for mail in readable))
        asked_about = {one for letter in named.values() for one in json.loads(letter.milestones)}
        seen = share(session)
        seen.milestones.update(store.by_id(session, asked_about))
        seen.count_answers(session, {letter.to for letter in named.values()}, house.clock.now() - AN_HOUR)
        receipts = []
        for row_id, one in mails:
            row = rows[row_id]
            if row.state == "received":
                if isinstance(one, Unreadable):
                    close(row, "ignored" if one.ignorable else "quarantined", one.reason)
                else:
                    Reply(house, session, row, one, named, decided, seen).decide()
                seen.settle(row)
                if row.message_id is not None:
                    decided[row.message_id] = row
            receipts.append(receipt_shape(row))
        seen.write_out(session)
        return receipts


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
