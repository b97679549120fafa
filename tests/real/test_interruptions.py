"""The mailbox job while servers die, lines break and folders are made anew: every mail is taken in, and once."""

from __future__ import annotations

import asyncio
import shutil
import time

import pytest
from mailstack.stack import PASSWORD
from mailstack.wire import Wire
from test_mailbox import in_folder, put
from town import REPLIES

from milestones.edge.imap import Account, Mailbox, MailboxFailed
from milestones.edge.waker import Waker
from milestones.flows import look
from tests.patience import patient

pytestmark = pytest.mark.real_mail


async def settled(town, count, within_s=30):
    """Wait until so many mails are taken in and the inbox is empty, and give their verdicts."""
    await town.until(lambda: len([verdict for verdict in town.verdicts() if verdict]) >= count, within_s)
    await town.until(lambda: in_folder(town.stack, REPLIES, "INBOX") == 0)
    assert town.audit_faults() == []
    return town.verdicts()


async def test_a_server_that_dies_while_we_wait_is_found_again_with_what_came_meanwhile(town, mail_stack):
    """B43: Dovecot dies in IDLE and is away for a while; within half a minute its new mail is taken in, once."""
    letter = await town.assigned("Train the front line", owner="inspector")
    async with town.attending() as running:
        await asyncio.to_thread(put, mail_stack, REPLIES, town.answer(letter, "In progress."))
        assert await settled(town, 1) == ["accepted"]
        with mail_stack.dovecot_down():
            await town.until(lambda: "mailbox" in running.troubles)
            drop_in_maildir(mail_stack, town.answer(letter, "All done."))
            await asyncio.sleep(0.5)
        assert await settled(town, 2) == ["accepted", "accepted"]
        assert running.troubles == {}
    assert town.milestone("Train the front line")["state"] == "completed"
    assert town.event_types().count("reply_taken_in") == 2
    assert in_folder(mail_stack, REPLIES, "Archive") == 2


async def test_a_line_that_breaks_in_the_middle_of_a_mail_gives_it_whole_the_next_time(town, mail_stack):
    """B45: half of a large mail has come when the connection breaks: fetched again, taken in once."""
    letter = await town.assigned("Train the front line", owner="inspector")
    raw = town.answer(letter, "All done.\r\n\r\n" + "> quoted\r\n" * 20_000)
    with Wire(mail_stack.ports["imaps"]) as wire:
        town.imap_port = wire.port
        town.reopen()
        async with town.attending() as running:
            await town.until(lambda: wire.connections == 1)
            wire.cut_after(len(raw) // 2)
            await asyncio.to_thread(put, mail_stack, REPLIES, raw)
            assert await settled(town, 1) == ["accepted"]
            assert wire.connections == 2
            assert running.troubles == {}
    assert town.milestone("Train the front line")["state"] == "completed"
    assert in_folder(mail_stack, REPLIES, "Archive") == 1


def test_a_line_that_went_dead_in_silence_is_noticed_when_idle_is_refreshed(town, mail_stack):
    """B44: nothing comes through any more and nobody says so; the refresh finds out, and the next session works."""
    with Wire(mail_stack.ports["imap"]) as wire:
        account = Account("localhost", wire.port, "starttls", REPLIES, password=PASSWORD, timeout_s=1)
        waker = Waker()
        with Mailbox(account) as box:
            wire.go_dead()
            put(mail_stack, REPLIES, b"From: a@police.example\r\n\r\nhello\r\n")
            began = time.monotonic()
            with pytest.raises(MailboxFailed, match="in time"):
                box.wait(waker, 0.5)
            assert time.monotonic() - began < patient(3)
        with Mailbox(account) as box:
            assert len(box.arrived()) == 1
        waker.close()


async def test_a_folder_that_is_deleted_and_made_anew_does_no_harm(town, mail_stack):
    """B47: while we wait in it, an administrator deletes the folder and makes it again; what was taken in stays so."""
    mail_stack.doveadm("mailbox", "create", "-u", REPLIES, "Answers")
    letter = await town.assigned("Train the front line", owner="inspector")
    town.mailbox = "Answers"
    town.reopen()
    first, second = town.answer(letter, "In progress."), town.answer(letter, "All done.")
    async with town.attending() as running:
        await asyncio.to_thread(put, mail_stack, REPLIES, first, folder="Answers")
        assert await settled(town, 1) == ["accepted"]
        await asyncio.to_thread(mail_stack.doveadm, "mailbox", "delete", "-u", REPLIES, "Answers")
        await town.until(lambda: "mailbox" in running.troubles)
        await asyncio.to_thread(mail_stack.doveadm, "mailbox", "create", "-u", REPLIES, "Answers")
        await asyncio.to_thread(put, mail_stack, REPLIES, first, second, folder="Answers")
        assert await settled(town, 2) == ["accepted", "accepted"]
        await town.until(lambda: in_folder(mail_stack, REPLIES, "Answers") == 0)
    assert town.event_types().count("reply_taken_in") == 2
    assert in_folder(mail_stack, REPLIES, "Archive") == 3


async def test_two_workers_at_one_mailbox_make_one_event_of_each_mail(town, mail_stack):
    """B49: both hear of every mail at the same moment; each is decided and acknowledged once, and none is left over."""
    letter = await town.assigned("Train the front line", owner="inspector")
    answers = [town.answer(letter, f"In progress, part {number} of 12 is finished.") for number in range(1, 13)]
    other = town.another_house()
    async with town.attending(), town.attending(other):
        await asyncio.to_thread(put, mail_stack, REPLIES, *answers)
        assert await settled(town, 12) == ["accepted"] * 12
        await asyncio.sleep(1)  # whoever came second has seen them too
    other.database.close()
    assert len(look.replies(town.house)) == 12
    assert town.event_types().count("reply_taken_in") == 12
    assert in_folder(mail_stack, REPLIES, "Archive") >= 12  # both may move one: Dovecot copies it twice then
    kinds = [letter["kind"] for letter in look.letters(town.house)]
    assert kinds.count("acknowledgement") == 12


def drop_in_maildir(stack, raw):
    """Deliver to the replies' mailbox as a delivery agent does that needs no server."""
    folder = stack.maildir(REPLIES)
    path = folder / "tmp" / "1.meanwhile"
    path.write_bytes(raw)
    shutil.chown(path, "mail", "mail")
    path.rename(folder / "new" / path.name)
