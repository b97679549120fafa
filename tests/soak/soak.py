"""Rounds of lives and kills over one office, and the questions asked of it afterwards.

Within a round the lives share a moment, so that no lease runs out under a process that is alive; from one round to the
next hours pass. Every life is killed, at a moment it carries within (a write, a statement, a commit) or from outside at
a random time, unless it ends before.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from sqlmodel import select

from milestones.flows.remind import evaluate
from milestones.store.tables import InboundRow, LetterRow, OccurrenceRow
from tests import invariants
from tests.faultserver import DROP, GARBLE, Fault
from tests.service import free_port
from tests.soak import carrier
from tests.soak.office import KEY, Office
from tests.world import World

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator
    from datetime import datetime

ROOT = Path(__file__).parents[2]
LONG_AGO = timedelta(days=10_000)
LONGEST_S = 120.0
"""A process that takes longer to end by itself hangs."""

ENDS = {0, 1, 2, 75}
"""How a command ends that is not killed: done, something was found, refused, mail that could not be stored."""

MOST_OF = {"sql": 100, "commit": 16, "committed": 16, "write": 60, "wrote": 60}
"""Up to which one of its statements, commits and writes a process may die: few lives have more."""

CHECK_EVERY = 20
"""Rounds between two looks at the invariants that hold at every moment."""


class Lost(AssertionError):
    """Something was lost, doubled or broken: which invariants, and what breaks them."""


@dataclass
class Figures:
    """What a soak did so far."""

    kills: int = 0
    lives: int = 0
    letters: int = 0
    sent: int = 0
    failed: int = 0
    cancelled: int = 0
    copies: int = 0
    doubts: int = 0
    given_up_in_doubt: int = 0
    given_up_and_not_arrived: int = 0
    replies: int = 0
    duplicates: int = 0
    confirmed: int = 0
    events: int = 0
    edits: int = 0
    offices: int = 0
    by_role: Counter[str] = field(default_factory=Counter)
    by_moment: Counter[str] = field(default_factory=Counter)
    ends: Counter[str] = field(default_factory=Counter)

    def told(self) -> dict[str, Any]:
        """Give them as JSON values."""
        return {name: dict(value) if isinstance(value, Counter) else value for name, value in vars(self).items()}


class Nursery:
    """The cradle's process from outside: `bear` starts a life, `ended` waits for its end."""

    def __init__(self, office: Office) -> None:
        world = office.world
        self._first = (str(world.config_folder), world.begins.isoformat(), str(office.folder / "lives.log"))
        self._born: dict[str, asyncio.Future[int]] = {}
        self._ended: dict[str, asyncio.Future[int]] = {}
        self._names = iter(range(10**9))

    async def __aenter__(self) -> Self:
        environ = {name: value for name, value in os.environ.items() if not name.startswith("MILESTONES_")}
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.soak.cradle", *self._first,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, cwd=ROOT,
            env={**environ, "MILESTONES_SECRET_KEY": KEY, "MILESTONES_LOG__FORMAT": "json",
                 "MILESTONES_LOG__LEVEL": "debug"},
        )  # fmt: skip
        assert self._process.stdout is not None
        if not await self._process.stdout.readline():
            log = await asyncio.to_thread(Path(self._first[2]).read_text)
            raise Lost(f"the cradle did not start:\n{log[-4000:]}")
        self._hearing = asyncio.create_task(self._hear())
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        await self._process.wait()
        await self._hearing

    async def _hear(self) -> None:
        assert self._process.stdout is not None
        while line := await self._process.stdout.readline():
            news = json.loads(line)
            if "born" in news:
                self._born.pop(news["born"]).set_result(news["pid"])
            else:
                self._ended[news["ended"]].set_result(news["status"])
        for waiting in (*self._born.values(), *self._ended.values()):
            if not waiting.done():
                waiting.set_exception(Lost("the cradle died"))

    async def bear(self, order: dict[str, Any]) -> tuple[str, int]:
        """Start a life and give its name and process id."""
        name, loop = str(next(self._names)), asyncio.get_running_loop()
        self._born[name], self._ended[name] = born, _ = loop.create_future(), loop.create_future()
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"name": name, **order}).encode() + b"\n")
        return name, await born

    async def ended(self, name: str, within_s: float, pid: int) -> tuple[int, bool]:
        """Wait for a life's end, ending it when it takes longer; give its status and whether it was ended from here."""
        end = self._ended[name]
        await asyncio.wait((end,), timeout=within_s)
        late = not end.done()
        if late:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        status = await end
        del self._ended[name]
        return status, late


class Soak:
    """One office and its rounds."""

    def __init__(self, office: Office, nursery: Nursery, chance: random.Random, figures: Figures) -> None:
        self.office, self.nursery, self.chance, self.figures = office, nursery, chance, figures
        self.now = office.world.begins
        self.pace_s = 0.1
        self.log = office.folder / "lives.log"
        self.ports = [free_port(), free_port(), free_port()]
        office.world.server.faults[:] = list(self._faults())
        office.world.server.thinks_s = 0.002

    def _faults(self) -> Iterator[Fault]:
        """A mail server that misbehaves now and then, at every stage."""
        acts = [
            *((stage, act) for stage in ("mail", "rcpt", "data", "dot") for act in (DROP, "451 later")),
            ("stored", DROP), ("stored", GARBLE), ("body", DROP), ("connect", "421 busy"),
        ]  # fmt: skip
        for stage, act in acts:
            yield Fault(stage, act, only=lambda _about: self.chance.random() < 0.01)
        refused = lambda to: to.startswith("owner-") and self.chance.random() < 0.003  # noqa: E731
        yield Fault("rcpt", "550 no such user", only=refused)

    async def kill(self, kills: int) -> None:
        """Play rounds until so many processes were killed in this office."""
        until, rounds = self.figures.kills + kills, 0
        self.pace_s = await self._measured()
        while self.figures.kills < until:
            await self.round()
            rounds += 1
            if rounds % CHECK_EVERY == 0:
                self.check(self.now - LONG_AGO)  # nobody may have been alive for days: ages say nothing yet

    async def _measured(self) -> float:
        """Give how many seconds a pass takes on this machine now, so that kills strike within lives."""
        began_s = asyncio.get_running_loop().time()
        for _ in range(3):
            name, pid = await self.nursery.bear(self._order("tick", 0, "never"))
            await self.nursery.ended(name, LONGEST_S, pid)
        return (asyncio.get_running_loop().time() - began_s) / 3

    # --- a round ----------------------------------------------------------------------------------------------------

    async def round(self) -> None:
        """Let time pass, let some processes live and die, and bring them mail meanwhile."""
        hours = self.chance.choices([(0.05, 0.7), (1, 8), (8, 26)], [4, 4, 2])[0]
        self.now += timedelta(hours=self.chance.uniform(*hours))
        self.office.world.clock.set(self.now)
        self.office.read_mail()
        roles = self.chance.choices(["run", "tick", "receive"], [5, 3, 2], k=self.chance.choice([1, 2, 3, 3]))
        lives = [self._life(role, place) for place, role in enumerate(roles)]
        await asyncio.gather(*lives, self._edit())
        self.office.mend()

    async def _edit(self) -> None:
        """Save a file of the configuration now and then, while processes run."""
        if self.chance.random() < 0.05:
            await asyncio.sleep(self.chance.uniform(0, self.pace_s))
            self.office.edit()

    async def _life(self, role: str, place: int) -> None:
        """Let one process live until it ends or is killed."""
        chosen = self.chance.random() < 0.6
        kind, most = self.chance.choice(list(MOST_OF.items()))
        order = self._order(role, place, f"{kind}-{int(most ** self.chance.random())}" if chosen else "never")
        taken = self._files(order) if role == "receive" else []
        if chosen:
            limit = 3 * self.pace_s if role == "run" else LONGEST_S
        else:
            limit = self.chance.uniform(0.1, 4 if role == "run" else 1.6) * self.pace_s
        name, pid = await self.nursery.bear(order)
        carrying = asyncio.create_task(self._carry(self.ports[place])) if role == "run" else None
        try:
            status, from_here = await self.nursery.ended(name, limit, pid)
        finally:
            if carrying is not None:
                carrying.cancel()
                await asyncio.gather(carrying, return_exceptions=True)
        self.figures.lives += 1
        if status == -signal.SIGKILL:
            self.figures.kills += 1
            self.figures.by_role[role] += 1
            self.figures.by_moment["time" if from_here else kind] += 1
        elif status in ENDS:
            self.figures.ends[f"{role} {status}"] += 1
        else:
            raise Lost(f"{order} ended with {status}:\n{self.log.read_text()[-4000:]}")
        if status == 0:
            for post in taken:
                self.office.took(post)

    def _order(self, role: str, place: int, death: str) -> dict[str, Any]:
        listen = f"127.0.0.1:{self.ports[place]}" if role == "run" else ""
        return {
            "role": role,
            "config": str(self.office.world.config_folder),
            # Later lives of a round begin a little later: `tick --at` refuses to go back.
            "at": (self.now + timedelta(seconds=10 * place)).isoformat(),
            "death": death,
            "log": str(self.log),
            "environ": {"MILESTONES_LMTP__LISTEN": listen},
            "guarded": self.chance.random() < 0.05,
        }

    def _files(self, order: dict[str, Any]) -> list[Any]:
        """Give `receive` up to five of the mails that wait; it takes at least one, or a mail that says nothing."""
        posts = self.office.pending[:5]
        order["files"] = []
        for number, post in enumerate(posts):
            path = self.office.folder / f"mail-{number}.eml"
            path.write_bytes(post.raw)
            order["files"].append(str(path))
        if not posts:
            order["role"] = "tick"
        return posts

    async def _carry(self, port: int) -> None:
        """Bring what waits to a service that listens, again and again while it lives."""
        while True:
            waiting = list(self.office.pending[:10])
            try:
                taken = await carrier.bring(port, waiting)
            except carrier.Refused as no:
                refused, taken = no.args
                if refused in self.office.pending:
                    self.office.pending.remove(refused)
            for post in taken:
                self.office.took(post)
            await asyncio.sleep(0.02)

    # --- the end of an office ---------------------------------------------------------------------------------------

    async def drain(self) -> None:
        """Let the service run undisturbed until everything is sent and decided."""
        self.office.world.server.faults.clear()
        for _ in range(60):
            self.now += timedelta(hours=5)
            self.office.world.clock.set(self.now)
            self.office.mend()
            for role in ("receive", "tick"):
                order = self._order(role, 0, "never")
                taken = self._files(order) if role == "receive" else []
                name, pid = await self.nursery.bear(order)
                status, late = await self.nursery.ended(name, LONGEST_S, pid)
                if late or status not in {0, 1}:
                    raise Lost(f"an undisturbed {role} ended with {status}\n{self.log.read_text()[-3000:]}")
                for post in taken:
                    self.office.took(post)
            if not self.office.pending and not self._left():
                return
        raise Lost(f"not everything ends: {len(self.office.pending)} mails, letters and replies {self._left()}")

    def _left(self) -> list[str]:
        with self.office.world.house.database.reading() as session:
            letters = session.exec(select(LetterRow).where(LetterRow.state.in_(("queued", "deferred", "sending"))))
            left = [f"letter {one.id} {one.state} {one.next_attempt_at}" for one in letters]
            mails = session.exec(select(InboundRow).where(InboundRow.state == "received"))
            return left + [f"reply {one.id} {one.lease_until}" for one in mails]

    def check(self, now: datetime) -> None:
        """Ask every invariant.

        Raises:
            Lost: one does not hold.
        """
        database, server = self.office.world.house.database, self.office.world.server
        found = invariants.broken(database, now)
        found |= invariants.broken_at_sink(database, server.accepted, server.overlaps)
        found |= invariants.broken_at_source(database, self.office.acknowledged)
        found |= invariants.broken_by_config(database, self.office.configs)
        words = {line for words in self.office.said for line in words.splitlines() if len(line) > 20}
        found |= invariants.broken_in_log(database, self.log.read_text(), [KEY], words)
        if found:
            raise Lost(json.dumps(found, default=repr, indent=1)[:6000])

    def count(self) -> None:
        """Add this office to the figures."""
        figures, world = self.figures, self.office.world
        with world.house.database.reading() as session:
            letters = list(session.exec(select(LetterRow)))
            verdicts = list(session.exec(select(InboundRow.verdict)))
        figures.offices += 1
        figures.letters += len(letters)
        for state in ("sent", "failed", "cancelled"):
            setattr(figures, state, getattr(figures, state) + sum(letter.state == state for letter in letters))
        figures.copies += sum(count - 1 for count in world.server.copies().values())
        doubtful = [letter.message_id for letter in letters if letter.state == "failed" and letter.uncertain]
        figures.given_up_in_doubt += len(doubtful)
        figures.given_up_and_not_arrived += len(set(doubtful) - world.server.copies().keys())
        figures.doubts += sum(letter.uncertain for letter in letters)
        figures.replies += len(verdicts)
        figures.duplicates += len(self.office.acknowledged) - len(set(self.office.acknowledged))
        kinds = Counter(world.event_types())
        figures.events += kinds.total()
        figures.confirmed += kinds["completion_confirmed"]
        figures.edits += self.office.edits


Owed = dict[tuple[str, str, int, str], set[str]]
"""By milestone, rule, rung and due date: who is written to, nobody where it was passed over."""


def owed_to_the_quiet(world: World) -> Owed:
    """What was owed about the milestones of owners who never answer, digests left out: they list everybody's."""
    quiet = {f"WLD-{number}" for number in range(2, 1000, 2)}
    owed: Owed = {}
    with world.house.database.reading() as session:
        for row in session.exec(select(OccurrenceRow).where(OccurrenceRow.milestone.in_(quiet))):
            to = owed.setdefault((row.milestone, row.rule, row.rung, str(row.due)), set())
            if row.skipped is None:
                to.add(row.recipient)
    return owed


def faults_in_what_was_owed(owed: Owed, expected: Owed) -> list[str]:
    """I1 from outside: every rung that is due is there, and goes to whom it should or was overtaken by a higher one."""
    faults = [f"{rung} is missing" for rung in expected if rung not in owed]
    faults += [f"{rung} is owed without reason" for rung in owed if rung not in expected]
    for rung in owed.keys() & expected.keys():
        if owed[rung] - expected[rung]:
            faults.append(f"{rung} goes to {owed[rung]}, not to {expected[rung]}")
        higher = any(other[0] == rung[0] and other != rung and owed[other] for other in owed)
        if expected[rung] and not owed[rung] and not higher:
            faults.append(f"{rung} was passed over, and nothing came instead")
    return faults


async def _undisturbed(office: Office, calm: World, until: datetime) -> Owed:
    """What the same plan owes by `until` where nobody is killed and nobody answers."""
    await calm.__aenter__()
    try:
        office.plan(calm)
        while calm.clock.now() < until:
            calm.clock.set(min(calm.clock.now() + timedelta(hours=12), until))
            await asyncio.to_thread(evaluate, calm.house, calm.clock.now())
        return owed_to_the_quiet(calm)
    finally:
        await calm.__aexit__(None, None, None)


async def play(folder: Path, kills: int, chance: random.Random, figures: Figures, url: str | None = None) -> None:
    """Play one office to its end: so many kills, then peace, then every question.

    Raises:
        Lost: something was lost, doubled or broken.
    """
    office = Office(folder, chance, url)
    await office.open()
    try:
        async with Nursery(office) as nursery:
            soak = Soak(office, nursery, chance, figures)
            await soak.kill(kills)
            soak.check(soak.now - LONG_AGO)
            await soak.drain()
        soak.check(soak.now)
        expected = await _undisturbed(office, _calm(office), soak.now)
        faults = faults_in_what_was_owed(owed_to_the_quiet(office.world), expected)
        if faults:
            raise Lost(f"I1: {faults[:10]}")
        soak.count()
    finally:
        await office.world.__aexit__(None, None, None)


def _calm(office: Office) -> World:
    folder = office.folder / "undisturbed"
    folder.mkdir()
    return World(folder, posts=office.world.posts, acceptance=office.world.acceptance)
