"""Who is written to: words, cover, vacancy, last resorts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestones.domain.board import Absence, Board, Holder, Organisation, Post, Sector
from milestones.domain.recipients import Recipient, Unreachable, resolve
from milestones.domain.state import Milestone, Owner, OwnerKind, Row, State

DAY = date(2026, 12, 1)
SINCE = date(2026, 1, 1)


def post(name: str, **more) -> Post:
    """A post that somebody holds all through 2026 unless `holders` says otherwise."""
    holder = Holder(name, f"{name}@force.example", SINCE)
    return Post(**({"id": name, "title": name, "organisation": "force", "holders": (holder,)} | more))


def board(*posts: Post, lead: str | None = "chief") -> Board:
    organisation = Organisation("force", "The Force", Sector.POLICE, lead=lead)
    return Board(
        "hum",
        "Board",
        "HUM",
        "coordinator",
        organisations={"force": organisation},
        posts={each.id: each for each in posts},
    )


def milestone(*owners: Owner) -> Milestone:
    row = Row("1", "Training")
    return Milestone("HUM-1", "hum", row, State.AGREED, date(2026, 12, 31), date(2026, 12, 31), owners)


def absence(of: str, deputy: str | None, since: date = DAY, until: date = DAY) -> Absence:
    return Absence(of, since, until, deputy, "coordinator")


COORDINATOR = post("coordinator")
CHIEF = post("chief", board_member=True, signatory=True)
LEAD = post("lead", reports_to="chief", deputy="second")
SECOND = post("second")
HOUSE = board(COORDINATOR, CHIEF, LEAD, SECOND)
OWNED = milestone(Owner("lead"))


def brief(found) -> list[tuple[str, str | None, bool]]:
    return [(each.post, each.stands_for, each.copy) for each in found if isinstance(each, Recipient)]


@pytest.mark.parametrize(
    ("word", "wanted"),
    [
        ("owners", "lead"),
        ("owners.reports_to", "chief"),
        ("owners.deputy", "second"),
        ("owners.organisation_lead", "chief"),
        ("signatories", "chief"),
        ("coordinator", "coordinator"),
        ("board", "chief"),
        ("second", "second"),
    ],
)
def test_each_word_means_its_posts(word, wanted):
    """Every recipient word of the configuration leads to the post it names."""
    assert brief(resolve((word,), OWNED, HOUSE, (), DAY)) == [(wanted, None, False)]


def test_a_post_is_written_to_once_and_to_beats_copy():
    """The same post by three words gets one letter, addressed and not in copy."""
    found = resolve(("owners.reports_to", "board"), OWNED, HOUSE, (), DAY, cc=("signatories", "owners"))
    assert brief(found) == [("chief", None, False), ("lead", None, True)]


def test_an_owner_who_has_confirmed_is_not_asked_again():
    """Where all must confirm, only those who have not are chased."""
    done = Owner("lead", OwnerKind.LEAD, datetime(2026, 11, 1, tzinfo=UTC))
    assert brief(resolve(("owners",), milestone(done, Owner("second")), HOUSE, (), DAY)) == [("second", None, False)]


def test_an_absent_owner_is_covered_and_told_in_copy():
    """The absence's deputy gets the letter, the absent holder a copy; both say why."""
    found = resolve(("owners",), OWNED, HOUSE, (absence("lead", "chief", until=date(2026, 12, 9)),), DAY)
    assert brief(found) == [("chief", "lead", False), ("lead", None, True)]
    assert [one.why for one in found] == [
        "you cover until Wednesday 9 December 2026 for lead (lead owner)",
        "you own it (lead); by our record you are away until Wednesday 9 December 2026",
    ]


def test_an_absence_without_a_deputy_falls_to_the_posts_own():
    """The configured deputy covers where the absence names nobody, and only on the absence's days."""
    away = (absence("lead", None),)
    assert brief(resolve(("owners",), OWNED, HOUSE, away, DAY)) == [("second", "lead", False), ("lead", None, True)]
    assert brief(resolve(("owners",), OWNED, HOUSE, away, date(2026, 12, 2))) == [("lead", None, False)]


def test_cover_that_is_absent_too_is_covered_in_turn():
    """Lead away, deputy away: the deputy's cover gets it."""
    away = (absence("lead", "second"), absence("second", "coordinator"))
    assert brief(resolve(("owners",), OWNED, HOUSE, away, DAY))[0] == ("coordinator", "lead", False)


def test_cover_that_runs_in_a_circle_leaves_the_letter_with_the_post():
    """Two who cover each other and are both away: the letter waits in the owner's own mailbox, and says so."""
    away = (absence("lead", "second"), absence("second", "lead"))
    found = resolve(("owners",), OWNED, HOUSE, away, DAY)
    assert brief(found) == [("lead", None, False)]
    assert "nobody at work covers" in found[0].why


def test_a_vacant_post_goes_to_its_deputy_then_to_the_organisations_lead_then_to_the_coordinator():
    """Each step only where the one before has no holder, and the letter says for whom."""
    vacant = replace(LEAD, holders=())
    nobody = replace(SECOND, holders=())
    for house, wanted in (
        (board(COORDINATOR, CHIEF, vacant, SECOND), "second"),
        (board(COORDINATOR, CHIEF, vacant, nobody), "chief"),
        (board(COORDINATOR, CHIEF, vacant, nobody, lead=None), "coordinator"),
        (board(COORDINATOR, replace(CHIEF, holders=()), vacant, nobody), "coordinator"),
    ):
        (found,) = resolve(("owners",), OWNED, house, (), DAY)
        assert (found.post, found.stands_for) == (wanted, "lead")
        assert found.why.startswith("lead (lead owner) is vacant")


@pytest.mark.parametrize("word", ["owners.reports_to", "owners.deputy", "owners.organisation_lead", "gone", "board"])
def test_a_word_that_leads_to_nobody_leads_to_the_coordinator(word):
    """An escalation to nobody is not dropped: the coordinator hears, with the reason."""
    house = board(COORDINATOR, post("lead"), lead=None)
    (found,) = resolve((word,), OWNED, house, (), DAY)
    assert found.post == "coordinator"
    assert found.why.endswith("you keep the programme")


def test_nobody_at_all_is_said_and_not_dropped():
    """With the coordinator vacant too there is a value that says what was tried."""
    house = board(replace(COORDINATOR, holders=()), replace(LEAD, holders=(), deputy=None), lead=None)
    (found,) = resolve(("owners",), OWNED, house, (), DAY)
    assert isinstance(found, Unreachable)
    assert found.post == "lead"
    assert "coordinator, the coordinator, is vacant" in found.why


@given(
    st.lists(
        st.sampled_from(["owners", "owners.reports_to", "owners.deputy", "board", "a", "b", "c", "d", "gone"]),
        min_size=1,
        max_size=4,
    ),
    st.lists(st.sampled_from(["owners", "coordinator", "a"]), max_size=2),
    st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from([*"abcd", None])), max_size=5),
    st.frozensets(st.sampled_from("abcd")),
    st.dictionaries(st.sampled_from("abcd"), st.sampled_from("abcd"), max_size=4),
)
def test_somebody_is_always_written_to_and_nobody_twice(words, cc, away, vacant, deputies):
    """Whatever absences, vacancies and circles: one letter a post, at least one that is not a copy, all held posts."""
    posts = [post(n, deputy=deputies.get(n), holders=() if n in vacant else post(n).holders) for n in "abcd"]
    house = board(COORDINATOR, *posts, lead="a")
    owned = milestone(Owner("a"), Owner("b"))
    found = resolve(words, owned, house, [absence(of, by) for of, by in away], DAY, cc=cc)
    assert len({each.post for each in found}) == len(found)
    assert all(isinstance(each, Recipient) for each in found)
    assert any(not each.copy for each in found)
    assert all(house.posts[each.post].holder_on(DAY) for each in found)
    assert all(each.why for each in found)
