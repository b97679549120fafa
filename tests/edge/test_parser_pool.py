"""Hostile mail is read in children that the kernel bounds: one mail is lost with a child, never the next one."""

from __future__ import annotations

import os
import pickle
import threading
import time

import pytest

from milestones.domain.unreadable import Unreadable
from milestones.edge import parser_pool
from milestones.edge.parser_pool import ParserDied, ParserPool
from tests.mail.written import raw_mail
from tests.patience import patient

WORK = "tests.edge.child_work:"


@pytest.fixture(scope="module")
def pool():
    with ParserPool(size=2, cpu_s=1, memory_mb=512, wall_s=patient(10)) as pool:
        yield pool


def test_a_mail_comes_back_as_a_value(pool):
    """The default function is the mail reader."""
    mail = pool.read(raw_mail("Done"))

    assert (mail.text, mail.sender) == ("Done", "bcu@humberside.police.example")
    assert mail.date is not None


def test_what_cannot_be_read_is_unreadable_here_too(pool):
    """The reason crosses the process, and so does whether anybody needs to look."""
    with pytest.raises(Unreadable, match="no From") as refused:
        pool.read(raw_mail(without=("From",)))
    assert not refused.value.ignorable

    with pytest.raises(Unreadable) as refused:
        pool.run(b"", WORK + "refuse")
    assert refused.value.ignorable


def test_a_mail_of_the_largest_size_goes_through(pool):
    """Ten megabytes to the child, and the answer back."""
    raw = b"x" * (10 << 20)

    assert pool.run(raw, WORK + "echo", "y", 1) == (raw, "y", 1)


@pytest.mark.parametrize(
    ("work", "reason"),
    [
        ("burn", "CPU"),
        ("crash", "ended with 3"),
        ("hoard", "MemoryError"),
        ("fail", "KeyError"),
        ("recurse", "RecursionError"),
    ],
)
def test_a_limit_costs_one_mail_and_the_next_is_read(pool, work, reason):
    """B50: the child's end is an error with its reason; the pool goes on."""
    with pytest.raises(ParserDied, match=reason):
        pool.run(b"x", WORK + work)

    assert pool.read(raw_mail("Done")).text == "Done"


def test_a_child_that_hangs_is_ended_by_the_clock():
    """No CPU used, no answer: the deadline holds."""
    started = time.monotonic()
    with ParserPool(wall_s=0.5) as pool, pytest.raises(ParserDied, match=r"within 0\.5 s"):
        pool.run(b"x", WORK + "sleep")

    assert time.monotonic() - started < patient(3)


def test_a_child_cannot_reach_the_network_other_processes_or_files(pool, tmp_path):
    """Reading needs none of them; A48."""
    target = tmp_path / "written"
    for work, raw in (("connect", b"9"), ("start_process", b""), ("write", os.fsencode(target))):
        with pytest.raises(ParserDied, match="PermissionError"):
            pool.run(raw, WORK + work)

    assert not target.exists()


def test_a_child_knows_no_secret_of_the_service(pool, monkeypatch):
    """Its environment is its own."""
    monkeypatch.setenv("MILESTONES_SECRET_KEY", "secret")

    with ParserPool() as fresh:
        assert fresh.run(b"", WORK + "environment") == ["LC_ALL"]


def test_what_a_reader_prints_is_no_answer(pool):
    """Its standard output is not the pipe."""
    assert pool.run(b"", WORK + "shout") == "said"


def test_an_answer_that_would_run_code_is_refused(pool):
    """Answers hold plain values only, since a child may have been turned."""
    with pytest.raises(ParserDied, match="may not hold"):
        pool.run(b"", WORK + "turned")


def test_children_are_kept_and_replaced_after_some_mails(monkeypatch):
    """A child serves several mails, then another takes over."""
    monkeypatch.setattr(parser_pool, "QUESTIONS_A_CHILD", 3)
    with ParserPool(size=1) as pool:
        pids = [pool.run(b"", WORK + "pid") for _ in range(7)]

    assert [pids.index(pid) for pid in pids] == [0, 0, 0, 3, 3, 3, 6]


def test_many_questions_are_answered_in_their_order(pool):
    """Several at once to each of two children, more of them than a child serves, small and large."""
    raws = [b"%d " % number * (1 if number % 7 else 60_000) for number in range(120)]

    answers = pool.run_all(WORK + "echo", [(raw, number) for number, raw in enumerate(raws)])

    assert answers == [(raw, number) for number, raw in enumerate(raws)]
    assert pool.run_all(WORK + "echo", []) == []


@pytest.mark.parametrize(("end", "reason"), [("crash", "ended with 3"), ("burn", "CPU"), ("hoard", "MemoryError")])
def test_of_many_mails_the_one_that_ends_its_child_is_lost_alone(pool, end, reason):
    """What was on its way to that child behind it is asked again of another; what cannot be read is told apart."""
    work = ["echo"] * 30
    work[0], work[11], work[29] = "crash", end, "refuse"

    answers = pool.run_all(WORK + "as_told", [(str(number).encode(), name) for number, name in enumerate(work)])

    assert [type(answers[number]) for number in (0, 11, 29)] == [ParserDied, ParserDied, Unreadable]
    assert reason in answers[11].reason
    read = {number: answer for number, answer in enumerate(answers) if number not in {0, 11, 29}}
    assert read == {number: (str(number).encode(),) for number in read}
    assert pool.read(raw_mail("Done")).text == "Done"


def take_all(child, answered):
    """Note the numbers of what is answered, until the child's end shows."""
    while True:
        answered += [number for number, _ in child.answers()]


def test_what_a_child_answered_before_its_end_counts():
    """A child that is found gone when more is sent to it has still answered what it had read before."""
    with ParserPool(size=1) as pool:
        pool.run(b"", WORK + "echo")
        child = pool.child()
        for number, name in enumerate(("echo", "echo", "crash", "echo")):
            child.ask(number, pickle.dumps((WORK + "as_told", (b"", name)), protocol=5))
        child.send()
        time.sleep(patient(0.1))
        child.ask(4, pickle.dumps((WORK + "as_told", (b"", "echo")), protocol=5))

        child.send()

        answered = []
        with pytest.raises(ParserDied, match="ended with 3"):
            take_all(child, answered)
        child.end()
    assert answered == [0, 1]
    assert list(child.open) == [2, 3, 4]


def test_many_mails_are_given_less_time_each_than_one(pool):
    """A mail that takes longer than the round allows is given up; the rest of the round is whole."""
    work = ["echo", "sleep", "echo", "echo", "echo"]

    answers = pool.run_all(WORK + "as_told", [(b"", name) for name in work], wall_s=patient(0.3))

    assert [type(answer) for answer in answers] == [tuple, ParserDied, tuple, tuple, tuple]


def test_children_are_replaced_in_the_middle_of_many_mails(monkeypatch):
    """Each serves so many, whatever the round."""
    monkeypatch.setattr(parser_pool, "QUESTIONS_A_CHILD", 5)
    with ParserPool(size=1) as pool:
        pids = pool.run_all(WORK + "pid", [(b"",)] * 12)

    assert [pids.count(pid) for pid in dict.fromkeys(pids)] == [5, 5, 2]


def test_a_child_killed_from_outside_is_replaced(pool):
    """Between two mails the kernel's memory killer may come."""
    with ParserPool(size=1) as pool:
        os.kill(pool.run(b"", WORK + "pid"), 9)
        time.sleep(0.2)
        assert pool.read(raw_mail("Done")).text == "Done"


def test_no_more_children_than_its_size_and_none_left_behind():
    """Eight threads share two children; closing ends both."""
    with ParserPool(size=2) as pool:
        pids: list[int] = []
        threads = [threading.Thread(target=lambda: pids.append(pool.run(b"", WORK + "pid"))) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert len(pids) == 8
    assert len(set(pids)) <= 2
    for pid in set(pids):
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
    with pytest.raises(RuntimeError, match="closed"):
        pool.read(raw_mail())
