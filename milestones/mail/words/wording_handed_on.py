"""The wordings by which somebody has finished with a post, or the work has gone to another by a change of structure.

They stand before the hindrances: "since the restructure this is with Communities" waits for nobody. They name no
address: who it is given to is decided by people.
"""

from __future__ import annotations

from milestones.mail.words.wording_rule import DAY, DONE, Rule, Says, rule

_RANK = (
    r"(?:insp|inspector|sgt|sergeant|pc|ps|dc|ds|di|dci|ci|supt|superintendent|cllr|councillor|mr|mrs|ms|miss|dr|acc"
    r"|dcc|pcso|ch insp|chief inspector)"
)
_POST = (
    r"(?:post|role|position|secondment|attachment|tour|stint|placement|portfolio|posting|rotation|tenure|acting up"
    r"|temporary promotion|maternity cover)"
)
_OFFICE = (
    rf"(?:{_RANK}|lead|co ?ordinator|manager|officer|head|post ?holder|successor|director|owner|incumbent|secretary"
    r"|person|appointee|constable|chief|analyst|adviser)"
)
_PICKED = (
    r"(?:has|have|is|will be)(?: now| since| already)* (?:picked (?:it|this|that)? ?up|picking (?:it|this|that) up"
    r"|taken (?:it|this|that)? ?(?:over|on)|taking (?:it|this|that) (?:over|on)|got (?:it|this|that)(?: now)?|inherited"
    r"|(?:it|this|that|the \w+) now|responsibility)"
)
_STRUCTURE = (
    r"(?:re ?structure|re ?structuring|re ?organisation|re ?org|re ?shuffle|merger|split|new structure|service review"
    r"|move to unitary|transfer of functions|changes in (?:the )?team)"
)
_OURS = r"(?:this|it|that|these|‹id›|this one|the (?:action|milestone|responsibility|work|task|portfolio|whole area))"
_GONE = (
    r"(?:is|are|has been|have been|sits|lies|falls|comes|belongs|rests|moved|went|goes|transferred|passed|has moved"
    r"|has gone|has passed|now sits|now lies|was moved|was transferred)"
)

HANDED_ON: tuple[Rule, ...] = (
    rule(
        Says.REASSIGN,
        "has finished with the post",
        rf"\b(?:i|we)(?: (?:have|had|am|are|just|now|all|officially|formally))* (?:finished|done|through|completed"
        rf"|ended|concluded)(?: up)? (?:(?:in|with|as) )?(?:this|that|the|my|our|a) (?:\w+ )?{_POST}\b"
        rf"|^(?:sorry |hi )?(?:completed|finished|ended|done with|finished with|finished in|out of)(?: my| our| the"
        rf"| that| this)* (?:\w+ )?{_POST}\b|\bmy (?:\w+ )?(?:{_POST}|fixed term contract|time (?:in|on|with) (?:\w+ )?"
        rf"\w+) (?:(?:has|is|was|came|now|all) )*(?:ended|finished|over|up|complete|completed|done|to an end|expired)\b"
        rf"|\b(?:i am|we are) (?:all )?(?:done|finished|through) with \w+(?: \w+)? (?:as of|since|from) (?:the )?{DAY}"
        rf"(?=.*\b(?:gone|passed|handed|moved|transferred|picked|has (?:it|this))\b)",
        r"\b(?:until|till|before|once|when|after) (?:i|we)\b|\b(?:not|almost|nearly|never) (?:finished|done|completed"
        r"|ended)\b",
    ),
    rule(
        Says.REASSIGN,
        "the new holder has it",
        rf"\bnew (?:\w+ ){{0,3}}{_OFFICE}(?: \w+)? {_PICKED}\b|\b{_RANK} \w+ {_PICKED}$"
        rf"|\b{_RANK} \w+ (?:has|holds|covers|runs|leads|does) (?!signed|agreed|approved|done)\w+(?: \w+)? now$"
        rf"|\b(?:this|it|that)(?: one)? is (?:now )?(?:one )?for (?:the |our |your )?(?:new|incoming) (?:\w+ ){{0,3}}"
        rf"{_OFFICE}\b(?! to (?:sign|approve|agree|decide|note|see))",
        rf"\bnew (?:\w+ ){{0,3}}{_OFFICE}(?: \w+)? has (?:signed|agreed|approved)\b"
        r"|\b(?:and|so|then|but) (?:it|this|all) is (?:now )?(?:done|complete|completed|finished)\b",
    ),
    rule(
        Says.REASSIGN,
        "has been signed over",
        r"^(?:(?:sorry|hi|this|it|that|was|is|has|been|have|i|we|all|now) )*signed (?:this |it |that )?over to"
        r" (?:the )?(?!me\b|us\b|you\b|‹)\w+",
        rf"\bso (?:it|this) is {DONE}\b|\bland\b|\bproperty\b|\blease\b",
    ),
    rule(
        Says.REASSIGN,
        "has gone elsewhere by a change of structure",
        rf"\b(?:since|after|following|with|under|because of|due to|as part of|in) (?:the|our|a|last \w+ is)"
        rf" (?:\w+ )?{_STRUCTURE}(?: (?:in|of|last|this|‹\w+›|year|month|summer|april))* {_OURS} {_GONE}"
        rf"(?: (?:now|all|really|properly|best))* (?:with|under|to|in|within|part of|by)\b"
        rf"|\b{_OURS} {_GONE}(?: now)? (?:with|under|to|within|part of) (?:the )?\w+(?: \w+){{0,2}} (?:since|after"
        rf"|following|under|due to|because of) (?:the|our|a) (?:\w+ )?{_STRUCTURE}\b"
        rf"|\b\w+ (?:has|have) (?:had |got |owned |held )?(?:this|it|that) since (?:the|our|a) (?:\w+ )?{_STRUCTURE}\b",
        r"\b(?:waiting|awaiting|stuck|held up|blocked|for (?:approval|sign off|signature|a decision|comments?))\b",
    ),
    rule(
        Says.REASSIGN,
        "has another's name put to it",
        r"\b(?:change|amend|update|correct|swap|alter) (?:the|my|our) name (?:on|against|for|beside|next to)\b"
        r"|\b(?:put|get) (?:his|her|their|\w+ is|somebody else is|someone else is) name (?:against|on|down)\b"
        rf"|^one for {_RANK} \w+(?: please| now| i think)*$|\bdoes the \w+(?: \w+)? work (?:now|these days)\b"
        r"|^(?:sorry |hi )?i (?:have )?(?:now )?retired(?: (?:from|in|on|at|last|and|so|the|force|police|service|summer"
        r"|spring|autumn|winter|council|now|already|back|year|‹\w+›))*(?: you| please|$)"
        rf"|\bbest (?:sent|directed|addressed|passed|put|given|going) to (?:the )?(?:{_RANK} )?(?!me\b|us\b|‹)\w+",
        r"\bname (?:on|to) (?:the|a) (?:form|register|certificate|protocol|invite|list)\b|\bname on (?:it )?wrong\b",
    ),
)
