"""Says whether a clause only tells why an answer comes late, or makes fun of the wait: "your mail went to junk".

Frames with few open places; nothing here is about the milestone, so that it stands beside any answer.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from milestones.mail.words.phrases import word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

_MAIL = r"(?:emails?|e mails?|mails?|messages?|reminders?|chasers?|nudges?|notes?|prompts?|ones?)"
_WHICH = (
    r"(?:(?:the|your|this|these|those|all|all of|my|our|first|second|last|other|earlier|previous|original|both|any"
    r"|of|two|three) )*"
)
_SORRY = (
    r"(?:(?:i am |we are )?(?:so |very |really |truly |terribly |awfully )*sorry|(?:my |many |sincere |huge |full )*"
    r"(?:apologies|apols)|mea culpa|my (?:bad|fault)(?: entirely| completely| totally)?|forgive (?:me|us)|whoops"
    r"|i apologise|we apologise)"
)
_ANSWERING = (
    r"(?:answering|replying|responding|updating|telling|saying|confirming|reporting|getting back|coming back|writing"
    r"|letting you know|mentioning|replying to|keeping you posted|keeping you updated)"
)
_WHEN = (
    r"(?: (?:sooner|earlier|before|before now|until now|at the time|ages ago|weeks ago|a while ago|straight away"
    r"|by now|first time|‹past›|in ‹past›|on ‹past›|when (?:we|i|they|it) (?:\w+ ){0,2}(?:signed|finished|completed"
    r"|did|delivered|closed|happened|published|done)(?: it| this)?)){0,2}"
)
_AWAY = (
    r"(?:off|away|out|ill|sick|poorly|laid up|in bed|on leave|on annual leave|on holiday|on nights|on a course|in court"
    r"|abroad|snowed under|swamped|flat out|up to my (?:eyes|neck|ears))"
)
_SENDS = rf"(?:{_SORRY} )?"
_APOLOGISES = rf"{_SORRY}(?: (?:all|again|everyone|both|about that|for that|about this))?"
_FOR_SILENCE = (
    rf"{_SENDS}(?:but )?(?:for|about) (?:(?:the|my|our|all|radio|long|total|complete) )*"
    r"(?:silence|delay|wait|slow reply|late reply|lateness|slowness|tardiness)"
    rf"(?: (?:in )?{_ANSWERING})?(?: to you| on this)?"
)
_FOR_NOT_ANSWERING = (
    rf"{_SENDS}(?:for|about) (?:\w+ )?not (?:\w+ )?{_ANSWERING}(?: to)?(?: you)? ?{_WHICH}(?:{_MAIL})?{_WHEN}"
)
_MEANT_TO = (
    rf"{_SENDS}(?:i |we )?(?:(?:had|have|really) )*(?:meant|been meaning|intended) to"
    rf" (?:answer|reply|respond|update|tell|say|confirm|email)(?: to)?(?: you)? ?{_WHICH}(?:{_MAIL})?{_WHEN}"
)
_MISLAID = (
    rf"{_SENDS}{_WHICH}(?:{_MAIL} )?(?:(?:have|had|has|all) )*"
    r"(?:(?:went|going|gone|landed|ended up|were|was|got|fell|been|dropped|lost|buried|caught|hiding|sitting|sat"
    r"|stuck) )+"
    r"(?:in|into|to) (?:(?:my|our|the) )?(?:junk|spam|clutter|quarantine|wrong folder|other inbox|bin|deleted items"
    r"|promotions)(?: folder| mail| box| filter)?"
)
_WAS_AWAY = (
    rf"(?:i |we )?(?:(?:have|had|was|were|just|only|been) )+{_AWAY}(?: with (?:(?:a|the|my|bad|nasty|chest|stomach"
    rf"|awful|horrible) )*"
    r"(?:flu|cold|covid|infection|bug|virus|back|migraine|op|operation|injury|stress|illness|lurgy|leg|knee|family|kids"
    r"|children|baby))?(?: (?:all|since|for|until|till|most of) (?:week|last week|‹past›|‹today›|a while|the week))?"
)
_NEVER_TOLD = (
    rf"{_SENDS}(?:that )?"
    r"(?:i |we )?(?:(?:just|simply|clearly|obviously) )*never (?:(?:updated|told|answered|got back to|let) you"
    rf"|replied|wrote back|answered)(?: (?:it|this|so|to|know|anything|you))*{_WHEN}"
)
_THOUGHT_TOLD = (
    r"(?:i |we )?(?:had )?thought (?:(?:the|my|our) )?(?:\w+ ){1,3}had (?:already )?(?:(?:told|let|updated|emailed) you"
    r"|been in touch(?: with you)?)(?: (?:so|know|this|that|already))*"
)
_SHOULD_HAVE_TOLD = (
    r"(?:(?:i|we|really|you) )*should have (?:been )?(?:told|said|let|updated|emailed|replied|answered|confirmed"
    rf"|reported|closed)(?: (?:you|it|this|so|to|know|that|off|the|tracker))*{_WHEN}"
)
_UNSEEN = (
    r"(?:i |we )?(?:did not|had not|never) (?:see|seen|spot|spotted|notice|noticed|get|got|clock|clocked)"
    rf" {_WHICH}{_MAIL}(?: (?:until|till) (?:now|just now|this morning|today|‹today›|‹past›))?"
)
_SAGA = (
    r"(?:(?:a|it|was|been|what|bit|of|quite|this|one) )*(?:saga|slog|faff|marathon|journey|nightmare|pain|mission|drama"
    r"|trek|odyssey|palaver|performance)(?: (?:this|that|it|one|was|has been|with|getting|there))*"
)
_HAD_TO_CHASE = (
    r"(?:i |we )?had to (?:chase|nag|badger|pester|hound|ring|phone|email|remind) (?!.*\b(?:not|still|yet|but|no)\b)"
    r"(?:[\w']+ ){1,12}(?:times|twice|thrice)"
)
_CALLS_OFF = (
    r"(?:(?:you|can|please|so|now) )*(?:stand down|call off|cancel|stop|turn off) (?:the|your)"
    r" (?:chasers?|reminders?|dogs|hounds|emails)"
)
_THAT_IS_ALL = r"(?:so )?that is (?:everybody|everyone|all of them|them all|the set|the full set|the lot of them)"
_ANSWERED_BEFORE = (
    r"(?:i |we )?(?:(?:have|had|did|already) )*(?:repl(?:y|ied)|answer(?:ed)?|respond(?:ed)?|told you|emailed(?: you)?"
    r"|confirmed|reported)(?: (?:this|it|to|you|so|that|about))*"
    r"(?: (?:already|before|earlier|weeks ago|‹past›|on ‹past›|last time))+"
)
_AS_SAID = (
    r"as (?:i|we) (?:said|mentioned|reported|told you|advised|confirmed|noted)(?: (?:at|in|to|on|the|our|last|‹past›"
    r"|‹either›|board|meeting|group|delivery|steering|working|silver|gold|bronze|panel|committee|council|partnership"
    r"|chair|email|week|month|phone|you|before|already|earlier))*"
)
_TO_FOLLOW = (
    r"(?:(?:a|the|paper|hard|scanned) )*(?:scan|copy|pdf|photos?|minutes|evidence|link|paperwork)"
    r" (?:to follow|will follow|follows)(?: (?:when|once|as soon as)(?: (?:i|we|the|my|our|a|am|is|are|has|have|get"
    r"|gets"
    r"|can|find|back|at|in|to|desk|office|scanner|copier|printer|machine|clerk|secretary|mended|fixed|working|typed"
    r"|them"
    r"|it|up|scanned|uploaded|minute|moment|chance|time))+)?"
)
_OFFERS_EVIDENCE = (
    r"(?:(?:do|did|would|will) )?(?:you )?(?:want|need|like|require)(?: me to send| to see)? (?:(?:a|the|any|some) )*"
    r"(?:screenshot|minutes|evidence|copy|copies|scan|pdf|proof|link|photos?|certificates?|registers?|paperwork"
    r"|anything (?:else|more|further))(?: (?:from (?:me|us)|as evidence|as proof|for (?:the|your) (?:records|file"
    r"|board)|sending|too|as well))*"
)
_ASKS_FOR_MORE = (
    r"(?:i am )?not sure (?:whether|if) you (?:need|want|require) (?:anything|more)(?: (?:else|more|further|from me"
    r"|from us|on this))*"
)
_LATE = re.compile(
    "|".join(
        (
            *(_APOLOGISES, _FOR_SILENCE, _FOR_NOT_ANSWERING, _MEANT_TO, _MISLAID, _WAS_AWAY, _NEVER_TOLD),
            *(_THOUGHT_TOLD, _SHOULD_HAVE_TOLD, _UNSEEN, _SAGA, _HAD_TO_CHASE, _CALLS_OFF, _THAT_IS_ALL),
            *(_ANSWERED_BEFORE, _AS_SAID, _TO_FOLLOW, _OFFERS_EVIDENCE, _ASKS_FOR_MORE),
        )
    )
)
_LONGEST = 30
_TRIGGERS = word_set("""
    sorry apologies apols apologise mea fault bad forgive whoops for about meant meaning intended junk spam clutter
    quarantine folder inbox bin items promotions off away out ill sick poorly laid bed leave holiday nights course court
    abroad under swamped flat up never thought should see seen spot spotted notice noticed get got clock clocked saga
    slog faff marathon journey nightmare pain mission drama trek odyssey palaver performance had stand call cancel stop
    turn that it reply replied replies answer answered respond responded told emailed confirmed reported as follow
    follows want need like require sure
    """)
"""One of these stands in every such clause; most clauses have none of them."""


def explains_delay(words: Sequence[str]) -> bool:
    """Say whether a clause does nothing but apologise for a late answer, say why it is late, or offer evidence."""
    return (
        0 < len(words) <= _LONGEST and not _TRIGGERS.isdisjoint(words) and _LATE.fullmatch(" ".join(words)) is not None
    )
