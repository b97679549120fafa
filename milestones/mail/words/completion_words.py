"""Open classes for plain statements that something is finished: things, people, verbs, times, manners.

Wider than `milestones.mail.words.vocabulary`, and used only where the shape of the statement is certain.
"""

from __future__ import annotations

from milestones.mail.words.phrases import Phrases, word_set
from milestones.mail.words.verb_forms import stem

DETERMINERS = word_set("the new local our my this that these those its said above below both all")
GENERIC = word_set("""
    action actions milestone milestones task tasks item items objective objectives deliverable deliverables target
    targets work job project activity requirement workstream piece delivery rollout implementation programme
    """)
"""Nouns that can stand for the milestone whatever its title is."""
WHOLE_ADJECTIVES = word_set("""
    whole entire full required necessary scheduled relevant planned_for programmed revised updated refreshed latest
    amended
    """)
NUMBERS = word_set("""
    two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen eighteen twenty
        thirty forty fifty sixty dozen hundred
    """)
PRONOUNS = word_set("this it that everything")
TAUGHT_STEMS = frozenset(stem(word) for word in ("train", "brief", "teach", "course", "workshop", "session", "input"))
"""Stems of titles about teaching: their people are trained, have attended, have had it."""
TAUGHT_VERBS = frozenset({"train", "brief"})
HIRING = frozenset({"recruit", "appoint", "hir", "fill", "employ"})
IN_POST = Phrases("in post, filled, on board, in the role, in role")
POSTS = word_set("post role vacancy position")
LESSONS = word_set("""
    training sessions courses workshops briefings inputs course session modules events rollout delivery
    """)
"""What a title about teaching may be called in a reply, after "the" or "all"."""

PEOPLE = word_set("""
    shift cohort group staff pcso pcsos officer member colleague person employee team department unit school officers
    colleagues people
    members employees workers attendees delegates participants personnel
    cohorts groups teams departments units schools stations sites districts wards shifts partners agencies
    organisations services areas divisions headcount workforce hubs practices libraries surgeries branches offices
    centres colleges campuses locations venues premises hospitals surgery practice library branch office site station
    hub centre ward college division service forces
    """)
EVERY = Phrases("""
    all [of] [the|our|my|these|those|of_the|of_our|of_them|of_these], every [single|one_of_the|one_of_our]
    each [of_the]
    everyone [of_them], everybody, [the|our] (whole|entire|full) [of_the|of_our], fully [of] [the|our]
    both, they [have|are|were] all, any and all
""")
"""Words that say that nobody and nothing is left out."""
KINDS_OF_PEOPLE = word_set("frontline relevant required eligible identified necessary in_scope operational the of our")

LITTLE = word_set("of and for to in on with")
_EVENTS = ("deliver", "hold", "run", "host", "train", "workshop", "session", "event", "course", "exercise")
EVENT_STEMS = frozenset(stem(word) for word in _EVENTS)
"""Stems of titles that ask for something to take place."""
TOOK_PLACE = Phrases("took place, taken place, went ahead, gone ahead, happened")
LAST_OF = Phrases("""
    the (last|final) [few|remaining] (cohort|cohorts|batch|group|tranche|wave|staff|officers|people|team|teams|shift
        |session|sessions|course|courses|workshop|workshops|input|inputs|one|ones|stragglers|person|officer|round)
    the last of (the|our|these) [remaining] (cohorts|batches|groups|staff|officers|people|teams|shifts|sessions
        |courses|workshops|inputs|stragglers)
    the last of (them|these|those), final (session|cohort|workshop|course|sessions|cohorts|batch|tranche)
""")
"""After the last of them nothing is left to do; only where the title is about teaching."""
MOPPED_UP = Phrases("""
    (mopped_up|caught_up|picked_up|trained|briefed) [with] the (last|final|remaining) [few|two|three
        |four|five|six] (stragglers|people|ones|staff|officers|teams|lot|batch|group|few|cohort|absentees)
    [have] [now|finally] (got|put) (everyone|everybody|all_of_them|them_all) through [it|the_training|this|the_course]
""")
"""What teachers did to the last of their pupils, so that none is left."""
HELD = Phrases("delivered, completed, done, held, ran, run, trained, finished, took place, taken place, went through")
PAST_HELPERS = frozenset({"was", "were", "has", "have", "had", "been", "got"})
"""Helpers that look back."""
HELPERS = Phrases("""
    is, are, was, were, has, have, had, been, got, now, all, fully, already, successfully, finally, officially, duly
    formally, completely, entirely, totally, both, also, recently, just, since, long since, well and truly, today
    definitely, actually, safely, certainly, happily, successfully, each, now all, this week, earlier, as of ‹today›
    all now, indeed, happily, thankfully, gladly, at last, in fact, yesterday, ‹past›
""")
FINISHED = Phrases("""
    completed, finished [off|up], finalised, finalized, concluded, closed [off|down|out], signed off, sorted [out]
    delivered, achieved, discharged, implemented, actioned, fulfilled, accomplished, wrapped up [nicely], ticked off
    resolved, carried out, put in place, done [and_dusted], executed, put to bed, crossed off, boxed off, rolled out
    seen through, finished and closed, signed sealed and delivered, nailed, squared away, polished off
    brought to a close
    seen to, taken care of, cracked, bottomed out, completed in full, dealt with, tied up, undertaken
    marked [as] (complete|completed|done|closed)
""")
"""What says that something is finished, whatever it is."""
FINISHED_STATES = Phrases("""
    complete, in place, up and running, over the line, all done, done and dusted, in the bag, home and dry
    off our list, off my list, a done deal, at an end and complete, ‹tick›, off my desk, under our belt, in the bank
    good to close
    ready to (close|be_closed|be_signed_off|sign_off|come_off_the_list), fully complete, there and done
    fit to close, closed, in the can
""")
FINISH = Phrases("""
    complete, finish [off], finalise, conclude, close [off|down], sign off, sort [out], deliver, achieve, discharge
    implement, fulfil, wrap up, roll out, carry out, get (this|it|that|everything|them_all|the_lot) (done|finished
        |completed|delivered|signed_off|over_the_line|wrapped_up|sorted)
""")
"""What somebody "managed to" do."""
TOOK = Phrases("""
    attended, received, had, completed, done, undertaken, finished, taken, taken part in, been through, gone through
    passed, been given, been on, sat, been put through, been to, undergone, received and passed, attended and passed
    got, went through, through, took, did, took part in
""")
"""What people have done with a training that they have had."""
PROVIDERS = word_set("trainers trainer provider supplier contractor contractors consultants team unit department")
MANAGED = Phrases("""
    managed to, (were|was|been|are_now) able to, (have|has) succeeded in
""")
COMPLETION = word_set("completion delivery conclusion closure implementation")
COMPLETES = Phrases("""
    (that|this|which) [now] (completes|concludes|finishes|closes) [off]
    (that|this|which) [now] wraps up
""")
MENTIONED = Phrases(
    "referred to, (referred_to|mentioned|listed|named|described|set_out) (below|above), in question, [quoted] (above"
    "|below)"
)
WE_ARE_DONE = Phrases("""
    we (got|are) [finally|now|all] over the line, we got there
    we are [now|all|fully|completely|finally|well_and_truly] (done|finished|complete) [now] (on_this|with_this
        |on_this_one|with_this_one|on_that|with_that|with_it)
    we [have] [now|all|finally|just] finished
    we are [now|all] home and dry
    (that|this) is us [all|now] (done|finished|complete|sorted) [with_this|on_this|here|now|with_this_one|on_this_one
        |with_it|with_that]
    that is (that|everything|the_lot) [now] (done|finished|complete|sorted|delivered|wrapped_up|signed_off)
    that is (this_one|that_one|this_action|this_milestone) [all|now|all_now] (done|finished|complete|sorted|delivered
        |closed)
    that is (this|it) (all|now|all_now) (done|finished|complete|sorted|delivered)
    that is a wrap, mission accomplished, box ticked, (that|this) box is ticked
    the job is done, it is a wrap, (this|that|it) is a done deal
""")
"""A writer's "we are done", which is said of the whole."""
PLACES_WHOLE = word_set("""
    scope patch region constabulary authority trust college university workforce town council force county
    partnership city borough district area division service organisation council
    """)
MANNER = Phrases("""
    as well, unanimously, and (is|are) [now] (in_force|live|in_use|in_place|available|up_and_running)
    in full, on time, on schedule, to time, to plan, to schedule, to (programme|standard|spec), early, in good time
    ahead of (schedule|time|plan|deadline|target|the_deadline|the_due_date|the_date|the_target)
    (ahead_of|well_before|well_ahead_of|in_advance_of) [the|our|its] (deadline|due_date|target_date|target)
    ahead of [the] ‹future› [deadline|target|due_date|date], well ahead of [the] ‹future› [deadline|target|date]
    as (planned|agreed|required|requested|scheduled|promised|intended|set_out|expected|per_the_plan|per_plan
        |per_the_action_plan|discussed|described|it_should_be|advertised|per_the_milestone|per_the_action
        |per_your_request|reported|set_out_in_the_plan), successfully, completely, smoothly
    (in_line_with|in_accordance_with|as_per|under|against|per) [the] [agreed|original] (plan|schedule|programme
        |timetable|timescale|action_plan|delivery_plan|specification), already, now, too, also, at last, finally
    ‹future› (early|ahead_of_schedule|ahead_of_time|ahead_of_the_deadline|ahead_of_plan|inside_the_deadline
        |inside_the_date)
    (a_week|two_weeks|a_day|a_month|a_few_days|a_couple_of_days|weeks|days|well) (early|ahead|inside_the_date)
    on [the|our] [council|force|board|partnership|authority|police|trust|college|university|public|staff] (website
        |intranet|internet|site|web|portal), off (our|the|my) (list|tracker|plan), and (in_post|in_place|up_and_running)
    in post, on board
    to a (high|good) standard, within (budget|timescale|timescales|time), on budget, ‹clear›, ‹tick›, ‹thumb›
    as of (now|today|‹today›|‹past›|this_morning|yesterday), in its entirety, in their entirety, once and for all
    as at (now|today|‹today›|‹past›), to everyone's satisfaction, fully, nicely, well, all, for good, off
    for (you|us|the_board|the_record|the_plan|the_programme|this_milestone|this_action|‹id›|the_year|this_year)
    and [now] (filed|lodged|sealed|logged|saved|archived|minuted|in_use|circulated|sent_out)
    on (this|it) [one], in the end, right across the (board|force|county), first time, at the first attempt
    to (completion|a_close), and dusted, indeed, complete, everywhere, here, with ease
    [all] the way through, (and|plus) signed off, without ‹clear›
    and (comes|goes|will_come|came|went|takes|took) (into|in|to) (force|effect) [on|from|as_of|immediately] [‹future›
        |‹either›|‹past›|‹today›|immediately]
    and (takes|took) effect [on|from|as_of|immediately] [‹future›|‹either›|‹past›|‹today›]
""")
TIMES = Phrases("""
    ‹past› (morning|afternoon|evening|night|lunchtime|lunch_time), at the end of (last_week|last_month|‹past›)
    at (‹past›|lunchtime|lunch_time|noon), at [the] (last|our_last|previous) (meeting|board)
    at ‹today›, at this (morning|afternoon), ‹past›, (on|in|at|since|dated|of|from|by|during|throughout|over|back_in
        |back_on|as_of|as_at|late|early
        |way_back_in|at_the_end_of|at_the_start_of|in_early|in_late|towards_the_end_of|as_long_ago_as|around
        |end_of|up_to) [the] ‹past›
    between ‹past› and ‹past›, from ‹past› (to|until|through_to) ‹past›, ‹past› (and|to|until|&) ‹past›
    on ‹past› and ‹past›
    (a_while|some_time|ages|long|months|weeks|days) (ago|back), earlier this (week|month|morning|year|term|autumn)
    (since|before|on|at|around|over|by) (halloween|bonfire_night|half_term|remembrance_day|remembrance_sunday
        |freshers_week|the_holidays|the_bank_holiday|armistice_day)
    the (week|month|friday|thursday|wednesday|tuesday|monday) before last
    at the (start|beginning) of (the|this) (month|term|week|year), early this (month|term|year), at half term
    (‹past›|‹either›) (teatime|tea_time|dinnertime|breakfast|tea)
    before (i|we) (came|started|joined|arrived|took_over|got_here) [into|in] [post|role|the_role|here|the_job]
    (before|by_the_time) you (asked|chased|wrote|emailed|sent_the_reminder|sent_the_first_reminder|sent_this)
    for (ages|weeks|months|a_while|some_time|a_long_time|a_good_while), previously, recently
    over the (past|last) (few|couple_of|two|three|four|five|six|several) (weeks|months|days)
    in the (past|last) (few|couple_of|two|three|four|five|six|several) (weeks|months|days), last thing, this morning
    earlier today, late yesterday, over (summer|the_summer|half_term), (during|over|in) the (summer|half_term)
    over the course of (the_year|the_summer|the_autumn|the_term|‹past›)
""")
TIMES_AFTER_PAST = Phrases("""
    [well] before [the] (half_term|summer|summer_holidays|summer_break|holidays)
    (before|within|well_within|by) [the|our|its] (deadline|due_date|target_date|target|deadline_date)
    [on] ‹either›, this (week|month|morning|afternoon|year|quarter|evening|term|summer|autumn|spring), ‹today›
    [on] ‹either› (morning|afternoon|evening|night|lunchtime), on ‹either› and ‹either›, late on ‹either›
    first thing ‹today›, first thing ‹either›, (by|before) close of play ‹past›
""")
SAYS = word_set("""
    loop that confirm confirming say report advise know update note announce tell confirmation done status
    """)
"""Where an opening may end: "pleased to report ...", "just to let you know ..."."""
SAYS_AFTER_TO = word_set("say report announce tell note advise update")
INTERJECTIONS = word_set("anyway anyhow yes yep yeah well so right ok hi hello just good great news and also thanks")
OPENING = word_set("""
    anyway anyhow
    yes yep yeah yup hi hello morning afternoon evening ok okay right well so great good news brilliant excellent i
    we am
    is are can now also just to a an quick short brief note line email message update pleased happy delighted glad
    proud able writing let letting you know tell inform advise confirm confirming report
    say announce that this as please for the record info information fyi further following your reminder of in
    response reply with regard regards regarding re on ‹id› thanks thank apologies sorry all team everyone and
    hereby formally finally very really absolutely relieved good from me us here may should note thrilled status some
    great relief pleasure much with
    it chaser below above action milestone item task email's reference advised rest assured happily gladly board
    closing close loop one
    """)
"""Words that may stand before the statement itself."""
