"""The closed word lists by which a confirmation is told from everything that only looks like one.

A confirmation may use these words and no others; a word of `DOUBTS` beside it makes it none. `(a|b)` stands for
either, `[a]` for maybe, `_` joins words within a choice; see `milestones.mail.phrases`.
"""

from __future__ import annotations

from milestones.mail.phrases import Phrases, word_set

OPENERS = Phrases("""
    yes, yep, yeah, yup, aye, ie, ydy, hi [all], hello [all], hiya, morning, good (morning|afternoon|evening)
    afternoon
    sir, ma'am, boss, mate, ok, right, so, well, now, fyi, for info
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
    please (accept|take) this [email|e_mail|message|note] as confirmation [that|of], as of ‹today›
    (i_am|we_are|am) (happy|content|satisfied) [that], (happy|content|satisfied) that, to confirm [that], confirmed
    please note [that], please be advised that
    [just] [a] [quick] [note|line|email|message] to (confirm|say|let_you_know|advise|update_you|report
        |inform_you|tell_you) [that]
    just letting you know [that], delighted that, pleased that, thanks, thank you, (sorry|apologies) [all|everyone]
    (i|we) thought (i|we) (had|would|have) already (confirmed|replied|told_you|reported|said) [this|that|so]
    finally, at last, mae, hyn, popeth, officially, formally
""")
SUBJECTS = Phrases("""
    hyn, hwn, hon, this, it, that, these, those, they, everything, all, both, both of (them|these|those)
    all of (this|it|these|them|that), which
    (this|that) one, (these|those) ones, [both|all] the (above|below), mine, the lot, its
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
    signed and sealed, sorted [out], delivered, achieved
    discharged, implemented, actioned, fulfilled, accomplished, wrapped up, ticked off, met, resolved, dealt with
    carried out
    put in place, done [and_dusted], executed, put to bed, crossed off, marked [as] (complete|completed|done|closed)
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
    closed (this|it) down, put (this|it) in place
""")
OBJECTS = Phrases("""
    this, it, that, them, these, those, all of (this|it|these|them), this one, that one, everything
    (the|this|that|these|our|my) (work|piece_of_work) [in_full|off]
    [the|this|that|these|our|my] (action|actions|milestone|milestones|task|tasks|item|items|objective
        |deliverable|target|job) [in_full|off]
    this piece of work, off, in full
""")
PERMISSIONS = Phrases("""
    [please] (you_can|you_may|feel_free_to|can_you|could_you|kindly|please|happy_to|content_to|ok_to|okay_to
        |good_to|fine_to|we_can|i_am_happy_to|we_are_happy_to) [now|please
        |therefore] (close|mark|treat|show|record|log|tick|close_off|close_down|discharge)
    you (can|may) [now|please|therefore] (sign_off|sign)
    please [can|could] [you] [now] (close|mark|treat|show|record|log|tick|discharge|update)
    mark, close
    [this|it|that|action|milestone|task|item] [action|one|milestone|item] can [now|therefore|all] be (closed
        |signed_off|discharged|ticked_off|marked_as_complete|marked_as_done|marked_complete
        |removed_from_the_tracker)
    [this|it|that] [action|one|milestone] may now be (closed|marked_as_complete|signed_off|ticked_off)
    (happy|content|i_am_happy|we_are_happy|i_am_content|we_are_content) for (this|it|that|us|you|this_action
        |this_milestone|this_one) to [now] be (closed|signed_off|discharged|marked_as_complete|marked_complete
        |ticked_off)
""")
PERMITTED = Phrases("""
    this, it, that, this one, these, off, down, out, as, complete, completed, done, closed, finished, now, both, all
    them
    [the|this|that] (action|milestone|task|item|job|record|tracker), from (the|your) (tracker|list|plan), to
    from our list, thanks
""")
CONFIRMATIONS = Phrases("""
    [i|we] [can|hereby|now|am_happy_to|are_happy_to|am_pleased_to|happy_to|pleased_to] confirm (completion
        |complete|completed|done|closure) [of] [this|it]
    (confirming|confirmed) (completion|complete|done|completed|closure|closed|finished), completion confirmed
    confirmed, job done, job is done, consider this confirmed
    job done [and], mission accomplished, all done and dusted
    that is (it|us|that|everything) (done|finished|complete|sorted), all (done|complete|sorted|finished)
""")
TAILS = Phrases("""
    ‹past›, (on|in|at|since|dated|of|from) ‹past›, on ‹either›, (back|way_back|earlier) [in|on] ‹past›, on time
    ahead of (schedule|time|deadline|target), early, within (time|timescale|deadline)
    in full, in good time, before time, as (planned|agreed|required|requested|discussed_and_agreed), too, also, now
    already, off, at last
    [and] dusted, thanks [all|everyone|again], thank you [all|very_much|everyone], many thanks, cheers [all], ta
    sir, ma'am, boss, mate, regards, kind regards, diolch [yn] [fawr]
    for info
    by (all|both) [the|of_the|three|four|our] (partners|parties|agencies|sides|concerned|sectors|signatories
        |organisations|forces|councils|authorities|chiefs|leads)
    (a_while|some_time|ages|long|months|weeks) (ago|back)
    earlier this (week|month|morning|year), previously, recently, x
    as complete, as completed, as done, completely, successfully, to (schedule|plan|time|everyone's_satisfaction)
    ‹tick›, ‹thumb›, for you, for us
    see (attached|below|enclosed|evidence|minutes), on our (list|plan|tracker), in the (minutes|tracker|plan|system)
    also, complete, done, closed, completed, finished
    and closed [off|down], and complete, and completed, and done, and finished, and delivered, and in place
    and signed off, and live, and can be (closed|removed_from_the_tracker|signed_off|marked_as_complete)
    with [our|many|full|the] (thanks|agreement_of_all_partners|support_of_all_partners)
""")
AGENCIES = word_set("""
    police council councils force university college school schools probation health nhs trust partner authority
    education housing fire county district borough city town hospital prison charity legal us me ours
    """)
"""One of several that must do their part: what one of them has done is not yet the whole."""

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
    gold silver bronze board panel committee cabinet council meeting meetings slt smt tcg ttcg exec executive
    group csp partnership lrf dmt cmt scrutiny authority forum steering acpo npcc pcc pfcc workshop session hub
    assembly agm
    """)
"""One of these must stand among them, so that a place's name alone is no body."""

AGENTS = word_set("""
    the chief constable ch insp inspector sgt sergeant pc ps dc di dci dsu supt superintendent ch/supt acc dcc
    cc commander bcu commissioner executive chair chairman chairwoman deputy vice head director leader cabinet
    council's board full gold silver committee panel cllr councillor legal solicitor both all partners parties
    team officer manager our my ‹past› on at last and of mr mrs ms dr assistant lead strategic prevent
    partnership in monitoring section 151 monitor cfo ceo pcc dpcc mayor acting detective
    """)
"""What may follow "by": the people and bodies that do the signing. Capitalised names are let through as well."""

COURTESIES = Phrases("""
    thanks [again|all|so_much|very_much], thank you [again|all|so_much|very_much], many thanks, cheers, ta, thx
    much appreciated, regards, kind regards, best [wishes], warm regards, br, kr
    for (the|your|this|that) [friendly|gentle|kind] (reminder|nudge|prompt|chaser|email|e_mail|message|note
        |chase|patience|help|support|mail|update)
    for (chasing|reminding_me|the_nudging|asking|checking|your_patience|that|this|reminding_us|getting_in_touch
        |letting_me_know|everything|all_your_help)
    hi, hello, hiya, dear, hey, morning, afternoon, evening, good (morning|afternoon|evening), all, everyone, team
    colleagues, sir, ma'am, boss, mate, both, there
    [i] hope (you|all|everyone|you_all|this|this_email) [is|are|finds_you|find_you] (well|ok|good)
    [i] hope you [have|had] [a|are] [good|great|nice|lovely|having_a_good] (weekend|week|day|break)
    have a (good|great|nice|lovely) (day|weekend|week|evening|one), enjoy your (weekend|day|evening)
    sorry, apologies, apols, my apologies, many apologies
    (for|about) [the|my|our] [late|slow|delayed|long] (delay|reply|response|wait|lateness
        |tardiness) [in] [replying|responding|getting_back|coming_back] [to_you|on_this]
    for [the] (delay_in_replying|delayed_response|late_response)
    for [the|my] not (replying|responding|updating|telling|letting|getting|confirming|coming) [you|back|know
        |to_you] [sooner|earlier|before|to_you|until_now|on_this] [sooner]
    [i] have been [so] slow [with|to|in] [emails|email|replying|reply|respond|responding], so slow
    [i|we] should have (told|updated|emailed|let|replied|said|informed|confirmed) [you|know
        |to_you] [know] [before|sooner|earlier|already|this] [now]
    [i] thought (i|we) (had|would|have) already (confirmed|replied|told_you|reported|said) [this|that|so]
    (i|we) meant to (say|tell_you|reply|confirm) [sooner|before|earlier]
    good news, great news, brilliant, excellent, fantastic, great, lovely, super, perfect, please, yes, yep
    happy to discuss, happy to help
    (happy|glad) to (provide|share|send) (evidence|more|more_detail|details|a_copy|copies) [if_needed
        |if_required|if_you_need_it]
    give me a (call|shout|ring|bell) if [you] (need|want|have) (anything|any_questions) [else|more|further]
    let me know if [you] (need|want|have|require) (anything|any_questions|any_more|more) [else|more|further
        |information]
    any questions (shout|just_ask|give_me_a_shout|let_me_know), shout if you need (anything|more)
    well done [all|everyone|to_all|to_the_team|to_you|team|everybody|to_everyone_involved]
    (great|good) (work|job|effort) [all|everyone|team|everybody], merry christmas, happy (christmas|new_year|friday)
    diolch [yn] [fawr|am_hyn], helo, bore da, prynhawn da, hwyl
    please update [your|the] (records|tracker|spreadsheet|log|list|plan|register|system) [accordingly]
    no longer outstanding, please accept my apologies
    no (problem|problems|issues|worries|drama|hassle|trouble|bother), better late than never, not before time
    about time, phew, hooray, finally, fyi, for info, for (your_information|information|the_record|your_records)
    no need to (chase|remind|chase_further|chase_again|reply|remind_me|chase_me) [me|us] [again|further
        |any_more] [on_this]
    no (further|more) (reminders|chasing|chasers|emails) [needed|required|please|necessary]
    no further (action|actions|work|update|updates|steps) [is|are] [needed|required|necessary|outstanding
        |to_take] [from_us|on_this|here]
    nothing [more|further|else|left] [to|is|now] (do|outstanding|add|left|required|needed|report) [on_this|here
        |on_this_one]
    nothing (outstanding|further|left|more)
    (no|nothing) outstanding [actions|work|tasks|items|issues|matters] [remain|left|here|on_this], none outstanding
    nothing else (needed|required|to_do|outstanding), x, xx, job done
    please ignore my (last|previous|earlier) (email|e_mail|reply|message|mail|response|answer)
    ignore (my|the) (last|previous|earlier) (email|e_mail|reply|message|mail|response|answer|one)
    please see (below|attached|enclosed) [for_details], as (requested|discussed|promised|agreed), with thanks
    to confirm, reply, response, answer, update, status, re, please note, note
    re (this|‹id›|it|that|action|milestone) [this], regarding (this|‹id›), with reference to (this|‹id›)
    hwyl fawr, cofion [gorau|cynnes], ‹thumb›, ‹tick›, just a quick (one|note|update), quick update
    on (this|that|it) [one]
""")

EVIDENCE = word_set("""
    evidence proof minutes minute paperwork certificate certificates report reports paper papers document
    documents documentation doc docs copy copies scan scanned email emails e mail file files folder tracker
    sharepoint teams onedrive niche system log register link ‹link› attached enclosed uploaded saved sent filed
    logged recorded circulated shared published available held kept stored added updated presented reported
    noted minuted ratified approved adopted briefed trained submitted received signed agreed tabled discussed
    distributed issued here below attachment attachments pdf photo photos picture pictures screenshot
    confirmation final version record records letter forms form list spreadsheet page section appendix item
    number reference ref date dated the a an is are was were has have been all both in on at of for to by and
    from as see please find refer i we my our you your their his her it this that provided supplied shown went
    took place got ‹past› ‹today› ‹id› ‹other› board meeting panel committee gold silver cabinet partners
    partner staff officers team members police council force via also now too held sgt insp inspector pc ps dc
    di cllr supt chief constable paras para attendance sheet sheets policy policies protocol procedure plan
    training course courses who what when pack slides dashboard drive shared last week month sharing
    certificate's full recorded minutes' per reading stations schools all staff
    """)
"""Words of a sentence that only points at evidence or at what happened; a doubt beside them still counts."""

DOUBTS = word_set("""
    not no never none nothing nobody nowhere neither nor without nope nah unable fail fails failed failing lack
    lacks lacking hardly barely scarcely ddim dim heb nid nac part partly partial partially half halfway mostly
    most some largely mainly nearly almost virtually practically substantially broadly majority ‹percent›
    ‹fraction› percent cent phase stage first second third draft drafted drafts interim initial initially bulk
    remaining remainder rest outstanding missing except excepted excepting exception exceptions excluding bar
    barring apart aside other minus save pending until till unless provisional provisionally temporary
    temporarily if once when whenever provided providing assuming subject whether depending depends dependent
    otherwise or conditional conditionally contingent caveat caveats condition conditions will shall would
    should could may might must going gonna need needs needing plan planned planning aim aiming hope hoping
    hopefully expect expected expecting intend intended due soon shortly tomorrow later next forthcoming
    upcoming eventually try trying want wants wish ought yet still starts start starting begin begins beginning
    ‹future› ‹either› being think believe suppose guess assume assumed presume presumably probably possibly
    perhaps maybe apparently seem seems seemingly appear appears look looks reckon reckons understand understood
    told tells tell says said say heard hear claim claims claimed allegedly reportedly know knowledge aware sure
    unsure certain technically theoretically theory principle effectively essentially basically sort kind pretty
    supposedly doubt doubtful unofficially verbally informally unclear unknown question query opinion but
    however although though whereas while despite nevertheless unfortunately sadly afraid wait waiting waits
    await awaits awaiting awaited blocked blocking stuck hold holding delay delayed delays late reopened reopen
    undone undo reverted revert withdrawn withdrew cancelled canceled redo redone redoing wrong mistake error
    fault incorrect disagree disagrees dispute disputed object objects objected objection end ends side sides
    share view perspective bit bits issue issues problem problems gap gaps concern concerns snag snags snagging
    amendment amendments reservation reservations pulled rejected refused refuses refuse declined abandoned
    dropped stopped collapsed ended lost slipped slipping postponed deferred overran missed complained broke
    broken fell reversed returned queried required_still chase chasing chased extend extension snooze later far
    so tbc tba tbd hoc incomplete unfinished uncompleted unsigned unpublished outstanding_still nearing ongoing
    going continue continues continuing progress progressing progressed underway only just_about partially
    another more further extra again too_soon bounced ‹sign› ‹cross› ‹unread› why who whose question excludes
    omitted omit lacks short shortfall few several many two_of least at_least up_to supposed meant allegedly
    assuming
    """)
"""Words that stand in no confirmation and in nothing beside one."""
