"""Answers to our letter as mail clients write them: the quote's shape of each, around any answer.

Each style is a function of the answer's lines that gives a mail's bytes. The shapes were written down from what the
clients send; the letter is our own.
"""

# ruff: noqa: E501  # markup stands in lines as clients send it

from __future__ import annotations

import html
import textwrap
from typing import TYPE_CHECKING

from tests.mail.written import multipart, part, raw_mail

if TYPE_CHECKING:
    from collections.abc import Callable

WHO = "Humberside Prevent Board"
ADDRESS = "replies+k3abcdefgh@board.example"
LETTER = """OFFICIAL
----- Please reply above this line -----

Dear A. Holder,

These 2 milestones are due or coming up. One reply can answer all of them.

HUM-1 Pilot the neighbourhood engagement scheme in two wards and report to the board
Due Friday 27 November 2026, owners: BCU Commander (lead), Head of Community Safety (joint)

HUM-2 Train every member of the Channel panel
Due Friday 4 December 2026, owner: BCU Commander

REPLY WITH ONE OF THESE
  done
      it is finished
  not done yet: how far it is
      noted as progress; reminders go on
  extend to 14 January 2027
      asks the coordinator for a later date
  blocked: what it waits for
      shown to the board as blocked

IF NOBODY ANSWERS
We write again on Tuesday 1 December 2026, and to the Strategic Lead on Friday 4 December 2026.

Humberside Prevent Board
Questions: Prevent Coordinator, J. Keeper, prevent@council.example.

OFFICIAL"""
LINES = LETTER.split("\n")

SIGNED = [
    "",
    "Kind regards",
    "",
    "Alex Holder",
    "Chief Superintendent, BCU Commander",
    "Humberside Police",
    "Tel: 01482 000000",
]
DISCLAIMER = [
    "",
    "This email and any files transmitted with it are confidential and intended solely for the use of the individual",
    "or entity to whom they are addressed. If you have received this email in error please notify the sender and",
    "delete it. Work is not complete until the form is done. Humberside Police monitors its e-mail.",
]


def quoted(lines: list[str] = LINES, mark: str = "> ") -> list[str]:
    """Quote lines as clients do."""
    return [(mark + line).rstrip() if line else mark.rstrip() for line in lines]


def wrapped(width: int, mark: str = "> ") -> list[str]:
    """Quote with the lines wrapped first, as relays and old clients do."""
    return quoted([piece for line in LINES for piece in (textwrap.wrap(line, width) or [""])], mark)


def header_block(*labels: str, bold: bool = False) -> list[str]:
    """A quoted header block by its five labels."""
    values = [
        f"{WHO} <{ADDRESS}>",
        "24 November 2026 09:00",
        "Holder, Alex <bcu@humberside.police.example>",
        "",
        "OFFICIAL [HUM-1] Reminder: 2 milestones",
    ]
    star = "*" if bold else ""
    return [f"{star}{label}{star} {value}" for label, value in zip(labels, values, strict=True) if value]


ENGLISH = ("From:", "Sent:", "To:", "Cc:", "Subject:")
RULE = "_" * 32


def plain(
    *above: str,
    below: list[str] | None = None,
    top: list[str] | None = None,
    content_type: str = "text/plain; charset=utf-8",
):
    """A style in plain text: what stands over the answer, and what under it."""

    def write(answer: list[str]) -> bytes:
        lines = [*(top or []), *answer, *above, *(below or [])]
        return raw_mail(
            "\r\n".join(lines) + "\r\n",
            Content_Type=content_type,
            From='"Holder, Alex" <bcu@humberside.police.example>',
        )

    return write


def paragraphs(lines: list[str], tag: str = "p") -> str:
    """Lines as HTML paragraphs."""
    return "".join(f"<{tag}>{html.escape(line) or '<br>'}</{tag}>\r\n" for line in lines)


def letter_html(*, table: bool = True) -> str:
    """Our letter as HTML, laid out in a table as letters are."""
    rows = paragraphs(LINES, "div")
    return f"<table><tbody><tr><td>{rows}</td></tr></tbody></table>" if table else rows


def markup(template: str, *, text: bool = False, tag: str = "p"):
    """A style in HTML: `ANSWER` and `LETTER` in the template are replaced; with `text`, a plain part stands beside it."""

    def write(answer: list[str]) -> bytes:
        page = template.replace("ANSWER", paragraphs(answer, tag)).replace("LETTER", letter_html())
        page = f"<html><head><style>p {{margin:0}} .done {{}}</style></head><body>{page}</body></html>"
        sender = {"From": '"Holder, Alex" <bcu@humberside.police.example>'}
        if not text:
            return raw_mail(page, Content_Type="text/html; charset=utf-8", **sender)
        words = "\r\n".join([*answer, "", *header_block(*ENGLISH), "", *LINES])
        content_type, body = multipart("alternative", part(words), part(page, "text/html; charset=utf-8"))
        return raw_mail(body, Content_Type=content_type, **sender)

    return write


GMAIL_ON = f"On Tue, 24 Nov 2026 at 09:00, {WHO} <{ADDRESS}> wrote:"
APPLE_ON = f"On 24 Nov 2026, at 09:00, {WHO} <{ADDRESS}> wrote:"
ATTR = f'<div dir="ltr" class="gmail_attr">On Tue, 24 Nov 2026 at 09:00, {WHO} &lt;<a href="mailto:{ADDRESS}">{ADDRESS}</a>&gt; wrote:<br></div>'
FROM_HTML = f"<p><b>From:</b> {WHO} &lt;{ADDRESS}&gt;<br><b>Sent:</b> 24 November 2026 09:00<br><b>To:</b> Holder, Alex<br><b>Subject:</b> OFFICIAL [HUM-1] Reminder</p>"

STYLES: dict[str, Callable[[list[str]], bytes]] = {
    "gmail": plain("", GMAIL_ON, "", *quoted()),
    "gmail, attribution wrapped": plain(
        "", f"On Tue, 24 Nov 2026 at 09:00, {WHO} <", f"{ADDRESS}> wrote:", "", *quoted()
    ),
    "gmail, attribution over three lines": plain(
        "", "On Tue, 24 Nov 2026 at 09:00, Humberside Prevent", f"Board <{ADDRESS}>", "wrote:", "", *quoted()
    ),
    "gmail, no blank line": plain(GMAIL_ON, *quoted()),
    "gmail, lines wrapped at 70": plain("", GMAIL_ON, "", *wrapped(70)),
    "gmail in Welsh": plain("", f"Ar Maw, 24 Tach 2026 am 09:00 ysgrifennodd {WHO} <{ADDRESS}>:", "", *quoted()),
    "gmail in German": plain("", f"Am Di., 24. Nov. 2026 um 09:00 Uhr schrieb {WHO} <{ADDRESS}>:", "", *quoted()),
    "gmail in French": plain("", f"Le mar. 24 nov. 2026 à 09:00, {WHO} <{ADDRESS}> a écrit :", "", *quoted()),
    "gmail signature": plain("", "-- ", "Alex Holder", "DONE Consulting", "", GMAIL_ON, "", *quoted()),
    "apple mail": plain(*SIGNED, "", f"> {APPLE_ON}", "> ", *quoted()),
    "apple mail, bare attribution": plain("", APPLE_ON, "", *quoted()),
    "iphone": plain("", "Sent from my iPhone", "", f"> {APPLE_ON}", ">", *quoted()),
    "ipad": plain("", "Sent from my iPad", "", APPLE_ON, "", *quoted(mark="> ")),
    "yahoo": plain(
        "",
        "",
        f"    On Tuesday, 24 November 2026 at 09:00:00 GMT, {WHO} <{ADDRESS}> wrote:  ",
        " ",
        *[" " + line for line in LINES],
    ),
    "yahoo, quoted": plain(
        "", f"On Tuesday, 24 November 2026 at 09:00:00 GMT, {WHO} <{ADDRESS}> wrote:", "", *quoted()
    ),
    "yahoo on android": plain(
        "",
        "Sent from Yahoo Mail on Android ",
        " ",
        f"  On Tue, 24 Nov 2026 at 9:00, {WHO}<{ADDRESS}> wrote:   ",
        *LINES,
    ),
    "thunderbird": plain(
        "", f"On 24/11/2026 09:00, {WHO} wrote:", *quoted(), "", content_type="text/plain; charset=utf-8; format=flowed"
    ),
    "thunderbird, bottom posted": plain(top=[f"On 24/11/2026 09:00, {WHO} wrote:", *quoted(), ""]),
    "bottom posted and signed": plain(*SIGNED, top=[f"On 24/11/2026 09:00, {WHO} wrote:", *quoted(), ""]),
    "outlook desktop, plain": plain(*SIGNED, "", *header_block(*ENGLISH), "", *LINES),
    "outlook desktop, original message": plain("", "-----Original Message-----", *header_block(*ENGLISH), "", *LINES),
    "outlook desktop, original message marked": plain(
        "", "-----Original Message-----", *header_block(*ENGLISH), "", *quoted()
    ),
    "outlook web": plain("", RULE, *header_block(*ENGLISH), "", *LINES),
    "outlook ios": plain("", "Get Outlook for iOS<https://aka.ms/o0ukef>", RULE, *header_block(*ENGLISH), "", *LINES),
    "outlook android": plain(
        "", "Sent from Outlook for Android<https://aka.ms/AAb9ysg>", "", RULE, *header_block(*ENGLISH), "", *LINES
    ),
    "outlook mac": plain(*SIGNED, "", "", *header_block("From:", "Date:", "To:", "Cc:", "Subject:"), "", *LINES),
    "outlook, bold labels": plain("", *header_block(*ENGLISH, bold=True), "", *LINES),
    "outlook in Welsh": plain(
        "",
        "Cofion gorau",
        "Alex",
        "",
        RULE,
        *header_block("Oddi wrth:", "Anfonwyd:", "At:", "Copi:", "Pwnc:"),
        "",
        *LINES,
    ),
    "outlook in Welsh, original message": plain(
        "", "-----Neges Wreiddiol-----", *header_block("Oddi wrth:", "Anfonwyd:", "I:", "Copi:", "Testun:"), "", *LINES
    ),
    "outlook in German": plain("", *header_block("Von:", "Gesendet:", "An:", "Cc:", "Betreff:"), "", *LINES),
    "outlook in French": plain("", *header_block("De :", "Envoyé :", "À :", "Cc :", "Objet :"), "", *LINES),
    "outlook with a disclaimer": plain(*SIGNED, *DISCLAIMER, "", *header_block(*ENGLISH), "", *LINES),
    "outlook under a banner": plain(
        "",
        *header_block(*ENGLISH),
        "",
        *LINES,
        top=[
            "OFFICIAL",
            "",
            "CAUTION: This email originated from outside of the organisation. Do not click links or open",
            "attachments unless you recognise the sender and know the content is safe.",
            "",
        ],
    ),
    "outlook between markings": plain(
        "", "OFFICIAL - SENSITIVE", "", *header_block(*ENGLISH), "", *LINES, top=["Classification: OFFICIAL", ""]
    ),
    "samsung": plain(
        "",
        "",
        "Sent from my Galaxy",
        "",
        "",
        "-------- Original message --------",
        *header_block("From:", "Date:", "To:", "Cc:", "Subject:"),
        "",
        *LINES,
    ),
    "blackberry": plain(
        "",
        "Sent from my BlackBerry 10 smartphone on the EE network.",
        "  Original Message  ",
        *header_block("From:", "Sent:", "To:", "Reply To:", "Subject:"),
        "",
        *LINES,
    ),
    "lotus notes": plain(
        "",
        "",
        "",
        f"From:\t{WHO} <{ADDRESS}>",
        "To:\tAlex Holder/Police@Police",
        "Date:\t24/11/2026 09:00",
        "Subject:\tOFFICIAL [HUM-1] Reminder",
        "",
        RULE,
        "",
        *LINES,
    ),
    "lotus notes, wrote": plain(
        "",
        f"-----{WHO} <{ADDRESS}> wrote: -----",
        *header_block("To:", "From:", "Date:", "Cc:", "Subject:"),
        "",
        *LINES,
    ),
    "groupwise": plain("", f">>> {WHO} <{ADDRESS}> 24/11/2026 09:00 >>>", *LINES),
    "mutt": plain("", f"On Tue, Nov 24, 2026 at 09:00:00AM +0000, {WHO} wrote:", *quoted()),
    "mutt, bottom posted": plain(
        "", "-- ", "Alex", top=[f"On Tue, Nov 24, 2026 at 09:00:00AM +0000, {WHO} wrote:", *quoted(), ""]
    ),
    "claws": plain("", "On Tue, 24 Nov 2026 09:00:00 +0000", f"{WHO} <{ADDRESS}> wrote:", "", *quoted()),
    "evolution": plain("", f"On Tue, 2026-11-24 at 09:00 +0000, {WHO} wrote:", *quoted()),
    "proton mail": plain(
        "",
        "Sent with [Proton Mail](https://proton.me/mail/home) secure email.",
        "",
        f"On Tuesday, 24 November 2026 at 9:00 AM, {WHO} <{ADDRESS}> wrote:",
        "",
        *quoted(),
    ),
    "proton mail, older": plain(
        "",
        "------- Original Message -------",
        f"On Tuesday, November 24th, 2026 at 9:00 AM, {WHO} <{ADDRESS}> wrote:",
        "",
        "",
        *quoted(),
    ),
    "zoho": plain("", f"---- On Tue, 24 Nov 2026 09:00:00 +0000 {WHO} <{ADDRESS}> wrote ----", "", *quoted(mark="  ")),
    "horde": plain("", f"Quoting {WHO} <{ADDRESS}>:", "", *quoted()),
    "tutanota": plain("", f"24 Nov 2026, 09:00 by {ADDRESS}:", *quoted()),
    "zimbra": plain(
        "", "----- Original Message -----", *header_block("From:", "To:", "Sent:", "Cc:", "Subject:"), "", *LINES
    ),
    "em client": plain(
        "", "------ Original Message ------", *header_block("From:", "To:", "Date:", "Cc:", "Subject:"), "", *quoted()
    ),
    "gnus": plain("", f"{WHO} <{ADDRESS}> writes:", "", *quoted()),
    "pine": plain("", f"On Tue, 24 Nov 2026, {WHO} wrote:", "", *quoted()),
    "header block marked by no client": plain(
        "",
        "Date: Tue, 24 Nov 2026 09:00:00 +0000",
        f"From: {ADDRESS}",
        "To: bcu@humberside.police.example",
        "Subject: OFFICIAL [HUM-1]",
        "",
        *LINES,
    ),
    "one line of headers": plain(
        "",
        f"From: {WHO} <{ADDRESS}> Sent: 24 November 2026 09:00 To: Holder, Alex Subject: OFFICIAL [HUM-1]",
        "",
        *LINES,
    ),
    "initials as marks": plain("", f"{WHO} wrote on 24/11/2026:", *quoted(mark="HPB> ")),
    "bars as marks": plain("", f"On 24/11/2026 09:00, {WHO} wrote:", *quoted(mark="| ")),
    "no header at all": plain("", *LINES),
    "no header, wrapped anew": plain("", *[piece for line in LINES for piece in (textwrap.wrap(line, 60) or [""])]),
    "no header, flattened to one line": plain("", " ".join(LETTER.split())),
    "odd marks": plain("", *quoted(mark="# ")),
    "forwarded back": plain(
        "",
        "---------- Forwarded message ---------",
        *header_block("From:", "Date:", "To:", "Cc:", "Subject:"),
        "",
        *LINES,
    ),
    "apple mail, forwarded": plain(
        "", "Begin forwarded message:", "", *header_block("From:", "Date:", "To:", "Cc:", "Subject:"), "", *LINES
    ),
    "only the marker kept": plain("", "----- Please reply above this line -----", "", *LINES[3:]),
    "nothing quoted": plain(),
    "nothing quoted, signed": plain(*SIGNED, *DISCLAIMER),
    "html: gmail": markup(
        f'<div dir="ltr">ANSWER</div><br><div class="gmail_quote">{ATTR}<blockquote class="gmail_quote" style="margin:0 0 0 .8ex">LETTER</blockquote></div>'
    ),
    "html: gmail with a signature": markup(
        f'<div dir="ltr">ANSWER</div><span>-- </span><br><div dir="ltr" class="gmail_signature">Alex Holder<br>Done Ltd</div><div class="gmail_quote">{ATTR}<blockquote class="gmail_quote">LETTER</blockquote></div>',
        tag="div",
    ),
    "html: apple mail": markup(
        f'ANSWER<div><br><blockquote type="cite"><div>{html.escape(APPLE_ON)}</div><br><div>LETTER</div></blockquote></div>',
        tag="div",
    ),
    "html: iphone": markup(
        f'<div dir="ltr">ANSWER</div><div dir="ltr"><br></div><div dir="ltr">Sent from my iPhone</div><div dir="ltr"><br><blockquote type="cite">{html.escape(APPLE_ON)}<br><br></blockquote></div><blockquote type="cite"><div dir="ltr">LETTER</div></blockquote>'
    ),
    "html: outlook desktop": markup(
        f'<div class="WordSection1">ANSWER<p class="MsoNormal"><o:p>&nbsp;</o:p></p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">{FROM_HTML}</div></div>LETTER</div>',
        text=True,
    ),
    "html: outlook desktop, html only": markup(
        f'<div class="WordSection1">ANSWER<div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">{FROM_HTML}</div></div>LETTER</div>'
    ),
    "html: outlook web": markup(
        f'<div class="elementToProof">ANSWER</div><div id="appendonsend"></div><hr style="display:inline-block;width:98%"><div id="divRplyFwdMsg" dir="ltr">{FROM_HTML}</div><div class="BodyFragment">LETTER</div>'
    ),
    "html: outlook ios": markup(
        f'ANSWER<div id="ms-outlook-mobile-signature"><div>Get <a href="https://aka.ms/o0ukef">Outlook for iOS</a></div></div><hr><div id="divRplyFwdMsg">{FROM_HTML}</div>LETTER',
        tag="div",
    ),
    "html: new outlook mac": markup(
        f'ANSWER<div id="mail-editor-reference-message-container"><div style="border:none;border-top:solid #B5C4DF 1.0pt"><p><b>From: </b>{WHO}<br><b>Date: </b>Tuesday<br><b>Subject: </b>x</p></div>LETTER</div>'
    ),
    "html: outlook 2003": markup(
        f'ANSWER<div class="OutlookMessageHeader" dir="ltr"><hr tabindex="-1"><b>From:</b> {WHO}<br><b>Subject:</b> x</div>LETTER'
    ),
    "html: windows mail in Russian": markup(
        f'ANSWER<div style="padding-top: 5px; border-top-color: rgb(229, 229, 229); border-top-width: 1px; border-top-style: solid;"><div><b>От:</b> {WHO}</div><div><b>Кому:</b> x</div></div>LETTER'
    ),
    "html: thunderbird": markup(
        f'ANSWER<div class="moz-cite-prefix">On 24/11/2026 09:00, {WHO} wrote:<br></div><blockquote type="cite" cite="mid:x">LETTER</blockquote>'
    ),
    "html: thunderbird, bottom posted": markup(
        f'<div class="moz-cite-prefix">On 24/11/2026 09:00, {WHO} wrote:<br></div><blockquote type="cite">LETTER</blockquote>ANSWER<pre class="moz-signature" cols="72">-- \nAlex</pre>'
    ),
    "html: yahoo": markup(
        f'<div class="yahoo-style-wrap">ANSWER</div><div id="yahoo_quoted_1" class="yahoo_quoted"><div><div>On Tuesday, 24 November 2026, {WHO} wrote:</div>LETTER</div></div>'
    ),
    "html: proton": markup(
        f'ANSWER<div class="protonmail_signature_block">Sent with Proton Mail secure email.</div><div class="protonmail_quote">On Tuesday, {WHO} wrote:<br><blockquote class="protonmail_quote" type="cite">LETTER</blockquote></div>'
    ),
    "html: hidden words": markup(
        f'<div style="display:none">Done and complete</div>ANSWER<div style="border:none;border-top:solid #E1E1E1 1.0pt">{FROM_HTML}</div>LETTER'
    ),
    "html: indented answer": markup(
        f'<blockquote style="margin:0 0 0 40px;border:none;padding:0px">ANSWER</blockquote><div class="gmail_quote">{ATTR}<blockquote class="gmail_quote">LETTER</blockquote></div>'
    ),
    "html: samsung": markup(
        f'<div dir="auto">ANSWER</div><div><br></div><div align="left" dir="auto">-------- Original message --------</div><div>From: {WHO}</div><div>Date: 24/11/2026 09:00 (GMT+00:00)</div><div>To: x</div><div>Subject: y</div><div><br></div>LETTER'
    ),
    "html: nothing quoted": markup("ANSWER"),
}
