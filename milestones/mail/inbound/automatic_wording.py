"""Knows the words by which a machine's answer can be told from a person's: absence notes, receipts, tickets.

Only the words; headers are read in `milestones.mail.inbound.automatic`. The sentences are those that machines open
with; a person who mentions leave inside a request is a person.
"""

from __future__ import annotations

import re

from milestones.mail.inbound.automatic_openings import opened_by_a_machine
from milestones.mail.inbound.furniture import owner_lines
from milestones.mail.inbound.owner_words import a_person_answers, answers_in_so_many_words
from milestones.mail.inbound.portals import reads_as_portal

_ABSENT = (
    r"(?:out of (?:the )?office|ooo\b|on (?:my )?(?:annual |sick |maternity |paternity |study |special |parental "
    r"|adoption |compassionate |bereavement |carer's |unpaid |long[- ]term sick )?leave"
    r"|on holiday|on vacation|on (?:an? |my )?(?:career break|sabbatical|jury (?:service|duty)|phased return)"
    r"|on (?:a )?(?:rest days?|secondment|nights|lates|days? off|a course)|away from (?:my desk|work|the office"
    r"|my email)|on maternity"
    r"|off duty|not (?:currently )?(?:in|at) (?:the office|work|my desk)|away until|away on|away from (?:mon|tue"
    r"|wed|thu|fri|sat|sun|\d)"
    r"|off sick|not working|currently away|off work|attending (?:a )?training)"
)

_TICKET = r"(?:ticket|case|incident|service request|request|call|job|fault|enquiry|query)"
_NOBODY_SPEAKS = r"\A(?![\s\S]*\bI\b)"
"""A helpdesk's robot never says "I"; who tells of the call that he logged does."""
_NOTE = r"(?:reply|response|message|e-?mail|acknowledge?ment|notification|receipt)"
_GENERATED = r"(?:automatically|auto|system|computer)[ -]?generated"
_NOT_ANOTHERS = "".join(
    rf"(?<!\b{one} )"
    for one in (
        *("the", "these", "those", "your", "my", "his", "her", "their", "any", "another", "that", "such", "every"),
        *("got an", "get an", "gets an", "getting an", "had an", "received an", "sent an", "from an"),
        *("just an", "only an", "not an", "isn't an"),
    )
)
"""A machine speaks of itself; who speaks of "the automatic reply you got" or "your automated e-mails" is a person."""


def _opening(reason: str, pattern: str) -> tuple[str, re.Pattern[str]]:
    return reason, re.compile(pattern, re.IGNORECASE)


_OPENINGS = (
    _opening(
        "an absence note",
        rf"(?:^|[.!:/\n] ?)(?:please note (?:that )?)?(?:i am|i'm|i will be|i'll be|i shall be|am) (?:now "
        r"|currently |presently |also )?"
        rf"{_ABSENT}",
    ),
    _opening("an absence note", r"^\W*(?:out of (?:the )?office|ooo|away from (?:my )?desk)\b"),
    _opening("an absence note", r"\brwyf? (?:i )?(?:allan o'r swyddfa|ar wyliau|ar fy ngwyliau)|\ballan o'r swyddfa\b"),
    _opening(
        "an absence note",
        r"\b(?:limited|no) access to (?:my )?e-?mails?\b|\b(?:do not|don't) have access to (?:my )?e-?mails?",
    ),
    _opening(
        "an absence note",
        r"\bwill (?:action|respond to|reply to|deal with|answer|read) (?:your |all |any )?(?:e-?mails?|messages?)?"
        r" ?(?:on|upon|when) (?:my return|i return|i am back)",
    ),
    _opening(
        "an absence note",
        r"\bwill (?:reply|respond) (?:to you )?(?:on|upon|when) (?:my return|i return|back on duty|i am back)",
    ),
    _opening(
        "an absence note",
        r"\b(?:if (?:your (?:e-?mail|message|enquiry|query) is |it is )?urgent"
        r"|for (?:any )?urgent (?:enquiries|matters|queries|issues)),?"
        r" (?:please )?(?:contact|call|ring|email)",
    ),
    _opening(
        "an automatic reply",
        rf"{_NOT_ANOTHERS}\b(?:automatic|automated|auto)[ -]?{_NOTE}\b(?! (?:was|is|were) (?:wrong|left|still|on\b"
        rf"|a mistake))"
        rf"|\bthis is (?:the|our|your|my) (?:\w+ )?(?:automatic|automated|auto)[ -]?{_NOTE}\b",
    ),
    _opening(
        "an automatic reply",
        rf"{_NOT_ANOTHERS}\b{_GENERATED} {_NOTE}\b|(?:^|\n)\W*{_GENERATED}\b"
        rf"|\b(?:this|the)(?: [\w-]+){{0,2}}? {_NOTE}\b[^.\n]{{0,30}}\b(?:{_GENERATED}|generated automatically"
        r"|sent automatically)\b|\bthis (?:was|has been|is) (?:automatically|auto|system|computer)[ -]?generated\b",
    ),
    _opening("an automatic reply", r"^\W*(?:please )?do not reply\b\W(?!to (?:all|every|me|him|her))"),
    _opening(
        "an automatic reply",
        r"\bdo not reply (?:directly )?to this (?:message|e-?mail)"
        r"|\bplease do not reply\b(?! to (?:all|every|me|him|her))",
    ),
    _opening(
        "an automatic reply",
        r"\b(?<!\bhis )(?<!\bher )(?<!\btheir )(?:mailbox|inbox|account|address) is (?:not|no longer"
        r"|un) ?(?:being )?(?:monitored|in use|read)"
        r"(?! by (?:me|us|my|our)\b)",
    ),
    _opening("an automatic reply", r"\bunmonitored (?:mailbox|inbox|address)"),
    _opening(
        "an acknowledgement of receipt",
        r"\b(?:your (?:e-?mail|message|enquiry|query|request|report|complaint|feedback|correspondence|submission|form)"
        r"(?: \W{0,2}[\w/-]*\d[\w/-]*\W?)? (?:has been|was) (?:received"
        r"|logged|registered|passed to|allocated|forwarded)|the e-?mail you sent to \S{3,80} has been received"
        r"|(?:our )?service (?:standard|level) is\b"
        r"|we (?:have received|aim to (?:respond|reply|answer)|will respond|will aim to) .{0,60}\bdays\b"
        r"|we aim to (?:respond|reply|answer|deal)|dealt with within \d|thank you for contacting(?! me\b)"
        r"|we (?:are in receipt of|have received) your\b.{0,60}\bwill (?:reply|respond|be in touch|contact)"
        r"|your (?:e-?mail|message) has (?:safely )?(?:arrived|reached (?:us|the|our))"
        r"|(?:diolch am gysylltu â (?:ni|ch?yngor|heddlu)|eich (?:ymholiad|e-?bost|neges|cais|cwyn)\b.{0,30}"
        r"\bwedi(?:'i| ei| cael ei) (?:g?h?ofnodi|dd?erbyn|th?derbyn|g?h?ofrestru)))",
    ),
    _opening(
        "an acknowledgement of receipt",
        r"\bwe(?:'ve| have) received your (?:e-?mail|message|enquiry)\b[\s\S]{0,80}\b(?:will|aim)\b"
        r"|\ba member of (?:the|our) \w+ ?team will (?:get back|respond|reply|be in touch|contact)\b",
    ),
    _opening("an acknowledgement of receipt", r"\bif (?:this is |you are reporting )?a crime in progress\b"),
    _opening(
        "a failure notice",
        r"\A\W*(?:[\w ]{1,30} logo\W+)?(?:(?:hi|hello)[.,!]? +)?"
        r"(?:this is the (?:mail system|qmail-send program|postfix program) at\b"
        r"|this message was created automatically by mail delivery software|i'm sorry to have to inform you that your"
        r" message could\s+not\b|your message to \S{3,100} (?:couldn't|could not|wasn't|was not|has not been) (?:be )?"
        r"delivered|sorry, we were unable to deliver your message to the following|delivery has failed to these"
        r"|an error occurred while trying to deliver|(?:[*#]+\s*)+(?:this is a warning|e-?mail delivery))",
    ),
    _opening(
        "a ticket system's notice",
        r"\b(?:ticket|case|incident|request|call|reference)(?: number| ref)?[ :#]*(?:[A-Z]{2,6}[- ]?\d{4,}"
        r"|#\d{3,})\b.{0,40}"
        r"\b(?:has been|is|was) (?:now )?(?:completed|closed|resolved|logged|raised|created|updated)",
    ),
    _opening(
        "a ticket system's notice",
        rf"{_NOBODY_SPEAKS}(?=[\s\S]*(?:\d{{4,}}|\bkeep\b[^.\n]{{0,40}}\b(?:subject|reference)\b|\banalyst\b"
        rf"|\bservice desk\b))[\s\S]*?\b(?:your|this|a new)(?: new| support| service| it| help ?desk)*"
        rf" {_TICKET}\b[^.\n]{{0,60}}\b(?:has been|was|is now)(?: successfully| now)?"
        r" (?:logged|created|raised|opened|registered|recorded|submitted|allocated|assigned|resolved|closed|updated)\b",
    ),
    _opening(
        "a ticket system's notice",
        rf"{_NOBODY_SPEAKS}[\s\S]*?\b{_TICKET} (?:number|no\.?|ref(?:erence)?|id)\b\W{{0,5}}[A-Z]{{0,6}}[-/#]?\d{{4,}}"
        r"[\s\S]{0,200}?\b(?:(?:analyst|agent|advis[eo]r|engineer|officer|technician|colleague|team)s? will"
        r"|someone will|will be (?:in touch|dealt with|assigned|allocated))\b",
    ),
    _opening(
        "a ticket system's notice",
        rf"{_NOBODY_SPEAKS}[\s\S]*?\b(?:we(?:'ve| have) (?:updated|closed|resolved|opened|created|logged) your"
        rf" {_TICKET}\b[^.\n]{{0,20}}\d{{4,}}|{_TICKET}\W{{1,3}}[A-Z]{{0,6}}\d{{4,}}\b\W{{1,3}}status\b"
        r"|how did we do\?|rate our service"
        r"|your (?:unique )?(?:reference|ticket|case|incident)(?: number| no\.?)?(?: is)?\W{1,3}[\w/-]*\d{3,})",
    ),
    _opening(
        "a gateway's notice",
        r"\byour (?:message|e-?mail)\b[^.\n]{0,20}(?: to \S{3,80})? (?:has been|was|is being)"
        r" (?:blocked|quarantined|held|stopped)\b",
    ),
    _opening(
        "a gateway's notice",
        r"\b(?:messages?|e-?mails?|(?<!royal )mails?)\b.{0,60}"
        r"\b(?:quarantined|undeliverable|delivery (?:has )?failed|could not be delivered|pending release)\b"
        r"|\bundeliverable: |\bdelivery has failed to these\b",
    ),
    _opening(
        "a closure notice", r"^\W*(?:our |the )?(?:offices?|council offices?|department) (?:is|are|will be) closed\b"
    ),
    _opening(
        "a calendar answer",
        r"^\W*(?:accepted|declined|tentative|cancell?ed): (?:re:|fw:|\[|reminder|meeting|invitation|updated)",
    ),
    _opening(
        "a read receipt",
        r"^\W*(?:read|not read|recall|message recall \w+): ?\S|\bwas (?:read|displayed"
        r"|deleted without being read) on\b",
    ),
    _opening("a read receipt", r"\bwould like to recall the message\b"),
    _opening(
        "an absence note",
        r"^\W*thank(?:s| you) for your e-?mail\W+i (?:no longer work|have left|am away|am not|will be|do not)",
    ),
)

_OFFICE = re.compile(
    r"^\W*(?:thank(?:s| you) for your (?:e-?mail|message)|diolch am eich (?:e-?bost|neges))[\s\S]{0,300}"
    r"\b(?:back in (?:the )?office|back at my desk|return(?:ing)? (?:to (?:the office|work|my desk) )?on"
    r"|yn \u00f4l yn y swyddfa)\b",
    re.IGNORECASE,
)
_SAID_BY_PEOPLE = frozenset({"an absence note", "a notice of working days", "a closure notice"})


def reads_as_automatic(text: str) -> str | None:
    """Say what kind of machine's answer `text` plainly is, by its words alone; None if a person may have written it.

    A person on leave who asks for something is a person: a request beside one mention of leave is no machine's.
    """
    body = "\n".join(owner_lines(text))
    portal = reads_as_portal(body)
    if portal is not None:
        return portal
    found = [reason for reason, pattern in _OPENINGS if pattern.search(body)]
    if not found and _OFFICE.search(body):
        found = ["an absence note"]
    if not found:
        opened = opened_by_a_machine(body)
        return None if opened in _SAID_BY_PEOPLE and a_person_answers(body) else opened
    if set(found) <= {"an absence note", "a gateway's notice", "a closure notice"} and a_person_answers(body):
        return None
    if set(found) == {"an acknowledgement of receipt"} and answers_in_so_many_words(body):
        return None
    return found[0]
