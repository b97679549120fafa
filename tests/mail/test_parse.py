"""From bytes to a Mail: the structure half of the catalogue of bad mail, each case by its number."""

from __future__ import annotations

import base64
import contextlib
import email
import hashlib
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestones.mail.inbound import budget
from milestones.mail.inbound.parse import Unreadable, parse
from tests.mail.written import multipart, part, raw_mail, raw_multipart
from tests.patience import patient

BASE64 = "base64"


def test_a_plain_reply_is_read_whole():
    """Every field of the value comes from where RFC 5322 says."""
    mail = parse(
        raw_mail(
            "All done\r\n",
            head=("Return-Path: <bcu@humberside.police.example>", "Delivered-To: Replies+ABCD2345@BOARD.example"),
            From='"Holder, A." <BCU@Humberside.Police.example>',
            Cc="x@y.example, =?utf-8?q?B?= <B@Y.example>",
            In_Reply_To="<letter-1@board.example>",
            References="<a@b.example>\r\n <letter-1@board.example>",
            Subject="=?utf-8?q?Re=3A_=5BHUM-1=5D?=\r\n =?utf-8?q?_Cam?=",
        )
    )

    assert (mail.sender, mail.sender_name) == ("bcu@humberside.police.example", "Holder, A.")
    assert mail.recipients == (
        "Replies+ABCD2345@board.example",
        "replies+abcd2345@board.example",
        "x@y.example",
        "B@y.example",
    )
    assert (mail.subject, mail.text) == ("Re: [HUM-1] Cam", "All done\n")
    assert mail.date == datetime(2026, 11, 24, 10, tzinfo=UTC)
    assert mail.in_reply_to == ("<letter-1@board.example>",)
    assert mail.references == ("<a@b.example>", "<letter-1@board.example>")
    assert mail.return_path == "bcu@humberside.police.example"
    assert mail.headers[0] == ("Return-Path", "<bcu@humberside.police.example>")
    assert mail.notes == ()


REFUSED = {
    "M03 no From": raw_mail(without=("From",)),
    "M04 two From fields": raw_mail(head=("From: evil@x.example",)),
    "M04 two From fields, one hidden behind a bare CR": raw_mail(Subject="x\rFrom: evil@x.example"),
    "M05 group syntax": raw_mail(From="Owners: bcu@humberside.police.example, b@x.example;"),
    "M05 group of one": raw_mail(From="Owners: bcu@humberside.police.example;"),
    "M06 two mailboxes": raw_mail(From="bcu@humberside.police.example, evil@x.example"),
    "M08 encoded word in the address": raw_mail(From="=?utf-8?q?bcu?=@humberside.police.example"),
    "M08 encoded word in angles": raw_mail(From="A <=?utf-8?q?bcu?=@humberside.police.example>"),
    "M10 a bracket hides the domain": raw_mail(From="bcu@humberside.police.example)evil@x.example"),
    "M10 two addresses in angles": raw_mail(From="<bcu@humberside.police.example> <evil@x.example>"),
    "M10 address as an unquoted name": raw_mail(From="bcu@humberside.police.example <evil@x.example>"),
    "M10 a comment in the address": raw_mail(From="A <bcu(x)@humberside.police.example>"),
    "M10 a comment after it": raw_mail(From="bcu@humberside.police.example (A. Holder)"),
    "M11 500 nested comments": raw_mail(From="(" * 500 + ")" * 500 + "bcu@humberside.police.example"),
    "M12 20,000 comments": raw_mail(From="()" * 20_000 + "bcu@humberside.police.example"),
    "M13 half a domain literal": raw_mail(From="a@[1.2"),
    "M13 a domain literal": raw_mail(From="a@[192.0.2.1]"),
    "M14 an encoded line end in the name": raw_mail(From="=?utf-8?q?A=0D=0ABcc:_x?= <bcu@humberside.police.example>"),
    "M15 8-bit address": raw_mail(From="bcü@humberside.police.example"),
    "M15 homograph domain": raw_mail(From="bcu@humberside.pоlice.example"),
    "M17 10,000 fields": raw_mail(head=tuple(f"X-{n}: y" for n in range(10_000))),
    "M17 301 short fields": raw_mail(head=tuple(f"X-{n}: y" for n in range(301))),
    "M18 one field of 1 MB": raw_mail(Subject="x" * 1_000_000),
    "M18 a From of 5 kB": raw_mail(From='"' + "x" * 5000 + '" <bcu@humberside.police.example>'),
    "M19 no blank line after the headers": b"From: a@b.example\r\nSubject: x\r\nDone, all of it\r\n",
    "M27 a Message-ID of 10 kB": raw_mail(Message_ID="<" + "x" * 10_000 + "@y>"),
    "M27 a Message-ID of 2 kB": raw_mail(Message_ID="<" + "x" * 2_000 + "@y>"),
    "M31 a boundary of 2,048 characters": raw_mail("--x", Content_Type=f'multipart/mixed; boundary="{"x" * 2048}"'),
    "M31 a boundary of 71 characters": raw_mail("--x", Content_Type=f'multipart/mixed; boundary="{"x" * 71}"'),
    "M38 UTF-7": raw_mail("+ADw-script+AD4-", Content_Type="text/plain; charset=utf-7"),
    "M38 UTF-7 in the subject": raw_mail(Subject="=?utf-7?q?+ADw-?="),
    "M41 20,000 semicolons": raw_mail(Content_Type="text/plain" + ";" * 20_000),
    "M45 over 10 MB": raw_mail("x" * (budget.MESSAGE_BYTES + 1)),
    "M68 overridden direction in the first line": raw_mail("\u202eenod ton\n"),
    "A31 51 hops": raw_mail(head=tuple("Received: from a by b; Tue, 24 Nov 2026 10:00:00 +0000" for _ in range(51))),
    "two differing Content-Types": raw_mail(head=("Content-Type: text/html",), Content_Type="text/plain"),
}


@pytest.mark.parametrize("raw", REFUSED.values(), ids=REFUSED.keys())
def test_what_could_mislead_is_refused(raw):
    """It goes to quarantine with a reason; nothing else is raised, and at once."""
    started = time.perf_counter()

    with pytest.raises(Unreadable) as refused:
        parse(raw)

    assert refused.value.reason
    assert not refused.value.ignorable
    assert time.perf_counter() - started < patient(1)


@pytest.mark.parametrize(
    "raw",
    [b"", b"\r\n", raw_mail(From="<>"), raw_mail(From="")],
    ids=["M01", "M01 only a line end", "M07", "M07 empty"],
)
def test_what_says_nothing_may_be_ignored(raw):
    """M01 and M07: nobody has to look at it."""
    with pytest.raises(Unreadable) as refused:
        parse(raw)

    assert refused.value.ignorable


def nested(depth: int) -> bytes:
    content_type, body = multipart("mixed", part("Done"), boundary="b0")
    for level in range(1, depth):
        content_type, body = multipart("mixed", f"Content-Type: {content_type}\r\n\r\n{body}", boundary=f"b{level}")
    return raw_mail(body, Content_Type=content_type)


@pytest.mark.parametrize("depth", [21, 100, 400])
def test_deep_nesting_is_refused(depth):
    """M28, A24: more than twenty levels."""
    with pytest.raises(Unreadable, match=r"deep|parts"):
        parse(nested(depth))


def test_twenty_levels_are_read():
    """The budget itself is allowed."""
    assert parse(nested(20)).text == "Done"


def test_very_deep_nesting_by_one_boundary_is_refused_at_once():
    """M28: 2,000 openings, which make Python's own parser fail by recursion."""
    raw = raw_mail(
        "".join(f"--b{n}\r\nContent-Type: multipart/mixed; boundary=b{n + 1}\r\n\r\n" for n in range(2000)),
        Content_Type="multipart/mixed; boundary=b0",
    )

    with pytest.raises(Unreadable):
        parse(raw)


def test_many_parts_are_refused_in_time():
    """M29, A25: 50,000 parts."""
    started = time.perf_counter()

    with pytest.raises(Unreadable, match="parts"):
        parse(raw_multipart("mixed", *["\r\nx"] * 50_000))

    assert time.perf_counter() - started < patient(1)


def test_near_delimiters_cost_linear_time():
    """A26: ten megabytes of lines that almost are the delimiter."""
    content_type, _ = multipart("mixed", boundary="aaaa")
    started = time.perf_counter()

    parse(raw_mail(b"\n--aaaax" * 1_200_000, Content_Type=content_type))

    assert time.perf_counter() - started < patient(2)


TREATED = {
    "M02 headers only": (raw_mail(b"").removesuffix(b"\r\n"), ""),
    "M16 NUL in head and body": (raw_mail("Do\0ne\n", Subject="a\0b"), "Done\n"),
    "M20 bare LF": (raw_mail("Done\n").replace(b"\r\n", b"\n"), "Done\n"),
    "M20 bare CR": (raw_mail("Done\r").replace(b"\r\n", b"\r"), "Done\n"),
    "M21 a long line": (raw_mail("x" * 5000), "x" * 5000),
    "M30 multipart without a boundary": (raw_mail("Done", Content_Type="multipart/mixed"), None),
    "M33 only an attachment": (
        raw_mail("JVBERi0=", Content_Type="application/pdf", Content_Transfer_Encoding=BASE64),
        None,
    ),
    "M37 unknown charset": (raw_mail(b"Done \xe9", Content_Type="text/plain; charset=klingon"), "Done \ufffd"),
    "M37 charset not on the list": (raw_mail(b"Done", Content_Type="text/plain; charset=gb18030"), "Done"),
    "M39 junk in an RFC 2231 charset": (raw_mail("Done", Content_Type="text/plain; charset*0*=a'b"), "Done"),
    "M40 an endless RFC 2231 number": (raw_mail("Done", Content_Type="text/plain; name*" + "9" * 20 + "=x"), "Done"),
    "M42 base64 garbage": (raw_mail("RG9u*ZQ==", Content_Type="text/plain", Content_Transfer_Encoding=BASE64), ""),
    "M43 quoted-printable ends in =": (raw_mail("Done=", Content_Transfer_Encoding="quoted-printable"), "Done"),
    "M43 soft line breaks": (raw_mail("D=\r\no=\r\nne", Content_Transfer_Encoding="quoted-printable"), "Done"),
    "M43 only soft breaks": (raw_mail("=\r\n" * 100_000, Content_Transfer_Encoding="quoted-printable"), ""),
    "M44 unknown transfer encoding": (raw_mail("Done", Content_Transfer_Encoding="x-uuencode"), ""),
    "M52 format=flowed": (
        raw_mail("Not \r\ndone\r\n-- \r\nA", Content_Type="text/plain; format=flowed"),
        "Not done\n-- \nA",
    ),
    "M52 flowed with DelSp": (
        raw_mail("Not do \r\nne", Content_Type="text/plain; format=flowed; delsp=yes"),
        "Not done",
    ),
    "M15 8-bit text without a charset": (raw_mail("Wedi’i wneud"), "Wedi’i wneud"),
    "cp1252 quotes in what calls itself latin-1": (
        raw_mail(b"it\x92s", Content_Type="text/plain; charset=iso-8859-1"),
        "it’s",
    ),
    "invisible characters": (raw_mail("D\u200bo\u00adne"), "Done"),
    "line separators": (raw_mail("a\u2028b\x0bc"), "a\nb\nc"),
    "an mbox line on top": (b"From bcu@x Tue Nov 24 10:00:00 2026\r\n" + raw_mail("Done"), "Done"),
    "an invalid Content-Type": (raw_mail("Done", Content_Type="text"), "Done"),
}


@pytest.mark.parametrize(("raw", "text"), TREATED.values(), ids=TREATED.keys())
def test_what_is_only_odd_is_put_right(raw, text):
    """The text is what a reader would be shown, or nothing; never half a word."""
    assert parse(raw).text == text


@pytest.mark.parametrize("case", ["M30", "M37 unknown", "M39", "M40", "M42", "M44"])
def test_what_was_put_right_is_noted(case):
    """A note says so."""
    raw = next(raw for name, (raw, _) in TREATED.items() if name.startswith(case))

    assert case in {"M39", "M40"} or parse(raw).notes


def test_an_owners_address_as_a_name_is_only_a_name():
    """M09: the address in angles is the sender."""
    mail = parse(raw_mail(From='"bcu@humberside.police.example" <evil@x.example>'))

    assert mail.sender == "evil@x.example"


@pytest.mark.parametrize(
    "written",
    ["", "Tue, 24 Nov 99999999999 10:00:00 +0000", "yesterday", "Tue, 24 Nov 2199 10:00:00 +0000", "0" * 300],
    ids=range(5),
)
def test_an_absurd_date_is_none(written):
    """M22: the time of receipt is used instead."""
    assert parse(raw_mail(Date=written)).date is None


def test_a_date_far_after_the_receipt_is_none():
    """M22: 2099, received in 2026."""
    raw = raw_mail(
        head=("Received: from a by b; Tue, 24 Nov 2026 10:00:00 +0000",), Date="Thu, 24 Nov 2089 10:00:00 +0000"
    )

    mail = parse(raw)

    assert mail.date is None
    assert mail.notes


def test_a_missing_or_folded_message_id_is_read_from_the_raw_field():
    """M23 and M24."""
    assert parse(raw_mail(without=("Message-ID",))).message_id is None
    assert parse(raw_mail(Message_ID="\r\n <a@b.example>")).message_id == "<a@b.example>"
    assert parse(raw_mail(Message_ID="<a\r\n b@c>")).message_id == "<ab@c>"


def test_words_in_a_nested_message_never_count():
    """M32: message/rfc822 is one attachment, however deep it goes."""
    inner = "From: a@b.example\r\n\r\nDONE"
    for level in range(100):
        content_type, body = multipart("mixed", part(inner, "message/rfc822"), boundary=f"n{level}")
        inner = f"From: a@b.example\r\nContent-Type: {content_type}\r\n\r\n{body}"

    mail = parse(raw_multipart("mixed", part("See attached"), part(inner, "message/rfc822")))

    assert mail.text == "See attached"
    assert [one.content_type for one in mail.attachments] == ["message/rfc822"]


def test_alternatives_give_text_and_html():
    """M34, M36: both are there for who compares them."""
    mail = parse(raw_multipart("alternative", part("NOT YET"), part("<p>DONE</p>", "text/html")))

    assert (mail.text, mail.html) == ("NOT YET", "<p>DONE</p>")
    assert mail.parts == ("multipart/alternative", "text/plain", "text/html")


def test_inline_parts_follow_each_other():
    """Apple Mail puts text before and after a picture into two parts."""
    picture = part("aGVsbG8=", 'image/png; name="a.png"', Content_Transfer_Encoding=BASE64)

    mail = parse(raw_multipart("mixed", part("Not done:"), picture, part("see above")))

    assert mail.text == "Not done:\nsee above"


@pytest.mark.parametrize(
    ("content_type", "encoding", "body"),
    [
        ("application/zip", BASE64, base64.b64encode(b"PK" * 50).decode()),
        ("application/ms-tnef", BASE64, base64.b64encode(b"x").decode()),
        ("text/calendar; method=REPLY", "7bit", "BEGIN:VCALENDAR"),
    ],
    ids=["M46", "M47", "M50"],
)
def test_other_parts_are_facts_and_stay_shut(content_type, encoding, body):
    """Type, size and hash of the decoded bytes; nothing of it is text."""
    mail = parse(
        raw_multipart("mixed", part("Evidence attached"), part(body, content_type, Content_Transfer_Encoding=encoding))
    )

    content = base64.b64decode(body) if encoding == BASE64 else body.encode()
    assert mail.text == "Evidence attached"
    assert [(one.size, one.sha256) for one in mail.attachments] == [(len(content), hashlib.sha256(content).hexdigest())]


def test_a_path_in_a_file_name_is_defused():
    """M51, A23: the name is for showing only."""
    raw = raw_multipart(
        "mixed", part("x"), part("y", "text/plain", Content_Disposition='attachment; filename="../../etc/passwd\0.txt"')
    )

    assert [one.name for one in parse(raw).attachments] == ["_.._etc_passwd.txt"]


def test_a_signed_mails_inner_text_is_read():
    """M48."""
    raw = raw_multipart(
        "signed", part("Done"), part("x", "application/pkcs7-signature", Content_Transfer_Encoding=BASE64)
    )

    mail = parse(raw)

    assert (mail.text, mail.encrypted) == ("Done", False)


@pytest.mark.parametrize(
    "raw",
    [
        raw_mail(
            "MIAG", Content_Type="application/pkcs7-mime; smime-type=enveloped-data", Content_Transfer_Encoding=BASE64
        ),
        raw_multipart(
            "encrypted", part("Version: 1", "application/pgp-encrypted"), part("x", "application/octet-stream")
        ),
        raw_mail("-----BEGIN PGP MESSAGE-----\n\nx\n-----END PGP MESSAGE-----"),
    ],
    ids=["S/MIME", "PGP/MIME", "inline PGP"],
)
def test_encrypted_mail_says_so(raw):
    """M49: it is answered with "cannot read", not with silence."""
    assert parse(raw).encrypted


def test_daemons_without_a_strict_from_are_nobody():
    """Postfix of old writes a comment into From; such mail is read as a report, and nobody is its sender."""
    mail = parse(raw_mail(From="MAILER-DAEMON@x.example (Mail Delivery System)", Return_Path="<>"))

    assert (mail.sender, mail.return_path) == (None, "")


def test_text_and_rfc2231_names_are_decoded():
    """A file name in pieces and percent signs."""
    raw = raw_multipart(
        "mixed",
        part("x"),
        part(
            "y", "application/pdf", Content_Disposition="attachment; filename*0*=utf-8''Cy%C5%B5; filename*1*=%20b.pdf"
        ),
    )

    assert [one.name for one in parse(raw).attachments] == ["Cyŵ b.pdf"]


def test_long_recipient_lists_are_scanned_in_linear_time():
    """60 kB of To, hostile and honest."""
    for value in (
        ", ".join(f"a{n}@b.example" for n in range(3000)),
        '"' * 60_000,
        "<" * 60_000,
        "a" * 60_000,
        '\\"' * 30_000,
        "a@" * 30_000,
    ):
        started = time.perf_counter()
        mail = parse(raw_mail(head=("To: " + value[:60_000],)))
        assert time.perf_counter() - started < patient(0.5)
        assert "replies+abcd2345@board.example" in mail.recipients or len(mail.recipients) == budget.RECIPIENTS


def test_a_delivery_report_is_read():
    """RFC 3464: who, what, and which of our letters."""
    status = (
        "Reporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; gone@police.example\r\nAction: failed\r\n"
        "Status: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 unknown\r\n"
    )
    returned = (
        "Return-Path: <bounces+tok1@board.example>\r\nReply-To: replies+tok2@board.example\r\n"
        "Message-ID: <letter-9@board.example>\r\nSubject: x\r\n\r\nbody"
    )
    raw = raw_multipart(
        "report",
        part("sorry"),
        part(status, "message/delivery-status"),
        part(returned, "message/rfc822"),
        parameters="; report-type=delivery-status",
    )

    report = parse(raw).report

    assert report is not None
    assert [(one.address, one.action, one.status) for one in report.recipients] == [
        ("gone@police.example", "failed", "5.1.1")
    ]
    assert report.original_message_id == "<letter-9@board.example>"
    assert report.original_addresses == ("bounces+tok1@board.example", "replies+tok2@board.example")


HEADER_TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=80)


@given(st.binary(max_size=400))
def test_any_bytes_give_a_mail_or_are_unreadable(raw):
    """Nothing else is ever raised."""
    with contextlib.suppress(Unreadable):
        parse(raw)


@given(
    st.lists(
        st.sampled_from(
            [
                "From",
                "To",
                "Content-Type",
                "Content-Transfer-Encoding",
                "Date",
                "Subject",
                "Message-ID",
                "Received",
                "Content-Disposition",
                "Return-Path",
            ]
        ),
        max_size=8,
    ),
    st.lists(HEADER_TEXT, min_size=8, max_size=8),
    st.binary(max_size=300),
)
def test_any_headers_give_a_mail_or_are_unreadable(names, values, body):
    """Header names that are read by their grammar, with any values."""
    head = "".join(f"{name}: {value}\r\n" for name, value in zip(names, values, strict=False)).encode()
    with contextlib.suppress(Unreadable):
        parse(b"From: a@b.example\r\n" + head + b"\r\n" + body)


LINE = st.text(st.characters(min_codepoint=32, max_codepoint=0x17F), max_size=60)


@given(st.lists(LINE, max_size=8), st.sampled_from(["base64", "quoted-printable"]), st.booleans())
def test_what_the_standard_library_writes_is_read_back(lines, encoding, html):
    """The same text as Python's own reader gives, for mail that Python itself wrote."""
    written = email.message.EmailMessage()
    written["From"] = "a@b.example"
    written.set_content("\n".join(lines) + "\n", cte=encoding)
    if html:
        written.add_alternative("<p>x</p>", subtype="html")
    expected = (
        email.message_from_bytes(written.as_bytes(), policy=email.policy.default).get_body(("plain",)).get_content()
    )

    text = parse(written.as_bytes()).text

    dropped = (
        {ord(c): None for c in "\u00ad"} | {code: None for code in range(0x7F, 0xA0) if code != 0x85} | {0x85: "\n"}
    )
    assert text.rstrip("\n") == expected.translate(dropped).rstrip("\n")
