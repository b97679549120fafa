"""A small board, calendar and milestone for tests of schedules."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from milestones.domain.board import Board, Holder, Organisation, Post, Sector
from milestones.domain.calendar import Calendar
from milestones.domain.office import Office, Settled
from milestones.domain.rules import Offset, Rule, RuleKind, Schedule, Unit
from milestones.domain.schedule import fallen, settle
from milestones.domain.state import Milestone, Owner, Row, State

LONDON = ZoneInfo("Europe/London")
CALENDAR = Calendar(
    LONDON,
    frozenset(range(5)),
    {date(2026, 12, 25): "Christmas Day", date(2026, 12, 28): "Boxing Day", date(2027, 1, 1): "New Year's Day"},
    {date(2026, 12, 24): "office closed"},
    time(8),
    time(18),
)


def at(text: str) -> datetime:
    """A London local time as an instant."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON).astimezone(UTC)


def offset(text: str) -> Offset:
    """`-14d` or `+1wd` as a value."""
    unit = Unit.WORKING_DAYS if text.endswith("wd") else Unit.DAYS
    return Offset(int(text.removesuffix(unit.value)), unit)


def reminder(name: str, when: str, **more) -> Rule:
    return _rule(RuleKind.REMINDER, name, when, more)


def escalation(name: str, when: str, **more) -> Rule:
    return _rule(RuleKind.ESCALATION, name, when, {"to": ("owners.reports_to",), "cc": ("owners",)} | more)


def _rule(kind: RuleKind, name: str, when: str, more: dict) -> Rule:
    repeat = more.pop("repeat", None)
    values = {"to": ("owners",), "repeat": offset(repeat) if repeat else None} | more
    return Rule(name, kind, offset(when), **values)


def post(name: str, **more) -> Post:
    holder = Holder(name.title(), f"{name}@force.example", date(2020, 1, 1))
    return Post(**({"id": name, "title": name.title(), "organisation": "force", "holders": (holder,)} | more))


BOARD = Board(
    "hum",
    "Humberside Prevent Board",
    "HUM",
    "coordinator",
    organisations={"force": Organisation("force", "The Force", Sector.POLICE, lead="chief")},
    posts={
        each.id: each
        for each in (
            post("coordinator"),
            post("chief", board_member=True, signatory=True),
            post("lead", reports_to="chief", deputy="second"),
            post("second", reports_to="chief"),
        )
    },
)

FORTNIGHT = reminder("fortnight", "-14d")
OVERDUE = reminder("overdue", "+1wd", repeat="5wd", limit=3)
MANAGER = escalation("line-manager", "+5wd")
JOINT = escalation("joint", "+15wd", to=("chief",), cc=("coordinator",))
SCHEDULE = Schedule((FORTNIGHT, OVERDUE, MANAGER, JOINT))


def office(*rules: Rule, **more) -> Office:
    """The board with these rules, or with the usual four."""
    schedule = Schedule(rules) if rules else SCHEDULE
    return Office(**({"board": BOARD, "schedule": schedule, "calendar": CALENDAR} | more))


def milestone(**changes) -> Milestone:
    """An agreed milestone of the post `lead`, due on Monday 30 November 2026, agreed in January."""
    due = changes.get("due", date(2026, 11, 30))
    values = {
        "id": "HUM-1",
        "board": "hum",
        "row": Row("1", "Train the front line", due),
        "state": State.AGREED,
        "due": due,
        "baseline_due": due,
        "owners": (Owner("lead"),),
        "agreed_on": date(2026, 1, 5),
    }
    return Milestone(**(values | changes))


def notices_due(milestone: Milestone, office: Office, after: datetime, until: datetime) -> list[Settled]:
    """Say what of a milestone falls due in one evaluation of (`after`, `until`], to whom, and what is passed over."""
    return settle(milestone, fallen(milestone, office, after, until), office, until)
