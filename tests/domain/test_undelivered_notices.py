"""What people are told of letters that will not be delivered."""

from datetime import UTC, date, datetime

import pytest

from milestones.domain.board import Board, Holder, Organisation, Post, Sector
from milestones.domain.delivery import Settlement
from milestones.domain.undelivered import FailedLetter, milestones_of, notice_of_expiry, notice_of_failure

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


def board(lead="chief"):
    def post(name):
        return Post(name, name.title(), "force", holders=(Holder(name, f"{name}@force.test", date(2020, 1, 1)),))

    return Board(
        "b", "Board", "B", "clerk",
        organisations={"force": Organisation("force", "Force", Sector.POLICE, lead=lead)},
        posts={name: post(name) for name in ("owner", "chief", "clerk")},
    )  # fmt: skip


def notice(post="owner", *, lead="chief", address_dead=True, message_id="<1@x>"):
    letter = FailedLetter("b", post, f"{post}@force.test", "reminder", message_id, ("B-1", "B-2"))
    what = Settlement("failed", 1, 0, reason="refused for good (rcpt): 550 no such user")
    return notice_of_failure(letter, board(lead), what, NOW, address_dead=address_dead)


def test_a_dead_address_is_told_to_the_organisations_lead_once_an_address():
    """Two letters to one dead address owe the same notice, which names post, address and milestones."""
    first, second = notice(message_id="<1@x>"), notice(message_id="<2@x>")
    assert first.to == "chief"
    assert first.key == second.key
    assert [item.milestone for item in first.items] == ["B-1", "B-2"]
    assert first.facts["address"] == "owner@force.test"
    assert first.facts["post_title"] == "Owner"


@pytest.mark.parametrize(("post", "lead"), [("chief", "chief"), ("owner", None), ("owner", "nobody")])
def test_without_a_lead_to_tell_the_coordinator_hears_of_it(post, lead):
    """A lead's own dead address, an organisation without a lead, a lead that is no post."""
    assert notice(post, lead=lead).to == "clerk"


def test_a_delivery_twice_in_doubt_is_told_to_the_coordinator_once_a_letter():
    """The address is not dead, so its organisation is not bothered."""
    first, second = notice(address_dead=False, message_id="<1@x>"), notice(address_dead=False, message_id="<2@x>")
    assert first.to == "clerk"
    assert first.key != second.key


def test_nobody_is_told_that_the_coordinator_cannot_be_reached_but_by_its_lead():
    """A notice to the address that just failed would fail too, for ever."""
    assert notice("clerk").to == "chief"
    assert notice("clerk", address_dead=False) is None


def test_milestones_of_several_letters_are_named_once():
    """In order of first appearance."""
    assert milestones_of([["B-2", "B-1"], ["B-1", "B-3"]]) == ("B-2", "B-1", "B-3")


def test_a_notice_says_to_its_reader_why_they_get_it_and_what_they_can_do():
    """A lead is asked for an address; the coordinator keeps the file and is not sent to the coordinator."""
    lead, keeper = notice(), notice(lead=None)
    assert lead.why == "you lead Force, and a letter to Owner could not be delivered"
    assert "or tell the coordinator" in lead.facts["next_step"]
    assert keeper.why == "you keep the programme, and a letter to Owner could not be delivered"
    assert "coordinator" not in keeper.facts["next_step"]


def test_letters_that_expired_are_listed_by_title_and_kind():
    """One notice, in words a coordinator reads, and no more lines than can be read."""
    lost = [FailedLetter("b", "owner", "o@force.test", "agreement_request", f"<{n}@x>", ("B-1",)) for n in range(25)]
    told = notice_of_expiry(lost, board(), "the mail server was down", NOW, NOW.date())
    assert told.facts["headline"] == "25 letters could not be delivered in time."
    assert told.facts["lines"][0] == "agreement request to Owner <o@force.test>"
    assert told.facts["lines"][-2:] == ["and 5 more", "Why: the mail server was down"]
