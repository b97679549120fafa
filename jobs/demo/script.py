"""What a line of the demonstration says: who answers which letter, when, and in what words. Says nothing itself.

The plan is the published one (plan.csv); what people answer to it is invented. Knows no office and no page.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from jobs.demo import clients
    from milestones.domain.state import OwnerKind

BEGINS = "2008-09-08 07:30"
ENDS = "2008-11-18 09:00"


@dataclass(frozen=True, slots=True)
class Answered:
    """A post answers its newest letter (`letter`: post, kind, reference in the plan) at a London `moment`.

    `write` is the mail program; `{para_16b}` in `words` becomes the milestone of that reference. `note` says what the
    page shows it for. `sender` and `to` stand in for the right addresses where something is wrong with them.
    """

    moment: str
    letter: tuple[str, str, str]
    write: Callable[[clients.Answer], bytes]
    words: str
    note: str
    sender: str | None = None
    to: str | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """The coordinator gives the milestone of a `reference` to another post at a London `moment`."""

    moment: str
    reference: str
    to: str
    kind: OwnerKind
    why: str


DATES = {
    "App 1-3": (date(2008, 10, 10), "the Inspector can have every team briefed by then"),
    "App 1-4": (date(2009, 3, 31), "the criteria are for the year that ends then"),
    "App 1-6": (date(2008, 10, 31), "agreed by telephone with the hub and the Government Office"),
    "App 1-7": (date(2008, 10, 3), "the Chief Constable decides in September"),
    "para 13": (date(2008, 10, 31), "the later of the two months written"),
    "para 14a": (date(2008, 11, 14), "in time for the committee on 18 November"),
    "para 14b": (date(2008, 10, 24), "the Superintendent's own date"),
    "para 16b": (date(2008, 10, 17), "before half-term"),
    "para 16c": (date(2008, 11, 7), "in time for the committee's papers"),
    "para 22b": (date(2008, 10, 31), "the answer of OSCT: by the end of October"),
    "rec (iii)": (date(2008, 11, 18), "paragraph 21 names the day of the next meeting"),
    "rec (iv)": (date(2008, 11, 18), "paragraph 21 names the day of the next meeting"),
}
"""What the coordinator answers about rows that are held; the others stay held, with their questions."""
