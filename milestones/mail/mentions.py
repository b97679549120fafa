"""Says which milestones each part of a reply speaks of: by id, by "all", "the rest", "the first two", by title words.

Cuts sentences into statements of one scope each. Knows nothing of what the statements say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from milestones.mail.titles import title_of
from milestones.mail.tokens import SEPARATORS, Sentence, Token, UNREAD
from milestones.mail.vocabulary import AUXILIARIES, OPENERS, PARTICIPLES, STATES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from milestones.domain.reading import Asked, AskedItem

THIS, OTHER = Token("this"), Token("‹other›")
_CONJUNCTIONS = frozenset({"and", "but", "while", "whereas", "however", "so", "then", "also", "although"})
_RELATIONS = frozenset("with under than as in after before like see via per from by which that's".split())
_LEANING = frozenset("depends depend dependent relies reliant waiting wait awaiting hinges contingent based".split())
_COMMANDS = frozenset(
    "close extend undo snooze done complete completed finished approve agree object reject reopen to of for".split()
)
_EXCEPT = re.compile(
    r"(?:except for|except|apart from|aside from|other than|with the exception of|excluding|bar|but not|besides|minus|save for|save|not)$"
)
_ORDINALS = {
    "first": 0,
    "1st": 0,
    "second": 1,
    "2nd": 1,
    "third": 2,
    "3rd": 2,
    "fourth": 3,
    "4th": 3,
    "fifth": 4,
    "last": -1,
    "final": -1,
}
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
_THINGS = frozenset(
    "one ones item items milestone milestones action actions task tasks of them these those the is are".split()
)
_PIECES = frozenset(
    "stage phase part draft half section step bit tranche version meeting session week day time thing".split()
)
_STOP = frozenset(
    "the a an of and or for to in on at by with all our their its is are be as from into this that new local".split()
)


@dataclass(frozen=True, slots=True)
class Statement:
    """A part of a sentence about some milestones: None where none is named, `vague` where the naming is not certain.

    `excepted`: they were taken out of what was said about the others. `text` is the sentence as written.
    """

    milestones: tuple[str, ...] | None
    tokens: tuple[Token, ...]
    sentence: Sentence
    vague: bool = False
    excepted: bool = False


@dataclass(slots=True)
class _Reader:
    """Walks through the sentences; keeps what was named so far, for "the rest" and for what follows on the line."""

    asked: tuple[AskedItem, ...]
    numbered: bool
    named: list[str] = field(default_factory=list)
    scope: tuple[str, ...] | None = None
    sticky: tuple[str, ...] | None = None
    line: int = -1

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(item.id for item in self.asked)


def statements(sentences: Sequence[Sentence], asked: Asked) -> tuple[Statement, ...]:
    """Cut sentences into statements, each about one set of milestones, in order."""
    reader = _Reader(asked.items, numbered=_numbers_are_used(sentences))
    found: list[Statement] = []
    for sentence in sentences:
        if sentence.tokens and sentence.tokens[0].word == UNREAD:
            found.append(Statement(None, sentence.tokens, sentence))
            continue
        if sentence.line != reader.line:
            reader.line, reader.scope = sentence.line, reader.sticky
        found += _of_sentence(sentence, reader)
    return tuple(found)


def _numbers_are_used(sentences: Sequence[Sentence]) -> bool:
    """Say whether bare numbers are used as names: at least two stand before a status ("1 done, 4 not")."""
    leads = 0
    for sentence in sentences:
        words = [token.word for token in sentence.tokens]
        leads += sum(
            1
            for at, word in enumerate(words)
            if word.isdigit() and len(word) < 3 and (at == 0 or words[at - 1] in SEPARATORS | _CONJUNCTIONS)  # noqa: PLR2004
        )
    return leads > 1


def _of_sentence(sentence: Sentence, reader: _Reader) -> list[Statement]:
    tokens = list(sentence.tokens)
    groups: list[tuple[tuple[str, ...] | None, bool, list[Token]]] = []
    scope, vague, held = reader.scope, False, []
    at, may_lead = 0, True
    while at < len(tokens):
        lead = _lead(tokens, at, reader) if may_lead else None
        if lead is not None:
            ids, certain, before, after = lead
            if held and any(token.word not in SEPARATORS | _CONJUNCTIONS for token in held):
                groups.append((scope, vague, held))
            scope, vague, held = ids, not certain, [*tokens[at:before], THIS]
            reader.named += ids
            at, may_lead = after, False
            continue
        token = tokens[at]
        held.append(token)
        may_lead = token.word in SEPARATORS or token.word in _CONJUNCTIONS or _next_of_list(tokens, at, held)
        at += 1
    groups.append((scope, vague, held))
    return _settled(groups, sentence, reader)


def _next_of_list(tokens: list[Token], at: int, held: list[Token]) -> bool:
    """Say whether a new statement opens without any comma: "HUM-1 done HUM-2 not done"."""
    opens = at < len(tokens) and bool(tokens[at].ids) and THIS in held
    return opens and _status_at([token.word for token in held[-1:]], 0)


def _settled(
    groups: list[tuple[tuple[str, ...] | None, bool, list[Token]]], sentence: Sentence, reader: _Reader
) -> list[Statement]:
    """Turn groups into statements: ids in the middle, "except", a list of ids at the end."""
    found: list[Statement] = []
    for scope, vague, held in groups:
        words = [token.word for token in held if token.word not in SEPARATORS]
        last = found[-1] if found else None
        if words == ["this"] and last is not None and last.milestones is None and scope is not None:
            found[-1] = replace(last, milestones=scope, vague=vague)  # "Done: HUM-1, HUM-3"
            reader.scope = scope
            continue
        if words == ["this"] and len(groups) == 1:
            reader.sticky = reader.scope = scope  # a line of its own above what is said about it
            continue
        for statement in _with_inner(Statement(scope, tuple(_trimmed(held)), sentence, vague), reader):
            found.append(statement)
            reader.scope = statement.milestones if statement.milestones is not None else reader.scope
    return found


def _trimmed(tokens: list[Token]) -> list[Token]:
    while tokens and (tokens[-1].word in SEPARATORS or tokens[-1].word in _CONJUNCTIONS):
        tokens = tokens[:-1]
    return tokens


def _with_inner(statement: Statement, reader: _Reader) -> list[Statement]:
    """Resolve ids inside a statement: its own scope, an exception from it, or another milestone it only refers to."""
    tokens = list(statement.tokens)
    for at, token in enumerate(tokens):
        if not token.ids and not (at and _inner_group(tokens, at, reader)):
            continue
        before = " ".join(one.word for one in tokens[max(0, at - 4) : at])
        ids, end = (token.ids, at + 1) if token.ids else _inner_group(tokens, at, reader) or ((), at)
        wide = statement.milestones is not None and len(statement.milestones) > 1
        if (match := _EXCEPT.search(before)) and wide:
            return _parted(statement, at - match[0].count(" ") - 1, end, ids, reader)
        if not token.ids and statement.milestones is not None:
            continue
        own = statement.milestones is None and not _refers(tokens, at, token, reader)
        if own and token.ids:
            reader.named += ids
        if own:
            tokens[at:end] = [THIS]
            inner = replace(statement, milestones=ids, tokens=tuple(tokens))
            return _with_inner(inner, reader)
        if token.ids:
            tokens[at] = THIS if statement.milestones == ids else OTHER
    return [replace(statement, tokens=tuple(tokens))]


def _inner_group(tokens: list[Token], at: int, reader: _Reader) -> tuple[tuple[str, ...], int] | None:
    """Match "all of these", "all", "none of them", "the rest" inside a sentence that names no milestone before."""
    if len(reader.asked) < 2:  # noqa: PLR2004 - with one milestone there is no choice
        return None
    group = _group([token.word for token in tokens], at, reader)
    return (group[0], group[2]) if group and group[1] else None


def _refers(tokens: list[Token], at: int, token: Token, reader: _Reader) -> bool:
    """Say whether the id at `at` is only referred to ("under HUM-2", "the same as HUM-2"), not spoken of."""
    if not token.ids or at == 0:
        return False
    before = tokens[at - 1].word
    if before in _RELATIONS or (before in ("on", "for", "to", "upon") and at > 1 and tokens[at - 2].word in _LEANING):
        return True
    return not set(token.ids) & set(reader.ids) and before not in _COMMANDS and before not in SEPARATORS


def _parted(statement: Statement, cut: int, end: int, ids: tuple[str, ...], reader: _Reader) -> list[Statement]:
    """Part "all done except HUM-2, which needs longer" into what holds for the others and what holds for HUM-2."""
    reader.named += ids
    others = tuple(one for one in statement.milestones or () if one not in ids)
    tokens = list(statement.tokens)
    rest = [token for token in tokens[end:] if token.word not in ("which", "where", "that", "who", "as")]
    rest = [THIS, *rest] if rest and rest[0].word not in SEPARATORS else rest
    return [
        replace(statement, milestones=others, tokens=tuple(_trimmed(tokens[: max(0, cut)]))),
        replace(statement, milestones=ids, tokens=tuple(_trimmed(rest)), excepted=True),
    ]


_Lead = tuple[tuple[str, ...], bool, int, int]


def _lead(tokens: list[Token], at: int, reader: _Reader) -> _Lead | None:
    """Match a mention that opens a statement at `at`: ids, certain or not, where the mention starts and ends."""
    words = [token.word for token in tokens]
    start = OPENERS.eat_all(words, at)
    for here in (start, at, *range(start - 1, at, -1)):
        here = (
            here + 1 if words[here : here + 1] == ["the"] and here + 1 < len(tokens) and tokens[here + 1].ids else here
        )
        if here < len(tokens) and tokens[here].ids:
            return tokens[here].ids, True, here, here + 1
        if len(reader.asked) > 1:
            found = _group(words, here, reader) or _titled(words, here, reader)
            if found:
                return found[0], found[1], here, found[2]
    if (
        words[start : start + 2] == ["this", "one"]
        and not set(reader.scope or ()) <= set(reader.ids)
        and len(reader.asked) == 1
    ):
        return reader.ids, True, start, start + 2
    return None


_Group = tuple[tuple[str, ...], bool, int]


def _group(words: list[str], at: int, reader: _Reader) -> _Group | None:
    """Match "all four", "both", "the rest", "the first two", "the last one", "1 and 2": ids, certain, where it ends."""
    ids = reader.ids
    here = at + 1 if words[at : at + 1] == ["the"] else at
    word = words[here] if here < len(words) else ""
    following = words[here + 1] if here + 1 < len(words) else ""
    if word in ("rest", "others", "remainder", "remaining") or [word, following] == ["everything", "else"]:
        return tuple(one for one in ids if one not in reader.named), True, _past_things(words, here + 1)
    if word == "other" and following in ("two", "three", "four", "one", "ones"):
        left = tuple(one for one in ids if one not in reader.named)
        return left, following not in _NUMBERS or _NUMBERS[following] == len(left), here + 2
    if (
        words[at : at + 1]
        and words[at] in ("these", "those", "they")
        and words[at + 1 : at + 2] in (["are"], ["have"])
        and words[at + 2 : at + 3] == ["all"]
    ):
        return ids, True, at + 3
    if (
        word in ("all", "none", "any", "everything")
        and following not in _PIECES
        and following not in ("parts", "the best", "best")
    ):
        end = _past_things(words, here + 1)
        number = following if following in _NUMBERS or following.isdigit() else ""
        count = _NUMBERS.get(number) or (int(number) if number.isdigit() else len(ids))
        end = _past_things(words, here + 2) if number else end
        return ids, count == len(ids), here if word == "none" else end
    if word == "both":
        return ids, len(ids) == 2, _past_things(words, here + 1)  # noqa: PLR2004 - "both"
    if word in _ORDINALS and following not in _PIECES:
        return _ordinal(words, here, ids)
    if word.isdigit() and len(word) < 3:  # noqa: PLR2004 - "2024" is no name
        return _bare_numbers(words, here, reader)
    return None


def _past_things(words: list[str], at: int) -> int:
    while at < len(words) and words[at] in _THINGS and words[at] not in ("is", "are"):
        at += 1
    return at


def _ordinal(words: list[str], at: int, ids: tuple[str, ...]) -> _Group | None:
    following = words[at + 1] if at + 1 < len(words) else ""
    place = _ORDINALS[words[at]]
    count = _NUMBERS.get(following, 0)
    if count:
        chosen = ids[:count] if place == 0 else ids[-count:] if place == -1 else ()
        return chosen, len(chosen) == count, _past_things(words, at + 2)
    known = (
        following in _THINGS
        or following in SEPARATORS
        or _status_at(words, at + 1)
        or following in ("by", "not", "needs", "to", "")
    )
    if not known or not -len(ids) <= place < len(ids):
        return None
    return (ids[place],), True, _past_things(words, at + 1)


def _status_at(words: list[str], at: int) -> bool:
    return any(kind.eat(words, at) > at for kind in (AUXILIARIES, PARTICIPLES, STATES))


def _bare_numbers(words: list[str], at: int, reader: _Reader) -> _Group | None:
    """Match "1", "1 and 2", "1, 2 and 3" as names: certain where position and number name the same milestone."""
    chosen: list[str] = []
    certain = reader.numbered
    here = at
    while here < len(words) and words[here].isdigit() and len(words[here]) < 3:  # noqa: PLR2004 - as above
        number = int(words[here])
        fitting = {one for one in reader.ids if one.rpartition("-")[2] == str(number)}
        if number <= len(reader.ids):
            fitting.add(reader.ids[number - 1])
        certain = certain and len(fitting) == 1
        chosen += sorted(fitting)
        here += 1
        if here + 1 < len(words) and words[here] in (",", "and", "/") and words[here + 1].isdigit():
            here += 1
        else:
            break
    if not chosen or not (
        _status_at(words, here) or words[here : here + 1] in ([":"], ["not"], ["-"], ["by"], ["needs"], ["in"])
    ):
        return None
    return tuple(dict.fromkeys(chosen)), certain, here


def _titled(words: list[str], at: int, reader: _Reader) -> _Group | None:
    """Match "the training one", "Channel protocol": words that only one asked title holds, before a status."""
    here = at
    while here < len(words) and words[here] in ("the", "our"):
        here += 1
    start = here
    while here < len(words) and not _status_at(words, here) and words[here] not in SEPARATORS and here - start < 8:  # noqa: PLR2004
        if words[here] in ("not", "needs", "need", "will", "has", "have", "should", "can", "to", "by", "still", "in"):
            break
        here += 1
    spoken = [word for word in words[start:here] if word not in _STOP and word not in _THINGS]
    if not spoken or not any(len(word) > 3 for word in spoken):  # noqa: PLR2004 - a name has a word of some length
        return None
    fitting = [item.id for item in reader.asked if set(spoken) <= title_of(item.title).words]
    if len(fitting) != 1:
        return None
    title = next(title_of(item.title) for item in reader.asked if item.id == fitting[0])
    whole = title.is_named_by(spoken) or "one" in words[start:here]
    return ((fitting[0],), True, here) if whole else None
