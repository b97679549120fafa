"""Plain statements that all who must sign have signed: "both sides have signed", "the last signature came in".

Only of a title about signing; what one of several has signed is no such statement.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestones.mail.words.completion_tail import ends_well
from milestones.mail.words.phrases import Phrases, word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from milestones.mail.words.titles import Title
    from milestones.mail.words.token import Token

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
    [the] (full|final) sign off [has|was|is] [been] (received|obtained|given|achieved|secured)
""")


def all_signed(words: list[str], at: int, segment: Sequence[Token], title: Title) -> str | None:
    """Match "all four signatures are in", "both sides have signed" of a title about signing."""
    if "sign" not in title.stems:
        return None
    end = max(_LAST_TO_SIGN.eat(words, at), _signed_by_all(words, at))
    if end == at:
        return None
    return "all of them have signed" if ends_well(words, end, segment, title, past=True) else None


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
