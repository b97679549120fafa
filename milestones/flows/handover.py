"""Notes who lost a post by an edit of the configuration: an event with before and after, and a mail to who lost it.

Runs in the transaction that takes note of the new configuration, so that neither is there without the other.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import date
from typing import TYPE_CHECKING

from milestones.domain import events as e
from milestones.domain.board import Holder
from milestones.domain.handover import handovers, told
from milestones.domain.state import State
from milestones.flows.act import Work
from milestones.store import milestones as store
from milestones.store import queries

if TYPE_CHECKING:
    from datetime import datetime

    from sqlmodel import Session

    from milestones.domain.board import Board
    from milestones.flows.house import House

HOLDERS = "config.holders"
"""The meta key of who held which post by the configuration that ran last: JSON, by board and post."""

_OPEN = [State.PROPOSED, State.AGREED, State.CLAIMED]


def note(session: Session, house: House, now: datetime) -> None:
    """Compare the posts' holders with those of the configuration that ran before, and keep them for the next time."""
    kept = json.loads(queries.meta(session, HOLDERS) or "{}")
    for slug, board in house.config.boards.items():
        before = {
            post: ([_holder(*one) for one in holders], title) for post, (title, holders) in kept.get(slug, {}).items()
        }
        work = Work(session, house, slug, now)
        for change in handovers({post: holders for post, (holders, _) in before.items()}, board, work.moment.today):
            after = _mark(house, change.after) if change.after else None
            work.record(e.HolderChanged(slug, change.post, _mark(house, change.before), after))
            title = before[change.post][1]
            work.owe(told(change, title, board, _owned(session, slug, change.post), house.config.hash, now))
        work.finish()
    queries.set_meta(session, HOLDERS, json.dumps({slug: _kept(board) for slug, board in house.config.boards.items()}))


def _kept(board: Board) -> dict[str, list[object]]:
    return {
        post.id: [
            post.title,
            [
                (one.name, one.email, one.since.isoformat(), one.until.isoformat() if one.until else None)
                for one in post.holders
            ],
        ]
        for post in board.posts.values()
    }


def _holder(name: str, email: str, since: str, until: str | None) -> Holder:
    return Holder(name, email, date.fromisoformat(since), date.fromisoformat(until) if until else None)


def _mark(house: House, holder: Holder) -> str:
    """Give a mark by which who knows the key can tell an address: the log keeps no address, it cannot be erased."""
    return hmac.new(house.secret, holder.email.lower().encode(), hashlib.sha256).hexdigest()[:16]


def _owned(session: Session, board: str, post: str) -> int:
    """Count the open milestones that a post owns."""
    return sum(any(owner.post == post for owner in one.owners) for one in store.all_of(session, board, _OPEN))
