"""Plain statements that a thing can be read where it belongs, or is in place: "it's on the website now", "we have one".

Only of a title that asks for that: to publish, to launch, to have something in place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestones.mail.words import completion_words as c
from milestones.mail.words.completion_parts import subject
from milestones.mail.words.completion_tail import ends_well
from milestones.mail.words.phrases import Phrases, word_set
from milestones.mail.words.verb_forms import stem
from milestones.mail.words.vocabulary import AGENCIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from milestones.mail.words.titles import Title
    from milestones.mail.words.token import Token

_PUT_UP = frozenset(stem(word) for word in ("published", "launched", "uploaded", "posted"))
_PAGES = word_set(
    "website websites site sites web page pages webpage webpages intranet internet portal online homepage"
)
_OF_PAGES = word_set("the our public both all main new own and on in a")
_SHOWN = Phrases("""
    (went|has_gone|have_gone|has_been_put) [now|finally|all] (up|live|online|public|on|out)
    (is|are|has_been|have_been) [now|all|already|finally|both|all_now] (up|live|online|public|up_there)
    (is|are|has_been|have_been) [now|all|already|finally|all_now] [up|live] (on|there_on)
    (is|has_been|was) [now|finally|all] published, published
    [all] [now] (live|online), [now] up, goes live ‹today›, [is] up and live
""")
_PUT = Phrases("""
    [have|has] [now|finally|just] (put|got|pushed) (it|this|that|the_new_one|the_page|the_new_version|the_new_page
        |them_all) (up|live|online|on|out)
    [have|has] [now|finally|just] (put|got|pushed) (up|live) (it|this|that|the_new_one|the_page|the_new_version)
    [have|has] [now|finally|just] (uploaded|published|posted|loaded) (it|this|the_new_one|the_page|the_new_version)
    [have|has] [now] switched (it|this|the_page|the_new_page) on
""")
_WHO = word_set("""
    we i they comms communications web team digital our the it media press office webmaster unit department ict content
    editor editors colleagues services
    """)
_BARE = frozenset({("its",), ("it",), ("this",), ("that",), ("which",), ("they",), ("everything",), ("all",)})
_THE_NEW = Phrases("[the|our] (new|revised|updated|latest) (one|version|page|pages)")
_THE_PAGE = Phrases("[the|our] new (page|webpage|link|pages)")
_HAVE = Phrases("""
    (we|there) [now|finally|do] (have|is|has_been) [now] (a|an|the|our) [fully|properly|new] [signed|agreed|executed
        |working|formal|written|joint|local]
    we have got (a|an|the|our) [fully|properly] [signed|agreed|executed]
    there is [now] (a|an) [fully|properly] [signed|agreed|executed]
""")
_SIGNED = word_set("signed agreed executed")
_IN_PLACE = Phrases("in place, signed and in place, up and running, in force, signed off, signed")
_MOST_NAMED = 8


def shown(words: list[str], at: int, segment: Sequence[Token], title: Title) -> str | None:
    """Match "it went up last night", "the new pathway is on our website", "comms put it up yesterday"."""
    if not title.asked & _PUT_UP:
        return None
    named = _named(words, at, title)
    end = _SHOWN.eat(words, named)
    by_whom = _PUT.eat(words, _who(words, at))
    if by_whom > _who(words, at) > at:
        named, end = at, by_whom
    if end == named or (named == at and end != by_whom and not _speaks_for_itself(words, at, end)):
        return None
    if words[end - 1] in ("on", "out") or words[end : end + 1] == ["on"]:
        end = _page(words, end if words[end - 1] == "on" else end + 1, title) or end
    if words[end - 1] in ("on", "out"):
        return None
    past = bool({"went", "put", "got", "pushed", "gone", "been", "uploaded", "loaded", "posted"} & set(words[at:end]))
    return "says that it can be read" if ends_well(words, end, segment, title, past=past) else None


def _speaks_for_itself(words: Sequence[str], at: int, end: int) -> bool:
    """Say whether no subject is needed: "went live last week", "all live now", "now on the website"."""
    return (words[at] in ("went", "all", "now") and words[at:end] != ["now", "up"]) or words[at:end] in (
        ["live"],
        ["online"],
    )


def _named(words: Sequence[str], at: int, title: Title) -> int:
    """Give the place after what is shown: "it", "the new one", the title's own words; `at` where it is none of them."""
    if words[at : at + 1] == ["its"] and words[at + 1 : at + 2] not in (["up"], ["live"], ["online"]):
        return at
    if tuple(words[at : at + 1]) in _BARE:
        return at + 1
    page = _THE_PAGE.eat(words, at) if title.words & _PAGES else at
    return max(_THE_NEW.eat(words, at), page, subject(words, at, title))


def _who(words: Sequence[str], at: int) -> int:
    """Give the place after who put it there: "comms", "the web team", "we"."""
    while at < len(words) and words[at] in _WHO:
        at += 1
    return at


def _page(words: Sequence[str], at: int, title: Title) -> int:
    """Give the place after "our website", "the council and Trust sites"; 0 where no page is named."""
    here = at
    while here < len(words) and (words[here] in _OF_PAGES | _PAGES | AGENCIES or title.has(words[here])):
        here += 1
    whose, wanted = AGENCIES & set(words[at:here]), AGENCIES & title.words
    if whose and wanted and not whose & wanted:
        return 0  # "on the police website" of "on the council website"
    while here > at and words[here - 1] not in _PAGES:
        here -= 1
    return here if here > at else 0


def in_place(words: list[str], at: int, segment: Sequence[Token], title: Title) -> str | None:
    """Match "we now have an agreement in place", "there is a signed protocol" of a title that asks for no more."""
    held = _HAVE.eat(words, at)
    if held == at:
        return None
    named = held
    while named < len(words) and named - held < _MOST_NAMED and title.has(words[named]) and not _state(words, named):
        named += 1
    if named == held or not title.is_named_by(words[held:named]):
        return None
    signed = bool(_SIGNED & set(words[at:held])) and "sign" in title.stems
    stands = _IN_PLACE.eat(words, named)
    asks_for_it = "place" in title.words or ("sign" in title.stems and "signed" in words[named:stands])
    if not signed and not (stands > named and asks_for_it):
        return None
    return "says that it is in place" if ends_well(words, max(stands, named), segment, title, past=False) else None


def _state(words: Sequence[str], at: int) -> bool:
    return max(_IN_PLACE.eat(words, at), c.FINISHED_STATES.eat(words, at)) > at
