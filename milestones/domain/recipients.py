"""To whom a rule's letter goes: words to posts, covered where a holder is absent and passed on where a post is vacant.

Nobody is dropped in silence: each recipient carries why it is one, and a word that leads to nobody leads to the
coordinator. Knows no rule and no instant; the day on which posts are held is an argument.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from milestones.domain.board import cover_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from milestones.domain.board import Absence, Board
    from milestones.domain.state import Milestone


@dataclass(frozen=True, slots=True)
class Recipient:
    """A post that is written to. `stands_for` is the post it answers for, None where it is written to itself.

    `copy` marks a letter that is only for information; `why` says why this post gets it.
    """

    post: str
    stands_for: str | None = None
    copy: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class Unreachable:
    """Nobody could be found to write to for `post`; `why` says what was tried."""

    post: str
    why: str


@dataclass(frozen=True, slots=True)
class _Meant:
    """A post that a word means, before absence and vacancy; `post` None where the word leads to nobody."""

    post: str | None
    why: str


def resolve(
    words: Sequence[str],
    milestone: Milestone | None,
    board: Board,
    absences: Iterable[Absence],
    day: date,
    *,
    cc: Sequence[str] = (),
) -> tuple[Recipient | Unreachable, ...]:
    """Give the posts that `words` (and, in copy, `cc`) mean for `milestone` on `day`, each once, `to` before copies.

    Words are those of a rule's `to`: `owners` (those who have not confirmed yet), `owners.reports_to`,
    `owners.deputy`, `owners.organisation_lead`, `signatories`, `coordinator`, `board`, or a post's id. An absent
    holder is covered by the absence's deputy, else by the post's, and gets a copy; a vacant post goes to its deputy,
    else to its organisation's lead, else to the coordinator. A word that means nobody in `cc` adds nobody.
    """
    known = tuple(absences)
    found: dict[str, Recipient | Unreachable] = {}
    copies: list[Recipient] = []
    for meant in _meant(words, milestone, board):
        for reached in _reach(meant, board, known, day):
            if isinstance(reached, Recipient) and reached.copy:
                copies.append(reached)
            else:
                found.setdefault(reached.post, reached)
    for meant in _meant(cc, milestone, board):
        if meant.post is None:
            continue
        reached_all = _reach(meant, board, known, day)
        copies += [replace(reached, copy=True) for reached in reached_all if isinstance(reached, Recipient)]
    for copy in copies:
        found.setdefault(copy.post, copy)
    return tuple(found.values())


def _meant(words: Sequence[str], milestone: Milestone | None, board: Board) -> Iterator[_Meant]:
    for word in words:
        if word == "board":
            members = [_Meant(post.id, "member of the board") for post in board.members()]
            yield from members or [_Meant(None, "the board has no members")]
        elif word == "signatories":
            signing = [_Meant(post.id, "signatory") for post in board.signatories()]
            yield from signing or [_Meant(None, "the board has no signatories")]
        elif word == "coordinator":
            yield _Meant(board.coordinator, "coordinator")
        elif word == "owners" or word.startswith("owners."):
            yield from _of_owners(word, milestone, board)
        else:
            yield _Meant(word, "named by the rule")


def _of_owners(word: str, milestone: Milestone | None, board: Board) -> Iterator[_Meant]:
    owners = milestone.owners if milestone is not None else ()
    open_owners = [owner for owner in owners if owner.confirmed_at is None] or list(owners)
    if not open_owners:
        yield _Meant(None, "it has no owner")
    for owner in open_owners:
        post = board.posts.get(owner.post)
        if word == "owners" or post is None:
            yield _Meant(owner.post, f"{owner.kind} owner")
            continue
        relation = word.removeprefix("owners.")
        if relation == "reports_to":
            yield _Meant(post.reports_to, f"{owner.post} reports to {post.reports_to or 'nobody on the list'}")
        elif relation == "deputy":
            yield _Meant(post.deputy, f"deputy of {owner.post}" if post.deputy else f"{owner.post} has no deputy")
        else:
            organisation = board.organisations[post.organisation]
            lead = organisation.lead
            yield _Meant(lead, f"leads {organisation.name}" if lead else f"{organisation.name} names no lead")


def _reach(meant: _Meant, board: Board, absences: Sequence[Absence], day: date) -> tuple[Recipient | Unreachable, ...]:
    """Follow cover and vacancy from the post that is meant to the posts that are written to."""
    if meant.post is None:
        return (_last_resort(board, absences, day, board.coordinator, meant.why),)
    covered = cover_for(meant.post, absences, day)
    post = board.posts.get(meant.post)
    held = post is not None and post.holder_on(day) is not None
    if held and covered is None:
        return (Recipient(meant.post, why=meant.why),)
    if held and covered is not None:
        away = f"{meant.post} is absent until {covered.until.isoformat()}"
        cover = _cover(meant.post, board, absences, day)
        if cover is None:
            return (Recipient(meant.post, why=f"{meant.why}; {away}, and nobody at work covers"),)
        told = Recipient(meant.post, copy=True, why=f"{meant.why}; absent until {covered.until.isoformat()}")
        return (Recipient(cover, meant.post, why=f"{meant.why}; {away}, {cover} covers"), told)
    return (_for_vacant(meant, board, absences, day),)


def _cover(absent: str, board: Board, absences: Sequence[Absence], day: date) -> str | None:
    """Give who covers `absent` on `day`: the deputy's deputy if need be, None where nobody is left or cover circles."""
    seen = {absent}
    post: str | None = absent
    while post is not None:
        absence = cover_for(post, absences, day)
        listed = board.posts.get(post)
        post = (absence.deputy if absence else None) or (listed.deputy if listed else None)
        if post is None or post in seen:
            return None
        seen.add(post)
        if _at_work(post, board, absences, day):
            return post
    return None


def _for_vacant(meant: _Meant, board: Board, absences: Sequence[Absence], day: date) -> Recipient | Unreachable:
    """Pass on what a vacant post would get: to its deputy, its organisation's lead, or the coordinator."""
    vacant = meant.post or ""
    post = board.posts.get(vacant)
    if post is None:
        return _last_resort(board, absences, day, vacant, f"{meant.why}; {vacant} is not on the board's list of posts")
    deputy = _cover(vacant, board, absences, day)
    why = f"{meant.why}; {vacant} is vacant on {day.isoformat()}"
    if deputy is not None:
        return Recipient(deputy, vacant, why=f"{why}, {deputy} is its deputy")
    organisation = board.organisations[post.organisation]
    lead = organisation.lead
    if lead is not None and lead != vacant:
        reached = lead if _at_work(lead, board, absences, day) else _cover(lead, board, absences, day)
        if reached is not None:
            return Recipient(reached, vacant, why=f"{why}, {lead} leads {organisation.name}")
    return _last_resort(board, absences, day, vacant, why)


def _last_resort(board: Board, absences: Sequence[Absence], day: date, post: str, why: str) -> Recipient | Unreachable:
    """Give the coordinator, or whoever covers; an absent one before nobody."""
    coordinator = board.coordinator
    stands_for = post if post != coordinator else None
    reached = coordinator if _at_work(coordinator, board, absences, day) else None
    reached = reached or _cover(coordinator, board, absences, day)
    listed = board.posts.get(coordinator)
    if reached is None and listed is not None and listed.holder_on(day) is not None:
        reached = coordinator
    if reached is None:
        return Unreachable(post, f"{why}; and {coordinator}, the coordinator, is vacant and not covered")
    return Recipient(reached, stands_for, why=f"{why}; the coordinator hears of it instead")


def _at_work(post: str, board: Board, absences: Sequence[Absence], day: date) -> bool:
    listed = board.posts.get(post)
    return listed is not None and listed.holder_on(day) is not None and cover_for(post, absences, day) is None
