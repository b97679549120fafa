"""Takes double negatives out of a sentence: "nothing left to do", "no exceptions", "100 per cent", "more than 200".

What they say is harmless beside a confirmation, though their words alone would be doubts. Knows nothing else.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from milestones.mail.words.phrases import Phrases, word_set
from milestones.mail.words.token import SEPARATORS, Token

if TYPE_CHECKING:
    from collections.abc import Sequence

CLEAR = "‹clear›"

_BEFORE = Phrases("""
    there (is|are|were|was), (we|i) (have|had), with, has, and (there_is|there_are|we_had|we_have|with)
""")
_CLEAR = Phrases("""
    nothing [still|now] (left|outstanding|remaining|remains|more|else|further|missing), nothing left undone
    nothing is [still] (outstanding|left), nothing to (add|chase|follow_up), nothing (carried|rolled) (over|forward)
    no pun intended, not a moment too soon, not before time, no more to come, outstanding : (none|nil|nothing|no)
    no (further|more|other) (updates|update|news|comments|comment), nil (outstanding|to_report|remaining|left)
    (no_one|nobody|none|no_staff|no_sessions|no_officers|no_work) [is|are] (left|outstanding|remaining|missing|missed
        |missed_out|still_to_do|left_out|still_to_train|left_untrained|untrained|left_over)
    no (further|more|other|outstanding|remaining|missing) (signatures|signature|names|returns|replies|sign_offs)
    no (further|more|other|outstanding|remaining) (action|actions|work|tasks|items|steps|sessions|issues|matters|queries
        |staff|people|officers)
    no (issues|problems|exceptions|snags|gaps|hitches|concerns|loose_ends|queries|caveats|dropouts|drop_outs|no_shows
        |absences|issue|problem|hitch|complaints|drama|dramas|hiccups|difficulties|difficulty|errors|omissions)
    no longer (outstanding|open|needed|required|on_my_list|live|active)
    without (exception|issue|issues|incident|a_hitch|problem|problems|any_problems|any_issues|difficulty|delay
        |any_hitches
        |any_exceptions)
    not a single (issue|problem|complaint|absence|exception|hitch|no_show), none too soon
    zero (issues|exceptions|outstanding|absences|problems|no_shows), no ifs no buts, (no|without) ifs [or|and] buts
    no (action|actions) (outstanding|remaining|left|required|needed), no one missed, nobody missed
    not (outstanding|overdue|open|late|pending) any (more|longer), not (outstanding|open) now
    no (extension|extra_time|more_time|further_extension|further_time) [is|was] (needed|required|necessary|wanted)
    no need (for|of) [an|any|the|more] [further] (extension|extra_time|more_time)
    (i|we) (did|do) not (need|want|require|use) [the|an|any|that|your] [more] (extension|extra_time|extra_week
        |extra_weeks|extra_days|more_time|additional_time|it) [after_all|in_the_end]
    (in_the_end|after_all) (i|we) did not (need|use|want) (it|the_extension|the_extra_time|the_time)
    no (changes|amendments|alterations|revisions|corrections|comments|objections|questions|challenges|challenge
        |call_in|appeals|dissent|opposition) [at_all]
    (nobody|no_one) (objected|called_it_in|calling_it_in|disagreed|complained|objecting)
    (extension|extra_time|more_time|an_extension|the_extension) [is] (not|no_longer) (needed|required|necessary|wanted)
    no (schools|staff|sessions|teams|stations|sites|wards|venues|officers|partners|sections|tasks|actions|people)
        (left|outstanding|remaining|missing) [to_do|to_train|to_brief|to_visit|untrained]
    not a single (school|session|team|station|site|ward|officer|partner|person|one) (left|outstanding|missing|untrained)
        [untrained|to_do], (none|nobody|no_one) [is] (outstanding|left|remaining|missing|untrained)
    no need to (extend|reschedule|delay|postpone|move_it|move_the_date|move_this|push_it_back|push_this_back)
    [please|so] (do_not|stop|no_need_to|you_can_stop|you_need_not) (chase|chasing|remind|reminding|email|emailing|ask
        |asking|nag|nagging) [me|us] [again|any_more|any_further|further|about_this|about_it|on_this|now|please]
    not a (minute|second) too soon, no longer (stuck|blocked|held_up|waiting|stalled|delayed)
    not waiting (on|for) (anybody|anyone|anything|them|legal|anybody_else|anyone_else) [any_more|any_longer|now]
    without (a_vote|dissent|debate|amendment|comment|objection|fuss|a_murmur|discussion|argument|a_fight|a_division)
    no (delay|delays|hold_ups|slippage), no (delay|delays) (this_time|here)
    (nobody|none|no_one|nothing) [is|was] (missing|missed), bar none, nowt (left|outstanding|else) [to_do]
    no exceptions to report, nothing (more|else|further) to come, no complaints [so_far], not late for (a_change|once)
    not a single (gap|hole|blank) [on_the_matrix|in_the_list|on_the_list|left]
    (you|no_one|nobody) (will_not|do_not|does_not) need to chase [me|us] [again|any_more|further]
    please do not send any more [of] [these|reminders|chasers|emails], without overspending, no one left [to_train]
    (we|i) will not (need|be_needing|require) [the|that|an|any] (extension|extra_time|more_time|extra_week|extra_weeks)
        [after_all|now|any_more]
    (it|this) is not (late|overdue)
    nothing else [is] (to_do|left_to_do|left|outstanding|needed|required), nothing more (to_do|needed|required)
    no more [is|needs] [to] (do|be_done|to_do|required|needed), nothing left
""")
_FURTHER = Phrases("""
    is (needed|required|planned|left|outstanding), are (needed|required|planned|left|outstanding), now, left, remain
    remains, outstanding, required, needed, necessary, planned, at all, whatsoever, arising, raised, encountered
    reported, found, identified, noted, seen
    to (do|add|report|complete|deliver|chase|follow|say|send|finish|sort|tell|run|train), here, from (us|me)
    on (this|it|this_one|that|that_one|our_side|our_part|my_side), (was|were) (needed|required|necessary|made|raised)
    from (our|my) (side|end), (from|by) (anyone|anybody) [else], or from (anyone|anybody) [else]
    from the (council|police|university|college|school|trust|health|force|charity|partner) side
    to (slip|pick_up|worry_about|hand_over|sign|agree|write|publish|chase_up), for (anyone|anybody|her|him|them|us|me)
    (i|we) asked for, (i|we) requested, (i|we) had asked for, in ‹past›, on ‹past›, ‹past›, (i|we) mentioned
    or (anyone|anybody|everyone) else is, after all, any more, since then, since, or since
""")
_WHOLE = Phrases("(100|hundred|one_hundred|a_hundred) (percent|per_cent)")
OFFER = "‹offer›"
_IF_NEEDED = Phrases("""
    [just] (if|should) (you|anyone|they|the_board|anybody) (need|want|require|would_like|wish|needs|wants|requires) (it
        |them|any|one|a_copy|copies|to_see_it|to_see_them|more|anything_else|further_details|any_more|evidence|proof
        |sight_of_it|sight_of_them|to_check|a_look|more_detail|more_information|anything|anything_further|details)
    [just] if (anyone|anybody|someone|somebody|they|you|the_board) (asks|ask|wants_them|wants_it|needs_them
        |needs_it|queries_it
        |is_interested|wants_to_check|wants_to_see_it|wants_to_see_them)
    [just] (if|as|where) (needed|required|useful|helpful|wanted|necessary|of_use|of_interest|it_helps|it_is_needed
        |it_is_useful|that_helps|you_need), should it be (needed|required), (if|should) you have any (questions|queries)
    (with|for) any (questions|queries) [at_all]
""")
_FOLLOWS_ON = Phrases("""
    [the] (evidence|proof|minutes|register|registers|certificate|certificates|photos|screenshot|link) (to_follow
        |will_follow|follows|to_come) [shortly|later|separately|soon]
""")
_SHEETS = Phrases("""
    (sign_in|signing_in|sign_up|sign_off|signing) (sheet|sheets)
""")
_PAPERS = word_set("minute minutes min item para paragraph resolution ref reference page log notice")
_NUMBERED = word_set("no number nos numbers ref reference item para of at :")
_REFERS = word_set("refers refer applies relates")


def _is_clock(words: Sequence[str], at: int) -> bool:
    """Say whether a time of day stands before a day that is past: "as of 1500 yesterday"."""
    clock = _CLOCK.fullmatch(words[at]) is not None
    led = words[at - 1 : at] in (["of"], ["at"], ["by"]) or len(words[at]) >= _FOUR
    today = words[at + 1 : at + 3] in (["this", "morning"], ["this", "afternoon"])
    return clock and led and (today or words[at + 1 : at + 2] in (["‹past›"], ["‹today›"]))


_STATES = word_set("complete live place up force")
_FOUR = 4
_CLOCK = re.compile(r"(?:[01]?\d|2[0-3])(?:[0-5]\d)?(?:hrs|am|pm)?")


def _votes(words: Sequence[str], at: int) -> int:
    """Give the place after "34 for, 2 against, 3 abstentions", else `at`."""
    here, told = at, 0
    while here + 1 < len(words) and words[here].isdigit() and words[here + 1] in _VOTES:
        here, told = here + 2, told + 1
        while here < len(words) and words[here] in (",", "and", "votes", "/"):
            here += 1
    return here if told > 1 else at


_VOTES = word_set("for against abstentions abstention abstained abstaining votes ayes noes")


def _reference(words: Sequence[str], at: int) -> int:
    """Give the place after "minute 62", "item 7.2", "minute ref 2026/114 refers", else `at`."""
    here = at + 1
    if words[at] not in _PAPERS:
        return at
    while here < len(words) and words[here] in _NUMBERED:
        here += 1
    start = here
    while here < len(words) and (words[here].isdigit() or words[here] in ("‹fraction›", "/")):
        here += 1
    if here == start:
        return at
    if words[here : here + 1] == ["of"]:  # "minute 7.2 of last week's CSP refers"
        refers = next((end for end in range(here, min(here + 6, len(words))) if words[end] in _REFERS), here)
        return refers + 1 if refers > here else here
    return here + 1 if here < len(words) and words[here] in _REFERS else here


_ABOUT = Phrases("(more_than|just_over|over|well_over|some|around|about|approximately|roughly|upwards_of|in_excess_of)")
_AFTER = frozenset({"and", "on", "with", "to", "from", "here", "at", "so", "as", "now", "for", "in", "please", "all"})


def _clear(words: Sequence[str], at: int) -> int:
    """Give the place after "there is nothing left to do here", else `at`."""
    start = _BEFORE.eat(words, at)
    end = _CLEAR.eat(words, start)
    return _FURTHER.eat_all(words, end) if end > start else at


def _all_of(words: Sequence[str], at: int) -> int:
    """Give the place after "214 of the 214", "12 out of 12", else `at`."""
    here = at + 1
    while here < len(words) and here - at < _FAR and words[here] in ("out", "of", "the", "our", "from"):
        here += 1
    return here + 1 if words[at].isdigit() and here > at + 1 and words[here : here + 1] == [words[at]] else at


_FAR = 5


def _is_has(words: Sequence[str], at: int) -> bool:
    """Say whether an opened "'s" stands for "has": "everybody's had it", "the group's now been set up"."""
    here = at + 1
    while here < len(words) and words[here] in ("now", "all", "already", "also", "just", "finally", "since"):
        here += 1
    gone = words[here : here + 1] == ["gone"] and words[here + 1 : here + 2] in (["live"], ["on"], ["up"], ["through"])
    return gone or words[here : here + 1] in (["been"], ["had"], ["got"])


_OWNED = word_set("""
    website intranet site system portal page pages team offices office board meeting drive server network
    """)


def _owns(tokens: Sequence[Token], at: int) -> bool:
    """Say whether an opened "'s" is a possessive: "the council's website"."""
    joined = at > 0 and tokens[at].start >= 0 and tokens[at].start == tokens[at - 1].start
    return joined and tokens[at + 1 : at + 2] != () and tokens[at + 1].word in _OWNED


def cleared(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """Give the tokens with each double negative as one ‹clear›, "100 per cent" as "fully", "over 200" as "200".

    "no further sessions delivered" is no double negative: what is negated goes on after it.
    """
    words = [token.word for token in tokens]
    kept: list[Token] = []
    at = 0
    while at < len(tokens):
        word = words[at]
        may_open = word in _MAY_OPEN or word[0].isdigit() or word == "‹future›"
        end, put = _taken_out(tokens, words, at) if may_open else (at, "")
        if end > at:
            kept += [Token(put)] if put else []
            at = end
        else:
            kept.append(tokens[at])
            at += 1
    return tuple(kept)


_MAY_OPEN = (
    frozenset({"is", "since"})
    | _PAPERS
    | frozenset().union(*(one.openers for one in (_BEFORE, _CLEAR, _IF_NEEDED, _FOLLOWS_ON, _SHEETS, _WHOLE, _ABOUT)))
)
"""Words with which something that is taken out can begin; most words of a reply are none of them."""


def _taken_out(tokens: Sequence[Token], words: Sequence[str], at: int) -> tuple[int, str]:
    """Give where what is taken out at `at` ends, `at` where nothing is, and the one word put in its place, or none."""
    end = _clear(words, at)
    if end > at and (end == len(words) or words[end] in SEPARATORS | _AFTER):
        return end, CLEAR
    if words[at] == "‹future›" and at and words[at - 1] in _STATES and "been" in words[:at]:
        return at + 1, "‹past›"  # "it has been complete for a fortnight"
    if words[at] == "since" and words[at + 1 : at + 2] in (["‹either›"], ["‹future›"]):
        return at + 2, "‹past›"
    if _is_clock(words, at) or (words[at] == "is" and _owns(tokens, at)):
        return at + 1, ""
    if words[at] == "is" and _is_has(words, at):
        return at + 1, "has"
    found = (
        (_votes(words, at), CLEAR),
        (_reference(words, at), "minutes"),
        (_IF_NEEDED.eat(words, at), OFFER),
        (_FOLLOWS_ON.eat(words, at), CLEAR),
        (_all_of(words, at), CLEAR),
        (_SHEETS.eat(words, at), "register"),
        (_WHOLE.eat(words, at), "fully"),
    )
    about = _ABOUT.eat(words, at)
    counted = about > at and words[about : about + 1] and words[about].isdigit()
    return next(((end, put) for end, put in found if end > at), (about if counted else at, ""))
