"""Plain statements that all who must sign have signed: "both sides have signed", "the last signature came in".

Only of a title about signing; what one of several has signed is no such statement.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestones.mail.doubts import DOUBTS
from milestones.mail.words.completion_tail import ends_well
from milestones.mail.words.phrases import Phrases, word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from milestones.mail.words.titles import Title
    from milestones.mail.words.token import Token

_AGREEMENTS = word_set("agreement protocol mou memorandum contract compact charter")
"""What is in place once all have signed it."""
_ALL_WHO = Phrases("(all|both|everyone|everybody)")
_OF_THEM = word_set("two three four five six seven eight of the our partner agency have has are is now been")
_SIGNATORIES = word_set("""
    sides parties partners agencies signatories organisations forces chiefs heads leads chairs executives commanders
    directors councils leaders chief
    """)
_CAME_IN = Phrases("in, received, obtained, collected, gathered, secured, on it")
_LAST_TO_SIGN = Phrases("""
    [yes] [the] last [one|two|three|signatory|signature|partner|agency|of_them] [has|have] signed [it|up|off]
    the (last|final) [outstanding|missing] signature (came|is|arrived|landed|has_come) [in|back|now]
    [the] (last|final) [missing|outstanding] signature [has_been|was|now] (obtained|received|secured|collected|added
        |gained|got)
    (i|we) [have] [now|finally] (got|obtained|collected|secured|received|have) (the|that) (last
        |final) [missing] signature
    (both|all) [the|of_the] [three|four|five|six] signatures [are|have_been|are_now] (in|on_it|on_the_paper|on_the_page
        |on_the_document|obtained|received|collected|there|in_place|secured)
    [wet|all|the] signatures (from|by|of) all [of_them|of_us|three|four|five|six|partners|parties|concerned|signatories]
    (last|final) to sign has [now] signed
    [the|a|our] (fully|final|fully_and_finally|duly) signed (copy|version|pdf|scan|document|protocol|agreement
        |policy) [is
        |is_now|now] (attached|enclosed|saved|filed|uploaded|available|on_file|in_the_folder|on_sharepoint)
    [the|a|our] (fully|final) signed (copy|version|pdf|scan|document|protocol|agreement) (went_up|is_up|is|is_now) on
        [the|our] (shared_drive|sharepoint|intranet|drive|website|system|portal)
    [the] (full|final) sign off [has|was|is] [been] (received|obtained|given|achieved|secured)
""")


def all_signed(words: list[str], at: int, segment: Sequence[Token], title: Title) -> str | None:
    """Match "all four signatures are in", "both sides have signed" of a title about signing."""
    if "sign" not in title.stems and not ({"place", "force"} & title.words and _AGREEMENTS & title.words):
        return None
    end = max(
        _LAST_TO_SIGN.eat(words, at),
        _signed_by_all(words, at),
        _last_of_several(words, at),
        _named_two(words, at, title),
    )
    if end == at:
        return None
    return "all of them have signed" if ends_well(words, end, segment, title, past=True) else None


_MOST_WHO = 5
_PUT_NAMES = Phrases("""
    [have|has] [now|all|both|now_both|now_all|finally] (signed|countersigned) [it|up|off|this|it_off]
    [have] [now|all|both] put (their|both) (names|signatures) to (it|this)
""")


def _last_of_several(words: Sequence[str], at: int) -> int:
    """Give the place after "the last of the schools has signed", else `at`."""
    if list(words[at : at + 3]) != ["the", "last", "of"]:
        return at
    for here in range(at + 4, min(at + 4 + _MOST_WHO, len(words))):
        if words[here] in ("has", "have", "signed") and (end := _PUT_NAMES.eat(words, here)) > here:
            return end
        if words[here] in DOUBTS:
            return at
    return at


def _named_two(words: Sequence[str], at: int, title: Title) -> int:
    """Give the place after "police and council have both signed it" of a joint thing, else `at`."""
    if "joint" not in title.words or "and" not in words[at : at + _MOST_WHO + 1]:
        return at
    for here in range(at + 3, min(at + 2 * _MOST_WHO, len(words))):
        if (end := _PUT_NAMES.eat(words, here)) > here:
            every = {"both", "all", "their"} & set(words[here:end])
            named = words[at:here]
            return end if every and named.count("and") == 1 and not DOUBTS & set(named) else at
    return at


def _signed_by_all(words: Sequence[str], at: int) -> int:
    """Give the place after "[we have] all [the] signatures [in]", "both chiefs have signed it", else `at`."""
    here = at
    while here < len(words) and words[here] in ("we", "now", "have", "yes"):
        here += 1
    held = here > at
    every = _ALL_WHO.eat(words, here)
    if every == here:
        return at
    named = every
    while named < len(words) and words[named] in _OF_THEM - {"our"} | _SIGNATORIES:
        named += 1
    if words[named : named + 1] == ["signatures"]:
        after = named + 1
        while after < len(words) and words[after] in _OF_THEM:
            after += 1
        end = _CAME_IN.eat(words, after)
        return end if end > after else after if held else at
    if words[named : named + 1] != ["signed"] or not (named > every or words[here] in ("everyone", "everybody")):
        return at
    end = named + 1
    return end + 1 if words[end : end + 1] in (["it"], ["up"], ["off"], ["this"]) else end
