"""The wordings that move a date: by a verb of moving, by a misspelt "extend", for another day, or by so much longer.

They stand before the bare days of `wording_days_asked`. Which of several days holds is read in `requested_day`.
"""

from __future__ import annotations

from milestones.mail.words.wording_days_asked import AHEAD, STANDING_BY
from milestones.mail.words.wording_rule import DAY, DONE, Rule, Says, rule

_EXTEND_WORDS = ("extend", "extended", "extending", "extension", "extensions")
_OTHER_WORDS = r"(?!(?:extend(?:s|ed|er|ers|ing)?|extensions?|extents?|expend(?:s|ed|ing)?|exceed|extant)\b)"


def _slips(word: str) -> set[str]:
    """Give a pattern for each single slip of the finger: a letter left out, changed, put in, or two swapped."""
    places = range(1, len(word))
    left_out = {word[:at] + word[at + 1 :] for at in range(len(word))}
    changed = {word[:at] + r"\w" + word[at + 1 :] for at in places}
    put_in = {word[:at] + r"\w" + word[at:] for at in places} | {word[0] + word, word + word[-1]}
    swapped = {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)}
    return left_out | changed | put_in | swapped


_MISSPELT = (
    rf"\b(?=[ex]\w{{3,11}}\b){_OTHER_WORDS}(?:"
    + "|".join(sorted({slip for word in _EXTEND_WORDS for slip in _slips(word)} - {"exten"}))
    + r")\b"
)
_MEETS = (
    r"\b(?:call me|ring|phone|chat|catch up|see you|attend|interview|remind|chase|nudge|snooze|get back|let you know"
    r"|update you|invite|diary|agenda)\b"
)
_HAS_DONE = rf"\b(?:was|were|been|has|have|had|is|are|now|all|it) {DONE}\b"
_OPENING = (
    r"(?:realistically|honestly|please|pls|sorry|ok|so|more like|looking like|make it|make that|call it|say"
    r"|let us say|better|best|how about|what about|(?:can|could|shall|may|might) (?:we|i|you)(?: (?:please|possibly))?"
    r"(?: (?:say|have|do|go for|make it|get))?|needs? to be|will need to be|the|cop|cob|end of|would be|now"
    r"|i would say|afraid|until|till|til|to)"
)
_ASKING = (
    r"(?:realistically|make|call it|say|please|pls|can we|could we|may we|shall we|how about|what about|needs? to be"
    r"|better|more like|looking like)"
)
_SUBJECT = (
    r"(?:the|our|my|his|her|their|half|some|most|all|we|i|they|he|she|there|too many|everyone|everybody|nobody|no one"
    r"|a|an|two|three|several|people|\w+ (?:is|are|has|have|was|were|does|do|can|will)|\w+ \w+ (?:is|are|has|have|was"
    r"|were|can|will))"
)
_MOVES = (
    r"(?:re ?arranged?|re ?book(?:ed)?|re ?timed?|re ?slot(?:ted)?|re ?jig(?:ged)?|kick(?:ed)?|bump(?:ed)?|slide"
    r"|shunt(?:ed)?|shove|knock(?:ed)?|roll(?:ed)?|carry|carried|hold|held|put|push(?:ed)?|adjourn(?:ed)?"
    r"|stretch(?:ed)?"
    r"|drag|let|slip)"
)
_OBJECT = (
    r"(?:it|this|that|this one|that one|‹id›|both|them|(?:the|our|my) (?:due )?(?:date|deadline|target)|back|off|on|out"
    r"|over|forward|along|down|run|running|us|me|go|slip|slide|ours|mine)"
)
_ENOUGH = (
    r"(?:more|extra|longer|later|needed|required|wanted|necessary|requested|please|should|would|will|might|may|ought"
    r"|to|do|be|it|that|this|us|me|cover|see|help|enough|plenty|suffice|sort|fix|crack|get|over|the|line|finished"
    r"|done|complete|through|there|i|we|think|if|poss|possible|just|about|probably|is|and|a|bit)"
)
_LEADS = (
    r"(?:so|ie|eg|i|e|therefore|hence|making|make|makes|taking|takes|take|which|that|is|would|bringing|brings|us|to"
    r"|until|till|til|up|say|then|call|it|for|the|be|please|by|meaning|giving)"
)

DAYS_MOVED: tuple[Rule, ...] = (
    rule(
        Says.DOUBTFUL,
        "agrees to a day",  # the one set, or another? "27 November is fine", "the 18th still works"
        rf"^(?:(?:yes|yeah|yep|ok|okay|hi|sure|no problem|thanks|still|cop|on|the|i think|for us|happy with|fine with"
        rf"|ok with|content with|good with) )*{AHEAD} (?:(?:is|still|it is|remains|are|date) )*(?:fine|ok|okay|alright"
        rf"|all right|good|grand|great|works|stands|holds|as agreed|as planned)(?: (?:still|with|for|by|us|me|thanks"
        rf"|thank you|everyone|all|here|my|our|end|at|this))*(?! ‹asks›)$",
        rf"\b(?:would|instead|rather|better|please|if)\b|^(?:the |on )?{AHEAD} (?:ok|okay|fine|alright|all right"
        rf"|good)$",
    ),
    rule(
        Says.EXTEND,
        "asks to extend, spelt another way",
        _MISSPELT + r"|\b(?:extenstion|exstension|exstention|extetion|extenion)\b"
        rf"|\b(?:ext|extent) (?:to|until|till|til)(?: the)? {DAY}|\b(?:request|requesting|need|want) (?:an )?ext\b",
        rf"\b(?:no|not need an?|not|without an?) {_MISSPELT}|\bext \d|\bgood to exted",
    ),
    rule(
        Says.EXTEND,
        "moves it to a day",
        rf"^(?:(?:please|pls|kindly|can|could|would|will|may|you|we|i|just|so|ok|let us|to|needs?|have|has|must|be"
        rf"|sorry"
        rf"|it|this|that|‹id›|afraid|we will) )*{_MOVES}(?: {_OBJECT})* (?:for|to|until|till|til|into)(?: (?:the|cop"
        rf"|end of|about))* {AHEAD}",
        rf"{_MEETS}|\b(?:not|never|back on track|put (?:it |this )?to)\b|\b(?:let|put|hold|held|slip) (?:it |this "
        rf"|that )?"
        rf"(?:to|for|us to|me to)\b|{_HAS_DONE}",
    ),
    rule(
        Says.EXTEND,
        "a day in place of another",
        rf"{AHEAD}(?: (?:please|pls|if possible|ideally))* (?:rather than|instead of|in place of|in lieu of"
        rf"|as opposed to"
        rf"|and not|not)(?: (?:the|this|our|your|by|on|coming|current|present|existing|original|old))*"
        rf" (?:{DAY}|due date|deadline|target|date|one)(?: {STANDING_BY})*$"
        rf"|{AHEAD} is (?:the|our) (?:one|date|day|deadline|target) (?:we|i) (?:want|need|meant|mean|are after|am after"
        rf"|would like|are asking for|have in mind)\b",
        rf"{_MEETS}|\b(?:meeting|training|session|event|course)s?\b|\bon (?:the )?{AHEAD}|{_HAS_DONE}",
    ),
    rule(
        Says.EXTEND,
        "so much longer, so a day",
        rf"^(?:(?:please|we|i|would|just|about|at|least|need|could|can|use|do|with|say|sorry|afraid|probably|have) )*"
        rf"‹future›(?: (?:on top of|from|after|beyond|past) (?:the |this )?(?:current |present )?(?:{DAY}|due date"
        rf"|deadline))?(?= .*\b(?:so|ie|e|therefore|hence|mak\w+|tak\w+|needed|required|wanted|should|would|will|enough"
        rf"|more|extra|longer|please|bring\w+|giv\w+|meaning)\b)(?: {_ENOUGH})*(?: {_LEADS})* {AHEAD}"
        rf"(?: {STANDING_BY})*$",
        rf"{_MEETS}|\bnot\b|\bby (?:the )?{AHEAD}$",
    ),
    rule(
        Says.EXTEND,
        "says which day it should be made",
        rf"\b(?:make it|make that|(?:can|could|shall|may|might) (?:we|i|you) (?:please )?(?:say|call it|make it|go for"
        rf"|put)|let us (?:say|go for|call it))(?: (?:the|cop|cob|until|till|end of|for|by|a))* {AHEAD}"
        rf"(?: {STANDING_BY})*$",
        rf"{_MEETS}|\b(?:not|never) make it\b|\b(?:train|flight|bus)\b",
    ),
    rule(
        Says.EXTEND,
        "a day, and then what stands in the way",
        rf"^(?=(?:\w+ ){{0,4}}?{_ASKING}\b)(?:{_OPENING} )+{AHEAD}(?: (?:please|pls|thanks|thank you|if possible|at the"
        rf"|earliest|latest|i am afraid|sorry))* {_SUBJECT} "
        rf"|^(?:(?:until|till|til|to|the) )*{AHEAD} (?:please|pls)(?: (?:as|sorry|thanks))* {_SUBJECT} ",
        rf"{_MEETS}|{_HAS_DONE}|\b(?:confirm|send|advise|provide|check)\b"
        rf"|{AHEAD} (?:please )?(?:is|are|was|were|will) (?:the|when|our|a)\b",
    ),
    rule(
        Says.EXTEND,
        "the week that ends on a day",
        rf"^(?:(?:by|until|till|til|to|for|say|please|the|make it|can we say|would be|now|so|it will be|more like"
        rf"|realistically|end of|in|during) )*(?:week ending|week end|w e|we|week to)(?: (?:the|on))* {AHEAD}"
        rf"(?: {STANDING_BY})*$",
        _MEETS,
    ),
    rule(
        Says.EXTEND,
        "asks to wait for an event",
        r"\b(?:can|could|may|might|please|possible|needs? to|would like to|ok to|grateful)\b.{0,30}\b(?:moved?|pushed?"
        r"|put back|slip|go back|left|delayed?|deferr?(?:ed)?|run|postponed?|shift(?:ed)?|have|give (?:us|me)|given"
        r"|allow(?: us| me)?|get)(?: (?:it|this|that|back|on|over|out|the (?:date|deadline)))* (?:until|till|til|to)"
        r" (?:just |shortly |a bit |well )?(?:after|following|past|beyond|once|when|the other side of)\b",
        rf"{_MEETS}|\b(?:leave|away|reply|answer|respond)\b",
    ),
)
