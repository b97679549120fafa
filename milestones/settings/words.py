"""The small words of configuration as types: texts, ids, addresses, days, times, offsets; each says what is right.

Knows one value at a time; what values must be to each other is checked in `settings.schedules` and `settings.people`.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from milestones.domain.marking import Marking
from milestones.domain.rules import Offset, Unit
from milestones.settings.nearest import advice

if TYPE_CHECKING:
    from enum import StrEnum

TEXT_CHARACTERS = 300
PARAGRAPH_CHARACTERS = 1000
LONGEST_OFFSET_DAYS = 3650
LETTERS_OF_ONE_RULE = 100
CLOCK_CHANGE_HOUR = 1
"""The hour that a night of the UK clock change has twice or not at all."""

_OFFSET = re.compile(r"([+-]?)(\d{1,9})(d|wd)")
_SPAN = re.compile(r"(\d{1,9})(d|w|m)")
_TIME = re.compile(r"(\d{2}):(\d{2})")
_IDENTIFIER = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?")
_ADDRESS = re.compile(r"([A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*)@([^@\s]+)")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")


def fault(wrong: str, right: str = "") -> PydanticCustomError:
    """Make the error that says what is wrong and what would be right; `settings.faults` takes both out again."""
    return PydanticCustomError("milestones", "{wrong}, {right}", {"wrong": wrong, "right": right})


def kind_of(value: object) -> str:
    """Name the TOML kind of `value` in plain words."""
    # In this order: a day with a time is a day too, and true is a number to Python.
    kinds: tuple[tuple[type, str], ...] = (
        (bool, "true or false"),
        (int, "a whole number"),
        (float, "a number"),
        (str, "text"),
        (list, "a list"),
        (dict, "a table"),
        (datetime, "a day with a time"),
        (date, "a day"),
        (time, "a time without quotes"),
    )
    return next((name for kind, name in kinds if isinstance(value, kind)), type(value).__name__)


def shown(value: object) -> str:
    """Give `value` for a message: short, on one line, without characters that move a terminal's cursor."""
    text = value.isoformat() if isinstance(value, date | time) else str(value)
    plain = "".join(one if one.isprintable() else "?" for one in text)
    return plain if len(plain) <= 60 else plain[:57] + "..."


def text(value: Any) -> str:
    """Read one line of text: not empty, no control or direction characters, not too long."""
    return _line(value, TEXT_CHARACTERS)


def paragraph(value: Any) -> str:
    """Read a longer text, still on one line."""
    return _line(value, PARAGRAPH_CHARACTERS)


def _line(value: Any, longest: int) -> str:
    """Read text without characters that nobody sees (header injection, reversed direction)."""
    if not isinstance(value, str):
        raise fault(f"{shown(value)} is {kind_of(value)}", 'text in quotes is needed, as "Humberside Police"')
    plain = unicodedata.normalize("NFC", value).strip()
    if not plain:
        raise fault("the text is empty", "write at least one word or leave the key out")
    if len(plain) > longest:
        raise fault(f"the text is {len(plain)} characters long", f"{longest} are the most")
    bad = next((one for one in plain if unicodedata.category(one) in {"Cc", "Cf", "Zl", "Zp", "Cs"}), None)
    if bad is not None:
        raise fault(f"the text holds the invisible character U+{ord(bad):04X}", "type the text anew without it")
    return plain


def identifier(value: Any) -> str:
    """Read an id: letters, digits, dashes."""
    if not isinstance(value, str):
        raise fault(f"{shown(value)} is {kind_of(value)}", 'an id in quotes is needed, as "bcu-commander"')
    if not _IDENTIFIER.fullmatch(value) or len(value) > 64:
        raise fault(f"`{shown(value)}` is no id", "use letters, digits and dashes, 64 at most, as `bcu-commander`")
    return value


def prefix(value: Any) -> str:
    """Read a board's prefix: what its milestones' ids begin with."""
    if not isinstance(value, str) or not re.fullmatch(r"[A-Z][A-Z0-9]{0,9}", value):
        raise fault(f"`{shown(value)}` is no prefix", "use 1 to 10 capital letters or digits, a letter first, as `HUM`")
    return value


def domain(value: Any) -> str:
    """Read a mail domain; one that mixes alphabets is refused a foreign one is given as punycode."""
    if not isinstance(value, str):
        raise fault(f"{shown(value)} is {kind_of(value)}", 'a domain in quotes is needed, as "police.example"')
    name = value.strip().lower()
    if not name.isascii():
        if len({unicodedata.name(one, "?").split()[0] for one in name if one.isalpha()}) > 1:
            raise fault(f"the domain `{shown(value)}` mixes alphabets", "type it anew in one alphabet")
        try:
            name = name.encode("idna").decode("ascii")
        except UnicodeError:
            raise fault(f"`{shown(value)}` is no domain", "write it as `police.example`") from None
    if len(name) > 253 or not all(_LABEL.fullmatch(label) for label in name.split(".")):
        raise fault(f"`{shown(value)}` is no domain", "write it as `police.example`")
    return name


def address(value: Any) -> str:
    """Read a mail address (RFC 5321 4.1.2, dot-string only): ASCII before the @, since some servers refuse more."""
    if not isinstance(value, str):
        raise fault(f"{shown(value)} is {kind_of(value)}", 'an address in quotes is needed, as "a.b@police.example"')
    found = _ADDRESS.fullmatch(value)
    if not found or len(found.group(1)) > 64:
        why = "ASCII letters only before the @" if not value.isascii() else "one address as `name@police.example`"
        raise fault(f"`{shown(value)}` is no mail address", f"write {why}")
    return f"{found.group(1)}@{domain(found.group(2))}"


def mailbox(value: Any) -> str:
    """Read a sender: an address, or a name with it as `Prevent programme <prevent@police.example>`."""
    named = re.fullmatch(r"([^<>\"]+?)\s*<([^<>]+)>", value) if isinstance(value, str) else None
    return f"{text(named.group(1))} <{address(named.group(2))}>" if named else address(value)


def day(value: Any) -> date:
    """Read a day, written without quotes as `2026-12-24`."""
    if isinstance(value, datetime) or not isinstance(value, date):
        raise fault(f"{shown(value)} is {kind_of(value)}", "a day without quotes is needed, as 2026-12-24")
    return value


def time_of_day(value: Any) -> time:
    """Read a local time as `"09:00"`; the hour of the clock change is refused (twice in autumn, missing in spring)."""
    found = _TIME.fullmatch(value) if isinstance(value, str) else None
    if not found:
        raise fault(f"{shown(value)} is no time of day", 'write hours and minutes in quotes, as "09:00"')
    hour, minute = int(found.group(1)), int(found.group(2))
    if hour > 23 or minute > 59:
        raise fault(f"there is no time {value}", 'times go from "00:00" to "23:59"')
    if hour == CLOCK_CHANGE_HOUR:
        raise fault(f"{value} comes twice or not at all when the clocks change", "choose a time outside 01:00 to 01:59")
    return time(hour, minute)


def offset(value: Any) -> Offset:
    """Read a distance from a day: `"-14d"`, `"-10wd"`, `"0d"`, `"+1wd"`; calendar days or working days."""
    if not isinstance(value, str):
        wrong = f"{shown(value)} is {kind_of(value)} without a unit"
        raise fault(wrong, 'write days or working days, as "-14d" or "+5wd"')
    found = _OFFSET.fullmatch(value.strip())
    if not found:
        raise fault(
            f"`{shown(value)}` is no offset", 'write a number with its unit, as "-14d" (days) or "+5wd" (working days)'
        )
    amount = int(found.group(2))
    if amount > LONGEST_OFFSET_DAYS:
        raise fault(f"`{shown(value)}` is more than ten years", f"{LONGEST_OFFSET_DAYS} is the most")
    return Offset(-amount if found.group(1) == "-" else amount, Unit(found.group(3)))


def distance(value: Any) -> Offset:
    """Read a distance that is longer than nothing and has no sign: `"5wd"`."""
    found = offset(value)
    if found.amount <= 0 or value.strip().startswith("+"):
        raise fault(f"`{shown(value)}` is no interval", 'write how far without a sign and at least one, as "5wd"')
    return found


def calendar_days(value: Any) -> int:
    """Read a span in calendar days: `"28d"` or `"4w"`; the value is in days."""
    if not isinstance(value, str):
        raise fault(f"{shown(value)} is {kind_of(value)} without a unit", 'write calendar days, as "28d"')
    found = _SPAN.fullmatch(value.strip())
    if not found or found.group(2) == "m":
        raise fault(f"`{shown(value)}` is no span of calendar days", 'write a number and d or w, as "28d" or "4w"')
    days = int(found.group(1)) * (7 if found.group(2) == "w" else 1)
    if days > LONGEST_OFFSET_DAYS:
        raise fault(f"`{shown(value)}` is more than ten years", f"{LONGEST_OFFSET_DAYS}d is the most")
    return days


def interval(value: Any) -> tuple[int, int]:
    """Read how often a digest comes: `"2w"`, `"10d"` or `"1m"`; the value is (days, months), one of them 0."""
    found = _SPAN.fullmatch(value.strip()) if isinstance(value, str) else None
    if not found or int(found.group(1)) < 1:
        raise fault(f"`{shown(value)}` is no interval", 'write days, weeks or months, as "10d", "2w" or "1m"')
    if found.group(2) == "m":
        months = int(found.group(1))
        if months > 12:
            raise fault(f"`{shown(value)}` is more than a year", '"12m" is the most')
        return 0, months
    days = calendar_days(value)
    if days > 366:
        raise fault(f"`{shown(value)}` is more than a year", '"366d" is the most')
    return days, 0


def marking(value: Any) -> Marking:
    """Read a protective marking; only OFFICIAL and OFFICIAL-SENSITIVE belong in this service."""
    known = [one.value for one in Marking if one]
    if value in known:
        return Marking(value)
    right = "this service is for `OFFICIAL` and `OFFICIAL-SENSITIVE`"
    raise fault(f"`{shown(value)}` is no marking that may be held here", right)


def one_of(words: type[StrEnum], name: str) -> BeforeValidator:
    """Make the reader of one word out of an enumeration; `name` says what the word is."""
    known = [one.value for one in words]

    def read(value: Any) -> StrEnum:
        if isinstance(value, str) and value in known:
            return words(value)
        raise fault(f"`{shown(value)}` is no {name}", advice(str(value), known, "known are " + ", ".join(known)))

    return BeforeValidator(read)


def _schema(example: str, **more: Any) -> WithJsonSchema:
    """Give what an editor should know of a word written as text."""
    return WithJsonSchema({"type": "string", "examples": [example], **more})


Text = Annotated[str, BeforeValidator(text), _schema("Humberside Police", maxLength=TEXT_CHARACTERS)]
Identifier = Annotated[str, BeforeValidator(identifier), _schema("bcu-commander", pattern=f"^{_IDENTIFIER.pattern}$")]
Prefix = Annotated[str, BeforeValidator(prefix), _schema("HUM", pattern="^[A-Z][A-Z0-9]{0,9}$")]
Domain = Annotated[str, BeforeValidator(domain), _schema("humberside.police.example")]
Address = Annotated[str, BeforeValidator(address), _schema("bcu@humberside.police.example", format="email")]
Mailbox = Annotated[str, BeforeValidator(mailbox), _schema("Prevent programme <prevent@humber.example>")]
Day = Annotated[date, BeforeValidator(day), _schema("2026-12-24", format="date")]
TimeOfDay = Annotated[
    time, BeforeValidator(time_of_day), _schema("09:00", pattern="^(0[02-9]|1[0-9]|2[0-3]):[0-5][0-9]$")
]
When = Annotated[Offset, BeforeValidator(offset), _schema("-14d", pattern="^[+-]?[0-9]+(d|wd)$")]
Distance = Annotated[Offset, BeforeValidator(distance), _schema("5wd", pattern="^[1-9][0-9]*(d|wd)$")]
Days = Annotated[int, BeforeValidator(calendar_days), _schema("28d", pattern="^[0-9]+(d|w)$")]
Every = Annotated[tuple[int, int], BeforeValidator(interval), _schema("2w", pattern="^[1-9][0-9]*(d|w|m)$")]
MarkingWord = Annotated[
    Marking, BeforeValidator(marking), WithJsonSchema({"type": "string", "enum": ["OFFICIAL", "OFFICIAL-SENSITIVE"]})
]
