"""What was sent while the database could not be written: kept in a file, recorded when the database is back.

Between the server's 250 and our commit stands the one moment in which a letter may be sent twice. Where the commit is
refused the outcome is written to `sent.journal` beside the database and made durable, so that a process that ends
before it can commit doubles nothing.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import structlog

from milestones.domain.delivery import Sent
from milestones.edge.journal import Journal
from milestones.store import sent

if TYPE_CHECKING:
    from collections.abc import Iterable

    from milestones.domain.delivery import Outcome, Released
    from milestones.store.database import Database
    from milestones.store.outbox import Claimed

_LOG = structlog.get_logger()

NAME = "sent.journal"


def journal_of(database: Database) -> Journal | None:
    """Give the journal beside a database, None where nothing of it stands on this machine."""
    return Journal(database.witness.with_name(NAME)) if database.witness is not None else None


def note_sent(database: Database, outcomes: Iterable[tuple[Claimed, Outcome | Released]], at: datetime) -> None:
    """Keep which letters were sent; what cannot be kept is logged, and stands in memory as it did before."""
    journal = journal_of(database)
    facts = [
        {"letter": letter.id, "message_id": letter.message_id, "sent_at": at.isoformat()}
        for letter, outcome in outcomes
        if isinstance(outcome, Sent)
    ]
    if journal is None or not facts:
        return
    try:
        journal.append(facts)
    except OSError as error:
        _LOG.error("journal.unwritable", letters=len(facts), error=error.strerror)
    else:
        _LOG.warning("journal.written", letters=len(facts))


def replay(database: Database) -> int:
    """Record what the journal says was sent, clear it, and give how many letters that settled.

    A letter that is recorded already, by this process or another, is left as it is. Letters are known by their
    Message-ID, so that a journal beside another database settles nothing there.

    Raises:
        DBAPIError: the database still cannot be written; the journal stays.
    """
    journal = journal_of(database)
    if journal is None or not journal.has_facts():
        return 0
    with journal.taken() as (facts, unreadable), database.transaction(alongside=True) as session:
        at = {str(fact["message_id"]): when for fact in facts if (when := _instant(fact["sent_at"])) is not None}
        settled = sent.record(session, at)
    _LOG.warning("journal.replayed", letters=settled, known=len(at), unreadable=unreadable)
    return settled


def _instant(text: object) -> datetime | None:
    """Read an instant; None for one that nobody of us wrote."""
    try:
        at = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return at if at.tzinfo is not None else None
