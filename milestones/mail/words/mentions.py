"""Says which milestones each part of a reply speaks of: by id, by "all", "the rest", "the first two", by title words.

Cuts sentences into statements of one scope each. Knows nothing of what the statements say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from milestones.mail.words.answer_clauses import REQUESTS, clauses, prefix
from milestones.mail.words.groups import Named, group, status_at, titled
from milestones.mail.words.phrases import word_set
from milestones.mail.words.token import SEPARATORS, UNREAD, Sentence, Token
from milestones.mail.words.vocabulary import OPENERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from milestones.domain.reading import Asked

THIS, OTHER = Token("this"), Token("‹other›")
_CONJUNCTIONS = frozenset({"and", "but", "while", "whereas", "however", "so", "then", "also", "although"})
_RELATIONS = word_set("with under than as in after before like see via per from by which that's")
_LEANING = word_set("depends depend dependent relies reliant waiting wait awaiting hinges contingent based")
_COMMANDS = word_set(
    "close extend push move postpone delay pause park undo snooze done complete completed finished approve agree object"
    " reject reopen to of for"
)
_EXCEPT = re.compile(
    r"(?:except for|except|apart from|aside from|other than|with the exception of|excluding|bar|but not|besides|minus"
    r"|save for|save|not|(?<=this )but)$"
)


@dataclass(frozen=True, slots=True)
class Statement:
    """A part of a sentence about some milestones: None where none is named, `vague` where the naming is not certain.

    `excepted`: they were taken out of what was said about the others. `words` is the part of the sentence that is
    its own, where it was cut out as an answer.
    """

    milestones: tuple[str, ...] | None
    tokens: tuple[Token, ...]
    sentence: Sentence
    vague: bool = False
    excepted: bool = False
    words: str = ""

    @property
    def text(self) -> str:
        """Give the statement as written: its own part of the sentence where that is known."""
        return self.words or self.sentence.text


def statements(sentences: Sequence[Sentence], asked: Asked) -> tuple[Statement, ...]:
    """Cut sentences into statements, each about one set of milestones, in order."""
    reader = Named(asked.items, numbered=_numbers_are_used(sentences))
    found: list[Statement] = []
    for sentence in sentences:
        if sentence.tokens and sentence.tokens[0].word == UNREAD:
            found.append(Statement(None, sentence.tokens, sentence))
            continue
        if sentence.line != reader.line:
            reader.line, reader.scope = sentence.line, reader.sticky
        found += _answers(sentence, reader) if asked.kind in REQUESTS else _of_sentence(sentence, reader)
    return tuple(found)


def _answers(sentence: Sentence, reader: Named) -> list[Statement]:
    """Cut a sentence that answers a request: what opens with the verb of an answer is a statement of its own."""
    own = clauses(sentence, reader, THIS)
    if not own:
        return _of_sentence(sentence, reader)
    before = prefix(sentence, own[0].opened)
    found = _of_sentence(before, reader) if before is not None else []
    for clause in own:
        one = Statement(clause.milestones, clause.tokens, sentence, not clause.certain, words=clause.text)
        found += _with_inner(one, reader)
    reader.scope = found[-1].milestones if found else reader.scope
    return found


def _numbers_are_used(sentences: Sequence[Sentence]) -> bool:
    """Say whether bare numbers are used as names: at least two stand before a status ("1 done, 4 not")."""
    leads = 0
    for sentence in sentences:
        words = [token.word for token in sentence.tokens]
        if any(token.listed and sentence.text[token.start : token.start + 1].isdigit() for token in sentence.tokens):
            return True  # "1-3 done, 4 not"
        leads += sum(
            1
            for at, word in enumerate(words)
            if word.isdigit() and len(word) < 3 and (at == 0 or words[at - 1] in SEPARATORS | _CONJUNCTIONS)
        )
    return leads > 1


def _of_sentence(sentence: Sentence, reader: Named) -> list[Statement]:
    tokens = list(sentence.tokens)
    groups: list[tuple[tuple[str, ...] | None, bool, list[Token]]] = []
    scope, vague = reader.scope, False
    if scope is not None and _names_its_own(tokens, reader):
        scope = None  # "HUM-1 complete. Please extend HUM-3": a sentence of its own milestone takes over no scope
    held: list[Token] = []
    at, may_lead = 0, True
    while at < len(tokens):
        lead = _lead(tokens, at, reader) if may_lead and not _of_the_listed(tokens[at].word, held) else None
        if lead is not None:
            ids, certain, before, after = lead
            if held and any(token.word not in SEPARATORS | _CONJUNCTIONS for token in held):
                groups.append((scope, vague, held))
            scope, vague, held = ids, not certain, [*tokens[at:before], THIS]
            reader.so_far += ids
            at, may_lead = after, False
            continue
        token = tokens[at]
        held.append(token)
        may_lead = token.word in SEPARATORS or token.word in _CONJUNCTIONS or _next_of_list(tokens, at + 1, held)
        at += 1
    groups.append((scope, vague, held))
    return _settled(groups, sentence, reader)


def _of_the_listed(word: str, held: list[Token]) -> bool:
    """Say whether "all" or "both" stands right behind a list of milestones, and so means these."""
    return word in ("all", "both") and [one.word for one in held if one.word not in SEPARATORS] == ["this"]


def _names_its_own(tokens: list[Token], reader: Named) -> bool:
    """Say whether a sentence names a milestone that it speaks of, after the verb of a request or of an answer."""
    return any(
        set(token.ids) & set(reader.ids)
        and at
        and tokens[at - 1].word in _COMMANDS
        and not _refers(tokens, at, token, reader)
        for at, token in enumerate(tokens)
    )


def _next_of_list(tokens: list[Token], at: int, held: list[Token]) -> bool:
    """Say whether a new statement opens without any comma: "HUM-1 done HUM-2 not done"."""
    opens = at < len(tokens) and bool(tokens[at].ids) and THIS in held
    return opens and status_at([token.word for token in held[-1:]], 0)


def _settled(
    groups: list[tuple[tuple[str, ...] | None, bool, list[Token]]], sentence: Sentence, reader: Named
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
        if tokens[-1].word == "then" and tokens[-2:-1] and tokens[-2].word in ("to", "until", "till"):
            break  # "extend to then"
        tokens = tokens[:-1]
    return tokens


def _with_inner(statement: Statement, reader: Named) -> list[Statement]:
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
            reader.so_far += ids
        if own:
            tokens[at:end] = [THIS]
            inner = replace(statement, milestones=ids, tokens=tuple(tokens))
            return _with_inner(inner, reader)
        if token.ids:
            tokens[at] = THIS if statement.milestones == ids else OTHER
    return [replace(statement, tokens=tuple(tokens))]


def _inner_group(tokens: list[Token], at: int, reader: Named) -> tuple[tuple[str, ...], int] | None:
    """Match "all of these", "all", "none of them", "the rest" inside a sentence that names no milestone before."""
    if len(reader.asked) < 2:
        return None
    found = group([token.word for token in tokens], at, reader)
    return (found[0], found[2]) if found and found[1] else None


def _refers(tokens: list[Token], at: int, token: Token, reader: Named) -> bool:
    """Say whether the id at `at` is only referred to ("under HUM-2", "the same as HUM-2"), not spoken of."""
    if not token.ids or at == 0:
        return False
    before = tokens[at - 1].word
    if before in _RELATIONS or (before in ("on", "for", "to", "upon") and at > 1 and tokens[at - 2].word in _LEANING):
        return True
    return not set(token.ids) & set(reader.ids) and before not in _COMMANDS and before not in SEPARATORS


def _parted(statement: Statement, cut: int, end: int, ids: tuple[str, ...], reader: Named) -> list[Statement]:
    """Part "all done except HUM-2, which needs longer" into what holds for the others and what holds for HUM-2."""
    reader.so_far += ids
    others = tuple(one for one in statement.milestones or () if one not in ids)
    tokens = list(statement.tokens)
    rest = [token for token in tokens[end:] if token.word not in ("which", "where", "that", "who", "as")]
    rest = [THIS, *rest] if rest and rest[0].word not in SEPARATORS else rest
    return [
        replace(statement, milestones=others, tokens=tuple(_trimmed(tokens[: max(0, cut)]))),
        replace(statement, milestones=ids, tokens=tuple(_trimmed(rest)), excepted=True),
    ]


_Lead = tuple[tuple[str, ...], bool, int, int]


def _before_id(tokens: list[Token], at: int) -> bool:
    """Say whether a little word stands before an id: "both HUM-1 and HUM-2", "milestone HUM-1"."""
    little = at + 1 < len(tokens) and tokens[at].word in ("the", "both", "all", "milestone", "action", "item")
    return little and bool(tokens[at + 1].ids)


def _lead(tokens: list[Token], at: int, reader: Named) -> _Lead | None:
    """Match a mention that opens a statement at `at`: ids, certain or not, where the mention starts and ends."""
    words = [token.word for token in tokens]
    start = OPENERS.eat_all(words, at)
    for place in (start, at, *range(start - 1, at, -1)):
        here = place + 1 if _before_id(tokens, place) else place
        if here < len(tokens) and tokens[here].ids:
            return tokens[here].ids, True, place, here + 1
        if len(reader.asked) > 1:
            found = group(words, here, reader) or titled(words, here, reader)
            if found:
                return found[0], found[1], here, found[2]
    if (
        words[start : start + 2] == ["this", "one"]
        and not set(reader.scope or ()) <= set(reader.ids)
        and len(reader.asked) == 1
    ):
        return reader.ids, True, start, start + 2
    return None
