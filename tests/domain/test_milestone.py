"""Decisions about one milestone: every promise of the life cycle, and that the log gives the state."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestones.domain import commands as c
from milestones.domain import events as e
from milestones.domain.board import Acceptance, Board, CompletionOwners, Holder, Organisation, Post, Sector
from milestones.domain.evolve import _CHANGES, fold
from milestones.domain.milestone import Moment, Refused, decide, evolve
from milestones.domain.state import Doubt, Milestone, Owner, OwnerKind, Question, Row, State

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
DUE = date(2026, 12, 7)
ID = "HUM-1"

ORGANISATIONS = {
    "police": Organisation("police", "Police", Sector.POLICE),
    "council": Organisation("council", "Council", Sector.LOCAL_AUTHORITY),
    "college": Organisation("college", "College", Sector.PARTNER),
}


def post(name: str, organisation: str, **more: object) -> Post:
    return Post(
        name, name.title(), organisation, holders=(Holder(name, f"{name}@x.example", date(2020, 1, 1)),), **more
    )


POSTS = {
    one.id: one
    for one in (
        post("chief", "police", signatory=True),
        post("ceo", "council", signatory=True),
        post("head", "college", signatory=True),
        post("keeper", "council"),
        post("sergeant", "police"),
        post("teacher", "college"),
    )
}
BOARD = Board("hum", "Humberside", "HUM", "keeper", organisations=ORGANISATIONS, posts=POSTS)
OWNERS = (Owner("sergeant"), Owner("teacher", OwnerKind.JOINT))
READY = Row("1", "Train the teams", due=DUE, due_as_written="7 Dec 2026", owners=OWNERS, owner_as_written="x")
ASKED = Question(Doubt.NO_DATE, "due", "By which day?")


def moment(board: Board = BOARD, now: datetime = NOW) -> Moment:
    return Moment(board, now, now.date())


def given_that(*commands: c.Command, board: Board = BOARD, row: Row = READY, agreed: bool = True) -> Milestone:
    """Give the milestone that these commands make of a row that was imported, agreed unless said otherwise."""
    state = apply(None, c.Import(row, date(2026, 11, 1), "minute 4") if agreed else c.Import(row), board)
    for command in commands:
        state = apply(state, command, board)
    return state


def apply(state: Milestone | None, command: c.Command, board: Board = BOARD, now: datetime = NOW) -> Milestone:
    for event in decide(ID, state, command, moment(board, now)):
        state = evolve(ID, state, event, now)
    assert state is not None
    return state


def test_every_milestone_event_changes_the_state_in_one_place():
    """The list of events and the list of what they do are the same list."""
    assert set(_CHANGES) | {e.MilestoneImported} == set(e.MILESTONE_EVENTS.values())


def test_a_plan_without_a_minute_is_proposed():
    """An import alone agrees nothing."""
    assert given_that(agreed=False).state is State.PROPOSED


def test_a_row_with_a_question_is_held_even_in_an_agreed_plan():
    """What is doubtful is held, never guessed."""
    held = given_that(row=replace(READY, due=None, questions=(ASKED,)))

    assert (held.state, held.due) == (State.HELD, None)


def test_a_milestone_is_agreed_when_every_sector_has_agreed():
    """Jointly agreed: police, local authority and partner each by a signatory (seed, criterion 4)."""
    two = given_that(c.Agree("chief"), c.Agree("ceo"), agreed=False)
    three = apply(two, c.Agree("head"))

    assert two.state is State.PROPOSED
    assert three.state is State.AGREED
    assert three.agreed_on == NOW.date()


def test_an_objection_keeps_it_proposed_until_the_same_signatory_agrees():
    """One objection stops it, whoever else agrees."""
    stopped = given_that(c.Object("ceo", "too soon"), c.Agree("chief"), c.Agree("head"), agreed=False)

    assert stopped.state is State.PROPOSED
    assert [objection.reason for objection in stopped.objections] == ["too soon"]
    assert apply(stopped, c.Agree("ceo")).state is State.AGREED


def test_all_owners_confirm_before_it_is_completed():
    """`owners = "all"`: one confirmation of two is not completion."""
    one = given_that(c.Complete("sergeant"))

    assert one.state is State.AGREED
    assert one.owner("sergeant").confirmed_at == NOW
    assert apply(one, c.Complete("teacher")).state is State.COMPLETED


@pytest.mark.parametrize(
    ("rule", "by", "state"),
    [
        (CompletionOwners.ANY, "teacher", State.COMPLETED),
        (CompletionOwners.LEAD, "sergeant", State.COMPLETED),
        (CompletionOwners.LEAD, "teacher", State.AGREED),
    ],
)
def test_whose_confirmation_completes_is_the_boards_rule(rule, by, state):
    """`any`: the first; `lead`: the lead, and only the lead."""
    assert given_that(c.Complete(by), board=replace(BOARD, completion_owners=rule)).state is state


def test_a_post_that_owns_nothing_confirms_nothing():
    """Only an owner's confirmation counts."""
    with pytest.raises(Refused, match=r"^Chief does not own HUM-1; it is owned by Sergeant and Teacher$"):
        given_that(c.Complete("chief"))


def test_a_claim_waits_for_acceptance_and_a_rejected_one_begins_anew():
    """Claimed is not accepted: a rejected claim is agreed again, its confirmations cleared, in a new cycle."""
    board = replace(BOARD, acceptance=Acceptance.COORDINATOR)
    claimed = given_that(c.Complete("sergeant"), c.Complete("teacher"), board=board)
    rejected = apply(claimed, c.Reject("keeper", "no evidence"), board)

    assert claimed.state is State.CLAIMED
    assert apply(claimed, c.Approve("keeper"), board).state is State.COMPLETED
    assert rejected.state is State.AGREED
    assert [owner.confirmed_at for owner in rejected.owners] == [None, None]
    assert rejected.cycle == claimed.cycle + 1


def test_nothing_is_completed_before_it_is_agreed():
    """A proposed or held milestone cannot be confirmed."""
    with pytest.raises(Refused, match="proposed"):
        given_that(c.Complete("sergeant"), agreed=False)


def test_confirming_again_changes_nothing():
    """A second confirmation of a completed milestone makes no event."""
    done = given_that(c.Complete("sergeant"), c.Complete("teacher"))

    assert decide(ID, done, c.Complete("sergeant"), moment()) == ()


def test_an_approved_extension_moves_the_due_date_and_keeps_the_baseline():
    """Re-dating is counted, and the date first agreed stays."""
    asked = given_that(c.AskExtension("sergeant", date(2027, 1, 14), "vetting"))
    moved = apply(asked, c.Approve("keeper"))

    assert (asked.due, asked.requests[0].to_day) == (DUE, date(2027, 1, 14))
    assert (moved.due, moved.baseline_due, moved.redated, moved.requests) == (date(2027, 1, 14), DUE, 1, ())


def test_a_rejected_extension_leaves_the_date():
    """No means that nothing moves."""
    asked = given_that(c.AskExtension("sergeant", date(2027, 1, 14)))
    refused = apply(asked, c.Reject("keeper", "the board needs it"))

    assert (refused.due, refused.redated, refused.requests) == (DUE, 0, ())


def test_a_refusal_says_days_and_states_in_words():
    """It is read by whoever asked, in a letter: no date as stored, no name of a state."""
    with pytest.raises(Refused, match=r"^Monday 23 November 2026 is past: name a day to come$"):
        given_that(c.AskExtension("sergeant", date(2026, 11, 23)))
    with pytest.raises(Refused, match=r"^HUM-1 is proposed and not agreed yet; only an agreed milestone"):
        given_that(c.AskExtension("sergeant", date(2027, 6, 1)), agreed=False)


def test_a_claim_keeps_its_owners_until_it_is_decided():
    """Who confirmed cannot be replaced while the claim waits: it would rest on nobody's word."""
    board = replace(BOARD, acceptance=Acceptance.COORDINATOR)
    claimed = given_that(c.Complete("ceo", for_all=True), board=board)
    with pytest.raises(Refused, match="accept or reject that first"):
        apply(claimed, c.Assign("keeper", "head", OwnerKind.LEAD), board)


@pytest.mark.parametrize("day", [date(2026, 11, 23), DUE])
def test_an_extension_to_the_past_or_to_the_same_day_is_refused(day):
    """A request that could not help is said to be one."""
    with pytest.raises(Refused):
        given_that(c.AskExtension("sergeant", day))


def test_a_held_milestone_of_an_agreed_plan_is_agreed_when_its_questions_are_answered():
    """The coordinator's answer releases it; the ladder begins on that day, not on the meeting's."""
    held = given_that(row=replace(READY, due=None, questions=(ASKED,)))
    released = apply(held, c.MoveDueDate("keeper", DUE, "asked the sergeant"))

    assert (released.state, released.due, released.baseline_due) == (State.AGREED, DUE, DUE)
    assert (released.agreed_on, released.redated) == (NOW.date(), 0)


def test_a_held_milestone_of_a_proposed_plan_goes_to_the_signatories():
    """Nothing becomes agreed by the back door."""
    held = given_that(row=replace(READY, due=None, questions=(ASKED,)), agreed=False)

    assert apply(held, c.MoveDueDate("keeper", DUE, "asked")).state is State.PROPOSED


def test_a_milestone_with_another_question_stays_held():
    """An answer about the date does not answer the one about the owner."""
    unknown = Question(Doubt.UNKNOWN_OWNER, "owner", "Who is the DP?")
    held = given_that(row=replace(READY, due=None, owners=(), questions=(ASKED, unknown)))
    dated = apply(held, c.MoveDueDate("keeper", DUE, "asked"))

    assert (dated.state, dated.questions) == (State.HELD, (unknown,))
    assert apply(dated, c.Assign("keeper", "teacher")).state is State.AGREED


def test_a_new_lead_takes_the_place_of_the_old():
    """Assigning a lead replaces the lead; joint owners stay."""
    passed = given_that(c.Assign("keeper", "head"))

    assert [(owner.post, owner.kind) for owner in passed.owners] == [("head", "lead"), ("teacher", "joint")]


def test_a_confirmation_can_be_undone_within_a_day_by_its_owner():
    """A mistake is taken back; after a day it is the coordinator's."""
    done = given_that(c.Complete("sergeant"), c.Complete("teacher"))
    undone = apply(done, c.Undo("teacher"), now=NOW + timedelta(hours=23))

    assert (undone.state, undone.owner("teacher").confirmed_at) == (State.AGREED, None)
    assert undone.owner("sergeant").confirmed_at == NOW
    with pytest.raises(Refused, match="more than a day"):
        apply(done, c.Undo("teacher"), now=NOW + timedelta(hours=25))


def test_taking_back_a_confirmation_does_not_bring_back_what_was_withdrawn():
    """I12: one of two owners confirmed, the milestone was withdrawn, and stays so."""
    withdrawn = given_that(c.Complete("teacher"), c.Withdraw("keeper", "merged into another"))
    with pytest.raises(Refused, match="withdrawn"):
        apply(withdrawn, c.Undo("teacher"))


def test_importing_the_same_row_again_changes_nothing():
    """Importing again duplicates nothing and undoes no later decision."""
    moved = given_that(c.MoveDueDate("keeper", date(2027, 1, 14), "board"))

    assert decide(ID, moved, c.Import(READY, date(2026, 11, 1), "minute 4"), moment()) == ()


def test_importing_a_changed_date_counts_as_a_move_of_what_is_agreed():
    """A re-date by spreadsheet is a re-date."""
    again = apply(given_that(), c.Import(replace(READY, due=date(2027, 2, 1), due_as_written="1 Feb 2027")))

    assert (again.due, again.baseline_due, again.redated) == (date(2027, 2, 1), DUE, 1)


def test_a_later_import_with_a_doubt_leaves_what_was_agreed():
    """One blank cell in a later sheet stops nothing: date and owners stay as agreed, and the question is kept."""
    unknown = Question(Doubt.UNKNOWN_OWNER, "owner", "Who is the DP?")
    doubtful = replace(READY, due=None, due_as_written="", owners=(), owner_as_written="DP", questions=(ASKED, unknown))

    again = apply(given_that(), c.Import(doubtful))

    assert (again.state, again.due, again.owners) == (State.AGREED, DUE, OWNERS)
    assert again.questions == (ASKED, unknown)


def test_a_later_import_answers_a_held_row():
    """The spreadsheet mended and imported again releases what was held."""
    held = given_that(row=replace(READY, due=None, due_as_written="", questions=(ASKED,)), agreed=False)

    assert apply(held, c.Import(READY)).state is State.PROPOSED


def test_a_completed_milestone_is_not_withdrawn():
    """What was achieved stays in the record."""
    with pytest.raises(Refused):
        given_that(c.Complete("sergeant"), c.Complete("teacher"), c.Withdraw("keeper", "x"))


POST = st.sampled_from(sorted(POSTS))
DAY = st.dates(date(2026, 11, 1), date(2027, 3, 1))
COMMAND = st.one_of(
    st.builds(c.Agree, POST),
    st.builds(c.Object, POST, st.just("too soon")),
    st.builds(c.Complete, POST, st.booleans()),
    st.builds(c.NoteProgress, POST, st.just("half way")),
    st.builds(c.AskExtension, POST, DAY),
    st.builds(c.MoveDueDate, POST, DAY, st.just("why")),
    st.builds(c.AskReassignment, POST, POST),
    st.builds(c.Assign, POST, POST, st.sampled_from(OwnerKind)),
    st.builds(c.Approve, POST),
    st.builds(c.Reject, POST, st.just("no")),
    st.builds(c.Block, POST, st.just("vetting")),
    st.builds(c.Snooze, POST, DAY),
    st.builds(c.Silence, POST, DAY, st.just("purdah")),
    st.builds(c.EndSilence),
    st.builds(c.Withdraw, POST, st.just("superseded")),
    st.builds(c.Comment, POST, st.just("thanks")),
    st.builds(c.Undo, POST),
    st.builds(
        c.Import,
        st.sampled_from([READY, replace(READY, due=None, questions=(ASKED,)), replace(READY, due=date(2027, 1, 4))]),
    ),
)


@given(
    st.lists(st.tuples(COMMAND, st.integers(0, 40)), max_size=25),
    st.booleans(),
    st.sampled_from(CompletionOwners),
    st.sampled_from(Acceptance),
)
def test_folding_the_log_gives_the_state(asked, agreed, owners, acceptance):
    """Whatever is asked in whatever order: the events alone give the state, and a refusal leaves no trace."""
    board = replace(BOARD, completion_owners=owners, acceptance=acceptance)
    log: list[tuple[datetime, e.MilestoneEvent]] = []
    state, now = None, NOW
    for command, hours in [
        (c.Import(READY, date(2026, 11, 1) if agreed else None, "m" if agreed else None), 0),
        *asked,
    ]:
        now += timedelta(hours=hours)
        try:
            events = decide(ID, state, command, moment(board, now))
        except Refused:
            continue
        for event in events:
            state = evolve(ID, state, event, now)
            log.append((now, event))

    assert fold(ID, log) == state
    assert _holds_together(state)


def _holds_together(state: Milestone) -> bool:
    """The invariants of a state: what is completed was confirmed, what is chased is dated and owned, baselines stay."""
    if state.state in {State.AGREED, State.CLAIMED, State.COMPLETED} and state.agreed_on is None:
        return False
    if state.state in {State.COMPLETED, State.CLAIMED} and not any(owner.confirmed_at for owner in state.owners):
        return False
    if state.state is State.AGREED and (state.due is None or not state.owners):
        return False
    return state.baseline_due is None or state.redated > 0 or state.due == state.baseline_due
