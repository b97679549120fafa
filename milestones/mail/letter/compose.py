"""Composes one letter: withholds, cleans, renders, and builds the mail. Knows the letter's view; reads no state.

Whatever a view holds, what is above the recipient's clearance does not reach a template, no value reaches one
uncleaned, and the letter bears the marking of what it shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from email.utils import format_datetime
from enum import Enum
from operator import attrgetter
from types import NoneType
from typing import TYPE_CHECKING, Any, TypeVar

from milestones.domain.letter import ANSWERS, Kind
from milestones.domain.marking import Marking, highest
from milestones.domain.wording import later, short_day
from milestones.mail.letter import build
from milestones.mail.letter.clean import shown
from milestones.mail.letter.subject import subject_line
from milestones.mail.letter.view import Composed, ItemView, LetterView

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from milestones.mail.letter.templates import Templates

REPLY_LINE = "----- Please reply above this line -----"
"""The line below the top marking; what a reply leaves below it is ours, never the writer's."""

_YEAR_NEEDED_DAYS = 300

T = TypeVar("T")


def compose(templates: Templates, letter: LetterView) -> Composed:
    """Give the letter as it is queued.

    Raises:
        ValueError: an address, a message id or a date of the view is not one.
        jinja2.TemplateError: a template fails; `mail.letter.trial` tries all of them before they come into use.
    """
    items = _distinct(withhold(item, letter.clearance) for item in letter.items)
    marking = marking_of(letter, items)
    safe_letter, safe_items = cleaned(letter), cleaned(items)
    subject_template, text_template, html_template = templates.of(letter.kind)
    values: dict[str, object] = {
        "letter": safe_letter,
        "facts": safe_letter.facts,
        "digest": safe_letter.digest,
        "items": safe_items,
        "shown": tuple(item for item in safe_items if not item.withheld),
        "withheld": tuple(item for item in safe_items if item.withheld),
        "marking": str(marking),
        "reply_line": REPLY_LINE,
        "example": _example_day(letter, items),
    }
    subject = subject_line(
        marking, safe_items, subject_template.render(values), titles=_may_show_titles(letter.kind, marking)
    )
    values["subject"] = subject
    text = _tidy(text_template.render(values))
    html = html_template.render(values)
    content = build.alternative(_headers(letter, subject), text, html, letter.message_id)
    return Composed(subject, marking, text, html, content)


def subject_of(templates: Templates, letter: LetterView) -> str:
    """Give the subject that a letter would have, without rendering the rest: what a simulation shows."""
    items = _distinct(withhold(item, letter.clearance) for item in letter.items)
    marking = marking_of(letter, items)
    safe_letter, safe_items = cleaned(letter), cleaned(items)
    values = {"letter": safe_letter, "facts": safe_letter.facts, "digest": safe_letter.digest, "items": safe_items}
    headline = templates.of(letter.kind)[0].render(values)
    return subject_line(marking, safe_items, headline, titles=_may_show_titles(letter.kind, marking))


def withhold(item: ItemView, clearance: Marking) -> ItemView:
    """Give `item` as somebody of that clearance may see it: whole, or its reference and date and nothing else."""
    if not item.withheld and clearance.allows(item.marking):
        return item
    return ItemView(id=item.id, due=item.due, days_late=item.days_late, withheld=True, rule=item.rule)


def marking_of(letter: LetterView, items: tuple[ItemView, ...]) -> Marking:
    """Give the marking a letter bears: the highest of the board's and what is shown, within the clearance."""
    board = letter.marking if letter.clearance.allows(letter.marking) else letter.clearance
    shown_digest = [] if letter.digest is None else [letter.digest.marking]
    return highest([board, *(item.marking for item in items if not item.withheld), *shown_digest])


def cleaned(value: T) -> T:
    """Give `value` with every text in it cleaned and defanged, however deep: dataclasses, tuples, lists, mappings.

    Raises:
        TypeError: it holds what no letter can show.
    """
    return _cleaned(value)  # type: ignore[no-any-return] # the same shape comes back, which no annotation can say


def _cleaned(value: Any) -> Any:
    kind = type(value)
    if kind is str:
        return shown(value) if value else value
    way = _WAYS.get(kind)
    if way is None:
        way = _WAYS[kind] = _way_of(kind)
    return way(value)


_WAYS: dict[type, Callable[[Any], Any]] = {}
"""How values of each type are cleaned, found once for each: a letter has some eighty values."""


_NOTHING_TO_CLEAN: set[type] = set()
"""Types that hold no text, as they are met."""


def _way_of(kind: type) -> Callable[[Any], Any]:
    """Say how values of a type are cleaned."""
    if issubclass(kind, int | float | date | Enum | NoneType):
        _NOTHING_TO_CLEAN.add(kind)
        return _as_it_is
    if issubclass(kind, str):
        return shown
    if issubclass(kind, tuple | list):
        return lambda value: kind(map(_cleaned, value)) if value else value
    if issubclass(kind, Mapping):
        return lambda value: {_cleaned(key): _cleaned(part) for key, part in value.items()}
    if is_dataclass(kind):
        values_of = attrgetter(*(one.name for one in fields(kind)))
        # An empty value needs nothing done, whatever its type: half the fields of a letter are empty.
        return lambda value: kind(
            *[part if not part or type(part) in _NOTHING_TO_CLEAN else _cleaned(part) for part in values_of(value)]
        )
    raise TypeError(f"a letter cannot show a {kind.__name__}")


def _as_it_is(value: Any) -> Any:
    return value


def _distinct(items: Iterable[ItemView]) -> tuple[ItemView, ...]:
    """Give the items without those that differ from an earlier one only in the rule: two rungs, one paragraph."""
    given = tuple(items)
    if len({item.id for item in given}) == len(given):
        return given
    seen: dict[ItemView, ItemView] = {}
    for item in given:
        seen.setdefault(replace(item, rule=None), item)
    return tuple(seen.values())


def _example_day(letter: LetterView, items: Iterable[ItemView]) -> str:
    """Give a day that an extension may sensibly name, as people write it: four weeks after today or the last due date.

    The year stands only where a reader of the answer would need it.
    """
    today = letter.date.date()
    day = later(max([today, *(item.due for item in items if item.due)]), 28)
    return short_day(day) if (day - today).days > _YEAR_NEEDED_DAYS else short_day(day).rpartition(" ")[0]


def _may_show_titles(kind: Kind, marking: Marking) -> bool:
    """Say whether a subject may carry a title: never a sensitive one (it is read on locked screens), no notice's."""
    return marking is not Marking.OFFICIAL_SENSITIVE and kind is not Kind.NOTICE


def _headers(letter: LetterView, subject: str) -> Iterator[tuple[str, str]]:
    """Give the letter's headers in order; names and meaning stand in docs/letters.md."""
    if letter.date.tzinfo is None:
        raise ValueError(f"a letter's date needs an offset: {letter.date!r}")
    yield "From", build.mailbox(letter.sender_name, letter.sender)
    yield "To", build.mailbox(letter.recipient_name, letter.recipient_address)
    yield "Reply-To", build.address(letter.reply_to)
    yield "Subject", build.unstructured(subject)
    yield "Date", format_datetime(letter.date)
    yield "Message-ID", build.message_ids([letter.message_id])
    if letter.references:
        yield "In-Reply-To", build.message_ids(letter.references[-1:])
        yield "References", build.message_ids(letter.references)
    yield "Auto-Submitted", "auto-replied" if letter.kind in ANSWERS else "auto-generated"
    yield "X-Auto-Response-Suppress", "All"
    if letter.items:
        yield "X-Milestones", build.unstructured(", ".join(dict.fromkeys(item.id for item in letter.items)))
    yield "X-Milestones-Kind", letter.kind.value
    if letter.rule:
        yield "X-Milestones-Rule", build.unstructured(letter.rule)
    yield "X-Milestones-Loop", build.unstructured(letter.loop_mark)
    if letter.list_id:
        yield "List-Id", build.list_id(letter.list_id)


def _tidy(text: str) -> str:
    """Give rendered plain text without trailing spaces and without more than one blank line in a row."""
    lines = "\n".join([line.rstrip() for line in text.split("\n")])
    while "\n\n\n" in lines:
        lines = lines.replace("\n\n\n", "\n\n")
    return lines.strip("\n") + "\n"
