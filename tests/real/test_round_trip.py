"""Our letters through a real mail system: submission with STARTTLS and log-in, signed, judged, delivered, read."""

from __future__ import annotations

import smtplib
from datetime import timedelta
from typing import Any

import pytest
from letterbox import SmallHouse, letters, queue, row
from mailstack.stack import PASSWORD, authentication_results

from milestones.flows.deliver import Delivered, deliver

pytestmark = pytest.mark.real_mail


@pytest.fixture
def house(database, mail_stack, monkeypatch):
    """A house whose mail server is the stack's submission port, with the stack's certificate trusted."""
    monkeypatch.setenv("SSL_CERT_FILE", str(mail_stack.certificate))
    log_in = {"security": "starttls", "username": "board@milestones.example", "password": PASSWORD}
    return SmallHouse(database, mail_stack.ports["submission"], **log_in)


def letter(number: int, to: str) -> dict[str, Any]:
    """A queued letter from a domain that the stack signs for."""
    fields = row(number, to=to, envelope_from=f"bounces+token{number}@milestones.example")
    return fields | {"content": fields["content"].replace(b"board.test", b"milestones.example")}


def quiet(*_, **__):
    """Nobody is told in these tests."""


async def test_a_letter_arrives_signed_and_with_its_own_bounce_address(house, database, mail_stack):
    """The owner's mailbox holds it, our signature verified by the receiving side."""
    queue(database, letter(1, to="arrives@police.example"))
    assert await deliver(house, on_failed=quiet) == Delivered(sent=1)
    mail = mail_stack.inbox("arrives@police.example")[0]
    assert b"Return-Path: <bounces+token1@milestones.example>" in mail
    assert b"Message-ID: <letter-1@milestones.example>" in mail
    assert mail.endswith(b"\n\nwhat is due\n.\n..two dots\n")
    assert "dkim=pass" in authentication_results(mail)
    assert "dmarc=pass" in authentication_results(mail)


async def test_a_greylisted_letter_waits_and_arrives_once(house, database, mail_stack):
    """451 at RCPT, deferred with Postfix's words; not tried before its time, then it goes through, the same bytes."""
    queued = letter(2, to="greylisted@police.example")
    queue(database, queued)
    assert await deliver(house, on_failed=quiet) == Delivered(deferred=1)
    waiting = letters(database)[0]
    assert "451 4.7.1" in waiting.why_told
    assert "Greylisted" in waiting.why_told
    for _ in range(5):
        assert await deliver(house, on_failed=quiet) == Delivered()
    assert mail_stack.greylist.tries("greylisted@police.example") == 1
    house.clock.advance(timedelta(minutes=6))
    assert await deliver(house, on_failed=quiet) == Delivered(sent=1)
    (mail,) = mail_stack.inbox("greylisted@police.example")
    head, _, body = queued["content"].replace(b"\r\n", b"\n").partition(b"\n\n")
    assert head in mail
    assert mail.endswith(b"\n\n" + body)
    assert mail_stack.greylist.tries("greylisted@police.example") == 2
    assert letters(database)[0].attempts == 2


async def test_an_unknown_user_fails_at_once_while_the_others_arrive(house, database, mail_stack):
    """550 5.1.1 from a real server, and one letter to somebody who is there beside it."""
    queue(database, letter(3, to="gone@police.example"), letter(4, to="there@council.example"))
    assert await deliver(house, on_failed=quiet) == Delivered(sent=1, failed=1)
    assert "550 5.1.1" in letters(database)[0].why_told
    assert len(mail_stack.inbox("there@council.example")) == 1


async def test_a_wrong_password_stops_the_channel(house, database):
    """535 from a real server: everything waits, nothing failed."""
    queue(database, row(5), row(6))
    house.password = "wrong"
    assert await deliver(house, on_failed=quiet) == Delivered(deferred=2)
    assert "535 5.7.8" in letters(database)[0].why_told
    assert {letter.attempts for letter in letters(database)} == {0}


async def test_a_certificate_that_nobody_vouches_for_sends_nothing(house, database, monkeypatch):
    """Without the stack's authority the connection is given up before the log-in."""
    monkeypatch.delenv("SSL_CERT_FILE")
    queue(database, row(7))
    assert await deliver(house, on_failed=quiet) == Delivered(deferred=1)
    assert "TLS" in letters(database)[0].why_told


async def test_sixty_letters_over_five_connections_all_arrive(house, database, mail_stack):
    """TLS, log-in and kept connections under some load."""
    house.connections = 5
    queue(database, *(letter(number, to="busy@police.example") for number in range(100, 160)))
    assert await deliver(house, on_failed=quiet) == Delivered(sent=60)
    assert len(mail_stack.inbox("busy@police.example", 60, within_s=60)) == 60


def test_the_stack_judges_a_forgery(mail_stack):
    """What our intake will lean on: an unsigned mail in police.example's name fails, whatever it claims of itself."""
    forged = (
        "From: owner@police.example\r\nTo: judged@milestones.example\r\n"
        "Subject: done\r\nMessage-ID: <forged@police.example>\r\n"
        "Authentication-Results: mx.milestones.example; dkim=pass header.d=police.example\r\n\r\ndone\r\n"
    )
    with smtplib.SMTP("127.0.0.1", mail_stack.ports["mx"]) as client:
        client.sendmail("owner@police.example", ["judged@milestones.example"], forged)
    judged = authentication_results(mail_stack.inbox("judged@milestones.example")[0])
    assert "dmarc=fail" in judged
    assert "dkim=pass" not in judged
