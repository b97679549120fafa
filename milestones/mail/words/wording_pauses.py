"""The wordings that ask for a pause in reminders, or for one on a later day. They never move a due date.

They stand before the requests for time, and give way where a sentence also asks for the date to change.
"""

from __future__ import annotations

from milestones.mail.words.wording_rule import DAY, Rule, Says, rule

_MAILS = (
    r"(?:reminders?|e ?mails?|mails?|chasers?|chasing|chases|reminding|messages?|nagging|nags|nudges?|nudging|alerts?"
    r"|notifications?|prompts?|prompting|pestering|hassling|badgering|hounding|pings?|pinging|follow ups?)"
)
_CHASE = (
    r"(?:remind|chase|nudge|prompt|ping|ask|e ?mail|contact|nag|bother|pester|hassle|prod|poke|badger|hound|mither|bug"
    r"|message|disturb|trouble|harass|hurry|press|write to|chivvy|jog)"
)
_CHASING = (
    r"(?:reminding|chasing|nudging|prompting|pinging|asking|e ?mailing|contacting|nagging|bothering|pestering|hassling"
    r"|prodding|poking|badgering|hounding|bugging|messaging|disturbing|writing to)"
)
_NOT_OURS = "".join(
    rf"(?<!\b{word} )"
    for word in (
        *("i", "we", "they", "he", "she", "who", "will", "would", "shall", "must", "should", "can", "could", "may"),
        *("might", "did", "does", "have", "has", "had", "not", "why", "to", "about", "and will"),
    )
)
"""Nobody but the service is asked: not "Legal will come back to me on the 18th", "I'll chase them"."""
_OF_US = (
    rf"(?:{_NOT_OURS}|(?<=\byou )|(?<=\byou to )|(?<=\bfree to )|(?<=\bbest to )|(?<=\bbetter to )|(?<=\byou can )"
    r"|(?<=\byou could )|(?<=\byou should )|(?<=\byou may )|(?<=\byou will )|(?<=\byou would ))"
)
_STOP = (
    r"(?:stop|pause|park|suspend|halt|hold off|hold back|hold fire|hold|silence|mute|quieten|switch off|turn off"
    r"|no more"
    r"|no further|no|cease|desist|lay off|leave off|leave out|ease off|ease up|ease back|back off|call off|knock off"
    r"|knock on the head|cut out|cut|skip|drop|ditch|withhold|refrain from|spare (?:me|us)|go easy|enough|give over"
    r"|break|rest|respite|holiday|pack in)"
)
_SMALL = (
    r"(?:on|with|from|of|the|these|those|this|any|all|your|sending|further|more|automatic|automated|weekly|daily"
    r"|constant|me|us|having|getting|a|an|every|for|about|now|please)"
)
_UNTIL = r"(?:until|till|til|before|for|to|tan|again)"
_WAITS = (
    r"(?:stop|stopped|pause|paused|wait|off|on (?:hold|ice|pause)|suspended|turned off|switched off|held|held off"
    r"|held back|a (?:rest|break|miss)|quiet|silenced|muted|halted|cease|ceased|called off|left|left off|resume"
    r"|restart|start|start again|begin|come|go|be sent|kick in|recommence|go quiet|put)"
)
_SUBJECT = (
    r"(?:again|further|about|on|for|up|any|more|please|with|now|that|this|it|me|us|the|milestone|‹id›|both|either|these"
    r"|those|one|of|by|e ?mail|anything|at|all|our|or|just|yet|anyone|team|back|in|to|so|much)"
)
_OF_THE_DATE = (
    r"(?<!\bnot )(?<!\bno )(?<!\bnot an )\b(?:extend|extension|extended|estyniad)\b|\bmore time\b"
    r"|\b(?:have|need|want|get|give (?:me|us)|allow (?:me|us)|like) (?:it |this )?(?:until|till|til)\b"
    r"|(?<!\bnot )(?<!\bto )\b(?:move|change|push|amend|revise|reset|put back|postpone|re ?date)"
    r" (?:the |our |my |this |it )?(?:\w+ )?(?:date|deadline|target)\b"
    r"|\bthanks? (?:you )?for (?:the|your|all the)\b|\bre ?assign\b"
)
_TOLD = (
    r"(?<!\bcan )(?<!\bcould )(?<!\bmay )(?<!\bmight )\b(?:i|we|they|he|she|it)"
    r"(?: (?:will|have|had|has|am|are|shall|did|would|can|could|may|plan to|need to))+ "
)
_DID = (
    r"(?:just |also |now |already )?(?:set|sent|send|sending|put|give|given|drop|diarised|got|made|schedule|scheduled"
    r"|book|booked|issue|issued|stopped|paused|stopping|pausing|turn|turned|switch|switched)"
)
_NOUN = r"(?:nudge|prod|poke|reminder|chaser|ping|prompt|chase|follow up|kick|push|shout|buzz|bell|tinkle)"
_GIVE = r"(?:give|drop|send|set|schedule|diarise|pop|shoot|fire|put in|with|issue)"

PAUSES: tuple[Rule, ...] = (
    rule(
        Says.SNOOZE,
        "asks to be left until later",
        r"\bsnooze\b|\b(?:atgoffwch|atgoffa) (?:fi|ni)\b.{0,20}" + DAY,
        rf"\bextend\b|{_TOLD}snooze",
    ),
    rule(
        Says.SNOOZE,
        "asks for silence until a day",
        rf"\b{_STOP}(?: {_SMALL})* {_MAILS}\b.{{0,40}}{DAY}"
        rf"|\b{_MAILS}(?: (?:please|can|could|may|might|should|to|be|now|need|needs|are|all|just|then|the|altogether"
        rf"|again|back|let|back))* {_WAITS}\b.{{0,40}}{DAY}"
        rf"|\b(?:give|put|turn|switch|call|pack|knock|leave|keep|hold|save) (?:the |all |these |your |any )?{_MAILS}"
        rf"(?: (?:a|an))? (?:on|off|in|out|rest|break|miss|back|for|till|until|over)\b.{{0,40}}{DAY}"
        rf"|\b{_MAILS} off {_UNTIL}\b.{{0,20}}{DAY}",
        rf"{_OF_THE_DATE}|{_TOLD}(?:{_DID}|(?!no |enough |a ){_STOP})\b"
        r"|\b(?:no|not|without) (?:an? )?(?:reply|answer|response)"
        r"|\b(?:phishing|spam|old|staff|system)\b|\b(?:on|every|each) an? ‹|\bstart (?:of|with)\b|\bneeds? to go\b",
    ),
    rule(
        Says.SNOOZE,
        "asks not to be chased until a day",
        rf"\b(?:not|need not|no need to|stop|refrain from|without|never|no need for(?: you to)?|avoid"
        rf"|rather than)(?: (?:be"
        rf"|need|needs|to|please|you|you to|keep|bother))* (?:{_CHASE}|{_CHASING}|{_MAILS})(?: {_SUBJECT})* {_UNTIL}"
        rf"\b.{{0,25}}{DAY}|\b(?:not|stop) (?:chase|chasing|remind|reminding) (?:me|us)\b.{{0,40}}{DAY}"
        rf"|\bnot (?:need|want|require)(?: (?:to be|any|a|the|more|further))* (?:reminded|chased|nudged"
        rf"|{_CHASING}|{_MAILS})(?: {_SUBJECT})* {_UNTIL}\b.{{0,25}}{DAY}",
        rf"{_OF_THE_DATE}|\b(?:i|we|they|he|she)(?: (?:will|did|have|had|can|could|shall|would|are|am))+ not "
        rf"(?!be |need |want )",
    ),
    rule(
        Says.SNOOZE,
        "asks to be left alone until a day",
        rf"\b(?:leave|let) (?:me|us) (?:be|alone|in peace|out of it|to it|well alone)\b.{{0,30}}{DAY}"
        rf"|^(?:(?:please|pls|can|could|would|will|you|ok|so|just|now|sorry|kindly|hi|hello"
        rf"|morning|dear|all|afraid) )*(?:leave off|back off|lay off"
        rf"|ease off|ease up|pipe down|hush|shush|quiet|silence|radio silence|peace|peace and quiet|keep quiet"
        rf"|stay quiet"
        rf"|go quiet|get off (?:my|our) (?:back|case)|give (?:me|us|it) a rest|call (?:off )?(?:the "
        rf"|your )?dogs(?: off)?"
        rf"|(?:pause|mute|silence|quieten)(?: (?:this|it|that|these|‹id›|one|things|everything|both|all))*)"
        rf"(?: (?:please|on|this|it|now|a bit|for me|with|one))* {_UNTIL}\b.{{0,20}}{DAY}"
        rf"|^(?:(?:please|pls|can|could|would|will|you|just) )*(?:pause|mute|silence) (?:this|it|‹id›) (?:for )?{DAY}",
        _OF_THE_DATE,
    ),
    rule(
        Says.SNOOZE,
        "asks for silence until a day",
        rf"\b{_OF_US}(?:try|come back to|get back to|ask|check in with|check with|check back with|catch|bother|pester"
        rf"|hassle|drop|leave) (?:me|us)\b.{{0,40}}{DAY}"
        rf"|\b(?:park|leave) (?:this|it)\b.{{0,40}}\b(?:come back|back to me|back to us|remind|chase"
        rf"|pick)\b.{{0,20}}{DAY}",
        rf"{_OF_THE_DATE}|\bleave (?:me|us) (?:with|no|short|without|only)\b",
    ),
    rule(
        Says.SNOOZE,
        "asks to be reminded later",
        rf"\b{_OF_US}{_CHASE} (?:me|us|my memory)\b.{{0,30}}{DAY}"
        rf"|\b(?:can|could|will|would|may|might) (?:the )?(?:you|system|someone|somebody|it) "
        rf"(?:please |just )?{_CHASE} (?:me|us)\b.{{0,30}}{DAY}"
        rf"|\b{_OF_US}{_CHASE}(?: (?:me|us))?(?: (?:again|about|on|for|this|it|one|please))* (?:then|nearer|closer"
        rf"|later|in a (?:bit|while)|another (?:time|day))\b(?! (?:we|i|it|they))"
        rf"|‹(?:future|either)› .*\b{_OF_US}(?:remind|chase|nudge|prompt|ping|ask) (?:me|us)(?: again)?$",
        rf"{_OF_THE_DATE}|\bask (?:me|us) (?:to|for|if|what|whether|why|how|about)\b|\b(?:not|stop) {_CHASE}\b",
    ),
    rule(
        Says.SNOOZE,
        "asks to be asked again",
        rf"(?:^|\b(?:please|pls|you|and|so|but|or|then|maybe|perhaps|again|best|just|kindly) )(?:{_CHASE}|try|check"
        rf"|check back|check in|come back|circle back|touch base|start|start chasing|start reminding|resume|restart"
        rf"|recommence|begin|knock)(?: (?:again|back|in|with|me|us|on|about|this|it|the|for|from|{_MAILS}))*"
        rf" (?:again|back|in|{_MAILS})(?: (?:on|from|about|this|it|with|me|us|the|please|for|at|then|any time|after"
        rf"|again))* {DAY}"
        rf"|\b{_OF_US}(?:remind|chase|nudge|prompt|ping|ask) (?:me|us) again\b|^(?:please )?(?:ask|chase|try) again\b"
        rf".{{0,20}}{DAY}",
        rf"{_OF_THE_DATE}|\b(?:not|never|stop|why|no need to) (?:\w+ )?{_CHASE}(?! me| us)|\b(?:not|never|stop|why)\b"
        r"(?: \w+){0,3} again\b(?!.*‹(?:future|either)›)|\bby (?:the )?‹",
    ),
    rule(
        Says.SNOOZE,
        "asks for a reminder on a day",
        rf"\b{_OF_US}{_GIVE}(?: (?:me|us|a|an|another|the|your|next|one|more|quick|gentle|little|further|friendly|over"
        rf"|out|final))*"
        rf" {_NOUN}\b(?! to (?!me\b|us\b)).{{0,30}}{DAY}"
        rf"|\b(?:can|could|may|might|like|want|please) (?:(?:you|i|we|to|have|get|be|sent|set|send|give|me|us|please"
        rf"|just) )*"
        rf"(?:a|an|another|the next|one more|my|our) (?:\w+ )?(?:nudge|prod|poke|reminder|chaser|ping|prompt)\b"
        rf"(?! to (?!me\b|us\b)).{{0,30}}{DAY}"
        rf"|^(?:please |the |hi |hello |sorry )*next (?:reminder|chaser|nudge|e ?mail)(?: (?:please|can|could|should"
        rf"|to|be|on|is|sent|not|before|for|come|go|out))* {DAY}",
        rf"{_OF_THE_DATE}|{_TOLD}{_DID}\b|\b(?:board|panel|cabinet|staff|training) (?:reminder|chaser)\b"
        rf"|\bby (?:the )?{DAY}",
    ),
)
