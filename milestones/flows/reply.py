"""One readable mail on its way to a verdict, inside the transaction that decides it.

A machine's mail never acts and is never answered. A person's acts when its token is good, its sender holds the post
that was written to or deputises for it, and the evidence asked for is there; where evidence is missing, one mail goes
back and a second reply completes.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from milestones.domain import delivery, notices
from milestones.domain import events as e
from milestones.domain.access import may_speak_for
from milestones.domain.board import Absence, cover_for
from milestones.domain.letter import Item, Kind, Letter
from milestones.domain.reading import Asked, AskedItem, Intent, Reading
from milestones.domain.replied import understood
from milestones.flows import answer
from milestones.flows.act import Work
from milestones.flows.write import bound_to
from milestones.mail import address
from milestones.mail.automatic import why_automatic
from milestones.mail.evidence import evidence
from milestones.mail.intent import understand
from milestones.mail.newest import body_conflict, letter_text_of, newest_text
from milestones.store import inbox, queries
from milestones.store.tables import InboundRow, LetterRow

if TYPE_CHECKING:
    from datetime import date

    from sqlmodel import Session

    from milestones.domain.board import Post
    from milestones.flows.house import House
    from milestones.mail.automatic import Automatic
    from milestones.mail.parse import Mail

READINGS: TypeAdapter[tuple[Reading, ...]] = TypeAdapter(tuple[Reading, ...])

ACTS = frozenset(Intent) - {Intent.COMMENT, Intent.UNCLEAR, Intent.AUTO_REPLY, Intent.BOUNCE}
"""Intents that change something, and so need evidence of the sender."""

YES = frozenset({Intent.ACCEPT, Intent.APPROVE, Intent.AGREE, Intent.COMPLETE})
"""What confirms a challenged reply."""

LONGEST_ABSENCE = timedelta(days=120)
"""An out-of-office that names a later day than this is not believed."""

WAITING = frozenset({"held", "quarantined", "challenged"})
"""Verdicts after which somebody is still to say something."""


def close(row: InboundRow, verdict: str, reason: str) -> None:
    """Settle a mail's verdict."""
    row.verdict, row.reason = verdict, reason
    row.state = verdict if verdict in WAITING else "done"
    row.lease_until = None


def _asked_kind(letter: LetterRow | None) -> str:
    """Give the kind of letter whose question is answered: a clarification repeats the question of the letter before."""
    if letter is None:
        return ""
    return str(json.loads(letter.facts)["facts"].get("about") or letter.kind)


@dataclass(slots=True)
class Reply:
    """One readable mail on its way to a verdict, inside the transaction that decides it."""

    house: House
    session: Session
    row: InboundRow
    mail: Mail

    def decide(self) -> None:
        """Find the mail's verdict and do what follows from it."""
        row, mail = self.row, self.mail
        row.sender, row.stated_message_id = mail.sender, mail.message_id
        assert row.id is not None
        before = inbox.decided_before(self.session, mail.message_id, row.id)
        if before is not None:
            self._repeated(before)
            return
        row.message_id = mail.message_id
        automatic = why_automatic(mail, self._own_addresses(), address.loop_mark(self.house.secret))
        letter, fault = self._letter()
        if automatic is not None:
            self._machine(automatic, letter if fault is None else None)
        elif fault is not None:
            self._without_letter(fault)
        elif letter is None:
            self._without_letter("")
        else:
            self._person(letter)

    def _repeated(self, before: InboundRow) -> None:
        """Tell a second delivery of one mail from another mail under its Message-ID."""
        same = (before.text or "") == newest_text(self.mail) or before.text.strip() in (self.mail.text or "")
        if same or before.verdict in {"auto_reply", "bounce", "ignored"}:
            close(self.row, "duplicate", f"Message-ID taken in before, as reply {before.id}")
        else:
            close(self.row, "quarantined", f"another mail with the Message-ID of reply {before.id}")

    def _own_addresses(self) -> tuple[str, ...]:
        service = self.house.config.service
        return (service.replies.address, service.smtp.sender_address)

    # --- which letter it answers -----------------------------------------------------------------------------------

    def _letter(self) -> tuple[LetterRow | None, str | None]:
        """Find the letter that is answered: by its token, else by its Message-ID. Gives the fault of a bad token."""
        base = self.house.config.service.replies.address
        bounces = f"bounces@{base.rpartition('@')[2]}"
        found = {(token, address.REPLY) for token in address.token_in(self.mail.recipients, base)}
        found |= {(token, address.BOUNCE) for token in address.token_in(self.mail.recipients, bounces)}
        if len(found) > 1:
            return None, "it carries more than one token"
        for token, purpose in found:
            opened = address.open_token(token)
            letter = inbox.letter_by_token(self.session, opened[1]) if opened else None
            bound = bound_to(letter) if letter is not None else ""
            if not address.token_matches(self.house.secrets, token, purpose, bound) or letter is None:
                return None, "its token is not one that can be answered"
            self.row.letter_id, self.row.board = letter.id, letter.board
            return letter, None
        by_reference = inbox.letter_by_message_ids(self.session, (*self.mail.in_reply_to, *self.mail.references))
        if by_reference is not None:
            self.row.letter_id, self.row.board = by_reference.id, by_reference.board
        return by_reference, None

    def _has_token(self) -> bool:
        return bool(address.token_in(self.mail.recipients, self.house.config.service.replies.address))

    def _without_letter(self, fault: str) -> None:
        """A mail that answers no letter of ours: never acted on, never answered."""
        if "more than one" in fault:
            close(self.row, "quarantined", fault)
        elif fault:
            close(self.row, "refused", fault)
        elif self._known_sender():
            close(self.row, "held", "it answers no letter; its sender is known, so the coordinator should see it")
            self.row.text = newest_text(self.mail)
        else:
            close(self.row, "ignored", "it answers no letter, and its sender is not known here")

    def _known_sender(self) -> bool:
        sender = self.mail.sender or ""
        for slug, board in self.house.config.boards.items():
            if board.posts_held_by(sender, self.house.calendar(slug).today(self.house.clock.now())):
                self.row.board = slug
                return True
        return False

    # --- machines --------------------------------------------------------------------------------------------------

    def _machine(self, automatic: Automatic, letter: LetterRow | None) -> None:
        verdict = "bounce" if automatic.kind == "bounce" else "auto_reply"
        close(self.row, verdict, f"{automatic.kind}: {automatic.reason}")
        if letter is None or letter.board not in self.house.config.boards:
            return
        work = Work(self.session, self.house, letter.board, self.house.clock.now())
        if verdict == "bounce":
            self._bounced(automatic, letter, work)
        elif automatic.absent_until is not None:
            self._absent(automatic.absent_until, letter, work)
        work.finish()

    def _bounced(self, automatic: Automatic, letter: LetterRow, work: Work) -> None:
        """Tell the organisation's lead of a permanent bounce to a letter's own envelope sender; others are recorded."""
        assert letter.id is not None
        proved = bool(address.token_in(self.mail.recipients, f"bounces@{self._domain()}"))
        if not automatic.hard or not proved:
            return
        letter.outcome = f"bounced: {automatic.reason}"
        self.session.add(letter)
        work.record(e.LetterBounced(letter.id, letter.board, letter.post, automatic.reason))
        failed = delivery.FailedLetter(
            letter.board, letter.post, letter.to, letter.kind, letter.message_id, tuple(json.loads(letter.milestones))
        )
        settlement = delivery.Settlement("failed", letter.attempts, letter.uncertain, reason=automatic.reason)
        notice = delivery.notice_of_failure(failed, work.board, settlement, work.now, address_dead=True)
        if notice is not None:
            work.owe(notice)

    def _absent(self, until: date, letter: LetterRow, work: Work) -> None:
        """Bring in the deputy until the day that an out-of-office names, where the sender is the one written to."""
        post = work.board.posts.get(letter.post)
        today = work.moment.today
        if post is None or post.deputy is None or self.mail.sender != letter.to.lower() or not today <= until:
            return
        if until > today + LONGEST_ABSENCE or cover_for(post.id, work.absences, until) is not None:
            return
        why = "out-of-office reply"
        queries.record_absence(self.session, work.board.slug, Absence(post.id, today, until, post.deputy, post.id, why))
        work.record(e.AbsenceRecorded(work.board.slug, post.id, today, until, post.deputy, why), post.id)

    def _domain(self) -> str:
        return self.house.config.service.replies.address.rpartition("@")[2]

    # --- persons ---------------------------------------------------------------------------------------------------

    def _person(self, letter: LetterRow) -> None:
        row, now = self.row, self.house.clock.now()
        if letter.board not in self.house.config.boards:
            close(row, "refused", f"its board {letter.board} is no longer configured")
            return
        work = Work(self.session, self.house, letter.board, now)
        conflict = body_conflict(self.mail)
        row.text = newest_text(self.mail, letter_text_of(letter.content))
        readings = understand(row.text, self._asked(letter, work))
        row.readings = READINGS.dump_json(readings).decode()
        sender = self._sender_post(letter, work)
        if conflict is not None:
            close(row, "quarantined", conflict)
        elif letter.revoked_at is not None or (letter.expires_at is not None and letter.expires_at < now):
            close(row, "refused", "its token is not one that can be answered")
        elif sender is None:
            self._of_another(letter, work)
        else:
            row.post = sender.id
            self._decided(letter, readings, sender, work)
        self._record(readings, work)
        work.finish()

    def _asked(self, letter: LetterRow, work: Work) -> Asked:
        """Say what the letter had asked, as its milestones stand now."""
        ids = json.loads(letter.milestones)
        work.look_up(ids)
        states = [state for state in map(work.state, ids) if state is not None]
        items = tuple(AskedItem(state.id, state.title, state.due) for state in states)
        return Asked(_asked_kind(letter), items, self._written_on(work))

    def _written_on(self, work: Work) -> date:
        """Give the day the mail was written, by its own Date where that can be believed."""
        written, calendar = self.mail.date, self.house.calendar(work.board.slug)
        if written is None or not timedelta(days=-1) <= work.now - written <= timedelta(days=14):
            return work.moment.today
        return calendar.today(written)

    def _sender_post(self, letter: LetterRow, work: Work) -> Post | None:
        """Give the post by which the sender may answer this letter today: the post written to, or its deputy."""
        held = work.board.posts_held_by(self.mail.sender or "", work.moment.today)
        mine = [post for post in held if post.id == letter.post] or list(held)
        return next(
            (p for p in mine if may_speak_for((p.id,), letter.post, work.board, work.absences, work.moment.today)), None
        )

    def _of_another(self, letter: LetterRow, work: Work) -> None:
        """A good letter answered by somebody else: the coordinator decides; a former holder's answer is refused."""
        if self.mail.sender == letter.to.lower():
            close(self.row, "refused", f"{self.mail.sender} no longer holds {letter.post}")
            return
        close(self.row, "held", f"a letter to {letter.post} was answered from another address")
        self.row.post = letter.post
        assert self.row.id is not None
        work.owe(notices.held_reply(work.board, letter.post, json.loads(letter.milestones), self.row.id, work.now))

    def _decided(self, letter: LetterRow, readings: tuple[Reading, ...], sender: Post, work: Work) -> None:
        voice = answer.Voice(letter, tuple(p.id for p in self._held(work)), sender.id)
        challenged = self._challenged(letter)
        if challenged is not None:
            if readings and all(reading.intent in YES for reading in readings):
                self._confirmed(challenged, sender, work)
                return
        elif any(reading.intent in ACTS for reading in readings):
            fault = self._evidence_fault()
            if fault == "":
                self._challenge(letter, readings, sender, work)
                return
            if fault is not None:
                close(self.row, "quarantined", fault)
                return
        self._apply(readings, voice, sender, work)

    def _held(self, work: Work) -> tuple[Post, ...]:
        return work.board.posts_held_by(self.mail.sender or "", work.moment.today)

    def _challenged(self, letter: LetterRow) -> InboundRow | None:
        """Give the reply that this letter had challenged, None for any other letter."""
        if letter.kind != Kind.CLARIFICATION or letter.caused_by is None:
            return None
        first = self.session.get(InboundRow, letter.caused_by)
        return first if first is not None and first.state == "challenged" else None

    def _evidence_fault(self) -> str | None:
        """Say why the sender is not proved: None when it is, "" without evidence, else what speaks against it."""
        replies = self.house.config.service.replies
        if replies.require == "two_step" or not self._has_token():
            return ""
        if replies.require == "token":
            return None
        found = evidence(self.mail, replies.profile, replies.trusted_authserv_id)
        if found.aligned is None:
            return ""
        return None if found.aligned else f"its sender is not proved: {found.detail}"

    def _challenge(self, letter: LetterRow, readings: tuple[Reading, ...], sender: Post, work: Work) -> None:
        """Ask the registered address whether this reply is theirs; a second reply completes it."""
        close(self.row, "challenged", "the sender's address is not proved: one mail back asks for confirmation")
        asked = [(m, reading) for reading in readings for m in reading.milestones or answer.milestones_of(letter)]
        self.row.actions = json.dumps([answer.action(milestone, reading) for milestone, reading in asked])
        items = tuple(
            Item(milestone, shows={"understood": understood(reading)})
            for milestone, reading in asked
            if work.state(milestone) is not None
        )
        assert self.row.id is not None
        work.owe(
            Letter(
                key=f"challenge:{self.row.id}",
                kind=Kind.CLARIFICATION,
                board=work.board.slug,
                to=sender.id,
                due_at=work.now,
                items=items,
                why="a reply came in under your name, and its sender is not proved",
                facts={"challenge": True, "caused_by": self.row.id},
            )
        )

    def _confirmed(self, first: InboundRow, sender: Post, work: Work) -> None:
        """The second reply completes what the first had asked."""
        letter = self.session.get(LetterRow, first.letter_id) if first.letter_id else None
        voice = answer.Voice(letter, tuple(post.id for post in self._held(work)), sender.id)
        first.state, first.reason = "done", f"confirmed by reply {self.row.id}"
        self.session.add(first)
        self._apply(READINGS.validate_json(first.readings), voice, sender, work)

    def _apply(self, readings: tuple[Reading, ...], voice: answer.Voice, sender: Post, work: Work) -> None:
        answered = answer.apply(work, readings, voice)
        self.row.actions = json.dumps(answered.actions)
        if answered.refused and not answered.done and not answered.asked_back:
            close(self.row, "refused", str(answered.refused[0].shows["reason"]))
        else:
            close(self.row, "accepted", "; ".join(dict.fromkeys(reading.reason for reading in readings)))
        assert self.row.id is not None
        yesterday = work.now - timedelta(days=1)
        may_clarify = not inbox.clarified_since(self.session, work.board.slug, sender.id, yesterday)
        about = _asked_kind(voice.letter)
        for letter in answer.letters_for(answered, work, sender.id, self.row.id, about=about, may_clarify=may_clarify):
            work.owe(letter)

    def _record(self, readings: tuple[Reading, ...], work: Work) -> None:
        assert self.row.id is not None
        assert self.row.verdict is not None
        intents = tuple(reading.intent.value for reading in readings)
        actor = self.row.post or "unknown"
        work.record(e.ReplyTakenIn(self.row.id, self.row.verdict, self.row.reason, self.row.post, intents), actor)
