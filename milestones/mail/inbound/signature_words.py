"""Word classes of what signatures say, and of what would say something about a milestone. Knows words, no lines.

`SAYS` is the guard of the whole room: no line with such a word is left out for being a post, a name or a slogan.
"""

from __future__ import annotations

import re

from milestones.mail.doubts import DOUBTS


def words_of(text: str) -> frozenset[str]:
    """Give the set of the words of a text."""
    return frozenset(text.split())


SAYS = words_of("""
    not no never none nothing nobody without neither nor nope nah unable cannot ddim dim heb nid nac nad
    still yet until till outstanding pending awaiting await awaits waiting waits incomplete unfinished unsigned
    remaining remains remainder except excepting excluding excludes apart bar barring minus save unless
    draft drafts drafted delay delayed delays blocked stuck hold holding half part partly partial partially most mostly
    nearly almost left missing tbc tba tbd but although though however once ish
    done complete completed completes completion finished finish finishes finishing sign signs signed signing
    countersign countersigned countersigning signature signatures ratify ratified ratifying sealed seal approve approves
    approved approval confirm confirms confirmed agree agrees agreed accept accepts accepted adopt adopted
    reject rejected rejects refuse refused refuses withdraw withdrew withdrawn cancel cancelled canceled object
    objected objects objection extend extends extended extension snooze undo chase chased chasing chases overdue slip
    permitting launch launches launching slipped postponed deferred paused pause reopen reopened scrap scrapped ignore
    mistake wrong sorry actually
    turn court unhappy comments offer off running  wedi gorffen
""")
"""Words that speak of how a milestone stands, or deny or narrow: never of a signature unless a notice spells them."""

STARTERS = words_of("""
    i i'm i'll i've i'd me we we're we've we'll you he she it it's its they them this that these those there here who
    what when where why which how is are was were be been am has have had having do does did will would shall should
    can could may might must if as so or and then than than also again too very well now just only even ever maybe
    perhaps with within by from into onto to on in of at off over under up down out for about around near after before
    during since per via against between through towards upon because ask asked asking see seen saw say said tell told
    gone go goes going come comes coming came get gets got getting give gave given need needs want wants wait keep
    kept leave leaving let lets make sent send sending take taken taking put set try tried trying think thought know
    known hope hoped hoping expect check checked checking look looking find found meet meets met hear heard call
    called yes yep yeah ok okay sure fine good great right wrong true false joke joking kidding lol haha oops erm hmm
    bye later soon tomorrow today tonight yesterday next last week month year question query note nb ps pps edit update
    correction more less some any all both each every few many much one two three four five six seven eight nine ten
    open closed started starting start stop stopped end ended ends begun begin launch launches live published
    publish reviewing reviewed review delivered deliver delivering trained training subject pass passed hand handed
    speak spoken spoke talk talked move moved moving change changed please hopefully probably possibly apparently
    technically mainly largely partly roughly fingers progress progressing ongoing underway happening
    extended bring brought show shown run running use used using work works worked working help helped
""")
"""Words with which a person begins to say something: no post and no name starts with them."""

DAYS = re.compile(
    r"\b(?:mon|tue|tues|wed|weds|wednes|thu|thur|thurs|fri|satur|sun)(?:day)?s?\b|"
    r"\b(?:january|february|april(?= \d)|june(?= \d)|july|august(?= \d)|september|october|november|december|"
    r"jan|feb|apr|aug|sept?|oct|nov|dec|today|tomorrow|tonight|week|weeks|month|months|\d{1,2}(?:st|nd|rd|th))\b|"
    r"(?<!room )(?<!floor )(?<!rm )\b\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?\b",
    re.IGNORECASE,
)

ROLE = re.compile(
    r"(?<![\w'’])(?:(?:t|a|temp|acting|d)/)?(?:pc|ps|sgt|sergeant|insp|inspector|ci|ch insp|supt|superintendent|det|"
    r"detective|dc|ds|di|dci|dsu|dcs|acc|dcc|cc|gm|wm|cm|sm|pcso|constable|cdr|commander|commissioner|officer|manager|"
    r"mgr|director|dir|head|headteacher|headmaster|headmistress|lead|leader|co-?ordinator|assistant|adviser|advisor|"
    r"administrator|admin|secretary|chief|deputy|chair|chairman|chairwoman|councillor|cllr|swyddog|rheolwr|pennaeth|"
    r"cyfarwyddwr|cydlynydd|arolygydd|prif|analyst|practitioner|consultant|principal|partner|nurse|matron|doctor|dr|"
    r"midwife|worker|planner|engineer|surveyor|solicitor|lawyer|architect|warden|registrar|dean|professor|prof|"
    r"lecturer|provost|chancellor|vice-chancellor|bursar|clerk|trustee|treasurer|chaplain|canon|revd?|reverend|imam|"
    r"rabbi|vicar|rector|archdeacon|bishop|minister|moderator|missioner|senco|sendco|dsl|ddsl|lado|idva|isva|spoc|"
    r"tutor|teacher|governor|caretaker|receptionist|pa|ea|ctsa|recorder|cadet|ranger|mentor|ambassador|specialist|"
    r"designer|developer|accountant|auditor|inspectorate|moderator|curator|librarian|pharmacist|therapist|psychologist|"
    r"paramedic|firefighter|special|executive|ceo|cfo|coo|dpo|mp|ms|mr|mrs|miss|mx|sir|dame|lord)\b",
    re.IGNORECASE,
)
"""Posts, ranks and titles of a person."""

BODY = re.compile(
    r"\b(?:police|heddlu|council|cyngor|constabulary|university|prifysgol|college|coleg|nhs|trust|borough|city|county|"
    r"department|dept|directorate|division|unit|uned|team|teams|tîm|service|services|gwasanaeth\w*|partnership|"
    r"partneriaeth|hub|hq|headquarters|house|street|road|lane|avenue|hall|station|safeguarding|prevent|school|"
    r"academy|academies|primary|infants|juniors|high|ysgol|sixth form|faculty|diocese|deanery|parish|church|cathedral|"
    r"chapel|circuit|mosque|masjid|gurdwara|synagogue|congregation|temple|mandir|probation|prison|hmp|hmpps|ministry|"
    r"home office|institute|foundation|charity|society|association|forum|network|board|bwrdd|ward|federation|group|"
    r"agency|authority|centre|center|section|command|neighbourhoods?|neighbourhood policing|fire|rescue|ambulance|"
    r"coastguard|hospital|hospitals|surgery|practice|clinic|health|housing|homes|libraries|customs|border force|mash|"
    r"office of|community|engagement|comms|communications|legal|finance|licensing|procurement|"
    r"liaison|courts?|hmcts|cps|bc|mbc|cc|ccg|icb|bcu"
    r"|ctp|desk|communities|customer|children'?s|adults?|social care|cohesion|"
    r"policing|custody|secondment|contact|resilience|floor|room|civic|town|he/him|she/her|they/them|she/they|he/they|"
    r"pronouns)\b",
    re.IGNORECASE,
)
"""Organisations and places of work."""

JOINING = words_of("""
    ac y yr ar yn
    and of for the & at in to on y yr a ar i o an o'r a'r i'r de la le du van von der den ap ab ferch bin ibn bint al el
    ul un with part behalf c/o cum interim acting temp temporary covering incorporating including retd hons pronouns
    she her hers he him his they them she/her he/him they/them she/they he/they she/her/hers ext ddi dd int tel mob
    fax phone mobile office
    direct dial line switchboard email e-mail web website room floor level hours pin no number bleep collar airwave
    internal radio call text teams reg registered job share team ref post ffôn ebost symudol cyswllt whatsapp main link
    or via charity company england wales scotland leave message if answer
""")
"""Small words that join the capitalised ones of posts, addresses and numbers."""

OF_TITLES = re.compile(
    r"\b(?:interim|temporary|acting|deputy|joint|lead) (?=(?:assistant |deputy |area |service |team |group |regional )?"
    r"(?:head|director|manager|chief|officer|inspector|superintendent|lead|dean|principal|chair|ceo|executive))|"
    r"\bfirst (?:aid|aider|response|responder|contact|minister|floor|officer|steps?)\b|"
    r"\bthird (?:sector|floor|party)\b|"
    r"\bsecond floor\b|\bfurther education\b|\blooked after\b|\bsure start\b|\bpart of the\b|\bpart[- ]time\b|"
    r"\b(?:educational|housing|additional|support|learning|special|complex) needs\b|\bneeds (?:assessment|team)\b|"
    r"\b(?:town|emergency|forward|event|workforce|strategic|business|principal|senior) plann(?:ing|er)\b|"
    r"\bplanning (?:and|&|officer|manager|policy|lead|team|service|department)|"
    r"\bcontinuing (?:care|healthcare|education|professional)\b|\bclaims (?:manager|handler|officer|team)\b|"
    r"\bmile end\b|\bfront door\b|\bprogress(?:ion)? (?:lead|coach|manager|8)\b|\bcomplaints? (?:officer|manager"
    r"|team)\b|"
    r"\bissues? (?:manager|desk)\b|\bfraud (?:and|&) error\b|\bwest end\b|\bon behalf of\b|\bearly help\b|"
    r"\bchange (?:lead|manager|programme|partner)\b|\bhold(?:ings|erness)\b|\bchildren looked after\b|"
    r"\bapprovals? (?:officer|team)\b|\bquality and improvement\b|\btraining (?:manager|officer|lead|team|and|&)\b|"
    r"\breview(?:ing)? (?:officer|manager|team)\b|\bpublic protection\b|\bcall[- ]handl\w+\b|\bwaiting list\b|"
    r"[\w'&-]+ (?:ltd|limited|plc|llp|cic|consult(?:ing|ants)|associates|solicitors)\b|"
    r"\bconditions? manager\b|\bobject ?ives?\b",
    re.IGNORECASE,
)
"""Words of doubt where they are part of a post's name: "First Response Officer", "Planning Policy Manager"."""

DOUBTFUL = DOUBTS | SAYS
