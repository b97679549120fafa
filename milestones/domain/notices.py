"""Notices as values: what the coordinator or an organisation's lead must hear of, in plain lines. Sends nothing."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from milestones.domain.letter import Item, Kind, Letter
from milestones.domain.movement import title_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from milestones.domain.board import Board


class HeldBecause(StrEnum):
    """Why a reply is left to the coordinator, as the notice says it of the post that was written to."""

    ANOTHER_SENDER = "a letter to {post} was answered from another address"
    YES_FROM_ELSEWHERE = "a reply from {post} was confirmed, but not through the question's own address"


def held_reply(
    board: Board,
    post: str,
    milestones: Sequence[str],
    reply: int,
    now: datetime,
    because: HeldBecause,
) -> Letter:
    """Tell the coordinator that a reply waits for a decision. What it says is not repeated: its sender is not known."""
    return Letter(
        key=f"notice:held:{reply}",
        kind=Kind.NOTICE,
        board=board.slug,
        to=board.coordinator,
        due_at=now,
        items=tuple(Item(milestone) for milestone in milestones),
        why="you keep the programme, and a reply waits for you",
        facts={
            "headline": f"Reply {reply} is held: {because.value.format(post=title_of(board, post))}.",
            "lines": [
                f"Read it with: milestones replies --held (number {reply})",
                f"To let it count: milestones replies accept {reply}",
                f'To turn it down: milestones replies reject {reply} --why "..."',
            ],
            "next_step": "Nothing changes until you decide.",
            "caused_by": reply,
        },
    )


def configuration_refused(board: Board, content: str, faults: Sequence[str], now: datetime) -> Letter:
    """Tell the coordinator that an edit of the configuration was refused; `content` is the hash of what was refused."""
    return Letter(
        key=f"notice:config:{board.slug}:{content}",
        kind=Kind.NOTICE,
        board=board.slug,
        to=board.coordinator,
        due_at=now,
        why="you keep the programme, and an edit of its configuration was refused",
        facts={
            "headline": "An edit of the configuration was refused. The service runs on with the one before it.",
            "lines": list(faults),
            "next_step": "Mend these lines and save; the service looks again by itself.",
        },
    )
