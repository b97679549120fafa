"""Says what a letter shows, from the letter owed, the board and its milestones: the view that `compose` renders.

Withholds nothing itself (`mail.letter.compose` knows markings and clearance) and stores nothing.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from milestones.domain.framework import names_of
from milestones.domain.letter import Item, Kind, Letter
from milestones.domain.movement import title_of
from milestones.mail import address
from milestones.mail.letter.compose import compose
from milestones.mail.letter.view import Composed, ItemView, LetterView

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from milestones.domain.board import Board, Holder, Post
    from milestones.domain.state import Milestone
    from milestones.flows.house import House

_SHOWN = {field.name for field in fields(ItemView)}


@dataclass(frozen=True, slots=True)
class Ids:
    """What is fixed for a letter when it is first written and kept when it is written anew."""

    token_id: str
    message_id: str


def view(
    house: House,
    letter: Letter,
    milestones: Mapping[str, Milestone],
    holder: Holder,
    ids: Ids,
    bound: str,
    now: datetime,
) -> LetterView:
    """Say what a letter shows, for `mail.letter.compose` to withhold, clean and render."""
    board, calendar, service = house.board(letter.board), house.calendar(letter.board), house.config.service
    today = calendar.today(now)
    post = board.posts[letter.to]
    token = address.make_token(house.secret, ids.token_id, address.REPLY, bound, max(house.secrets))
    domain = domain_of(house)
    facts = dict(letter.facts)
    stands_for = facts.pop("stands_for", "")
    used = {name for item in letter.items for name in milestones[item.milestone].row.criteria}
    names = names_of(used, house.config.frameworks)
    return LetterView(
        kind=letter.kind,
        board=board.name,
        recipient_name=holder.name,
        recipient_post=post.title,
        recipient_address=holder.email,
        sender=service.smtp.sender_address,
        sender_name=service.smtp.sender.rpartition("<")[0].strip(' "') or board.name,
        reply_to=address.plus_address(service.replies.address, token),
        message_id=ids.message_id,
        references=tuple(
            f"<milestone.{item}.{letter.to}@{domain}>".lower()
            for item in dict.fromkeys(item.milestone for item in letter.items)
        )
        if letter.kind is not Kind.DIGEST
        else (),
        date=calendar.local(now),
        loop_mark=address.loop_mark(house.secret),
        ask=whom_to_ask(board, today),
        keeps_programme=_keeps(board, str(stands_for), holder, today),
        marking=board.marking,
        clearance=post.clearance,
        items=tuple(_item(milestones[item.milestone], item, board, today, names) for item in letter.items),
        rule=letter.rule,
        stands_for=title_of(board, str(stands_for)) if stands_for else "",
        why=letter.why,
        next_step=str(facts.pop("next_step", "")),
        also_to=tuple(title_of(board, other) for other in letter.also_to),
        copied_to=tuple(title_of(board, other) for other in letter.copied_to),
        copy=letter.copy,
        list_id=f"{board.name} digest <{board.slug}.{domain}>" if letter.kind is Kind.DIGEST else "",
        digest=facts.pop("digest", None),  # type: ignore[arg-type]  # facts are objects; the digest flow puts it there
        facts=facts,
    )


def _keeps(board: Board, stands_for: str, holder: Holder, today: date) -> bool:
    """Say whether a letter's reader is the coordinator, holds that post among others, or covers for it."""
    coordinator = board.posts[board.coordinator].holder_on(today)
    same = coordinator is not None and coordinator.email.casefold() == holder.email.casefold()
    return same or stands_for == board.coordinator


def _item(milestone: Milestone, item: Item, board: Board, today: date, names: Mapping[str, str]) -> ItemView:
    shows = {name: value for name, value in item.shows.items() if name in _SHOWN}
    for name in ("by", "passed_to"):
        if shows.get(name):
            shows[name] = ", ".join(title_of(board, post.strip()) for post in str(shows[name]).split(","))
    due = milestone.due
    return ItemView(
        **{
            "id": milestone.id,
            "title": milestone.title,
            "due": due,
            "marking": milestone.marking,
            "rule": item.rule,
            "plan_ref": milestone.row.plan_ref,
            "objective": milestone.row.objective,
            "action": milestone.row.action,
            "measure": milestone.row.measure,
            "owners": owners_in_words(milestone, board),
            "criteria": tuple(names.get(name, name) for name in milestone.row.criteria),
            "days_late": (today - due).days if due else 0,
            "baseline_due": milestone.baseline_due,
            "redated": milestone.redated,
            "blocked": milestone.blocked or "",
            **shows,
        }  # type: ignore[arg-type]  # the names are the view's own, checked by _SHOWN
    )


def owners_in_words(milestone: Milestone, board: Board) -> str:
    """Name a milestone's owners: `BCU Commander (lead) and Head of Schools`."""
    names = [
        title_of(board, owner.post) + (f" ({owner.kind})" if owner.kind != "joint" else "")
        for owner in milestone.owners
    ]
    if len(names) < 2:
        return "".join(names) or milestone.row.owner_as_written
    return f"{', '.join(names[:-1])} and {names[-1]}"


def whom_to_ask(board: Board, today: date) -> str:
    """Name the coordinator and its address, for letters that withhold something or end in a question."""
    post: Post = board.posts[board.coordinator]
    holder = post.holder_on(today)
    return f"{post.title}, {holder.name}, {holder.email}" if holder else post.title


def domain_of(house: House) -> str:
    """Give the domain that replies and bounces come to, which letters' ids belong to."""
    return house.config.service.replies.address.rpartition("@")[2]


def ways_in(house: House) -> tuple[tuple[str, str], ...]:
    """Give what mail can come back for, an answer or a failure, each with the bare address that it comes to."""
    return (address.REPLY, house.config.service.replies.address), (address.BOUNCE, f"bounces@{domain_of(house)}")


def shown(house: House, letter: Letter, milestones: Mapping[str, Milestone], holder: Holder, now: datetime) -> Composed:
    """Render a letter that is not queued, as it would be sent now; its tokens open nothing."""
    ids = Ids(address.new_token_id(secrets.token_bytes), address.message_id(secrets.token_bytes, domain_of(house)))
    return compose(house.templates, view(house, letter, milestones, holder, ids, "", now))
