"""Reads what a reply says about the milestones it answers: words -> readings, each with the rule that read it.

An explicit grammar, no scores. Confirmation is an allow-list (`confirmation`), everything else named wordings
(`wording`), per milestone (`mentions`). Two readings possible: `unclear`, and the service asks back. Knows nothing of
who may say what.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from milestones.domain.reading import Asked, Intent, Reading
from milestones.mail.inbound.automatic_wording import reads_as_automatic
from milestones.mail.inbound.furniture import LIMIT_CHARS, owner_lines
from milestones.mail.words import answers
from milestones.mail.words.companions import accompanies
from milestones.mail.words.confirmation import confirms, is_beside, is_courtesy
from milestones.mail.words.days import Day, days_in
from milestones.mail.words.mentions import Statement, statements
from milestones.mail.words.narrowing import NARROWS, jokes, narrows, refers
from milestones.mail.words.neutral import cleared
from milestones.mail.words.own_words import PLAIN_STATUS, quotes, unsigned
from milestones.mail.words.phrases import word_set
from milestones.mail.words.reasons import told
from milestones.mail.words.recount import remarks
from milestones.mail.words.requested_day import points_back, requested_day
from milestones.mail.words.titles import Title, title_of
from milestones.mail.words.token import SEPARATORS, UNREAD, Sentence, Token
from milestones.mail.words.tokens import sentences
from milestones.mail.words.verdict import HARMLESS, HARMLESS_REMARK, Said, verdict
from milestones.mail.words.wording import DONE, WORDINGS, Says

if TYPE_CHECKING:
    from datetime import date

_STATUS = re.compile(rf"\b{DONE}\b|‹tick›|‹cross›")
_UNREADABLE = re.compile("‹(?!past|link|future|either|today)")
_QUESTION = re.compile(
    r"(?:what|when|who|why|which|where|how)\b"
    r"|(?:do|does|is|are|has|have|should|did|was) (?:i|we|you|it|this|that|the|there|they|these) "
)
_ASKABLE = frozenset({Says.EXTEND, Says.REASSIGN, Says.SNOOZE, Says.UNDO, Says.BLOCKED})
_ANOTHER = "speaks of another milestone"
_UNPLACED = frozenset({Says.REMARK, Says.BESIDE, Says.DOUBTFUL, Says.NOT_COMPLETE, Says.BLOCKED})
"""What is said of a milestone that was not asked about, so that it may be what the answer was about."""
_LONGEST = 120
"""Words of a sentence that are looked at; nobody's plain answer is longer."""


def understand(text: str, asked: Asked) -> tuple[Reading, ...]:
    """Read the newest text of a reply; `text` may still carry greeting, signature, markings, quoted lines.

    Never raises, whatever the text. Never gives COMPLETE for anything that is not plainly a confirmation.
    """
    lines = owner_lines(text, asked.text)
    everything = tuple(item.id for item in asked.items)
    if not any(any(one.isalnum() or ord(one) > 0x2000 for one in line) for line in lines):
        return (Reading(Intent.UNCLEAR, everything, reason="no words of the owner's"),)
    if (machine := reads_as_automatic(text)) is not None:
        return (Reading(Intent.AUTO_REPLY, everything, text="\n".join(lines), reason=machine),)
    cut = unsigned(sentences(lines, asked.items, asked.written_on), asked)
    if len(text) > LIMIT_CHARS or jokes(lines) or any(quotes(line) for line in lines):
        cut = (*cut, Sentence("", (Token(UNREAD),), asks=False, line=len(lines)))
    found = statements(cut, asked)
    if not found:
        return (Reading(Intent.UNCLEAR, everything, text="\n".join(lines), reason="nothing is said"),)
    return _gathered(found, asked)


def _gathered(found: tuple[Statement, ...], asked: Asked) -> tuple[Reading, ...]:
    """Read each statement, gather by milestone, judge each milestone."""
    everything = tuple(item.id for item in asked.items)
    named: dict[str, list[Said]] = {}
    general: list[Said] = []
    before: list[Token] = []
    for statement in found:
        said = [_with_reason(_to_then(one, statement, before, asked), statement) for one in _read(statement, asked)]
        before += statement.tokens
        if statement.milestones is None and len(everything) != 1:
            general += said
            continue
        for milestone in everything if statement.milestones is None else statement.milestones:
            named.setdefault(milestone, []).extend(said)
    for one in [one for key in named.keys() - {*everything} for one in named[key]]:
        if len(everything) == 1 and one.says in _UNPLACED and one.rule != _ANOTHER and not refers(one.text):
            named.get(everything[0], []).append(replace(one, says=Says.DOUBTFUL))
    if not named:
        return _unnamed(general, asked)
    weighty = [one for one in general if one.says not in HARMLESS and one.says is not Says.REMARK]
    readings = [verdict(milestone, said + weighty, asked) for milestone, said in named.items()]
    return _joined(readings)


def _to_then(said: Said, statement: Statement, before: list[Token], asked: Asked) -> Said:
    """Give "please extend to that date" the one day that an earlier sentence named."""
    if said.says is not Says.EXTEND or said.due is not None or not points_back(statement.tokens):
        return said
    return replace(said, due=requested_day((*before, *statement.tokens), asked.written_on, None))


def _with_reason(said: Said, statement: Statement) -> Said:
    return replace(said, told=told(said.says, statement.tokens, statement.sentence, said.text))


def _joined(readings: list[Reading]) -> tuple[Reading, ...]:
    """Join readings that say the same of several milestones."""
    joined: dict[tuple[object, ...], Reading] = {}
    for one in readings:
        key = (one.intent, one.due, one.text, one.reason)
        earlier = joined.get(key)
        ids = one.milestones if earlier is None else earlier.milestones + one.milestones
        joined[key] = Reading(one.intent, ids, one.due, one.text, one.reason)
    return tuple(joined.values())


_FOR_ALL = frozenset(
    {
        Intent.AGREE,
        Intent.OBJECT,
        Intent.APPROVE,
        Intent.ACCEPT,
        Intent.REJECT,
        Intent.SNOOZE,
        Intent.UNDO,
        Intent.UNCLEAR,
    }
)
"""What a reply that names none of several milestones may say of all of them."""


def _unnamed(general: list[Said], asked: Asked) -> tuple[Reading, ...]:
    """Judge a reply that names none of several milestones: only what can hold for all of them is taken for all."""
    everything = tuple(item.id for item in asked.items)
    judged = verdict("", general, asked)
    if judged.intent in _FOR_ALL:
        return (Reading(judged.intent, everything, judged.due, judged.text, judged.reason),)
    if judged.intent is Intent.COMMENT:
        return (Reading(Intent.COMMENT, (), None, judged.text, judged.reason),)
    return (Reading(Intent.UNCLEAR, everything, None, judged.text, f"names none of several: {judged.reason}"),)


def _read(statement: Statement, asked: Asked) -> list[Said]:
    """Read one statement; a retraction is followed by what the rest of its sentence says."""
    title = _title(statement, asked)
    tokens = statement.tokens[:_LONGEST]
    text = statement.text
    if statement.excepted and not any(token.word not in SEPARATORS for token in tokens):
        requested = asked.kind in ("agreement_request", "decision_request")
        return [
            Said(Says.DOUBTFUL if requested else Says.NOT_COMPLETE, "excepted from what was said of the others", text)
        ]
    if statement.vague:
        return [Said(Says.DOUBTFUL, "which milestone is meant is not certain", text)]
    if not tokens:
        return []
    if (answer := _answer(tokens, title, statement, asked)) is not None:
        return [Said(answer[0], answer[1], text)]
    return _plainly(tokens, title, statement, asked)


def _plainly(tokens: tuple[Token, ...], title: Title, statement: Statement, asked: Asked) -> list[Said]:
    """Read a statement as a report: confirmation first, by its allow-list; then courtesy; then the wordings."""
    text, asks = statement.text, statement.sentence.asks
    whole = len(statement.tokens) <= _LONGEST
    alone = len(asked.items) == 1
    if whole and not asks and (rule := confirms(tokens, title, alone=alone)) is not None:
        return [Said(Says.COMPLETE, rule, text)]
    kept = whole and not asks and not narrows(tokens, asked.written_on.year)
    if is_courtesy(tokens) and not _says_too_little(tokens):
        return [Said(Says.COURTESY, "courtesy", text)] if kept or asks else [Said(Says.DOUBTFUL, NARROWS, text)]
    flat = " ".join(token.word for token in tokens if token.word not in SEPARATORS)
    if kept and alone and accompanies(cleared(tokens), title, strict=True):
        return [Said(Says.BESIDE, HARMLESS_REMARK, text)]
    if _about_another(tokens):
        return [Said(Says.BESIDE, _ANOTHER, text)]
    for rule_ in WORDINGS:
        match = rule_.pattern.search(flat + (" ‹asks›" if asks and rule_.says is Says.QUESTION else ""))
        if match is None or (rule_.but_not and rule_.but_not.search(flat)):
            continue
        if rule_.says is Says.RETRACT:
            return [
                Said(Says.RETRACT, rule_.name, text),
                *_after_retraction(flat, match.end(), tokens, title, statement, asked),
            ]
        if asks and rule_.says not in _ASKABLE:
            break
        return [Said(rule_.says, rule_.name, text, _day(rule_.says, tokens, statement, asked))]
    other = _otherwise(flat, tokens, title, statement)
    if other.says is Says.BESIDE and whole and not kept:
        return [Said(Says.REMARK, NARROWS, text)]
    if kept and alone and other.says in (Says.REMARK, Says.DOUBTFUL) and accompanies(cleared(tokens), title):
        return [Said(Says.BESIDE, HARMLESS_REMARK, text)]
    return [other]


def _says_too_little(tokens: tuple[Token, ...]) -> bool:
    """Say whether the words are a bare yes, "as discussed", a thumb: not even a comment by themselves."""
    flat = " ".join(token.word for token in tokens if token.word not in SEPARATORS)
    retracts = any(rule.says is Says.RETRACT and rule.pattern.search(flat) for rule in WORDINGS)
    return retracts or WORDINGS[-1].pattern.search(flat) is not None


def _otherwise(flat: str, tokens: tuple[Token, ...], title: Title, statement: Statement) -> Said:
    """Read what no rule knows: a question, evidence, a remark; with a word of status in it, a doubt."""
    text, asks = statement.text, statement.sentence.asks
    if asks:
        plain_question = _QUESTION.match(flat)
        doubt = _STATUS.search(flat) and not plain_question
        return Said(Says.DOUBTFUL if doubt else Says.QUESTION, "a question", text)
    if is_beside(tokens, title) and not PLAIN_STATUS.search(flat):
        return Said(Says.BESIDE, "points at evidence", text)
    if "‹cross›" in flat.split():
        return Said(Says.NOT_COMPLETE, "a cross", text)
    if _STATUS.search(flat) or _UNREADABLE.search(flat):
        return Said(Says.DOUBTFUL, "a word of status in a shape that no rule knows", text)
    if flat.count(" ") == 0 or all(token.word == "this" or token.day is not None for token in tokens):
        return Said(Says.ELSEWHERE, "a word that no rule knows", text)
    if remarks(flat.split(), title):
        return Said(Says.BESIDE, HARMLESS_REMARK, text)
    return Said(Says.REMARK, "a remark", text)


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


_OF_A_RETRACTION = word_set("email e mail reply message response answer please and as but of mine - , :")


def _after_retraction(
    flat: str, end: int, tokens: tuple[Token, ...], title: Title, statement: Statement, asked: Asked
) -> list[Said]:
    """Read the words after a retraction in the same sentence: "ignore my last email, this is complete now"."""
    passed = flat[:end].count(" ") + 1
    real = [at for at, token in enumerate(tokens) if token.word not in SEPARATORS]
    rest = tokens[real[passed] :] if passed < len(real) else ()
    while len(rest) > 1 and rest[0].word in _OF_A_RETRACTION:
        rest = rest[1:]
    if not any(token.word not in SEPARATORS for token in rest) or len(rest) >= len(tokens):
        return []
    if {token.word for token in rest} <= _OF_A_RETRACTION | {"one"}:
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
    mentions = iter(days_in(statement.sentence.text, asked.written_on, spans_from_today=True))
    return tuple(
        Token(one.word, one.capital, one.ids, next(mentions, one.day), one.listed) if one.day is not None else one
        for one in tokens
    )
