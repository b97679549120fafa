"""Spellings: contractions opened, plain words mended by one letter, signs that people answer with.

Knows single words only; what they mean in a sentence is not known here.
"""

from __future__ import annotations

import re

CONTRACTIONS = {
    "n't": "not",
    "'s": "is",
    "'re": "are",
    "'ve": "have",
    "'ll": "will",
    "'d": "would",
    "'m": "am",
}
WHOLE = {
    "cannot": "can not",
    "won't": "will not",
    "wont": "will not",
    "can't": "can not",
    "cant": "can not",
    "shan't": "shall not",
    "dont": "do not",
    "doesnt": "does not",
    "didnt": "did not",
    "isnt": "is not",
    "arent": "are not",
    "aint": "is not",
    "ain't": "is not",
    "wasnt": "was not",
    "werent": "were not",
    "hasnt": "has not",
    "havent": "have not",
    "hadnt": "had not",
    "wouldnt": "would not",
    "shouldnt": "should not",
    "couldnt": "could not",
    "im": "i am",
    "tis": "it is",
    "ive": "i have",
    "weve": "we have",
    "thats": "that is",
    "pls": "please",
    "plz": "please",
    "thx": "thanks",
    "thankyou": "thank you",
    "wedi'i": "wedi ei",
    "em": "them",
    "notdone": "not done",
    "let's": "let us",
    "ok": "ok",
    "okay": "ok",
    "&": "and",
    "+": "and",
    "=": ":",
    "|": ",",
    "->": ":",
    "ongoing": "on going",
}
_TICKS, _CROSSES, _THUMBS, _SMILES = (
    "✅✔☑🗸",
    "❌✖✗✘👎🚫",
    "👍👌🆗",
    "🙂😀😊😁🎉🙏👏💪🥳😃😄⭐🌟😉☺😅😂🤣😆😇😎🤩🙌🤝🥂🍻🍾🎊🏆🎓📎📄📁✍💯❤💙💚🧡💜🚀🏁🎬🤗😋🤓😌😍🍰🎂☕🎄🎅❄☀🌞🥇🏅👋✨",
)


def sign(mark: str) -> str | None:
    """Name a sign that people answer with; None for punctuation and smiles, which say nothing."""
    for name, marks in (("‹tick›", _TICKS), ("‹cross›", _CROSSES), ("‹thumb›", _THUMBS)):
        if mark in marks:
            return name
    if mark in _SMILES or mark.isascii() or not mark.isprintable():
        return None
    return "‹sign›"


SLIPS = {
    "exten": "extend",
    "nae": "not",
    "dun": "done",
    "thsi": "this",
    "tihs": "this",
    "teh": "the",
    "hte": "the",
    "adn": "and",
    "ahve": "have",
    "hvae": "have",
    "hsa": "has",
    "nwo": "now",
    "beeen": "been",
    "trainign": "training",
    "trianing": "training",
    "traning": "training",
    "staf": "staff",
    "dnoe": "done",
    "doen": "done",
    "doone": "done",
    "ddone": "done",
    "donne": "done",
    "doned": "done",
}
_PLAINEST = (
    *("complete", "completed", "finished", "confirmed", "delivered", "finalised", "concluded", "actioned"),
    *("implemented", "achieved", "published", "appointed"),
)
_REAL_WORDS = frozenset(
    [
        "compete",
        "competed",
        "completes",
        "completer",
        "complected",
        "finisher",
        "finishes",
        "confirmer",
        "furnished",
        "delivers",
        "deliverer",
        "auctioned",
        "cautioned",
        "actions",
        "included",
        "appoints",
        "unpublished",
        "publishes",
        "publisher",
        "disappointed",
        "complements",
        "confined",
        "conformed",
        "deliveries",
    ]
)


_DRAWN_OUT = re.compile(r"([a-z])\1{2,}")
"""A letter written more than twice: "doneeee"."""


def mended(word: str) -> str:
    """Give the plain word that `word` misspells by one letter, else `word`; short and real words are left alone."""
    word = _DRAWN_OUT.sub(r"\1", word)
    if word in SLIPS:
        return SLIPS[word]
    if len(word) < 7 or word in _REAL_WORDS or word in _PLAINEST or word[0] not in "cfdaip":
        return word
    return next((plain for plain in _PLAINEST if _one_slip(word, plain)), word)


def _one_slip(word: str, plain: str) -> bool:
    """Say whether one inserted, dropped, changed or swapped letter separates the two."""
    if abs(len(word) - len(plain)) > 1:
        return False
    at = next((at for at, pair in enumerate(zip(word, plain, strict=False)) if pair[0] != pair[1]), None)
    if at is None:
        return len(word) != len(plain)
    if word[at + 1 :] == plain[at:] or word[at:] == plain[at + 1 :] or word[at + 1 :] == plain[at + 1 :]:
        return True
    return word[at : at + 2] == plain[at : at + 2][::-1] and word[at + 2 :] == plain[at + 2 :]


def opened(word: str) -> str:
    """Open a contraction: `hasn't` into `has not`, `job's` into `job is`."""
    if word.endswith("n't"):
        return f"{word[:-3]} not"
    for ending, full in CONTRACTIONS.items():
        if word.endswith(ending) and len(word) > len(ending):
            return f"{word[: -len(ending)]} {full}"
    return word.replace("_", " ").strip() or "‹sign›"
