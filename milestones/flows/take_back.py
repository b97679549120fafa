"""Takes a milestone that was settled out of the letters that still wait: it is chased no longer.

A letter about it alone is cancelled; one about several is written anew without it, under its old Message-ID.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from milestones.domain.board import Holder
from milestones.domain.letter import Item, Kind, Letter
from milestones.flows.views import Ids, view
from milestones.flows.write import bounces_to, bound_to, shown_again
from milestones.mail.letter.compose import compose
from milestones.store import letters, outbox
from milestones.store import milestones as store

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlmodel import Session

    from milestones.domain.board import Post
    from milestones.flows.house import House
    from milestones.store.tables import LetterRow


def take_back(
    session: Session, house: House, milestone_id: str, why: str, kinds: Collection[Kind], now: datetime
) -> int:
    """Take a milestone out of the letters of some kinds that still wait, and give how many were cancelled.

    A letter that is being sent at this moment is not called back (should it come back unsent, `outdated` sees to it),
    and one that was perhaps delivered already is not written anew: its copies must be the same.
    """
    cancelled = 0
    for row in letters.waiting_about(session, milestone_id, [kind.value for kind in kinds]):
        kept = json.loads(row.facts)
        rest = [item for item in kept["items"] if item["milestone"] != milestone_id]
        post = house.board(row.board).posts.get(row.post)
        if not rest or post is None:
            assert row.id is not None
            outbox.cancel(session, [row.id], why if post else f"{why}; {row.post} is no longer a post of the board")
            cancelled += 1
        elif not row.uncertain:
            _write_anew(session, house, row, kept, rest, _reader(house, row, post, now), now)
            row.outcome = f"written anew without {milestone_id}: {why}"
    return cancelled


def _reader(house: House, row: LetterRow, post: Post, now: datetime) -> Holder:
    """Give who the letter goes to now: today's holder, and where the post is vacant whom it was written to."""
    today = house.calendar(row.board).today(now)
    return post.holder_on(today) or next(
        (holder for holder in post.holders if holder.email == row.to), Holder("", row.to, today)
    )


def _write_anew(
    session: Session,
    house: House,
    row: LetterRow,
    kept: dict[str, Any],
    rest: Sequence[dict[str, Any]],
    holder: Holder,
    now: datetime,
) -> None:
    """Write a waiting letter again with the rest of its milestones, to whoever it is for by now."""
    letter = _letter_of(row, kept, rest)
    milestones = store.by_id(session, (item.milestone for item in letter.items))
    letters.take_out_of_hand(row)
    row.to = holder.email
    row.config_hash = house.config.hash
    row.cycles = json.dumps({key: one.cycle for key, one in milestones.items()}, sort_keys=True)
    row.milestones = json.dumps(list(dict.fromkeys(item.milestone for item in letter.items)))
    row.items = json.dumps([{"milestone": item.milestone, "rule": item.rule} for item in letter.items])
    row.rule = letter.rule
    row.facts = json.dumps({**kept, "items": rest})
    bound = bound_to(row)
    row.envelope_from = bounces_to(house, row.token_id, bound)
    ids = Ids(row.token_id, row.message_id)
    composed = compose(house.templates, view(house, letter, milestones, holder, ids, bound, now))
    row.subject, row.marking = composed.subject, composed.marking.value
    letters.write_anew(session, row, house.sealed(composed.content, now))
    session.add(row)


def _letter_of(row: LetterRow, kept: dict[str, Any], rest: Sequence[dict[str, Any]]) -> Letter:
    return Letter(
        key=row.occurrence_key,
        kind=Kind(row.kind),
        board=row.board,
        to=row.post,
        due_at=row.due_at,
        items=tuple(
            Item(item["milestone"], item["rule"], rung=item["rung"], shows=shown_again(item["shows"])) for item in rest
        ),
        why=row.why,
        copy=row.copy_only,
        also_to=tuple(kept["also_to"]),
        copied_to=tuple(kept["copied_to"]),
        facts=kept["facts"],
    )
