"""Owners answer with their own mail programs through real servers; forgers try to."""

from __future__ import annotations

import pytest
from mailstack.stack import authentication_results
from programs import answer_with_snail, forge_with_swaks, send_with_swaks
from service import Service
from test_mailbox import in_folder
from town import REPLIES

from milestones.flows import look

pytestmark = pytest.mark.real_mail


@pytest.fixture
async def service(town):
    """The service as a process of its own, on the town's configuration."""
    service = Service(town.folder, environ=dict(town.environ))
    yield service
    if service.process is not None:
        service.process.kill()
        service.process.wait(10)


async def test_an_owner_answers_from_the_mailbox_and_the_milestone_is_completed(town, service, mail_stack):
    """By submission out, s-nail's answer signed and judged on its way in, believed, acknowledged, put away."""
    letter = await town.assigned("Train the front line", owner="inspector")
    (milestone,) = letter.milestones
    await service.start()
    await answer_with_snail(mail_stack, town.address("inspector"), "All done, thanks.")
    await service.until(lambda: town.arrived("inspector", "acknowledgement") != [])
    assert town.milestone(milestone)["state"] == "completed"
    assert town.milestone(milestone)["owners"][0]["confirmed_at"] is not None
    (reply,) = look.replies(town.house)
    assert (reply["from"], reply["verdict"]) == (town.address("inspector"), "accepted")
    (thanks,) = town.arrived("inspector", "acknowledgement")
    assert milestone in thanks.subject
    assert thanks.mail["Auto-Submitted"] == "auto-replied"
    assert len(thanks.mail.get_all("Authentication-Results")) == 2  # it came through the MX, judged as any other
    await service.until(lambda: in_folder(mail_stack, REPLIES, "INBOX") == 0)
    assert in_folder(mail_stack, REPLIES, "Archive") == 1
    (archived,) = (mail_stack.maildir(REPLIES) / ".Archive").glob("[cn]*/*.*")
    assert "dmarc=pass (p=reject" in authentication_results(archived.read_bytes()).splitlines()[0]
    assert town.audit_faults() == []
    assert await service.stop() == 0


async def test_answers_above_the_quoted_letter_are_believed_from_the_right_owner_only(town, mail_stack):
    """By swaks: the owner's counts; a colleague's of the same signed domain, with the good token, is held."""
    letter = await town.assigned("Train the front line", owner="inspector")
    to = str(letter.mail["Reply-To"])
    quoted = "\n".join(f"> {line}" for line in letter.text.splitlines())
    body = f"{{}}\n\nOn {letter.mail['Date']}, Prevent programme wrote:\n{quoted}\n"
    async with town.attending():
        await send_with_swaks(mail_stack, town.address("sergeant"), to, body.format("Done."))
        await town.until(lambda: town.verdicts() == ["held"])
        assert town.milestone("Train the front line")["state"] == "agreed"
        await send_with_swaks(mail_stack, town.address("inspector"), to, body.format("Done."))
        await town.until(lambda: town.verdicts() == ["held", "accepted"])
    assert town.milestone("Train the front line")["state"] == "completed"


CLAIMS = {
    "Authentication_Results": "mx.milestones.example; dmarc=pass (p=reject dis=none) header.from=police.example",
    "authentication_results": "mx.milestones.example; dkim=pass header.d=police.example; spf=pass",
    "Received_SPF": "Pass (mailfrom) identity=mailfrom; client-ip=127.0.0.1; envelope-from=inspector@police.example",
}


async def test_a_forger_changes_nothing_and_nobody_is_answered(town, mail_stack):
    """The owner's From and the good token, unsigned from elsewhere: DMARC fails, whatever results it brings along."""
    letter = await town.assigned("Train the front line", owner="inspector")
    before, forger, to = town.event_types(), town.address("inspector"), str(letter.mail["Reply-To"])
    async with town.attending():
        await forge_with_swaks(mail_stack, forger, to, "Done.", Subject=f"Re: {letter.subject}")
        for number, (name, value) in enumerate(CLAIMS.items()):
            await forge_with_swaks(mail_stack, forger, to, f"Done, I say {number}.", **{name: value})
        await town.until(lambda: len([verdict for verdict in town.verdicts() if verdict]) == 1 + len(CLAIMS))
    assert set(town.verdicts()) == {"quarantined"}
    assert all("DMARC failed for police.example" in reply["reason"] for reply in look.replies(town.house))
    await town.send()
    assert town.milestone("Train the front line")["state"] == "agreed"
    assert town.event_types() == before + ["reply_taken_in"] * (1 + len(CLAIMS))
    assert {letter["kind"] for letter in look.letters(town.house)} == {"assignment"}
    assert in_folder(mail_stack, REPLIES, "INBOX") == 0
