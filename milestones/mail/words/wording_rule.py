"""The wordings of everything that is not a plain confirmation, as named rules over one sentence; the first match wins.

A rule looks at the sentence's words in lower case, joined by single spaces, contractions opened, days and ids as
`‹past›`, `‹future›`, `‹id›` and so on. No pattern repeats a repetition, so matching is linear in a sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Says(StrEnum):
    """What one sentence says about what it is about."""

    COMPLETE = "complete"
    NOT_COMPLETE = "not_complete"
    EXTEND = "extend"
    SNOOZE = "snooze"
    BLOCKED = "blocked"
    REASSIGN = "reassign"
    UNDO = "undo"
    RETRACT = "retract"
    DOUBTFUL = "doubtful"
    QUESTION = "question"
    REMARK = "remark"
    COURTESY = "courtesy"
    BESIDE = "beside"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Rule:
    """One wording: what it says, the rule's name for the record, the pattern, and a pattern that forbids it."""

    says: Says
    name: str
    pattern: re.Pattern[str]
    but_not: re.Pattern[str] | None = None


SET_ASIDE = "sets an earlier reply aside"
"""The retraction beside which a confirmation still stands: "please ignore my last email. This is complete"."""
CORRECTS_DAY = "corrects the day asked for"
"""The request whose day stands for that of the requests before it: "Sorry, I meant 18 January"."""
BARE_YES = "a bare yes"
"""What says nothing by itself, and takes nothing from a confirmation that follows: "Yes. All done."."""
DAY = "‹(?:past|today|either|future)›"
DONE = (
    r"(?:done|complete|completed|completion|completing|finished|finish|finalised|finalized|closed|close|closing"
    r"|signed|sorted|delivered|achieved"
    r"|implemented|actioned|discharged|ready|confirm|confirmed|started|begun|happened|approved|agreed|met"
    r"|submitted|gorffen|wneud|gwblhau)"
)
NO = r"(?:not|never|none|nothing|nobody|neither|nor|nowhere|no|nope|nah|ddim|heb|nid|nac|without|hardly|barely|unable)"
CONDITION = (
    r"(?:if|once|when|as soon as|provided|providing|assuming|subject to|dependent on|depending on|conditional on|until"
    r"|till|pending|after)"
)
WILL = (
    r"(?:will|shall|would|should|could|might|may|must|going to|gonna|to be|need to|needs to|needs|due to|hope"
    r"|hoping|hopefully|aim|aiming|plan|planned"
    r"|planning|expect|expected|expecting|expects|intend|intending|want|wish|try|trying|anticipate|anticipated"
    r"|scheduled|working towards|looking to|ought to)"
)


def rule(says: Says, name: str, pattern: str, but_not: str | None = None) -> Rule:
    """Give a wording with its patterns compiled; `but_not` is what forbids it."""
    return Rule(says, name, re.compile(pattern), re.compile(but_not) if but_not else None)
