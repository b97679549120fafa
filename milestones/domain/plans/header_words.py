"""What a plan's column is, told by its heading alone: the words that councils and forces put over their columns.

Knows one heading at a time; which columns a whole header gives is decided in `milestones.domain.plans.columns`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Field(StrEnum):
    """What a column holds. The values are the names that `[import.columns]` may give."""

    REF = "ref"
    OBJECTIVE = "objective"
    ACTION = "action"
    TITLE = "title"
    MEASURE = "milestone_or_measure"
    LEAD_AGENCY = "lead_agency"
    LEAD_ROLE = "lead_role"
    OWNER = "owner"
    SUPPORT = "support"
    DUE = "due"
    STATUS = "status"
    CRITERION = "criterion"
    MARKING = "marking"
    DEPENDS_ON = "depends_on"
    OTHER = "other"


class Strength(IntEnum):
    """How sure a heading is of its meaning; a weaker column gives way to a stronger one of the same meaning."""

    HINT = 1
    WEAK = 2
    KNOWN = 3
    MAPPED = 4


@dataclass(frozen=True, slots=True)
class Heading:
    """What one heading means, and how sure that is."""

    field: Field
    strength: Strength


_KNOWN: dict[Field, str] = {
    Field.REF: """
        ref, reference, no, number, id, action ref, action no, action number, action id, ref no, reference
        number, item, item no, row, plan ref, milestone ref, objective no, recommendation no, task no, serial,
        action reference
    """,
    Field.OBJECTIVE: """
        what do we want to achieve, what we want to achieve, what are we trying to achieve,
        objective, strategic objective, aim, theme, priority area, goal, strand, workstream, work stream,
        strategic aim, strategic priority, key priority, area of work, area, outcome area, recommendation,
        pillar, ambition, prevent objective, strategy objective, overarching objective, section, category,
        focus, priority theme, amcan
    """,
    Field.ACTION: """
        how we will deliver, how will we deliver, how will we achieve this, how we will achieve this,
        action, activity, task, what, what we will do, what will we do, what will be done, what needs to be
        done, key action, action required, agreed action, specific action, proposed action, step, intervention,
        initiative, action point, actions to be taken, what are we going to do, how will we do it, how, project,
        key activity, action to be taken, how we will do it, what do we need to do, work to be done, gweithred,
        cam gweithredu
    """,
    Field.MEASURE: """
        milestone or measure, measure, kpi, outcome, success measure, how will we know, measure of success,
        success criteria, success criterion, key milestone, performance measure, indicator, performance
        indicator, output, desired outcome, expected outcome, intended outcome, evidence, deliverable, key
        performance indicator, target, impact, how will we know we have succeeded, what will success look like,
        what does good look like, milestone measure, result, how will we measure success, measurement, how will
        it be measured, evidence of success, output outcome, mesur
    """,
    Field.LEAD_AGENCY: """
        lead agency, agency, organisation, organization, lead organisation, lead organization, lead partner,
        lead department, department, directorate, lead service, lead authority, lead body, responsible
        organisation, responsible agency, lead directorate, responsible body, service area, agencies
        responsible, responsible department
    """,
    Field.LEAD_ROLE: """
        lead role, lead, lead officer, responsible, responsible officer, who, by whom, responsible person,
        person responsible, responsibility, officer, officer responsible, accountable officer, accountable, lead
        person, action lead, delivery lead, strategic lead, operational lead, lead name, assigned to, allocated
        to, assignee, post, who will do it, who is responsible, action by, lead contact, responsible lead,
        accountability, lead manager, role, post responsible, responsible post, who will lead, led by, allocated
        officer, action by whom, whom, arweinydd, pwy
    """,
    Field.OWNER: """
        resource name,
        owner, joint owner, action owner, milestone owner, task owner, owner post, owned by, ownership, joint
        lead, perchennog
    """,
    Field.SUPPORT: """
        support, supporting, partner, supporting partner, supporting agency, supporting officer, partner agency,
        supported by, other partner, delivery partner, key partner, partner involved, in support, supporting
        organisation, partner organisation, other agencies, contributor, who else, contributing partner, support
        officer, with whom
    """,
    Field.DUE: """
        milestone date, task date, action date,
        due, due date, deadline, target date, timescale, by when, completion date, when, timeframe, time frame,
        date due, date for completion, target completion date, target completion, target completed date, end
        date, timeline, delivery date, finish date, due by, complete by, completed by, to be completed by,
        implementation date, timing, expected completion date, planned completion date, target for completion,
        planned date, date to be completed, expiry, agreed completion date, when by, due day, finish, time
        scale, revised date, revised target date, revised due date, original due date, original target date,
        revised deadline, revised timescale, revised completion date, new date, new deadline, new target date,
        new due date, original deadline, original timescale, original date, extended to, target deadline, erbyn
        pryd, dyddiad, proposed completion date, action by when, forecast completion date, estimated completion
        date, anticipated completion date, delivery deadline
    """,
    Field.STATUS: """
        status, progress, update, rag, rag status, rag rating, progress update, current status, current
        position, latest update, position, state, brag, brag rating, progress to date, action to date, actions
        taken, action taken, progress comment, status update, progress rag, cynnydd, statws, quarterly update,
        delivery status
    """,
    Field.CRITERION: """
        criterion, criteria, prevent criterion, benchmark, framework criterion, toolkit section, duty criterion,
        success criterion number, criterion no
    """,
    Field.MARKING: """
        marking, classification, protective marking, security marking, gsc, security classification, gpms
    """,
    Field.DEPENDS_ON: """
        depends on, dependency, dependent on, dependant on, depending on, depends upon, waits on, waits for,
        waiting on, waiting for, prerequisite, pre requisite, predecessor, blocked by, preceded by
    """,
    Field.OTHER: """
        plan, source, note, start date, start, date raised, date added, review date, last updated, date
        completed, actual completion date, meeting date, cost, resource, budget, risk, link, url, plan name,
        plan title, date of meeting, completed, completed date, closed date, date closed, date agreed, start by,
        closed, year, funding, resource required, barrier, risk rating, actual date, created, modified, last
        review, next review, document, attachment
    """,
}
_WEAK: dict[Field, str] = {
    Field.ACTION: "milestone, description, detail, name, milestone description, action plan, summary",
    Field.TITLE: "title",
    Field.OBJECTIVE: "priority, key line of enquiry, kloe, issue, issue identified",
    Field.DUE: "date",
    Field.STATUS: "comment, remark",
}

_SAYS_NOTHING = """
    the of a an our we for to be is key specific agreed required proposed planned please main current overall local
    prevent board plan name full if applicable e g eg ie dd mm yy yyyy ddmmyyyy and
    """
_FILLER = frozenset(_SAYS_NOTHING.split())
_NUMBERED = "ref|reference|no|number|id"
_DATED = "target|completion|complete|delivery|end|finish"
_HINTS: tuple[tuple[Field, re.Pattern[str]], ...] = tuple(
    (field, re.compile(pattern))
    for field, pattern in (
        (Field.DEPENDS_ON, r".*\b(?:depend|dependent|dependant|dependency|prerequisite|predecessor)\b.*"),
        (
            Field.REF,
            (
                rf"(?:(?:{_NUMBERED}|unique|serial|action|objective|item|plan|milestone|recommendation|task|priority"
                rf"|strategic) )*(?:{_NUMBERED})(?: (?:{_NUMBERED}))*"
            ),
        ),
        (Field.MEASURE, r".*\b(?:measured?|measurement|kpi|indicator|evidence|success|know)\b.*"),
        (Field.STATUS, r".*\b(?:update|progress|status|rag|brag|comment|taken|to date|position)\b.*"),
        (Field.DUE, r"when\b.*|.*\bby when\b.*|.*\bto be completed\b.*"),
        (
            Field.OTHER,
            (
                r".*\b(?:start|started|actual|closed|raised|opened|created|added|review|reviewed|last|updated|meeting"
                r"|completed|cost|budget|resource|risk)\b.*"
            ),
        ),
        (
            Field.DUE,
            (
                r".*\b(?:due|deadline|timescale|timeframe|timeline|timing|timetable|when)\b.*"
                rf"|.*\b(?:{_DATED})\b.*\bdate\b.*|.*\bdate\b.*\b(?:{_DATED})\b.*"
            ),
        ),
        (Field.SUPPORT, r".*\b(?:support|supporting|supported)\b.*|(?!.*\blead\b).*\bpartner\b.*"),
        (Field.OWNER, r".*\b(?:owner|owned|ownership)\b.*"),
        (
            Field.LEAD_AGENCY,
            (
                r".*\blead\b.*\b(?:agency|organisation|organization|partner|department|directorate|service)\b.*"
                r"|.*\b(?:agency|organisation|organization)\b.*"
            ),
        ),
        (
            Field.LEAD_ROLE,
            r".*\b(?:lead|responsible|responsibility|accountable|accountability|who|whom|officer|assigned)\b.*",
        ),
        (Field.MARKING, r".*\b(?:marking|classification)\b.*"),
        (Field.CRITERION, r".*\b(?:criterion|criteria)\b.*"),
        (Field.MEASURE, r".*\b(?:outcome|output|result|target|impact|deliverable)\b.*"),
        (Field.ACTION, r"(?!.*\baction plan\b).*\b(?:action|activity|task|milestone|step|intervention|what)\b.*"),
        (Field.ACTION, r"how (?:we|will)\b.*"),
        (Field.OBJECTIVE, r".*\b(?:objective|priority|theme|aim|goal|strand|workstream|recommendation|ambition)\b.*"),
    )
)
"""Telling words of a heading that is not known as it stands; the first that fits decides, so the order matters."""

_LONGEST_HINT_WORDS = 9


def words_of(heading: str) -> str:
    """Give a heading in one spelling: lower case, single words, singular, no punctuation; `#` is a number."""
    text = re.sub(r"(?<=[a-z])(?=[A-Z][a-z])", " ", unicodedata.normalize("NFKC", heading))
    text = re.sub(r"['\u2019]", "", text.casefold()).replace("#", " no ")
    return " ".join(_singular(word) for word in re.sub(r"[\W_]+", " ", text).split())


def heading(text: str) -> Heading | None:
    """Say what a column headed `text` holds; None where nothing known is meant."""
    if not words_of(text):
        return None
    without_brackets = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", text)
    for candidate in (text, without_brackets):
        if found := _exact(words_of(candidate)):
            return found
    parts = [part for part in re.split(r"\s*(?:/|\||;|\n|,|&|\bor\b|\band\b)\s*", without_brackets) if words_of(part)]
    if len(parts) > 1:
        for part in parts:
            if found := _exact(words_of(part)):
                return found
    return _hint(words_of(without_brackets) or words_of(text))


def _exact(words: str) -> Heading | None:
    """Look the words up as they are, then without the words that say nothing."""
    joined = words.replace(" ", "")
    bare = "".join(word for word in words.split() if word not in _FILLER)
    for table, strength in ((_KNOWN_BY_WORDS, Strength.KNOWN), (_WEAK_BY_WORDS, Strength.WEAK)):
        for key in (joined, bare):
            if key in table:
                return Heading(table[key], strength)
    return None


def _hint(words: str) -> Heading | None:
    """Judge a heading by the telling words in it, if it is short enough to be one."""
    if not words or len(words.split()) > _LONGEST_HINT_WORDS:
        return None
    found = next((field for field, pattern in _HINTS if pattern.fullmatch(words)), None)
    return Heading(found, Strength.HINT) if found else None


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us")) else word


def _by_words(names: dict[Field, str]) -> dict[str, Field]:
    return {
        words_of(name).replace(" ", ""): field
        for field, listed in names.items()
        for name in (*listed.split(","), field.value)
        if field.value != "title" or names is _WEAK
    }


_KNOWN_BY_WORDS = _by_words(_KNOWN)
_WEAK_BY_WORDS = {
    words_of(name).replace(" ", ""): field for field, listed in _WEAK.items() for name in listed.split(",")
}
