"""All wordings in order of strength: a request outranks a report, what is open outranks all that sounds closed."""

from __future__ import annotations

from milestones.mail.words.wording_days_asked import DAYS_ASKED
from milestones.mail.words.wording_days_corrected import DAYS_CORRECTED
from milestones.mail.words.wording_days_moved import DAYS_MOVED
from milestones.mail.words.wording_extensions import EXTENSIONS
from milestones.mail.words.wording_handed_on import HANDED_ON
from milestones.mail.words.wording_hindrances import HINDRANCES
from milestones.mail.words.wording_others_dates import OTHERS_DATES
from milestones.mail.words.wording_owners import OWNERS
from milestones.mail.words.wording_pauses import PAUSES
from milestones.mail.words.wording_reports import REPORTS
from milestones.mail.words.wording_requests import REQUESTS
from milestones.mail.words.wording_rule import DONE, Rule, Says
from milestones.mail.words.wording_unfinished import UNFINISHED

__all__ = ["DONE", "WORDINGS", "Rule", "Says"]

WORDINGS: tuple[Rule, ...] = (
    PAUSES
    + DAYS_CORRECTED
    + OTHERS_DATES
    + DAYS_MOVED
    + DAYS_ASKED
    + HANDED_ON
    + REQUESTS
    + OWNERS
    + EXTENSIONS
    + HINDRANCES
    + UNFINISHED
    + REPORTS
)
