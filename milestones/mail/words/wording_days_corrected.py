"""The wordings that take a day back: one corrected, one said before, "until then", and that no more time is wanted.

They stand before all others. Which of several days holds is read in `requested_day`.
"""

from __future__ import annotations

from milestones.mail.words.pointing_back import POINTED
from milestones.mail.words.wording_days_asked import AHEAD, EVENT, NOT_OF_THE_DATE
from milestones.mail.words.wording_rule import CORRECTS_DAY, DAY, DONE, SET_ASIDE, Rule, Says, rule

_CUE = (
    r"(?:can|could|may|might|please|pls|possible|would|need|needs|want|like|extend|extended|move|moved|change|changed"
    r"|give"
    r"|allow|if|re ?date|grateful|date|deadline|extension|request|asking|hope|make)"
)
_SECOND_THOUGHT = (
    r"(?:i mean|i meant|i should have (?:said|put|written)|correction|typo|my mistake|(?:that|it|this) should (?:be"
    r"|have been"
    r"|read|say)|should (?:be|have been|read|say|have said)|make that|scrap that|strike that|cancel that|or rather"
    r"|on reflection|on second thoughts|thinking about it|actually make it|better make it|my error)"
)

DAYS_CORRECTED: tuple[Rule, ...] = (
    rule(
        Says.RETRACT,
        SET_ASIDE,
        r"^(?:(?:no|not|an?|any|the|we|i|do|does|will|there|is|that|this|it|now|longer|sorry|please|also|and) ){0,6}"
        r"(?:(?:need|require|needing|requiring|want) (?:to extend|an? extension|the extension|any extension"
        r"|extra time|more time"
        r"|any more time|longer|the extra time)|extension|extra time|more time)(?: (?:needed|required|necessary"
        r"|wanted|not|no|longer"
        r"|is|was|any more|now|thanks|thank you|this time|then|after all|to|until|‹(?:either|future|past)›))*"
        rf"(?= (?:(?:as|because|since|we|i|it|this|all|that|is|has|have|been|was|now|already|got"
        rf"|the \w+) ){{0,5}}{DONE}\b)",
        r"^(?!.*\b(?:no|not|no longer)\b.{0,25}\b(?:need|require|want|needing|requiring|extension|time|needed"
        r"|required|necessary)\b)",
    ),
    rule(
        Says.REMARK,
        "wants no more time",
        r"\b(?:no need|no longer need|not need|not necessary|not required|no reason|not want|not asking|not ask"
        r"|please do not"
        r"|no request|nid oes angen|dim angen|not be asking|not be needing|not requesting|not after|without)\b"
        r"(?: (?!chase|remind|email|ask\b)\w+){0,3}? (?:extend|extending|extension|move (?:the|this|it|to)"
        r"|moving (?:the|this|it)"
        r"|change (?:the|this|it)|more time|longer|extra time|postpone|delay|push (?:this|it|the)|estyniad|until ‹"
        r"|to ‹|for ‹)"
        r"|\b(?:extension|extra time|more time) (?:is |was )?(?:no longer|not) (?:needed|required|wanted|necessary)\b",
        rf"\bbut\b.{{0,80}}(?:‹|more time|longer)|\b(?:without|not|no)\b.{{0,60}}\b(?:so|then|instead"
        rf"|rather) .{{0,40}}{AHEAD}"
        r"|\b(?:remind|chase|reminder|nudge)\b|\bno reason (?:we|i) can not\b|^(?:can|could|is there)\b"
        r"|\bwithout (?:an? |the |more |extra |some |any )*(?:extension|time|longer|extra time)\b"
        r"|\bnot (?:an? )?(?:extension|longer) (?:\w+ ){0,3}(?:again|lightly)\b",
    ),
    rule(
        Says.DOUBTFUL,
        "both options are left in",
        r"\bextend or (?:done|complete|completed|not done)\b|\b(?:done|complete|completed) or extend\b",
    ),
    rule(
        Says.RETRACT,
        SET_ASIDE,
        r"\b(?:ignore|disregard|cancel|withdraw|withdrawing|forget|scrap) (?:my|our|the|that"
        r"|any) (?:\w+ ){0,3}?(?:request"
        r"|ask|application|plea|extension|email|message|note)(?: (?:i|we|that|made|sent|asked|asking|for|to|until|an?"
        r"|the"
        rf"|more|extra|extension|time|of|have|it|move|extend|be|moved|an))* {DAY}",
    ),
    rule(
        Says.QUESTION,
        "asks how the date came about",
        r"^(?:why|who|when|how come)\b.{0,60}\b(?:moved|asked|changed|extended|set|agreed|pushed|put back|picked|chose"
        r"|decided)\b.*‹asks›$|^(?:was|were|has|did|had) (?:this|it|the \w+|‹id›|you|we|i|that|they)\b.{0,40}"
        r"\b(?:extended|moved|changed|put back|agreed|pushed|asked for|ask for|move)\b.*‹asks›$",
        r"\b(?:can|could|possible|please|may|might|would)\b",
    ),
    rule(
        Says.EXTEND,
        CORRECTS_DAY,
        rf"^(?:(?:sorry|apologies|no|oops|whoops|actually|wait|hmm|but|please) )*{_SECOND_THOUGHT}"
        rf"(?: (?:that|it|i|should|be|to|until|till|for|the|please|say|make|is|mean|meant|have|said))* {AHEAD}"
        rf"|^(?:sorry|apologies|no|oops|whoops|wait)(?: (?:no|not|sorry|the|until|to|that|is|it|make))* {AHEAD}"
        r"(?: (?:please|thanks|not|instead of|rather than|the|‹(?:either|future|past)›|is what i meant|i meant"
        r"|instead))*$",
        EVENT,
    ),
    rule(
        Says.EXTEND,
        "corrects the day in the same breath",
        rf"{AHEAD}(?: \w+){{0,4}}? (?:sorry|no|wait|oops|whoops|correction|typo|mean|meant|actually|rather|scrap"
        rf"|mistake"
        rf"|apologies|reflection|thoughts|hang on)(?: (?!later\b|earlier\b)\w+){{0,5}}? {AHEAD}",
        NOT_OF_THE_DATE,
    ),
    rule(
        Says.EXTEND,
        "said one day and means another",
        rf"\b(?:i|we|you) (?:\w+ ){{0,2}}?(?:said|asked|told|gave|requested|suggested|proposed|quoted|promised|put"
        rf"|mentioned)\b"
        rf".{{0,50}}{DAY}.{{0,50}}\b(?:make|meant|mean|need|needs|ought|should|instead|read|better|please|can|could"
        rf"|want"
        rf"|would like)\b.{{0,30}}{AHEAD}"
        rf"|^(?:please |sorry |no |it is |oh )*(?:not|forget|scrap|instead of|rather than|never mind|withdraw|ignore"
        rf"|cancel)\b"
        rf"(?: (?!{DONE}\b)\w+){{0,5}}? {DAY}(?: (?!{DONE}\b)\w+){{0,8}}? {AHEAD}"
        rf"|{AHEAD}(?: (?!if\b)\w+){{0,3}} not (?:the )?{DAY}|\bfor (?:the )?{DAY} (?:please )?read (?:the )?{AHEAD}"
        rf"|{DAY} (?:was|is|looks|seems|now looks) (?:a |far |much |just |rather |way |always "
        rf"|going )*(?:to be )?(?:wrong|typo"
        rf"|mistake|too \w+|optimistic|ambitious|tight|impossible|unrealistic|no good|not \w+|out)\b.{{0,40}}{AHEAD}"
        rf"|{DAY} (?:will|would|does|can|could) not\b.{{0,30}}{AHEAD}"
        rf"|\b(?:gave|given|granted|allowed) (?:us|me) (?:until |till |to )?{DAY}.{{0,40}}\b(?:need|needs|make|could"
        rf"|can|want"
        rf"|please)\b.{{0,20}}{AHEAD}",
        rf"\b{DONE}\b|\b(?:remind|chase|nudge|snooze|reassign)\b",
    ),
    rule(
        Says.EXTEND,
        "asks for the day named before",
        rf"\b{_CUE}\b.{{0,60}}\b{POINTED}|\b{POINTED}.{{0,30}}\b(?:please|possible|if (?:you|that|i|we)|ok|okay)\b",
        r"\b(?:remind|chase|nudge|chasing|reminders?|snooze|call me|ring|update you|let you know|on leave|off until"
        r"|away until)\b|\bcan not\b|\b(?:i|we) (?:need|have|will|must)(?: to)?(?: just)? wait\b"
        r"|\bnot (?:be|have|know|start|hear)\b.{0,30}\b(?:until|till) then\b|\b(?:can|could|shall|may) (?:we|i|you)"
        r" (?:meet|talk|speak|discuss)\b",
    ),
    rule(
        Says.EXTEND,
        "asks for the day behind one named before",
        rf"\b{_CUE}\b.{{0,50}}\b(?:until|till|til|to|for|be) the (?:day|week|month) (?:after|following)(?: that)?$",
        NOT_OF_THE_DATE,
    ),
)
