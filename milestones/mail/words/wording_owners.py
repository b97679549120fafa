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
    r"|public health|communities|registry|registrar|chaplaincy|security|admissions|student services|catering|regulatory"
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
        "has never been theirs",
        r"\bnever (?:\w+ )?(?:been |was |were |is |had )?(?:my|our|one of (?:mine|ours)|mine|ours)\b(?! \w+ (?:has"
        r"|have|had))"
        r"|\bnever (?:been |was |sat |served |worked )?(?:a |the )?(?:part of|member of|on|in|involved (?:in|with)) "
        r"(?:the |that |this |any )?(?:\w+ ){0,3}(?:panel|board|group|committee|team|partnership"
        r"|project)(?: in my life| ever)?$"
        r"|\b(?:i|we) (?:have |had )?never (?:owned|led|agreed to (?:own|lead|do|take|be)|heard of|signed up (?:to"
        r"|for))\b"
        r"|\bnever (?:my|our|been my|been our|was my|was our) (?:action|job|task|milestone|responsibility|remit|area)\b"
        r"|\b(?:i|we) (?:do|did) not (?:own|lead|lead on|run) (?:this|it|that)\b"
        r"|\b(?:i|we) should not (?:be (?:getting|receiving|the (?:owner|lead)|down|listed)|have (?:this|been sent))\b"
        r"|\bshould never have (?:come|been sent|been given|been with|landed)\b.{0,12}\b(?:me|us)\b"
        r"|^not (?:my|our) (?:portfolio|brief|team|desk|shout|call|business|circus|responsibility|job|department"
        r"|directorate"
        r"|role|service|unit)\b|\b(?:nothing|nowt|nout) to do with (?:me|us|" + _ORGANISATION + r")\b"
        r"|\b(?:no idea|not know|not sure|not understand|not clear|no clue) why (?:this|it|these|i|we)\b.{0,25}"
        r"\b(?:with (?:me|us)|to (?:me|us)|getting|receiving|copied|got (?:this|it))\b",
        rf"\bnever been (?:my|our) (?:strong|favourite|practice|policy|intention)|\bnever (?:our|my) (?:intention"
        rf"|plan)\b"
        rf"|\b{DONE} (?:this|it)\b",
    ),
    rule(
        Says.REASSIGN,
        "says whom the reader wants",
        r"^(?:(?:surely|sorry|i think|actually|no|wrong \w+|retired \w+ here|not me|not us|hi) )*you (?:will |would "
        r"|should |really"
        r" |probably |might |may )*(?:be )?(?:wanting|after|looking for|better with|best with|asking|chasing"
        r"|speaking to|talking to)"
        r" (?!it\b|this\b|that\b|to\b|an?\b|more\b|me\b|us\b|evidence\b|confirmation\b|proof\b|‹)\w+"
        rf"|\byou (?:will |would |should |really |probably )*(?:want|need)(?: to (?:ask|talk to|speak to|speak with"
        rf"|contact|chase|try))?"
        rf" (?:the |our )?(?:new |other |right )?(?:{_ORGANISATION}|{_RANK} \w+|one in \w+|head of|new head|successor)"
        r"(?: \w+){0,2}$"
        rf"|^(?:(?:please|just|better|no|sorry|wrong \w+|not me|not us) )*(?:ask|try|speak to|contact|talk to|go to"
        rf"|see)"
        rf" (?:the |our )?(?:new |big )?(?:\w+ in )?(?:{_ORGANISATION}|{_RANK} \w+|new one)(?: \w+)?(?: please"
        rf"| instead)?$"
        rf"|\b(?:ask|try) (?:the )?{_ORGANISATION}$|\byou will be wanting the new\b"
        rf"|^(?:that|this|it) (?:would|will|should) be (?:a |one for )?(?:the )?{_ORGANISATION}(?: \w+)?$"
        r"|\bit is (?:the )?\w+(?: \w+){0,2} you (?:want|need|should (?:ask|be asking))$"
        rf"|^(?:the )?{_ORGANISATION}(?: health| team| safety| services?)? (?:please|not (?:us|me))$"
        r"|^over to (?!you\b|next\b|‹|me\b|us\b|the next\b)(?:the )?\w+(?: \w+){0,3}$"
        r"|\btake (?:it|this|that) up with (?!me\b|us\b)(?:the )?\w+|\bdo you mean the other \w+"
        r"|\bwrong (?!date|link|day|version|form|number|file|attachment|answer|one|email|document|way)\w+ you want\b",
        rf"\b{DONE}\b|\b(?:shall|should|do) (?:i|we)\b|\b(?:for|about) (?:the|more|an) (?:evidence|time|extension"
        rf"|longer)\b",
    ),
    rule(
        Says.REASSIGN,
        "asks why it stands under this name",
        r"\bwhy (?:has|have) (?:the )?\w+(?: \w+)? got (?:this|it|that|these)\b|\bwhy (?:is|are) (?:this|it|these"
        r"|that)(?: \w+)?"
        r" (?:with|coming to|sent to|sitting with|down to|assigned to|under) (?:the )?\w+|\bwhy is (?:my|our) (?:name"
        r"|team) \w+"
        r"|\bwhy (?:am|are) (?:i|we) (?:down|listed|named|shown|the (?:owner|lead))\b|\bhow come (?:this|it|i"
        r"|we)\b.{0,20}"
        r"\b(?:mine|ours|with|got|owner|me|us)\b|\bhow did (?:we|i) (?:end up|get|come by|come to (?:have|own))\b"
        r"|\bwho (?:gave|sent|assigned|allocated|put) (?:this|it|us|me)\b.{0,12}\b(?:to|with|down)\b",
        rf"\b(?:again|still|when|late|reminder|reminders|chaser|twice|times|delayed|held up|stuck)\b|\b{DONE}\b",
    ),
    rule(
        Says.REASSIGN,
        "says who owns it",
        rf"^(?:the |our )?(?:{_ORGANISATION}|{_RANK} \w+)(?: \w+)? (?:owns?|leads?(?: on)?|runs?|does|do|handles?"
        rf"|covers?"
        r"|deals? with|look after|looks after|(?:has|have) (?:now )?(?:got|taken on|taken over)|took on|took over"
        r"|(?:is|are) (?:leading|dealing with|covering|doing)(?: on)?) (?:this|it|that)(?: one)?(?: (?:on"
        r"|over))?(?: now)?\b"
        r"|\b(?:took|has taken|have taken) (?:this|it|that)(?: one)? (?:over|on)\b"
        r"|(?<!\bwe )(?<!\bi )\b(?:is|are) (?:now )?the (?:new |current |real |right |actual )?(?:owners?|lead agency"
        r"|lead officer"
        r"|responsible \w+|lead (?:on|for) this)\b|\b(?:the )?new (?:lead|owner|post ?holder|contact|lead officer) is\b"
        r"|\bpost ?holder has (?:changed|left|moved|retired)\b|\b(?:has )?replaced me\b|\btook over from (?:me|us)\b"
        r"|\bdoing my (?:old|former) (?:job|role|post)\b|\bis the new me\b|\bin my old (?:job|role|post)\b"
        rf"|\b(?:has |have )?(?:moved|went|gone|transferred|passed)(?: over"
        rf"| across)? to (?:the )?{_ORGANISATION}\b(?: \w+)?"
        r"(?: (?:in|when|at|during|after|from|with|last)\b.*)?$|\bnow with (?:chief )?(?:inspector|insp|sgt|sergeant"
        r"|superintendent"
        r"|supt|dci|di|cllr|councillor)\b|\bsince the (?:restructure|reorganisation|merger)\b.{0,12}\b(?:with|under"
        r"|part of)\b",
        rf"\b(?:we|i) (?:have |then |also )?(?:took|taken|moved|went)\b|\b(?:date|deadline|meeting|session|agenda"
        rf"|vote|decision"
        rf"|report|draft|money|funding|training|staff|file|files|kit|approval|sign off|signature|copy|copies)\b"
        rf"|{DAY} (?:so|and) {DONE}"
        rf"|\b(?:is|are|was|has been|been) (?:now )?{DONE}\b",
    ),
    rule(
        Says.REASSIGN,
        "is there no more",
        r"^(?:(?:sorry|hi|hello|actually|but) )*(?:i|we) (?:have |had )?(?:now |just |since |already )?(?:retired"
        r"|left|resigned"
        r"|moved on|quit)(?: (?:in|from|last|the|back|ages|ago|on|at|force|police|council|service|school|university"
        r"|trust|job|post"
        r"|role|this|that|organisation|team|‹(?:past|long_ago|either|today)›|now|years|summer|so|company|here))*$"
        r"|^retired \w+ here\b|\bi (?:have )?(?:gone|moved) (?:over )?to (?:the )?\w+(?: \w+)? (?:now|since"
        r"|in ‹past›)\b",
        r"\bleft (?:it|that) (?:with|to)\b",
    ),
    rule(
        Says.REASSIGN,
        "would have another put down for it",
        r"\b(?:pass|passed|passing|hand|handed|handing|send|sending|forward|forwarded|forwarding|give|gave|given"
        r"|giving)"
        r" (?:this|it|that|these)(?: one| milestone| action)?(?: over| on| across| straight)? to (?!" + DAY + r"|me\b"
        r"|us\b|you\b"
        r"|the board|board|cabinet|committee|gold|print|the end|bed\b|all\b|staff|everyone|members|partners"
        r"|the printer)\w"
        rf"|\bput (?:the )?(?:{_RANK} \w+|{_ORGANISATION}|\w+ \w+) down (?:for (?:this|it|that)|as|instead)\b"
        rf"|\b(?:make|show|list|record|name) (?:the )?(?:{_RANK} \w+|{_ORGANISATION}"
        rf"|\w+ \w+)(?: \w+)? (?:as )?the (?:owner|lead"
        r"|contact|responsible)\b|\b(?:allocate|assign) (?:this |it |that )?to (?!me\b|us\b|‹)\w"
        rf"|^(?:is|should|are|surely) (?:this|it|that|these)(?: one)? not (?:be )?(?:with|for|one for|under"
        rf"|down to)? ?(?:the )?"
        rf"{_ORGANISATION}|^(?:is|are) not (?:this|it|that|these)(?: one)? (?:one )?(?:for "
        rf"|with )?(?:the )?{_ORGANISATION}"
        rf"|^should not (?:the )?{_ORGANISATION}(?: \w+)? be\b|\bamend your records to show the\b",
        rf"\b{DONE}\b|\b(?:permission|approval|thanks|evidence|notice|time|priority)\b",
    ),
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
        r"|\b(?:i'r|i)\b.{0,40}\bnid i\b|\bdim (?:fi|ni) (?:yw|sy)|\banfonwch (?:hwn|hyn) (?:at|i)\b"
        r"|\bwedi trosglwyddo (?:hwn|hyn)\b|\bnid ataf i\b|\bnid (?:fi|ni) (?:sy|yw|sydd)\b",
    ),
)
