"""The files of a simulated partnership: configuration and plan, as an administrator and a coordinator keep them.

Every edit is made to the files, and taken over by the service as it takes over any. What the simulation must know of
them afterwards (rules, closed days, who holds what) is kept here as plain facts.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from tests.world import ORGANISATIONS

if TYPE_CHECKING:
    import random
    from pathlib import Path

BOARD = "wold"
PREFIX = "WLD"
COORDINATOR = "prevent-coordinator"
EDGE = "mx.milestones.example"
REPLIES = "replies@milestones.example"

SILENT = ("head-teacher", "custody-officer")
"""Owners who never answer, and whose milestones nobody touches: for them it is known which letters must be sent."""

ACTIVE = ("inspector", "sergeant", "prevent-lead", "head-of-service", "chaplain")

POSTS: dict[str, dict[str, Any]] = {
    "bcu-commander": {"organisation": "police", "signatory": True, "board_member": True},
    "inspector": {"organisation": "police", "reports_to": "bcu-commander"},
    "sergeant": {"organisation": "police", "reports_to": "inspector", "deputy": "constable"},
    "constable": {"organisation": "police", "reports_to": "sergeant"},
    "custody-officer": {"organisation": "police", "reports_to": "inspector"},
    "la-chief-executive": {"organisation": "council", "signatory": True, "board_member": True},
    "head-of-service": {"organisation": "council", "reports_to": "la-chief-executive"},
    "prevent-lead": {"organisation": "council", "reports_to": "head-of-service", "deputy": "prevent-deputy"},
    "prevent-deputy": {"organisation": "council", "reports_to": "prevent-lead"},
    COORDINATOR: {"organisation": "council", "reports_to": "head-of-service"},
    "principal": {"organisation": "college", "signatory": True, "board_member": True},
    "head-teacher": {"organisation": "college", "reports_to": "principal"},
    "chaplain": {"organisation": "college", "reports_to": "principal"},
}

_SERVICE = """\
schema = 1
{database}[smtp]
host = "127.0.0.1"
port = 2525
security = "none"
sender = "Prevent programme <prevent@milestones.example>"
connections = {connections}
uncertain = "{uncertain}"
[replies]
address = "{replies}"
require = "{require}"
trusted_authserv_id = "{edge}"
"""

_BOARD = """\
schema = 1
name = "Wold Prevent Board"
prefix = "{prefix}"
marking = "OFFICIAL"
coordinator = "{coordinator}"
[completion]
owners = "{completion}"
acceptance = "{acceptance}"
{organisations}"""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as the files have it: `count` and `unit` of `when` and `repeat`; `since` when it was added later."""

    kind: str
    id: str
    when: tuple[int, str]
    to: tuple[str, ...]
    cc: tuple[str, ...] = ()
    repeat: tuple[int, str] | None = None
    limit: int = 1
    since: datetime | None = None

    def lines(self) -> str:
        """Write it as `schedules.toml` has it."""
        text = f'[[{self.kind}]]\nid = "{self.id}"\nwhen = "{_offset(self.when)}"\nto = {list(self.to)}\n'
        text += f"cc = {list(self.cc)}\n" if self.cc else ""
        return text + (f'repeat = "{_offset(self.repeat)}"\nlimit = {self.limit}\n' if self.repeat else "")


def _offset(given: tuple[int, str]) -> str:
    return f"{given[0]:+d}{given[1]}" if given[0] < 0 else f"{given[0]}{given[1]}"


FIRST_RULES = (
    Rule("reminder", "fortnight", (-14, "d"), ("owners",)),
    Rule("reminder", "overdue", (1, "wd"), ("owners",), repeat=(5, "wd"), limit=3),
    Rule("escalation", "line-manager", (5, "wd"), ("owners.reports_to",), ("owners",)),
    Rule("escalation", "joint", (15, "wd"), ("bcu-commander", "la-chief-executive"), (COORDINATOR,)),
)


@dataclass(slots=True)
class Line:
    """A row of the plan. `agreed` rows come from a meeting; `id` is the milestone's once it was taken in."""

    ref: str
    title: str
    owner: str
    due: date | None
    joint: str = ""
    id: str = ""


@dataclass(slots=True)
class Files:
    """The folder, and what stands in its files."""

    folder: Path
    terms: dict[str, Any]
    database_url: str | None = None
    rules: list[Rule] = field(default_factory=lambda: list(FIRST_RULES))
    closures: list[date] = field(default_factory=list)
    holders: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    broken: bool = False
    edition: int = 0
    plan: list[Line] = field(default_factory=list)

    def __post_init__(self) -> None:
        for post in POSTS:
            self.holders[post] = [{"email": f"{post}@{POSTS[post]['organisation']}.example", "from": date(2020, 1, 1)}]

    def write(self) -> None:
        """Write the configuration anew."""
        self.edition += 1
        (self.folder / "boards").mkdir(parents=True, exist_ok=True)
        database = f'[database]\nurl = "{self.database_url}"\n' if self.database_url else ""
        service = _SERVICE.format(database=database, replies=REPLIES, edge=EDGE, **self.terms)
        (self.folder / "service.toml").write_text(service)
        (self.folder / "schedules.toml").write_text(self._schedules())
        (self.folder / "boards" / f"{BOARD}.toml").write_text(self._board())

    def _schedules(self) -> str:
        closures = ", ".join(day.isoformat() for day in self.closures)
        text = f'schema = 1\n[calendar]\nbank_holidays = "GB-ENG"\nclosures = [{closures}]\n'
        text += "".join(rule.lines() for rule in self.rules)
        text += '[[digest]]\nid = "weekly"\ncron = "0 9 * * mon"\nto = ["board"]\n'
        return text + ('[[reminder]]\nid = "half"\nwhen = "soon"\n' if self.broken else "")

    def _board(self) -> str:
        text = _BOARD.format(prefix=PREFIX, coordinator=COORDINATOR, organisations=ORGANISATIONS, **self.terms)
        for name, post in POSTS.items():
            text += f'[[post]]\nid = "{name}"\ntitle = "{name.replace("-", " ").title()}"\n'
            text += "".join(f"{key} = {_toml(value)}\n" for key, value in post.items())
            for holder in self.holders[name]:
                text += f'[[post.holder]]\nname = "{name.title()}"\nemail = "{holder["email"]}"\n'
                text += "".join(f"{key} = {holder[key].isoformat()}\n" for key in ("from", "until") if key in holder)
        return text

    # --- who ---------------------------------------------------------------------------------------------------------

    def addresses(self) -> list[str]:
        """Give every address that holds or held a post."""
        return [holder["email"] for holders in self.holders.values() for holder in holders]

    def post_of(self, address: str) -> str | None:
        """Give the post that an address holds or held."""
        for post, holders in self.holders.items():
            if any(holder["email"] == address for holder in holders):
                return post
        return None

    def holder_on(self, post: str, day: date) -> str | None:
        """Give the address that holds a post on a day."""
        for holder in self.holders[post]:
            if holder["from"] <= day and day <= holder.get("until", day):
                return str(holder["email"])
        return None

    # --- edits -------------------------------------------------------------------------------------------------------

    def change_holder(self, post: str, last_day: date, number: int, gap: int) -> None:
        """Let a post change hands after a day, `gap` days later where it falls vacant between."""
        self.holders[post][-1]["until"] = last_day
        email = f"{post}.{number}@{POSTS[post]['organisation']}.example"
        self.holders[post].append({"email": email, "from": last_day + timedelta(days=1 + gap)})

    def add_rule(self, rule: Rule, since: datetime) -> None:
        """Add a rule that counts from an instant on."""
        self.rules.append(replace(rule, since=since))

    # --- the plan ----------------------------------------------------------------------------------------------------

    def write_plan(self, lines: list[Line]) -> Path:
        """Write rows of the plan as the spreadsheet that is imported."""
        path = self.folder.parent / "plan.csv"
        with path.open("w", newline="") as sheet:
            rows = [(one.ref, one.title, one.owner, one.joint, one.due or "") for one in lines]
            csv.writer(sheet).writerows([("ref", "action", "lead_role", "owner", "due"), *rows])
        return path


_WORK = ("Briefing", "Protocol", "Survey", "Visit", "Workshop", "Pilot", "Audit", "Handbook", "Panel", "Campaign")
_PLACES = ("Northfield", "Eastgate", "Marfleet", "Holderness", "Beverley", "Goole", "Withernsea", "Hessle")


def new_line(chance: random.Random, number: int, today: date) -> Line:
    """Give a row of work that nobody has planned yet."""
    title = f"{chance.choice(_WORK)} for {chance.choice(_PLACES)} {number}"
    silent = chance.random() < 0.3
    owner = chance.choice(SILENT if silent else ACTIVE)
    joint = chance.choice(ACTIVE) if not silent and chance.random() < 0.25 else ""
    due = today + timedelta(days=chance.randint(3, 120))
    return Line(str(number), title, owner, due, joint if joint != owner else "")


def _toml(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else f'"{value}"'
