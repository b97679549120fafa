"""One readable mail on its way to a verdict, inside the transaction that decides it.

A machine's mail never acts and is never answered: see `machine`. A person's acts when its token is good, its sender
holds the post that was written to or deputises for it, and the evidence asked for is there; where evidence is missing,
one mail goes back and a second reply completes: see `two_step`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from milestones.domain import events as e
from milestones.domain import notices
from milestones.domain.access import may_speak_for
from milestones.domain.letter import Kind
from milestones.domain.reading import Asked, AskedItem, Intent, Reading
from milestones.flows import answer, machine, two_step
from milestones.flows.act import Work
from milestones.flows.two_step import READINGS
from milestones.flows.verdict import close
from milestones.flows.write import bound_to
from milestones.mail import address
from milestones.mail.inbound.automatic import why_automatic
from milestones.mail.inbound.evidence import evidence
from milestones.mail.inbound.newest import body_conflict, letter_text_of, newest_text
from milestones.mail.words.intent import understand
from milestones.store import inbox, letters

if TYPE_CHECKING:
    from datetime import date

    from sqlmodel import Session

    from milestones.domain.board import Post
    from milestones.flows.house import House
    from milestones.mail.inbound.parse import Mail
    from milestones.store.tables import InboundRow, LetterRow

ACTS = frozenset(Intent) - {Intent.COMMENT, Intent.UNCLEAR, Intent.AUTO_REPLY, Intent.BOUNCE}
"""Intents that change something, and so need evidence of the sender."""

MOST_ANSWERS = 20
"""So many answers go to one mailbox within an hour, whatever comes in under its name (RFC 3834 section 2)."""

A_DAY, AN_HOUR = timedelta(days=1), timedelta(hours=1)


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
            machine.take_in(self.house, self.session, row, mail, automatic, letter if fault is None else None)
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
        # Where bounces@ is an alias of the replies' mailbox, one token stands at both addresses.
        found: dict[str, list[str]] = {}
        for purpose, at in ((address.REPLY, base), (address.BOUNCE, bounces)):
            for token in address.token_in(self.mail.recipients, at):
                found.setdefault(token, []).append(purpose)
        if len(found) > 1:
            return None, "it carries more than one token"
        for token, purposes in found.items():
            opened = address.open_token(token)
            letter = inbox.letter_by_token(self.session, opened[1]) if opened else None
            bound = bound_to(letter) if letter is not None else ""
            matches = [address.token_matches(self.house.secrets, token, purpose, bound) for purpose in purposes]
            if letter is None or not any(matches):
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

    # --- persons ---------------------------------------------------------------------------------------------------

    def _person(self, letter: LetterRow) -> None:
        row, now = self.row, self.house.clock.now()
        if letter.board not in self.house.config.boards:
            close(row, "refused", f"its board {letter.board} is no longer configured")
            return
        work = Work(self.session, self.house, letter.board, now)
        conflict = body_conflict(self.mail)
        row.text = newest_text(self.mail, letter_text_of(letters.content_of(self.session, letter)))
        readings = understand(row.text, self._asked(letter, work))
        row.readings = READINGS.dump_json(readings).decode()
        sender = self._sender_post(letter, work)
        if conflict is not None:
            close(row, "quarantined", conflict)
        elif letter.revoked_at is not None or (letter.expires_at is not None and letter.expires_at < now):
            self._too_old(letter, sender, work)
        elif sender is None:
            self._of_another(letter, work)
        else:
            row.post = sender.id
            self._decided(letter, readings, sender, work)
        self._record(readings, work)
        work.finish()

    def _asked(self, letter: LetterRow, work: Work) -> Asked:
        """Say what the letter had asked, as its milestones stand now."""
        if letter.kind == Kind.DIGEST:  # it lists too many to mean them: only what an answer names counts
            return Asked(Kind.REMINDER.value, (), self._written_on(work))
        ids = json.loads(letter.milestones)
        work.look_up(ids)
        states = [state for state in map(work.state, ids) if state is not None]
        items = tuple(AskedItem(state.id, state.title, state.due) for state in states)
        return Asked(answer.asked_kind(letter), items, self._written_on(work))

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

    def _too_old(self, letter: LetterRow, sender: Post | None, work: Work) -> None:
        """A letter that can no longer be answered: whoever may answer for its post is told so, once a letter."""
        close(self.row, "refused", "its token is not one that can be answered")
        if sender is not None and self._may_answer(sender.id, work):
            work.owe(answer.too_old(letter, sender.id, self.row.id, work))

    def _may_answer(self, post: str, work: Work) -> bool:
        """Say whether one more answer may go to a post's mailbox this hour."""
        holder = work.board.posts[post].holder_on(work.moment.today)
        if holder is None:
            return False
        return inbox.answers_since(self.session, holder.email, work.now - AN_HOUR) < MOST_ANSWERS

    def _of_another(self, letter: LetterRow, work: Work) -> None:
        """A good letter answered by somebody else: the coordinator decides; a former holder's answer is refused."""
        if self.mail.sender == letter.to.lower():
            close(self.row, "refused", f"{self.mail.sender} no longer holds {letter.post}")
            return
        self._hold(letter, f"a letter to {letter.post} was answered from another address", work)

    def _hold(self, letter: LetterRow, why: str, work: Work) -> None:
        """Leave the reply to the coordinator, who is told of it without its words."""
        close(self.row, "held", why)
        self.row.post = letter.post
        assert self.row.id is not None
        if self._may_answer(work.board.coordinator, work):
            work.owe(notices.held_reply(work.board, letter.post, json.loads(letter.milestones), self.row.id, work.now))

    def _decided(self, letter: LetterRow, readings: tuple[Reading, ...], sender: Post, work: Work) -> None:
        """Act on what somebody says who may say it, once it is proved that they say it."""
        voice = answer.Voice(letter, tuple(post.id for post in self._held(work)), sender.id)
        fault = self._evidence_fault()
        if fault and any(reading.intent in ACTS for reading in readings):
            close(self.row, "quarantined", fault)
            return
        if two_step.is_challenge(letter):
            step = two_step.second(self.session, letter, self.row, readings, proved=self._has_token(), now=work.now)
            if step.letter is not None:
                voice = replace(voice, letter=step.letter)
            if step.act is not None:
                self._apply(step.act, voice, sender, work)
            elif step.verdict == "held":
                self._hold(letter, step.reason, work)
            elif step.verdict:
                close(self.row, step.verdict, step.reason)
            else:
                self._challenge(letter, readings, sender, work)
        elif fault == "" and any(reading.intent in ACTS for reading in readings):
            self._challenge(letter, readings, sender, work)
        else:
            self._apply(readings, voice, sender, work)

    def _challenge(self, letter: LetterRow, readings: tuple[Reading, ...], sender: Post, work: Work) -> None:
        """Ask the registered address whether this reply is theirs; a second reply completes it."""
        close(self.row, "challenged", "the sender's address is not proved: one mail back asks for confirmation")
        asked = [(m, reading) for reading in readings for m in reading.milestones or answer.milestones_of(letter)]
        self.row.actions = json.dumps([answer.action(milestone, reading) for milestone, reading in asked])
        known = [(milestone, reading) for milestone, reading in asked if work.state(milestone) is not None]
        if known and self._may_answer(sender.id, work):
            assert self.row.id is not None
            work.owe(two_step.question(work.board.slug, sender.id, known, self.row.id, work.now))

    def _held(self, work: Work) -> tuple[Post, ...]:
        return work.board.posts_held_by(self.mail.sender or "", work.moment.today)

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

    def _apply(self, readings: tuple[Reading, ...], voice: answer.Voice, sender: Post, work: Work) -> None:
        answered = answer.apply(work, readings, voice)
        self.row.actions = json.dumps(answered.actions)
        if answered.refused and not answered.done and not answered.asked_back:
            close(self.row, "refused", str(answered.refused[0].shows["reason"]))
        else:
            close(self.row, "accepted", "; ".join(dict.fromkeys(reading.reason for reading in readings)))
        if self._may_answer(sender.id, work):
            self._answer(answered, readings, voice, sender, work)

    def _answer(
        self,
        answered: answer.Answered,
        readings: tuple[Reading, ...],
        voice: answer.Voice,
        sender: Post,
        work: Work,
    ) -> None:
        """Owe the answers: what was understood, what is asked back, what was refused."""
        assert self.row.id is not None
        may_clarify = not inbox.clarified_since(self.session, work.board.slug, sender.id, work.now - A_DAY)
        about = answer.asked_kind(voice.letter)
        owed = answer.letters_for(answered, work, sender.id, self.row.id, about=about, may_clarify=may_clarify)
        nowhere = not (answered.done or answered.asked_back or answered.refused)
        if nowhere and may_clarify and any(reading.intent is not Intent.COMMENT for reading in readings):
            owed.append(answer.which_milestone(work.board.slug, sender.id, self.row.id, work.now))
        for letter in owed:
            work.owe(letter)

    def _record(self, readings: tuple[Reading, ...], work: Work) -> None:
        assert self.row.id is not None
        assert self.row.verdict is not None
        intents = tuple(reading.intent.value for reading in readings)
        actor = self.row.post or "unknown"
        work.record(e.ReplyTakenIn(self.row.id, self.row.verdict, self.row.reason, self.row.post, intents), actor)
