"""The lean builder: equal to EmailMessage after parsing again, and no value can add a header."""

from __future__ import annotations

import email
import email.policy
import re
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from milestones.mail.letter import build
from milestones.mail.letter.clean import clean

PLAIN = "Dear Sir,\n\nit is due.\n"
HTML = '<p class="a">due &amp; <b>late</b></p>\n'
HOSTILE = "\r\n\0\x0b\x0c\x1b\x7f\x85\u2028\u2029\u202e\u200b\ud800"

texts = st.one_of(
    st.text(max_size=160),
    st.text(alphabet=st.sampled_from("ab :,;<>@\"\\'()[]=?_.-éß€日🎉" + HOSTILE), max_size=160),
    st.text(alphabet="ab ", max_size=300),
)


def built(headers, text=PLAIN, html=HTML):
    """Bytes of a mail with these headers."""
    return build.alternative(headers, text, html, "<id@board.example>")


def parsed(content):
    """The mail as a reader sees it."""
    return email.message_from_bytes(content, policy=email.policy.default)


@settings(max_examples=300)
@given(texts)
@example("Reminder\r\nBcc: victim@example.org")
@example("Reminder\r\n\r\n<script>")
@example("=?utf-8?q?not_a_title?=")
@example("a" * 300)
@example("é " * 70)
@example("  two  spaces  é  ü  end  ")
@example("x" * 60 + " " + "é" * 100)
def test_any_text_comes_out_of_a_subject_as_it_went_in(text):
    """Cleaned, folded, encoded and parsed again, a subject is the cleaned text; nothing follows it."""
    mail = parsed(built([("Subject", build.unstructured(text)), ("X-After", "here")]))

    assert str(mail["Subject"]) == clean(text).strip(" ")
    assert mail.keys() == ["Subject", "X-After", "MIME-Version", "Content-Type"]
    assert mail["X-After"] == "here"


@settings(max_examples=300)
@given(texts)
@example('"quoted" \\ name')
@example("Doe, John (CSU) <other@example.org>")
@example("=?utf-8?q?x?=")
def test_any_name_comes_out_of_a_mailbox_with_the_one_address(name):
    """Whatever stands in a name, there is one address, and it is the one given."""
    value = build.mailbox(name, "bcu@police.example")
    mail = parsed(built([("To", value)]))

    (only,) = mail["To"].addresses
    shown, address = parseaddr(value)
    assert only.addr_spec == address == "bcu@police.example"
    assert str(make_header(decode_header(shown))) == " ".join(clean(name).split())


@settings(max_examples=150)
@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp")), max_size=200))
def test_the_lean_builder_equals_email_message(text):
    """Subject, names and both bodies read the same as those of a mail that the standard library built."""
    title = clean(text).strip(" ").replace("=?", "= ?")  # EmailMessage decodes what looks encoded; we show it
    body = f"{title}\n\n  {title}\n"
    ours = parsed(
        built(
            [
                ("From", build.mailbox("Humberside Prevent Board", "milestones@board.example")),
                ("To", build.mailbox(title, "bcu@police.example")),
                ("Subject", build.unstructured(title)),
                ("Message-ID", build.message_ids(["<id@board.example>"])),
            ],
            body,
            f"<p>{title}</p>\n",
        )
    )
    theirs = EmailMessage(policy=email.policy.SMTP)
    theirs["From"] = "Humberside Prevent Board <milestones@board.example>"
    theirs["To"] = email.headerregistry.Address(display_name=title, addr_spec="bcu@police.example")
    theirs["Subject"] = title
    theirs["Message-ID"] = "<id@board.example>"
    theirs.set_content(body)
    theirs.add_alternative(f"<p>{title}</p>\n", subtype="html")
    theirs = parsed(theirs.as_bytes())

    assert [str(ours[name]).strip() for name in ("From", "Subject", "Message-ID")] == [
        str(theirs[name]).strip() for name in ("From", "Subject", "Message-ID")
    ]
    assert ours["To"].addresses[0].addr_spec == theirs["To"].addresses[0].addr_spec
    assert [part.get_content_type() for part in ours.walk()] == [part.get_content_type() for part in theirs.walk()]
    for kind in ("plain", "html"):
        assert ours.get_body((kind,)).get_content() == theirs.get_body((kind,)).get_content()


@settings(max_examples=150)
@given(st.text(max_size=400), st.text(max_size=400))
@example(".\r\n.\n.\r", "\n.\nMAIL FROM:<a@b>")
@example("From here", "--=_boundary--")
@example("a" * 200, "=" * 200)
@example("", "000\x80\x80\x80\x80\U00010000\U00010000\U00010000\U00010000.")
def test_no_body_can_end_itself(text, html):
    """Lines are at most 76 columns of ASCII with CRLF, none is a lone dot, and the parts are exactly two."""
    content = built([("Subject", "x")], text, html)
    body = content.partition(b"\r\n\r\n")[2]

    lines = body.split(b"\r\n")
    assert all(len(line) <= 76 for line in lines)
    assert b"." not in lines
    assert b"\r" not in b"".join(lines)
    assert b"\n" not in b"".join(lines)
    assert content.isascii()
    assert [part.get_content_type() for part in parsed(content).walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]


@given(texts)
def test_headers_are_folded_within_78_columns(text):
    """RFC 5322 section 2.1.1: no header line is longer than 78, whatever the title."""
    content = built([("Subject", build.unstructured(text)), ("From", build.mailbox(text, "milestones@board.example"))])
    head = content.partition(b"\r\n\r\n")[0]

    assert max(len(line) for line in head.split(b"\r\n")) <= 78
    assert not re.search(rb"\r\n[ \t]+\r\n", head)


@pytest.mark.parametrize(
    "address",
    [
        "x@y>\r\nRCPT TO:<z",
        "a@b\r\nBcc: c@d",
        "a b@c.example",
        "two@a.example, three@b.example",
        "no-at-sign",
        "@a.example",
        "a@",
        "a@b\0",
        "é@police.example",
        "a@police.example\n",
        "<a@b.example>",
        "a..b@c.example",
    ],
)
def test_what_is_no_address_is_refused(address):
    """Where an address is written, nothing but one address may stand (A18)."""
    with pytest.raises(ValueError, match="not a mail address"):
        build.mailbox("A", address)


@pytest.mark.parametrize("ids", [["x@y"], ["<x y@z>"], ["<x@y>", "<x@y>\r\nBcc: a@b"], ["<>"], ["<a@b> <c@d>"]])
def test_what_is_no_message_id_is_refused(ids):
    """References name letters and nothing else."""
    with pytest.raises(ValueError, match="not a message id"):
        build.message_ids(ids)


@pytest.mark.parametrize(
    ("name", "value"),
    [("X Y", "a"), ("X:", "a"), ("", "a"), ("X\r\nY", "a"), ("X", "a\r\nb"), ("X", "a\0"), ("X", "é"), ("X", "\x7f")],
)
def test_a_header_line_that_could_hold_two_is_never_written(name, value):
    """The last guard: even a caller that forgot to clean cannot add a header."""
    with pytest.raises(ValueError, match="not a header"):
        build.header(name, value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("humberside.board.example", "<humberside.board.example>"),
        ("Humberside digest <Humberside.Board.example>", "Humberside digest <humberside.board.example>"),
        ("H, \r\nB <a.b>", '"H, B" <a.b>'),
    ],
)
def test_a_list_id_has_its_shape(text, value):
    """RFC 2919: a phrase, if any, and a dotted id in angle brackets."""
    assert build.list_id(text) == value


@pytest.mark.parametrize("text", ["", "nodots", "<a.b", "a.b>\r\nX: y <c d>", "<a@b.c>"])
def test_what_is_no_list_id_is_refused(text):
    """Anything else is a fault of the caller."""
    with pytest.raises(ValueError, match="not a list id"):
        build.list_id(text)
