"""What falls due in a window of time, to whom, and what is left unsent and why. Pure: the window is an argument.

`domain.ladder` gives the instants; here a milestone's state decides which of them become notices. The service, the
simulation and the explanation all ask here, so that they cannot tell different stories.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from milestones.domain.kept_back import why_frozen, why_not_chased, why_silenced, why_snoozed, woken
from milestones.domain.ladder import Rung, name_of, rungs, why_sent
from milestones.domain.office import Notice, Office, Settled, Skipped, applies, ladder_start
from milestones.domain.recipients import Recipient, resolve
from milestones.domain.rules import RuleKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from milestones.domain.calendar import Calendar
    from milestones.domain.state import Milestone

INSTANT = timedelta(microseconds=1)


def fallen(milestone: Milestone, office: Office, after: datetime, until: datetime) -> tuple[Rung, ...]:
    """Give every rung of a milestone in (`after`, `until`] and not before its ladder starts, in order of instants.

    Says nothing about state: a completed milestone's rungs fall too, and are then settled as not sent.
    """
    start = ladder_start(milestone, office.calendar)
    if milestone.due is None or start is None:
        return ()
    found: list[Rung] = []
    for rule in office.schedule.rules:
        if not applies(rule, milestone):
            continue
        begins = max(start - INSTANT, after, office.rule_since.get(rule.id, after))
        for day in office.board.meetings if rule.before_meeting else (milestone.due,):
            found += [rung for rung in rungs(rule, day, office.calendar) if begins < rung.at <= until]
    found += [rung for rung in woken(milestone, office) if after < rung.at <= until]
    return tuple(sorted(found, key=lambda rung: rung.at))


def settle(milestone: Milestone, found: Iterable[Rung], office: Office, now: datetime) -> list[Settled]:
    """Turn rungs that fell due in one evaluation into notices, or say why they are not sent.

    In this order: a milestone that is not chased gets nothing; what falls in a silence is not sent; reminders in a
    snooze wait; what waits on another milestone is not sent; of what is left, if it fell at several instants, only
    the highest rung is sent (an escalation before a reminder, a first escalation before a repeated one, then the later
    instant). What falls at one and the same instant is all sent. Recipients are those of the day of `now`.
    """
    left = tuple(found)
    settled: list[Settled] = []
    for why_not in (why_not_chased, why_silenced, why_snoozed, why_frozen):
        kept: list[Rung] = []
        for rung in left:
            skipped = why_not(milestone, rung, office)
            if skipped is None:
                kept.append(rung)
            else:
                settled.append(skipped)
        left = tuple(kept)
    for ladder in _ladders(left):
        sent, passed_over = _highest(milestone, ladder, office.calendar)
        settled += passed_over
        for rung in sent:
            settled += _addressed(milestone, rung, office, now)
    return settled


def why_not_now(milestone: Milestone, rule: str, counted_from: date, office: Office, now: datetime) -> str | None:
    """Say why what fell due is not to be sent after all: its milestone changed between being due and being written."""
    named = next((one for one in office.schedule.rules if one.id == rule), None)
    if named is None:
        return f"the rule {rule} is no longer configured"
    rung = Rung(named, 1, counted_from, now)
    if not named.before_meeting and counted_from != milestone.due:
        return f"the due date is {milestone.due} now"
    skipped = (
        why_not_chased(milestone, rung, office)
        or why_silenced(milestone, rung, office)
        or why_frozen(milestone, rung, office)
    )
    return skipped.why if skipped else None


def next_escalation(milestone: Milestone, office: Office, after: datetime) -> Rung | None:
    """Give the first escalation of a milestone's due date after `after`, None where its ladder ends."""
    if milestone.due is None:
        return None
    later = (
        rung
        for rule in office.schedule.rules
        if rule.kind is RuleKind.ESCALATION and not rule.before_meeting and applies(rule, milestone)
        for rung in rungs(rule, milestone.due, office.calendar)
        if rung.at > after
    )
    return min(later, key=lambda rung: rung.at, default=None)


def _ladders(found: Sequence[Rung]) -> tuple[Sequence[Rung], ...]:
    """Part the due date's ladder from each meeting's: a committee paper does not stand for a late milestone."""
    parts: dict[date | None, list[Rung]] = {}
    for rung in found:
        parts.setdefault(rung.due if rung.rule.before_meeting else None, []).append(rung)
    return tuple(parts.values())


def _highest(
    milestone: Milestone, found: Sequence[Rung], calendar: Calendar
) -> tuple[Sequence[Rung], tuple[Skipped, ...]]:
    """Part what is sent from what the highest rung supersedes; one instant alone supersedes nothing."""
    if len({rung.at for rung in found}) == 1:
        return found, ()
    best = max(found, key=_rank)
    sent = [rung for rung in found if rung.at == best.at and rung.rule.kind is best.rule.kind]
    when = calendar.local(best.at).isoformat()
    why = (
        f"superseded by {name_of(best.rule, best.number)} of {when}: what fell due meanwhile is sent once, the highest"
    )
    return sent, tuple(Skipped(milestone.id, rung, why) for rung in found if rung not in sent)


def _rank(rung: Rung) -> tuple[bool, bool, datetime]:
    """Order rungs: an escalation over any reminder, a first escalation over a repeated one, then the later."""
    escalation = rung.rule.kind is RuleKind.ESCALATION
    return escalation, escalation and rung.number == 1, rung.at


def _addressed(milestone: Milestone, rung: Rung, office: Office, now: datetime) -> list[Settled]:
    rule, day = rung.rule, office.calendar.today(now)
    settled: list[Settled] = []
    for reached in resolve(rule.to, milestone, office.board, office.absences, day, cc=rule.cc):
        if isinstance(reached, Recipient):
            settled.append(Notice(milestone.id, rung, reached, f"{reached.why}; {why_sent(rung)}"))
        else:
            settled.append(Skipped(milestone.id, rung, f"nobody to write to: {reached.why}", post=reached.post))
    return settled
