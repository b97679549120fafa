"""Reads what a sentence says on the way to its point: surprise, a view taken back, an answer that has changed.

Knows the frames of such turns; whether the point itself confirms is read elsewhere.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from milestones.mail.doubts import DOUBTS
from milestones.mail.words.flat import spoken, written
from milestones.mail.words.late_answers import explains_delay
from milestones.mail.words.phrases import word_set
from milestones.mail.words.token import SEPARATORS, Sentence, Token
from milestones.mail.words.trouble import GIVEN_UP

if TYPE_CHECKING:
    from collections.abc import Sequence

_STILL_HERE = (
    r"(?:this|it|i|we|you|that|am|are|is|has|have|not|still|being|been|be|getting|get|got|chasing|chased|chase|showing"
    r"|shows|show|open|on|the|my|your|list|as|outstanding|red|amber|overdue|appearing|appears|coming|comes|come|up"
    r"|here|keeps|keep|kept|reminder|reminders|reminded|asking|asked|about|again|a|an|another|closed|off|emails|email"
    r"|live|flagged|flagging|tracker|system|in|for|milestone|action|one|was|were|sent|receiving|received)"
)
_EARLIER = (
    r"(?:say|repeat|what|i|we|had|have|said|told|reported|wrote|put|my|our|the|last|earlier|previous|email|update"
    r"|reply|message"
    r"|report|note|month|week|you|board|in|on|at|to|was|‹past›|‹either›|meeting|position|reported|before)"
)
_OPENS = re.compile(
    rf"(?:(?:(?:i am )?not sure|(?:i have )?no idea|unsure|puzzled|(?:i )?do not (?:know|understand)|surprised|confused"
    rf"|odd|strange|funny) (?:why|that)(?: {_STILL_HERE}){{2,12}}"
    r"|(?:i |we )?(?:can not|could not) (?:quite |really |still |actually )*believe(?: (?:i|we|it|this|am|are|is"
    r"|typing|saying|writing|able|to|say|this|that|finally|actually|but))*"
    rf"|(?:a )?correction to(?: {_EARLIER}| of){{2,12}}|contrary to(?: {_EARLIER}){{2,12}}|(?:despite"
    rf"|notwithstanding|ignore|forget)(?: {_EARLIER}){{2,12}}"
    r"|(?:please )?(?:ignore|forget|scrap|scrub|bin|disregard|cancel|never mind) my (?:(?:request|ask|plea|bid)"
    r" for )?(?:(?:the|an|a|more|extra|time|extension|further|week|new|date|to|of|until|on|to|in|‹(?:future|either)›)"
    r" ?){1,8}(?<! )"
    r"|(?:i|we) (?:can not|do not|could not) (?:see|think of) (?:any|a) (?:reason|need) (?:to|why)"
    rf"(?: (?:leave|keep|we|you|should|need|hold))*(?: {_STILL_HERE}){{1,5}}"
    r"|(?:i |we )?would be lying if (?:i|we) said (?:it|this) was (?:easy|quick|fun|simple|straightforward|painless)"
    r"|(?:my|the|our) other (?:one |two |three |four |ones |milestones |actions )?(?:is|are|was|were)"
    r"(?: (?!this)[\w‹›]+){1,6}(?= but this)"
    r"|(?:i |we )?can not see why(?:"
    r" (?:this|it|i|we|is|am|are|still|open|being|chased|on|the|list|showing|outstanding))*"
    r"|(?:i |we )?(?:had )?never thought (?:i|we) would(?: (?:get|live|be|able|ever|have|the|day|to|type|typing|say"
    r"|saying"
    r"|write|writing|see|this|it|that|send|these|words|finally|when|i|we|could))*"
    r"|(?:i |we )?did not think (?:i|we) would(?: (?:get|be|able|ever|have|to|type|say|write|see|this|it|that))*"
    rf"|(?:just )?before you (?:send|chase|ask|remind|write|email|nudge)(?: (?:me|us|again|another|one|reminder|email|a"
    r"|chaser|any|more|out|the|next))*"
    r"|(?:(?:i|we) )?(?:have |had )?already (?:reported|confirmed|said|advised|answered|replied)"
    rf"(?: (?:{_EARLIER}|as|done|complete|completed|it|this|so|happy|again|but|silver|gold|at|finished))*"
    r"|(?:not a lot|not much|nothing much|nothing) (?:else |more )?to (?:say|add|report)"
    r" (?:other than|except|but)(?= it| this)"
    r"|(?:(?!half|part|rest|first|second|final|last)[\w‹›]+ ){1,10}but (?:that|those|they|it)"
    r" (?:is|are|sits|sit|comes) (?:under |with |part of |in |for |on )?(?:milestone |action )?‹other›"
    rf") (?=[,:-]|(?:(?<=than )|(?<=except )|(?<=but ))(?:it|this) (?:is|has)\b|but\b"
    r"|(?:as|because|since) (?:it|this|that|we|i|council|the)\b)"
)
"""Surprise, a view taken back: what follows the mark behind it must speak for itself."""
_ENDS = re.compile(
    rf" (?:,|-|so) (?:and |but )?(?:i am )?(?:not sure|no idea|unsure|puzzled|do not know) why (?:it|this|i|you|we)"
    rf"(?: {_STILL_HERE}){{1,10}}$"
)
_WHY_STILL = re.compile(
    rf" (?:, |- |so )?(?:and |but )?(?:so )?why (?:is|am|are|does|do) (?:it|this|i|we)(?: {_STILL_HERE}){{1,10}}$"
)
_WONDERS = re.compile(
    rf"^(?:i am |sorry )?(?:not sure|no idea|unsure) why (?:it|this|that|the \w+)(?: (?:{_STILL_HERE}|did|has|had|does"
    r"|update|updated|register|registered|save|saved|last|time|went|go|through|record|recorded|take|taken)){1,10}$"
)


def without_question(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """Take "why is it still showing red?" or "want a copy?" off the end of a statement."""
    words = [token.word for token in tokens]
    for at, word in enumerate(words):
        if word in SEPARATORS and explains_delay(words[at + 1 :]):
            return tuple(tokens[:at])  # "done - want a screenshot?"
    flat = written(tokens)
    ends = _WHY_STILL.search(flat)
    return tuple(tokens[: flat[: ends.start()].count(" ") + 1]) if ends is not None else tuple(tokens)


_WHY_ALONE = re.compile(
    rf"^(?:so |and |but )?why (?:is|am|are|does|do|was|has) (?:it|this|i|we)(?: {_STILL_HERE}){{1,10}}$"
)


def asks_why_open(tokens: Sequence[Token]) -> bool:
    """Say whether a question only asks why our record is behind: "why is it still showing?"."""
    return _WHY_ALONE.match(spoken(tokens)) is not None


_WAS_NOT_THEN = re.compile(
    r"^(?:it|this|that) was not(?: (?:done|complete|finished|ready|signed|live|yet))*(?: (?:when|the|last|time|you|we|i"
    r"|asked|chased|wrote|emailed|checked|reminded|me|us|on|in|week|month|‹past›|‹either›))+$"
)
_IS_NOW = (["it", "is", "now"], ["this", "is", "now"], ["that", "is", "now"])


def told_together(sentences: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """Join "it was not when you last asked" and "it is now", which speak only together."""
    found: list[Sentence] = []
    for one in sentences:
        words = [token.word for token in one.tokens]
        if found and words in _IS_NOW and _WAS_NOT_THEN.match(spoken(found[-1].tokens)):
            before = found.pop()
            joined = (*before.tokens, Token(","), *one.tokens)
            found.append(Sentence(f"{before.text} {one.text}", joined, asks=one.asks or before.asks, line=before.line))
        else:
            found.append(one)
    return tuple(found)


def wonders(tokens: Sequence[Token]) -> bool:
    """Say whether a sentence only wonders why our record is behind: "not sure why it did not update last time"."""
    return _WONDERS.match(spoken(tokens)) is not None


def without_turn(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """Take an opening of surprise off a sentence: "not sure why this is still showing, it was completed in May"."""
    flat = written(tokens)
    if (ends := _ENDS.search(flat)) is not None:
        return tuple(tokens[: flat[: ends.start()].count(" ") + 1])
    match = _OPENS.match(flat)
    if match is None:
        return tuple(tokens)
    rest = tuple(tokens[flat[: match.end()].count(" ") :])
    while len(rest) > 1 and (rest[0].word in SEPARATORS or rest[0].word in ("but", "as", "because", "since")):
        rest = rest[1:]
    return rest


_NOW_IT_IS = re.compile(
    r"^(?:it|this) was not (?:done|complete|finished|ready|signed|out|live)"
    r"(?: (?:when|you|we|i|wrote|asked|chased|spoke|emailed|met|last|week|month|on|in|before|‹(?:past|either)›))*"
    r" (?:, )?but (?:it|this) is now(?: done| complete)?$"
    r"|^(?:it |this )?was not (?:done |complete |finished |ready |signed |live )?(?:yet )?(?:when|the last time"
    r"|last time)"
    r"(?: (?:you|we|i|last|wrote|asked|chased|spoke|emailed|met|checked|reminded|me|us))+"
    r" (?:, |- )?(?:but )?(?:it |this )?is now(?: done| complete)?$"
    r"|^(?:(?:it|this|that|action|milestone) (?:is )?)?(?:no longer outstanding|not outstanding (?:any ?more|any longer"
    r"|now))$"
    r"|^(?:i|we) (?:put|said|wrote|sent|replied|answered|ticked) not (?:done|complete)"
    r"(?: (?:on|in|last|‹(?:past|either)›|before|earlier|time|week))* (?:in error|by mistake|by accident)"
    r" (?:, |- )?(?:but |and )?(?:it |that )?should have (?:said|been|read) (?:done|complete|completed)$"
    r"|^(?:i|we) (?:said|told you|put|reported|replied|sent) (?:it was )?not (?:done|complete|finished|yet)"
    r"(?: (?:on|in|last|‹(?:past|either)›|before|earlier))* (?:, |- )?(?:but )?(?:it|this) is now(?: done| complete)?$"
)


def now_it_is(tokens: Sequence[Token]) -> bool:
    """Say whether a sentence turns an earlier "not done" round: "I said not done on Friday, it is now"."""
    return _NOW_IT_IS.match(written(tokens)) is not None


_NOT_ONLY = re.compile(r"^(?:(?:it|this) is )?not (?:only|just) (?P<done>.+?) (?:, )?but (?P<more>.+)$")


def not_only(tokens: Sequence[Token]) -> tuple[tuple[Token, ...], tuple[Token, ...]] | None:
    """Part "not only signed but already in use" into "signed" and "already in use"; None where it is not that."""
    match = _NOT_ONLY.match(written(tokens))
    if match is None:
        return None
    flat = match.string
    done = flat[: match.start("done")].count(" "), flat[: match.end("done")].count(" ") + 1
    return tuple(tokens[slice(*done)]), tuple(tokens[flat[: match.start("more")].count(" ") :])


_FURTHER_ON = word_set("""
    use force live evaluated launched published circulated embedded implemented adopted framed filed minuted online
    working tested operational trained briefed uploaded sealed archived
    """)


def goes_further(tokens: Sequence[Token]) -> bool:
    """Say whether words behind "not only done but" tell of a step beyond: "already in use", "evaluated too"."""
    words = {token.word for token in tokens}
    return bool(words & _FURTHER_ON) and not words & DOUBTS and not words & GIVEN_UP


_SAID_NO = re.compile(
    r"^(?:i|we) (?:know )?(?:i |we )?(?:put|said|wrote|sent|replied|answered|reported"
    r"|told you) (?:it was )?not (?:done|complete"
    r"|finished)(?: (?:on|in|at|last|‹(?:past|either)›|before|earlier|time|week|month|the|board|meeting))*$"
)


def told_of_no(tokens: Sequence[Token]) -> bool:
    """Say whether a sentence only recalls an earlier "not done", which a later sentence may replace."""
    return _SAID_NO.match(spoken(tokens)) is not None
