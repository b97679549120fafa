"""One round's books: which letters its connections may send, which they may not any more, and what became of each.

The only one that writes the outbox in a round. One transaction after another does everything there is to do at that
moment (settle what is decided, fence what is about to be sent, claim what there is room for), so the marks are durable
and still cost a fraction of a commit a letter. At most twice as many letters as connections are in hand: that is the
most that a stop can put in doubt.

The fence of a letter is set just before its DATA. Only in a long queue that is going well is it set with the claim, a
moment earlier, so that connections need not wait for the disk; the first letters of each round, and those that were
in doubt before, never are: a letter cannot fail for two doubts without having been sent.
"""

from __future__ import annotations

import asyncio
import os
import socket
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

import structlog
from sqlalchemy.exc import OperationalError

from milestones.domain import delivery
from milestones.domain.delivery import OnDoubt, Refused, Released, Sent, Settlement, Stage, Unreachable
from milestones.store import outbox
from milestones.store.faults import may_pass
from milestones.store.outbox import Claimed

if TYPE_CHECKING:
    from datetime import datetime

    from sqlmodel import Session

    from milestones.domain.delivery import Outcome
    from milestones.edge.smtp import Outgoing
    from milestones.flows.house import House

_LOG = structlog.get_logger()

_LOOK_AGAIN_S = 1.0
"""How often new letters are looked for, and outcomes recorded, while nothing makes it urgent."""

_RECOVER_EVERY = timedelta(seconds=30)
"""How often a long round looks for letters that others left behind and for those that waited long enough."""

_FENCE_HOLDS = timedelta(seconds=30)
"""How long a fence that was set with the claim stands for the one just before DATA; later it is set anew."""

_SENDERS_REFUSED = 3
"""After so many MAIL refusals in a row it is the sender that the server does not like, not the letters."""

_FIRST_PAUSE_S = 0.5
"""Before a transaction that failed is tried again; doubled each time up to ten seconds."""

_DATABASE_PATIENCE_S = 600
"""How long outcomes are kept in memory while the database cannot be written: within the lease."""

_STOPPED = "the service was stopped before it was sent"


@dataclass(frozen=True, slots=True)
class Delivered:
    """How many letters this round sent, deferred and gave up."""

    sent: int = 0
    deferred: int = 0
    failed: int = 0


class OnFailed(Protocol):
    """What is done, in the same transaction, when a letter is recorded as failed."""

    def __call__(
        self, session: Session, house: House, letter: Claimed, what: Settlement, now: datetime, *, address_dead: bool
    ) -> None:
        """Tell people; `address_dead` where the server refused the recipient or the letter for good."""


@dataclass(slots=True)
class _Batch:
    """What one transaction is to do."""

    marks: list[tuple[Claimed, asyncio.Future[bool]]]
    outcomes: list[tuple[Claimed, Outcome | Released]]
    room: int


@dataclass(slots=True)
class _Done:
    """What one transaction did, once it is committed, and when."""

    at: datetime
    marked: set[int] = field(default_factory=set)
    claimed: list[Claimed] = field(default_factory=list)
    sent: int = 0
    deferred: int = 0
    failed: int = 0


class Desk:
    """Where the connections fetch letters and report, and the only one that writes the outbox in this round."""

    def __init__(self, house: House, on_failed: OnFailed | None = None) -> None:
        smtp = house.config.service.smtp
        self._house = house
        self._on_failed = on_failed or _tell_of_failure
        self._on_doubt = OnDoubt(str(smtp.uncertain))
        self._most_in_hand = 2 * smtp.connections
        self._worker = f"{socket.gethostname()}:{os.getpid()}"
        self._ready: deque[Claimed] = deque()
        self._in_hand: dict[outbox.Lease, datetime] = {}  # and since when
        self._marks: list[tuple[Claimed, asyncio.Future[bool]]] = []
        self._outcomes: list[tuple[Claimed, Outcome | Released]] = []
        self._takers: deque[asyncio.Future[None]] = deque()
        self._something = asyncio.Event()
        self._closed = False
        self._stopped = False
        self._senders_refused = self._sent_in_a_row = 0
        self.sender_refused: Unreachable | None = None
        self._recover_at: datetime | None = None
        self.sent = self.deferred = self.failed = 0

    @property
    def delivered(self) -> Delivered:
        """Give the counts so far."""
        return Delivered(self.sent, self.deferred, self.failed)

    # --- what the connections call ----------------------------------------------------------------------------------

    async def take(self) -> Claimed | None:
        """Give the next letter, None when nothing is left or the round is ending."""
        while not self._ready:
            if self._closed or self._stopped:
                return None
            taker = asyncio.get_running_loop().create_future()
            self._takers.append(taker)
            self._something.set()
            await taker
        return None if self._stopped else self._ready.popleft()

    async def before_data(self, letter: Outgoing) -> bool:
        """Have the letter's stage committed as `data` under our lease; False where it is ours no longer."""
        if self._stopped:
            return False
        claimed = _claimed(letter)
        if claimed.stage == "data" and self._house.clock.now() < self._in_hand[claimed.lease] + _FENCE_HOLDS:
            return True
        mark: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._marks.append((claimed, mark))
        self._something.set()
        return await mark

    def done(self, letter: Outgoing, outcome: Outcome | Released) -> None:
        """Have the outcome recorded: at once, unless the connections still have work for a moment."""
        self._outcomes.append((_claimed(letter), outcome))
        if not self._ready or 2 * len(self._outcomes) >= self._most_in_hand or not isinstance(outcome, Sent):
            self._something.set()
        self._sent_in_a_row = self._sent_in_a_row + 1 if isinstance(outcome, Sent) else 0
        if not (isinstance(outcome, Refused) and outcome.stage is Stage.MAIL):
            self._senders_refused = 0
            return
        self._senders_refused += 1
        if self._senders_refused >= _SENDERS_REFUSED:
            self.sender_refused = Unreachable(f"the server refuses the sender: {outcome.reply}", closed=True)
            self.stop()

    def give_back(self, letter: Outgoing) -> None:
        """Put a letter that was not tried first in line again."""
        self._ready.appendleft(_claimed(letter))
        self._wake_takers()

    # --- the round --------------------------------------------------------------------------------------------------

    def stop(self) -> None:
        """Hand out nothing more and let nothing new into DATA."""
        self._stopped = True
        self._wake_takers()
        self._something.set()

    def finish(self) -> None:
        """End the round: the connections are gone, what is still here goes back untried."""
        self._stopped = True
        self._closed = True
        self._something.set()

    async def keep(self) -> None:
        """Do one transaction after another until the round is closed and everything in it recorded."""
        while True:
            await self._wait()
            if self._closed:
                self._let_go()
            await self._transact()
            if self._closed and not self._marks and not self._outcomes and not self._ready:
                return
            if self._closed:
                self._something.set()

    def _let_go(self) -> None:
        """Give back what was claimed for connections that are gone, also by a transaction that was under way."""
        while self._ready:
            self._outcomes.append((self._ready.popleft(), Released(_STOPPED)))

    async def _wait(self) -> None:
        """Wait for something that must be recorded now; look for new letters, and record the rest, once a second."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._something.wait(), _LOOK_AGAIN_S)
        self._something.clear()

    async def _transact(self) -> None:
        marks, self._marks = self._marks, []
        outcomes, self._outcomes = self._outcomes, []
        room = 0 if self._stopped or self._closed else self._most_in_hand - len(self._in_hand) + len(outcomes)
        done = await self._written(_Batch(marks, outcomes, room))
        for letter, _ in outcomes:
            self._in_hand.pop(letter.lease, None)
        for letter, mark in marks:
            if not mark.done():
                mark.set_result(letter.id in done.marked)
        self.sent += done.sent
        self.deferred += done.deferred
        self.failed += done.failed
        self._in_hand.update({letter.lease: done.at for letter in done.claimed})
        self._ready.extend(done.claimed)
        if room and not done.claimed and not self._in_hand:
            self._closed = True
        if self._ready or self._closed:
            self._wake_takers()

    def _wake_takers(self) -> None:
        while self._takers:
            taker = self._takers.popleft()
            if not taker.done():
                taker.set_result(None)

    async def _written(self, batch: _Batch) -> _Done:
        """Do the transaction, trying again while the database is only busy or away: nothing decided is forgotten."""
        waited_s, pause_s = 0.0, _FIRST_PAUSE_S
        while True:
            try:
                return await asyncio.to_thread(self._write, batch)
            except OperationalError as error:
                if waited_s >= _DATABASE_PATIENCE_S or not may_pass(error):
                    raise
                _LOG.warning("outbox.unwritable", waited_s=waited_s, error=type(error.orig).__name__)
            await asyncio.sleep(pause_s)
            waited_s, pause_s = waited_s + pause_s, min(pause_s * 2, 10)

    def _write(self, batch: _Batch) -> _Done:
        now = self._house.clock.now()
        done = _Done(now)
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
                if self._recover_at is None or now >= self._recover_at:
                    outbox.recover(session, now)
                    self._recover_at = now + _RECOVER_EVERY
                fenced = self._sent_in_a_row >= self._most_in_hand
                for letter in outbox.claim(session, now, lease_until, batch.room, self._worker, fenced=fenced):
                    self._take_in(session, done, letter, now)
        return done

    def _settled(self, batch: _Batch, now: datetime) -> list[tuple[Claimed, Outcome, Settlement]]:
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
                ),
            )
            for letter, outcome in batch.outcomes
            if not isinstance(outcome, Released)
        ]

    def _take_in(self, session: Session, done: _Done, letter: Claimed, now: datetime) -> None:
        """Keep a claimed letter for sending, unless it was perhaps delivered more often than may be."""
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
        self, session: Session, done: _Done, letter: Claimed, what: Settlement, now: datetime, *, address_dead: bool
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
                self._tell(session, letter, what, now, address_dead=address_dead)

    def _tell(self, session: Session, letter: Claimed, what: Settlement, now: datetime, *, address_dead: bool) -> None:
        """Tell people of a failure; that it failed is recorded even where the telling itself fails.

        Without the savepoint a notice that cannot be written would undo the record, and the letter would go again.
        """
        try:
            with session.begin_nested():
                self._on_failed(session, self._house, letter, what, now, address_dead=address_dead)
        except OperationalError:
            raise
        except Exception:  # noqa: BLE001 - whatever the telling did wrong, the failure is recorded and shown
            _LOG.exception("notice.unwritten", letter=letter.id)


def _claimed(letter: Outgoing) -> Claimed:
    """Give the letter as this round claimed it: the connections hand back what they were given."""
    assert isinstance(letter, Claimed)
    return letter


def _says_address_dead(outcome: Outcome) -> bool:
    return isinstance(outcome, Refused) and outcome.stage in {Stage.RCPT, Stage.DATA}


def _tell_of_failure(
    session: Session, house: House, letter: Claimed, what: Settlement, now: datetime, *, address_dead: bool
) -> None:
    from milestones.flows.undelivered import tell_of_failure  # templates are loaded only where a notice is written

    tell_of_failure(session, house, letter, what, now, address_dead=address_dead)
