"""Takes a reason or a target out of an answer: "Blocked: waiting for the toolkit" -> "waiting for the toolkit".

Keeps the writer's own words and case. Knows where an answer's own words end; what was answered is read elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestones.domain.reading import Intent
from milestones.mail.words.confirmation import is_courtesy
from milestones.mail.words.phrases import Phrases, word_set
from milestones.mail.words.token import SEPARATORS
from milestones.mail.words.wording_rule import Says

if TYPE_CHECKING:
    from collections.abc import Sequence

    from milestones.mail.words.token import Sentence, Token

_LEADS = SEPARATORS | word_set(
    """
    this it that ‹id› i we am is are has been hi hello thanks thank you sorry please currently still now all both
    milestone number must have to afraid yes the our my status
    """
)
_AFTER_HEAD = word_set("to with on for of this it that them these one ‹id› milestone please yet")
_JOINTS = Phrases(
    "because, as, since, due to, owing to, on the grounds that, on grounds of, given, reason, the reason is",
)
_HEADS = {
    Intent.OBJECT: Phrases("""
        object, objects, objected, objection, objections, oppose, opposed, disagree, veto, no, nope
        (can_not|do_not|not|will_not|would_not|unable_to|not_able_to) (agree|accept|support|endorse|approve)
    """),
    Intent.REJECT: Phrases("""
        reject, rejected, refuse, refused, decline, declined, disagree, deny, denied, no, nope, turned down
        (can_not|do_not|not|will_not|would_not|unable_to|not_able_to) (approve|approved|accept|accepted|agree|agreed
            |support|granted)
    """),
    Says.BLOCKED: Phrases("""
        blocked, blocker, stuck, stalled, on hold, paused, parked, held up, at a standstill
    """),
    Says.NOT_COMPLETE: Phrases("""
        not [yet] (done|complete|completed|finished|closed) [yet], not yet, incomplete, in progress, ongoing
        outstanding, no, nope, work in progress, not there yet
    """),
}
_HANDS_OVER = Phrases("""
    (pass|reassign|forward|hand|send|transfer|give|redirect|move|reallocate|assign|refer|allocate) [this|it|these|‹id›
        |this_one] [over|on] to
""")
_NOT_OURS = Phrases("not (mine|ours|for_us|for_me|us|me), wrong person, wrong team, wrong department")
_SPEAKS_TO = Phrases("""
    [please] (speak|talk) (to|with), [please] (try|ask|contact|see) [the]
""")
_LAST_OF_DAY = word_set("please pls thanks thank you if possible instead")


def told(says: Says | Intent, tokens: Sequence[Token], sentence: Sentence, written: str) -> str:
    """Give the reason or the target that a statement holds, `written` where it has no head to strip.

    The empty text where nothing but the head stands there, or nothing but courtesy.
    """
    if says is Says.COURTESY:
        return ""
    words = [token.word for token in tokens]
    if says in (Says.EXTEND, Says.SNOOZE):
        at = _after_day(tokens)
    elif says is Says.REASSIGN:
        at = _target(words)
    elif says in _HEADS:
        at = _after_head(words, _HEADS[says])
    else:
        return written
    if at is None:
        return written
    rest = _without_thanks(tokens[at:])
    if not rest or is_courtesy(rest):
        return ""
    return _written(rest, sentence) or written


def _without_thanks(tokens: Sequence[Token]) -> Sequence[Token]:
    """Drop a last part that is nothing but courtesy: "Ch Insp Shah, thanks"."""
    last = next((at for at in range(len(tokens) - 1, -1, -1) if tokens[at].word in SEPARATORS), -1)
    return tokens[:last] if last > 0 and is_courtesy(tokens[last + 1 :]) else tokens


def _written(tokens: Sequence[Token], sentence: Sentence) -> str:
    """Give the tokens as they stand in the sentence; to its very end where they are its last."""
    start = next((one.start for one in tokens if one.start >= 0), -1)
    end = max(one.end for one in tokens)
    if start < 0 or end <= start:
        return ""
    if end >= max(one.end for one in sentence.tokens):
        end = len(sentence.text)
    return sentence.text[start:end].removesuffix("†").strip(" *_\"'")


def _after_head(words: Sequence[str], heads: Phrases) -> int | None:
    """Give the place after "we object to this:", None where no head opens the words or no joint follows it."""
    at = 0
    while at < len(words) and words[at] in _LEADS:
        at += 1
    after = heads.eat_all(words, at)
    if after == at:
        return None
    while after < len(words) and words[after] in _AFTER_HEAD:
        after += 1
    return _after_joint(words, after)


def _after_joint(words: Sequence[str], at: int) -> int | None:
    """Give the place after the colon, dash, comma or "because" at `at`; the end where nothing stands there."""
    if at >= len(words):
        return len(words)
    after = at
    while after < len(words) and (words[after] in SEPARATORS or _JOINTS.eat(words, after) > after):
        after = max(after + 1, _JOINTS.eat(words, after))
    return after if after > at else None


def _after_day(tokens: Sequence[Token]) -> int | None:
    """Give the place of the reason behind the day that is asked for, None where none follows it."""
    day = next((at for at, token in enumerate(tokens) if token.day is not None), None)
    if day is None:
        return None
    words = [token.word for token in tokens]
    at = day + 1
    while at < len(words) and words[at] in _LAST_OF_DAY:
        at += 1
    after = _after_joint(words, at)
    named = after is not None and any(token.day is not None for token in tokens[after:])
    return None if named or after is None or after >= len(words) or is_courtesy(tokens[after:]) else after


def _target(words: Sequence[str]) -> int | None:
    """Give the place after "pass this to", "not mine, speak to"."""
    at = 0
    while at < len(words) and words[at] in _LEADS:
        at += 1
    disowned = _NOT_OURS.eat(words, at)
    if disowned > at:
        after = _after_joint(words, disowned)
        at = disowned if after is None else after
        spoken = max(_SPEAKS_TO.eat(words, at), _HANDS_OVER.eat(words, at))
        return max(at, spoken) if after is not None else None
    after = _HANDS_OVER.eat(words, at)
    if after == at:
        return None
    while after < len(words) and words[after] in SEPARATORS:
        after += 1
    return after
