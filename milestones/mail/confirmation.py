"""Says whether a sentence plainly confirms that a milestone is complete: an allow-list, word by word.

Every word of a confirmation must be one that the vocabulary provides for, in the place where it provides for it; what
stands beside it must be courtesy or evidence. Whatever else there is makes it no confirmation. Knows nothing of the
other intents.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from milestones.mail import vocabulary as v
from milestones.mail.tokens import SEPARATORS, Token

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LONGEST = 40
"""Words of one segment; a longer one is prose."""


class Part(StrEnum):
    """What one segment of a sentence is to a confirmation."""

    CONFIRMS = "confirms"
    BESIDE = "beside"
    FOREIGN = "foreign"


def confirms(tokens: Sequence[Token], title_words: frozenset[str]) -> str | None:
    """Give the rule by which the sentence confirms, or None where it does not, or not only."""
    parts = [part for segment in segments(tokens) for part in _parts(segment, title_words)]
    if not parts or any(part is Part.FOREIGN for part, _ in parts):
        return None
    return next((rule for part, rule in parts if part is Part.CONFIRMS), None)


def is_beside(tokens: Sequence[Token], title_words: frozenset[str]) -> bool:
    """Say whether a sentence is nothing but courtesy or evidence, harmless beside a confirmation."""
    return all(beside(segment, title_words) for segment in segments(tokens))


def is_courtesy(tokens: Sequence[Token]) -> bool:
    """Say whether a sentence is nothing but thanks, greetings, apologies."""
    found = list(segments(tokens))
    if len(found) > 1 and _is_name(found[-1]):
        found.pop()  # "Regards, Tom"
    return all(_courteous([token.word for token in segment]) for segment in found)


def _is_name(segment: Sequence[Token]) -> bool:
    """Say whether a segment is a signature within a line: up to three capitalised words that mean nothing here."""
    words = [token.word for token in segment]
    known = any(kind.within(words) for kind in (v.PARTICIPLES, v.STATES, v.OPENERS, v.PAST_VERBS))
    return len(words) <= 3 and all(one.capital for one in segment) and not known and not v.DOUBTS & set(words)  # noqa: PLR2004


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


def _parts(segment: tuple[Token, ...], title_words: frozenset[str]) -> Iterator[tuple[Part, str]]:
    """Judge a segment whole; failing that, by its pieces between "and" and "so"."""
    whole = _judge(segment, title_words)
    if whole[0] is not Part.FOREIGN:
        yield whole
        return
    pieces = list(_pieces(segment))
    if len(pieces) == 1:
        yield whole
        return
    for piece in pieces:
        yield _judge(piece, title_words)


def _pieces(segment: tuple[Token, ...]) -> Iterator[tuple[Token, ...]]:
    held: list[Token] = []
    for token in segment:
        if token.word in ("and", "so", "as", "that"):
            if held:
                yield tuple(held)
            held = []
        else:
            held.append(token)
    if held:
        yield tuple(held)


def _judge(segment: tuple[Token, ...], title_words: frozenset[str]) -> tuple[Part, str]:
    words = [token.word for token in segment]
    if len(words) > LONGEST:
        return Part.FOREIGN, "too long"
    if _courteous(words) and words != ["‹tick›"]:
        return (Part.CONFIRMS, "idiom") if words == ["job", "done"] else (Part.BESIDE, "courtesy")
    if words[0] == "but":  # only "I thought I had told you but yes, complete": what it contrasts with was judged before
        words, segment = words[1:], segment[1:]
        if not words:
            return Part.BESIDE, "but"
    rule = _confirmation(words, segment, title_words)
    if rule is not None:
        return Part.CONFIRMS, rule
    return (Part.BESIDE, "evidence") if beside(segment, title_words) else (Part.FOREIGN, "")


def _courteous(words: Sequence[str]) -> bool:
    return v.COURTESIES.whole(words)


def beside(segment: Sequence[Token], title_words: frozenset[str]) -> bool:
    """Say whether a segment is courtesy, or points at evidence in the present or past without any word of doubt."""
    words = [token.word for token in segment]
    if _courteous(words):
        return True
    if not words or len(words) > LONGEST or any(word in v.DOUBTS or word.isdigit() for word in words):
        return False
    loud = all(token.capital for token in segment if token.word[0].isalpha())
    return all(
        token.word in v.EVIDENCE or token.word in title_words or (token.capital and not loud and at > 0)
        for at, token in enumerate(segment)
    )


def _confirmation(words: list[str], segment: Sequence[Token], title_words: frozenset[str]) -> str | None:
    """Try the shapes of a confirmation in turn; give the rule's name."""
    start = v.OPENERS.eat_all(words, 0)
    for at in range(start, -1, -1):  # an opener may also be the subject or the word itself: "all done", "confirmed"
        if at != start and not _opener_ends(words, at):
            continue
        for shape in (_fixed, _permission, _stated, _we_did):
            if (rule := shape(words, at, segment, title_words)) is not None:
                return rule
    return None


def _opener_ends(words: list[str], at: int) -> bool:
    """Say whether the first `at` words are openers by themselves."""
    return v.OPENERS.eat_all(words[:at], 0) == at


def _fixed(words: list[str], at: int, segment: Sequence[Token], titles: frozenset[str]) -> str | None:
    """Match "confirmed", "job done", "I can confirm completion", a tick."""
    after = v.CONFIRMATIONS.eat(words, at)
    if after > at and _tail(words, after, segment, titles, dated=False):
        return "fixed words of confirmation"
    if words[at : at + 1] == ["‹tick›"] and _tail(words, at + 1, segment, titles, dated=False):
        return "a tick"
    return None


def _permission(words: list[str], at: int, segment: Sequence[Token], titles: frozenset[str]) -> str | None:
    """Match "please close this", "can be signed off now", "happy for this to be closed as complete"."""
    after = v.PERMISSIONS.eat(words, at)
    if after == at:
        return None
    bare = after - at == 1
    last = words[after - 1]
    rest = after
    while (further := v.PERMITTED.eat(words, rest)) > rest:
        rest = further
    named = rest > after
    if last in ("mark", "treat", "show", "record", "log", "put", "update") and not (
        {"complete", "completed", "done", "closed", "finished"} & set(words[after:rest])
    ):
        return None
    if last == "remove" or (bare and not named):
        return None
    return "asks to close it" if _tail(words, rest, segment, titles, dated=False) else None


def _stated(words: list[str], at: int, segment: Sequence[Token], titles: frozenset[str]) -> str | None:
    """Match "[this] [has been] completed [tail]", "[the training] [is] complete", and the bare word."""
    after_subject = _subject(words, at, titles)
    if after_subject is None:
        return None
    after = v.AUXILIARIES.eat_all(words, after_subject)
    between = words[after_subject:after]
    if between and between[-1] in ("be", "‹today›") and between[-1:] == ["be"]:
        return None
    past = bool({"was", "were", "got", "has", "have", "been"} & set(between))
    end = v.PARTICIPLES.eat(words, after)
    strict = end > after
    if not strict:
        end = v.STATES.eat(words, after)
        if end == after:
            end = _title_participle(words, after, titles, helped=bool(between))
            strict = end > after
    if end == after:
        return None
    if strict and words[after:end] in (["met"], ["signed"]) and after_subject == at and not past:
        return None
    while words[end : end + 1] == ["and"] and (further := v.PARTICIPLES.eat(words, end + 1)) > end + 1:
        end = further
    done = words[after] == "done"
    return (
        "says that it is done"
        if _tail(words, end, segment, titles, dated=strict and (past or not done or words[end : end + 1] == ["on"]))
        else None
    )


def _subject(words: list[str], at: int, titles: frozenset[str]) -> int | None:
    """Give the place after the subject (maybe none); None where words stand there that are not the milestone."""
    after = v.SUBJECTS.eat(words, at)
    if after > at:
        named = set(words[at:after])
        if named & v.BARE_PARTS and not named & {"all", "both"}:
            return None
        return after
    return _title_phrase(words, at, titles)


def _title_phrase(words: list[str], at: int, titles: frozenset[str]) -> int:
    """Give the place after "[the|our] words of the title", or `at`."""
    here = at
    while words[here : here + 1] and words[here] in ("the", "our", "both", "all", "of", "and", "this"):
        here += 1
    first = here
    while here < len(words) and (
        words[here] in titles or (here > first and words[here] in ("of", "the", "and", "for"))
    ):
        if v.PARTICIPLES.eat(words, here) > here:
            break
        here += 1
    return here if here > first else at


def _title_participle(words: list[str], at: int, titles: frozenset[str], *, helped: bool) -> int:
    """Match the title's own participle after a helper: "the protocol was published" where that is the milestone."""
    if helped and at < len(words) and words[at] in titles and (words[at].endswith("ed") or words[at] in _IRREGULAR):
        return at + 1
    return at


_IRREGULAR = frozenset("held sent built made written run set drawn taken given met".split())


def _we_did(words: list[str], at: int, segment: Sequence[Token], titles: frozenset[str]) -> str | None:
    """Match "we [have] completed this [tail]", "have completed this", "just finished this"."""
    here = at
    if words[here : here + 1] and words[here] in ("we", "i", "they"):
        here += 1
    here_aux = v.AUXILIARIES.eat_all(words, here)
    if {"is", "are", "be", "was", "were"} & set(words[here:here_aux]):
        return None
    verb = v.PAST_VERBS.eat(words, here_aux)
    if verb > here_aux:
        thing = v.OBJECTS.eat_all(words, verb)
        if thing == verb:
            thing = _title_phrase(words, verb, titles)
        if thing > verb and _tail(words, thing, segment, titles, dated=True):
            return "we have done it"
    if "got" in words[here:here_aux]:
        thing = v.OBJECTS.eat(words, here_aux)
        end = v.PARTICIPLES.eat(words, thing)
        if end > thing > here_aux and _tail(words, end, segment, titles, dated=False):
            return "we have got it done"
    return None


def _tail(words: list[str], at: int, segment: Sequence[Token], titles: frozenset[str], *, dated: bool) -> bool:
    """Say whether everything from `at` on may follow a confirmation. `dated`: "on Friday" then looks back."""
    while at < len(words):
        after = v.TAILS.eat(words, at)
        if after > at and (dated or "‹either›" not in words[at:after]):
            at = after
        elif words[at] == "at":
            at = _run(words, at + 1, segment, v.MEETINGS)
        elif words[at] == "by" and words[at + 1 : at + 2] not in ([], ["us"], ["me"]):
            at = _run(words, at + 1, segment, v.AGENTS)
        elif words[at] == "for" and words[at + 1 : at + 2] and words[at + 1] in titles:
            at = _title_phrase(words, at + 1, titles)
        else:
            return False
        if at < 0:
            return False
    return True


def _run(words: list[str], at: int, segment: Sequence[Token], known: frozenset[str]) -> int:
    """Give the place after a body's or person's name, -1 where there is none: known words and capitalised names."""
    here = at
    while here < len(words) and words[here] not in v.DOUBTS:
        if not (words[here] in known or segment[here].capital):
            break
        here += 1
    return here if here > at else -1
