"""A board and its people as configured: organisations, posts, dated holders, what the board has settled.

Owners are posts, not persons: a post outlives its holders. Knows nothing of files; `settings.read` makes these values.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from milestones.domain.marking import Marking

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date


class Sector(StrEnum):
    """The three that must jointly agree (seed, Appendix 1, criterion 4)."""

    POLICE = "police"
    LOCAL_AUTHORITY = "local_authority"
    PARTNER = "partner"


class CompletionOwners(StrEnum):
    """Whose confirmation completes a milestone."""

    ALL = "all"
    ANY = "any"
    LEAD = "lead"


class Acceptance(StrEnum):
    """Who accepts a claim of completion before it counts."""

    NONE = "none"
    COORDINATOR = "coordinator"
    OTHER_SECTOR = "other_sector"


@dataclass(frozen=True, slots=True)
class Holder:
    """A person in a post from one day to another, both inclusive; `until` None is open-ended."""

    name: str
    email: str
    since: date
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Say whether this person holds the post on `day`."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Organisation:
    """A force, a council or a partner body; `lead` is the post that hears of vacant posts and dead addresses."""

    id: str
    name: str
    sector: Sector
    domains: tuple[str, ...] = ()
    lead: str | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Post:
    """A post on the board's list. `clearance` is the highest marking that may be sent to it."""

    id: str
    title: str
    organisation: str
    aliases: tuple[str, ...] = ()
    board_member: bool = False
    signatory: bool = False
    reports_to: str | None = None
    deputy: str | None = None
    clearance: Marking = Marking.OFFICIAL
    holders: tuple[Holder, ...] = ()

    def holder_on(self, day: date) -> Holder | None:
        """Give who holds the post on `day`, or None when it is vacant."""
        return next((holder for holder in self.holders if holder.holds_on(day)), None)


@dataclass(frozen=True, slots=True)
class Absence:
    """A post covered by another from one day to another, both inclusive."""

    post: str
    since: date
    until: date
    deputy: str | None
    by: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Lateness:
    """When lateness turns amber and red, in calendar days after the due date."""

    amber_after_days: int = 1
    red_after_days: int = 28

    def colour(self, due: date | None, today: date) -> str | None:
        """Give `green`, `amber` or `red` by the dates alone, None without a due date."""
        if due is None:
            return None
        late = (today - due).days
        if late >= self.red_after_days:
            return "red"
        return "amber" if late >= self.amber_after_days else "green"


@dataclass(frozen=True, slots=True)
class Board:
    """One Prevent board: its posts and what it has settled about agreement and completion."""

    slug: str
    name: str
    prefix: str
    coordinator: str
    marking: Marking = Marking.NONE
    frameworks: tuple[str, ...] = ()
    meetings: tuple[date, ...] = ()
    agreement_sectors: tuple[Sector, ...] = (Sector.POLICE, Sector.LOCAL_AUTHORITY, Sector.PARTNER)
    completion_owners: CompletionOwners = CompletionOwners.ALL
    acceptance: Acceptance = Acceptance.NONE
    lateness: Lateness = Lateness()
    organisations: Mapping[str, Organisation] = field(default_factory=dict)
    posts: Mapping[str, Post] = field(default_factory=dict)
    import_columns: Mapping[str, str] = field(default_factory=dict)

    def sector_of(self, post: str) -> Sector:
        """Give the sector of the organisation that `post` belongs to."""
        return self.organisations[self.posts[post].organisation].sector

    def signatories(self, sector: Sector | None = None) -> tuple[Post, ...]:
        """Give the signatory posts, of one sector or of all that `[agreement]` asks."""
        wanted = self.agreement_sectors if sector is None else (sector,)
        return tuple(post for post in self.posts.values() if post.signatory and self.sector_of(post.id) in wanted)

    def members(self) -> tuple[Post, ...]:
        """Give the posts that sit on the board and read its digest."""
        return tuple(post for post in self.posts.values() if post.board_member)

    def posts_held_by(self, address: str, day: date) -> tuple[Post, ...]:
        """Give the posts whose holder on `day` writes from `address` (compared without case, RFC 5321 2.4)."""
        wanted = address.casefold()
        return tuple(
            post
            for post in self.posts.values()
            for holder in post.holders
            if holder.email.casefold() == wanted and post.holder_on(day) is holder
        )


def cover_for(post: str, absences: Iterable[Absence], day: date) -> Absence | None:
    """Give the newest absence that covers `post` on `day`, or None when its holder is at work."""
    covering = [absence for absence in absences if absence.post == post and absence.since <= day <= absence.until]
    return covering[-1] if covering else None
