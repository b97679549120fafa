"""Reads what a sentence says of other matters: the next round, another job, somebody's leave; and a verb still ahead.

Such a sentence says nothing against a confirmation beside it, nor confirms; knows the frames only.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from milestones.mail.words.days import Day
from milestones.mail.words.flat import spoken
from milestones.mail.words.phrases import word_set
from milestones.mail.words.token import SEPARATORS, Token
from milestones.mail.words.trouble import PARTS
from milestones.mail.words.verb_forms import has_past_form

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from milestones.mail.words.titles import Title


_ROUND = (
    r"(?:review|refresh|update|revision|renewal|cycle|round|audit|check|iteration|version|edition|meeting|exercise)"
)
_NEXT_ROUND = re.compile(
    rf"^(?:(?:and|the|our|its|a) )*(?:next|first|following|subsequent|future|annual|yearly|regular|routine|periodic)"
    rf" (?:(?:annual|yearly|formal|scheduled|full|planned|routine|five|three|two|year) )*{_ROUND}"
    r"(?: (?:date|of|the|it|this|that|our))*(?: (?!is\b|will\b|falls\b|due\b)[a-z]+){0,3}?"
    r" (?:is|is not|falls|will be|will not be|will take place|takes place|due|comes|scheduled|diarised|planned|booked"
    r"|set"
    r"|happens)"
    r"(?: (?:due|scheduled|diarised|planned|booked|set|pencilled|already|now|up|in|for|on|at|by|around|then|the|diary"
    r"|not|until|till|til|before|again|next|a|year|time|from|now|every|spring|summer|autumn|winter|‹future›"
    r"|‹either›))*$"
    r"|^(?:(?:it|this|they|we|which|and|will|is|are|to) )*(?:be )?(?:reviewed|refreshed|updated|review|refresh|update)"
    r"(?: (?:it|this|them|again))* (?:annually|yearly|every (?:year|‹future›|\w+ years|\w+ months)|each year"
    r"|next year|in a year is time|in ‹future›)(?: (?:from|starting|beginning) ‹(?:future|either)›)?$"
)
_NEW_STARTERS = re.compile(
    r"^(?:(?:and|any|all|our|the|future) )*(?:new )?(?:starters|joiners|recruits|entrants|intakes?|appointments)\b.*"
    r"\b(?:induction|inductions|business as usual|bau|onboarding|rolling)\b"
)


_AFTERWARDS = re.compile(
    r"^(?:(?:and|the|a|our) )*(?:lessons learn(?:ed|t)(?: \w+)?|debrief|wash up(?: \w+)?|celebration(?: \w+)?"
    r"|after action review)"
    r" (?:is|has been|will be)(?: (?:in|the|diary|booked|set|planned|scheduled|diarised|arranged|pencilled|now))+"
    r"(?: (?:in|for|on|at))* ‹(?:future|either)›$"
)


def comes_afterwards(tokens: Sequence[Token]) -> bool:
    """Say whether a clause names only what is held when all is over: "the lessons learned session is in the diary"."""
    return _AFTERWARDS.match(spoken(tokens)) is not None


_STILL_OPEN = word_set("not but except missed until still yet need needs must have has should outstanding")


def new_starters(tokens: Sequence[Token]) -> bool:
    """Say whether a sentence speaks of those who come later: "new starters will have it at induction"."""
    words = {token.word for token in tokens}
    return _NEW_STARTERS.match(spoken(tokens)) is not None and not words & _STILL_OPEN


def next_round(tokens: Sequence[Token], text: str, written_on: date) -> bool:
    """Say whether a sentence only names when the same work comes round again: "next annual review is November 2027".

    `text` is the sentence as written. That round must lie well ahead, or come every year.
    """
    flat = spoken(tokens)
    if _NEXT_ROUND.match(flat) is None:
        return False
    days = [token.day for token in tokens if token.day is not None]
    far = [
        (day.result.on - written_on).days > _FAR_DAYS
        if isinstance(day.result, Day)
        else any(int(year) > written_on.year for year in _YEAR.findall(text))
        for day in days
    ]
    if days and _NEXT_MONTH.search(text.lower()) is not None:
        return True
    sure = [day for day in days if isinstance(day.result, Day)]
    if not sure and _ANNUAL.search(flat) is not None:
        return True
    return all(far) if far else _EVERY_YEAR.search(flat) is not None


_NEXT_MONTH = re.compile(r"\bnext (?:year|spring|summer|autumn|winter|[a-z]*(?:uary|rch|ril|may|june|july|gust|ber))\b")
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


def of_another_job(tokens: Sequence[Token]) -> bool:
    """Say whether a sentence says that its matter is no part of the milestone: "is a separate job", "under M-1050"."""
    flat = spoken(tokens)
    words = flat.replace("not part of", "not of").replace("that one is", "that is").split()
    return not (PARTS | _OF_THE_WHOLE) & set(words) and _ANOTHER_JOB.search(flat) is not None


_OF_THE_WHOLE = word_set("rest remainder remaining others other final last bit end side our ours part")
