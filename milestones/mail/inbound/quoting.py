"""Tells quoted lines from new ones by the shapes that mail clients give to quotes. Knows no meaning.

One pass over the lines. Two kinds of quote: with a mark at each line's beginning (text between and below may be
new), and everything below a heading (Outlook's way), where only our own letter's text tells what was typed into it.
"""

from __future__ import annotations

import re
from enum import Enum

_QUOTED = re.compile(r"\s{0,8}(?:>|\|(?:\s[^|]*)?$|[A-Z]{1,4}>(?:\s|$))")
_MARKER = re.compile(r"\breply above this line\b", re.IGNORECASE)
_GROUPWISE = re.compile(r"\s*>>>\s.{3,300}(?:>>>|:)\s*")

_VERB = (
    r"wrote|writes|ysgrifennodd|schrieb|a [ée]crit|escribi[óo]|ha scritto|schreef|escreveu|napisał(?:\(a\))?|"
    r"pisze|skrev|"
    r"scríobh|sgrìobh"
)
_SAID = re.compile(rf"(?:{_VERB})\b", re.IGNORECASE)
_OPENS = re.compile(
    r"(?:[-\s]*)(?:On|Ar|Am|Le|El|Il|Op|Em|W dniu|Den|Ar an|Quoting|Zitat von|At|\d{1,4}[\s/.-])\b", re.IGNORECASE
)
_GLUED = re.compile(r"(?<=[.!?)\s])\s*On (?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? |\d{1,2}[ /]).{4,300}\bwrote:\s*$")
_DATED = re.compile(r"\d{1,2}[:.]\d{2}|\b20\d\d\b|\d{1,2}/\d{1,2}/\d{2,4}|\S@\S")
_NOTES_WROTE = re.compile(r"-{3,}\s*.{1,200}\bwrote:?\s*-{3,}", re.IGNORECASE)

_SEPARATOR = re.compile(
    r"[\s>*_=-]*(?:Original (?:Message|Appointment|E-?mail)|Reply message|Forwarded (?:Message|by\b.{0,200})|"
    r"Begin forwarded message|Neges wreiddiol|Neges a anfonwyd ymlaen|Ursprüngliche Nachricht|"
    r"Weitergeleitete Nachricht|"
    r"Message d['’]origine|Message transféré|Mensaje original|Messaggio originale|Oorspronkelijk bericht|"
    r"Mensagem original)[\s*_=:-]*",
    re.IGNORECASE,
)

_LABELS = {
    "from": "From|Oddi wrth|Oddiwrth|Gan|Von|De|Da|Van|Od|Från|Fra|O|Ó",
    "sent": "Sent|Date|Anfonwyd|Dyddiad|Gesendet|Datum|Envoyé|Enviado(?: el)?|Fecha|Inviato|Data|Verzonden|Wysłano|"
    "Skickat|Sendt",
    "to": "To|At|I|An|À|Para|A|Aan|Do|Till|Til|Chuig",
    "cc": "Cc|Copi|Kopie|Bcc",
    "subject": "Subject|Testun|Pwnc|Betreff|Objet|Asunto|Oggetto|Onderwerp|Temat|Assunto|Ämne|Emne|Ábhar",
    "other": "Reply[- ]To|Importance|Attachments?|Sensitivity|Organi[sz]ation|Priority|Pwysigrwydd|Wichtigkeit",
}
_LABEL = re.compile(
    r"[\s*_>]{0,6}(?:" + "|".join(f"(?P<{key}>{names})" for key, names in _LABELS.items()) + r")[\s*_]{0,3}:",
    re.IGNORECASE,
)
_HEADER_LINE = re.compile(
    r"[\s*]{0,4}From[\s*]{0,2}:.{1,300}[\s*](?:Sent|Date)[\s*]{0,2}:.{1,200}[\s*](?:To|Subject)[\s*]{0,2}:",
    re.IGNORECASE,
)
_LONG_LINE = 60  # a quoted line at least this long may have been wrapped by a relay, its end losing the mark


class Kind(Enum):
    """What a line is, as far as quoting shapes tell."""

    NEW = "new"
    QUOTED = "quoted"
    TAIL = "tail"  # below a heading that quotes all that follows


def is_marker(line: str) -> bool:
    """Say whether this is our letters' first line, which asks for the answer above it."""
    return len(line) <= 120 and _MARKER.search(line) is not None


def is_quoted(line: str) -> bool:
    """Say whether a line bears a quote mark."""
    return _QUOTED.match(line) is not None and not _GROUPWISE.fullmatch(line)


def label_of(line: str) -> str | None:
    """Give what a line of a quoted header block states (`from`, `sent` ...), or None."""
    match = _LABEL.match(line)
    return match.lastgroup if match else None


def quoting(lines: list[str], of_letter: list[bool]) -> list[Kind]:
    """Say of each line whether its shape makes it new, quoted, or below a heading that quotes what follows.

    `of_letter` says which lines are our own letter's: they count as quoted in any shape.
    """
    kinds = [Kind.NEW] * len(lines)
    at = 0
    while at < len(lines):
        if is_quoted(lines[at]) or of_letter[at]:
            kinds[at] = Kind.QUOTED
            at += 1
            continue
        after = _after_openers(lines, at, of_letter)
        if after == at:
            at += 1
            continue
        kinds[at:after] = [Kind.QUOTED] * (after - at)
        at = after
        if at < len(lines) and not is_quoted(lines[at]):
            kinds[at:] = [Kind.TAIL] * (len(lines) - at)
            break
    _close_wrapped(lines, kinds, of_letter)
    return kinds


def _after_openers(lines: list[str], at: int, of_letter: list[bool]) -> int:
    """Give where what is quoted begins, below the openers at `at` that follow each other; `at` where there is none."""
    after = at
    while after < len(lines) and (span := opener_span(lines, after, of_letter)):
        after += span
        while after < len(lines) and not lines[after].strip():
            after += 1
    return after


def _close_wrapped(lines: list[str], kinds: list[Kind], of_letter: list[bool]) -> None:
    """Count the lost end of a quoted line that a relay wrapped as quoted: after a long one, before another."""
    for index in range(1, len(lines) - 1):
        if (
            kinds[index] is Kind.NEW
            and lines[index].strip()
            and len(lines[index - 1]) >= _LONG_LINE
            and not of_letter[index - 1]  # there the letter itself says where its lines end
            and is_quoted(lines[index - 1])
            and is_quoted(lines[index + 1])
        ):
            kinds[index] = Kind.QUOTED


def opener_span(lines: list[str], at: int, of_letter: list[bool] | None = None) -> int:
    """Give how many lines from `at` introduce a quote (our marker, an attribution, a header block), 0 for none."""
    line = lines[at]
    if not line.strip() or len(line) > 2000:
        return 0
    if (
        is_marker(line)
        or _GROUPWISE.fullmatch(line)
        or _NOTES_WROTE.fullmatch(line.strip())
        or _HEADER_LINE.match(line)
    ):
        return 1
    if _SEPARATOR.fullmatch(line) and (line.lstrip()[:2] in {"--", "__", "=="} or _is_headed(lines, at + 1)):
        return 1 + header_block(lines, at + 1, least=1)
    if _is_rule(line) and _is_headed(lines, at + 1):
        return 1
    return header_block(lines, at) or _attribution(lines, at, of_letter)


def _is_rule(line: str) -> bool:
    """Say whether a line is a drawn rule."""
    stripped = line.strip()
    return len(stripped) >= 5 and not stripped.strip("_-=*")


def _is_headed(lines: list[str], at: int) -> bool:
    """Say whether the next line that is not empty begins a quoted header block."""
    while at < len(lines) and not lines[at].strip():
        at += 1
    return at < len(lines) and (header_block(lines, at) > 0 or label_of(lines[at]) == "from" or _is_said(lines[at]))


def _is_said(line: str) -> bool:
    """Say whether a line is an attribution on one line."""
    return line.rstrip().endswith(":") and _SAID.search(line) is not None and _DATED.search(line) is not None


def header_block(lines: list[str], at: int, least: int = 3) -> int:
    """Give how many lines from `at` are a quoted header block: From, Sent, To, Subject in any of the known languages.

    `least` labels must differ; up to three lines between two labels may be a long list of recipients.
    """
    start = at
    while least < 3 and at < len(lines) and at < start + 3 and not lines[at].strip():
        at += 1
    if at >= len(lines) or label_of(lines[at]) is None:
        return 0
    seen: set[str] = set()
    last, index = at - 1, at
    while index < len(lines) and index <= last + 4:
        label = label_of(lines[index])
        if label is not None and label not in seen:
            seen.add(label)
            last = index
        index += 1
    if len(seen) < least or (least >= 3 and not seen & {"from", "sent"}):
        return 0
    return last + 1 - start


def _attribution(lines: list[str], at: int, of_letter: list[bool] | None) -> int:
    """Give how many lines from `at` are an attribution ("On ... wrote:"), which clients wrap over up to four."""
    joined = ""
    for count in range(1, 5):
        if at + count > len(lines) or not lines[at + count - 1].strip():
            return 0
        if count == 2 and not (_opens(lines[at]) and not _opens(lines[at + 1])):
            return 0
        joined = (joined + " " + lines[at + count - 1].strip()).strip()
        if len(joined) > 600:
            return 0
        if not joined.rstrip(" -").endswith(":") and not joined.endswith("wrote ----"):
            continue
        said, dated = _SAID.search(joined) is not None, _DATED.search(joined) is not None
        if said and dated:
            return count
        named = said or dated or joined.startswith("Quoting")
        return count if named and _quote_follows(lines, at + count, of_letter) else 0
    return 0


def _opens(line: str) -> bool:
    """Say whether a line may be the first of a wrapped attribution: "On", a date."""
    return _OPENS.match(line) is not None and _DATED.search(line) is not None


def _quote_follows(lines: list[str], at: int, of_letter: list[bool] | None) -> bool:
    """Say whether the next line that is not empty is quoted."""
    while at < len(lines) and not lines[at].strip():
        at += 1
    return at < len(lines) and (is_quoted(lines[at]) or bool(of_letter and of_letter[at]))


def split_glued(lines: list[str]) -> list[str]:
    """Give an attribution that a client glued to the end of the answer's line a line of its own."""
    out: list[str] = []
    for line in lines:
        glued = _GLUED.search(line) if line.rstrip().endswith("wrote:") and len(line) <= 2000 else None
        if glued and line[: glued.start()].strip():
            out += [line[: glued.start()], glued[0].strip()]
        else:
            out.append(line)
    return out
