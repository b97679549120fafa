"""Verbs of what a milestone asks for, their past forms, and which of them say that another has been fulfilled.

A title asks for something to be done ("Publish the plan", "Training delivered"); a reply says it in the past. Knows
forms of words only.
"""

from __future__ import annotations

from functools import lru_cache

from milestones.mail.doubts import DOUBTS
from milestones.mail.words.phrases import word_set

_IRREGULAR = {
    "hold": "held",
    "run": "ran run",
    "write": "wrote written",
    "build": "built",
    "send": "sent",
    "set": "set",
    "give": "gave given",
    "make": "made",
    "meet": "met",
    "bring": "brought",
    "draw": "drew drawn",
    "take": "took taken",
    "teach": "taught",
    "put": "put",
    "choose": "chose chosen",
    "lead": "led",
    "buy": "bought",
    "find": "found",
    "do": "did done",
}
_LEMMAS = {form: lemma for lemma, forms in _IRREGULAR.items() for form in forms.split()}

_FULFILLED = {
    "deliver": "deliver provide run hold host give conduct facilitate",
    "provide": "provide deliver give",
    "run": "run hold host deliver",
    "hold": "hold run host",
    "review": "review refresh update revise",
    "refresh": "refresh update revise",
    "update": "update refresh revise",
    "revise": "revise update refresh",
    "agree": "agree approve ratify adopt endorse sign",
    "approve": "approve ratify adopt sign",
    "adopt": "adopt ratify",
    "publish": "publish issue release launch",
    "issue": "issue publish circulate distribute send",
    "circulate": "circulate distribute issue send",
    "distribute": "distribute circulate issue send",
    "share": "share circulate distribute send",
    "send": "send submit issue",
    "submit": "submit send lodge file",
    "sign": "sign countersign ratify execute adopt",
    "recruit": "recruit appoint hire employ fill",
    "appoint": "appoint recruit hire fill elect",
    "establish": "establish create form introduce",
    "create": "create establish produce write",
    "introduce": "introduce establish launch",
    "write": "write produce",
    "produce": "produce write publish",
    "install": "install fit",
    "roll": "roll deliver",
    "set": "set establish create form introduce build",
    "fill": "fill recruit appoint",
}
"""For the verb that a title asks with: the verbs that say it has been fulfilled, itself among them."""


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """Give what the forms of one word share: `train` for training, trained, trains, but not for trainer.

    >>> stem("policies"), stem("training"), stem("published"), stem("delivery")
    ('policy', 'train', 'publish', 'deliver')
    """
    if word in _LEMMAS:
        return _LEMMAS[word]
    if word.endswith(("ied", "ies")) and len(word) > _SHORTEST + 2:
        return word[:-3] + "y"
    if word.endswith("ery") and len(word) > _SHORTEST + 2:
        return word[:-1]
    for ending in ("ings", "ing", "ed", "es", "e", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return _single(word[: -len(ending)])
    return word


_SHORTEST = 3


def _single(word: str) -> str:
    """Write a doubled last letter once: `plann` of planned."""
    return word[:-1] if len(word) > _SHORTEST and word[-1] == word[-2] and word[-1] not in "sl" else word


_STRONG = word_set("""
    threw thrown broke broken fell fallen lost left quit cut hit hurt shut split spent stole sold sank stuck struck sued
    swore tore undid upset withdrew wore woke forgot forgotten forgave froze frozen fought flew fled grew grown hid kept
    knew laid lay lent lit meant paid rang read rode rose said sat saw seen shook shown slept slid slipped spoke spoken
    spread stood swept swung thought told understood won became began begun bent blew bore bought caught came cost dealt
    drank drove ate eaten felt fed got gone had heard held led let
    """)


def has_past_form(word: str) -> bool:
    """Say whether a word could be a verb in the past, by its ending or as one of the strong verbs."""
    return word in _LEMMAS or word in _STRONG or (word.endswith("ed") and len(word) > _SHORTEST + 1)


def is_past(word: str) -> bool:
    """Say whether a word has the form of a past tense or participle, and is no word of doubt."""
    return word not in DOUBTS and (word in _LEMMAS or (word.endswith("ed") and len(word) > _SHORTEST + 1))


def fulfils(word: str, asked: frozenset[str]) -> bool:
    """Say whether the past form `word` says that what a title asks for has happened; `asked` are its words' stems."""
    if not is_past(word):
        return False
    said = stem(word)
    return said in asked or any(said in _STEMS[verb] for verb in asked & _STEMS.keys())


_ASKING = word_set("""
    complete finish finalise achieve implement ensure train brief teach develop prepare draft design identify nominate
    sign put test audit assess evaluate map engage consult visit meet launch embed extend conduct undertake organise
    arrange host facilitate present report brief advise commission procure buy renew adopt ratify endorse get make
    build upload host increase reduce improve strengthen support raise promote recruit revisit confirm secure obtain
    """)
"""Verbs that a title may open with besides those above."""


def is_asking(word: str) -> bool:
    """Say whether a title's opening word is the verb by which it asks."""
    return word in _FULFILLED or word in _ASKING


_STEMS = {stem(verb): frozenset(stem(one) for one in verbs.split()) for verb, verbs in _FULFILLED.items()}
