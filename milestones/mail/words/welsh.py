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
    (cwblhawyd|gorffennwyd|cyflawnwyd) [hyn|popeth|y_gwaith|y_dasg]
    [mae_hyn|mae_hwn|mae_popeth] wedi [ei] (gwblhau|orffen|gyflawni|gorffen|cwblhau)
""")
_TRAINING_IS_DONE = Phrases("""
    mae yr hyfforddiant [i_gyd|bellach|nawr] wedi ei (gwblhau|orffen|gyflwyno|gynnal|ddarparu|gyflawni)
    (rydym|rydyn_ni|rwyf|dwi|rwy) [bellach|nawr] wedi (cwblhau|gorffen|cyflwyno|cynnal|darparu) yr hyfforddiant
    (cwblhawyd|cynhaliwyd|cyflwynwyd|darparwyd) yr hyfforddiant
""")
_DONE = {
    "sign": "lofnodi arwyddo llofnodi llofnodwyd arwyddwyd",
    "publish": "gyhoeddi cyhoeddi cyhoeddwyd",
    "launch": "lansio lansiwyd",
    "approve": "gymeradwyo cymeradwyo cymeradwywyd",
    "agree": "gytuno cytuno cytunwyd",
    "adopt": "fabwysiadu mabwysiadu mabwysiadwyd",
    "appoint": "benodi penodi penodwyd",
    "review": "adolygu adolygwyd",
    "updat": "ddiweddaru diweddaru diweddarwyd",
    "refresh": "ddiweddaru diweddaru diweddarwyd adnewyddu adnewyddwyd",
    "deliver": "gyflwyno cyflwyno cyflwynwyd ddarparu darparu darparwyd",
    "train": "hyfforddi hyfforddwyd gyflwyno cyflwynwyd gynnal cynhaliwyd",
    "hold": "gynnal cynnal cynhaliwyd",
    "submit": "gyflwyno cyflwyno cyflwynwyd",
    "circulat": "ddosbarthu dosbarthwyd gylchredeg cylchredwyd",
    "establish": "sefydlu sefydlwyd",
}
"""By the stem of the verb a title asks with: its Welsh verb-noun, mutated too, and its past without a person."""
_THINGS = {
    "cytundeb": "agreement",
    "polisi": "policy",
    "cynllun": "plan",
    "llwybr": "pathway",
    "hyfforddiant": "training",
    "protocol": "protocol",
    "proffil": "profile",
    "strategaeth": "strategy",
    "adroddiad": "report",
    "canllawiau": "guidance",
    "weithdrefn": "procedure",
    "gweithdrefn": "procedure",
    "arolwg": "survey",
}
"""What a title's thing is called in Welsh."""
_IT = Phrases("mae (hyn|hwn|hon|popeth|y_cyfan|o|e), mae yr (gwaith|cyfan), mae y cyfan, (hyn|hwn|hon|popeth)")
_PLACE = Phrases("ar [y] (wefan|gwefan|we|safle) [y|yr] [cyngor|heddlu|llu], ar lein, yn fyw")
_AFTER = Phrases("""
    bellach, nawr, yn llawn, i bawb, ddoe, heddiw, i yr staff i gyd, i yr holl staff, wythnos diwethaf, o yr diwedd
    diolch [yn] [fawr], gan bawb, gan [y] (ddau|ddwy) [barti|ochr], gan (bob_partner|bob_parti|yr_holl_bartneriaid)
    yr wythnos diwethaf, mis diwethaf, ‹past›, ar ‹past›, i gyd, mewn pryd, ar amser, ers ‹past›, newydd, eisoes
    [i_yr_holl|i_yr] staff tai [rheng_flaen], rheng flaen
""")
_WHEN = Phrases("[ar|ddydd|ers] ‹either›")
_BEFORE = Phrases("bore da, prynhawn da, helo, ydy, ydyn, oes, ie, diolch, mae n bleser dweud bod, newyddion da")


def done_in_welsh(words: Sequence[str], title: Title) -> bool:
    """Say whether a clause is nothing but such a statement."""
    spoken = [one for word in words for one in _opened(word)]
    start = _BEFORE.eat_all(spoken, 0)
    end = _IT_IS_DONE.eat(spoken, start)
    if title.stems & TAUGHT_STEMS:
        end = max(end, _TRAINING_IS_DONE.eat(spoken, start))
    end = max(end, _as_asked(spoken, start, title))
    return end > start and _ends(spoken, end)


def _as_asked(spoken: Sequence[str], start: int, title: Title) -> int:
    """Give the place after "[mae'r cytundeb] wedi'i lofnodi", "llofnodwyd", "mae'r cytundeb yn ei le", else `start`."""
    verbs = {verb for asked in title.asked for verb in _DONE.get(asked, "").split()}
    named = _thing(spoken, start, title)
    here = named + 1 if list(spoken[named : named + 1]) in (["bellach"], ["nawr"], ["newydd"]) else named
    if list(spoken[here : here + 2]) == ["wedi", "ei"] and set(spoken[here + 2 : here + 3]) & verbs:
        return here + 3
    if named > start and title.words & {"place", "force"} and list(spoken[here : here + 3]) == ["yn", "ei", "le"]:
        return here + 3
    if named > start and title.asked & {"publish", "launch"} and (shown := _PLACE.eat(spoken, here)) > here:
        return shown
    passive = spoken[start : start + 1]
    if passive and passive[0].endswith("wyd") and passive[0] in verbs:
        return max(start + 1, _thing(spoken, start + 1, title))
    return start


def _thing(spoken: Sequence[str], at: int, title: Title) -> int:
    """Give the place after "mae'r cytundeb", "hyn", where it is the title's thing, else `at`."""
    end = _IT.eat(spoken, at)
    if end > at:
        return end
    here = at + 1 if list(spoken[at : at + 1]) == ["mae"] else at
    here = here + 1 if list(spoken[here : here + 1]) in (["yr"], ["y"]) else here
    known = here < len(spoken) and title.has(_THINGS.get(spoken[here], ""))
    if not known or (title.compound and here == at):
        return at
    here += 1
    while here < len(spoken) and (title.has(spoken[here]) or spoken[here] in ("newydd", "hwn", "hon")):
        here += 1
    return here


def _ends(spoken: Sequence[str], at: int) -> bool:
    """Say whether nothing but a fitting tail follows: "gan bawb", "ar 18 Tachwedd", "ar y wefan"."""
    while at < len(spoken):
        after = max(kind.eat(spoken, at) for kind in (_AFTER, _WHEN, _PLACE))
        if after == at:
            return False
        at = after
    return True


def _opened(word: str) -> tuple[str, ...]:
    """Part the article from the word it leans on: "mae'r" into "mae yr"."""
    return (word[:-2], "yr") if word.endswith("'r") else (word,)
