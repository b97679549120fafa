"""Letters that are known to be sent, recorded by their Message-ID: what a journal kept while the database was away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from milestones.domain.delivery import Settlement
from milestones.store import outbox
from milestones.store.statements import portions
from milestones.store.tables import LetterRow

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Table
    from sqlmodel import Session

_LETTER: Table = LetterRow.__table__  # type: ignore[attr-defined]  # SQLModel hides __table__


def record(session: Session, sent: Mapping[str, datetime]) -> int:
    """Record letters as sent at an instant (aware UTC), by Message-ID; give for how many that was news.

    One that is unknown here, or has ended already, is left as it is.
    """
    recorded = 0
    for some in portions(list(sent)):
        known = select(_LETTER.c.id, _LETTER.c.message_id).where(_LETTER.c.message_id.in_(some))
        for identity, message_id in session.connection().execute(known).all():
            settled = [((identity, ""), Settlement("sent", 0, 0))]
            recorded += len(outbox.settle(session, settled, sent[message_id]))
    return recorded
