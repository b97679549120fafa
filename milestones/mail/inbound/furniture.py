"""Takes away what stands around a person's words: greeting, sign-off, markings, disclaimers, quotes, our own letter.

Works line by line in linear time. Knows how mail looks, not what replies mean; `milestones.mail.inbound.newest` has cut
the quoted mail before, this is the second pair of eyes.
"""

from __future__ import annotations

import re
import unicodedata

from milestones.mail.inbound.block_lines import is_first_name, is_named, says_nothing

LIMIT_CHARS = 16 * 1024
"""How much of a reply is read; nobody answers a reminder with more, and the rest costs time."""

_DASHES = {ord(dash): "-" for dash in "‐‑‒–—―−"}
_QUOTES = {ord(quote): "'" for quote in "‘’‚‛`´ʼ"} | {ord(quote): '"' for quote in "“”„«»"}
_SPACES = {
    ord(space): " " for space in "\u00a0\u1680\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000\t"
}
_BREAKS = {ord(line): "\n" for line in "\r\v\f\u0085\u2028\u2029"}
_DROPPED = {ord(mark): None for mark in "‹›\ufe0e\ufe0f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"}
_TABLE = _DASHES | _QUOTES | _SPACES | _BREAKS | _DROPPED | {ord("…"): "..."}
_SURROGATES = re.compile("[\ud800-\udfff]")


def plain(text: str) -> str:
    """Give `text` capped, with one kind of quote, dash, space and line break, without invisible characters."""
    text = _SURROGATES.sub("\ufffd", text[:LIMIT_CHARS]).replace("\r\n", "\n").translate(_TABLE)
    text = _SPACED_OUT.sub(
        lambda match: match[0].replace(" ", ""), _TAGS.sub(" ", text.replace("&nbsp;", " ").replace("&amp;", "&"))
    )
    if not text.isascii():
        text = "".join(one for one in text if one == "\n" or unicodedata.category(one) not in ("Cf", "Cc"))
        text = unicodedata.normalize("NFC", text)
    return "".join(one for one in text if one == "\n" or one >= " ")


_TAGS = re.compile(r"</?(?:p|div|span|br|b|i|u|font)(?: [^<>\n]{0,200})?/?>", re.IGNORECASE)
"""Markup that a client left in its plain text."""
_SPACED_OUT = re.compile(r"(?m)^(?:[A-Z] ){3,11}[A-Z](?=[ .!]*$)")
"""A word spelled out by its letters: "D O N E"."""
_QUOTED = re.compile(r"\s*>")
_HEADER = re.compile(r"\s*\*?(?:from|sent|to|cc|date|subject|oddi wrth|anfonwyd|at|pwnc)\*?\s*:", re.IGNORECASE)
_CUT = re.compile(
    r"\s*(?:-{2,} ?(?:original message|forwarded message|neges wreiddiol)|_{10,}\s*$|on .{6,200} wrote:\s*$"
    r"|ar .{6,200} ysgrifennodd|begin forwarded message)",
    re.IGNORECASE,
)
_ABOVE = re.compile(r"\breply above this line\b|\batebwch uwchben\b", re.IGNORECASE)
_MARKING = re.compile(
    r"\W*(?:(?:marking|classification|protective marking) ?[:\-]? ?)?"
    r"(?:official(?:[ :\-]*sensitive)?(?:[ :\-]+(?:commercial|personal|police|locsen))?|protect|restricted"
    r"|unclassified"
    r"|not protectively marked|nprm?|internal|external(?: e?-?mail)?|swyddogol)\W*",
    re.IGNORECASE,
)
_BANNER = re.compile(
    r"\W*(?:caution|warning|external|this (?:e-?mail|message) (?:originated|came|was sent) from outside"
    r"|you don't often get)\b.*"
    r"(?:external|outside|e-?mail|attachments|links|sender)",
    re.IGNORECASE,
)
_LEGAL = re.compile(
    r"\s*(?:\W*disclaimer\W*$|\W*disclaimer ?[:.-]|\W*confidential(?:ity)?(?: notice)?\W*$"
    r"|\W*confidential(?:ity)?(?: notice)?[:\-\s]+this\b"
    r"|(?:[\w'& ]{3,60}: )?this (?:e-?mail|message|communication|transmission)\b.*"
    r"(?:intended|confidential|addressee|recipient|privileged|scanned|virus)|the (?:information"
    r"|contents?) (?:contained )?in this"
    r"|(?:any )?views (?:or opinions )?expressed|if you (?:are not|have received this)|please consider the environment"
    r"|think before you print|mae'r (?:e-bost|neges) hwn|internet e-?mail is not)",
    re.IGNORECASE,
)
_RULE = re.compile(r"\s*[*_=~-]{5,}\s*")
_PLACEHOLDER = re.compile(
    r"\s*(?:\[?cid:[^\]\s]{1,200}\]?|winmail\.dat|att\d{4,8}\.(?:txt|htm)|smime\.p7[ms]|\[image[^\]]{0,80}\]"
    r"|<[^>]{0,200}>)\s*",
    re.IGNORECASE,
)
_ARMOUR = re.compile(r"-----BEGIN PGP MESSAGE-----.*", re.DOTALL)
_DEVICE = re.compile(
    r"\s*(?:sent (?:from|via|using) (?:my |outlook|samsung|yahoo|mobile|mail for)|get outlook for"
    r"|sent from .{0,40}(?:phone|ipad"
    r"|android|blackberry|mobile)|anfonwyd o)",
    re.IGNORECASE,
)
_SIGN_OFF = re.compile(
    r"\s*(?:--\s*|(?:(?:with |many )?(?:kind(?:est)?|best|warm(?:est)?|kindest|many)? ?(?:regards|wishes)|rgds|kr"
    r"|br|yours(?: \w+)?"
    r"|sincerely|cofion(?: cynnes)?|yn gywir|all the best|best|regards))[,.! ]*",
    re.IGNORECASE,
)
_THANKS_OFF = re.compile(
    r"\s*(?:(?:many |kind )?thanks(?: again)?|thank you|cheers|thx|ta|diolch(?: yn fawr)?)[,.! ]*", re.IGNORECASE
)
_GREETING = re.compile(
    r"\s*(?:(?:hi|hello|hiya|dear|hey|morning|afternoon|evening|good (?:morning|afternoon|evening|day)|bore da"
    r"|prynhawn da"
    r"|helo|annwyl|shw?mae|s'mae|bonjour|bonsoir|salut|guten (?:tag|morgen)|hallo)"
    r"(?: (?:all|both|team|there|colleagues?|sir|ma'?am|madam|everyone|sir/madam|sir or madam"
    r"|[\w.'-]+(?: [A-Z][\w.'-]+){0,3}))?"
    r"|sir|sir/ma'?am|sir/madam|ma'?am|boss|all)[ ,.!:\-]*",
    re.IGNORECASE,
)
_INSTRUCTION = re.compile(
    r"\breply\b.{0,20}\b(?:done|complete|confirmed)\b.{0,60}\bif\b|\bwords to reply with\b"
    r"|\bdone\b.{0,60}\bnot done\b.{0,60}\bextend\b.{0,60}\b(?:followed|new date|date)\b",
    re.IGNORECASE,
)
_LETTER_HEAD = re.compile(
    r"\s*milestone [A-Z0-9]{1,10}-\d+:|\s*\[[A-Z0-9]{1,10}-\d+\] (?:reminder|escalation)\b", re.IGNORECASE
)


def owner_lines(text: str, our_letter: str = "") -> tuple[str, ...]:
    """Give the lines of `text` that a person wrote for this answer, in order, blank lines left out.

    `our_letter` is the plain text of the letter that is answered: its lines, pasted without any quote mark, are ours.
    """
    text = _ARMOUR.sub("", plain(text))
    lines = _without_ours(_before_quote(text.split("\n")), our_letter)
    lines = _without_legal(lines)
    return tuple(_without_sign_off(_without_greeting(lines)))


def _before_quote(lines: list[str]) -> list[str]:
    """Drop quoted lines, and everything from a quoted mail's header block on."""
    kept: list[str] = []
    for at, line in enumerate(lines):
        if _QUOTED.match(line):
            continue
        header = _HEADER.match(line) and at + 1 < len(lines) and _HEADER.match(lines[at + 1])
        if header or _CUT.match(line) or _ABOVE.search(line):
            break
        kept.append(line)
    return kept


def _squash(line: str) -> str:
    return " ".join(re.sub(r"[^\w%]+", " ", line.casefold()).split())


def _without_ours(lines: list[str], our_letter: str) -> list[str]:
    """Drop lines that stand in our letter, whole or wrapped, and lines that read like its instructions.

    A line of one or two words ("Done") is ours only beside another line of ours: it may also be the answer itself.
    """
    ours = [_squash(line) for line in plain(our_letter).split("\n")]
    whole, running = {line for line in ours if line}, " ".join(line for line in ours if line)
    marks: list[bool | None] = []
    for line in lines:
        squashed = _squash(line)
        words = squashed.count(" ") + 1
        if not squashed:
            marks.append(None)
        elif _INSTRUCTION.search(line) or _LETTER_HEAD.match(line):
            marks.append(True)
        elif words >= 3:
            marks.append(squashed in whole or (words >= 5 and f" {squashed} " in f" {running} "))
        else:
            marks.append(bool(squashed in whole and marks and marks[-1]))
    return [line for line, ours_too in zip(lines, marks, strict=True) if not ours_too]


def _without_legal(lines: list[str]) -> list[str]:
    """Drop markings, banners, placeholders, device lines, and disclaimers up to the end of their paragraph."""
    kept: list[str] = []
    in_legal = False
    for line in lines:
        if not line.strip():
            in_legal = False
            kept.append("")
        elif in_legal or _LEGAL.match(line) or _BANNER.match(line):
            in_legal = not _BANNER.match(line) or in_legal
        elif not any(one.fullmatch(line) for one in (_RULE, _MARKING, _PLACEHOLDER)) and not _DEVICE.match(line):
            kept.append(line)
    return kept


def _without_greeting(lines: list[str]) -> list[str]:
    """Drop a greeting that stands alone on the first line with words."""
    for at, line in enumerate(lines):
        if line.strip():
            greets = _GREETING.fullmatch(line) and not _NOT_A_NAME.search(line)
            return lines[at + 1 :] if greets else lines[at:]
    return []


def _without_sign_off(lines: list[str]) -> list[str]:
    """Drop the sign-off and what follows, but for afterthoughts: a "PS the annex is outstanding" must be read."""
    for at, line in enumerate(lines):
        thanked = _THANKS_OFF.fullmatch(line) and _only_names(lines[at + 1 :])
        if at and (_SIGN_OFF.fullmatch(line) or thanked):
            said = [one for one in lines[at + 1 :] if one.strip()]
            after = [one for below, one in enumerate(said) if _is_afterthought(one, closed=not below)]
            return [one for one in [*lines[:at], *after] if one.strip()]
    kept = [line for line in lines if line.strip()]
    while len(kept) > 1 and _is_name(kept[-1]):
        kept.pop()
    return kept


def _is_afterthought(line: str, *, closed: bool) -> bool:
    """Say whether a line after the sign-off still says something about the matter; `closed` right below it."""
    return not says_nothing(line) and not (closed and is_first_name(line))


_NAME = re.compile(r"\s*(?:[A-Z][\w.'-]*|\d{3,5})(?: (?:[A-Z][\w.'-]*|\d{3,5})){0,3},?\s*")
_NOT_A_NAME = re.compile(
    r"\b(?:not|no|done|complete[d]?|finished|closed|signed|outstanding|missing|pending|except|extend|undo|blocked"
    r"|yes|draft"
    r"|part|nearly|almost|waiting|awaiting|snooze|agreed?|object|approved?|reject(?:ed)?|accept(?:ed)?|sorted"
    r"|ongoing|maybe"
    r"|still|to|but|subject|delayed|late|annex|only|hopefully|probably|question|query|heb|ddim|wedi|nid|unless"
    r"|until|if)\b"
    r"|\b[A-Z0-9]{1,10}[- ]?\d+\b(?<!\b\d{3})(?<!\b\d{4})(?<!\b\d{5})",
    re.IGNORECASE,
)


def _is_name(line: str) -> bool:
    return bool(_NAME.fullmatch(line)) and is_named(line) and not _NOT_A_NAME.search(line)


def _only_names(lines: list[str]) -> bool:
    """Say whether the first line after a "Thanks" is a name: then it was a sign-off."""
    first = next((line for line in lines if line.strip()), None)
    return first is not None and _is_name(first)
