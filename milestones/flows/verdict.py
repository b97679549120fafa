"""Settles what became of a mail: its verdict, its reason, and whether somebody is still to say something about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from milestones.store.tables import InboundRow

WAITING = frozenset({"held", "quarantined", "challenged"})
"""Verdicts after which somebody is still to say something."""


def close(row: InboundRow, verdict: str, reason: str) -> None:
    """Settle a mail's verdict."""
    row.verdict, row.reason = verdict, reason
    row.state = verdict if verdict in WAITING else "done"
    row.lease_until = None
