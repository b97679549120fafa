"""Knows how notices of closing days, rosters and new addresses open, as offices, schools and shift workers leave them.

Each needs a second sign behind its first words, so that "the school is closed and we cannot get in" stays a person's.
Used by `milestones.mail.inbound.automatic_openings`, behind greeting and thanks.
"""

from __future__ import annotations

_DAY = r"(?:\d|today|tomorrow|mon|tue|wed|thu|fri|sat|sun|next week)"
_PLACE = (
    r"(?:(?:this|our|the|your|st|all) )?(?:[\w'&-]+ ){0,4}?(?:offices?|school|college|academy|practice|surgery|centre"
    r"|library"
    r"|nursery|university|department|reception|council|shop|chambers|registry|museum|clinic|depot)"
)
_REOPENS = (
    r"(?:re-?opens?|re-?opening|inset|half[- ]term|staff training|bank holiday|can be reached|urgent|emergency"
    r"|if you (?:need|have|require)|to report|(?:e-?mails?|messages?|calls?) will|closed until|closed from"
    r"|closed for the"
    r"|opening hours|back on|call \d)"
)
_DUTY = r"(?:rest days?|days? off|annual leave|a/l|leave|nights|lates|earlies|night shifts?|secondment|toil|flexi)"
_BACK = rf"(?:back|return\w*|until|till|til|resum\w+|in again)\b[^.\n]{{0,25}}{_DAY}"
_URGENT = r"(?:urgent|emergency|emergencies|anything (?:that|which) cannot wait|contact|ring|control room|duty \w+)\b"
_READS = (
    r"(?:(?:will|shall|'ll) (?:aim to |try to )?(?:respond|reply|read|answer|pick|get back|action|deal|come back|see)"
    r"|limited|no (?:access|signal|phone)|urgent|answer e-?mails?|read e-?mails?|check e-?mails?)"
)

NOTICES: tuple[tuple[str, str], ...] = (
    (
        "a closure notice",
        rf"{_PLACE} (?:is|are|will be|remains?)(?: now| currently| also)? closed\b[^\n]{{0,200}}?\b{_REOPENS}",
    ),
    ("a closure notice", rf"we (?:are|'re|will be)(?: now| currently)? closed\b[\s\S]{{0,160}}\b{_REOPENS}"),
    (
        "a closure notice",
        rf"{_PLACE} (?:is|are) open\b[^.\n]{{0,40}}{_DAY}[\s\S]{{0,200}}\b(?:urgent|emergency|concerns?|will|call)\b",
    ),
    ("a closure notice", r"(?:our|the|my) (?:\w+ )?(?:opening|office|core) hours (?:are|is)\b"),
    (
        "a closure notice",
        r"you have (?:contacted|e-?mailed|reached|written to) (?:us|me|this \w+) (?:outside|out of)\b",
    ),
    ("a closure notice", r"mae(?:'r| ein)? (?:swyddfa|ysgol|coleg|swyddfeydd) (?:ar gau|wedi cau)\b"),
    (
        "an absence note",
        rf"(?:(?:i am|i'm) )?(?:currently |now )?(?:on )?{_DUTY}\b[^\n]{{0,50}}\b{_BACK}[^\n]{{0,60}}\Z",
    ),
    (
        "an absence note",
        rf"(?:(?:i am|i'm) )?(?:currently |now )?(?:on )?{_DUTY}\b[^\n]{{0,60}}\b{_BACK}[^\n]{{0,60}}\b{_URGENT}",
    ),
    (
        "an absence note",
        rf"(?:currently |now )?(?:on )?(?:rest days?|annual leave)\b[^\n]{{0,60}}\bback\b[^\n]{{0,60}}\b{_URGENT}",
    ),
    (
        "an absence note",
        rf"my (?:next )?rest days? (?:is|are)\b[\s\S]{{0,80}}(?:{_READS}|on duty|back on)",
    ),
    (
        "an absence note",
        (
            r"(?:i am|i'm|i will be) (?:teaching|lecturing|in (?:meetings|court|lessons|class|surgery|clinic|theatre)"
            r"|on (?:a |an )?"
            rf"(?:\w+ )?(?:course|retreat|exercise|placement|sabbatical|jury service))\b[^\n]{{0,90}}\b{_READS}"
        ),
    ),
    ("an absence note", rf"i teach\b[^.\n]{{0,40}}\b{_READS}"),
    (
        "an absence note",
        (
            r"(?:pc|ps|dc|ds|di|dci|insp|inspector|sgt|sergeant|supt|chief \w+|mr|mrs|ms|miss|dr|rev|cllr"
            r"|councillor)\.? [\w'-]+"
            rf"(?: [\w'-]+)? is (?:currently |now )?(?:on {_DUTY}|out of (?:the )?office|away)\b[^.\n]{{0,40}}"
            r"\b(?:return\w*|until|back)\b[^.\n,]{0,30}(?:\.?\s*\Z|\.[^\n]{0,40}\b(?:urgent|contact|e-?mails?)\b)"
        ),
    ),
    (
        "an automatic reply",
        (
            r"(?:my e-?mail address has (?:now )?changed|i have (?:now )?changed (?:my )?e-?mail address"
            r"|i (?:now )?have a new e-?mail address)\b"
        ),
    ),
    (
        "an absence note",
        (
            r"this (?:officer|colleague|employee|member of staff|person|user|post ?holder|councillor|member)(?: has"
            r"| is)? (?:now )?"
            r"(?:left|retired|no longer|on long)\b[\s\S]{0,120}\b(?:account|forwarded|contact|mailbox|monitored"
            r"|e-?mails?)\b"
        ),
    ),
    (
        "an acknowledgement of receipt",
        (
            r"(?:we are|we're) (?:a )?(?:\w+ ){0,3}team\b[^.\n]{0,30}\bwill [^.\n]{0,20}(?:get back|reply|respond"
            r"|be in touch)"
        ),
    ),
    (
        "an acknowledgement of receipt",
        (
            r"(?:it|this|your \w+) has been (?:logged|recorded|registered|assigned|allocated|given)\b[^.\n]{0,60}"
            r"(?:\bref(?:erence)?\b|\d{4,})"
        ),
    ),
    (
        "an acknowledgement of receipt",
        (
            r"(?:due|owing) to (?:the )?(?:high |large |sheer )?(?:numbers?|volumes?) of (?:e-?mails?|enquiries"
            r"|correspondence)\b"
        ),
    ),
    ("a read receipt", r"your message\b[\s\S]{0,240}\bwas (?:read|displayed|deleted without being read) on\b"),
    (
        "a notice of working days",
        (
            rf"(?:i (?:currently |normally |usually )?(?:only )?work"
            rf"|my working days are)\b[^.\n]{{0,60}}{_DAY}[\s\S]{{0,80}}"
            r"\b(?:picked up|dealt with|looked at|answered|seen)\b[^.\n]{0,20}\b(?:following|next|when i|on my)\b"
        ),
    ),
    ("a gateway's notice", r"delivery to \S{3,80}@\S{3,80} (?:has )?(?:failed|been delayed)\b"),
    (
        "a ticket system's notice",
        (
            r"(?:ticket|case|incident|request|call)(?: number| ref)?[ :#]*"
            r"(?:[A-Z]{2,6}[- ]?\d{3,}|#?\d{3,}(?:-\w{1,3})?)(?: -)?(?: has been| is| was| status:?)?"
            r" (?:raised|logged|opened|updated|resolved|closed|assigned|created)\b"
        ),
    ),
    (
        "a ticket system's notice",
        (
            r"(?:inc|req|ritm|sr|cas|chg|tkt|sctask)\d{4,}\b[\s\S]{0,60}\b(?:status|resolved|closed|updated|assigned"
            r"|opened)\b"
        ),
    ),
)
"""The reason, and the words behind greeting and thanks."""
