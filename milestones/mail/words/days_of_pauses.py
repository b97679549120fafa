"""Says which days of a sentence a pause in reminders ends on: those beside the words that ask for it.

"We meet on 1 December, ask me on 2 December": the second. Knows nothing of due dates.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestones.mail.words.phrases import Phrases, word_set
from milestones.mail.words.token import SEPARATORS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from milestones.mail.words.token import Token

_PAUSE = Phrases("""
    remind, reminded, reminding, reminder, reminders, chase, chased, chasing, chaser, chasers, nudge, nudges, nudging
    snooze, ping, prompt, prod, poke, nag, nagging, pester, bother, mute, silence, quiet, emails, e mails, messages
    (ask|try|contact|email|tell|bug|hassle|disturb) (me|us|again), (check|start|resume|come|circle) (back|again|in)
    (leave|lay|ease|call) off, back off (until|till|til), off my back, (leave|let) (me
        |us), start chasing, resume, restart, pause, dogs off
    get back to (me|us)
""")
_DATE = word_set("extend extension extended deadline move moved postpone defer target longer")
_ENDS = word_set("but because as since so when and")


def pause_places(tokens: Sequence[Token], places: Sequence[int]) -> list[int] | None:
    """Give the places of the days on which a pause may end, None where no pause is asked for.

    Those of the last part of the sentence that speaks of reminders and names a day, else all behind such words.
    """
    words = [token.word for token in tokens]
    if _DATE & {*words}:
        return None
    ends = [end for at in range(len(words)) if (end := _PAUSE.eat(words, at)) > at]
    for end in reversed(ends):
        cut = next((at for at in range(end, len(words)) if words[at] in SEPARATORS or words[at] in _ENDS), len(words))
        if found := [at for at in places if end <= at < cut]:
            return found
    return [at for at in places if at >= ends[0]] or None if ends else None
