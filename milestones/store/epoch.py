"""Whether this database is the newest of its line, or an older copy put back: an older one must not send again.

A number in the database, the epoch, goes up before and after every round that sends. The highest one seen is also kept
in a small file outside the database, the witness. A database that lies behind its witness was restored from a backup:
it is held until `milestones resume`. No witness, an unreadable one or one of another database says nothing, so a
restart, a crash and a copy of the whole folder raise no alarm. See docs/adr/0007.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Table, delete, update

from milestones.domain.events import ServiceResumed
from milestones.store import log, queries
from milestones.store.faults import DatabaseUnusable
from milestones.store.tables import ConsideredRow, DueRow, LetterRow, MilestoneRow, OccurrenceRow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from sqlmodel import Session

    from milestones.store.database import Database

_EPOCH, _LINE = "epoch", "epoch.line"
SENT_BEFORE = "it was sent before the backup was restored"
"""Why a waiting letter was cancelled by `resume`."""


class Held(DatabaseUnusable):
    """The database is older than what ran here before; nothing is sent until `milestones resume`."""


@dataclass(frozen=True, slots=True)
class Epoch:
    """A database's `line`, given once when it first sends, and how far it has come."""

    line: str
    number: int


def witnessed(path: Path | None) -> Epoch | None:
    """Read the newest epoch that was seen, None where nothing readable tells of one."""
    try:
        kept = json.loads(path.read_text()) if path is not None else None
        return Epoch(str(kept["line"]), int(kept["number"])) if kept else None
    except (OSError, ValueError, KeyError, TypeError):
        return None  # a torn or missing file must raise no alarm


def require_newest(database: Database) -> None:
    """Refuse a database that lies behind its witness.

    Raises:
        Held: it was restored from a backup, and its letters could go out a second time.
    """
    seen = witnessed(database.witness)  # read first: what is read from the database afterwards can only be newer
    if seen is None:
        return
    with database.reading() as session:
        here = _read(session)
    if here is not None and here.line == seen.line and here.number < seen.number:
        raise Held(
            f"{database.where} is older than what ran here before (epoch {here.number}, {seen.number} was seen): it "
            "was restored from a backup, and letters sent since could go out again. Nothing is sent. Look at "
            "`milestones outbox`, then run `milestones resume --sent-until T` with the instant up to which letters "
            "went out"
        )


def turn(database: Database) -> None:
    """Begin the next epoch; keep it in the database first, then outside."""
    with database.transaction() as session:
        here = _next(session, 0)
    _keep(database.witness, here)


def resume(database: Database, now: datetime, sent_until: datetime | None = None, why: str = "") -> int:
    """Make this database the newest of its line; give how many waiting letters were cancelled as sent before.

    With `sent_until` (aware UTC) everything that fell due up to then counts as sent by the database that was lost. The
    log says that it was resumed, when (`now`, aware UTC) and why.
    """
    seen = witnessed(database.witness)
    with database.transaction() as session:
        mine = _read(session)
        same = seen is not None and (mine is None or seen.line == mine.line)
        here = _next(session, seen.number if same and seen else 0)
        cancelled = _count_as_sent(session, sent_until) if sent_until else 0
        log.append(session, [log.Entry(ServiceResumed(sent_until, cancelled, why), "resume")], now)
    _keep(database.witness, here)
    return cancelled


def _read(session: Session) -> Epoch | None:
    line, number = queries.meta(session, _LINE), queries.meta(session, _EPOCH)
    return Epoch(line, int(number)) if line and number else None


def _next(session: Session, at_least: int) -> Epoch:
    mine = _read(session) or Epoch(secrets.token_hex(8), 0)
    here = Epoch(mine.line, max(mine.number, at_least) + 1)
    queries.set_meta(session, _LINE, here.line)
    queries.set_meta(session, _EPOCH, str(here.number))
    return here


def _keep(path: Path | None, here: Epoch) -> None:
    """Keep an epoch in the witness, unless a newer one of the same line stands there."""
    if path is None:
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone_in(path.parent):
        seen = witnessed(path)
        if seen is not None and seen.line == here.line and seen.number >= here.number:
            return
        part = path.with_name(f"{path.name}.part")
        with os.fdopen(os.open(part, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as file:
            json.dump({"line": here.line, "number": here.number}, file)
        part.replace(path)


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Hold the folder's lock: several senders, threads or processes, turn at the same moment."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)  # gives the lock back, also when the process is killed


def _count_as_sent(session: Session, until: datetime) -> int:
    """Cancel what waits, pass over what is owed and move the schedules on, all up to `until`."""
    letter, owed, due, considered, milestone = (
        _table(row) for row in (LetterRow, OccurrenceRow, DueRow, ConsideredRow, MilestoneRow)
    )
    connection = session.connection()
    waiting = letter.c.state.in_(("queued", "deferred", "sending")) & (letter.c.due_at <= until)
    stopped = {
        "state": "cancelled",
        "outcome": SENT_BEFORE,
        "next_attempt_at": None,
        "lease_until": None,
        "lease_token": None,
    }
    cancelled = connection.execute(update(letter).where(waiting).values(**stopped)).rowcount
    is_open = owed.c.letter_id.is_(None) & owed.c.skipped.is_(None) & (owed.c.at <= until)
    connection.execute(update(owed).where(is_open).values(skipped=SENT_BEFORE))
    connection.execute(delete(due).where(due.c.at <= until))
    connection.execute(update(considered).where(considered.c.until < until).values(until=until))
    evaluated = milestone.c.fresh.is_(True) & (milestone.c.ladder_from <= until)
    connection.execute(update(milestone).where(evaluated).values(fresh=False))
    return cancelled


def _table(row: type) -> Table:
    table: Table = row.__table__  # type: ignore[attr-defined]  # SQLModel hides __table__
    return table
