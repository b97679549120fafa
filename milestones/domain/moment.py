"""Where and when a decision is made, and what a refusal is. Decides nothing.

A refusal is read by whoever asked, in the letter that answers them: it says posts by their titles and days in words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from milestones.domain import events as e
from milestones.domain.movement import title_of
from milestones.domain.state import State
from milestones.domain.wording import in_words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from milestones.domain.board import Board
    from milestones.domain.state import Milestone

Events: TypeAlias = tuple[e.MilestoneEvent, ...]
"""What a decision comes to: events in order, none where it would change nothing."""

IS = {
    State.HELD: "held until a question about it is answered",
    State.PROPOSED: "proposed and not agreed yet",
    State.AGREED: "agreed",
    State.CLAIMED: "confirmed and waits to be accepted",
    State.COMPLETED: "completed",
    State.WITHDRAWN: "withdrawn",
}
"""How a state is told to whoever asked for what does not fit it."""


class Refused(Exception):
    """What was asked cannot be done to this milestone; the message says why, for the person who asked."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Where and when a decision is made: the board's rules, the instant (aware UTC), the day in the board's zone."""

    board: Board
    now: datetime
    today: date

    def titles(self, posts: Iterable[str]) -> str:
        """Name posts by their titles, as a sentence lists them."""
        return in_words(title_of(self.board, post) for post in posts)


def require_running(state: Milestone, what: str) -> None:
    """Refuse what makes sense only while a milestone is being worked on; `what` says what holds instead.

    Raises:
        Refused: it is completed or withdrawn.
    """
    if state.state in {State.COMPLETED, State.WITHDRAWN}:
        raise Refused(f"{state.id} is {IS[state.state]}: {what}")
