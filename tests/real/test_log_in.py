"""Logging in by XOAUTH2 at a real Dovecot, with tokens that the real msal fetches as an application."""

from __future__ import annotations

import asyncio

import pytest
from mailstack.microsoft import CLIENT_ID, CLIENT_SECRET, TENANT, WRONG_SECRET, Microsoft
from test_mailbox import in_folder, put
from town import REPLIES, SENDER

from milestones.edge import oauth
from milestones.flows import doctor

pytestmark = pytest.mark.real_mail

APPLICATION = f'oauth = {{ provider = "m365", tenant = "{TENANT}", client_id = "{CLIENT_ID}" }}'


@pytest.fixture
def microsoft(town, mail_stack, tmp_path, monkeypatch):
    """The token endpoint, and a town that logs in at its mailbox by it; the secret stands in the environment only."""
    monkeypatch.setattr(oauth, "_applications", {})
    with Microsoft(tmp_path / "microsoft", lambda: mail_stack.token(REPLIES)) as microsoft:
        for name, value in microsoft.environ.items():
            monkeypatch.setenv(name, value)
        del town.environ["MILESTONES_IMAP__PASSWORD"]
        town.environ["MILESTONES_IMAP__OAUTH__CLIENT_SECRET"] = CLIENT_SECRET
        town.imap_more = APPLICATION
        town.reopen()
        yield microsoft


async def test_answers_are_read_with_an_applications_token(town, mail_stack, microsoft):
    """One token serves the service and the doctor; the first, which Dovecot finds expired, is replaced by one more."""
    made = [mail_stack.token(REPLIES, lasts_s=-60)]
    microsoft.give = lambda: made.pop() if made else mail_stack.token(REPLIES)
    letter = await town.assigned("Train the front line", owner="inspector")
    await asyncio.to_thread(put, mail_stack, REPLIES, town.answer(letter, "All done."))
    async with town.attending() as running:
        await town.until(lambda: town.verdicts() == ["accepted"])
        await town.until(lambda: in_folder(mail_stack, REPLIES, "INBOX") == 0)
        assert running.troubles == {}
        finding = await asyncio.to_thread(doctor.mailbox, town.house)
    assert (finding.ok, finding.detail.partition(", ")[2]) == (True, "0 mails in INBOX")
    assert len(microsoft.asked) == 2
    assert town.milestone("Train the front line")["state"] == "completed"


async def test_a_token_that_microsoft_refuses_is_in_health_and_not_asked_for_again_and_again(town, microsoft):
    """B48: the code by which the administrator finds the cause, one question in many seconds, and no secret."""
    microsoft.refusal = (401, WRONG_SECRET)
    async with town.attending() as running:
        await town.until(lambda: "mailbox" in running.troubles)
        assert running.troubles["mailbox"] == "Microsoft gave no token: invalid_client AADSTS7000215"
        await asyncio.sleep(1.5)
        assert len(microsoft.asked) == 1
    finding = await asyncio.to_thread(doctor.mailbox, town.house)
    assert (finding.ok, finding.detail) == (False, "Microsoft gave no token: invalid_client AADSTS7000215")
    assert CLIENT_SECRET not in finding.detail


async def test_tokens_that_the_mailbox_refuses_are_tried_twice_and_then_left_for_minutes(town, mail_stack, microsoft):
    """The application has no right to the mailbox, say: two log-ins, no storm, health names the account."""
    microsoft.give = lambda: mail_stack.token(REPLIES, lasts_s=-60 - len(microsoft.asked))
    before = mail_stack.log().count("auth failed")
    async with town.attending() as running:
        await town.until(lambda: "mailbox" in running.troubles)
        assert running.troubles["mailbox"].startswith(f"log-in as {REPLIES} at localhost:")
        await asyncio.sleep(1.5)
        assert len(microsoft.asked) == 2
    assert mail_stack.log().count("auth failed") == before + 2


async def test_letters_are_sent_with_an_applications_token(town, mail_stack, microsoft):
    """Submission by XOAUTH2; the doctor logs in with the same token."""
    microsoft.give = lambda: mail_stack.token(SENDER)
    del town.environ["MILESTONES_SMTP__PASSWORD"]
    town.environ["MILESTONES_SMTP__OAUTH__CLIENT_SECRET"] = CLIENT_SECRET
    town.smtp_more = APPLICATION
    town.reopen()
    letter = await town.assigned("Train the front line", owner="inspector")
    assert "sasl_method=XOAUTH2, sasl_username=prevent@milestones.example" in mail_stack.log()
    assert letter.kind == "assignment"
    assert (await asyncio.to_thread(doctor.smtp, town.house)).ok
    assert len(microsoft.asked) == 1
