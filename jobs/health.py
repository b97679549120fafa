"""Tells monitors how the service is: `/healthz` and `/metrics`, and the log-ins tried every five minutes.

How often: the database is asked for each question, once in a few seconds at most; servers every five minutes. What if
missed: the next question is answered afresh. What if twice: it only looks.
"""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy.exc import DBAPIError

from jobs.loops import said
from jobs.running import until_any
from milestones.edge.figures import CONTENT_TYPE
from milestones.edge.http import HttpServer, Page
from milestones.flows import doctor
from milestones.flows.doctor import Finding, fine, wrong
from milestones.store import channel, health

if TYPE_CHECKING:
    from jobs.running import Running
    from milestones.flows.house import House

EVERY_S = 300
FRESH_S = 2.0
"""For so long an answer is given again, however often it is asked for."""

_LOG = structlog.get_logger()


class Health:
    """What is known of the service's health; answers the monitors' questions."""

    def __init__(self, running: Running) -> None:
        self._running = running
        self._smtp = fine("smtp", "not tried yet")
        self._report: dict[str, Any] | None = None
        self._made_at_s = 0.0
        self._looking = asyncio.Lock()
        self.tick = asyncio.Event()

    async def try_servers(self) -> None:
        """Log in at the mail server when it is time, unless delivery knows already that it refuses us."""
        running = self._running
        await until_any(self.tick, running.swapped, running.stop)
        self.tick.clear()
        if not running.stop.is_set():
            self._smtp = await asyncio.to_thread(_smtp, running.house)

    async def report(self) -> dict[str, Any]:
        """Give the doctor's report, with what this process knows of itself."""
        async with self._looking:
            now_s = asyncio.get_running_loop().time()
            if self._report is None or now_s - self._made_at_s > FRESH_S:
                self._report = await self._look()
                self._made_at_s = now_s
            return self._with_own(self._report["findings"])

    async def _look(self) -> dict[str, Any]:
        try:
            return doctor.report(await asyncio.to_thread(doctor.at_hand, self._running.house))
        except (DBAPIError, OSError) as error:
            return doctor.report([wrong("database", said(error))])

    def _with_own(self, findings: list[dict[str, Any]]) -> dict[str, Any]:
        """Add the servers, the loops in trouble, and an edit that is refused."""
        running = self._running
        kept = [finding for finding in findings if finding["check"] != "config" or running.rejected is None]
        own = [self._smtp, self._mailbox()]
        own += [wrong(name, what) for name, what in running.troubles.items() if name != "mailbox"]
        if running.rejected is not None:
            own.append(wrong("config", running.rejected.detail))
        if running.stop.is_set():
            own.append(wrong("service", "it is stopping"))
        all_of_them = kept + [finding.shape() for finding in own]
        report = {"ok": all(finding["ok"] for finding in all_of_them), "findings": all_of_them}
        running.figures.healthy(ok=bool(report["ok"]))
        return report

    def _mailbox(self) -> Finding:
        running = self._running
        imap = running.house.config.service.imap
        if "mailbox" in running.troubles:
            return wrong("mailbox", running.troubles["mailbox"])
        return fine("mailbox", f"waiting at {imap.host}" if imap is not None else "none is configured")

    # --- pages -------------------------------------------------------------------------------------------------------

    async def healthz(self) -> Page:
        """Answer 200 or 503 with the report."""
        report = await self.report()
        body = json.dumps(report, ensure_ascii=False, indent=1) + "\n"
        return Page(200 if report["ok"] else 503, "application/json; charset=utf-8", body.encode())

    async def metrics(self) -> Page:
        """Answer with the figures as Prometheus reads them."""
        await self.report()
        await asyncio.to_thread(self._measure)
        return Page(200, CONTENT_TYPE, self._running.figures.text())

    def _measure(self) -> None:
        house = self._running.house
        now = house.clock.now()
        try:
            with house.database.reading() as session:
                waiting, undecided = health.letters_waiting(session, now), health.undecided(session)
        except DBAPIError as error:
            _LOG.error("metrics.incomplete", why=said(error))
            return
        age_s = (now - waiting.ready_since).total_seconds() if waiting.ready_since is not None else 0.0
        self._running.figures.waiting(waiting.by_state, max(0.0, age_s), undecided)

    async def serve(self) -> None:
        """Answer for as long as the configuration names the same place."""
        running = self._running
        place = running.house.config.service.http.place
        if place is None:
            await until_any(running.swapped, running.stop)
            return
        server = HttpServer({"/healthz": self.healthz, "/metrics": self.metrics})
        await server.start(*place)
        _LOG.info("http.opened", host=place[0], port=place[1])
        running.well("http")
        try:
            while running.house.config.service.http.place == place and not running.stop.is_set():
                await until_any(running.swapped, running.stop)
        finally:
            await server.close()


def _smtp(house: House) -> Finding:
    """Try the log-in, unless one was refused and is to be left alone for a while: more tries may lock the account."""
    with house.database.reading() as session:
        way = channel.read(session)
    shut_until = way.shut_until(house.clock.now())
    if shut_until is not None:
        return wrong("smtp", f"{way.why}; tried again at {shut_until.isoformat(timespec='seconds')}")
    return doctor.smtp(house)
