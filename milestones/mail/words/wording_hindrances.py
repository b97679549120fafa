"""The wordings that say who or what holds a piece of work up, beyond the plain ones in `wording_requests`.

A hindrance that is told as past, or beside a word of completion at the sentence's head, is none.
"""

from __future__ import annotations

from milestones.mail.words.wording_rule import DONE, Rule, Says, rule

_OVERCOME = (
    rf"^(?:(?:this|it|all|now|is|was|we|i|have|has|been|yes|that) )*{DONE}\b|\b(?:despite|in spite of|after all"
    rf"|even though"
    r"|no longer|nevertheless|following the end of)\b|\b(?:is|are|was|were|has|have)(?: now| since| finally)? (?:over"
    r"|ended|lifted|resolved|been (?:resolved|lifted|released|sorted|settled|overcome|dismissed))\b"
    r"|\b(?:nobody|nothing|no one|not|no|none|isn't)\b(?: \w+){0,2} (?:hold(?:ing)? (?:us|this|it|things|me)|blocking"
    r"|hindering|bogged|stymied|hampered)\b|^(?:is|are|was|were|did|does|do|has|have|shall|should)"
    r" (?:there|the|this|it|we|i|you)\b"
)
_THIRD = r"\b(?!(?:i|we|it|this|that|which|there|these|those|they|you|what) )\w+"
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
)
