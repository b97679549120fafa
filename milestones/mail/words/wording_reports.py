"""The wordings of reports that are no plain confirmation: questions, doubts, promises, what is open or ahead."""

from __future__ import annotations

from milestones.mail.words.wording_rule import BARE_YES, CONDITION, DAY, DONE, NO, WILL, Rule, Says, rule

REPORTS: tuple[Rule, ...] = (
    rule(
        Says.QUESTION,
        "asks what to do",
        r"^(?:do|does|did|should|shall|am|are|is|was|has|have|which|who|what|when|where|why|how|whose) (?:i|we|you"
        r"|this|it|that|the|there|these|those|owns|does|is|are|do|to|evidence|else|has|should|about"
        r"|will)\b.*‹asks›$",
    ),
    rule(
        Says.DOUBTFUL,
        "does not know",
        r"\b(?:not (?:sure|certain|clear|aware)|do not know|no idea|unsure|unclear|can not say|could not say"
        r"|not for me to say|do not recall|can not remember|who knows|hard to say)\b",
        rf"\bcan not say (?:this|it|that) is {DONE}",
    ),
    rule(
        Says.DOUBTFUL,
        "supposes",
        rf"\b(?:should|must|ought to) (?:already |now |have |surely )+(?:have |been |be )*(?:\w+ )?{DONE}\b"
        r"|\b(?:from|if) memory\b|^not applicable$",
    ),
    rule(Says.DOUBTFUL, "complete on a condition of the reader's", rf"\b{DONE}\b.{{0,20}}\bunless\b|\bdone if you\b"),
    rule(
        Says.DOUBTFUL,
        "two views",
        r"\b(?:boss|council|police|team|dave|he|she|they|sergeant|inspector|manager|colleague|partner|everyone"
        r"|someone|\w+) (?:says?|said|tells?|told|reckons?|thinks?|believes?|claims?|claimed|assures?|assured)\b"
        r".{0,40}\b(?:is|was|has|have|been|complete|done|finished|closed)\b|\bdisagree\b",
        r"^(?:i|we) (?:said|told)|\bcan not\b|\blegal say",
    ),
    rule(
        Says.REMARK,
        "promises to look at it",
        r"^(?:(?:ok|thanks|thank you|noted|received|sorry|right|yes|hi|no problem|sure|great|apologies|for|the"
        r"|reminder|reminding me|this|chaser|and|your|email)[ ,]*)*(?:(?:i|we) )?(?:(?:will|shall|would) )?"
        r"(?:will|shall|leave it with|bear with|let me check|let me look|let me have|working on a reply"
        r"|looking into|look into|will look|looking at this|on it\b|have a look|get (?:on to|back|onto)|come back"
        r"|be in touch)"
        r"(?: (?:do|have|take|look|get|come|be|check|reply|respond|into|at|it|this|that|a|the|back|to|you|on|in"
        r"|touch|let|know|with|me|us|my|our|team|next|week|discuss|see|follow|up|chase|find|out|ask|these|soon"
        r"|shortly|later|today|asap|attention|thanks|for|looking|pick|deal|action|note|raise|take|them|reply|as"
        r"|possible|when|i|can|of|them|smt|meeting|slt|‹future›|‹either›|‹today›))*$",
    ),
    rule(
        Says.REMARK,
        "acknowledges receipt",
        r"^(?:(?:i|we|can|thanks|thank you|please|happy to|and|just|to|with|many) )*(?:acknowledged?|acknowledging"
        r"|noted|received|(?:confirm|confirmed|confirming) (?:that )?(?:the |safe |your )?(?:receipt"
        r"|i have received|we have received|received|i have read)|receipt (?:confirmed|acknowledged)|understood"
        r"|copied|roger)"
        r"(?: (?:thanks|thank|you|with|receipt|of|your|the|email|message|reminder|this|and|will|noted|many|for|e"
        r"|mail|letter|all))*$",
    ),
    rule(
        Says.NOT_COMPLETE,
        "has a part still to do",
        r"(?:\b(?:part|partly|partial|partially|half|mostly|most|largely|mainly|nearly|almost|virtually"
        r"|practically|substantially|broadly|some of|majority|bulk|‹percent›|‹fraction›|per cent|percent"
        r"|(?:one|two|three|four|five|six|seven|eight|nine|\d+) (?:out )?of (?:the )?(?:two|three|four|five|six"
        r"|seven|eight|nine|ten|\d+))\b.{0,60})"
        r"|\b(?:phase|stage|part|step|section) (?:one|two|three|four|1|2|3|4|a|b)\b|\b(?:first|second|initial"
        r"|interim) (?:stage|phase|part|draft|step|half|section|two sections|sections|bit|tranche)\b"
        rf"|\b(?:draft|drafted|drafting)\b.{{0,30}}\b{DONE}|\bdone (?:the )?(?:draft|most|some|a lot|a bit|my bit"
        r"|our bit|our part|my part|what i|what we|half)"
        r"|\b(?:except|excepting|apart from|aside from|other than|bar|barring|excluding|minus|save for|all but"
        r"|with the exception)\b|\b(?:our|my) (?:part|bit|side|end|share)\b"
        r"|\b(?:police|council|force|our|university|college) side\b|\bsigned by (?:us|the police|the council|one"
        r"|two)\b|\bnearly there\b|\b(?:quarters?|thirds?|fifths?) (?:of the way|done|complete|there|finished)\b"
        r"|\bto follow\b|\bin part\b|\bin draft\b",
        r"\b(?:both|all) (?:of )?(?:the )?(?:part|parts|sections|stages|phases)\b|^for the most part\b"
        r"|\bpart of (?:the plan|m\d)|\b(?:first|next) (?:meeting|session)\b|\bdone from our end\b"
        r"|^(?:the )?draft\b(?!.*\b(?:done|complete|completed)\b)|\bthe draft protocol\b|\battached\b"
        r"|\bsee attached\b|\bmost of (?:us|you)\b|\bsome time\b|\bunless\b",
    ),
    rule(
        Says.NOT_COMPLETE,
        "says not",
        rf"(?:\b{NO}\b.{{0,80}}\b{DONE}|\b{DONE}\b.{{0,80}}\b{NO}\b|^(?:\W|sorry|afraid|i am|unfortunately|no|nope"
        r"|nah|hi|it is|this is|still|thanks|for|now|sadly|as of|‹today›)*(?:\s|\b)(?:not|nope|nah|no|dim|ddim"
        r"|never|nac|hasn't)\b"
        rf"(?: (?:yet|quite|really|there|sorry|as|at|this|present|the|moment|time|mate|all|quite|just|i|am|afraid"
        rf"|exactly|at all|happened|ready|due|until|{DAY}|a|chance|fully|in|progress|nearly|ydy|eto|done|way))*$"
        r"|^(?:no|nope|nah)\b.{0,60}|\bnot(?: yet)?$|^not as\b|\bnot (?:yet|quite|there|in place|make"
        r"|going to make|happened"
        r"|by a long way|ready|on track|up and running)\b|\bno (?:progress|update|movement)\b|\bnot (?:manage"
        r"|managed|get round|got round|get to|got to|had time|had chance|been able)\b"
        r"|\b(?:has|have|had|is|was|are|does|did|do|will|would|could) (?:\w+ )?not (?:yet )?(?:been|be|done"
        r"|happened|complete|started|quite|have|got|finished|managed)\b|\b(?:it|this|that|we|they) (?:is|are|has"
        r"|have) not$"
        r"|\bddim\b|\bheb\b|\bnid yw\b|\bdim eto\b|\bunable to (?:complete|finish|confirm|do)|\bnever been\b"
        r"|\bfar from\b|\bnowhere near\b|\bby no means\b|\blittle progress\b|\bdo not (?:believe|think)\b"
        r"|\bhas not$|\bhave not$|\bbut the .{1,30} has not\b)",
        r"\bno (?:need|problem|problems|worries|issues|objection|objections)\b|\bnot (?:sure|certain)\b"
        r"|\bcan not open\b|\bno longer\b|\bno (?:thanks|thank you)\b",
    ),
    rule(
        Says.NOT_COMPLETE,
        "says incomplete",
        r"\b(?:incomplete|uncompleted|unfinished|unsigned|undone|unactioned|outstanding|overdue|to do|yet to"
        r"|anghyflawn)\b",
        r"\b(?:no|nothing|none) outstanding\b|\bwent undone\b",
    ),
    rule(
        Says.DOUBTFUL,
        "hedges",
        r"\b(?:think|believe|suppose|guess|assume|assumed|assuming done|presume|presumably|probably|possibly"
        r"|perhaps|maybe|apparently|seem|seems|appear|appears|looks|reckon|understand|told"
        r"|hear|heard|as far as|to my knowledge|knowledge|aware|technically|in theory|in principle|theory"
        r"|principle|effectively|essentially|basically|sort of|kind of|pretty much|more or less|as good as"
        r"|supposedly"
        r"|on paper|point of view|from our end|consider it|call it|let us say|if you say so|easier said|likely)\b",
        rf"\b(?:once|when|will|hope|hopefully)\b.{{0,40}}\b{DONE}\b",
    ),
    rule(
        Says.NOT_COMPLETE,
        "on a condition",
        rf"\b{CONDITION}\b.{{0,120}}\b{DONE}|\b{DONE}\b.{{0,60}}\b(?:if|once|when|as soon as|provided|providing"
        r"|assuming|subject to|dependent|depending|conditional|pending|until)\b",
        r"\bany questions\b|\bwhen (?:is|was) this\b|\bafter the flood\b|\bif (?:you )?need",
    ),
    rule(
        Says.NOT_COMPLETE,
        "speaks of the future",
        rf"\b{WILL}\b.{{0,80}}\b(?:{DONE}|there|place|soon|make|update|confirm|in time|on time|sign|end)\b"
        rf"|\b{DONE}\b.{{0,30}}(?:‹future›|\bsoon\b|\bshortly\b|\blater\b|\btomorrow\b|\bby {DAY}|\bnext\b)"
        rf"|^to be (?:done|completed|finished)|\bneeds (?:completing|finishing|doing|more work|work)\b"
        rf"|\bbooked (?:for|in)\b|\bcompletion (?:expected|due|planned|by)\b|^(?:this )?by {DAY}$|\b(?:awaiting"
        r"|planned|expected|target) completion\b",
        r"\b(?:may|should|can) (?:now )?be (?:closed|signed off|marked)|\bplease (?:complete|close)\b|^(?:i"
        r"|we) should have told|\bdo i need to\b|\bthanks for\b.*\bwill\b",
    ),
    rule(
        Says.NOT_COMPLETE,
        "is in progress",
        r"\bin (?:hand|progress|train|development|draft|the pipeline|the works)\b|\bwork in progress\b|\bwip\b"
        r"|\bon going\b|\bunder ?way\b|\bon (?:track|target|course|schedule|with it)\b|\bprogress(?:ing|ed)?\b"
        r"|\bgetting there\b"
        r"|\b(?:still|being|currently|just|barely|hardly|only) (?:going|in|working|work|open|outstanding|dealt"
        r"|finalised|drafted|to|chasing|progressed|done|started|looked|with|collecting|coming|on|reviewed"
        r"|negotiating|gathering|writing|trying|a|being|consulting)\b"
        r"|\bremains? (?:open|outstanding|in)\b|\b(?:slipped|slipping|slippage|running late|delayed|behind|late"
        r"|overrunning|overrun|taking longer)\b|\bworking (?:on|through|towards)\b|\bneeds? (?:more|one|two"
        r"|another|further|some|a few)\b|\bcontinues\b|\bheadway\b|\bcoming along\b|\bmoving forward\b"
        r"|\bin the diary\b|\bmade a start\b"
        r"|\bon (?:my|our|the) (?:list|radar|to do list)\b|\bout for (?:consultation|comment|comments|review"
        r"|signature)\b|^hopefully\b|\bacross the line\b|\bar y gweill\b"
        r"|\bhalf way\b|\bstarted\b|\bstarts\b|\bstill to (?:come|do|go)\b|\bto go\b|\bstill\b",
        r"\b(?:sorry|apologies|apols)\b.{0,40}\b(?:late|delay|delayed)\b|\b(?:late|delayed) (?:reply|response)\b"
        r"|\bstill (?:valid|the same|relevant|here)\b|\bprogress (?:report|notes)\b.{0,20}\battached\b"
        r"|^the office\b",
    ),
    rule(
        Says.ELSEWHERE,
        BARE_YES,
        r"^(?:yes|yep|yeah|yup|aye|affirmative)(?: (?:yes|indeed|it is|it has|we have|i have))?$",
    ),
    rule(
        Says.ELSEWHERE,
        "points elsewhere or says too little",
        r"^(?:(?:yes|yep|yeah|y|ok|okay|fine|sure|x|test|na|n a|n|as (?:per )?(?:above|previous|before|discussed"
        r"|requested|agreed|below|my last)|ditto|same(?: as (?:last time|before)| again)?|as per previous"
        r"|see (?:below|above|previous email|my last|previous)|maybe|sort of|agree|agreed|i agree|approved?|accept"
        r"|accepted|confirm|i confirm|please|and|no|it might be|recall|ignore|this|‹thumb›|‹sign›"
        r"|happy with this)(?: |$))+$",
    ),
)
