"""Reads one statement as a report: a confirmation by its allow-list, courtesy, what keeps it company, named wordings.

Knows one statement at a time; what several say together is judged in `verdict`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from milestones.mail.words.companions import accompanies, speaks_of_life
from milestones.mail.words.confirmation import confirms, is_beside, is_courtesy
from milestones.mail.words.days import Day, days_in
from milestones.mail.words.elsewhere import leave_notice, new_starters, next_round, of_another_job, unfulfilled
from milestones.mail.words.narrowing import NARROWS, narrows
from milestones.mail.words.neutral import cleared
from milestones.mail.words.own_words import PLAIN_STATUS
from milestones.mail.words.phrases import word_set
from milestones.mail.words.recount import remarks
from milestones.mail.words.requested_day import requested_day
from milestones.mail.words.token import SEPARATORS, Token
from milestones.mail.words.trouble import after_long_road, is_over, overcome, resolves, took_long, was_trouble
from milestones.mail.words.turns import (
    asks_why_open,
    goes_further,
    not_only,
    now_it_is,
    told_of_no,
    without_question,
    without_turn,
    wonders,
)
from milestones.mail.words.verdict import HARMLESS_REMARK, Said
from milestones.mail.words.wording import DONE, WORDINGS, Says

if TYPE_CHECKING:
    from datetime import date

    from milestones.domain.reading import Asked
    from milestones.mail.words.mentions import Statement
    from milestones.mail.words.titles import Title

_STATUS = re.compile(rf"\b{DONE}\b|‹tick›|‹cross›")
_UNREADABLE = re.compile("‹(?!past|link|future|either|today)")
_QUESTION = re.compile(
    r"(?:what|when|who|why|which|where|how)\b"
    r"|(?:do|does|is|are|has|have|should|did|was) (?:i|we|you|it|this|that|the|there|they|these) "
)
_ASKABLE = frozenset({Says.EXTEND, Says.REASSIGN, Says.SNOOZE, Says.UNDO, Says.BLOCKED})
_OF_A_RETRACTION = word_set("email e mail reply message response answer please and as but of mine - , :")


ANOTHER = "speaks of another milestone"
LONGEST = 120
"""Words of a sentence that are looked at; nobody's plain answer is longer."""


def plainly(tokens: tuple[Token, ...], title: Title, statement: Statement, asked: Asked) -> list[Said]:
    """Read a statement as a report: confirmation first, by its allow-list; then courtesy; then the wordings."""
    text, asks = statement.text, statement.sentence.asks
    whole = len(statement.tokens) <= LONGEST
    alone = len(asked.items) == 1
    if whole and not asks and (rule := _confirms(tokens, title, alone=alone)) is not None:
        return [Said(Says.COMPLETE, rule, text)]
    said = without_question(tokens) if whole and asks else tokens
    if len(said) < len(tokens) and (rule := _confirms(said, title, alone=alone)) is not None:
        return [Said(Says.COMPLETE, rule, text)]
    kept = whole and not asks and not narrows(tokens, asked.written_on.year)
    if is_courtesy(tokens) and not _says_too_little(tokens):
        return [Said(Says.COURTESY, "courtesy", text)] if kept or asks else [Said(Says.DOUBTFUL, NARROWS, text)]
    flat = " ".join(token.word for token in tokens if token.word not in SEPARATORS)
    if (beside := _beside(tokens, title, statement, asked, kept=kept)) is not None:
        return [Said(Says.BESIDE, beside, text)]
    if (worded := _worded(flat, tokens, title, statement, asked)) is not None:
        return worded
    if not asks and unfulfilled(tokens, title):
        return [
            Said(
                Says.NOT_COMPLETE,
                "says that it has not happened",
                text,
                _day(Says.NOT_COMPLETE, tokens, statement, asked),
            )
        ]
    other = _otherwise(flat, tokens, title, statement)
    if other.says is Says.BESIDE and whole and not kept:
        return [Said(Says.REMARK, NARROWS, text)]
    if kept and alone and other.says in (Says.REMARK, Says.DOUBTFUL) and accompanies(cleared(tokens), title):
        return [Said(Says.BESIDE, HARMLESS_REMARK, text)]
    return [other]


_OPEN = frozenset({Says.NOT_COMPLETE, Says.BLOCKED, Says.REASSIGN, Says.SNOOZE})


def _ends_done(tokens: tuple[Token, ...], title: Title) -> bool:
    """Say whether the last part of a sentence confirms by itself: "not without a fight, but it is done"."""
    words = [token.word for token in tokens]
    at = max((at for at, word in enumerate(words) if word in SEPARATORS or word in ("but", "so")), default=-1)
    last = tokens[at + 1 :]
    named = bool(last) and last[0].word in ("it", "this", "that", "all", "everyone", "we", "now")
    return at > 0 and named and confirms(last, title) is not None


def _beside(tokens: tuple[Token, ...], title: Title, statement: Statement, asked: Asked, *, kept: bool) -> str | None:
    """Give the rule by which a sentence only keeps a confirmation company, before any wording is looked for."""
    asks = statement.sentence.asks
    if asks and asks_why_open(tokens):
        return "asks why it is still open"
    if kept and len(asked.items) == 1 and accompanies(cleared(tokens), title, strict=True):
        return HARMLESS_REMARK
    if kept and _was_overcome(tokens, title):
        return HARMLESS_REMARK
    if _about_another(tokens) or (not asks and of_another_job(tokens)):
        return ANOTHER
    if kept and (leave_notice(tokens) or wonders(tokens) or new_starters(tokens)):
        return HARMLESS_REMARK
    if kept and (was_trouble(tokens) or told_of_no(tokens)):
        return "recalls what was before"
    again = not asks and next_round(tokens, statement.sentence.text, asked.written_on)
    return "names when the next round comes" if again else None


def _worded(
    flat: str, tokens: tuple[Token, ...], title: Title, statement: Statement, asked: Asked
) -> list[Said] | None:
    """Read by the first named wording that fits, None where none does, or none that a question may be."""
    text, asks = statement.text, statement.sentence.asks
    for rule_ in WORDINGS:
        match = rule_.pattern.search(flat + (" ‹asks›" if asks and "‹asks›" in rule_.pattern.pattern else ""))
        if match is None or (rule_.but_not and rule_.but_not.search(flat)):
            continue
        if rule_.says is Says.RETRACT:
            return [
                Said(Says.RETRACT, rule_.name, text),
                *_after_retraction(flat, match.end(), tokens, title, statement, asked),
            ]
        if asks and rule_.says not in _ASKABLE:
            return None
        if rule_.says in _OPEN and not asks and _ends_done(tokens, title):
            return [Said(Says.DOUBTFUL, f"{rule_.name}, and then that it is done", text)]
        return [Said(rule_.says, rule_.name, text, _day(rule_.says, tokens, statement, asked))]
    return None


def _confirms(tokens: tuple[Token, ...], title: Title, *, alone: bool) -> str | None:
    """Give the rule by which a sentence confirms: as it stands, behind an opening of surprise, or after trouble."""
    if (rule := confirms(tokens, title, alone=alone)) is not None:
        return rule
    if now_it_is(tokens):
        return "says that it is done by now"
    if (parts := not_only(tokens)) is not None:
        done, more = (cleared(part) for part in parts)
        told = goes_further(more) or is_beside(more, title) or confirms(more, title) is not None
        return confirms(done, title, alone=alone) if told else None
    plain = cleared(after_long_road(tokens) or without_turn(tokens))
    parted = overcome(plain)
    if parted is not None:
        return confirms(parted[1], title, alone=alone)
    return confirms(plain, title, alone=alone) if len(plain) < len(tokens) else None


def _was_overcome(tokens: tuple[Token, ...], title: Title) -> bool:
    """Say whether trouble is told that is over: "I was waiting on the solicitor but she came back with no comments"."""
    words = [token.word for token in tokens]
    if "but" not in words[1:-1]:
        return False
    at = len(words) - 1 - words[::-1].index("but")
    after = cleared(tokens[at + 1 :])
    return (is_over(tokens[:at]) or took_long(tokens[:at])) and (
        resolves([token.word for token in after]) or accompanies(after, title)
    )


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
    if speaks_of_life(flat.split()) and remarks(flat.split(), title):
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
    return plainly(rest, title, statement, asked)


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
