"""The small words of configuration: what is read, what is refused, and that nothing else ever happens."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from milestones.domain.rules import Offset, Unit
from milestones.settings import words

READERS = (
    words.text,
    words.paragraph,
    words.identifier,
    words.prefix,
    words.domain,
    words.address,
    words.mailbox,
    words.day,
    words.time_of_day,
    words.offset,
    words.distance,
    words.calendar_days,
    words.interval,
    words.marking,
)


@pytest.mark.parametrize("read", READERS, ids=lambda read: read.__name__)
@given(st.text() | st.integers() | st.floats() | st.booleans() | st.lists(st.text()) | st.dates() | st.none())
def test_a_word_is_read_or_refused_with_what_would_be_right(read, value):
    """Whatever stands there, it is read, or refused with one printable line that says what would be right."""
    refused = None
    try:
        read(value)
    except PydanticCustomError as error:
        refused = error
    assert refused is None or refused.message().isprintable()
    assert refused is None or (refused.context or {})["right"]


@given(st.integers(-3650, 3650), st.sampled_from(Unit))
def test_an_offset_reads_back_as_written(amount, unit):
    """`-14d`, `0wd`, `+5wd` mean what they say."""
    assert words.offset(str(Offset(amount, unit))) == Offset(amount, unit)


@given(st.times())
def test_every_time_but_the_clock_changes_hour_is_read(at):
    """Hours and minutes round-trip, and 01:00 to 01:59 never does."""
    written = f"{at:%H:%M}"
    if at.hour == 1:
        with pytest.raises(PydanticCustomError):
            words.time_of_day(written)
    else:
        assert words.time_of_day(written) == time(at.hour, at.minute)


@pytest.mark.parametrize("address", ["a@b.example", "o'brien.x+1@sub.police.example", "A_B@xn--bcher-kva.example"])
def test_plain_addresses_are_read(address):
    """Dot-strings of RFC 5321 4.1.2 at a domain."""
    assert words.address(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "", "a", "@b.example", "a@", "a b@c.example", "a@b@c.example", ".a@b.example", "a..b@c.example", "a.@b.example",
        '"a b"@c.example', "a@b..example", "a@-b.example", "a@b.example\n", "a@[127.0.0.1]", "<a@b.example>",
        "a@b.example,c@d.example", "a\t@b.example", "a(x)@b.example", f"{'x' * 65}@b.example", "ä@b.example",
    ],
)  # fmt: skip
def test_other_addresses_are_refused(address):
    """Nothing that could be two addresses, a header of its own, or an address some servers refuse."""
    with pytest.raises(PydanticCustomError):
        words.address(address)


def test_a_foreign_domain_is_kept_as_punycode_and_a_mixed_one_refused():
    """One alphabet is fine; a Cyrillic letter in a Latin domain is a forgery (UTS 39)."""
    assert words.domain("bücher.example") == "xn--bcher-kva.example"
    with pytest.raises(PydanticCustomError, match="mixes alphabets"):
        words.domain("pоlice.example")


def test_a_sender_may_have_a_name():
    """`Name <address>` and the bare address are both read; a name with a line break is not."""
    assert words.mailbox("Prevent  <p@b.example>") == "Prevent <p@b.example>"
    assert words.mailbox("p@b.example") == "p@b.example"
    with pytest.raises(PydanticCustomError):
        words.mailbox("Prevent\r\nBcc: x <p@b.example>")


def test_a_day_is_a_day_without_a_time():
    """TOML's day is read; a day with a time and a day in quotes are refused."""
    assert words.day(date(2026, 12, 24)) == date(2026, 12, 24)
    for wrong in (datetime(2026, 12, 24, 9), "2026-12-24"):  # noqa: DTZ001
        with pytest.raises(PydanticCustomError):
            words.day(wrong)


def test_spans_and_intervals():
    """Weeks are seven days; months are for digests only."""
    assert words.calendar_days("4w") == 28
    assert words.interval("2w") == (14, 0)
    assert words.interval("1m") == (0, 1)
    with pytest.raises(PydanticCustomError):
        words.calendar_days("1m")
