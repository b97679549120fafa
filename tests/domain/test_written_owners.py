"""Owners as plans write them: the posts that the words name, and what is asked about."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from partnership import TODAY, partnership

from milestones.domain.plans.known_names import names_of
from milestones.domain.plans.written_owners import OwnerCell, resolve
from milestones.domain.state import Doubt, OwnerKind

LEAD, JOINT, SUPPORT = OwnerKind.LEAD, OwnerKind.JOINT, OwnerKind.SUPPORT
BOARD = partnership()


def read(*cells: OwnerCell | str):
    """Read cells, plain words being a lead role's."""
    known = names_of(BOARD, TODAY)
    return resolve([cell if isinstance(cell, OwnerCell) else OwnerCell(cell, LEAD) for cell in cells], known)


def agency(words: str) -> OwnerCell:
    return OwnerCell(words, LEAD, agency=True)


def posts(written) -> list[str]:
    return [owner.post for owner in written.owners]


def doubts(written) -> list[Doubt]:
    return [question.doubt for question in written.questions]


@pytest.mark.parametrize(
    ("words", "owners"),
    [
        ("BCU Commander", ["bcu-commander"]),
        ("the bcu  commander.", ["bcu-commander"]),
        ("bcu-commander", ["bcu-commander"]),
        ("Divisional Commanders", ["bcu-commander"]),
        ("Prevent Coordinator", ["prevent-coordinator"]),
        ("Director of Childrens Services", ["dcs"]),
        ("D.C.S.", ["dcs"]),
        ("Wold Police", ["bcu-commander"]),
        ("LA", ["chief-executive"]),
        ("National Probation Service", ["probation-head"]),
        ("csu-superintendent@wold.example", ["csu-superintendent"]),
        ("Jo Bloggs <DCS@WOLD.example>", ["dcs"]),
        ("Chief Executive, Wold City Council", ["chief-executive"]),
        ("Wold Police Head of Communications", ["police-comms"]),
        ("WCC - Head of Communications", ["council-comms"]),
        ("Head of Communications (Wold Police)", ["police-comms"]),
        ("Prevent Lead (likely to be a manager)", ["prevent-coordinator"]),
        ("Chief Executive / DCS", ["chief-executive", "dcs"]),
        ("Head of Risk and Audit /University Secretary", ["head-of-risk", "university-secretary"]),
        ("Police and LA", ["bcu-commander", "chief-executive"]),
        ("BCU Commander; DCS, Prevent Lead & University Secretary",
         ["bcu-commander", "dcs", "prevent-coordinator", "university-secretary"]),
        ("1. BCU Commander\n2. DCS", ["bcu-commander", "dcs"]),
        ("\u2022 BCU Commander\n\u2022 DCS", ["bcu-commander", "dcs"]),
        ("Police / BCU Commander", ["bcu-commander"]),
    ],
)  # fmt: skip
def test_words_that_name_posts_are_resolved(words, owners):
    """Titles, aliases, ids, organisations and addresses, alone, together or several in a cell; nothing is asked."""
    written = read(words)

    assert (posts(written), written.questions) == (owners, ())


@pytest.mark.parametrize(
    ("words", "doubt", "owners"),
    [
        ("", Doubt.NO_OWNER, []),
        ("-", Doubt.NO_OWNER, []),
        ("TBC", Doubt.NO_OWNER, []),
        ("To be confirmed / DCS", Doubt.NO_OWNER, ["dcs"]),
        ("ALL agencies", Doubt.UNKNOWN_OWNER, []),
        ("Home Office", Doubt.UNKNOWN_OWNER, []),
        ("DCS / Home Office", Doubt.UNKNOWN_OWNER, ["dcs"]),
        ("Police and partners", Doubt.UNKNOWN_OWNER, ["bcu-commander"]),
        ("Police and Crime Commissioner", Doubt.UNKNOWN_OWNER, ["bcu-commander"]),
        ("BCU Comander", Doubt.UNKNOWN_OWNER, []),
        ("Commander", Doubt.UNKNOWN_OWNER, []),
        ("Jo Bloggs", Doubt.UNKNOWN_OWNER, []),
        ("nobody@wold.example", Doubt.UNKNOWN_OWNER, []),
        ("BCU Commander (deputy)", Doubt.UNKNOWN_OWNER, []),
        ("Head of Communications", Doubt.TWO_MEANINGS, []),
        ("University of Wold", Doubt.TWO_MEANINGS, []),
        ("BCU Commander (DCS)", Doubt.TWO_MEANINGS, []),
        ("BCU Commander or DCS", Doubt.TWO_MEANINGS, ["bcu-commander", "dcs"]),
        ("Wold Health Trust", Doubt.UNKNOWN_OWNER, []),
        ("DCS (support)", Doubt.NO_OWNER, ["dcs"]),
    ],
)
def test_words_that_leave_a_doubt_are_asked_about(words, doubt, owners):
    """One question, with the owners that are known kept."""
    written = read(words)

    assert (doubts(written), posts(written)) == ([doubt], owners)
    assert written.questions[0].about == "owner"
    assert written.as_written == words


def test_the_question_names_the_nearest_post_without_taking_it():
    """A slip of the pen is asked about with the name that was probably meant."""
    written = read("BCU Comander")

    assert "'BCU Comander'" in written.questions[0].text
    assert "'BCU Commander'" in written.questions[0].text


def test_a_persons_name_brings_up_the_post_and_does_not_stand_for_it():
    """Owners are posts: the holder's name is asked about, with the post that it would be."""
    dcs = BOARD.posts["dcs"]
    named = replace(dcs, holders=(replace(dcs.holders[0], name="Jo Bloggs"),))
    board = replace(BOARD, posts={**BOARD.posts, "dcs": named})

    written = resolve([OwnerCell("Jo Bloggs")], names_of(board, TODAY))

    assert (posts(written), doubts(written)) == ([], [Doubt.UNKNOWN_OWNER])
    assert "'Director of Children's Services'" in written.questions[0].text


@pytest.mark.parametrize("hidden", ["\u200b", "\u202e", "\u2066"])
def test_an_address_with_hidden_characters_names_nobody(hidden):
    """Zero-width and direction marks in an address are not passed over."""
    assert doubts(read(f"dcs@wo{hidden}ld.example")) == [Doubt.UNKNOWN_OWNER]


def test_a_lookalike_address_names_nobody():
    """A Cyrillic letter in the domain makes another domain of it."""
    assert doubts(read("dcs@w\u043eld.example")) == [Doubt.UNKNOWN_OWNER]


def test_an_address_names_who_holds_the_post_today():
    """The address of a holder who has left names nobody."""
    dcs = BOARD.posts["dcs"]
    gone = replace(dcs, holders=(replace(dcs.holders[0], until=TODAY.replace(day=1)),))
    board = replace(BOARD, posts={**BOARD.posts, "dcs": gone})

    assert doubts(resolve([OwnerCell("dcs@wold.example")], names_of(board, TODAY))) == [Doubt.UNKNOWN_OWNER]


@pytest.mark.parametrize(
    ("cell", "kinds"),
    [
        (OwnerCell("BCU Commander / DCS", LEAD), {"bcu-commander": LEAD, "dcs": LEAD}),
        (OwnerCell("BCU Commander / DCS", JOINT), {"bcu-commander": JOINT, "dcs": JOINT}),
        (OwnerCell("BCU Commander (lead), DCS (support)", JOINT), {"bcu-commander": LEAD, "dcs": SUPPORT}),
        (OwnerCell("BCU Commander (Lead Officer), DCS", JOINT), {"bcu-commander": LEAD, "dcs": JOINT}),
        (OwnerCell("Lead: BCU Commander; Support: DCS, Prevent Lead", JOINT),
         {"bcu-commander": LEAD, "dcs": SUPPORT, "prevent-coordinator": SUPPORT}),
        (OwnerCell("BCU Commander supported by DCS", LEAD), {"bcu-commander": LEAD, "dcs": SUPPORT}),
        (OwnerCell("BCU Commander - lead / DCS - support", JOINT), {"bcu-commander": LEAD, "dcs": SUPPORT}),
    ],
)  # fmt: skip
def test_the_words_lead_and_support_win_over_the_column(cell, kinds):
    """The column gives the kind unless the words do."""
    assert {owner.post: owner.kind for owner in read(cell).owners} == kinds


def test_a_post_named_in_two_columns_is_one_owner():
    """Lead goes before joint, joint before support."""
    written = read(OwnerCell("DCS", SUPPORT), OwnerCell("DCS", JOINT), "BCU Commander")

    assert {owner.post: owner.kind for owner in written.owners} == {"dcs": JOINT, "bcu-commander": LEAD}
    assert written.as_written == "DCS / DCS / BCU Commander"


def test_a_role_refines_its_agency():
    """Agency and role together are one owner: the role's post, not the agency's lead."""
    written = read(agency("Wold Police"), "Community Safety Unit Superintendent")

    assert (posts(written), written.questions) == (["csu-superintendent"], ())
    assert written.as_written == "Wold Police / Community Safety Unit Superintendent"


def test_an_agency_chooses_between_posts_of_one_name():
    """The words "Head of Communications" are clear once the agency is said."""
    assert posts(read(agency("WCC"), "Head of Communications")) == ["council-comms"]


def test_an_agency_without_a_role_speaks_for_itself():
    """Of two agencies the role is of one; the other's lead owns too."""
    assert posts(read(agency("Police / LA"), "Community Safety Unit Superintendent")) == [
        "csu-superintendent",
        "chief-executive",
    ]
    assert posts(read(agency("Police / LA"), "BCU Commander / DCS")) == ["bcu-commander", "dcs"]


@pytest.mark.parametrize(
    ("body", "role", "doubt", "owners"),
    [
        ("Wold City Council", "BCU Commander", Doubt.TWO_MEANINGS, ["bcu-commander"]),
        ("Home Office", "BCU Commander", Doubt.UNKNOWN_OWNER, ["bcu-commander"]),
        ("Wold Police", "Neighbourhood teams", Doubt.UNKNOWN_OWNER, []),
        ("Wold Police", "TBC", Doubt.NO_OWNER, ["bcu-commander"]),
    ],
)
def test_an_agency_and_a_role_that_do_not_fit_are_asked_about(body, role, doubt, owners):
    """The role's agency must be the agency that the plan names."""
    written = read(agency(body), role)

    assert (doubts(written), posts(written)) == ([doubt], owners)


_TOKENS = """
    BCU Commander|DCS|Police|LA|Home Office|(lead)|(support)|Lead:|/|;|,|and|or|TBC|-|all|dcs@wold.example|(|)|&|1.
    """
_WORDS = st.lists(st.sampled_from([*_TOKENS.strip().split("|"), "\n", "Head of Communications"])).map(" ".join)


@given(
    st.lists(st.builds(OwnerCell, st.one_of(st.text(), _WORDS), st.sampled_from(OwnerKind), st.booleans()), max_size=4)
)
def test_any_words_give_known_posts_or_a_question(cells):
    """Nothing raises, an owner is always a post of the board, once, and no owner is a question."""
    written = resolve(cells, names_of(BOARD, TODAY))

    assert set(posts(written)) <= set(BOARD.posts)
    assert len(set(posts(written))) == len(posts(written))
    assert written.owners or written.questions
    assert len(set(doubts(written))) == len(doubts(written))


@given(st.lists(st.sampled_from(sorted(BOARD.posts)), min_size=1, max_size=5, unique=True),
       st.sampled_from([" / ", "; ", ", ", " and ", " & ", "\n", "/"]))  # fmt: skip
def test_every_list_of_addresses_is_resolved_in_order(named, separator):
    """Whatever parts them, all the posts come out as they stand."""
    assert posts(read(separator.join(f"{post}@wold.example" for post in named))) == named


def test_a_huge_cell_is_read_in_good_time():
    """Thousands of names or spaces in one cell neither raise nor hang."""
    for words in ("DCS / " * 5000, " " * 30000 + "DCS", "(" * 10000, "\n" * 30000, "a and " * 5000, "[lead" * 6000):
        assert read(words).questions or posts(read(words)) == ["dcs"]
