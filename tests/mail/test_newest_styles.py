"""The newest text out of every client's answer: nothing of the quote, nothing lost."""

from __future__ import annotations

import pytest

from milestones.mail.inbound.html_text import html_lines
from milestones.mail.inbound.newest import letter_text_of, newest_of, newest_text
from milestones.mail.inbound.parse import parse
from milestones.mail.letter import samples
from milestones.mail.letter.compose import compose
from milestones.mail.letter.templates import Templates
from tests.mail.client_styles import ENGLISH, LETTER, STYLES, header_block
from tests.templates_on_disk import shipped_sources

ANSWERS = {
    "one word": ["Done"],
    "progress": ["Not done yet, should be finished by Friday."],
    "several milestones": ["HUM-1 done, HUM-2 need until 3 Dec"],
    "an exception in a second paragraph": [
        "All done except HUM-2.",
        "",
        "The annex is outstanding until the panel meets.",
    ],
    "words of the letter": ["extend to 14 January 2027"],
    "begins like an attribution": ["On time and complete: all finished last Thursday."],
    "Welsh": ["Wedi'i wneud"],
}


def squeezed(text):
    return [" ".join(line.split()) for line in text.split("\n") if line.strip()]


@pytest.mark.parametrize("style", STYLES)
def test_only_the_answer_is_read_whoever_wrote_it(style):
    """Each answer in the client's shape, with the stored letter at hand."""
    for name, answer in ANSWERS.items():
        newest = newest_text(parse(STYLES[style](answer)), LETTER)

        assert squeezed(newest) == [line for line in answer if line], name


WITHOUT_A_HEADING = {"no header at all", "no header, wrapped anew", "no header, flattened to one line", "odd marks"}


@pytest.mark.parametrize("style", [style for style in STYLES if style not in WITHOUT_A_HEADING])
def test_the_shapes_alone_tell_an_answer_from_its_quote(style):
    """Without the stored letter, too (an answer that lost its token and its references)."""
    for name, answer in ANSWERS.items():
        newest = newest_text(parse(STYLES[style](answer)))

        assert squeezed(newest) == [line for line in answer if line], name


LETTERS = dict(samples.letters())


@pytest.fixture(scope="module")
def templates():
    return Templates(shipped_sources())


@pytest.mark.parametrize("name", LETTERS)
def test_our_own_letters_as_clients_quote_their_html_never_count(templates, name):
    """The HTML half of each of our letters, turned into lines by a client, under Outlook's heading and under none."""
    letter = compose(templates, LETTERS[name])
    whole = letter_text_of(letter.content)
    heading = ["Not yet, next week", "", *header_block(*ENGLISH), ""]

    for above in (heading, heading[:2]):
        for below in (
            html_lines(letter.html),
            [line.strip() for line in html_lines(letter.html)],
            letter.text.split("\n"),
        ):
            assert newest_of([*above, *below], whole, "A. Holder") == "Not yet, next week"
