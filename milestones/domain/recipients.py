"""To whom a rule's letter goes: words to posts, covered where a holder is absent and passed on where a post is vacant.

Nobody is dropped in silence: each recipient carries why it is one, and a word that leads to nobody leads to the
coordinator. Knows no rule and no instant; the day on which posts are held is an argument.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from milestones.domain.board import cover_for
from milestones.domain.wording import long_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from milestones.domain.board import Absence, Board, Organisation, Post
    from milestones.domain.state import Milestone

KEEPS = "you keep the programme"
"""Why the coordinator gets a letter, as it is told."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """A post that is written to. `stands_for` is the post it answers for, None where it is written to itself.

    `copy` marks a letter that is only for information; `why` says to its holder why this post gets it.
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
    """A post that a word means, before absence and vacancy; `post` None where the word leads to nobody.

    `why` is said to the post itself; `part` names it to whoever gets the letter in its place, empty without one.
    """

    post: str | None
    why: str
    part: str = ""


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
            members = [_Meant(post.id, "you are a member of the board", "board member") for post in board.members()]
            yield from members or [_Meant(None, "the board has no members")]
        elif word == "signatories":
            signing = [_Meant(post.id, "you sign for your sector", "signatory") for post in board.signatories()]
            yield from signing or [_Meant(None, "the board has no signatories")]
        elif word == "coordinator":
            yield _Meant(board.coordinator, KEEPS, "coordinator")
        elif word == "owners" or word.startswith("owners."):
            yield from _of_owners(word, milestone, board)
        else:
            yield _Meant(word, "your post is named for it")


def _of_owners(word: str, milestone: Milestone | None, board: Board) -> Iterator[_Meant]:
    owners = milestone.owners if milestone is not None else ()
    open_owners = [owner for owner in owners if owner.confirmed_at is None] or list(owners)
    if not open_owners:
        yield _Meant(None, "it has no owner")
    for owner in open_owners:
        post = board.posts.get(owner.post)
        if word == "owners" or post is None:
            yield _Meant(owner.post, f"you own it ({owner.kind})", f"{owner.kind} owner")
        else:
            yield _related(word.removeprefix("owners."), post, board)


def _related(relation: str, owner: Post, board: Board) -> _Meant:
    """Give whom an owner reports to, its deputy, or the lead of its organisation."""
    if relation == "reports_to":
        why = f"{owner.title} owns it and reports to {'you' if owner.reports_to else 'nobody on the list'}"
        return _Meant(owner.reports_to, why, f"{owner.title} reports there")
    if relation == "deputy":
        why = f"{owner.title} owns it and {'you are the deputy' if owner.deputy else 'has no deputy'}"
        return _Meant(owner.deputy, why, f"deputy of {owner.title}")
    organisation = board.organisations[owner.organisation]
    leads = f"you lead {organisation.name}" if organisation.lead else f"{organisation.name} names no lead"
    return _Meant(organisation.lead, f"{owner.title} owns it and {leads}", f"lead of {organisation.name}")


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
        away = f"by our record you are away until {long_day(covered.until)}"
        cover = _cover(meant.post, board, absences, day)
        if cover is None:
            return (Recipient(meant.post, why=f"{meant.why}; {away}, and nobody at work covers"),)
        why = f"you cover until {long_day(covered.until)} for {_named(meant, board)}"
        return (Recipient(cover, meant.post, why=why), Recipient(meant.post, copy=True, why=f"{meant.why}; {away}"))
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
        return _last_resort(board, absences, day, vacant, f"{_named(meant, board)} is not on the board's list of posts")
    deputy = _cover(vacant, board, absences, day)
    why = f"{_named(meant, board)} is vacant"
    if deputy is not None:
        return Recipient(deputy, vacant, why=f"{why}, and you are its deputy")
    organisation = board.organisations[post.organisation]
    lead = organisation.lead
    if lead is not None and lead != vacant:
        reached = lead if _at_work(lead, board, absences, day) else _cover(lead, board, absences, day)
        if reached is not None:
            return Recipient(reached, vacant, why=f"{why}, and you {_leads(reached, organisation)}")
    return _last_resort(board, absences, day, vacant, why)


def _leads(reached: str, organisation: Organisation) -> str:
    what = "lead" if reached == organisation.lead else "cover for the lead of"
    return f"{what} {organisation.name}"


def _last_resort(board: Board, absences: Sequence[Absence], day: date, post: str, why: str) -> Recipient | Unreachable:
    """Give the coordinator, or whoever covers; an absent one before nobody."""
    coordinator = board.coordinator
    stands_for = post if post != coordinator else None
    reached = coordinator if _at_work(coordinator, board, absences, day) else None
    reached = reached or _cover(coordinator, board, absences, day)
    listed = board.posts.get(coordinator)
    if reached is None and listed is not None and listed.holder_on(day) is not None:
        reached = coordinator
    title = listed.title if listed is not None else coordinator
    if reached is None:
        return Unreachable(post, f"{why}; and {title}, the coordinator, is vacant and not covered")
    return Recipient(reached, stands_for, why=f"{why}; {KEEPS if reached == coordinator else f'you cover for {title}'}")


def _named(meant: _Meant, board: Board) -> str:
    """Name the post that is meant, and what makes it one that is written to: `BCU Commander (lead owner)`."""
    post = board.posts.get(meant.post or "")
    title = post.title if post is not None else str(meant.post)
    return f"{title} ({meant.part})" if meant.part else title


def _at_work(post: str, board: Board, absences: Sequence[Absence], day: date) -> bool:
    listed = board.posts.get(post)
    return listed is not None and listed.holder_on(day) is not None and cover_for(post, absences, day) is None
