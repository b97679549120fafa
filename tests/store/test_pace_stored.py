"""Limits a minute and letters that waited too long, on both databases."""

from __future__ import annotations

import asyncio
import threading
from datetime import timedelta

import pytest
from faultserver import FaultServer
from letterbox import MONDAY, SmallHouse, letters, queue, row

from milestones.domain.pace import MINUTE, Policy, Window
from milestones.flows.deliver import deliver
from milestones.settings.service import PolicyPart
from milestones.store import expiry, outbox, pace, sent

SECOND = timedelta(seconds=1)
POLICE, GOV, HULL = Policy(("*.police.uk",)), Policy(("*.gov.uk",)), Policy(("hull.gov.uk",))


def addresses(database, condition):
    """Who a claim apart from a condition leaves, and who it takes, by their addresses."""
    with database.transaction() as session:
        taken = outbox.claim(session, MONDAY, MONDAY + MINUTE, 50, "w", apart_from=condition)
    return [letter.to_address for letter in taken]


def test_what_went_is_remembered_for_a_minute(database):
    """By limit, each with its own window; what is older has gone."""
    with database.transaction() as session:
        found = pace.windows(session, {"a", "b"}, MONDAY)
        assert found == {"a": Window(), "b": Window()}
        pace.remember(session, {"a": found["a"].plus(7, MONDAY)})
    with database.transaction() as session:
        later = pace.windows(session, {"a", "b"}, MONDAY + 59 * SECOND)
        assert (later["a"].room(10, MONDAY + 59 * SECOND), later["b"].room(10, MONDAY)) == (3, 10)
        assert pace.windows(session, {"a"}, MONDAY + MINUTE) == {"a": Window()}
        assert pace.windows(session, set(), MONDAY) == {}


def test_two_writers_never_let_more_through_than_the_limit(database):
    """The window is locked until its transaction ends: the second sees what the first let through."""
    went = []

    def let_through(wanted):
        with database.transaction(alongside=True) as session:
            window = pace.windows(session, {"a"}, MONDAY)["a"]
            taken = min(wanted, window.room(10, MONDAY))
            pace.remember(session, {"a": window.plus(taken, MONDAY)})
        went.append(taken)

    writers = [threading.Thread(target=let_through, args=(7,)) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert sum(went) == 10


def test_letters_are_told_apart_by_the_first_policy_that_names_their_domain(database):
    """Exact names, suffixes, look-alikes; a domain that an earlier policy names is not a later one's."""
    to = ["a@police.uk", "b@hum.police.uk", "c@evilpolice.uk", "d@hull.gov.uk", "e@york.gov.uk", "f@police.uk.test"]
    queue(database, *(row(number, to=address) for number, address in enumerate(to)))
    policies = (POLICE, HULL, GOV)
    assert addresses(database, pace.to_policies({POLICE, HULL, GOV}, policies)) == [
        "c@evilpolice.uk",
        "f@police.uk.test",
    ]
    assert addresses(database, pace.to_policies({POLICE, GOV}, policies)) == ["d@hull.gov.uk"]
    assert addresses(database, None) == ["a@police.uk", "b@hum.police.uk", "e@york.gov.uk"]


def test_letters_kept_back_get_their_turns_in_order(database):
    """The most urgent first, so many a minute, none further than a quarter of an hour; others are left alone."""
    queue(database, *(row(number, to=f"o{number}@hum.police.uk", priority=5 - number % 2) for number in range(40)))
    queue(database, row(40), row(41, to="x@hum.police.uk", next_attempt_at=MONDAY + MINUTE))
    with database.transaction() as session:
        which = pace.to_policies({POLICE}, (POLICE,))
        kept = pace.keep_back(session, MONDAY, which, from_=MONDAY + SECOND, per_minute=2, why="its turn will come")
    assert kept == 40
    waiting = [letter for letter in letters(database) if letter.state == "deferred"]
    waiting.sort(key=lambda letter: (letter.priority, letter.id))
    minutes = [(letter.next_attempt_at - MONDAY) // MINUTE for letter in waiting]
    assert minutes == [min(place // 2, 15) for place in range(40)]
    assert {letter.outcome for letter in waiting} == {"its turn will come"}
    assert [letter.state for letter in letters(database)[40:]] == ["queued", "queued"]


def test_only_what_was_put_off_for_long_is_given_up(database):
    """Not what waits for its hour, not what came later, not what is being sent."""
    old = MONDAY - timedelta(days=6)
    queue(
        database,
        row(1, queued_at=old, due_at=old, state="deferred", outcome="deferred", next_attempt_at=MONDAY),
        row(2, queued_at=old, due_at=old, outcome="deferred", next_attempt_at=MONDAY),
        row(3, queued_at=old, due_at=old),
        row(4, queued_at=old, due_at=MONDAY, state="deferred", outcome="deferred", next_attempt_at=MONDAY),
        row(5, queued_at=old, due_at=old, state="deferred", outcome="deferred", next_attempt_at=MONDAY + MINUTE),
        row(6, queued_at=old, due_at=old, state="sending", outcome="deferred", next_attempt_at=old, lease_token="w"),
    )
    with database.transaction() as session:
        found = expiry.long_put_off(session, MONDAY, MONDAY - timedelta(days=5))
        assert [letter.id for letter in found] == [1, 2]
        assert expiry.give_up(session, [1, 2, 6], "expired") == {1, 2}
    assert [letter.state for letter in letters(database)] == [
        "failed", "failed", "queued", "deferred", "deferred", "sending",
    ]  # fmt: skip


def test_what_a_journal_kept_is_recorded_at_its_own_instant(database):
    """Whatever became of the letter meanwhile, unless it has ended; the unknown is passed over."""
    queue(database, row(1, state="sending", lease_token="gone"), row(2, state="failed"), row(3, state="deferred"))
    named = {f"<letter-{number}@board.test>": MONDAY for number in (1, 2, 3, 4)}
    with database.transaction() as session:
        assert sent.record(session, named) == 2
        assert sent.record(session, named) == 0
    assert [letter.state for letter in letters(database)] == ["sent", "failed", "sent"]
    assert letters(database)[0].sent_at == MONDAY


@pytest.mark.parametrize("policy", [{"per_minute": 12}, {"connections": 1}])
async def test_several_rounds_under_a_policy_send_each_letter_once_and_keep_it(database, policy):
    """Three senders at once on one database, with a narrow domain among others."""
    queue(database, *(row(number, to=f"o{number}@hum.police.uk") for number in range(30)))
    queue(database, *(row(number) for number in range(30, 60)))
    async with FaultServer() as server:
        smtp = {"policy": [PolicyPart(domains=["*.police.uk"], **policy)]}
        houses = [SmallHouse(database, server.port, smtp=smtp) for _ in range(3)]
        rounds = await asyncio.gather(*(deliver(house, on_failed=lambda *_, **__: None) for house in houses))
    to_police = sum(kept.recipients[0].endswith("police.uk") for kept in server.accepted)
    assert to_police == (12 if "per_minute" in policy else 30)
    assert len(server.accepted) - to_police == 30
    assert sum(one.sent for one in rounds) == len(server.accepted)
    assert set(server.copies().values()) == {1}
