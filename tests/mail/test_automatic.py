"""Machines are told from people: what kind, why, and what can be learned from them."""

# ruff: noqa: E501  # a case a line reads better

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestones.mail.inbound.absence import absence_in
from milestones.mail.inbound.automatic import Automatic, why_automatic
from milestones.mail.inbound.parse import parse
from tests.mail.client_styles import STYLES
from tests.mail.written import OWNER, part, raw_mail, raw_multipart

AWAY = "I am out of the office until 7 December 2026.\nKind regards"


def judged(raw: bytes, **more) -> Automatic | None:
    return why_automatic(parse(raw), **more)


def report(status: str, kind: str = "message/delivery-status", returned: str = "", **fields: str) -> bytes:
    parts = [part("Sorry."), part(status, kind)]
    if returned:
        parts.append(part(returned, "message/rfc822"))
    report_type = "; report-type=" + kind.removeprefix("message/")
    return raw_multipart("report", *parts, parameters=report_type, **fields)


def dsn(action: str, code: str, address: str = "gone@police.example") -> str:
    return f"Reporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; {address}\r\nAction: {action}\r\nStatus: {code}\r\n"


DAEMON = {"From": "Mail Delivery System <MAILER-DAEMON@mx.police.example>", "Return_Path": "<>"}

MACHINES: dict[str, tuple[bytes, str]] = {
    "RFC 3464 failure": (
        report(dsn("failed", "5.1.1"), Subject="Undelivered Mail Returned to Sender", **DAEMON),
        "bounce",
    ),
    "RFC 3464 in a multipart/mixed": (
        raw_multipart("mixed", part("Sorry"), part(dsn("failed", "5.1.1"), "message/delivery-status")),
        "bounce",
    ),
    "RFC 3464 success": (report(dsn("delivered", "2.0.0"), **DAEMON), "receipt"),
    "Postfix of old, a comment in From": (
        raw_mail(
            "<gone@police.example>: user unknown",
            From="MAILER-DAEMON@x.example (Mail Delivery System)",
            Subject="Undelivered Mail Returned to Sender",
        ),
        "bounce",
    ),
    "Exim": (
        raw_mail(
            "A message that you sent could not be delivered",
            X_Failed_Recipients="gone@police.example",
            Subject="Mail delivery failed: returning message to sender",
            **DAEMON,
        ),
        "bounce",
    ),
    "Exchange": (
        raw_mail(
            "Your message couldn't be delivered",
            From="Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@police.example>",
            Subject="Undeliverable: [HUM-1]",
        ),
        "bounce",
    ),
    "qmail": (
        raw_mail(
            "Hi. This is the qmail-send program. I wasn't able to deliver your message.\n<gone@police.example>:\nno mailbox here",
            From="MAILER-DAEMON@x.example",
            Subject="failure notice",
        ),
        "bounce",
    ),
    "delay warning": (
        report(dsn("delayed", "4.4.1"), Subject="Warning: could not send message for past 4 hours", **DAEMON),
        "bounce",
    ),
    "MDN": (
        report(
            "Final-Recipient: rfc822; bcu@humberside.police.example\r\nDisposition: manual-action/MDN-sent-manually; displayed\r\n",
            "message/disposition-notification",
            Subject="Read: [HUM-1]",
        ),
        "receipt",
    ),
    "Outlook's own receipt": (
        raw_mail(
            "Your message\n\n   To: Holder\n   Sent: 24 November 2026\n\nwas read on 24 November 2026 10:00",
            Subject="Read: OFFICIAL [HUM-1] Reminder",
        ),
        "receipt",
    ),
    "ARF": (report("Feedback-Type: abuse\r\nUser-Agent: x/1\r\n", "message/feedback-report"), "report"),
    "DMARC aggregate": (
        raw_multipart(
            "mixed",
            part("x", "application/gzip", Content_Disposition='attachment; filename="x!y!1!2.xml.gz"'),
            From="noreply-dmarc@x.example",
            Subject="Report domain: board.example Submitter: x.example Report-ID: <1>",
        ),
        "report",
    ),
    "calendar reply": (
        raw_multipart(
            "alternative",
            part("Accepted"),
            part("BEGIN:VCALENDAR", "text/calendar; method=REPLY"),
            Subject="Accepted: Board",
        ),
        "calendar",
    ),
    "calendar by class": (
        raw_mail("x", Content_Class="urn:content-classes:calendarmessage", Subject="Declined: Board"),
        "calendar",
    ),
    "recall": (
        raw_mail('Holder, Alex would like to recall the message, "[HUM-1]".', Subject="Recall: [HUM-1] Reminder"),
        "recall",
    ),
    "challenge": (
        raw_mail(
            "Please verify that you are a real person. Click here to release your message.",
            Subject="Your message is waiting",
        ),
        "challenge_response",
    ),
    "Boxbe": (raw_mail("x", X_Boxbe_Transaction="1"), "challenge_response"),
    "list": (raw_mail("Done", List_Id="<owners.police.example>", Precedence="list"), "list"),
    "list by its unsubscribe field": (raw_mail("Done", List_Unsubscribe="<mailto:x@y.example>"), "list"),
    "Exchange inbox rule": (
        raw_mail("Done", X_MS_Exchange_Inbox_Rules_Loop="bcu@humberside.police.example"),
        "forwarded",
    ),
    "Exchange rules agent": (
        raw_mail("Done", X_MS_Exchange_Generated_Message_Source="Mailbox Rules Agent"),
        "forwarded",
    ),
    "RFC 3834": (raw_mail(AWAY, Auto_Submitted="auto-replied"), "auto_reply"),
    "RFC 3834 with a comment": (raw_mail(AWAY, Auto_Submitted="auto-generated (rejected)"), "auto_reply"),
    "RFC 3834 in any case": (raw_mail("Done", AUTO_SUBMITTED="Auto-Replied"), "auto_reply"),
    "X-Autoreply": (raw_mail("Done", X_Autoreply="yes"), "auto_reply"),
    "Precedence: auto_reply": (raw_mail("Done", Precedence="auto_reply"), "auto_reply"),
    "Outlook's subject": (raw_mail("Done", Subject="Automatic reply: OFFICIAL [HUM-1] Reminder"), "auto_reply"),
    "Outlook's subject in Welsh": (raw_mail("Done", Subject="Ateb awtomatig: [HUM-1]"), "auto_reply"),
    "out of office": (raw_mail("Done", Subject="Out of Office: [HUM-1]"), "auto_reply"),
    "null return path": (raw_mail("Done", Return_Path="<>"), "auto_reply"),
    "no-reply": (raw_mail("Completed", From="Service Desk <no-reply@council.example>"), "auto_reply"),
    "ticket system": (raw_mail("Ticket closed: completed", X_ServiceNow_Generated="true"), "auto_reply"),
    "words alone": (raw_mail(AWAY), "auto_reply"),
    "words alone, a police acknowledgement": (
        raw_mail(
            "Thank you for contacting Humberside Police. Your email has been received and we aim to respond within 10 working days."
        ),
        "auto_reply",
    ),
}


@pytest.mark.parametrize(("raw", "kind"), MACHINES.values(), ids=MACHINES.keys())
def test_a_machine_is_told_by_its_signs(raw, kind):
    """M69, M70: each is named, with a reason."""
    found = judged(raw)

    assert found is not None
    assert found.kind == kind
    assert found.reason


PEOPLE = {
    "a plain reply": raw_mail("Done"),
    "Exchange suppresses replies to it": raw_mail("Done", X_Auto_Response_Suppress="All"),
    "bulk alone": raw_mail("Done", Precedence="bulk"),
    "Auto-Submitted: no": raw_mail("Done", Auto_Submitted="no"),
    "answers an automatic reply": raw_mail("Done", Subject="RE: Automatic reply: [HUM-1]"),
    "forwards a bounce": raw_mail("See below, he has left.", Subject="FW: Undeliverable: [HUM-1]"),
    "asks for a receipt": raw_mail("Done", Disposition_Notification_To=OWNER),
    "mentions leave": raw_mail("I am on leave next week so please extend to 14 January"),
    "speaks of delivery": raw_mail(
        "The training was not delivered in time, we need until 3 December",
        Subject="Re: [HUM-1] Delivery of training",
        In_Reply_To="<l@board.example>",
    ),
    "speaks of a returned form": raw_mail(
        "The form was returned. Done.", Subject="Delivery plan [HUM-1]", In_Reply_To="<l@board.example>"
    ),
    "attaches an invitation": raw_multipart(
        "mixed",
        part("Done, see the meeting"),
        part("BEGIN:VCALENDAR", 'text/calendar; name="m.ics"', Content_Disposition='attachment; filename="m.ics"'),
    ),
    "reads in the subject": raw_mail("Done", Subject="Read-across to HUM-2"),
    "X-Autoreply: no": raw_mail("Done", X_Autoreply="no"),
}


@pytest.mark.parametrize("raw", PEOPLE.values(), ids=PEOPLE.keys())
def test_a_person_is_not_taken_for_a_machine(raw):
    """Else a reply would be lost without a word."""
    assert judged(raw) is None


@pytest.mark.parametrize("style", STYLES)
def test_no_clients_ordinary_answer_is_a_machines(style):
    """Whatever its quote and signature look like."""
    assert judged(STYLES[style](["All finished last Thursday, thanks."])) is None


def test_our_own_mail_comes_back():
    """A31: by our address, or by the mark that our letters bear."""
    own = judged(raw_mail("x", From="Milestones <replies@board.example>"), own_addresses=("replies@board.example",))
    marked = judged(raw_mail("x", X_Milestones_Loop="m4rk"), loop_mark="m4rk")
    stranger = judged(raw_mail("Done", X_Milestones_Loop="other"), loop_mark="m4rk")

    assert own is not None
    assert marked is not None
    assert (own.kind, marked.kind, stranger) == ("loop", "loop", None)


@pytest.mark.parametrize(
    ("action", "code", "hard"),
    [
        ("failed", "5.1.1", True),
        ("failed", "5.7.1", True),
        ("failed", "5.2.2", False),
        ("failed", "4.4.7", False),
        ("delayed", "4.4.1", False),
    ],
)
def test_a_bounce_says_for_whom_and_whether_for_good(action, code, hard):
    """A full mailbox is emptied one day; a delay is none yet."""
    returned = "Message-ID: <letter-9@board.example>\r\n\r\n"
    found = judged(report(dsn(action, code), returned=returned, **DAEMON))

    assert found is not None
    assert (found.kind, found.hard, found.failed) == ("bounce", hard, ("gone@police.example",))
    assert found.original_message_id == "<letter-9@board.example>"


def test_a_bounce_in_words_names_its_address_too():
    """No report from qmail, only words."""
    text = (
        "Hi. This is the qmail-send program at x.example.\nI'm afraid I wasn't able to deliver your message to the"
        " following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n"
        "<gone@police.example>:\n192.0.2.1 does not like recipient.\nRemote host said: 550 no such user\n\n"
        "--- Below this line is a copy of the message.\n\nReturn-Path: <bounces@board.example>\nMessage-ID: <letter-9@board.example>\n"
    )
    found = judged(raw_mail(text, From="MAILER-DAEMON@x.example", Subject="failure notice", Return_Path="<>"))

    assert found is not None
    assert (found.hard, found.failed, found.original_message_id) == (
        True,
        ("gone@police.example",),
        "<letter-9@board.example>",
    )


TUESDAY = date(2026, 11, 24)

STATED = {
    "I am out of the office until 7 December 2026 with no access to email": (date(2026, 12, 7), date(2026, 12, 7)),
    "I am on leave until Monday 7th December.": (date(2026, 12, 7), date(2026, 12, 7)),
    "I will be back on Monday 7 December 2026": (date(2026, 12, 7), date(2026, 12, 6)),
    "returning to the office on 07/12/2026.": (date(2026, 12, 7), date(2026, 12, 6)),
    "I return to work Wednesday 2nd December": (date(2026, 12, 2), date(2026, 12, 1)),
    "back in the office at 9am on Tuesday 1st December": (date(2026, 12, 1), date(2026, 11, 30)),
    "I am on annual leave from 1 Dec to 4 Dec.": (date(2026, 12, 5), date(2026, 12, 4)),
    "Out of office 24/12/26 - 03/01/27": (date(2027, 1, 4), date(2027, 1, 3)),
    "I'm away until 5 January": (date(2027, 1, 5), date(2027, 1, 5)),
    "I'm on nights until Thursday": (date(2026, 11, 26), date(2026, 11, 26)),
    "returning tomorrow": (date(2026, 11, 25), date(2026, 11, 24)),
    "Rwyf allan o'r swyddfa tan 7 Rhagfyr 2026": (date(2026, 12, 7), date(2026, 12, 7)),
    "Byddaf yn ôl ar 7 Rhagfyr": (date(2026, 12, 7), date(2026, 12, 6)),
    "I am on leave Mon 30th Nov - Fri 4th December inclusive": (date(2026, 12, 5), date(2026, 12, 4)),
    "I am on leave from the 1st to the 4th of December": (date(2026, 12, 5), date(2026, 12, 4)),
    "Annual leave 30 - 31 December": (date(2027, 1, 1), date(2026, 12, 31)),
    "Out of office 2026-12-01 to 2026-12-04": (date(2026, 12, 5), date(2026, 12, 4)),
    "I am on rest days. I am next on duty at 0700hrs on Friday 27th November.": (
        date(2026, 11, 27),
        date(2026, 11, 26),
    ),
    "School is closed and will reopen to staff and pupils on Thursday 3rd December": (
        date(2026, 12, 3),
        date(2026, 12, 2),
    ),
    "At court all week. I am back in on w/c 7th December (Monday).": (date(2026, 12, 7), date(2026, 12, 6)),
    "Not in work; next shift is Monday 30 November": (date(2026, 11, 30), date(2026, 11, 29)),
    "I am away until 2026-12-07": (date(2026, 12, 7), date(2026, 12, 7)),
}


@pytest.mark.parametrize(("text", "days"), STATED.items())
def test_a_stated_return_is_read_as_uk_people_write_it(text, days):
    """The day named, and the last day to cover: "back on" means the day before, "until" means that day."""
    found = absence_in(text, TUESDAY)

    assert found is not None
    assert (found.returns_on, found.absent_until) == days


@pytest.mark.parametrize(
    "text",
    [
        "I am away until further notice",
        "out of office until the 31st of February",
        "I am out of the office this afternoon",
        "away until 7 November 2026, now over",
        "Please call 101 between 9 and 5",
        "I will reply when I am back",
        "until 13/25",
        "I am away; the duty desk is open 9 to 5 in December",
        "on leave: call extension 28 - 3 December's rota has the names",
    ],
)
def test_no_day_is_guessed(text):
    """What is no plain day, or has passed, is not read."""
    assert absence_in(text, TUESDAY) is None


def test_an_out_of_office_brings_its_day_and_not_the_quoted_letters():
    """Our letter below it names due dates."""
    quoted = (
        "\n\nFrom: Board <replies@board.example>\nSent: 24 November 2026\nTo: x\nSubject: y\n\nback on 1 December 2026"
    )
    found = judged(raw_mail(AWAY + quoted, Auto_Submitted="auto-replied"))
    undated = judged(raw_mail("I am away." + quoted, Auto_Submitted="auto-replied"))

    assert found is not None
    assert undated is not None
    assert (found.returns_on, found.absent_until) == (date(2026, 12, 7), date(2026, 12, 7))
    assert undated.absent_until is None


@given(st.text(max_size=200), st.dates(date(2001, 1, 1), date(2090, 1, 1)))
def test_an_absence_is_never_over_before_it_was_written(text, written_on):
    """Whatever the text: no error, and no day in the past but the eve of a return today."""
    found = absence_in("away until " + text, written_on)

    assert found is None or (found.returns_on - written_on).days >= 0
