"""Mails that are kept, read side by side and decided together, whatever goes wrong with one of them.

A mail that trips over a fault of ours, or holds up its reader, stands in the way of no other: it is decided by itself,
and set aside for a person after the third time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError

from milestones.domain.unreadable import Unreadable
from milestones.edge.parser_pool import ParserDied
from milestones.flows import hear
from milestones.flows.look import receipt_shape
from milestones.flows.verdict import close
from milestones.store import inbox
from milestones.store.tables import InboundRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from milestones.edge.parser_pool import ParserPool
    from milestones.flows.hear import Listened, Outcome
    from milestones.flows.house import House

TRIES = 3
"""How often a mail is read or decided before it is quarantined (its reader may have died of something else)."""

QUICK_S = 2.0
"""A mail among others that takes longer to read than this is read by itself after them."""

_LOG = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Tripped:
    """What reading a mail came to where it tripped over a fault of ours."""

    error: Exception


@dataclass(frozen=True, slots=True)
class Batch:
    """Mails that are kept and were read together: number, bytes and what reading came to, in order."""

    row_ids: tuple[int, ...]
    raws: tuple[bytes, ...]
    outcomes: tuple[Outcome | Tripped, ...]


def read(house: House, mails: Sequence[tuple[int, bytes]], pool: ParserPool) -> Batch:
    """Read mails that are kept, by number and bytes, side by side; nothing is decided yet.

    Raises:
        DBAPIError, OSError: the database or this machine is at fault, not a mail.
    """
    raws = [raw for _, raw in mails]
    return Batch(tuple(row_id for row_id, _ in mails), tuple(raws), tuple(_outcomes(house, raws, pool)))


def _outcomes(house: House, raws: Sequence[bytes], pool: ParserPool) -> list[Outcome | Tripped]:
    """Read mails together, or one by one where one of them trips over a fault of ours."""
    if not raws:
        return []
    try:
        return [*hear.listen(house, raws, pool, QUICK_S if len(raws) > 1 else None)]
    except Exception as error:
        if _is_no_mails(error):
            raise
        if len(raws) > 1:
            return [outcome for raw in raws for outcome in _outcomes(house, [raw], pool)]
        return [Tripped(error)]


def _is_no_mails(error: Exception) -> bool:
    """Say whether a fault is the database's or this machine's: no mail can help it, and all will be tried again."""
    if isinstance(error, DBAPIError):
        return not isinstance(error, (DataError, IntegrityError))
    return isinstance(error, OSError)


def decide_all(house: House, batch: Batch, pool: ParserPool) -> list[dict[str, Any]]:
    """Decide mails that were read, and give their receipts in order; then those that held up their reader.

    Raises:
        DBAPIError, OSError: the database or this machine is at fault, not a mail.
    """
    receipts = decide_read(house, batch)
    return [
        decide(house, row_id, raw, pool) if receipt is None else receipt
        for row_id, raw, receipt in zip(batch.row_ids, batch.raws, receipts, strict=True)
    ]


def decide_read(house: House, batch: Batch) -> list[dict[str, Any] | None]:
    """Decide those of some mails that could be read, and give their receipts in order; None for the others.

    A fault of ours is logged and counted on its mail; after the third the mail is quarantined for a person to look at.

    Raises:
        DBAPIError, OSError: the database or this machine is at fault, not a mail.
    """
    read_ = [(i, one) for i, one in zip(batch.row_ids, batch.outcomes, strict=True) if not isinstance(one, ParserDied)]
    receipts = dict(zip((row_id for row_id, _ in read_), _decided(house, read_), strict=True))
    return [receipts.get(row_id) for row_id in batch.row_ids]


def _decided(house: House, mails: Sequence[tuple[int, Listened | Unreadable | Tripped]]) -> list[dict[str, Any]]:
    """Decide mails together, or one by one where one of them trips over a fault of ours."""
    if not mails:
        return []
    try:
        receipts = _decided_together(house, mails)
    except Exception as error:
        if _is_no_mails(error):
            raise
        if len(mails) > 1:
            return [receipt for one in mails for receipt in _decided(house, [one])]
        row_id, what = mails[0][0], type(error).__name__
        _LOG.error("mail.undecided", mail=row_id, why=what, exc_info=error)
        return [_count_fault(house, row_id, what)]
    for (row_id, _), receipt in zip(mails, receipts, strict=True):
        _LOG.info("mail.taken_in", mail=row_id, verdict=receipt["verdict"])
    return receipts


def _decided_together(
    house: House, mails: Sequence[tuple[int, Listened | Unreadable | Tripped]]
) -> list[dict[str, Any]]:
    from milestones.flows import receive  # what understands mail is large, and loaded with the first one

    sound: list[tuple[int, Listened | Unreadable]] = []
    for row_id, one in mails:
        if isinstance(one, Tripped):
            raise one.error
        sound.append((row_id, one))
    return receive.decide_all(house, sound)


def decide(house: House, row_id: int, raw: bytes, pool: ParserPool) -> dict[str, Any]:
    """Read a mail that is kept by itself, again if its reader died, decide it, and give its receipt.

    Raises:
        DBAPIError, OSError: the database or this machine is at fault, not the mail.
    """
    while True:
        outcome = _outcomes(house, [raw], pool)[0]
        if not isinstance(outcome, ParserDied):
            return _decided(house, [(row_id, outcome)])[0]
        with house.database.transaction() as session:
            tries = inbox.count_attempt(session, row_id)
        if tries >= TRIES:
            why = Unreadable(f"reading it failed {tries} times: {outcome}")
            return _decided(house, [(row_id, why)])[0]


def _count_fault(house: House, row_id: int, what: str) -> dict[str, Any]:
    with house.database.transaction() as session:
        tries = inbox.count_attempt(session, row_id)
        row = session.get_one(InboundRow, row_id)
        if tries >= TRIES and row.state == "received":
            close(row, "quarantined", f"deciding it failed {tries} times ({what}); the log has the details")
            session.add(row)
        return receipt_shape(row)
