"""How fast letters may go, and to whom only under TLS all the way: policies by domain, limits a minute.

Pure: policies, windows and instants are values. Knows no SMTP, no configuration file and no database.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

MINUTE = timedelta(minutes=1)

_TOGETHER = timedelta(seconds=1)
"""What goes within a second is one entry of a window, under its latest instant: a window stays short."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What holds for letters to some domains.

    `domains` are exact names (`police.uk`) or a suffix (`*.police.uk`: every domain below it, at any depth, and
    `police.uk` itself). `connections` is the most letters on their way to them at once, `per_minute` the most in any
    sixty seconds; None is no limit. `require_tls` asks every server on the way for TLS (RFC 8689).
    """

    domains: tuple[str, ...]
    require_tls: bool = False
    connections: int | None = None
    per_minute: int | None = None

    @property
    def name(self) -> str:
        """Give the domains as a person reads them, and as the limit is known by."""
        return ", ".join(self.domains)

    def covers(self, domain: str) -> bool:
        """Say whether a mail domain, in lower case, is one of its."""
        return any(
            domain == one.removeprefix("*.") or (one.startswith("*.") and domain.endswith(one[1:]))
            for one in self.domains
        )


def domain_of(address: str) -> str:
    """Give the domain of a mail address, in lower case."""
    return address.rpartition("@")[2].lower()


def policy_for(domain: str, policies: Iterable[Policy]) -> Policy | None:
    """Give the first policy that covers a domain."""
    return next((policy for policy in policies if policy.covers(domain)), None)


@dataclass(frozen=True, slots=True)
class Window:
    """What went lately under one limit: instants (aware UTC) and how many letters, oldest first.

    Any sixty seconds hold at most the limit, not sixty seconds on average.
    """

    went: tuple[tuple[datetime, int], ...] = ()

    def at(self, now: datetime) -> Window:
        """Give what still counts at `now`.

        An entry more than a minute ahead was written under a clock that ran ahead, and does not bind.
        """
        return Window(tuple(entry for entry in self.went if now - MINUTE < entry[0] <= now + MINUTE))

    def room(self, per_minute: int, now: datetime) -> int:
        """Give how many letters may go at `now`."""
        return max(per_minute - sum(count for _, count in self.at(now).went), 0)

    def plus(self, count: int, now: datetime) -> Window:
        """Give the window after `count` more letters at `now`."""
        if count == 0:
            return self
        went = self.at(now).went
        if went and now - _TOGETHER < went[-1][0] <= now:
            return Window((*went[:-1], (now, went[-1][1] + count)))
        return Window((*went, (now, count)))

    def frees_at(self, now: datetime) -> datetime:
        """Give the first instant from `now` at which an entry has left the window."""
        return min((instant + MINUTE for instant, _ in self.at(now).went), default=now)


def why_kept_back(per_minute: int, policy: Policy | None = None) -> str:
    """Say why a letter waits for its turn."""
    to = f" to {policy.name}" if policy is not None else ""
    return f"kept back by the limit of {per_minute} a minute{to}"
