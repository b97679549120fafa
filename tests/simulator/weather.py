"""What goes wrong, and when: spells of bad mail servers, dead addresses and failing databases, drawn from one seed.

A spell is a span of true time. Outside every spell nothing fails; `calm` ends all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence
    from datetime import datetime

    from tests.simulator.wound_time import WoundClock

DROP, HANG, GARBLE = "drop", "hang", "garble"

AT_MAIL = ("fair", "fair", "fair", "flaky", "flaky", "down", "silent", "greylisting", "overloaded", "sender refused")
AT_DATABASE = ("fair", "fair", "fair", "fair", "busy", "full", "failing")

_LATER = ("451 4.3.0 try later", "421 4.7.0 going down", "452 4.2.2 no room", DROP, HANG, GARBLE)
_NEVER = ("550 5.1.1 no such user", "554 5.7.1 not wanted")
_AFTER_KEPT = (DROP, HANG, GARBLE, "250")


@dataclass(frozen=True, slots=True)
class Spell:
    """From `since` to before `until` it is so."""

    since: datetime
    until: datetime
    what: str


class Weather:
    """Asked at every step that could fail. `strikes` and `breaks` draw; the order of asking is the order of things."""

    def __init__(self, chance: random.Random, clock: WoundClock, until: datetime, addresses: Sequence[str]) -> None:
        self._chance, self._clock = chance, clock
        self.calm = False
        self.mail = self._spells(AT_MAIL, until, hours=(2, 90))
        self.database = self._spells(AT_DATABASE, until, hours=(2, 160))
        self.dead = {address: self._dead(until) for address in addresses if chance.random() < 0.3}
        self._seen: set[tuple[str, str]] = set()

    def _spells(self, kinds: Sequence[str], until: datetime, hours: tuple[int, int]) -> list[Spell]:
        spells, at = [], self._clock.true
        while at < until:
            length = timedelta(hours=self._chance.randint(*hours))
            spells.append(Spell(at, at + length, self._chance.choice(kinds)))
            at += length
        return spells

    def _dead(self, until: datetime) -> Spell:
        days = max(2, (until - self._clock.true).days)
        since = self._clock.true + timedelta(days=self._chance.randrange(days))
        return Spell(since, since + timedelta(days=self._chance.randint(1, 12)), "dead")

    def _now(self, spells: list[Spell]) -> str:
        while spells and spells[0].until <= self._clock.true:
            spells.pop(0)
        return "fair" if self.calm or not spells else spells[0].what

    # --- the mail server --------------------------------------------------------------------------------------------

    def is_down(self) -> bool:
        """Say whether nobody listens."""
        return self._now(self.mail) == "down"

    def strikes(self, stage: str, about: str) -> str | None:
        """Give what the server does at a stage instead of what it should, None when it behaves."""
        spell = self._now(self.mail)
        if self.calm:
            return None
        dead = self.dead.get(about) if stage == "rcpt" else None
        if dead is not None and dead.since <= self._clock.true < dead.until:
            return "550 5.1.1 no such user"
        if spell == "silent" and stage == "connect":
            return HANG
        if spell == "greylisting" and stage == "rcpt" and ("grey", about) not in self._seen:
            self._seen.add(("grey", about))
            return "450 4.7.1 greylisted"
        if spell == "overloaded" and stage == "connect":
            return "421 4.3.2 too busy" if self._chance.random() < 0.6 else None
        if spell == "sender refused" and stage == "mail":
            return "550 5.7.1 not you" if self._chance.random() < 0.05 else None
        if spell == "flaky" and self._chance.random() < 0.06:
            return self._flaw(stage)
        return None

    def _flaw(self, stage: str) -> str | None:
        if stage == "stored":
            return self._chance.choice(_AFTER_KEPT)
        if stage in {"rcpt", "dot"} and self._chance.random() < 0.05:
            return self._chance.choice(_NEVER)
        if stage == "body":
            return DROP
        return self._chance.choice(_LATER)

    # --- the database -----------------------------------------------------------------------------------------------

    def breaks(self, moment: str) -> str | None:
        """Give SQLite's name of what goes wrong as a writing transaction begins (`begin`) or commits (`commit`)."""
        spell = self._now(self.database)
        if spell == "busy" and moment == "begin" and self._chance.random() < 0.1:
            return "SQLITE_BUSY"
        if spell == "full" and moment == "commit" and self._chance.random() < 0.15:
            return "SQLITE_FULL"
        if spell == "failing" and moment == "commit" and self._chance.random() < 0.03:
            return "SQLITE_IOERR_FSYNC"
        return None

    def a_reader_dies(self) -> bool:
        """Say whether the child process that reads a mail is ended by a limit."""
        return not self.calm and self._chance.random() < 0.02
