"""The closed word lists by which a confirmation is told from everything that only looks like one.

A confirmation may use these words and no others; a word of `DOUBTS` beside it makes it none. `(a|b)` stands for
either, `[a]` for maybe, `_` joins words within a choice; see `milestones.mail.words.phrases`.
"""

from __future__ import annotations

from milestones.mail.words.phrases import Phrases, word_set

OPENERS = Phrases("""
    yes, yep, yeah, yup, aye, ie, ydy, hi [all], hello [all], hiya, morning, good (morning|afternoon|evening)
    afternoon
    you will be (pleased|glad|happy|delighted|relieved) to (hear|know|learn) [that], affirmative, sir, ma'am, boss
    mate, ok, right, so, well, now, fyi, for info
    for (your_information|the_record|information|completeness), good news, great news, as (requested|promised), also
    and
    (i_am|we_are|am|are|i_am_very|very|really) (pleased|happy|delighted|glad) to (say|report|confirm|advise
        |tell_you|inform_you|let_you_know) [that]
    (pleased|happy|delighted|glad) to (say|report|confirm|advise|tell_you|inform_you|let_you_know) [that]
    (i|we) [am] [are] writing to (confirm|advise|report|say|let_you_know|inform_you) [that]
    [i|we] can [now|also|happily|gladly] (confirm|report|advise|say) [that]
    (i|we) (confirm|advise|report|hereby_confirm|am_able_to_confirm|are_able_to_confirm) [that]
    (i|we) (wish|would_like|write) to (confirm|report|advise) [that]
    [just] confirming [that], confirm [that], confirmed that
    please (accept|take|treat) this [email|e_mail|message|note] as [formal|written|official|our] confirmation [that
        |of], as of ‹today›
    as of this (morning|week|afternoon|month)
    (i_am|we_are|am) (happy|content|satisfied) [that], (happy|content|satisfied) that, to confirm [that], confirmed
    please note [that], please be advised that
    [just] [a] [quick] [note|line|email|message] to (confirm|say|let_you_know|advise|update_you|report
        |inform_you|tell_you) [that]
    just letting you know [that], delighted that, pleased that, thanks, thank you, (sorry|apologies) [all|everyone]
    (i|we) thought (i|we) (had|would|have) already (confirmed|replied|told_you|reported|said) [this|that|so]
    tickety boo, anyway, hurrah, hooray, um, already, right then, really pleased to (say|report), as promised, quick one
    (very|really|so) (pleased|happy|delighted|glad) to (say|report|confirm|tell_you) [that]
    finally, at last, mae, hyn, popeth, officially, formally
""")
SUBJECTS = Phrases("""
    hyn, hwn, hon, this, it, that, these, those, they, everything, all, both, both of (them|these|those)
    all of (this|it|these|them|that), which
    the above, the (above|below) (action|milestone|task|item|actions|milestones|tasks|items), (this|that) one
    work, all [the] work, (these|those) ones, [both|all] the (above|below), mine, the lot, its
    [both|all] (action|actions|milestone|milestones|task|tasks|item|items|objective|objectives|deliverable
        |deliverables|target|targets|job|project|recommendation|requirements|parts|components|sections|stages|phases
        |aspects|strands|elements|points)
    [both|all] [of] (the|this|that|these|those|our|my|above|said) (action|actions|milestone|milestones|task
        |tasks|item|items|work|piece_of_work|objective|objectives|deliverable|deliverables|target|targets|job|jobs
        |point|points|element|elements|recommendation|recommendations|matter|matters|project|action_point|workstream
        |part_of_the_plan|ones|one|parts|components|sections|stages|phases|aspects|strands|requirement
        |requirements) [below|above]
    all (two|three|four|five|six|seven|eight|nine|ten) [of] [the|these|them] [parts|elements|actions|stages
        |phases|milestones|items|stations|tasks|components|sections]
    the (two|three|four|five) (parts|elements|actions|milestones|items|tasks)
""")
BARE_PARTS = word_set("parts components sections stages phases aspects strands stage phase")
"""Subjects that are the whole only after "all" or "both": "parts are done" is not."""

AUXILIARIES = Phrases("""
    is, are, was, were, has, have, been, got, now, all, fully, already, successfully, finally, just, officially
    formally
    completely, entirely, totally, both, also, duly, since, long since, recently, well and truly, today, ei, wedi
    cael, both now
    as of (today|‹today›), in full, definitely, happily, gladly, actually
""")
PARTICIPLES = Phrases("""
    completed, finished [off|up], finalised, finalized, concluded, closed [off|down|out], signed [off]
    signed and sealed, sealed and delivered, sorted [out], delivered, achieved
    discharged, implemented, actioned, fulfilled, accomplished, wrapped up, ticked off, met, resolved, dealt with
    carried out
    put in place, done [and_dusted], executed, put to bed, crossed off, boxed off
    marked [as] (complete|completed|done|closed)
    gorffen, gwblhau, wneud, cwblhawyd, gorffenwyd, done and done, signed sealed and delivered
""")
STATES = Phrases("""
    complete, in place, ‹tick›, up and running, over the line, bedded in and complete, all done
    at an end and complete
""")
PAST_VERBS = Phrases("""
    completed, finished [off], finalised, concluded, closed [off|down], signed off, sorted [out], delivered
    achieved, discharged
    implemented, actioned, fulfilled, did, done, wrapped up, ticked off, carried out, met
""")
PARTED_VERBS = Phrases("""
    (signed|closed|finished|ticked|crossed) (this|it|that|them|this_one|that_one|this_action|everything) off
    (wrapped|finished) (this|it|that|them|this_one|everything) up
    sorted (this|it|that|them|this_one|everything) [out], put (this|it) to bed
    got (this|it|that|this_one) (over_the_line|done|finished|completed), closed (this|it) down, put (this|it) in place
""")
OBJECTS = Phrases("""
    this, it, that, them, these, those, all of (this|it|these|them), this one, that one, everything
    (the|this|that|these|our|my) (work|piece_of_work) [in_full|off]
    the [whole] lot, them all, all of (these|those)
    [the|this|that|these|our|my] (action|actions|milestone|milestones|task|tasks|item|items|objective
        |deliverable|target|job) [in_full|off]
    this piece of work, off, in full
""")
PERMISSIONS = Phrases("""
    [i_am|we_are|am] (happy|content|fine) for you to [now] (close|mark|close_off|sign_off|discharge|tick)
    [please] (you_can|you_may|feel_free_to|can_you|could_you|kindly|please|happy_to|content_to|ok_to|okay_to
        |good_to|fine_to|we_can|i_am_happy_to|we_are_happy_to) [now|please|therefore] (close|mark|treat|show|record
        |log|tick|close_off|close_down|discharge)
    you (can|may) [now|please|therefore] (sign_off|sign)
    please [can|could] [you] [now] (close|mark|treat|show|record|log|tick|discharge|update)
    mark, close, tick
    [please|you_can|you_may] [can] [now] cross (this|it|that|this_one|that_one) off [the|your|our] [list]
    [this|it|that|action|milestone|task|item] [action|one|milestone|item] can [now|therefore|all] be (closed
        |signed_off|discharged|ticked_off|marked_as_complete|marked_as_done|marked_complete
        |removed_from_the_tracker|put_to_bed|crossed_off|taken_off_the_list|archived|filed)
    [this|it|that] [action|one|milestone] may now be (closed|marked_as_complete|signed_off|ticked_off)
    (happy|content|i_am_happy|we_are_happy|i_am_content|we_are_content) for (this|it|that|us|you|this_action
        |this_milestone|this_one) to [now] be (closed|signed_off|discharged|marked_as_complete|marked_complete
        |ticked_off)
""")
PERMITTED = Phrases("""
    this, it, that, this one, these, off, down, out, as, complete, completed, done, closed, finished, now, both, all
    them
    [the|this|that] (action|milestone|task|item|job|record|tracker), from (the|your) (tracker|list|plan), to
    from our list, thanks, please
""")
CONFIRMATIONS = Phrases("""
    [i|we] [can|hereby|now|am_happy_to|are_happy_to|am_pleased_to|happy_to|pleased_to] confirm (completion
        |complete|completed|done|closure) [of] [this|it|the] [milestone|action|task|item|one]
    (confirming|confirmed) (completion|complete|done|completed|closure|closed|finished), completion confirmed
    (happy|glad|pleased|delighted|we_can|i_can|content) to call (this|it|that) [one] (complete|done|closed|finished)
    (we|you|i) can call (this|it|that) [one] (complete|done|closed|finished)
    (i|we) consider (this|the) [milestone|action|one|item] [to_be|as] (complete|closed|completed|done)
    [please|you_can|you_may] [now] consider (this|it) [one|action|milestone] (closed|complete|completed|finished)
    [i|we] [would] [be] grateful if (the|this) (milestone|action|item) could be (recorded|marked|shown|closed) [as]
        [complete|completed|done]
    [please] (record|mark) [this|it] [as] (complete|achieved|met|delivered)
    [please] update (the|your) (tracker|log|list|record|plan) to (complete|completed|done|closed|delivered) [please]
    [so] (that|this) is another one (completed|done|finished|closed), so that is (completed|done|complete|finished)
    job is a (good'un|good_un|good_one), [that|it] is a wrap
    over and done with, [all] [now] sewn up, all wrapped up [with_a_bow] [on], it is a wrap
    [i|we] [have] [now|finally] put (this|it|that|this_one|that_one) to bed, bish bash bosh, jobs a (good_un|good_one)
    [the] ink is [now] dry [on] [this|it] [one], [the] ink is dry on (both_signatures|the_paper|the_page|all_of_it)
    (that|this) is me [all] (finished|done|sorted) [on|with] [this_one|this|it|that_one], all squared away
    (that|this) is (that|this) one [all] (finished|done|sorted|complete|closed|ticked_off)
    [so|please] (you_can|you_may|you_can_now) (shut|close) (this|it|that) [one] down
    [you_can|you_may|please|so_you_can] [now] put a line through (this|it|that) [one]
    [a] big [fat] [green] tick [from_me|from_us|from_here], [please] turn (this|it) (green|blue) [please]
    (brag|rag|brag_rating|rag_rating|brag_status|rag_status) [is] [now] blue, (we|i) [have] [only|just
        |finally] managed it
    confirmed, job done, job is done, consider this confirmed
    job done [and], mission accomplished, all done and dusted
    that is (it|us|that|everything) (done|finished|complete|sorted), all (done|complete|sorted|finished)
    (one|another_one|another) for the done pile, (one|that_is_one) (less|fewer) to worry about
    that is (this|that|this_one|that_one|it) put to bed, bagged it, we did it, [i|we] have [only] [gone_and] done it
    [i|we] have only gone and done it, milestone (met|achieved|reached), marking (this|it) [one] [off] as (complete
        |done|completed|closed|finished)
    (confirmed|confirming) as (complete|completed|done|closed|finished), tick ‹tick›
    finito, dusted, deal done, done deal, nailed it, cracked it, all tied up with a bow, brag : blue, in the can
    [it|this] could not be more (done|complete|finished)
    [please] (shut|close) (this|it) down, [please|can_you|you_can] turn (it|this) (green|blue) [please]
    [i|we] [please] request [that] (this|the) (action|milestone|item) is (finalised|closed|completed) [off]
    [please] (record|mark|show|log) [this|it] as delivered
    [i|we] [have] [finally] crossed the (finish|finishing) line, could not be more done if it tried
    [all] [of] the boxes are [now] ticked, all boxes ticked
    [you_can|please|so_you_can|let_us|we_can] [now] put (this|it|that|this_one|that_one) to bed
    another [one] (crossed|ticked) off [the|my|our|your] [list]
    [action|milestone|task] resulted [as] (complete|completed|done|closed)
    (milestone|target|deadline|objective) (hit|met|reached|achieved), in the bag, over the line, home and dry
    [please] update (your|the) (records|tracker|log|list|system) to (show|reflect) [this|it] [as|is] (complete|completed
        |done|delivered)
    (ticked|crossed|struck) (it|this|that|this_one|that_one) off [the|my|our] [list], (ticked|crossed) off (the|my|our
        |your) list
    [so] (this|it|that) [one] can [now] (come_off|go|be_removed|be_taken_off) [the|your|our] [list|tracker|plan|log]
    can [now] (come_off|be_taken_off|be_removed_from) (the|your|our) (tracker|list|plan) [now]
    [so] (you|we|i) can (tick|cross) (this|it|that) [one] off, stick a fork in it, put a line through (it|this|this_one)
""")
TAILS = Phrases("""
    with ‹future› to spare, (at|from|on) both (sides|ends), both (sides|ends), if it tried, on the nail
    to time [and_to_budget|and_budget], (on|to) time and (on|to|within) budget, with time to spare, ages ago
    yeah, yes, yep
    in time for the (inspection|meeting|deadline|board|audit|visit|review), as of ‹past›, thank (goodness|god|heavens)
    ‹past›, (on|in|at|since|dated|of|from|by) ‹past›, by the end of ‹past›, on ‹either›
    (back|way_back|earlier) [in|on] ‹past›, on time
    ahead of [the] (schedule|time|deadline|target), early, within (time|timescale|deadline)
    in full, in good time, before time, as (planned|agreed|required|requested|discussed_and_agreed), too, also, now
    already, off, at last
    [and] dusted, thanks [all|everyone|again], thank you [all|very_much|everyone], many thanks, cheers [all], ta
    sir, ma'am, boss, mate, regards, kind regards, diolch [yn] [fawr]
    for info, on (this|that|it) [one]
    across (the|our) (force|county|partnership|city|borough|district|area|whole_area|whole_force|division)
    (to|for|with|by|across) all [the|our|relevant|frontline] (staff|officers|partners|schools|stations|teams
        |agencies|sites|divisions|districts|parties|colleges|wards|areas|members|departments)
    force wide, county wide, borough wide
    (by|to|for|with) (everyone|everybody|all) who (needed|needs|had|has) (to|it|one|to_be|to_sign|to_have_it
        |to_do_it|signing)
    by (everyone|everybody) [concerned|involved]
    by (all|both) [the|of_the|three|four|our] (partners|parties|agencies|sides|concerned|sectors|signatories
        |organisations|forces|councils|authorities|chiefs|leads)
    (a_while|some_time|ages|long|months|weeks) (ago|back)
    earlier this (week|month|morning|year), previously, recently, x
    as complete, as completed, as done, completely, successfully, to (schedule|plan|time|everyone's_satisfaction)
    ‹tick›, ‹thumb›, for you, for us
    see (attached|below|enclosed|evidence|minutes), on our (list|plan|tracker), on (the|your) list
    in the (minutes|tracker|plan|system)
    also, complete, done, closed, completed, finished, for once, ahead of time, at long last, finally
    (from|at|on) (our|my|this) (side|end) and (everyone_else_is|everybody_else_is|theirs|yours|the_other)
    (this|our) end and (theirs|yours|everyone_else_is|everybody_else_is), (all|right) the way through
    and (may|can) [now] be (closed|marked_as_complete|signed_off|taken_off_the_list) [off]
    and closed [off|down], and complete, and completed, and done, and finished, and delivered, and in place
    and signed off, and live, and can be (closed|removed_from_the_tracker|signed_off|marked_as_complete)
    with [our|many|full|the] (thanks|agreement_of_all_partners|support_of_all_partners)
""")
AGENCIES = word_set("""
    police council councils force university college school schools probation health nhs trust partner authority
    education housing fire county district borough city town hospital prison charity legal us me ours
    """)
"""One of several that must do their part: what one of them has done is not yet the whole."""

RECENT = Phrases(
    "‹past› (teatime|morning|afternoon|evening|night), this (am|pm|afternoon), this morning, (earlier"
    "|back) today, (as_of|as_at|from) (‹past›|‹today›), last thing ‹past›"
)
"""Times that look back whatever stands before them."""

WHEN = Phrases("this (week|month|morning|afternoon|year|quarter|evening|term|summer|autumn|spring), ‹today›")
"""Times that lie behind a participle ("completed this week") and may lie before an adjective ("complete this week")."""

MEETINGS = word_set("""
    ‹today› ‹either› s week month year gold silver bronze board panel committee cabinet council meeting meetings
    slt smt tcg ttcg exec executive group csp partnership lrf dmt cmt scrutiny authority strategic prevent
    channel contest forum full october november september august july june may april march february january the
    our last this week's month's today's yesterday's monday's tuesday's wednesday's thursday's friday's tasking
    coordination and force steering delivery leadership team acpo npcc cpo pcc pfcc mayor's annual general agm
    sub of on in ‹past› quarterly away day governance programme session workshop joint community safety multi
    agency hub
    """)
"""What may follow "at": the bodies that sign things off."""

BODIES = word_set("""
    tasking
    gold silver bronze board panel committee cabinet council meeting meetings slt smt tcg ttcg exec executive
    group csp partnership lrf dmt cmt scrutiny authority forum steering acpo npcc pcc pfcc workshop session hub
    assembly agm
    """)
"""One of these must stand among them, so that a place's name alone is no body."""

AGENTS = word_set("""
    the chief constable ch insp inspector sgt sergeant pc ps dc di dci dsu supt superintendent ch/supt acc dcc
    cc commander bcu commissioner executive chair chairman chairwoman deputy vice head director leader cabinet
    council's board full gold silver committee panel ourselves cllr councillor legal solicitor both all partners parties
    team officer manager our my ‹past› on at last and of mr mrs ms dr assistant lead strategic prevent
    partnership in monitoring section 151 monitor cfo ceo pcc dpcc mayor acting detective
    """)
"""What may follow "by": the people and bodies that do the signing. Capitalised names are let through as well."""
