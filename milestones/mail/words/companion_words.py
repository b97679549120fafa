"""The words of sentences that keep a confirmation company; see `milestones.mail.words.companions`."""

from __future__ import annotations

from milestones.mail.words.phrases import Phrases, word_set

IDIOMS = Phrases("""
    (got|obtained|collected) the (final|last) signature, (copy|scan|version) came back [by_post|in_the_post|signed]
    walked (it|this|them) (over|round|across|down|up) [to], under delegated (powers|authority), all in now, all back in
    by delegated (decision|authority), under (urgency|urgent|emergency) (powers|procedure), (i_got|got) to all of them
    hence the (delay|silence|late_reply|slow_reply) [in] [letting_you_know|replying|telling_you|coming_back|answering]
    you will see (from|in) the (minutes|register|tracker|folder|attached) [that]
    (ran|held|did|delivered) (the|a) [last|final] catch up [session|sessions], in one (go|sitting|hit), on the night
    for (the|those) [two|three|four|five|six|few|last] [people|staff|ones|officers] who (missed_it|were_off|were_away
        |were_sick|were_on_leave|could_not_make_it|had_missed_it)
    in the end, at the end, (by|at|before) the end of ‹past›, from start to finish, start to finish, half term
    worth the (wait|effort), believe it or not, believe me, as ever, i hear you say, first (class|rate|aid|thing)
    thank (goodness|god|heavens|the_lord), at (long_last|the_same_time), better late than never
    [back] (on|from|off) (maternity|paternity|sick|long_term|annual|jury|study) (leave|sick|service)
    hope [the|your] [new] (puppy|baby|job|knee|back|leg|house|arm) is [all] (settling_in|better|mending|well|good|ok)
    over the (summer|autumn|winter|spring), to get there, (with|and) ‹future› to spare
    to get the (projector|screen|sound|laptop|link) working, (is|was) aware
    tickety boo, happy days, get in, boom, ta da, hey presto, bingo, voila, easy peasy, no sweat, hip hip, well i never
    what a (job|slog|relief|marathon|journey|effort|day|team|summer|year) [it|that] [was|has_been]
    (i_am|i_will_be) (on_leave|away|off|on_annual_leave|on_holiday) [from]
        [‹future›|‹today›|‹either›], i must have forgotten to (tell|say|let|reply|email|update) [you|know|you_know]
    gave up (their|his|her), (so_that|so) (everybody|everyone|we_all) could (get_there|come|attend|take_part)
    (two|three|four|a_few|several) (goes|attempts|tries), which was nice
    [just] if (you|u) (want|need|would_like|wish|fancy) [to|the|a|any] [go_through_it|see_it|talk|discuss_it|see_them
        |list|look|chat|more|check_it], dm me
    (on|from) (annual_leave|sick_leave|leave), not (one|a_single) complaint, not a (dry_eye|murmur|complaint|peep)
    mind you, to be fair, on the (nose|dot|whole_very), for the record, by the way, one and all, no less, if i may
    not before time, and about time [too], about time [too], the big day, as always, as usual, what a day, of course
    with no (problems|issues|trouble|drama|fuss|bother), no (fuss|bother|drama|complaints), never again, never a dull
    no (rest|peace) for the wicked, no mean feat, no small (feat|task), (which|that) (was|is) (nice|great|good)
    you (should|will|may|might|ought_to) [already] have (had|received|got|seen) [an|the|a|my], or two, even better
    (nothing|no) (further|more) to (add|report|say), so far so good_really, safe to say, needless to say
    never thought (i|we) would see the day, would you believe, all the best, no pun intended, in one piece
    (never|not) got (written_down|recorded|minuted|passed_on|logged), obviously, i must (have_forgotten|admit|say)
    do (enjoy|have), (i|we) (would|should) like to (thank|say_thank_you|say_thanks|express_thanks|place_on_record)
    may i (place|put) on record, would (recommend|highly_recommend|definitely_recommend), would do it again
    (great|lovely|nice) to (see|meet|hear), good to (see|hear|get), (glad|happy|relieved|nice|pleased|good|great)
        to (get|have|see|be) (this|that|it|this_one|that_one) (finished|done|off_my_list|off_the_list|completed|closed
        |sorted|behind_us)
    to (say|see) hello, to lend a hand, to help, to make it happen, to get (there|it_over_the_line|everyone_through
        |the_projector_working), could get there, so that everybody could
    (whole|real|proper) team effort, for good measure, in style, in person, just in time, right on time
""")
"""Turns of phrase that are harmless, though their words alone would be doubts."""

EVERYDAY = word_set("""
    weather rain raining snow snowing sun sunny sunshine storm storms fog wind floods flood flooding heatwave
    brass monkeys kettle tea coffee cake cakes biscuits biscuit doughnuts sandwiches sausage bacon pizza curry lunch
    buns brew pint beer wine drinks pub chocolate chocolates mince pies pie breakfast supper butties rolls
    weekend holiday holidays christmas easter birthday puppy cat kids grandchildren baby wedding
    football rugby cricket lurgy flu wife husband mum dad daughter
    grandson granddaughter son typos typing phone keyboard autocorrect thumbs platform traffic motorway bus
    parking car bike caretaker heating boiler tannoy jumper umbrella wellies gritting pothole projector
    """)
"""Things of everyday life that a sentence beside the matter may be about."""

EVIDENCE = word_set("""
    evidence register registers certificate certificates certs records minutes stats statistics photos photographs
    sign-in sheets sheet attendance signatures spreadsheet figures numbers receipts receipt paperwork invoice feedback
    questionnaires forms folder proof supporting export
    """)
KEPT = word_set("""
    has have holds hold keeps keep held kept lives live attached enclosed uploaded saved filed gone went emailed sent
    put placed stored dated is are under on in with
    """)
UNSAFE_EVIDENCE = word_set("sign signing check checking approve approval legal counsel chief chair board gold")

LABELS = word_set("""
    date dated evidence outstanding rag status owner lead who what when where ref reference contact comments comment
    notes note risks issues completed priority confidence venue trainer reviewer team force area agency by on
    name attachments attached dates progress signed action actions
    """)
NOTHING_OPEN = word_set("none nil nothing n/a na no 0 zero ‹clear› green g blue b")
OPEN_LABELS = word_set("outstanding risks issues actions action next")
STATE_LABELS = word_set("status rag progress")

SORRY = word_set("sorry soz apologies apols apologises apologise forgive")
OF_TELLING = word_set("""
    telling tell told saying say said letting let know notifying notify informing inform replying reply responding
    respond updating update mentioning mention reporting report delay late oversight silence email emails message
    answering confirming confirm getting writing wait radio reminder chase chasing forgot forgotten sooner typing
    """)
NOT_OF_TELLING = word_set("able complete completed finish finished deliver delivered done ready started hit make meet")
TELLS = Phrases("""
    (i|we) [did|have|had|already|actually] (reply|replied|answered|confirmed|reported|responded|tell|told|mention
        |mentioned|email|emailed|notified|updated|informed
        |messaged|texted|rang|phoned), told (you|your|sarah|her|him|them), mentioned (it|this)
""")
HANDED = Phrases("""
    [i_am|just] (picking|taking) (this|these|it) up for, [i_am|just] (replying|answering|responding|writing) (for
        |on_behalf_of), [i] took over from, business support here, (pa|secretary|assistant|admin) (to|for|here)
""")
ASKS_TO_RECORD = Phrases("""
    please accept this [email|note|message|reply|mail] as (formal|written|official|my|our) (confirmation|notice)
    (ticking|crossing) (this|it|that|this_one) off [my|our|the] [list], i have ticked it off, you can do the same
    [so] (this|that|it) [one] can (come|go) off (the|your|our) (list|tracker|plan|log)
    [please|feel_free_to|you_can|do|can_you|you_may] [now] (take|remove) (this|it|that|this_one) (off|from) (the|your
        |our) (list|tracker|plan|log|system|board)
""")
PRAISE = word_set("""
    great brilliant superb fantastic excellent lovely cracking amazing wonderful fab fabulous terrific stellar
    first-class outstandingly positive useful helpful informative interesting engaging enjoyable worthwhile valuable
    smooth smoothly well happily lively glad delighted proud pleased relieved chuffed thrilled grateful knackered
    """)
LOOSE_PAST = word_set("""
    came let took made ran slept drank sang laughed smashed nailed cracked aced popped swung brought gave kept-up
    got saw found-useful bought caught rained snowed poured drove flew rode sat stayed-late worked chipped pitched
    mucked rallied turned showed danced braved joined lent loved liked moved-me spoke sang cheered
    """)
LOOSE = word_set("""
    he she him her his back early even get come work reviewed before after them up being half ill
    asked goes gone manner keen able ready off out over only_just feedback test
    testing
    reply replies job works why who even late trouble
    """)
"""Words that are open elsewhere, but not in a sentence that tells of what happened."""
LOOSE_DOUBTS = word_set("most some several few first second third last far so end side share bit being start more")
HOLES = word_set("""
    less fewer holes hole annex appendix chapter clause clauses remit theirs none pulled parked shelved binned unhappy
    inadequate thin flimsy partial weak pilot rerun rethink pause redraft inadequately signature unsigned legal
    lawyers counsel
    union means slips home january february march april next elsewhere otherwise separately
    """)
GREETINGS = word_set("hi hello hiya hey morning afternoon evening and so anyway sorry also ok right yes dear")
NO_PLACES = word_set("i christmas easter chief board gold sgt insp inspector dc pc lms covid i'm november december and")
PLACES = Phrases("(up|down|over|out) (here|there|north)")
LIES = word_set("""
    attached enclosed uploaded saved filed held kept stored sent emailed gone put placed in on here below available
    the a an our your you my his her their all signed final full original shared them dated logged been
    """)
TOLD = word_set("""
    previous coordinator predecessor chair lead inspector sergeant officer first time already reminder week month ago
    at the last meeting board on ‹past› ‹either› ‹today› your colleague colleagues team you this so it by phone in
    person when we met ‹clear› but secretary office as and verbally down corridor gold committee
    """)
WHO = word_set("all everyone everybody of the our frontline staff officers teams partners in scope members schools")
PRAISED = word_set("""
    team effort course day trainer trainers session sessions turnout feedback result job work event workshop evening
    morning attendance fun everyone all colleagues group venue speaker speakers stuff
    """)
OFFERS = Phrases("""
    feel free to (ring|call|email|contact|phone|message|drop|give|come|pop), (ring|call|email|phone|dm|message) me
    do (ring|call|email|get_in_touch)
""")
LEADS = {
    "up": word_set("up popped came here brought showed lined brewed cheered picked rounded"),
    "out": word_set("helped came"),
    "off": frozenset(),
    "over": word_set("popped came went sent"),
    "down": word_set("popped came"),
    "away": word_set("were"),
}
"""Verbs after which these particles change nothing, besides those of a recount."""
FEELINGS = Phrases("my (feet|head|back|voice|knees|ears|brain) (is|are|hurt|hurts)")
POINTS_BACK = Phrases("""
    [please] (see|per|as_per) (my|our|the) [last|previous|earlier] (note|email|message|mail|reply|update|letter|report)
        [of|on|from|dated] [‹past›|‹either›|‹today›|below]
""")
POSTS = word_set("""
    manager head inspector sergeant officer director lead leader coordinator caretaker sgt insp pc supt superintendent
    chief constable headteacher principal secretary clerk administrator assistant deputy chair solicitor team support
    """)
IN_SIGNATURES = word_set("of for and , &")
NO_SIGNATURES = word_set(
    "one two another this that it all some most only just back up off to ask pass see try contact speak email call"
    " ring chase over now still await with for"
)
LAST_OF = word_set("last final one session course cohort delivery lot batch was on the our ‹past› ‹today› ran : -")
