"""By whom, by what means and at which meeting a thing was done: what may follow "by", "via" and "at".

One of several who must do their part is no such agent; what was done is read elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestones.mail.doubts import DOUBTS
from milestones.mail.words import beside_words as b
from milestones.mail.words import vocabulary as v
from milestones.mail.words.phrases import word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from milestones.mail.words.titles import Title
    from milestones.mail.words.token import Token

_TAUGHT = word_set("training trained course courses briefing briefings workshop workshops sessions")


def means(words: list[str], at: int, segment: Sequence[Token], title: Title) -> int:
    """Give the place after by what means it was done ("via the working group"), -1 where unknown words stand there."""
    known = (v.MEETINGS | b.EVIDENCE | b.HELP | title.words) - {"in", "at", "for"}  # a place limits what was done
    here = run_of(words, at, segment, known)
    spoken = set(words[at:here])
    whole = not spoken & v.AGENCIES and bool(spoken & (b.HELP | v.BODIES))
    return here if here > at and whole and "‹either›" not in spoken else -1


def body(words: list[str], at: int, segment: Sequence[Token], *, past: bool) -> int:
    """Give the place after the name of a body that signs things off ("at Gold on 19 November"), -1 if there is none."""
    here = run_of(words, at, segment, v.MEETINGS)
    if "‹either›" in words[at:here] and not past:
        return -1
    return here if v.BODIES & set(words[at:here]) else -1


def agent(words: list[str], at: int, segment: Sequence[Token], title: Title) -> int:
    """Give the place after who did it, -1 where it is nobody, or one of several agencies or places of the title."""
    if title.words & _TAUGHT and {"completed", "finished", "done"} & set(words[:at]):
        return -1  # "completed by HR": who has been taught, or who taught?
    here = run_of(words, at, segment, v.AGENTS)
    if here > at + 1 and words[here - 1] == "on" and words[here : here + 1] == ["‹either›"]:
        here -= 1  # "by the chief constable on Monday"
    spoken = set(words[at:here])
    one_of_several = spoken & (v.AGENCIES | title.words) and not spoken & {
        "all",
        "both",
        "full",
        "chief",
        "chair",
        "lead",
    }
    return -1 if here == at or one_of_several else here


def run_of(words: list[str], at: int, segment: Sequence[Token], known: frozenset[str]) -> int:
    """Give the place after known words and capitalised names, up to a word of doubt."""
    while at < len(words) and (words[at] in known or (segment[at].capital and words[at] not in DOUBTS)):
        at += 1
    return at
