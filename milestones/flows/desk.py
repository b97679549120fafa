"""One round's desk: which letters its connections may send, which they may not any more, and what became of each.

The connections fetch and report here; `flows.books` writes it down. One transaction after another does everything
there is to do at that moment (settle what is decided, fence what is about to be sent, claim what there is room for),
so the marks are durable and still cost a fraction of a commit a letter. At most twice as many letters as connections
are in hand: that is the most that a stop can put in doubt.

The fence of a letter is set just before its DATA. Only in a long queue that is going well is it set with the claim, a
moment earlier, so that connections need not wait for the disk; the first letters of each round, and those that were
in doubt before, never are: a letter cannot fail for two doubts without having been sent.
"""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from milestones.domain.delivery import Refused, Released, Sent, Stage, Unreachable
from milestones.flows.books import Batch, Books
from milestones.flows.lanes import Lanes
from milestones.store.outbox import Claimed

if TYPE_CHECKING:
    from datetime import datetime

    from milestones.domain.delivery import Outcome
    from milestones.edge.smtp_words import Outgoing
    from milestones.flows.books import OnFailed
    from milestones.flows.house import House
    from milestones.store.outbox import Lease

_LOOK_AGAIN_S = 1.0
"""How often new letters are looked for, and outcomes recorded, while nothing makes it urgent."""

_FENCE_HOLDS = timedelta(seconds=30)
"""How long a fence that was set with the claim stands for the one just before DATA; later it is set anew."""

_SENDERS_REFUSED = 3
"""After so many MAIL refusals in a row it is the sender that the server does not like, not the letters."""

_STOPPED = "the service was stopped before it was sent"


@dataclass(frozen=True, slots=True)
class Delivered:
    """How many letters this round sent, deferred and gave up."""

    sent: int = 0
    deferred: int = 0
    failed: int = 0


class Desk:
    """Where the connections fetch letters and report; `keep` has it written down until the round is over."""

    def __init__(self, house: House, on_failed: OnFailed | None = None) -> None:
        self._house = house
        self._lanes = Lanes(house)
        self._books = Books(house, self._lanes, lambda: self._outcomes, on_failed)
        self._most_in_hand = 2 * house.config.service.smtp.connections
        self._ready: deque[Claimed] = deque()
        self._in_hand: dict[Lease, datetime] = {}  # and since when
        self._marks: list[tuple[Claimed, asyncio.Future[bool]]] = []
        self._outcomes: list[tuple[Claimed, Outcome | Released]] = []
        self._takers: deque[asyncio.Future[None]] = deque()
        self._something = asyncio.Event()
        self._closed = False
        self._stopped = False
        self._senders_refused = self._sent_in_a_row = 0
        self.sender_refused: Unreachable | None = None
        self.sent = self.deferred = self.failed = 0

    @property
    def delivered(self) -> Delivered:
        """Give the counts so far."""
        return Delivered(self.sent, self.deferred, self.failed)

    # --- what the connections call ----------------------------------------------------------------------------------

    async def take(self) -> Claimed | None:
        """Give the next letter whose lane is free, None when nothing is left or the round is ending."""
        while not self._stopped:
            letter = self._next_ready()
            if letter is not None:
                return letter
            if self._closed:
                return None
            taker = asyncio.get_running_loop().create_future()
            self._takers.append(taker)
            self._something.set()
            await taker
        return None

    def _next_ready(self) -> Claimed | None:
        """Take out the first letter that may start now: at once the first of all, where no policy is narrow."""
        for place, letter in enumerate(self._ready):
            if self._lanes.may_start(letter):
                del self._ready[place]
                self._lanes.starts(letter)
                return letter
        return None

    def _has_work(self) -> bool:
        return any(self._lanes.may_start(letter) for letter in self._ready)

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
        self._books.note(_claimed(letter), outcome)
        self._lanes.ends(_claimed(letter))
        if not self._has_work() or 2 * len(self._outcomes) >= self._most_in_hand or not isinstance(outcome, Sent):
            self._something.set()
        self._sent_in_a_row = self._sent_in_a_row + 1 if isinstance(outcome, Sent) else 0
        if not (isinstance(outcome, Refused) and outcome.stage is Stage.MAIL):
            self._senders_refused = 0
            return
        self._senders_refused += 1
        if self._senders_refused >= _SENDERS_REFUSED:
            self.sender_refused = Unreachable(f"the server refuses the sender: {outcome.reply}", closed=True)
            self.stop()

    def must_stay_under_tls(self, letter: Outgoing) -> bool:
        """Say whether the policy for the letter's domain demands TLS all the way."""
        policy = self._lanes.policy_of(_claimed(letter))
        return policy is not None and policy.require_tls

    def give_back(self, letter: Outgoing) -> None:
        """Put a letter that was not tried first in line again."""
        self._ready.appendleft(_claimed(letter))
        self._lanes.ends(_claimed(letter))
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
        for letter, _ in outcomes:
            self._in_hand.pop(letter.lease, None)
            self._lanes.leaves(letter)
        ahead = self._sent_in_a_row >= self._most_in_hand
        done = await self._books.write(Batch(marks, outcomes, room, ahead))
        for letter, mark in marks:
            if not mark.done():
                mark.set_result(letter.id in done.marked)
        self.sent += done.sent
        self.deferred += done.deferred
        self.failed += done.failed
        for letter in done.claimed:
            self._in_hand[letter.lease] = done.at
            self._lanes.enters(letter)
        self._ready.extend(done.claimed)
        if room and not done.claimed and not self._in_hand:
            self._closed = True
        if self._closed or self._has_work():
            self._wake_takers()

    def _wake_takers(self) -> None:
        while self._takers:
            taker = self._takers.popleft()
            if not taker.done():
                taker.set_result(None)


def _claimed(letter: Outgoing) -> Claimed:
    """Give the letter as this round claimed it: the connections hand back what they were given."""
    assert isinstance(letter, Claimed)
    return letter
