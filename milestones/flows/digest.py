"""A board's digest: what the log, the outbox and the milestones say, as letters to those who read it.

Always written, also with nothing to report: silence means failure. It says since when it tells, which digests were
missed, how many letters failed or bounced, and ends with the head of the event log.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from milestones.domain.digest import Covers, Survey, digest_for, survey
from milestones.domain.framework import names_of
from milestones.domain.letter import Kind, Letter
from milestones.domain.movement import Happened
from milestones.domain.recipients import Unreachable, resolve
from milestones.flows import reach, views
from milestones.store import log, queries
from milestones.store import milestones as store

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlmodel import Session

    from milestones.domain.rules import DigestRule
    from milestones.flows.house import House
    from milestones.mail.letter.view import Composed


@dataclass(frozen=True, slots=True)
class Last:
    """The digest before this one: when, and where the event log stood (0 before the first)."""

    at: datetime | None = None
    seq: int = 0


@dataclass(frozen=True, slots=True)
class Preview:
    """A digest as it would be sent to one post."""

    post: str
    to: str
    subject: str
    text: str
    html: str
    content: bytes


def letters(
    session: Session,
    house: House,
    board: str,
    rule: DigestRule,
    fired_at: datetime,
    now: datetime,
    missed: Iterable[datetime] = (),
) -> list[Letter]:
    """Write one rule's digest as letters, one a reader: those who hold the posts `now`.

    `missed` are earlier instants that it stands in for.
    """
    calendar = house.calendar(board)
    seen = _survey(session, house, board, rule, fired_at, tuple(missed))
    absences = queries.absences(session, board)
    found: list[Letter] = []
    for recipient in resolve(rule.to, None, house.board(board), absences, calendar.today(now)):
        if isinstance(recipient, Unreachable):
            continue
        post = house.board(board).posts[recipient.post]
        posts = {recipient.post, *((recipient.stands_for,) if recipient.stands_for else ())}
        facts: dict[str, object] = {
            "digest": digest_for(seen, posts, post.clearance),
            "anchor": seen.whole.covers.anchor,
        }
        if recipient.stands_for:
            facts["stands_for"] = recipient.stands_for
        found.append(
            Letter(
                key=f"digest:{board}:{rule.id}:{fired_at.isoformat()}:{recipient.post}",
                kind=Kind.DIGEST,
                board=board,
                to=recipient.post,
                due_at=fired_at,
                why=recipient.why or f"you read the digest {rule.id}",
                copy=recipient.copy,
                named=rule.id,
                facts=facts,
            )
        )
    return found


def preview(house: House, board: str, now: datetime) -> list[Preview]:
    """Render the board's digest of this instant, one a reader, without sending or recording it."""
    schedule = house.config.schedules[board]
    day = house.calendar(board).today(now)
    with house.database.reading() as session:
        by_post: dict[str, Preview] = {}
        for rule in schedule.digests:
            for letter in letters(session, house, board, rule, now, now):
                holder = house.board(board).posts[letter.to].holder_on(day)
                if holder is not None and letter.to not in by_post:
                    composed = views.shown(house, letter, {}, holder, now)
                    by_post[letter.to] = _preview(letter.to, holder.email, composed)
    return list(by_post.values())


def _preview(post: str, to: str, composed: Composed) -> Preview:
    return Preview(post, to, composed.subject, composed.text, composed.html, composed.content)


def _survey(
    session: Session, house: House, board: str, rule: DigestRule, fired_at: datetime, missed: tuple[datetime, ...]
) -> Survey:
    calendar = house.calendar(board)
    last = _last(session, board, rule, fired_at)
    happened = _happened(session, last.seq)
    seq, digest = log.head(session)
    today = calendar.today(fired_at)
    silent = reach.unreachable(session, house.board(board), calendar, today)
    covers = Covers(
        since=calendar.today(last.at) if last.at else None,
        missed=tuple(calendar.today(instant) for instant in missed),
        failed=_count(happened, "letter_failed", board),
        bounced=_count(happened, "letter_bounced", board),
        anchor=f"{seq}:{digest}",
        replies=queries.replies_to_decide(session, board),
        unreachable=tuple(sorted((house.board(board).posts[post].title, since) for post, since in silent.items())),
    )
    ours = store.all_of(session, board)
    names = names_of({name for one in ours for name in one.row.criteria}, house.config.frameworks)
    return survey(house.board(board), ours, today, rule.horizon_days, happened, covers, names)


def _last(session: Session, board: str, rule: DigestRule, before: datetime) -> Last:
    """Find the digest of the same rule that was written last before `before`."""
    found = queries.last_letter_of(session, board, Kind.DIGEST.value, rule.id, before)
    if found is None:
        return Last()
    anchor = str(json.loads(found[1])["facts"].get("anchor", "0:"))
    return Last(found[0], int(anchor.partition(":")[0]))


def _happened(session: Session, after_seq: int) -> list[Happened]:
    return [
        Happened(datetime.fromisoformat(row.at), row.milestone or "", row.type, row.actor, json.loads(row.data))
        for row in queries.events_after(session, after_seq)
    ]


def _count(happened: Iterable[Happened], kind: str, board: str) -> int:
    return sum(event.type == kind and event.data.get("board") == board for event in happened)
