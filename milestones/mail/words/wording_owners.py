"""The wordings that say whose a milestone is instead, beyond the plain ones in `wording_requests`.

They name no address: who it is given to is decided by people.
"""

from __future__ import annotations

from milestones.mail.words.wording_rule import DAY, DONE, Rule, Says, rule

_ORGANISATION = (
    r"(?:housing|police|council|fire|probation|health|nhs|education|highways|licensing|planning|legal|finance|hr"
    r"|procurement|comms|communications|social (?:care|services)|trading standards|environmental|youth|ambulance|county"
    r"|district|borough|trust|estates|facilities|parks|adults?|children is|children|safeguarding|community safety"
    r"|transport|revenues|benefits|cps|prison|school|schools|university|college|home office|ministry|coastguard"
    r"|force|custody|cid|neighbourhood|response|contractor|supplier|voluntary sector|rescue|property|ict|digital"
    r"|leisure|waste|cleansing|regeneration|corporate|governance|democratic services|audit|hospital|\w+ (?:service|team"
    r"|department|directorate|officer|unit))"
)
_RANK = (
    r"(?:insp|inspector|sgt|sergeant|pc|ps|dc|ds|di|dci|ci|supt|superintendent|cllr|councillor|mr|mrs|ms|miss|dr|acc"
    r"|pcso)"
)
_THINGS = (
    r"(?:it|to|this|that|a|an|any|more|me|us|anything|not|further|from|evidence|approval|proof|copies|minutes|data"
    r"|figures"
    r"|permission|funding|confirmation|time|help|register|some|the (?:register|minutes|date|evidence|figures|data|form"
    r"|report|dates|link|details|signed|money))"
)
_HANDS_ON = (
    r"(?:complete|do|finish|take|pick|deal with|handle|lead|own|progress|action|sort|see|look after|finalise|manage"
    r"|carry)"
)

OWNERS: tuple[Rule, ...] = (
    rule(
        Says.REASSIGN,
        "names whom to ask",
        rf"\byou (?:will |would |really |probably )*(?:want|need) (?!{_THINGS}\b)(?:the |our )?\w+(?: \w+){{0,4}}"
        r" (?:for|about|on) (?:this|that|these|it|‹id›)\b"
        r"|\byou (?:would|will|are|might|may) (?:be )?better (?:off )?(?:asking|speaking|talking|contacting|trying"
        r"|going|directing|with)\b"
        r"|\bbest (?:ask|asked|speak|contact|try|directed|sent|addressed|to (?:ask|speak|contact|try))\b"
        r"(?! (?:to )?(?:me|us)\b| possible| efforts)"
        r"|\bis (?:the|your) (?:person|man|woman|contact|officer|chap|bloke|colleague|go to)\b(?: \w+){0,2}"
        r" (?:you (?:need|want|are)|for (?:this|that|it)|to (?:ask|speak|contact|talk|try|chase))\b"
        r"|\bthe (?:person|officer|team|one|man|woman|people) you (?:need|want|are after|should)\b"
        r"|\b(?:try|ask|speak to|contact) (?:the )?(?:superintendent|chief \w+|director|head of)\b"
        r"|\bput (?:\w+ ){1,3}down as (?:the )?(?:owner|lead|contact)\b|\b(?:update|change|amend) the (?:owner|lead"
        r"|contact)\b"
        r"|\b(?:owner|lead|lead officer|contact) (?:is now|should now be|should be|has changed to|is no longer me)\b"
        r"|\b(?:colleague|counterpart|deputy|opposite number)(?: \w+){0,2} (?:deals with|leads on|covers|handles"
        r"|looks after"
        r"|has|runs|owns)\b|\bgot (?:me|us) down for\b|\bi think you (?:mean|want) (?!‹|it\b|this\b|that\b|the\b"
        r"|to\b|a\b|by\b)\w+"
        r"|\bdid you mean to (?:send|ask|address|copy)\b.{0,10}\bto\b"
        r"|\bgofynnwch i\b|\bcysylltwch â\b|\bsiaradwch â\b",
        rf"\b{DONE}\b(?! ?(?:this|it))|\b(?:shall|should|do) (?:i|we)\b",
    ),
    rule(
        Says.REASSIGN,
        "has left the role",
        r"\b(?:i|we) (?:have |had )?(?:left|came off|come off|moved off|moved on from|vacated|relinquished|gave up"
        r"|given up|handed back) (?:that|this|the|my|our) (?:\w+ )?(?:role|post|job|project|team|department|portfolio"
        r"|position|directorate|unit|section|brief|work)\b"
        r"|\b(?:i|we) (?:have )?(?:stood down|stepped (?:down|back|away)|moved on) from (?:this|that|it|the)\b"
        r"|\b(?:i|we) (?:gave|have given|handed) (?:this|that|it) up\b"
        r"|\b(?:i|we) (?:am|are|do|did) not\b(?!.{0,40}\b(?:need|want)\b).{0,40}\b(?:any ?more|any longer)$"
        r"|\bi (?:have )?(?:changed|moved|swapped|switched) (?:jobs?|roles?|posts?|teams?"
        r"|departments?)\b(?!.{0,20}\bbut\b)"
        r"|\bi have been (?:seconded|redeployed|promoted|transferred|posted|moved)\b"
        r"|\bi was (?:only |just )?(?:covering|acting up|standing in|filling in|holding the fort)\b"
        r"|\bback to my (?:own|old|substantive) (?:post|role|job|team)\b"
        r"|\b(?!(?:i|we|it|this|that|which|who|you|they) )\w+ (?:took|has taken) (?:this|it|that) on\b"
        r"|\bi do not (?:do|cover|lead|run|own|manage|handle|deal with) (?:this|that|it) (?:now|any)\b"
        r"|\bi have not (?:done|held|had|been in|worked in|covered) (?:this|that) (?:job|role|post|work|team)\b",
    ),
    rule(
        Says.REASSIGN,
        "asks why it came here",
        r"\bwhy (?:has|have|is|was|are|did|does|do)\b(?: \w+){0,4} (?:come|sent|with|coming|landed|copied|allocated"
        r"|assigned|addressed|down|sending|to)\b.{0,15}\b(?:me|us)\b|\bwhy (?:was|am|were|are) (?:i|we) (?:sent|copied"
        r"|down|named|listed|included)\b|\bwhy (?:this|it) has (?:come|been sent|landed)\b",
        rf"\b(?:again|still|when|late|reminder|reminders|chaser|twice|times)\b|\b{DONE}\b",
    ),
    rule(
        Says.REASSIGN,
        "says whose action it is",
        r"^(?:(?:i think|i believe|surely|sorry|no|hi|but|actually|oh) )*(?:this|it|that|‹id›)(?: one)? (?:is|should be"
        r"|would be|ought to be|looks like|must be)(?: (?:really|actually|surely|now|very much|definitely|clearly))* "
        rf"(?:(?:a|an|the|for) )?{_ORGANISATION}(?: \w+){{0,2}}? (?:is )?(?:action|matter|job|responsibility|task"
        rf"|function|remit|baby|to do|bag)\b"
        rf"|^(?:this|it|that)(?: one)? is for (?:the )?{_ORGANISATION}(?: \w+)?$"
        rf"|^over to (?:the )?\w+(?: \w+)? for this\b"
        rf"|\b(?:this|it|that) is (?:\w+ ){{1,3}}is (?:responsibility|action|job|baby|task|remit|bag)\b"
        r"|\bare you sure (?:it|this) is (?:me|us|mine|ours|for)\b|\bnever heard of (?:this|it)\b"
        rf"|^(?:this|it|that) is (?:the )?{_ORGANISATION}(?: \w+)? is$|\b(?:outside|out of|beyond|not within) (?:of )?"
        r"(?:my|our) (?:remit|area|brief|scope|role|patch|responsibility|responsibilities|jurisdiction|portfolio"
        r"|purview"
        r"|department)\b|\babove my pay ?grade\b|\babove my pay grade\b"
        r"|\byou have(?: got)? the wrong (?!date|link|day|milestone|form|version|title|end|idea)\w+"
        r"|^(?:sorry )?wrong (?!date|link|attachment|file|version|answer|one|email|document|copy|number|button"
        r"|thread|day"
        r"|year|milestone|form|way|spreadsheet|figure|month|again|on|about)\w+(?: i am afraid| sorry| mate)?$",
        rf"\b{DONE}\b|\bshared\b",
    ),
    rule(
        Says.REASSIGN,
        "has given it to somebody",
        r"\b(?!(?:i|we|it|this|that|which|staff|everyone|all|officers|they|who|you|team|colleagues|people"
        r"|sites) )\w+ (?:now )?"
        r"(?:has|owns|runs|covers|does|handles) (?:this|that|it)(?: one)? now$"
        rf"|\b(?:this|it|that|which) (?:has )?(?:moved|went|transferred|gone|switched)(?: across"
        rf"| over)? to (?:the )?(?:\w+ )?"
        rf"{_ORGANISATION}\b"
        r"|\b(?:i|we) (?:have )?(?:asked|tasked|instructed|directed|nominated) (?!you\b|my\b|our\b|for\b|if\b|whether\b"
        rf"|them\b|him\b|her\b)(?:the )?\w+(?: \w+){{0,3}} to {_HANDS_ON}\b.{{0,12}}\b(?:this|it|that|these|‹id›)\b"
        r"|\b(?:i|we) (?:have )?(?:tasked|entrusted) .{1,40}\bwith (?:this|it|that)\b"
        rf"|\b{_RANK} \w+ (?:is|will be|will|has been|has) (?:now )?(?:picking|pick|picked|dealing|deal|handling|handle"
        rf"|looking"
        r"|taking|take|leading|lead)\b.{0,12}\b(?:this|it|that)\b",
        rf"{DAY}|\bwaiting\b|\b(?:has|have) (?:now )?{DONE}\b",
    ),
    rule(
        Says.REASSIGN,
        "says in Welsh that it is another's",
        r"\bnid\b.{0,30}\b(?:perthyn|cyfrifoldeb|maes|i ni|i'n tîm|i fi|i mi)\b|\byn perthyn i\b|\bcyfrifoldeb (?:y"
        r"|yr|i'r)\b"
        r"|\b(?:i'r|i)\b.{0,40}\bnid i\b",
    ),
)
