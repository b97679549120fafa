"""Criteria by their names."""

from milestones.domain.framework import Criterion, Framework, names_of

OLD = Framework(
    "old", "Success criteria", 2008, "x", (Criterion("4", "A partnership that works"), Criterion("5", "w " * 90))
)
NEW = Framework("new", "Toolkit", 2024, "y", (Criterion("4", "Environments"),))
BOTH = {"old": OLD, "new": NEW}


def test_a_criterion_is_named_by_its_number_and_first_words():
    """Enough to know it by, in a line of a letter."""
    names = names_of({"old:4", "old:5"}, BOTH)
    assert names["old:4"] == "4. A partnership that works"
    assert names["old:5"].endswith(" ...")
    assert len(names["old:5"]) < 80


def test_its_framework_is_named_where_there_are_several():
    """Two criteria 4 in one letter are told apart."""
    assert names_of({"old:4", "new:4"}, BOTH) == {
        "old:4": "Success criteria: 4. A partnership that works",
        "new:4": "Toolkit: 4. Environments",
    }


def test_what_no_framework_has_is_left_to_its_reference():
    """A criterion that was taken out of its framework, or whose framework is gone."""
    assert names_of({"old:9", "gone:1"}, BOTH) == {}
