"""What the attackers of the stories write: robots' mail, failure notices, forged tokens, letters out of the blue."""

from __future__ import annotations

import base64
import re
from typing import ClassVar

EDGE_PASSES = "mx.milestones.example; dmarc=pass header.from=police.example"


async def reminded(world, title="Pilot", **more):
    """Give the first reminder about a milestone of the sergeant's."""
    world.agreed(title, due="2027-03-01", owner="sergeant", **more)
    await world.jump_to("2027-02-15 09:00")
    return world.letters_to("sergeant", "reminder")[0]


def envelope_of(world, letter):
    """Give the envelope sender of a letter."""
    return next(one.sender for one in world.server.accepted if letter.mail["Message-ID"] in one.content.decode())


def other_token(letter):
    """Give the token of a letter with its last byte changed."""
    token = re.search(r"\+(\w+)@", str(letter.mail["Reply-To"]))[1]
    raw = bytearray(base64.b32decode(token.upper()))
    raw[-1] ^= 1
    return base64.b32encode(raw).decode().lower()


def open_letter(sender, subject, text, to="replies@milestones.example"):
    """A mail that answers nothing."""
    message_id = f"<open-{abs(hash((sender, text)))}@x.example>"
    return (f"From: {sender}\r\nTo: {to}\r\nSubject: {subject}\r\nMessage-ID: {message_id}\r\n\r\n{text}\r\n").encode()


class robot:  # noqa: N801  # read as a namespace
    """Mail that shows by one sign that no person wrote it."""

    SIGNS: ClassVar[dict[str, dict[str, str]]] = {
        "out of office": {"Auto-Submitted": "auto-replied"},
        "generated": {"Auto-Submitted": "auto-generated; owner-email=x@police.example"},
        "by subject": {"Subject": "Automatic reply: [WLD-1] Pilot"},
        "in Welsh": {"Subject": "Ateb awtomatig: [WLD-1] Pilot"},
        "null sender": {"Return-Path": "<>"},
        "list": {"List-Id": "<owners.police.example>", "List-Post": "<mailto:owners@police.example>"},
        "precedence list": {"Precedence": "list"},
        "precedence auto": {"Precedence": "auto_reply"},
        "responder": {"X-Autoreply": "yes"},
        "ticket": {"X-RT-Loop-Prevention": "police.example"},
        "forwarded": {"X-MS-Exchange-Inbox-Rules-Loop": "sergeant@police.example"},
        "daemon": {"From": "MAILER-DAEMON@police.example"},
        "no reply": {"From": "no-reply@police.example"},
        "calendar": {"Content-Class": "urn:content-classes:calendarmessage"},
        "challenge": {"X-TMDA-Confirm": "yes"},
        "dmarc report": {"Subject": "Report Domain: milestones.example Submitter: police.example Report-ID: 1"},
    }

    @classmethod
    def mail(cls, world, letter, sign):
        """Give a mail that says "Done" and bears the sign."""
        fields = {name.replace("-", "_"): value for name, value in cls.SIGNS[sign].items()}
        sender = fields.pop("From", None)
        return world.mail_in_answer_to(letter, "Done\r\n", sender=sender, **fields)


def bounce(to, letter, number, status="5.1.1", address="sergeant@police.example"):
    """A failure notice to an envelope sender: a letter did not reach `address`."""
    return f"""\
Return-Path: <>
From: MAILER-DAEMON@police.example
To: {to}
Subject: Undelivered Mail Returned to Sender
Message-ID: <bounce-{number}@police.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.police.example

Final-Recipient: rfc822; {address}
Action: failed
Status: {status}
Diagnostic-Code: smtp; 550 {status} No such user

--b
Content-Type: text/rfc822-headers

Message-ID: {letter.mail["Message-ID"]}

--b--
""".replace("\n", "\r\n").encode()
