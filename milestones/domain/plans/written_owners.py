"""Owners as plans write them: the posts that the words name, how they own the milestone, or the question.

Splits a cell into names, longest known name first, so that "Head of Risk and Audit" stays one post where the board has
it. Which names a board knows is in `milestones.domain.plans.known_names`; nothing is guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from milestones.domain.plans.known_names import KnownNames, Meaning
from milestones.domain.plans.table import plain
from milestones.domain.state import Doubt, Owner, OwnerKind, Question

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


_SEPARATOR = re.compile(
    r"\s*(?:[;/,&|\n\u2022]|\s\+\s|(?<![\w-])(?:and|or|plus|together with|jointly with|in partnership with"
    r"|with support from|with the support of|supported by|assisted by|working with|with)(?![\w-]))\s*",
    re.IGNORECASE,
)
_SUPPORTING = re.compile(r"support|assist", re.IGNORECASE)
_ROLE_WORDS = r"(?:\s+(?:agency|agencies|officers?|organisations?|partners?|role|owners?|body|bodies|for delivery))?"
_MARK = re.compile(
    rf"[(\[]\s*(lead|support(?:ing|ed)?|joint(?:\s+lead)?){_ROLE_WORDS}\s*[)\]]|\s[-\u2013\u2014]\s*(lead|support|joint)\s*$",
    re.IGNORECASE,
)
_MARK_BEFORE = re.compile(
    rf"^\s*(?:(lead|support(?:ing|ed by)?|joint){_ROLE_WORDS}|(owner|responsible))\s*(?::|\s[-\u2013\u2014]\s)\s*",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^\s*(?:[-*\u2022\u25cf\u00b7\u25aa]+|\(?[0-9]{1,2}[.)])\s+")
_REMARK = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*")
_DOUBTFUL_REMARK = re.compile(
    r"\?|\b(?:tb[acd]|vacant|to be (?:confirmed|agreed|appointed|named|recruited)"
    r"|deput\w*|acting|former|ex|interim|not|or|until|from|nominee|cover\w*)\b",
    re.IGNORECASE,
)
_TO_BE_NAMED = re.compile(
    r"t\.?b\.?[acd]\.?|to be (?:confirmed|agreed|advised|decided|determined|identified|appointed|allocated"
    r"|assigned)|vacan(?:t|cy)"
    r"|unassigned|unallocated|awaiting allocation|not (?:yet )?(?:known|allocated|assigned)|\?+",
    re.IGNORECASE,
)
_NOTHING = re.compile(r"[\W_]*|n/?a|none|nil|not applicable|blank", re.IGNORECASE)
_EVERYONE = re.compile(
    r"(?:all|every|everyone|everybody|each|any|pawb|various|multi-?agency)(?: .*)?|partners"
    r"|(?:other )?(?:partners|partner agencies|agencies)|partnership",
    re.IGNORECASE,
)
_MOST_JOINED = 6
_MOST_NAMES = 100


@dataclass(frozen=True, slots=True)
class OwnerCell:
    """One owner cell of a row: its `words`, how its posts own the milestone, whether its column names organisations."""

    words: str
    kind: OwnerKind = OwnerKind.JOINT
    agency: bool = False


@dataclass(frozen=True, slots=True)
class WrittenOwners:
    """The owners that the words name, the words as written, and a question for each doubt (at most one a kind)."""

    owners: tuple[Owner, ...]
    as_written: str
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class _Name:
    """One name in a cell: its words, what they mean here, the kind that they or the column give it."""

    words: str
    meaning: Meaning | None
    kind: OwnerKind
    marked: bool = False
    alternative: bool = False


@dataclass(slots=True)
class _Found:
    """What has been gathered for a row so far."""

    owners: dict[str, tuple[OwnerKind, bool]] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    shared: list[str] = field(default_factory=list)
    to_be_named: list[str] = field(default_factory=list)


def resolve(cells: Sequence[OwnerCell], known: KnownNames) -> WrittenOwners:
    """Read a row's owner cells against the names of a board. Never raises on any text.

    A lead role refines the lead agency beside it: the role's post is the owner, the agency must be its organisation.
    Owners that are known are kept where other words leave a doubt. "(lead)" and "(support)" win over the column.
    """
    filled = [cell for cell in cells if not _NOTHING.fullmatch(plain(cell.words))]
    as_written = " / ".join(plain(cell.words) for cell in cells if plain(cell.words))
    found = _Found()
    agencies = [name for cell in filled if cell.agency for name in _names_in(cell, known, found)]
    roles = [name for cell in filled if not cell.agency and cell.kind is OwnerKind.LEAD
             for name in _names_in(cell, known, found)]  # fmt: skip
    others = [name for cell in filled if not cell.agency and cell.kind is not OwnerKind.LEAD
              for name in _names_in(cell, known, found)]  # fmt: skip
    if agencies and roles:
        _refine(agencies, roles, found, known)
    else:
        _gather(agencies + roles, found)
    _gather(others, found)
    owners = tuple(Owner(post, kind) for post, (kind, _) in found.owners.items())
    return WrittenOwners(owners, as_written, tuple(_questions(found, owners, known)))


def _names_in(cell: OwnerCell, known: KnownNames, found: _Found) -> list[_Name]:
    """Split a cell into names, the longest that the board knows first; words that name nobody yet go to `found`."""
    text = re.sub(r"\n(?: ?\n)+", "\n", re.sub(r"[^\S\n]+", " ", cell.words))
    cuts = list(_SEPARATOR.finditer(text))[: _MOST_NAMES - 1]
    starts = [0, *(cut.end() for cut in cuts)]
    ends = [*(cut.start() for cut in cuts), len(text)]
    names: list[_Name] = []
    kind, marked, place = cell.kind, False, 0
    while place < len(starts):
        before = cuts[place - 1][0] if place else ""
        if _SUPPORTING.search(before):
            kind, marked = OwnerKind.SUPPORT, True
        name, taken, prefix = _longest(text, starts, ends, place, known, (kind, marked))
        kind, marked = prefix
        place += taken
        if not name or _NOTHING.fullmatch(name.words):
            continue
        if _TO_BE_NAMED.fullmatch(name.words):
            found.to_be_named.append(name.words)
            continue
        names.append(replace(name, alternative=before.strip().casefold() == "or"))
    return names


def _longest(
    text: str, starts: list[int], ends: list[int], place: int, known: KnownNames, standing: tuple[OwnerKind, bool]
) -> tuple[_Name | None, int, tuple[OwnerKind, bool]]:
    """Give the longest known name from `place` on, how many pieces it takes, and the kind that stands from here on."""
    first: tuple[_Name | None, int, tuple[OwnerKind, bool]] = (None, 1, standing)
    for last in range(min(place + _MOST_JOINED, len(starts)) - 1, place - 1, -1):
        name, after = _name(text[starts[place] : ends[last]], known, standing)
        first = (name, 1, after)
        if name and name.meaning:
            return name, last - place + 1, after
    return first


def _name(
    piece: str, known: KnownNames, standing: tuple[OwnerKind, bool]
) -> tuple[_Name | None, tuple[OwnerKind, bool]]:
    """Read one piece as a name with its marks."""
    kind, marked = standing
    words = _BULLET.sub("", piece).strip()
    if "\n" in words:
        return None, standing
    if before := _MARK_BEFORE.match(words):
        if before[1]:
            kind, marked = _kind(before[1]), True
            standing = kind, marked
        words = words[before.end() :]
    if mark := _MARK.search(words):
        kind, marked = _kind(mark[1] or mark[2]), True
        words = f"{words[: mark.start()]} {words[mark.end() :]}"
    words = words.strip(" \t.:-\u2013")
    meaning = known.meaning(words)
    if meaning is None and (remark := _REMARK.search(words)):
        meaning = _without_remark(_REMARK.sub(" ", words).strip(), remark[1], known)
    return _Name(plain(words), meaning, kind, marked), standing


def _without_remark(words: str, remark: str, known: KnownNames) -> Meaning | None:
    """Read a name that has a remark in brackets: one that names somebody else makes two meanings of it.

    None where the remark makes the name doubtful, as "(vacant)" or "(or deputy)" do.
    """
    meaning = known.meaning(words)
    if meaning is None or _DOUBTFUL_REMARK.search(remark):
        return None
    other = known.meaning(remark)
    if other is None or (other.whole_organisation and meaning.organisations <= other.organisations):
        return meaning
    return Meaning(tuple(dict.fromkeys(meaning.posts + other.posts)), meaning.organisations | other.organisations)


def _kind(word: str) -> OwnerKind:
    lower = word.casefold()
    if lower.startswith("support"):
        return OwnerKind.SUPPORT
    return OwnerKind.JOINT if lower.startswith("joint") else OwnerKind.LEAD


def _gather(names: Iterable[_Name], found: _Found) -> None:
    """Take each name's post, or note its doubt."""
    for name in names:
        if name.meaning is None or not name.meaning.posts:
            found.unknown.append(name.words)
            continue
        if name.alternative:
            found.shared.append(f"'{name.words}' is written as an alternative")
        posts = name.meaning.posts
        if len(posts) > 1:
            found.shared.append(f"'{name.words}' may be {' or '.join(posts[:5])}")
            continue
        _own(found, posts[0], name.kind, marked=name.marked)


def _own(found: _Found, post: str, kind: OwnerKind, *, marked: bool) -> None:
    """Add an owner; words win over columns, then lead over joint over support."""
    order = list(OwnerKind)
    if held := found.owners.get(post):
        if held[1] and not marked:
            return
        if held[1] == marked and order.index(held[0]) <= order.index(kind):
            return
    found.owners[post] = kind, marked


def _refine(agencies: list[_Name], roles: list[_Name], found: _Found, known: KnownNames) -> None:
    """Join lead agencies and lead roles: each role belongs to an agency, an agency without a role speaks for itself.

    The agency chooses between posts that share the role's name.
    """
    known_agencies = [name for name in agencies if name.meaning]
    found.unknown += [name.words for name in agencies if not name.meaning]
    bodies = frozenset(body for name in known_agencies if name.meaning for body in name.meaning.organisations)
    covered: set[str] = set()
    clear = True
    for role in roles:
        chosen = replace(role, meaning=known.within(role.meaning, bodies))
        if chosen.meaning is None or len(chosen.meaning.posts) != 1:
            clear = False
        else:
            theirs = chosen.meaning.organisations
            covered |= theirs
            if not theirs & bodies and len(known_agencies) == len(agencies):
                clear = False
                said = " / ".join(name.words for name in agencies)
                found.shared.append(
                    f"'{role.words}' is a post of {' or '.join(sorted(theirs))}, but the agency is '{said}'"
                )
        _gather([chosen], found)
    if clear:
        _gather([name for name in known_agencies if name.meaning and not name.meaning.organisations & covered], found)


def _questions(found: _Found, owners: tuple[Owner, ...], known: KnownNames) -> Iterable[Question]:
    """Ask about each doubt once."""
    if found.to_be_named:
        said = found.to_be_named[0][:80]
        yield Question(Doubt.NO_OWNER, "owner", f"The plan says '{said}' for the owner. Which post owns it?")
    elif not owners and not found.unknown and not found.shared:
        yield Question(Doubt.NO_OWNER, "owner", "The plan names no owner. Which post owns it?")
    elif owners and not found.unknown and not found.shared and all(o.kind is OwnerKind.SUPPORT for o in owners):
        yield Question(Doubt.NO_OWNER, "owner", "The plan names only who supports it. Which post leads?")
    if found.unknown:
        yield Question(Doubt.UNKNOWN_OWNER, "owner", _ask_unknown(found.unknown, known))
    if found.shared:
        yield Question(Doubt.TWO_MEANINGS, "owner", f"{'; '.join(found.shared[:5])}. Which post is meant?")


def _ask_unknown(unknown: list[str], known: KnownNames) -> str:
    """Name the words that no post answers to, with the nearest name the board has."""
    shown = " or ".join(f"'{words[:80].strip('()[] ')}'" for words in dict.fromkeys(unknown[:5]))
    everyone = next((words for words in unknown if _EVERYONE.fullmatch(words)), None)
    if everyone:
        return f"'{everyone[:80]}' names nobody in particular. Which post owns it?"
    nearest = next(filter(None, (known.nearest(words) for words in unknown[:5])), None)
    hint = f" The nearest name on the board is '{nearest}'." if nearest else ""
    return f"The board has no post called {shown}.{hint} Which post owns it?"
