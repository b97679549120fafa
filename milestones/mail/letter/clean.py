"""Makes words that came from outside safe to show in a mail. Knows Unicode's traps; knows nothing of letters.

Guarantees T9 to T11: control characters become a space, bidi controls and other invisible formatting go, addresses of
web pages are defanged so that no mail program turns them into a link.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_ZERO_WIDTH_JOINER = "\u200d"
_CONTROL_RUN = re.compile(
    # C0, DEL, C1 (U+0085 among them), line and paragraph separator: what a header parser or a terminal may act on
    "[\x00-\x1f\x7f-\x9f\u2028\u2029]+"
)
_MAYBE_LINK = re.compile(r"://|www\.|\.\w+[/:]", re.IGNORECASE)
_LINK = re.compile(
    r"(?P<scheme>\b[a-z][a-z0-9+.-]{1,20}://)(?P<far>[^\s/?#<>\"']*)"  # with a scheme: any host
    r"|(?<![\w@.-])(?P<host>(?:www(?:\.[\w-]{1,63}){1,8})|(?:[\w-]{1,63}\.){1,8}(?!toml\b)[a-z]{2,24}(?=[/:]\S))",
    re.IGNORECASE,
)


def clean(text: str) -> str:
    """Give `text` as one safe line: controls a space, bidi and invisible format characters removed, NFC.

    A run of control characters becomes one space. Lone surrogates become U+FFFD, which every encoding takes.
    """
    if text.isascii() and text.isprintable():
        return text  # nearly every value: nothing to do
    return _clean_slowly(text)


def defang(text: str) -> str:
    """Give `text` with web addresses made inert: `https://a.b/c` becomes `hxxps://a[.]b/c`.

    A host without scheme is defanged where mail programs would link it: after `www.`, or before a path or port.
    Mail addresses stay as they are, and so do our own files with a line (`schedules.toml:12`): nothing links those.
    """
    if ("." not in text and "://" not in text) or _MAYBE_LINK.search(text) is None:
        return text  # nearly every value
    return _LINK.sub(_inert, text)


def shown(text: str) -> str:
    """Give `text` cleaned and defanged: how every foreign word appears in a letter's body or subject."""
    if text.isascii() and text.isprintable() and "." not in text and "://" not in text:
        return text  # most titles, names and reasons
    return defang(clean(text))


@lru_cache(maxsize=4096)
def _clean_slowly(text: str) -> str:
    """Clean what has something in it to clean, or at least something that is not ASCII."""
    spaced = _CONTROL_RUN.sub(" ", text)
    kept = "".join(_safe(character) for character in spaced)
    return unicodedata.normalize("NFC", kept)


def _safe(character: str) -> str:
    """Give one character as it may be shown: nothing for a format character, U+FFFD for a lone surrogate."""
    category = unicodedata.category(character)
    if category == "Cf":
        return character if character == _ZERO_WIDTH_JOINER else ""
    return "\ufffd" if category == "Cs" else character


def _inert(match: re.Match[str]) -> str:
    """Give one web address so that nothing links it."""
    scheme = match["scheme"]
    if scheme is None:
        return match["host"].replace(".", "[.]")
    harmless = "hxx" + scheme[3:] if scheme[:4].lower() == "http" else scheme.replace("://", "[:]//")
    return harmless + match["far"].replace(".", "[.]")
