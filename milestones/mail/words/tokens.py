"""Cuts a reply into sentences and words, with days, milestone ids and links already seen as one word each.

A `Token` for a day is ‹past›, ‹today›, ‹either› or ‹future›, for ids ‹id›, for our title ‹title›, for an address
‹link›. What the words mean is not known here.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from milestones.mail.words.day_spans import LONG_AGO
from milestones.mail.words.days import Day, DayMention, Tense, days_in
from milestones.mail.words.id_lists import joined, numbered
from milestones.mail.words.mending import meant_by_next, mended_together
from milestones.mail.words.respelling import respelled
from milestones.mail.words.spelling import WHOLE, sign, spelled
from milestones.mail.words.titles import title_of
from milestones.mail.words.token import SEPARATORS, UNREAD, Sentence, Token
from milestones.mail.words.welsh_words import marked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from milestones.domain.reading import AskedItem

MOST_SENTENCES = 60
"""A reply with more sentences is no answer to a reminder; what comes later is one sentence that nobody can read."""
_ABBREVIATION = re.compile(
    r"(?i)(?:^|[\s(])(?:no|st|dr|mr|ms|mrs|sgt|insp|ref|nos|dec|nov|jan|feb|oct|sept?|apr|aug|cllr|supt|approx"
    r"|rev|revd|prof|hon|capt|col)\.$"
)
_MONTH_END = re.compile(r"(?i)\d(?:st|nd|rd|th)? (?:jan|feb|oct|nov|dec|sept?|apr|aug)\.$")
"""A day's short month may also end a sentence: "16 Nov. That completes it."."""
_TELLING = 4
"""Figures of a number that is an id's even without its prefix: "1042 - done"."""
_SPOKEN_STOP = re.compile(r"(?i)(?<!\ba)(?<!\bto) full stop\b ?")
_SPOKEN_COMMA = re.compile(r"(?i) comma (?=\w)")
"""Punctuation as a telephone writes it down when it is spoken."""
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>]{1,500}|[\w.+'-]{1,64}@[\w.-]{1,255}", re.IGNORECASE)
_STRICT_ID = re.compile(r"\b(?!COVID|PHASE|STAGE|PART|EXT|UNIT|PC|PS|DC|DI)([A-Z][A-Z0-9]{0,9})-(\d{1,6})\b")
_WORD = re.compile(
    r"(?<=\w)-(?=\w)|\d{1,3}(?:,\d{3})+\b|\[ ?\]|\( ?\)|\(?(?<![\w-])[a-e1-9]\)"
    r"|\d+(?:\.\d+)? ?%|\d+/\d+|\w+(?:'\w+)*|\(?\b[a-e1-9]\)|\.\.\.+|[,:()/&+=|]|->?"
    r"|[^\w\s]",
)


def sentences(lines: Sequence[str], asked: Sequence[AskedItem], today: date) -> tuple[Sentence, ...]:
    """Cut the owner's lines into sentences of tokens; `today` is the day of writing."""
    found: list[Sentence] = []
    titles = _title_words(tuple(item.title for item in asked))
    for number, line in enumerate(numbered(lines, asked)):
        for text in _sentence_texts(line):
            if len(found) >= MOST_SENTENCES:
                found.append(Sentence("", (Token(UNREAD),), asks=False, line=number))
                return tuple(found)
            tokens = tuple(joined(list(_tokens(text, asked, today)), asked, text))
            tokens = mended_together(tokens, titles)
            if tokens:
                found.append(Sentence(text, tokens, asks=text.rstrip(" )'\"*_!").endswith("?"), line=number))
    found = [*_corrected(found)]
    told = marked([one.tokens for one in found], titles)
    return tuple(
        one if tokens is one.tokens else replace(one, tokens=tokens) for one, tokens in zip(found, told, strict=True)
    )


@lru_cache(maxsize=256)
def _title_words(titles: tuple[str, ...]) -> frozenset[str]:
    """Give the words of all titles that were asked about, towards which slips are mended."""
    return frozenset(word for title in titles for word in title_of(title).words)


def _corrected(found: Sequence[Sentence]) -> Iterator[Sentence]:
    """Mend a word alone that the next sentence corrects: "Don. Sorry, done!"."""
    for at, one in enumerate(found):
        if len(one.tokens) == 1 and at + 1 < len(found):
            meant = meant_by_next(one.tokens[0].word, [token.word for token in found[at + 1].tokens])
            if meant:
                yield replace(one, tokens=(replace(one.tokens[0], word=meant),))
                continue
        yield one


def _sentence_texts(line: str) -> Iterator[str]:
    held = ""
    line = _SPOKEN_STOP.sub(". ", _SPOKEN_COMMA.sub(", ", line))
    pieces = re.split(r"(?<=[.!?;]) +|(?<=[?!])(?=\w)", line.strip(" *_-•·\"'>"))
    for piece, following in zip(pieces, [*pieces[1:], ""], strict=True):
        held = f"{held} {piece}".strip()
        if _ABBREVIATION.search(held) and not (_MONTH_END.search(held) and following[:1].isupper()):
            continue
        if held:
            yield _marked(held, starred=_starred(line))
        held = ""
    if held:
        yield _marked(held, starred=_starred(line))


def _starred(line: str) -> bool:
    """Say whether a star stands unpaired in a line: a footnote's, not a bullet's and not bold."""
    return re.sub(r"^ {0,8}\*+ ", "", line).count("*") % 2 == 1


def _marked(text: str, *, starred: bool) -> str:
    """Keep a footnote star ("done*") and a trailing "..." as signs that something is left unsaid."""
    return f"{text} †" if starred or text.endswith("...") else text


def _tokens(text: str, asked: Sequence[AskedItem], today: date) -> Iterator[Token]:
    """Give the tokens of one sentence, spans that are one thing first."""
    spans: list[tuple[int, int, Token]] = [(m.start(), m.end(), Token("‹link›")) for m in _LINK.finditer(text)]
    spans += _title_spans(text, asked)
    spans += _id_spans(text, asked)
    hidden = list(text)  # "HUM-2 to 14 December" is no span of days
    for start, end, _ in spans:
        hidden[start:end] = "\x01" * (end - start)
    plain = respelled("".join(hidden))
    for one in days_in(plain.text, today):
        place = plain.written(one.start), plain.written(one.end, end=True)
        spans.append((*place, Token(_day_word(one, today), day=one)))
    at = 0
    for start, end, token in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start < at:
            continue
        yield from _words(text, at, start)
        yield replace(token, start=start, end=end)
        at = end + 2 if text[end : end + 2].lower() == "'s" else end  # "Tuesday's Gold meeting"
    yield from _words(text, at, len(text))


def _day_word(mention: DayMention, today: date) -> str:
    if mention.tense is Tense.PAST and _is_old(mention, today):
        return "‹long_ago›"
    if isinstance(mention.result, Day) and mention.result.on == today:
        return "‹today›"
    if mention.tense is Tense.EITHER and isinstance(mention.result, Day) and mention.result.on - today == timedelta(0):
        return "‹today›"
    return f"‹{mention.tense.value}›"


_OLD = timedelta(days=300)


def _is_old(mention: DayMention, today: date) -> bool:
    """Say whether a time lies so far back that another round of the same work may be meant: "done last year"."""
    if isinstance(mention.result, Day):
        return today - mention.result.on > _OLD
    return mention.result.why == LONG_AGO


def _title_spans(text: str, asked: Sequence[AskedItem]) -> Iterator[tuple[int, int, Token]]:
    """Find our own titles word for word: they say what is spoken of, never how it stands."""
    low = text.lower()
    if len(low) != len(text):
        return
    for item in asked:
        title = " ".join(item.title.lower().split())
        at = low.find(title) if title.count(" ") >= 1 else -1
        if at >= 0:
            yield at, at + len(title), Token("‹id›", ids=(item.id,))


def _id_spans(text: str, asked: Sequence[AskedItem]) -> Iterator[tuple[int, int, Token]]:
    """Find milestone ids: strictly written ones, and with the asked prefixes also `hum 1`, `Hum1`."""
    for match in _STRICT_ID.finditer(text):
        yield match.start(), match.end(), Token("‹id›", ids=(f"{match[1]}-{int(match[2])}",))
    for item in asked:
        number = item.id.rpartition("-")[2]
        if len(number) >= _TELLING:
            for match in re.finditer(rf"(?<![\w/.,£-])#?{number}(?![\w/,%-]|\.\d)", text):
                yield match.start(), match.end(), Token("‹id›", ids=(item.id,))
    for prefix in {item.id.rpartition("-")[0] for item in asked}:
        if prefix:
            for match in re.finditer(rf"\b{re.escape(prefix)}[- ]?0{{0,4}}(\d{{1,6}})\b", text, re.IGNORECASE):
                yield match.start(), match.end(), Token("‹id›", ids=(f"{prefix}-{match[1]}",))


def _words(text: str, first: int, last: int) -> Iterator[Token]:
    """Give the tokens of `text[first:last]`, each with its place."""
    part = text[first:last]
    for match in _WORD.finditer(part):
        start, end = first + match.start(), first + match.end()
        yield from (replace(token, start=start, end=end) for token in _of_word(match, part))


def _of_word(match: re.Match[str], text: str) -> Iterator[Token]:
    """Give the tokens of one match: none for a mark that means nothing, several for a contraction."""
    raw = match[0]
    low = raw.lower()
    if (
        raw == "-"
        and match.start()
        and text[match.start() - 1].isalnum()
        and text[match.end() : match.end() + 1].isalnum()
    ):
        return  # a hyphen within a word parts nothing
    if re.fullmatch(r"\(?[a-e1-9]\)", raw):
        return  # an enumerator: (a), 1)
    if raw in ("[]", "[ ]", "()", "( )"):
        yield Token("‹sign›")  # a box left empty
        return
    if low[-1] == "%":
        yield Token("fully" if low.rstrip(" %") == "100" else "‹percent›")
    elif "/" in low and len(low) > 1:
        done, _, of_all = low.partition("/")
        yield Token("‹clear›" if done == of_all and int(done) > _MONTHS and done != "50" else "‹fraction›")
    elif "," in low and len(low) > 1:
        yield Token(low.replace(",", ""))
    elif low[0].isalnum() or low in WHOLE:
        for word in spelled(raw):
            yield Token(word, raw[:1].isupper())
    elif low in SEPARATORS:
        yield Token(low)
    elif low.startswith("..."):
        yield Token(",")
    elif (mark := sign(raw)) is not None:
        yield Token(mark)


_MONTHS = 12
"""Of equal numbers up to this, "12/12", a day and a month may be meant."""
