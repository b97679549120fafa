"""Which edits of the configuration take a post from somebody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from milestones.domain.board import Holder
from milestones.domain.handover import handovers
from tests.partnership import partnership

BOARD = partnership()
TODAY = date(2027, 2, 1)
POST = next(post for post in BOARD.posts.values() if post.id != BOARD.coordinator)
OLD = Holder("A. Before", "before@police.example", date(2026, 1, 1))
NEW = Holder("B. After", "after@police.example", date(2026, 1, 1))


def board_with(*holders):
    return replace(BOARD, posts={**BOARD.posts, POST.id: replace(POST, holders=holders)})


def test_an_edit_that_gives_the_post_to_somebody_else_is_one():
    """With both names, so that the record says before and after."""
    (change,) = handovers({POST.id: [OLD]}, board_with(NEW), TODAY)

    assert (change.post, change.before, change.after) == (POST.id, OLD, NEW)


def test_an_edit_that_leaves_the_post_to_nobody_is_one():
    """Vacant from today, or taken out of the board altogether."""
    without = replace(BOARD, posts={key: post for key, post in BOARD.posts.items() if key != POST.id})

    assert handovers({POST.id: [OLD]}, board_with(), TODAY)[0].after is None
    assert handovers({POST.id: [OLD]}, without, TODAY)[0].after is None


def test_a_handover_that_was_planned_is_none():
    """Both files know of it; only the day has come."""
    planned = (replace(OLD, until=date(2027, 1, 31)), replace(NEW, since=date(2027, 2, 1)))

    assert handovers({POST.id: planned}, board_with(*planned), TODAY) == ()


def test_another_spelling_of_name_or_address_is_none():
    """Mail goes where it went before."""
    spelt = replace(OLD, name="Anne Before", email="Before@Police.example")

    assert handovers({POST.id: [OLD]}, board_with(spelt), TODAY) == ()
