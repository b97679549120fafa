"""Dates as plans write them: what is read, what is asked about, and that day and month are never swapped."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestones.domain.plans.date_mentions import MONTHS
from milestones.domain.plans.written_dates import (
    DAY_FIRST,
    END_OF_MONTH,
    IN_WORDS,
    ISO,
    MEETING,
    MONTH_ALONE,
    RULES,
    WEEK_ENDING,
    read_due,
)
from milestones.domain.state import Doubt

DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("words", "day", "rule"),
    [
        ("2026-12-07", "2026-12-07", ISO),
        ("2026-12-07 00:00:00", "2026-12-07", ISO),
        ("2026-12-07T00:00:00Z", "2026-12-07", ISO),
        ("2026/12/07", "2026-12-07", ISO),
        ("07/12/2026", "2026-12-07", DAY_FIRST),
        ("7.12.2026", "2026-12-07", DAY_FIRST),
        ("7-12-2026", "2026-12-07", DAY_FIRST),
        ("03/04/2026", "2026-04-03", DAY_FIRST),
        ("30/09/2025 00:00", "2025-09-30", DAY_FIRST),
        ("31/03/2026 (revised)", "2026-03-31", DAY_FIRST),
        ("7 December 2026", "2026-12-07", IN_WORDS),
        ("7th of December, 2026", "2026-12-07", IN_WORDS),
        ("Monday 7 Dec. 2026", "2026-12-07", IN_WORDS),
        ("7-Dec-2026", "2026-12-07", IN_WORDS),
        ("7Dec2026", "2026-12-07", IN_WORDS),
        ("December 7, 2026", "2026-12-07", IN_WORDS),
        ("7\u00a0December\u00a02026", "2026-12-07", IN_WORDS),
        ("30 Sept 2025", "2025-09-30", IN_WORDS),
        ("Complete by 30 Sept 2025", "2025-09-30", IN_WORDS),
        ("To be completed by 1st April 2027.", "2027-04-01", IN_WORDS),
        ("no later than 1 April 2027", "2027-04-01", IN_WORDS),
        ("on or before 31 March 2026", "2026-03-31", IN_WORDS),
        ("By 5pm on Friday 11 December 2026", "2026-12-11", IN_WORDS),
        ("31 March 2026 at the latest", "2026-03-31", IN_WORDS),
        ("7 December 2026 (07/12/2026)", "2026-12-07", IN_WORDS),
        ("dydd Llun 7 Rhagfyr 2026", "2026-12-07", IN_WORDS),
        ("dydd Mawrth 8 Rhagfyr 2026", "2026-12-08", IN_WORDS),
        ("7 Hydref 2026", "2026-10-07", IN_WORDS),
        ("By the 31st March 2027", "2027-03-31", IN_WORDS),
        ("the 1st of March 2027", "2027-03-01", IN_WORDS),
        ("Due for completion by 31 March 2027", "2027-03-31", IN_WORDS),
        ("2027-03-01 12:00 PM", "2027-03-01", ISO),
        ("29/02/2028", "2028-02-29", DAY_FIRST),
        ("September 2008", "2008-09-30", MONTH_ALONE),
        ("Sept. 2026", "2026-09-30", MONTH_ALONE),
        ("By March 2027", "2027-03-31", MONTH_ALONE),
        ("Feb 2028", "2028-02-29", MONTH_ALONE),
        ("09/2025", "2025-09-30", MONTH_ALONE),
        ("2026-12", "2026-12-31", MONTH_ALONE),
        ("end of September 2008", "2008-09-30", END_OF_MONTH),
        ("by the end of September 2025", "2025-09-30", END_OF_MONTH),
        ("erbyn diwedd Medi 2026", "2026-09-30", END_OF_MONTH),
        ("week ending 11 December 2026", "2026-12-11", WEEK_ENDING),
        ("next meeting of this committee on 18 November 2008", "2008-11-18", MEETING),
        ("Cabinet, 12 March 2026", "2026-03-12", MEETING),
    ],
)
def test_a_definite_date_is_read_by_a_named_rule(words, day, rule):
    """The day the words name comes back with the rule that read it, and no doubt."""
    read = read_due(words)

    assert (read.day, read.rule, read.doubt) == (date.fromisoformat(day), rule, None)


@pytest.mark.parametrize(
    ("words", "doubt"),
    [
        ("", Doubt.NO_DATE),
        (" - ", Doubt.NO_DATE),
        ("n/a", Doubt.NO_DATE),
        ("September/October 2008", Doubt.TWO_MEANINGS),
        ("Feb 2025 and Sept 2025", Doubt.TWO_MEANINGS),
        ("Dec 2025 / Jan 2026", Doubt.TWO_MEANINGS),
        ("5 & 6 March 2026", Doubt.TWO_MEANINGS),
        ("5-6 March 2026", Doubt.TWO_MEANINGS),
        ("from March 2018 to June 2018", Doubt.TWO_MEANINGS),
        ("7.12.26", Doubt.TWO_MEANINGS),
        ("30 Sep 25", Doubt.TWO_MEANINGS),
        ("Sept-25", Doubt.TWO_MEANINGS),
        ("March '26", Doubt.TWO_MEANINGS),
        ("before 1 April 2025", Doubt.TWO_MEANINGS),
        ("Tuesday 7 December 2026", Doubt.TWO_MEANINGS),
        ("hydref 2026", Doubt.TWO_MEANINGS),
        ("March 2018 -", Doubt.UNREADABLE_DATE),
        ("March 2018 \u2013", Doubt.UNREADABLE_DATE),
        ("from March 2018", Doubt.UNREADABLE_DATE),
        ("from autumn 2008", Doubt.UNREADABLE_DATE),
        ("1 April 2025 onwards", Doubt.UNREADABLE_DATE),
        ("Commencing 1 April 2025", Doubt.UNREADABLE_DATE),
        ("Ongoing", Doubt.UNREADABLE_DATE),
        ("Weekly", Doubt.UNREADABLE_DATE),
        ("every quarter", Doubt.UNREADABLE_DATE),
        ("Annually by 31 March 2026", Doubt.UNREADABLE_DATE),
        ("Q3", Doubt.UNREADABLE_DATE),
        ("2008/09", Doubt.UNREADABLE_DATE),
        ("2008-09", Doubt.UNREADABLE_DATE),
        ("2026", Doubt.UNREADABLE_DATE),
        ("end of 2026", Doubt.UNREADABLE_DATE),
        ("30 September", Doubt.UNREADABLE_DATE),
        ("December 7", Doubt.UNREADABLE_DATE),
        ("Within six months of commencement", Doubt.UNREADABLE_DATE),
        ("next meeting of this committee", Doubt.UNREADABLE_DATE),
        ("when the report becomes available", Doubt.UNREADABLE_DATE),
        ("July 2017 launch", Doubt.UNREADABLE_DATE),
        ("launched 6th July 2017", Doubt.UNREADABLE_DATE),
        ("Completed March 2017", Doubt.UNREADABLE_DATE),
        ("w/c 7 December 2026", Doubt.UNREADABLE_DATE),
        ("early March 2026", Doubt.UNREADABLE_DATE),
        ("TBC", Doubt.UNREADABLE_DATE),
        ("soon", Doubt.UNREADABLE_DATE),
        ("31/02/2026", Doubt.UNREADABLE_DATE),
        ("29 February 2027", Doubt.UNREADABLE_DATE),
        ("12/25/2026", Doubt.UNREADABLE_DATE),
        ("07/12/20266", Doubt.UNREADABLE_DATE),
        ("7 December 0206", Doubt.UNREADABLE_DATE),
        ("46112", Doubt.UNREADABLE_DATE),
        ("31/03/2027?", Doubt.TWO_MEANINGS),
        ("~ March 2027", Doubt.TWO_MEANINGS),
        ("by March 2027 if funded", Doubt.UNREADABLE_DATE),
        ("1 Mar 2027 (was 1 Jan 2027)", Doubt.TWO_MEANINGS),
        ("Not before 3 May 2026", Doubt.TWO_MEANINGS),
    ],
)
def test_what_is_not_definite_is_asked_about(words, doubt):
    """No day is guessed: the doubt has its name and a question."""
    read = read_due(words)

    assert (read.day, read.rule, read.doubt) == (None, None, doubt)
    assert read.ask.endswith("?")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("12/25/2026", "no month 25"),
        ("31/02/2026", "February 2026 has 28 days"),
        ("46112", "2026-03-31"),
        ("Tuesday 7 December 2026", "is a Monday"),
        ("July 2017 launch", "2017-07-31"),
    ],
)
def test_the_question_says_what_is_wrong(words, said):
    """A coordinator reads from the question alone why the date was not taken."""
    assert said in read_due(words).ask


@given(DAYS, st.sampled_from("/.-"))
def test_figures_are_day_first_on_every_day(day, separator):
    """Day and month are never swapped, whichever of them could be the other."""
    read = read_due(f"{day.day:02}{separator}{day.month:02}{separator}{day.year}")

    assert (read.day, read.rule) == (day, DAY_FIRST)


@given(DAYS)
def test_figures_in_the_american_order_are_never_the_meant_day_by_luck(day):
    """Month first is read as day first, or asked about where no such month is; never turned round."""
    read = read_due(f"{day.month}/{day.day}/{day.year}")

    assert read.day == (date(day.year, day.day, day.month) if day.day <= 12 else None)


_IN_WORDS = ("{d} {m} {y}", "by {d} {m} {y}", "{d}-{m}-{y}", "{m} {d}, {y}")


@given(DAYS, st.sampled_from(sorted(MONTHS)), st.sampled_from(_IN_WORDS))
def test_a_month_by_name_is_that_month(day, name, form):
    """Every English and Welsh month name and abbreviation reads as its month."""
    day = day.replace(month=MONTHS[name], day=min(day.day, 28))

    assert read_due(form.format(d=day.day, m=name.title(), y=day.year)).day == day


@given(DAYS)
def test_an_iso_date_reads_as_itself(day):
    """What a spreadsheet's own dates become is read back unchanged."""
    assert read_due(day.isoformat()).day == day


@given(DAYS)
def test_a_month_alone_is_its_last_day(day):
    """The next day is the first of another month."""
    read = read_due(f"{day:%B %Y}")

    assert read.day is not None
    assert (read.day.month, (read.day + timedelta(days=1)).day) == (day.month, 1)


_TOKENS = """
    7 31 2026 26 / - . by from end of and Q3 Monday 2008/09 07/12/2026 2026-12-07 th ongoing to meeting before
    """
_PIECES = st.lists(st.sampled_from([*sorted(MONTHS), *_TOKENS.split(), "\n", "\u0667"])).map(" ".join)


@given(st.one_of(st.text(), _PIECES, _PIECES.map(lambda words: words.replace(" ", ""))))
def test_any_words_give_a_day_with_its_rule_or_a_doubt_with_its_question(words):
    """Nothing raises, and there is never a day without a rule or a doubt without a question."""
    read = read_due(words)

    assert (read.day is None) == (read.rule is None) == (read.doubt is not None) == bool(read.ask)
    assert read.rule is None or read.rule in RULES


@given(
    DAYS, st.sampled_from(["from {}", "{} onwards", "{} -", "{} and quarterly", "after {}", "{} and 1 January 2001"])
)
def test_words_that_change_a_date_are_never_passed_over(day, form):
    """A start, a recurrence or a second date beside a good date holds it."""
    if day != date(2001, 1, 1):
        assert read_due(form.format(f"{day.day} {day:%B %Y}")).day is None


def test_a_very_long_cell_is_asked_about():
    """Prose in the date column is no date, however many dates it holds."""
    assert read_due("by 7 December 2026 " + "x" * 400).doubt is Doubt.UNREADABLE_DATE


def test_every_rule_is_documented(request):
    """`docs/importing.md` names every rule by which a date is read."""
    text = (request.config.rootpath / "docs" / "importing.md").read_text("utf-8")

    assert [rule for rule in RULES if rule not in text] == []
