"""What a person newly wrote: between quotes, above disclaimers, in HTML; and what never counts."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestones.mail.inbound import budget
from milestones.mail.inbound.html_text import html_lines
from milestones.mail.inbound.letter_lines import words
from milestones.mail.inbound.message import Mail
from milestones.mail.inbound.newest import body_conflict, newest_of, newest_text
from tests.mail.client_styles import ADDRESS, DISCLAIMER, ENGLISH, GMAIL_ON, LETTER, LINES, SIGNED, header_block, quoted
from tests.patience import patient

SECOND = next(index for index, line in enumerate(LINES) if line.startswith("HUM-2"))
WORDS = next(index for index, line in enumerate(LINES) if line.startswith("REPLY WITH"))


def newest(*lines: str, letter: str = LETTER, name: str = "Holder, Alex") -> str:
    return newest_of("\n".join(lines).split("\n"), letter, name)


@pytest.mark.parametrize("mark", ["> ", ""], ids=["marked", "Outlook"])
def test_answers_between_the_milestones_keep_their_milestone(mark):
    """M58: an answer under each milestone is not taken for all of them."""
    heading = [GMAIL_ON] if mark else header_block(*ENGLISH)
    body = [
        *quoted(LINES[:SECOND], mark),
        "Done, signed off on Monday",
        "",
        *quoted(LINES[SECOND:WORDS], mark),
        "Need until 3 Dec",
        *quoted(LINES[WORDS:], mark),
    ]

    assert (
        newest("Please see below.", "", *heading, "", *body)
        == "Please see below.\n\nHUM-1: Done, signed off on Monday\n\nHUM-2: Need until 3 Dec"
    )


def test_an_answer_under_one_kept_milestone_is_about_that_one():
    """The owner cut the quote down to one milestone of two."""
    assert newest("> HUM-2 Train every member of the Channel panel", "Done") == "HUM-2: Done"


def test_an_answer_below_the_whole_letter_is_about_all_of_it():
    """Bottom posting under both milestones names none."""
    assert newest(GMAIL_ON, *quoted(), "", "All done", *SIGNED) == "All done"


def test_text_above_and_below_the_quote_both_count():
    """A correction below must not be lost."""
    assert (
        newest("Done.", "", GMAIL_ON, *quoted(), "", "Sorry, HUM-2 is not done.")
        == "Done.\n\nSorry, HUM-2 is not done."
    )


def test_an_answer_typed_into_a_line_of_the_letter_is_kept_with_it():
    """Outlook users write behind the title."""
    lines = [*LINES[:SECOND], LINES[SECOND] + " - not done yet, two to go", *LINES[SECOND + 1 :]]

    assert newest(*header_block(*ENGLISH), "", *lines) == LINES[SECOND] + " - not done yet, two to go"


def test_a_colleagues_mail_in_the_thread_never_speaks_for_the_sender():
    """The letter was passed round; only the topmost mail is the sender's."""
    thread = [*header_block(*ENGLISH), "", "Done", "", *header_block(*ENGLISH), "", *LINES]

    assert newest("I will check with Sam.", "", *thread) == "I will check with Sam."


def test_another_mail_below_a_heading_is_not_searched_for_answers():
    """Without our letter in it there is no telling what was typed into a quote."""
    assert (
        newest("Thanks, noted.", "", *header_block(*ENGLISH), "", "All of it is complete now.", "Regards")
        == "Thanks, noted."
    )


def test_a_quoted_line_that_a_relay_wrapped_stays_quoted():
    """Its lost end stands unmarked between two marked lines."""
    lines = ["> When it is finished please reply to this letter with the one word", "done", "> and nothing else"]

    assert newest("Not yet", "", "On 24/11/2026 09:00, X <x@y.example> wrote:", *lines, letter="") == "Not yet"


@pytest.mark.parametrize("cut", [0, 2, 8, WORDS, WORDS + 1])
def test_a_letter_left_under_the_answer_never_counts(cut):
    """Whatever of it was cut away above, with no heading at all."""
    assert newest("Not done yet", "", *LINES[cut:]) == "Not done yet"


def test_the_words_to_reply_with_left_in_whole_are_the_letters():
    """Both options left in say nothing."""
    assert newest(*LINES[WORDS:]) == ""


def test_one_of_the_words_to_reply_with_is_an_answer():
    """It is what they are there for."""
    for answer in (
        "done",
        "extend to 14 January 2027",
        "not done yet: two wards left",
        "blocked: what it waits for the Home Office",
    ):
        assert newest(answer, "", *SIGNED) == answer


@pytest.mark.parametrize(
    "line",
    [
        "OFFICIAL",
        "OFFICIAL-SENSITIVE",
        "OFFICIAL - SENSITIVE [PERSONAL]",
        "*OFFICIAL: Sensitive*",
        "Classification: OFFICIAL",
        "Protective Marking: NOT PROTECTIVELY MARKED",
        "NOT PROTECTIVELY MARKED",
        "RESTRICTED",
        "SWYDDOGOL",
        "[EXTERNAL]",
        "*** EXTERNAL EMAIL ***",
        "CAUTION: This email originated from outside of the council. Do not click links in it unless it is safe.",
        "You don't often get email from replies@board.example. Learn why this is important<https://aka.ms/x>",
        "This message came from outside the organisation. Do not open attachments unless you recognise the sender.",
        "RHYBUDD: Mae'r e-bost hwn wedi dod o'r tu allan i'r sefydliad.",
        "Sent from my iPhone",
        "Sent from my Samsung Galaxy smartphone.",
        "Get Outlook for Android<https://aka.ms/AAb9ysg>",
        "Sent from Mail<https://go.microsoft.com/fwlink/?LinkId=550986> for Windows",
        "Anfonwyd o fy iPhone",
        "[cid:image001.png@01DB3E5A.1B2C3D40]",
        "Please consider the environment before printing this email.",
        "This email has been scanned for viruses by the Council's gateway.",
    ],
)
def test_a_line_that_an_office_adds_is_not_the_writers(line):
    """Above or below the answer."""
    assert newest(line, "", "Not done yet", letter="") == "Not done yet"
    assert newest("Not done yet", "", line, letter="") == "Not done yet"


@pytest.mark.parametrize(
    "line",
    [
        "Official sign-off is on Friday, not done yet",
        "This email is to confirm that HUM-1 is done",
        "Restricted by the budget: blocked",
        "External consultants have not finished",
        "If you are happy I will close it, but it is not done",
        "Sent from the panel to the board for agreement, not yet agreed",
        "Please note that HUM-2 is not done",
        "Thanks for the reminder, HUM-1 is done",
        "From: Monday on it will be done",
        "On 24 November we finished it",
        "Best case it is done by Friday",
        "👍",
    ],
)
def test_a_persons_sentence_that_begins_like_one_is_kept(line):
    """Two signs are asked for, not one."""
    assert newest(line, *SIGNED) == line
    assert newest(line, "", GMAIL_ON, *quoted()) == line


def test_words_in_a_signature_or_disclaimer_never_count():
    """M54: a slogan says done, a disclaimer says complete."""
    slogan = ["", "Kind regards", "Alex Holder", "Getting it DONE since 1839", "Humberside Police | 101"]

    assert newest("Still waiting.", *slogan, *DISCLAIMER) == "Still waiting."


@pytest.mark.parametrize(
    "line",
    ["PS HUM-2 is not done", "P.S. Sorry, ignore that, it is not finished.", "But not the annex", "HUM-2 in January"],
)
def test_a_postscript_is_never_lost_with_the_signature(line):
    """What could weaken a confirmation is kept wherever it stands."""
    assert newest("Done", "", "Kind regards", "Alex Holder", "Humberside Police", "", line) == f"Done\n\n{line}"


def test_a_name_block_without_a_closing_is_a_signature():
    """A bare block with a telephone number."""
    assert newest("Done", "", "Alex Holder", "Chief Superintendent", "Tel: 01482 000000") == "Done"
    assert newest("Done", "", "Alex") == "Done"


@pytest.mark.parametrize(
    "signature",
    [
        "Alex Holder | Chief Superintendent | Humberside Police",
        "Alex Holder, BCU Commander",
        "Alex Holder - 01482 000000",
        "AH",
        "Holder, Alex",
    ],
)
def test_the_senders_name_begins_a_signature(signature):
    """On one line with the post, or as initials; the shown name of From tells it."""
    assert newest("Done.", signature) == "Done."


@pytest.mark.parametrize(
    "line",
    [
        "Alex Holder is done with it",
        "Annex outstanding",
        "extend to 3 Dec",
        "One ward still to go",
        "Alex Holder, not done",
    ],
)
def test_a_line_that_goes_on_with_the_answer_is_no_signature(line):
    """After thanks or a name, too: dropped, it would leave a false confirmation."""
    assert newest("Done", "Thanks", line).split("\n")[-1] == line


def test_a_tag_before_the_answer_goes_and_the_answer_stays():
    """A gateway's tag on the same line, and a table of the writer's own."""
    assert newest("[EXTERNAL EMAIL] Not done yet") == "Not done yet"
    assert newest("| HUM-1 | done |", "| HUM-2 | not done |") == "| HUM-1 | done |\n| HUM-2 | not done |"


def test_thanks_before_the_answer_closes_nothing():
    """The answer stands below it."""
    assert (
        newest("Thanks,", "We have finished HUM-1 but HUM-2 needs another month", "Alex")
        == "Thanks,\nWe have finished HUM-1 but HUM-2 needs another month"
    )


def test_thanks_alone_is_what_they_say():
    """Nothing else was written."""
    assert newest("Thanks", "", "Alex Holder") == "Thanks"


def test_the_plain_part_is_read_and_where_it_is_empty_the_html():
    """M35."""
    assert newest_text(Mail(None, None, text="Not yet", html="<p>Done</p>")) == "Not yet"
    assert newest_text(Mail(None, None, text=" \n", html="<p>Done</p>")) == "Done"
    assert newest_text(Mail(None, None)) == ""


def test_a_clear_signed_text_is_read_without_its_armour():
    """RFC 9580 section 7."""
    head, foot = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n", "-----BEGIN PGP SIGNATURE-----\n\niQEz\n"
    text = f"{head}Not done\n- -- \nAlex\n{foot}-----END PGP SIGNATURE-----\n"

    assert newest_text(Mail(None, None, text=text)) == "Not done"


@pytest.mark.parametrize(
    ("text", "html", "differ"),
    [
        ("NOT YET", "<p>DONE</p>", True),
        ("Done", "<p>Not done</p>", True),
        ("extend to 3 December", "<p>extend to 13 December</p>", True),
        ("We talked it over with the whole team", "<p>A different tale altogether for other readers</p>", True),
        ("Done", "<p>Done</p>", False),
        (
            "1. Done\n2. See https://x.example/y",
            '<ol><li>Done</li><li>See <a href="https://x.example/y">here</a></li></ol>',
            False,
        ),
        ("*Done*, it's all in\n\n[image: logo]", '<b>Done</b>, it&rsquo;s all in<br><img src="cid:1" alt="x">', False),
        ("Done", "", False),
        (
            f"Done\n\n{GMAIL_ON}\n> x",
            f'<p>Done</p><div class="gmail_attr">{GMAIL_ON}</div><blockquote class="gmail_quote">y</blockquote>',
            False,
        ),
    ],
)
def test_two_texts_that_say_different_things_are_told(text, html, differ):
    """M36: one reader sees NOT YET, another DONE."""
    assert (body_conflict(Mail(None, None, text=text, html=html)) is not None) is differ


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        ("<p>a</p><p>b</p>", ["a", "", "b", ""]),
        ("a<br>b<br/>c", ["a", "b", "c"]),
        ("<div>a<div>b</div></div>c", ["a", "b", "c"]),
        ("<ul><li>a</li><li>b</li></ul>", ["a", "b"]),
        ("<table><tr><td>a</td><td>b</td></tr></table>", ["a b"]),
        ("a &amp; b&nbsp;&lt;c&gt;", ["a & b\xa0<c>"]),
        ("<pre>a\n  b</pre>", ["a", "  b"]),
        ("a<!-- b --> c<!--[if mso]>d<![endif]-->", ["a c"]),
        ("<script>a</script><style>b</style><title>c</title>d", ["d"]),
        ('<span style="display: none">a</span><b hidden>b</b>c', ["c"]),
        ('<a title="x > y">a</a>', ["a"]),
        ("1 < 2 and a <b", ["1 < 2 and a <b"]),
        ("<blockquote type=cite>a<blockquote>b</blockquote></blockquote>c", ["> a", ">> b", "> ", "c"]),
    ],
)
def test_html_becomes_the_lines_that_are_seen(markup, lines):
    """Blocks are lines, quotes are marked, what is hidden is not there."""
    assert [line for line in html_lines(markup) if line.strip("> ")] == [line for line in lines if line.strip("> ")]


BOMBS = {
    "open comments": "<!--" * 60_000,
    "open tags": "<a" * 120_000,
    "open quotes": "<a b='" * 40_000,
    "quotes that close far away": "<a b=\"'" * 30_000 + ">",
    "entities": "&" * 250_000,
    "spaces in a tag": "<a" + " " * 250_000 + ">",
    "equal signs": "<a" + " x=" * 80_000 + ">",
    "deep nesting": "<div>" * 50_000,
    "deep quotes": "<blockquote>" * 20_000,
    "stray ends": "</p>" * 60_000,
    "nesting closed by strangers": "<i><b></i>" * 25_000,
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS.keys())
def test_hostile_html_takes_linear_time(bomb):
    """256 kB of it, in any broken shape."""
    started = time.perf_counter()

    newest_of(html_lines(bomb[: budget.TEXT_CHARS]), LETTER)

    assert time.perf_counter() - started < patient(2.5)


TEXT_BOMBS = {
    "marks": "> " * 130_000,
    "one line": "On " * 80_000 + "wrote:",
    "attributions without an end": "On 24/11/2026 09:00\n" * 12_000,
    "labels": "From: x\n" * 30_000,
    "rules": "_____\n" * 40_000,
    "short lines": "x\n" * 130_000,
    "letter lines": (LETTER + "\n") * 200,
    "one word of the letter": "done\n" * 50_000,
    "closings": "Regards\nX\n\n" * 20_000,
    "banners": "CAUTION: this email originated\n" * 8_000,
    "disclaimers": "This email and\n\n" * 15_000,
    "names": "Aa Bb Cc Dd " * 20_000,
    "ids": "HUM-1 " * 40_000,
    "digits": "1" * 250_000,
    "addresses": "a@" * 120_000,
    "blanks": " \n" * 130_000,
    "brackets": "[" * 250_000,
    "angles": "<http://" * 30_000,
}


@pytest.mark.parametrize("bomb", TEXT_BOMBS.values(), ids=TEXT_BOMBS.keys())
def test_hostile_text_takes_linear_time(bomb):
    """256 kB of it, as one mail's text."""
    started = time.perf_counter()

    newest = newest_text(Mail(None, None, sender_name="Aa Bb", text=bomb[: budget.TEXT_CHARS]), LETTER)

    assert time.perf_counter() - started < patient(2.5)
    assert len(newest) <= budget.SEARCHED_CHARS


PIECE = st.sampled_from(
    [
        "",
        "Done",
        "Not done yet",
        "> quoted",
        ">",
        GMAIL_ON,
        *header_block(*ENGLISH),
        "-- ",
        "Kind regards",
        "Alex",
        "OFFICIAL",
        *DISCLAIMER,
        *LINES[4:9],
        *quoted(LINES[4:9]),
        "PS not",
        "____________",
        f"<{ADDRESS}>",
        "👍",
        "HUM-2 by Friday",
    ]
)


@given(st.lists(PIECE | st.text(st.characters(codec="utf-8", exclude_characters="\n\r"), max_size=30), max_size=25))
def test_what_is_new_stands_in_the_mail_word_for_word(lines):
    """Nothing is made up: each line is one of the mail's, but for a milestone's id in front."""
    cleaned = {line.replace("\xa0", " ").strip() for line in lines} | {
        piece.strip() for line in lines for piece in line.split(" On ")
    }
    for line in newest(*lines).split("\n"):
        assert line.strip() in cleaned | {""} or line.partition(": ")[2].strip() in cleaned


@given(
    st.lists(st.sampled_from(["Done", "Not yet", "by Friday", ""]), max_size=4),
    st.integers(0, len(LINES) - 6),
    st.sampled_from(["", "> ", "| ", "# ", "    "]),
)
def test_the_letters_long_lines_never_come_back(answer, cut, mark):
    """Whatever part of it is left under an answer, under whatever mark."""
    found = newest(*answer, "", *(mark + line for line in LINES[cut:]))

    letter = " ".join(words(LETTER))
    assert not [line for line in found.split("\n") if len(words(line)) > 5 and " ".join(words(line)) in letter]


@given(st.text(max_size=300), st.text(max_size=100))
def test_any_text_is_read(text, letter):
    """Nothing is raised, and what is given is stripped."""
    found = newest_text(Mail(None, None, text=text), letter)

    assert found == found.strip()


@given(st.text(alphabet="<>/ab =\"'!-&;px", max_size=120))
def test_any_markup_is_read(markup):
    """Nothing is raised, and no tag is left open for the next mail."""
    assert isinstance(html_lines(markup), list)
