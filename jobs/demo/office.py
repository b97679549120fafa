"""The office that the demonstration plays in: a real house in the output folder, a clock to wind, a mail catcher.

It drives the same flows as the commands do (`import`, `tick`, `receive`, `extend` ...) and writes down each step. It
knows no story.
"""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from zoneinfo import ZoneInfo

from jobs.demo.clients import Answer, Letter
from jobs.tick import whole_pass
from milestones.domain.replied import understood
from milestones.edge.catcher import MailCatcher
from milestones.edge.clock import FixedClock
from milestones.edge.parser_pool import ParserPool
from milestones.flows import command
from milestones.flows.house import House, open_house
from milestones.flows.intake import Terms, take_in_plan
from milestones.flows.mailroom import receive
from milestones.flows.two_step import READINGS
from milestones.settings.read import example_files, read
from milestones.store import queries

if TYPE_CHECKING:
    from collections.abc import Callable

LONDON = ZoneInfo("Europe/London")
BOARD = "humberside"
FRAMEWORKS = ("frameworks/success-criteria-2008.toml", "frameworks/strategy-2008.toml")
HERE = Path(__file__).parent


@dataclass(frozen=True)
class Step:
    """One thing that happened, as the page tells it.

    `way` is `out` (a letter of ours), `in` (a mail taken in) or `desk` (a command from the keyboard). `note` says what
    a reader should look at; `words` are the newest words of a mail taken in, `read_as` is what they were understood
    to say, of which milestones.
    """

    at: datetime
    way: str
    kind: str
    who: str
    subject: str
    milestones: tuple[str, ...] = ()
    raw: bytes = b""
    note: str = ""
    words: str = ""
    receipt: dict[str, Any] = field(default_factory=dict)
    read_as: tuple[tuple[tuple[str, ...], str], ...] = ()


def london(moment: str) -> datetime:
    """Read a London moment of the story, `2008-09-08 07:30`."""
    return datetime.fromisoformat(moment).replace(tzinfo=LONDON).astimezone(UTC)


class Office:
    """`async with Office(folder, begins) as office:` opens everything in `folder` with the clock at `begins`."""

    board = BOARD

    def __init__(self, folder: Path, begins: datetime) -> None:
        self.folder = folder
        self.clock = FixedClock(begins)
        self.steps: list[Step] = []
        self._catcher = MailCatcher()
        self._pool = ParserPool(size=1)
        self._told = 0
        self._answers = 0

    async def __aenter__(self) -> Self:
        await self._catcher.__aenter__()
        write_config(self.folder / "config", self._catcher.port)
        # A key for this run alone, in memory: the reply tokens of the demonstration are worth nothing afterwards.
        environ = {"MILESTONES_SECRET_KEY": secrets.token_urlsafe(32)}
        self.house: House = open_house(read(self.folder / "config", environ), self.clock)
        return self

    async def __aexit__(self, *details: object) -> None:
        self._pool.close()
        self.house.database.close()
        await self._catcher.__aexit__(None, None, None)

    # --- time -------------------------------------------------------------------------------------------------------

    async def until(self, moment: str, each_day: Callable[[datetime], None] = lambda _at: None) -> None:
        """Let time go on to a London moment: a pass each day at nine, and one at the end."""
        end = london(moment)
        while True:
            local = self.clock.now().astimezone(LONDON)
            nine = local.replace(hour=9, minute=0, second=0, microsecond=0)
            nine = nine if local < nine else nine + timedelta(days=1)
            step = min(nine.astimezone(UTC), end)
            self.clock.set(step)
            await self.tick()
            each_day(step)
            if step >= end:
                return

    async def tick(self) -> None:
        """Make one whole pass, as `milestones tick` does, and write down the letters that went out."""
        await asyncio.to_thread(whole_pass, self.house)
        for caught in self._catcher.mails[self._told :]:
            letter = Letter(caught.sender, caught.content)
            kind = str(letter.mail["X-Milestones-Kind"])
            subject = str(letter.mail["Subject"])
            milestones = str(letter.mail["X-Milestones"] or "").replace(" ", "").split(",")
            named = tuple(name for name in milestones if name)
            self.steps.append(
                Step(self.clock.now(), "out", kind, self.post_of(letter.to), subject, named, caught.content)
            )
        self._told = len(self._catcher.mails)

    # --- the desk ---------------------------------------------------------------------------------------------------

    def import_plan(self, path: Path, note: str) -> dict[str, Any]:
        """Take in a plan, to be agreed by the sectors; give the report of `import --json`."""
        report = take_in_plan(self.house, BOARD, path, Terms(), self.clock.now())
        told = f"{report['rows']} rows: {report['ready']} ready, {report['held']} held with questions"
        ids = tuple(row["id"] for row in report["milestones"])
        self.steps.append(Step(self.clock.now(), "desk", "import", "prevent-coordinator", told, ids, note=note))
        return report

    def give(self, name: str, milestone: str, *, by: str = "prevent-coordinator", why: str, **more: Any) -> None:
        """Give one command from the keyboard, as `milestones extend` and its like do."""
        self.clock.advance(timedelta(minutes=1))
        getattr(command, name)(self.house, milestone, by=by, why=why, now=self.clock.now(), **more)
        options = " ".join(f"--{option} {value}" for option, value in more.items())
        words = f"milestones {name} {milestone} {options}".strip()
        self.steps.append(Step(self.clock.now(), "desk", name, by, words, (milestone,), note=why))

    # --- mail -------------------------------------------------------------------------------------------------------

    def post_of(self, address: str) -> str:
        """Name the post whose holder has `address`, the address itself where nobody does."""
        posts = self.house.board(BOARD).posts_held_by(address, self.clock.now().astimezone(LONDON).date())
        return posts[0].id if posts else address

    def letter(self, post: str, kind: str, about: str = "") -> Letter:
        """Give the newest letter of `kind` to `post`, about a milestone where one is named."""
        for step in reversed(self.steps):
            if (step.way, step.who, step.kind) == ("out", post, kind) and (not about or about in step.milestones):
                caught = next(mail for mail in self._catcher.mails if mail.content is step.raw)
                return Letter(caught.sender, caught.content)
        raise LookupError(f"no {kind} about {about or 'anything'} was sent to {post}")

    async def answer(
        self,
        moment: str,
        letter: Letter,
        write: Callable[[Answer], bytes],
        words: str,
        *,
        sender: str | None = None,
        to: str | None = None,
        note: str = "",
    ) -> dict[str, Any]:
        """Let somebody answer a letter at a London moment, let the mail come in, and deliver what it brings about."""
        await self.until(moment)
        self._answers += 1
        name = self._name(sender or letter.to)
        raw = write(Answer(letter, words, name, self.clock.now(), self._answers, sender, to))
        receipts = await asyncio.to_thread(lambda: list(receive(self.house, [("demonstration", raw)], self._pool)))
        receipt: dict[str, Any] = receipts[0]
        with self.house.database.reading() as session:
            row = queries.inbound(session)[-1]
            readings = READINGS.validate_json(row.readings) if row.readings else ()
        named = tuple(dict.fromkeys(str(a["milestone"]) for a in receipt["actions"] if a["milestone"]))
        read_as = tuple((reading.milestones, understood(reading)) for reading in readings)
        who = self.post_of(sender or letter.to)
        subject = str(Letter("", raw).mail["Subject"])
        self.steps.append(
            Step(self.clock.now(), "in", write.__name__, who, subject, named, raw, note, words, receipt, read_as)
        )
        await self.tick()
        return receipt

    def _name(self, address: str) -> str:
        board, day = self.house.board(BOARD), self.clock.now().astimezone(LONDON).date()
        posts = board.posts_held_by(address, day)
        holder = posts[0].holder_on(day) if posts else None
        return holder.name if holder else address.partition("@")[0]


def write_config(folder: Path, port: int) -> None:
    """Write the demonstration's configuration: its own files, and the frameworks of 2008 from the example."""
    own = HERE / "config"
    content = {path.relative_to(own).as_posix(): path.read_bytes() for path in sorted(own.rglob("*.toml"))}
    content |= {name: example_files()[name] for name in FRAMEWORKS}
    content["service.toml"] = content["service.toml"].replace(b"port = 25 ", f"port = {port} ".encode())
    for name, data in content.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
