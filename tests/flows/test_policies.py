"""Delivery by domain: how many at once, how many a minute, and only under TLS; a limit holds up nobody else."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from faultserver import Fault, FaultServer
from letterbox import SmallHouse, letters, queue, row

from milestones.flows.deliver import Delivered, deliver
from milestones.settings.service import PolicyPart
from milestones.store import pace

MINUTE = timedelta(minutes=1)


def quiet(*_, **__):
    """Nobody is told in these tests."""


def police(number, **given):
    return row(number, to=f"owner-{number}@humberside.police.uk", **given)


def policy(*domains, **given):
    return PolicyPart(domains=list(domains), **given)


def states(database):
    return [letter.state for letter in letters(database)]


def arrived(server):
    return [letter.recipients[0] for letter in server.accepted]


async def test_a_limit_a_minute_lets_so_many_through_and_keeps_the_rest_for_their_turn(database):
    """The pass does not wait: what is beyond the limit is deferred, says why and until when, and goes then."""
    queue(database, *(police(number) for number in range(25)))
    async with FaultServer() as server:
        house = SmallHouse(database, server.port, smtp={"policy": [policy("*.police.uk", per_minute=10)]})
        assert await deliver(house, on_failed=quiet) == Delivered(sent=10, deferred=15)
        kept = [letter for letter in letters(database) if letter.state == "deferred"]
        now = house.clock.now()
        assert sorted(letter.next_attempt_at - now for letter in kept) == [MINUTE] * 10 + [2 * MINUTE] * 5
        assert {letter.outcome for letter in kept} == {"kept back by the limit of 10 a minute to *.police.uk"}
        assert {letter.attempts for letter in kept} == {0}
        house.clock.advance(MINUTE - timedelta(seconds=1))
        assert await deliver(house, on_failed=quiet) == Delivered()
        house.clock.advance(timedelta(seconds=1))
        assert await deliver(house, on_failed=quiet) == Delivered(sent=10)
        house.clock.advance(MINUTE)
        assert await deliver(house, on_failed=quiet) == Delivered(sent=5)
    rounds = arrived(server)[:10], arrived(server)[10:20], arrived(server)[20:]
    numbers = range(10), range(10, 20), range(20, 25)  # several connections: within a round they have no order
    assert [sorted(one) for one in rounds] == [
        sorted(f"owner-{number}@humberside.police.uk" for number in one) for one in numbers
    ]
    assert {letter.attempts for letter in letters(database)} == {1}


async def test_a_limited_domain_holds_up_nobody_else(database):
    """Behind five hundred letters to the limited domain those to others go at once."""
    queue(database, *(police(number) for number in range(500)), *(row(number) for number in range(500, 520)))
    async with FaultServer() as server:
        house = SmallHouse(database, server.port, smtp={"policy": [policy("*.police.uk", per_minute=1)]})
        assert await deliver(house, on_failed=quiet) == Delivered(sent=21, deferred=499)
    assert sum(to.endswith("@police.test") for to in arrived(server)) == 20
    furthest = max(letter.next_attempt_at for letter in letters(database) if letter.next_attempt_at)
    assert furthest == house.clock.now() + pace.FURTHEST, "a limit that is taken out must be felt soon"


async def test_within_a_limit_an_escalation_overtakes_what_was_kept_back(database):
    """Its minute goes to the most urgent that waits, also to one that was queued later."""
    queue(database, *(police(number) for number in range(6)))
    async with FaultServer() as server:
        house = SmallHouse(database, server.port, smtp={"policy": [policy("*.police.uk", per_minute=2)]})
        await deliver(house, on_failed=quiet)
        queue(database, police(99, priority=2))
        assert await deliver(house, on_failed=quiet) == Delivered(deferred=1)
        for _ in range(4):
            house.clock.advance(MINUTE)
            await deliver(house, on_failed=quiet)
    order = [to.partition("@")[0] for to in arrived(server)]
    assert order[2] == "owner-99"
    assert order == ["owner-0", "owner-1", "owner-99", "owner-2", "owner-3", "owner-4", "owner-5"]


async def test_the_overall_limit_binds_all_and_the_narrower_one_too(database):
    """Both windows count a letter; the pass ends when the overall one is used up."""
    queue(database, *(police(number) for number in range(4)), *(row(number) for number in range(4, 14)))
    async with FaultServer() as server:
        smtp = {"per_minute": 6, "policy": [policy("*.police.uk", per_minute=2)]}
        house = SmallHouse(database, server.port, smtp=smtp)
        assert await deliver(house, on_failed=quiet) == Delivered(sent=6, deferred=8)
    assert sum("police.uk" in to for to in arrived(server)) == 2
    reasons = {letter.outcome for letter in letters(database) if letter.state == "deferred"}
    assert "kept back by the limit of 6 a minute" in reasons


async def test_a_limit_binds_several_rounds_together(database):
    """Three senders at once, each of whom would send ten: ten go."""
    queue(database, *(police(number) for number in range(40)))
    async with FaultServer() as server:
        smtp = {"policy": [policy("*.police.uk", per_minute=10)]}
        rounds = [deliver(SmallHouse(database, server.port, smtp=smtp), on_failed=quiet) for _ in range(3)]
        delivered = await asyncio.gather(*rounds)
    assert sum(one.sent for one in delivered) == 10
    assert len(server.accepted) == 10


async def test_no_more_letters_than_allowed_are_on_their_way_to_a_domain_and_all_arrive_in_one_pass(database):
    """`connections` is no reason to wait for another pass; the others use the connections that are left."""
    queue(database, *(police(number) for number in range(12)), *(row(number) for number in range(12, 60)))

    class Watched(FaultServer):
        now = most = 0

        async def keep(self, letter):
            to_police = letter.recipients[0].endswith("police.uk")
            self.now += to_police
            self.most = max(self.most, self.now)
            await asyncio.sleep(0.01)
            self.now -= to_police
            await super().keep(letter)

    async with Watched() as server:
        smtp = {"policy": [policy("*.police.uk", connections=1)]}
        house = SmallHouse(database, server.port, connections=4, smtp=smtp)
        assert await deliver(house, on_failed=quiet) == Delivered(sent=60)
    assert server.most == 1
    assert server.most_open == 4
    assert set(server.copies().values()) == {1}
    others = [number for number, to in enumerate(arrived(server)) if not to.endswith("police.uk")]
    assert sum(number < 30 for number in others) > 15, "those behind in the queue must not wait for the narrow domain"


async def test_the_first_policy_that_names_a_domain_decides(database):
    """Hull has a limit of its own; the wider policy behind it does not bind it, nor does its window count it."""
    queue(database, *(row(number, to=f"a{number}@hull.gov.uk") for number in range(4)))
    queue(database, *(row(number, to=f"b{number}@york.gov.uk") for number in range(10, 14)))
    async with FaultServer() as server:
        smtp = {"policy": [policy("hull.gov.uk", per_minute=3), policy("*.gov.uk", per_minute=1)]}
        house = SmallHouse(database, server.port, smtp=smtp)
        assert await deliver(house, on_failed=quiet) == Delivered(sent=4, deferred=4)
    assert sorted(to.partition("@")[2] for to in arrived(server)) == ["hull.gov.uk"] * 3 + ["york.gov.uk"]


async def test_a_limit_does_not_turn_a_shut_channel_into_attempts(database, unused_tcp_port):
    """Nobody listens: all that waits is put off together, kept back or not."""
    queue(database, *(police(number) for number in range(20)))
    house = SmallHouse(database, unused_tcp_port, smtp={"policy": [policy("*.police.uk", per_minute=4)]})
    delivered = await deliver(house, on_failed=quiet)
    assert delivered.sent == delivered.failed == 0
    assert set(states(database)) == {"deferred"}
    assert {letter.attempts for letter in letters(database)} == {0}


# --- under TLS all the way --------------------------------------------------------------------------------------------


async def test_a_letter_that_must_stay_under_tls_is_asked_to(database, certificate):
    """REQUIRETLS (RFC 8689) stands behind MAIL FROM for its domain, and for no other."""
    queue(database, police(1), row(2))
    async with FaultServer(tls=certificate.serving(), offers_requiretls=True) as server:
        smtp = {"policy": [policy("*.police.uk", require_tls=True)], "ca_file": certificate.authority}
        house = SmallHouse(database, server.port, security="starttls", smtp=smtp)
        assert await deliver(house, on_failed=quiet) == Delivered(sent=2)
    assert {kept.recipients[0]: kept.parameters for kept in server.accepted} == {
        "owner-1@humberside.police.uk": "REQUIRETLS",
        "owner-2@police.test": "",
    }


async def test_where_the_server_does_not_offer_it_such_a_letter_waits_and_says_why(database, certificate):
    """Never sent without; the others go, and the letter goes once the server offers it."""
    queue(database, police(1), row(2))
    async with FaultServer(tls=certificate.serving()) as server:
        smtp = {"policy": [policy("*.police.uk", require_tls=True)], "ca_file": certificate.authority}
        house = SmallHouse(database, server.port, security="starttls", smtp=smtp)
        assert await deliver(house, on_failed=quiet) == Delivered(sent=1, deferred=1)
        assert "does not offer REQUIRETLS" in letters(database)[0].outcome
        assert not [command for command in server.commands if "police.uk" in command]
        server.offers_requiretls = True
        house.clock.set(letters(database)[0].next_attempt_at)
        assert await deliver(house, on_failed=quiet) == Delivered(sent=1)
    assert [kept.parameters for kept in server.accepted] == ["", "REQUIRETLS"]


async def test_a_server_that_cannot_hand_it_on_under_tls_has_its_words_kept(database, certificate):
    """550 5.7.30 to MAIL or RCPT is a refusal for good of this letter."""
    queue(database, police(1))
    refusing = Fault("rcpt", "550 5.7.30 REQUIRETLS support required")
    async with FaultServer([refusing], tls=certificate.serving(), offers_requiretls=True) as server:
        smtp = {"policy": [policy("*.police.uk", require_tls=True)], "ca_file": certificate.authority}
        house = SmallHouse(database, server.port, security="starttls", smtp=smtp)
        assert await deliver(house, on_failed=quiet) == Delivered(failed=1)
    assert "5.7.30" in letters(database)[0].outcome
