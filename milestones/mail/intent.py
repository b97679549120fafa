"""Reads what a reply says about the milestones it answers: words -> readings, each with the rule that read it.

An explicit grammar, no scores. Confirmation is an allow-list (`confirmation`), everything else named wordings
(`wording`), per milestone (`mentions`). Two readings possible: `unclear`, and the service asks back. Knows nothing of
who may say what.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from milestones.domain.reading import Asked, Intent, Reading
from milestones.mail import answers
from milestones.mail.automatic_wording import reads_as_automatic
from milestones.mail.confirmation import confirms, is_beside, is_courtesy
from milestones.mail.days import Day
from milestones.mail.furniture import LIMIT_CHARS, owner_lines
from milestones.mail.mentions import Statement, statements
from milestones.mail.requested_day import requested_day
from milestones.mail.titles import Title, title_of
from milestones.mail.tokens import SEPARATORS, UNREAD, Sentence, Token, sentences
from milestones.mail.wording import DONE, WORDINGS, Says

if TYPE_CHECKING:
    from datetime import date

UNCONFIRMABLE = frozenset({"agreement_request", "decision_request", "digest", "agreement_result"})
"""Kinds of letter that ask for something else: a bare "done" in answer to them confirms nothing."""
_STATUS = re.compile(rf"\b{DONE}\b|‹tick›|‹cross›")
_PLAIN_STATUS = re.compile(r"\b(?:done|complete|completed|completion|finished|closed|sorted)\b|‹tick›")
_ASKABLE = frozenset({Says.EXTEND, Says.REASSIGN, Says.SNOOZE, Says.UNDO, Says.BLOCKED})
_HARMLESS = frozenset({Says.COURTESY, Says.BESIDE})
_LONGEST = 120
"""Words of a sentence that are looked at; nobody's plain answer is longer."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What one statement says, with the day it asks for and the words as written."""

    says: Says | Intent
    rule: str
    text: str
    due: date | None = None


def understand(text: str, asked: Asked) -> tuple[Reading, ...]:
    """Read the newest text of a reply; `text` may still carry greeting, signature, markings, quoted lines.

    Never raises, whatever the text. Never gives COMPLETE for anything that is not plainly a confirmation.
    """
    lines = owner_lines(text, asked.text)
    everything = tuple(item.id for item in asked.items)
    if not any(any(one.isalnum() or ord(one) > 0x2000 for one in line) for line in lines):  # noqa: PLR2004 - signs count
        return (Reading(Intent.UNCLEAR, everything, reason="no words of the owner's"),)
    if (machine := reads_as_automatic(text)) is not None:
        return (Reading(Intent.AUTO_REPLY, everything, text="\n".join(lines), reason=machine),)
    cut = sentences(lines, asked.items, asked.written_on)
    if len(text) > LIMIT_CHARS:
        cut = (*cut, Sentence("", (Token(UNREAD),), asks=False, line=len(lines)))
    found = statements(cut, asked)
    if not found:
        return (Reading(Intent.UNCLEAR, everything, text="\n".join(lines), reason="nothing is said"),)
    return _gathered(found, asked)


def _gathered(found: tuple[Statement, ...], asked: Asked) -> tuple[Reading, ...]:
    """Read each statement, gather by milestone, judge each milestone."""
    everything = tuple(item.id for item in asked.items)
    named: dict[str, list[_Said]] = {}
    general: list[_Said] = []
    for statement in found:
        said = _read(statement, asked)
        if statement.milestones is None and len(everything) != 1:
            general += said
            continue
        for milestone in everything if statement.milestones is None else statement.milestones:
            named.setdefault(milestone, []).extend(said)
    if not named:
        return _unnamed(general, asked)
    weighty = [one for one in general if one.says not in _HARMLESS and one.says is not Says.REMARK]
    readings = [_verdict(milestone, said + weighty, asked) for milestone, said in named.items()]
    return _joined(readings)


def _joined(readings: list[Reading]) -> tuple[Reading, ...]:
    """Join readings that say the same of several milestones."""
    joined: dict[tuple[object, ...], Reading] = {}
    for one in readings:
        key = (one.intent, one.due, one.text, one.reason)
        earlier = joined.get(key)
        ids = one.milestones if earlier is None else earlier.milestones + one.milestones
        joined[key] = Reading(one.intent, ids, one.due, one.text, one.reason)
    return tuple(joined.values())


def _unnamed(general: list[_Said], asked: Asked) -> tuple[Reading, ...]:
    """Judge a reply that names none of several milestones: only what can hold for all of them is taken for all."""
    everything = tuple(item.id for item in asked.items)
    verdict = _verdict("", general, asked)
    for_all = (
        Intent.AGREE,
        Intent.OBJECT,
        Intent.APPROVE,
        Intent.ACCEPT,
        Intent.REJECT,
        Intent.SNOOZE,
        Intent.UNDO,
        Intent.UNCLEAR,
    )
    if verdict.intent in for_all:
        return (Reading(verdict.intent, everything, verdict.due, verdict.text, verdict.reason),)
    if verdict.intent is Intent.COMMENT:
        return (Reading(Intent.COMMENT, (), None, verdict.text, verdict.reason),)
    return (Reading(Intent.UNCLEAR, everything, None, verdict.text, f"names none of several: {verdict.reason}"),)


def _read(statement: Statement, asked: Asked) -> list[_Said]:
    """Read one statement; a retraction is followed by what the rest of its sentence says."""
    title = _title(statement, asked)
    tokens = statement.tokens[:_LONGEST]
    text = statement.sentence.text
    if statement.excepted and not any(token.word not in SEPARATORS for token in tokens):
        requested = asked.kind in ("agreement_request", "decision_request")
        return [
            _Said(Says.DOUBTFUL if requested else Says.NOT_COMPLETE, "excepted from what was said of the others", text)
        ]
    if statement.vague:
        return [_Said(Says.DOUBTFUL, "which milestone is meant is not certain", text)]
    if not tokens:
        return []
    if (answer := _answer(tokens, title, statement, asked)) is not None:
        return [_Said(answer[0], answer[1], text)]
    return _plainly(tokens, title, statement, asked)


def _plainly(tokens: tuple[Token, ...], title: Title, statement: Statement, asked: Asked) -> list[_Said]:
    """Read a statement as a report: confirmation first, by its allow-list; then courtesy; then the wordings."""
    text, asks = statement.sentence.text, statement.sentence.asks
    whole = len(statement.tokens) <= _LONGEST
    if whole and not asks and (rule := confirms(tokens, title)) is not None:
        return [_Said(Says.COMPLETE, rule, text)]
    if is_courtesy(tokens) and not _says_too_little(tokens):
        return [_Said(Says.COURTESY, "courtesy", text)]
    flat = " ".join(token.word for token in tokens if token.word not in SEPARATORS)
    if _about_another(tokens):
        return [_Said(Says.BESIDE, "speaks of another milestone", text)]
    for rule_ in WORDINGS:
        match = rule_.pattern.search(flat + (" ‹asks›" if asks and rule_.says is Says.QUESTION else ""))
        if match is None or (rule_.but_not and rule_.but_not.search(flat)):
            continue
        if rule_.says is Says.RETRACT:
            return [
                _Said(Says.RETRACT, rule_.name, text),
                *_after_retraction(flat, match.end(), tokens, title, statement, asked),
            ]
        if asks and rule_.says not in _ASKABLE:
            break
        return [_Said(rule_.says, rule_.name, text, _day(rule_.says, tokens, statement, asked))]
    return [_otherwise(flat, tokens, title, statement)]


def _says_too_little(tokens: tuple[Token, ...]) -> bool:
    """Say whether the words are a bare yes, "as discussed", a thumb: not even a comment by themselves."""
    flat = " ".join(token.word for token in tokens if token.word not in SEPARATORS)
    retracts = any(rule.says is Says.RETRACT and rule.pattern.search(flat) for rule in WORDINGS)
    return retracts or WORDINGS[-1].pattern.search(flat) is not None


def _otherwise(flat: str, tokens: tuple[Token, ...], title: Title, statement: Statement) -> _Said:
    """Read what no rule knows: a question, evidence, a remark; with a word of status in it, a doubt."""
    text, asks = statement.sentence.text, statement.sentence.asks
    if asks:
        plain_question = re.match(
            r"(?:what|when|who|why|which|where|how)\b|(?:do|does|is|are|has|have|should|did|was) (?:i|we|you|it|this|that|the|there|they|these) ",
            flat,
        )
        doubt = _STATUS.search(flat) and not plain_question
        return _Said(Says.DOUBTFUL if doubt else Says.QUESTION, "a question", text)
    if is_beside(tokens, title) and not _PLAIN_STATUS.search(flat):
        return _Said(Says.BESIDE, "points at evidence", text)
    if "‹cross›" in flat.split():
        return _Said(Says.NOT_COMPLETE, "a cross", text)
    if _STATUS.search(flat) or "‹" in flat.replace("‹past›", "").replace("‹link›", "").replace("‹future›", "").replace(
        "‹either›", ""
    ).replace("‹today›", ""):
        return _Said(Says.DOUBTFUL, "a word of status in a shape that no rule knows", text)
    if flat.count(" ") == 0 or all(token.word == "this" or token.day is not None for token in tokens):
        return _Said(Says.ELSEWHERE, "a word that no rule knows", text)
    return _Said(Says.REMARK, "a remark", text)


def _about_another(tokens: tuple[Token, ...]) -> bool:
    """Say whether the sentence places its matter under another milestone: "will be completed under M-1077"."""
    words = [token.word for token in tokens]
    return any(
        word == "‹other›"
        and at
        and words[at - 1] in ("under", "in", "within", "by")
        and {"separately", "separate", "covered", "part"} & set(words)
        for at, word in enumerate(words)
    )


def _after_retraction(
    flat: str, end: int, tokens: tuple[Token, ...], title: Title, statement: Statement, asked: Asked
) -> list[_Said]:
    """Read the words after a retraction in the same sentence: "ignore my last email, this is complete now"."""
    passed = flat[:end].count(" ") + 1
    real = [at for at, token in enumerate(tokens) if token.word not in SEPARATORS]
    rest = tokens[real[passed] :] if passed < len(real) else ()
    while (
        rest
        and rest[0].word
        in (
            "email",
            "e",
            "mail",
            "reply",
            "message",
            "response",
            "answer",
            "please",
            "and",
            "as",
            "but",
            "it",
            "of",
            "mine",
        )
        and len(rest) > 1
        and rest[0].word != "it"
    ):
        rest = rest[1:]
    if not any(token.word not in SEPARATORS for token in rest) or len(rest) >= len(tokens):
        return []
    if [token.word for token in rest] in (["email"], ["reply"], ["message"], ["mail"], ["one"], ["please"]):
        return []
    return _plainly(rest, title, statement, asked)


def _answer(tokens: tuple[Token, ...], title: Title, statement: Statement, asked: Asked) -> tuple[Intent, str] | None:
    """Read the statement as the answer that the letter asked for, where it asked for a decision."""
    asks = statement.sentence.asks
    if asked.kind == "agreement_request":
        return answers.agreement(tokens, title, asks=asks)
    if asked.kind == "decision_request":
        return answers.decision(tokens, title, asks=asks)
    if asked.kind == "clarification":
        return answers.assent(tokens, title, asks=asks)
    return None


def _title(statement: Statement, asked: Asked) -> Title:
    """Give the title of the one milestone spoken of; of several no word can stand for all."""
    wanted = statement.milestones or tuple(item.id for item in asked.items)
    named = [item for item in asked.items if item.id in wanted]
    return title_of(named[0].title) if len(wanted) == 1 and named else Title()


def _day(says: Says, tokens: tuple[Token, ...], statement: Statement, asked: Asked) -> date | None:
    """Give the day that a request asks for, or that a report of the future names."""
    dues = {item.id: item.due for item in asked.items}
    wanted = statement.milestones or (tuple(dues) if len(dues) == 1 else ())
    due = dues.get(wanted[0]) if len(wanted) == 1 else None
    if says in (Says.EXTEND, Says.SNOOZE):
        if says is Says.SNOOZE:
            tokens = _counted_from_today(tokens, statement, asked)
        return requested_day(tokens, asked.written_on, due)
    if says is Says.NOT_COMPLETE:
        days = {one.day.result.on for one in tokens if one.day is not None and isinstance(one.day.result, Day)}
        ahead = [day for day in days if day > asked.written_on]
        return ahead[0] if len(days) == 1 and ahead else None
    return None


def _counted_from_today(tokens: tuple[Token, ...], statement: Statement, asked: Asked) -> tuple[Token, ...]:
    """Read "snooze for two weeks" again, counted from the day of writing: a pause starts when it is asked for."""
    from milestones.mail.days import days_in

    mentions = iter(days_in(statement.sentence.text, asked.written_on, spans_from_today=True))
    return tuple(
        Token(one.word, one.capital, one.ids, next(mentions, one.day), one.listed) if one.day is not None else one
        for one in tokens
    )


_ORDER = (
    (Says.UNDO, Intent.UNDO),
    (Says.REASSIGN, Intent.REASSIGN),
    (Says.EXTEND, Intent.EXTEND),
    (Says.SNOOZE, Intent.SNOOZE),
    (Says.BLOCKED, Intent.BLOCKED),
    (Says.NOT_COMPLETE, Intent.NOT_COMPLETE),
    (Says.DOUBTFUL, Intent.UNCLEAR),
    (Says.RETRACT, Intent.UNCLEAR),
    (Says.ELSEWHERE, Intent.UNCLEAR),
    (Says.QUESTION, Intent.COMMENT),
    (Says.REMARK, Intent.COMMENT),
    (Says.BESIDE, Intent.COMMENT),
    (Says.COURTESY, Intent.COMMENT),
)
_DECIDED = (Intent.OBJECT, Intent.REJECT, Intent.AGREE, Intent.APPROVE, Intent.ACCEPT)


def _verdict(milestone: str, said: list[_Said], asked: Asked) -> Reading:
    """Judge what was said about one milestone; contradictions are unclear."""
    ids = (milestone,) if milestone else ()
    text = "\n".join(dict.fromkeys(one.text for one in said))
    said = _standing(said)
    kinds = {one.says for one in said}
    if decided := [one for one in said if one.says in _DECIDED]:
        return _decided(ids, decided, kinds, text)
    if Intent.UNCLEAR in kinds:
        return Reading(Intent.UNCLEAR, ids, None, text, next(one.rule for one in said if one.says is Intent.UNCLEAR))
    if Says.COMPLETE in kinds:
        return _completed(ids, said, kinds, text, asked)
    for says, intent in _ORDER:
        if says in kinds:
            first = next(one for one in said if one.says is says)
            return _as_answered(Reading(intent, ids, _agreed_due(said, says), text, first.rule), asked)
    return Reading(Intent.UNCLEAR, ids, None, text, "nothing is said")


def _standing(said: list[_Said]) -> list[_Said]:
    """Drop what was taken back: everything before the last retraction, if something was said after it."""
    last = max((at for at, one in enumerate(said) if one.says is Says.RETRACT), default=-1)
    after = [one for one in said[last + 1 :] if one.says not in _HARMLESS]
    return said[last + 1 :] if last >= 0 and after else said


def _completed(ids: tuple[str, ...], said: list[_Said], kinds: set[Says | Intent], text: str, asked: Asked) -> Reading:
    """Let a confirmation stand only beside courtesy and evidence, and only where completion was asked."""
    rule = next(one.rule for one in said if one.says is Says.COMPLETE)
    others = [
        one
        for one in said
        if one.says is not Says.COMPLETE and one.says not in _HARMLESS and one.rule != "acknowledges receipt"
    ]
    if others:
        return Reading(Intent.UNCLEAR, ids, None, text, f"{rule}, but also: {others[0].rule}")
    if rule == "says that it is done" and said[0].rule == "points at evidence":
        return Reading(Intent.UNCLEAR, ids, None, text, "the evidence may be meant to be done")
    if asked.kind in UNCONFIRMABLE:
        return Reading(Intent.UNCLEAR, ids, None, text, f"{rule}, in answer to a letter that asked something else")
    return Reading(Intent.COMPLETE, ids, None, text, rule)


def _decided(ids: tuple[str, ...], decided: list[_Said], kinds: set[Says | Intent], text: str) -> Reading:
    """Judge an answer to a request: one decision and nothing against it."""
    intents = {one.says for one in decided}
    if intents == {Intent.APPROVE, Intent.ACCEPT}:
        intents = {Intent.ACCEPT}
    against = kinds & {
        Intent.UNCLEAR,
        Says.DOUBTFUL,
        Says.RETRACT,
        Says.NOT_COMPLETE,
        Says.BLOCKED,
        Says.REASSIGN,
        Says.EXTEND,
        Says.REMARK,
        Says.QUESTION,
    }
    assents = intents & {Intent.AGREE, Intent.APPROVE, Intent.ACCEPT}
    if len(intents) > 1 or (assents and against):
        return Reading(Intent.UNCLEAR, ids, None, text, "assent and something else")
    (intent,) = intents
    return Reading(Intent(intent), ids, None, text, decided[0].rule)


def _as_answered(reading: Reading, asked: Asked) -> Reading:
    """Take a report of progress in answer to a request as what it is there: a comment."""
    requested = asked.kind in ("agreement_request", "decision_request")
    if requested and reading.intent in (Intent.NOT_COMPLETE, Intent.BLOCKED):
        return Reading(Intent.COMMENT, reading.milestones, None, reading.text, reading.reason)
    return reading


def _agreed_due(said: list[_Said], says: Says) -> date | None:
    """Give the one day that statements of this kind name; None where they differ."""
    days = {one.due for one in said if one.says is says and one.due is not None}
    return next(iter(days)) if len(days) == 1 else None
