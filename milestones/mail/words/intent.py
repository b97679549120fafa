"""Reads what a reply says about the milestones it answers: words -> readings, each with the rule that read it.

An explicit grammar, no scores. Confirmation is an allow-list (`confirmation`), everything else named wordings
(`wording`), per milestone (`mentions`). Two readings possible: `unclear`, and the service asks back. Knows nothing of
who may say what.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from milestones.domain.reading import Asked, Intent, Reading
from milestones.mail.inbound.automatic_wording import reads_as_automatic
from milestones.mail.inbound.furniture import LIMIT_CHARS, owner_lines
from milestones.mail.words import answers
from milestones.mail.words.mentions import Statement, statements
from milestones.mail.words.narrowing import jokes, refers
from milestones.mail.words.own_words import quotes, unsigned
from milestones.mail.words.plainly import ANOTHER, LONGEST, plainly
from milestones.mail.words.reasons import told
from milestones.mail.words.requested_day import settled
from milestones.mail.words.stories import as_story
from milestones.mail.words.titles import Title, title_of
from milestones.mail.words.token import SEPARATORS, UNREAD, Sentence, Token
from milestones.mail.words.tokens import sentences
from milestones.mail.words.turns import told_together
from milestones.mail.words.verdict import HARMLESS, UNCONFIRMABLE, Said, verdict
from milestones.mail.words.wording import Says

if TYPE_CHECKING:
    pass

_UNPLACED = frozenset({Says.REMARK, Says.BESIDE, Says.DOUBTFUL, Says.NOT_COMPLETE, Says.BLOCKED})
"""What is said of a milestone that was not asked about, so that it may be what the answer was about."""


def understand(text: str, asked: Asked) -> tuple[Reading, ...]:
    """Read the newest text of a reply; `text` may still carry greeting, signature, markings, quoted lines.

    Never raises, whatever the text. Never gives COMPLETE for anything that is not plainly a confirmation.
    """
    lines = owner_lines(text, asked.text)
    everything = tuple(item.id for item in asked.items)
    if not any(any(one.isalnum() or ord(one) > 0x2000 for one in line) for line in lines):
        return (Reading(Intent.UNCLEAR, everything, reason="no words of the owner's"),)
    if (machine := reads_as_automatic(text)) is not None:
        return (Reading(Intent.AUTO_REPLY, everything, text="\n".join(lines), reason=machine),)
    cut = told_together(unsigned(sentences(lines, asked.items, asked.written_on), asked))
    if len(text) > LIMIT_CHARS or jokes(lines) or any(quotes(line) for line in lines):
        cut = (*cut, Sentence("", (Token(UNREAD),), asks=False, line=len(lines)))
    found = statements(cut, asked)
    if not found:
        return (Reading(Intent.UNCLEAR, everything, text="\n".join(lines), reason="nothing is said"),)
    return _gathered(found, asked)


def _gathered(found: tuple[Statement, ...], asked: Asked) -> tuple[Reading, ...]:
    """Read each statement, gather by milestone, judge each milestone."""
    everything = tuple(item.id for item in asked.items)
    named: dict[str, list[Said]] = {}
    general: list[Said] = []
    before: list[tuple[Token, ...]] = []
    told_with: list[tuple[Token, ...]] = []
    for statement in found:
        said = [_with_reason(_to_then(one, statement, before, asked), statement) for one in _read(statement, asked)]
        before.append(statement.tokens)
        if statement.milestones is None and len(everything) != 1:
            general += said
            continue
        told_with += [statement.tokens] * len(said)
        for milestone in everything if statement.milestones is None else statement.milestones:
            named.setdefault(milestone, []).extend(said)
    if len(asked.items) == 1 and {*named} == {*everything} and asked.kind not in UNCONFIRMABLE:
        named = {everything[0]: _told_as_story(named[everything[0]], told_with, asked)}
    spoken = any(statement.milestones == everything for statement in found)
    for one in [] if spoken else [one for key in named.keys() - {*everything} for one in named[key]]:
        if len(everything) == 1 and one.says in _UNPLACED and one.rule != ANOTHER and not refers(one.text):
            named.get(everything[0], []).append(replace(one, says=Says.DOUBTFUL))
    if not named:
        return _unnamed(general, asked)
    weighty = [one for one in general if one.says not in HARMLESS and one.says is not Says.REMARK]
    readings = [verdict(milestone, said + weighty, asked) for milestone, said in named.items()]
    return _joined(readings)


def _told_as_story(said: list[Said], told_with: list[tuple[Token, ...]], asked: Asked) -> list[Said]:
    """Take what leads up to a closing confirmation as said beside it: "legal had it for weeks. She signed. Done."."""
    if len(said) != len(told_with) or not as_story(
        said, told_with, title_of(asked.items[0].title), asked.written_on.year
    ):
        return said
    return [
        one if one.says in (Says.COMPLETE, *HARMLESS) else replace(one, says=Says.BESIDE, rule=_LEADS_UP)
        for one in said
    ]


_LEADS_UP = "tells how it came about"


def _to_then(said: Said, statement: Statement, before: list[tuple[Token, ...]], asked: Asked) -> Said:
    """Settle the day that is asked for by the sentences before: "please extend to that date"."""
    if said.says is not Says.EXTEND:
        return said
    dues = {item.due for item in asked.items if statement.milestones is None or item.id in statement.milestones}
    due = dues.pop() if len(dues) == 1 else None
    return replace(said, due=settled(said.due, statement.tokens, before, asked.written_on, due))


def _with_reason(said: Said, statement: Statement) -> Said:
    return replace(said, told=told(said.says, statement.tokens, statement.sentence, said.text))


def _joined(readings: list[Reading]) -> tuple[Reading, ...]:
    """Join readings that say the same of several milestones."""
    joined: dict[tuple[object, ...], Reading] = {}
    for one in readings:
        key = (one.intent, one.due, one.text, one.reason)
        earlier = joined.get(key)
        ids = one.milestones if earlier is None else earlier.milestones + one.milestones
        joined[key] = Reading(one.intent, ids, one.due, one.text, one.reason)
    return tuple(joined.values())


_FOR_ALL = frozenset(
    {
        Intent.AGREE,
        Intent.OBJECT,
        Intent.APPROVE,
        Intent.ACCEPT,
        Intent.REJECT,
        Intent.SNOOZE,
        Intent.UNDO,
        Intent.UNCLEAR,
    }
)
"""What a reply that names none of several milestones may say of all of them."""


def _unnamed(general: list[Said], asked: Asked) -> tuple[Reading, ...]:
    """Judge a reply that names none of several milestones: only what can hold for all of them is taken for all."""
    everything = tuple(item.id for item in asked.items)
    judged = verdict("", general, asked)
    if judged.intent in _FOR_ALL:
        return (Reading(judged.intent, everything, judged.due, judged.text, judged.reason),)
    if judged.intent is Intent.COMMENT:
        return (Reading(Intent.COMMENT, (), None, judged.text, judged.reason),)
    return (Reading(Intent.UNCLEAR, everything, None, judged.text, f"names none of several: {judged.reason}"),)


def _read(statement: Statement, asked: Asked) -> list[Said]:
    """Read one statement; a retraction is followed by what the rest of its sentence says."""
    title = _title(statement, asked)
    tokens = statement.tokens[:LONGEST]
    text = statement.text
    if statement.excepted and not any(token.word not in SEPARATORS for token in tokens):
        requested = asked.kind in ("agreement_request", "decision_request")
        return [
            Said(Says.DOUBTFUL if requested else Says.NOT_COMPLETE, "excepted from what was said of the others", text)
        ]
    if statement.vague:
        return [Said(Says.DOUBTFUL, "which milestone is meant is not certain", text)]
    if not tokens:
        return []
    if (answer := _answer(tokens, title, statement, asked)) is not None:
        return [Said(answer[0], answer[1], text)]
    return plainly(tokens, title, statement, asked)


def _answer(tokens: tuple[Token, ...], title: Title, statement: Statement, asked: Asked) -> tuple[Intent, str] | None:
    """Read the statement as the answer that the letter asked for, where it asked for a decision."""
    asks = statement.sentence.asks
    if asked.kind == "agreement_request":
        return answers.agreement(tokens, title, asks=asks)
    if asked.kind == "decision_request":
        return answers.decision(tokens, title, asks=asks)
    if asked.kind == "clarification":
        return answers.assent(tokens, title, asks=asks)
    return None


def _title(statement: Statement, asked: Asked) -> Title:
    """Give the title of the one milestone spoken of; of several no word can stand for all."""
    wanted = statement.milestones or tuple(item.id for item in asked.items)
    named = [item for item in asked.items if item.id in wanted]
    return title_of(named[0].title) if len(wanted) == 1 and named else Title()
