"""Schedules, what is owed, absences and mail taken in: the same on both databases."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from letterbox import MONDAY, raw_of

from milestones.domain.board import Absence
from milestones.domain.ladder import Rung, Span
from milestones.store import inbox, occurrences, queries
from milestones.store import milestones as store
from milestones.store.tables import InboundRow
from tests.office import FORTNIGHT, milestone

DUE = date(2026, 12, 14)
LATER = MONDAY + timedelta(days=1)


@pytest.fixture
def write(database):
    """Do one thing in a transaction of its own and give what it gives."""

    def do(work, *given, **named):
        with database.transaction() as session:
            return work(session, *given, **named)

    return do


def put(session, *numbers, fresh=False, **changes):
    for number in numbers:
        one = milestone(id=f"HUM-{number}", **{"due": DUE, **changes})
        store.put(session, one, ladder_from=MONDAY, fresh=fresh)


def occurrence(key, **given):
    return {
        "key": key,
        "board": "hum",
        "milestone": "HUM-1",
        "rule": "fortnight",
        "recipient": "lead",
        "at": MONDAY,
    } | given


# --- up to when everything has been evaluated -----------------------------------------------------------------------


def test_the_last_evaluated_instants_are_kept_by_schedule(write):
    """None before the first; a later one takes the place of an earlier one; instants keep their zone."""
    assert write(occurrences.considered) is None
    write(occurrences.set_considered, {"ladder": MONDAY, "digest:hum:weekly": LATER})
    write(occurrences.set_considered, {"ladder": LATER})

    assert write(occurrences.considered) == LATER
    assert write(occurrences.considered, "digest:hum:weekly") == LATER


def test_a_rule_added_later_counts_from_then(write):
    """By board and rule, whatever characters an id has; other facts are not among them."""
    write(queries.set_meta, f"{occurrences.RULE_SINCE}hum:a_b%c", LATER.isoformat())
    write(queries.set_meta, "rule_sinceX:hum:no", "no instant")

    assert write(occurrences.rule_since) == {"hum": {"a_b%c": LATER}}


# --- the due scan ---------------------------------------------------------------------------------------------------


def test_a_rung_reaches_what_is_due_in_its_span_and_agreed(write):
    """Not the proposed, not the newly agreed, not what is due on other days, not what was found before."""
    write(put, 1, 2)
    write(put, 3, due=date(2026, 12, 21))
    write(put, 4, fresh=True)
    span = Span(1, DUE, DUE)

    assert write(occurrences.add_rung, "hum", "fortnight", span, MONDAY) == 2
    assert write(occurrences.add_rung, "hum", "fortnight", span, MONDAY) == 0
    assert write(occurrences.add_rung, "other", "fortnight", span, MONDAY) == 0
    found = write(occurrences.next_due)
    assert {name: [(row.rule, row.rung, row.due, row.at) for row in rows] for name, rows in found.items()} == {
        name: [("fortnight", 1, DUE, MONDAY)] for name in ("HUM-1", "HUM-2")
    }


def test_a_meeting_reaches_everything_that_has_a_date(write):
    """Counted from the meeting, whatever the milestones' own days."""
    write(put, 1)
    write(put, 2, due=date(2027, 6, 1))
    write(put, 3, due=None)
    meeting = Rung(FORTNIGHT, 1, date(2027, 3, 9), MONDAY)

    assert write(occurrences.add_meeting, "hum", meeting) == 2
    assert {row.due for rows in write(occurrences.next_due).values() for row in rows} == {date(2027, 3, 9)}


def test_a_rung_let_go_by_a_snooze_takes_the_place_of_the_one_kept_back(write):
    """Found in one scan after downtime: the later instant counts, and until which day it was kept back."""
    kept_back = Rung(FORTNIGHT, 1, DUE, MONDAY)
    let_go = Rung(FORTNIGHT, 1, DUE, LATER, woken=LATER.date())
    write(occurrences.add_due, "hum", [("HUM-1", let_go), ("HUM-1", kept_back)])
    write(occurrences.add_due, "hum", [("HUM-1", kept_back)])

    (row,) = write(occurrences.next_due)["HUM-1"]
    assert (row.at, row.woken) == (LATER, LATER.date())


def test_what_fell_due_is_handed_out_milestone_by_milestone_until_it_is_addressed(write):
    """Whole milestones, in order, no more than asked for."""
    write(put, 1, 2, 3)
    write(occurrences.add_rung, "hum", "fortnight", Span(1, DUE, DUE), MONDAY)
    write(occurrences.add_rung, "hum", "overdue", Span(2, DUE, DUE), LATER)

    first = write(occurrences.next_due, 2)
    write(occurrences.addressed, first)

    assert {name: [row.rule for row in rows] for name, rows in first.items()} == {
        name: ["fortnight", "overdue"] for name in ("HUM-1", "HUM-2")
    }
    assert list(write(occurrences.next_due)) == ["HUM-3"]


def test_the_newly_agreed_are_read_in_order_and_evaluated_once(write):
    """By id, some at a time; marked when they were evaluated from the start of their ladder."""
    write(put, 1, 2, 3, fresh=True)
    write(put, 4)

    assert [row[0] for row in write(occurrences.fresh, "", 2)] == ["HUM-1", "HUM-2"]
    assert [row[0] for row in write(occurrences.fresh, "HUM-2", 2)] == ["HUM-3"]
    write(occurrences.evaluated_first, ["HUM-1", "HUM-3"])
    assert [row[0] for row in write(occurrences.fresh, "", 5)] == ["HUM-2"]
    assert write(occurrences.earliest_ladder, "hum") == MONDAY


# --- what is owed ---------------------------------------------------------------------------------------------------


def test_what_is_owed_is_kept_once_and_for_ever(write):
    """The same key again changes nothing, also beside new ones in the same statement."""
    write(occurrences.add, [occurrence("a", why="first", due=DUE)])
    write(occurrences.add, [occurrence("a", why="second"), occurrence("b", recipient="second")])

    (place, other) = write(occurrences.open_places)
    assert (place, other) == (("hum", "reminder", MONDAY, "lead"), ("hum", "reminder", MONDAY, "second"))
    assert [(owed.key, owed.why, owed.due) for owed in write(occurrences.open_at, [place])] == [("a", "first", DUE)]
    assert write(occurrences.recorded, ["HUM-1"]) == {("HUM-1", "fortnight", 0, DUE), ("HUM-1", "fortnight", 0, None)}


def test_what_a_letter_carries_or_was_passed_over_is_owed_no_more(write):
    """Open until then; passing over leaves what a letter carries as it is."""
    write(occurrences.add, [occurrence(key, recipient=key) for key in ("a", "b", "c")])
    write(occurrences.carried, {"a": 7})
    write(occurrences.passed_over, {"a": "too late", "b": "silenced"})
    found = write(occurrences.of_milestones, ["HUM-1"])

    assert [place[3] for place in write(occurrences.open_places)] == ["c"]
    assert {(owed.key, letter) for owed, letter in found} == {("a", 7), ("c", None)}


def test_a_digest_covers_those_missed_since_the_last(write):
    """Passed over after the last that a letter carried, up to this one."""
    days = [MONDAY + timedelta(weeks=week) for week in range(4)]
    digest = {"kind": "digest", "rule": "weekly", "milestone": None}
    write(occurrences.add, [occurrence(f"d{number}", at=at, **digest) for number, at in enumerate(days)])
    write(occurrences.passed_over, {"d0": "down", "d2": "down"})
    write(occurrences.carried, {"d1": 5})

    assert write(occurrences.digests_covered, "hum", "weekly", days[3]) == (days[2],)
    assert write(occurrences.digests_covered, "hum", "weekly", days[1]) == (days[0],)


# --- absences, and mail taken in ------------------------------------------------------------------------------------


def test_absences_are_read_in_the_order_they_were_recorded(write):
    """The newest that covers a day counts, so the order must hold; another board's are not among them."""
    first = Absence("lead", date(2026, 12, 1), date(2026, 12, 9), "second", "coordinator", "leave")
    second = Absence("lead", date(2026, 12, 5), date(2026, 12, 6), None, "coordinator", "")
    for absence in (first, second):
        write(queries.record_absence, "hum", absence)
    write(queries.record_absence, "other", first)

    assert write(queries.absences, "hum") == (first, second)


def test_mail_is_kept_once_and_leased_to_one(write):
    """Whole portions with repeats in them; what is in other hands is not ours until its lease runs out."""
    raws = [b"one\r\n\r\n\x00\xff", b"two", b"one\r\n\r\n\x00\xff"]
    taken = write(inbox.take_in_all, raws, MONDAY)

    assert [one.mine for one in taken] == [True, True, False]
    assert taken[0].id == taken[2].id < taken[1].id
    assert [write(raw_of, one.id) for one in taken] == raws
    assert not write(inbox.take_in, b"two", MONDAY + inbox.LEASE - timedelta(seconds=1)).mine
    assert write(inbox.take_in, b"two", MONDAY + inbox.LEASE).mine


def test_mail_that_a_process_died_over_is_found_once_its_lease_has_run_out(write):
    """Oldest first; given back it is found at once, decided it is found no more."""
    one, two, three = (taken.id for taken in write(inbox.take_in_all, [b"1", b"2", b"3"], MONDAY))

    def decided(session, number):
        session.get_one(InboundRow, number).state = "accepted"

    assert write(inbox.left_over, MONDAY) == []
    write(inbox.release, [two], MONDAY)
    assert write(inbox.left_over, MONDAY) == [two]
    write(decided, one)
    assert write(inbox.left_over, MONDAY + inbox.LEASE) == [two, three]
    assert write(inbox.lease, [one, two, three], MONDAY + inbox.LEASE) == {two, three}


def test_a_mail_counts_how_often_it_could_not_be_read(write):
    """Each failed reading is one more, whoever failed."""
    taken = write(inbox.take_in, b"bomb", MONDAY)

    assert [write(inbox.count_attempt, taken.id) for _ in range(3)] == [1, 2, 3]
