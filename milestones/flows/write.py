"""Writes the letters that are owed: address, view, bytes, outbox row, in the transaction that owes them.

The other flows hand over `domain.letter.Letter` values; nothing is sent from here.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from milestones.domain.letter import PRIORITY, WAITS_FOR_SENDING_HOURS, Item, Letter
from milestones.flows import views
from milestones.flows.seen import seen_in
from milestones.mail import address
from milestones.mail.letter.compose import compose
from milestones.mail.letter.view import Composed
from milestones.store import letters as store_letters
from milestones.store import milestones as store
from milestones.store import outbox
from milestones.store.tables import LetterRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlmodel import Session

    from milestones.domain.state import Milestone
    from milestones.flows.house import House

_FIRST = "first_reminder"
"""The fact of an assignment that names the day of the first reminder."""

TOKEN_LASTS = timedelta(days=180)
"""How long a letter can be answered: half a year covers the longest ladder and a long absence."""


def queue(
    session: Session,
    house: House,
    letters: Sequence[Letter],
    now: datetime,
    known: Mapping[str, Milestone] | None = None,
) -> dict[str, int]:
    """Write `letters` into the outbox and give the new rows' ids by key; a key that was written before is left out.

    `now` is aware UTC; `known` are milestones as this transaction has them, which are not read again. A letter to a
    post that nobody holds that day is a fault of the caller: it has resolved cover.
    """
    seen = seen_in(session)
    if any(letter.kind in WAITS_FOR_SENDING_HOURS for letter in letters):
        seen.write_out(session)
    letters = [_joined(session, letter) for letter in letters]
    milestones = _milestones(session, letters, known or {})
    rows = [_row(house, letter, milestones, now) for letter in letters]
    return seen.queue(session, rows)


def _joined(session: Session, letter: Letter) -> Letter:
    """Take into `letter` what still waits, of its kind and for the same post: one letter a person a moment.

    What it takes in is cancelled. A plan's answers given one by one before the office opens, or between two passes, are
    one request then. Facts that do not hold for all of it are left out; the day of the first reminder is the earliest.
    """
    if letter.kind not in WAITS_FOR_SENDING_HOURS:
        return letter
    waiting = store_letters.never_tried(session, letter.board, letter.kind.value, letter.to)
    ids = [row.id for row in waiting if row.id is not None and row.copy_only == letter.copy]
    stopped = outbox.cancel(session, ids, "joined into one later letter of the same kind, before it was sent")
    kept = [json.loads(row.facts) for row in waiting if row.id in stopped]
    if not kept:
        return letter
    items = {item["milestone"]: _item_again(item) for one in kept for item in one["items"]}
    items |= {item.milestone: item for item in letter.items}
    as_kept = json.loads(json.dumps(dict(letter.facts), default=str))
    common = {name for name, fact in as_kept.items() if all(one["facts"].get(name) == fact for one in kept)}
    facts = {name: fact for name, fact in letter.facts.items() if name in common}
    reminders = [one["facts"][_FIRST] for one in [*kept, {"facts": as_kept}] if _FIRST in one["facts"]]
    if reminders:
        facts[_FIRST] = date.fromisoformat(min(reminders))
    return replace(letter, items=tuple(sorted(items.values(), key=_by_number)), facts=facts)


def _item_again(item: dict[str, Any]) -> Item:
    return Item(item["milestone"], item["rule"], rung=item["rung"], shows=shown_again(item["shows"]))


def _by_number(item: Item) -> int:
    """Give a milestone's place in its plan: HUM-9 before HUM-10."""
    return int(item.milestone.rpartition("-")[2])


def shown_again(shows: dict[str, Any]) -> dict[str, object]:
    """Give what JSON kept as a view takes it: lists were tuples."""
    return {name: tuple(value) if isinstance(value, list) else value for name, value in shows.items()}


def _milestones(session: Session, letters: Iterable[Letter], known: Mapping[str, Milestone]) -> Mapping[str, Milestone]:
    missing = [item.milestone for letter in letters for item in letter.items if item.milestone not in known]
    return {**known, **store.by_id(session, missing)} if missing else known


def _row(house: House, letter: Letter, milestones: Mapping[str, Milestone], now: datetime) -> dict[str, Any]:
    """Give the outbox row of one letter, its bytes included."""
    board, calendar = house.board(letter.board), house.calendar(letter.board)
    post = board.posts[letter.to]
    holder = letter.holder or post.holder_on(calendar.today(now))
    if holder is None:
        raise ValueError(f"nobody holds {post.id} on {calendar.today(now)}: cover was not resolved")
    ids = views.Ids(
        address.new_token_id(secrets.token_bytes), address.message_id(secrets.token_bytes, views.domain_of(house))
    )
    opens_at = calendar.next_sending(now) if letter.kind in WAITS_FOR_SENDING_HOURS else now
    cycles = {item.milestone: milestones[item.milestone].cycle for item in letter.items}
    row = {
        "occurrence_key": letter.key,
        "message_id": ids.message_id,
        "token_id": ids.token_id,
        "kind": letter.kind.value,
        "rule": letter.rule,
        "board": letter.board,
        "post": letter.to,
        "to": holder.email,
        "milestones": json.dumps(list(dict.fromkeys(item.milestone for item in letter.items))),
        "cycles": json.dumps(cycles, sort_keys=True),
        "items": json.dumps([{"milestone": item.milestone, "rule": item.rule} for item in letter.items]),
        "copy_only": letter.copy,
        "priority": PRIORITY[letter.kind],
        "due_at": letter.due_at,
        "queued_at": now,
        "expires_at": now + TOKEN_LASTS,
        "config_hash": house.config.hash,
        "why": letter.why,
        "facts": json.dumps(_kept(letter), default=str),
        "next_attempt_at": opens_at if opens_at > now else None,
        "caused_by": letter.facts.get("caused_by"),
        "state": "queued",
    }
    bound = _bound(letter.kind.value, letter.board, letter.to, holder.email, cycles, now + TOKEN_LASTS)
    row["envelope_from"] = bounces_to(house, ids.token_id, bound)
    composed = compose(house.templates, views.view(house, letter, milestones, holder, ids, bound, now))
    row.update(_written(composed, house.sealed(composed.content, now)))
    return row


def _written(composed: Composed, content: bytes) -> dict[str, Any]:
    return {"subject": composed.subject, "marking": composed.marking.value, "content": content}


def bound_to(row: LetterRow) -> str:
    """Give the canonical text that a letter's tokens are bound to."""
    cycles: dict[str, int] = json.loads(row.cycles)
    return _bound(row.kind, row.board, row.post, row.to, cycles, row.expires_at)


def _bound(kind: str, board: str, post: str, to: str, cycles: Mapping[str, int], expires_at: datetime | None) -> str:
    return address.bound_text(
        kind=kind, board=board, post=post, address=to, milestones=cycles.items(), expires_at=expires_at
    )


def bounces_to(house: House, token_id: str, bound: str) -> str:
    """Give the envelope sender of a letter: where its bounces go, with a token of their own."""
    token = address.make_token(house.secret, token_id, address.BOUNCE, bound, max(house.secrets))
    return address.plus_address(dict(views.ways_in(house))[address.BOUNCE], token)


def _kept(letter: Letter) -> dict[str, object]:
    """Give what a letter must be written anew from when one of its milestones is settled before it is sent."""
    return {
        "also_to": letter.also_to,
        "copied_to": letter.copied_to,
        "facts": {name: fact for name, fact in letter.facts.items() if name != "digest"},
        "items": [
            {"milestone": item.milestone, "rule": item.rule, "rung": item.rung, "shows": dict(item.shows)}
            for item in letter.items
        ],
    }
