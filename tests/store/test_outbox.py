"""The outbox: claims, fences, settlements, with several senders at once."""

from datetime import timedelta

import pytest
from letterbox import MONDAY, letters, new_database, queue, row
from sqlalchemy import text

from milestones.domain.delivery import LEASE, Settlement
from milestones.store import channel, outbox
from milestones.store.letters import milestones_unheard

LATER = MONDAY + LEASE
SENT = Settlement("sent", 1, 0)


def claim(database, limit=10, worker="w", now=MONDAY):
    with database.transaction() as session:
        return outbox.claim(session, now, now + LEASE, limit, worker)


def mark(database, *claimed, now=MONDAY):
    with database.transaction() as session:
        return outbox.mark_data(session, [letter.lease for letter in claimed], now + LEASE)


def settle(database, claimed, what, now=MONDAY):
    with database.transaction() as session:
        return outbox.settle(session, [(claimed.lease, what)], now)


def test_an_occurrence_is_queued_once_however_often_it_is_added(database):
    """A second letter with the same key is passed over, the first stays as it was."""
    first = queue(database, row(1), row(2))
    again = queue(database, row(1, message_id="<other@x>", token_id="other"), row(3))
    assert set(first) == {"key-1", "key-2"}
    assert set(again) == {"key-3"}
    assert letters(database)[0].message_id == "<letter-1@board.test>"


def test_bulk_insert_returns_the_id_of_each_row(database):
    """Each key leads to its own row, for thousands of rows too."""
    ids = queue(database, *(row(number) for number in range(2500)))
    assert {letter.occurrence_key: letter.id for letter in letters(database)} == ids


def test_a_claim_takes_the_most_urgent_then_the_longest_due(database):
    """An escalation overtakes reminders that were due before it."""
    queue(database, row(1), row(2, due_at=MONDAY - timedelta(hours=1)), row(3, priority=2))
    assert [letter.post for letter in claim(database)] == ["owner-3", "owner-2", "owner-1"]


def test_a_claimed_letter_is_not_claimed_again_before_its_lease_ends(database):
    """Two senders never hold the same letter."""
    queue(database, row(1), row(2), row(3))
    assert [letter.post for letter in claim(database, limit=2)] == ["owner-1", "owner-2"]
    assert [letter.post for letter in claim(database, worker="v")] == ["owner-3"]
    assert claim(database, now=LATER - timedelta(seconds=1)) == []


def test_a_letter_that_waits_for_sending_hours_is_not_ready_before(database):
    """Queued with a next attempt in the future."""
    queue(database, row(1, next_attempt_at=MONDAY + timedelta(hours=1)))
    assert claim(database) == []
    assert len(claim(database, now=MONDAY + timedelta(hours=1))) == 1


def test_a_lease_that_ran_out_before_data_leaves_no_doubt(database):
    """Crash point C3: certainly not sent."""
    queue(database, row(1))
    old = claim(database)[0]
    new = claim(database, now=LATER)[0]
    assert (new.id, new.uncertain, new.attempts) == (old.id, 0, 0)


def test_a_lease_that_ran_out_after_data_is_one_doubt(database):
    """Crash point C5: perhaps sent."""
    queue(database, row(1))
    mark(database, claim(database)[0])
    again = claim(database, now=LATER)[0]
    assert (again.uncertain, again.attempts) == (1, 1)


def test_a_sender_that_lost_its_lease_is_fenced_also_under_its_old_name(database):
    """The token is new for each claim, so a restarted worker with the same name passes no old fence (B12, B13)."""
    queue(database, row(1))
    old = claim(database, worker="pod-0")[0]
    new = claim(database, worker="pod-0", now=LATER)[0]
    assert mark(database, old, now=LATER) == set()
    assert mark(database, new, now=LATER) == {new.id}


def test_a_fence_renews_the_lease(database):
    """A letter that is being sent has the whole lease before it."""
    queue(database, row(1))
    mark(database, claim(database)[0], now=MONDAY + timedelta(minutes=14))
    assert claim(database, now=MONDAY + timedelta(minutes=16)) == []


def test_a_claim_sets_the_fence_at_once_but_not_for_a_letter_that_was_in_doubt(database):
    """So that no letter fails for two doubts of which one was not real."""
    queue(database, row(1), row(2, uncertain=1))
    with database.transaction() as session:
        claimed = outbox.claim(session, MONDAY, LATER, 10, "w", fenced=True)
    assert [letter.stage for letter in claimed] == ["data", "claimed"]
    assert [letter.uncertain for letter in claim(database, now=LATER)] == [1, 1]


def test_what_was_sent_is_recorded_whoever_holds_the_lease_and_stops_the_other(database):
    """A slow sender that did send keeps the one that took over from sending a copy."""
    queue(database, row(1))
    old = claim(database)[0]
    mark(database, old)
    new = claim(database, now=LATER)[0]
    assert settle(database, old, SENT, LATER) == {old.id}
    assert mark(database, new, now=LATER) == set()
    assert letters(database)[0].state == "sent"


@pytest.mark.parametrize("state", ["failed", "deferred"])
def test_any_other_outcome_counts_only_under_its_own_lease(database, state):
    """The sender that lost its lease cannot settle what another is sending."""
    queue(database, row(1))
    old = claim(database)[0]
    claim(database, now=LATER)
    assert settle(database, old, Settlement(state, 1, 0, LATER, "no"), LATER) == set()
    assert letters(database)[0].state == "sending"


def test_a_settled_letter_shows_its_reason_beside_why_it_was_queued(database):
    """`why` says both; once sent only why it was queued."""
    queue(database, row(1))
    settle(database, claim(database)[0], Settlement("deferred", 1, 0, MONDAY, "deferred (rcpt): 450 later"))
    assert letters(database)[0].why_told == "due in a fortnight; deferred (rcpt): 450 later"
    settle(database, claim(database)[0], SENT)
    sent = letters(database)[0]
    assert (sent.why_told, sent.sent_at, sent.attempts) == ("due in a fortnight", MONDAY, 2)


def test_deferred_letters_come_back_when_they_have_waited(database):
    """And not a moment earlier."""
    queue(database, row(1))
    settle(database, claim(database)[0], Settlement("deferred", 1, 0, LATER, "later"))
    assert claim(database, now=LATER - timedelta(seconds=1)) == []
    assert [letter.attempts for letter in claim(database, now=LATER)] == [1]


def test_released_letters_are_ready_at_once_without_an_attempt(database):
    """What a stopping service gives back."""
    queue(database, row(1))
    claimed = claim(database)[0]
    with database.transaction() as session:
        outbox.release(session, [claimed.lease])
    assert [letter.attempts for letter in claim(database)] == [0]


def test_one_refused_connection_defers_what_waits_and_nothing_else(database):
    """No attempt is counted, each deferred letter has its next one, what others send is left to them."""
    queue(database, row(1), row(2), row(3, next_attempt_at=LATER), row(4, state="sent"))
    held = claim(database, limit=1)
    with database.transaction() as session:
        assert outbox.defer_waiting(session, MONDAY, LATER, "refused") == 1
    assert [letter.state for letter in letters(database)] == ["sending", "deferred", "queued", "sent"]
    deferred = letters(database)[1]
    assert (deferred.attempts, deferred.next_attempt_at, deferred.outcome) == (0, LATER, "refused")
    assert held[0].id == 1


def test_cancelling_stops_what_is_not_being_sent(database):
    """A claimed letter is stopped by its fence; one whose DATA may have begun is not called back."""
    queue(database, row(1), row(2), row(3))
    claimed = claim(database, limit=2)
    mark(database, claimed[1])
    with database.transaction() as session:
        assert outbox.cancel(session, [1, 2, 3], "HUM-1 is completed") == {1, 3}
    assert mark(database, claimed[0]) == set()
    assert [letter.state for letter in letters(database)] == ["cancelled", "sending", "cancelled"]


def test_milestones_of_a_dead_address_are_those_of_its_letters_that_wait_or_failed(database):
    """Of this board only, oldest first; what was sent does not count."""
    dead = "gone@police.test"
    queue(database, row(1, to=dead), row(2, to=dead, state="failed"), row(3, to=dead, state="sent"), row(4))
    queue(database, row(5, to=dead, board="other"))
    with database.reading() as session:
        assert milestones_unheard(session, "humberside", dead) == [["HUM-1"], ["HUM-2"]]


def test_a_claim_reads_no_more_rows_than_it_takes(tmp_path):
    """SQLite walks the index in sending order; a hundred thousand waiting letters are not sorted for each claim."""
    plan_of = (
        "EXPLAIN QUERY PLAN SELECT id FROM letter WHERE state = 'queued' AND (next_attempt_at IS NULL OR"
        " next_attempt_at <= '2026') ORDER BY priority, due_at, id LIMIT 20"
    )
    database = new_database(tmp_path)
    with database.reading() as session:
        plan = " ".join(str(step) for step in session.connection().execute(text(plan_of)))
    assert "COVERING INDEX ix_letter_ready" in plan
    assert "TEMP B-TREE" not in plan
    database.close()


def test_the_channel_is_remembered(database):
    """What one process found out about the server, the next one knows."""
    shut = channel.Channel(2, MONDAY + timedelta(minutes=5), "535 no", closed=True)
    with database.transaction() as session:
        assert channel.read(session) == channel.Channel()
        channel.write(session, shut)
    with database.reading() as session:
        assert channel.read(session) == shut
    assert shut.shut_until(MONDAY) == MONDAY + timedelta(minutes=5)
    assert shut.shut_until(MONDAY + timedelta(minutes=5)) is None


def test_a_wait_written_by_a_clock_that_ran_ahead_does_not_bind():
    """No wait is longer than an hour, so a longer one is another clock's."""
    assert channel.Channel(1, MONDAY + timedelta(days=30), "535 no", closed=True).shut_until(MONDAY) is None
