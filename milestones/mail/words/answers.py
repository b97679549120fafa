"""Reads answers to requests: agree or object, approve, accept or reject, yes to "did you mean that?".

Agreement is read like a confirmation, by an allow-list; what is conditional or hedged is none. Knows nothing of who may
agree.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from milestones.domain.reading import Intent
from milestones.mail.doubts import DOUBTS
from milestones.mail.words.confirmation import is_courtesy
from milestones.mail.words.phrases import word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from milestones.mail.words.titles import Title
    from milestones.mail.words.token import Token

_YES = word_set("yes yep yeah yup confirm confirmed correct right exactly indeed ie ydy cywir")
_AGREE = word_set(
    """
    agree agreed agrees happy content support supported supports endorse endorsed cytuno fine approve approved
    accept accepted ok
    """
)
_APPROVE = word_set(
    """
    approve approved approves agree agreed fine ok happy content granted grant support supported authorised
    authorise
    """
)
_ACCEPT = word_set("accept accepted accepts")
_BESIDE = word_set("""
    i we am is are the a an all both of these this that those them it they to with on behalf force council
    police our my sector and for from be can hi hello dear thanks thank you many cheers ta regards kind please
    as proposed written drafted_up stated listed set out above below in full fully milestones milestone actions
    action items item plan programme dates date new extension request requested claim claimed completion
    complete completed evidence seen by me us here now also go ahead good by_all very much so partnership board
    authority signed yes yep no_problem putting together objections objection that's extend extended move moved
    sounds looks everything every one ones done university trust health probation service each done_so would
    like_to hereby happy formally confirm confirmed approve accept agreed agree well great excellent work
    prepared plan's
    """)
_OBJECT = re.compile(
    r"\b(?:object|objects|objected|objection|disagree|disagrees|oppose|opposes|opposed|veto|gwrthwynebu|(?:not"
    r"|can not|unable to|never) (?:\w+ ){0,2}"
    r"(?:agree|agreed|support|accept|endorse|sign up|content|happy))\b"
)
_NO_OBJECTION = re.compile(
    r"\b(?:no|without|not have any|any) (?:objections?|further objections?)\b"
    r"|\b(?:do|does|will|would|can) not (?:object|oppose)\b"
)
_NOT_REFUSED = re.compile(r"\bnot (?:\w+ )?(?:reject|refuse|decline|deny)\b")
_REJECT = re.compile(
    r"^(?:no|nope)\b(?! (?:problem|problems|objection|objections|issues|need))|\b(?:reject|rejected|rejects|refuse"
    r"|refused|decline|declined|denied|deny|turned down|disagree|gwrthod)\b"
    r"|\b(?:not|can not|unable to) (?:\w+ ){0,2}(?:approve|approved|accept|accepted|agree|agreed|support|supported"
    r"|authorise|granted)\b"
)
_BOTH = re.compile(
    r"\bagreed?(?: this)?(?: ,| -| /)? (?:or |and |but )?object(?:$| (?:or )?agree)|\bagree (?:or )?object\b"
    r"|\bobject(?: to)?(?: this)?(?: ,| -| /)? (?:or )?agreed?\b(?: this)?$|\bobject (?:or )?agree\b"
)
_OPEN = word_set(
    """
    if unless provided providing subject once when whether or maybe perhaps probably possibly think might may
    depends assuming principle should would ask let
    """
)


def agreement(tokens: Sequence[Token], title: Title, *, asks: bool) -> tuple[Intent, str] | None:
    """Read an answer to an agreement request: AGREE, OBJECT, UNCLEAR with the rule; None if it is no such answer."""
    words = [token.word for token in tokens]
    flat = " ".join(words)
    clear = _NO_OBJECTION.sub("content", flat)
    if _OBJECT.search(clear):
        hedged = asks or _OPEN & set(words[:4]) or _both(clear) or _said_apart(words) or "‹sign›" in words
        return (Intent.UNCLEAR, "a hedged objection") if hedged else (Intent.OBJECT, "objects")
    if re.match(r"(?:no|nope|na)\b(?! (?:problem|problems|issues|worries))", clear):
        reasoned = clear.count(" ") > 2
        return (Intent.OBJECT, "says no, with a reason") if reasoned else (Intent.UNCLEAR, "a bare no")
    return _assent(clear.split(), tokens, title, _AGREE | _YES, Intent.AGREE, asks=asks)


def decision(tokens: Sequence[Token], title: Title, *, asks: bool) -> tuple[Intent, str] | None:
    """Read an answer to a decision request: APPROVE, ACCEPT, REJECT or UNCLEAR with the rule, or None."""
    words = [token.word for token in tokens]
    flat = _NO_OBJECTION.sub("content", " ".join(word for word in words if word not in (",", "-", ":")))
    if _REJECT.search(flat):
        hedged = (
            asks or _OPEN & set(words) or _NOT_REFUSED.search(flat) or re.search(r"\b(?:approve|accept) reject\b", flat)
        )
        return (Intent.UNCLEAR, "a hedged refusal") if hedged else (Intent.REJECT, "rejects")
    if _ACCEPT & set(words):
        return _assent(flat.split(), tokens, title, _ACCEPT, Intent.ACCEPT, asks=asks)
    return _assent(flat.split(), tokens, title, _APPROVE | {"yes"}, Intent.APPROVE, asks=asks)


def assent(tokens: Sequence[Token], title: Title, *, asks: bool) -> tuple[Intent, str] | None:
    """Read a plain yes to a question of ours ("did you mean ...?"): ACCEPT, or None."""
    words = [token.word for token in tokens]
    if not set(words) & _YES or set(words) & {"complete", "completed", "done", "receipt"}:
        return None
    found = _assent(words, tokens, title, _YES, Intent.ACCEPT, asks=asks)
    return found if found and found[0] is Intent.ACCEPT else None


def _said_apart(words: list[str]) -> bool:
    """Say whether assent stands beside an objection to another milestone: "agree HUM-1, otherwise object to HUM-2"."""
    return "otherwise" in words or ("‹other›" in words and words[0] in _AGREE)


def _both(flat: str) -> bool:
    """Say whether both answers stand there bare: "agree or object", "agree HUM-1, object"."""
    return _BOTH.search(flat) is not None


def _assent(
    words: list[str],
    tokens: Sequence[Token],
    title: Title,
    cores: frozenset[str],
    intent: Intent,
    *,
    asks: bool,
) -> tuple[Intent, str] | None:
    """Read assent where one of `cores` stands and every word is known; UNCLEAR where a core stands among others."""
    if not set(words) & cores:
        return None
    names = {token.word for token in tokens if token.capital}
    known = all(
        (not word[0].isalpha() and (not word.isdigit() or word in title.words))
        or word in cores
        or ((word in _BESIDE or word in title.words) and word not in DOUBTS - {"claim", "claimed", "extend", "looks"})
        or (word in names and word not in DOUBTS)
        for word in words
    ) and not {"‹future›", "‹percent›", "‹sign›", "‹cross›", "‹unread›", "‹other›"} & set(words)
    if known and not asks:
        return intent, "assents"
    return None if is_courtesy(tokens) else (Intent.UNCLEAR, "assent with a condition, a hedge or a question")
