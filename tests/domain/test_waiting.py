"""Who waits on whom, by the words of a plan."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestones.domain.office import Skipped
from milestones.domain.plans.header_words import Field, heading
from milestones.domain.rules import RuleKind
from milestones.domain.schedule import why_not_now
from milestones.domain.waiting import Standing, in_words, waiting
from tests.office import at, milestone, notices_due, office
from tests.patience import patient

BOARD = (
    Standing("HUM-1", "1.1", "Train the front line"),
    Standing("HUM-2", "2/1", "Brief schools, colleges and partners"),
    Standing("HUM-3", "3", "Publish the plan"),
    Standing("HUM-4", "3", "Print the plan"),
    Standing("HUM-5", "5", "Map the risks", over=True),
)


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("HUM-1", ["HUM-1"]),
        ("hum-1.", ["HUM-1"]),
        ("1.1", ["HUM-1"]),
        ("Action 1.1", ["HUM-1"]),
        ("#3", ["HUM-3", "HUM-4"]),
        ("train  the FRONT line", ["HUM-1"]),
        ("Brief schools, colleges and partners", ["HUM-2"]),
        ("2/1", ["HUM-2"]),
        ("2/1, 1.1 and HUM-4", ["HUM-2", "HUM-1", "HUM-4"]),
        ("1.1/3", ["HUM-1", "HUM-3", "HUM-4"]),
        ("1.1; 1.1; 3", ["HUM-1", "HUM-3", "HUM-4"]),
        ("5", []),
        ("HUM-9", []),
        ("none", []),
        ("n/a", []),
        ("Home Office money, 1.1", ["HUM-1"]),
    ],
)
def test_words_name_milestones_by_id_reference_or_title(words, wanted):
    """In any spelling; a whole title or reference before its parts; every one that bears a reference; no other."""
    found = waiting([*BOARD, Standing("HUM-9", "9", "Report", (words,))])
    assert list(found.on.get("HUM-9", ())) == wanted


def test_words_that_name_nothing_freeze_nothing_and_are_told():
    """What is not of the board is kept for the report; words that say 'nothing' are no names."""
    found = waiting([*BOARD, Standing("HUM-9", "9", "Report", ("Home Office money and 7", "n/a", "-"))])
    assert found.on == {}
    assert found.unknown == {"HUM-9": ("Home Office money", "7")}


def test_a_circle_freezes_none_of_its_own_but_what_follows_it():
    """Two that wait on each other could never finish; a third that waits on one of them does wait."""
    found = waiting(
        [
            Standing("A-1", "1", "one", ("2",)),
            Standing("A-2", "2", "two", ("1",)),
            Standing("A-3", "3", "three", ("2",)),
        ]
    )
    assert found.on == {"A-3": ("A-2",)}
    assert found.circles == (("A-1", "A-2"),)


@given(st.lists(st.lists(st.integers(0, 7), max_size=3), min_size=1, max_size=8))
def test_circles_are_those_that_reach_each_other(names):
    """As a slower search says it: two are of one circle where each leads to the other, and only such keep no other."""
    named = {f"A-{n}": tuple(dict.fromkeys(f"A-{one}" for one in ones if one != n)) for n, ones in enumerate(names)}
    named = {name: tuple(one for one in ones if one in named) for name, ones in named.items()}
    reach = {name: reached(name, named) for name in named}
    found = waiting([Standing(name, "", "", ones) for name, ones in named.items()])
    together = {tuple(sorted(n for n in reach[name] if name in reach[n])) for name in named if name in reach[name]}
    assert set(found.circles) == together
    assert found.on == {
        name: kept for name, ones in named.items() if (kept := tuple(n for n in ones if name not in reach[n]))
    }


def reached(start: str, named: dict[str, tuple[str, ...]]) -> set[str]:
    """Give everything that a milestone leads to."""
    found: set[str] = set()
    left = list(named[start])
    while left:
        name = left.pop()
        left += [] if name in found else named[name]
        found.add(name)
    return found


@pytest.mark.parametrize("last", [(), ("A-0",)])
def test_a_chain_as_long_as_a_board_costs_no_more_than_its_length(last):
    """Five thousand in one chain, or one circle: read in a second, where every pair of them would be 25 million."""
    chain = [Standing(f"A-{n}", "", f"t{n}", (f"A-{n + 1}",)) for n in range(4999)]
    began_s = time.process_time()
    found = waiting([*chain, Standing("A-4999", "", "t4999", last)])
    assert time.process_time() - began_s < patient(2)
    assert (len(found.on), len(found.circles)) == ((0, 1) if last else (4999, 0))


@given(st.lists(st.lists(st.integers(0, 7), max_size=3), min_size=1, max_size=8))
def test_there_is_always_one_that_nothing_keeps_back(names):
    """Whatever a plan says, somebody can begin: no board freezes whole."""
    board = [Standing(f"A-{n}", str(n), f"t{n}", tuple(map(str, ones))) for n, ones in enumerate(names)]
    assert len(waiting(board).on) < len(board)


def test_a_frozen_milestone_gets_neither_reminder_nor_escalation():
    """Every rung that falls meanwhile is passed over with the reason, and what waits to be written too."""
    frozen = office(waits_on={"HUM-1": ("HUM-3",)})
    settled = notices_due(milestone(), frozen, at("2026-01-06T00:00"), at("2026-12-31T00:00"))
    assert {one.rung.rule.kind for one in settled} == {RuleKind.REMINDER, RuleKind.ESCALATION}
    assert all(isinstance(one, Skipped) and one.for_good for one in settled)
    assert {one.why for one in settled} == {"waits on HUM-3, which is not completed"}
    now = at("2026-12-01T09:00")
    assert why_not_now(milestone(), "overdue", date(2026, 11, 30), frozen, now) == in_words(["HUM-3"])
    assert why_not_now(milestone(), "overdue", date(2026, 11, 30), replace(frozen, waits_on={}), now) is None


def test_several_are_named_together():
    """The reason reads as a sentence."""
    assert in_words(["A-1", "A-2", "A-3"]) == "waits on A-1, A-2 and A-3, which are not completed"


@pytest.mark.parametrize(
    "words",
    ["Depends on", "Dependency", "DEPENDENCIES", "dependent on", "Waits on", "Prerequisite(s)", "Predecessors",
     "Depends on (action ref)", "Key dependencies", "Dependent on other actions", "depends_on"],
)  # fmt: skip
def test_headings_of_dependencies_are_known(words):
    """As plans write them."""
    found = heading(words)
    assert found is not None
    assert found.field is Field.DEPENDS_ON
