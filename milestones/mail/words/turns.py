"""Reads what a sentence says on the way to its point: surprise, a view taken back, trouble now over, the next round.

Knows the frames of such turns; whether the point itself confirms is read elsewhere.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from milestones.mail.words.days import Day
from milestones.mail.words.phrases import Phrases, word_set
from milestones.mail.words.token import SEPARATORS, Token
from milestones.mail.words.verb_forms import has_past_form

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from milestones.mail.words.titles import Title

_STILL_HERE = (
    r"(?:this|it|i|we|you|that|am|are|is|has|have|not|still|being|been|be|getting|get|got|chasing|chased|chase|showing"
    r"|shows|show|open|on|the|my|your|list|as|outstanding|red|amber|overdue|appearing|appears|coming|comes|come|up"
    r"|here|keeps|keep|kept|reminder|reminders|reminded|asking|asked|about|again|a|an|another|closed|off|emails|email"
    r"|live|flagged|flagging|tracker|system|in|for|milestone|action|one|was|were|sent|receiving|received)"
)
_EARLIER = (
    r"(?:what|i|we|had|have|said|told|reported|wrote|put|my|our|the|last|earlier|previous|email|update|reply|message"
    r"|report|note|month|week|you|board|in|on|at|to|was|‹past›|‹either›|meeting|position|reported|before)"
)
_OPENS = re.compile(
    rf"(?:(?:(?:i am )?not sure|(?:i have )?no idea|unsure|puzzled|(?:i )?do not (?:know|understand)|surprised|confused"
    rf"|odd|strange|funny) (?:why|that)(?: {_STILL_HERE}){{2,12}}"
    r"|(?:i |we )?(?:can not|could not) (?:quite |really |still |actually )*believe(?: (?:i|we|it|this|am|are|is"
    r"|typing|saying|writing|able|to|say|this|that|finally|actually|but))*"
    rf"|(?:a )?correction to(?: {_EARLIER}| of){{2,12}}|contrary to(?: {_EARLIER}){{2,12}}|(?:despite"
    rf"|notwithstanding|ignore|forget)(?: {_EARLIER}){{2,12}}"
    r"|(?:i|we) (?:can not|do not|could not) (?:see|think of) (?:any|a) (?:reason|need) (?:to|why)"
    rf"(?: (?:leave|keep|we|you|should|need|hold))*(?: {_STILL_HERE}){{1,5}}"
    r"|(?:i |we )?would be lying if (?:i|we) said (?:it|this) was (?:easy|quick|fun|simple|straightforward|painless)"
    r"|(?:my|the|our) other (?:one |two |three |four |ones |milestones |actions )?(?:is|are|was|were)"
    r"(?: (?!this)[\w‹›]+){1,6}(?= but this)"
    r"|(?:i |we )?can not see why(?:"
    r" (?:this|it|i|we|is|am|are|still|open|being|chased|on|the|list|showing|outstanding))*"
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
    """Take "why is it still showing red?" off the end of a statement."""
    flat = _written(tokens)
    ends = _WHY_STILL.search(flat)
    return tuple(tokens[: flat[: ends.start()].count(" ") + 1]) if ends is not None else tuple(tokens)


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


_NOW_OF = word_set("is are am will would need needs must may might can has have do does if unless once when though")
_ALLOWED_BEFORE = {
    "have": ("should", "would", "could", "might", "must"),
    "would": ("thought", "we", "it", "i", "never"),
}
_PARTS = word_set(
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
        if word in _NOW_OF and words[at - 1 : at] not in [[one] for one in _ALLOWED_BEFORE.get(word, ())]:
            return False
        if word in _PARTS or word in _OPEN_SIGNS or word.isdigit():
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


_WHO_RESOLVES = word_set("it she he they we legal council cabinet members everyone finance procurement board chair the")
_BEFORE_VERB = word_set("all finally then has have eventually both")
_RESOLVED = Phrases("""
    (came_back|cleared|signed|agreed|approved|sorted|fixed|lifted|arrived|relented|turned_up|resolved|settled|answered
        |replied|got_it|got_there|said_yes|came_through|went_through) [it|this|that|us|in|off]
    gave [it|this|that|us] (permission|approval|consent|clearance|the_go_ahead)
""")
_RESOLVED_WHEN = Phrases("""
    with ‹clear›, ‹clear›, [on] (‹past›|‹either›|‹today›), in the end, eventually, finally, this (morning|week)
    without ‹clear›
""")


def resolves(words: Sequence[str]) -> bool:
    """Say whether words tell how trouble ended well: "they cleared it on Monday"."""
    at = 0
    while at < len(words) and words[at] in _WHO_RESOLVES:
        at += 1
    verb = at
    while verb < len(words) and words[verb] in _BEFORE_VERB:
        verb += 1
    end = _RESOLVED.eat(words, verb)
    return at > 0 and verb < end and _RESOLVED_WHEN.eat_all(words, end) == len(words)


_ENDED_WELL = word_set("signed cleared agreed approved confirmed replied sorted fixed arrived")
_GIVEN_UP = word_set(
    "cancelled canceled withdrawn withdrew scrapped abandoned pulled stopped stop halted gave given refused no rejected"
    " overturned dropped shelved binned closed paused suspended merged superseded replaced removed deleted lost"
)
"""What ends a matter without its being done."""
_TURNS = word_set("but and so , - : now")

_ROUND = (
    r"(?:review|refresh|update|revision|renewal|cycle|round|audit|check|iteration|version|edition|meeting|exercise)"
)
_NEXT_ROUND = re.compile(
    rf"^(?:(?:and|the|our|its|a|first) )*(?:next|following|subsequent|future|annual|yearly|regular|routine|periodic)"
    rf" (?:(?:annual|yearly|formal|scheduled|full|planned|routine|five|three|two|year) )*{_ROUND}"
    r"(?: (?:date|of|the|it|this|policy|plan|document|tor|terms|reference))*"
    r" (?:is|is not|falls|will be|will take place|takes place|due|comes|scheduled|diarised|planned|booked|set|happens)"
    r"(?: (?:due|scheduled|diarised|planned|booked|set|pencilled|already|now|up|in|for|on|at|by|around|then|the|diary"
    r"|not|until|till|til|before|again|a|year|time|from|now|every|spring|summer|autumn|winter|‹future›|‹either›))*$"
    r"|^(?:(?:it|this|they|we|which|and|will|is|are|to) )*(?:be )?(?:reviewed|refreshed|updated|review|refresh|update)"
    r"(?: (?:it|this|them|again))* (?:annually|yearly|every (?:year|‹future›|\w+ years|\w+ months)|each year"
    r"|next year|in a year is time|in ‹future›)(?: (?:from|starting|beginning) ‹(?:future|either)›)?$"
)


def next_round(tokens: Sequence[Token], text: str, written_on: date) -> bool:
    """Say whether a sentence only names when the same work comes round again: "next annual review is November 2027".

    `text` is the sentence as written. That round must lie well ahead, or come every year.
    """
    flat = _spoken(tokens)
    if _NEXT_ROUND.match(flat) is None:
        return False
    days = [token.day for token in tokens if token.day is not None]
    far = [
        (day.result.on - written_on).days > _FAR_DAYS
        if isinstance(day.result, Day)
        else any(int(year) > written_on.year for year in _YEAR.findall(text))
        for day in days
    ]
    sure = [day for day in days if isinstance(day.result, Day)]
    if not sure and _ANNUAL.search(flat) is not None:
        return True
    return all(far) if far else _EVERY_YEAR.search(flat) is not None


_ANNUAL = re.compile(r"\b(?:annual|annually|yearly|every year)\b")
_FAR_DAYS = 60
_YEAR = re.compile(r"\b20\d\d\b")
_EVERY_YEAR = re.compile(r"\b(?:annual|annually|yearly|every|each year|next year|a year|future)\b")
_NOT_YET = word_set("not never hardly yet")
_AHEAD = (
    *(["will", "be"], ["to", "be"], ["should", "be"], ["would", "be"], ["might", "be"], ["may", "be"], ["being"]),
    *(["could", "be"], ["getting"], ["shall", "be"]),
)
_BETWEEN = word_set("been be yet fully formally actually finally all yet quite even being the it this")


def unfulfilled(tokens: Sequence[Token], title: Title) -> bool:
    """Say whether the verb of the title is denied or lies ahead: "not adopted yet", "to be adopted on Thursday"."""
    words = [token.word for token in tokens]
    for at, word in enumerate(words):
        if not at or not has_past_form(word) or not title.is_fulfilled_by(word, whole=True):
            continue
        here = at - 1
        while here > 0 and words[here] in _BETWEEN and words[here - 1 : here + 1] not in _AHEAD:
            here -= 1
        if words[here] in _NOT_YET or words[here - 1 : here + 1] in _AHEAD or words[here : here + 1] in _AHEAD:
            return True
    return False


_ANOTHER_JOB = re.compile(
    r"\b(?:is|are|as|was|being|under) (?:a |an |its |their |the )?(?:wholly |entirely |completely |totally )?"
    r"(?:separate|different|own|another) (?:job|action|milestone|piece of work|piece|workstream|project|task|item"
    r"|programme|commission|line)\b"
    r"|\bbut (?:that|those|it|they) (?:is|are) (?:under |with |part of |in |for )?(?:milestone |action )?‹other›"
    r"|\bbut (?:that|those|it|they) (?:is|are) (?:bau|business as usual|another|separate|for next year|next year is"
    r"|not (?:this|part of this|for here))\b"
    r"|\bhas (?:its|their) own (?:milestone|action|line|number|plan)\b|\bunder (?:a |its own )?(?:new"
    r"|separate|different|another) (?:milestone|action|plan)\b"
    r"|\b(?:which|that|it) is (?:bau|business as usual)\b"
    r"|\b(?:not (?:part of|in scope (?:of|for)|covered by|in) (?:this|‹id›|it|the milestone)|out of scope)\b"
    r"|\b(?:tracked|recorded|covered|picked up|reported|logged|listed|sits|sit|comes|come|falls|belongs|goes|handled"
    r"|dealt with|being done|done|live|lives) (?:separately )?(?:under|in|by|within|with|as) (?:milestone |action )?"
    r"‹other›"
)


_LEAVE = word_set("""
    i am we are will be on off from until till to and of for the a an annual sick maternity paternity study leave al
    holiday holidays a/l away out office back in duty nights rest days day covering covers cover is will with contact
    while during my colleague colleagues deputy please note fyi now then that week next ps sgt insp pc dc di ds supt
    inspector sergeant dr mr mrs ms cllr any questions queries
""")


def leave_notice(tokens: Sequence[Token]) -> bool:
    """Say whether a sentence only tells when its writer is away and who covers: "on leave 30 Nov, PS Dunn covering"."""
    words = [token.word for token in tokens if token.word not in SEPARATORS]
    away = {"leave", "al", "holiday", "holidays", "away", "nights", "duty", "office"} & set(words)
    return (
        bool(away)
        and words[0] in ("i", "we", "please", "fyi", "on", "off", "out", "away", "note")
        and all(
            token.word in _LEAVE or token.day is not None or token.capital
            for token in tokens
            if token.word not in SEPARATORS
        )
    )


_NOW_IT_IS = re.compile(
    r"^(?:it|this) was not (?:done|complete|finished|ready|signed|out|live)"
    r"(?: (?:when|you|we|i|wrote|asked|chased|spoke|emailed|met|last|week|month|on|in|before|‹(?:past|either)›))*"
    r" (?:, )?but (?:it|this) is now(?: done| complete)?$"
    r"|^(?:i|we) (?:said|told you|put|reported|replied|sent) (?:it was )?not (?:done|complete|finished|yet)"
    r"(?: (?:on|in|last|‹(?:past|either)›|before|earlier))* (?:, |- )?(?:but )?(?:it|this) is now(?: done| complete)?$"
)


def now_it_is(tokens: Sequence[Token]) -> bool:
    """Say whether a sentence turns an earlier "not done" round: "I said not done on Friday, it is now"."""
    return _NOW_IT_IS.match(_written(tokens)) is not None


def of_another_job(tokens: Sequence[Token]) -> bool:
    """Say whether a sentence says that its matter is no part of the milestone: "is a separate job", "under M-1050"."""
    flat = _spoken(tokens)
    words = flat.replace("not part of", "not of").split()
    return not (_PARTS | _OF_THE_WHOLE) & set(words) and _ANOTHER_JOB.search(flat) is not None


_OF_THE_WHOLE = word_set("rest remainder remaining others other final last bit end side our ours part")
