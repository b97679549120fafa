"""All wordings in order of strength: a request outranks a report, what is open outranks all that sounds closed."""

from __future__ import annotations

from milestones.mail.words.wording_reports import REPORTS
from milestones.mail.words.wording_requests import REQUESTS
from milestones.mail.words.wording_rule import DONE, Rule, Says

__all__ = ["DONE", "WORDINGS", "Rule", "Says"]

WORDINGS: tuple[Rule, ...] = REQUESTS + REPORTS
