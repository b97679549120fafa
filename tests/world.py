"""A whole partnership in a temporary folder: real configuration files, database, SMTP server and clock to wind.

Stories read as they happen: `world.agreed(...)`, `await world.advance_to(...)`, `world.letters_to(...)`,
`await world.reply(...)`. Nothing is mocked; only the clock is set by hand.
"""

from __future__ import annotations

import asyncio
import csv
import email
import email.policy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from milestones.edge.clock import FixedClock
from milestones.edge.parser_pool import ParserPool
from milestones.flows import command, look
from milestones.flows.deliver import deliver
from milestones.flows.expire import end_silences
from milestones.flows.house import House, open_house
from milestones.flows.intake import Terms, take_in_plan
from milestones.flows.mailroom import receive
from milestones.flows.remind import evaluate
from milestones.settings.read import read
from milestones.store import log
from tests.faultserver import FaultServer

if TYPE_CHECKING:
    from email.message import EmailMessage
    from pathlib import Path
    from typing import Self

LONDON = ZoneInfo("Europe/London")
BEGINS = datetime(2027, 1, 4, 9, tzinfo=LONDON)
EDGE = "mx.milestones.example"

SERVICE = """\
schema = 1
{database}[smtp]
host = "127.0.0.1"
port = {port}
security = "none"
sender = "Prevent programme <prevent@milestones.example>"
[replies]
address = "replies@milestones.example"
require = "{require}"
trusted_authserv_id = "{edge}"
"""

SCHEDULES = """\
schema = 1
[calendar]
bank_holidays = "GB-ENG"
[[reminder]]
id = "fortnight"
when = "-14d"
to = ["owners"]
[[reminder]]
id = "overdue"
when = "+1wd"
repeat = "5wd"
limit = 3
to = ["owners"]
[[escalation]]
id = "line-manager"
when = "+5wd"
to = ["owners.reports_to"]
cc = ["owners"]
[[escalation]]
id = "joint"
when = "+15wd"
to = ["bcu-commander", "la-chief-executive"]
cc = ["coordinator"]
[[digest]]
id = "weekly"
cron = "0 9 * * mon"
to = ["board"]
"""

ORGANISATIONS = """\
[[organisation]]
id = "police"
name = "Wold Police"
sector = "police"
domains = ["police.example"]
lead = "bcu-commander"
[[organisation]]
id = "council"
name = "Wold City Council"
sector = "local_authority"
domains = ["council.example"]
lead = "la-chief-executive"
[[organisation]]
id = "college"
name = "Wold College"
sector = "partner"
domains = ["college.example"]
lead = "principal"
"""

BOARD = """\
schema = 1
name = "Wold Prevent Board"
prefix = "WLD"
marking = "OFFICIAL"
coordinator = "prevent-coordinator"
meetings = [2027-03-09]
[completion]
owners = "{completion}"
acceptance = "{acceptance}"
{organisations}"""

POSTS: dict[str, dict[str, Any]] = {
    "bcu-commander": {"organisation": "police", "signatory": True, "board_member": True},
    "inspector": {"organisation": "police", "reports_to": "bcu-commander"},
    "sergeant": {"organisation": "police", "reports_to": "inspector", "deputy": "constable"},
    "constable": {"organisation": "police", "reports_to": "sergeant"},
    "la-chief-executive": {"organisation": "council", "signatory": True, "board_member": True},
    "head-of-service": {"organisation": "council", "reports_to": "la-chief-executive"},
    "prevent-lead": {"organisation": "council", "reports_to": "head-of-service", "deputy": "prevent-deputy"},
    "prevent-deputy": {"organisation": "council", "reports_to": "prevent-lead"},
    "prevent-coordinator": {"organisation": "council", "reports_to": "head-of-service"},
    "principal": {"organisation": "college", "signatory": True, "board_member": True},
    "head-teacher": {"organisation": "college", "reports_to": "principal"},
}


@dataclass
class Received:
    """A mail as its reader gets it."""

    mail: EmailMessage
    post: str

    @property
    def kind(self) -> str:
        return str(self.mail["X-Milestones-Kind"])

    @property
    def rule(self) -> str | None:
        return self.mail["X-Milestones-Rule"]

    @property
    def subject(self) -> str:
        return str(self.mail["Subject"])

    @property
    def milestones(self) -> list[str]:
        return [name.strip() for name in str(self.mail["X-Milestones"] or "").split(",") if name.strip()]

    @property
    def text(self) -> str:
        return self.mail.get_body(("plain",)).get_content()


@dataclass
class World:
    """See the module. `require` and the board's rules are chosen before `async with`."""

    folder: Path
    require: str = "token"
    completion: str = "all"
    acceptance: str = "none"
    schedules: str = SCHEDULES
    posts: dict[str, dict[str, Any]] = field(default_factory=lambda: {name: dict(post) for name, post in POSTS.items()})
    begins: datetime = BEGINS
    database_url: str | None = None

    async def __aenter__(self) -> Self:
        self.server = FaultServer()
        await self.server.__aenter__()
        self.clock = FixedClock(self.begins)
        self.pool = ParserPool(size=1)
        self.config_folder = self.folder / "config"
        (self.config_folder / "boards").mkdir(parents=True)
        self.write_config()
        self.house = self._open()
        self._titles: dict[str, str] = {}
        self._replies = 0
        return self

    async def __aexit__(self, *details: object) -> None:
        self.pool.close()
        self.house.database.close()
        await self.server.__aexit__(*details)

    def write_config(self) -> None:
        """Write the configuration anew, after a test changed a part of it."""
        database = f'[database]\nurl = "{self.database_url}"\n' if self.database_url else ""
        service = SERVICE.format(database=database, port=self.server.port, require=self.require, edge=EDGE)
        board = BOARD.format(completion=self.completion, acceptance=self.acceptance, organisations=ORGANISATIONS)
        for name, post in self.posts.items():
            board += f'[[post]]\nid = "{name}"\ntitle = "{name.replace("-", " ").title()}"\n'
            board += "".join(f"{key} = {_toml(value)}\n" for key, value in post.items() if key != "holders")
            for holder in post.get("holders", [{"email": self.address(name), "from": "2020-01-01"}]):
                board += (
                    f'[[post.holder]]\nname = "{name.title()}"\nemail = "{holder["email"]}"\nfrom = {holder["from"]}\n'
                )
                board += f"until = {holder['until']}\n" if "until" in holder else ""
        files = {"service.toml": service, "schedules.toml": self.schedules, "boards/wold.toml": board}
        for name, text in files.items():
            (self.config_folder / name).write_text(text)

    def _open(self) -> House:
        environ = {"MILESTONES_SECRET_KEY": "a key for tests only, thirty-two"}
        return open_house(read(self.config_folder, environ), self.clock)

    async def restart(self) -> None:
        """Stop the service and start it again on the same files."""
        self.house.database.close()
        self.house = self._open()

    def address(self, post: str) -> str:
        return f"{post}@{self.posts[post]['organisation']}.example"

    # --- the plan ---------------------------------------------------------------------------------------------------

    def agreed(self, title: str, *, due: str, owner: str, joint: str = "", on: str | None = None) -> str:
        """Take in one milestone that a meeting has agreed, today unless said otherwise; give its id."""
        return self._imported(title, due, owner, joint, Terms(self._day(on), "minute 4"))

    def proposed(self, title: str, *, due: str, owner: str, joint: str = "") -> str:
        """Take in one milestone that waits for the sectors' agreement; give its id."""
        return self._imported(title, due, owner, joint, Terms())

    def _imported(self, title: str, due: str, owner: str, joint: str, terms: Terms) -> str:
        path = self.folder / "plan.csv"
        with path.open("w", newline="") as sheet:
            csv.writer(sheet).writerows([("action", "lead_role", "owner", "due"), (title, owner, joint, due)])
        report = self.import_plan(path, terms)
        self._titles[title] = report["milestones"][0]["id"]
        return self._titles[title]

    def import_plan(self, path: Path, terms: Terms) -> dict[str, Any]:
        return take_in_plan(self.house, "wold", path, terms, self.clock.now())

    def _day(self, text: str | None) -> date:
        return date.fromisoformat(text) if text else self.clock.now().astimezone(LONDON).date()

    def milestone(self, milestone: str) -> dict[str, Any]:
        """Give a milestone's shape, by id or title."""
        return look.milestone(self.house, self._titles.get(milestone, milestone), self.clock.now())

    def event_types(self, milestone: str | None = None) -> list[str]:
        return [event["type"] for event in look.events(self.house, milestone)]

    def audit_faults(self) -> list[str]:
        with self.house.database.reading() as session:
            return list(log.faults(session))

    def command(self, name: str, milestone: str, **more: Any) -> Any:
        """Give one command from the keyboard."""
        more.setdefault("why", "as minuted")
        return getattr(command, name)(self.house, milestone, now=self.clock.now(), **more)

    # --- time -------------------------------------------------------------------------------------------------------

    async def tick(self) -> None:
        """One whole pass at the present moment."""
        await asyncio.to_thread(end_silences, self.house)
        await asyncio.to_thread(evaluate, self.house, self.clock.now())
        await deliver(self.house)

    async def advance_to(self, moment: str, *, every: timedelta = timedelta(days=1)) -> None:
        """Let time go on to a London moment, `2027-04-09 09:00`, ticking at least daily at nine and at the end."""
        end = datetime.fromisoformat(moment).replace(tzinfo=LONDON).astimezone(UTC)
        while True:
            local = self.clock.now().astimezone(LONDON)
            nine = (local + every).replace(hour=9, minute=0, second=0, microsecond=0)
            step = min(nine.astimezone(UTC), end)
            self.clock.set(step)
            await self.tick()
            if step >= end:
                return

    async def jump_to(self, moment: str) -> None:
        """Let the service be down until a London moment, then tick once."""
        self.clock.set(datetime.fromisoformat(moment).replace(tzinfo=LONDON))
        await self.tick()

    async def advance(self, **span: int) -> None:
        end = self.clock.now().astimezone(LONDON) + timedelta(**span)
        await self.advance_to(end.strftime("%Y-%m-%d %H:%M"))

    # --- mail -------------------------------------------------------------------------------------------------------

    def letters(self, kind: str | None = None) -> list[Received]:
        """Give every mail that the server took, oldest first."""
        found = []
        for accepted in self.server.accepted:
            mail = email.message_from_bytes(accepted.content, policy=email.policy.default)
            post = str(mail["To"].addresses[0].addr_spec).partition("@")[0]
            if kind is None or mail["X-Milestones-Kind"] == kind:
                found.append(Received(mail, post))
        return found

    def letters_to(self, post: str, kind: str | None = None) -> list[Received]:
        return [letter for letter in self.letters(kind) if letter.post == post]

    async def reply(self, letter: Received, text: str, *, sender: str | None = None, **headers: str) -> dict[str, Any]:
        """Answer a letter as its reader would, over its quoted text; give the receipt."""
        quoted = "\r\n".join(f"> {line}" for line in letter.text.splitlines())
        body = f"{text}\r\n\r\nOn {letter.mail['Date']}, Prevent programme wrote:\r\n{quoted}\r\n"
        return await self.receive(self.mail_in_answer_to(letter, body, sender=sender, **headers))

    def mail_in_answer_to(self, letter: Received, body: str, *, sender: str | None = None, **headers: str) -> bytes:
        self._replies += 1
        fields = {
            "From": sender or str(letter.mail["To"].addresses[0].addr_spec),
            "To": letter.mail["Reply-To"],
            "Subject": f"Re: {letter.subject}",
            "Message-ID": f"<reply-{self._replies}@post.example>",
            "In-Reply-To": letter.mail["Message-ID"],
            "Date": email.utils.format_datetime(self.clock.now()),
            "Content-Type": "text/plain; charset=utf-8",
            "Content-Transfer-Encoding": "8bit",
        } | {name.replace("_", "-"): value for name, value in headers.items()}
        head = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value is not None)
        return (head + "\r\n" + body).encode()

    async def receive(self, raw: bytes) -> dict[str, Any]:
        """Take in one mail and give its receipt."""
        receipts = await asyncio.to_thread(lambda: list(receive(self.house, [("test", raw)], self.pool)))
        return receipts[0]


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "[" + ", ".join(_toml(one) for one in value) + "]"
    return f'"{value}"'
