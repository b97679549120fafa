"""Reads a reply to a reminder of one milestone, as the tables of good texts and traps need it."""

from __future__ import annotations

from datetime import date

from milestones.domain.reading import Asked, AskedItem, Intent, Reading
from milestones.mail.words.intent import understand

WRITTEN, DUE = date(2026, 11, 24), date(2026, 11, 27)
"""A Tuesday, and the Friday after it."""


def readings(title: str, text: str) -> tuple[Reading, ...]:
    """Read `text`, written on the Tuesday in answer to a reminder of HUM-7 with that title, due on the Friday."""
    return understand(text, Asked("reminder", (AskedItem("HUM-7", title, DUE),), WRITTEN))


def intent_of(title: str, text: str) -> Intent:
    """Give the one intent that is read, unclear where the answer falls into several."""
    found = readings(title, text)
    return found[0].intent if len(found) == 1 else Intent.UNCLEAR
