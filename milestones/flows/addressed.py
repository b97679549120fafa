"""Which letter of ours a mail answers, and what that letter asked, as the database has it now. Decides nothing.

Asked twice of each mail: before its words are read, so that they are read as an answer, and again in the transaction
that decides it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from milestones.domain.letter import Kind
from milestones.domain.reading import Asked, AskedItem
from milestones.flows.answer import asked_kind
from milestones.flows.views import ways_in
from milestones.flows.write import bound_to
from milestones.mail import address
from milestones.store import inbox

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date, datetime

    from sqlmodel import Session

    from milestones.domain.state import Milestone
    from milestones.flows.house import House
    from milestones.mail.inbound.message import Mail
    from milestones.store.tables import LetterRow

BELIEVED = (timedelta(days=-1), timedelta(days=14))
"""How old a mail's own Date may be to be believed."""


@dataclass(frozen=True, slots=True)
class Addressed:
    """The letter that a mail answers, None where it answers none; `fault` is what is wrong with its token."""

    letter: LetterRow | None
    fault: str | None = None


def tokens_of(house: House, mail: Mail) -> dict[str, list[str]]:
    """Give the tokens that a mail was sent to, each with what it can be for.

    Where bounces@ is an alias of the replies' mailbox, one token stands at both addresses.
    """
    found: dict[str, list[str]] = {}
    for purpose, at in ways_in(house):
        for token in address.token_in(mail.recipients, at):
            found.setdefault(token, []).append(purpose)
    return found


def letters_of(house: House, session: Session, mails: Iterable[Mail]) -> dict[str, LetterRow]:
    """Give the letters that the tokens of some mails name, by token id, all by one statement; nothing is checked."""
    opened = (address.open_token(token) for mail in mails for token in tokens_of(house, mail))
    return inbox.letters_by_token(session, (token[1] for token in opened if token))


def addressed(house: House, session: Session, mail: Mail, named: dict[str, LetterRow]) -> Addressed:
    """Find the letter that is answered: by its token among `named` (see `letters_of`), else by its Message-ID."""
    found = tokens_of(house, mail)
    if len(found) > 1:
        return Addressed(None, "it carries more than one token")
    for token, purposes in found.items():
        opened = address.open_token(token)
        letter = named.get(opened[1]) if opened else None
        bound = bound_to(letter) if letter is not None else ""
        matches = [address.token_matches(house.secrets, token, purpose, bound) for purpose in purposes]
        if letter is None or not any(matches):
            return Addressed(None, "its token is not one that can be answered")
        return Addressed(letter)
    return Addressed(inbox.letter_by_message_ids(session, (*mail.in_reply_to, *mail.references)))


def asked_in(letter: LetterRow, find: Callable[[str], Milestone | None], written_on: date) -> Asked:
    """Say what a letter had asked, as its milestones stand now."""
    if letter.kind == Kind.DIGEST:  # it lists too many to mean them: only what an answer names counts
        return Asked(Kind.REMINDER.value, (), written_on)
    states = [state for state in map(find, json.loads(letter.milestones)) if state is not None]
    items = tuple(AskedItem(state.id, state.title, state.due) for state in states if state.board == letter.board)
    return Asked(asked_kind(letter), items, written_on)


def written_on(house: House, board: str, mail: Mail, now: datetime) -> date:
    """Give the day a mail was written in a board's calendar, by its own Date where that can be believed."""
    calendar = house.calendar(board)
    if mail.date is None or not BELIEVED[0] <= now - mail.date <= BELIEVED[1]:
        return calendar.today(now)
    return calendar.today(mail.date)
