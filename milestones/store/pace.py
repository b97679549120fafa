"""Limits on how fast letters go: what went in the last minute, and letters kept back until their turn.

What went is counted in the database, under a lock, so that a limit binds all processes together. Decides nothing: what
may go is `domain.pace`'s.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import and_, bindparam, false, not_, or_, select, true, update

from milestones.domain.pace import MINUTE, Window
from milestones.store.outbox import READY
from milestones.store.statements import insert, portions
from milestones.store.tables import LetterRow, MetaRow

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from sqlalchemy import ColumnElement, Table
    from sqlmodel import Session

    from milestones.domain.pace import Policy

_LETTER: Table = LetterRow.__table__  # type: ignore[attr-defined]  # SQLModel hides __table__
_META: Table = MetaRow.__table__  # type: ignore[attr-defined]  # as above
_COLUMN = _LETTER.c
_KEY = "delivery.went:"

FURTHEST = timedelta(minutes=15)
"""No letter is kept back for longer at once, so that a limit that is raised or taken out is felt soon."""

_KEEP = (
    update(_LETTER)
    .where(_COLUMN.id.in_(bindparam("ids", expanding=True)), _COLUMN.state == "queued")
    .values(state="deferred", next_attempt_at=bindparam("until"), outcome=bindparam("new_outcome"))
)


def windows(session: Session, names: Collection[str], now: datetime) -> dict[str, Window]:
    """Give what went lately under each limit, locked until the transaction ends."""
    if not names:
        return {}
    connection = session.connection()
    keys = sorted(_KEY + name for name in names)  # in one order, so that two processes never wait for each other
    absent = insert(connection, _META).on_conflict_do_nothing(index_elements=[_META.c.key])
    connection.execute(absent, [{"key": key, "value": "[]"} for key in keys])
    rows = connection.execute(
        select(_META.c.key, _META.c.value).where(_META.c.key.in_(keys)).order_by(_META.c.key).with_for_update()
    )
    return {key.removeprefix(_KEY): _window(value).at(now) for key, value in rows}


def _window(value: str) -> Window:
    return Window(tuple((datetime.fromisoformat(at), int(count)) for at, count in json.loads(value)))


def remember(session: Session, changed: Mapping[str, Window]) -> None:
    """Keep what went under some limits, in the transaction that `windows` locked them in."""
    for name, window in changed.items():
        value = json.dumps([(at.isoformat(), count) for at, count in window.went])
        session.connection().execute(update(_META).where(_META.c.key == _KEY + name).values(value=value))


def to_policies(wanted: Collection[Policy], policies: Sequence[Policy]) -> ColumnElement[bool]:
    """Give the condition that a letter goes to a domain of one of `wanted`; the first of `policies` that names it wins.

    Addresses are kept with their domains in lower case.
    """
    chosen: list[ColumnElement[bool]] = []
    earlier: list[ColumnElement[bool]] = []
    for policy in policies:
        covered = or_(false(), *_patterns(policy.domains))
        if policy in wanted:
            chosen.append(and_(covered, *(not_(one) for one in earlier)))
        earlier.append(covered)
    return or_(false(), *chosen)


def _patterns(domains: Iterable[str]) -> Iterable[ColumnElement[bool]]:
    for domain in domains:
        name = domain.removeprefix("*.")
        yield _COLUMN.to_address.endswith(f"@{name}", autoescape=True)
        if domain.startswith("*."):
            yield _COLUMN.to_address.endswith(f".{name}", autoescape=True)


def keep_back(
    session: Session, now: datetime, which: ColumnElement[bool] | None, *, from_: datetime, per_minute: int, why: str
) -> int:
    """Defer every ready letter for which `which` holds until its turn, without an attempt; give how many.

    The most urgent wait until `from_`, as many as go in a minute; the next a minute longer, and so on.
    """
    connection = session.connection()
    ids = list(connection.execute(READY.where(true() if which is None else which), {"now": now}).scalars())
    for start in range(0, len(ids), per_minute):
        until = min(from_ + start // per_minute * MINUTE, now + FURTHEST)
        group = ids[start : start + per_minute] if until < now + FURTHEST else ids[start:]
        for some in portions(group):
            connection.execute(_KEEP, {"ids": some, "until": until, "new_outcome": why})
        if len(group) > per_minute or until >= now + FURTHEST:
            break
    return len(ids)
