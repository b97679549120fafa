"""Letters that real servers refuse, or take and send back: who is told, and that nobody acts on it."""

from __future__ import annotations

import pytest
from mailstack.stack import authentication_results
from programs import send_with_swaks
from test_mailbox import in_folder
from town import LATER, REPLIES

from milestones.flows import look

pytestmark = pytest.mark.real_mail


async def test_an_address_that_the_server_refuses_is_told_to_the_lead_once(town, mail_stack):
    """550 at RCPT: failed at once, not tried again; the lead hears of it once, with address and milestones."""
    move(town, "inspector", "gone@police.example")
    first = town.agreed("Train the front line", due=LATER, owner="inspector")
    second = town.agreed("Brief the board", due=LATER, owner="inspector")
    await town.send()
    (failed,) = [letter for letter in look.letters(town.house) if letter["state"] == "failed"]
    assert (failed["to"], failed["attempts"]) == ("gone@police.example", 1)
    assert "550 5.1.1" in failed["why"]
    await town.send()
    await town.until(lambda: town.arrived("bcu-commander", "notice") != [])
    await town.send()
    (notice,) = town.arrived("bcu-commander", "notice")
    assert "gone@police.example" in notice.text
    assert {first, second} <= set(notice.text.replace(":", " ").split())


async def test_a_bounce_comes_back_by_its_token_and_the_lead_is_told(town, mail_stack):
    """Taken at submission and refused later: Postfix's own report finds its letter; the milestone stays as it is."""
    move(town, "inspector", "left@police.example")
    milestone = town.agreed("Train the front line", due=LATER, owner="inspector")
    await town.send()
    (letter,) = look.letters(town.house)
    assert letter["state"] == "sent"
    async with town.attending():
        await town.until(lambda: town.verdicts() == ["bounce"])
        await town.until(lambda: in_folder(mail_stack, REPLIES, "INBOX") == 0)
    (report,) = (mail_stack.maildir(REPLIES) / ".Archive").glob("[cn]*/*.*")
    assert b"Return-Path: <>" in report.read_bytes()
    assert authentication_results(report.read_bytes()) == ""
    assert "letter_bounced" in town.event_types()
    assert town.milestone(milestone)["state"] == "agreed"
    await town.send()
    await town.until(lambda: town.arrived("bcu-commander", "notice") != [])
    (notice,) = town.arrived("bcu-commander", "notice")
    assert "left@police.example" in notice.text
    assert "the mailbox is closed" in notice.text
    assert {letter["kind"] for letter in look.letters(town.house)} == {"assignment", "notice"}


async def test_a_forged_report_without_a_good_token_is_nobodys_bounce(town, mail_stack):
    """A32: Postfix's report to an address that we never wrote from is recorded, and tells nobody anything."""
    letter = await town.assigned("Train the front line", owner="inspector")
    before = town.event_types()
    await send_with_swaks(mail_stack, "bounces+k1abcdefgh@milestones.example", "left@police.example", letter.text)
    async with town.attending():
        await town.until(lambda: len(town.verdicts()) == 1)
    assert town.verdicts() == ["bounce"]
    await town.send()
    assert town.event_types() == before
    assert {letter["kind"] for letter in look.letters(town.house)} == {"assignment"}


def move(town, post, address):
    """Let a post's holder have another address."""
    town.posts[post]["holders"] = [{"email": address, "from": "2020-01-01"}]
    town.reopen()
