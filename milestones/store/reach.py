"""What is known of mail to the posts of a board: one small fact a board, written beside the events that it follows."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

from sqlmodel import col, func, select

from milestones.domain.reach import Reach
from milestones.store import queries
from milestones.store.tables import InboundRow

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlmodel import Session


def read(session: Session, board: str) -> dict[str, Reach]:
    """Give what is known of the posts of a board, by post; nothing for those whose mail never came back."""
    kept = json.loads(queries.meta(session, _key(board)) or "{}")
    return {
        post: Reach(
            one["address"],
            tuple(date.fromisoformat(day) for day in one["came_back"]),
            date.fromisoformat(one["since"]) if one["since"] else None,
        )
        for post, one in kept.items()
    }


def write(session: Session, board: str, known: Mapping[str, Reach]) -> None:
    """Keep what is known of the posts of a board."""
    kept = {
        post: {
            "address": one.address,
            "came_back": [day.isoformat() for day in one.came_back],
            "since": one.since.isoformat() if one.since else None,
        }
        for post, one in known.items()
    }
    queries.set_meta(session, _key(board), json.dumps(kept, sort_keys=True))


def last_heard(session: Session, board: str, post: str) -> datetime | None:
    """Give when a reply of this post's holder was last accepted, aware UTC; None where none ever was."""
    query = select(func.max(InboundRow.received_at)).where(
        InboundRow.board == board, InboundRow.post == post, col(InboundRow.verdict) == "accepted"
    )
    return session.exec(query).one()


def _key(board: str) -> str:
    return f"reach:{board}"
