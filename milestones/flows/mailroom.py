"""Mail on its way in, whichever way it comes: kept before it is acknowledged, decided after, whatever goes wrong.

One way for all: `milestones receive`, LMTP and the mailbox. Some mails are kept in one transaction, read in the guarded
children side by side, and decided in one transaction (`flows.settle`). `flows.receive` says what becomes of a mail.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy.exc import DBAPIError

from milestones.flows import settle
from milestones.flows.look import receipt_shape
from milestones.store import health, inbox
from milestones.store.tables import InboundRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from concurrent.futures import Future

    from milestones.edge.parser_pool import ParserPool
    from milestones.flows.house import House
    from milestones.flows.settle import Batch
    from milestones.store.inbox import TakenIn

MOST_MAILS, MOST_BYTES = 50, 4 * 1024 * 1024
"""So much is taken in together at most: what a crash would have to do again, and what is held in memory."""

_LOG = structlog.get_logger()


# --- keeping -------------------------------------------------------------------------------------------------------


def keep(house: House, raw: bytes) -> TakenIn:
    """Put the bytes of a mail on disk, once; when this returns they may be acknowledged.

    Raises:
        DBAPIError: they could not be stored.
    """
    return keep_all(house, [raw])[0]


def keep_all(house: House, raws: Sequence[bytes]) -> list[TakenIn]:
    """Put the bytes of some mails on disk, all or none of them; when this returns they may be acknowledged.

    Raises:
        DBAPIError: they could not be stored.
    """
    with house.database.transaction() as session:
        return inbox.take_in_all(session, raws, house.clock.now())


# --- taking in: keeping and deciding ---------------------------------------------------------------------------------


def receive(house: House, mails: Iterable[tuple[str, bytes]], pool: ParserPool) -> Iterator[dict[str, Any]]:
    """Take in mails, (source, bytes) each, and give a receipt for each in order.

    While some are decided the next ones are read. A mail that could not be decided has a receipt without a verdict: it
    is kept, and is taken up later.

    Raises:
        DBAPIError: a mail could not be stored; those before it have been decided.
    """
    with ThreadPoolExecutor(1, "reading") as reading:
        going: _Going | None = None
        try:
            for raws in _portions(raw for _source, raw in mails):
                before, going = going, _Going(house, raws)
                going.read(pool, reading)
                if before is not None:
                    yield from before.receipts(pool)
        except (DBAPIError, OSError):
            if going is not None:
                yield from going.receipts(pool)
            raise
        if going is not None:
            yield from going.receipts(pool)


def take_in(house: House, raw: bytes, pool: ParserPool) -> dict[str, Any]:
    """Take in one mail and give its receipt; see `take_in_all`."""
    return take_in_all(house, [raw], pool)[0]


def take_in_all(house: House, raws: Sequence[bytes], pool: ParserPool) -> list[dict[str, Any]]:
    """Keep some mails and decide them; give their receipts in order.

    Raises:
        DBAPIError: they could not be stored or decided now; they are to be given again.
    """
    taken = keep_all(house, raws)
    mine = _mine(taken, raws)
    decided = settle.decide_all(house, settle.read(house, mine, pool), pool)
    return _receipts(house, taken, dict(zip((row_id for row_id, _ in mine), decided, strict=True)))


def _mine(taken: Sequence[TakenIn], raws: Sequence[bytes]) -> list[tuple[int, bytes]]:
    """Give number and bytes of the mails that are this process's to decide."""
    return [(one.id, raw) for one, raw in zip(taken, raws, strict=True) if one.mine]


def _receipts(house: House, taken: Sequence[TakenIn], decided: dict[int, dict[str, Any]]) -> list[dict[str, Any]]:
    """Give a receipt for each mail that was taken in; one that is not ours to decide is a duplicate."""
    others = [one.id for one in taken if not one.mine]
    if others:
        with house.database.reading() as session:
            rows = inbox.rows(session, others)
    return [decided[one.id] if one.mine else _duplicate(rows[one.id]) for one in taken]


def _duplicate(row: InboundRow) -> dict[str, Any]:
    reason = "taken in before" if row.state != "received" else "another process is taking it in"
    return receipt_shape(row) | {"verdict": "duplicate", "reason": reason, "actions": []}


class _Going:
    """Some mails on their way through `receive`: kept when this is made, then read, then decided."""

    def __init__(self, house: House, raws: Sequence[bytes]) -> None:
        self._house, self._taken = house, keep_all(house, raws)
        self._mine = _mine(self._taken, raws)
        self._batch: Future[Batch]

    def read(self, pool: ParserPool, reading: ThreadPoolExecutor) -> None:
        """Have them read."""
        self._batch = reading.submit(settle.read, self._house, self._mine, pool)

    def receipts(self, pool: ParserPool) -> list[dict[str, Any]]:
        """Decide them and give their receipts."""
        try:
            decided = settle.decide_all(self._house, self._batch.result(), pool)
        except (DBAPIError, OSError) as error:
            _LOG.error("mail.undecided", mails=len(self._mine), why=type(error).__name__, exc_info=error)
            decided = [_UNDECIDED] * len(self._mine)
        by_number = dict(zip((row_id for row_id, _ in self._mine), decided, strict=True))
        return _receipts(self._house, self._taken, by_number)


_UNDECIDED: dict[str, Any] = {
    "message_id": None,
    "from": None,
    "verdict": None,
    "reason": "it is stored; it could not be decided now, which is done later",
    "actions": [],
}


def _portions(raws: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Give mails in portions that may be taken in together; one that is too large for it goes alone."""
    portion: list[bytes] = []
    size_bytes = 0
    try:
        for raw in raws:
            if portion and (len(portion) >= MOST_MAILS or size_bytes + len(raw) > MOST_BYTES):
                yield portion
                portion, size_bytes = [], 0
            portion.append(raw)
            size_bytes += len(raw)
    except OSError:  # a file that cannot be read: what stood before it is taken in all the same
        if portion:
            yield portion
        raise
    if portion:
        yield portion


# --- what is kept and not decided ----------------------------------------------------------------------------------


def decide_kept(house: House, row_id: int, pool: ParserPool) -> dict[str, Any]:
    """Decide a mail that is kept, by its number, unless that was done meanwhile; give its receipt.

    Raises:
        DBAPIError: as `settle.decide`.
    """
    for portion in kept(house, [row_id]):
        return settle.decide(house, *portion[0], pool)
    with house.database.reading() as session:
        return receipt_shape(session.get_one(InboundRow, row_id))


def kept(house: House, row_ids: Sequence[int]) -> Iterator[list[tuple[int, bytes]]]:
    """Give number and bytes of those mails that are not decided yet, in portions that may be decided together."""
    rest = list(row_ids)
    while rest:
        with house.database.reading() as session:
            portion = inbox.undecided(session, rest[:MOST_MAILS], MOST_BYTES)
        if portion:
            yield portion
        seen = rest.index(portion[-1][0]) + 1 if portion else MOST_MAILS
        rest = rest[seen:]


def read_kept(house: House, row_ids: Sequence[int], pool: ParserPool) -> tuple[Batch, list[int]]:
    """Read those of some mails that are not decided yet, as many from the front as go together; give those after too.

    Raises:
        DBAPIError: the database is at fault, not a mail.
    """
    portion = next(kept(house, row_ids), [])
    read = {row_id for row_id, _ in portion}
    rest = list(row_ids)[row_ids.index(portion[-1][0]) + 1 :] if portion else []
    return settle.read(house, portion, pool), [row_id for row_id in rest if row_id not in read]


def left_over(house: House) -> list[int]:
    """List the mails that were kept and not decided, their lease run out: a process died over them."""
    with house.database.reading() as session:
        return inbox.left_over(session, house.clock.now())


def take_up(house: House, row_ids: Sequence[int], pool: ParserPool) -> None:
    """Take up mails that were left over; what another process has taken up or decided meanwhile is left to it.

    Raises:
        DBAPIError: the database is at fault, not a mail.
    """
    for portion in kept(house, row_ids):
        with house.database.transaction() as session:
            mine = inbox.lease(session, [row_id for row_id, _ in portion], house.clock.now())
        batch = settle.read(house, [mail for mail in portion if mail[0] in mine], pool)
        settle.decide_all(house, batch, pool)


def give_back(house: House, row_ids: Sequence[int]) -> None:
    """Leave mails that were kept and not decided to whoever looks for them next."""
    with house.database.transaction() as session:
        inbox.release(session, row_ids, house.clock.now())


def backlog(house: House) -> int:
    """Give how many mails are kept and wait to be decided."""
    with house.database.reading() as session:
        return health.undecided(session)


def keep_oversize(house: House, head: bytes, size: int) -> dict[str, Any]:
    """Keep the headers of a mail that is too large to fetch, quarantined for a person to look at; give its receipt."""
    from milestones.flows.verdict import close

    taken = keep(house, head)
    with house.database.transaction() as session:
        row = session.get_one(InboundRow, taken.id)
        if row.state == "received":
            close(row, "quarantined", f"it has {size} bytes and was not fetched; the mail itself is in the archive")
            session.add(row)
    _LOG.warning("mail.oversize", mail=taken.id, size_bytes=size)
    with house.database.reading() as session:
        return receipt_shape(session.get_one(InboundRow, taken.id))
