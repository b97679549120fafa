"""Tells a signature from what a person says. Knows where one begins; `block_lines` knows which lines say nothing.

Asymmetric on purpose: below a closing, a name or a delimiter only lines that surely say nothing are left out. What is
neither a name, a post, a number, a notice nor a strapline stays, for a false confirmation is worse than a question.
"""

from __future__ import annotations

import re
from itertools import takewhile

from milestones.mail.inbound.block_lines import CONTACT, is_empty_talk, is_first_name, is_named, is_post, says_nothing
from milestones.mail.inbound.notices import is_office_notice
from milestones.mail.inbound.signature_words import BODY, ROLE
from milestones.mail.inbound.straplines import is_quotation

_EDGES = " \t*_,.!-–—~:)("
_DELIMITER = re.compile(r"--\s?|—\s?|_{5,}|-{5,}|={5,}|\*{5,}")

_CLOSING = re.compile(
    r"(?:(?:with |in )?(?:(?:very |all )?(?:kind(?:est)?|best|warm(?:est)?|many|sincere|good|every|my)) "
    r"(?:regards?|wishes|thanks|blessings?)|(?:with )?regards|"
    r"kindly|rgds|kr|br|bw|vbw|"
    r"best|all the best|wishes|thanks|thank you|thanks again|thanks in advance|"
    r"thanks very much|thank you very much|thanks all|thanks both|thanks so much|thank you so much|"
    r"(?:many )?thanks for (?:your (?:patience|help|support|time|understanding)|bearing with (?:me|us)|chasing)|"
    r"thanks and regards|thanks,? (?:and )?(?:kind |best )?regards|thx|ta|cheers|yours|"
    r"yours (?:sincerely|faithfully|truly|aye|ever|in faith|in christ)|sincerely|respectfully|speak soon|"
    r"thank you and (?:kind |best )?regards|have a (?:good|great|lovely|nice) (?:day|week|weekend|evening|one)|"
    r"cofion(?: gorau| cynnes)?|gyda (?:dymuniadau gorau|diolch)|dymuniadau gorau|diolch(?: yn fawr)?|yn gywir|"
    r"yr eiddoch(?: yn gywir)?|hwyl|pob hwyl|"
    r"(?:every |many |god )?blessings?|god bless|in christ|shalom|namaste|"
    r"(?:with|in) (?:prayers?|peace|friendship|solidarity|partnership|gratitude|"
    r"every blessing|thanks)|take care|stay safe|warmly|kind thoughts|was?salaam|salaams?|peace|as ever|ever|"
    r"mit freundlichen grüßen|cordialement)",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"\s*[/|]\s*")
_CLOSING_WITH_NAME = re.compile(
    r"(?:kind(?:est)? regards|best regards|warm regards|regards|best wishes|many thanks|thanks|kr|bw|"
    r"cofion(?: gorau| cynnes)?|diolch|cheers)"
    r"\s*[,.!-]?\s+(?P<name>[A-Z][\w'’.-]*(?: [A-Z][\w'’.-]*){0,3})[.!]?",
)
_OF_OFFICE = re.compile(
    r"\b(?:101|999|111|online|website|print(?:ing)?|follow us|your say|e-?mails?|environment|www)\b|@\w", re.IGNORECASE
)
_NAME_THEN_POST = re.compile(r"([^|,–—]{1,60}?)\s*(?:[|,–—]|\s-\s)\s*(.+)")
_MOST_LINES = 25
_FIRST_LINES = 3


def is_delimiter(line: str) -> bool:
    """Say whether a line is a signature's delimiter (RFC 3676 section 4.3) or a drawn rule."""
    return _DELIMITER.fullmatch(line) is not None


def is_closing(line: str) -> bool:
    """Say whether a line is a closing and nothing else ("Kind regards,", "Cofion / Regards", "Thanks, Jo")."""
    bare = line.strip(_EDGES)
    if _CLOSING_WITH_NAME.fullmatch(line.strip()) is not None:
        return is_named(line)
    return bool(bare) and all(_CLOSING.fullmatch(part.strip(_EDGES)) for part in _BESIDE.split(bare))


def weakens(line: str) -> bool:
    """Say whether a line could weaken or change an answer, so that it is kept even where a signature stands."""
    return not says_nothing(line)


def without_signature(lines: list[str], sender_name: str) -> list[str]:
    """Give the lines of one stretch of new text without the signature at its end.

    What follows a delimiter, a closing, the sender's own name or a name block's first line goes, except lines that
    `weakens` keeps; where no signature begins, an office's notices at the very end go.
    """
    start = _signature_start(lines, sender_name)
    if start is None:
        start = _block_start(lines)
    if start is None:
        return _without_notices(lines)
    kept = lines[:start]
    if start < len(lines) and _CLOSING_WITH_NAME.fullmatch(lines[start].strip()) is None and is_closing(lines[start]):
        kept = kept if any(line.strip() for line in kept) else [lines[start]]  # "Thanks." alone is what they say
    return kept + _that_say_something(lines[start:], sender_name)


def _that_say_something(lines: list[str], sender_name: str) -> list[str]:
    """Give the lines of a signature that say something, blank ones left out."""
    own = _own(sender_name)
    kept: list[str] = []
    closed = posted = False
    for line in filter(str.strip, lines):
        names = closed and is_first_name(line)
        nothing = names or is_delimiter(line) or is_closing(line) or _is_own_name(line, own) or says_nothing(line)
        closed = is_closing(line)
        if not nothing and not (posted and (is_quotation(line) or is_empty_talk(line))):
            kept.append(line)
        posted = posted or (nothing and is_post(line))
    return kept


def _own(sender_name: str) -> set[str]:
    return {word.casefold() for word in re.findall(r"[^\W\d_]+", sender_name)}


def _signature_start(lines: list[str], sender_name: str) -> int | None:
    """Give where the signature begins: a delimiter, or a closing or own name with nothing but a name block after it."""
    own = _own(sender_name)
    for index, line in enumerate(lines):
        if is_delimiter(line):
            if re.fullmatch(r"--\s?", line) or _looks_signed(lines[index + 1 :]):
                return index
        elif (is_closing(line) or _is_own_name(line, own)) and _looks_signed(lines[index + 1 :]):
            return index
    return None


def _is_own_name(line: str, own: set[str]) -> bool:
    """Say whether a line is the sender's name or a part of it, their initials, or their name and post on one line."""
    if not own or len(line) > 160:
        return False
    if _names(line, own):
        return True
    parted = _NAME_THEN_POST.fullmatch(line.strip())
    return parted is not None and _names(parted[1], own) and is_post(parted[2]) and says_nothing(parted[2])


def _names(words: str, own: set[str]) -> bool:
    """Say whether `words` are the sender's names, or their initials in capitals."""
    said: list[str] = re.findall(r"[^\W\d_]+", words)
    if len(said) == 1 and len(own) > 1 and sorted(said[0].casefold()) == sorted(word[0] for word in own):
        return said[0].isupper()
    return bool(said) and max(map(len, said)) > 1 and {word.casefold() for word in said} <= own


def _looks_signed(after: list[str]) -> bool:
    """Say whether what follows a closing is a name block, or nothing: one of its first lines at least says nothing."""
    said = [line for line in after if line.strip()][:_FIRST_LINES]
    return not said or is_first_name(said[0]) or any(says_nothing(line) for line in said)


def _block_start(lines: list[str]) -> int | None:
    """Give where a name block without a closing begins: a name or post, with a post or number in its first lines.

    A blank line stands above, or the block names a person's post: below "Done" a mere "North Team" may say whose part
    is done, and below a colon a list goes on.
    """
    last = len(lines)
    while last and not lines[last - 1].strip():
        last -= 1
    if last and not _that_say_something(lines[:last], "") and _signs(_first(lines), apart=True):
        return 0  # nothing but a signature
    for index in range(max(1, last - _MOST_LINES), last):
        line = lines[index].strip()
        if not line or not says_nothing(line) or _goes_on(lines[:index]):
            continue
        if _signs(_first(lines[index:last]), apart=not lines[index - 1].strip()):
            return index
    return None


def _goes_on(above: list[str]) -> bool:
    """Say whether the lines above break off before the next, or announce a list in its paragraph; or there are none."""
    said = [line.strip() for line in above if line.strip()]
    if not said or said[-1].endswith((":", ",", "-")):
        return True
    paragraph = takewhile(str.strip, reversed(above))
    return any(line.rstrip().endswith(":") for line in paragraph)


def _first(lines: list[str]) -> list[str]:
    """Give the first lines of a block, blank ones left out."""
    return [line.strip() for line in lines if line.strip()][:_FIRST_LINES]


def _signs(block: list[str], *, apart: bool) -> bool:
    """Say whether a block's first lines are those of a signature; `apart` where a blank line stands above them."""
    telling = [line for line in block if says_nothing(line)]
    if not (is_named(block[0]) or is_post(block[0]) or (is_office_notice(block[0]) and len(telling) > 1)):
        return False
    roles = [line for line in telling[:2] if ROLE.search(line)]
    if not apart:
        noted = any(is_office_notice(line) or CONTACT.search(line) for line in telling[1:])
        return noted or (bool(roles) and (len(telling) > 1 or bool(BODY.search(block[0]))))
    return bool(roles) or (len(telling) > 1 and any(is_post(line) for line in telling))


def _to_everybody(line: str) -> bool:
    """Say whether a line is plainly an office's notice to whoever reads, where no name block tells so."""
    return is_office_notice(line) and _OF_OFFICE.search(line) is not None


def _without_notices(lines: list[str]) -> list[str]:
    """Give lines without the paragraphs at their end that are nothing but an office's notices."""
    last = len(lines)
    while last:
        first = last
        while first and lines[first - 1].strip():
            first -= 1
        paragraph = lines[first:last]
        if not any(line.strip() for line in lines[:first]):
            break
        if not all(says_nothing(line) and _to_everybody(line) for line in paragraph if line.strip()):
            break
        last = first
        while last and not lines[last - 1].strip():
            last -= 1
    return lines[:last] if last else lines
