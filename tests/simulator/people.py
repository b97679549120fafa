"""What people answer: a bank of texts whose meaning is known, and the mails that carry them, honest or forged.

A `Given` is one mail handed to the service, with what it means and whom it could rightly confirm.
"""

from __future__ import annotations

import email
import email.policy
import email.utils
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.simulator.office_files import EDGE, REPLIES, SILENT
from tests.stories.attacks import bounce

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping
    from datetime import datetime
    from email.message import EmailMessage

    from tests.simulator.mailserver import Kept
    from tests.simulator.office_files import Files

COMPLETE = ("done", "complete", "completed", "finished", "all done", "all done, thanks", "signed off", "now closed")
NOT_COMPLETE = ("not done yet", "in progress", "90% complete", "should be finished by Friday", "we have not started")
BLOCKED = ("blocked: waiting for the vetting unit", "on hold", "blocked: no room to be had")
UNCLEAR = ("I think it's done", "as far as I know it is complete", "sort of", "will be done", "done?", "hopefully done")
COMMENT = ("Thanks, noted.", "Thank you for this.")
AGREE = ("Agreed", "Agreed, thanks")
OBJECT = ("I object: it is too soon", "Object - the sector was not asked")
APPROVE = ("Approve", "Approved")
REJECT = ("Reject - no evidence seen",)
ABSENT = "I am out of the office until {day}. The work is done."

CHASES = frozenset({"reminder", "escalation", "assignment"})


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as its reader has it."""

    mail: EmailMessage
    sender: str
    recipient: str

    @classmethod
    def of(cls, kept: Kept) -> Letter:
        """Read what the server kept."""
        mail = email.message_from_bytes(kept.content, policy=email.policy.default)
        return cls(mail, kept.sender, kept.recipient)  # type: ignore[arg-type]  # the policy makes it an EmailMessage

    @property
    def kind(self) -> str:
        return str(self.mail["X-Milestones-Kind"])

    @property
    def milestones(self) -> tuple[str, ...]:
        return tuple(name.strip() for name in str(self.mail["X-Milestones"] or "").split(",") if name.strip())

    @property
    def text(self) -> str:
        body = self.mail.get_body(("plain",))
        assert body is not None
        return str(body.get_content())


@dataclass(frozen=True, slots=True)
class Given:
    """A mail for the service.

    `what` is the label of its text; `verdicts` are those that it may get. `claims` are the milestones whose completion
    it plainly states; `honest` says that its sender, address and token are right; `proved` that no second reply may be
    asked for; `answers` names the letter that it answers, `sender` the address that it came from.
    """

    raw: bytes
    what: str
    post: str
    verdicts: frozenset[str]
    claims: tuple[str, ...] = ()
    honest: bool = True
    proved: bool = True
    has_token: bool = True
    answers: str = ""
    sender: str = ""


_PERSONS = frozenset({"accepted", "refused", "challenged"})
_TWICE = frozenset({"duplicate"})


class People:
    """Everybody who gets letters. Draws what they answer; numbers their mails."""

    def __init__(self, chance: random.Random, files: Files) -> None:
        self._chance, self._files = chance, files
        self._mails = 0

    def answer(self, letter: Letter, now: datetime) -> Given | None:
        """Give what the reader of a letter answers, None where they do not."""
        post = self._files.post_of(letter.recipient)
        if post is None or (letter.kind in CHASES and post in SILENT):
            return None
        chance = self._chance.random()
        if letter.kind in CHASES and chance < 0.6:
            return self._about_work(letter, post, now)
        if letter.kind == "agreement_request" and chance < 0.85:
            return self._plain(letter, post, now, *self._pick((("agree", AGREE), ("agree", AGREE), ("object", OBJECT))))
        if letter.kind == "decision_request" and chance < 0.8:
            return self._plain(letter, post, now, *self._pick((("approve", APPROVE), ("reject", REJECT))))
        if letter.kind == "clarification" and chance < 0.6:
            return self._plain(letter, post, now, *self._pick((("confirm", ("CONFIRM",)), ("deny", ("No",)))))
        if letter.kind == "acknowledgement" and chance < 0.06:
            return self._plain(letter, post, now, *self._pick((("undo", ("undo",)), ("comment", COMMENT))))
        if letter.kind in {"digest", "notice", "decision"} and chance < 0.03:
            return self._plain(letter, post, now, "comment", self._chance.choice(COMMENT))
        return None

    def _pick(self, choices: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[str, str]:
        what, texts = self._chance.choice(choices)
        return what, self._chance.choice(texts)

    def _about_work(self, letter: Letter, post: str, now: datetime) -> Given:
        """Answer a letter about work: mostly as asked, now and then by a machine, and now and then by a forger."""
        chance = self._chance.random()
        if chance < 0.05:
            return self._absent(letter, post, now)
        if chance < 0.08:
            return self._bounced(letter, post)
        if chance < 0.15:
            return self._forged(letter, post, now)
        what, text = self._pick(
            (
                *[("complete", COMPLETE)] * 6,
                *[("not_complete", NOT_COMPLETE)] * 2,
                ("blocked", BLOCKED),
                ("unclear", UNCLEAR),
                ("comment", COMMENT),
                ("extend", ("extend to {day}",)),
                ("snooze", ("snooze until {day}",)),
            )
        )
        day = now + timedelta(days=self._chance.randint(2, 60))
        text = text.format(day=f"{day.day} {day:%B %Y}")
        about = letter.milestones
        if len(about) > 1 and what != "comment":
            about = tuple(self._chance.sample(about, self._chance.randint(1, len(about))))
            text = "\r\n".join(f"{one} {text}" for one in about)
        return self._plain(letter, post, now, what, text, claims=about if what == "complete" else ())

    def _plain(
        self, letter: Letter, post: str, now: datetime, what: str, text: str, claims: tuple[str, ...] = ()
    ) -> Given:
        """Write what a person writes: above the quoted letter, from the address that it went to."""
        without_token = self._chance.random() < 0.04
        proof = self._chance.choice(("pass", "pass", "pass", "none"))
        fields = {"To": REPLIES if without_token else str(letter.mail["Reply-To"])}
        domain = letter.recipient.rpartition("@")[2]
        if proof == "pass":
            fields["Authentication-Results"] = f"{EDGE}; dmarc=pass header.from={domain}"
        require = self._files.terms["require"]
        proved = not without_token and (require == "token" or (require == "aligned" and proof == "pass"))
        return Given(
            self.written(letter, text, now, fields),
            what,
            post,
            _PERSONS | (frozenset({"held"}) if without_token else frozenset()),
            claims,
            proved=proved,
            has_token=not without_token,
            sender=letter.recipient,
            answers=str(letter.mail["Message-ID"]),
        )

    def written(self, letter: Letter, text: str, now: datetime, fields: Mapping[str, str]) -> bytes:
        """Write a mail above the quoted letter, from the address that the letter went to."""
        self._mails += 1
        quoted = "\r\n".join(f"> {line}" for line in letter.text.splitlines())
        head = {
            "From": letter.recipient,
            "Subject": f"Re: {letter.mail['Subject']}",
            "Message-ID": f"<answer-{self._mails}@post.example>",
            "In-Reply-To": str(letter.mail["Message-ID"]),
            "Date": email.utils.format_datetime(now),
            "Content-Type": "text/plain; charset=utf-8",
            "Content-Transfer-Encoding": "8bit",
        } | dict(fields)
        lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
        body = f"{text}\r\n\r\nOn {letter.mail['Date']}, Prevent programme wrote:\r\n{quoted}\r\n"
        return f"{lines}\r\n{body}".encode()

    def _absent(self, letter: Letter, post: str, now: datetime) -> Given:
        day = now + timedelta(days=self._chance.randint(2, 25))
        text = ABSENT.format(day=f"{day.day} {day:%B %Y}")
        fields = {"To": str(letter.mail["Reply-To"]), "Auto-Submitted": "auto-replied"}
        return Given(self.written(letter, text, now, fields), "absent", post, frozenset({"auto_reply"}), honest=False)

    def _bounced(self, letter: Letter, post: str) -> Given:
        self._mails += 1
        raw = bounce(letter.sender, letter, self._mails, address=letter.recipient)
        return Given(raw, "bounce", post, frozenset({"bounce"}), honest=False)

    def _forged(self, letter: Letter, post: str, now: datetime) -> Given:
        """Claim completion with something that is not right: another sender, an invented token, a failed proof."""
        to = str(letter.mail["Reply-To"])
        how = self._chance.choice(("sender", "token", "proof"))
        claims = letter.milestones
        text = "\r\n".join(f"{one} done" for one in claims)
        if how == "sender":
            fields = {"To": to, "From": "stranger@elsewhere.example"}
            verdicts = frozenset({"held", "refused"})
        elif how == "token":
            token = re.search(r"\+(\w+)@", to)
            assert token is not None
            at = self._chance.randrange(len(token[1]))
            other = "b" if token[1][at] != "b" else "c"
            fields = {"To": to.replace(token[1], token[1][:at] + other + token[1][at + 1 :])}
            verdicts = frozenset({"refused"})
        else:
            fields = {"To": to, "Authentication-Results": f"{EDGE}; dmarc=fail header.from=police.example"}
            verdicts = _PERSONS | frozenset({"quarantined"})
        require = self._files.terms["require"]
        honest = how == "proof" and require == "token"  # a good token is all that is asked then
        raw = self.written(letter, text, now, fields)
        return Given(raw, f"forged {how}", post, verdicts, claims, honest=honest, proved=require == "token")

    def again(self, given: Given) -> Given:
        """Give the same mail as another server delivers it again."""
        raw = given.raw if self._chance.random() < 0.5 else b"Received: from elsewhere\r\n" + given.raw
        return Given(raw, f"again {given.what}", given.post, _TWICE | given.verdicts, honest=False)
