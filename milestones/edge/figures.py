"""The service's figures for a monitor, as Prometheus text. The only user of prometheus-client."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Figures:
    """Counters since the service was started, and gauges set before each reading. Safe to use from several threads."""

    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        self._letters = Counter(
            "milestones_letters", "Letters by what became of a try to deliver them.", ["outcome"], registry=registry
        )
        self._queued = Counter("milestones_letters_queued", "Letters queued by schedules.", ["kind"], registry=registry)
        self._mails = Counter("milestones_mails", "Mails taken in, by verdict.", ["verdict"], registry=registry)
        self._passes = Counter("milestones_passes", "Passes over the schedules.", registry=registry)
        self._reloads = Counter(
            "milestones_reloads", "Configurations read, by outcome.", ["outcome"], registry=registry
        )
        self._faults = Counter("milestones_loop_faults", "Faults by the loop they struck.", ["loop"], registry=registry)
        self._waiting = Gauge(
            "milestones_letters_waiting", "Letters not settled, by state.", ["state"], registry=registry
        )
        self._evaluated = Gauge(
            "milestones_evaluated_timestamp_seconds", "Instant up to which schedules are evaluated.", registry=registry
        )
        self._queue_age = Gauge(
            "milestones_queue_age_seconds",
            "How long the oldest letter that could be sent has waited.",
            registry=registry,
        )
        self._undecided = Gauge("milestones_mails_undecided", "Mails kept and not decided.", registry=registry)
        self._healthy = Gauge("milestones_healthy", "1 when every check passes, else 0.", registry=registry)
        for outcome in ("sent", "deferred", "failed"):
            self._letters.labels(outcome)
        for outcome in ("loaded", "refused"):
            self._reloads.labels(outcome)
        self.totals: dict[str, int] = {"sent": 0, "deferred": 0, "failed": 0, "taken_in": 0, "passes": 0}

    def delivered(self, sent: int, deferred: int, failed: int) -> None:
        """Count one round of delivery."""
        for outcome, count in (("sent", sent), ("deferred", deferred), ("failed", failed)):
            self._letters.labels(outcome).inc(count)
            self.totals[outcome] += count

    def evaluated(self, until: datetime, queued: Mapping[str, int]) -> None:
        """Count one pass over the schedules, and what it queued by kind."""
        self._passes.inc()
        self.totals["passes"] += 1
        self._evaluated.set(until.timestamp())
        for kind, count in queued.items():
            self._queued.labels(kind).inc(count)

    def taken_in(self, verdict: str) -> None:
        """Count one mail."""
        self._mails.labels(verdict).inc()
        self.totals["taken_in"] += 1

    def reloaded(self, outcome: str) -> None:
        """Count one edit of the configuration: `loaded` or `refused`."""
        self._reloads.labels(outcome).inc()

    def loop_failed(self, loop: str) -> None:
        """Count one fault of a loop."""
        self._faults.labels(loop).inc()

    def waiting(self, by_state: Mapping[str, int], age_s: float, undecided: int) -> None:
        """Set what waits at this moment."""
        for state in ("queued", "deferred", "sending"):
            self._waiting.labels(state).set(by_state.get(state, 0))
        self._queue_age.set(age_s)
        self._undecided.set(undecided)

    def healthy(self, *, ok: bool) -> None:
        """Set whether every check passes."""
        self._healthy.set(1 if ok else 0)

    def text(self) -> bytes:
        """Give everything as Prometheus reads it."""
        return generate_latest(self._registry)
