"""The names by which a board's posts and organisations are known, and what a piece of writing names among them.

Exact names only: title, alias, id, organisation, mail address, or title and organisation together. Never a guess; the
nearest name is for the question alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from milestones.domain.board import Board, Organisation, Post

_APOSTROPHES = re.compile(r"['\u2018\u2019\u02bc`\u00b4]")
_NOISE = frozenset({"the", "of", "and", "for"})
_LONGEST_NAME = 200
_LONGEST_SENTENCE = 1000
_LONGEST_POST_WORDS = 12


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a name stands for: one post, or several where the name is shared.

    `organisations` are those it can belong to; `whole_organisation` is true where the words name an organisation and
    `posts` are then who speaks for it.
    """

    posts: tuple[str, ...]
    organisations: frozenset[str]
    whole_organisation: bool = False


@dataclass(frozen=True)
class KnownNames:
    """The names of one board, ready for many look-ups. Make it with `names_of`."""

    posts: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    organisations: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    together: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    addresses: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    speakers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    organisation_of: dict[str, str] = field(default_factory=dict)
    shown: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def meaning(self, words: str) -> Meaning | None:
        """Give what `words` name on this board, None where nothing. A post's own name goes before an organisation's."""
        if len(words) > _LONGEST_NAME:
            return None
        if "@" in words:
            bracketed = re.search(r"<([^<>]+)>", words)
            address = bracketed[1] if bracketed else words.strip(" ()[].,;:\"'")
            return self._of_posts(self.addresses.get(address.casefold(), []))
        key = key_of(words)
        if not key:
            return None
        for names in (self.posts, self.together):
            if key in names:
                return self._of_posts(names[key])
        found = self.organisations.get(key)
        if not found:
            return None
        speakers = dict.fromkeys(post for organisation in found for post in self.speakers[organisation])
        return Meaning(tuple(speakers), frozenset(found), whole_organisation=True)

    def within(self, meaning: Meaning | None, organisations: frozenset[str]) -> Meaning | None:
        """Narrow a name that several posts share to those of `organisations`; unchanged where none of them is there."""
        if meaning is None or len(meaning.posts) == 1:
            return meaning
        return (
            self._of_posts([post for post in meaning.posts if self.organisation_of[post] in organisations]) or meaning
        )

    def nearest(self, words: str) -> str | None:
        """Give the name that shares most words with `words`, for a question; None where none shares half of them."""
        votes: dict[str, int] = defaultdict(int)
        asked = dict.fromkeys(word for word in _words_of(words[:_LONGEST_NAME]) if word not in _NOISE)
        for word in asked:
            for name in self.shown.get(word, ()):
                votes[name] += 1
        best = max(votes, key=lambda name: (votes[name], -len(name)), default=None)
        return best if best and votes[best] * 2 >= len(asked) else None

    def _of_posts(self, posts: list[str]) -> Meaning | None:
        found = tuple(dict.fromkeys(posts))
        return Meaning(found, frozenset(self.organisation_of[post] for post in found)) if found else None


def names_of(board: Board, today: date) -> KnownNames:
    """Gather the names of `board`; mail addresses are those of who holds each post on `today`."""
    known = KnownNames()
    for organisation in board.organisations.values():
        own = [post.id for post in board.posts.values() if post.organisation == organisation.id]
        lead = organisation.lead if organisation.lead in board.posts else None
        known.speakers[organisation.id] = (lead,) if lead else tuple(own)
        for name in _names_of_organisation(organisation):
            _add(known.organisations, name, organisation.id)
            _show(known, organisation.name, organisation.name)
    for post in board.posts.values():
        known.organisation_of[post.id] = post.organisation
        for name in _names_of_post(post):
            _add(known.posts, name, post.id)
            if owner := board.organisations.get(post.organisation):
                for body in _names_of_organisation(owner):
                    _add(known.together, f"{body} {name}", post.id)
                    _add(known.together, f"{name} {body}", post.id)
        _show(known, post.title, post.title)
        if holder := post.holder_on(today):
            known.addresses[holder.email.casefold()].append(post.id)
            _show(known, holder.name, post.title)
    return known


def post_named_in(text: str, board: Board, today: date, *, but: str = "") -> str | None:
    """Give the one post that a sentence names by its title, an alias or an address; None for none or several.

    The longest names count: "Head of Risk and Audit" is not also "Head of Risk". An organisation's name is no post, and
    the post `but`, whose words these are, is not meant by its own name.
    """
    known = names_of(board, today)
    words = text[:_LONGEST_SENTENCE].split()
    found: set[str] = set()
    place = 0
    while place < len(words):
        for size in range(min(_LONGEST_POST_WORDS, len(words) - place), 0, -1):
            named = " ".join(words[place : place + size]).strip(" .,;:!?()\"'")
            meaning = known.meaning(named)
            if meaning is not None and not meaning.whole_organisation:
                found.update(meaning.posts)
                place += size - 1
                break
        place += 1
    found.discard(but)
    return found.pop() if len(found) == 1 else None


def key_of(name: str) -> str:
    """Give what two spellings of one name share: no case, punctuation, spaces, `the`, or plural."""
    return "".join(word for word in _words_of(name) if word != "the")


def _words_of(name: str) -> list[str]:
    text = unicodedata.normalize("NFKC", name).casefold()
    text = "".join(c for c in text if unicodedata.category(c) != "Cf").replace("&", " and ")
    text = re.sub(r"(?<=\b\w)\.(?=\w\b)", "", _APOSTROPHES.sub("", text))
    return [_singular(word) for word in re.sub(r"[\W_]+", " ", text).split()]


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _names_of_post(post: Post) -> tuple[str, ...]:
    return (post.title, *post.aliases, post.id)


def _names_of_organisation(organisation: Organisation) -> tuple[str, ...]:
    return (organisation.name, *organisation.aliases, organisation.id)


def _add(names: dict[str, list[str]], name: str, to: str) -> None:
    if key := key_of(name):
        names[key].append(to)


def _show(known: KnownNames, words: str, name: str) -> None:
    """Let `words` bring up `name` in a question; a person's name brings up the post, and never stands for it."""
    for word in dict.fromkeys(_words_of(words)):
        if word not in _NOISE and name not in known.shown[word]:
            known.shown[word].append(name)
