"""Mails as people's programs write them in answer to a letter: Outlook, Gmail, a phone, Thunderbird, webmail, machines.

Each function turns an answer into the bytes of one mail. Pure: the letter, the words and the moment come in.
"""

from __future__ import annotations

import email
import email.policy
import html
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

DISCLAIMER = (
    "This email and any attachment are intended for the addressee only and may be confidential. If you have received\n"
    "it in error please notify the sender and delete it. No contract is complete until it has been signed."
)


@dataclass(frozen=True)
class Letter:
    """A letter of ours as its reader has it: the envelope sender, where bounces go, and the bytes."""

    envelope_from: str
    content: bytes

    @cached_property
    def mail(self) -> EmailMessage:
        """Give the parsed mail."""
        mail = email.message_from_bytes(self.content, policy=email.policy.default)
        assert isinstance(mail, EmailMessage)
        return mail

    @property
    def text(self) -> str:
        """Give the plain text that the reader sees."""
        body = self.mail.get_body(("plain",))
        return str(body.get_content()) if body is not None else ""

    @property
    def to(self) -> str:
        """Give the bare address of its reader."""
        return parseaddr(str(self.mail["To"]))[1]

    @property
    def lines(self) -> list[str]:
        """Give the lines of its plain text."""
        return self.text.rstrip().splitlines()


@dataclass(frozen=True)
class Answer:
    """What somebody writes: the words, a name to sign with, when, and the number of the mail in the story.

    `sender` stands where another address than the letter's is written from; `to` where the address lost its token.
    """

    letter: Letter
    words: str
    name: str
    at: datetime
    number: int
    sender: str | None = None
    to: str | None = None

    def mail(self) -> EmailMessage:
        """Give the mail's headers; the body is the client's."""
        mail = EmailMessage(policy=email.policy.SMTP)
        mail["From"] = f"{self.name} <{self.sender or self.letter.to}>"
        mail["To"] = self.to or str(self.letter.mail["Reply-To"])
        mail["Subject"] = f"RE: {self.letter.mail['Subject']}"
        mail["Date"] = format_datetime(self.at)
        mail["Message-ID"] = f"<demo-{self.number}@{(self.sender or self.letter.to).partition('@')[2]}>"
        mail["In-Reply-To"] = str(self.letter.mail["Message-ID"])
        mail["References"] = str(self.letter.mail["Message-ID"])
        return mail

    @property
    def paragraphs(self) -> str:
        """Give the words as HTML paragraphs."""
        return "".join(f"<p>{html.escape(part)}</p>" for part in self.words.split("\n\n"))

    @property
    def quoted(self) -> str:
        """Give the letter's text with a mark before each line."""
        return "\n".join(f"> {line}".rstrip() for line in self.letter.lines)

    @property
    def attribution(self) -> str:
        """Give the line by which clients introduce a quotation."""
        return f"On {self.letter.mail['Date']}, {self.letter.mail['From']} wrote:"

    @property
    def header_block(self) -> str:
        """Give the headers that Outlook puts over the letter it answers."""
        mail = self.letter.mail
        return "\n".join(
            [f"From: {mail['From']}", f"Sent: {mail['Date']}", f"To: {mail['To']}", f"Subject: {mail['Subject']}"]
        )


def outlook(answer: Answer) -> bytes:
    """Outlook on a desk: plain text, signature, disclaimer, then a header block over our letter without marks."""
    mail = answer.mail()
    signed = f"Regards\n\n{answer.name}\nTel 01482 000000"
    parts = [answer.words, signed, DISCLAIMER, answer.header_block, "\n".join(answer.letter.lines)]
    mail.set_content("\n\n".join(parts))
    mail["X-Mailer"] = "Microsoft Office Outlook 12.0"
    return mail.as_bytes()


def outlook_html(answer: Answer) -> bytes:
    """Outlook that sends HTML alone, our letter under a line."""
    mail = answer.mail()
    over = html.escape(answer.header_block).replace("\n", "<br>")
    below = "".join(f"<p class=MsoNormal>{html.escape(line) or '&nbsp;'}</p>\n" for line in answer.letter.lines)
    mail.set_content(
        '<html><head><style>p.MsoNormal {margin:0cm; font-family:"Calibri","sans-serif"}</style></head>\n'
        f"<body lang=EN-GB><div class=WordSection1>{answer.paragraphs}\n"
        f"<p class=MsoNormal>{html.escape(answer.name)}</p>\n"
        f'<div style="border:none;border-top:solid #B5C4DF 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p>{over}</p></div>\n'
        f"{below}</div></body></html>\n",
        subtype="html",
    )
    return mail.as_bytes()


def gmail(answer: Answer) -> bytes:
    """Gmail: text and HTML side by side, the letter quoted in both."""
    mail = answer.mail()
    mail.set_content(f"{answer.words}\n\n{answer.attribution}\n\n{answer.quoted}\n")
    below = "<br>\n".join(html.escape(line) for line in answer.letter.lines)
    mail.add_alternative(
        f'<div dir="ltr">{answer.paragraphs}</div><br><div class="gmail_quote">'
        f'<div dir="ltr" class="gmail_attr">{html.escape(answer.attribution)}<br></div>'
        f'<blockquote class="gmail_quote" style="margin:0 0 0 .8ex">{below}</blockquote></div>\n',
        subtype="html",
    )
    return mail.as_bytes()


def iphone(answer: Answer) -> bytes:
    """A phone: few words, the phone's signature, the letter quoted below."""
    mail = answer.mail()
    mail.set_content(f"{answer.words}\n\nSent from my iPhone\n\n> {answer.attribution}\n> \n{answer.quoted}\n")
    mail["X-Mailer"] = "iPhone Mail (5F136)"
    return mail.as_bytes()


def thunderbird_inline(answer: Answer) -> bytes:
    """Thunderbird, the answer between the quoted lines, under the line that names the milestone."""
    mail = answer.mail()
    lines = answer.letter.lines
    named = str(answer.letter.mail["X-Milestones"]).partition(",")[0].strip()
    under = next(place for place, line in enumerate(lines) if line.startswith(f"{named}:"))
    marked = [f"> {line}".rstrip() for line in lines]
    body = [answer.attribution, *marked[: under + 1], "", answer.words, "", *marked[under + 1 :]]
    mail.set_content("\n".join(body) + "\n")
    mail["User-Agent"] = "Thunderbird 2.0.0.16"
    return mail.as_bytes()


def webmail(answer: Answer) -> bytes:
    """A webmail that copies the whole letter below the answer, with nothing to mark where one ends."""
    mail = answer.mail()
    mail.set_content("\n".join([answer.words, "", answer.name, "", "", *answer.letter.lines]) + "\n")
    return mail.as_bytes()


def out_of_office(answer: Answer) -> bytes:
    """A machine that answers for somebody who is away (RFC 3834)."""
    mail = answer.mail()
    mail.replace_header("Subject", f"Out of Office: {answer.letter.mail['Subject']}")
    mail["Auto-Submitted"] = "auto-replied"
    mail["X-Auto-Response-Suppress"] = "All"
    mail.set_content(answer.words + "\n")
    return mail.as_bytes()


def bounce(answer: Answer) -> bytes:
    """A mail server that could not deliver the letter, to its envelope sender (RFC 3464)."""
    domain = answer.letter.to.partition("@")[2]
    report = f"""\
Return-Path: <>
From: Mail Delivery System <MAILER-DAEMON@{domain}>
To: {answer.letter.envelope_from}
Subject: Undelivered Mail Returned to Sender
Date: {format_datetime(answer.at)}
Message-ID: <demo-{answer.number}@{domain}>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="report"

--report
Content-Type: text/plain; charset=us-ascii

{answer.words}

--report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.{domain}

Final-Recipient: rfc822; {answer.letter.to}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 User unknown

--report
Content-Type: text/rfc822-headers

Message-ID: {answer.letter.mail["Message-ID"]}

--report--
"""
    return report.replace("\n", "\r\n").encode()
