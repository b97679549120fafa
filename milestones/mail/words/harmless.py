"""What may be told beside a confirmation without changing it: offers, apologies, thanks, evidence, what went well.

Their nouns may be any; a word of doubt among them, or one that could mean that something is open, makes them more.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from milestones.mail.doubts import DOUBTS
from milestones.mail.words import harmless_words as h
from milestones.mail.words.completion_parts import everyone
from milestones.mail.words.completion_words import TAUGHT_STEMS
from milestones.mail.words.elsewhere import comes_afterwards
from milestones.mail.words.late_answers import explains_delay
from milestones.mail.words.phrases import Phrases, word_set
from milestones.mail.words.recount import doubtful, recounts, untold
from milestones.mail.words.recount_words import BAD_PAST, PRESENT_VERBS
from milestones.mail.words.verb_forms import stem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from milestones.mail.words.titles import Title
    from milestones.mail.words.token import Token

_LONGEST = 24
_MOST_OFFERED = 12
_SHORT = 5
_PLAIN_SIGNS = frozenset({"‹past›", "‹today›", "‹link›", "‹either›", "‹clear›", "‹id›", "‹thumb›", "‹tick›", "‹offer›"})


def told_beside(segment: Sequence[Token], title: Title) -> bool:
    """Say whether a clause only tells what is harmless beside a confirmation."""
    words = [token.word for token in segment if token.word not in ("‹thumb›", "‹tick›")]
    if not words or len(words) > _LONGEST:
        return False
    return (
        _all_of_them(words)
        or everyone(words, 0, title) == len(words)
        or _as_recorded(words)
        or _wishes(words)
        or is_talk(words)
        or _points_at_evidence(words, title)
        or _went_well(words, title)
        or _was_when(words)
        or _last_of_them(words, title)
        or _comes_into_force(words, title)
        or comes_afterwards(segment)
        or recounts(words, title)
    )


def _as_recorded(words: Sequence[str]) -> bool:
    """Match "as minuted by the Gold group", "as reported to the Board in October"."""
    return words[0] == "as" and len(words) > 1 and words[1] in h.RECORDED and not set(words) & (DOUBTS | h.STATUS)


def _wishes(words: Sequence[str]) -> bool:
    """Match "hope the move went well"."""
    spoken = set(words)
    good = bool(spoken & h.WISHED) and not spoken & (h.STATUS | (DOUBTS - {"hope"}) | {"it", "this", "that"})
    return (words[0] in ("hope", "hoping") and good) or (words[:2] == ["i", "hope"] and good)


def _all_of_them(words: Sequence[str]) -> bool:
    """Match "all 143 of them", "every last one"."""
    numbers = [word for word in words if word.isdigit()]
    return len(numbers) < 2 and words[0] in ("all", "every", "each") and {*words[1:]} - {*numbers} <= h.ALL_OF_THEM


def is_talk(words: Sequence[str]) -> bool:
    """Say whether a clause is about the mails themselves: an offer, an apology, thanks, a request to keep records."""
    if not words or len(words) > _LONGEST or any(_strange(word) for word in words):
        return False
    if explains_delay(words):
        return True
    return h.SMALL_TALK.whole(words) or _offers(words) or _apologises(words) or _thanks(words) or _for_the_record(words)


def _strange(word: str) -> bool:
    """Say whether a word is a sign that is not harmless: a future day, a percentage, a cross."""
    return word.startswith("‹") and word not in _PLAIN_SIGNS


def _offers(words: Sequence[str]) -> bool:
    """Match "happy to send the register if you need it", "give me a shout with any questions"."""
    spoken = set(words)
    asks = words[0] in ("can", "could", "will", "would") and words[1:2] == ["you"]
    if words[-1] == "‹offer›" and words[0] in ("happy", "glad", "can") and words[1:2] in (["to"], ["send"], ["share"]):
        return not spoken & (DOUBTS | h.STATUS) and len(words) <= _MOST_OFFERED
    return bool(spoken & h.OFFERS) and spoken <= h.OFFER_WORDS and not asks and bool(spoken & h.OFFER_TURNS)


def _apologises(words: Sequence[str]) -> bool:
    """Match "sorry for not getting back to you", "I should have said, been on leave", "I meant to reply"."""
    spoken = set(words)
    about_mail = bool(spoken & h.OF_MAIL)
    if not spoken <= h.APOLOGY_WORDS or not (h.APOLOGIES.within(words) or (about_mail and h.EXCUSES.within(words))):
        return False
    return about_mail or "not" not in spoken


def excuses(first: Sequence[str], rest: Sequence[Sequence[str]]) -> bool:
    """Say whether an apology for answering late opens the sentence and nothing but its reason follows."""
    if not h.APOLOGIES.within(first) or not is_talk(first):
        return False
    words = {word for part in rest for word in part}
    return not words & (DOUBTS | h.OPEN | h.STATUS) and not any(_strange(word) for word in words)


def _thanks(words: Sequence[str]) -> bool:
    """Match "thanks to everyone in the training unit for their hard work": nouns may be any."""
    lead = 3 if list(words[:3]) == ["no", "thanks", "to"] else h.THANKS.eat(words, 0)
    rest = set(words[lead:])
    return lead > 0 and not rest & (DOUBTS - h.OF_REMINDERS) and not rest & h.STATUS and not rest & h.WORKING


def _for_the_record(words: Sequence[str]) -> bool:
    """Match "please update the tracker", "so you can take it off the list", "no need to chase again"."""
    lead = h.PLEASE.eat_all(words, 0)
    return (
        bool(words[lead:])
        and words[lead] in h.RECORDING
        and set(words[lead + 1 :]) <= (h.RECORD_WORDS | {"me", "us"} if words[lead] in h.TO_US else h.RECORD_WORDS)
    )


def _points_at_evidence(words: Sequence[str], title: Title) -> bool:
    """Match "registers saved in the Prevent folder", "minutes are on SharePoint", "I will send the register over"."""
    while words[-1:] == ["‹offer›"]:
        words = words[:-1]
    spoken = set(words)
    if "‹clear›" in spoken and len(words) <= _SHORT and not spoken & (DOUBTS | h.OPEN | h.STATUS):
        return True  # "response 112/112"
    nouns = (spoken & h.EVIDENCE_NOUNS) - title.heads
    if not nouns or spoken & h.STATUS or _counted(words):
        return False
    if words[0] in _ARTICLES and len(words) <= _BARE and not spoken & h.KEPT:
        return False  # "done, the letter" may say what was done
    if h.WILL_SEND.eat(words, 0) > 0:
        return spoken <= h.PROMISE_WORDS
    kept = (
        spoken <= h.EVIDENCE_NOUNS | h.LITTLE
        or spoken & h.KEPT
        or ({"in", "on", "with", "under"} & spoken and words[-1] != "in")
    )
    return bool(kept) and not spoken & (DOUBTS | (h.OPEN - {"legal"} if spoken & {"copies", "copy"} else h.OPEN))


def _went_well(words: Sequence[str], title: Title) -> bool:
    """Match "180 people attended", "feedback was excellent": told in the past, with no doubt in it."""
    spoken = set(words)
    numbers = sum(word.isdigit() or word in h.NUMBERS for word in words)
    if words[0] in PRESENT_VERBS:
        return False  # "keep us posted"
    if numbers and (numbers > 1 or not title.stems & TAUGHT_STEMS):
        return False  # "two teams trained": of how many?
    if (
        any(doubtful(words, at, title) for at in range(len(words)))
        or any(word in BAD_PAST or untold(word, title) for word in words)
        or any(_strange(word) for word in words)
        or spoken & (DOUBTS | h.OPEN | h.STATUS)
    ):
        return False
    return bool(spoken & h.WENT_WELL) or h.GOOD_NEWS.within(words)


_ARTICLES, _BARE = frozenset({"the", "a", "an", "our", "my"}), 3


def _last_of_them(words: Sequence[str], title: Title) -> bool:
    """Match "the last lot on Thursday 19th" beside "all of them have had it"."""
    end = _THE_LAST.eat(words, 0)
    return bool(title.stems & TAUGHT_STEMS) and end > 0 and set(words[end:]) <= _ON_THE_DAY


_THE_LAST = Phrases(
    "[the] (last|final) (lot|batch|group|cohort|two|three|four|few|one|ones|session|team|course) [on|was]"
)
_ON_THE_DAY = word_set("on was in ‹past› ‹either› ‹today› this morning afternoon week")


def _was_when(words: Sequence[str]) -> bool:
    """Match "the final session was last Thursday"."""
    at = next((at for at, word in enumerate(words) if word in ("was", "were")), 0)
    when = [word for word in words[at + 1 :] if word not in ("on", "in", "back", "at", "the")]
    known = set(words[:at]) <= h.OCCASION
    return at > 0 and known and bool(when) and set(when) <= {"‹past›", "‹either›", "‹today›"}


_IN_FORCE = re.compile(
    r"(?:(?:it|this|and|which|the (?:protocol|policy|agreement|plan|procedure|new one)) )*(?:comes?|goes|takes|came"
    r"|went|took|is)(?: live| into (?:force|effect|use)"
    r"| in force| effect)(?: (?:on|from|as of|immediately|straight away|‹(?:future|either|today|past)›|and|is|now"
    r"|reviewed|annually|in|the|new|year|next|week|month))*"
)


def _comes_into_force(words: Sequence[str], title: Title) -> bool:
    """Match "comes into force 1 December" beside a title that asks for what comes before: to sign, adopt, agree."""
    return bool(title.asked & _BEFORE_FORCE) and _IN_FORCE.fullmatch(" ".join(words)) is not None


_BEFORE_FORCE = frozenset(stem(word) for word in ("signed", "agreed", "adopted", "approved", "ratified", "endorsed"))


def _counted(words: Sequence[str]) -> bool:
    """Say whether two numbers stand there: "214 of the 260", "180 invited, 140 came"."""
    return sum(word.isdigit() for word in words) > 1
