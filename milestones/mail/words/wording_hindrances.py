"""The wordings that say who or what holds a piece of work up, beyond the plain ones in `wording_requests`.

A hindrance that is told as past, or beside a word of completion at the sentence's head, is none.
"""

from __future__ import annotations

from milestones.mail.words.wording_rule import DONE, Rule, Says, rule

_BUT_ITS_COPY = (
    r"(?! (?:(?:\w+ )?(?:copy|copies|version|draft|document|form|forms|report|paperwork|text|pack|agreement)"
    r"(?: \w+)? (?:is|are|sits|sat|has been|still)\b|standstill|stalemate|impasse|deadlock|gridlock|logjam|shutdown"
    r"|freeze|(?:everything|all|what|whatever|as much as) (?:that )?(?:we|i) can\b))"
)
"""After a word of completion: not the work is meant, but a paper on somebody's desk, or how far one came."""
_OVERCOME = (
    rf"^(?:(?:this|it|all|now|is|was|we|i|have|has|been|yes|that) )*{DONE}\b{_BUT_ITS_COPY}"
    r"|\b(?:despite|in spite of|after all"
    rf"|even though"
    r"|no longer|nevertheless|following the end of)\b|\b(?:is|are|was|were|has|have)(?: now| since| finally)? (?:over"
    r"|ended|lifted|resolved|been (?:resolved|lifted|released|sorted|settled|overcome|dismissed))\b"
    r"|\b(?:back (?:up|on ?line|working)|now (?:working|up|restored)|fixed|restored|up and running)\b"
    r"|\b(?:nobody|nothing|no one|not|no|none|isn't)\b(?: \w+){0,2} (?:hold(?:ing)? (?:us|this|it|things|me)|blocking"
    r"|hindering|bogged|stymied|hampered)\b|^(?:is|are|was|were|did|does|do|has|have|shall|should)"
    r" (?:there|the|this|it|we|i|you)\b"
)
_THIRD = r"\b(?!(?:i|we|it|this|that|which|there|these|those|they|you|what|and|but|or) )\w+"
_WILL_NOT = (
    r"(?:is|are|has|have|does|do|did|will|would|was|were|can|could)(?: (?:still|just|simply|now|really|also))* not"
    r"(?: (?:yet|really|even|actually|willing to|prepared to|going to|able to))*"
)
_ENGAGE = (
    r"(?:engag(?:e|ed|ing)|co ?operat(?:e|ed|ing)|respond(?:ed|ing)?|repl(?:y|ied|ying)|answer(?:ed|ing)?"
    r"|return(?:ed|ing)? (?:our|my|the|any|their)|play(?:ed|ing)? ball|(?:come|came|got|get|getting|gotten) back to"
    r"|releas(?:e|ed|ing)|provid(?:e|ed|ing)|suppl(?:y|ied)|sent|send(?:ing)?|sign(?:ed)? (?:it|off|the|this|up)"
    r"|pa(?:y|id)|approv(?:e|ed)|agree[d]?|turn(?:ed)? up|issued|let us|shar(?:e|ed|ing)|talk(?:ing)? to us"
    r"|speak(?:ing)? to us|interested|on board|forthcoming|picking up|made a decision|decided|budging|shifting)"
)
_LIES = r"(?:in tray|intray|inbox|in box|desk|pending tray|to do pile|queue)"

HINDRANCES: tuple[Rule, ...] = (
    rule(
        Says.BLOCKED,
        "nobody will let it go on",
        r"\b(?:nobody|no one|none of (?:them|the|our) ?\w*|neither (?:\w+ ){0,3}) ?(?:will|would|can|could|wants to"
        r"|is willing to"
        r"|seems (?:able|willing) to|has agreed to)(?: \w+)?? (?:give|tell|sign|let|help|share|release|send|provide"
        r"|agree|say|take|quote|tender|bid|touch|host|insure|cover"
        r"|show|decide|own|approve|authorise|budge|commit|fund|pay)\b"
        r"|\bit will not (?:give|let|allow|grant|sign|release|install|support|talk|help|provide|unlock) (?:us|me|the"
        r"|it|our)\b"
        r"|\b(?:refused|denied|no|without|not (?:got|been given|have)|awaiting|need|lost|revoked) access\b"
        r"|\blocked out\b"
        r"|\b(?:nobody|no one|none)(?: else| left)?(?: \w+){0,4} (?:to (?:do|deliver|run|write|take|cover|sign|train"
        r"|lead|teach) (?:it|this"
        r"|us|the|them)|can do (?:it|this))\b|\bnobody left in\b|\bno (?:one|body) to (?:do|deliver|run|train|sign)\b",
        _OVERCOME
        + r"|\bno access to (?:my )?e ?mails?\b|\b(?:nobody|no one) (?:will|would|can) (?:say|tell) (?:no|otherwise)",
    ),
    rule(
        Says.BLOCKED,
        "waits its turn elsewhere",
        r"\b(?:sat|sitting|sits|lost|languishing|held|queued|gathering dust|buried|jammed|waiting|lodged) (?:in|at"
        r"|with) (?:the |a )?"
        r"(?:procurement|legal|finance|hr|it|customs|governance|estates|comms|queue|system|planning|vetting|clearance"
        r"|contracts"
        r"|translation|committee|audit|inbox|approvals?|internal|democratic|corporate|payroll|digital|ict|design)\b"
        r"|^(?:it |this |that )?(?:has |is )?been (?:with|at|in) (?:the )?(?!force|service|role|post|place|touch|use"
        r"|charge)\w+"
        r"(?: \w+)? (?:for (?:\w+ )?(?:days|weeks|months|ages|years|a)\b|for ‹|since\b)"
        r"|\b(?:in|joined|behind) (?:a|the) (?:queue|backlog)\b|\bhave us in a queue\b",
        _OVERCOME + rf"|\b{DONE}\b|\bbeen in place\b",
    ),
    rule(
        Says.BLOCKED,
        "asks for somebody to push",
        r"\b(?:lean on (?:them|him|her|the|it|somebody|someone)|(?:bang|knock) (?:\w+ )?heads|step in|intervene"
        r"|unblock|needs? escalating"
        r"|needs? escalation|a push from above|put pressure on|apply pressure|twist (?:their|his|her) arms?"
        r"|lean on \w+$"
        r"|getting nowhere|get nowhere|got nowhere|hit a dead end)\b|\bhave a word with (?:them|him|her|the)\b"
        r"|\bbeing (?:difficult|obstructive|awkward|unhelpful|uncooperative|obstinate)\b",
        r"\b(?:no need|not need|after|without)\b|" + _OVERCOME,
    ),
    rule(
        Says.BLOCKED,
        "has asked in vain",
        r"\b(?:asked|chased|rung|emailed|written|reminded|begged|phoned|rang)\b.{0,25}\b(?:times|repeatedly"
        r"|again and again"
        r"|and chased|endlessly)\b|\bheard nothing\b|\bnot heard (?:back|anything|a thing|a word|from)\b"
        r"|\b(?:still |yet |but |and )?no (?:reply|answer|response)$|\bstill no (?:reply|answer|response|word"
        r"|sign off|decision"
        r"|guidance|data|feedback|quote|date|access|budget|contract)\b|\bno word (?:back )?from\b"
        r"|\bno (?:data|guidance|decision|information|feedback|steer|agreement|signature|input)(?: yet| back)? from\b"
        r"|\bno (?:trainers?|venues?|engineers?|rooms?|slots?) (?:anywhere|available|free|to be had|left)\b"
        r"|\bno (?:quorum|chair\b"
        r"(?: \w+)? since)|\binquorate\b|\bnot (?:been )?quorate\b",
        _OVERCOME + r"|\bheard nothing (?:bad|but|negative|to the contrary)\b|\bnot heard (?:from|anything from) you\b"
        r"|\bno (?:reply|response|answer) (?:needed|required|necessary)\b|\bnot heard back from you\b|\b(?:so"
        r"|therefore) (?:it|this)"
        rf" is {DONE}|\b(?:but|and) (?:it|this|all) (?:is|has been) (?:now )?{DONE}\b|\bask(?:ed)? (?:us|me)\b",
    ),
    rule(
        Says.BLOCKED,
        "others keep putting it off, or cannot be had",
        r"\b(?:keeps?|kept) (?:on )?(?:cancelling|moving|postponing|rescheduling|changing|putting (?:it|us|this) off"
        r"|stalling)\b"
        r"|\bmeetings? (?:was |were |is |has been |have been |been |got )?(?:cancelled|abandoned|called off|postponed"
        r"|inquorate)\b"
        r"|\b(?:trainers?|suppliers?|authors?|officers?|lead|colleague|manager|post ?holder|coordinator|solicitor|he"
        r"|she|everyone"
        r"|everybody|team|analyst|engineer|chair|head)(?: \w+)? (?:is |are |has been |have been |been |all "
        r"|still )*(?:off sick|off with"
        r"|on long term sick|suspended|off ill|on sick|signed off sick|in hospital)\b|\bonly \w+ (?:has|have) (?:left"
        r"|gone|resigned)\b"
        r"|\b(?:burnt|burned) down\b|\bcondemned\b|\broof (?:\w+ )?(?:fell|collapsed|leaking|came)\b|\bsub judice\b"
        r"|\bstrike action\b"
        r"|\bvenue (?:is|has|was)(?: \w+)? (?:closed|shut|double booked|cancelled|fallen through|unavailable)\b"
        r"|\b(?:guidance|money|funding|software|data|licence|kit|equipment|template|training package|regulations?"
        r"|home office"
        r"|ministry|moj|government|moj's|department)\b.{0,20}\bnot (?:yet |been |even )*(?:published|issued|released"
        r"|out|available"
        r"|there|arrived|come|delivered|finalised|approved)\b|\bnothing (?:more )?(?:we|i) can do\b"
        r"|\bwe can do no more\b"
        r"|\b(?:the )?rest is (?:now )?up to (?:the )?(?!you\b|me\b|us\b)\w+|\b(?:is|it is"
        r"|now) (?:all )?down to (?:the )?"
        r"(?:home office|council|police|legal|supplier|contractor|partners?|board)\b",
        _OVERCOME + r"|\bno longer\b|\bmoney (?:is )?(?:is )?not (?:the|an|a)\b",
    ),
    rule(
        Says.BLOCKED,
        "names what stops it",
        r"\bwalked (?:off|out|away)\b|\b(?:gone|went|going|goes) (?:bust|into (?:liquidation|receivership"
        r"|administration))\b|\b(?:ceased trading|insolvent|insolvency|liquidation)\b|\bpurdah\b"
        r"|\bpre election period\b"
        r"|\bjudicial review\b|\blegal (?:challenge|dispute|proceedings)\b|\binjunction\b|\b(?:was|been|is"
        r"|got) called in\b"
        r"|\b(?:recruitment|spending|budget|hiring|vacancy|change|procurement) (?:freeze|embargo|moratorium|ban)\b"
        r"|\bmoratorium\b|\bred tape\b|\b(?:stumbling block|sticking point|bottle ?neck|log ?jam|show ?stopper"
        r"|road ?block|stalemate|dead ?lock|deadlocked|gridlock|gridlocked)\b|\bindustrial action\b|\bon strike\b"
        r"|\bon ice\b|\bback burner\b|\bin abeyance\b|\bembargoed?\b|\bstuck in\b|\bmothballed\b",
        _OVERCOME + r"|\b(?:before|ahead of|since|without) (?:the )?(?:purdah|pre election)\b|\bpurdah (?:starts"
        r"|begins)\b",
    ),
    rule(
        Says.BLOCKED,
        "lies with somebody",
        rf"\b(?:in|on|sat in|sat on)\b(?: (?!(?:my|our|your)\b)\w+){{1,6}} {_LIES}\b"
        r"|\b(?:languishing|bogged down|mired|snagged|snarled up|hung up|logjammed|stymied|thwarted|hamstrung|hampered"
        r"|hindered|obstructed|deadlocked|derailed|shelved|sidelined|vetoed|stonewalled|tangled up|caught up|buried"
        r"|stonewalling)"
        r" (?:in|on|with|at|by|between|under)\b|\bsitting on (?:it|this|our|the)\b|\bsat on (?:it|this|our) for\b",
        _OVERCOME + r"|\b(?:left|put|placed|dropped|copy|copies|i have|your|my|our) (?:\w+ ){0,4}(?:desk|tray|inbox)\b",
    ),
    rule(
        Says.BLOCKED,
        "somebody does not do their part",
        rf"{_THIRD} {_WILL_NOT} {_ENGAGE}\b"
        rf"|{_THIRD} (?:will|would|can) not (?!be\b|open|load|work|play|download|display|print|finish|start|complete"
        rf"|happen|take|make|meet|run|end|attend|come"
        rf"|need|yet)\w+"
        rf"|{_THIRD} (?:has|have)(?: been| now| since)* (?:objected|denied|intervened|appealed|vetoed|stopped|halted"
        rf"|suspended"
        r"|stalled|cancelled|folded|collapsed|revoked|withheld|refused|gone quiet|backed out|pulled out)\b"
        r"|\bcalled (?:it|this) in\b|\btaking (?:forever|ages|an age)\b|\bat the mercy of\b|\w before (?:we|i|this"
        r"|it) can\b"
        r"|\b(?:cyber ?attack|cyber attack|ransomware|outage|power cut)\b|^(?:still )?nothing (?:back )?from (?!me\b"
        r"|us\b|my\b|our\b)\w+"
        rf"|\b(?:they|he|she) {_WILL_NOT} {_ENGAGE}\b"
        r"|\b(?:have|has|had) (?:let us down|cancelled on us|resigned|walked|pulled the)\b|\blet us down$"
        r"|\bcancelled on (?:us|me)\b|\bhold(?:ing|s)? (?:this|us|it|things|everything|me) back\b"
        r"|\bno (?:\w+ )?(?:available|replacement|successor|slots|availability)\b|\bdispute with\b|\bsays? no\b"
        r"|\btold (?:us |me )?to (?:stop|pause|hold|wait|halt)\b|\bso (?:we |i )?can not\b"
        r"|\b(?:not|never) (?:have|got|had|received|seen)\b(?! any (?:complaints|problems|issues|trouble"
        r"|bother)).{0,30}\bfrom (?:the |our )?(?!me\b|us\b|you\b)\w+"
        r"|\bneeds? (?!(?:my|our|your|one|two|another|more|some|further|a|an|\d+) )(?:\w+ ){1,4}(?:sign off"
        r"|signature|approval|permission|consent|authorisation"
        r"|go ahead"
        r"|say so)\b|\b(?:has|have|needs?) to (?:\w+ ){1,3}first\b|\b(?:nobody|no one|not been|not) (?:\w+ )?replaced\b"
        rf"|{_THIRD} (?:has|have) yet to {_ENGAGE}\b|{_THIRD} (?:keeps?|is|are) ignoring (?:us|me|our|my)\b"
        r"|\bdrag(?:s|ging|ged)? (?:its|their|his|her|the) (?:feet|heels)\b|\bstonewalling\b|\b(?:no|not) joy from\b"
        r"|\b(?:nobody|no one|none of (?:the|our|them))\b.{0,30}\b(?:answer|answering|answers|respond|responding"
        r"|responded|reply|replied|replying|engage|engaging|returning|come back|came back)\b"
        r"|\b(?:can not|could not|unable to|struggling to|not able to|impossible to|no luck|trouble) get(?:ting)?"
        r" (?:hold of|an? (?:answer|response|reply|decision)|any (?:answer|sense|response|reply|joy)|sense"
        r"|through to)\b"
        r"|\bnot (?:getting|had|heard|received|got) (?:any|a|an|anything|the)(?: \w+)? (?:answer|sense|response|reply"
        r"|joy|decision|back|quote|permission|go ahead)\b",
        _OVERCOME + r"|\bno (?:one|body) (?:answered|replied)\b.{0,20}\byes\b|\breminder|\bemail system\b",
    ),
    rule(
        Says.BLOCKED,
        "nothing can be done until",
        r"\bnothing (?:can|could|will|may|further can|more can|else can)\b.{0,40}\b(?:until|till|while|before|unless"
        r"|without)\b|\b(?:can|could) do (?:nothing|no more|little|nowt)\b.{0,30}\b(?:until|till|while|before|unless"
        r"|without)\b|\bso nothing can\b|\bmeans? (?:we|i|it|nothing)(?: \w+)? (?:can not|can)\b"
        r"|\b(?:has|have|needs?|must)(?: \w+)? (?:to )?(?:be )?(?:finished|done|completed|sorted|agreed|happen"
        r"|in place)"
        r" first\b|\b(?:to be|is) (?:finished|done|completed|agreed|in place) before (?:we|this|it|i) can\b"
        r"|\b(?:can not|unable to|not able to)\b.{0,30}\b(?:until|till|unless|without)\b(?! (?:the )?‹)",
        r"^(?:this|it) is (?:done|complete|finished)\b|\bcan not be (?:happier|more)\b"
        r"|\bnothing (?:more )?can be added\b",
    ),
    rule(
        Says.BLOCKED,
        "is out of one's hands",
        r"\b(?:out of|not in|beyond|outside) (?:our|my) (?:hands|control|gift|power)\b|\bball is in\b.{0,30}\bcourt\b"
        r"|\bhit (?:a|the) (?:\w+ )?(?:wall|buffers|snag|stumbling block|roadblock|road block|impasse|rocks)\b"
        r"|\b(?:put|pulled|slammed|putting|pulling) (?:a stop|the brakes|a halt|the plug|a block|a hold|a spanner"
        r"|the kibosh)\b|\bhave had to (?:stop|halt|pause|suspend)\b|\bno sign (?:of|off)\b"
        r"|\b(?:money|funding|funds|grant|kit|equipment|data|licence|permission|consent|approval|quote|invoice|contract"
        r"|parts|vetting|planning)\b(?: \w+){0,3} not (?:yet )?(?:come through|arrived|turned up|been (?:released"
        r"|agreed"
        r"|approved|received|given|granted|paid|issued|confirmed|cleared))\b"
        r"|\b(?:bid|application|funding|request|business case|grant) (?:was|has been|is|been|got) (?:turned down"
        r"|rejected|refused|declined|knocked back)\b"
        r"|\b(?:site|building|office|hall|venue|station|centre|room) (?:is|was|has been) (?:flooded|shut|unsafe"
        r"|condemned"
        r"|out of action)\b|\b(?:system|network|server|portal|software) (?:is|has been|went|still)(?: \w+)? down\b"
        r"|\bcael ei ddal yn ôl\b|\bdal yn ôl gan\b|\bmethu (?:symud|parhau|bwrw|dechrau)\b|\bdisgwyl am\b",
        _OVERCOME + r"|\bno sign of (?:it|any) (?:problems?|trouble|issues?)\b",
    ),
    rule(
        Says.BLOCKED,
        "a system is down, or something forbids it",
        r"\b(?:cms|niche|web ?sites?|sites?|systems?|servers?|portal|network|software|database|internet|intranet"
        r"|platform|app|application|vpn|mainframe|line) (?:is|are|has been|have been|went|keeps going|remains)(?: \w+)?"
        r" (?:down|offline|off line|out of action|unavailable|inaccessible|broken|playing up)\b"
        r"|\b(?:not allowed to|not permitted to|forbidden to|forbidden from|barred from|banned from|prohibited from)"
        r" (?:publish|publicise|announce|release|launch|go live|issue|consult|advertise|recruit|spend|promote|share"
        r"|enter|use|run|publishing|announcing|releasing|launching|going live|issuing|using|sharing)(?:ing)?\b"
        r"|\b(?:so |we |i |and )(?:can not|could not|unable to) (?:publish|upload|print|install|recruit|advertise"
        r"|access the (?:site|building|venue|system|data|network))\b"
        rf"|{_THIRD} (?:has|have) no (?!questions?\b|issues?\b|concerns?\b|objections?\b|problems?\b|comments?\b"
        r"|further\b|need\b|reason\b|doubts?\b|plans?\b|intention\b|more\b|changes\b|longer\b|idea\b|record\b)\w+"
        r" (?:to (?:do|deliver|install|run|fit|send|spare|give|offer|fund|look)|available|free|spare|left|until)\b"
        r"|\bby ?election (?:has|is|was)(?: been| now| just)* called\b",
        _OVERCOME + rf"|\b(?:has|have|is) (?:now )?{DONE}$|\b(?:link|attachment|your (?:form|portal|page|site))\b",
    ),
)
