"""Plain statements in Welsh that the milestone is finished: "Mae'r gwaith wedi'i gwblhau", "Rydym wedi gorffen hyn".

A closed list of shapes; whatever else stands in the sentence makes it none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestones.mail.words.completion_words import TAUGHT_STEMS
from milestones.mail.words.phrases import Phrases

if TYPE_CHECKING:
    from collections.abc import Sequence

    from milestones.mail.words.titles import Title

_IT_IS_DONE = Phrases("""
    mae yr (gwaith|cam|cam_gweithredu|dasg|garreg_filltir|prosiect|cyfan|weithred) [hwn|hon|yma|i_gyd|oll|bellach|nawr
        |i_gyd_bellach] wedi ei (gwblhau|chwblhau|orffen|gorffen|wneud|gwneud|gyflawni|chyflawni)
    mae (hyn|hwn|hon|popeth|y_cyfan|o) [i_gyd|oll|bellach|nawr] wedi ei (gwblhau|orffen|wneud|gyflawni)
    (rydym|rydyn_ni|rwyf|dwi|rwy) [bellach|nawr|i_gyd] wedi (cwblhau|gorffen|cyflawni|gwneud) (hyn|hwn|hon|popeth
        |y_gwaith|yr_gwaith|y_cyfan|y_dasg|y_cam_hwn)
    (cwblhawyd|gorffennwyd|cyflawnwyd) (hyn|popeth|y_gwaith|y_dasg)
""")
_TRAINING_IS_DONE = Phrases("""
    mae yr hyfforddiant [i_gyd|bellach|nawr] wedi ei (gwblhau|orffen|gyflwyno|gynnal|ddarparu|gyflawni)
    (rydym|rydyn_ni|rwyf|dwi|rwy) [bellach|nawr] wedi (cwblhau|gorffen|cyflwyno|cynnal|darparu) yr hyfforddiant
    (cwblhawyd|cynhaliwyd|cyflwynwyd|darparwyd) yr hyfforddiant
""")
_AFTER = Phrases("""
    bellach, nawr, yn llawn, i bawb, ddoe, heddiw, i yr staff i gyd, i yr holl staff, wythnos diwethaf
    diolch [yn] [fawr]
    yr wythnos diwethaf, mis diwethaf, ‹past›, ar ‹past›, i gyd, mewn pryd, ar amser
""")
_BEFORE = Phrases("bore da, prynhawn da, helo, ydy, ydyn, oes, ie, diolch")


def done_in_welsh(words: Sequence[str], title: Title) -> bool:
    """Say whether a clause is nothing but such a statement."""
    spoken = [one for word in words for one in _opened(word)]
    start = _BEFORE.eat_all(spoken, 0)
    end = _IT_IS_DONE.eat(spoken, start)
    if title.stems & TAUGHT_STEMS:
        end = max(end, _TRAINING_IS_DONE.eat(spoken, start))
    return end > start and _AFTER.eat_all(spoken, end) == len(spoken)


def _opened(word: str) -> tuple[str, ...]:
    """Part the article from the word it leans on: "mae'r" into "mae yr"."""
    return (word[:-2], "yr") if word.endswith("'r") else (word,)
