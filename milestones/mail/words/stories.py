"""Says whether the sentences before a closing confirmation only tell how it came about: "legal had it, she signed".

A story is over in every verb, names no part, no condition and no day ahead, and ends well: what the title asks for has
happened in it, or the trouble in it has ended. What stands behind a confirmation is no such story: it may narrow it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestones.domain.reading import Intent
from milestones.mail.words.day_readers import Doubt
from milestones.mail.words.day_spans import SPAN
from milestones.mail.words.narrowing import narrows
from milestones.mail.words.neutral import cleared
from milestones.mail.words.phrases import Phrases, word_set
from milestones.mail.words.token import SEPARATORS
from milestones.mail.words.trouble import NOW, owns
from milestones.mail.words.verb_forms import has_past_form
from milestones.mail.words.wording_rule import Says

if TYPE_CHECKING:
    from collections.abc import Sequence

    from milestones.mail.words.titles import Title
    from milestones.mail.words.token import Token
    from milestones.mail.words.verdict import Said

_MOST_SENTENCES, _MOST_WORDS = 6, 45
_TELLABLE = frozenset(
    {
        *("a remark", "lacks what it needs", "has to be done again", "lies with somebody", "waits for somebody"),
        *("a word of status in a shape that no rule knows", "does not know", "says that it is blocked"),
        *(
            "names what stops it",
            "is in progress",
            "a remark without any doubt in it",
            "waits its turn elsewhere",
            "says who owns it",
        ),
    }
)
"""Rules that may have read a sentence of a story, which speaks of trouble that was."""
_OPEN_WORDS = word_set("""
    not never no none nobody nothing neither nor only just still yet until till unless if once when while except bar
    apart barring besides excluding without almost nearly mostly partly partially half most some draft drafts part
    parts phase stage pilot section chapter annex appendix interim provisional provisionally subject condition
    conditions conditional conditionally pending principle verbally informally technically supposedly apparently
    allegedly probably possibly maybe perhaps think thinks believe believes hope hopes hopefully reckon guess assume
    seem seems seemed appear appears appeared expect expects expected due next soon later tomorrow other others rest
    remaining another old former instead mistake error wrong cancelled canceled withdrawn withdrew scrapped abandoned
    superseded shelved binned merged removed deleted rejected overturned rescinded revoked reversed unsigned outstanding
    incomplete amber red chase chasing awaiting await please can you your let need needs want wants say says
    said told heard understood thought assumed hoped promised supposed meant wished planned refused declined forgot
    failed question query queries comments comment amendments changes for-now would could should might must
    """) | frozenset({"‹other›", "‹percent›", "‹fraction›", "‹cross›", "‹unread›"})
_ENDS_WELL = word_set("signed countersigned agreed approved cleared resolved settled arrived relented ratified adopted")
_CAME_GOOD = Phrases("""
    (came|come) (in|back|good|through|round), got there, got it (through|signed|done|over_the_line), sorted it, turned
        it round
    that was the last [one|of_them], said yes, gave the nod, gave in
""")


def _tells(said: Sequence[Said], told: Sequence[tuple[Token, ...]], year: int) -> bool:
    """Say whether sentences, each as read and as written, tell a story that is over; `year` is that of writing."""
    if not told or len(told) > _MOST_SENTENCES:
        return False
    plain = [cleared(tokens) for tokens in told]
    weighty = [at for at, one in enumerate(said) if one.says not in (Says.COURTESY, Says.BESIDE)]
    tellable = all(one.rule in _TELLABLE for one in said if one.says not in (Says.COURTESY, Says.BESIDE))
    return bool(weighty) and tellable and all(_is_over(tokens) and not narrows(tokens, year) for tokens in plain)


def ends_well_at(tokens: Sequence[Token], title: Title) -> bool:
    """Say whether a sentence ends with what the title asks for, or with the end of the trouble, and says no more.

    Who did it may be anybody but one of several; behind the verb only when and where may stand.
    """
    words = [token.word for token in tokens if token.word not in SEPARATORS]
    ends = [(at, max(at + _does_it(word, title), _CAME_GOOD.eat(words, at))) for at, word in enumerate(words)]
    good = [(at, end) for at, end in ends if end > at]
    if not good:
        return False
    at, end = good[-1]
    who = words[max(0, at - _WHO) : at]
    if _PASSIVE & set(words[max(0, at - 1) : at]) and not _of_it(who, title):
        return False  # "the tender was issued"
    return not _ONE_OF_THEM & set(who) and all(word in _WHEN or title.has(word) for word in words[end:])


def _of_it(who: Sequence[str], title: Title) -> bool:
    """Say whether what was done is the milestone: "it was signed", "the protocol has been approved"."""
    at = next((at for at in range(len(who) - 1, -1, -1) if who[at] in _PASSIVE), 0)
    return at > 0 and (who[at - 1] in ("it", "this", "that", "everything") or title.has(who[at - 1]))


_PASSIVE = word_set("was were been being got is are")


def _does_it(word: str, title: Title) -> bool:
    return word in _ENDS_WELL or title.is_fulfilled_by(word, whole=True)


_WHO = 6
_ONE_OF_THEM = word_set("one two three four five six side several few someone somebody another to agreed was-not")
_WHEN = word_set("""
    it this that them off up the all both on at in before after him her us me straight away first last thing today
    this morning afternoon meeting board panel cabinet gold silver bronze council committee senate full same day night
    too as well now finally ‹past› ‹either› ‹today› ‹clear› their our week month of them
    """)


def _is_over(tokens: Sequence[Token]) -> bool:
    """Say whether every verb of a sentence looks back, and no word in it leaves something open."""
    words = [token for token in tokens if token.word not in SEPARATORS]
    if not 1 < len(words) <= _MOST_WORDS:
        return False
    told = False
    for at, token in enumerate(words):
        if token.word == "is" and owns(words, at):
            continue
        if token.word in _OPEN_WORDS or (
            token.word in NOW and not (token.word in ("has", "have") and _goes_back(words, at))
        ):
            return False
        if token.word == "‹future›" and not _is_span(token):
            return False
        told = told or has_past_form(token.word) or token.word in ("was", "were", "had", "did")
    return told


def _is_span(token: Token) -> bool:
    """Say whether a day mention is a length of time that was: "for six weeks"."""
    return token.day is not None and isinstance(token.day.result, Doubt) and token.day.result.why == SPAN


def _goes_back(words: Sequence[Token], at: int) -> bool:
    """Say whether a helper is followed by a form of the past: "have signed", "has now agreed"."""
    return any(has_past_form(token.word) or token.word == "been" for token in words[at + 1 : at + 3])


def as_story(said: list[Said], sentences: list[tuple[Token, ...]], title: Title, year: int) -> bool:
    """Say whether what was said ends with a confirmation that a story leads up to; both lists run in parallel."""
    last = max((at for at, one in enumerate(said) if one.says is Says.COMPLETE), default=-1)
    if last < 1 or any(one.says not in (Says.COURTESY, Says.BESIDE) for one in said[last + 1 :]):
        return False
    if any(one.says in (Intent.UNCLEAR, Says.RETRACT, Says.UNDO) for one in said):
        return False
    before = [at for at in range(last) if said[at].says is not Says.COMPLETE]
    story = [at for at in before if said[at].says is not Says.COURTESY]
    if not story or any(one.says is Says.COMPLETE for one in said[: story[-1]]):
        return False  # "done. We gave it a miss." is no story that leads up to it
    if not _tells([said[at] for at in story], [sentences[at] for at in story], year):
        return False
    return any(ends_well_at(cleared(sentences[at]), title) for at in range(story[-1], last + 1))
