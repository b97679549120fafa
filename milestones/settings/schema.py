"""The shape of every configuration file but `service.toml`: each key with its type, default and description.

Knows one file at a time. The descriptions are the reference documentation (`settings.reference`) and the JSON Schemas
that editors complete from. What files must be to each other is checked in `settings.people` and `settings.schedules`.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from milestones.domain.board import Acceptance, CompletionOwners, Sector
from milestones.domain.marking import Marking
from milestones.settings import words
from milestones.settings.lines import Path
from milestones.settings.part import Flag, Part
from milestones.settings.rule_schema import BoardCalendarPart, CalendarPart, DigestPart, RulePart
from milestones.settings.words import (
    Address,
    Day,
    Days,
    Domain,
    Identifier,
    MarkingWord,
    Prefix,
    Text,
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

SectorWord = Annotated[
    Sector, one_of(Sector, "sector"), WithJsonSchema({"type": "string", "enum": [one.value for one in Sector]})
]
Schema = Annotated[Literal[1], Field(description="The version of the file's format; always 1.")]


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
