"""Marks what a Welsh clause leaves unsaid to us: its words of doubt in English, and a clause with a word unknown here.

A reader without Welsh takes no such clause for harmless beside a confirmation. What the clauses mean is not known here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestones.mail.words.phrases import word_set
from milestones.mail.words.rewriting import Rewriting
from milestones.mail.words.token import SEPARATORS, UNREAD, Token

if TYPE_CHECKING:
    from collections.abc import Sequence

_DOUBTS = Rewriting("""
    bron (â|a|yn|wedi) (gorffen|gorffenedig|barod|cwblhau|ei_orffen|ei_gwblhau) = nearly finished
    bron (iawn|yna|â_bod) = nearly there
    (heblaw|heblaw_am|ac_eithrio|oni_bai_am|ar_wahân_i|ar_wahan_i) = except for
    (bawb|popeth|pawb) ond = all but
    [yn] rhannol = partially done
    y rhan fwyaf = most of
    (wedi_ei|wedi_eu) (ohirio|gohirio) = postponed
    (wedi_ei|wedi_eu) (rwystro|rhwystro|atal) = blocked
    ar y gweill = in progress
    (yn_aros|aros) (am|i) = waiting for
    (un|dau|dwy|tri|tair|pedwar|pedair|pump|rhai|ychydig|llawer|gwaith|aelod|staff) ar ôl = still outstanding
    (bydd|fydd|byddwn|byddaf|byddant) = will
    (gobeithio|gobeithiwn|gobeithiaf) = hopefully
    cyn bo hir = soon
""")
_MARKS = word_set("""
    mae mae'r mae'n maen rydym rydyn rwyf rwy dwi roedd oedd bydd fydd byddwn byddaf byddant nid wedi yn yr ond dydy dyw
    nac heb ddim bron rhannol heblaw gobeithio eithrio aros gan bawb
    """)
"""Words by which a clause is told to be Welsh; none of them is English."""
_FINISHED = word_set("""
    gwblhau orffen wneud gyflawni cwblhau gorffen cwblhawyd gorffennwyd cyflawnwyd gwnaed lofnodi arwyddo llofnodwyd
    arwyddwyd gyhoeddi cyhoeddwyd lansiwyd gymeradwyo cymeradwywyd cytunwyd fabwysiadu mabwysiadwyd penodwyd adolygwyd
    ddiweddaru diweddarwyd gyflwyno cyflwynwyd darparwyd gynnal cynhaliwyd hyfforddwyd dosbarthwyd sefydlwyd
    done complete completed finished signed closed published
    """)
_KNOWN = _FINISHED | word_set("""
    mae yr y hyn hwn hon popeth pawb cyfan gwaith cam gweithredu dasg garreg filltir prosiect weithred yma i gyd oll
    bellach nawr wedi ei eu u cael chwblhau gwneud chyflawni cyflawni o e rydym rydyn ni rwyf dwi rwy yn llawn bawb
    staff holl diwethaf wythnos mis diolch fawr gan ddau ddwy barti ochr bob pob partner dau parti bartneriaid ar
    mewn pryd amser ers newydd eisoes tai rheng flaen ddydd dydd bore da prynhawn helo ydy ydyn oes ie n bleser
    dweud bod newyddion am cofion gorau cynnes hwyl galon iawn chi wefan gwefan we safle cyngor heddlu llu lein fyw
    le lle a ac â diwedd ysgol ysgolion sesiwn sesiynau chynnal llofnodi cyhoeddi lansio cymeradwyo gytuno cytuno
    mabwysiadu benodi penodi adolygu diweddaru cyflwyno ddarparu darparu cynnal hyfforddi ddosbarthu sefydlu
    cytundeb polisi cynllun llwybr hyfforddiant protocol proffil strategaeth adroddiad canllawiau weithdrefn
    gweithdrefn arolwg nodyn atgoffa neges bartner daflen gymraeg swyddfa grŵp bwrdd cofnodion adolygiad all by
    everyone everybody the on last thanks and now both has been is this it that to of for with in training regards
    croesewir croesawn croesawu gohebiaeth galwadau saesneg
    """)


def marked(sentences: Sequence[tuple[Token, ...]], titles: frozenset[str]) -> list[tuple[Token, ...]]:
    """Give the sentences of a reply with the doubts of its Welsh clauses in English.

    Where the reply also says that something is finished, a Welsh clause with an unknown word is marked as unread.
    """
    finished = any(token.word in _FINISHED for tokens in sentences for token in tokens)
    found = []
    for tokens in sentences:
        if not any(token.word in _MARKS for token in tokens):
            found.append(tokens)
            continue
        read = _DOUBTS.rewritten(tokens)
        unread = finished and any(_is_unknown(clause, titles) for clause in _clauses(tokens))
        found.append((*read, Token(UNREAD)) if unread else read)
    return found


def _clauses(tokens: Sequence[Token]) -> list[list[Token]]:
    found: list[list[Token]] = [[]]
    for token in tokens:
        if token.word in SEPARATORS:
            found.append([])
        else:
            found[-1].append(token)
    return found


def _is_unknown(clause: Sequence[Token], titles: frozenset[str]) -> bool:
    """Say whether a clause is Welsh and holds a word that is neither known here, nor a name, nor of the title."""
    if not any(token.word in _MARKS for token in clause):
        return False
    return any(
        token.word.split("'")[0] not in _KNOWN
        and token.word not in titles
        and not token.word.startswith("‹")
        and not (token.capital and at)
        and not (at == 0 and token.word in _MARKS)
        for at, token in enumerate(clause)
    )
