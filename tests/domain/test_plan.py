"""A plan's rows: as many out as in, each ready or held, and which rows are the same row."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from partnership import PLANS, TODAY, partnership

from milestones.domain.marking import Marking
from milestones.domain.plans.columns import recognise
from milestones.domain.plans.plan import changes, paired, read_rows, row_key, says_nothing
from milestones.domain.plans.table import SheetRow, Table, Unusable, plain
from milestones.domain.state import Doubt, Owner, OwnerKind, Row
from milestones.edge.sheets import read_table

BOARD = partnership()


def table(header: str, *lines: str, above: tuple[str, ...] = ()) -> Table:
    """A table whose cells are parted by bars."""
    rows = tuple(SheetRow(place, place + 1, tuple(line.split("|"))) for place, line in enumerate(lines, 1))
    return Table(tuple(header.split("|")), rows, above=above)


def read(header: str, *lines: str, board=BOARD, above: tuple[str, ...] = ()):
    sheet = table(header, *lines, above=above)
    return [planned.row for planned in read_rows(sheet, recognise(sheet.header, {}), board, TODAY)]


def doubts(row: Row) -> list[Doubt]:
    return [question.doubt for question in row.questions]


GOOD = "4|Partnership|Hold four meetings|Minutes|Wold Police|BCU Commander|07/12/2026|under way"
HEADER = "ref|objective|action|milestone_or_measure|lead_agency|lead_role|due|status"


def test_a_clear_row_is_ready():
    """Every cell is kept as written beside what was read from it, and nothing is asked."""
    assert read(HEADER, GOOD) == [
        Row(
            plan_ref="4",
            title="Hold four meetings",
            due=date(2026, 12, 7),
            due_as_written="07/12/2026",
            due_rule="figures: day first",
            owners=(Owner("bcu-commander", OwnerKind.LEAD),),
            owner_as_written="Wold Police / BCU Commander",
            objective="Partnership",
            action="Hold four meetings",
            measure="Minutes",
            status="under way",
        )
    ]


def test_a_doubtful_row_is_held_with_one_question_a_doubt():
    """No date, an unknown owner: two questions, each about its own words, and the row keeps what is known."""
    (row,) = read(HEADER, "5||Train staff||Wold Police|Training Lead||")

    assert [(question.doubt, question.about) for question in row.questions] == [
        (Doubt.NO_DATE, "due"),
        (Doubt.UNKNOWN_OWNER, "owner"),
    ]


def test_the_date_is_kept_on_a_row_held_for_its_owner():
    """`due` is the date as read, also where something else is in doubt."""
    (row,) = read(HEADER, "5||Train staff||||31 March 2027|")

    assert (row.due, doubts(row)) == (date(2027, 3, 31), [Doubt.NO_OWNER])


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("1|Aim|Do it|Seen||||", "Do it"),
        ("1|Aim||Seen done||||", "Seen done"),
        ("1|Aim||||||", "Aim"),
        ("1|Aim|Ongoing|Seen done||||", "Seen done"),
        ("1|Aim|TBC|||||", "Aim"),
    ],
)
def test_the_title_is_the_first_that_says_something(line, title):
    """The action, else the measure, else the objective; a lone "Ongoing" gives way."""
    (row,) = read(HEADER, line)

    assert row.title == title
    assert Doubt.NOT_TANGIBLE not in doubts(row)


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("2.3||TBC|||||", "TBC"),
        ("2.3|||||BCU Commander||", "BCU Commander"),
        ("2.3|||||||", "2.3"),
        ("||100%|||||", "100%"),
    ],
)
def test_a_row_that_says_nothing_to_do_is_held_not_dropped(line, title):
    """It keeps some words for a title, and is asked about as not tangible."""
    (row,) = read(HEADER, line)

    assert row.title == title
    assert doubts(row)[0] is Doubt.NOT_TANGIBLE


@pytest.mark.parametrize(
    "title", ["Recruit", "Train all staff", "WRAP", "Complete the review", "Action plan agreed", "Yes campaign"]
)
def test_decent_titles_are_tangible(title):
    """Short or plain, words that name something to do are let through."""
    assert not says_nothing(title)


def test_a_section_row_is_a_row_held():
    """A heading between the rows of a plan is kept like any other row, and asked about."""
    (row,) = read("ref|action|owner|due", "|Objective 2: training||")

    assert row.title == "Objective 2: training"
    assert doubts(row) == [Doubt.NO_DATE, Doubt.NO_OWNER]


def test_references_repeat_but_a_reference_with_its_title_does_not():
    """The second row with reference and title of another is held as a duplicate; a reference alone may repeat."""
    rows = read(HEADER, GOOD, GOOD.replace("Hold", "Minute"), GOOD.replace("Hold four", "HOLD  four"))

    assert [doubts(row) for row in rows] == [[], [], [Doubt.DUPLICATE]]
    assert "Row 1" in rows[2].questions[0].text


def test_two_date_columns_that_differ_are_asked_about():
    """An original and a revised date: which one holds is not the importer's to choose."""
    header = "Action|Owner|Original due date|Revised due date"
    rows = read(
        header, "Do it|DCS|01/02/2027|01/03/2027", "Do that|DCS|01/02/2027|", "Do this|DCS|1 Feb 2027|01/02/2027"
    )

    assert [row.due for row in rows] == [None, date(2027, 2, 1), date(2027, 2, 1)]
    assert doubts(rows[0]) == [Doubt.TWO_MEANINGS]
    assert rows[0].due_as_written == "01/02/2027 / 01/03/2027"
    assert "'Revised due date'" in rows[0].questions[0].text


@pytest.mark.parametrize(
    ("written", "criteria"),
    [
        ("4", ("success-criteria-2008:4",)),
        ("Criterion 4", ("success-criteria-2008:4",)),
        ("4: strategic partnership", ("success-criteria-2008:4",)),
        ("4, 5 and 8", ("success-criteria-2008:4", "success-criteria-2008:5", "success-criteria-2008:8")),
        ("toolkit-2024:2; 4", ("toolkit-2024:2", "success-criteria-2008:4")),
        ("Channel panel", ("Channel panel",)),
        ("", ()),
    ],
)
def test_criteria_belong_to_a_framework(written, criteria):
    """A bare number is of the board's first framework; words that are no criterion stay as written."""
    assert read("action|criterion", f"Do it|{written}")[0].criteria == criteria


def test_criteria_stay_as_written_without_a_framework():
    """A board that names no framework keeps the number alone."""
    assert read("action|criterion", "Do it|Criterion 4", board=partnership(frameworks=()))[0].criteria == (
        "Criterion 4",
    )


@pytest.mark.parametrize(
    ("written", "marking"),
    [
        ("OFFICIAL", Marking.OFFICIAL),
        ("Official - Sensitive", Marking.OFFICIAL_SENSITIVE),
        ("official-sensitive", Marking.OFFICIAL_SENSITIVE),
        ("Unclassified", Marking.NONE),
        ("", Marking.NONE),
    ],
)
def test_markings_are_read(written, marking):
    """However they are spelt."""
    assert read("action|marking", f"Do it|{written}")[0].marking is marking


@pytest.mark.parametrize(
    "written", ["SECRET", "TOP SECRET", "Restricted", "CONFIDENTIAL", "PROTECT - PERSONAL", "Purple"]
)
def test_a_marking_that_does_not_belong_here_refuses_the_plan(written):
    """The fault names the line; nothing of the plan is taken."""
    with pytest.raises(Unusable, match=r"^plan:3: the marking"):
        read("action|marking", "Do it|OFFICIAL", f"Do that|{written}")


def test_a_marking_above_the_header_marks_every_row():
    """A sheet headed OFFICIAL-SENSITIVE marks rows that say nothing themselves; one headed SECRET is refused."""
    rows = read("action|marking", "Do it|", "Do that|OFFICIAL", above=("Plan 2026", "OFFICIAL-SENSITIVE"))

    assert [row.marking for row in rows] == [Marking.OFFICIAL_SENSITIVE, Marking.OFFICIAL]
    with pytest.raises(Unusable, match="above the header"):
        read("action", "Do it", above=("SECRET",))


def test_an_unmarked_row_bears_the_boards_marking():
    """The board's marking is what its milestones bear unless the plan says otherwise."""
    assert read("action", "Do it", board=partnership(Marking.OFFICIAL))[0].marking is Marking.OFFICIAL


def test_control_characters_become_spaces_and_direction_marks_go():
    """A title that would break a header or turn round on the screen is made plain; formulas stay text."""
    rows = read("action|due", "Do\x00 \r\nthis\u202e now\u200b\x85|", "=HYPERLINK(1)|")

    assert [row.title for row in rows] == ["Do this now", "=HYPERLINK(1)"]


def test_rows_are_the_same_by_reference_and_title():
    """Case, spaces and a full stop do not matter; the reference does."""
    key = row_key(Row(plan_ref="1.", title="Train all  staff"))

    assert key == row_key(Row(plan_ref="1", title="train all staff."))
    assert key != row_key(Row(plan_ref="2", title="Train all staff"))
    assert key != row_key(Row(plan_ref="1", title="Train staff"))


def test_rows_that_stand_twice_are_paired_in_order():
    """The first is the first again and the second the second; a third is new."""
    twice = Row(plan_ref="1", title="Train staff")
    other = Row(plan_ref="2", title="Train staff")

    assert paired([twice, other, twice], [other, twice, twice, twice]) == (1, 0, 2, None)


def test_an_import_again_changes_only_what_the_plan_says():
    """A confirmed owner is not unconfirmed; a moved date is a change with before and after."""
    confirmed = Owner("dcs", OwnerKind.LEAD, datetime(2026, 11, 1, tzinfo=UTC))
    old = Row(plan_ref="1", title="Train", due=date(2027, 1, 1), owners=(confirmed,))

    assert changes(old, replace(old, owners=(Owner("dcs"),))) == {}
    assert changes(old, replace(old, due=date(2027, 2, 1))) == {"due": (date(2027, 1, 1), date(2027, 2, 1))}
    assert changes(old, replace(old, owners=(Owner("dcs", OwnerKind.JOINT),))).keys() == {"owners"}
    assert changes(old, replace(old, status="late", title="TRAIN")).keys() == {"status", "title"}


@pytest.mark.parametrize(
    ("name", "ready"),
    [
        ("force_report.csv", [False, True, False, False, False, True, False, False]),
        ("council_tracker.csv", [True, True, False, False, False, False, False, False]),
        ("university_plan.csv", [True, True, True, False, False, False]),
        ("minuted_actions.csv", [False, True, False, False]),
    ],
)
def test_whole_plans_import_without_a_row_lost(name, ready):
    """Plans laid out as forces, councils and universities lay them out: each row comes out, ready or held."""
    sheet = read_table(PLANS / name)
    rows = read_rows(sheet, recognise(sheet.header, {}), BOARD, TODAY)

    assert [row.ready for row in rows] == ready
    assert [row.number for row in rows] == list(range(1, len(ready) + 1))
    assert all(row.row.title for row in rows)


def test_a_council_tracker_reads_as_its_people_mean_it():
    """Title rows are passed over, the marking above holds, the later of two equal rows is held with its date."""
    sheet = read_table(PLANS / "council_tracker.csv")
    rows = {row.number: row for row in read_rows(sheet, recognise(sheet.header, {}), BOARD, TODAY)}

    assert (rows[1].line, rows[1].row.plan_ref, rows[1].row.due) == (5, "1.1", date(2027, 3, 31))
    assert rows[3].row.status == "R / Waiting on the new panel"
    assert {row.row.marking for row in rows.values()} == {Marking.OFFICIAL}
    assert (rows[6].row.due, doubts(rows[6].row)) == (date(2027, 6, 30), [Doubt.DUPLICATE])
    assert [(owner.post, owner.kind) for owner in rows[7].row.owners] == [
        ("prevent-coordinator", OwnerKind.LEAD),
        ("dcs", OwnerKind.SUPPORT),
    ]


_CELL = st.one_of(
    st.text(max_size=30), st.sampled_from(["", "07/12/2026", "BCU Commander", "Train staff", "OFFICIAL", "1"])
)


@settings(max_examples=60)
@given(st.lists(st.lists(_CELL, min_size=8, max_size=8).filter(lambda cells: any(map(plain, cells))), max_size=6))
def test_as_many_rows_come_out_as_go_in(lines):
    """Whatever stands in the cells, no row is lost, none is without a title, a ready one has date and owner."""
    header = tuple(HEADER.split("|"))
    sheet = Table(header, tuple(SheetRow(place, place + 1, tuple(cells)) for place, cells in enumerate(lines, 1)))
    rows = read_rows(sheet, recognise(header, {}), BOARD, TODAY)

    assert [row.number for row in rows] == [row.number for row in sheet.rows]
    for planned in rows:
        assert planned.row.title == plain(planned.row.title) != ""
        assert not planned.ready or (planned.row.due and planned.row.due_rule and planned.row.owners)


@given(st.text(), st.text())
def test_plain_words_stay_plain(a, b):
    """Made plain twice is made plain once, and a row is always the same as itself."""
    assert plain(plain(a)) == plain(a)
    assert row_key(Row(a, b)) == row_key(Row(plain(a), plain(b)))
