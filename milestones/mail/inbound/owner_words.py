"""Knows how a person answers who also mentions leave, robots or a secure mail: words that no machine opens with.

For telling people from machines only; what an answer means is read in `milestones.mail.words`.
"""

from __future__ import annotations

import re

REQUEST = re.compile(
    r"\b(?:so (?:glad|pleased|happy|wanted|thought|can you|could you|would you)"
    r"|replying from my phone|instead of me|extend|extension|snooze|remind me"
    r"|could (?:it|this|we|i)|can (?:it|this|we|i)|(?:can|could) you (?:make|move|put|push|give)|so (?:please|this|it"
    r"|i need)|need (?:until|to)|undo"
    r"|reassign)\b",
    re.IGNORECASE,
)
_DONE = r"(?:done|completed?|finished|delivered|actioned|closed|signed off)"
REPORTS = re.compile(
    r"(?:^|[.!;:,\n-] ?|\b(?:but|and|though) )(?:(?:this|it|that|all|everything|both)(?: is| are| has been| was| have"
    rf" been| has|'s)?(?: been| now| all| not)*|not(?: yet| quite)?) {_DONE}\b"
    r"|\bwedi (?:ei |i )?(?:gwblhau|gorffen|wneud)\b|^\W*(?:done|completed?|finished|delivered|actioned)(?:[.,! \n-]"
    r"|$)"
    rf"|[.!;\n] ?(?:all |now |so |yes |yep |yes, |yep, )?{_DONE}\s*(?:[.,!\n]|\Z)"
    rf"|^\W*[A-Z]{{2,10}}-\d+\W{{1,3}}(?:is |are )?(?:now |not |all )?{_DONE}\b"
    r"|^\W*(?:still )?in progress\b|^\W*blocked\b|^\W*not (?:done|complete|finished|started|yet)\b",
    re.IGNORECASE,
)
"""How a person who also mentions leave says how things stand: "this has been completed. I'm on leave from tomorrow"."""

ANSWERS = re.compile(
    r"\b(?:to answer you|to answer your|in answer to your?"
    r"|(?:typing|writing|answering|sending) this (?:on|from|in|at)\b"
    r"|(?:only |just )?(?:saw|seen|picked up|spotted|found|got) (?:this|your (?:e-?mail|message|reminder))"
    r"|i (?:was|were) (?:on|away|off|out)|i(?:'ve| have) (?:now |just )?(?:finished|completed|done|submitted)"
    r"|(?:to|will|shall|'ll) (?:finish|complete) (?:it|this|then|on|by)|can confirm (?:this|it|that|we|all)"
    r"|when (?:it|this)(?:'s| is) (?:done|finished|completed?)|assume (?:this|it) is|(?:they|we|i) need \w+ more \w+"
    rf"|the (?:(?!messages?\b|e-?mails?\b|mail\b|attachments?\b|files?\b|office\b)\w+ ){{1,5}}(?:has|have)"
    rf" (?:now |all )?been {_DONE}"
    r"|i(?:'m| am) still (?:waiting|chasing|hoping|working)\b|is not signed yet\b"
    r"|i(?:'m| am) (?:now )?back\b(?! (?:in|on|at))|no longer out of (?:the )?office|came back)",
    re.IGNORECASE,
)
"""Words of somebody who sits at this answer now: he saw it, types it, was away."""

_IN_SO_MANY_WORDS = re.compile(
    rf"(?:^|[.!?\n] ?|\b(?:and|but|yes|yes,|so) )(?:this|it|that|ours|[A-Z]{{2,10}}-\d+)"
    rf"(?:'s| is| has been| was)(?: now| all)? {_DONE}(?=\s*(?:[.,!;\n]|\Z))"
    r"|\bthe answer is\b|\b(?:they|we|i) need (?:\w+ more (?:time|days?|weeks?|months?)|until \d)",
    re.IGNORECASE,
)


def answers_in_so_many_words(body: str) -> bool:
    """Say whether `body` answers so plainly that a sentence of an office's own notices beside it is a person's."""
    return _IN_SO_MANY_WORDS.search(body) is not None


def a_person_answers(body: str) -> bool:
    """Say whether the words of `body` answer as only a person does."""
    return bool(REQUEST.search(body) or REPORTS.search(body) or ANSWERS.search(body))
