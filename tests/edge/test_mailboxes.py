"""Raw messages from standard input, .eml, mbox and Maildir, whole and one by one."""

from __future__ import annotations

import io
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestones.edge import mailboxes
from milestones.edge.mailboxes import LIMIT_BYTES, Unusable, messages

ONE = b"From: a@b.example\r\nSubject: one\r\n\r\nDone\r\n"
FROM_LINE = b"From a@b.example Tue Nov 24 10:00:00 2026\n"


def read(*paths, stdin=b""):
    return list(messages(paths, io.BytesIO(stdin)))


def test_standard_input_is_one_message():
    """Also where it holds lines that look like an mbox's."""
    assert read(stdin=ONE) == [("-", ONE)]
    assert read(stdin=ONE + b"\n" + FROM_LINE + ONE) == [("-", ONE + b"\n" + FROM_LINE + ONE)]


def test_a_pipe_transports_from_line_is_taken_away():
    """Postfix's pipe(8) with flag F writes one."""
    assert read(stdin=FROM_LINE + ONE) == [("-", ONE)]


def test_nothing_on_standard_input_is_an_empty_message():
    """Whoever reads it says so."""
    assert read() == [("-", b"")]


def test_an_eml_file_is_its_bytes(tmp_path):
    """Nothing is changed in it."""
    file = tmp_path / "one.eml"
    file.write_bytes(ONE + b"\n\nFrom now on it is done\n")

    assert read(file) == [(str(file), ONE + b"\n\nFrom now on it is done\n")]


def test_an_mbox_is_split_at_from_lines_after_an_empty_line(tmp_path):
    """`>From ` lines lose one `>`, and a body's own "From " line without a time parts nothing."""
    file = tmp_path / "all.mbox"
    file.write_bytes(
        FROM_LINE
        + b"From: a@b.example\n\nFirst\n>From here on\n>>From deeper\n\nFrom what I see it is done\n\n"
        + FROM_LINE
        + b"From: c@d.example\n\nSecond\n"
        + FROM_LINE.replace(b"Tue", b"Wed")
        + b"\n"
    )

    assert read(file) == [
        (f"{file}:1", b"From: a@b.example\n\nFirst\nFrom here on\n>From deeper\n\nFrom what I see it is done\n"),
        (f"{file}:2", b"From: c@d.example\n\nSecond\n" + FROM_LINE.replace(b"Tue", b"Wed")),
    ]


def test_a_maildir_gives_new_then_seen(tmp_path):
    """Folders new/ and cur/ by name; tmp/ and hidden files are not mail."""
    for folder, name in (("new", "2"), ("cur", "1:2,S"), ("tmp", "3"), ("new", ".hidden")):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / name).write_bytes(ONE + name.encode())

    assert [raw[len(ONE) :] for _, raw in read(tmp_path)] == [b"2", b"1:2,S"]


def test_an_unusable_path_is_told_before_anything_is_given(tmp_path):
    """The first path is good; still nothing is taken in."""
    good = tmp_path / "good.eml"
    good.write_bytes(ONE)
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")

    for bad, why in (("missing", "no such"), ("folder", "no Maildir"), ("pipe", "neither")):
        with pytest.raises(Unusable, match=why) as refused:
            messages([good, tmp_path / bad], io.BytesIO())
        assert refused.value.path == str(tmp_path / bad)


def test_a_message_over_the_limit_is_cut_to_show_it(tmp_path, monkeypatch):
    """One byte over, from a file, an mbox and standard input; what follows in the mbox is whole."""
    monkeypatch.setattr(mailboxes, "LIMIT_BYTES", 100)
    long = b"From: a@b.example\n\n" + b"x" * 300 + b"\n"
    file, box = tmp_path / "long.eml", tmp_path / "long.mbox"
    file.write_bytes(long)
    box.write_bytes(FROM_LINE + long + b"\n" + FROM_LINE + ONE)

    assert [len(raw) for _, raw in read(file)] == [101]
    assert [len(raw) for _, raw in read(box)] == [101, len(ONE)]
    assert [len(raw) for _, raw in read(stdin=long)] == [101]
    assert LIMIT_BYTES == 10 * 1024 * 1024


@given(
    st.lists(
        st.lists(
            st.sampled_from([b"Done", b"From: x", b">From a 10:00", b"From a 10:00", b"", b">>From"]),
            min_size=1,
            max_size=5,
        ),
        min_size=1,
        max_size=4,
    )
)
def test_an_mboxrd_gives_back_what_was_written(tmp_path_factory, bodies):
    """Whatever lines the messages hold."""
    written = [b"Subject: x\n\n" + b"\n".join(lines) + b"\n" for lines in bodies]
    quoted = [
        b"\n".join(b">" + line if line.lstrip(b">").startswith(b"From ") else line for line in raw.split(b"\n"))
        for raw in written
    ]
    file = tmp_path_factory.mktemp("box") / "box"
    file.write_bytes(b"".join(FROM_LINE + raw + b"\n" for raw in quoted))

    assert [raw for _, raw in messages([file], io.BytesIO())] == written
