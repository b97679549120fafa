"""Mail on its way in, for the service: kept before it is acknowledged, decided after, whatever goes wrong with one.

`flows.receive` says what becomes of a mail; here is what a running service needs around it: storing and deciding
apart, mail that a process died over, an address that takes no mail, a backlog, a mail too large to fetch.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy.exc import DBAPIError

from milestones.flows.look import receipt_shape
from milestones.flows.write import bound_to
from milestones.mail import address
from milestones.store import health, inbox
from milestones.store.tables import InboundRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from milestones.edge.parser_pool import ParserPool
    from milestones.flows.house import House
    from milestones.store.inbox import TakenIn

_LOG = structlog.get_logger()


def keep(house: House, raw: bytes) -> TakenIn:
    """Put the bytes of a mail on disk, once; when this returns they may be acknowledged.

    Raises:
        DBAPIError: they could not be stored.
    """
    with house.database.transaction() as session:
        return inbox.take_in(session, raw, house.clock.now())


def take_in(house: House, raw: bytes, pool: ParserPool) -> dict[str, Any]:
    """Keep a mail and decide it; a fault of ours in deciding it does not stand in the way of the next one.

    Raises:
        DBAPIError: it could not be stored or decided now; it is to be given again.
    """
    taken = keep(house, raw)
    if not taken.mine:
        return _receipt(house, taken.id) | {"verdict": "duplicate", "reason": "taken in before", "actions": []}
    return decide(house, taken.id, raw, pool)


def decide(house: House, row_id: int, raw: bytes, pool: ParserPool) -> dict[str, Any]:
    """Decide a mail that is kept, and give its receipt.

    A fault of ours is logged and counted on the mail; after the third the mail is quarantined for a person to look at.

    Raises:
        DBAPIError: the database is at fault, not the mail.
    """
    from milestones.flows import receive  # what understands mail is large, and loaded with the first one

    try:
        receipt = receive.settle(house, row_id, raw, pool)
    except DBAPIError:
        raise
    except Exception as error:  # noqa: BLE001  # one mail that trips over a fault of ours must not block the next
        _LOG.error("mail.undecided", mail=row_id, why=type(error).__name__, exc_info=error)
        return _count_fault(house, row_id, type(error).__name__)
    _LOG.info("mail.taken_in", mail=row_id, verdict=receipt["verdict"])
    return receipt


def decide_kept(house: House, row_id: int, pool: ParserPool) -> dict[str, Any]:
    """Decide a mail that is kept, by its number, unless that was done meanwhile; give its receipt.

    Raises:
        DBAPIError: as `decide`.
    """
    with house.database.reading() as session:
        row = session.get_one(InboundRow, row_id)
        if row.state != "received":
            return receipt_shape(row)
        raw = inbox.raw_of(session, row_id)
    return decide(house, row_id, raw, pool)


def _count_fault(house: House, row_id: int, what: str) -> dict[str, Any]:
    from milestones.flows.receive import TRIES
    from milestones.flows.verdict import close

    with house.database.transaction() as session:
        tries = inbox.count_attempt(session, row_id)
        row = session.get_one(InboundRow, row_id)
        if tries >= TRIES and row.state == "received":
            close(row, "quarantined", f"deciding it failed {tries} times ({what}); the log has the details")
            session.add(row)
        return receipt_shape(row)


def _receipt(house: House, row_id: int) -> dict[str, Any]:
    with house.database.reading() as session:
        return receipt_shape(session.get_one(InboundRow, row_id))


def left_over(house: House) -> list[int]:
    """List the mails that were kept and not decided, their lease run out: a process died over them."""
    with house.database.reading() as session:
        return inbox.left_over(session, house.clock.now())


def decide_left_over(house: House, row_id: int, pool: ParserPool) -> None:
    """Take up one mail that was left over, unless another process has done so meanwhile."""
    with house.database.reading() as session:
        raw = inbox.raw_of(session, row_id)
    taken = keep(house, raw)
    if taken.mine:
        decide(house, row_id, raw, pool)


def give_back(house: House, row_ids: Sequence[int]) -> None:
    """Leave mails that were kept and not decided to whoever looks for them next."""
    with house.database.transaction() as session:
        inbox.release(session, row_ids, house.clock.now())


def backlog(house: House) -> int:
    """Give how many mails are kept and wait to be decided."""
    with house.database.reading() as session:
        return health.undecided(session)


def takes(house: House, recipient: str) -> bool:
    """Say whether mail to `recipient` can be taken in: our own address, bare or with the token of a letter of ours.

    An unknown, a forged, an expired and a revoked token look alike.
    """
    base = house.config.service.replies.address.lower()
    bounces = f"bounces@{base.rpartition('@')[2]}"
    asked = recipient.lower()
    if asked in {base, bounces}:
        return True
    for purpose, at in ((address.REPLY, base), (address.BOUNCE, bounces)):
        for token in address.token_in((asked,), at):
            if _is_good(house, token, purpose):
                return True
    return False


def _is_good(house: House, token: str, purpose: str) -> bool:
    opened = address.open_token(token)
    if opened is None:
        return False
    with house.database.reading() as session:
        letter = inbox.letter_by_token(session, opened[1])
    bound = bound_to(letter) if letter is not None else ""
    matches = address.token_matches(house.secrets, token, purpose, bound)
    if not matches or letter is None:
        return False
    now = house.clock.now()
    return letter.revoked_at is None and (letter.expires_at is None or now <= letter.expires_at)


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
    return _receipt(house, taken.id)
