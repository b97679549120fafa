"""One world from one seed: what happens, when, in which process, and what goes wrong on the way.

Events lie in a queue by true time; each is one thing that a clock, a person, an administrator or a machine does to the
service, through the flows that the service itself uses. The judge watches all of it.
"""

from __future__ import annotations

import asyncio
import contextvars
import hashlib
import heapq
import random
import secrets
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from milestones.flows import mailroom
from milestones.flows.deliver import deliver
from milestones.flows.expire import end_silences
from milestones.flows.reload import Rejected, look, take_note, tell
from milestones.flows.remind import evaluate
from milestones.settings.problems import ConfigError
from milestones.store.epoch import require_newest
from tests.simulator.administration import Administration
from tests.simulator.judge import Broken, Judge
from tests.simulator.mailserver import MailServer
from tests.simulator.office_files import Files
from tests.simulator.oracle import LONDON
from tests.simulator.people import Given, Letter, People
from tests.simulator.process import ENVIRON, Died, Process
from tests.simulator.weather import Weather
from tests.simulator.wires import PROCESS, Network
from tests.simulator.wound_time import WoundClock, WoundLoop

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.simulator.mailserver import Kept

BEGINS = datetime(2027, 1, 4, 7, tzinfo=LONDON)
DAY, WEEK = timedelta(days=1), timedelta(days=7)
LAST_LINES = 40


@dataclass(frozen=True, slots=True)
class Told:
    """What a simulation came to."""

    seed: int
    days: int
    trace: str
    letters: int
    confirmed: int
    replies: int
    deaths: int
    faults: int


class Simulation:
    """See the module. `run` goes through `days` days and the calm after them."""

    def __init__(self, seed: int, days: int, folder: Path, database_url: str | None = None) -> None:
        self.seed, self.days = seed, days
        self.chance = random.Random(seed)
        self.clock = WoundClock(BEGINS)
        self.ends = self.clock.true + days * DAY
        self._trace, self.last_lines = hashlib.sha256(), deque[str](maxlen=LAST_LINES)
        self.counts = {"reply": 0, "died": 0, "fault": 0}
        self._queue: list[tuple[datetime, int, Callable[[], None]]] = []
        self._queued = 0
        self._nested = False
        self._meanwhiles = 0
        self._bag: list[Given] = []
        self._twice: dict[bytes, tuple[timedelta, Given]] = {}
        self.passes: list[datetime] = []
        self.files = Files(folder / "config", self._terms(), database_url)
        self.files.write()
        self.weather = Weather(self._stream("weather"), self.clock, self.ends, self.files.addresses())
        self.server = MailServer(self.weather, self.clock, self._on_kept)
        self.network = Network(self._stream("network"), self.server.listen)
        self.people = People(self._stream("people"), self.files)
        self.loop = WoundLoop(self.clock, self.network)
        self.loop.set_exception_handler(lambda _loop, context: self._loop_faults.append(context))
        self._loop_faults: list[dict[str, Any]] = []
        self.judge: Judge  # as soon as there is a database to read
        self._interest = self._stream("interest")
        self.processes = [Process(number, self) for number in range(1, self.chance.choice((1, 2, 2, 3)) + 1)]
        self.administration = Administration(self._stream("administration"), self)
        self._files_read: dict[int, str] = {}

    def _stream(self, name: str) -> random.Random:
        """Give a stream of chances of its own, so that one room's draws do not shift another's."""
        return random.Random(f"{self.seed}:{name}")

    def _terms(self) -> dict[str, Any]:
        return {
            "require": self.chance.choice(("token", "token", "aligned", "two_step")),
            "completion": self.chance.choice(("all", "all", "any", "lead")),
            "acceptance": self.chance.choice(("none", "none", "coordinator", "other_sector")),
            "uncertain": self.chance.choice(("retry_once", "retry_once", "retry_once", "hold")),
            "connections": self.chance.choice((1, 2, 4)),
        }

    # --- telling ----------------------------------------------------------------------------------------------------

    def note(self, what: str, /, **facts: object) -> None:
        """Write one line of the trace."""
        line = f"{self.clock.now().isoformat()} {what} " + " ".join(f"{name}={value}" for name, value in facts.items())
        self._trace.update(line.encode() + b"\n")
        self.last_lines.append(line)
        if what in self.counts:
            self.counts[what] += 1

    def _on_log(self, _logger: object, _method: str, entry: dict[str, Any]) -> dict[str, Any]:
        """Take a line of the service's log: faults of its own that it goes on after are faults all the same."""
        if entry["event"] in {"mail.undecided", "notice.unwritten"}:
            raise Broken(f"{entry['event']}: {entry}") from entry.get("exc_info") or None
        raise structlog.DropEvent

    # --- running ----------------------------------------------------------------------------------------------------

    def run(self) -> Told:
        """Go through it all.

        Raises:
            Broken: something that must hold did not.
        """
        with _seeded_secrets(self._stream("secrets")), self._logs_watched():
            try:
                return self._run()
            finally:
                for process in self.processes:
                    if process.alive:
                        process.close()
                if hasattr(self, "judge"):
                    self.judge.close()
                self.loop.close()

    def _run(self) -> Told:
        for process in self.processes:
            process.open()
            self.note("started", process=process.number)
            self.weather.calm = True
            take_note(process.house, self.clock.now())
        self.judge = Judge(self, self.processes[0].house.database.url)
        self.administration.first_plan(self.processes[0])
        self.weather.calm = False
        self._plan_days()
        self.administration.plan(self.clock.true, self.ends)
        while self._queue:
            at, _, happen = heapq.heappop(self._queue)
            if at > self.ends:
                continue
            self.clock.wind_to(at)
            happen()
            self.judge.read_log()
        self._calm_down()
        trace = hashlib.sha256(self._trace.digest() + self.judge.digest().encode()).hexdigest()
        return Told(
            self.seed,
            self.days,
            trace,
            self.judge.letters,
            self.judge.confirmed,
            self.counts["reply"],
            self.counts["died"],
            self.counts["fault"],
        )

    def at(self, true: datetime, happen: Callable[[], None]) -> None:
        """Have something happen at an instant of true time."""
        self._queued += 1
        heapq.heappush(self._queue, (true, self._queued, happen))

    def after(self, wait: timedelta, happen: Callable[[], None]) -> None:
        """Have something happen after a while."""
        self.at(self.clock.true + wait, happen)

    def _plan_days(self) -> None:
        """Plan each day's passes, one of them when the office opens, and each week's check."""
        day = self.clock.true.astimezone(LONDON)
        whole_every = 1 if self.days <= 400 else 8
        while day.astimezone(UTC) < self.ends:
            nine = day.replace(hour=9, minute=0, second=self.chance.randrange(50), microsecond=0)
            self.at(nine.astimezone(UTC), self.tick)
            for _ in range(self.chance.randint(1, 3)):
                self.at(day.astimezone(UTC) + timedelta(minutes=self.chance.randrange(24 * 60)), self.tick)
            if day.weekday() == 6:
                whole = (day.date() - BEGINS.date()).days // 7 % whole_every == 0
                self.at(nine.astimezone(UTC) + timedelta(hours=3), lambda whole=whole: self.check(whole=whole))
            day += DAY

    def alive(self) -> list[Process]:
        """Give the processes that run."""
        return [process for process in self.processes if process.alive]

    # --- one step of one process ------------------------------------------------------------------------------------

    def within(self, process: Process, work: Callable[[], Any]) -> Any:
        """Do work in a process; give what it gives, None where the process died or its database failed it."""
        try:
            return work()
        except DBAPIError as fault:
            self.note("database", process=process.number, fault=type(fault.orig).__name__)
        except Died:
            self._bury(process)
        return None

    def _bury(self, process: Process) -> None:
        """Drop what a dead process had in memory, and start it again later."""
        process.house.database.close()
        self.judge.on_death()
        self.judge.read_log()
        self.after(timedelta(minutes=self.chance.choice((1, 5, 60, 600))), lambda: self.reopen(process))

    def reopen(self, process: Process) -> None:
        if not process.alive:
            self.within(process, lambda: self._open(process))

    def _open(self, process: Process) -> None:
        try:
            process.open()
        except ConfigError:
            self.note("refused to start", process=process.number)
            self.after(timedelta(hours=1), lambda: self.reopen(process))
            return
        self.note("started", process=process.number)
        take_note(process.house, self.clock.now())

    def close(self, process: Process) -> None:
        """Stop a process in good order."""
        if process.alive:
            self.note("stopped", process=process.number)
            process.close()

    def _maybe_doom(self, process: Process) -> None:
        """Now and then a process dies within the next steps."""
        doomed = not self.weather.calm and self.chance.random() < 0.02
        process.steps_left = self.chance.randint(1, 40) if doomed else None

    def meanwhile(self, process: Process) -> None:
        """Let another process do something whole between two transactions of this one."""
        others = [other for other in self.alive() if other is not process]
        if self._nested or self.weather.calm or not others or self.chance.random() > 0.04:
            return
        other = self.chance.choice(others)
        self._nested = True
        self._meanwhiles += 1
        try:
            self.note("meanwhile", process=other.number)
            if self.chance.random() < 0.5:
                self._evaluate(other)
            else:
                self.administration.command(other)
            self.judge.read_log()
        finally:
            self._nested = False

    # --- what happens -----------------------------------------------------------------------------------------------

    def tick(self) -> None:
        """Make a pass in one process, and deliver in one or in two at once."""
        alive = self.alive()
        if not alive:
            return
        process = self.chance.choice(alive)
        self._maybe_doom(process)
        self._evaluate(process)
        rounds = [one for one in alive if one.alive and (one is process or self.chance.random() < 0.3)]
        if rounds:
            self._deliver(rounds)
        process.steps_left = None

    def _evaluate(self, process: Process) -> None:
        reached = self.within(process, lambda: self._pass(process))
        if reached is not None:
            self.passes.append(reached)
            self.note("pass", process=process.number, until=reached.isoformat())

    def _pass(self, process: Process) -> datetime:
        self._reload(process)
        house = process.house
        require_newest(house.database)
        for row_id in mailroom.left_over(house):
            mailroom.take_up(house, [row_id], process.readers)
        end_silences(house)
        return evaluate(house, self.clock.now(), strict=False).until

    def _reload(self, process: Process) -> None:
        """Take over edits, as the watching loop does when it is told of one."""
        if process.edition == self.files.edition:
            return
        found = look(process.house, ENVIRON)
        if isinstance(found, Rejected):
            if self._files_read.get(process.number) != found.content:
                tell(process.house, found)
                self._files_read[process.number] = found.content
                self.note("rejected", process=process.number, why=found.detail)
        elif found is not process.house:
            added = take_note(found, self.clock.now())
            process.house = found
            self.note("reloaded", process=process.number, added=",".join(added))
        process.edition = self.files.edition

    def _deliver(self, rounds: list[Process]) -> None:
        """Run delivery rounds side by side until all are over; a death in one leaves the others going."""
        tasks: list[tuple[Process, asyncio.Task[Any]]] = []
        for process in rounds:
            stop = asyncio.Event() if not self.weather.calm and self.chance.random() < 0.1 else None
            if stop is not None:
                self.loop.call_later(self.chance.random() * 3, stop.set)
            context = contextvars.copy_context()
            context.run(PROCESS.set, process)
            tasks.append((process, self.loop.create_task(deliver(process.house, stop=stop), context=context)))
        self._run_until_done([task for _, task in tasks], tasks)
        for fault in self._loop_faults:
            if isinstance(fault.get("exception"), Broken):
                raise fault["exception"]
            if self.counts["died"] == 0:
                raise Broken(f"left behind in the loop: {fault}")
        for process, task in tasks:
            self._judge_round(process, task)

    def _run_until_done(self, left: list[asyncio.Task[Any]], tasks: list[tuple[Process, asyncio.Task[Any]]]) -> None:
        def ended(_task: asyncio.Task[Any]) -> None:
            if all(task.done() for task in left):
                self.loop.stop()

        for task in left:
            task.add_done_callback(ended)
        while not all(task.done() for task in left):
            try:
                self.loop.run_forever()
            except Died:
                for process, task in tasks:
                    if not process.alive:
                        task.cancel()

    def _judge_round(self, process: Process, task: asyncio.Task[Any]) -> None:
        error = None if task.cancelled() else task.exception()
        if not process.alive:
            self._bury(process)
        elif isinstance(error, DBAPIError):
            self.note("database", process=process.number, fault=type(error.orig).__name__)
            self.judge.on_death()
        elif error is not None:
            raise error
        else:
            done = task.result()
            self.note("round", process=process.number, sent=done.sent, deferred=done.deferred, failed=done.failed)

    # --- mail -------------------------------------------------------------------------------------------------------

    def _on_kept(self, kept: Kept) -> None:
        """A letter came: the judge looks at it, and its reader may answer, at once or in weeks."""
        self.judge.on_kept(kept)
        if self.weather.calm or self._interest.random() > 0.9:
            return
        wait = timedelta(minutes=self._interest.choice((1, 30, 200, 1500, 5000, 20000, 40000)))
        self.after(wait * (0.5 + self._interest.random()), lambda: self._answer(kept))

    def _answer(self, kept: Kept) -> None:
        given = self.people.answer(Letter.of(kept), self.clock.true)
        if given is None:
            return
        if self._interest.random() < 0.15:
            wait = timedelta(hours=self._interest.choice((0, 1, 30, 400)))
            self._twice[given.raw] = wait, self.people.again(given)
        if self._interest.random() < 0.2:
            self._bag.append(given)  # comes with the next one
        else:
            self.hand_over(given, *self._bag)
            self._bag.clear()

    def hand_over(self, *given: Given) -> None:
        """Give mails to a process; they are given again until the service has said that it has them."""
        alive = self.alive()
        if not alive:
            self.after(timedelta(minutes=30), lambda: self.hand_over(*given))
            return
        process = self.chance.choice(alive)
        self._maybe_doom(process)
        must_confirm = [self._expected(process, one) for one in given]
        nested = self._meanwhiles
        if len(given) > 1 or self.chance.random() < 0.5:
            raws = [one.raw for one in given]
            receipts = self.within(process, lambda: mailroom.take_in_all(process.house, raws, process.readers))
        else:
            receipts = self._kept_and_decided(process, given[0])
        if receipts is None:
            self.after(timedelta(minutes=15), lambda: self.hand_over(*given))
        for one, wanted, receipt in zip(given, must_confirm, receipts or (), strict=bool(receipts)):
            self.judge.on_taken_in(one)
            self._send_again(one)
            if receipt["verdict"] is not None:
                self.judge.on_receipt(one, receipt)
                if nested == self._meanwhiles and len(given) == 1:
                    self.judge.has_confirmed(one, wanted, receipt)
        if process.alive:
            process.steps_left = None

    def _send_again(self, given: Given) -> None:
        """Some mails come twice; the second never before the first was taken in."""
        if given.raw in self._twice:
            wait, again = self._twice.pop(given.raw)
            self.after(wait, lambda: self.hand_over(again))

    def _expected(self, process: Process, given: Given) -> list[str]:
        """Tell the judge of a mail; give what it must confirm."""
        self.judge.on_handed_over(given)
        return self.judge.must_confirm(given) if process.edition == self.files.edition else []

    def _kept_and_decided(self, process: Process, given: Given) -> list[dict[str, Any]] | None:
        """Keep a mail, acknowledge it, and decide it after: what the service does with mail by LMTP."""
        taken = self.within(process, lambda: mailroom.keep(process.house, given.raw))
        if taken is None:
            return None
        self.judge.on_taken_in(given)
        receipt = self.within(process, lambda: mailroom.decide_kept(process.house, taken.id, process.readers))
        return [receipt or {"verdict": None}]

    # --- checks -----------------------------------------------------------------------------------------------------

    def check(self, *, whole: bool) -> None:
        """Ask the judge, right after a pass that nothing disturbed."""
        calm, self.weather.calm = self.weather.calm, True
        try:
            if not self.alive():
                return
            self.tick()
            self.note("check")
            self.judge.check(whole=whole)
        finally:
            self.weather.calm = calm

    def _calm_down(self) -> None:
        """End every fault, start everything, and let the service finish what it owes."""
        self.weather.calm = True
        self.clock.ahead = timedelta()
        self._queue.clear()
        self.administration.mend()
        for process in self.processes:
            if not process.alive:
                self._open(process)
        self.note("calm")
        for _ in range(120):
            self.tick()
            if self._nothing_waits():
                break
            self.clock.wind_to(self.clock.true + timedelta(hours=3))
        self.judge.check(whole=True)
        self.judge.check_ended()
        self.administration.check_owed()

    def _nothing_waits(self) -> bool:
        with self.processes[0].house.database.reading() as session:
            waits = text("SELECT count(*) FROM letter WHERE state NOT IN ('sent', 'failed', 'cancelled')")
            undecided = text("SELECT count(*) FROM inbound WHERE state = 'received'")
            behind = text("SELECT until FROM considered WHERE schedule = 'ladder'")
            reached = datetime.fromisoformat(str(session.execute(behind).scalar()))
            late = reached.replace(tzinfo=reached.tzinfo or UTC) > self.clock.now()
            return not (session.execute(waits).scalar() or session.execute(undecided).scalar() or late)

    @contextmanager
    def _logs_watched(self) -> Iterator[None]:
        before = structlog.get_config()
        structlog.configure(processors=[self._on_log], cache_logger_on_first_use=False)
        try:
            yield
        finally:
            structlog.configure(**before)


@contextmanager
def _seeded_secrets(chance: random.Random) -> Iterator[None]:
    """Let every secret that the service makes come from the seed."""
    before = secrets.token_bytes, secrets.token_hex
    secrets.token_bytes = lambda n=32: chance.randbytes(n)
    secrets.token_hex = lambda n=32: chance.randbytes(n).hex()
    try:
        yield
    finally:
        secrets.token_bytes, secrets.token_hex = before
