"""The wordings of everything that is not a plain confirmation, as named rules over one sentence; the first match wins.

A rule looks at the sentence's words in lower case, joined by single spaces, contractions opened, days and ids as
`‹past›`, `‹future›`, `‹id›` and so on. No pattern repeats a repetition, so matching is linear in a sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Says(StrEnum):
    """What one sentence says about what it is about."""

    COMPLETE = "complete"
    NOT_COMPLETE = "not_complete"
    EXTEND = "extend"
    SNOOZE = "snooze"
    BLOCKED = "blocked"
    REASSIGN = "reassign"
    UNDO = "undo"
    RETRACT = "retract"
    DOUBTFUL = "doubtful"
    QUESTION = "question"
    REMARK = "remark"
    COURTESY = "courtesy"
    BESIDE = "beside"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Rule:
    """One wording: what it says, the rule's name for the record, the pattern, and a pattern that forbids it."""

    says: Says
    name: str
    pattern: re.Pattern[str]
    but_not: re.Pattern[str] | None = None


DAY = "‹(?:past|today|either|future)›"
DONE = (
    r"(?:done|complete|completed|completion|completing|finished|finish|finalised|finalized|closed|close|closing|signed|sorted|delivered|achieved"
    r"|implemented|actioned|discharged|ready|confirm|confirmed|started|begun|happened|approved|agreed|met|submitted|gorffen|wneud|gwblhau)"
)
NO = r"(?:not|never|none|nothing|nobody|neither|nor|nowhere|no|nope|nah|ddim|heb|nid|nac|without|hardly|barely|unable)"
CONDITION = r"(?:if|once|when|as soon as|provided|providing|assuming|subject to|dependent on|depending on|conditional on|until|till|pending|after)"
WILL = (
    r"(?:will|shall|would|should|could|might|may|must|going to|gonna|to be|need to|needs to|needs|due to|hope|hoping|hopefully|aim|aiming|plan|planned"
    r"|planning|expect|expected|expecting|expects|intend|intending|want|wish|try|trying|anticipate|anticipated|scheduled|working towards|looking to|ought to)"
)


def _rule(says: Says, name: str, pattern: str, but_not: str | None = None) -> Rule:
    return Rule(says, name, re.compile(pattern), re.compile(but_not) if but_not else None)


WORDINGS: tuple[Rule, ...] = (
    _rule(
        Says.DOUBTFUL,
        "both options are left in",
        r"^(?:(?:reply|status) )?(?:done|complete|completed|yes|agree|approve) (?:or )?(?:not done|not complete|incomplete|no|not|object|reject)"
        r"(?: extend)?$",
    ),
    _rule(
        Says.UNDO,
        "asks to undo",
        r"\bundo\b|\bre ?open (?:it|this|that|please|‹id›)|\b(?:please|pls) re ?open\b|^re ?open\b|\bcan you re ?open\b",
    ),
    _rule(
        Says.UNDO,
        "says that the confirmation was a mistake",
        r"\b(?:marked|replied|sent|confirmed|closed|said|pressed|put)\b.{0,60}\b(?:by mistake|in error|by accident|wrongly)\b|^sent in error\b",
    ),
    _rule(
        Says.RETRACT,
        "takes back what was said before",
        r"\b(?:that|this|it) was (?:a mistake|an error|my mistake|wrong|premature)|\bmy mistake\b|\bi was (?:wrong|mistaken)\b|^(?:correction|scrap that"
        r"|strike that|ignore (?:that|this|the above|me))\b|\b(?:ignore|disregard) (?:my|the|that) (?:last|previous|earlier|first)|\bi take that back\b"
        r"|\bdid i say\b|^actually no\b",
    ),
    _rule(
        Says.REMARK,
        "promises to find out",
        r"^(?:(?:thanks|ok|sorry|thank you|noted) )*(?:(?:i|we) )?will (?:chase|ask|speak|contact|check|find out|look|get back|follow up|pick|report back|update you|keep you)\b",
        rf"\b{DONE}\b|‹id›",
    ),
    _rule(Says.SNOOZE, "asks to be left until later", r"\bsnooze\b"),
    _rule(
        Says.SNOOZE,
        "asks to be reminded later",
        r"\b(?:remind|chase|nudge|prompt|ping|ask|email|contact) (?:me|us)\b.{0,30}"
        + DAY
        + r"|\b(?:not|stop) (?:chase|chasing|remind|reminding)\b.{0,40}"
        + DAY
        + r"|\b(?:remind|chase|nudge) (?:me|us) again\b",
    ),
    _rule(
        Says.REASSIGN,
        "says that it is somebody else's",
        r"\b(?:not|is no longer|not really) (?:mine|ours|my (?:action|responsibility|area|job|remit|milestone|task|role|department|team)"
        r"|our (?:action|responsibility|area|job|remit|milestone|task|role|department|team)|for (?:me|us)(?! to)"
        r"|one for (?:me|us)|the (?:owner|lead|right person|correct person|right contact|right officer|responsible)|responsible for|me\b|us$|down to (?:me|us)"
        r"|within my|in my remit|a (?:police|council) (?:matter|action))|\bnothing to do with (?:me|us)\b|\bwrong (?:person|department|team|officer|address|contact)\b"
        r"|\bnid (?:fi|ni|fy|ein)\b|\bno longer (?:in (?:this|that|the) (?:role|post|job)|do (?:this|that)|the|work|responsible|own|lead|mine|my|with|involved|in post|covering|leading)"
        r"|\bwhy (?:am|are) (?:i|we) (?:getting|receiving|being)\b|\bnever (?:worked on|been involved|had anything)\b|\bsomeone else's\b",
        r"\bwhy (?:am|are) (?:i|we) (?:getting|receiving) (?:this|these) (?:again|still|when)|\bnot for (?:me|us) to (?:say|decide)",
    ),
    _rule(
        Says.REASSIGN,
        "names who should have it",
        r"\b(?:re ?assign|re ?allocate|redirect|re ?direct|transfer)\b"
        r"|\b(?:please |pls |can you |could you |kindly )(?:pass|forward|send|give|move|refer|hand)\b.{0,30}\bto (?!"
        + DAY
        + r"|me\b|us\b|the end|complete|all\b|early|late|mid)"
        r"|^(?:this )?(?:pass|forward|refer|hand|send)\b.{0,20}\bto (?!"
        + DAY
        + r")|\b(?:try|speak to|speak with|talk to|contact|ask|chase|see) (?:the |our )?"
        r"(?:licensing|housing|education|highways|insp|inspector|sgt|sergeant|di|dci|ds|dc|pc|ps|supt|acc|ch|cllr|public|children's|adult|legal team"
        r"|community|youth|probation|trading|environmental|control|duty|team|council instead|comms|hr|finance|procurement team)\b"
        r"|\b(?:please )?(?:contact|speak to|email|chase|ask|try|use)\b.{1,40}\b(?:instead|about this|going forward|from now on|for this|for these)\b"
        r"|\b(?:should|needs to|must|ought to) (?:go|be with|sit with|be sent|come from|be going|be directed|be assigned|be owned)\b(?! to (?:"
        + DAY
        + r"))"
        r"|\b(?:sits|rests|lies|belongs|falls) (?:with|to|under|within)\b|\bowned by\b|\bone for (?!me\b|us\b|the (?:list|future))"
        r"|\b(?:now|currently) (?:leads|owns|covers|responsible|belongs|the lead|has responsibility)\b|\b(?:has|have) (?:taken|took) (?:this|it|that|these)? ?over\b"
        r"|\b(?:takes|taking|took) over\b|\bis (?:now )?the (?:owner|lead|right person|new owner|new lead|person to)\b|\bleads on (?:this|that|it)\b"
        r"|\b(?:take|remove) (?:me|us) (?:off|from)\b|\binstead of (?:me|us)\b|\bchange the owner\b|\bnew owner\b|\bfrom now on\b|\bhas (?:this|that|the) (?:portfolio|brief|lead|remit|area)\b",
        r"\bneeds to go to (?:the )?(?:board|cabinet|committee|slt|gold|legal)|\bsee (?:attached|below)",
    ),
    _rule(
        Says.REASSIGN,
        "has handed it over or moved on",
        r"\b(?:handed|passed|passing|forwarded|handing|transferred|delegated|given|referred) (?:this|it|that|these|over|the action|‹id›)? ?(?:over|on)? ?"
        r"to (?!"
        + DAY
        + r"|board|cabinet|committee|gold|all|the (?:board|cabinet|committee|police))\w|\bi have (?:moved (?:on|to|posts?|roles?|department|from|into)"
        r"|left (?:the|this|my)|changed (?:role|roles|post|job)|retired|transferred to)|\bi retire\b|\bmy (?:successor|replacement)\b",
    ),
    _rule(
        Says.EXTEND,
        "asks to extend",
        r"\b(?:extend|extended|extending|extension|ymestyn|estyniad)\b",
        r"\b(?:no|not need an?|without an?|not require an?|not|do not need to) (?:extension|extend)\b|\bextension ?:? ?\d|\bextension (?:was|is|has been) (?:not|granted|refused)",
    ),
    _rule(
        Says.EXTEND,
        "asks to move the date",
        r"\b(?:postpone|defer|reschedule|re ?date|put (?:this|it|that)? ?back|push(?:ed)? (?:this|it|that|the date|the deadline)? ?(?:back|out|on|to)"
        r"|move (?:to "
        + DAY
        + r"|this|it|that|from|the (?:due )?(?:date|deadline|target))|change the (?:due )?(?:date|deadline)|amend the (?:due )?(?:date|deadline|target)"
        r"|(?:date|deadline) (?:needs|need|has|to be) (?:to )?(?:be )?(?:move|moved|change|changed|extended|pushed|put back))\b",
        r"\bpostponed by\b",
    ),
    _rule(
        Says.EXTEND,
        "needs until a day",
        r"\b(?:need|needs|require|requires|want|have|has|get|give (?:me|us)|appreciate|like|grateful|go|goes|wait|be|made|moved|move|push|put|make it|say|looking at|slip|slips"
        r"|slipped|slipping|delayed|put back|rescheduled|deferred|postponed|pushed|leave it|hold on|give it|date)\b"
        r".{0,40}\b(?:until|till|til|to|into|be|is|say|for|at) (?:be |the |about |around |after |cop |close of play )?"
        + DAY,
        rf"\b(?:will|should|would|could|might|may|going to|to|hope|hopefully|expect|aim|plan)\b.{{0,40}}\b(?:be|have it|have this) {DONE}\b"
        r"|\b(?:completed|finished|done) by\b|\bbooked\b|\b(?:meeting|meet|meets)\b|\bis on leave (?:until|to)\b|\b(?:snooze|remind)\b|\bstarts?\b|\bcan not\b|\bbefore we\b",
    ),
    _rule(
        Says.EXTEND,
        "can we have until a day",
        r"\b(?:can|could|may|might) (?:i|we|it|this|that|you|the \w+|the due date|the deadline|‹id›)\b.{0,50}" + DAY,
        rf"\b(?:meet|call|discuss|speak|start|{DONE})\b",
    ),
    _rule(
        Says.EXTEND,
        "needs longer",
        r"\b(?:need|needs|have|want|require|requires|request|requesting|some|bit|little|please|much|can|could)\b.{0,30}\b(?:more time|longer|extra time|additional time|further time"
        r"|extra (?:week|month|fortnight|few|couple)|another (?:week|month|fortnight|few|couple|\w+ (?:weeks|months)))\b|^(?:more time|longer|another \w+|‹future› (?:if poss|please))"
        r"|^(?:\w+ )?more (?:weeks|months|days|time)\b|\b(?:put|pushed) back\b|\bneed ‹future›|\bhave ‹future›",
        r"\bno longer\b|\b(?:take|takes|taking|taken)\b.{0,20}\blonger\b|\bnot need\b",
    ),
    _rule(
        Says.EXTEND,
        "names a new date",
        r"\b(?:new|revised|amended|updated|proposed|realistic|alternative|changed|requested)\b.{0,40}\b(?:date|deadline|target|timescale|completion)\b.{0,30}"
        + DAY
        + r"|\b(?:new|revised) (?:target|due|completion|delivery)\b.{0,20}"
        + DAY
        + r"|^(?:due )?(?:date|deadline|target)(?: is| now| of| for| should)?(?: be| now)? "
        + DAY,
    ),
    _rule(
        Says.EXTEND,
        "gives nothing but a day",
        rf"^(?:this )?(?:(?:please|until|till|to|make it|say|shall we say|by|for|would|sometime|some time|in|on|ok|realistically|more like|about|end|cop|close of play|how about|what about)[ ])*{DAY}"
        r"(?: (?:please|thanks|thank you|would|will|be|do|better|is|realistic|more|possible|works?|suits?|ok|if|possible|poss|that|okay|at|the|earliest|latest|instead|for|me|us|please|achievable|fine|best|and|‹future›|‹either›))*$",
        rf"^(?:this )?by {DAY}$|^this ‹past›$",
    ),
    _rule(
        Says.BLOCKED,
        "says that it is blocked",
        r"\bblocked\b|\bblocker\b|\bstalled\b|\bstuck\b|\bon hold\b|\bpaused\b|\bheld up\b|\bescalate\b|\bescalated to\b|\bparked\b|\bfrozen\b|\bdelayed by\b|\bdelayed due to\b"
        r"|\brwystro\b|\baros am\b|\bat a standstill\b|\bimpasse\b|\bin limbo\b|\bprevented\b|\bin dispute\b|\bin the hands of\b|\bhold(?:ing|s)? (?:us|this|it|things|everything) up\b|\bno (?:response|reply|answer) from\b|\bscuppered\b",
        r"\b(?:not|no longer) (?:blocked|stuck|stalled|on hold|held up)\b",
    ),
    _rule(
        Says.BLOCKED,
        "waits for somebody",
        r"\b(?:waiting|wait|await|awaiting|awaits|awaited) (?:for|on|to|a|an|the|sign|sign off|signature|signatures|approval|\w+)\b|^(?:still )?(?:awaiting|waiting|pending)\b"
        r"|\b(?:depends|relies|reliant|dependent|contingent|hinges) (?:on|upon)\b|(?:^|\b(?:is|are|sat|sits|sitting|currently|still|now|it is|this is) )with (?:the |our )?"
        r"(?!thanks|regards|best|kind|many|it\b|this\b|me\b|us\b|reference|apolog)\w+|^subject to\b|\bpending\b",
        r"^(?:this |it )?(?:is )?(?:complete|completed|done|finished) pending\b|\b(?:wait|waiting|awaiting) (?:completion|"
        + DAY
        + r"|until "
        + DAY
        + r")|\bcan it wait\b",
    ),
    _rule(
        Says.BLOCKED,
        "cannot go on",
        r"\b(?:can not|unable to|not able to|can no longer) (?:proceed|progress|start|begin|complete|continue|go ahead|move|do|finish|deliver|take this|get|go any)\b"
        r"|\bnothing can happen\b|\bwill not (?:sign|let|agree|release|pay|approve|allow|engage|share|fund|cooperate|co)\b|\b(?:refuse|refuses|refused|refusing)\b"
        r"|\bsays? (?:we|they|i) can not\b|\bsay (?:we|they) can not\b|\bso we can not\b",
        r"\b(?:can not|unable to|not able to) (?:get to it|do it today|confirm|open|complete (?:this |it )?(?:by|before|until|on time|in time))\b",
    ),
    _rule(
        Says.BLOCKED,
        "lacks what it needs",
        r"\bno (?:budget|funding|funds|money|staff|resource|resources|capacity|room|venue|supplier|contractor|one|agreement|cover)\b|\black of (?:resource|resources|funding|staff|budget|capacity|money|engagement)\b"
        r"|\bfunding (?:withdrawn|cut|pulled|refused|ended|fell|has)\b|\b(?:gone|went) (?:bust|into administration|under)\b|\bpulled out\b|\bwithdrawn\b|\bwithdrew\b|\bfell through\b|\bfallen through\b"
        r"|\bin administration\b|\bcan not go ahead\b|\bnobody (?:can|to|is|available)\b|\blong term sick\b|\bno progress (?:is )?possible\b|\bshort of staff\b|\bsystem is down\b",
        r"\bno one (?:has )?(?:told|said)|\bwithdrawn the objection\b",
    ),
    _rule(
        Says.QUESTION,
        "asks what to do",
        r"^(?:do|does|did|should|shall|am|are|is|was|has|have|which|who|what|when|where|why|how|whose) (?:i|we|you|this|it|that|the|there|these|those|owns|does|is|are|do|to|evidence|else|has|should|about|will)\b.*‹asks›$",
    ),
    _rule(
        Says.DOUBTFUL,
        "does not know",
        r"\b(?:not (?:sure|certain|clear|aware)|do not know|no idea|unsure|unclear|can not say|could not say|not for me to say|do not recall|can not remember|who knows|hard to say)\b",
        rf"\bcan not say (?:this|it|that) is {DONE}",
    ),
    _rule(
        Says.DOUBTFUL,
        "supposes",
        rf"\b(?:should|must|ought to) (?:already |now |have |surely )+(?:have |been |be )*(?:\w+ )?{DONE}\b|\b(?:from|if) memory\b|^not applicable$",
    ),
    _rule(Says.DOUBTFUL, "complete on a condition of the reader's", rf"\b{DONE}\b.{{0,20}}\bunless\b|\bdone if you\b"),
    _rule(
        Says.DOUBTFUL,
        "two views",
        r"\b(?:boss|council|police|team|dave|he|she|they|sergeant|inspector|manager|colleague|partner|everyone|someone|\w+) (?:says?|said|tells?|told|reckons?|thinks?|believes?|claims?|claimed|assures?|assured)\b"
        r".{0,40}\b(?:is|was|has|have|been|complete|done|finished|closed)\b|\bdisagree\b",
        r"^(?:i|we) (?:said|told)|\bcan not\b|\blegal say",
    ),
    _rule(
        Says.REMARK,
        "promises to look at it",
        r"^(?:(?:ok|thanks|thank you|noted|received|sorry|right|yes|hi|no problem|sure|great|apologies|for|the|reminder|reminding me|this|chaser|and|your|email)[ ,]*)*(?:(?:i|we) )?(?:(?:will|shall|would) )?"
        r"(?:will|shall|leave it with|bear with|let me check|let me look|let me have|working on a reply|looking into|look into|will look|looking at this|on it\b|have a look|get (?:on to|back|onto)|come back|be in touch)"
        r"(?: (?:do|have|take|look|get|come|be|check|reply|respond|into|at|it|this|that|a|the|back|to|you|on|in|touch|let|know|with|me|us|my|our|team|next|week|discuss|see|follow|up|chase|find|out|ask|these|soon|shortly|later|today|asap|attention|thanks|for|looking|pick|deal|action|note|raise|take|them|reply|as|possible|when|i|can|of|them|smt|meeting|slt|‹future›|‹either›|‹today›))*$",
    ),
    _rule(
        Says.REMARK,
        "acknowledges receipt",
        r"^(?:(?:i|we|can|thanks|thank you|please|happy to|and|just|to|with|many) )*(?:acknowledged?|acknowledging|noted|received|(?:confirm|confirmed|confirming) (?:that )?(?:the |safe |your )?(?:receipt|i have received|we have received|received|i have read)|receipt (?:confirmed|acknowledged)|understood|copied|roger)"
        r"(?: (?:thanks|thank|you|with|receipt|of|your|the|email|message|reminder|this|and|will|noted|many|for|e|mail|letter|all))*$",
    ),
    _rule(
        Says.NOT_COMPLETE,
        "has a part still to do",
        r"(?:\b(?:part|partly|partial|partially|half|mostly|most|largely|mainly|nearly|almost|virtually|practically|substantially|broadly|some of|majority|bulk|‹percent›|‹fraction›|per cent|percent"
        r"|(?:one|two|three|four|five|six|seven|eight|nine|\d+) (?:out )?of (?:the )?(?:two|three|four|five|six|seven|eight|nine|ten|\d+))\b.{0,60})"
        r"|\b(?:phase|stage|part|step|section) (?:one|two|three|four|1|2|3|4|a|b)\b|\b(?:first|second|initial|interim) (?:stage|phase|part|draft|step|half|section|two sections|sections|bit|tranche)\b"
        rf"|\b(?:draft|drafted|drafting)\b.{{0,30}}\b{DONE}|\bdone (?:the )?(?:draft|most|some|a lot|a bit|my bit|our bit|our part|my part|what i|what we|half)"
        r"|\b(?:except|excepting|apart from|aside from|other than|bar|barring|excluding|minus|save for|all but|with the exception)\b|\b(?:our|my) (?:part|bit|side|end|share)\b"
        r"|\b(?:police|council|force|our|university|college) side\b|\bsigned by (?:us|the police|the council|one|two)\b|\bnearly there\b|\b(?:quarters?|thirds?|fifths?) (?:of the way|done|complete|there|finished)\b|\bto follow\b|\bin part\b|\bin draft\b",
        r"\b(?:both|all) (?:of )?(?:the )?(?:part|parts|sections|stages|phases)\b|^for the most part\b|\bpart of (?:the plan|m\d)|\b(?:first|next) (?:meeting|session)\b|\bdone from our end\b"
        r"|^(?:the )?draft\b(?!.*\b(?:done|complete|completed)\b)|\bthe draft protocol\b|\battached\b|\bsee attached\b|\bmost of (?:us|you)\b|\bsome time\b|\bunless\b",
    ),
    _rule(
        Says.NOT_COMPLETE,
        "says not",
        rf"(?:\b{NO}\b.{{0,80}}\b{DONE}|\b{DONE}\b.{{0,80}}\b{NO}\b|^(?:\W|sorry|afraid|i am|unfortunately|no|nope|nah|hi|it is|this is|still|thanks|for|now|sadly|as of|‹today›)*(?:\s|\b)(?:not|nope|nah|no|dim|ddim|never|nac|hasn't)\b"
        rf"(?: (?:yet|quite|really|there|sorry|as|at|this|present|the|moment|time|mate|all|quite|just|i|am|afraid|exactly|at all|happened|ready|due|until|{DAY}|a|chance|fully|in|progress|nearly|ydy|eto|done|way))*$"
        r"|^(?:no|nope|nah)\b.{0,60}|\bnot(?: yet)?$|\bnot (?:yet|quite|there|in place|make|going to make|happened|by a long way|ready|on track|up and running)\b|\bno (?:progress|update|movement)\b|\bnot (?:manage|managed|get round|got round|get to|got to|had time|had chance|been able)\b"
        r"|\b(?:has|have|had|is|was|are|does|did|do|will|would|could) (?:\w+ )?not (?:yet )?(?:been|be|done|happened|complete|started|quite|have|got|finished|managed)\b|\b(?:it|this|that|we|they) (?:is|are|has|have) not$"
        r"|\bddim\b|\bheb\b|\bnid yw\b|\bdim eto\b|\bunable to (?:complete|finish|confirm|do)|\bnever been\b|\bfar from\b|\bnowhere near\b|\bby no means\b|\blittle progress\b|\bdo not (?:believe|think)\b|\bhas not$|\bhave not$|\bbut the .{1,30} has not\b)",
        r"\bno (?:need|problem|problems|worries|issues|objection|objections)\b|\bnot (?:sure|certain)\b|\bcan not open\b|\bno longer\b|\bno (?:thanks|thank you)\b",
    ),
    _rule(
        Says.NOT_COMPLETE,
        "says incomplete",
        r"\b(?:incomplete|uncompleted|unfinished|unsigned|undone|unactioned|outstanding|overdue|to do|yet to|anghyflawn)\b",
        r"\b(?:no|nothing|none) outstanding\b|\bwent undone\b",
    ),
    _rule(
        Says.DOUBTFUL,
        "hedges",
        r"\b(?:think|believe|suppose|guess|assume|assumed|assuming done|presume|presumably|probably|possibly|perhaps|maybe|apparently|seem|seems|appear|appears|looks|reckon|understand|told"
        r"|hear|heard|as far as|to my knowledge|knowledge|aware|technically|in theory|in principle|theory|principle|effectively|essentially|basically|sort of|kind of|pretty much|more or less|as good as|supposedly"
        r"|on paper|point of view|from our end|consider it|call it|let us say|if you say so|easier said|likely)\b",
        rf"\b(?:once|when|will|hope|hopefully)\b.{{0,40}}\b{DONE}\b",
    ),
    _rule(
        Says.NOT_COMPLETE,
        "on a condition",
        rf"\b{CONDITION}\b.{{0,120}}\b{DONE}|\b{DONE}\b.{{0,60}}\b(?:if|once|when|as soon as|provided|providing|assuming|subject to|dependent|depending|conditional|pending|until)\b",
        r"\bany questions\b|\bwhen (?:is|was) this\b|\bafter the flood\b|\bif (?:you )?need",
    ),
    _rule(
        Says.NOT_COMPLETE,
        "speaks of the future",
        rf"\b{WILL}\b.{{0,80}}\b(?:{DONE}|there|place|soon|make|update|confirm|in time|on time|sign|end)\b|\b{DONE}\b.{{0,30}}(?:‹future›|\bsoon\b|\bshortly\b|\blater\b|\btomorrow\b|\bby {DAY}|\bnext\b)"
        rf"|^to be (?:done|completed|finished)|\bneeds (?:completing|finishing|doing|more work|work)\b|\bbooked (?:for|in)\b|\bcompletion (?:expected|due|planned|by)\b|^(?:this )?by {DAY}$|\b(?:awaiting|planned|expected|target) completion\b",
        r"\b(?:may|should|can) (?:now )?be (?:closed|signed off|marked)|\bplease (?:complete|close)\b|^(?:i|we) should have told|\bdo i need to\b|\bthanks for\b.*\bwill\b",
    ),
    _rule(
        Says.NOT_COMPLETE,
        "is in progress",
        r"\bin (?:hand|progress|train|development|draft|the pipeline|the works)\b|\bwork in progress\b|\bwip\b|\bon going\b|\bunder ?way\b|\bon (?:track|target|course|schedule|with it)\b|\bprogress(?:ing|ed)?\b|\bgetting there\b"
        r"|\b(?:still|being|currently|just|barely|hardly|only) (?:going|in|working|work|open|outstanding|dealt|finalised|drafted|to|chasing|progressed|done|started|looked|with|collecting|coming|on|reviewed|negotiating|gathering|writing|trying|a|being|consulting)\b"
        r"|\bremains? (?:open|outstanding|in)\b|\b(?:slipped|slipping|slippage|running late|delayed|behind|late|overrunning|overrun|taking longer)\b|\bworking (?:on|through|towards)\b|\bneeds more\b|\bmade a start\b|\bon (?:my|our|the) (?:list|radar|to do list)\b|\bout for (?:consultation|comment|comments|review|signature)\b|^hopefully\b|\bacross the line\b|\bar y gweill\b"
        r"|\bhalf way\b|\bstarted\b|\bstarts\b|\bstill to (?:come|do|go)\b|\bto go\b|\bstill\b",
        r"\b(?:sorry|apologies|apols)\b.{0,40}\b(?:late|delay|delayed)\b|\b(?:late|delayed) (?:reply|response)\b|\bstill (?:valid|the same|relevant|here)\b|\bprogress (?:report|notes)\b.{0,20}\battached\b|^the office\b",
    ),
    _rule(
        Says.ELSEWHERE,
        "points elsewhere or says too little",
        r"^(?:(?:yes|yep|yeah|y|ok|okay|fine|sure|x|test|na|n a|n|as (?:per )?(?:above|previous|before|discussed|requested|agreed|below|my last)|ditto|same(?: as (?:last time|before)| again)?|as per previous|see (?:below|above|previous email|my last|previous)|maybe|sort of|agree|agreed|i agree|approved?|accept|accepted|confirm|i confirm|please|and|no|it might be|recall|ignore|this|‹thumb›|‹sign›|happy with this)(?: |$))+$",
    ),
)
"""In order of strength: a request outranks a report, a report of what is open outranks everything that sounds closed."""
