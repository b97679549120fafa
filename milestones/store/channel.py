"""Whether the way to the mail server is open: how often it was refused in a row, until when everything waits, and why.

One row of facts; the letters that wait are the outbox's. `doctor` reads it, deliveries write it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from milestones.domain.delivery import LONGEST_CHANNEL_WAIT
from milestones.store.tables import MetaRow

if TYPE_CHECKING:
    from sqlmodel import Session

_KEY = "delivery.channel"


@dataclass(frozen=True, slots=True)
class Channel:
    """The way to the mail server: `failures` in a row; `closed` while log-in or TLS is refused."""

    failures: int = 0
    until: datetime | None = None
    why: str = ""
    closed: bool = False

    def shut_until(self, now: datetime) -> datetime | None:
        """Give until when no connection should be tried, after a refused log-in; None where one may be tried now.

        A wait longer than any that is given was written under a clock that ran ahead, and does not bind.
        """
        if self.closed and self.until is not None and now < self.until <= now + LONGEST_CHANNEL_WAIT:
            return self.until
        return None


def read(session: Session) -> Channel:
    """Give the channel as last recorded; open if nothing was."""
    row = session.get(MetaRow, _KEY)
    if row is None:
        return Channel()
    facts = json.loads(row.value)
    until = datetime.fromisoformat(facts["until"]) if facts["until"] else None
    return Channel(facts["failures"], until, facts["why"], facts["closed"])


def write(session: Session, channel: Channel) -> None:
    """Record how the channel stands."""
    until = channel.until.isoformat() if channel.until else None
    facts = {"failures": channel.failures, "until": until, "why": channel.why, "closed": channel.closed}
    session.merge(MetaRow(key=_KEY, value=json.dumps(facts)))
