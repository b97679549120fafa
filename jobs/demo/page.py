"""The page on which a person walks through what happened: facts from the house, mails from the story."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from jobs.demo.office import LONDON
from milestones.domain.wording import counted, in_words, long_day, short_day
from milestones.flows import look
from milestones.store import log

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from jobs.demo.mails import Filed
    from jobs.demo.office import Office, Step

CLIENTS = {
    "outlook": "Outlook, plain text",
    "outlook_html": "Outlook, HTML alone",
    "gmail": "Gmail",
    "iphone": "a phone",
    "thunderbird_inline": "Thunderbird, between the quoted lines",
    "webmail": "a webmail, over our whole letter",
    "out_of_office": "an out-of-office machine",
    "bounce": "a mail server",
}
"""What wrote a mail, as the page says it."""

_FEW = 4

WRITERS = {"out_of_office": "The machine of %s", "bounce": "A mail server, for %s"}
"""Who writes, where it is nobody in person."""

KINDS = {
    "agreement_request": "Request for agreement",
    "agreement_result": "Result of the agreement",
    "assignment": "Assignment",
    "reminder": "Reminder",
    "escalation": "Escalation",
    "digest": "Digest",
    "acknowledgement": "Acknowledgement",
    "clarification": "Question back",
    "refusal": "Refusal",
    "decision_request": "Request for a decision",
    "decision": "Decision",
    "notice": "Notice",
}
"""What a letter is, as the page says it."""


@dataclass(frozen=True)
class Shown:
    """One mail or command as the page shows it."""

    step: Step
    filed: Filed
    who: str
    about: str


@dataclass(frozen=True)
class Moment:
    """What went the same way at one moment: one entry of the walk. Several letters of one kind are one entry."""

    anchor: str
    at: datetime
    way: str
    title: str
    shown: tuple[Shown, ...]

    @property
    def day(self) -> date:
        """Give its day in London."""
        return self.at.astimezone(LONDON).date()

    @property
    def first(self) -> Shown:
        """Give the mail that stands for all."""
        return self.shown[0]


@dataclass(frozen=True)
class Week:
    """One week, Monday to Sunday, with what happened on each day of it on which something did."""

    monday: date
    days: tuple[tuple[date, tuple[Moment, ...]], ...]

    @property
    def sunday(self) -> date:
        """Give its last day."""
        return self.monday + timedelta(days=6)


def write_page(path: Path, office: Office, files: Sequence[Filed], took_s: float) -> None:
    """Write the page about what happened in `office`; `files` are the mails of its steps, in their order."""
    template = _templates().get_template("page.html.j2")
    path.write_text(template.render(_facts(office, files, took_s)), encoding="utf-8")


def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "day": _day,
        "long_day": long_day,
        "hour": lambda at: at.astimezone(LONDON).strftime("%H:%M"),
        "stamp": lambda at: at.astimezone(LONDON).isoformat(timespec="minutes"),
        "counted": counted,
        "few": _few,
        "day_month": lambda day: _day(day).rpartition(" ")[0],
        "in_words": in_words,
    }
    return environment


def _day(day: date | str | None) -> str:
    return short_day(day) if day else ""


def _facts(office: Office, files: Sequence[Filed], took_s: float) -> dict[str, Any]:
    house, now = office.house, office.clock.now()
    board = house.board(office.board)
    milestones = [look.milestone(house, one["id"], now) for one in look.milestones(house, now)]
    letters = look.letters(house)
    with house.database.reading() as session:
        faults = list(log.faults(session))
        events, head = log.head(session)
    moments = _moments(office, files)
    replies = [moment for moment in moments if moment.way == "in"]
    digests = [moment for moment in moments if moment.first.step.kind == "digest"]
    return {
        "board": board,
        "titles": {post.id: post.title for post in board.posts.values()},
        "began": office.steps[0].at.astimezone(LONDON).date(),
        "ended": now.astimezone(LONDON).date(),
        "took_s": took_s,
        "milestones": milestones,
        "held": [one for one in milestones if one["state"] == "held"],
        "states": Counter(one["state"] for one in milestones),
        "sent": sum(letter["state"] == "sent" for letter in letters),
        "kinds": Counter(letter["kind"] for letter in letters if letter["state"] == "sent"),
        "cancelled": sum(letter["state"] == "cancelled" for letter in letters),
        "replies": replies,
        "verdicts": Counter(moment.first.step.receipt["verdict"] for moment in replies),
        "weeks": _weeks(moments),
        "last_digest": digests[-1].first,
        "events": events,
        "head": head,
        "faults": faults,
        "clients": CLIENTS,
        "writers": WRITERS,
        "kind_names": KINDS,
    }


def _moments(office: Office, files: Sequence[Filed]) -> list[Moment]:
    """Put the steps together that belong to one moment, one way and one kind."""
    titles = {post.id: post.title for post in office.house.board(office.board).posts.values()}
    shown = [
        Shown(step, filed, titles.get(step.who, step.who), _few(step.milestones))
        for step, filed in zip(office.steps, files, strict=True)
    ]
    grouped: list[Moment] = []
    for key, together in groupby(enumerate(shown), key=lambda pair: _together(pair[0], pair[1].step)):
        some = tuple(one for _, one in together)
        step = some[0].step
        title = KINDS.get(step.kind, step.kind) if step.way == "out" else step.subject
        grouped.append(Moment(f"m{len(grouped) + 1}", step.at, str(key[0]), title, some))
    return grouped


def _together(place: int, step: Step) -> tuple[object, ...]:
    """Give what steps that are shown as one have in common: letters of one kind and moment, answers held rows got."""
    if step.way == "out":
        return step.way, step.kind, step.at
    if step.way == "desk" and step.kind in {"extend", "assign"}:
        return step.way, step.at.date()
    return step.way, place


def _few(milestones: Sequence[str]) -> str:
    """Name milestones, or count them where they are many."""
    return in_words(milestones) if len(milestones) <= _FEW else counted(milestones, "milestone")


def _weeks(moments: Iterable[Moment]) -> list[Week]:
    """Give each week in which something happened."""
    days = [(day, tuple(some)) for day, some in groupby(moments, key=lambda moment: moment.day)]
    weeks = groupby(days, key=lambda pair: pair[0] - timedelta(days=pair[0].weekday()))
    return [Week(monday, tuple(some)) for monday, some in weeks]
