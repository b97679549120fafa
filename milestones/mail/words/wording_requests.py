"""The wordings of requests: undo, snooze, reassign, extend, blocked. They outrank every report of how things stand."""

from __future__ import annotations

from milestones.mail.words.wording_rule import DAY, DONE, SET_ASIDE, Rule, Says, rule

REQUESTS: tuple[Rule, ...] = (
    rule(
        Says.DOUBTFUL,
        "both options are left in",
        r"^(?:(?:reply|status) )?(?:done|complete|completed|yes|agree|approve) (?:or )?(?:not done|not complete"
        r"|incomplete|no|not|object|reject)"
        r"(?: extend)?$",
    ),
    rule(
        Says.UNDO,
        "asks to undo",
        r"\bundo\b|\bre ?open (?:it|this|that|please|‹id›)|\b(?:please|pls) re ?open\b|^re ?open\b"
        r"|\bcan you re ?open\b",
    ),
    rule(
        Says.UNDO,
        "says that the confirmation was a mistake",
        r"\b(?:marked|replied|sent|confirmed|closed|said|pressed|put)\b.{0,60}\b(?:by mistake|in error|by accident"
        r"|wrongly)\b|^sent in error\b",
    ),
    rule(
        Says.RETRACT,
        "takes back what was said before",
        r"\b(?:that|this|it) was (?:a mistake|an error|my mistake|wrong|premature)|\bmy mistake\b|\bi was (?:wrong"
        r"|mistaken)\b|^(?:correction|scrap that|strike that|ignore (?:that|this|the above|me))\b|\bi take that back\b"
        r"|\bdid i say\b|^actually no\b",
    ),
    rule(
        Says.RETRACT,
        SET_ASIDE,
        r"\b(?:ignore|disregard) (?:my|the|that) (?:last|previous|earlier|first)"
        r"|\b(?:ignore|disregard|forget) (?:my|our) (?:\w+ )?(?:note|email|message|reply|mail|response|answer|update)"
        r"(?: (?:from|of|on) (?:‹\w+›|\w+))?(?: (?:saying|that said|which said|where i said) .*)?"
        r"|\b(?:ignore|disregard|cancel|withdraw|withdrawing|forget|scrap|scrub|bin|drop) (?:my|our|the) (?:\w+ )?"
        r"(?:request|ask|application|plea) for (?:an? |the |some |more |extra )*(?:extension|time|‹(?:future|either"
        r"|past)›)"
        r"(?: (?:that )?(?:i|we) (?:have )?(?:sent|made|put in|asked for)(?: (?:in|on|you|‹(?:past|either)›))*)?"
        r"|\b(?:ignore|disregard|cancel|withdraw|withdrawing|forget|scrap|scrub|bin|drop) (?:my"
        r"|our) (?:\w+ )?(?:request"
        r"|ask|application|plea)"
        r"|\b(?:ignore|disregard|cancel|withdraw|forget|scrap) (?:my|our|the|that) (?:extension|request)"
        r"(?: (?:that )?(?:i|we) (?:have )?(?:asked|requested|put in)(?: for)?)?"
        r"|^not (?:done|yet|complete|finished) was my (?:last|previous|earlier|first) (?:email|reply|answer|message)"
        r"(?: that is (?:out of date|old|wrong|history|no longer true))?"
        r"|^not (?:done|yet|complete|finished) was what (?:i|we) (?:sent|said|put|wrote|replied|told you)"
        r"(?: (?:on|you|before|earlier|in|my|last|email|reply|‹past›|‹either›))*"
        r"|^(?:i|we) (?:said|told you|put|replied|sent|wrote|reported) (?:it was |this was )?not (?:done|yet|complete"
        r"|finished)(?: (?:on|in|my|last|email|reply|before|earlier|‹past›|‹either›))*$",
    ),
    rule(
        Says.REMARK,
        "promises to find out",
        r"^(?:(?:thanks|ok|sorry|thank you|noted) )*(?:(?:i|we) )?will (?:chase|ask|speak|contact|check|find out"
        r"|look|get back|follow up|pick|report back|update you|keep you)\b",
        rf"\b{DONE}\b|‹id›",
    ),
    rule(
        Says.REASSIGN,
        "says that it is somebody else's",
        r"\b(?:not|is no longer|not really) (?:mine|ours|my (?:action|responsibility|area|job|remit|milestone|task"
        r"|role|department|team)"
        r"|our (?:action|responsibility|area|job|remit|milestone|task|role|department|team)|for (?:me|us)(?! to)"
        r"|one for (?:me|us)|the (?:owner|lead|right person|correct person|right contact|right officer"
        r"|responsible)|responsible for|me\b|us$|down to (?:me|us)"
        r"|within my|in my remit|a (?:police|council) (?:matter|action))|\bnothing to do with (?:me|us)\b"
        r"|\bwrong (?:person|department|team|officer|address|contact)\b"
        r"|\bnid (?:fi|ni|fy|ein)\b|\bno longer (?:in (?:this|that|the) (?:role|post|job)|do (?:this|that)|the"
        r"|work|responsible|own|lead|mine|my|with|involved|in post|covering|leading)"
        r"|\bwhy (?:am|are) (?:i|we) (?:getting|receiving|being)\b|\bnever (?:worked on|been involved"
        r"|had anything)\b|\bsomeone else's\b"
        r"|\bnot one of (?:mine|ours)\b|\b(?:not|never) have (?:any )?responsibility\b|\bthey own\b"
        r"|\b(?:lead|leads|leading) on this(?: one)?(?: now)?$|\bnot (?:my|our) (?:area|patch|remit|baby|bag|field)\b"
        r"|\bmoved to (?:the )?\w+(?: \w+)? (?:team|department|directorate|portfolio)\b",
        r"\bwhy (?:am|are) (?:i|we) (?:getting|receiving) (?:this|these) (?:again|still|when)|\bnot for (?:me"
        r"|us) to (?:say|decide)",
    ),
    rule(
        Says.REASSIGN,
        "belongs to another by now",
        r"\bremove my name\b|\btake my name\b|\bmy (?:old|former|previous) (?:job|role|post)\b|\bso it is theirs\b"
        r"|\bis the (?:\w+ ){0,4}(?:lead|owner|spoc)(?: for (?:\w+ ){1,4})? ?now\b|\b(?:it|this) is theirs(?: now)?$"
        r"|\bhanded (?:\w+ ){1,5}over to (?:the )?\w+",
        r"\bboard\b|\bcommittee\b",
    ),
    rule(
        Says.REASSIGN,
        "names who should have it",
        r"\b(?:re ?assign|re ?allocate|redirect|re ?direct)\b"
        r"|(?:^|\b(?:please|pls|to|you|kindly|just|we|so|should) )transfer (?!of\b|has\b|is\b|was\b|date\b)"
        r"|\b(?:please |pls |can you |could you |kindly )(?:pass|forward|send|give|move|refer|hand)\b.{0,30}\bto (?!"
        + DAY
        + r"|me\b|us\b|the end|complete|all\b|early|late|mid)"
        r"|^(?:this )?(?:pass|forward|refer|hand|send)\b.{0,20}\bto (?!"
        + DAY
        + r")|\b(?:try|speak to|speak with|talk to|contact|ask|chase|see) (?:the |our )?"
        r"(?:licensing|housing|education|highways|insp|inspector|sgt|sergeant|di|dci|ds|dc|pc|ps|supt|acc|ch|cllr"
        r"|public|children's|adult|legal team"
        r"|community|youth|probation|trading|environmental|control|duty|team|council instead|comms|hr|finance"
        r"|procurement team)\b"
        r"|\b(?:please )?(?:contact|speak to|email|chase|ask|try|use)\b.{1,40}\b(?:instead|about this"
        r"|going forward|from now on|for this|for these)\b"
        r"|\b(?:should|needs to|must|ought to) (?:go|be with|sit with|be sent|come from|be going|be directed"
        r"|be assigned|be owned)\b(?! to (?:" + DAY + r"))"
        r"|\b(?:sits|rests|lies|belongs|falls) (?:with|to|under|within)\b|\bowned by\b|\bone for (?!me\b|us\b"
        r"|the (?:list|future))"
        r"|\b(?:now|currently) (?:leads|owns|covers|responsible|belongs|the lead|has responsibility)\b|\b(?:has"
        r"|have) (?:taken|took) (?:this|it|that|these)? ?over\b"
        r"|\b(?:takes|taking|took) over\b|\bis (?:now )?the (?:owner|lead|right person|new owner|new lead"
        r"|person to)\b|\bleads on (?:this|that|it)\b"
        r"|\b(?:take|remove) (?:me|us) (?:off|from)\b|\binstead of (?:me|us)\b|\bchange the owner\b|\bnew owner\b"
        r"|\bfrom now on\b|\bhas (?:this|that|the) (?:portfolio|brief|lead|remit|area)\b",
        rf"\b(?:ask|asking|use|try|go) (?:for |back to |with )?(?:the )?{DAY}|\bneeds to go to (?:the )?(?:board"
        rf"|cabinet|committee|slt|gold|legal)|\bsee (?:attached|below)",
    ),
    rule(
        Says.REASSIGN,
        "has handed it over or moved on",
        r"\b(?:handed|passed|passing|forwarded|handing|transferred|delegated|given|referred) (?:this|it|that|these"
        r"|over|the action|‹id›)? ?(?:over|on)? ?"
        r"to (?!" + DAY + r"|me\b|us\b|board|cabinet|committee|gold|all|the (?:board|cabinet|committee|police))\w"
        r"|\bi have (?:moved (?:on|to"
        r"|posts?|roles?|department|from|into)"
        r"|left (?:the|this|my)|changed (?:role|roles|post|job)|retired|transferred to)|\bi retire\b"
        r"|\bmy (?:successor|replacement)\b|\bi moved to\b|\b(?:di|dci|insp|inspector|sgt|ps|ds|supt|ci|cllr"
        r"|mr|mrs|ms|dr) \w+ (?:now )?has (?:this|it|that|taken)(?: now| over)?\b(?! (?:signed|done|agreed)\b)",
    ),
    rule(
        Says.EXTEND,
        "asks to extend",
        r"\b(?:extend|extended|extending|extension|ymestyn|estyniad)\b",
        r"\b(?:no|not need an?|without an?|not require an?|not|do not need to) (?:extension|extend)\b"
        r"|\bextension ?:? ?\d|\bextension (?:was|is|has been) (?:not|granted|refused)"
        r"|^(?:this |it |the \w+ |we |)?(?:was|were|had been|has been) extended\b",
    ),
    rule(
        Says.EXTEND,
        "asks to move the date",
        r"\b(?:postpone|defer|delay (?:this|it|that)? ?(?:to|until|till)"
        r"|(?:date|deadline) to move|reschedule|re ?date|put (?:this|it|that)? ?back"
        r"|push(?:ed)? (?:this|it|that|the date"
        r"|the deadline)? ?(?:back|out|on|to)"
        r"|move (?:to "
        + DAY
        + r"|this|it|that|from|the (?:due )?(?:date|deadline|target))|change the (?:due )?(?:date|deadline)"
        r"|amend the (?:due )?(?:date|deadline|target)"
        r"|(?:date|deadline) (?:needs|need|has|to be) (?:to )?(?:be )?(?:move|moved|change|changed|extended|pushed"
        r"|put back))\b",
        r"\bpostponed by\b",
    ),
    rule(
        Says.EXTEND,
        "needs until a day",
        r"\b(?:need|needs|require|requires|want|have|has|get|give (?:me|us)|appreciate|like|grateful|go|goes|wait"
        r"|be|made|moved|move|push|put|make it|say|looking at|slip|slips"
        r"|slipped|slipping|delayed|put back|rescheduled|deferred|postponed|pushed|leave it|hold on|give it|date)\b"
        r".{0,40}\b(?:until|till|til|to|into|be|is|say|for|at) (?:(?:be|the|about|around|after|cop|cob|close of play"
        r"|close of business|end of play|end of day|on) )*" + DAY,
        rf"\b(?:will|should|would|could|might|may|going to|to|hope|hopefully|expect|aim|plan)\b.{{0,40}}\b(?:be"
        rf"|have it|have this) {DONE}\b"
        r"|\b(?:completed|finished|done) by\b|\bbooked\b|\b(?:meeting|meet|meets)\b|\bis on leave (?:until|to)\b"
        r"|\b(?:set|sent|send|put|have|got|given) (?:\w+ ){0,2}(?:reminder|chaser|nudge)\b"
        r"|\b(?:snooze|remind|agenda)\b|\bstarts?\b|\bcan not\b|\bbefore we\b",
    ),
    rule(
        Says.EXTEND,
        "can we have until a day",
        r"\b(?:can|could|may|might) (?:i|we|it|this|that|you|the \w+|the due date|the deadline|‹id›)\b.{0,50}" + DAY,
        rf"\b(?:meet|call|ring|bell|buzz|shout|discuss|speak|talk|chat|attend|visit|come|get back|start|{DONE})\b",
    ),
    rule(
        Says.EXTEND,
        "asks for a day",
        r"\b(?:any chance of|requesting|(?:i|we) request|request for|asking for|ask for|could do with|hoping for"
        r"|(?:would|to|like to) request|propose|proposing|suggest|suggesting|opt for|go for|prefer) "
        r"(?:until |till |to )?(?:the )?" + DAY,
        r"\b(?:meet|meeting|call|speak|chat|update|discuss|minutes|copy|visit|training|session|not)\b",
    ),
    rule(
        Says.EXTEND,
        "names the day it should be",
        rf"{DAY}(?! is no\b).{{0,20}}\b(?:would|will|is|might|may)\b(?! no).{{0,20}}"
        rf"\b(?:new date|new deadline|achievable|realistic|better|sensible|workable"
        rf"|doable|preferable|suitable|feasible|manageable|more likely)\b"
        rf"|{DAY} (?:not|instead of|rather than) (?:the )?{DAY}|\bso (?:until |to |say |the )*{DAY} (?:please|pls|if"
        rf"|thanks|if possible|if that is ok|if ok|then)\b|^{DAY}.{{0,6}}\bor (?:failing that|else|if not) {DAY}"
        rf"|\b(?:no|not) later than (?:the )?{DAY}|\btan (?:y )?{DAY}|\bmaking it {DAY}|^ext (?:to |until )?{DAY}"
        rf"|\b(?:could|can|may) (?:the|our) (?:due )?(?:date|deadline|target) (?:be|become|move to|go to"
        rf"|be moved to) {DAY}"
        rf"|{DAY} or (?:the )?{DAY} (?:would|will|is|are|works?)\b"
        rf"|\bput .{{0,12}}\b(?:date|deadline|it|this)\b.{{0,12}}\bback to .{{0,12}}{DAY}",
        rf"\b{DONE}\b|\b(?:meeting|call)\b|\b(?:not|no longer|never) (?:be )?(?:achievable|realistic|feasible)\b",
    ),
    rule(
        Says.EXTEND,
        "needs longer",
        r"\b(?:need|needs|have|want|require|requires|request|requesting|some|bit|little|please|much|can"
        r"|could)\b.{0,30}\b(?:more time|longer|extra time|additional time|further time"
        r"|extra (?:week|month|fortnight|few|couple)|another (?:week|month|fortnight|few|couple|\w+ (?:weeks"
        r"|months)))\b|^(?:more time|longer|another \w+|‹future› (?:if poss|please))"
        r"|^(?:\w+ )?more (?:weeks|months|days|time)\b|\b(?:put|pushed) back\b"
        r"|\bneed (?:a |an |another |some )?‹future›|\bhave ‹future›",
        r"\bno longer\b|\b(?:take|takes|taking|taken)\b.{0,20}\blonger\b|\bnot need\b",
    ),
    rule(
        Says.EXTEND,
        "names a new date",
        r"\b(?:new|revised|amended|updated|proposed|realistic|alternative|changed|requested)\b.{0,40}\b(?:date"
        r"|deadline|target|timescale|completion)\b.{0,30}"
        + DAY
        + r"|\b(?:new|revised) (?:target|due|completion|delivery)\b.{0,20}"
        + DAY
        + r"|^(?:due )?(?:date|deadline|target)(?: is| now| of| for| should)?(?: be| now)? "
        + DAY,
        r"\b(?:start|starting|meeting|joining) date\b",
    ),
    rule(
        Says.EXTEND,
        "gives nothing but a day",
        rf"^(?:this )?(?:(?:please|until|till|to|make it|say|shall we say|by|for|would|sometime|some time|in|on|ok"
        rf"|the|early|late|mid|either|actually|probably|then|possibly|let us say"
        rf"|can it be|could it be|realistically|more like|about|end|cop|close of play|how about|what about)[ ])*{DAY}"
        r"(?: (?:please|thanks|thank you|would|will|be|do|better|is|realistic|more|possible|works?|suits?|ok|if"
        r"|possible|poss|that|okay|at|the|earliest|latest|instead|for|me|us|please|achievable|fine|best|and"
        r"|it|nicely|just|should|or|good|great|perfect|sensible|doable|‹future›|‹either›))*$",
        rf"^(?:this )?by {DAY}$|^this ‹past›$|^the {DAY} is {DAY}",
    ),
    rule(
        Says.BLOCKED,
        "says that it is blocked",
        r"\bhands are tied\b|\bbrick wall\b|\bgone (?:silent|quiet)\b|\bcontent freeze\b"
        r"|\bblocked\b|\bblocker\b|\bstalled\b|\bstuck\b|\bon hold\b|\bpaused\b|\bheld (?:up|at)\b|\bescalate\b"
        r"|\bescalated to\b|\bparked\b|\bfrozen\b|\bdelayed by\b|\bdelayed due to\b"
        r"|\brwystro\b|\baros am\b|\bstandstill\b|\bimpasse\b|\bstalemate\b|\bin limbo\b|\bprevented\b|\bin dispute\b"
        r"|\bin the hands of\b|\bhold(?:ing|s)? (?:us|this|it|things|everything) up\b|\bno (?:response|reply"
        r"|answer) from\b|\bscuppered\b|\bgr(?:ound|inding|inds) to a halt\b",
        r"\b(?:not|no longer|never) (?:at an? (?:\w+ )?|in an? )?(?:blocked|stuck|stalled|on hold|held up|standstill"
        r"|stalemate|impasse)\b"
        r"|\b(?:standstill|stalemate|impasse) (?:is |was )?(?:now )?(?:over|ended|broken|resolved)\b"
        r"|\b(?:after|despite|following|broke|ended) (?:the |a |an |months of |weeks of |some )?(?:\w+ )?"
        r"(?:standstill|stalemate|impasse)\b"
        r"|\b(?:nobody|nothing|no one|not) (?:\w+ )?(?:hold|holds|holding) (?:us|this|it|things|everything) up\b",
    ),
    rule(
        Says.BLOCKED,
        "waits for somebody",
        r"\b(?:waiting|wait|await|awaiting|awaits|awaited) (?:for|on|to|a|an|the|sign|sign off|signature"
        r"|signatures|approval|\w+)\b|^(?:still )?(?:awaiting|waiting|pending)\b"
        r"|\b(?:depends|relies|reliant|dependent|contingent|hinges) (?:on|upon)\b|(?:^|\b(?:is|are|sat|sits"
        r"|sitting|currently|still|now|it is|this is) )with (?:the |our )?"
        r"(?!thanks|regards|best|kind|many|it\b|this\b|me\b|us\b|reference|apolog)\w+|^subject to\b|\bpending\b",
        r"\b(?:since|after|following|under) the (?:restructure|reorganisation|re organisation|merger|new structure)\b"
        r"(?!.*\b(?:waiting|wait|awaiting|pending)\b)"
        r"|^(?:this |it )?(?:is )?(?:complete|completed|done|finished) pending\b|\b(?:i|we) sat with\b|\b(?:wait"
        r"|waiting|awaiting) (?:completion|" + DAY + r"|until " + DAY + r")|\bcan it wait\b"
        r"|\b(?:waiting (?:for|on)|awaiting) (?:nothing|nobody|no one|none|no \w+)\b",
    ),
    rule(
        Says.BLOCKED,
        "cannot go on",
        r"\b(?:can not|unable to|not able to|can no longer) (?:proceed|progress|start|begin|complete|continue"
        r"|go ahead|move|do|finish|deliver|take this|get|go any)\b"
        r"|\bnothing can happen\b|\bwill not (?:sign|let|agree|release|pay|approve|allow|engage|share|fund"
        r"|cooperate|co)\b|\b(?:refuse|refuses|refused|refusing)\b"
        r"|\bsays? (?:we|they|i) can not\b|\bsay (?:we|they) can not\b|\bso we can not\b",
        r"\b(?:can not|unable to|not able to) (?:get to it|do it today|confirm|open|complete (?:this |it )?(?:by"
        r"|before|until|on time|in time))\b",
    ),
    rule(
        Says.BLOCKED,
        "lacks what it needs",
        r"\bno (?:budget|funding|funds|money|staff|resource|resources|capacity|room|venue|supplier|contractor|one"
        r"|agreement|cover)\b|\black of (?:resource|resources|funding|staff|budget|capacity|money|engagement)\b"
        r"|\bfunding (?:withdrawn|cut|pulled|refused|ended|fell|has)\b|\b(?:gone|went) (?:bust|into administration"
        r"|under)\b|\bpulled out\b|\bwithdrawn\b|\bwithdrew\b|\bfell through\b|\bfallen through\b"
        r"|\bin administration\b|\bcan not go ahead\b|\bnobody (?:can|to|is|available)\b|\blong term sick\b"
        r"|\bno progress (?:is )?possible\b|\bshort of staff\b|\bsystem is down\b",
        r"\b(?:nobody|no one) is (?:holding|blocking|stopping)\b|\bno one (?:has )?(?:told|said)"
        r"|\bwithdrawn the objection\b",
    ),
)
