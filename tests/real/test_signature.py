"""Our own DKIM signature before a real OpenDKIM, on a way on which nobody else signs."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from letterbox import SmallHouse, queue, row
from mailstack.stack import authentication_results

from milestones.flows.deliver import Delivered, deliver
from milestones.mail.letter.dkim import Signer, signed
from milestones.settings.signing_key import read_signing_key

pytestmark = pytest.mark.real_mail


@pytest.fixture
def signer(mail_stack):
    """Who signs with the key whose public half the stack's verifier knows."""
    key = read_signing_key(str(mail_stack.root / "dkim" / "milestones.example.pem"))
    return Signer("milestones.example", "key", key.algorithm, key.sign)


def letter(number, signer):
    fields = row(number, to=f"signed-{number}@police.example", envelope_from="bounces+t@milestones.example")
    # With a date, as every letter has: Postfix would add one to mail from its own machine, and it is signed as absent.
    content = b"Date: Mon, 08 Jan 2024 09:00:00 +0000\r\n" + fields["content"]
    content = content.replace(b"board.test", b"milestones.example")
    return fields | {"content": signed(content, signer, datetime(2024, 1, 8, 9, tzinfo=UTC))}


@pytest.mark.parametrize(
    "change", [None, (b"what is due", b"what is paid"), (b"\r\nTo:", b"\r\nReply-To: x@y.test\r\nTo:")]
)
async def test_a_letter_that_we_signed_passes_at_the_receiver_and_a_changed_one_does_not(
    database, mail_stack, signer, change
):
    """Handed to the receiving server itself: dkim=pass and dmarc=pass; a word or a field more, and it fails."""
    number = 900 + len(change[0] if change else b"")
    queued = letter(number, signer)
    if change:
        queued["content"] = queued["content"].replace(*change, 1)
    queue(database, queued)
    house = SmallHouse(database, mail_stack.ports["mx"])
    assert await deliver(house, on_failed=lambda *_, **__: None) == Delivered(sent=1)
    verdict = authentication_results(mail_stack.inbox(f"signed-{number}@police.example")[0])
    assert ("dkim=pass" in verdict) is (change is None), verdict
    assert ("dmarc=pass" in verdict) is (change is None), verdict
