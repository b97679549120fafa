"""Cuts a sentence that gives several answers, verb first, into its answers: "agree HUM-1, object to HUM-2: too soon".

Knows the verbs of answers to requests and what they are said of; what each answer means is read by `answers`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from milestones.mail.words.groups import Named, group, titled
from milestones.mail.words.phrases import Phrases
from milestones.mail.words.token import SEPARATORS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from milestones.mail.words.token import Sentence, Token

REQUESTS = frozenset({"agreement_request", "decision_request"})
"""Kinds of letter to which a sentence may give several answers."""
_JOINS = SEPARATORS | {"and", "but", "while", "whereas", "however", "then", "also", "so"}
_BEFORE = Phrases("""
    i, we, i am, we are, please, yes, ok, happy to, can, would like to, formally, do, hello, hi, thanks, thank you
    would, must, have to, want to, regret to, sorry, fully
""")
_VERBS = Phrases("""
    [not|can_not|do_not|will_not|would_not|never|unable_to|not_able_to] (agree|agreed|agreeing|approve|approved|accept
        |accepted|support|endorse) [to|with|on|for|of]
    no (objection|objections) [to|with]
    [do_not|will_not|would_not|can_not|not] [strongly] (object|objects|objection|objecting|objections|oppose|opposed
        |disagree) [to|with|on|for]
    (reject|rejected|rejecting|refuse|refused|decline|declined|veto) [to|with|on|for]
    [not] (happy|content|fine|ok) with
""")
_CONDITIONS = frozenset({"if", "unless", "once", "when", "whether", "should", "provided", "providing", "had", "until"})
_SOME = frozenset({"one", "two", "three", "four", "five", "some", "most", "many", "several", "half"})
_NAMING = frozenset({"milestone", "milestones", "number", "numbers", "item", "items", "action", "actions", "no"})


@dataclass(frozen=True, slots=True)
class Clause:
    """One answer of a sentence: what it is said of (None for "the rest"), certain or not, its own words and text."""

    milestones: tuple[str, ...]
    certain: bool
    tokens: tuple[Token, ...]
    text: str
    opened: int
    """The place of its first word in the sentence."""


@dataclass(frozen=True, slots=True)
class _Head:
    at: int
    verb_end: int
    ids: tuple[str, ...] | None
    certain: bool
    end: int


def clauses(sentence: Sentence, reader: Named, this: Token) -> tuple[Clause, ...]:
    """Give the answers of a sentence that open with a verb and what it is said of; none where there is no such answer.

    What stands before the first of them is no part of any. Time is linear: each place is looked at once.
    """
    tokens = sentence.tokens
    heads = _heads(tokens, reader)
    if heads and _CONDITIONS & {token.word for token in tokens[: heads[0].at]}:
        return ()  # "if we agree HUM-1, object to HUM-2"
    said = {one for head in heads for one in head.ids or ()} | set(reader.so_far)
    before = {one for token in tokens[: heads[0].at if heads else 0] for one in token.ids}
    found = []
    for place, head in enumerate(heads):
        stop = heads[place + 1].at if place + 1 < len(heads) else len(tokens)
        ids = head.ids if head.ids is not None else tuple(one for one in reader.ids if one not in said | before)
        own = (*tokens[head.at : head.verb_end], this, *tokens[head.end : stop])
        while own and own[-1].word in _JOINS:
            own = own[:-1]
        text = _text(sentence, tokens[head.at : stop]) if len(heads) > 1 or head.at else sentence.text
        found.append(Clause(ids, head.certain and bool(ids), own, text, head.at))
        reader.so_far += ids
    return tuple(found)


def _text(sentence: Sentence, tokens: Sequence[Token]) -> str:
    """Give the words of some tokens as they were written."""
    places = [one for one in tokens if one.start >= 0]
    while places and places[-1].word in _JOINS:
        places.pop()
    if not places:
        return sentence.text
    return sentence.text[places[0].start : places[-1].end].strip()


def _heads(tokens: Sequence[Token], reader: Named) -> list[_Head]:
    words = [token.word for token in tokens]
    found: list[_Head] = []
    opens = True
    at = 0
    while at < len(tokens):
        head = _head(tokens, words, at, reader) if opens else None
        if head is not None:
            found.append(head)
            at, opens = head.end, True  # "agree HUM-1 object to HUM-2"
            continue
        opens = words[at] in _JOINS
        at += 1
    return found


def _head(tokens: Sequence[Token], words: list[str], at: int, reader: Named) -> _Head | None:
    """Match "[we] agree [to] HUM-1" at `at`."""
    verb = _BEFORE.eat_all(words, at)
    after = _VERBS.eat(words, verb)
    if after == verb:
        return None
    here = after + 1 if words[after : after + 1] == [":"] else after
    while here < len(words) and (
        words[here] in _NAMING or (words[here] in ("the", "both") and _ids_at(tokens, here + 1))
    ):
        here += 1
    if _ids_at(tokens, here):
        return _Head(at, after, tokens[here].ids, certain=True, end=here + 1)
    if len(reader.asked) < 2 or here >= len(words):
        return None
    if (words[here].isdigit() or words[here] in _SOME) and words[here + 1 : here + 2] == ["of"]:
        return _Head(at, after, reader.ids, certain=False, end=here + 2)  # "object to 2 of these": which?
    if words[here].isdigit():
        return _numbered(words, here, at, after, reader)
    if _is_rest(words, here):
        rest = group(words, here, reader)
        return _Head(at, after, None, certain=True, end=rest[2]) if rest else None
    named = group(words, here, reader) or titled(words, here, reader)
    return _Head(at, after, named[0], named[1], named[2]) if named and named[2] > here else None


def _ids_at(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and bool(tokens[at].ids)


def _is_rest(words: list[str], at: int) -> bool:
    here = at + 1 if words[at] == "the" else at
    following = words[here : here + 2]
    return following[:1] in (["rest"], ["others"], ["remainder"], ["remaining"]) or following == ["everything", "else"]


def _numbered(words: list[str], here: int, at: int, after: int, reader: Named) -> _Head | None:
    """Match "2", "1 and 3": names only where nothing countable follows ("object to 2 weeks")."""
    chosen: list[str] = []
    certain = True
    while here < len(words) and words[here].isdigit() and len(words[here]) < 3:
        number = int(words[here])
        fitting = {one for one in reader.ids if one.rpartition("-")[2] == str(number)}
        if number <= len(reader.ids):
            fitting |= {reader.ids[number - 1]} if number else set()
        certain = certain and len(fitting) == 1
        chosen += sorted(fitting)
        here += 1
        if (
            words[here : here + 1] in ([","], ["and"], ["/"])
            and words[here + 1 : here + 2]
            and words[here + 1].isdigit()
        ):
            here += 1
        else:
            break
    ends = here >= len(words) or words[here] in _JOINS | {"because", "as", "since", "if", "on"}
    return _Head(at, after, tuple(dict.fromkeys(chosen)), certain, here) if chosen and ends else None


def prefix(sentence: Sentence, end: int) -> Sentence | None:
    """Give what stands in a sentence before its first verb-first answer, None where it is nothing."""
    tokens = sentence.tokens[:end]
    while tokens and tokens[-1].word in _JOINS:
        tokens = tokens[:-1]
    if not tokens:
        return None
    return replace(sentence, tokens=tokens)
