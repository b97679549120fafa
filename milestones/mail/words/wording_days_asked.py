"""The wordings of a day and nothing else of weight: "18 December please", "18 December, if the Board agrees".

They are narrow, so that they may come first; broader requests for time are in `wording_requests` and
`wording_extensions`. Which of several days is asked for is read in `requested_day`.
"""

from __future__ import annotations

from milestones.mail.words.wording_rule import DAY, DONE, Rule, Says, rule

AHEAD = "‹(?:either|future)›"
EVENT = (
    r"\b(?:call|ring|phone|meet|meets|met|meeting|meetings|chat|visit|session|sessions|training|catch up|agenda"
    r"|interview|talk|speak|see you|attend|remind|reminders?|reminding|chase|chasers?|chasing|nudge|nudges|nagging"
    r"|alerts|get back|let you know|confirm|update you|on leave|my leave|back on|back at"
    r"|send"
    r"|snooze|reassign|start|starts|starting|begin|begins)\b"
)
NOT_OF_THE_DATE = rf"{EVENT}|\b{DONE}\b"
_CEREMONY = (
    r"(?:so|ok|right|please|more like|looking more like|looking like|eta|new eta|target|new target|estimate|up to|and"
    r"|well|yes|yeah|realistically|honestly|then|now|sorry|afraid|thanks|say|let us say"
    r"|make (?:it|that)|call it|go for|(?:can|could|shall|should|may|might) (?:we|i|it|you)(?: (?:say|do|have|be"
    r"|make it"
    r"|go for|get|move to|go to|please))?|how about|what about|i would say|(?:i|we) would (?:like|prefer|go for)"
    r"|(?:it|this) (?:will|would|may|might)(?: (?:have|need))?(?: to)? be|(?:it|this) (?:has|needs) to be"
    r"|(?:has|needs|will have|would need) to be|needs? moving to|better|best|ideally|hopefully|preferably|until|till"
    r"|til|to"
    r"|by|for|the|on|at|of|cop|cob|close(?: of (?:play|business))?|end of (?:play|business|day)|noon|midday|midnight"
    r"|\d{1,2}(?:am|pm)?|am|pm|latest|no later than|not before|not until|any ?time|some ?time|some point|early|late"
    r"|in|mid"
    r"|either|somewhere between|between|whichever of|whichever|after|once|following|this one|this|that one|hoping for"
    r"|looking at|aiming for|thinking|maybe|perhaps|probably|possibly|or|and|failing that|else|if not|otherwise"
    r"|or else|five|two|o'clock|tan|ar ôl"
    r"|erbyn|y|i)"
)
STANDING_BY = (
    r"(?:please|pls|plis|thanks|thank you|many thanks|very much|cheers|ta|diolch|os gwelwch yn dda|yn fawr|i promise"
    r"|promise"
    r"|promised|honest|honestly|scout is honour|(?:and )?(?:this is|that is|it is|that really is"
    r"|this really is) (?:it|final"
    r"|the (?:very )?(?:last|final)(?: time| one)?|my final answer|my last|all|a promise|the lot|what (?:i|we) need"
    r"|firm)"
    r"|last time|the last time|(?:and )?(?:i|we) (?:do )?(?:mean it|promise|swear)|i ask|i will ask"
    r"|(?:and )?not a day later"
    r"|(?:and )?no later|(?:and )?not a (?:minute|moment|day) (?:later|more)"
    r"|(?:and )?this time (?:we|i) (?:will|shall|should|mean to|intend to) (?:make|hit|manage|do|meet|keep"
    r"|stick)(?: to)?(?: it)?"
    r"|this time|cross my heart|hand on heart|all being well|god willing|fingers crossed|touch wood"
    r"|(?:should|would|will|ought to|might|may)(?: \w+)? (?:safe|fine|ok|enough|do|suit|see us right|cover (?:it|us"
    r"|that)|help"
    r"|great|good|perfect|plenty|lovely|ideal|grand|brilliant|wonderful|better|best|appreciated|easier|alright)"
    r"|us|me|nicely|at the (?:very )?latest|at the (?:very )?earliest|at the outside|latest|cop|cob|close|noon|midday"
    r"|for (?:this|that|this one|that one|it|us|me|ours|mine|both|all|the lot|safety|sure|certain|definite|now|the date"
    r"|‹id›|everyone|the whole lot)|on (?:this|this one|‹id›|that)|to be (?:safe|sure|certain|on the safe side"
    r"|realistic|honest)|now|then|instead|if (?:i|we|you) (?:may|can|could|would|will|please|like|prefer|would rather"
    r"|do not mind|would not mind|agree)|(?:whichever|whatever) (?:you|suits|the board|is)(?: \w+){0,3}|you (?:choose"
    r"|decide"
    r"|pick)|your choice|up to you|shall we|or so|or the|or maybe|or even|failing that|if not|failing which|(?:would"
    r"|could|will) you|if it is all the same|to you|afraid|unfortunately"
    r"|or|and"
    r"|is (?:what|when) (?:we|i) (?:need|want|would like)"
    r"|we|i|need|want|(?:is )?(?:ok|okay|alright|all right|possible|poss|fine|acceptable|doable)|if (?:that is "
    r"|it is )?(?:ok"
    r"|okay|alright|all right|possible|poss|fine|acceptable|at all possible)|at all|with you|suits (?:me|us|you"
    r"|the \w+))"
)
_WHO = (
    r"(?:board|boards|chair|panel|you|everyone|everybody|nobody|no one|anyone|anybody|all|partners|committee"
    r"|coordinator"
    r"|partnership|council|group|members|members|cabinet|others|colleagues|the rest|that|it|they|secretary|lead)"
)
_ALLOWS = (
    r"(?:content|happy|agree|agrees|agreed|agreeable|ok|okay|fine|approve|approves|approval|consent|consents|blessing"
    r"|permission|agreement|permitting|objects?|minds?|minded|object|willing|allow|allows|permits?|accepts?|acceptable"
    r"|alright|all right|comfortable|relaxed|amenable|nods?|say so|says so|let us|sign off|wear it|can live with it"
    r"|on board|go ahead|works|suits|kind enough|possible)"
)
_IF = (
    r"(?:if|unless|provided|providing|assuming|as long as|so long as|subject to|with|pending|should|dependent on|given)"
)
DAYS_ASKED: tuple[Rule, ...] = (
    rule(
        Says.EXTEND,
        "puts the work down for a day",
        r"^(?:(?:please|can you|could you|would you|just|ok) )*(?:put|stick|pencil|book|mark|pop) (?:(?:me|us|it|this"
        r"|that) )?"
        rf"(?:down |in )?(?:for |as )?(?:the )?{AHEAD}(?: {STANDING_BY})*$"
        rf"|\bre ?(?:forecast|base|baseline|profile|phase|plan|set|schedule|programme|target)d?(?: this| it| that)?"
        rf" (?:to|for|as|until) (?:the )?{AHEAD}"
        rf"|\b(?:now )?looking (?:at|like|more like)(?: the| now| to)* {AHEAD}(?: {STANDING_BY})*$"
        rf"|\b(?:it|this) (?:will|is going to|is likely to|may)(?: now"
        rf"| have to)? be (?:the )?{AHEAD}(?: now)?(?: i am)?"
        rf" (?:sorry|afraid|unfortunately|apologies)\b|\bmeans (?:it will be |we need |it has to be )?(?:the )?{AHEAD}$"
        rf"|\bcan (?:do|manage|make) (?:the )?{AHEAD}(?: {STANDING_BY})*$",
        rf"{EVENT}",
    ),
    rule(
        Says.EXTEND,
        "asks about a day and no more",
        r"(?:^|\b(?:but|so|or|it|then|sorry|danger of|happy with|ok with|objections? to|thoughts on) )(?:the |until "
        r"|till |to "
        rf"|by |say |maybe |perhaps )*{AHEAD}(?: (?:then|instead|maybe|ok|please|perhaps|possibly"
        rf"|by any chance))* ‹asks›$",
        rf"{EVENT}|\b(?:what|when|which|where|who|is|are|was|does|do|did) (?:it|this|that|you|we|they|there|the)\b"
        rf"|^on\b",
    ),
    rule(
        Says.EXTEND,
        "asks whether it may be finished by a day",
        r"^(?:so |please |and )?(?:would|is|will|could|can|may|might|am|are)\b.{0,30}\b(?:ok|okay|alright|all right"
        r"|possible"
        r"|acceptable|fine|we|i|able)\b.{0,20}\b(?:finish|complete|deliver|do|submit|finished|completed|done|delivered)"
        rf"(?: (?:it|this|that|by|on|until|for|off|the|one|training|work|in time)){{0,4}} {AHEAD}",
        rf"{EVENT}|\bconfirm\b|\bhelp\b",
    ),
    rule(
        Says.EXTEND,
        "expects a day and has the date changed",
        rf"\b(?:expected|expect|will|would|estimate|guess|forecast|going to|likely|anticipate"
        rf"|anticipated)\b.{{0,40}}{AHEAD}"
        r".{0,40}\b(?:amend|change|update|revise|move|adjust|alter|correct)(?: (?:it|this|that|the|your|due|date"
        r"|deadline|plan"
        r"|records?|tracker|target|accordingly|please))*$",
        rf"{EVENT}|\b(?:was|were|has been|have) {DONE}\b",
    ),
    rule(
        Says.EXTEND,
        "counts from the due date",
        rf"^(?:{_CEREMONY} ){{0,5}}?‹future› (?:on )?(?:from|after|past|beyond|on top of) (?:the |our "
        rf"|this )?(?:current |present"
        r" |existing )?(?:due date|deadline|target|due)\b",
        NOT_OF_THE_DATE,
    ),
    rule(
        Says.EXTEND,
        "gives a day and stands by it",
        rf"^(?:{_CEREMONY} ){{0,7}}?{AHEAD}(?: (?:{STANDING_BY}|the|{AHEAD}))*$",
        rf"^(?:\w+ ){{0,3}}by(?: the)? {DAY}$|^(?:hopefully |probably |maybe |possibly |now )*(?:the |on |in "
        rf"|by )*{DAY}"
        rf"(?: (?:hopefully|all being well|fingers crossed|then))*$|^(?:yes|yeah|yep) (?:the )?{DAY} (?:is|will be"
        rf"|would be)|^this ‹past›$|{EVENT}|^on (?:the )?{DAY}",
    ),
    rule(
        Says.EXTEND,
        "closes with the day it asks for",
        rf"\b(?:so|hence|therefore|thus|but|and)(?=.*\b(?:please|pls|can|could|may|would|need|needs|make it|if)\b)"
        rf" (?:{_CEREMONY} ){{0,7}}?{AHEAD}(?: {STANDING_BY})*$"
        rf"|\b(?:i|we) (?:would (?:like|prefer|need|want|ask for|suggest)|need|now need|will need|will now need|want"
        rf"|propose"
        rf"|suggest|request)(?: (?:to|until|till|the|have|make it|say|it|moved|move|please|be|for|now|this|date|of|a"
        rf"|new))*"
        rf" {AHEAD}(?: {STANDING_BY})*$",
        rf"\b(?:by|on)(?: the)? {AHEAD}$|\b(?:call|ring|phone|remind|reminder|chase|nudge|update you|send|reassign"
        rf"|see)\b"
        rf"|\b(?:meet|talk|speak|met|leave|start|starts|begins?|back|away)(?: \w+){{0,2}} {AHEAD}(?: {STANDING_BY})*$"
        rf"|\bcan not {AHEAD}",
    ),
    rule(
        Says.EXTEND,
        "asks to have until a day",
        rf"\b(?:can|could|may|might|please|ok if|okay if|alright if|would like to|would) (?:(?:i|we|you|it|please"
        rf"|possibly|just|to"
        rf"|me|us|be) ){{0,3}}(?:have|get|give|allow|grant|given|allowed|take|spare)(?: (?:me|us|it|this|that|one"
        rf"|‹id›))*"
        rf" (?:until|till|til|up to|to)(?: {_CEREMONY})* {AHEAD}"
        r"|^(?:just |please )?(?:let (?:us|me) have|give (?:us|me)|allow (?:us|me)|grant (?:us|me)|hold (?:it|off"
        r"|the date"
        rf"|the deadline)(?: closing)?(?: this| it)?) (?:until|till|til|up to|to)(?: {_CEREMONY})* {AHEAD}",
        r"\b(?:remind|chase|nudge|reply|answer|respond|tell me|tell us|decide|check)\b",
    ),
    rule(
        Says.EXTEND,
        "would finish by a day if given the time",
        rf"\b(?:{DONE}|ready|have it|manage it|do it) (?:(?:by"
        rf"|on) )?(?:the )?{AHEAD}.{{0,25}}\bif\b.{{0,25}}\b(?:given|give|allow"
        r"|allowed|have|let|grant|granted|get)\b.{0,25}\b(?:time|longer|until|extension|chance|grace|leeway|extra)\b",
        r"\b(?:the|any) (?:questions|queries)\b",
    ),
    rule(
        Says.EXTEND,
        "a day, and why that one",
        rf"^(?:{_CEREMONY} ){{0,4}}?{AHEAD} (?:when|because|as|since|once|due to|owing to|given that|so that"
        rf"|so as to)\b"
        rf"|^(?:{_CEREMONY} ){{0,4}}?{AHEAD} (?!{DONE}\b)(?:\w+ ){{1,5}}not (?:back|in|free|available|open|around"
        rf"|here|ready"
        rf"|meeting|sitting|return|reopen|re open|start)\b",
        rf"^on\b|^(?:hopefully |probably )*by\b|\b(?:remind|chase|nudge)\b|^(?:the )?{AHEAD} as (?:planned|agreed"
        rf"|arranged|before"
        rf"|stated|discussed)\b",
    ),
    rule(
        Says.EXTEND,
        "a day, and please",
        rf"^(?:(?!not\b|no\b)[\w‹›]+ ){{0,4}}?{AHEAD}(?: (?!not\b)\w+){{0,6}} (?:please|pls|plis|if poss|if possible"
        rf"|if (?:that is |it is )?(?:ok|okay|alright|all right)(?: with you)?)$",
        rf"{NOT_OF_THE_DATE}|\bwhich\b|\b(?:reply|answer|confirm|help|advise|check|look|copy|minutes|invite|diary|book"
        rf"|cancel|note|bring|forward|pass|provide|share|give me a|drop)\b",
    ),
    rule(
        Says.EXTEND,
        "a day, if those who decide agree",
        rf"{AHEAD}(?: (?!{DONE}\b)\w+){{0,5}} {_IF}(?: (?:the|our|your|a|an|that|it|is))* {_WHO}\b(?: \w+){{0,4}}?"
        rf" {_ALLOWS}\b|{AHEAD}(?: \w+){{0,3}} (?:the )?(?:board|chair|panel|committee|partners) permitting\b"
        rf"|{AHEAD}(?: (?!{DONE}\b)\w+){{0,5}} {_IF} (?:the |your )?(?:\w+ ){{0,2}}(?:approval|consent|permission"
        rf"|agreement|blessing)\b",
        EVENT,
    ),
    rule(
        Says.EXTEND,
        "so much longer, which is a day",
        rf"^(?:(?:please|can|could|may|we|i|have|need|about|around|say|just|another|only|make it|maybe|perhaps|at"
        rf"|give|us|me"
        rf"|it) ){{0,6}}‹future›(?: (?:later|more|please|extra|longer|or so|or two|extension|from the due date))*"
        rf"(?: (?:so|ie|eg|i|e|taking|to|until|till|say|making|bringing|it|us|be|the|then|up|for|(?:that"
        rf"|which)(?: would)?"
        rf" (?:is|makes?|takes?|brings?|be)|would (?:take|make|bring|be)))* {AHEAD}(?: \w+){{0,6}}$",
        rf"{NOT_OF_THE_DATE}|\b(?:in|on) ‹future›|\bnot\b",
    ),
    rule(
        Says.EXTEND,
        "would have it put into a time to come",
        rf"\b(?:needs?|have|has|want|wants|would like|can|could|let us|better|please|must|may|might|should|ought"
        rf"|rather)\b"
        rf".{{0,25}}\b(?:go|move|moved|moving|slip|push|pushed|be|wait|leave|left|have it|do it|do this|put|shift"
        rf"|roll)\b"
        rf"(?: (?!not\b)\w+){{0,3}}? (?:until|till|to|into|after)(?: (?:after|early|late|the|in|some ?time|mid|point"
        rf"|some|beginning"
        rf"|start|of|about|back|some))* {AHEAD}",
        rf"{NOT_OF_THE_DATE}|\b(?:can|could|may|must|should|might) not\b|\bleave (?:until|till|to|me|us)\b"
        rf"|\bwait (?:to|for)\b"
        rf"|\bbefore (?:we|it|i|they|this)\b|\b(?:be|go) to (?:the )?{AHEAD}",
    ),
    rule(
        Says.EXTEND,
        "asks through somebody for more time",
        r"\b(?:ask|tell|beg|put it to|speak to|plead with) (?:the |our |your )?(?:\w+ )?(?:board|chair|panel|committee"
        r"|coordinator|partnership|council|group)\b.{0,30}\b(?:more time|longer|extra time|extension|grace|‹future›)"
        r"|\bput (?:me|us|this|it)? ?(?:in|down) for (?:an extension|more time|longer)\b"
        r"|\b(?:need|needs|want) (?:more|longer)$",
        r"^(?:shall|should|do|will|did|who) |\b(?:asked|will ask|told)\b",
    ),
    rule(
        Says.EXTEND,
        "asks in Welsh for more time",
        r"\b(?:estyn|estynnwch|ymestynnwch|estynwch|estyniad|gohirio|gohiriwch)\b|\b(?:symud|symudwch|newid|newidiwch)"
        r" (?:y |yr |ein )?(?:dyddiad|terfyn amser)\b|\b(?:mwy|fwy|rhagor|ragor) o amser\b"
        rf"|\bdyddiad (?:newydd|cwblhau newydd)\b.{{0,12}}{AHEAD}"
        rf"|\b(?:gaf i|gawn ni|allwn ni|allaf i|allwch chi|modd|hoffwn|hoffem|angen)\b.{{0,50}}(?:tan|erbyn|i) (?:y "
        rf"|yr |ddydd )?"
        rf"{AHEAD}|^tan ar ôl\b|^tan (?:y )?{AHEAD}",
        r"\b(?:nid oes|does dim|dim) angen\b|\b(?:cyfarfod|siarad|ffonio|cwrdd)\b",
    ),
)
