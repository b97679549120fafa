"""Tells an organisation's strapline from what a person says: a closed vocabulary of good intentions. Knows no posts."""

from __future__ import annotations

import re

from milestones.mail.inbound.signature_words import DAYS, DOUBTFUL, SAYS, words_of

_VOCABULARY = words_of(
    """
    a an the of for our your you we us in with and to is are as at by from all always can here this that be being it
    people person place places pride proud make community communities together working work serving serve serves
    protecting
    protect protects public care cares caring compassion compassionate safe safer safely safest safety strong stronger
    strength fair fairer fairness healthy healthier health wellbeing happy happier thriving thrive resilient better best
    brighter bright future futures life lives living live learning learn learners achieving achieve aspire believe
    inspire inspiring inspired ambition ambitious excellence excellent every everyone everybody everywhere
    child children young youth family families matter matters count counts difference making make makes changing change
    hope faith love loving trust trusted respect respectful kindness kind kinder dignity integrity courage courageous
    openness open inclusive inclusion include diverse diversity equal equality local locally town city county region
    nation world heart team one first here help helping home homes reducing reoffending rebuilding rebuild transforming
    transform shaping shape building build growing grow grown investing invest supporting support delivering value
    values valued voice voices listening listen hearing heard welcome welcoming prevention preventing prevent
    preventing victims victim crime harm hate violence terror terrorism fear free day night step way success succeed
    potential fulfil fulfilling enjoy enjoying create creating connected connecting connect communities partnership
    partners innovation innovative green greener clean cleaner sustainable cleaner great greater good proudly
    peace peaceful justice mercy grace joy light spirit soul mind body play game names name needs lead leading
    leadership service services vigilant alert aware notice notices spot stand stands side united unity
    belong belonging belongs opportunity opportunities opening doors door minds empowering empower enabling enable
    excellence through since tradition heritage rural urban vibrant prosperous prosperity smarter smart quality matters
    neighbour neighbours neighbourhood villages village takes thy thyself do act early tell run hide ear shout
    if doubt reach out ready responding response rescue wales england yorkshire britain british north south east west
    cymru dros gymunedau gyda'n gilydd diogel diogelach gwell dyfodol yn ar y yr ein
    collecting tins nappies milk dead slow past horses three random words second seconds
    moment served daily fun gift giving give winter
    christmas year round gives stay attend choose well who please attendance school miss being there where whenever
    """
)
_CORE = words_of(
    """
    people community communities together serving protecting safe safer safely lives life child children families
    family hope faith love respect integrity courage excellence inclusive diversity equality heart home better best
    future futures proud pride caring care compassion welcome strong stronger thriving believe aspire achieve inspire
    inspiring difference matters potential kindness dignity opportunity justice peace reoffending notices vigilant
    neighbour village good local crime harm prevention preventing learning success random horses gymunedau diogel
    gilydd dyfodol voice voices attendance thyself everyone every choose
    """
)
_WITH_DENIAL = re.compile(
    r"\bno(?:body|[- ]?one| one)?(?: is| gets| will be)? (?:ever )?left behind\b|"
    r"\bleav(?:e|ing) no(?:body|[- ]?one| one) behind\b|"
    r"\bno (?:place|home|room|excuse|tolerance) for (?:hate|abuse|violence|racism|terror\w*|hatred)\b(?: here"
    r"| in \w+)?|"
    r"\b(?:say )?no to (?:hate|abuse|violence|racism|knives|knife crime|bullying)\b|\bno wrong door\b|"
    r"\bzero tolerance\b|\bno more (?:knives|violence|names|victims|silence)\b|\bnot one more (?:life|name|victim)\b|"
    r"\b(?:you(?:'re| are)|they(?:'re| are)) (?:never|not) alone\b|\bnever alone\b|"
    r"\b(?:it'?s|it is)? ?ok(?:ay)? (?:not to be ok(?:ay)?|to not be ok(?:ay)?)\b|"
    r"\bnothing is too much (?:trouble|to ask)\b|\ball faiths and none\b|\bof (?:all|every) faiths? (?:and|or) none\b|"
    r"\bnot just an? [\w ]{2,25}\b|\bnever (?:give|gives|giving) up\b|\b(?:does not|doesn't|don't|never) stop caring\b|"
    r"\bdo(?:n't| not) be (?:a bystander|the one|silent)\b|\bnot in our (?:name|community|school|town)\b|"
    r"\b(?:never|not) (?:commit|excuse)\b[\w, ]{0,40}violence\b[\w ]{0,30}|\bnever forgotten?\b|\blest we forget\b|"
    r"\bnot yet there\b|\b(?:un)?seen,? (?:un)?heard\b|\bnot all (?:heroes|disabilities|wounds)\b[\w ]{0,25}|"
    r"\bsee it\b\W{0,3}say it\b\W{0,3}sorted\b|\brun\b\W{0,3}hide\b\W{0,3}tell\b",
    re.IGNORECASE,
)
"""Straplines that deny something, spelled out: of such a shape nobody speaks of a milestone."""
_IN_QUOTES = words_of(
    "not done until till no never nobody none without stops stop rests rest goes gets job is are till they "
    "everyone everybody over finished only more but start begins starts end will i"
)
_OF_QUOTES = words_of("home safe safely safer lives life child children hope love people community danger")
_QUOTED = re.compile(r"""\s*["“”'‘’«](.{5,120}?)[.!]?["“”'‘’»]\s*""")


def _said(text: str) -> list[str]:
    return re.findall(r"[^\W\d_][\w'’]*", text)


_MOST_BESIDE = 8
_SAVES = re.compile(r"\bsaves? lives\b|\bsaves? a life\b", re.IGNORECASE)


def is_strapline(text: str) -> bool:
    """Say whether a text is a strapline: no word of it but good intentions and names, or a known one that denies."""
    rest, known = _WITH_DENIAL.subn(" ", _SAVES.sub("love lives", text))
    words = _said(rest.replace("’", "'"))
    folded = [word.casefold() for word in words]
    if any(word in SAYS or word.endswith("n't") for word in folded) or DAYS.search(rest) or re.search(r"\d", rest):
        return False
    if known and len(words) <= _MOST_BESIDE and DOUBTFUL.isdisjoint(folded) and not re.search(r"\bto [a-z]", rest):
        return True
    apart = [word for at, word in enumerate(words) if word.casefold() not in _VOCABULARY and (not at or word.islower())]
    good = sum(word in _VOCABULARY for word in folded)
    return not apart and len(words) > 1 and good * 2 >= len(words) and not _CORE.isdisjoint(folded)


def is_quotation(line: str) -> bool:
    """Say whether a line is a motto in quotes: no word of doubt in it, or those of a promise to keep people safe."""
    quoted = _QUOTED.fullmatch(line)
    if quoted is None:
        return False
    words = [word.casefold() for word in _said(quoted[1].replace("’", "'"))]
    if len(words) < 2 or DAYS.search(quoted[1]):
        return False
    denied = any(word.endswith("n't") for word in words)
    if not denied and (DOUBTFUL.isdisjoint(words) or (SAYS.isdisjoint(words) and _VOCABULARY.issuperset(words))):
        return True
    return all(word in _VOCABULARY or word in _IN_QUOTES for word in words) and not _OF_QUOTES.isdisjoint(words)
