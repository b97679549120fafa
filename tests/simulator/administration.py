"""What the coordinator and the administrator do: the plan and its later editions, commands, edits of the configuration.

Milestones of silent owners are left alone, so that at the end it can be said which letters they had to get.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from milestones.domain.milestone import Refused
from milestones.domain.state import OwnerKind
from milestones.flows import command, receive
from milestones.flows.intake import Terms, take_in_plan
from tests.simulator.judge import Broken, instant
from tests.simulator.office_files import ACTIVE, BOARD, COORDINATOR, POSTS, SILENT, Line, Rule, new_line
from tests.simulator.oracle import LONDON, Days, digests, rungs

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from tests.simulator.process import Process
    from tests.simulator.simulation import Simulation

DAY = timedelta(days=1)

_OWED = text(
    "SELECT rung, at, letter_id, skipped FROM occurrence WHERE milestone = :id AND rule = :rule AND due = :due"
)
_RUNGS = text("SELECT at FROM occurrence WHERE milestone = :id AND letter_id IS NOT NULL")


@dataclass(frozen=True, slots=True)
class Untouched:
    """A milestone that nobody touches after it was taken in."""

    id: str
    due: date
    agreed_on: date
    taken_in_at: datetime


class Administration:
    """See the module. Draws what is done and when."""

    def __init__(self, chance: random.Random, world: Simulation) -> None:
        self._chance, self._world = chance, world
        self.untouched: list[Untouched] = []
        self._rows = self._hands = 0
        self._absences: set[str] = set()
        self._since: datetime | None = None

    def plan(self, since: datetime, until: datetime) -> None:
        """Plan what is done from one instant to another, so many times a year of each."""
        days = (until - since).days
        for often, what in (
            (12, self._new_work),
            (12, self._new_edition),
            (60, self._one_command),
            (40, self._decide_held),
            (4, self._close_a_day),
            (6, self._change_hands),
            (3, self._add_rule),
            (5, self._break_the_files),
            (8, self._stop_for_a_while),
            (10, self._wrong_clock),
        ):
            for _ in range(round(often * days / 365) or (self._chance.random() < often * days / 365)):
                self._world.at(since + self._chance.random() * (until - since), what)

    def _in_some_process(self, work: Callable[[Process], Any]) -> Any:
        alive = self._world.alive()
        if not alive:
            return None
        process = self._chance.choice(alive)
        return self._world.within(process, lambda: work(process))

    # --- the plan ---------------------------------------------------------------------------------------------------

    def first_plan(self, process: Process) -> None:
        """Take in the first edition of the plan."""
        self._take_in(process, 24)

    def _new_work(self) -> None:
        self._in_some_process(lambda process: self._take_in(process, self._chance.randint(1, 6)))

    def _take_in(self, process: Process, many: int) -> None:
        """Take in new rows, agreed by a meeting or to be agreed by the sectors."""
        now = self._world.clock.now()
        today = now.astimezone(LONDON).date()
        lines = []
        for _ in range(many):
            self._rows += 1
            lines.append(new_line(self._chance, self._rows, today))
        silent = [one for one in lines if one.owner in SILENT]
        proposed = self._chance.random() < 0.25 and not silent
        terms = Terms() if proposed else Terms(today, "minute 4")
        report = take_in_plan(process.house, BOARD, self._world.files.write_plan(lines), terms, now)
        for line, shape in zip(lines, report["milestones"], strict=True):
            line.id = shape["id"]
            if shape["state"] != ("proposed" if proposed else "agreed"):
                raise Broken(f"{line} was taken in as {shape}")
            if line in silent:
                assert line.due is not None
                self.untouched.append(Untouched(line.id, line.due, today, now))
        self._world.files.plan += lines
        self._world.note("plan", new=len(lines), ids=",".join(line.id for line in lines))

    def _new_edition(self) -> None:
        """Import the whole plan again, some dates moved, some owners changed; then once more, which changes nothing."""
        moved = [line for line in self._world.files.plan if line.owner in ACTIVE and self._chance.random() < 0.1]
        for line in moved:
            assert line.due is not None
            line.due += timedelta(days=self._chance.randint(-20, 60))
        self._world.note("edition", moved=",".join(line.id for line in moved))
        for expected in (None, 0):
            report = self._in_some_process(self._import_again)
            if report is not None and expected is not None and report["updated"] != expected:
                raise Broken(f"importing again changed {report['updated']} milestones")
            if report is None:
                return

    def _import_again(self, process: Process) -> dict[str, Any]:
        path = self._world.files.write_plan(self._world.files.plan)
        report = take_in_plan(process.house, BOARD, path, Terms(), self._world.clock.now())
        ids = [shape["id"] for shape in report["milestones"]]
        if ids != [line.id for line in self._world.files.plan]:
            raise Broken("importing again paired rows with other milestones")
        return report

    # --- commands ---------------------------------------------------------------------------------------------------

    def _one_command(self) -> None:
        self._in_some_process(self._command)

    def command(self, process: Process) -> None:
        """Give one command in a process."""
        self._world.within(process, lambda: self._command(process))

    def _command(self, process: Process) -> None:
        lines = [line for line in self._world.files.plan if line.owner in ACTIVE]
        if not lines:
            return
        line = self._chance.choice(lines)
        what = self._chance.choice(("silence", "extend", "withdraw", "assign", "absence", "complete", "extend"))
        self._world.note("command", what=what, milestone=line.id)
        try:
            self._give(process, what, line)
        except Refused as refused:
            self._world.note("refused", why=refused)

    def _give(self, process: Process, what: str, line: Line) -> None:
        house, now = process.house, self._world.clock.now()
        today = now.astimezone(LONDON).date()
        day = today + timedelta(days=self._chance.randint(1, 50))
        who = {"by": COORDINATOR, "why": "as minuted", "now": now}
        match what:
            case "silence":
                command.silence(house, line.id, until=day, **who)
            case "extend":
                command.extend(house, line.id, to=day, **who)
            case "withdraw":
                if self._chance.random() < 0.3:
                    command.withdraw(house, line.id, **who)
            case "assign":
                kind = self._chance.choice((OwnerKind.JOINT, OwnerKind.SUPPORT))
                command.assign(house, line.id, to=self._chance.choice(ACTIVE), kind=kind, **who)
            case "absence":
                post, deputy = self._chance.sample(ACTIVE, 2)
                command.absence(house, BOARD, post, since=today, until=day, deputy=deputy, **who)
            case "complete":
                if self._chance.random() < 0.3:
                    self._world.judge.allow_all(line.id, POSTS)
                    command.complete(house, line.id, **who)

    def _decide_held(self) -> None:
        """Accept or reject a reply that is held."""

        def decide(process: Process) -> None:
            with process.house.database.reading() as session:
                held = session.execute(text("SELECT id, raw FROM inbound WHERE state = 'held' ORDER BY id")).all()
            if not held:
                return
            row = self._chance.choice(held)
            now = self._world.clock.now()
            try:
                if self._chance.random() < 0.5:
                    self._world.judge.on_accepted(bytes(row.raw))
                    receive.accept_held(process.house, row.id, now)
                else:
                    receive.reject_held(process.house, row.id, "not theirs", now)
            except Refused as refused:
                self._world.note("refused", why=refused)

        self._in_some_process(decide)

    # --- edits ------------------------------------------------------------------------------------------------------

    def _close_a_day(self) -> None:
        """Declare a day in some weeks a day off."""
        day = self._today() + timedelta(days=self._chance.randint(14, 60))
        self._world.files.closures.append(day)
        self._edited("closure", day)

    def _change_hands(self) -> None:
        """Let a post change hands soon, now and then with some vacant days between."""
        post = self._chance.choice(sorted(POSTS))
        last = self._world.files.holders[post][-1]
        day = self._today() + timedelta(days=self._chance.randint(0, 10))
        if last["from"] > day:
            return
        self._hands += 1
        self._world.files.change_holder(post, day, self._hands, self._chance.choice((0, 0, 7)))
        self._edited("holder", post)

    def _add_rule(self) -> None:
        """Add a reminder at some distance before or after the due date."""
        number = len(self._world.files.rules)
        when = (self._chance.choice((-40, -21, -7, -3, 0, 10)), "d")
        self._world.files.rules.append(Rule("reminder", f"more-{number}", when, ("owners",)))
        self._edited("rule", f"more-{number}")

    def _break_the_files(self) -> None:
        """Leave a mistake in the files for some hours."""
        self._world.files.broken = True
        self._edited("mistake", "half")
        self._world.after(timedelta(hours=self._chance.randint(1, 30)), self.mend)

    def mend(self) -> None:
        """Take the mistake out."""
        self._world.files.broken = False
        self._edited("mended", "half")

    def _edited(self, what: str, about: object) -> None:
        self._world.note("edit", what=what, about=about)
        self._world.files.write()

    # --- the machine ------------------------------------------------------------------------------------------------

    def _stop_for_a_while(self) -> None:
        """Stop everything for hours or days, or one process for a moment."""
        whole = self._chance.random() < 0.4
        stopped = self._world.alive() if whole else self._world.alive()[:1]
        wait = timedelta(hours=self._chance.choice((1, 20, 100, 300))) if whole else timedelta(minutes=1)
        for process in stopped:
            self._world.close(process)
            self._world.after(wait, lambda process=process: self._world.reopen(process))

    def _wrong_clock(self) -> None:
        """Set the wall's clock wrong for some hours, forwards or backwards."""
        self._world.clock.ahead = timedelta(minutes=self._chance.choice((-3000, -180, -61, 61, 700, 4000)))
        self._world.note("clock", ahead=self._world.clock.ahead)
        self._world.after(timedelta(hours=self._chance.randint(1, 40)), self._right_clock)

    def _right_clock(self) -> None:
        self._world.clock.ahead = timedelta()
        self._world.note("clock", ahead=timedelta())

    def _today(self) -> date:
        return self._world.clock.true.astimezone(LONDON).date()

    # --- what was owed ----------------------------------------------------------------------------------------------

    def check_owed(self) -> None:
        """Ask whether everything that the rules owe about untouched milestones, and every digest, was sent.

        Raises:
            Broken: something is missing, or was passed over without cause.
        """
        days = Days(self._world.files.closures)
        with self._world.processes[0].house.database.reading() as session:
            until = max(self._world.passes)
            rules = [self._with_since(session, rule) for rule in self._world.files.rules]
            for one in self.untouched:
                self._check_ladder(session, one, rules, days, until)
            self._check_digests(session, days, until)

    def _with_since(self, session: Any, rule: Rule) -> Rule:
        key = f"rule_since:{BOARD}:{rule.id}"
        since = session.execute(text("SELECT value FROM meta WHERE key = :key"), {"key": key}).scalar()
        return Rule(rule.kind, rule.id, rule.when, rule.to, rule.cc, rule.repeat, rule.limit, since and instant(since))

    def _check_ladder(self, session: Any, one: Untouched, rules: list[Rule], days: Days, until: datetime) -> None:
        state = json.loads(
            session.execute(text("SELECT state_json FROM milestone WHERE id = :id"), {"id": one.id}).scalar()
        )
        if state["state"] != "agreed" or state["due"] != one.due.isoformat():
            raise Broken(f"{one.id} was to be left alone, and is {state['state']}, due {state['due']}")
        sent = {instant(at) for at in session.execute(_RUNGS, {"id": one.id}).scalars()}
        for rung in rungs(one.due, one.agreed_on, rules, days):
            if rung.at > until:
                continue
            rows = session.execute(_OWED, {"id": one.id, "rule": rung.rule.id, "due": one.due.isoformat()}).all()
            mine = [row for row in rows if row.rung == rung.number]
            what = f"{one.id}, due {one.due}, agreed {one.agreed_on}: {rung.rule.id} #{rung.number} of {rung.at}"
            if not mine:
                raise Broken(f"{what} was never owed")
            if any(instant(row.at) != rung.at for row in mine):
                raise Broken(f"{what} fell due at {[row.at for row in mine]}")
            if all(row.letter_id is None for row in mine) and not self._superseded(rung.at, sent, one.taken_in_at):
                raise Broken(f"{what} was passed over: {[row.skipped for row in mine]}")

    def _superseded(self, at: datetime, sent: set[datetime], taken_in_at: datetime) -> bool:
        """Say whether another rung was sent for it, both having fallen due between two passes."""
        passes = [done for done in self._world.passes if done >= taken_in_at]
        return any(not any(min(at, other) <= done < max(at, other) for done in passes) for other in sent - {at})

    def _check_digests(self, session: Any, days: Days, until: datetime) -> None:
        query = text("SELECT at, letter_id, skipped FROM occurrence WHERE kind = 'digest' ORDER BY at")
        rows = {instant(row.at): row for row in session.execute(query).all()}
        begins = min(self._world.passes)
        wanted = list(digests(begins, until, days))
        missing = [at for at in wanted if at not in rows]
        if missing:
            raise Broken(f"digests that were never written: {missing}")
        extra = [at for at in rows if at > begins and at not in wanted]
        if extra:
            raise Broken(f"digests that no rule asked for: {extra}")
        for at, row in rows.items():
            if row.letter_id is None and at > begins:
                later = min((other for other in rows if other > at and rows[other].letter_id), default=None)
                if later is None or any(at <= done < later for done in self._world.passes):
                    raise Broken(f"the digest of {at} was passed over: {row.skipped}")
        many = text(
            "SELECT post, due_at, count(*) FROM letter WHERE kind = 'digest' GROUP BY post, due_at HAVING count(*) > 1"
        )
        if twice := session.execute(many).all():
            raise Broken(f"digests written twice: {twice}")
