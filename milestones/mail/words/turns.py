"""Reads what a sentence says on the way to its point: surprise, a view taken back, trouble now over.

Knows the frames of such turns; whether the point itself confirms is read elsewhere.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from milestones.mail.doubts import DOUBTS
from milestones.mail.words.late_answers import explains_delay
from milestones.mail.words.phrases import Phrases, word_set
from milestones.mail.words.token import SEPARATORS, Sentence, Token
from milestones.mail.words.verb_forms import has_past_form

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


def _written(tokens: Sequence[Token]) -> str:
    """Give the words with the marks between them."""
    return " ".join(token.word for token in tokens)


def _spoken(tokens: Sequence[Token]) -> str:
    """Give the words without the marks between them."""
    return " ".join(token.word for token in tokens if token.word not in SEPARATORS)


def without_question(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """Take "why is it still showing red?" or "want a copy?" off the end of a statement."""
    words = [token.word for token in tokens]
    for at, word in enumerate(words):
        if word in SEPARATORS and explains_delay(words[at + 1 :]):
            return tuple(tokens[:at])  # "done - want a screenshot?"
    flat = _written(tokens)
    ends = _WHY_STILL.search(flat)
    return tuple(tokens[: flat[: ends.start()].count(" ") + 1]) if ends is not None else tuple(tokens)


_WHY_ALONE = re.compile(
    rf"^(?:so |and |but )?why (?:is|am|are|does|do|was|has) (?:it|this|i|we)(?: {_STILL_HERE}){{1,10}}$"
)


def asks_why_open(tokens: Sequence[Token]) -> bool:
    """Say whether a question only asks why our record is behind: "why is it still showing?"."""
    return _WHY_ALONE.match(_spoken(tokens)) is not None


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
        if found and words in _IS_NOW and _WAS_NOT_THEN.match(_spoken(found[-1].tokens)):
            before = found.pop()
            joined = (*before.tokens, Token(","), *one.tokens)
            found.append(Sentence(f"{before.text} {one.text}", joined, asks=one.asks or before.asks, line=before.line))
        else:
            found.append(one)
    return tuple(found)


def wonders(tokens: Sequence[Token]) -> bool:
    """Say whether a sentence only wonders why our record is behind: "not sure why it did not update last time"."""
    return _WONDERS.match(_spoken(tokens)) is not None


def without_turn(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """Take an opening of surprise off a sentence: "not sure why this is still showing, it was completed in May"."""
    flat = _written(tokens)
    if (ends := _ENDS.search(flat)) is not None:
        return tuple(tokens[: flat[: ends.start()].count(" ") + 1])
    match = _OPENS.match(flat)
    if match is None:
        return tuple(tokens)
    rest = tuple(tokens[flat[: match.end()].count(" ") :])
    while len(rest) > 1 and (rest[0].word in SEPARATORS or rest[0].word in ("but", "as", "because", "since")):
        rest = rest[1:]
    return rest


NOW = word_set("is are am will would need needs must may might can has have do does if unless once when though")
_ALLOWED_BEFORE = {
    "have": ("should", "would", "could", "might", "must"),
    "would": ("thought", "we", "it", "i", "never"),
}
PARTS = word_set(
    "draft drafts first part parts half phase stage section chapter pilot some most several few third version one"
)
_OPEN_SIGNS = frozenset({"‹future›", "‹percent›", "‹fraction›", "‹cross›", "‹unread›", "‹sign›", "‹other›"})


def owns(tokens: Sequence[Token], at: int) -> bool:
    """Say whether an opened "'s" belongs to a name: "the Trust's solicitor"."""
    return at > 0 and tokens[at].start >= 0 and tokens[at].start == tokens[at - 1].start and tokens[at - 1].capital


def is_over(tokens: Sequence[Token]) -> bool:
    """Say whether words tell only of what was, trouble or not: "it had been held up by our ethics committee".

    Every helper in them must be of the past, no part of the whole may be named, no day ahead, no condition.
    """
    told_of = [token for token in tokens if token.word not in SEPARATORS]
    words = [token.word for token in told_of]
    told = False
    for at, word in enumerate(words):
        if word == "is" and owns(told_of, at):
            continue
        if word in NOW and words[at - 1 : at] not in [[one] for one in _ALLOWED_BEFORE.get(word, ())]:
            return False
        if word in PARTS or word in _OPEN_SIGNS or word.isdigit():
            return False
        told = told or word in ("was", "were", "had", "did", "been") or has_past_form(word) or word in _PAST
    return told


_PAST = word_set("took came went got thought felt ran fought kept began got lost threw stood sat")
_SUBJECTS = (["it"], ["this"], ["that"], ["which"])
_MOST_BEFORE = 30


def overcome(tokens: Sequence[Token]) -> tuple[tuple[Token, ...], tuple[Token, ...]] | None:
    """Part "it was held up by X but they cleared it and it is now complete" into what was, and what is now.

    What is now opens with "it is", "this is", "it has" and stands last; None where the sentence is not so built, or
    where what stands before is not all over.
    """
    words = [token.word for token in tokens]
    if "but" in words[1:-1]:
        cut = len(words) - 1 - words[::-1].index("but")
        before, now = tuple(tokens[:cut]), tuple(tokens[cut + 1 :])
        if (
            now[0].word in ("we", "i")
            and len(before) <= _MOST_BEFORE
            and not _GIVEN_UP & set(words)
            and is_over(before)
        ):
            return before, now  # "I was going to ask for longer but we finished it last night"
    for at in range(len(words) - 2, 0, -1):
        if words[at : at + 1] in _SUBJECTS and words[at + 1] in ("is", "has") and words[at - 1] in _TURNS:
            before, now = tuple(tokens[:at]), tuple(tokens[at:])
            while before and before[-1].word in _TURNS:
                before = before[:-1]
            given_up = _GIVEN_UP & set(words[:at])
            ended = "but" in words[:at] or ("so" in words[at - 1 : at] and _ENDED_WELL & set(words[:at]))
            if ended and not given_up and before and len(before) <= _MOST_BEFORE and is_over(before):
                return before, now
            return None
    return None


_MOST_WHO = 4
_WHO_RESOLVES = word_set("it she he they we legal council cabinet members everyone finance procurement board chair the")
_BEFORE_VERB = word_set("all finally then has have eventually both")
_RESOLVED = Phrases("""
    (came_back|cleared|signed|agreed|approved|sorted|fixed|lifted|arrived|relented|turned_up|resolved|settled|answered
        |replied|got_it|got_there|said_yes|came_through|went_through) [it|this|that|us|in|off]
    gave [it|this|that|us] (permission|approval|consent|clearance|the_go_ahead)
""")
_RESOLVED_WHEN = Phrases("""
    over (lunch|the_weekend|coffee|a_brew), overnight, at (briefing|lunchtime|the_last_minute), electronically
    with ‹clear›, ‹clear›, [on] (‹past›|‹either›|‹today›), in the end, eventually, finally, this (morning|week)
    without ‹clear›
""")


def resolves(words: Sequence[str]) -> bool:
    """Say whether words tell how trouble ended well: "they cleared it on Monday"."""
    at = 0
    while at < len(words) and (
        words[at] in _WHO_RESOLVES
        or (at < _MOST_WHO and words[at] not in DOUBTS and _RESOLVED.eat(words, at) == at and words[at][0].isalpha())
    ):
        at += 1
    verb = at
    while verb < len(words) and words[verb] in _BEFORE_VERB:
        verb += 1
    end = _RESOLVED.eat(words, verb)
    return at > 0 and verb < end and _RESOLVED_WHEN.eat_all(words, end) == len(words)


def took_long(tokens: Sequence[Token]) -> bool:
    """Say whether words tell only how long it took: "took three drafts and a change of officer"."""
    words = [token.word for token in tokens]
    opens = words[:1] == ["took"] or words[:2] in (["it", "took"], ["this", "took"])
    return opens and not (NOW | {"still"}) & set(words) and not _OPEN_SIGNS & set(words)


_ENDED_WELL = word_set("signed cleared agreed approved confirmed replied sorted fixed arrived")
_GIVEN_UP = word_set(
    "cancelled canceled withdrawn withdrew scrapped abandoned pulled stopped stop halted gave given refused no rejected"
    " overturned dropped shelved binned closed paused suspended merged superseded replaced removed deleted lost"
)
"""What ends a matter without its being done."""
_TURNS = word_set("but and so , - : now")

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
    return _NOW_IT_IS.match(_written(tokens)) is not None


_LONG_ROAD = word_set("""
    much many long lot lots weeks months years drafts versions false argument arguments toing froing fro wrangling
    chasing emails meetings sweat tears blood effort arm haggling battle struggle saga delays setbacks attempts rounds
    solicitors lawyers lost hiccups ado faffing nagging persuasion grief work hard fun hassle iterations tweaks
    """)
_MOST_OF_ROAD = 18
_ON_THE_ROAD = word_set("one three several few drafts version")


def after_long_road(tokens: Sequence[Token]) -> tuple[Token, ...] | None:
    """Give what stands behind "after three drafts and two solicitors:", None where a sentence opens otherwise.

    "After the meeting: done" names a day ahead, so that the road must have been long.
    """
    if not tokens or tokens[0].word not in ("after", "following", "despite"):
        return None
    ends = [at for at, token in enumerate(tokens) if token.word in SEPARATORS]
    ends += [
        at - 1 for at, token in enumerate(tokens) if at > 1 and token.word in ("it", "this") and at < len(tokens) - 2
    ]
    for at in sorted(ends, reverse=True):
        road = [token.word for token in tokens[1 : at + 1] if token.word not in SEPARATORS]
        barred = NOW & set(road) or any(word in _OPEN_SIGNS or word in PARTS - _ON_THE_ROAD for word in road)
        if _LONG_ROAD & set(road) and len(road) <= _MOST_OF_ROAD and not barred:
            return tuple(tokens[at + 1 :])
    return None


_NOT_ONLY = re.compile(r"^(?:(?:it|this) is )?not (?:only|just) (?P<done>.+?) (?:, )?but (?P<more>.+)$")


def not_only(tokens: Sequence[Token]) -> tuple[tuple[Token, ...], tuple[Token, ...]] | None:
    """Part "not only signed but already in use" into "signed" and "already in use"; None where it is not that."""
    match = _NOT_ONLY.match(_written(tokens))
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
    return bool(words & _FURTHER_ON) and not words & DOUBTS and not words & _GIVEN_UP


_SAID_NO = re.compile(
    r"^(?:i|we) (?:know )?(?:i |we )?(?:put|said|wrote|sent|replied|answered|reported"
    r"|told you) (?:it was )?not (?:done|complete"
    r"|finished)(?: (?:on|in|at|last|‹(?:past|either)›|before|earlier|time|week|month|the|board|meeting))*$"
)


def told_of_no(tokens: Sequence[Token]) -> bool:
    """Say whether a sentence only recalls an earlier "not done", which a later sentence may replace."""
    return _SAID_NO.match(_spoken(tokens)) is not None


_TROUBLE = re.compile(
    r"^(?:(?:it|this|that|we|i|all|which|yes|sorry) )*(?:(?:was|were|had been|got) (?:\w+ ){0,2})?"
    r"(?:stuck|blocked|held up|delayed|stalled|waiting|tied up|bogged down|snarled up|hold up was)\b"
)
_TROUBLE_PAST = re.compile(r"(?:un)?til(?:l)? ‹past›|\bfor (?:weeks|months|ages|a while|a (?:few )?(?:weeks|months))")


def was_trouble(tokens: Sequence[Token]) -> bool:
    """Say whether a sentence tells only of trouble that has an end: "was blocked by legal till yesterday"."""
    flat = _spoken(tokens)
    opens = _TROUBLE.match(flat)
    past = opens is not None and ("was" in opens[0] or "were" in opens[0] or "had" in opens[0] or "got" in opens[0])
    return past and _TROUBLE_PAST.search(flat) is not None and is_over(tokens)
