"""Says which of a reply's words are the writer's own statements: no name that signs, no words of others in quotes.

Knows how people sign and quote within a mail's text; what the statements mean is read by `mail.words.intent`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from milestones.mail.doubts import DOUBTS
from milestones.mail.inbound.block_lines import is_named
from milestones.mail.words.confirmation import is_courtesy
from milestones.mail.words.confirmation_shapes import is_name
from milestones.mail.words.phrases import word_set
from milestones.mail.words.titles import title_of
from milestones.mail.words.token import SEPARATORS
from milestones.mail.words.wording import WORDINGS

if TYPE_CHECKING:
    from milestones.domain.reading import Asked
    from milestones.mail.words.token import Sentence, Token

PLAIN_STATUS = re.compile(r"\b(?:done|complete|completed|completion|finished|closed|sorted)\b|‹tick›")


def _thanks(tokens: tuple[Token, ...]) -> bool:
    """Say whether a sentence, or what stands behind its last comma, is courtesy: "all finished, thanks for chasing"."""
    comma = max((at for at, token in enumerate(tokens) if token.word in SEPARATORS), default=-1)
    return bool(tokens[comma + 1 :]) and is_courtesy(tokens[comma + 1 :])


_QUOTATION = re.compile(r'"[^"]{1,500}"')


def quotes(line: str) -> bool:
    """Say whether a line quotes somebody's words about how things stand: 'see her email: "all done"'."""
    said = " ".join(_QUOTATION.findall(line)).lower()
    outside = _QUOTATION.sub(" ", line)
    return PLAIN_STATUS.search(said) is not None and any(one.isalpha() for one in outside)


_NAME = re.compile(r"[A-Z][a-z'-]{1,14}(?: [A-Z][a-z'-]{1,14})?[.,]?")
_POST = re.compile(r"[A-Z][\w'.-]*(?:,? (?:&|and|of|for|the|[A-Z][\w'.&-]*)){1,6}")
_ALONE = 2
_MEANT = word_set(
    "done complete completed finished closed sorted delivered yes extend snooze blocked undo agree approve"
)


def unsigned(cut: tuple[Sentence, ...], asked: Asked) -> tuple[Sentence, ...]:
    """Leave out a last sentence that is nothing but a name: on a line of its own, or after thanks, it signs."""
    while len(cut) >= _ALONE and _POST.fullmatch(cut[-1].text) and cut[-1].line != cut[-2].line:
        if {token.word for token in cut[-1].tokens} & (DOUBTS | _MEANT) or not is_named(cut[-1].text):
            break
        cut = cut[:-1]
    if len(cut) < _ALONE or not _NAME.fullmatch(cut[-1].text.strip()) or not is_named(cut[-1].text):
        return cut
    last, before = cut[-1], cut[-2]
    if last.line == before.line and not _thanks(before.tokens):
        return cut  # "Done. Hull."
    words = {token.word for token in last.tokens}
    titled = any(words & title_of(item.title).words for item in asked.items)
    meant = titled or not is_name(last.tokens) or any(rule.pattern.search(" ".join(words)) for rule in WORDINGS)
    return cut if meant else cut[:-1]
