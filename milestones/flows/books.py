"""One round's books: one transaction after another records outcomes, sets fences and claims letters.

The only one that writes the outbox in a round, in threads of its own. What it could not commit it keeps in memory and
tries again for as long as leases last; what was sent it also keeps in the journal, so that a process that ends
meanwhile doubles nothing.
"""

from __future__ import annotations

import asyncio
import os
import socket
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

import structlog
from sqlalchemy.exc import DBAPIError, OperationalError

from milestones.domain import delivery
from milestones.domain.delivery import Deferred, OnDoubt, Refused, Released, Settlement, Stage
from milestones.flows import journal, patience
from milestones.flows.telling import telling
from milestones.store import outbox
from milestones.store.faults import may_pass

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlmodel import Session

    from milestones.domain.delivery import Outcome
    from milestones.flows.house import House
    from milestones.flows.lanes import Lanes
    from milestones.store.outbox import Claimed

    Waiting = Callable[[], Sequence[tuple[Claimed, Outcome | Released]]]

_LOG = structlog.get_logger()

_RECOVER_EVERY = timedelta(seconds=30)
"""How often a long round looks for letters that others left behind and for those that waited long enough."""

_FIRST_PAUSE_S = 0.5
"""Before a transaction that failed is tried again; doubled each time up to ten seconds."""

_DATABASE_PATIENCE_S = 600
"""How long outcomes are kept in memory while the database cannot be written: within the lease."""

_JOURNAL_AFTER_S = 2.0
"""How long a commit may take before what was sent is kept in the journal too."""


class OnFailed(Protocol):
    """What is done, in the same transaction, when a letter is recorded as failed."""

    def __call__(
        self, session: Session, house: House, letter: Claimed, what: Settlement, now: datetime, *, address_dead: bool
    ) -> None:
        """Tell people; `address_dead` where the server refused the recipient or the letter for good."""


@dataclass(slots=True)
class Batch:
    """What one transaction is to do."""

    marks: list[tuple[Claimed, asyncio.Future[bool]]]
    outcomes: list[tuple[Claimed, Outcome | Released]]
    room: int
    ahead: bool
    """Whether the fences of what is claimed are set at once: in a long queue that goes well."""


@dataclass(slots=True)
class Done:
    """What one transaction did, once it is committed, and when."""

    at: datetime
    marked: set[int] = field(default_factory=set)
    claimed: list[Claimed] = field(default_factory=list)
    sent: int = 0
    deferred: int = 0
    failed: int = 0


class Books:
    """The only one that writes the outbox in this round.

    `waiting` gives the outcomes that stand in no batch yet: while a commit is slow or refused they go into the journal
    with those of the batch, and `note` puts in what comes after.
    """

    def __init__(self, house: House, lanes: Lanes, waiting: Waiting, on_failed: OnFailed | None = None) -> None:
        self._house = house
        self._waiting = waiting
        self._is_behind = False
        self._lanes = lanes
        self._on_failed = on_failed or _tell_of_failure
        self._on_doubt = OnDoubt(str(house.config.service.smtp.uncertain))
        self._worker = f"{socket.gethostname()}:{os.getpid()}"
        self._recover_at: datetime | None = None

    async def write(self, batch: Batch) -> Done:
        """Do the transaction, trying again while the database is only busy or away: nothing decided is forgotten.

        Raises:
            DBAPIError: it was away for as long as leases last, or its disk is failing.
        """
        waited_s, pause_s = 0.0, _FIRST_PAUSE_S
        while True:
            try:
                done = await self._watched(batch)
            except DBAPIError as error:
                await self._fall_behind(batch)
                passing = isinstance(error, OperationalError) and may_pass(error)
                if waited_s >= _DATABASE_PATIENCE_S or not passing:
                    raise
                _LOG.warning("outbox.unwritable", waited_s=waited_s, error=type(error.orig).__name__)
            else:
                self._is_behind = False
                return done
            await asyncio.sleep(pause_s)
            waited_s, pause_s = waited_s + pause_s, min(pause_s * 2, 10)

    async def _watched(self, batch: Batch) -> Done:
        """Do the transaction in a thread; fill the journal meanwhile if it takes long."""
        writing = asyncio.ensure_future(asyncio.to_thread(self._write, batch))
        try:
            quick, _ = await asyncio.wait({writing}, timeout=_JOURNAL_AFTER_S)
            if not quick:
                await self._fall_behind(batch)
            return await writing
        finally:
            writing.cancel()  # does nothing unless this was cancelled itself

    async def _fall_behind(self, batch: Batch) -> None:
        """Put into the journal what is known to be sent and not recorded, once a transaction."""
        if not self._is_behind:
            self._is_behind = True
            outcomes, at = [*batch.outcomes, *self._waiting()], self._house.clock.now()
            await asyncio.to_thread(journal.note_sent, self._house.database, outcomes, at)

    def note(self, letter: Claimed, outcome: Outcome | Released) -> None:
        """Put an outcome into the journal at once where the books are behind; they are written soon otherwise."""
        if self._is_behind:
            journal.note_sent(self._house.database, [(letter, outcome)], self._house.clock.now())

    def _write(self, batch: Batch) -> Done:
        now = self._house.clock.now()
        done = Done(now)
        settled = self._settled(batch, now)
        telling = any(what.state == "failed" for _, _, what in settled)  # writes to the log, in order with others
        with self._house.database.transaction(alongside=not telling) as session:
            recorded = outbox.settle(session, [(letter.lease, what) for letter, _, what in settled], now)
            for letter, outcome, what in settled:
                if letter.id in recorded:
                    self._count(session, done, letter, what, now, address_dead=_says_address_dead(outcome))
            outbox.release(session, [letter.lease for letter, what in batch.outcomes if isinstance(what, Released)])
            lease_until = now + delivery.LEASE
            done.marked = outbox.mark_data(session, [letter.lease for letter, _ in batch.marks], lease_until)
            if batch.room > 0:
                self._claim(session, done, batch, now)
        return done

    def _claim(self, session: Session, done: Done, batch: Batch, now: datetime) -> None:
        """Take in hand what there is room for; what a limit keeps back is deferred."""

        def take(most: int, apart_from: ColumnElement[bool] | None) -> list[Claimed]:
            until = now + delivery.LEASE
            return outbox.claim(session, now, until, most, self._worker, fenced=batch.ahead, apart_from=apart_from)

        if self._recover_at is None or now >= self._recover_at:
            outbox.recover(session, now)
            self._recover_at = now + _RECOVER_EVERY
        admitted = self._lanes.admit(session, now, batch.room, take)
        for letter in admitted.letters:
            self._take_in(session, done, letter, now)
        if admitted.kept_back:
            done.deferred += admitted.kept_back
            _LOG.info("letters.kept_back", letters=admitted.kept_back)

    def _settled(self, batch: Batch, now: datetime) -> list[tuple[Claimed, Outcome, Settlement]]:
        put_off = [letter.id for letter, outcome in batch.outcomes if isinstance(outcome, Deferred)]
        give_up_at = patience.give_up_at(self._house, put_off)
        return [
            (
                letter,
                outcome,
                delivery.settle(
                    outcome,
                    attempts=letter.attempts,
                    uncertain=letter.uncertain,
                    on_doubt=self._on_doubt,
                    now=now,
                    seed=letter.id,
                    give_up_at=give_up_at.get(letter.id),
                ),
            )
            for letter, outcome in batch.outcomes
            if not isinstance(outcome, Released)
        ]

    def _take_in(self, session: Session, done: Done, letter: Claimed, now: datetime) -> None:
        """Keep a claimed letter for sending, unless it was perhaps delivered too often or chases nobody any more."""
        if letter.attempts and _is_outdated(session, self._house, letter, now):
            return
        if not delivery.too_doubtful(letter.uncertain, self._on_doubt):
            done.claimed.append(letter)
            return
        what = delivery.given_up_in_doubt(
            "its sender stopped after DATA had begun",
            attempts=letter.attempts,
            uncertain=letter.uncertain,
            on_doubt=self._on_doubt,
        )
        if outbox.settle(session, [(letter.lease, what)], now):
            self._count(session, done, letter, what, now, address_dead=False)

    def _count(
        self, session: Session, done: Done, letter: Claimed, what: Settlement, now: datetime, *, address_dead: bool
    ) -> None:
        match what.state:
            case "sent":
                done.sent += 1
                _LOG.debug("letter.sent", letter=letter.id, kind=letter.kind)
            case "deferred":
                done.deferred += 1
                _LOG.info("letter.deferred", letter=letter.id, kind=letter.kind, attempts=what.attempts)
            case _:
                done.failed += 1
                _LOG.warning("letter.failed", letter=letter.id, kind=letter.kind, attempts=what.attempts)
                with telling(session, letter=letter.id):
                    self._on_failed(session, self._house, letter, what, now, address_dead=address_dead)


def _says_address_dead(outcome: Outcome) -> bool:
    return isinstance(outcome, Refused) and outcome.stage in {Stage.RCPT, Stage.DATA}


def _is_outdated(session: Session, house: House, letter: Claimed, now: datetime) -> bool:
    from milestones.flows.outdated import outdated  # templates are loaded only where a letter is written anew

    return outdated(session, house, letter, now)


def _tell_of_failure(
    session: Session, house: House, letter: Claimed, what: Settlement, now: datetime, *, address_dead: bool
) -> None:
    from milestones.flows.undelivered import tell_of_failure  # templates are loaded only where a notice is written

    tell_of_failure(session, house, letter, what, now, address_dead=address_dead)
