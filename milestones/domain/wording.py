"""How letters say days, lists and numbers in English. Knows no letter; the same on every machine."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sized

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@lru_cache(maxsize=2048)
def long_day(day: date | str) -> str:
    """Give a day as letters write it: `Monday 7 December 2026`. A day kept as JSON comes as ISO text."""
    known = _day(day)
    return f"{_DAYS[known.weekday()]} {short_day(known)}"


@lru_cache(maxsize=2048)
def short_day(day: date | str) -> str:
    """Give a day without its weekday, as people write it back: `7 December 2026`."""
    known = _day(day)
    return f"{known.day} {_MONTHS[known.month - 1]} {known.year}"


def later(day: date, days: int) -> date:
    """Give the day so many days later, for examples; the last day there is where it would be beyond."""
    return day + timedelta(days=min(days, (date.max - day).days))


def in_words(words: Iterable[str], last: str = "and") -> str:
    """Give a list in words: `a, b and c`."""
    parts = list(words)
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def counted(number: int | Sized, one: str, many: str = "") -> str:
    """Give a number with its noun: `1 milestone`, `3 milestones`."""
    amount = number if isinstance(number, int) else len(number)
    return f"{amount} {one if amount == 1 else many or one + 's'}"


def in_letters(number: int) -> str:
    """Give a number as running text has it: `five`, `ten`, from eleven on `11`."""
    return _NUMBERS[number] if 0 <= number < len(_NUMBERS) else str(number)


def timing(days_late: int) -> str:
    """Give how a due date stands to today: `today`, `in 14 days`, `3 days late` (calendar days)."""
    if days_late == 0:
        return "today"
    if days_late < 0:
        return "tomorrow" if days_late == -1 else f"in {-days_late} days"
    return f"{counted(days_late, 'day')} late"


def sentence(text: str) -> str:
    """Give `text` as a sentence: a capital where it begins with a word, a full stop where it has none."""
    stripped = text.strip()
    if not stripped:
        return ""
    first = stripped.split(" ", 1)[0]
    if first.rstrip(",;:.!?").isalpha() and first.islower():
        stripped = stripped[0].upper() + stripped[1:]
    return stripped if stripped[-1] in ".!?:…" else f"{stripped}."


def _day(day: date | str) -> date:
    """Give a day however it was kept: as a day, as an instant, or as the ISO text of either."""
    return date.fromisoformat(day[:10]) if isinstance(day, str) else day


FILTERS: Mapping[str, Callable[..., Any]] = {
    "counted": counted,
    "in_words": in_words,
    "later": later,
    "long_day": long_day,
    "sentence": sentence,
    "short_day": short_day,
    "timing": timing,
}
"""What templates may call beyond Jinja's own."""
