"""What moved, in words: the events that a board reads about, one phrase each. Knows event names; reads no log."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from milestones.domain import events as e
from milestones.domain.wording import short_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from milestones.domain.board import Board


@dataclass(frozen=True, slots=True)
class Happened:
    """One event as the log keeps it: its stored type, its data, who acted (a post id, or any word)."""

    at: datetime
    milestone: str
    type: str
    actor: str = ""
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Moved:
    """All that happened to one milestone in the time a digest covers, in words, oldest first."""

    milestone: str
    words: tuple[str, ...]


def moved(happened: Iterable[Happened], board: Board) -> tuple[Moved, ...]:
    """Give what moved, one entry a milestone, in the order of its latest event; events without news are left out.

    A phrase that repeats one before it on the same milestone is given once.
    """
    by_milestone: dict[str, dict[str, None]] = {}
    for event in sorted(happened, key=lambda event: event.at):
        tell = _TELL.get(event.type)
        if tell is None:
            continue
        words = by_milestone.pop(event.milestone, {})
        words[tell(event, board)] = None
        by_milestone[event.milestone] = words
    return tuple(Moved(milestone, tuple(words)) for milestone, words in reversed(by_milestone.items()))


def title_of(board: Board, post: object) -> str:
    """Give a post's title, or the word itself where the board has no such post."""
    known = board.posts.get(str(post))
    return known.title if known else str(post)


def _redated(event: Happened, _board: Board) -> str:
    old, new = event.data.get("old"), event.data["new"]
    return f"re-dated from {_day(old)} to {_day(new)}" if old else f"dated {_day(new)}"


def _extension(event: Happened, board: Board) -> str:
    return f"{title_of(board, event.data['post'])} asked to extend to {_day(event.data['to_day'])}"


def _day(value: object) -> str:
    """Give a day from the log, where it is a date or its ISO text."""
    return short_day(value if isinstance(value, date) else str(value))


def _by(verb: str) -> Callable[[Happened, Board], str]:
    return lambda event, board: f"{verb} {title_of(board, event.data['post'])}"


def _because(verb: str, key: str) -> Callable[[Happened, Board], str]:
    return lambda event, _board: f"{verb}: {reason}" if (reason := event.data.get(key)) else verb


def _plainly(words: str) -> Callable[[Happened, Board], str]:
    return lambda _event, _board: words


_TELL: dict[str, Callable[[Happened, Board], str]] = {
    e.MilestoneAgreed.type: _plainly("agreed"),
    e.ObjectionRaised.type: _by("objection by"),
    e.CompletionConfirmed.type: _by("confirmed by"),
    e.MilestoneClaimed.type: _plainly("claimed complete, waits for acceptance"),
    e.MilestoneCompleted.type: _plainly("completed"),
    e.ClaimRejected.type: _by("completion not accepted by"),
    e.ConfirmationUndone.type: _by("confirmation taken back by"),
    e.ProgressNoted.type: _because("in progress", "text"),
    e.MilestoneBlocked.type: _because("blocked", "reason"),
    e.MilestoneUnblocked.type: _plainly("no longer blocked"),
    e.ExtensionRequested.type: _extension,
    e.DueDateMoved.type: _redated,
    e.RequestRejected.type: _because("request not approved", "why"),
    e.OwnerAssigned.type: _by("now owned by"),
    e.MilestoneWithdrawn.type: _because("withdrawn", "why"),
}
"""How each event is told. What is not here (imports, snoozes, the agreement of one sector) is no news to a board."""
