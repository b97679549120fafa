"""The words that our letters offer are words that the reader of replies understands."""

from __future__ import annotations

import html
import re

import pytest

from milestones.domain.reading import Asked, AskedItem, Intent
from milestones.mail.inbound.newest import newest_of
from milestones.mail.letter import samples
from milestones.mail.letter.compose import compose
from milestones.mail.letter.templates import Templates
from milestones.mail.words.intent import understand
from tests.templates_on_disk import shipped_sources

TEMPLATES = Templates(shipped_sources())
MEANT = {
    "done": Intent.COMPLETE,
    "not done": Intent.NOT_COMPLETE,
    "extend": Intent.EXTEND,
    "snooze": Intent.SNOOZE,
    "blocked": Intent.BLOCKED,
    "pass to": Intent.REASSIGN,
    "agree": Intent.AGREE,
    "object": Intent.OBJECT,
    "approve": Intent.APPROVE,
    "accept": Intent.ACCEPT,
    "reject": Intent.REJECT,
}
SAMPLES = {name: letter for name, letter in samples.letters().items() if letter.items and not letter.copy}


def offered():
    """Every line of words that a sample letter offers, with the letter."""
    for name, letter in SAMPLES.items():
        composed = compose(TEMPLATES, letter)
        for words in re.findall(r'<th scope="row"[^>]*width:42%[^>]*>(.*?)</th>', composed.html):
            yield pytest.param(name, html.unescape(words), composed.text, id=f"{name}: {words}")


def first_meant(words):
    """The intent that a line of words begins with, references left out."""
    plain = re.sub(r"^(HUM-\d+|all) ", "", words)
    return next(MEANT[word] for word in sorted(MEANT, key=len, reverse=True) if plain.startswith(word))


def shown_words(words):
    """Those words in a letter that nobody has answered with."""
    return words.replace("your reason", "it is not funded").replace("what it waits for", "the budget")


@pytest.mark.parametrize(("name", "words", "text"), list(offered()))
def test_what_we_tell_people_to_write_is_understood(name, words, text):
    """Typed alone above the quoted letter, each line of words does what it says, and nothing is asked back."""
    letter = SAMPLES[name]
    kind = str(letter.facts.get("about", "reminder" if letter.kind == "clarification" else letter.kind))
    items = tuple(AskedItem(item.id, item.title, item.due) for item in letter.items)
    reply = [
        shown_words(words),
        "",
        "On Thu, 10 Dec 2026 at 09:00, Board wrote:",
        *(f"> {line}" for line in text.splitlines()),
    ]

    readings = understand(newest_of(reply, text), Asked(kind, items, samples.TODAY))

    assert readings[0].intent is first_meant(words)
    assert all(reading.intent is not Intent.UNCLEAR for reading in readings)
    assert all(reading.due for reading in readings if reading.intent in {Intent.EXTEND, Intent.SNOOZE})


def test_there_are_words_to_try():
    """The search above finds what the letters offer."""
    assert len(list(offered())) > 40
