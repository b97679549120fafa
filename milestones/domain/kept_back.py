"""What keeps a rung from being sent: its milestone's state, a silence, a snooze, another milestone. Pure.

A snooze lets a reminder go later (`woken`); everything else passes it over. Each reason is said in words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestones.domain.ladder import Rung, rungs
from milestones.domain.office import Skipped, applies, ladder_start
from milestones.domain.rules import RuleKind
from milestones.domain.state import State
from milestones.domain.waiting import in_words

if TYPE_CHECKING:
    from milestones.domain.office import Office
    from milestones.domain.state import Milestone


def woken(milestone: Milestone, office: Office) -> tuple[Rung, ...]:
    """Give the newest reminder that a snooze keeps back, at the instant when the snooze lets it go.

    It falls due on the snoozed day, or the next working day, at its rule's `at`; older ones it stands for are not
    sent. Rules that meet at one instant are kept back together. Escalations are never snoozed.
    """
    start, day = ladder_start(milestone, office.calendar), milestone.snoozed_until
    if day is None or milestone.due is None or start is None:
        return ()
    kept = [
        rung
        for rule in office.schedule.rules
        if rule.kind is RuleKind.REMINDER and not rule.before_meeting and applies(rule, milestone)
        for rung in rungs(rule, milestone.due, office.calendar)
        if max(start, office.rule_since.get(rule.id, start)) <= rung.at and office.calendar.today(rung.at) < day
    ]
    newest = max((rung.at for rung in kept), default=None)
    opens = office.calendar.next_working(day)
    return tuple(
        Rung(rung.rule, rung.number, rung.due, office.calendar.instant(opens, rung.rule.at), woken=day)
        for rung in kept
        if rung.at == newest
    )


def why_not_chased(milestone: Milestone, rung: Rung, _office: Office) -> Skipped | None:
    """Say that its state is one in which nobody is chased."""
    if milestone.chased:
        return None
    if milestone.state is State.COMPLETED and milestone.completed_at is not None:
        return Skipped(milestone.id, rung, f"completed on {milestone.completed_at.date().isoformat()}")
    if milestone.state is State.CLAIMED:
        return Skipped(milestone.id, rung, "confirmed by its owners, waits for acceptance")
    if milestone.state in {State.PROPOSED, State.HELD}:
        return Skipped(milestone.id, rung, f"{milestone.state}: not agreed yet, nobody is chased")
    return Skipped(milestone.id, rung, "no due date" if milestone.due is None else str(milestone.state))


def why_silenced(milestone: Milestone, rung: Rung, office: Office) -> Skipped | None:
    """Say that it falls within a silence."""
    silence = milestone.silence
    if silence is None or office.calendar.today(rung.at) > silence.until:
        return None
    return Skipped(milestone.id, rung, f"silenced by {silence.by} until {silence.until.isoformat()}: {silence.why}")


def why_snoozed(milestone: Milestone, rung: Rung, office: Office) -> Skipped | None:
    """Say that a snooze keeps it back, or passes it over for a newer reminder."""
    day = milestone.snoozed_until
    if day is None or rung.woken is not None or rung.rule.kind is not RuleKind.REMINDER:
        return None
    if office.calendar.today(rung.at) >= day:
        return None
    let_go = next((later for later in woken(milestone, office) if _same(later, rung)), None)
    if let_go is not None:
        when = office.calendar.local(let_go.at).isoformat()
        return Skipped(milestone.id, rung, f"snoozed until {day.isoformat()}: falls due {when}", for_good=False)
    newer = "" if rung.rule.before_meeting else ", and a newer reminder stands for it then"
    return Skipped(milestone.id, rung, f"snoozed until {day.isoformat()}{newer}")


def why_frozen(milestone: Milestone, rung: Rung, office: Office) -> Skipped | None:
    """Freeze the ladder while the plan has it wait: what falls meanwhile is passed over, later rungs go on."""
    ones = office.waits_on.get(milestone.id)
    return Skipped(milestone.id, rung, in_words(ones)) if ones else None


def _same(one: Rung, other: Rung) -> bool:
    return (one.rule.id, one.number, one.due) == (other.rule.id, other.number, other.due)
