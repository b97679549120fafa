"""Says whether words beside a confirmation narrow it, take it back, or make fun of it: "for now", "in my dreams".

A closed list of wordings, each of which makes the mail be asked back. Knows nothing of what confirms.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from milestones.mail.words.phrases import Phrases, word_set
from milestones.mail.words.token import SEPARATORS
from milestones.mail.words.vocabulary import AGENCIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from milestones.mail.words.token import Token

NARROWS = "narrows or takes back what stands beside it"

_NARROWING = Phrases("""
    for (now|this_week|the_moment|the_time_being|the_present|a_start|starters), according to, by all accounts
    (done|did) (my|our|their|his|her) (bit|part|half|end), (my|our|their|his|her) share
    here and there, in places, to a point, on paper, off the record, in a (minute|sec|second|moment|tick|mo|bit)
    now for [the], on to [the], on to, (in|for) (some|most|part|parts)
    in (spirit|name|my_dreams|your_dreams|a_manner_of_speaking), as if, if only, you wish, i wish, dream on, yeah right
    (fingers|everything) crossed, touch wood, god willing, with luck, pigs might fly, famous last words
    (separate|another|different) (matter|story|question|kettle_of_fish), old (one|version|round)
    (that|this|it) was (the_old|the_plan|the_idea|the_hope|the_aim|the_intention|the_easy|the_other|just|meant|my_half
        |for_another|another|in_20|step|stage|round|part|one_of), (that|this|it) was for (the|a|another)
    did (mine|ours|our_bit|our_part|our_share|my_bit|my_part|my_share|theirs), (speak|talk) (to|with|for), check with
    ask (me|him|her|them|dave), (called|calls|deemed|judged|considered|found|thought|rated) (it|this|that|them)
    new (date|deadline|target|owner|lead), keep (it|this) (on|open), leave (it|this) (on|open)
    advised (a|against|us|caution), (an|got|gets|given|granted) (exemption|dispensation|waiver|extension|pass)
    kept (its|their|his|her|the) (old|own|former), its own way, own devices
    (turned|moved|switched|got) (to|on_to|onto) (the|our) (annex|appendix|rest|others|next)
    we are on (the|to|it), (is|am) on (to|it), (version|draft) 0, v0
    (round|step|part|leg|wave|tranche|batch|half|phase|stage|version) (one|1|a|two|2|i|ii)
    (signs|sits|opens|joins|attends|meets|votes|decides|starts|follows|goes|comes) (on|in|at|at_the|‹either›|next)
    one (ward|team|school|partner|force|agency|council|site|station|trust|practice) (dug|voted|pulled|went|backed)
    dug (its|their|his|her) heels, (heels|feet) in, on the agenda, voted (it|this) down, taken down, switched off
    wrong (email|one|thread|window|milestone|person|box), who am i kidding, only joking, just kidding, april fool
    discussed (it|this|that), talked about, noted the (risk|delay|concern|gap), kicked (off|it)
    (one|two|three|four|five) (teams|shifts|wards|schools|stations|sites|districts|areas|team|shift) (attended|trained
        |done|had|signed|have|has)
    (held|holding|hung) (on_to|onto), marked (it|this|us) (as|down), (one|two|three) (names|signatures)
    handed in (her|his|their), cold feet, second thoughts, in the post, under target
    (at|with) (the|our) (printers|printer|lawyers|solicitors|translators|designers|publishers|bureau|translator)
    (is|are) on (‹either›|‹future›), (is|are) (‹either›|‹future›)
    let me (check|see|look|think|confirm|double_check), (hang|hold) on, one (moment|sec|second)
    bear with, on reflection
    same boat, by (accident|mistake), in error, is hands, went home, sent home, had to (skip|drop|leave|cut)
    (is|are) [still] (in|on) (doubt|a_mess|arrears|production|use|order|hold|dispute|limbo|transit|draft|question)
    had a (stab|go|start|good_start|small_group|crack|bash), had (the|a_few_of_the|most_of_the) (easy|main|first)
    (ran|running) (into|behind), got (cross|to_page|as_far|a_date|a_quote|the_funding|approval|the_go), came round
    came and went, came with (a|demands|some|changes), made (changes|a_start|us_wait), gave us (homework|a_week|until)
    showed us the door, sat on (it|this|that)
    by (one|two|three|some|half|most) [of], (one|two|half|some|most) of (the|them|us|our)
    or (is|are|was) (it|they|we), or so, or (not|as)
""")
_UNSURE_PAST = word_set(
    "struggled balloted resisted unravelled dithered grumbled stalled backtracked floundered"
    " actually oops whoops hmm erm correction scratch disregard wait hang"
    " dire lukewarm inquorate noises recalled costed scoped reconsidering unpicked rethinking rethink rerun relapsed"
)
_IRONY = re.compile(
    r"[;,]-?\)|\b(?:l+o+l+|rofl|ha ?ha+|yeah,? right|as if|i wish|in my dreams|not!)(?!\w)|(?:\.\.\.|…) ?not\b",
    re.IGNORECASE,
)
_SIDES = word_set(
    "fire police council health education housing schools probation nhs hr it legal finance legals estates"
)
_OWN_PART = word_set("signed attended agreed trained adopted approved had did contributed joined responded replied")
_WHEN = word_set("has have on ‹past› ‹either› ‹today› theirs it side lot colleagues now")
_OF_PAPERS = word_set("see ref reference minute minutes under para paragraph niche number record")
_YEAR = re.compile(r"20[0-4]\d")


def limits(words: Sequence[str]) -> bool:
    """Say whether a clause of the same sentence narrows what it says: "for now", "here and there"."""
    return _NARROWING.within(words)


def narrows(tokens: Sequence[Token], year: int) -> bool:
    """Say whether a sentence narrows or takes back the confirmation beside it; `year` is the year of writing."""
    words = [token.word for token in tokens]
    if _NARROWING.within(words) or _UNSURE_PAST & set(words):
        return True
    if any(_YEAR.fullmatch(word) and int(word) < year for word in words):
        return True
    if any(word == "‹other›" and not _OF_PAPERS & set(words[:at]) for at, word in enumerate(words)):
        return True
    flat = " ".join(word for word in words if word not in SEPARATORS)
    if _SCOPED.search(flat) or (_STEP.match(flat) and not _ENDED.search(flat)):
        return True
    return _speaks_of_one_side(words) or _says_what_it_was(words) or _says_what_we_did(words)


_QUARTERS = r"(?:north|south|east|west|northern|southern|eastern|western)"
_GROUPS = (
    r"(?:managers|supervisors|sergeants|inspectors|constables|(?:office|agency|night|day|reception|admin|bank"
    r"|temporary)"
    r" (?:staff|shift|workers|team)|governors|teachers|volunteers|councillors|administrators|heads|leads)"
)
_SCOPED = re.compile(
    r"\b(?:ran|did|held|gave|delivered|covered|trained|signed|agreed|approved|published|tested|launched) (?:it|this"
    r"|them)"
    r" (?:for|in|at|with) (?!all\b|everyone\b|everybody\b|both\b|full\b|time\b|person\b|house\b|the end\b|once\b|last\b"
    r"|a\b|‹|january|february|march|april|may|june|july|august|september|october|november|december|good|record|one\b)"
    r"|\bin outline\b|\bthe (?:basics|main points|highlights|essentials|gist|headlines)\b"
    r"|\b(?:test|holding|dummy|placeholder|staging) (?:page|site|version|copy)\b|\breplaced by\b|\bsuperseded by\b"
    r"|\bagreed to (?:move on|park|drop|revisit|defer|wait|think|come back)\b"
    rf"|\b(?:the|our|in the|for the) {_QUARTERS}\b|\bpartners in [a-z]+ (?:have )?(?:signed|agreed)\b"
    r"|\b(?:first|second|early|late|evening|morning|afternoon|night|pilot) (?:cohort|group|batch|sessions?|course|wave"
    r"|tranche|shift)\b(?! (?:of all|and the (?:last|final)))"
    r"|\b(?:one|a|an) (?:\w+ )?(?:session|event|course|workshop|briefing) (?:was|has been) (?:held|run|delivered)\b"
    rf"|^(?:the |our )?{_GROUPS} (?:have |were |has been |have been |all )?(?:attended|briefed|trained|invited|signed"
    rf"|got"
    r"|had)\b"
    r"|\b(?:got|received|were sent|were given|watched|read) the (?:recording|slides|e ?learning|handout|summary)\b"
    r"|\b(?:did|used|took) the (?:e ?learning|online|short|cut down|shortened)\b|\bpeople on leave\b|\bthose on leave\b"
)
"""Words that say for whom, where, in what version or how far: what was done there may be all that was done."""
_STEP = re.compile(
    r"^(?:(?:it|this|that|protocol|policy|plan|paper|was|has|been|and|the|now) )*"
    r"(?:presented|submitted|sent|passed|forwarded|referred|tabled|taken|circulated) to\b"
)
_ENDED = re.compile(r"\b(?:and|who|which|where it was) (?:\w+ )?(?:signed|approved|agreed|adopted|ratified|accepted)\b")
"""A step on the way says nothing of the end, unless the end is told with it."""


def _says_what_it_was(words: Sequence[str]) -> bool:
    """Say whether a sentence tells what "it" was, which may be less than the whole: "it was a taster"."""
    told = words[:1] and words[0] in ("it", "this", "that") and words[1:2] == ["was"] and words[2:3]
    return bool(told) and words[2] in _KINDS and not _WELCOME & set(words)


def _says_what_we_did(words: Sequence[str]) -> bool:
    """Say whether a sentence tells what was done, of some and not of all: "we trained the managers"."""
    opening = words[: words.index("we") + 4] if "we" in words[:2] else []
    return bool(_OF_SOME & set(opening)) and not _WHOLE & set(words)


_KINDS = word_set("a an the for in at with to")
_WELCOME = word_set("""
    great good brilliant superb fantastic excellent lovely fabulous terrific long slog relief haul effort job lot
    pleasure success day while end privilege
    """)
_OF_SOME = word_set("covered trained visited briefed introduced presented submitted tested trialled invited taught saw")
_WHOLE = word_set(
    "all every everyone everybody both each last final full whole fully remaining entire ‹clear› evidence"
)


def _speaks_of_one_side(words: Sequence[str]) -> bool:
    """Say whether one of several that must do their part has done it: "the council signed"."""
    first = words[1:] if words[:1] in (["the"], ["our"]) else words
    own = bool(first) and first[0] in _SIDES | AGENCIES
    return own and bool(_OWN_PART & set(first[1:])) and set(first[1:]) <= _OWN_PART | _WHEN


def jokes(lines: Sequence[str]) -> bool:
    """Say whether a line carries a mark of irony: "lol", "yeah right", a wink."""
    return any(_IRONY.search(line) for line in lines)


_REFERS = re.compile(
    r"\b(?:ref|reference|minutes?|under|para|see|niche|log|file|version|case|no|number)\b", re.IGNORECASE
)


def refers(text: str) -> bool:
    """Say whether a sentence gives the reference of a paper, whose number looks like a milestone's."""
    return _REFERS.search(text) is not None
