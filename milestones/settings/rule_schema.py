"""The shape of calendars and rules in configuration: which days and hours, what is sent when, to whom.

Knows one table at a time; what rules must be to each other and to a board is checked in `settings.ladder`.
"""

from __future__ import annotations

from datetime import date, time
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from milestones.domain.rules import Offset, Unit
from milestones.settings import words
from milestones.settings.crontab import Crontab, crontab
from milestones.settings.nearest import advice
from milestones.settings.part import Flag, Part
from milestones.settings.words import Day, Days, Distance, Every, Identifier, MarkingWord, Text, TimeOfDay, When, fault

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NATIONS = ("GB-ENG", "GB-WLS", "GB-SCT", "GB-NIR")
RECIPIENT_WORDS = (
    "owners",
    "owners.reports_to",
    "owners.deputy",
    "owners.organisation_lead",
    "signatories",
    "coordinator",
    "board",
)


def _choice(known: tuple[str, ...], name: str) -> BeforeValidator:
    """Make the reader of one word out of `known`."""

    def read(value: Any) -> str:
        if isinstance(value, str) and value in known:
            return value
        right = advice(str(value), known, "known are " + ", ".join(known))
        raise fault(f"`{words.shown(value)}` is no {name}", right)

    return BeforeValidator(read)


def _closure(value: Any) -> Any:
    """Read one closure: a day, `"DAY/DAY"`, or `{ from, until, why }`; the table's keys are checked by the model."""
    if isinstance(value, dict):
        return value
    if isinstance(value, str) and value.count("/") == 1:
        try:
            since, until = (date.fromisoformat(one.strip()) for one in value.split("/"))
        except ValueError:
            right = 'write both days, as "2026-12-24/2026-12-31"'
            raise fault(f"`{words.shown(value)}` is no span of days", right) from None
        return {"from": since, "until": until}
    return {"from": words.day(value), "until": value}


def _recipient(value: Any) -> str:
    """Read one recipient; whether a post of that name exists is checked per board."""
    if isinstance(value, str) and (value in RECIPIENT_WORDS or ("." not in value and value)):
        return value if value in RECIPIENT_WORDS else words.identifier(value)
    right = advice(str(value), RECIPIENT_WORDS, "use owners, board, ... or a post's id")
    raise fault(f"`{words.shown(value)}` is no recipient", right)


Weekday = Annotated[
    str, _choice(WEEKDAYS, "day of the week"), WithJsonSchema({"type": "string", "enum": list(WEEKDAYS)})
]
Nation = Annotated[
    str, _choice(NATIONS, "nation with bank holidays"), WithJsonSchema({"type": "string", "enum": list(NATIONS)})
]
Recipient = Annotated[
    str,
    BeforeValidator(_recipient),
    WithJsonSchema({"type": "string", "examples": [*RECIPIENT_WORDS, "bcu-commander"]}),
]
Cron = Annotated[Crontab, BeforeValidator(crontab), WithJsonSchema({"type": "string", "examples": ["0 9 * * mon"]})]


class Closure(Part):
    """Days on which the offices are closed, though they are neither weekend nor bank holiday."""

    since: Day = Field(alias="from", description="First day closed.")
    until: Day = Field(description="Last day closed, inclusive.")
    why: Text = Field(default="closed", description="The reason, as `explain` prints it.")


ClosureEntry = Annotated[
    Closure,
    BeforeValidator(_closure),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "examples": ["2026-12-24/2026-12-31"]},
                {
                    "type": "object",
                    "properties": {
                        "from": {"type": "string", "format": "date"},
                        "until": {"type": "string", "format": "date"},
                        "why": {"type": "string"},
                    },
                    "required": ["from", "until"],
                    "additionalProperties": False,
                },
            ]
        }
    ),
]


class CalendarPart(Part):
    """`[calendar]`: which days and hours letters go out."""

    timezone: Text = Field(default="Europe/London", description="Zone of every time in the files, by its IANA name.")
    working_days: list[Weekday] = Field(
        default=["mon", "tue", "wed", "thu", "fri"], min_length=1, description="Days that count as working days."
    )
    bank_holidays: Nation | None = Field(
        default=None, description="Nation whose bank holidays are no working days. Left out: none are."
    )
    closures: list[ClosureEntry] = Field(
        default=[],
        description='Further days off: a day, `"DAY/DAY"`, or `{ from = DAY, until = DAY, why = "..." }`.',
    )
    send_between: list[TimeOfDay] = Field(
        default=[time(8, 0), time(18, 0)],
        min_length=2,
        max_length=2,
        description="Between which times, both inclusive, reminders, escalations and digests fall due.",
    )


class BoardCalendarPart(Part):
    """`[schedules.calendar]` of a board: what differs from `schedules.toml`. Closures are added, the rest replaces."""

    timezone: Text | None = Field(default=None, description="As in `schedules.toml`, for this board.")
    working_days: list[Weekday] | None = Field(
        default=None, min_length=1, description="As in `schedules.toml`, for this board."
    )
    bank_holidays: Nation | None = Field(default=None, description="This board's nation.")
    closures: list[ClosureEntry] = Field(default=[], description="Closed days of this board, added to the common ones.")
    send_between: list[TimeOfDay] | None = Field(
        default=None, min_length=2, max_length=2, description="As in `schedules.toml`, for this board."
    )


class RulePart(Part):
    """`[[reminder]]` or `[[escalation]]`: one rule.

    In a board's `[schedules]`, a rule with the id of a common one changes the keys it gives and keeps the others.
    """

    id: Identifier = Field(description="Name of the rule, unique among all rules; letters carry it.")
    when: When | None = Field(
        default=None, description="Offset from the due date in days (`d`) or working days (`wd`): `-14d`, `0d`, `+1wd`."
    )
    before_meeting: Distance | None = Field(
        default=None, description="In place of `when`: how long before each of the board's meetings, as `10wd`."
    )
    at: TimeOfDay = Field(default=time(9, 0), description="Local time; not in the hour from 01:00 to 01:59.")
    to: list[Recipient] | None = Field(
        default=None,
        min_length=1,
        description="To whom: " + ", ".join(f"`{word}`" for word in RECIPIENT_WORDS) + ", or a post's id.",
    )
    cc: list[Recipient] = Field(default=[], description="Who gets a copy, a letter of their own; as in `to`.")
    repeat: Distance | None = Field(default=None, description="Again every so often, counted from `when`: `5wd`.")
    limit: int | None = Field(
        default=None,
        strict=True,
        ge=1,
        le=words.LETTERS_OF_ONE_RULE,
        description="How many letters in all; needed with `repeat`, else one.",
    )
    markings: list[MarkingWord] = Field(
        default=[], description="Only for milestones with one of these markings. Left out: for all."
    )
    criteria: list[Text] = Field(
        default=[], description="Only for milestones under one of these criteria, as `success-criteria-2008:4`."
    )
    enabled: Flag = Field(default=True, description="`false` switches the rule off; in a board's file, for that board.")


class DigestPart(Part):
    """`[[digest]]`: one digest, by a crontab or by an interval from an anchor day."""

    id: Identifier = Field(description="Name of the digest, unique among all rules.")
    cron: Cron | None = Field(
        default=None,
        description="Minute hour day month weekday, in the calendar's zone; days of the week by name only.",
    )
    every: Every | None = Field(
        default=None, description="In place of `cron`: days, weeks or months from `anchor`, as `2w` or `1m`."
    )
    anchor: Day | None = Field(default=None, description="With `every`: the first day of the count.")
    at: TimeOfDay | None = Field(default=None, description="With `every`: local time, 09:00 if left out.")
    to: list[Recipient] | None = Field(default=None, min_length=1, description="To whom, mostly `board`.")
    horizon: Days = Field(default=28, description="How far ahead it lists what falls due, as `28d`.")
    enabled: Flag = Field(default=True, description="`false` switches the digest off.")


def as_offset(before: Offset) -> Offset:
    """Give the signed offset that `before_meeting` means: `10wd` before is -10wd from the meeting."""
    return Offset(-before.amount, Unit(before.unit))
