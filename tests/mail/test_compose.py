"""Letters as they are sent: headers, markings, what is withheld, hostile words, every kind."""

from __future__ import annotations

import email
import email.policy
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from milestones.domain.letter import Kind
from milestones.domain.marking import Marking
from milestones.mail.letter import samples
from milestones.mail.letter.compose import REPLY_LINE, cleaned, compose, marking_of, withhold
from milestones.mail.letter.templates import Templates
from milestones.mail.letter.view import ItemView, LetterView, Words
from tests.templates_on_disk import shipped_sources

TEMPLATES = Templates(shipped_sources())
SAMPLES = samples.letters()
TITLE = "Pilot the Prevent referral form"
HOSTILE = [
    "Pilot\r\nBcc: victim@example.org\r\n\r\n<b>body</b>",
    '<img src=x onerror="alert(1)"></table></body>',
    "{{ 7*7 }} {% raw %} {# x #} %n ${env:HOME} {0.__globals__}",
    "https://evil.example/login and www.evil.example",
    "\u202eevil\u2066 \0 \x1b[31m \ud800 \u2028",
    "=?utf-8?q?Approved?=",
    "----- Please reply above this line -----",
]


def a_letter(**changed):
    """A reminder about one milestone, with something changed."""
    letter = LetterView(
        kind=Kind.REMINDER,
        board="Humberside Prevent Board",
        recipient_name="A. Holder",
        recipient_post="BCU Commander",
        recipient_address="bcu@humberside.police.example",
        sender="milestones@board.example",
        reply_to="replies+aaaa@board.example",
        message_id="<one@board.example>",
        date=datetime(2026, 11, 23, 9, 0, tzinfo=UTC),
        loop_mark="cafe",
        ask="the coordinator, J. Keeper",
        marking=Marking.OFFICIAL,
        items=(ItemView("HUM-1", TITLE, date(2026, 12, 7), days_late=-14, rule="fortnight"),),
        rule="fortnight",
    )
    return replace(letter, **changed)


def read(letter):
    """The composed letter, and the mail as its reader has it."""
    composed = compose(TEMPLATES, letter)
    return composed, email.message_from_bytes(composed.content, policy=email.policy.default)


class Tags(HTMLParser):
    """Collects the tags, attributes and text of an HTML part."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes, self.text = [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_data(self, data):
        self.text.append(data)


def test_a_letter_has_exactly_the_headers_of_the_contract():
    """Their names in order and their values, as docs/letters.md lists them."""
    _, mail = read(
        a_letter(sender_name="Humberside Prevent Board", references=("<zero@b.example>", "<half@b.example>"))
    )

    assert dict(mail.items()) == {
        "From": "Humberside Prevent Board <milestones@board.example>",
        "To": '"A. Holder" <bcu@humberside.police.example>',
        "Reply-To": "replies+aaaa@board.example",
        "Subject": "OFFICIAL [HUM-1] Reminder, due 7 December 2026: Pilot the Prevent referral form",
        "Date": "Mon, 23 Nov 2026 09:00:00 +0000",
        "Message-ID": "<one@board.example>",
        "In-Reply-To": "<half@b.example>",
        "References": "<zero@b.example> <half@b.example>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "X-Milestones": "HUM-1",
        "X-Milestones-Kind": "reminder",
        "X-Milestones-Rule": "fortnight",
        "X-Milestones-Loop": "cafe",
        "MIME-Version": "1.0",
        "Content-Type": mail["Content-Type"],
    }


def test_plain_text_comes_first_and_the_html_needs_no_images():
    """multipart/alternative, complete text first; nothing in the HTML is fetched from anywhere."""
    _, mail = read(a_letter())

    plain, html = mail.iter_parts()
    assert (plain.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    tags = Tags(html.get_content())
    assert not {"img", "script", "link", "iframe", "a", "form"} & set(tags.tags)
    assert not [value for _, name, value in tags.attributes if name in {"src", "href", "background"} or "url(" in value]


@pytest.mark.parametrize("kind", list(Kind))
def test_answers_say_auto_replied_and_all_else_auto_generated(kind):
    """RFC 3834 section 5: acknowledgement, clarification and refusal answer a mail."""
    _, mail = read(SAMPLES[kind.value])

    replied = kind in {Kind.ACKNOWLEDGEMENT, Kind.CLARIFICATION, Kind.REFUSAL}
    assert mail["Auto-Submitted"] == ("auto-replied" if replied else "auto-generated")
    assert mail["X-Milestones-Kind"] == kind.value
    assert ("List-Id" in mail) is (kind is Kind.DIGEST)


def test_a_letter_without_rule_or_milestones_has_no_such_headers():
    """An empty header would be a lie."""
    _, mail = read(SAMPLES["notice_bare"])

    assert not {"X-Milestones", "X-Milestones-Rule"} & set(mail.keys())


@pytest.mark.parametrize("name", list(SAMPLES))
def test_every_letter_begins_and_ends_as_promised(name):
    """Top marking, the line to reply above, everything else below; the marking again at the bottom, in both parts."""
    composed, mail = read(SAMPLES[name])
    lines = composed.text.splitlines()

    assert lines[:2] == [composed.marking, REPLY_LINE]
    assert composed.subject.startswith(f"{composed.marking} ")
    assert [line for line in lines if line and not line.startswith("log ")][-1] == composed.marking
    words = [word.strip() for word in Tags(composed.html.partition("<body")[2]).text if word.strip()]
    assert words[1:3] == [composed.marking, REPLY_LINE]
    assert words[-2 if name.startswith("digest") else -1] == composed.marking
    assert mail.get_body(("plain",)).get_content().replace("\r\n", "\n") == composed.text
    assert len(composed.subject) <= 150


@pytest.mark.parametrize(("action", "shown"), [(TITLE, False), ("Pilot it in two wards", True)])
def test_an_action_that_is_the_title_is_said_once(action, shown):
    """Most plans have no title of their own: the action stands in its place, and is not repeated below it."""
    item = replace(a_letter().items[0], action=action)

    composed, _ = read(a_letter(kind=Kind.AGREEMENT_REQUEST, items=(item,)))

    assert ("Action" in composed.text, "Action" in composed.html) == (shown, shown)


@pytest.mark.parametrize("name", list(SAMPLES))
def test_the_html_reads_well_aloud(name):
    """A language, one first heading, headings in order, header cells with a scope, balanced tags."""
    composed, _ = read(SAMPLES[name])
    tags = Tags(composed.html)

    assert ("html", "lang", "en-GB") in tags.attributes
    assert tags.tags.count("h1") == 1
    assert next(tag for tag in tags.tags if tag in {"h1", "h2", "h3"}) == "h1"
    assert tags.tags.count("th") == len(
        [1 for tag, attribute, _ in tags.attributes if (tag, attribute) == ("th", "scope")]
    )
    for tag in set(tags.tags) - {"meta", "br"}:
        assert composed.html.count(f"</{tag}>") == tags.tags.count(tag), tag


@pytest.mark.parametrize("name", list(SAMPLES))
def test_both_parts_say_the_same(name):
    """Whatever milestone, date, title or reply word stands in the text stands in the HTML too."""
    composed, _ = read(SAMPLES[name])
    aloud = " ".join(" ".join(Tags(composed.html).text).split())

    for item in SAMPLES[name].items:
        assert item.id in composed.text
        assert item.id in aloud
        for word in (item.reason, item.understood, item.effect, *item.history):
            assert (word in composed.text) == (word in aloud)
    assert ("IF NOBODY ANSWERS" in composed.text) == ("If nobody answers" in aloud)


class TestWithholding:
    """What is above a recipient's clearance."""

    SECRET = ItemView(
        **{
            one.name: {"str": "secret words", "tuple[str, ...]": ("secret words",), "int": 3}.get(one.type)
            for one in fields(ItemView)
        }
        | {
            "id": "HUM-9",
            "due": date(2026, 12, 7),
            "marking": Marking.OFFICIAL_SENSITIVE,
            "withheld": False,
            "rule": "r",
        }
    )

    @pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.DIGEST])
    def test_reference_and_date_are_shown_and_nothing_else(self, kind):
        """In no kind does a word of it reach the mail; the date and whom to ask do."""
        letter = replace(SAMPLES[kind.value], items=(self.SECRET,), ask="the coordinator, J. Keeper")
        composed, mail = read(letter)

        assert "secret" not in composed.text + composed.html + composed.subject + str(mail)
        assert "HUM-9" in composed.subject
        for part in (composed.text, composed.html):
            assert "HUM-9" in part
            assert "7 December 2026" in part
            assert "J. Keeper" in part
        assert composed.marking is Marking.OFFICIAL

    def test_a_cleared_recipient_sees_it_under_its_marking_and_no_title_in_the_subject(self):
        """The letter bears the marking of what it shows; a sensitive subject carries the reference alone."""
        sensitive = replace(a_letter().items[0], marking=Marking.OFFICIAL_SENSITIVE)
        composed, mail = read(a_letter(items=(sensitive,), clearance=Marking.OFFICIAL_SENSITIVE))

        assert composed.marking is Marking.OFFICIAL_SENSITIVE
        assert mail["Subject"] == "OFFICIAL-SENSITIVE [HUM-1] Reminder, due 7 December 2026"
        assert TITLE in composed.text
        assert composed.text.startswith("OFFICIAL-SENSITIVE\n")

    def test_an_item_that_the_caller_withholds_stays_withheld_from_the_cleared(self):
        """The flag counts by itself."""
        item = replace(a_letter().items[0], withheld=True)
        composed, _ = read(a_letter(items=(item,), clearance=Marking.OFFICIAL_SENSITIVE))

        assert TITLE not in composed.text + composed.html + composed.subject

    @given(st.sampled_from(list(Marking)), st.sampled_from(list(Marking)), st.lists(st.sampled_from(list(Marking))))
    def test_no_letter_is_marked_above_what_its_recipient_may_have(self, board, clearance, markings):
        """And none below what it shows."""
        items = tuple(withhold(ItemView(f"HUM-{n}", "t", marking=m), clearance) for n, m in enumerate(markings))
        marking = marking_of(a_letter(marking=board, clearance=clearance), items)

        assert clearance.allows(marking)
        assert all(marking.allows(item.marking) for item in items)
        assert marking.allows(board) or not clearance.allows(board)


class TestHostileWords:
    """Titles, names and reasons that try to be something else."""

    @pytest.mark.parametrize("words", HOSTILE)
    @pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.DIGEST])
    def test_words_stay_words_in_every_kind(self, kind, words):
        """No header, tag, link or second template: the mail has the same skeleton as with plain words."""
        plain, hostile = (self.filled(SAMPLES[kind.value], text) for text in ("words", words))
        ours, mail = read(hostile)
        expected, plain_mail = read(plain)

        assert mail.keys() == plain_mail.keys()
        assert Tags(ours.html).tags == Tags(expected.html).tags
        assert Tags(ours.html).attributes == Tags(expected.html).attributes
        assert "evil.example" not in ours.text + ours.html
        assert not set("\0\x1b\u202e\u2066\u2028\ud800") & set(ours.text + ours.html + ours.subject)
        assert "49" not in ours.text

    @staticmethod
    def filled(letter, text):
        """The letter with every free text replaced."""
        item_words = {
            one.name: text
            for one in fields(ItemView)
            if one.type == "str" and one.name not in {"id", "request", "outcome"}
        }
        letter_words = (
            "board",
            "recipient_name",
            "recipient_post",
            "ask",
            "sender_name",
            "stands_for",
            "why",
            "next_step",
        )
        items = tuple(replace(item, **item_words, history=(text,), criteria=(text,)) for item in letter.items)
        facts = {name: text if isinstance(value, str) else value for name, value in letter.facts.items()}
        return replace(
            letter,
            items=items,
            facts=facts,
            also_to=(text, text),
            copied_to=(text,),
            **dict.fromkeys(letter_words, text),
        )

    @settings(max_examples=80, deadline=None)
    @given(st.text(alphabet=st.characters(), max_size=80), st.text(alphabet=st.characters(), max_size=80))
    @example("a\r\nX-Evil: 1", "b\u2028c\x85d")
    def test_no_title_or_name_adds_a_header(self, title, name):
        """A17: the headers after parsing again are those that were intended, whatever the fields hold."""
        item = replace(a_letter().items[0], title=title, owners=name)
        _, mail = read(
            a_letter(items=(item,), recipient_name=name, sender_name=name, rule=title or None, loop_mark=name)
        )
        optional = {"X-Milestones-Rule"} if title else set()

        assert set(mail.keys()) == {
            "From", "To", "Reply-To", "Subject", "Date", "Message-ID", "Auto-Submitted", "X-Auto-Response-Suppress",
            "X-Milestones", "X-Milestones-Kind", "X-Milestones-Loop", "MIME-Version", "Content-Type",
        } | optional  # fmt: skip
        assert len(mail.keys()) == len(set(mail.keys()))
        assert [one.addr_spec for one in mail["To"].addresses] == ["bcu@humberside.police.example"]

    @pytest.mark.parametrize(
        "changed",
        [
            {"recipient_address": "x@y.example>\r\nRCPT TO:<z@evil.example"},
            {"recipient_address": "a@b.example, c@d.example"},
            {"sender": "a@b.example\nBcc: c@d.example"},
            {"reply_to": "nobody"},
            {"message_id": "<a@b>\r\nX: y"},
            {"references": ("<a@b> <c@d>",)},
            {"list_id": "x"},
            {"date": datetime(2026, 1, 1)},  # noqa: DTZ001 - the fault under test
        ],
        ids=lambda changed: next(iter(changed)),
    )
    def test_an_address_or_id_that_is_none_is_a_fault_of_ours(self, changed):
        """One recipient a mail (A47); nothing is sent rather than something else."""
        with pytest.raises(ValueError, match=r"not a|needs an offset"):
            compose(TEMPLATES, a_letter(**changed))

    def test_what_no_letter_can_show_is_a_fault_of_ours(self):
        """An object in the facts would print its inside."""
        with pytest.raises(TypeError, match="cannot show"):
            cleaned({"post": object()})


class TestWords:
    """What a letter says."""

    @pytest.mark.parametrize(
        ("days_late", "words"),
        [(-14, "in 14 days"), (-1, "tomorrow"), (0, "due today"), (1, "1 day late"), (30, "30 days late")],
    )
    def test_a_reminder_says_when_in_calendar_days(self, days_late, words):
        """Before, on and after the day."""
        item = replace(a_letter().items[0], days_late=days_late)
        composed, _ = read(a_letter(items=(item,)))

        assert words in composed.text
        assert words in composed.html
        assert "Monday 7 December 2026" in composed.text

    def test_one_reply_can_answer_several(self):
        """The words to reply with name the references."""
        first = a_letter().items[0]
        composed, _ = read(a_letter(items=(first, replace(first, id="HUM-4", title="Train"))))

        assert "HUM-1 done, HUM-4 extend to 4 January" in composed.text
        assert composed.subject == "OFFICIAL [HUM-1, HUM-4] Reminder: 2 milestones"

    def test_a_milestone_that_two_rules_bring_is_shown_once(self):
        """Two rungs at one moment are one paragraph; two requests about one milestone are two."""
        first = a_letter().items[0]
        twice, _ = read(a_letter(items=(first, replace(first, rule="due"))))
        asked = replace(first, request="claim", by="X")
        requests, _ = read(replace(SAMPLES["decision_request"], items=(asked, replace(asked, by="Y"))))

        assert twice.text.count(TITLE) == 1
        assert requests.text.count(TITLE) == 2

    def test_words_given_by_the_flow_take_the_place_of_the_kinds_own(self):
        """A flow that knows better what can be answered says so."""
        composed, _ = read(a_letter(replies=(Words("yes please", "it goes on"),)))

        assert "yes please" in composed.text
        assert "snooze" not in composed.text + composed.html

    @pytest.mark.parametrize(
        ("request_", "outcome", "words"),
        [
            ("extension", "approved", "New date 14 January 2027"),
            ("extension", "rejected", "Date stays 7 December 2026"),
            ("reassignment", "approved", "New owner"),
            ("reassignment", "rejected", "Stays with you"),
            ("claim", "approved", "Completion accepted"),
            ("claim", "rejected", "Completion not accepted"),
            ("withdrawal", "approved", "Withdrawn"),
        ],
    )
    def test_a_decisions_subject_says_what_was_decided(self, request_, outcome, words):
        """It goes to every owner, also to those who asked for nothing: not "Approved"."""
        days = {"old_due": date(2026, 12, 7), "new_due": date(2027, 1, 14)}
        item = replace(a_letter().items[0], request=request_, outcome=outcome, **days)
        composed, _ = read(a_letter(kind=Kind.DECISION, items=(item,)))

        assert composed.subject.startswith(f"OFFICIAL [HUM-1] {words}: ")

    @pytest.mark.parametrize("name", [name for name, one in SAMPLES.items() if one.kind is not Kind.NOTICE])
    def test_the_coordinator_is_not_told_to_ask_the_coordinator(self, name):
        """Every reader is told whom to ask, but for the one who would be sent to themselves."""
        asked = SAMPLES[name].ask
        keeper, _ = read(replace(SAMPLES[name], keeps_programme=True))
        other, _ = read(SAMPLES[name])

        assert all(asked in part for part in (other.text, other.html))
        for part in (keeper.text, keeper.html):
            assert asked not in part
            assert "asks the coordinator" not in part
            assert "tell the coordinator" not in part

    def test_a_challenge_says_what_the_reply_said_and_asks_for_one_word(self):
        """Two steps: what we understood, and CONFIRM only if they sent it."""
        composed, _ = read(SAMPLES["clarification_challenge"])

        assert "it is complete" in composed.text
        assert "Reply with the one word CONFIRM" in composed.text
        assert "If you did not send it" in composed.html

    def test_a_digest_ends_with_the_head_of_the_log(self):
        """The last line, by itself, so that it can be copied into `audit verify --anchor`."""
        letter = SAMPLES["digest"]
        composed, _ = read(letter)

        assert composed.text.splitlines()[-1] == f"log {letter.digest.covers.anchor}"
        assert f">log {letter.digest.covers.anchor}<" in composed.html

    def test_an_empty_digest_still_says_that_there_is_nothing(self):
        """Silence means failure, so nothing is said in words."""
        composed, _ = read(SAMPLES["digest_empty"])

        assert "Nothing is late." in composed.text
        assert "0 letters could not be delivered and 0 bounced" in composed.text

    def test_a_day_kept_as_json_is_still_a_day(self):
        """A letter written anew from the outbox has its facts as JSON text."""
        letter = SAMPLES["assignment"]
        kept = {name: str(value) for name, value in letter.facts.items()}

        assert read(replace(letter, facts=kept))[0].text == read(letter)[0].text

    def test_the_same_view_gives_the_same_bytes(self):
        """A letter written anew is the same mail."""
        assert compose(TEMPLATES, a_letter()).content == compose(Templates(shipped_sources()), a_letter()).content
