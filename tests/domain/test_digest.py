"""A board's digest as values: who is told what, in which order, and what is withheld."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestones.domain.board import Acceptance, Board, Organisation, Post, Sector
from milestones.domain.digest import Covers, digest_for, survey
from milestones.domain.marking import Marking
from milestones.domain.movement import Happened, moved
from milestones.domain.state import (
    Agreement,
    Milestone,
    Objection,
    Owner,
    OwnerKind,
    Request,
    Row,
    State,
)
from milestones.domain.tally import Count, is_late, tally, tally_by

TODAY = date(2026, 12, 10)
AT = datetime(2026, 12, 8, 10, 0, tzinfo=UTC)


def a_board(**changed):
    """Police, council and health, a coordinator at the council, a signatory each."""
    posts = {
        post.id: post
        for post in (
            Post("bcu", "BCU Commander", "police", board_member=True, signatory=True),
            Post("chief", "Chief Executive", "council", board_member=True, signatory=True),
            Post("trust", "Director of Nursing", "health", signatory=True),
            Post("keeper", "Prevent Coordinator", "council"),
            Post("schools", "Head of Schools", "council"),
        )
    }
    organisations = {
        "police": Organisation("police", "Humberside Police", Sector.POLICE),
        "council": Organisation("council", "Hull City Council", Sector.LOCAL_AUTHORITY),
        "health": Organisation("health", "Humber NHS Trust", Sector.PARTNER),
    }
    board = Board("hum", "Humberside Prevent Board", "HUM", "keeper", organisations=organisations, posts=posts)
    return replace(board, **changed)


def a_milestone(number=1, due_in=7, owners=("bcu",), marking=Marking.NONE, criteria=(), **changed):
    """An agreed milestone, due so many days from today."""
    due = None if due_in is None else TODAY + timedelta(days=due_in)
    owned = tuple(Owner(post, OwnerKind.LEAD) for post in owners)
    row = Row("", f"Title {number}", due, owners=owned, marking=marking, criteria=criteria)
    milestone = Milestone(f"HUM-{number}", "hum", row, State.AGREED, due, due, owned)
    return replace(milestone, **changed)


def a_digest(*milestones, posts=("chief",), clearance=Marking.OFFICIAL, board=None, **changed):
    """The digest of today for somebody who holds or covers `posts`."""
    given = {"horizon_days": 28, "happened": (), "covers": Covers(), "criterion_names": {}} | changed
    return digest_for(survey(board or a_board(), milestones, TODAY, **given), posts, clearance)


def ids(lines):
    """The references of a section in order."""
    return [line.id for line in lines]


class TestWaiting:
    """What waits on the reader comes first, and says what is asked."""

    @pytest.mark.parametrize(
        ("milestone", "posts", "note"),
        [
            (a_milestone(due_in=-3), ["bcu"], "late: say that it is done, or by when"),
            (a_milestone(due_in=3), ["bcu"], "yours, and due soon"),
            (a_milestone(due_in=28), ["bcu"], "yours, and due soon"),
            (a_milestone(due_in=29), ["bcu"], None),
            (a_milestone(due_in=-3), ["schools"], None),
            (
                a_milestone(due_in=-3, owners=("bcu", "schools")),
                ["schools", "trust"],
                "late: say that it is done, or by when",
            ),
            (a_milestone(due_in=-3, owners=[]), ["bcu"], None),
            (a_milestone(state=State.PROPOSED), ["trust"], "agree or object for your sector"),
            (a_milestone(state=State.PROPOSED), ["schools"], None),
            (
                a_milestone(state=State.PROPOSED, agreements=(Agreement("trust", Sector.PARTNER),)),
                ["trust"],
                None,
            ),
            (
                a_milestone(state=State.PROPOSED, objections=(Objection("trust", Sector.PARTNER, "no"),)),
                ["trust"],
                None,
            ),
            (
                a_milestone(due_in=60, requests=(Request("extension", "bcu", date(2027, 3, 1)),)),
                ["keeper"],
                "decide on the extension to 1 March 2027 that BCU Commander asked for",
            ),
            (
                a_milestone(due_in=60, requests=(Request("reassignment", "bcu"),)),
                ["keeper"],
                "decide on the reassignment that BCU Commander asked for",
            ),
            (a_milestone(due_in=60, requests=(Request("reassignment", "bcu"),)), ["chief"], None),
            (a_milestone(due_in=-3, state=State.COMPLETED), ["bcu"], None),
            (a_milestone(due_in=-3, state=State.WITHDRAWN), ["bcu"], None),
            (a_milestone(due_in=-3, state=State.HELD), ["bcu"], None),
            (a_milestone(due_in=-3, owners=[], state=State.CLAIMED), ["keeper"], "accept or reject its completion"),
        ],
    )
    def test_it_says_what_is_asked_of_whom(self, milestone, posts, note):
        """An owner's own work, a decider's decisions, a signatory's agreement; nothing of anybody else."""
        waiting = a_digest(milestone, posts=posts).waiting

        assert [line.note for line in waiting] == ([] if note is None else [note])

    def test_an_owner_who_has_confirmed_is_not_asked_again(self):
        """The others are."""
        owners = (Owner("bcu", OwnerKind.LEAD, AT), Owner("schools", OwnerKind.JOINT))
        milestone = replace(a_milestone(due_in=-3), owners=owners)

        assert a_digest(milestone, posts=["bcu"]).waiting == ()
        assert ids(a_digest(milestone, posts=["schools"]).waiting) == ["HUM-1"]

    def test_a_claim_waits_on_the_other_sectors_where_they_accept(self):
        """`acceptance = other_sector`: the owner's own sector does not accept its claim."""
        board = a_board(acceptance=Acceptance.OTHER_SECTOR)
        claim = a_milestone(state=State.CLAIMED)

        asked = {post for post in board.posts if a_digest(claim, posts=[post], board=board).waiting}
        assert asked == {"chief", "trust"}

    def test_held_rows_ask_the_coordinator_and_only_count_for_others(self):
        """A board member reads how many; the coordinator that they wait on the coordinator."""
        held = [a_milestone(number, state=State.HELD, due_in=None) for number in (10, 2)]

        assert a_digest(*held, posts=["keeper"]).questions == 2
        assert a_digest(*held, posts=["chief"]).questions == 0
        assert a_digest(*held).held == ("HUM-2", "HUM-10")

    def test_held_replies_wait_on_the_coordinator_alone(self):
        """How many wait for a decision is nobody else's business."""
        covers = Covers(replies=2)

        assert a_digest(posts=["keeper"], covers=covers).replies == 2
        assert a_digest(posts=["chief"], covers=covers).replies == 0


class TestSections:
    """What the board reads."""

    def test_late_is_by_the_due_date_and_shows_what_is_declared_beside_it(self):
        """Calendar days, amber and red by the board's own scale; where the owner says otherwise, it says so."""
        late = [
            a_milestone(1, -1, declared="green"),
            a_milestone(2, -28, redated=4, declared="red"),
            a_milestone(3, 0),
            a_milestone(4, -1, state=State.COMPLETED),
            a_milestone(5, -1, state=State.CLAIMED),
        ]

        first, second = a_digest(*late).late
        assert (first.id, first.days_late, first.lateness, first.redated, first.disagrees) == (
            "HUM-2",
            28,
            "red",
            4,
            False,
        )
        assert (second.id, second.lateness, second.declared, second.disagrees) == ("HUM-1", "amber", "green", True)

    def test_due_soon_reaches_to_the_horizon_and_not_beyond(self):
        """Today and the last day count."""
        due = [a_milestone(number, days) for number, days in ((1, 0), (2, 10), (3, 11), (4, -1))]

        assert ids(a_digest(*due, horizon_days=10).due_soon) == ["HUM-1", "HUM-2"]

    def test_blocked_and_proposed_say_what_they_wait_for(self):
        """The reason as the owner wrote it; who objects and which sectors are still asked."""
        blocked = a_milestone(1, 60, blocked="no funding")
        proposed = a_milestone(
            2,
            state=State.PROPOSED,
            agreements=(Agreement("bcu", Sector.POLICE),),
            objections=(Objection("trust", Sector.PARTNER, "too soon"),),
        )
        digest = a_digest(blocked, proposed, replace(blocked, id="HUM-3", state=State.COMPLETED))

        assert [(line.id, line.note) for line in digest.blocked] == [("HUM-1", "no funding")]
        assert [line.note for line in digest.proposed] == [
            "objection by Director of Nursing; waits for local authority"
        ]

    def test_a_digest_with_nothing_in_it_is_still_a_digest(self):
        """Zeros, and what it covers."""
        covers = Covers(since=date(2026, 11, 30), missed=(date(2026, 12, 7),), failed=2, bounced=1, anchor="1:ab")
        digest = a_digest(covers=covers)

        assert (digest.all, digest.late, digest.moved, digest.covers) == (
            Count("Humberside Prevent Board", 0, 0, 0),
            (),
            (),
            covers,
        )

    def test_agencies_and_criteria_are_counted(self):
        """A milestone of two agencies counts in both; withdrawn ones in none; criterion 4 comes before 10."""
        digest = a_digest(
            a_milestone(1, -3, owners=("bcu", "schools"), criteria=("c:10", "c:4")),
            a_milestone(2, state=State.COMPLETED, owners=("schools", "chief"), criteria=("c:4",)),
            a_milestone(3, owners=[]),
            a_milestone(4, state=State.WITHDRAWN),
            criterion_names={"c:4": "4 Partnership", "c:10": "10 Other"},
        )

        assert digest.all == Count("Humberside Prevent Board", 3, 1, 1)
        assert digest.agencies == (
            Count("Hull City Council", 2, 1, 1),
            Count("Humberside Police", 1, 0, 1),
            Count("No owner yet", 1, 0, 0),
        )
        assert digest.criteria == (Count("4 Partnership", 2, 1, 1), Count("10 Other", 1, 0, 1))


class TestMovement:
    """What moved since the last digest."""

    @pytest.mark.parametrize(
        ("type_", "data", "words"),
        [
            ("milestone_completed", {"accepted_by": None}, "completed"),
            ("completion_confirmed", {"post": "bcu"}, "confirmed by BCU Commander"),
            (
                "due_date_moved",
                {"old": "2026-12-01", "new": "2027-01-14"},
                "re-dated from 1 December 2026 to 14 January 2027",
            ),
            ("due_date_moved", {"old": None, "new": date(2027, 1, 14)}, "dated 14 January 2027"),
            ("milestone_agreed", {"on": "2026-12-01"}, "agreed"),
            ("milestone_withdrawn", {"why": "merged"}, "withdrawn: merged"),
            ("milestone_blocked", {"reason": "funding", "post": "bcu"}, "blocked: funding"),
            ("milestone_unblocked", {"post": "bcu"}, "no longer blocked"),
            ("objection_raised", {"post": "trust", "reason": "x"}, "objection by Director of Nursing"),
            ("owner_assigned", {"post": "gone"}, "now owned by gone"),
            (
                "extension_requested",
                {"post": "bcu", "to_day": "2027-01-14"},
                "BCU Commander asked to extend to 14 January 2027",
            ),
            ("progress_noted", {"post": "bcu", "text": ""}, "in progress"),
            ("claim_rejected", {"post": "chief", "why": "x"}, "completion not accepted by Chief Executive"),
            ("confirmation_undone", {"post": "bcu", "why": ""}, "confirmation taken back by BCU Commander"),
            ("request_rejected", {"why": "inspection"}, "request not approved: inspection"),
            ("milestone_claimed", {}, "claimed complete, waits for acceptance"),
        ],
    )
    def test_an_event_is_told_in_words(self, type_, data, words):
        """Posts by their title, days as people write them, from the log's JSON too."""
        (news,) = moved([Happened(AT, "HUM-1", type_, "bcu", data)], a_board())

        assert news.words == (words,)

    def test_one_milestone_is_one_line_newest_first(self):
        """What happened to it in order; the milestone that moved last comes first; repeats are told once."""
        happened = [
            Happened(AT + timedelta(hours=2), "HUM-2", "milestone_completed"),
            Happened(AT, "HUM-1", "completion_confirmed", data={"post": "bcu"}),
            Happened(AT, "HUM-2", "completion_confirmed", data={"post": "bcu"}),
            Happened(AT, "HUM-2", "completion_confirmed", data={"post": "bcu"}),
            Happened(AT, "HUM-3", "milestone_snoozed", data={}),
        ]
        digest = a_digest(a_milestone(1), a_milestone(2), a_milestone(3), happened=happened)

        assert [(line.id, line.note) for line in digest.moved] == [
            ("HUM-2", "confirmed by BCU Commander; completed"),
            ("HUM-1", "confirmed by BCU Commander"),
        ]

    def test_an_event_of_a_milestone_that_is_not_the_boards_is_left_out(self):
        """Another board's log is not this board's news."""
        assert a_digest(happened=[Happened(AT, "LDS-1", "milestone_completed")]).moved == ()


class TestWithholding:
    """What is above the reader's clearance."""

    def test_every_section_shows_reference_and_date_only(self):
        """Late, blocked, moved and waiting alike; the digest bears no marking for what it does not show."""
        secret = a_milestone(1, -3, ("chief",), Marking.OFFICIAL_SENSITIVE, blocked="secret")
        happened = [Happened(AT, "HUM-1", "milestone_blocked", data={"reason": "secret"})]
        digest = a_digest(secret, a_milestone(2, marking=Marking.OFFICIAL), happened=happened)

        lines = [*digest.waiting, *digest.late, *digest.blocked, *digest.moved]
        assert ids(lines) == ["HUM-1"] * 4
        assert all((line.withheld, line.title, line.note, line.owners) == (True, "", "", "") for line in lines)
        assert all(line.due == secret.due for line in lines)
        assert digest.marking is Marking.OFFICIAL

    def test_a_cleared_reader_sees_it_under_its_marking(self):
        """The digest bears the marking of what it shows."""
        secret = a_milestone(1, -3, ("chief",), Marking.OFFICIAL_SENSITIVE)
        digest = a_digest(secret, clearance=Marking.OFFICIAL_SENSITIVE)

        assert digest.late[0].title == "Title 1"
        assert digest.marking is Marking.OFFICIAL_SENSITIVE


states = st.sampled_from(list(State))
plans = st.lists(
    st.builds(
        lambda number, days, state, owners, marking: a_milestone(number, days, owners, marking, state=state),
        st.integers(1, 99),
        st.none() | st.integers(-90, 90),
        states,
        st.lists(st.sampled_from(["bcu", "chief", "schools", "trust"]), max_size=3, unique=True),
        st.sampled_from(list(Marking)),
    ),
    max_size=12,
    unique_by=lambda one: one.id,
)


@given(plans, st.sampled_from(["bcu", "chief", "keeper"]), st.sampled_from(list(Marking)))
def test_the_digest_tells_the_truth(plan, post, clearance):
    """Each late milestone is there once, each section is in date order, and nothing above clearance has words."""
    seen = survey(a_board(), plan, TODAY, 28, (), Covers(), {})
    digest = digest_for(seen, [post], clearance)

    assert sorted(ids(digest.late)) == sorted(one.id for one in plan if is_late(one, TODAY))
    assert digest.all == tally("Humberside Prevent Board", plan, TODAY)
    assert sorted(digest.held) == sorted(one.id for one in plan if one.state is State.HELD)
    assert not set(ids(digest.late)) & set(ids(digest.due_soon))
    for lines in (digest.late, digest.due_soon):
        assert [line.due for line in lines] == sorted(line.due for line in lines)
    for line in (*digest.waiting, *digest.late, *digest.due_soon, *digest.proposed, *digest.blocked):
        marking = next(one.marking for one in plan if one.id == line.id)
        assert line.withheld is not clearance.allows(marking)
        assert bool(line.title) is not line.withheld
    assert clearance.allows(digest.marking)


@given(plans)
def test_groups_add_up(plan):
    """Grouped under one name, the groups' count is the count of all."""
    groups = tally_by(plan, TODAY, lambda one: ["all"])
    whole = tally("all", plan, TODAY)

    assert groups == ((whole,) if whole.total else ())
    assert 0 <= whole.completed + whole.late <= whole.total
