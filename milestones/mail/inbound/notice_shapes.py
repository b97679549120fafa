"""The shapes of notices in signatures: duty hours, emergencies, law, Welsh, adverts. Patterns only, no verdict.

A shape spells the denials that are its own ("not monitored"), so that what is left of a sentence can be judged.
"""

from __future__ import annotations

import re

_DAY = r"(?:mon|tue|tues|wed|weds|wednes|thu|thur|thurs|fri|satur|sat|sun)(?:day)?s?"
TIMES = (
    rf"(?:\s*(?:,|-|–|and|&|at|on|from|to|between|until|till|the|of|noon|midday|midnight|new|year|further|notice|"
    rf"christmas|boxing|good|easter|bank|holiday|eve|day|lunchtime|morning|afternoon|evening|am|pm|{_DAY}|january|"
    rf"february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|aug|sept?|oct|"
    rf"nov|dec|20\d\d|\d{{1,2}}(?:[.:]\d\d)?(?:st|nd|rd|th|am|pm)?)\b\.?)*"
)
_PLACE = (
    r"(?:offices?|surgery|librar(?:y|ies)|centre|school|college|academy|desk|counter|reception|council|campus|shop)"
)

_CLOCK = r"\d{1,2}(?:[.:]\d\d)? ?(?:am|pm)?"

_HOURS = (
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)days\b(?:,? (?:and|&) \w+days)?",
    rf"\b(?:and |or )?{_DAY} (?:am|pm|all day|mornings?|afternoons?|only)\b",
    rf"\b\d{{1,2}}[.:]\d\d ?(?:am|pm)? ?(?:-|–|to) ?{_CLOCK}|\b\d{{1,2}} ?(?:am|pm) ?(?:-|–|to) ?{_CLOCK}",
    (
        r"\bi (?:only |usually |normally |do not |don['’]t )?(?:read|check|look at|answer|reply to|see) (?:my )?"
        r"(?:e-?mails?|messages|voicemails?)\b[\w ]{0,30}"
    ),
    (
        r"(?:i|we) (?:do not |don['’]t |never |only |also |currently |normally |usually |now )*work\b(?! on (?:it"
        r"|this|that))"
        r"(?:[\w',& -]{0,40})"
    ),
    r"\b(?:and|but|or) (?:do not|don['’]t) work\b[\w',& -]{0,40}",
    r"(?:i|we)(?:['’]m| am| are|['’]re) (?:currently |now )?(?:part[- ]time|job[- ]sharing|term[- ]time)",
    (
        rf"(?:i|we)(?:['’]m| am| are|['’]re) (?:not |never |only )?(?:always )?(?:in|at work|available"
        rf"|contactable|"
        rf"in the office|on duty|working)(?: on| in the office on| every)?{TIMES} {_DAY}"
    ),
    r"(?:i|we)(?:['’]m| am| are|['’]re) (?:not|never) (?:always )?able to (?:reply|respond|answer|pick)\b[\w' ]{0,40}",
    (
        r"(?:shift|rota|duty|working|work) (?:pattern|days?|hours?|times?)\b ?:[\w ,&/.–-]{0,60}"
        rf"(?:\((?:but )?(?:not|except|excl\.?|no)(?: on)? {_DAY}\))?|"
        r"(?:working|work|office|contact|opening|duty|shift) (?:days?|hours?|pattern|week)\b|"
        rf"\b(?:next |back )?on (?:duty|shift):?(?: next)?{TIMES}(?: ?(?:early|late|night) turn)?"
    ),
    r"\b(?:rest|non[- ]working|day'?s?) days?\b(?: this set| is| are)?|\bdays? off\b|\bday off (?:is|are)\b",
    rf"\b{_DAY}(?:\s*(?:-|–|to|,|&|and|/)\s*(?:every other )?{_DAY})+\s*(?:\((?:not|except|excl\.?|no) {_DAY}\))?",
    rf"\bhours:? ?\d|\b\d{{1,2}}(?:[.:]\d\d)?(?:am|pm)? ?(?:-|–|to) ?\d{{1,2}}(?:[.:]\d\d)?(?:am|pm)?,? {_DAY}",
    r"\bterm[- ]time(?: only)?\b|\bjob[- ]?shar(?:e|ing)\b|\bpart[- ]time\b|\bcompressed hours\b|\bflexibl[ey]\b",
    (
        r"\b(?:upcoming|planned|annual|next) leave\b|\bdiary (?:enquiries|requests|is (?:now )?full)\b(?: until)?"
        r"(?: the new year)?|allow (?:up to )?\w+ (?:working )?(?:days|hours)"
    ),
    (
        r"\b(?:do not|don['’]t|never|no need to|not|n['’]t) (?:feel|expect|be)\b[\w',’ ]{0,80}?"
        r"\b(?:repl\w+|respond\w*|answer\w*|action\w*|obliged|read|hours|immediate\w*|pressure\w*|need)\b[\w' ]{0,60}"
    ),
    r"\bno need to (?:reply|respond|answer)\b[\w' ]{0,50}",
    (
        r"\b(?:outside|out of|within|during|respect)(?: of)? (?:your|my|their|our|normal|office|own|usual|core"
        r"|working)\b"
        r"[\w ]{0,20}\bhours\b|\bout[- ]of[- ]hours\b|\bin my own time\b"
    ),
    r"\b(?:i|we) (?:may|might|sometimes|often) (?:be )?send(?:ing)?\b[\w' ]{0,40}",
    r"\bat a time (?:that|which) (?:suits|works)\b|\bmy hours may not be yours\b|\bmay not (?:be|match) yours?\b",
    (
        r"\b(?:please )?(?:do not|don['’]t) (?:leave|rely on) (?:a )?(?:voice ?mails?|voice ?messages?)\b"
        r"(?:,? (?:as )?i (?:can['’]t|cannot|don['’]t) \w+(?: \w+)? ?(?:up|them)?)?"
    ),
    r"\bif (?:it is |it['’]s )?not urgent,? please wait[\w ]{0,20}|\bplease wait (?:for my|until i)\b[\w ]{0,30}",
    r"\bis (?:urgent|an emergency)\b|\bfor (?:anything|urgent)\b|\bif (?:it is |it['’]s )?urgent\b",
    r"\bduty (?:team|desk|officer|inspector|sergeant|sgt|manager|solicitor)\b(?! (?:has|have|is|was|will|to)\b)",
    r"\bemail address will change\b|\bchanged? (?:my )?(?:name|e-?mail address)\b",
)
_REACH = (
    (
        r"\b(?:not|n['’]t) an? emergency\b|\bif (?:it is|it['’]s) (?:an |a )?(?:emergency|crisis)\b|"
        r"\b(?:in|for) (?:an |a )?(?:emergency|emergencies|crisis)\b(?=[^\w]*$|,? (?:please |always |only |at )?"
        r"(?:call|dial|ring|phone|text|contact|the|999)\b)|\bgo online\b|"
        r"\bnon[- ]emergenc(?:y|ies)\b"
    ),
    r"\bnot urgent(?=\?)|\bsign up (?:for|to) (?:our|the|my)\b|\b(?:one|two|three|five|ten)[- ]minutes?\b",
    r"\bif it (?:isn['’]t|is not|can ?not wait|can['’]t wait|is not urgent)\b",
    (
        r"\b(?:dial(?:ling)?|call|ring|phone|text)\b[\w', ]{0,20}\b(?:999|101|111|112|116 123|18000|\d{5})\b|"
        r"\b(?:999|101|111)\b"
    ),
    r"\bdo(?:n['’]t| not) (?:dial|call|ring) (?:999|101|111)\b[\w ]{0,40}",
    r"\breport (?:it|crime|a crime|concerns?|online|anything|suspicious)\b",
    (
        r"\b(?:mail ?box|address|inbox|account|line|phone|e-?mail|number)\b[\w' ]{0,20}\b(?:not|n['’]t"
        r"|never)\b[\w' ]{0,20}"
        r"\b(?:monitored|watched|staffed|checked|manned|read|used|accepted)\b[\w' /]{0,25}"
    ),
    r"\b(?:not|n['’]t) (?:be )?(?:monitored|watched|staffed|manned)\b[\w' /]{0,25}",
    (
        r"\b(?:do not|don['’]t|cannot|can['’]t) (?:use|report|be reported)\b[\w' ]{0,20}"
        r"\b(?:address|mailbox|e-?mail|crimes?|inbox)\b[\w' ]{0,30}"
    ),
    (
        r"\b(?:crimes?|incidents?|emergenc\w+|appeals?|complaints?|requests?) (?:can ?not|can['’]t|must not"
        r"|should not) be "
        r"\w+ [\w ]{0,40}"
    ),
    r"\b(?:i|we) (?:can ?not|can['’]t|are unable to) (?:take up|deal with) casework\b[\w' ]{0,60}",
    r"\bwe(?:['’]re| are) not (?:a|an) (?:crisis|emergency) service\b",
    (
        r"\b(?:worried|concerned) (?:about|that)\b|\bin crisis(?=\?)|\bcrimestoppers\b|\bsamaritans\b|\bchildline\b"
        r"|\bhelpline\b|"
        r"\bsmoke alarms? (?:save|this week|every week|weekly|today|this month|every month|monthly)\b(?:"
        r" lives?)?(?:[\w ]{0,12}\byours\b)?|"
        r"(?:\bnot every[\w'’]*(?: [\w'’]+){0,4} )?\b(?:when did you last test|have you tested|test|check"
        r"|a working|fit a)\b(?: (?:your|the|our|that|all|every))?(?: \w+)? ?smoke alarms?\b"
        r"(?: (?:is working|works|lately|recently|weekly|today|this week|every week))?"
    ),
    r"\bact early\b|#\w{3,40}",
)
_LAW = (
    (
        r"\bservice (?:of|by)\b[\w' -]{0,40}\b(?:e-?mail|fax|documents|proceedings)\b[\w' ]{0,30}"
        r"(?:not|only|unless|is|are)?\b[\w' ]{0,60}"
    ),
    r"\b(?:not|un)\s?(?:able|authorised|prepared)? ?to accept service\b[\w' ]{0,40}",
    (
        r"\b(?:no|nothing in (?:this|any))\b[\w' ]{0,40}\bcontracts?\b.{0,80}(?:e-?mail|message|reply"
        r"|binding)\b.{0,40}|"
        r"\bnothing in (?:this|any) (?:e-?mail|message)\b.{0,80}|"
        r"\bno (?:contract|agreement) is (?:formed|concluded|entered into|created|made)\b.{0,60}"
    ),
    r"\badvice\b[\w', ]{0,40}\b(?:informal|without prejudice|not binding|officer)\b.{0,80}",
    (
        r"\bthis (?:message|e-?mail|mail)\b[\w' ]{0,30}\b(?:addressee|intended|private|confidential|recipient)\b"
        r"[\w', ]{0,40}(?:only)?"
    ),
    r"\b(?:not )?for onward (?:circulation|disclosure|transmission|sharing)\b",
    (
        r"\b(?:do not|don['’]t) forward\b.{0,80}(?:recipient|authori[sz]ed|permission).{0,30}"
        r"|\bofficial[- ](?:sensitive)?"
        r"[\w ]{0,30}(?:unless otherwise (?:stated|marked))?"
    ),
    r"\bbank (?:details|account)\b[\w' ]{0,20}(?:have|has|will)? ?(?:not|never)? ?(?:changed?)?\b",
    r"\b(?:will )?never ask (?:you )?(?:for|to)\b[\w' ]{0,40}",
    (
        r"\b(?:all )?applications must be complete (?:before|when|to)\b[\w' ]{0,40}|"
        r"\bincomplete applications (?:will|may|cannot|are)\b[\w' ]{0,30}"
    ),
    (
        r"\bregistered (?:charity|office|company|in england|social landlord)\b|\bcompany (?:no|number)\b|"
        r"\bdisclaimer\b|\bprivacy (?:notice|policy)\b|\bdata protection\b|\bgdpr\b|\bconfidential\b|\bvirus(?:es)?\b|"
        r"\bscanned (?:by|for)\b|\bviews expressed\b"
    ),
    (
        r"\b(?:do not|don['’]t|do you (?:really )?need to|need to|before|think|avoid|consider)\b[\w' ,-]{0,40}"
        r"\bprint(?:ing)?\b(?: it| this| the| that)?(?: e-?mail| message)?(?: unless you (?:really )?(?:need|have|must)"
        r"(?: to)?)?(?! (?:it|goes|has|is)\b)|\bconsider(?:ing)? the environment\b|"
        r"\bunless you (?:really |absolutely )?(?:need|have) to\b"
    ),
    r"\bsent on behalf of\b",
)
_WELSH = (
    (
        r"\b(?:croes[ao]\w*|gohebu|gohebiaeth|gohebwch|cyfathrebu|gyfathrebu|siarad\w*|ysgrifenn\w*|cysyllt\w*|hapus)\b"
        r"[\w' ,’]{0,50}\b(?:cymraeg|gymraeg|saesneg)\b[\w' ,’]{0,50}"
    ),
    r"\bni fydd [\w' ]{0,50}\boedi\b",
    (
        r"\b(?:welcome|correspond\w*|communicat\w*|contact|reply|speak|write|respond)\b[\w' ]{0,40}\bin (?:welsh"
        r"|english)\b"
        r"[\w' ]{0,30}(?:\b(?:not|n['’]t) lead to (?:a |any )?delay)?[\w' ]{0,20}"
    ),
    r"\b(?:not|n['’]t) lead to (?:a |any )?delay\b",
    (
        r"\b(?:nid wyf|dydw i ddim|dwi ddim|nid ydw i) yn gweithio\b[\w' ]{0,30}|\brwy'?n gweithio\b[\w' ]{0,30}|"
        r"\boriau gwaith\b|\bdiwrnod(?:au)? gwaith\b|\bmewn argyfwng\b"
    ),
    (
        r"\bpeidiwch ag? (?:argraffu|theimlo)\b.{0,60}|\bystyriwch yr amgylchedd\b|\bnadolig llawen\b"
        r"|\bblwyddyn newydd dda\b"
    ),
)
_ADVERTS = (
    r"\b(?:follow|like|find|join|visit|tag|catch|message) (?:us\b|me on\b|@\w)|\b(?:follow|like|join|visit) our\b",
    (
        r"\b(?:winter |night )?(?:shelter|food ?bank|drop[- ]in|surgery) opens? (?:each|every) \w+(?: at [\d.:]+(?:am"
        r"|pm)?)?|"
        r"\bhave your say\b|\btell us\b|\bhelp us (?:to )?(?:shape|improve|protect|keep|make|build|reach|raise"
        r"|support|save|find|win|plan)\b|\bhow did (?:we|i) do\b|\bwe(?:['’]d| would) love to hear\b|"
        r"\bhave you (?:done|completed|taken|filled in|finished) (?:our|the|your|yours)\b|"
        r"\bnot (?:done|reported|tested|registered|had|booked) (?:it|yours|one|something|your \w+)\b[\w ]{0,25}(?=\?)"
    ),
    (
        r"(?:\b(?:please )?(?:complete|fill in|take|do|answer) )?\b(?:our|your|residents['’]?|customer|staff"
        r"|quick|short|\d[- ]minute) [\w' ]{0,20}"
        r"(?:survey|poll|questionnaire|consultation)\b|\bconsultation:"
    ),
    (
        r"\bregister(?:ed)? to vote\b|\bflu jab\b|\bcovid\b|\bbooster\b|\bvaccinat\w+|\bwinter ready\b|"
        r"\bhave you (?:downloaded|tested|registered|booked|ever|had your|signed up|thought about|considered)\b|"
        r"\bhad your [\w ]{2,20}|\b(?:seen|heard|noticed|spotted|know) (?:something|someone"
        r"|anything)\b[\w'’ ]{0,40}(?=\?)|"
        r"\b(?:not able|unable|can['’]t|cannot) (?:to )?(?:come along|attend|join us|make it)(?=\?)"
    ),
    r"\b(?:could|can|would|will) you (?:be an?|foster|adopt|volunteer|spare|give|mentor|donate)\b",
    (
        r"\bopen (?:days?|evenings?|mornings?|events?|house)\b|\binset days?\b|\bhalf[- ]term\b|\bend of term\b|"
        rf"\bterm (?:ends|starts|begins|finishes|dates)\b(?:{TIMES})|\bwe are back(?: on)?\b{TIMES}"
        rf"|\bbreaks? up\b{TIMES}"
    ),
    (
        rf"\b{_PLACE}\b(?: is| are| will be)?(?: now)? (?:closed|closes?|shut|shuts|re-?opens?|open)\b"
        rf"(?= (?:to|early|from|on|until|till|at|for|between|over)\b)(?: to (?:visitors|callers|the"
        rf" public))?(?: early)?{TIMES}"
    ),
    rf"\bno (?:bin )?(?:collections?|post|service|deliveries) on\b{TIMES}",
    rf"\b(?:carols?|mass|eucharist|evensong|worship|communion|prayers?|services):? (?:at |on )?(?:{_CLOCK})?{TIMES}",
    rf"\b(?:day|week|month|night|fair|market|concert|parade|vigil|festival|service|carols):{TIMES}",
    (
        rf"\b(?:round|applications?|nominations?|bids?|bookings?|entries|ballot|voting|registration)\b(?: \d)?"
        rf"(?: for [\w ]{{2,20}})? clos(?:e|es|ing)\b{TIMES}|\bbreaking up:?{TIMES}|\bvote (?:in|for|now|by|today)\b"
    ),
    r"\bask for (?:angela|ani)\b|\bshop local\b|\bclare['’]?s law\b|\bsay something\b|\bnut[- ]free\b",
    (
        r"\bmerry christmas\b|\bseason['’]?s greetings\b|\bhappy (?:new year|christmas|diwali|eid|hanukkah|easter"
        r"|holidays)\b"
    ),
    (
        r"\bwe(?:['’]re| are) (?:hiring|recruiting)\b|\brecruitment\b|\bvacanc(?:y|ies)\b|\bnominat(?:e|ions)\b|"
        r"\b(?:apply|book|donate|register|subscribe|sign up|volunteer) (?:now|today|online|here|by|before|your|a|at"
        r"|via)\b(?: place)?(?: on our next)?|"
        r"\bapplications (?:close|open|are open)\b|\bjobs? close\b|\bplaces (?:still )?(?:open|available)"
        r" (?:for|in|from) (?:jan|feb|mar|spring|autumn|the new)\w*|"
        r"\bstill (?:time to|collecting)\b"
    ),
    (
        r"\b(?:winners?|shortlisted|finalists?|highly commended|rated (?:good|outstanding)|ranked|accredited"
        r"|inspected by|"
        r"not yet published|ofsted|cqc|estyn|investors in people|disability confident|stonewall|living wage|"
        r"inclusive employers?|awards?|armed forces covenant|mindful employer|carbon (?:neutral|literate)|iso ?\d{4,5}|"
        r"proud (?:to|member|of|supporter)|plastic free)\b"
    ),
    (
        r"\b(?:donat\w+|(?:our|the) (?:[\w]+ ){0,2}(?:appeal|campaign)\b(?: is(?: now)? (?:complete|closed|over|open))?"
        r"|big give|give the gift|fundrais\w+|charity|langar|iftar|jumu['’]?ah|evensong)\b"
    ),
    (
        r"\b(?:getting it done|serving|protecting|keeping|working|proudly|est\.?|established)\b[\w ]{0,30}"
        r"\bsince (?:1[5-9]\d\d|20[01]\d)\b"
    ),
    (
        r"\bnewsletter\b|\btwitter\b|\bfacebook\b|\binstagram\b|\blinkedin\b|\byoutube\b|\bpodcast\b|\bwebcast\b|"
        r"\bwatch (?:it )?(?:live|again)\b|\btickets?\b|\bdownload (?:the|our)\b|\b(?:get|use) the app\b|"
        r"\bexit button\b|\bnow be booked online\b|\bcheck your day\b|\bmeetings are\b"
    ),
    (
        r"\b(?:world|international|national) [\w ]{2,30}(?:day|week|month)\b|\bhistory month\b|\bawareness (?:day"
        r"|week)\b|"
        r"\b16 days of action\b|\bsafeguarding (?:adults )?week\b|\bwhite ribbon\b(?:: never [\w, ]{0,60})?"
    ),
    (
        r"\b(?:don['’]t|never) (?:drink|speed|text)\b[\w' -]{0,20}\b(?:drown|drive|driving)\b|\bslow down\b|"
        r"\bat the roadside\b|\bstay (?:safe|away|well|connected|alert)\b|\bbook (?:your|a) (?:place"
        r"|visit)\b(?: on our next)?|"
        r"\bwhat are you reading\b|\bcurrently reading\b|\bsurgeries: |\bnext (?:team|training|inset) day\b:?|"
        r"\bdates [\w ]{0,30}on (?:the|our) (?:portal|website)\b|\bdon['’]t (?:wait|miss)\b|\bnever too late\b"
        r"|\bleave (?:us )?a message\b(?: if (?:no answer|we are out))?|"
        r"\b(?:is|change|share) your password\b"
    ),
)
NOTICE = re.compile("|".join(f"(?:{one})" for one in (*_HOURS, *_REACH, *_LAW, *_WELSH, *_ADVERTS)), re.IGNORECASE)
OFFICE = re.compile("|".join(f"(?:{one})" for one in (*_REACH, *_LAW, *_WELSH, *_ADVERTS)), re.IGNORECASE)
LEGAL = re.compile("|".join(f"(?:{one})" for one in _LAW), re.IGNORECASE)
