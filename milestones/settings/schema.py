"""The shape of every configuration file but `service.toml`: each key with its type, default and description.

Knows one file at a time. The descriptions are the reference documentation (`settings.reference`) and the JSON Schemas
that editors complete from. What files must be to each other is checked in `settings.people` and `settings.schedules`.
"""

from __future__ import annotations

from datetime import date, time
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from milestones.domain.board import Acceptance, CompletionOwners, Sector
from milestones.domain.marking import Marking
from milestones.domain.rules import Offset, Unit
from milestones.settings import words
from milestones.settings.crontab import Crontab, crontab
from milestones.settings.lines import Path
from milestones.settings.nearest import advice
from milestones.settings.words import (
    Address,
    Day,
    Days,
    Distance,
    Domain,
    Every,
    Identifier,
    MarkingWord,
    Prefix,
    Text,
    TimeOfDay,
    When,
    fault,
    one_of,
)

STAND_INS: dict[Path, Any] = {
    ("schema",): 1,
    ("name",): "?",
    ("prefix",): "X",
    ("coordinator",): "nobody",
    ("title",): "?",
    ("year",): 2000,
}
"""What stands in for a key that a file must have and has not, so that the rest of the file is checked all the same."""

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
SectorWord = Annotated[
    Sector, one_of(Sector, "sector"), WithJsonSchema({"type": "string", "enum": [one.value for one in Sector]})
]
Schema = Annotated[Literal[1], Field(description="The version of the file's format; always 1.")]
Flag = Annotated[bool, Field(strict=True)]


class Part(BaseModel):
    """What every part of a file has in common: unknown keys are errors, values are frozen."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, populate_by_name=True)


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


class SchedulesFile(Part):
    """`schedules.toml`: the calendar and the rules that hold for every board."""

    schema_: Schema = Field(alias="schema")
    calendar: CalendarPart = Field(default=CalendarPart(), description="Which days and hours letters go out.")
    reminder: list[RulePart] = Field(default=[], description="Letters to owners before and after the due date.")
    escalation: list[RulePart] = Field(default=[], description="Letters up the ladder when nobody answers.")
    digest: list[DigestPart] = Field(default=[], description="The board's regular report. May be left out.")


class BoardSchedules(Part):
    """`[schedules]` of a board: what this board does differently from `schedules.toml`, rule by rule."""

    calendar: BoardCalendarPart = Field(default=BoardCalendarPart(), description="Days and hours that differ.")
    reminder: list[RulePart] = Field(default=[], description="Reminders changed by id, or this board's own.")
    escalation: list[RulePart] = Field(default=[], description="Escalations changed by id, or this board's own.")
    digest: list[DigestPart] = Field(default=[], description="Digests changed by id, or this board's own.")


class AgreementPart(Part):
    """`[agreement]`: who must agree before a milestone counts."""

    sectors: list[SectorWord] = Field(
        default=list(Sector), min_length=1, description="A signatory of each must agree; an objection stops it."
    )


class CompletionPart(Part):
    """`[completion]`: whose word makes a milestone completed."""

    owners: Annotated[
        CompletionOwners,
        one_of(CompletionOwners, "completion rule"),
        WithJsonSchema({"type": "string", "enum": ["all", "any", "lead"]}),
    ] = Field(default=CompletionOwners.ALL, description="Whose confirmation completes: `all`, `any` or `lead`.")
    acceptance: Annotated[
        Acceptance,
        one_of(Acceptance, "acceptance rule"),
        WithJsonSchema({"type": "string", "enum": ["none", "coordinator", "other_sector"]}),
    ] = Field(default=Acceptance.NONE, description="Who accepts the claim: `none`, `coordinator` or `other_sector`.")


class RagPart(Part):
    """`[rag]`: when lateness shows amber and red."""

    amber_after: Days = Field(default=1, description="Amber from so many calendar days after the due date.")
    red_after: Days = Field(default=28, description="Red from so many calendar days after the due date.")


class OrganisationPart(Part):
    """`[[organisation]]`: a force, a council or a partner body."""

    id: Identifier = Field(description="Name by which posts refer to it.")
    name: Text = Field(description="As letters write it.")
    sector: SectorWord = Field(description="`police`, `local_authority` or `partner`.")
    domains: list[Domain] = Field(default=[], description="Its mail domains; an address outside them is a warning.")
    lead: Identifier | None = Field(default=None, description="Post that hears of vacant posts and dead addresses.")
    aliases: list[Text] = Field(default=[], description="Other names by which plans call it.")


class HolderPart(Part):
    """`[[post.holder]]`: a person in the post, from one day to another."""

    name: Text = Field(description="The person's name, as letters greet them.")
    email: Address = Field(description="Where letters go and replies come from; ASCII before the @.")
    since: Day = Field(alias="from", description="First day in the post.")
    until: Day | None = Field(default=None, description="Last day in the post, inclusive. Left out: still there.")


class PostPart(Part):
    """`[[post]]`: a post on the board's list; it outlives its holders."""

    id: Identifier = Field(description="Name of the post, unique on the board.")
    title: Text = Field(description="As letters write it and plans mostly do.")
    organisation: Identifier = Field(description="Id of the organisation it belongs to.")
    aliases: list[Text] = Field(default=[], description="Other words by which plans name it.")
    board_member: Flag = Field(default=False, description="Sits on the board and gets its digest.")
    signatory: Flag = Field(default=False, description="May agree and object for its sector.")
    reports_to: Identifier | None = Field(default=None, description="Post that hears when this one is silent.")
    deputy: Identifier | None = Field(default=None, description="Post that covers absences and may answer for it.")
    clearance: MarkingWord = Field(default=Marking.OFFICIAL, description="The highest marking it may be sent.")
    holder: list[HolderPart] = Field(default=[], description="Who holds it, by dates that do not overlap.")


class ImportPart(Part):
    """`[import]`: how this board's spreadsheets are read."""

    columns: dict[str, Text | list[Text]] = Field(
        default={}, description="Field = the header as the spreadsheet writes it, or a list of such headers."
    )


class BoardFile(Part):
    """`boards/<slug>.toml`: one board, its people, and what it has settled."""

    schema_: Schema = Field(alias="schema")
    name: Text = Field(description="The board's name.")
    prefix: Prefix = Field(description="What its milestones' ids begin with: HUM-1, HUM-2 ...")
    marking: MarkingWord | None = Field(default=None, description="Marking of what has none of its own; heads letters.")
    coordinator: Identifier = Field(description="Post that keeps the plan and decides.")
    frameworks: list[Identifier] = Field(default=[], description="Ids of `frameworks/<id>.toml`, several if need be.")
    meetings: list[Day] = Field(default=[], description="Days on which the board meets.")
    agreement: AgreementPart = Field(default=AgreementPart(), description="Who must agree.")
    completion: CompletionPart = Field(default=CompletionPart(), description="Whose word completes.")
    rag: RagPart = Field(default=RagPart(), description="When lateness shows amber and red.")
    import_: ImportPart = Field(default=ImportPart(), alias="import", description="How its spreadsheets are read.")
    organisation: list[OrganisationPart] = Field(default=[], description="The organisations around the table.")
    post: list[PostPart] = Field(default=[], description="The posts that own milestones, sign, decide and read.")
    schedules: BoardSchedules = Field(default=BoardSchedules(), description="What differs from `schedules.toml`.")


class CriterionPart(Part):
    """`[[criterion]]`: one criterion, objective or section."""

    id: Annotated[str, BeforeValidator(words.identifier)] = Field(description="As the source numbers it, as `4`.")
    title: Annotated[str, BeforeValidator(words.paragraph)] = Field(description="Its words.")
    kind: Text = Field(
        default="criterion", description="The framework's word for it: criterion, objective, enabler ..."
    )
    tests: list[Text] = Field(default=[], description="What it must meet.")
    interventions: list[Text] = Field(default=[], description="What it asks partners to do together.")
    indicators: list[Text] = Field(default=[], description="What its progress is measured by.")


class FrameworkFile(Part):
    """`frameworks/<id>.toml`: one framework of one year, as data."""

    schema_: Schema = Field(alias="schema")
    title: Text = Field(description="Its title.")
    year: int = Field(strict=True, ge=1900, le=2200, description="The year it was published.")
    source: Text = Field(default="", description="Where it stands in print.")
    criterion: list[CriterionPart] = Field(default=[], min_length=1, description="Its criteria, in order.")


def as_offset(before: Offset) -> Offset:
    """Give the signed offset that `before_meeting` means: `10wd` before is -10wd from the meeting."""
    return Offset(-before.amount, Unit(before.unit))
