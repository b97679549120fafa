"""Joins what is written as a list of milestones: `HUM-1, HUM-3 and HUM-4`, `HUM-1 to HUM-3`, `1-3`.

Knows numbers and ids, not what is said of them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from milestones.mail.words.phrases import word_set
from milestones.mail.words.token import UNREAD, Token

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from milestones.domain.reading import AskedItem


_NUMBER = re.compile(r"(?:^|(?<=[\s,;.]))\(?(\d{1,2})[.):] {0,3}(?=[^\W\d])")
"""A number in front of an item: "1. agree", "(2) object"."""
_GREETING_WORDS = 3


def numbered(lines: Sequence[str], asked: Sequence[AskedItem]) -> Sequence[str]:
    """Name the milestones in an answer written as our list is: "1. agree", "2. agree", "3. object - no budget".

    Only where the numbers run through all that was asked, with nothing but a greeting before them; several numbers
    in one line that do not run so leave in doubt what is meant, and a sign behind each says so.
    """
    known = [item.id for item in asked]
    if len(known) < 2:
        return lines
    parted = [(line, part) for line in lines for part in _parts(line)]
    found = [(at, int(match[1])) for at, (_, part) in enumerate(parted) if (match := _NUMBER.match(part))]
    before = [part for _, part in parted[: found[0][0]]] if found else []
    if (
        [number for _, number in found] != [*range(1, len(known) + 1)]
        or any(len(line.split()) > _GREETING_WORDS for line in before)
        or not all(_names_alike(number, known) for _, number in found)
    ):
        return [_NUMBER.sub(r"\1 † ", line) if len(_parts(line)) > 1 else line for line in lines]
    ids = {at: known[number - 1] for at, number in found}
    return [_NUMBER.sub(f"{ids[at]}: ", part, count=1) if at in ids else part for at, (_, part) in enumerate(parted)]


def _parts(line: str) -> list[str]:
    """Cut "1. agree 2. object" before each number; a line with one number or none stays whole."""
    starts = [match.start() for match in _NUMBER.finditer(line)]
    if len(starts) < 2:
        return [line.strip() if starts else line]
    cuts = sorted({0, *starts})
    return [line[start:end].strip() for start, end in zip(cuts, [*cuts[1:], len(line)], strict=True)]


def _names_alike(number: int, known: Sequence[str]) -> bool:
    """Say whether the place in our list and the number of the id do not name two different milestones."""
    ids = [one for one in known if one.rpartition("-")[2] == str(number)]
    return 0 < number <= len(known) and ids in ([], [known[number - 1]])


def joined(tokens: list[Token], asked: Sequence[AskedItem], text: str) -> Iterator[Token]:
    """Join lists of ids into one token: `HUM-1, HUM-3 and HUM-4`, `HUM-1 to HUM-3`, `HUM-1, 2 and 3`, `1-3`.

    `text` is the sentence that the tokens were cut from.
    """
    known = [item.id for item in asked]
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if (span := _span_of_numbers(tokens, at, known, text)) is not None:
            ids, end = span
            last = tokens[end - 1].end
            yield (
                Token("‹id›", ids=ids, listed=True, start=token.start, end=last)
                if ids
                else Token(UNREAD, start=token.start, end=last)
            )
            at = end
            continue
        if not token.ids:
            yield token
            at += 1
            continue
        listed, at, first = list(token.ids), at + 1, token
        while (step := _next_id(tokens, at, listed[-1], known)) is not None:
            more, at = step
            listed += more
        yield Token(
            "‹id›", ids=tuple(dict.fromkeys(listed)), listed=len(listed) > 1, start=first.start, end=tokens[at - 1].end
        )


_FOLLOWS = word_set(
    "and but all are is have has done complete completed finished agreed agree ok okay fine not need needs still will"
    " as please both too"
) | {",", ":", "-", "(", ")", "/"}
_BEFORE = word_set(
    "and but agree agreed approve approved accept accepted object reject to with on for of done complete"
    " completed finished close extend snooze milestones numbers items actions all"
) | {",", ":", "-", "(", ")", "/"}


def _span_of_numbers(tokens: list[Token], at: int, known: list[str], text: str) -> tuple[tuple[str, ...], int] | None:
    """Match "1-3", "2 to 4" as names of what was asked; no ids where number and place name different ones."""
    if len(known) < 2 or not _is_number(tokens[at].word) or (at and tokens[at - 1].word not in _BEFORE):
        return None
    between = 1 if at + 1 < len(tokens) and tokens[at + 1].word in ("to", "-") else 0
    end = at + 1 + between
    if end >= len(tokens) or not _is_number(tokens[end].word):
        return None
    if not between and text[tokens[at].end : tokens[end].start] != "-":
        return None
    if end + 1 < len(tokens) and tokens[end + 1].word not in _FOLLOWS:
        return None
    first, last = int(tokens[at].word), int(tokens[end].word)
    if first >= last or not all(_names_alike(number, known) for number in (first, last)):
        return (), end + 1
    return tuple(known[first - 1 : last]), end + 1


def _is_number(word: str) -> bool:
    return word.isdigit() and len(word) < 3


_JOINTS = frozenset({",", "and", "/", "plus"})


def _next_id(tokens: list[Token], at: int, last: str, known: list[str]) -> tuple[list[str], int] | None:
    """Give the ids that continue a list at `at` and where it goes on, or None where the list ends."""
    here = at
    joint = ""
    while here < len(tokens) and tokens[here].word in _JOINTS and here - at < 2:
        joint = tokens[here].word
        here += 1
    if (
        here < len(tokens)
        and here == at
        and tokens[at].word in ("to", "-")
        and at + 1 < len(tokens)
        and tokens[at + 1].ids
    ):
        end = tokens[at + 1].ids[0]
        if last in known and end in known and known.index(last) < known.index(end):
            return known[known.index(last) + 1 : known.index(end) + 1], at + 2
        return None
    if here >= len(tokens):
        return None
    if tokens[here].ids and joint:
        return list(tokens[here].ids), here + 1
    if tokens[here].ids and here == at:
        return list(tokens[here].ids), here + 1  # id followed by its own title
    numbered = f"{last.rpartition('-')[0]}-{tokens[here].word}"
    if joint and tokens[here].word.isdigit() and numbered in known:
        return [numbered], here + 1
    return None
