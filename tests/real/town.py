"""The partnership on real mail servers: letters by submission, owners' mailboxes at Dovecot, answers by IMAP."""

from __future__ import annotations

import asyncio
import contextlib
import email
import email.policy
import shutil
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from jobs import mailbox
from jobs.intake import Intake
from jobs.loops import Loop, keep
from jobs.running import Running
from milestones.edge.clock import SystemClock
from milestones.edge.figures import Figures
from milestones.flows import look
from milestones.flows.house import open_house
from milestones.settings.read import read
from tests.mailstack.stack import PASSWORD
from tests.world import Received, World

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from milestones.flows.house import House
    from tests.mailstack.stack import MailStack

REPLIES = "replies@milestones.example"
SENDER = "prevent@milestones.example"
LATER = "2090-06-01"

SERVICE = """\
schema = 1
[smtp]
host = "localhost"
port = {submission}
security = "starttls"
username = "prevent@milestones.example"
sender = "Prevent programme <prevent@milestones.example>"
{smtp_more}
[replies]
address = "replies@milestones.example"
require = "aligned"
trusted_authserv_id = "mx.milestones.example"
[imap]
host = "localhost"
port = {imap_port}
username = "replies@milestones.example"
mailbox = "{mailbox}"
{imap_more}
"""


@dataclass
class Town(World):
    """A world, at this very moment, whose letters and answers go through `stack`."""

    stack: MailStack = field(kw_only=True)
    environ: dict[str, str] = field(default_factory=dict)
    mailbox: str = "INBOX"
    imap_port: int = 0
    smtp_more: str = ""
    imap_more: str = ""

    async def __aenter__(self) -> Self:
        self.begins = SystemClock().now()
        self.environ = {"MILESTONES_SMTP__PASSWORD": PASSWORD, "MILESTONES_IMAP__PASSWORD": PASSWORD} | self.environ
        for domain in (self.stack.root / "mail").iterdir():
            shutil.rmtree(domain)
        await super().__aenter__()
        return self

    def write_config(self) -> None:
        super().write_config()
        ports = self.stack.ports
        service = SERVICE.format(
            submission=ports["submission"],
            imap_port=self.imap_port or ports["imaps"],
            mailbox=self.mailbox,
            smtp_more=self.smtp_more,
            imap_more=self.imap_more,
        )
        (self.config_folder / "service.toml").write_text(service)

    def reopen(self) -> None:
        """Take over what a test changed of the configuration."""
        self.write_config()
        self.house.database.close()
        self.house = self._open()

    def another_house(self) -> House:
        """Open the same configuration and database once more, as another process would."""
        return self._open()

    def _open(self) -> House:
        environ = {"MILESTONES_SECRET_KEY": "a key for tests only, thirty-two", **self.environ}
        return open_house(read(self.config_folder, environ), self.clock)

    async def send(self) -> None:
        """Send what is queued, whatever the hour at which this test is run."""
        await self.tick()
        with self.house.database.transaction() as session:
            session.connection().exec_driver_sql("UPDATE letter SET next_attempt_at = NULL WHERE state = 'queued'")
        await self.tick()

    async def assigned(self, title: str, *, owner: str) -> Received:
        """Agree a milestone and give the letter that its owner finds in the mailbox."""
        before = len(self.arrived(owner, "assignment"))
        self.agreed(title, due=LATER, owner=owner)
        await self.send()
        await self.until(lambda: len(self.arrived(owner, "assignment")) > before)
        return self.arrived(owner, "assignment")[-1]

    def arrived(self, post: str, kind: str | None = None) -> list[Received]:
        """Give what lies in a post's mailbox, oldest first."""
        mails = [
            email.message_from_bytes(raw, policy=email.policy.default)
            for raw in self.stack.inbox(self.address(post), count=0)
        ]
        return [Received(mail, post) for mail in mails if kind is None or mail["X-Milestones-Kind"] == kind]

    def answer(self, letter: Received, text: str) -> bytes:
        """Give an owner's answer as it lies in the mailbox when the MX has judged it."""
        judged = "mx.milestones.example; dmarc=pass (p=reject dis=none) header.from=police.example"
        return f"Authentication-Results: {judged}\r\n".encode() + self.mail_in_answer_to(letter, f"{text}\r\n")

    def verdicts(self) -> list[str]:
        """Give what became of each mail taken in, oldest first."""
        return [reply["verdict"] for reply in look.replies(self.house)]

    async def until(self, true: Callable[[], Any], within_s: float = 20) -> None:
        """Wait until something holds."""
        end = time.monotonic() + within_s
        while not await asyncio.to_thread(true):
            if time.monotonic() > end:
                raise AssertionError(f"not within {within_s} s\n{look.replies(self.house)}\n{self.stack.log()[-6000:]}")
            await asyncio.sleep(0.05)

    @contextlib.asynccontextmanager
    async def attending(self, house: House | None = None) -> AsyncIterator[Running]:
        """Read the mailbox as the service does, beside the test: the mailbox job in its loop, and nothing else."""
        running = Running(house or self.house, Figures())
        taking = Intake(running)
        loop = Loop("mailbox", lambda: mailbox.fetch(taking), mailbox.LONGEST_PAUSE_S)
        keeping = asyncio.create_task(keep(running, loop))
        try:
            yield running
        finally:
            running.stop.set()
            await keeping
            await asyncio.to_thread(taking.close)
