"""The invariants of delivery and intake as questions to the database; each gives the rows that break it, so: none.

`broken` asks them all and is what soak runs call. I3 to I6 and I8 compare with what a mail server received and stand
in `tests/flows/test_deliver_killed.py`. Numbers are those of docs/guarantees.md.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from milestones.store import log

if TYPE_CHECKING:
    from datetime import datetime

    from milestones.store.database import Database

GRACE = timedelta(hours=2)
"""Longer than any lease and any wait for a channel that was shut."""

QUESTIONS = {
    "I1 what is owed has a letter, a reason, or is new": (
        "SELECT key FROM occurrence WHERE letter_id IS NULL AND skipped IS NULL AND at < :old"
    ),
    "I1 a letter that is named is there": (
        "SELECT o.key FROM occurrence o LEFT JOIN letter l ON l.id = o.letter_id"
        " WHERE o.letter_id IS NOT NULL AND l.id IS NULL"
    ),
    "I2 every letter has ended or has a future": (
        "SELECT id FROM letter WHERE state NOT IN ('sent', 'failed', 'cancelled') AND queued_at < :old"
        " AND (next_attempt_at IS NULL OR next_attempt_at < :old) AND (lease_until IS NULL OR lease_until < :old)"
    ),
    "I2 what is deferred says until when": (
        "SELECT id FROM letter WHERE state = 'deferred' AND next_attempt_at IS NULL"
    ),
    "I3 what was sent says when": "SELECT id FROM letter WHERE state = 'sent' AND (sent_at IS NULL OR attempts < 1)",
    "I5 doubts are few": "SELECT id FROM letter WHERE uncertain > 2",
    "I6 what is to go has its bytes": (
        "SELECT id FROM letter WHERE state IN ('queued', 'deferred', 'sending') AND id NOT IN"
        " (SELECT letter_id FROM letter_content)"
    ),
    "I7 one occurrence, one letter": ("SELECT occurrence_key FROM letter GROUP BY occurrence_key HAVING count(*) > 1"),
    "I9 only what is being sent is leased": (
        "SELECT id FROM letter WHERE (state = 'sending') <> (lease_token IS NOT NULL)"
    ),
    "I10 a mail acts once": (
        "SELECT message_id FROM inbound WHERE message_id IS NOT NULL GROUP BY message_id HAVING count(*) > 1"
    ),
    "I14 no letter of a revoked token waits": (
        "SELECT id FROM letter WHERE revoked_at IS NOT NULL AND state IN ('queued', 'deferred')"
    ),
    "I15 every mail is decided or being decided": (
        "SELECT id FROM inbound WHERE state = 'received' AND received_at < :old"
        " AND (lease_until IS NULL OR lease_until < :old)"
    ),
    "I16 no robot is answered": (
        "SELECT l.id FROM letter l JOIN inbound i ON i.id = l.caused_by"
        " WHERE i.verdict IN ('auto_reply', 'bounce', 'ignored') AND l.kind IN ('acknowledgement', 'clarification')"
    ),
    "I17 the log is contiguous": (
        "SELECT seq FROM event e WHERE seq > 1 AND NOT EXISTS (SELECT 1 FROM event p WHERE p.seq = e.seq - 1)"
    ),
}


def broken(database: Database, now: datetime) -> dict[str, list[Any]]:
    """Give each invariant that does not hold at `now`, with the rows that break it."""
    found: dict[str, list[Any]] = {}
    with database.reading() as session:
        for name, question in QUESTIONS.items():
            wanted = {"old": now - GRACE} if ":old" in question else {}
            rows = [row[0] for row in session.execute(text(question), wanted)]
            if rows:
                found[name] = rows
        faults = list(log.faults(session))
        if faults:
            found["I11 I17 states and chain are what the events give"] = faults
    return found
