"""Kinds of machines' mail that show no header of their own, and people who write of such things."""

# ruff: noqa: E501  # a case a line reads better

from __future__ import annotations

import pytest

from milestones.mail.inbound.automatic import Automatic, why_automatic
from milestones.mail.inbound.automatic_wording import reads_as_automatic
from milestones.mail.inbound.parse import parse
from milestones.mail.inbound.portals import BEHIND_A_PORTAL
from tests.mail.written import OWNER, part, raw_mail, raw_multipart

ANSWER = {"In_Reply_To": "<l1@board.example>", "Return_Path": "<bcu@humberside.police.example>"}


def judged(raw: bytes) -> Automatic | None:
    return why_automatic(parse(raw))


PORTALS = {
    "Egress": "Jo Marsh has sent you a secure email using Egress Protect.\n\nTo read it, open the attached file or sign in at https://reader.portal.example/?id=1\n\nThis message will expire on 24 December 2026.",
    "Zix": "New ZixCorp secure email message from Northbank Council\n\nOpen Message:\nhttps://zix.example/s/1\n\nTo view the secure message, click Open Message. The secure message expires on Dec 08, 2026.",
    "Purview": "Dr Rao (rao@trust.example) has sent you a protected message.\n\nRead the message<https://outlook.example/Encryption/retrieve>\n\nLearn about messages protected by Microsoft Purview Message Encryption.",
    "Proofpoint": "This is a secure, encrypted message.\n\nDesktop Users:\nOpen the attachment (message_zdm.html) and follow the instructions.\n\nMobile Users: forward this message to mobile@proof.example",
    "Cisco envelope": "You have received a secure message\n\nRead your secure message by opening the attachment, securedoc.html. You will be prompted to open (view) the file or save (download) it to your computer. If you have concerns about the validity of this message, contact the sender directly.",
    "Mimecast": "You've received a Secure Message from prevent@council.example.\n\nClick the link below to log in to the Secure Messaging portal and view it. The message will be available until 24 December 2026.",
    "Galaxkey": "You have been sent a Galaxkey secured email by Jo Marsh.\n\nTo read this message, click here or register for a free account.",
    "Voltage": "You have received an encrypted message from jo@trust.example.\n\nTo read it: open the attachment and enter your password.",
    "Virtru": "jo@trust.example has sent you an encrypted email.\n\nUnlock Message\nhttps://secure.virtru.example/start",
    "Sophos SPX": "Jo Marsh has sent you a secure email message. The message is in the attached PDF.\nTo open the attachment use the password that you registered.",
    "Gmail's confidential mode": "Jo Marsh has sent you an email via Gmail confidential mode:\n\nView the email\n\nThis email expires on 24 December 2026. Only bcu@police.example can view it.",
    "Barracuda": "You have a new encrypted message from Jo Marsh.\n\nTo view your message, click below:\nhttps://encrypt.example/x",
    "criminal justice mail": "You have received a secure email from CJSM.\n\nPlease log in to read your message.",
    "Trend Micro": "You have received an encrypted email from jo@trust.example.\nView encrypted email\nYou must sign in to decrypt this message.",
    "a sharing notice": "Jo Marsh has shared a protected file with you.\n\nSign in to view the document.",
    "one waiting": "A secure message from Northshire Police is waiting for you. Log in to read it.",
    "one new": "SecureMail: you have 1 new protected message waiting from Jo Marsh. Retrieve it at https://sm.example/1",
    "sent securely": "This message has been sent to you securely. To read the encrypted message open the attached file and register.",
    "to be collected": "Mail delivered via secure portal. Register at https://p.example to collect your message. Expires 24 December.",
    "an inbox of its own": "You've got secure mail! Jo at Northbank has sent a message to your encrypted inbox. Open inbox",
    "Welsh beside English": "Mae Jo Marsh wedi anfon neges ddiogel atoch. Cliciwch yma i'w darllen.\nJo Marsh has sent you a secure message. Click here to read it.",
}


@pytest.mark.parametrize("text", PORTALS.values(), ids=PORTALS.keys())
def test_what_stands_behind_a_portal_is_not_read(text):
    """In the owner's own name and thread: named, with that reason, and the expiry is no day of absence."""
    found = judged(raw_mail(text, **ANSWER))

    assert found is not None
    assert (found.kind, found.reason, found.absent_until) == ("auto_reply", BEHIND_A_PORTAL, None)


def test_a_container_of_rights_management_is_a_portal_whatever_it_says():
    """Its Content-Class says that the words are within."""
    found = judged(raw_mail("Nid yw'r neges hon yn weladwy yma.", Content_Class="rpmsg.message", **ANSWER))

    assert found is not None
    assert found.reason == BEHIND_A_PORTAL


def test_an_envelope_in_an_attachment_is_a_portal_in_any_words():
    """The registered envelope is the attachment; the text only says how to open it."""
    raw = raw_multipart(
        "mixed",
        part("Please open the attached file with a browser to read your mail."),
        part("<html></html>", "text/html", Content_Disposition='attachment; filename="securedoc_2026.html"'),
        **ANSWER,
    )
    found = judged(raw)

    assert found is not None
    assert found.reason == BEHIND_A_PORTAL


def test_a_portal_in_html_only_is_one():
    """As most of them are."""
    html = "<html><body><p>Jo Marsh has sent you a <b>secure email</b>.</p><p><a href='https://p.example/1'>Read the secure email</a></p></body></html>"
    found = judged(raw_mail(html, Content_Type="text/html; charset=utf-8", **ANSWER))

    assert found is not None
    assert found.reason == BEHIND_A_PORTAL


HELPDESKS = {
    "ticket logged": "Hi Milestones,\n\nYour ticket has been logged, its reference is 0094417. An analyst will pick this up as soon as possible.\n\nIT Service Desk",
    "incident raised": "Your incident INC0012345 has been raised with the Service Desk.",
    "case opened": "A new case has been opened for you: Case 00012345. Please keep the reference in the subject.",
    "request registered": "Your service request has been successfully registered under number 20261124-003.",
    "call logged": "Your call has been logged with the ICT Help Desk as F0123456.",
    "number first": "Ticket No: 884213\nSubject: Reminder\nAn agent will be assigned shortly.",
    "case reference": "Case reference: CAS-448812\nA member of the customer services team will be in touch.",
    "resolved by itself": "Your request 448812 was resolved. If you are not satisfied please reopen it.",
    "closed for silence": "This ticket is now closed as we have not heard from you. Reference 448812.",
    "enquiry recorded": "Your enquiry has been recorded. Please quote 10044882 if you contact us again.",
    "updated": "We've updated your ticket #44812\n\nStatus: Resolved\n\nReply to reopen.",
    "status alone": "Case 00441288 - status changed to Closed. How did we do?",
    "number in brackets": "Thanks for getting in touch! Your request (#48812) has been received and is being reviewed by our support staff.",
    "in receipt": "We are in receipt of your email and will reply within 20 working days.",
    "unique reference": "Thank you for your email. It has been passed to the relevant department. Your unique reference number is ENQ/2026/00442.",
    "correspondence": "Your correspondence has been logged with reference FOI-2026-1123 and an officer will respond in due course.",
    "arrived": "Your e-mail has arrived in the Prevent mailbox and will be dealt with within five days.",
    "in Welsh": "Diolch am gysylltu â ni. Mae eich ymholiad wedi'i gofnodi, cyfeirnod 114422.",
    "blocked by a filter": "Your message to prevent@x.example has been blocked by our content filter and is pending release by an administrator.",
    "fault": "Your fault has been assigned to the network engineers, job 55120.",
}


@pytest.mark.parametrize("text", HELPDESKS.values(), ids=HELPDESKS.keys())
def test_a_helpdesk_without_any_header_is_told_by_its_words(text):
    """Its subject begins with RE: as a person's does."""
    found = judged(raw_mail(text, Subject="RE: [HUM-1] Pilot [ID:0094417]", **ANSWER))

    assert found is not None
    assert found.kind == "auto_reply"


def dsn(*actions: str, code: str = "2.0.0", more: str = "") -> str:
    blocks = (
        f"Final-Recipient: rfc822; p{at}@police.example\r\nAction: {action}\r\nStatus: {code}\r\n{more}"
        for at, action in enumerate(actions)
    )
    return "Reporting-MTA: dns; mx.example\r\n\r\n" + "\r\n".join(blocks)


def delivery_report(status: str, said: str = "Sorry.", **fields: str) -> bytes:
    return raw_multipart(
        "report",
        part(said),
        part(status, "message/delivery-status"),
        parameters="; report-type=delivery-status",
        **fields,
    )


def disposition(said: str, kind: str, **fields: str) -> bytes:
    """Build a report of RFC 8098 about jo@police.example."""
    told = f"Final-Recipient: rfc822; jo@police.example\r\nDisposition: automatic-action/MDN-sent-automatically; {kind}"
    return raw_multipart(
        "report",
        part(said),
        part(told, "message/disposition-notification"),
        parameters="; report-type=disposition-notification",
        **fields,
    )


RECEIPTS = {
    "GroupWise, a report under the null path": disposition(
        "The message sent at 08:02 was opened by Jo Marsh.",
        "displayed",
        Subject="Message status - opened",
        Return_Path="<>",
    ),
    "Domino": raw_mail(
        "Your document:  [HUM-1] Pilot\n\nwas received by:  Jo Marsh/NB/Council\n\nat:  24/11/2026 10:02:50",
        Subject="Return Receipt",
    ),
    "GroupWise, opened": raw_mail(
        "Your message was opened by the following recipient(s):\n\n\tJo Marsh  Opened  24/11/26\n\tStatus: Completed",
        Subject="Message Status - Opened",
        Return_Path="<>",
    ),
    "GroupWise, deleted": raw_mail(
        "Your message has been deleted by:\n\n\tJo Marsh", Subject="Message status - Deleted", Return_Path="<>"
    ),
    "Exchange, delivered": delivery_report(dsn("delivered"), Subject="Delivered: [HUM-1] Pilot"),
    "Exchange, relayed": delivery_report(dsn("relayed"), Subject="Relayed: [HUM-1] Pilot"),
    "expanded, and delivered to one": delivery_report(dsn("expanded", "delivered"), Subject="Expanded: [HUM-1]"),
    "Postfix": delivery_report(
        dsn("delivered"),
        "The mail was successfully delivered.",
        Subject="Successful Mail Delivery Report",
        Return_Path="<>",
    ),
    "Outlook, in words": raw_mail(
        "Your message\n\n  To: Jo\n  Sent: today\n\nwas delivered to the following recipient(s):\n\nJo",
        Subject="Delivered: [HUM-1] Pilot",
        Return_Path="<>",
    ),
    "Thunderbird, in words": raw_mail(
        "This is a Return Receipt for the mail that you sent to jo@x.example.\n\nNote: This Return Receipt only acknowledges that the message was displayed",
        Subject="Return Receipt (displayed) - [HUM-1] Pilot",
    ),
    "in German": raw_mail("Ihre Nachricht\n\nwurde am 24.11.2026 gelesen.", Subject="Gelesen: [HUM-1] Pilot"),
    "in French": raw_mail("Votre message\n\na été lu le 24/11/2026", Subject="Lu : [HUM-1] Pilot"),
    "not read": raw_mail(
        "Your message\n\n  To: Jo\n\nwas deleted without being read on 24 November", Subject="Not read: [HUM-1] Pilot"
    ),
}


@pytest.mark.parametrize("raw", RECEIPTS.values(), ids=RECEIPTS.keys())
def test_a_receipt_is_no_answer_and_no_bounce(raw):
    """That a letter arrived or was opened says nothing of its milestone."""
    found = judged(raw)

    assert found is not None
    assert found.kind == "receipt"


def test_a_mailbox_that_rejects_in_a_receipts_clothes_is_a_bounce():
    """Sieve's "reject" sends a disposition report (RFC 5429 section 2.2); nobody has read the letter."""
    rejected = disposition(
        "Your message to <jo@police.example> was automatically rejected:\nThis account has been closed.",
        "deleted",
        Subject="Automatically rejected mail",
        Return_Path="<>",
    )

    found = judged(rejected)

    assert found is not None
    assert (found.kind, found.failed) == ("bounce", ("jo@police.example",))


def test_a_letter_that_waits_for_a_moderator_has_not_failed():
    """Exchange's group answers under the null path and its own name; the post is well."""
    found = judged(
        raw_mail(
            "Your message to\n\nBoard Members\n\nrequires approval by a moderator and is waiting to be reviewed.",
            Subject="Awaiting Approval: [HUM-1] Pilot",
            From="Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@council.example>",
            Return_Path="<>",
        )
    )

    assert found is not None
    assert found.kind == "list"


@pytest.mark.parametrize(
    ("subject", "said"),
    [
        ("Rappel : [HUM-1] Pilot", "Jo Marsh souhaite rappeler le message « [HUM-1] Pilot »."),
        ("Item retracted: [HUM-1] Pilot", "Jo Marsh has retracted the following item:\n\n    Subject: [HUM-1] Pilot"),
        ("Rückruf: [HUM-1] Pilot", 'Jo Marsh möchte die Nachricht "[HUM-1] Pilot" zurückrufen.'),
    ],
)
def test_a_recall_is_one_in_other_words(subject, said):
    """What somebody takes back unread is no answer, in whatever language."""
    found = judged(raw_mail(said, Subject=subject))

    assert found is not None
    assert found.kind == "recall"


def test_a_report_of_which_one_recipient_failed_is_a_bounce():
    """Delivered to one, not to the other."""
    found = judged(delivery_report(dsn("delivered", "failed", code="5.1.1"), Subject="Delivery Status Notification"))

    assert found is not None
    assert (found.kind, found.hard, found.failed) == ("bounce", True, ("p1@police.example",))


WEIGHED = {
    "mailbox full": ("5.2.2", "550 5.2.2 mailbox full", False),
    "too large for the mailbox": (
        "5.2.3",
        "550 5.2.3 RESOLVER.RST.RecipSizeLimit; message too large for this recipient",
        False,
    ),
    "too large for the system": ("5.3.4", "552 5.3.4 Message size exceeds fixed limit", False),
    "system full": ("5.3.1", "", False),
    "full, said as a policy": ("5.7.1", "550 5.7.1 The account is over its storage limit", False),
    "full, undefined status": ("5.0.0", "x-notes; has exceeded its database size quota", False),
    "552 alone": ("5.0.0", "smtp; 552 Requested mail action aborted", False),
    "552 for content": (
        "5.7.0",
        "smtp; 552-5.7.0 This message was blocked because its content presents a security issue",
        True,
    ),
    "a temporary cause in a final report": ("5.4.7", "550 4.4.7 QUEUE.Expired; message expired", False),
    "disabled": ("5.2.1", "550 5.2.1 The email account is disabled", True),
    "unknown in the server's answer": ("5.0.0", "smtp; 550 no such user here", True),
    "unknown, undefined status and no codes": ("5.0.0", "x-notes; user not listed in public name & address book", True),
    "policy": ("5.7.1", "550 5.7.1 blocked", True),
    "no such domain": ("5.4.4", "x-postfix; host or domain name not found", True),
}


@pytest.mark.parametrize(("status", "diagnostic", "hard"), WEIGHED.values(), ids=WEIGHED.keys())
def test_a_bounce_is_weighed_by_its_cause_and_not_by_its_class(status, diagnostic, hard):
    """A full mailbox is emptied; a mail too large says nothing of the address."""
    more = f"Diagnostic-Code: {diagnostic}\r\n" if diagnostic else ""
    found = judged(
        delivery_report(dsn("failed", code=status, more=more), Subject="Undeliverable: [HUM-1] Pilot", Return_Path="<>")
    )

    assert found is not None
    assert (found.kind, found.hard) == ("bounce", hard)


TOLD = {
    "a gateway's last word": (
        "The message you sent has not been delivered.\n\nRecipient: p@police.example\nReason: the recipient is not listed in the directory\n\nPlease do not reply to this message.",
        True,
    ),
    "undeliverable and no more": ("Your message could not be delivered to p@police.example.", True),
    "full until the retry ended": (
        "This is a permanent error.\n\n  p@police.example\n    mailbox is full: retry timeout exceeded",
        False,
    ),
    "over quota, called permanent": (
        "This is a permanent error; I've given up.\n<p@police.example>:\nThe user is over quota.",
        False,
    ),
    "insufficient storage": ("Could not be delivered: insufficient storage space for p@police.example", False),
    "too big": ("Your message could not be delivered to p@police.example because the message is too large.", False),
    "queue expired": ("could not be delivered for 5 days: 4.4.1 connection timed out", False),
    "still trying": (
        "This is a delivery delay notification.\np@police.example\nhas not been delivered yet. Delivery will continue to be attempted.",
        False,
    ),
    "address rejected": (
        "could not be delivered: host mx.example said: 550 5.1.1 <p@police.example> Recipient address rejected",
        True,
    ),
    "the letter's own title speaks of delay": (
        "could not be delivered: no such user p@police.example\n\n  Subject: [HUM-1] Temporary posts, delayed, quota",
        True,
    ),
    "in Welsh": ("Ni ellid danfon eich neges: mae'r blwch post yn llawn. could not be delivered", False),
}


@pytest.mark.parametrize(("said", "hard"), TOLD.values(), ids=TOLD.keys())
def test_a_bounce_in_words_is_weighed_by_its_cause(said, hard):
    """No report, no status."""
    found = judged(
        raw_mail(
            said,
            Subject="Undelivered message: [HUM-1] Early warning scheme, not yet delayed",
            From="Mail Gateway <mailgateway-admin@police.example>",
            Return_Path="<>",
        )
    )

    assert found is not None
    assert (found.kind, found.hard) == ("bounce", hard)


def test_a_report_that_says_little_is_weighed_by_the_notice_above_it():
    """Exim: the status is undefined, the words say that the mailbox is full."""
    full = judged(
        delivery_report(
            dsn("failed", code="5.0.0"),
            "p0@police.example\n    mailbox is full: retry timeout exceeded",
            Return_Path="<>",
        )
    )
    gone = judged(
        delivery_report(dsn("failed", code="5.0.0"), "p0@police.example\n    Unrouteable address", Return_Path="<>")
    )

    assert full is not None
    assert gone is not None
    assert (full.hard, gone.hard) == (False, True)


def test_a_gateways_delay_is_a_bounce_that_is_not_for_good():
    """Postmaster's, with its own tag in front."""
    said = "** Email Delivery Delayed **\n\nan email you addressed to email address :\n-- rural@police.example\n\nhas not been delivered yet. The problem appears to be :\n-- 4.4.2 Connection dropped\n\nDelivery will continue to be attempted."
    found = judged(
        raw_mail(
            said, Subject="[Postmaster] Email Delivery Delayed", From="postmaster@police.example", Return_Path="<>"
        )
    )

    assert found is not None
    assert (found.kind, found.hard, found.failed) == ("bounce", False, ("rural@police.example",))


def test_a_rules_own_reply_is_an_auto_reply_and_what_it_forwards_is_not():
    """A template's date brings in the deputy; a forwarded mail's belongs to another."""
    away = "I am on leave until 7 December 2026."
    rule = {"X_MS_Exchange_Generated_Message_Source": "Mailbox Rules Agent", "Auto_Submitted": "auto-generated"}
    own, passed_on = (
        judged(raw_mail(away, Subject="Licensing - your email", **rule)),
        judged(raw_mail(away, Subject="FW: Pilot", **rule)),
    )

    assert own is not None
    assert passed_on is not None
    assert (own.kind, own.absent_until is not None) == ("auto_reply", True)
    assert (passed_on.kind, passed_on.absent_until) == ("forwarded", None)


@pytest.mark.parametrize(
    "text",
    [
        "This is the mail system at host mx.example.\n\nI'm sorry to have to inform you that your message could not be delivered.",
        "Hi. This is the qmail-send program at mx.example.\nI'm afraid I wasn't able to deliver your message.",
        "This message was created automatically by mail delivery software.\nIt has not yet been delivered. No action is required on your part.",
        "Your message to jo@police.example couldn't be delivered.\n\njo wasn't found at police.example. Contact the recipient by phone.",
        "Sorry, we were unable to deliver your message to the following address.\n<jo@police.example>: 554",
    ],
)
def test_a_failure_notice_is_told_by_its_words_too(text):
    """Should its headers be lost on the way, its words must not be read as an answer."""
    assert reads_as_automatic(text) is not None


PEOPLE = {
    "sent the figures by a secure mail": "I have sent you a secure email with the figures, sign in to read it. Done.",
    "speaks of a portal": "Done. The evidence is behind the Egress portal, you have received a secure email with the link.",
    "cannot open": "You've sent us a protected message and we can't open it. Please extend to 14 January.",
    "his own automatic reply": "In progress, should be finished by Friday. I was on retreat, hence the automatic reply you got.",
    "robots at half past seven": "Can these automatic emails come after 9 please? My phone buzzes every time one is auto-generated.",
    "your automated messages": "Your automated message says 3 December but we agreed the 10th. Not done yet.",
    "the auto-reply was old": "Please ignore the auto-reply, it was old. All done.",
    "got one from another": "Got an automatic reply from Legal, they are closed. Blocked: waiting for Legal.",
    "on a train": "I'm out of the office until 30 November and typing this on a train, but to answer your question: not done yet.",
    "on leave, but done": "I am on annual leave but this is done.",
    "a report that is generated": "The quarterly report was auto-generated last week and is with the board. Not done.",
    "logged a call himself": "I have logged a call with IT, ticket number 448812, an engineer will look at it. Waiting for them.",
    "back again": "I was on leave when this came. Just seen your email. Finished last week.",
    "do not reply to all": "Done. And please do not reply to all on these.",
    "full mailbox": "My mailbox was full, sorry. Not done yet.",
    "not a robot": "This is not an automatic reply! It is done.",
    "quarantined": "Sorry for the delay, your last email was quarantined by our filter. Complete.",
    "logged with procurement": "The request has been logged with procurement (PO 448812), still waiting.",
    "the reference first": "HUM-1 done. I'm out of the office next week.",
    "use my other address": "Please do not reply to me on this address, use bcu2@x.example. Done.",
    "thanks for contacting me": "Thank you for contacting me. This was finished last week.",
    "reminders": "I've had three automated reminders about this, it was done in October.",
    "an incident": "The incident was closed last week so we're done.",
    "before his leave": "I will be on leave from the 14th, so I'd like to finish by 11 December.",
    "after his leave": "Out of office on Monday but will finish on Tuesday.",
    "on leave, and delivered": "Please note that I am on leave next week. The training has been delivered.",
    "when it is finished": "Thanks for your email. I will be in touch when it's finished.",
    "if urgent": "If urgent please call me, otherwise assume this is in progress.",
    "limited access": "I have limited access to email this week but can confirm this is complete.",
    "passed to another team": "Your request was passed to the comms team, they need two more weeks.",
    "as an office writes": "Thank you for contacting us about HUM-1. It's finished.",
    "received it twice": "We received your reminder twice. It's complete.",
    "a ticket of theirs": "A ticket has been raised with ICT for the website, ref 0094417. We cannot publish until it's fixed. Blocked.",
    "sent by Egress": "Encrypted version sent to the coordinator by Egress. Complete.",
    "delivered": "The leaflets were delivered to the following schools on Monday. Done.",
}


@pytest.mark.parametrize("text", PEOPLE.values(), ids=PEOPLE.keys())
def test_a_person_who_writes_of_machines_is_a_person(text):
    """Else the answer would be lost without a word; judged alike by the mail and by the words."""
    assert judged(raw_mail(text, **ANSWER)) is None
    assert reads_as_automatic(text) is None


def test_a_signed_mail_and_one_in_html_only_are_a_persons():
    """PGP/MIME, and Outlook's HTML without a plain part."""
    signed = raw_multipart(
        "signed",
        part("Not done. I was away, hence the automatic reply."),
        part("-----BEGIN PGP SIGNATURE-----", "application/pgp-signature"),
        **ANSWER,
    )
    html = raw_mail(
        "<p>I'm out of the office until Monday but to answer you: this is done.</p>", Content_Type="text/html", **ANSWER
    )

    assert judged(signed) is None
    assert judged(html) is None


POSTMASTER = {
    "From": "Alan Fisk <postmaster@village.example>",
    "In_Reply_To": "<l1@board.example>",
    "Return_Path": "<postmaster@village.example>",
}


def test_a_person_may_have_the_postmasters_address():
    """In a village one man has every role address; a mail system signs with its own name or the null path."""
    said = "Complete, put up on the website on Sunday. One leaflet could not be delivered."

    assert judged(raw_mail(said, **POSTMASTER)) is None
    by_role = POSTMASTER | {"From": '"Postmaster (G Teale, Network Manager)" <postmaster@village.example>'}
    assert judged(raw_mail(said, **by_role)) is None
    for change in (
        {"Return_Path": "<>"},
        {"From": "postmaster@village.example"},
        {"From": "Mail Delivery System <postmaster@village.example>"},
        {"Auto_Submitted": "auto-replied"},
        {"Subject": "Undeliverable: [HUM-1]"},
        {"From": "Alan Fisk <mailer-daemon@village.example>", "Return_Path": "<mailer-daemon@village.example>"},
    ):
        assert judged(raw_mail(said, **(POSTMASTER | change))) is not None, change


GROUP = {
    "From": "'Lorna Lee' via Safeguarding <safeguarding@college.example>",
    "In_Reply_To": "<l1@board.example>",
    "Precedence": "list",
    "List_Id": "<safeguarding.college.example>",
    "X_Google_Group_Id": "4412",
    "X_Original_Sender": "l.lee@college.example",
}


def test_a_colleague_answers_through_a_shared_inbox():
    """A Google group as an organisation's inbox; what goes to its members, or comes from outside, is the list's."""
    assert judged(raw_mail("Whose website is meant?", **GROUP)) is None
    for change in (
        {"X_Original_Sender": "x@elsewhere.example"},
        {"To": "safeguarding@college.example"},
        {"In_Reply_To": ""},
        {"X_Original_Sender": ""},
    ):
        found = judged(raw_mail("Done", **(GROUP | change)))
        assert found is not None, change
        assert found.kind == "list"


def test_auto_submitted_is_read_by_its_grammar():
    """RFC 3834 section 5: comments anywhere, parameters, and two fields of which one is a machine's."""
    assert judged(raw_mail("Done", Auto_Submitted="(by hand) no")) is None
    assert judged(raw_mail("Done", Auto_Submitted="no; x=y")) is None
    assert judged(raw_mail("Done", head=("Auto-Submitted: no",), Auto_Submitted="auto-replied")) is not None


def test_a_return_path_without_a_domain_is_not_the_null_path():
    """RFC 5321 section 4.5.5: null is `<>`; a host's own user is a person."""
    assert judged(raw_mail("Done", Return_Path="<sergeant>")) is None
    assert judged(raw_mail("Done", Return_Path="<> (added by mx.example)")) is not None
    assert judged(raw_mail("Done", Return_Path="<MAILER-DAEMON>")) is not None
    assert OWNER
