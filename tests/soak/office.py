"""The partnership that a soak plays: its plan, its owners' answers, its administrator's edits, and its mail server.

Half of the owners never answer: what they are owed is known beforehand. The others answer in every way there is. What
they write waits in `pending` until a process of the service has acknowledged it, and is brought again until then.
"""

from __future__ import annotations

import csv
import email
import email.policy
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from milestones.flows.intake import Terms
from milestones.settings.problems import ConfigError
from milestones.settings.read import read
from tests.world import POSTS, Received, World

if TYPE_CHECKING:
    import random
    from pathlib import Path

    from milestones.settings.read import Configuration

OWNERS = 8
MILESTONES_EACH = 4
KEY = "a key for tests only, thirty-two"

ANSWERS = {
    "reminder": (
        "Done.", "done", "Completed last week, thank you.", "not done yet: the venue is booked, half way there",
        "extend to 17 March", "blocked: the council has to sign first", "snooze until 17 February", "pass to: Sergeant",
        "What is this about?", "perhaps we will", "Noted, thanks.",
    ),
    "decision_request": ("approve", "approve", "reject: the paper is missing"),
    "acknowledgement": ("undo", "Thanks"),
    "clarification": ("done", "not done yet: still waiting for the printer"),
}  # fmt: skip
ANSWERS |= {"assignment": ANSWERS["reminder"], "escalation": ANSWERS["reminder"], "refusal": ("Thanks",)}


@dataclass(eq=False)
class Post:
    """A mail that the service is to take: its bytes, whom it is for, how often it was brought."""

    raw: bytes
    recipient: str
    tries: int = 0


@dataclass
class Office:
    """See the module."""

    folder: Path
    chance: random.Random
    url: str | None = None
    pending: list[Post] = field(default_factory=list)
    acknowledged: list[bytes] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    configs: dict[str, Configuration] = field(default_factory=dict)
    read_so_far: int = 0
    answers: int = 0
    edits: int = 0
    sound: str = ""

    async def open(self) -> None:
        """Set everything up: configuration, database, plan."""
        posts: dict[str, dict[str, Any]] = {name: dict(post) for name, post in POSTS.items()}
        for number in range(OWNERS):
            for name in (f"owner-{number}", f"quiet-{number}"):
                where, boss = ("police", "inspector") if number % 2 else ("council", "head-of-service")
                posts[name] = {"organisation": where, "reports_to": boss}
        self.world = World(self.folder, posts=posts, acceptance="coordinator", database_url=self.url)
        await self.world.__aenter__()
        self.sound = (self.world.config_folder / "boards" / "wold.toml").read_text()
        self.note_config()
        self.plan(self.world)

    def plan(self, world: World) -> None:
        """Have the plan agreed: as many milestones of those who answer as of those who never do."""
        path = self.folder / "plan.csv"
        begins = world.begins.date()
        with path.open("w", newline="") as sheet:
            rows = csv.writer(sheet)
            rows.writerow(("action", "lead_role", "owner", "due"))
            for owner in range(OWNERS):
                for number in range(MILESTONES_EACH):
                    due = begins + timedelta(days=3 + 5 * number + owner)
                    for name in (f"Owner {owner}", f"Quiet {owner}"):
                        rows.writerow((f"{name} delivers item {number} of the plan", name, "", due.isoformat()))
        report = world.import_plan(path, Terms(begins, "minute 4"))
        assert len(report["milestones"]) == 2 * OWNERS * MILESTONES_EACH, report

    def note_config(self) -> None:
        """Remember the configuration that the files hold now, by its hash."""
        config = read(self.world.config_folder, {"MILESTONES_SECRET_KEY": KEY})
        self.configs[config.hash] = config

    def edit(self) -> None:
        """Save a file as an administrator does, three times in four with sense; each save is one rename."""
        path = self.world.config_folder / "boards" / "wold.toml"
        text = path.read_text()
        self.edits += 1
        if self.chance.random() < 0.25:
            _save(path, text[: self.chance.randrange(len(text))] + '\nno = "sense')
            try:
                self.note_config()
            except ConfigError:
                return
            raise AssertionError("a board with no sense was taken for one")
        owner = self.chance.randrange(OWNERS)
        moved = f"owner-{owner}.{self.edits}@{'police' if owner % 2 else 'council'}.example"
        begin = text.index(f'id = "owner-{owner}"')
        start = text.index('email = "', begin) + len('email = "')
        _save(path, text[:start] + moved + text[text.index('"', start) :])
        self.sound = path.read_text()
        self.note_config()

    def mend(self) -> None:
        """Put the last sensible board back."""
        _save(self.world.config_folder / "boards" / "wold.toml", self.sound)

    # --- the owners' answers ----------------------------------------------------------------------------------------

    def read_mail(self) -> None:
        """Let the owners read what has arrived, and answer some of it."""
        new = self.world.server.accepted[self.read_so_far :]
        self.read_so_far += len(new)
        for one in new:
            mail = email.message_from_bytes(one.content, policy=email.policy.default)
            post = str(mail["To"].addresses[0].addr_spec).partition("@")[0].partition(".")[0]
            letter = Received(mail, post)
            if not post.startswith("quiet") and letter.kind in ANSWERS and self.chance.random() < 0.5:
                self.answer(letter)

    def answer(self, letter: Received) -> None:
        """Answer one letter, as its reader, as a machine, or as somebody else."""
        words = self.chance.choice(ANSWERS[letter.kind])
        if letter.milestones and self.chance.random() < 0.7:
            named = self.chance.sample(letter.milestones, self.chance.randint(1, len(letter.milestones)))
            words = "\r\n".join(f"{name}: {self.chance.choice(ANSWERS[letter.kind])}" for name in named)
        self.said.append(words)
        headers, sender = {}, None
        fate = self.chance.random()
        if fate < 0.06:
            headers = {"Auto_Submitted": "auto-replied", "Subject": "Automatic reply: away"}
        elif fate < 0.1:
            sender = "somebody.else@elsewhere.example"
        raw = self.world.mail_in_answer_to(letter, self.said[-1] + "\r\n", sender=sender, **headers)
        self.answers += 1
        recipient = str(letter.mail["Reply-To"].addresses[0].addr_spec)
        self.pending.append(Post(raw, recipient))
        if self.chance.random() < 0.1:
            self.pending.append(Post(raw, recipient))  # a mail server that brings it twice

    def took(self, post: Post) -> None:
        """Note that the service acknowledged a mail; one in ten of the acknowledgements is lost on its way."""
        self.acknowledged.append(post.raw)
        post.tries += 1
        if post in self.pending and (post.tries > 3 or self.chance.random() > 0.1):
            self.pending.remove(post)


def _save(path: Path, text: str) -> None:
    part = path.with_suffix(".part")
    part.write_text(text)
    part.replace(path)
