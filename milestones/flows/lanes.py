"""Which letters may be taken in hand now: counted by the policies for their domains and by the limits a minute.

A letter beyond the connections of its policy stays queued and holds up nobody; one beyond a limit a minute is deferred
until its turn. The most urgent take what room there is.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from milestones.domain.pace import Policy, domain_of, policy_for, why_kept_back
from milestones.store import outbox, pace

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlmodel import Session

    from milestones.domain.pace import Window
    from milestones.flows.house import House
    from milestones.store.outbox import Claimed

    Take = Callable[[int, ColumnElement[bool] | None], list[Claimed]]

OVERALL = ""
"""The name of the limit that binds all letters."""


@dataclass(slots=True)
class Admitted:
    """What one transaction took in hand, and how many letters it kept back."""

    letters: list[Claimed] = field(default_factory=list)
    kept_back: int = 0


class Lanes:
    """One round's letters by policy: how many are in hand, and how many of those on their way.

    The counts are touched by the event loop only; `admit` reads them in a thread while the loop waits for it.
    """

    def __init__(self, house: House) -> None:
        smtp = house.config.service.smtp
        self._policies = tuple(
            Policy(tuple(one.domains), one.require_tls, one.connections, one.per_minute) for one in smtp.policy
        )
        self._limits = {policy.name: policy.per_minute for policy in self._policies if policy.per_minute is not None}
        if smtp.per_minute is not None:
            self._limits[OVERALL] = smtp.per_minute
        self._is_narrow = bool(self._limits) or any(policy.connections for policy in self._policies)
        self._known: dict[str, Policy | None] = {}
        self._in_hand: Counter[Policy] = Counter()
        self._on_way: Counter[Policy] = Counter()

    def policy_of(self, letter: Claimed) -> Policy | None:
        """Give the policy for a letter's domain."""
        if not self._policies:
            return None
        domain = domain_of(letter.to_address)
        if domain not in self._known:
            self._known[domain] = policy_for(domain, self._policies)
        return self._known[domain]

    # --- counting ---------------------------------------------------------------------------------------------------

    def enters(self, letter: Claimed) -> None:
        """Count a letter that was taken in hand."""
        self._count(self._in_hand, letter, 1)

    def leaves(self, letter: Claimed) -> None:
        """Count off a letter whose outcome is recorded."""
        self._count(self._in_hand, letter, -1)

    def may_start(self, letter: Claimed) -> bool:
        """Say whether one more letter to its domains may be on its way."""
        policy = self.policy_of(letter)
        return policy is None or policy.connections is None or self._on_way[policy] < policy.connections

    def starts(self, letter: Claimed) -> None:
        """Count a letter that a connection took."""
        self._count(self._on_way, letter, 1)

    def ends(self, letter: Claimed) -> None:
        """Count off a letter that a connection is done with."""
        self._count(self._on_way, letter, -1)

    def _count(self, counts: Counter[Policy], letter: Claimed, change: int) -> None:
        policy = self.policy_of(letter)
        if policy is not None:
            counts[policy] += change

    # --- taking in hand ---------------------------------------------------------------------------------------------

    def admit(self, session: Session, now: datetime, room: int, take: Take) -> Admitted:
        """Take up to `room` letters, the most urgent first; what has no room in its lane goes back or waits its turn.

        `take` claims so many letters, apart from those for which a condition holds. It is asked again for what had to
        go back, each time apart from one policy more, so that this ends.
        """
        if not self._is_narrow:
            return Admitted(take(room, None))
        windows = pace.windows(session, self._limits, now)
        admission = _Admission(self, now, windows, Counter(self._in_hand))
        while room > len(admission.taken):
            got = take(room - len(admission.taken), self._apart_from(admission.full))
            sent_back = [letter for letter in got if not admission.lets_in(letter)]
            outbox.release(session, [letter.lease for letter in sent_back])
            for name in sorted(admission.used_up):
                admission.kept_back += self._keep_back(session, name, windows[name], now)
            if not sent_back or OVERALL in admission.used_up:
                break
            admission.used_up.clear()
        pace.remember(session, {name: windows[name] for name in admission.changed})
        return Admitted(admission.taken, admission.kept_back)

    def room_in(self, policy: Policy | None, in_hand: Counter[Policy]) -> bool:
        """Say whether a letter under `policy` may be taken in hand: twice as many as may be on their way."""
        return policy is None or policy.connections is None or in_hand[policy] < 2 * policy.connections

    def limits_on(self, policy: Policy | None) -> list[str]:
        """Name the limits a minute that a letter under `policy` must keep, the narrower first."""
        names = [policy.name] if policy is not None else []
        return [name for name in (*names, OVERALL) if name in self._limits]

    def limit(self, name: str) -> int:
        """Give how many letters a minute the limit `name` lets through."""
        return self._limits[name]

    def full(self, in_hand: Counter[Policy]) -> set[Policy]:
        """Give the policies that have no room for another letter in hand."""
        return {policy for policy in self._policies if not self.room_in(policy, in_hand)}

    def _apart_from(self, full: set[Policy]) -> ColumnElement[bool] | None:
        return pace.to_policies(full, self._policies) if full else None

    def _keep_back(self, session: Session, name: str, window: Window, now: datetime) -> int:
        policy = next((one for one in self._policies if one.name == name), None) if name != OVERALL else None
        which = pace.to_policies({policy}, self._policies) if policy is not None else None
        per_minute = self._limits[name]
        why = why_kept_back(per_minute, policy)
        return pace.keep_back(session, now, which, from_=window.frees_at(now), per_minute=per_minute, why=why)


class _Admission:
    """One transaction's letters at the door: who was let in, which policies are full, which limits are used up."""

    def __init__(self, lanes: Lanes, now: datetime, windows: dict[str, Window], in_hand: Counter[Policy]) -> None:
        self._lanes, self._now, self._windows, self._in_hand = lanes, now, windows, in_hand
        self.full = lanes.full(in_hand)
        self.used_up: set[str] = set()
        self.changed: set[str] = set()
        self.taken: list[Claimed] = []
        self.kept_back = 0

    def lets_in(self, letter: Claimed) -> bool:
        """Let a letter in and count it, or say no and note what was in its way."""
        policy = self._lanes.policy_of(letter)
        if policy is not None and policy in self.full:
            return False
        limits = self._lanes.limits_on(policy)
        for name in limits:
            if self._windows[name].room(self._lanes.limit(name), self._now) == 0:
                self.used_up.add(name)
                if policy is not None and name != OVERALL:
                    self.full.add(policy)
                return False
        for name in limits:
            self._windows[name] = self._windows[name].plus(1, self._now)
            self.changed.add(name)
        self.taken.append(letter)
        if policy is not None:
            self._in_hand[policy] += 1
            if not self._lanes.room_in(policy, self._in_hand):
                self.full.add(policy)
        return True
