"""Looks at everything the service needs, and says what should wake somebody. Changes nothing, sends nothing.

`at_hand` asks the database and this machine, cheap enough for every question of a monitor; `reached` really logs in at
the mail server and the mailbox. `examine` is both.
"""

from __future__ import annotations

import asyncio
import sys
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import DBAPIError

from milestones.domain.cron import digest_instants
from milestones.edge import disk
from milestones.flows.servers import account_of, server_of
from milestones.store import channel, epoch, health, occurrences
from milestones.store.database import SCHEMA, DatabaseUnusable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from milestones.domain.calendar import Calendar
    from milestones.domain.rules import DigestRule, Rule
    from milestones.flows.house import House

TOO_LONG = timedelta(hours=1)
"""A letter, a mail or a schedule that has waited so long should wake somebody."""

PATIENCE = timedelta(minutes=5)
"""By so much may the clock lie behind the newest event: two machines' clocks differ a little."""

LEAST_FREE_BYTES = 100 * 1024 * 1024

MANY = 5
"""So many letters failed in a day, and more than were sent, is no longer a matter of single addresses."""

PATCHED = {(3, 11): 15, (3, 12): 13, (3, 13): 12, (3, 14): 3}
"""The first patch release of each Python that has the mail and header fixes this service would like to stand on."""

CONNECT_S = 15.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: `ok` False where a monitor should wake somebody."""

    check: str
    ok: bool
    detail: str

    def shape(self) -> dict[str, Any]:
        """Give it as `--json` and `/healthz` print it."""
        return {"check": self.check, "ok": self.ok, "detail": self.detail}


def fine(check: str, detail: str) -> Finding:
    """Give a check that passed, or that only warns."""
    return Finding(check=check, ok=True, detail=detail)


def wrong(check: str, detail: str) -> Finding:
    """Give a check that should wake somebody."""
    return Finding(check=check, ok=False, detail=detail)


def examine(house: House) -> dict[str, Any]:
    """Make every check; gives `{"ok", "findings": [{"check", "ok", "detail"}]}`."""
    return report([*at_hand(house), *reached(house)])


def report(findings: list[Finding]) -> dict[str, Any]:
    """Give findings in the contract's shape."""
    return {"ok": all(finding.ok for finding in findings), "findings": [finding.shape() for finding in findings]}


def at_hand(house: House) -> list[Finding]:
    """Check what needs no network: database, clock, zones, schedules, queue, this Python, the configuration."""
    found = [_database(house)]
    if found[0].ok:
        found += [_clock(house), *_schedules(house), _queue(house), _letters(house), _mail(house)]
    return [*found, *_zones(house), _python(), _config(house)]


def reached(house: House) -> list[Finding]:
    """Check what is reached over the network, by really logging in. Not to be called within an event loop's thread."""
    return [smtp(house), mailbox(house)]


# --- database and this machine ---------------------------------------------------------------------------------------


def _database(house: House) -> Finding:
    where = house.database.where
    try:
        found = house.database.schema()
        with house.database.transaction(alongside=True) as session:
            health.probe(session)
        epoch.require_newest(house.database)
    except DBAPIError as error:
        return wrong("database", "; ".join(getattr(error, "__notes__", ())) or str(error.orig))
    except DatabaseUnusable as error:
        return wrong("database", str(error))
    if found != SCHEMA:
        return wrong("database", f"{where}: schema {found}, this program needs {SCHEMA}")
    free = disk.free_bytes(house.database.path) if house.database.path is not None else None
    if free is not None and free < LEAST_FREE_BYTES:
        return wrong("database", f"{where}: only {free // 1_000_000} MB are free on its disk")
    return fine("database", f"{where}: schema {SCHEMA}, can be written")


def _clock(house: House) -> Finding:
    now = house.clock.now()
    with house.database.reading() as session:
        newest, evaluated = health.newest_event_at(session), occurrences.considered(session)
    for what, at in (("the newest event", newest), ("the last evaluated instant", evaluated)):
        if at is not None and at > now + PATIENCE:
            detail = f"the clock says {_told(now)}, before {what} ({_told(at)}): nothing falls due until then"
            return wrong("clock", detail)
    return fine("clock", f"{_told(now)}" + (f", newest event {_told(newest)}" if newest else ""))


def _zones(house: House) -> Iterator[Finding]:
    for name in sorted({str(calendar.zone) for calendar in house.config.calendars.values()}):
        source = disk.zone_source(name)
        if source is None:
            yield wrong("zone data", f"there is no data of the zone {name}: install tzdata")
        else:
            yield fine("zone data", f"{name} from {source}")


def _python() -> Finding:
    """Warn of a Python without the fixes; this service guards itself, so nobody is woken."""
    version = sys.version_info
    running = ".".join(map(str, version[:3]))
    floor = PATCHED.get((version[0], version[1]))
    if floor is not None and version[2] < floor:
        wanted = f"{version[0]}.{version[1]}.{floor}"
        return fine("python", f"warning: {running}; {wanted} and later are safer with hostile mail")
    return fine("python", running)


def _config(house: House) -> Finding:
    config = house.config
    warnings = f", {len(config.warnings)} warnings: milestones check" if config.warnings else ""
    return fine("config", f"{len(config.boards)} boards, {config.hash[:12]}{warnings}")


# --- schedules -------------------------------------------------------------------------------------------------------


def _schedules(house: House) -> Iterator[Finding]:
    """Say of each board's schedules up to when they are evaluated and when each runs next."""
    now = house.clock.now()
    with house.database.reading() as session:
        evaluated, agreed = occurrences.considered(session), health.anything_agreed(session)
        digested = {
            (slug, digest.id): occurrences.considered(session, f"digest:{slug}:{digest.id}")
            for slug, schedule in house.config.schedules.items()
            for digest in schedule.digests
        }
    for slug, schedule in house.config.schedules.items():
        calendar = house.calendar(slug)
        for rule in schedule.rules:
            following = _next_sending(rule, calendar, evaluated or now)
            yield _schedule(f"{slug}: {rule.kind.value} {rule.id}", evaluated, following, now, matters=agreed)
        for digest in schedule.digests:
            following = _next_digest(digest, calendar, evaluated or now)
            name, last = f"{slug}: digest {digest.id}", digested[slug, digest.id]
            yield _schedule(name, evaluated, following, now, matters=True, last=last)


def _schedule(
    name: str,
    evaluated: datetime | None,
    following: datetime | None,
    now: datetime,
    *,
    matters: bool,
    last: datetime | None = None,
) -> Finding:
    """Judge one schedule: a run that was due an hour ago and is not evaluated should wake somebody."""
    until = f"evaluated up to {_told(evaluated)}" if evaluated else "never evaluated yet"
    ran = f", last {_told(last)}" if last else ""
    if following is None:
        return fine("schedule", f"{name}: {until}{ran}, no run within a year")
    if evaluated is not None and matters and following + TOO_LONG < now:
        return wrong("schedule", f"{name}: {until}; its run of {_told(following)} was missed, is it running?")
    return fine("schedule", f"{name}: {until}{ran}, next {_told(following)}")


def _next_sending(rule: Rule, calendar: Calendar, after: datetime) -> datetime | None:
    """Give the next instant at which a rule may send: its `at` on a working day."""
    day = calendar.today(after)
    if calendar.instant(day, rule.at) <= after:
        day += timedelta(days=1)
    return calendar.instant(calendar.next_working(day), rule.at)


def _next_digest(digest: DigestRule, calendar: Calendar, after: datetime) -> datetime | None:
    for days in (8, 40, 400):
        instants = digest_instants(digest, calendar, after, after + timedelta(days=days))
        if instants:
            return instants[0]
    return None


# --- letters and mail ------------------------------------------------------------------------------------------------


def _queue(house: House) -> Finding:
    now = house.clock.now()
    with house.database.reading() as session:
        waiting, way = health.letters_waiting(session, now), channel.read(session)
    counted = ", ".join(f"{count} {state}" for state, count in sorted(waiting.by_state.items())) or "nothing waits"
    if waiting.ready_since is not None and now - waiting.ready_since > TOO_LONG:
        detail = f"{counted}; a letter could have been sent since {_told(waiting.ready_since)}, is the service running?"
        return wrong("queue", detail)
    if way.failures:
        detail = f"{counted}; no letter got through, {way.failures} tries in a row: {way.why}"
        return wrong("queue", detail)
    return fine("queue", counted)


def _letters(house: House) -> Finding:
    """Count what failed in a day: one dead address is told to people by mail, most letters failing is no such thing."""
    since = house.clock.now() - timedelta(days=1)
    with house.database.reading() as session:
        sent, failed = health.letters_settled(session, since)
    return Finding("letters", not (failed >= MANY and failed > sent), f"{sent} sent and {failed} failed in a day")


def _mail(house: House) -> Finding:
    now = house.clock.now()
    with house.database.reading() as session:
        count, since = health.undecided(session), health.undecided_since(session)
    if since is not None and now - since > TOO_LONG:
        return wrong("mail", f"{count} mails are kept and not decided, the oldest since {_told(since)}")
    return fine("mail", f"{count} mails wait to be decided")


# --- over the network ------------------------------------------------------------------------------------------------


def smtp(house: House) -> Finding:
    """Connect to the mail server and log in, as a delivery would."""
    return asyncio.run(_smtp(house))


async def _smtp(house: House) -> Finding:
    from dataclasses import replace

    from milestones.edge.server import tls_context
    from milestones.edge.smtp import Connection

    server = replace(server_of(house), connect_s=CONNECT_S)
    try:
        connection = Connection(server, tls_context(server))
    except OSError as error:
        return wrong("smtp", f"our own certificates cannot be used: {error}")
    refused = await connection.open()
    if refused is not None:
        return wrong("smtp", refused.why)
    await connection.close()
    as_whom = f", logged in as {server.username}" if server.username else ""
    return fine("smtp", f"{server.host}:{server.port} ({server.security}){as_whom}")


def mailbox(house: House) -> Finding:
    """Log in at the mailbox that answers are fetched from, and look for both folders."""
    account = account_of(house)
    if account is None:
        lmtp = house.config.service.lmtp.listen
        way = f"by LMTP at {lmtp}" if lmtp else "by `milestones receive`"
        return fine("mailbox", f"none is configured, mail comes {way}")
    from milestones.edge.imap import MailboxFailed, look_in

    try:
        count = look_in(account)
    except MailboxFailed as error:
        return wrong("mailbox", str(error))
    return fine("mailbox", f"{account.host}:{account.port}, {count} mails in {account.mailbox}")


def _told(at: datetime | None) -> str:
    return at.isoformat(timespec="seconds") if at is not None else "never"
