"""The phrases by which `milestones.mail.words.mending` mends slips that only the words beside them show."""

from __future__ import annotations

from milestones.mail.words.phrases import Phrases, word_set
from milestones.mail.words.rewriting import Rewriting

_STATUS = (
    *("done", "complete", "completed", "finished", "signed", "closed", "sorted", "delivered", "published", "agreed"),
    "approved",
)
_PIECES = word_set("""
    com plete sign close sort deliver publish agree approve finish d ed a i on do don one in is his pub pubs si age
    prove
    app re so ted del liver led ish shed fin done complete
    """)
"""Pieces that could stand for themselves: of a parted word one at least must be none of these."""


def _parted() -> str:
    """Give words of status with a space typed into them: "don e", "complet ed", "d o n e"."""
    spread = [f"{' '.join(word)} = {word}" for word in [*_STATUS, "not"]]
    halves = [(word[:at], word[at:]) for word in _STATUS for at in range(1, len(word))]
    return ";".join([*spread, *(f"{one} {two} = {one}{two}" for one, two in halves if not {one, two} <= _PIECES)])


def _shifted() -> str:
    """Give pairs of words with the space typed a letter too soon or too late: "al ldone", "no tdone", "isd one"."""
    pairs = []
    for first in ("all", "not", "is", "now", "been", "has", "its"):
        for last in ("done", "complete", "completed", "finished", "signed", "yet"):
            pairs.append(f"{first[:-1]} {first[-1]}{last} = {first} {last}")
            pairs.append(f"{first} {first[-1]}{last} = {first} {last}")
            pairs.append(f"{first}{last[0]} {last[1:]} = {first} {last}")
    return ";".join(pairs)


SPACES = Rewriting(
    _parted(),
    _shifted(),
    "complete ed = completed; complete d = completed; i ts = its; n ot = not",
    "is nt = is not; has nt = has not; hasn t = has not",
)
_DONE = (
    "done|complete|completed|finished|signed|closed|sorted|delivered|published|agreed|approved|trained|ratified|adopted"
    "|launched|submitted|issued|implemented|actioned|wrapped"
)
_AFTER_ITS = (
    f"({_DONE}|all|now|fully|not|nearly|almost|still|just|already|finally|only|half|partly|mostly|being|going|in|on|up"
    "|live|with|off|ready|there|over|out|gone|taken|waiting|awaiting|official|ongoing|stuck)"
)
_AFTER_OF = "(by|on|at|now|last|this|yesterday|today|all|with|and|in|‹past›|‹either›|‹today›|,|:|-)"
_VERBS = (
    "(do|be|have|get|send|let|try|finish|complete|sign|close|chase|update|need|report|confirm|deliver|publish|ask|email"
    "|know|make|aim|look|ring|call|reply)"
)
BESIDE = Rewriting(f"""
    its / (been|had|got|become) = it has
    its / {_AFTER_ITS} = it is
    it is / (been|had) = it has
    this is / been = this has
    (all|both|each|one|some|most|none) off / (them|us|the|our|it|these|those|this|my|you) = * of
    (singed|sighed|sinned) off = signed off
    (been|is|was|now|are|all|were|has|got) (singed|sighed|sinned) = * signed
    (singed|sighed|sinned) / by (all|both|everyone|everybody|the) = signed
    (been|was) sign off = * signed off
    (been|was|were) (close|finish) = * finished
    signed of / {_AFTER_OF} = signed off
    (is|was|been|now|are|all|were|everything|fully|this|it) (competed|completes|completer) = * completed
    (is|now|all|are|fully|milestone|action|task|status|marked|as) (compete|completes|compleat) = * complete
    (have|has) complete / (this|the|it|that|all|our|these|everything) = * completed
    (is|has|have) bin / ({_DONE}|all|now|sent) = * been
    bin / ({_DONE}) = been
    were / (all|nearly|almost|still|not|now) (done|complete|finished|there|sorted|waiting|on|signed|at) = we are
    ill / {_VERBS} = i will
    well / be = we will
    (no|nae|nee) (prob|probs|bother|bovver) = no problem
    prob = probably
    probs = probably
    """)
AGAIN = Rewriting("""
    (job|jobs) [is] [a] (gud|good|gd|proper) (un|one|uns) = job is a good'un
    (job|jobs) [is] [a] (goodun|gudun|gooden|good'un|goodn) = job is a good'un
    (almost|nearly|all|not) don = * done
    my (lover|luvver|lovely|bird) = mate
    me (duck|duckie|babber|hearty|ansum|handsome|lovely|old_duck) = mate
    our (kid|kidda) = mate
    old (chap|boy|bean|girl|son|fruit) = mate
    """)
"""Slips that are words of their own: taken for slips only beside words that leave no other reading."""

TYPING = Phrases("""
    fat (fingers|fingered|thumbs), big thumbs, cold (fingers
        |hands), typo, typos, spelling, spellings, typing, autocorrect
    auto correct, predictive text, caps, caps lock, capitals, thumbs, (sausage
        |clumsy) fingers, new phone, phone keyboard
    (tiny|small) (keyboard|screen), keyboard, spell check, spellcheck, dyslexia, shouting, finger trouble
    slip of the finger, misspelling, mistype, brevity, (typing|typed|writing|sent|sending|replying) one handed, fingers
    (typing|typed|writing|sent|sending|replying) (on|from) [my|the|a] (phone|mobile|train|bus|move|tablet)
    (on|from) my (phone|mobile), on the (train|bus|move), one handed, one thumb, on (phone|mobile|train|bus)
    can not (spell|type), not shouting, (phone|keyboard) (playing_up|is_playing_up|has_a_mind_of_its_own)
    my phone, gloves on
""")
TYPING_AROUND = Phrases("""
    sorry, apologies, excuse, oops, whoops, pardon, forgive, damn, bloody, flipping, blasted, stupid, ducking, about
    for
    the, my, these, this, all, any, many, bad, poor, terrible, again, there, problem, problems, strikes again, fail, i
    (was|were|is|stuck) on, stuck, you, and, today, please, ignore, me, still, got me, is (rubbish|new|tiny|a_nightmare)
""")
"""Apologies for how something is typed: they say no more than "sorry"."""
SORRY = word_set("sorry apologies excuse oops whoops pardon forgive damn bloody flipping blasted stupid ducking ignore")
OF_TYPING = word_set("""
    fat typo typos spelling spellings typing autocorrect auto predictive caps capitals thumbs sausage clumsy keyboard
    spell spellcheck shouting finger fingers small phone mobile train bus move handed gloves brevity dyslexia mistype
    type misspelling
    """)

CLAUSES = {
    ("tidy",): ("great",),
    ("lush",): ("great",),
    ("champion",): ("great",),
    ("mint",): ("great",),
    ("belting",): ("great",),
    ("gradely",): ("great",),
    ("ace",): ("great",),
    ("cushty",): ("great",),
    ("pukka",): ("great",),
    ("magic",): ("great",),
    ("smashing",): ("great",),
    ("canny",): ("great",),
    ("bostin",): ("great",),
    ("reet",): ("right",),
    ("reight",): ("right",),
    ("nice", "one"): ("great",),
    ("lovely", "jubbly"): ("lovely",),
    ("proper", "job"): ("great",),
    ("boss",): ("boss",),
    ("ay",): ("yes",),
    ("al", "done"): ("all", "done"),
    ("al", "complete"): ("all", "complete"),
    ("al", "sorted"): ("all", "sorted"),
    ("al", "finished"): ("all", "finished"),
}
"""Clauses that are nothing but such a word of dialect, and what they say."""
NOBODY = {"competed": "completed", "singed": "signed", "sighed": "signed"}
AFTER_NOBODY = word_set("‹past› ‹today› yesterday today now and n by in on thanks")
"""What follows "competed" where it opens a clause without saying who: "competed last Thursday"."""
CONTESTS = word_set("compete competed competes competition contest sports games tournament sing singing")

CORRECTED = frozenset({"done", "complete", "completed", "finished", "signed", "closed", "sorted"})
AROUND = word_set(
    "sorry oops whoops i meant mean autocorrect typo typos that is should say have read been ‹sign› it all"
)
NO_SLIPS = word_set("none dont not donot undone nope one")
"""Words alone that are never taken for a slip of what follows."""

TRIGGERS = SPACES.first | BESIDE.first | AGAIN.first | NOBODY.keys() | {words[0] for words in CLAUSES} | {"n"}
