"""Reads mails and understands their words, in guarded children and several at once, before anything is decided.

Two rounds: the bytes become a mail; then the letter that it answers is looked up, and its words are read as an answer
to that. What is heard is a value; whether it still holds is asked again by the transaction that decides.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from milestones.domain.unreadable import Unreadable
from milestones.edge.parser_pool import ParserDied
from milestones.flows.addressed import addressed, asked_in, letters_of, written_on
from milestones.mail import address
from milestones.store import letters as store_letters
from milestones.store import milestones as store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlmodel import Session

    from milestones.domain.reading import Asked, Heard
    from milestones.edge.parser_pool import ParserPool
    from milestones.flows.house import House
    from milestones.mail.inbound.opened import Opened
    from milestones.store.tables import LetterRow

OPEN = "milestones.mail.inbound.opened:open_mail"
HEAR = "milestones.mail.words.heard:hear"
"""What the children run; names, so that the parent need not load what understands mail."""


@dataclass(frozen=True, slots=True)
class Listened:
    """A mail that was read, and what it says as an answer to `asked` in the letter `letter_id`.

    `heard` is None for a machine's mail, whose words do not count.
    """

    opened: Opened
    letter_id: int | None = None
    asked: Asked | None = None
    heard: Heard | None = None


Outcome = Listened | Unreadable | ParserDied
"""What reading a mail came to. After ParserDied it may be tried again."""


def listen(house: House, raws: Sequence[bytes], pool: ParserPool, wall_s: float | None = None) -> list[Outcome]:
    """Read some mails, in the children of `pool`; each outcome stands in its mail's place.

    `wall_s` is how long one of them may hold a child here, where that is less than the pool allows.
    """
    service = house.config.service
    mark = address.loop_mark(house.secret)
    own = (service.replies.address, service.smtp.sender_address)
    opened = pool.run_all(OPEN, [(raw, own, mark) for raw in raws], wall_s)
    outcomes: list[Outcome] = [_machines(one) for one in opened]
    persons = [place for place, one in enumerate(outcomes) if isinstance(one, Listened) and not one.opened.automatic]
    if not persons:
        return outcomes
    with house.database.reading() as session:
        questions = _questions(house, session, [opened[place] for place in persons])
    heard = pool.run_all(HEAR, [(mail, content, asked) for mail, _, content, asked in questions], wall_s)
    for place, (_, letter_id, _, asked), words in zip(persons, questions, heard, strict=True):
        failed = isinstance(words, (Unreadable, ParserDied))
        outcomes[place] = words if failed else Listened(opened[place], letter_id, asked, words)
    return outcomes


def _machines(opened: Any) -> Outcome:
    return opened if isinstance(opened, (Unreadable, ParserDied)) else Listened(opened)


def _questions(house: House, session: Session, persons: Sequence[Opened]) -> list[tuple[Any, ...]]:
    """Give mail, letter's number, letter's bytes and what it asked for each mail that a person wrote."""
    now = house.clock.now()
    mails = [one.mail for one in persons]
    named = letters_of(house, session, mails)
    letters = [_known(house, addressed(house, session, mail, named).letter) for mail in mails]
    states = store.by_id(session, (one for letter in letters if letter for one in json.loads(letter.milestones)))
    bytes_of = store_letters.contents(session, (letter.id for letter in letters if letter and letter.id))
    return [
        (mail, None, b"", None)
        if letter is None or letter.id is None
        else (
            mail,
            letter.id,
            bytes_of.get(letter.id, b""),
            asked_in(letter, states.get, written_on(house, letter.board, mail, now)),
        )
        for mail, letter in zip(mails, letters, strict=True)
    ]


def _known(house: House, letter: LetterRow | None) -> LetterRow | None:
    """Give a letter whose board is configured; the words of an answer to another are not read."""
    return letter if letter is not None and letter.board in house.config.boards else None
