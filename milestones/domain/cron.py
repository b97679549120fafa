"""When a digest's crontab or anchored interval fires, in the calendar's zone. Only user of APScheduler's CronTrigger.

Knows nothing of working days beyond the calendar's zone: what a closed day does to a digest is in `domain.schedule`.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milestones.domain.calendar import Calendar
    from milestones.domain.rules import DigestRule

MONTHS_A_YEAR = 12
INSTANT = timedelta(microseconds=1)


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


def next_fire(rule: DigestRule, after: datetime, calendar: Calendar, within: timedelta) -> datetime | None:
    """Give the first instant at which `rule` fires after `after`, None if it does not `within` that time."""
    until = after + within
    if rule.cron:
        return next(_crontab_fires(rule.cron, after, until, calendar), None)
    return next(iter(fires(rule, after, until, calendar)), None)


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
