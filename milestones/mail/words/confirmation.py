"""Says whether a sentence plainly confirms that a milestone is complete: an allow-list, word by word.

Every word of a confirmation must be one that the vocabulary provides for, in the place where it provides for it; what
stands beside it must be courtesy or evidence. Whatever else there is makes it no confirmation. Knows nothing of the
other intents.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from milestones.mail.doubts import DOUBTS
from milestones.mail.words import beside_words as b
from milestones.mail.words.companions import accompanies
from milestones.mail.words.completion import finished
from milestones.mail.words.completion_parts import opens_only, written
from milestones.mail.words.completion_tail import ends_well
from milestones.mail.words.confirmation_shapes import confirmation, is_name
from milestones.mail.words.harmless import excuses, is_talk, told_beside
from milestones.mail.words.harmless_words import EVIDENCE_NOUNS, OPEN
from milestones.mail.words.narrowing import limits
from milestones.mail.words.neutral import cleared
from milestones.mail.words.phrases import word_set
from milestones.mail.words.recount import doubtful, recounts, untold
from milestones.mail.words.recount_words import PRESENT_VERBS
from milestones.mail.words.titles import Title
from milestones.mail.words.token import SEPARATORS, Token
from milestones.mail.words.verb_forms import is_past
from milestones.mail.words.vocatives import addresses, without_vocative

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LONGEST = 40
"""Words of one segment; a longer one is prose."""


class Part(StrEnum):
    """What one segment of a sentence is to a confirmation."""

    CONFIRMS = "confirms"
    BESIDE = "beside"
    FOREIGN = "foreign"


def confirms(tokens: Sequence[Token], title: Title, *, alone: bool = False) -> str | None:
    """Give the rule by which the sentence confirms, or None where it does not, or not only.

    `alone`: one milestone was asked about, so that what else is told may be told in any words.
    """
    plain = without_vocative(cleared(tokens))
    if _all_but([token.word for token in plain]):
        return None
    found = [
        without_vocative(segment)
        for at, segment in enumerate(segments(plain))
        if not at or not addresses(segment, title)
    ]
    if len(found) > 2 and _names_colour(found[:2]):
        found = found[2:]  # "RAG: blue (complete)"
    if len(found) > 1 and _names_completion(found):
        return "names the day of completion"
    if len(found) > 1 and found[0][0].word == "fao":
        found = found[1:]
    if len(found) > 1 and _names(found[0], title):
        found = found[1:]  # "ToR review: completed 17 November"
    parts = [part for segment in found for part in _parts(segment, title)]
    if limits([token.word for token in plain if token.word not in SEPARATORS]):
        return None  # "done, for now"
    if any(part is Part.FOREIGN for part, _, _ in parts) and not _rest_recounts(parts, title, alone=alone):
        return None
    return next((rule for part, rule, _ in parts if part is Part.CONFIRMS), None)


def _names_colour(segments_: Sequence[Sequence[Token]]) -> bool:
    """Say whether a form's field and the colour of what is finished open a sentence."""
    field, colour = ([token.word for token in segment] for segment in segments_)
    return bool(field) and set(field) <= _FIELDS and colour in (["blue"], ["green"], ["b"], ["g"])


def _names_completion(segments_: Sequence[Sequence[Token]]) -> bool:
    """Say whether a form's line names the day of completion, a day that is past: "Date of completion: 23 November"."""
    field, *rest = ([token.word for token in segment] for segment in segments_)
    return field in _OF_COMPLETION and rest in ([["‹past›"]], [["‹today›"]])


_OF_COMPLETION = (["date", "of", "completion"], ["completion", "date"], ["date", "completed"], ["completed", "on"])
_FIELDS = word_set("rag brag status progress position rating")


def _names(segment: Sequence[Token], title: Title) -> bool:
    """Say whether a segment is nothing but the milestone's name: "WRAP training", "ToR review"."""
    words = [token.word for token in segment if token.word not in ("the", "our")]
    plain = all(title.has(word) and not is_past(word) for word in words)
    return plain and title.is_named_by(written(words, title))


def _all_but(words: Sequence[str]) -> bool:
    """Say whether "all but complete", "anything but done" stands there: that is, not quite, or not at all."""
    return any(word == "but" and at and words[at - 1] in _ALL for at, word in enumerate(words))


_ALL = word_set("all anything everything nothing none nobody anybody everybody everyone")


def _rest_recounts(parts: Sequence[tuple[Part, str, tuple[Token, ...]]], title: Title, *, alone: bool) -> bool:
    """Say whether what does not confirm is one recount across its commas: "with police, health and education"."""
    rest = [piece for part, _, piece in parts if part is not Part.CONFIRMS]
    contrasts = any(piece[0].word == "but" for piece in rest)
    told = recounts([token.word for piece in rest for token in piece], title)
    foreign = [piece for part, _, piece in parts if part is Part.FOREIGN]
    return not contrasts and (told or (alone and all(accompanies(piece, title) for piece in foreign)))


def is_beside(tokens: Sequence[Token], title: Title) -> bool:
    """Say whether a sentence is nothing but courtesy or evidence, harmless beside a confirmation."""
    plain = cleared(tokens)
    words = [token.word for token in plain if token.word not in SEPARATORS]
    return recounts(words, title) or all(_all_beside(segment, title) for segment in segments(plain))


def _all_beside(segment: tuple[Token, ...], title: Title) -> bool:
    """Say whether a segment is harmless as a whole, or piece by piece."""
    return beside(segment, title) or all(beside(piece, title) for piece in _pieces(segment))


def is_courtesy(tokens: Sequence[Token]) -> bool:
    """Say whether a sentence is nothing but thanks, greetings, apologies."""
    found = list(segments(cleared(tokens)))
    if len(found) > 1 and is_name(found[-1]):
        found.pop()  # "Regards, Tom"
    told = [[token.word for token in segment] for segment in found]
    if len(told) > 1 and excuses(told[0], told[1:]):
        return True
    return all(_courteous(segment) or is_talk(words) for segment, words in zip(found, told, strict=True))


_ADDRESSED = word_set(
    "thanks cheers ta hi hello hiya dear hey morning afternoon evening regards you wishes best apologies sorry diolch"
)


def segments(tokens: Sequence[Token]) -> Iterator[tuple[Token, ...]]:
    """Cut a sentence at its separators; "but" opens a segment of its own and stays in it."""
    held: list[Token] = []
    for token in tokens:
        if token.word in SEPARATORS:
            if held:
                yield tuple(held)
            held = []
        elif token.word == "but" and held:
            yield tuple(held)
            held = [token]
        else:
            held.append(token)
    if held:
        yield tuple(held)


def _parts(segment: tuple[Token, ...], title: Title) -> Iterator[tuple[Part, str, tuple[Token, ...]]]:
    """Judge a segment whole; failing that, by its pieces between "and" and "so"."""
    segment = segment[1:] if len(segment) > 1 and segment[0].word == "and" else segment
    whole = _judge(segment, title)
    found = () if whole[0] is Part.CONFIRMS else tuple(_pieces(segment))
    found = found if len(found) > 1 or whole[0] is not Part.FOREIGN else tuple(seams(segment))
    pieces = [(*_judge(piece, title), piece) for piece in found]
    if len(pieces) > 1 and (whole[0] is Part.FOREIGN or all(part is not Part.FOREIGN for part, _, _ in pieces)):
        yield from pieces
    else:
        yield (*whole, segment)


_JOINTS = word_set("and so ‹thumb› ‹tick›")
_REASONS = word_set("as because since which who")
_BARE_STATE = 3
"""So short is what follows the "as" of "recorded as complete", which gives no reason."""


def _pieces(segment: tuple[Token, ...]) -> Iterator[tuple[Token, ...]]:
    held: list[Token] = []
    for at, token in enumerate(segment):
        if token.word in _JOINTS or (token.word in _REASONS and len(segment) - at > _BARE_STATE):
            if held:
                yield tuple(held)
            held = []
        else:
            held.append(token)
    if held:
        yield tuple(held)


def seams(segment: tuple[Token, ...]) -> Iterator[tuple[Token, ...]]:
    """Cut words run together without any mark where one sentence plainly ends: "its done we did it on friday sorry"."""
    held: list[Token] = []
    for token in segment:
        before = held[-1].word if held else ""
        opens = token.word in _OPENS or (before in _ENDS and token.word in _FOLLOWS)
        if held and opens and before not in _LEANS:
            yield tuple(held)
            held = []
        held.append(token)
    yield tuple(held)


_OPENS = word_set("yes yep yeah sorry thanks cheers hiya hello hi")
_ENDS = word_set("done complete completed finished ‹past› ‹either› ‹today› this now")
_FOLLOWS = word_set("we i everyone everybody all sorry thanks you it its")
_LEANS = word_set("say said to the a and or not is are was were be of by that if when")


def _judge(segment: tuple[Token, ...], title: Title) -> tuple[Part, str]:
    if segment[0].word in ("‹thumb›", "‹tick›") and any(token.word[0].isalpha() for token in segment):
        segment = segment[1:]
    words = [token.word for token in segment]
    if len(words) > LONGEST:
        return Part.FOREIGN, "too long"
    if _courteous(segment) and words != ["‹tick›"]:
        plain = [word for word in words if word not in ("‹thumb›", "‹tick›")]
        return (Part.CONFIRMS, "idiom") if plain == ["job", "done"] else (Part.BESIDE, "courtesy")
    contrast = words[0] == "but"
    if contrast:  # only "I thought I had told you but yes, complete": what it contrasts with was judged before
        words, segment = words[1:], segment[1:]
        if not words:
            return Part.BESIDE, "but"
    rule = confirmation(words, segment, title) or finished(words, segment, title)
    if rule is not None:
        return Part.CONFIRMS, rule
    if opens_only(words):
        return Part.BESIDE, "an opening"
    if contrast and not is_talk(words):
        return Part.FOREIGN, ""  # "it went live but has been switched off"
    if ends_well(words, 0, segment, title, past=False):
        return Part.BESIDE, "when or how"
    return (Part.BESIDE, "evidence") if beside(segment, title) else (Part.FOREIGN, "")


def _courteous(segment: Sequence[Token]) -> bool:
    """Say whether a segment is courtesy, maybe with a name behind it: "cheers", "morning Jo"."""
    words = [token.word for token in segment]
    end = b.COURTESIES.eat_all(words, 0)
    return end == len(words) > 0 or (
        end > 0 and len(words) - end <= 2 and words[end - 1] in _ADDRESSED and is_name(segment[end:])
    )


_SORRY = frozenset({"sorry", "apologies", "apols", "my", "many", "very"})
_FACT_WORDS = 14


def _looks_back(words: Sequence[str], at: int) -> bool:
    """Say whether a day that could lie either way looks back: "the council received it on Friday"."""
    return words[at] == "‹either›" and at > 1 and words[at - 1] == "on" and bool(b.PAST_FACTS & set(words[:at]))


def _went_well(words: Sequence[str], title: Title) -> bool:
    """Say whether a sentence without any doubt tells of something that went well: "the council received its copy"."""
    spoken = set(words)
    if words[0] in PRESENT_VERBS:
        return False  # "keep us posted"
    fact = len(words) <= _FACT_WORDS and spoken & b.PAST_FACTS and not spoken & (b.UNSAFE_FACTS | OPEN)
    if any(doubtful(words, at, title) or untold(word, title) for at, word in enumerate(words)):
        return False
    return bool(fact) and not any(word.startswith("‹") and word not in _PLAIN_SIGNS for word in words)


_LITTLE = word_set("""
    the a an is are was were have has had been all both in on at of for to by and from as we i my our you your their his
    her it its this that team members staff officers chief sgt insp inspector pc ps dc di cllr supt constable police
    council board who what when now too also via via ‹today› schools stations per
    """)
"""Words that point at no evidence by themselves."""
_HOLDS = frozenset({"has", "have", "had", "is", "are"})
_PLAIN_SIGNS = frozenset({"‹past›", "‹today›", "‹link›", "‹either›"})


def _limits(words: Sequence[str]) -> bool:
    """Say whether a clause beside "done" may say where, for whom or what alone was done: "in Hull", "the letter"."""
    if not words or not b.PAST_FACTS.isdisjoint(words):
        return False
    bare = words[0] in _ARTICLES and len(words) <= _BARE_THING
    return bare or (not _PLACED.isdisjoint(words[:2]) and EVIDENCE_NOUNS.isdisjoint(words))


_ARTICLES = frozenset({"the", "a", "an", "our", "my", "his", "her", "their"})
_PLACED = frozenset({"for", "in", "from", "by", "on", "to", "at", "within", "across", "under", "off"})
_BARE_THING = 3


def beside(segment: Sequence[Token], title: Title) -> bool:
    """Say whether a segment is courtesy, or points at evidence in the present or past without any word of doubt."""
    words = [token.word for token in segment]
    if _courteous(segment) or told_beside(segment, title):
        return True
    if words[:1] and words[0] in _SORRY and set(words) <= b.APOLOGY:
        return True
    doubtful = (word in DOUBTS and not _looks_back(words, at) for at, word in enumerate(words))
    if not words or len(words) > LONGEST or any(doubtful) or any(word.isdigit() for word in words):
        return False
    if _limits(words):
        return False
    if _LITTLE.issuperset(words) and not _HOLDS.isdisjoint(words):
        return False  # "your team has it"
    if "version" in words and b.PAST_FACTS.isdisjoint(words) and "attached" not in words:
        return False  # "the version for the police"
    loud = all(token.capital for token in segment if token.word[0].isalpha())
    return _went_well(words, title) or all(
        token.word in b.EVIDENCE
        or token.word in title.words
        or (token.capital and not loud and at > 0 and token.word not in OPEN)
        for at, token in enumerate(segment)
    )
