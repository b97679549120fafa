"""Mail on its way into the service: kept first, decided after, left to others, and never in each other's way."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import timedelta

import pytest
from letterbox import raw_of
from sqlalchemy.exc import OperationalError
from sqlmodel import select
from world import World

from milestones.flows import door, look, mailroom, receive
from milestones.store.tables import InboundRow, LetterRow

PERSON = b"From: inspector@police.example\r\nTo: replies@milestones.example\r\nMessage-ID: <a@b>\r\n\r\nhello\r\n"


pytestmark = pytest.mark.usefixtures("logged")


@pytest.fixture
async def world(tmp_path):
    async with World(tmp_path) as world:
        yield world


async def answered(world, text="In progress."):
    """A letter to the inspector and an answer to it."""
    world.agreed("Train", due="2027-02-01", owner="inspector")
    await world.tick()
    letter = world.letters_to("inspector", "assignment")[0]
    return letter, world.mail_in_answer_to(letter, text)


def rows(world):
    with world.house.database.reading() as session:
        return [session.get(InboundRow, reply["id"]) for reply in look.replies(world.house)]


async def test_a_mail_that_is_kept_is_on_disk_before_anything_is_read(world):
    """What LMTP may acknowledge: bytes, a lease, no verdict."""
    taken = mailroom.keep(world.house, PERSON)
    with world.house.database.reading() as session:
        row = session.get(InboundRow, taken.id)
        raw = raw_of(session, taken.id)
    assert (raw, row.state, row.verdict) == (PERSON, "received", None)
    assert mailroom.backlog(world.house) == 1


async def test_the_same_bytes_are_kept_once(world):
    """B40: the mail server did not hear our 250 and sends it again."""
    first, again = mailroom.keep(world.house, PERSON), mailroom.keep(world.house, PERSON)
    assert (first.id, first.mine, again.mine) == (again.id, True, False)


async def test_a_kept_mail_is_decided_once(world):
    """By its number, or by its bytes: the second time gives what the first came to."""
    _, raw = await answered(world)
    taken = mailroom.keep(world.house, raw)
    first = mailroom.decide_kept(world.house, taken.id, world.pool)
    assert first["verdict"] == "accepted"
    assert mailroom.decide_kept(world.house, taken.id, world.pool)["verdict"] == "accepted"
    assert mailroom.take_in(world.house, raw, world.pool)["verdict"] == "duplicate"
    assert world.event_types().count("reply_taken_in") == 1


async def test_what_a_process_died_over_is_taken_up_when_its_lease_is_over(world):
    """B46, R3: nobody touches it for five minutes, then whoever looks first."""
    _, raw = await answered(world)
    taken = mailroom.keep(world.house, raw)
    assert mailroom.left_over(world.house) == []
    world.clock.advance(timedelta(minutes=6))
    assert mailroom.left_over(world.house) == [taken.id]
    mailroom.take_up(world.house, [taken.id], world.pool)
    assert rows(world)[0].verdict == "accepted"
    assert mailroom.left_over(world.house) == []


async def test_what_waits_at_a_stop_is_given_back_at_once(world):
    """The next start need not wait for the lease."""
    taken = mailroom.keep(world.house, PERSON)
    mailroom.give_back(world.house, [taken.id])
    assert mailroom.left_over(world.house) == [taken.id]


async def test_a_fault_of_ours_sets_the_mail_aside_after_three_tries_and_stops_no_other(world, monkeypatch):
    """Deciding raises what nobody thought of: quarantined with the kind of fault, not its words."""
    _, raw = await answered(world)

    def broken(*_):
        raise KeyError("the owner's words")

    taken = mailroom.keep(world.house, PERSON)
    with monkeypatch.context() as patched:
        patched.setattr(receive, "decide_all", broken)
        verdicts = [mailroom.decide_kept(world.house, taken.id, world.pool)["verdict"] for _ in range(3)]
    assert verdicts == [None, None, "quarantined"]
    row = next(row for row in rows(world) if row.id == taken.id)
    assert "KeyError" in row.reason
    assert "words" not in row.reason
    assert mailroom.take_in(world.house, raw, world.pool)["verdict"] == "accepted"


async def test_a_fault_of_the_database_is_not_the_mails(world, monkeypatch):
    """It is raised, so that the mail comes again; nothing is counted on it."""

    def locked(*_):
        raise OperationalError("UPDATE", {}, Exception("database is locked"))

    taken = mailroom.keep(world.house, PERSON)
    with monkeypatch.context() as patched:
        patched.setattr(receive, "decide_all", locked)
        with pytest.raises(OperationalError):
            mailroom.decide_kept(world.house, taken.id, world.pool)
    assert rows(world)[0].attempts == 0


async def test_mail_is_taken_for_our_own_addresses_and_good_tokens_only(world):
    """The bare addresses, and both tokens of a letter; in any case. Everything else looks alike from outside."""
    letter, _ = await answered(world)
    reply_to = str(letter.mail["Reply-To"])
    bounces = next(kept.sender for kept in world.server.accepted if kept.content.find(reply_to.encode()) >= 0)
    good = ["replies@milestones.example", "bounces@milestones.example", reply_to, reply_to.upper(), bounces]
    assert all(door.takes(world.house, address) for address in good)
    token = re.search(r"\+(\w+)@", reply_to)[1]
    forged = reply_to.replace(token, ("a" if token[-1] != "a" else "b").join([token[:-1], ""]))
    purpose_swapped = bounces.replace("bounces+", "replies+")
    bad = [forged, purpose_swapped, "replies+short@milestones.example", "postmaster@milestones.example", "x@y.example"]
    assert not any(door.takes(world.house, address) for address in bad)


@pytest.mark.parametrize("how", ["expired", "revoked"])
async def test_a_token_that_has_run_out_is_like_an_unknown_one(world, how):
    """A08: half a year later, or after the post changed hands."""
    letter, _ = await answered(world)
    if how == "expired":
        world.clock.advance(timedelta(days=200))
    else:
        with world.house.database.transaction() as session:
            for row in session.exec(select(LetterRow)):
                row.revoked_at = world.clock.now()
    assert not door.takes(world.house, str(letter.mail["Reply-To"]))


async def test_a_mail_too_large_to_fetch_is_kept_by_its_headers(world):
    """M45: quarantined with its size, for a person to look at in the archive; met again it is not kept twice."""
    head = PERSON.partition(b"hello")[0]
    receipt = mailroom.keep_oversize(world.house, head, 50_000_000)
    assert receipt["verdict"] == "quarantined"
    assert "50000000 bytes" in receipt["reason"]
    mailroom.keep_oversize(world.house, head, 50_000_000)
    assert len(rows(world)) == 1


TAKES_IN = """
import sys
from milestones.edge.parser_pool import ParserPool
from milestones.flows import hear, receive
from milestones.mail.inbound.parse import parse
with ParserPool(size=1) as pool:
    print(pool.run(parse(sys.stdin.buffer.read()), hear.HEAR).text)
print([name for name in sys.modules if name.startswith("milestones.mail.words")])
"""


def test_the_process_that_decides_does_not_load_what_understands_words():
    """Only its children do, though it takes from them what they heard: some 180 MB and a second of its start."""
    ran = subprocess.run([sys.executable, "-c", TAKES_IN], input=PERSON, capture_output=True, check=True)
    assert ran.stdout.decode().splitlines() == ["hello", "[]"]
