"""Tells a signature from what a person says. Knows closings, names and posts; knows no quoting.

Asymmetric on purpose: a line after a closing that could weaken an answer (a postscript, a "not", a milestone's id)
is never taken for a signature, for a false confirmation is worse than a question.
"""

from __future__ import annotations

import re

_EDGES = " \t*_,.!-–—~:)("
_DELIMITER = re.compile(r"--\s?|—\s?|_{5,}|-{5,}|={5,}|\*{5,}")

_CLOSING = re.compile(
    r"(?:(?:with )?(?:kind(?:est)?|best|warm(?:est)?|many|sincere) (?:regards|wishes|thanks)|(?:with )?regards|"
    r"kindly|rgds|kr|br|bw|"
    r"best|all the best|best wishes|wishes|thanks|thank you|many thanks|thanks again|thanks in advance|"
    r"thanks very much|"
    r"thanks and regards|thanks,? (?:and )?(?:kind |best )?regards|thx|ta|cheers|yours|"
    r"yours (?:sincerely|faithfully|truly|aye)|sincerely|respectfully|speak soon|thank you and (?:kind |"
    r"best )?regards|"
    r"cofion(?: gorau| cynnes)?|gyda (?:dymuniadau gorau|diolch)|diolch(?: yn fawr)?|yn gywir|"
    r"yr eiddoch(?: yn gywir)?|hwyl|pob hwyl|"
    r"(?:every |many |god )?blessings?|(?:with|in) (?:prayers?|peace|friendship|solidarity|partnership|gratitude|"
    r"every blessing)|take care|stay safe|warmly|kind thoughts|was?salaam|salaams?|peace|as ever|ever|"
    r"mit freundlichen grüßen|cordialement)",
    re.IGNORECASE,
)
_CLOSING_WITH_NAME = re.compile(
    r"(?:kind(?:est)? regards|best regards|regards|best wishes|many thanks|thanks|kr|bw|cofion(?: gorau|"
    r" cynnes)?|diolch|cheers)"
    r"\s*[,.!-]?\s+(?P<name>[A-Z][\w'’.-]*(?: [A-Z][\w'’.-]*){0,3})[.!]?"
)

_CONTACT = re.compile(
    r"(?:\b(?:tel|telephone|phone|mob|mobile|fax|ddi|ext|email|e-mail|web|website|ffôn|symudol|ebost|teams|"
    r"twitter|x|dx|airwave|"
    r"collar|internal|direct|office|switchboard)\b\.?\s*(?:no\.?|number)?\s*[:.|]?\s*[+(\d@w/])|"
    r"\b[TMEFWD]:? ?[+(]?0?\d{3}|"
    r"\+?\(?\d[\d ()./-]{8,}\d|\b101\b|\bwww\.|https?://|\S@\S+\.\w|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b",
    re.IGNORECASE,
)
_POST = re.compile(
    r"\b(?:pc|ps|sgt|insp|ci|supt|det|dc|ds|di|dci|dsu|dcs|acc|dcc|cc|pcso|constable|sergeant|inspector|"
    r"superintendent|"
    r"commander|officer|manager|director|head|lead|leader|co-?ordinator|coordinator|assistant|adviser|advisor|"
    r"administrator|secretary|chief|"
    r"deputy|chair|councillor|cllr|swyddog|rheolwr|pennaeth|cyfarwyddwr|cydlynydd|analyst|practitioner|"
    r"consultant|principal|"
    r"police|heddlu|council|cyngor|constabulary|university|college|nhs|trust|borough|city|county|department|"
    r"directorate|"
    r"division|unit|team|service|services|partnership|hub|hq|headquarters|house|street|road|hall|station|"
    r"safeguarding|prevent|"
    r"he/him|she/her|they/them|pronouns)\b",
    re.IGNORECASE,
)
_DUTIES = re.compile(
    r"\b(?:service by (?:e-?mail|fax)|service of (?:documents|proceedings)|job[- ]share|"
    r"in the office (?:on )?(?:mon|tue|wed|thu|fri)\w*|"
    r"for anything urgent|do not work (?:on )?(?:mon|tue|wed|thu|fri)\w*|your e-?mail is urgent|smoke alarms?|"
    r"duty (?:team|desk|officer|inspector|sergeant|sgt|manager)|work(?:s|ing)? (?:flexibl[ey]|"
    r"pattern|days?|hours|part[- ]time|remotely|"
    r"from home|compressed|term[- ]time)|rest days?|non[- ]working days?|"
    r"feel (?:you need|obliged|any|the need|under|you have)|outside (?:of )?(?:your|my|normal|office|working|core)|"
    r"please note (?:that )?(?:all|our|my|i work|we (?:are|may))|rated (?:good|outstanding)|correspondence in|"
    r"croesewir gohebiaeth|before printing|diary is|(?:upcoming|annual|planned) leave|in an emergency|"
    r"(?:dial|call|ring) (?:999|101)|if (?:it is |it's )?urgent|not (?:be )?(?:monitored|checked|accepted)|"
    r"(?:may|might) send|days? off|i am (?:in|not in|off|out) (?:on )?(?:mon|tue|wed|thu|fri)\w*)\b",
    re.IGNORECASE,
)
"""What signatures say of duty hours and post, in words that could weaken an answer elsewhere."""
_SLOGANS = re.compile(
    r"\b(?:follow us|like us|find us|visit (?:us|our)|smoke alarms?|survey|appeal|donat\w+|charity|vacanc\w+|hiring|"
    r"recruiting|awards?|winners?|finalists?|accredited|ofsted|cqc|inclusive employers?|disability confident|stonewall|"
    r"living wage|armed forces covenant|investors in people|scanned (?:by|for)|virus|monitored|confidential|disclaimer|"
    r"privacy (?:notice|policy)|data protection|gdpr|subscribe|newsletter|book (?:your|a) (?:place|visit)|"
    r"crimestoppers|twitter|facebook|instagram|linkedin|proud (?:to|member)|registered (?:charity|office|in england)|"
    r"company (?:no|number))\b",
    re.IGNORECASE,
)
"""What signatures advertise: no word of it speaks of a milestone, unless something in it is denied or open."""
_OPEN = re.compile(
    r"\bnot\b|n['’]t\b|\b(?:never|still|yet|outstanding|pending|awaiting|waiting|incomplete|unfinished|until|unless|"
    r"except|but|only|draft|missing|delayed|remaining|due)\b",
    re.IGNORECASE,
)
_WEAKENS = re.compile(
    r"\bp\.?\s?s\b|\bn\.?b\b|\bedit\b|\bupdate\b|\bsorry\b|\bapologies\b|\bactually\b|\bignore\b|\bscrap\b|"
    r"\bwait\b|\bcorrection\b|"
    r"\bnot\b|n['’]t\b|\bnever\b|\bexcept\b|\bbut\b|\bunless\b|\bonly if\b|\bhowever\b|\bheb\b|\bddim\b|\bnid\b|"
    r"\bnad\b|"
    r"\b(?:outstanding|still|yet|pending|awaiting|waiting|incomplete|unfinished|extend|extension|until|blocked|"
    r"snooze|undo|"
    r"mistake|object|objection|reject|disagree|missing|delayed|once|apart|though|although|nearly|almost|mostly|partly|"
    r"hopefully|will|should|outside|half|part|some|most|rest|only|draft|stuck|hold|wrong|halfway|remaining|due)\b|"
    r"\b[A-Z][A-Z0-9]{1,9}-\d{1,6}\b|\?",
    re.IGNORECASE,
)
_POSTSCRIPT = re.compile(
    r"\s*(?:p\.?\s?p?\.?s\b(?!\s\d)(?!\s[A-Z][a-z]+\s*$)|n\.?b\b|edit\b|update\b|sorry\b|actually\b)|"
    r".*\b[A-Z][A-Z0-9]{1,9}-\d",
    re.IGNORECASE,
)
_RANKED = re.compile(r"PS \d{2,5}(?: [A-Z][\w'’.-]*){0,4}")
"""A police sergeant's number and name, which is no postscript."""
_NAME_LINE = re.compile(
    r"[A-Z][\w'’-]*\.?(?:[ ,]+(?:[A-Z][\w'’-]*\.?|de|van|von|ap|ab|ferch|\([^)]{1,40}\)|\d{1,5}))*[,.]?"
)
_NAME_THEN_POST = re.compile(r"([^|,–—]{1,60}?)\s*(?:[|,–—]|\s-\s)\s*(.+)")
_MOST_LINES = 25


def is_delimiter(line: str) -> bool:
    """Say whether a line is a signature's delimiter (RFC 3676 section 4.3) or a drawn rule."""
    return _DELIMITER.fullmatch(line) is not None


def is_closing(line: str) -> bool:
    """Say whether a line is a closing and nothing else ("Kind regards,", "Cofion gorau", "Thanks, Jo")."""
    bare = line.strip(_EDGES)
    return _CLOSING.fullmatch(bare) is not None or _CLOSING_WITH_NAME.fullmatch(line.strip()) is not None


def weakens(line: str) -> bool:
    """Say whether a line could weaken or change an answer, so that it is kept even where a signature stands."""
    if _is_boilerplate(line) or _RANKED.fullmatch(line.strip()):
        return False
    return _WEAKENS.search(line) is not None and not _CONTACT.search(line)


def _is_boilerplate(line: str) -> bool:
    """Say whether a line is a signature's own: duty hours, a slogan; never a postscript, nor one with an id."""
    if _POSTSCRIPT.match(line):
        return False
    return _DUTIES.search(line) is not None or (_SLOGANS.search(line) is not None and not _OPEN.search(line))


def without_signature(lines: list[str], sender_name: str) -> list[str]:
    """Give the lines of one stretch of new text without the signature at its end.

    What follows a delimiter, a closing or the sender's own name goes, except lines that `weakens` keeps; and so do
    lines of a name block (posts, telephone numbers, addresses) at the very end.
    """
    start = _signature_start(lines, sender_name)
    if start is None:
        start = _block_start(lines)
    if start is None:
        return lines
    kept = lines[:start]
    if start < len(lines) and _CLOSING_WITH_NAME.fullmatch(lines[start].strip()) is None and is_closing(lines[start]):
        kept = kept if any(line.strip() for line in kept) else [lines[start]]  # "Thanks." alone is what they say
    return kept + [line for line in lines[start:] if weakens(line)]


def _signature_start(lines: list[str], sender_name: str) -> int | None:
    """Give where the signature begins: a delimiter, or a closing or own name with nothing but a name block after it."""
    own = {word.casefold() for word in re.findall(r"[^\W\d_]+", sender_name)}
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
    return parted is not None and _names(parted[1], own) and _is_post_or_contact(parted[2])


def _names(words: str, own: set[str]) -> bool:
    """Say whether `words` are the sender's names, or their initials in capitals."""
    said: list[str] = re.findall(r"[^\W\d_]+", words)
    if len(said) == 1 and len(own) > 1 and sorted(said[0].casefold()) == sorted(word[0] for word in own):
        return said[0].isupper()
    return bool(said) and max(map(len, said)) > 1 and {word.casefold() for word in said} <= own


def _is_post_or_contact(text: str) -> bool:
    """Say whether a text names a post, an organisation or a way to reach somebody."""
    return _POST.search(text) is not None or _CONTACT.search(text) is not None


def _looks_signed(after: list[str]) -> bool:
    """Say whether what follows a closing is a name block: short lines, none of which goes on with the answer."""
    said = [line.strip() for line in after if line.strip()]
    if len(said) > _MOST_LINES:
        said = said[:_MOST_LINES]
    return all(_is_block_line(line) or weakens(line) for line in said[:3]) and not any(
        _is_sentence(line) and not weakens(line) for line in said[:6]
    )


def _is_sentence(line: str) -> bool:
    """Say whether a line is a person's sentence: long enough, mostly lower case, not of a name block."""
    words = line.split()
    lower = sum(word[:1].islower() for word in words)
    if _is_boilerplate(line):
        return False
    return len(words) >= 4 and lower * 2 > len(words) and not _CONTACT.search(line) and not _POST.search(line)


def _is_block_line(line: str) -> bool:
    """Say whether a line can stand in a name block."""
    if len(line) > 160:
        return False
    known = _CONTACT.search(line) or _POST.search(line) or _NAME_LINE.fullmatch(line) or _is_boilerplate(line)
    return bool(known) or len(line.split()) <= 6


def _block_start(lines: list[str]) -> int | None:
    """Give where a name block without a closing begins: a blank line, a name, then a line of contact or post.

    Behind such a line a slogan may stand; what might weaken the answer is kept by `without_signature`.
    """
    last = len(lines)
    while last and not lines[last - 1].strip():
        last -= 1
    for index in range(max(1, last - _MOST_LINES), last):
        if lines[index - 1].strip() or not _opens_block(lines[index].strip()):
            continue
        block = [line.strip() for line in lines[index:last] if line.strip()]
        signs = [at for at, line in enumerate(block) if (at or _PARTED.search(line)) and _is_post_or_contact(line)]
        if not signs or signs[0] > _FAR_DOWN or any(weakens(line) for line in block[: signs[0] + 1]):
            continue
        if not any(_is_sentence(line) for line in block[: signs[0] + 1]):
            return index
    return None


_PARTED = re.compile(r"[|,–—]|\s-\s|\d{3,5}")
_FAR_DOWN = 2


def _opens_block(line: str) -> bool:
    """Say whether a line is a name, alone or with the post behind it: "Tom Archer | Community Safety Officer"."""
    parted = _NAME_THEN_POST.fullmatch(line)
    named = parted is not None and _NAME_LINE.fullmatch(parted[1]) is not None and _is_post_or_contact(line)
    return named or _NAME_LINE.fullmatch(line) is not None
