"""The words of sentences that only recount what happened; see `milestones.mail.words.recount`."""

from __future__ import annotations

from milestones.mail.words.harmless_words import WENT_WELL
from milestones.mail.words.phrases import word_set

PLAIN_SIGNS = frozenset({"‹past›", "‹today›", "‹link›", "‹either›", "‹clear›", "‹id›", "‹thumb›", "‹tick›", "‹offer›"})
PARTICLES = {
    "off": frozenset({"went", "sent", "signed", "dropped", "finished", "closed", "ticked"}),
    "out": frozenset({"handed", "sent", "given", "carried", "rolled", "went", "gone", "put", "issued", "printed"}),
    "over": frozenset({"handed"}),
    "up": frozenset(
        {"took", "write", "set", "put", "turned", "written", "wrote", "signed", "is", "was", "wrapped", "joined"}
    ),
    "down": frozenset({"went", "gone", "written"}),
    "away": frozenset(),
}
"""Words that turn a verb into its opposite ("switched off") but after these."""
OBJECTS = frozenset({"it", "this", "them", "that"})
GATHERINGS = (["meeting"], ["meetings"], ["aid"], ["class"], ["rate"], ["thing"])
BACK_IN = (["in"], ["on"], ["‹past›"])
GOOD_PAST = WENT_WELL | word_set("""
    held given gave taken made wrote written built led taught brought had did was-held turned squeezed
    appointed recruited filled elected nominated selected   hired welcomed inducted
    established formed agreed approved ratified adopted endorsed executed minuted reviewed refreshed issued released
    printed posted mailed handed dropped-off translated laminated displayed installed configured tested finished
    completed dealt trained up-loaded
    rolled rolled-out embedded linked bookmarked photographed stamped dated numbered labelled archived
    attached enclosed saved stored kept scanned copied backed captured counted checked verified validated audited
    reported presented tabled told-them informed notified advised mentioned announced publicised promoted advertised-it
    delivered completed-it finalised concluded wrapped signed countersigned witnessed sealed met hosted organised
    observed visited toured     explained demonstrated answered covered included involved
    based ran squeezed fitted managed helped wanted-for enjoyed loved liked found-it rated scored commended praised
    thanked congratulated celebrated clapped cheered earned achieved gained passed qualified certified accredited
    walked drove travelled arrived joined-us attended participated engaged contributed supported sponsored funded paid
    created produced designed-and developed prepared-and published uploaded circulated distributed sent shared received
    acknowledged accepted confirmed logged recorded filed registered noted listed entered updated refreshed amended
    aligned mapped matched merged replaced renamed cleared collected gathered compiled collated combined assembled
    pulled-together put set briefed trained coached mentored shadowed joined retired-happily   emailed wrote
      used brought united introduced opened-it launched unveiled went gone combined named
    popped joined chipped helped braved cooked baked sang danced laughed drank cracked smashed nailed aced
    ticked worked squeezed gathered invested donated lent caught rained snowed poured flew rode sat showed
    opted-in pleased delighted sorted wrapped identified-all bought covered packed
    located placed mounted hung pinned laid laminated well-attended
    """) - frozenset({"had"})
GOOD_ING = word_set("""
    training meeting meetings briefing building evening morning housing policing safeguarding learning during according
    following including steering working-group planning-group nursing teaching sharing reporting monitoring filtering
    planning running wing spring string king ring thing everything something anything evening feeling signing
        referring nothing
    commissioning parking licensing attending covering using filming hearing probing catering e-learning mapping
    """) - frozenset({"nothing", "something", "anything"})
HELPERS = word_set("is are am was were has have been had")
NEW_THINGS = word_set("date draft one edition owner lead deadline target plan issue issues request starters")
BIGRAMS = {
    "took": frozenset({"up", "part", "place"}),
    "turned": frozenset({"up", "out"}),
    "came": frozenset({"along"}),
    "opened": frozenset({"its", "their", "officially"}),
    "switched": frozenset({"on"}),
    "passed": frozenset({"the", "their"}),
}
WHERE = frozenset({"on", "in", "at", "with"})
THINGS = frozenset({"it", "this", "that", "them", "these"})
LIMITS = frozenset({"for", "in", "at", "by", "on", "with", "to", "from", "after", "up", "under", "within", "among"})
HAD = frozenset({"their", "the", "it", "our"})
PLACES_IN_PAPERS = frozenset({"minute", "minutes", "para", "paragraph", "page", "section", "item", "version", "ref"})
BEFORE_NOUNS = frozenset({"for", "of", "by", "from", "the", "a", "your", "our", "all", "their"})
OF_HIRING = frozenset({"started", "starts", "post"})
BAD_STATES = word_set("""
    short bad poor awful terrible low a_mess mess shambles farce disaster chaos worse incomplete unwell ill sick broken
    wrong late absent missing empty useless hopeless unclear nowhere none due against unhappy cross angry upset
        sceptical
    """)
BAD_PAST = word_set("""
    needed wanted asked requested required refused declined rejected disagreed objected complained protested appealed
    challenged contested disputed queried questioned flagged raised warned escalated cancelled canceled postponed
        deferred
    delayed rescheduled rearranged paused halted stalled stopped suspended blocked prevented hindered hampered held-up
    failed flopped collapsed crashed broke broken fell fallen lost left quit resigned walked withdrew withdrawn undid
        undone
    reverted reversed reopened revoked rescinded repealed overturned overruled threw thrown binned scrapped shelved
    abandoned dropped ditched removed deleted destroyed damaged flooded burned burnt stolen stole missed skipped forgot
    forgotten overlooked ignored neglected omitted excluded exempted excused excepted limited restricted confined
        reduced
    cut shortened trimmed scaled halved part-completed drafted redrafted started begun began commenced continued
        continues
    remained stayed waited awaited chased expected planned intended hoped promised aimed targeted scheduled booked
        arranged
    invited proposed suggested recommended considered discussed-only debated argued negotiated haggled tendered
        advertised
    procured commissioned ordered estimated guessed assumed presumed supposed claimed alleged reckoned thought believed
    doubted worried feared struggled tried attempted slipped lapsed expired ended closed-early returned bounced
        sent-back
    swapped changed amended-again altered moved transferred reassigned delegated outsourced passed-on owed overran
        overspent
    underspent assured talked discussed spoke spoken rang phoned found chose chosen identified fixed explored scoped
    disappeared vanished ghosted lied pretended joked kidded faked fudged bodged botched messed spoiled
        ruined
    hated disliked boycotted struck sued sacked fired dismissed retired died hospitalised injured quarantined isolated
    unsigned untrained unfinished uncompleted unresolved unpaid deadlocked mothballed frozen froze wobbled backtracked
    backed-out bottled fizzled tanked sank stuck swerved dodged ducked stood said told heard understood meant became let
    rewrote rewritten redrew rebooked ate eaten ran-out got-into undermined
    """)
"""Verbs in the past that may say that something is open, undone, in dispute or only somebody's word."""
BETWEEN = word_set("""
    now all both fully already also duly since been very really widely warmly well safely formally twice
    officially successfully each absolutely overwhelmingly extremely
    """)
GOOD_STATES = word_set("""
    manic busy hectic mad
    positive excellent good great brilliant fantastic superb strong glowing lovely full available attached enclosed here
    on in with at under live installed up a the our theirs their his her its an happy pleased delighted proud grateful
    below above held public visible downloadable accessible popular busy fun useful helpful interesting engaging clear
    productive successful
    """) - word_set("a an the their his her under with")
PRESENT_VERBS = word_set("""
    own owns lead leads sit sits belong belongs rest rests need needs want wants do does does-not remain remains require
    requires lie go goes come comes keep keeps get gets give gives tell tells mean means let lets leave leaves run runs
    make makes take takes ask asks say says know knows think thinks stand stands owe owes lack lacks follow follows
    see sees feel feels look looks differ differs chase fear fears hold holds
    """)
BARE_VERBS = word_set("""
    discuss consider talk plan think look work help answer choose raise chase
    do be train sign get go come add see finish complete deliver send agree approve publish issue make take give run
    hold meet attend brief tell let write print review update check chase arrange book schedule recruit appoint fill
    follow start begin happen wait cover catch redo revise amend fix sort resolve clear close decide confirm submit
    present report test install roll launch put set find pay fund buy order receive hear return reply respond ask
    """)
AS_ADJECTIVES = word_set(
    "revised updated refreshed retired experienced dedicated talented detailed shared combined named armed united mixed"
)
_AFTER_WAS = word_set("""
    a an the our my their his her on in at with by for from to there here all very really so quite well just now back
    first last held part full busy packed over up away about and
    right grim cold wet awful terrible horrible miserable manic mad hectic quick long hot late-night everyone everybody
    """)


def tells_of(word: str) -> bool:
    """Say whether a word after "was" or "had" is known to say nothing that is open."""
    known = word in GOOD_PAST | GOOD_STATES | HELPERS or word in _AFTER_WAS or word in BETWEEN
    return known or word.startswith("‹") or word.isdigit() or word.endswith("ly")
