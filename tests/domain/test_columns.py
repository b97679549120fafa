"""Headers of real plans: which column is what, and which headers are refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestones.domain.plans.columns import likeness, recognise
from milestones.domain.plans.header_words import Field, heading
from milestones.domain.plans.table import Unusable
from milestones.domain.state import OwnerKind

F = Field


_HEADINGS = {
    F.REF: """
        ref | Reference | No. | Action Ref | Action Ref No | ID | # | Action # | Ref No. | Objective Number |
        Milestone ID
    """,
    F.OBJECTIVE: """
        objective | Priority | Theme | Aim | Strategic Objective | Objective 1 | OBJECTIVES | Workstream |
        Recommendation
    """,
    F.ACTION: """
        action | Milestone | Task | Activity | What | Key Actions | What will we do? | Action Required |
        Activity/Task | Specific Actions Required | Actions | Description | Task name | How we will deliver
    """,
    F.MEASURE: """
        milestone_or_measure | Measure | KPI | Outcomes | Success measure | How will we know? | Success criteria |
        Milestone / measure | Key Milestones | Measure of success | Performance Indicator(s) | How progress will be
        measured
    """,
    F.LEAD_AGENCY: """
        lead_agency | Agency | Organisation | Lead organisation | Lead Organisation(s) | Lead Agency / Officer |
        Lead Partner | lead agencies
    """,
    F.LEAD_ROLE: """
        lead_role | Lead | Lead Officer | Responsible | Responsible Officer | Who | Who will do it? | LeadRole |
        Lead Officer / Partner | Person Responsible | Officer(s) responsible | By whom | Accountable | Who's
        responsible
    """,
    F.OWNER: """
        owner | Owners | Owner(s) | Action owner | Joint owners | Action Owner(s) | Owner / Lead
    """,
    F.SUPPORT: """
        support | Partners | Supporting partners | Partner agencies | Support officer(s) | Delivery partner(s)
    """,
    F.DUE: """
        due | Due date | DueDate | Deadline | Target date | Timescale | Timescales | By when | By when? | Completion
        date | When | Target Date (dd/mm/yyyy) | Date for completion |
        Timeframe | Target completion date | When will it be completed? | Milestone date | date due
        | DUE BY | Due  Date:
    """,
    F.STATUS: """
        status | Progress | Update | RAG | RAG rating | Status (RAG) | Progress / Comments | Update July 2025 | BRAG
        | Actions to date | Current position
    """,
    F.CRITERION: """
        criterion | Criteria | Prevent criterion
    """,
    F.MARKING: """
        marking | Classification | Protective Marking
    """,
    F.OTHER: """
        plan | source | Notes | Start date | Date completed | Actual completion date | Review date | Date raised |
        Cost
    """,
}


@pytest.mark.parametrize("field", _HEADINGS, ids=str)
def test_headings_are_known_by_what_councils_call_them(field):
    """Case, spaces, plurals, brackets and punctuation do not matter."""
    names = [" ".join(name.split()) for name in _HEADINGS[field].split("|")]

    assert {name: heading(name) and heading(name).field for name in names} == dict.fromkeys(names, field)


@pytest.mark.parametrize(
    "name", ["", "  ", "?", "Postcode", "Ward", "A very long sentence about our work with young people"]
)
def test_headings_that_mean_nothing_are_left_alone(name):
    """Unknown columns are fine: they are not read."""
    assert heading(name) is None


def test_owner_columns_say_how_their_posts_own():
    """`lead_agency` and `lead_role` give the lead, `owner` joint owners, partners support."""
    columns = recognise(["Action", "lead_agency", "lead_role", "Owner", "Partners"], {})

    assert [(column.place, column.kind, column.agency) for column in columns.owners] == [
        (1, OwnerKind.LEAD, True),
        (2, OwnerKind.LEAD, False),
        (3, OwnerKind.JOINT, False),
        (4, OwnerKind.SUPPORT, False),
    ]


def test_partners_alone_are_joint_owners():
    """Where no other column names an owner, the partners are who owes it."""
    assert [column.kind for column in recognise(["Action", "Partners", "Due"], {}).owners] == [OwnerKind.JOINT]


def test_a_milestone_beside_an_action_is_its_measure():
    """A "Milestone" is the action where it stands alone, else what the action is measured by."""
    assert recognise(["Milestone", "Due"], {}).fields[0] is F.ACTION
    assert recognise(["Action", "Milestone", "Due"], {}).fields[1] is F.MEASURE


def test_a_date_column_is_due_only_where_no_other_is():
    """A log's "Date" is when it was written, if there is a deadline beside it."""
    assert recognise(["Action", "Owner", "Date"], {}).fields[2] is F.DUE
    assert recognise(["Date", "Action", "Owner", "Deadline"], {}).fields == (F.OTHER, F.ACTION, F.OWNER, F.DUE)


@pytest.mark.parametrize("extra", [{"Gubbins": "action"}, {"action": "Gubbins"}, {"GUBBINS ": "Task"}])
def test_the_boards_own_mapping_is_taken_either_way_round(extra):
    """`[import.columns]` may say heading = field or field = heading."""
    assert recognise(["Gubbins", "Due"], extra).fields == (F.ACTION, F.DUE)


def test_the_boards_own_mapping_wins():
    """A heading that would mean one thing means what the board says."""
    assert recognise(["Action", "Status"], {"Status": "due"}).fields == (F.ACTION, F.DUE)


def test_a_mapping_to_no_field_is_refused():
    """The fault names the entry and the fields there are."""
    with pytest.raises(Unusable, match=r"import\.columns.*Gubbins.*lead_role"):
        recognise(["Action"], {"Gubbins": "Nonsense words"})


def test_a_header_that_says_nothing_is_to_be_done_is_refused():
    """The fault shows the headings found and a header that would do."""
    with pytest.raises(Unusable, match=r"header:.*Postcode, Due.*head one column 'action'"):
        recognise(["Postcode", "Due"], {})


def test_a_heading_that_stands_twice_is_refused():
    """Which of two equal columns is meant cannot be told; columns without a heading may repeat."""
    with pytest.raises(Unusable, match="'Due' stands over two columns"):
        recognise(["Action", "Due", "due"], {})
    assert recognise(["Action", "", "", "Due"], {}).fields == (F.ACTION, F.OTHER, F.OTHER, F.DUE)


def test_a_header_is_more_like_a_header_than_a_row():
    """Title rows and data rows lose against the header."""
    header = likeness(["Ref", "Action", "Lead", "Due"], {})

    assert header > likeness(["Prevent Action Plan 2026", "", "", ""], {})
    assert header > likeness(["Action", "Speak with the training lead", "Prevent Lead", "Ongoing"], {})


@given(st.lists(st.text(max_size=60), max_size=8))
def test_no_header_raises_anything_but_a_located_fault(header):
    """Whatever stands in a header, it is read or refused."""
    found = fault = None
    try:
        found = recognise(header, {})
    except Unusable as raised:
        fault = raised
    assert len(found.fields) == len(header) if found else (fault.where == "header" and fault.right)
