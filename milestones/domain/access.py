"""Who may give which command: by reply, and from the keyboard in the name of a post.

Roles are judged now, at the moment of the reply, never at the moment of the letter (an owner may have changed).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestones.domain.board import Acceptance
from milestones.domain.state import State

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from milestones.domain.board import Absence, Board
    from milestones.domain.state import Milestone


def may_speak_for(sender_posts: Iterable[str], post: str, board: Board, absences: Iterable[Absence], day: date) -> bool:
    """Say whether somebody who holds `sender_posts` may answer for `post`: its holder, or a deputy.

    A deputy is the post configured as such, or the one that covers an absence recorded for `day`.
    """
    deputies = {post, board.posts[post].deputy if post in board.posts else None}
    deputies |= {a.deputy for a in absences if a.post == post and a.since <= day <= a.until}
    return any(sender in deputies for sender in sender_posts)


def deciders(milestone: Milestone, board: Board) -> tuple[str, ...]:
    """Name the posts that may approve or reject what waits on `milestone`: any of them decides.

    A claim under `acceptance = "other_sector"` is for the signatories of the sectors that do not own it; everything
    else is for the coordinator.
    """
    if milestone.state is State.CLAIMED and board.acceptance is Acceptance.OTHER_SECTOR:
        own = {board.sector_of(owner.post) for owner in milestone.owners if owner.post in board.posts}
        others = tuple(post.id for post in board.signatories() if board.sector_of(post.id) not in own)
        return others or (board.coordinator,)
    return (board.coordinator,)


def is_signatory(post: str, board: Board) -> bool:
    """Say whether `post` agrees for one of the sectors that the board asks."""
    return post in {signatory.id for signatory in board.signatories()}
