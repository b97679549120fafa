"""Boards as values, their spreadsheets' columns, and what misspelling and circles do."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from milestones.domain.board import Acceptance, CompletionOwners, Sector
from milestones.domain.marking import Marking
from milestones.settings.columns import FIELDS, columns_of, fault_of_column
from milestones.settings.nearest import nearest

BOARD = "boards/humberside.toml"


def test_a_board_is_read_as_written(folder):
    """Name, prefix, coordinator, meetings, sectors, completion and posts are those of the file."""
    board = folder.read().boards["humberside"]
    assert (board.slug, board.prefix, board.coordinator) == ("humberside", "HUM", "prevent-coordinator")
    assert board.marking is Marking.OFFICIAL
    assert board.meetings[0] == date(2026, 12, 8)
    assert board.agreement_sectors == tuple(Sector)
    assert (board.completion_owners, board.acceptance) == (CompletionOwners.ALL, Acceptance.NONE)
    commander = board.posts["bcu-commander"]
    assert (commander.reports_to, commander.deputy) == ("strategic-lead", "superintendent-csu")
    assert commander.clearance is Marking.OFFICIAL_SENSITIVE
    assert commander.holder_on(date(2026, 12, 1)).email == "bcu.commander@humberside-police.example"


def test_a_board_without_settings_has_the_defaults(folder):
    """All sectors agree, all owners confirm, nobody accepts, amber after a day and red after 28."""
    folder.change(BOARD, '[agreement]\nsectors = ["police", "local_authority", "partner"]', "")
    folder.change(BOARD, 'owners = "all" ', "# ")
    folder.change(BOARD, 'amber_after = "1d"', "")
    board = folder.read().boards["humberside"]
    assert board.agreement_sectors == tuple(Sector)
    assert board.completion_owners is CompletionOwners.ALL
    assert (board.lateness.amber_after_days, board.lateness.red_after_days) == (1, 28)


def test_holders_follow_each_other(folder):
    """One ends the day before the next begins; the order in the file does not matter."""
    folder.change(
        BOARD,
        "from = 2020-04-01",
        'from = 2027-01-01\n[[post.holder]]\nname = "B"\nemail = "b@humberside-police.example"\n'
        "from = 2026-01-01\nuntil = 2026-12-31",
    )
    post = folder.read().boards["humberside"].posts["strategic-lead"]
    assert post.holder_on(date(2026, 12, 31)).name == "B"
    assert post.holder_on(date(2027, 1, 1)).name == "R. Calder"


def test_one_person_may_hold_two_posts(folder):
    """The same address at two posts is no fault."""
    folder.change(BOARD, "csu@humberside-police.example", "npt@humberside-police.example")
    assert folder.said() == []


def test_a_subdomain_is_at_home(folder):
    """An address below the organisation's domain is inside it; one that only ends alike is not."""
    folder.change(BOARD, "csu@humberside-police.example", "csu@east.humberside-police.example")
    assert folder.said() == []
    folder.change(BOARD, "npt@humberside-police.example", "npt@nothumberside-police.example")
    (said,) = folder.said()
    assert "outside the domains" in said


@pytest.mark.parametrize("written", ['due = "Finish by"', '"Finish by" = "due"', 'due = ["Finish by"]'])
def test_columns_are_mapped_both_ways_round(folder, written):
    """Field to header and header to field mean the same."""
    folder.change(BOARD, "[import.columns]", f"[import.columns]\n{written}")
    assert folder.read().boards["humberside"].import_columns == {"Finish by": "due"}


@given(st.text(min_size=1), st.text(min_size=1) | st.lists(st.text(min_size=1), max_size=2))
@example("Papers", "Attachment")  # a heading that is known for saying nothing of a milestone
def test_a_column_is_mapped_to_a_field_or_refused(key, value):
    """An entry is a fault exactly when nothing comes of it, and what comes of it is a field."""
    mapped = columns_of({key: value})
    assert (fault_of_column(key, value) is None) is bool(mapped)
    assert set(mapped.values()) <= set(FIELDS)


@given(st.sampled_from(FIELDS), st.integers(0, 30), st.characters(codec="ascii", categories=["Ll"]))
def test_a_word_with_one_letter_wrong_is_known_again(word, place, letter):
    """One wrong letter in a word of five or more still finds it, or another word as near."""
    at = place % len(word)
    wrong = word[:at] + letter + word[at + 1 :]
    found = nearest(wrong, FIELDS)
    if len(word) > 4:
        assert found is not None
    if found not in {None, word}:
        assert abs(len(found) - len(wrong)) <= 6


def test_a_word_like_none_finds_nothing():
    """No advice is better than a wild one."""
    assert nearest("xyzzy", ["reminder", "escalation"]) is None


def test_a_misspelt_list_of_tables_counts_as_meant(folder):
    """`[[remider]]` is one fault; the rule in it is checked all the same, at its own place."""
    folder.change("schedules.toml", "[[reminder]]", "[[remider]]")
    folder.write(
        "schedules.toml",
        'schema = 1\n[[remider]]\nid = "a"\nwhen = "-14"\nto = ["owners"]\n',
    )
    assert [(one.line, one.place) for one in folder.problems()] == [(2, "remider"), (4, "remider[0].when")]


def test_a_misspelt_key_beside_the_right_one_is_only_unknown(folder):
    """Both stand there: the right one counts."""
    folder.change("schedules.toml", 'when = "-14d"', 'when = "-14d"\nwen = "-15d"')
    (said,) = folder.said()
    assert "unknown key `wen`, did you mean `when`?" in said


def test_faults_keep_their_places_when_others_before_them_go_out(folder):
    """The second and fourth of four posts are at fault: places and lines are the file's, not those of what is left."""
    text = 'schema = 1\nname = "B"\nprefix = "B"\ncoordinator = "p1"\n[agreement]\nsectors = ["police"]\n'
    text += '[[organisation]]\nid = "o"\nname = "O"\nsector = "police"\n'
    for number in range(1, 5):
        text += f'[[post]]\nid = "p{number}"\ntitle = "T{number}"\norganisation = "o"\nsignatory = true\n'
        text += '[[post.holder]]\nname = "N"\nemail = "n@o.example"\nfrom = 2020-01-01\n'
    text = text.replace('id = "p2"\n', "").replace('title = "T4"\n', 'title = "T4"\ndeputy = "p9"\n')
    folder.write(BOARD, text)
    folder.write("schedules.toml", "schema = 1\n")
    assert [(one.place, text.splitlines()[one.line - 1]) for one in folder.problems()] == [
        ("post[1].id", "[[post]]"),
        ("post[3].deputy", 'deputy = "p9"'),
    ]
