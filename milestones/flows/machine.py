"""What a machine's mail brings about: a bounce is told to somebody, an absence brings in the deputy, the rest is kept.

Such mail never acts on a milestone and is never answered.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

from milestones.domain import delivery
from milestones.domain import events as e
from milestones.domain.board import Absence, cover_for
from milestones.domain.undelivered import FailedLetter
from milestones.flows import reach
from milestones.flows.act import Work
from milestones.flows.undelivered import owe_notice
from milestones.flows.verdict import close
from milestones.flows.views import ways_in
from milestones.mail import address
from milestones.store import queries

if TYPE_CHECKING:
    from datetime import date

    from sqlmodel import Session

    from milestones.flows.house import House
    from milestones.mail.inbound.automatic import Automatic
    from milestones.mail.inbound.parse import Mail
    from milestones.store.tables import InboundRow, LetterRow

LONGEST_ABSENCE = timedelta(days=120)
"""An out-of-office that names a later day than this is not believed."""


def take_in(
    house: House, session: Session, row: InboundRow, mail: Mail, automatic: Automatic, letter: LetterRow | None
) -> None:
    """Settle a machine's mail, and do what follows from it; `letter` is the one it answers, None where none is."""
    verdict = "bounce" if automatic.kind == "bounce" else "auto_reply"
    close(row, verdict, f"{automatic.kind}: {automatic.reason}")
    if letter is None or letter.board not in house.config.boards:
        return
    work = Work(session, house, letter.board, house.clock.now())
    if verdict == "bounce":
        proved = bool(address.token_in(mail.recipients, dict(ways_in(house))[address.BOUNCE]))
        if proved and (automatic.hard or _given_up(mail)):
            _bounced(session, mail, automatic, letter, work)
    elif automatic.absent_until is not None:
        _absent(session, mail, automatic.absent_until, letter, work)
    work.finish()


def _given_up(mail: Mail) -> bool:
    """Say whether a report says that a letter will not be delivered, not merely that it is late (RFC 3464 2.3.3)."""
    return mail.report is not None and any(one.action == "failed" for one in mail.report.recipients)


def _bounced(session: Session, mail: Mail, automatic: Automatic, letter: LetterRow, work: Work) -> None:
    """Record a letter that came back to its own envelope sender; tell the lead once nothing reaches the address.

    A failure for good says so at once, one that may pass after three days of it (`domain.reach`).
    """
    assert letter.id is not None
    why = _server_said(mail) or automatic.reason
    letter.outcome = f"bounced: {why}"
    session.add(letter)
    hard = bool(automatic.hard)
    work.record(e.LetterBounced(letter.id, letter.board, letter.post, why, hard=hard))
    if not reach.came_back(work, letter.post, letter.to, hard=hard):
        return
    work.record(e.PostUnreachable(letter.board, letter.post, why))
    failed = FailedLetter(
        letter.board, letter.post, letter.to, letter.kind, letter.message_id, tuple(json.loads(letter.milestones))
    )
    owe_notice(
        work, failed, delivery.Settlement("failed", letter.attempts, letter.uncertain, reason=why), address_dead=True
    )


def _server_said(mail: Mail) -> str:
    """Give what the other mail server answered, as its report has it (RFC 3464 section 2.3.6); empty without one."""
    failed = [one for one in mail.report.recipients if one.diagnostic or one.status] if mail.report else []
    return (failed[0].diagnostic or failed[0].status) if failed else ""


def _absent(session: Session, mail: Mail, until: date, letter: LetterRow, work: Work) -> None:
    """Bring in the deputy until the day that an out-of-office names, where the sender is the one written to."""
    post = work.board.posts.get(letter.post)
    today = work.moment.today
    if post is None or post.deputy is None or mail.sender != letter.to.lower() or not today <= until:
        return
    if until > today + LONGEST_ABSENCE or cover_for(post.id, work.absences, until) is not None:
        return
    why = "out-of-office reply"
    queries.record_absence(session, work.board.slug, Absence(post.id, today, until, post.deputy, post.id, why))
    work.record(e.AbsenceRecorded(work.board.slug, post.id, today, until, post.deputy, why), post.id)
