"""What retention finds and takes out, on both databases."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta

from letterbox import MONDAY, contents, letters, queue, raw_of, row
from sqlmodel import select

from milestones.store import inbox, retention
from milestones.store.tables import InboundRow

LATER = MONDAY + timedelta(days=1)


def letters_in_states(database, *states, **given):
    """Queue a letter in each of some states."""
    queue(database, *(row(number, state=state, **given) for number, state in enumerate(states)))


def found(database, look=retention.old_letters, before=LATER, after=0, most=100):
    with database.reading() as session:
        return look(session, before, after=after, most=most)


def mails(database, *states):
    """Keep a mail in each of some states, with words of its own."""
    with database.transaction() as session:
        for state in states:
            taken = inbox.take_in(session, f"Subject: {state}\r\n\r\nmy words".encode(), MONDAY)
            kept = session.get_one(InboundRow, taken.id)
            kept.state, kept.text, kept.readings, kept.message_id = state, "my words", '["read"]', f"<{state}@x>"


def test_only_letters_whose_delivery_ended_lose_their_bytes(database):
    """What is still to be sent keeps them, however old it is; what was sent, failed or cancelled does not."""
    letters_in_states(database, "sent", "queued", "failed", "deferred", "cancelled", "sending", facts='{"shows": "x"}')

    old = found(database).old
    with database.transaction() as session:
        retention.forget_letters(session, old)

    assert [bool(content) for content in contents(database).values()] == [False, True, False, True, False, True]
    assert [json.loads(letter.facts) for letter in letters(database)] == [{}, {"shows": "x"}] * 3
    assert [letter.subject for letter in letters(database)] == [f"milestone {number}" for number in range(6)]
    assert found(database).old == ()


def test_a_letter_counts_from_when_it_was_sent(database):
    """Queued long ago and sent a day ago is kept for as long as one that was queued then."""
    letters_in_states(database, "sent", queued_at=MONDAY - timedelta(days=300), sent_at=LATER)

    assert found(database).old == ()
    assert found(database, before=LATER + timedelta(seconds=1)).old == (1,)


def test_a_digests_figures_stay(database):
    """The next digest begins where the last one's anchor stands."""
    queue(database, row(1, state="sent", kind="digest", facts='{"facts": {"anchor": "7:ab"}}'))

    with database.transaction() as session:
        retention.forget_letters(session, found(database).old)

    assert json.loads(letters(database)[0].facts) == {"facts": {"anchor": "7:ab"}}
    assert [*contents(database).values()] == [b""]


def test_the_walk_ends_with_the_first_stretch_in_which_nothing_is_old(database):
    """Numbers rise with time: a hundred thousand new letters are not looked at every day."""
    queue(database, *(row(number, state="sent", queued_at=MONDAY) for number in range(4)))
    queue(database, *(row(number, state="sent", queued_at=LATER) for number in range(4, 12)))

    first = found(database, most=3)
    second = found(database, after=first.look_on_after, most=3)
    third = found(database, after=second.look_on_after, most=3)

    assert (first.old, first.look_on_after) == ((1, 2, 3), 3)
    assert (second.old, second.look_on_after) == ((4,), 6)
    assert (third.old, third.look_on_after) == ((), None)


def test_a_mail_that_waits_for_a_decision_keeps_its_words(database):
    """Decided ones lose their bytes, words and readings; that they came, and what became of them, stays."""
    mails(database, "accepted", "held", "ignored", "quarantined", "received")

    old = found(database, look=retention.old_mails).old
    with database.transaction() as session:
        retention.forget_mails(session, old)
    with database.reading() as session:
        kept = session.exec(select(InboundRow).order_by(InboundRow.id)).all()
        raws = [raw_of(session, one.id) for one in kept]

    gone = [not raw for raw in raws]
    assert gone == [True, False, True, False, False]
    assert [(one.text, one.readings) == ("", "[]") for one in kept] == gone
    assert kept[0].message_id == "<accepted@x>"


def test_a_mail_whose_bytes_are_gone_is_still_known_when_it_comes_again(database):
    """Its hash stays: the same bytes are a duplicate for ever."""
    mails(database, "accepted")
    raw = b"Subject: accepted\r\n\r\nmy words"
    with database.transaction() as session:
        retention.forget_mails(session, found(database, look=retention.old_mails).old)
        taken = inbox.take_in(session, raw, LATER)
        assert session.get_one(InboundRow, taken.id).sha256 == hashlib.sha256(raw).hexdigest()
    assert not taken.mine
