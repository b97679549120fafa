"""The frames of sentences that keep a confirmation company: apologies, what was told to whom, thanks, who signed.

A frame opens with known words; that nothing of doubt stands in it is seen to by `companions`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestones.mail.doubts import DOUBTS
from milestones.mail.words import companion_words as w
from milestones.mail.words import harmless_words as h
from milestones.mail.words import recount_words as r
from milestones.mail.words.phrases import word_set
from milestones.mail.words.vocatives import FIRST_NAMES

if TYPE_CHECKING:
    from collections.abc import Sequence


def _apologises(words: Sequence[str]) -> bool:
    """Match "apologies for the oversight in not notifying you", "sorry it took me a while to tell you"."""
    spoken = set(words)
    return words[0] in w.SORRY and bool(spoken & w.OF_TELLING) and not spoken & w.NOT_OF_TELLING


def _tells(words: Sequence[str]) -> bool:
    """Match "I told Sarah on Monday", "I did tell Mark at the last meeting"."""
    end = w.TELLS.eat(words, 0)
    return end > 0 and set(words[end:]) <= w.TOLD | FIRST_NAMES | h.OF_MAIL


def _hands(words: Sequence[str]) -> bool:
    """Match who writes for whom: "picking this up for Jo", "I took over from Alan"."""
    end = w.HANDED.eat(words, 0)
    known = end == len(words) or words[end] in FIRST_NAMES | {"the", "my", "our"}
    return end > 0 and known and not set(words) & (r.BAD_PAST | r.PRESENT_VERBS)


def _thanks(words: Sequence[str]) -> bool:
    """Match thanks to people for what they did, with no verb that goes on."""
    lead = h.THANKS.eat(words, 0)
    goes = any(word == "to" and words[at + 1 : at + 2] in (["go"], ["be"], ["do"]) for at, word in enumerate(words))
    return lead > 0 and not goes and not set(words) & (h.WORKING | r.BAD_PAST | {"if", "when"})


def _offers(words: Sequence[str]) -> bool:
    """Match "feel free to ring me on 01482 555123": the condition of it has been taken out."""
    return w.OFFERS.eat(words, 0) > 0 and not set(words) & (r.BAD_PAST | {"‹either›", "about", "for"})


def _signed_by_each(words: Sequence[str]) -> bool:
    """Match "signed by the police on 3 November, by us on the 5th and by the association on the 10th"."""
    opens = words[0] in ("signed", "approved", "agreed", "cleared") or words[:2] == ["it", "was"]
    days = sum(word in ("‹past›", "‹either›", "‹today›") for word in words)
    return opens and words.count("by") > 1 and days >= words.count("by")


def signed_it(words: Sequence[str]) -> bool:
    """Match "she signed on Friday", "the Bishop's office witnessed the signatures on Sunday"."""
    at = next((at for at, word in enumerate(words) if word in SIGNED), 0)
    who = set(words[:at])
    if who & (h.NUMBERS | _NO_SIGNATORY) or any(word.isdigit() for word in who):
        return False  # "one of the two signed"
    return 0 < at <= _FEW_WHO and not who & (DOUBTS - {"so"} | h.STATUS) and set(words[at + 1 :]) <= _SIGNED_HOW


SIGNED = word_set("signed countersigned sealed witnessed ratified endorsed")
_NO_SIGNATORY = word_set("to be been is are was were it this that get gets being getting who which only just")
_FEW_WHO = 8
_SIGNED_HOW = word_set("""
    it this them the signatures copy both copies on at in by off up last first thing night morning afternoon today
    electronically remotely person via docusign teams ‹past› ‹either› ‹today› herself himself over lunch same day for us
    """)
FRAMES = (_apologises, _tells, _hands, _offers, _thanks, _signed_by_each)
