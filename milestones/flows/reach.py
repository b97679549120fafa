"""Whether mail reaches the posts of a board: notes what came back, and lists who cannot be reached on a day.

What counts is `domain.reach`'s; whom to tell is `flows.undelivered`'s.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestones.domain import reach
from milestones.store import reach as store

if TYPE_CHECKING:
    from datetime import date

    from sqlmodel import Session

    from milestones.domain.board import Board
    from milestones.domain.calendar import Calendar
    from milestones.flows.act import Work


def came_back(work: Work, post: str, address: str, *, hard: bool) -> bool:
    """Note that a letter to `post` came back from `address` today; say whether it became unreachable by that.

    An address that is no longer the post's changes nothing: what came back was meant for somebody else.
    """
    if not is_todays(work, post, address):
        return False
    calendar = work.house.calendar(work.board.slug)
    known = store.read(work.session, work.board.slug)
    heard = _heard_on(work.session, work.board, post, calendar)
    before = reach.unreachable_since(known.get(post), address, heard)
    known[post] = reach.returned(known.get(post), address, work.moment.today, hard=hard, heard_on=heard)
    store.write(work.session, work.board.slug, known)
    return before is None and known[post].since is not None


def is_todays(work: Work, post: str, address: str) -> bool:
    """Say whether mail for `post` goes to `address` today."""
    holder = work.board.posts[post].holder_on(work.moment.today) if post in work.board.posts else None
    return holder is not None and holder.email.lower() == address.lower()


def unreachable(session: Session, board: Board, calendar: Calendar, day: date) -> dict[str, date]:
    """Give the posts whose holder of `day` mail does not reach, each with the day since which it comes back."""
    found: dict[str, date] = {}
    for post, known in store.read(session, board.slug).items():
        holder = board.posts[post].holder_on(day) if post in board.posts else None
        if holder is None or known.since is None:
            continue
        since = reach.unreachable_since(known, holder.email, _heard_on(session, board, post, calendar))
        if since is not None:
            found[post] = since
    return found


def _heard_on(session: Session, board: Board, post: str, calendar: Calendar) -> date | None:
    at = store.last_heard(session, board.slug, post)
    return calendar.today(at) if at is not None else None
