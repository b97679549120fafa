"""Judges what was said about one milestone: one reading, and `unclear` where two are possible.

Knows the statements' meanings, not their words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from milestones.domain.reading import Asked, Intent, Reading
from milestones.mail.words.wording_rule import BARE_YES, CORRECTS_DAY, SET_ASIDE, Says

if TYPE_CHECKING:
    from datetime import date

UNCONFIRMABLE = frozenset({"agreement_request", "decision_request", "digest", "agreement_result"})
"""Kinds of letter that ask for something else: a bare "done" in answer to them confirms nothing."""
HARMLESS_REMARK = "a remark without any doubt in it"
HARMLESS = frozenset({Says.COURTESY, Says.BESIDE})
"""What changes nothing about a confirmation beside it."""


@dataclass(frozen=True, slots=True)
class Said:
    """What one statement says, with the day it asks for, the words as written, and the reason or target among them."""

    says: Says | Intent
    rule: str
    text: str
    due: date | None = None
    told: str = ""


_BY_ME = re.compile(
    r"(?:i|we)(?:'ve| have)?(?: just| now)? "
    r"(?:sent|forwarded|wrote|written|emailed|asked|chased|put|booked|rang|phoned)\b",
    re.IGNORECASE,
)
"""Errands told before a bare "done", which may mean no more than they do: "I sent the letter. Done."."""
_MOST_TOLD, _MOST_WORDS = 8, 120
"""Sentences and words told beside a confirmation; in more than these anything may be said."""

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
_REASONED = frozenset(
    {
        *(Intent.OBJECT, Intent.REJECT, Intent.BLOCKED, Intent.REASSIGN, Intent.SNOOZE, Intent.EXTEND),
        Intent.NOT_COMPLETE,
    }
)
"""Answers of which the reason or the target alone is passed on, where there is one."""
_DECIDED = (Intent.OBJECT, Intent.REJECT, Intent.AGREE, Intent.APPROVE, Intent.ACCEPT)


def verdict(milestone: str, said: list[Said], asked: Asked) -> Reading:
    """Judge what was said about one milestone; contradictions are unclear."""
    judged = _judged(milestone, said, asked)
    if judged.intent not in _REASONED:
        return judged
    told = "\n".join(dict.fromkeys(one.told for one in _standing(said) if one.told))
    return replace(judged, text=told or judged.text)


def _judged(milestone: str, said: list[Said], asked: Asked) -> Reading:
    ids = (milestone,) if milestone else ()
    text = "\n".join(dict.fromkeys(one.text for one in said))
    taken_back = any(one.says is Says.RETRACT and one.rule != SET_ASIDE for one in said)
    said = _standing(said)
    kinds = {one.says for one in said}
    if decided := [one for one in said if one.says in _DECIDED]:
        return _decided(ids, decided, kinds, text)
    if Intent.UNCLEAR in kinds:
        return Reading(Intent.UNCLEAR, ids, None, text, next(one.rule for one in said if one.says is Intent.UNCLEAR))
    if Says.COMPLETE in kinds:
        if taken_back:  # "that was a mistake ... done": which of the two holds?
            return Reading(Intent.UNCLEAR, ids, None, text, "a confirmation beside a retraction")
        return _completed(ids, said, text, asked)
    for says, intent in _ORDER:
        if says in kinds:
            first = next(one for one in said if one.says is says)
            return _as_answered(Reading(intent, ids, _agreed_due(said, says), text, first.rule), asked)
    return Reading(Intent.UNCLEAR, ids, None, text, "nothing is said")


def _standing(said: list[Said]) -> list[Said]:
    """Drop what was taken back: everything before the last retraction, if something was said after it."""
    last = max((at for at, one in enumerate(said) if one.says is Says.RETRACT), default=-1)
    after = [one for one in said[last + 1 :] if one.says not in HARMLESS]
    return said[last + 1 :] if last >= 0 and after else said


def _completed(ids: tuple[str, ...], said: list[Said], text: str, asked: Asked) -> Reading:
    """Let a confirmation stand only beside courtesy and evidence, and only where completion was asked."""
    rule = next(one.rule for one in said if one.says is Says.COMPLETE)
    others = [
        one
        for one in said
        if one.says is not Says.COMPLETE
        and one.says not in HARMLESS
        and one.rule not in ("acknowledges receipt", BARE_YES)
    ]
    if others:
        return Reading(Intent.UNCLEAR, ids, None, text, f"{rule}, but also: {others[0].rule}")
    if rule == "says that it is done" and said[0].rule in ("points at evidence", HARMLESS_REMARK):
        return Reading(Intent.UNCLEAR, ids, None, text, "the evidence may be meant to be done")
    before = said[: next(at for at, one in enumerate(said) if one.says is Says.COMPLETE)]
    if any(_BY_ME.match(one.text) for one in before):
        return Reading(Intent.UNCLEAR, ids, None, text, "what is told before may be all that is done")
    told = [one.text for one in said if one.rule == HARMLESS_REMARK]
    if len(told) > _MOST_TOLD or sum(len(one.split()) for one in told) > _MOST_WORDS:
        return Reading(Intent.UNCLEAR, ids, None, text, f"{rule}, among much else")
    if asked.kind in UNCONFIRMABLE:
        return Reading(Intent.UNCLEAR, ids, None, text, f"{rule}, in answer to a letter that asked something else")
    return Reading(Intent.COMPLETE, ids, None, text, rule)


def _decided(ids: tuple[str, ...], decided: list[Said], kinds: set[Says | Intent], text: str) -> Reading:
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


def _agreed_due(said: list[Said], says: Says) -> date | None:
    """Give the one day that statements of this kind name, a correction first; None where they differ."""
    corrections = [at for at, one in enumerate(said) if one.says is says and one.rule == CORRECTS_DAY]
    said = said[corrections[-1] :] if corrections else said
    days = {one.due for one in said if one.says is says and one.due is not None}
    return next(iter(days)) if len(days) == 1 else None
