"""Says whether a sentence beside a plain confirmation only keeps it company, whatever its nouns may be.

Its frame must be known (a tale in the past, everyday life, evidence that somebody holds, an apology, a form's line),
and no word in it may be one of doubt, of what is open, or of another status. Knows nothing of what confirms.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestones.mail.doubts import DOUBTS
from milestones.mail.words import companion_words as w
from milestones.mail.words import harmless_words as h
from milestones.mail.words import recount_words as r
from milestones.mail.words.companion_frames import FRAMES, SIGNED, signed_it
from milestones.mail.words.completion_words import TAUGHT_STEMS
from milestones.mail.words.phrases import word_set
from milestones.mail.words.recount import untold
from milestones.mail.words.token import SEPARATORS
from milestones.mail.words.verb_forms import has_past_form
from milestones.mail.words.vocatives import FIRST_NAMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from milestones.mail.words.titles import Title
    from milestones.mail.words.token import Token

_LONGEST, _FEWEST = 40, 3
_SIGNS = r.PLAIN_SIGNS | {"‹sign›"}
_DOUBTS = DOUBTS - w.LOOSE_DOUBTS
_OPEN = (h.OPEN - w.LOOSE) | w.HOLES


def accompanies(tokens: Sequence[Token], title: Title, *, strict: bool = False) -> bool:
    """Say whether a clause or sentence is harmless company for a confirmation; `strict`: by its frame alone."""
    spelled = [
        token.word
        for at, token in enumerate(tokens)
        if token.word not in ("‹thumb›", "‹tick›", "‹sign›") and not _possessive(tokens, at)
    ]
    if _fills_in(spelled) or _signs(tokens):
        return True
    told = [word for word in spelled if word not in SEPARATORS]
    words = _without_idioms(told)
    while words and words[0] in w.GREETINGS and len(words) > 1:
        if words[0] == "sorry" and "delay" in words[1:4]:
            break
        words = words[1:]
    if not told or len(told) > _LONGEST:
        return False
    if w.ASKS_TO_RECORD.whole(told) or w.POINTS_BACK.whole(told) or _last_was(told) or set(told) == {"no", "‹clear›"}:
        return True
    known = w.NO_PLACES | FIRST_NAMES
    placed = any(token.capital and at and token.word not in known for at, token in enumerate(tokens))
    return set(words) == {"‹clear›"} or all(
        _keeps_company(part, title, strict=strict, placed=placed) for part in _parts(words, title)
    )


def _keeps_company(words: Sequence[str], title: Title, *, strict: bool, placed: bool) -> bool:
    """Say whether a part has a known frame; one that is `placed`, names a place maybe, must be a tale or evidence."""
    if "sign" in title.stems and signed_it(words):
        return True
    if not words or any(_barred(words, at, title) for at in range(len(words))):
        return False
    if _holds_evidence(words, title) or any(frame(words) for frame in FRAMES):
        return True
    if not placed and (_of_everyday(words, title) or (_praises(words) and not strict)):
        return True
    return not strict and (_narrates(words, title))


def _possessive(tokens: Sequence[Token], at: int) -> bool:
    """Say whether an opened "'s" belongs to a name, with its noun behind it: "Cllr Dhillon's successor"."""
    if tokens[at].word != "is" or not at or at + 1 >= len(tokens) or not tokens[at - 1].capital:
        return False
    joined = tokens[at].start >= 0 and tokens[at].start == tokens[at - 1].start
    following = tokens[at + 1].word
    known = r.BETWEEN | r.GOOD_STATES | r.WHERE | DOUBTS | _OPEN | h.STATUS | w.PRAISE
    return joined and following.isalpha() and following not in known and not has_past_form(following)


def _parts(words: Sequence[str], title: Title) -> list[list[str]]:
    """Cut at "but" where what stands before it is of everyday life: "the weather was grim but people came"."""
    if "but" not in words[1:-1]:
        return [list(words)]
    at = list(words).index("but")
    before, after = list(words[:at]), list(words[at + 1 :])
    return [before, after] if _of_everyday(before, title) else [list(words)]


def _without_idioms(words: Sequence[str]) -> list[str]:
    kept, at = [], 0
    while at < len(words):
        end = w.IDIOMS.eat(words, at)
        place = w.PLACES.eat(words, at)
        kept.append("‹clear›" if end > at else "‹today›" if place > at else words[at])
        end = max(end, place, at + 1)
        at = end
    return kept


def _barred(words: Sequence[str], at: int, title: Title) -> bool:
    """Say whether the word at `at` must stand in no company of a confirmation."""
    word = words[at]
    if word == "‹either›":
        return not any(has_past_form(one) or one in ("was", "were") or one in w.LOOSE_PAST for one in words[:at])
    if word.startswith("‹"):
        return word not in _SIGNS
    if word in ("not", "never") and set(words[:at]) & w.SORRY:
        return False
    if word == "to":
        return words[at + 1 : at + 2] != [] and words[at + 1] in r.BARE_VERBS
    if word in ("signing", "signature", "approval", "review", "comment") and words[at - 1 : at] == ["for"]:
        return True
    if word == "legal" and {*words[at + 1 : at + 2]} & (r.GOOD_PAST | SIGNED):
        return False
    if word in h.STATUS:
        return not _last_of_all(words, at)
    if word == "gone":
        return words[at + 1 : at + 2] not in (["to"], ["in"], ["on"], ["up"])
    if word == "new":
        return words[at + 1 : at + 2] == [] or words[at + 1] in r.NEW_THINGS
    if word == "back":
        return words[at + 1 : at + 2] not in (["in"], ["from"], ["on"], ["‹past›"])
    if word in r.PARTICLES and not (
        {*words[max(0, at - 1) : at]} & (r.PARTICLES[word] | w.LEADS.get(word, frozenset()))
    ):
        return True
    return (word in _DOUBTS and not _as_noun(words, at)) or (word in _OPEN and not title.has(word))


def _last_of_all(words: Sequence[str], at: int) -> bool:
    """Say whether the last of them is told to be done: "the last one was finished this morning"."""
    before = set(words[:at])
    past = words[at] == "finished" or bool(before & {"was", "were", "been"})
    return past and words[at] in ("finished", "completed", "done") and bool(before & {"last", "final"})


def _as_noun(words: Sequence[str], at: int) -> bool:
    """Say whether an apology speaks of its delay: "sorry for the late reply"."""
    return words[at] in ("late", "delay", "delayed", "told", "said", "say", "tell") and bool(
        set(words) & w.SORRY or w.TELLS.within(words)
    )


def _fills_in(words: Sequence[str]) -> bool:
    """Match a form's line whose value leaves nothing open: "RAG: green", "Outstanding: none"."""
    if ":" not in words[1:4]:
        return False
    at = words.index(":")
    label, value = set(words[:at]) - {"the", "of", "/"}, [word for word in words[at + 1 :] if word not in SEPARATORS]
    if not label or not value or not label <= w.LABELS:
        return False
    if label & (w.OPEN_LABELS | w.STATE_LABELS):
        return set(value) <= w.NOTHING_OPEN
    if label & {"date", "dated", "completed", "when", "dates", "signed"}:
        return set(value) <= {"‹past›", "‹today›", "on", "finished", "completed"}
    if label == {"who"}:
        return value[0] in ("all", "everyone", "everybody") and set(value) <= w.WHO
    bad = (_DOUBTS | _OPEN | h.STATUS | w.NOTHING_OPEN) & set(value)
    known = not label & {"evidence"} or bool(set(value) & (w.EVIDENCE | h.EVIDENCE_NOUNS))
    named = bool(label & {"evidence", "ref", "reference", "contact", "owner", "lead"})
    return known and named and not bad and all(word in _SIGNS or not word.startswith("‹") for word in value)


def _counts(words: Sequence[str], title: Title) -> bool:
    """Say whether numbers leave open of how many."""
    numbers = [at for at, word in enumerate(words) if word.isdigit() or word in h.NUMBERS]
    numbers = [at for at in numbers if not r.PLACES_IN_PAPERS & set(words[max(0, at - 2) : at])]
    if len(numbers) > 1:
        return True
    whole = bool(numbers) and numbers[0] > 0 and words[numbers[0] - 1] in ("all", "the", "both", "last", "final", "us")
    return bool(numbers) and not whole and not title.stems & TAUGHT_STEMS


def _narrates(words: Sequence[str], title: Title) -> bool:
    """Match a tale in the past, every verb known: "the caretaker let us in early", "the Chief popped in"."""
    if len(words) < _FEWEST or _counts(words, title) or {"‹future›"} & set(words):
        return False
    told = False
    for at, word in enumerate(words):
        if word in r.HELPERS:
            if not _looks_back(words, at):
                return False
            told = True
        elif word in r.GOOD_PAST | w.LOOSE_PAST:
            told = True
        elif _unsaid(words, at, title):
            return False
    return told


def _unsaid(words: Sequence[str], at: int, title: Title) -> bool:
    """Say whether a verb stands at `at` that may say that something is open, or is not known at all."""
    word = words[at]
    if word in r.PRESENT_VERBS | r.BAD_PAST or _goes_on(words, at):
        return True
    return untold(word, title) and not {*words[at + 1 : at + 2]} & r.BIGRAMS.get(word, frozenset())


def _looks_back(words: Sequence[str], at: int) -> bool:
    """Say whether a helper tells of what was, or of what has come about: "was grim", "has gone", not "has it"."""
    here = at + 1
    while here < len(words) and words[here] in r.BETWEEN:
        here += 1
    if here >= len(words):
        return False
    word = words[here]
    if word in r.BAD_PAST or word in r.BAD_STATES:
        return False
    if words[at] in ("was", "were", "had", "been"):
        return r.tells_of(word) and word not in ("it", "this", "that")
    if words[at] in ("has", "have"):
        return word in r.GOOD_PAST | w.LOOSE_PAST or word in ("been", "had", "come", "run", "seen", "gone")
    return word in r.GOOD_STATES - {"at", "with", "under", "the"} or word in r.GOOD_PAST | w.PRAISE


def _goes_on(words: Sequence[str], at: int) -> bool:
    word = words[at]
    after = at > 0 and words[at - 1] in r.BEFORE_NOUNS | {"from", "and", "in", "while", "nice", "great"}
    return word.endswith("ing") and word not in r.GOOD_ING | w.PRAISE and not after


def _of_everyday(words: Sequence[str], title: Title) -> bool:
    """Match weather, food, family, the journey: "brass monkeys up here today", "the kettle is on"."""
    spoken = set(words)
    if spoken & {"for", "about"} and spoken & _TRANSPORT:
        return False  # "chapters about the car parks"
    if w.FEELINGS.within(words):
        return True
    if any(title.has(word) or (_goes_on(words, at) and word not in w.EVERYDAY) for at, word in enumerate(words)):
        return False
    return bool(spoken & w.EVERYDAY) and not spoken & (r.BAD_PAST | w.EVIDENCE | {"it", "this", "that", "them"})


def speaks_of_life(words: Sequence[str]) -> bool:
    """Say whether praise, cheer or everyday life is in it: a bare noun beside "done" may be all that is done."""
    if _TRANSPORT.intersection(words) and {"for", "about", "at", "in", "of"}.intersection(words):
        return False
    return not (w.PRAISE | _CHEERS | w.EVERYDAY).isdisjoint(words) and "less" not in words


_TRANSPORT = word_set("bus car parking motorway traffic platform bike projector")
_CHEERS = word_set("cheers thanks thank hurrah hooray congratulations congrats phew wow yay")


def _holds_evidence(words: Sequence[str], title: Title) -> bool:
    """Match "Kelly has the sheets in a box", "evidence has gone to the PMO": papers that exist, and where they lie."""
    spoken = set(words)
    papers = spoken & w.EVIDENCE - title.heads
    if not papers or not spoken & w.KEPT or spoken & (w.UNSAFE_EVIDENCE | r.BAD_PAST | h.NUMBERS):
        return False
    return all(_lies(words, at) for at, word in enumerate(words) if word in r.HELPERS | {"to", "holds", "keeps"})


def _lies(words: Sequence[str], at: int) -> bool:
    """Say whether what follows the helper or "to" at `at` is a paper, a place, or where it was put."""
    here = at + 1
    while here < len(words) and words[here] in r.BETWEEN:
        here += 1
    return here < len(words) and words[here] in w.LIES | w.EVIDENCE


def _signs(tokens: Sequence[Token]) -> bool:
    """Match a post that signs: "Head of Governance", "Practice Manager, Brigg"."""
    words = [token.word for token in tokens]
    named = all(token.capital or token.word in w.IN_SIGNATURES for token in tokens)
    named = named and words[0] not in w.NO_SIGNATURES | r.BARE_VERBS
    return named and len(words) > 1 and bool(w.POSTS & set(words)) and not (DOUBTS | h.STATUS) & set(words)


def _last_was(words: Sequence[str]) -> bool:
    """Match "last session 19 Nov", "the final cohort was on Monday last week"."""
    return bool({"last", "final"} & {*words[:2]}) and "‹past›" in words and set(words) <= w.LAST_OF


def _praises(words: Sequence[str]) -> bool:
    """Match a phrase of praise without a verb that could say more: "great course", "a real team effort"."""
    verbs = r.PRESENT_VERBS | r.BAD_PAST | r.HELPERS
    spoken = set(words)
    return bool(spoken & (w.PRAISE - {"well"}) and spoken & w.PRAISED) and not any(
        word in verbs or _goes_on(words, at) for at, word in enumerate(words)
    )
