"""Real answers with bytes changed: the whole reading of a mail gives a value or says that it is unreadable."""

from __future__ import annotations

import pickle

from hypothesis import given, settings
from hypothesis import strategies as st

from milestones.mail.inbound.automatic import why_automatic
from milestones.mail.inbound.evidence import evidence
from milestones.mail.inbound.newest import body_conflict, newest_text
from milestones.mail.inbound.parse import Unreadable, parse
from tests.mail.client_styles import LETTER, STYLES
from tests.mail.written import part, raw_multipart

WRITTEN = [
    *(style(["Not done yet, by Friday."]) for style in STYLES.values()),
    raw_multipart(
        "report",
        part("Sorry, could not be delivered"),
        part(
            "Reporting-MTA: dns; x\r\n\r\nFinal-Recipient: rfc822; a@b.example\r\nAction: failed\r\n",
            "message/delivery-status",
        ),
        part("Message-ID: <a@b>\r\n\r\nx", "message/rfc822"),
        parameters="; report-type=delivery-status",
        Return_Path="<>",
    ),
]
JUNK = st.binary(max_size=6) | st.sampled_from(
    [b"\r\n", b"\0", b"\r", b"--=_b", b"<", b"=?utf-8?q?", b";", b'"', b"(", b"\xff", b"<blockquote>"]
)
CHANGE = st.tuples(st.integers(0, 4000), st.integers(0, 40), JUNK)


@settings(max_examples=250)
@given(st.sampled_from(WRITTEN), st.lists(CHANGE, max_size=5))
def test_a_changed_mail_is_read_or_refused(raw, changes):
    """Nothing else is raised by any reader of this room, and what is read crosses a process as it is."""
    for at, length, junk in changes:
        raw = raw[:at] + junk + raw[at + length :]
    try:
        mail = parse(raw)
    except Unreadable:
        return

    assert pickle.loads(pickle.dumps(mail)) == mail
    why_automatic(mail)
    body_conflict(mail, LETTER)
    evidence(mail, "rfc8601", "mx.board.example")
    assert newest_text(mail, LETTER) == newest_text(mail, LETTER)
