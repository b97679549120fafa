"""Turns what a reply was understood to say into commands, and says in words what became of each.

Shared by the reply as it comes in, the second reply of a challenge, and the coordinator's decision on a held one.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from milestones.domain import commands as c
from milestones.domain.access import deciders, is_signatory, may_speak_for
from milestones.domain.letter import Item, Kind, Letter
from milestones.domain.milestone import Refused
from milestones.domain.movement import title_of
from milestones.domain.plans.known_names import post_named_in
from milestones.domain.reading import Intent, Reading
from milestones.domain.replied import effect, own_reason, understood, which_day

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from milestones.domain.state import Milestone
    from milestones.flows.act import Work
    from milestones.store.tables import LetterRow

ANSWERS_A_REQUEST = frozenset({Intent.AGREE, Intent.OBJECT, Intent.APPROVE, Intent.ACCEPT, Intent.REJECT})
"""Intents that answer a question, and so hold only for the milestones that the letter asked it of."""

ASKS_BACK = frozenset({Intent.EXTEND, Intent.SNOOZE})
"""Intents that need a day: without one the writer is asked for it."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Who answers: the letter that was answered (None where the mail named no letter), the posts the sender holds.

    `actor` is the post recorded as having acted.
    """

    letter: LetterRow | None
    sender_posts: tuple[str, ...]
    actor: str


@dataclass(slots=True)
class Answered:
    """What became of a reply: an action a milestone, what is acknowledged, what is asked back, what was refused."""

    actions: list[dict[str, str | None]] = field(default_factory=list)
    done: list[Item] = field(default_factory=list)
    asked_back: list[Item] = field(default_factory=list)
    refused: list[Item] = field(default_factory=list)


def apply(work: Work, readings: Iterable[Reading], voice: Voice) -> Answered:
    """Give each reading's command for each of its milestones, and collect what became of it."""
    answered = Answered()
    for reading in readings:
        targets = reading.milestones or milestones_of(voice.letter)
        for milestone_id in targets:
            answered.actions.append(action(milestone_id, reading))
            _apply_one(work, reading, milestone_id, voice, answered)
        if not targets:
            answered.actions.append(action(None, reading))
    return answered


def action(milestone_id: str | None, reading: Reading) -> dict[str, str | None]:
    """Give one action as receipts carry it."""
    due = reading.due.isoformat() if reading.due else None
    return {"milestone": milestone_id, "intent": reading.intent.value, "due": due}


def milestones_of(letter: LetterRow | None) -> tuple[str, ...]:
    """Give the milestones that an answer means which names none; a digest lists too many to mean them all."""
    return tuple(json.loads(letter.milestones)) if letter is not None and letter.kind != Kind.DIGEST else ()


def asked_kind(letter: LetterRow | None) -> str:
    """Give the kind of letter whose question is answered: a clarification repeats the question of the letter before."""
    if letter is None:
        return ""
    return str(json.loads(letter.facts)["facts"].get("about") or letter.kind)


def _apply_one(work: Work, reading: Reading, milestone_id: str, voice: Voice, answered: Answered) -> None:
    before = work.state(milestone_id)
    if before is None:
        return
    if reading.intent is Intent.UNCLEAR or (reading.intent in ASKS_BACK and reading.due is None):
        shows = {}
        if reading.intent in ASKS_BACK:
            shows = {"understood": which_day(reading), "asked": "until which day, as in 14 January 2027?"}
        answered.asked_back.append(Item(milestone_id, shows=shows))
        return
    try:
        _require_same_cycle(before, voice.letter)
        _require_asked(milestone_id, reading, voice.letter)
        events = work.decide(milestone_id, command_for(reading, before, voice, work), voice.actor)
    except Refused as refusal:
        answered.refused.append(Item(milestone_id, shows={"understood": understood(reading), "reason": str(refusal)}))
        return
    after = work.state(milestone_id)
    assert after is not None
    told = effect(reading, after, work.board) if events else "This was recorded before; nothing changes."
    answered.done.append(Item(milestone_id, shows={"understood": understood(reading), "effect": told}))


def _require_same_cycle(milestone: Milestone, letter: LetterRow | None) -> None:
    """Refuse an answer to a letter from before the milestone was reopened."""
    if letter is None:
        return
    cycle = json.loads(letter.cycles).get(milestone.id)
    if cycle is not None and cycle != milestone.cycle:
        raise Refused(f"{milestone.id} was reopened after this letter; please answer the newest one")


def _require_asked(milestone_id: str, reading: Reading, letter: LetterRow | None) -> None:
    """Refuse a yes or a no about a milestone that the letter did not ask about."""
    if letter is None or reading.intent not in ANSWERS_A_REQUEST:
        return
    if milestone_id not in json.loads(letter.milestones):
        raise Refused(f"this letter did not ask about {milestone_id}; please answer the one that did")


def command_for(reading: Reading, milestone: Milestone, voice: Voice, work: Work) -> c.Command:  # noqa: C901  # one line an intent
    """Say which command a reading is, in the name of the post that may give it.

    Raises:
        Refused: the sender may not give it for this milestone, or it fits no question that was asked.
    """
    by, text = voice.actor, own_reason(reading)
    match reading.intent:
        case Intent.AGREE:
            return _agreement(milestone, voice, work)
        case Intent.OBJECT:
            return c.Object(_signatory(voice, work), text or "no reason was given")
        case Intent.APPROVE | Intent.ACCEPT:
            return c.Approve(_decider(milestone, voice, work), text)
        case Intent.REJECT:
            return c.Reject(_decider(milestone, voice, work), text or "no reason was given")
        case Intent.COMMENT:
            return c.Comment(by, text)
    owner = _owner(milestone, voice, work)
    match reading.intent:
        case Intent.COMPLETE:
            return c.Complete(owner)
        case Intent.NOT_COMPLETE:
            return c.NoteProgress(owner, text)
        case Intent.EXTEND:
            assert reading.due is not None
            return c.AskExtension(owner, reading.due, text)
        case Intent.SNOOZE:
            assert reading.due is not None
            return c.Snooze(owner, reading.due)
        case Intent.BLOCKED:
            return c.Block(owner, text or "no reason was given")
        case Intent.REASSIGN:
            return c.AskReassignment(owner, text, post_named_in(text, work.board, work.moment.today, but=owner))
        case Intent.UNDO:
            return c.Undo(owner, text)
    raise Refused(f"{reading.intent} asks for nothing that can be done")


def _agreement(milestone: Milestone, voice: Voice, work: Work) -> c.Command:
    """Read "agreed": a signatory's agreement, or a decider's yes where a decision was asked."""
    if voice.letter is not None and voice.letter.kind == Kind.DECISION_REQUEST:
        return c.Approve(_decider(milestone, voice, work))
    return c.Agree(_signatory(voice, work))


def _owner(milestone: Milestone, voice: Voice, work: Work) -> str:
    """Name the owner for whom the sender speaks: themselves first, then whom they cover."""
    owners = [owner.post for owner in milestone.owners]
    for owner in sorted(owners, key=lambda post: post not in voice.sender_posts):
        if may_speak_for(voice.sender_posts, owner, work.board, work.absences, work.moment.today):
            return owner
    names = ", ".join(title_of(work.board, owner) for owner in owners) or "nobody yet"
    raise Refused(f"only an owner of {milestone.id} can say this of it; its owners are {names}")


def _signatory(voice: Voice, work: Work) -> str:
    asked = (voice.letter.post,) if voice.letter is not None else ()
    signatories = [post.id for post in work.board.signatories()]
    for post in sorted(signatories, key=lambda post: post not in asked):
        if is_signatory(post, work.board) and may_speak_for(
            voice.sender_posts, post, work.board, work.absences, work.moment.today
        ):
            return post
    raise Refused("only a signatory can agree or object for a sector")


def _decider(milestone: Milestone, voice: Voice, work: Work) -> str:
    for post in deciders(milestone, work.board):
        if may_speak_for(voice.sender_posts, post, work.board, work.absences, work.moment.today):
            return post
    names = ", ".join(title_of(work.board, post) for post in deciders(milestone, work.board))
    raise Refused(f"this is for {names} to decide")


def letters_for(
    answered: Answered, work: Work, to: str, inbound: int, *, about: str, may_clarify: bool
) -> list[Letter]:
    """Give the answers owed: what was understood, what is asked back, what could not be done.

    `about` is the kind of the letter that was answered: it chooses the closed words that a clarification offers.
    """
    confirmed = any(action["intent"] == Intent.COMPLETE for action in answered.actions)
    seen_by = [title_of(work.board, work.board.coordinator), "the Board, in its next digest"]
    owed: tuple[tuple[Kind, list[Item], str, dict[str, object]], ...] = (
        (Kind.ACKNOWLEDGEMENT, answered.done, "you replied", {"undo": confirmed, "seen_by": seen_by}),
        (
            Kind.CLARIFICATION,
            answered.asked_back if may_clarify else [],
            "your reply could not be read safely",
            {"about": about},
        ),
        (Kind.REFUSAL, answered.refused, "your reply could not be carried out", {}),
    )
    return [
        Letter(
            key=f"{kind}:{inbound}",
            kind=kind,
            board=work.board.slug,
            to=to,
            due_at=work.now,
            items=tuple(items),
            why=why,
            facts={"caused_by": inbound, **facts},
        )
        for kind, items, why, facts in owed
        if items
    ]


def which_milestone(board: str, to: str, inbound: int, now: datetime) -> Letter:
    """Give the mail that asks which milestone an answer means: a digest lists too many to mean them all."""
    return Letter(
        key=f"{Kind.CLARIFICATION}:{inbound}",
        kind=Kind.CLARIFICATION,
        board=board,
        to=to,
        due_at=now,
        why="your reply did not say which milestone it means",
        facts={"caused_by": inbound},
    )


def too_old(letter: LetterRow, to: str, inbound: int | None, work: Work) -> Letter:
    """Give the mail that says a letter can no longer be answered, once a letter."""
    why_not = {"reason": "the letter you answered is too old; please answer a newer one"}
    known = [one for one in milestones_of(letter) if work.state(one) is not None]
    return Letter(
        key=f"{Kind.REFUSAL}:old:{letter.id}",
        kind=Kind.REFUSAL,
        board=work.board.slug,
        to=to,
        due_at=work.now,
        items=tuple(Item(milestone, shows=dict(why_not)) for milestone in known),
        why="your reply could not be carried out",
        facts={"caused_by": inbound},
    )
