"""When a digest's crontab or anchored interval fires, in the calendar's zone. Only user of APScheduler's CronTrigger.

`fires` is what the rule says; `digest_due` is when the digest goes, closed days moved on. Knows nothing of what a
digest says.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milestones.domain.calendar import Calendar
    from milestones.domain.rules import DigestRule

MONTHS_A_YEAR = 12
INSTANT = timedelta(microseconds=1)
ONE_DAY = timedelta(days=1)
MIDNIGHT = time(0)


@dataclass(frozen=True, slots=True)
class DigestDue:
    """A digest that fell due at `at`; `missed` are earlier ones in the same window, which it covers."""

    rule: DigestRule
    at: datetime
    missed: tuple[datetime, ...] = ()


def fires(rule: DigestRule, after: datetime, until: datetime, calendar: Calendar) -> tuple[datetime, ...]:
    """Give the instants (local) at which `rule` fires in (`after`, `until`], in order.

    A crontab is read as APScheduler reads it: a day of the month and a weekday given together must both hold, so
    `0 9 1-7 * mon` is the first Monday. Local hours that come twice count once.

    Raises:
        ValueError: the crontab cannot be read; `check` refuses such a file.
    """
    if until <= after:
        return ()
    if rule.cron:
        return tuple(_crontab_fires(rule.cron, after, until, calendar))
    days = _interval_days(rule, calendar.today(after), calendar.today(until))
    instants = (calendar.local(calendar.instant(day, rule.at)) for day in days)
    return tuple(at for at in instants if after < at <= until)


def digest_due(rule: DigestRule, calendar: Calendar, after: datetime, until: datetime) -> DigestDue | None:
    """Give the newest digest that fell due in (`after`, `until`], with the missed ones it covers; None if none did.

    A digest whose day is no working day goes on the next one at the same time; two that meet there are one.
    """
    instants = digest_instants(rule, calendar, after, until)
    if not instants:
        return None
    return DigestDue(rule, instants[-1], instants[:-1])


def digest_instants(rule: DigestRule, calendar: Calendar, after: datetime, until: datetime) -> tuple[datetime, ...]:
    """Give every instant in (`after`, `until`] at which a digest goes, closed days moved on, in UTC and in order."""
    closed_since = calendar.last_working(calendar.today(after) - ONE_DAY) + ONE_DAY
    begin = min(after, calendar.instant(closed_since, MIDNIGHT) - INSTANT)
    moved = {
        calendar.instant(calendar.next_working(at.date()), at.time()) for at in fires(rule, begin, until, calendar)
    }
    return tuple(sorted(at for at in moved if after < at <= until))


def _crontab_fires(expression: str, after: datetime, until: datetime, calendar: Calendar) -> Iterator[datetime]:
    from apscheduler.triggers.cron import CronTrigger

    trigger = CronTrigger.from_crontab(expression, timezone=calendar.zone)
    trigger.end_date = calendar.local(until)  # a crontab that never fires is searched no further than this
    begin = after + INSTANT
    while (found := trigger.get_next_fire_time(None, calendar.local(begin))) is not None:
        if found.fold == 0:  # the second coming of a doubled hour is not another firing
            yield found
        begin = found.astimezone(UTC) + INSTANT


def _interval_days(rule: DigestRule, first: date, last: date) -> Iterator[date]:
    """Give the days of an anchored interval from `first` to `last`; there is none before the anchor."""
    if rule.anchor is None:
        return
    if rule.every_days:
        skipped = max(0, -(-(first - rule.anchor).days // rule.every_days))
        day = rule.anchor + timedelta(days=skipped * rule.every_days)
        while day <= last:
            yield day
            day += timedelta(days=rule.every_days)
    elif rule.every_months:
        start = rule.anchor.year * MONTHS_A_YEAR + rule.anchor.month - 1
        begin = first.year * MONTHS_A_YEAR + first.month - 1
        month = start + max(0, -(-(begin - start) // rule.every_months)) * rule.every_months
        while (day := rule.anchor.replace(month // MONTHS_A_YEAR, month % MONTHS_A_YEAR + 1)) <= last:
            if day >= first:
                yield day
            month += rule.every_months
