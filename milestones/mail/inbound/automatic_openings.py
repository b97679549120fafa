"""Knows how machines' answers open, in words that a person's mail may hold too, but never opens with.

Each counts only as the first words behind a greeting or thanks, and most need a second sign close behind: a person's
answer that mentions working days further down, or in the signature, stays a person's.
"""

from __future__ import annotations

import re

from milestones.mail.inbound.automatic_notices import NOTICES

_GREETING = (
    r"\A\W*(?:(?:hello|hi|dear|good|bore|prynhawn)\b[^\n,.!]{0,30}[\n,.!]\W*"
    r"|(?:many )?thank(?:s| you)(?: very much)? for (?:your |the |this |getting|contacting|e-?mailing|writing)"
    r"[^\n.!]{0,60}[\n.!]\W*|diolch (?:am|i chi)[^\n.!]{0,60}[\n.!]\W*)*"
    r"(?:please (?:note|be aware) (?:that )?)?"
)
_SOON = r"(?:get back|reply|respond|be in touch|contact you|come back|deal with|answer)"
_ELSEWHERE = (
    r"(?:direct|refer|forward|redirect|address|send|contact|e-?mail|ring|call|speak)\b[^.\n]{0,40}\b(?:queries"
    r"|enquiries"
    r"|e-?mails?|e-?mail|correspondence|matters|manager|supervisor|urgent|messages?|duty \w+|mailbox|inbox|team|deputy)"
)
_ANY_DAY = r"(?:mon|tue|wed|thu|fri|part[- ]?time|term[- ]time|compressed|flexib|school hours|shifts?\b|\d)"
_AWAY_THEN = (
    r"(?:(?:will|shall|'ll) (?:aim to |try to )?(?:respond|reply|read|answer|pick|get back|action|deal|come back)"
    r"|next working (?:day|shift)|before then|next in\b|outside (?:of )?th|(?:not|isn't) (?:monitored|checked)|urgent)"
)


def _opening(reason: str, pattern: str) -> tuple[str, re.Pattern[str]]:
    return reason, re.compile(_GREETING + pattern, re.IGNORECASE)


_OPENINGS = (
    _opening(
        "a notice of working days",
        r"(?:i (?:currently |normally |usually )?(?:only )?work|i am (?:a )?part[- ]?time|i'm part[- ]?time"
        r"|my (?:normal"
        rf" |usual |current )?working (?:days|hours|pattern"
        rf"|week)\b)[^.\n]{{0,60}}{_ANY_DAY}[\s\S]{{0,200}}{_AWAY_THEN}",
    ),
    _opening(
        "a notice of working days",
        rf"i (?:do not|don't|never) work (?:on )?(?:a )?{_ANY_DAY}[\s\S]{{0,80}}{_AWAY_THEN}",
    ),
    _opening(
        "an absence note",
        rf"(?:i am|i'm)(?: currently)? away (?:this|next|all|for|at)\b[\s\S]{{0,120}}(?:urgent|cover"
        rf"|absence)\b[\s\S]{{0,60}}"
        rf"{_ELSEWHERE}|(?:i am|i'm)(?: currently)? away (?:this|next|all|for|at)\b[\s\S]{{0,80}}urgent[^.\n]{{0,20}}"
        r"\b(?:contact|ring|call|e-?mail)\b",
    ),
    _opening("an absence note", r"[^.\n]{0,40}\bar (?:absenoldeb|gyfnod (?:mamolaeth|salwch))\b"),
    _opening(
        "an absence note",
        r"i (?:am|'m) no longer (?:with|at|employed|working (?:for|at))\b[\s\S]{0,60}\byour (?:e-?mail|message)\b",
    ),
    _opening(
        "an absence note",
        r"(?:nid (?:wyf|ydw i)|dydw i ddim|nid ydwyf) (?:i )?(?:yn )?(?:y swyddfa|y gwaith|(?:yn )?gweithio (?:heddiw"
        r"|ar (?:dd?ydd)|yr wythnos|tan|ar hyn o bryd))",
    ),
    _opening("an absence note", r"byddaf (?:i )?(?:yn ôl|nôl|allan|i ffwrdd|yn dychwelyd)\b"),
    _opening(
        "an absence note",
        r"(?:i am|i'm)(?: currently| now| presently)?(?: off| away| absent)?(?: from work)?(?: on| due to"
        r"| with)?(?: an?)?"
        r" (?:long[- ]term|extended|indefinite|phased|prolonged) (?:sick|sickness|leave|absence|illness|return)\b"
        rf"[\s\S]{{0,160}}{_ELSEWHERE}",
    ),
    _opening(
        "an absence note",
        r"i (?:have|'ve)(?: now)? (?:left|retired)(?: from)?(?: the| my)? ?(?:organisation|organization|force|council"
        r"|authority"
        r"|service|company|trust|department|constabulary|police|team|role|post)?\b[\s\S]{0,100}"
        r"(?:all (?:future )?(?:enquiries|queries|e-?mails?|correspondence)|your (?:e-?mail|message)|mailbox|inbox"
        r"|this (?:account|address))",
    ),
    _opening(
        "an absence note",
        r"(?:i am|i'm) (?:currently |presently )?(?:out|deployed|engaged|committed) on (?:\w+ )?(?:duty|duties"
        r"|deployment"
        r"|operations?|patrol)\b[^.\n]{0,60}\b(?:slow|delay\w*|respond|reply)\b",
    ),
    _opening(
        "an acknowledgement of receipt",
        r"due to (?:the |a )?(?:high|large|current|increased|unprecedented) (?:volumes?|numbers?|levels?) of\b",
    ),
    _opening("a gateway's notice", r"delivery (?:delayed|is delayed|status notification|failure|incomplete)\b"),
    _opening(
        "an acknowledgement of receipt",
        r"(?:your (?:e-?mail|message|enquiry) (?:is|has)[^.\n]{0,20}(?:important to us|receiving attention"
        r"|being dealt with)"
        rf"|(?:a member of|someone (?:from|in)|one of) (?:the|our)\b[^.\n]{{0,40}}\bwill [^.\n]{{0,30}}{_SOON}"
        rf"|someone will [^.\n]{{0,20}}{_SOON}|we (?:will|aim to|shall|endeavour to)[^.\n]{{0,40}}{_SOON}[^.\n]{{0,40}}"
        r"\b(?:working days|hours|in turn|order (?:of|they))"
        r"|this (?:mailbox|inbox|account) is (?:only )?(?:monitored|checked|staffed|manned|open))",
    ),
    (
        "an acknowledgement of receipt",
        re.compile(
            r"\A\W*(?:many )?thank(?:s| you)(?: very much)? for (?:your|the) (?:e-?mail|message|enquiry|letter"
            r"|correspondence)[,;]? (?:which|the contents of which|this) (?:is|has been|will be|have been)\b"
            r"[^.\n]{0,20}(?:attention|received|noted and passed|logged|dealt with|passed|forwarded)",
            re.IGNORECASE,
        ),
    ),
    _opening(
        "a gateway's notice",
        r"(?:the |this |your )?(?:intended )?recipient(?:'s|s)?\b[^.\n]{0,12}\b(?:mailbox|inbox|e-?mail|address"
        r"|server)\b",
    ),
    _opening(
        "a gateway's notice",
        r"your (?:message|e-?mail)\b[^.\n]{0,60}\b(?:delayed|will be delivered|delivery|being held|held for|scanned"
        r"|not (?:yet )?been delivered|in the queue|queued)\b",
    ),
    _opening(
        "a gateway's notice",
        r"(?:this|an?|the) (?:message|e-?mail|attachments?)\b[^.\n]{0,30}\b(?:is being|was|has been|have been"
        r"|is) (?:held"
        r"|scanned|delayed|quarantined|stripped|removed by|blocked by|released|sandboxed)\b[\s\S]{0,120}"
        r"\b(?:gateway|scan\w*|security|delivered|released|policy|filter)\b",
    ),
    *(_opening(reason, pattern) for reason, pattern in NOTICES),
)


def opened_by_a_machine(body: str) -> str | None:
    """Say what kind of machine's answer opens with the words of `body`, or None."""
    return next((reason for reason, pattern in _OPENINGS if pattern.search(body)), None)
