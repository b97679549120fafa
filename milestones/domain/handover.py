"""Who lost a post by an edit of the configuration: compared on one day, so that a planned handover is none. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from milestones.domain.letter import Kind, Letter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from milestones.domain.board import Board, Holder


@dataclass(frozen=True, slots=True)
class Handover:
    """A post whose mail goes to somebody else from now on; `after` is None where nobody holds it any more."""

    post: str
    before: Holder
    after: Holder | None


def handovers(before: Mapping[str, Sequence[Holder]], board: Board, today: date) -> tuple[Handover, ...]:
    """List the posts that would have had another holder `today` by the holders as they stood `before`, by post.

    A change that the earlier configuration had foreseen (`until`, `from`) is none, a changed name at the same address
    is none; a post that was taken out of the board is one.
    """
    found = []
    for post, holders in sorted(before.items()):
        old = next((holder for holder in holders if holder.holds_on(today)), None)
        new = board.posts[post].holder_on(today) if post in board.posts else None
        if old is not None and (new is None or new.email.lower() != old.email.lower()):
            found.append(Handover(post, old, new))
    return tuple(found)


def told(change: Handover, title: str, board: Board, open_milestones: int, content: str, now: datetime) -> Letter:
    """Tell a former holder, at their own address, that an edit took the post from them: an error shows itself so.

    `title` is the post's as it was; `content` the hash of the configuration that did it. No milestone is shown: who
    holds the post no longer has no claim to see them.
    """
    has = {0: "It has no open milestone.", 1: "It has one open milestone."}
    lines = [
        "The board's configuration was edited, and letters for this post no longer go to you.",
        has.get(open_milestones, f"It has {open_milestones} open milestones."),
        "Replies from your address no longer count for it.",
    ]
    return Letter(
        key=f"notice:handover:{board.slug}:{change.post}:{content}:{now.isoformat()}",
        kind=Kind.NOTICE,
        board=board.slug,
        to=change.post if change.post in board.posts else board.coordinator,
        due_at=now,
        why=f"you held the post {title} until now",
        holder=change.before,
        facts={
            "headline": f"{title} of {board.name} is no longer your post.",
            "lines": lines,
            "next_step": "If that is right, there is nothing to do. If it is not, please tell the coordinator.",
            "notice": "handover",
            "post": change.post,
        },
    )
