"""Foreign words made safe to show: controls, invisible characters, web addresses."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestones.mail.letter.clean import clean, defang, shown

any_text = st.text(alphabet=st.characters(), max_size=80)


@given(any_text)
def test_nothing_that_acts_is_left(text):
    """No control, no bidi control, no line separator, no surrogate; the rest is NFC and can be encoded."""
    kept = clean(text)

    assert not any(unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} for character in kept)
    assert all(character == "\u200d" for character in kept if unicodedata.category(character) == "Cf")
    assert unicodedata.is_normalized("NFC", kept)
    kept.encode("utf-8")


@given(any_text)
def test_cleaning_twice_is_cleaning_once(text):
    """A value may pass through more than one hand."""
    assert clean(clean(text)) == clean(text)
    assert shown(shown(text)) == shown(text)


@given(st.text(alphabet=st.characters(categories=("L", "N", "P", "S"), max_codepoint=0x24F), max_size=60))
def test_ordinary_words_stay_as_they_are(text):
    """Letters, numbers, punctuation and accents are nobody's attack."""
    assert clean(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Pilot\r\nBcc: x@y.example", "Pilot Bcc: x@y.example"),
        ("a\0b", "a b"),
        ("a\tb", "a b"),
        ("a\u2028b\x85c", "a b c"),
        ("form\u202egnp.exe", "formgnp.exe"),
        ("\u2066left\u2069", "left"),
        ("pay\u200bpal", "paypal"),
        ("Se\u0301an", "Séan"),
        ("👩\u200d👧", "👩\u200d👧"),
        ("bad\ud800", "bad\ufffd"),
    ],
)
def test_a_title_is_cleaned_to_one_line(text, kept):
    """Control characters become a space, bidi controls go (A19)."""
    assert clean(text) == kept


@pytest.mark.parametrize(
    ("text", "inert"),
    [
        ("see https://evil.example/x?y=1", "see hxxps://evil[.]example/x?y=1"),
        ("HTTP://EVIL.EXAMPLE", "hxxP://EVIL[.]EXAMPLE"),
        ("ftp://a.b/c and http://user:p@a.b:8080/", "ftp[:]//a[.]b/c and hxxp://user:p@a[.]b:8080/"),
        ("go to www.evil.example now", "go to www[.]evil[.]example now"),
        ("evil.com/login", "evil[.]com/login"),
        ("evil.com:8080/login", "evil[.]com:8080/login"),
        ("javascript://a.b", "javascript[:]//a[.]b"),
    ],
)
def test_a_web_address_is_made_inert(text, inert):
    """No mail program links what is left (A21)."""
    assert defang(text) == inert


@pytest.mark.parametrize(
    "text",
    [
        "Ask prevent@council.example, or the chair.",
        "GOV.UK guidance, e.g. section 4.2 and 4.3",
        "Complete by 30.9.2026",
        "Police/LA lead: see Annex A.1",
        "10:30 to 11:30",
        "and/or 24/7 cover",
    ],
)
def test_ordinary_punctuation_is_not_taken_for_an_address(text):
    """Mail addresses, abbreviations, times and numbers stay readable."""
    assert defang(text) == text
