"""How letters read on a phone, in a screen reader, and as plain text."""

from __future__ import annotations

import re

import pytest

from milestones.mail.letter import samples
from milestones.mail.letter.compose import REPLY_LINE, compose
from milestones.mail.letter.templates import Templates
from tests.templates_on_disk import shipped_sources

TEMPLATES = Templates(shipped_sources())
LETTERS = {name: compose(TEMPLATES, letter) for name, letter in samples.letters().items()}
HEADING = re.compile(r"[A-Z]{3,}(?:,? [A-Z]{2,})+\b|LATE|BLOCKED|HELD|BY AGENCY")

every_letter = pytest.mark.parametrize("composed", LETTERS.values(), ids=LETTERS)


@every_letter
def test_headings_stand_between_a_blank_line_and_what_they_head(composed):
    """A heading in capitals is a paragraph's first line: programs that fold paragraphs keep it above its own words."""
    lines = composed.text.split("\n")
    headings = [at for at, line in enumerate(lines) if HEADING.match(line)]
    assert headings
    for at in headings:
        assert lines[at - 1] == "", lines[at]
        assert lines[at + 1] != "", lines[at]


@every_letter
def test_plain_text_leaves_lines_to_whoever_shows_them(composed):
    """No line is broken by hand, padded, or aligned by spaces: a phone folds at its own width, a reader reads on."""
    for line in composed.text.split("\n"):
        words = line.strip()
        assert line == line.rstrip()
        assert "\t" not in line
        assert "  " not in words
        assert len(line) - len(words) in {0, 2}
    assert "\n\n\n" not in composed.text


@every_letter
def test_the_reader_meets_marking_then_where_to_answer_then_whom_it_is_for(composed):
    """The first lines, in the order of the contract; a screen reader hears them before anything else."""
    first = [line for line in composed.text.split("\n") if line]
    promised = [str(composed.marking), REPLY_LINE] if composed.marking else [REPLY_LINE]
    assert first[: len(promised)] == promised
    assert first[len(promised)].startswith("Dear ")


@every_letter
def test_the_html_has_a_title_that_is_its_subject_and_fits_a_phone(composed):
    """A tab and a screen reader name it by its title; nothing is wider than the screen it is read on."""
    (title,) = re.findall(r"<title>(.*?)</title>", composed.html)
    assert title.replace("&#39;", "'").replace("&amp;", "&") == composed.subject
    assert 'name="viewport" content="width=device-width, initial-scale=1"' in composed.html
    widths = [int(px) for px in re.findall(r"(?<!max-)(?<!-)width:(\d+)px", composed.html.replace(" ", ""))]
    assert [px for px in widths if px > 120] == []


@every_letter
def test_tables_are_of_data_and_say_what_each_cell_belongs_to(composed):
    """No table for looks: each row has a header cell, with a scope, and no cell spans others."""
    for table in re.findall(r"<table\b.*?</table>", composed.html, re.DOTALL):
        assert "colspan" not in table
        assert "rowspan" not in table
        for row in re.findall(r"<tr>.*?</tr>", table, re.DOTALL):
            assert re.search(r'<th scope="(?:row|col)"', row), row


@every_letter
def test_headings_go_down_one_step_at_a_time(composed):
    """One first heading, then second ones: who jumps from heading to heading misses no part."""
    levels = [int(level) for level in re.findall(r"<h(\d)\b", composed.html)]
    assert levels[0] == 1
    assert set(levels[1:]) <= {2}


@every_letter
def test_lateness_is_said_in_words_and_not_by_colour_alone(composed):
    """What is red also says so."""
    for said in re.findall(r'<span class="warn"[^>]*>(.*?)</span>', composed.html):
        assert re.search(r"late|disagree|Objection", said), said
