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
from milestones.domain.notices import HeldBecause
from milestones.domain.reading import Heard, Intent, Reading
from milestones.flows import answer, machine, two_step
from milestones.flows.act import Work
from milestones.flows.addressed import addressed, asked_in, written_on
from milestones.flows.two_step import READINGS
from milestones.flows.verdict import close
from milestones.mail import address
from milestones.mail.inbound.evidence import evidence
from milestones.mail.inbound.newest import newest_text
from milestones.store import inbox, letters

if TYPE_CHECKING:
    from sqlmodel import Session

    from milestones.domain.board import Post
    from milestones.flows.hear import Listened
    from milestones.flows.house import House
    from milestones.flows.seen import Seen
    from milestones.mail.inbound.message import Mail
    from milestones.store.tables import InboundRow, LetterRow

ACTS = frozenset(Intent) - {Intent.COMMENT, Intent.UNCLEAR, Intent.AUTO_REPLY, Intent.BOUNCE}
"""Intents that change something, and so need evidence of the sender."""

MOST_ANSWERS = 20
"""So many answers go to one mailbox within an hour, whatever comes in under its name (RFC 3834 section 2)."""

A_DAY, AN_HOUR = timedelta(days=1), timedelta(hours=1)


@dataclass(slots=True)
class Reply:
    """One readable mail on its way to a verdict, inside the transaction that decides it.

    `named` are the letters that the tokens of this mail name, `decided` the mails that were decided before, by
    Message-ID; both as this transaction has them, and perhaps with those of other mails, as `seen` is.
    """

    house: House
    session: Session
    row: InboundRow
    listened: Listened
    named: dict[str, LetterRow]
    decided: dict[str, InboundRow]
    seen: Seen

    @property
    def mail(self) -> Mail:
        """Give the mail."""
        return self.listened.opened.mail

    def decide(self) -> None:
        """Find the mail's verdict and do what follows from it."""
        row, mail = self.row, self.mail
        row.sender, row.stated_message_id = mail.sender, mail.message_id
        before = self.decided.get(mail.message_id) if mail.message_id is not None else None
        if before is not None and before.id != row.id:
            self._repeated(before)
            return
        row.message_id = mail.message_id
        if self.listened.opened.automatic is not None or not self._has_token():
            self.seen.write_out(self.session)
        found = addressed(self.house, self.session, mail, self.named)
        letter, automatic = found.letter, self.listened.opened.automatic
        if letter is not None:
            row.letter_id, row.board = letter.id, letter.board
        if automatic is not None:
            machine.take_in(self.house, self.session, row, mail, automatic, letter)
        elif letter is None:
            self._without_letter(found.fault or "")
        else:
            self._person(letter)

    def _repeated(self, before: InboundRow) -> None:
        """Tell a second delivery of one mail from another mail under its Message-ID."""
        same = (before.text or "") == self._text() or before.text.strip() in (self.mail.text or "")
        if same or before.verdict in {"auto_reply", "bounce", "ignored"}:
            close(self.row, "duplicate", f"Message-ID taken in before, as reply {before.id}")
        else:
            close(self.row, "quarantined", f"another mail with the Message-ID of reply {before.id}")

    def _text(self) -> str:
        """Give what the mail newly says, whatever it answers."""
        heard = self.listened.heard
        return heard.text if heard is not None else newest_text(self.mail)

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
            self.row.text = self._text()
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
        row, mail, now = self.row, self.mail, self.house.clock.now()
        if letter.board not in self.house.config.boards:
            close(row, "refused", f"its board {letter.board} is no longer configured")
            return
        work = Work(self.session, self.house, letter.board, now)
        heard = self._heard(letter, work)
        row.text, readings = heard.text, heard.readings
        row.readings = READINGS.dump_json(readings).decode()
        held = work.board.posts_held_by(mail.sender or "", work.moment.today)
        sender = self._sender_post(letter, held, work)
        if heard.conflict is not None:
            close(row, "quarantined", heard.conflict)
        elif letter.revoked_at is not None or (letter.expires_at is not None and letter.expires_at < now):
            self._too_old(letter, sender, work)
        elif sender is None:
            self._of_another(letter, work)
        else:
            row.post = sender.id
            voice = answer.Voice(letter, tuple(post.id for post in held), sender.id)
            self._decided(voice, letter, readings, sender, work)
        self._record(readings, work)
        work.finish()

    def _heard(self, letter: LetterRow, work: Work) -> Heard:
        """Give what the mail says. It is read anew where what was asked has changed since it was."""
        work.look_up(json.loads(letter.milestones))
        asked = asked_in(letter, work.state, written_on(self.house, letter.board, self.mail, work.now))
        heard = self.listened.heard
        if heard is not None and (self.listened.letter_id, self.listened.asked) == (letter.id, asked):
            return heard
        from milestones.mail.words.heard import hear  # large, and hardly ever needed here: the children have it

        return hear(self.mail, letters.content_of(self.session, letter), asked)

    def _sender_post(self, letter: LetterRow, held: tuple[Post, ...], work: Work) -> Post | None:
        """Give the post by which the sender may answer this letter today: the post written to, or its deputy."""
        mine = [post for post in held if post.id == letter.post] or held
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
        return self.seen.answers_to(self.session, holder.email, work.now - AN_HOUR) < MOST_ANSWERS

    def _of_another(self, letter: LetterRow, work: Work) -> None:
        """A good letter answered by somebody else: the coordinator decides; a former holder's answer is refused."""
        if self.mail.sender == letter.to.lower():
            close(self.row, "refused", f"{self.mail.sender} no longer holds {letter.post}")
            return
        why = f"a letter to {letter.post} was answered from another address"
        self._hold(letter, why, HeldBecause.ANOTHER_SENDER, work)

    def _hold(self, letter: LetterRow, why: str, because: HeldBecause, work: Work) -> None:
        """Leave the reply to the coordinator, who is told of it without its words."""
        close(self.row, "held", why)
        self.row.post = letter.post
        assert self.row.id is not None
        if self._may_answer(work.board.coordinator, work):
            about = json.loads(letter.milestones)
            work.owe(notices.held_reply(work.board, letter.post, about, self.row.id, work.now, because))

    def _decided(
        self, voice: answer.Voice, letter: LetterRow, readings: tuple[Reading, ...], sender: Post, work: Work
    ) -> None:
        """Act on what somebody says who may say it, once it is proved that they say it."""
        fault = self._evidence_fault()
        if fault:
            close(self.row, "quarantined", fault)
            return
        if two_step.is_challenge(letter):
            self.seen.write_out(self.session)
            step = two_step.second(self.session, letter, self.row, readings, proved=self._has_token(), now=work.now)
            if step.letter is not None:
                voice = replace(voice, letter=step.letter)
            if step.act is not None:
                self._apply(step.act, voice, sender, work)
            elif step.verdict == "held":
                self._hold(letter, step.reason, HeldBecause.YES_FROM_ELSEWHERE, work)
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
        nowhere = not (answered.done or answered.asked_back or answered.refused)
        may_clarify = nowhere or bool(answered.asked_back)
        if may_clarify:
            self.seen.write_out(self.session)
            may_clarify = not inbox.clarified_since(self.session, work.board.slug, sender.id, work.now - A_DAY)
        about = answer.asked_kind(voice.letter)
        owed = answer.letters_for(answered, work, sender.id, self.row.id, about=about, may_clarify=may_clarify)
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
