"""What people are told of letters that will not be delivered: whom, and in what words. Pure; sends nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from milestones.domain.letter import Item, Kind, Letter
from milestones.domain.movement import title_of
from milestones.domain.recipients import KEEPS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from milestones.domain.board import Board
    from milestones.domain.delivery import Settlement

MOST_SHOWN = 20
"""How many letters one notice lists."""


@dataclass(frozen=True, slots=True)
class FailedLetter:
    """A letter that will not be delivered, as its notice needs it. `milestones` are those of every letter affected."""

    board: str
    post: str
    address: str
    kind: str
    message_id: str
    milestones: tuple[str, ...]


def notice_of_failure(
    letter: FailedLetter, board: Board, settlement: Settlement, now: datetime, *, address_dead: bool
) -> Letter | None:
    """Give the notice owed for `letter`, None where nobody is left to tell.

    A dead address is told to the lead of the post's organisation, once an address and not once a letter (the key);
    any other failure, and a lead's own dead address, to the board's coordinator. A notice that cannot be
    delivered to the coordinator tells nobody: it would not arrive either.
    """
    to = _whom_to_tell(letter, board, address_dead=address_dead)
    if to is None:
        return None
    about = letter.address if address_dead else letter.message_id
    what = "dead" if address_dead else "undelivered"
    title = title_of(board, letter.post)
    keeps = to == board.coordinator
    return Letter(
        key=f"notice:{what}:{letter.board}:{to}:{about}",
        kind=Kind.NOTICE,
        board=letter.board,
        to=to,
        due_at=now,
        items=tuple(Item(milestone) for milestone in letter.milestones),
        why=f"{KEEPS if keeps else _leads(letter.post, board)}, and a letter to {title} could not be delivered",
        facts={
            "headline": f"A letter to {title} could not be delivered.",
            "lines": [f"Address: {letter.address}", f"The mail server says: {settlement.reason}"],
            "next_step": (
                "Please tell the post by other means, and look at the mail server."
                if not address_dead
                else "Please give the post a working address in the board's file."
                if keeps
                else "Please give the post a working address, or tell the coordinator who holds it now."
            ),
            "notice": "dead_address" if address_dead else "undelivered",
            "post": letter.post,
            "post_title": title,
            "address": letter.address,
            "reason": settlement.reason,
            "milestones": list(letter.milestones),
            "failed_kind": letter.kind,
        },
    )


def notice_of_expiry(letters: Sequence[FailedLetter], board: Board, reason: str, now: datetime, day: date) -> Letter:
    """Give the coordinator's notice of a board's letters that expired while no letter could be sent at all.

    One a board and day (the key): a mail server that is down for a week must not end in a hundred notices.
    """
    count = len(letters)
    shown = [
        f"{one.kind.replace('_', ' ')} to {title_of(board, one.post)} <{one.address}>" for one in letters[:MOST_SHOWN]
    ]
    if count > MOST_SHOWN:
        shown.append(f"and {count - MOST_SHOWN} more")
    milestones = milestones_of(one.milestones for one in letters)
    return Letter(
        key=f"notice:expired:{board.slug}:{day.isoformat()}",
        kind=Kind.NOTICE,
        board=board.slug,
        to=board.coordinator,
        due_at=now,
        items=tuple(Item(milestone) for milestone in milestones),
        why=f"{KEEPS}, and letters could not be delivered in time",
        facts={
            "headline": f"{count} {'letter' if count == 1 else 'letters'} could not be delivered in time.",
            "lines": [*shown, f"Why: {reason}"],
            "next_step": "Please look at the mail server; `milestones outbox` lists every letter, also later ones.",
            "notice": "expired",
            "reason": reason,
            "milestones": list(milestones),
        },
    )


def _leads(post: str, board: Board) -> str:
    return f"you lead {board.organisations[board.posts[post].organisation].name}"


def _whom_to_tell(letter: FailedLetter, board: Board, *, address_dead: bool) -> str | None:
    post = board.posts.get(letter.post)
    organisation = board.organisations.get(post.organisation) if post else None
    candidates = [organisation.lead] if address_dead and organisation else []
    candidates.append(board.coordinator)
    return next((to for to in candidates if to and to in board.posts and to != letter.post), None)


def milestones_of(lists: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """Join several letters' milestones, each once, in order of first appearance."""
    return tuple(dict.fromkeys(milestone for milestones in lists for milestone in milestones))
