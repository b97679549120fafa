"""Holds the sets that were measured at first sight to what was reached with them, and machines apart from people."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench import first_sight, machines
from tests.bench.accuracy import CORPUS

SETS = sorted((CORPUS / "first_sight").glob("*.jsonl"))


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
def test_a_set_seen_once_has_no_false_confirmation(path: Path):
    """Whatever is labelled as anything but a confirmation is not read as one."""
    assert first_sight.measure(path, misses=False)["false_confirmations"] == 0


def test_hardly_any_reply_of_the_sets_is_read_wrongly():
    """Of a thousand verdicts no more than three in a hundred are another answer; the rest is right or asked back."""
    found = [first_sight.measure(path, misses=False) for path in SETS]
    assert sum(one["verdicts"] for one in found) > 1000
    assert sum(one["wrong_otherwise"] for one in found) <= 0.03 * sum(one["verdicts"] for one in found)


@pytest.mark.parametrize("folder", machines.SEEN_ONCE, ids=lambda folder: folder.name)
def test_machines_are_named_and_no_person_is_called_one(folder):
    """Each of the machines' mails is named, bounces are weighed, and each person's mail is left a person's."""
    found = machines.measure(folder, misses=False)
    assert found["machines"] >= 60
    assert found["people"] >= 10
    assert found["people_called_machines"] == 0
    assert found["machines_named"] == found["machines"]
    assert found["bounces_weighed_right"] == found["bounces"]
    assert found["kind_right"] == found["machines"]
