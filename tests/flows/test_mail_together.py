"""Mails that are taken in together come to what they would come to one by one, whatever is wrong with one of them."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import DataError, OperationalError
from world import World

from milestones.edge.parser_pool import ParserPool
from milestones.flows import hear, look, mailroom, receive, settle
from milestones.flows.reply import Reply
from tests.flows import deadly
from tests.stories.attacks import open_letter

OWNERS = ("inspector", "sergeant", "prevent-lead", "head-teacher")


pytestmark = pytest.mark.usefixtures("logged")


@pytest.fixture
async def world(tmp_path):
    async with World(tmp_path) as world:
        yield world


async def asked(world, *, each=1):
    """Letters to four owners about a milestone of their own each, as often as said; by owner."""
    for number in range(each):
        for owner in OWNERS:
            world.agreed(f"Task {number} of the {owner}", due=f"2027-02-{10 + number}", owner=owner)
        await world.tick()
    return [letter for number in range(each) for letter in world.letters("assignment")[number * 4 : number * 4 + 4]]


def receive_all(world, mails):
    return list(mailroom.receive(world.house, [("test", mail) for mail in mails], world.pool))


def verdicts(receipts):
    return [receipt["verdict"] for receipt in receipts]


async def everything(world):
    """Mails of every kind, good and bad, some of them about what another of them changes."""
    letters = await asked(world)
    answer = world.mail_in_answer_to
    done = answer(letters[0], "Done.")
    return [
        done,
        answer(letters[1], "Please extend to 26 February 2027."),
        open_letter("inspector@police.example", "Hello", "A word about the plan."),
        done,
        answer(letters[0], "Undo, I was wrong."),
        b"From: a@b.example, c@d.example\r\n\r\nDone\r\n",
        answer(letters[2], "Out until 20 January.", Auto_Submitted="auto-replied"),
        answer(letters[2], "Done.", sender="stranger@elsewhere.example"),
        answer(letters[3], "Done.", Message_ID="<twice@x.example>"),
        answer(letters[3], "Not done at all.", Message_ID="<twice@x.example>"),
        answer(letters[1], "Half way, all going well."),
        b"",
        answer(letters[0], "Done."),
    ]


async def test_together_or_one_by_one_comes_to_the_same(tmp_path):
    """Receipts, states, the order of events and the letters that follow: nobody sees what shared a commit."""
    found = []
    for name in ("together", "one by one"):
        (tmp_path / name).mkdir()
        async with World(tmp_path / name) as world:
            mails = await everything(world)
            if name == "together":
                receipts = receive_all(world, mails)
            else:
                receipts = [receipt for mail in mails for receipt in receive_all(world, [mail])]
            await world.tick()
            states = {one["id"]: one["state"] for one in look.milestones(world.house, world.clock.now())}
            letters = [(letter.kind, letter.post) for letter in world.letters()]
            found.append((receipts, states, world.event_types(), sorted(letters)))
            assert world.audit_faults() == []
    assert found[0] == found[1]
    assert verdicts(found[0][0]) == [
        *("accepted", "accepted", "held", "duplicate", "accepted", "quarantined", "auto_reply"),
        *("held", "accepted", "quarantined", "accepted", "ignored", "refused"),
    ]


@pytest.mark.parametrize(("words", "state"), [(("Done.", "Undo."), "agreed"), (("Undo.", "Done."), "completed")])
async def test_opposite_replies_that_come_together_act_in_their_order(world, words, state):
    """The later one is decided on what the earlier one left."""
    letter = (await asked(world))[0]
    receive_all(world, [world.mail_in_answer_to(letter, text) for text in words])
    assert world.milestone("WLD-1")["state"] == state


async def test_more_mails_than_go_together_keep_their_order(world, monkeypatch):
    """Receipts come as the mails were given, over several commits; the next ones are read meanwhile."""
    monkeypatch.setattr(mailroom, "MOST_MAILS", 3)
    letters = await asked(world, each=2)
    mails = [world.mail_in_answer_to(letter, "In progress.") for letter in letters]
    receipts = receive_all(world, [*mails, *mails[:2]])
    assert verdicts(receipts) == ["accepted"] * 8 + ["duplicate"] * 2
    assert [receipt["message_id"] for receipt in receipts[:8]] == [f"<reply-{n}@post.example>" for n in range(1, 9)]
    assert world.event_types().count("reply_taken_in") == 8


async def test_what_changes_between_reading_and_deciding_is_read_anew(world):
    """A mail read as the answer to one title is decided on the title of the moment."""
    letter = (await asked(world))[0]
    taken = mailroom.keep(world.house, raw := world.mail_in_answer_to(letter, "Done."))
    batch = settle.read(world.house, [(taken.id, raw)], world.pool)
    world.command("extend", "WLD-1", to=world.clock.now().date().replace(month=3), by="prevent-coordinator")
    before = batch.outcomes[0].asked.items[0].due
    receipt = settle.decide_read(world.house, batch)[0]
    assert world.milestone("WLD-1")["due"] != before.isoformat()
    assert receipt["verdict"] == "accepted"
    assert world.milestone("WLD-1")["state"] == "completed"


@pytest.mark.parametrize(
    "fault", [KeyError("x"), DataError("INSERT", {}, Exception("NUL"))], ids=["ours", "the mail's"]
)
async def test_a_fault_of_ours_with_one_of_many_undoes_no_other(world, monkeypatch, logged, fault):
    """They are decided one by one then; the one that trips is tried three times, and set aside."""
    letters = await asked(world)
    mails = [world.mail_in_answer_to(letter, "In progress.") for letter in letters]
    decide = Reply.decide

    def trips(reply):
        decide(reply)
        if reply.mail.message_id == "<reply-2@post.example>":
            raise fault

    monkeypatch.setattr(Reply, "decide", trips)
    assert verdicts(receive_all(world, mails)) == ["accepted", None, "accepted", "accepted"]
    assert world.event_types("WLD-2").count("progress_noted") == 0
    assert [line["why"] for line in logged if line["event"] == "mail.undecided"] == [type(fault).__name__]
    number = next(row["id"] for row in look.replies(world.house) if row["state"] == "received")
    assert [mailroom.decide_kept(world.house, number, world.pool)["verdict"] for _ in range(2)] == [None, "quarantined"]
    assert world.event_types().count("reply_taken_in") == 3
    assert world.audit_faults() == []


async def test_a_fault_of_ours_in_reading_one_of_many_holds_up_no_other(world, monkeypatch):
    """Looking up what a mail answers trips: the others are read one by one, and it is set aside after three tries."""
    letters = await asked(world)
    mails = [world.mail_in_answer_to(letter, "In progress.") for letter in letters]
    find = hear.addressed

    def trips(house, session, mail, named):
        if mail.message_id == "<reply-2@post.example>":
            raise KeyError("x")
        return find(house, session, mail, named)

    monkeypatch.setattr(hear, "addressed", trips)
    assert verdicts(receive_all(world, mails)) == ["accepted", None, "accepted", "accepted"]
    number = next(row["id"] for row in look.replies(world.house) if row["state"] == "received")
    assert [mailroom.decide_kept(world.house, number, world.pool)["verdict"] for _ in range(2)] == [None, "quarantined"]


async def test_a_machine_that_can_start_no_reader_is_no_mails_fault(world, monkeypatch):
    """No process, no memory: nothing is counted on any mail, all of it is taken up later."""
    mail = world.mail_in_answer_to((await asked(world))[0], "In progress.")

    def refused(*_):
        raise OSError("no more processes")

    with monkeypatch.context() as patched:
        patched.setattr(hear, "listen", refused)
        assert verdicts(receive_all(world, [mail, mail])) == [None, "duplicate"]
        with pytest.raises(OSError, match="no more processes"):
            mailroom.decide_kept(world.house, 1, world.pool)
    assert mailroom.decide_kept(world.house, 1, world.pool)["verdict"] == "accepted"


async def test_a_mail_that_was_stored_has_a_receipt_though_the_database_failed_later(world, monkeypatch):
    """Nothing is lost: it is taken up when its lease is over. What could not be stored at all is said."""
    letters = await asked(world)
    mails = [world.mail_in_answer_to(letter, "In progress.") for letter in letters]

    def locked(*_):
        raise OperationalError("UPDATE", {}, Exception("database is locked"))

    with monkeypatch.context() as patched:
        patched.setattr(receive, "decide_all", locked)
        receipts = receive_all(world, mails)
        assert verdicts(receipts) == [None] * 4
        assert "is stored" in receipts[0]["reason"]
        patched.setattr(mailroom, "keep_all", locked)
        with pytest.raises(OperationalError):
            receive_all(world, mails)
    world.clock.advance(mailroom.inbox.LEASE)
    mailroom.take_up(world.house, mailroom.left_over(world.house), world.pool)
    assert set(verdicts(look.replies(world.house))) == {"accepted"}
    assert mailroom.backlog(world.house) == 0


async def test_mails_before_one_that_cannot_be_stored_are_decided(world, monkeypatch):
    """Exit status 75 is for the one that failed; those before it have their receipts and are not to come again."""
    monkeypatch.setattr(mailroom, "MOST_MAILS", 2)
    letters = await asked(world)
    mails = [world.mail_in_answer_to(letter, "In progress.") for letter in letters]
    keep_all = mailroom.keep_all
    stored = []

    def full(house, raws):
        stored.append(raws)
        if len(stored) == 2:
            raise OperationalError("INSERT", {}, Exception("disk full"))
        return keep_all(house, raws)

    monkeypatch.setattr(mailroom, "keep_all", full)
    receipts = []
    with pytest.raises(OperationalError):
        receipts.extend(mailroom.receive(world.house, [("test", mail) for mail in mails], world.pool))
    assert mailroom.backlog(world.house) == 0
    assert set(verdicts(look.replies(world.house))) == {"accepted"}
    assert len(look.replies(world.house)) == 2


async def test_a_mail_that_ends_its_reader_delays_no_other(world, monkeypatch):
    """The others are decided first; it is read three times by itself, and quarantined."""
    monkeypatch.setattr(hear, "OPEN", deadly.OPEN)
    letters = await asked(world)
    mails = [world.mail_in_answer_to(letter, "In progress.") for letter in letters]
    crash = world.mail_in_answer_to(letters[0], "Done.", X_Crash="yes")
    decided = []
    decide_read = settle.decide_read
    monkeypatch.setattr(settle, "decide_read", lambda *given: decided.append(found := decide_read(*given)) or found)
    with ParserPool(size=2) as pool:
        receipts = list(mailroom.receive(world.house, [("test", mail) for mail in (mails[0], crash, *mails[1:])], pool))
    first = [receipt and receipt["verdict"] for receipt in decided[0]]
    assert first == ["accepted", None, "accepted", "accepted", "accepted"]
    assert verdicts(receipts) == ["accepted", "quarantined", "accepted", "accepted", "accepted"]
    assert "3 times: the child ended with 7" in receipts[1]["reason"]
