"""The word lists of what may be told beside a confirmation; see `milestones.mail.words.harmless`."""

from __future__ import annotations

from milestones.mail.words.beside_words import UNSAFE_FACTS
from milestones.mail.words.phrases import Phrases, word_set

STATUS = word_set("done complete completed completion finished finish incomplete open closed ready")
OFFERS = word_set("‹offer› if shout happy glad hesitate request bell questions queries")
OFFER_TURNS = word_set(
    "let shout call ring email mail contact ask give drop message ping happy glad send forward share provide supply"
    " show discuss chat hesitate available request bell touch pass"
)
OFFER_WORDS = word_set("""
    ‹offer›
    let me know shout call ring email mail contact ask give us a bell drop line message ping happy glad can will could
    would i we am are is send forward share provide supply show talk discuss chat through copies copy of the evidence
    proof more details detail anything info information certificates registers register attendance minutes paperwork
    report lists list if you need want require like have else further needed required useful helpful wanted
    necessary any questions question queries query or it them this that to for please just get in touch on request
    available by board your records happily also full names with and as well at time numbers figures feedback stats
    breakdown spreadsheet over across sheets sheet do not hesitate always back up backing supporting documents
    documentation here be pass along out about help helps
    """) - {"back", "out"}
APOLOGIES = Phrases("sorry, apologies, apols, my apologies, apologise, forgive, my bad, mea culpa")
EXCUSES = Phrases("""
    (should|ought_to|could) have (said|told|replied|updated|let|mentioned|emailed|confirmed|responded|come|got|dropped
        |reported|been)
    (meant|meaning|been_meaning) to (reply|say|tell|update|let|email|confirm|respond|mention|write
        |drop|get|send), forgot to (reply|say|tell|update|let|email|confirm|respond|mention|write|drop|get|send|put)
    slipped my mind, (i|we) thought (i|we) had
    (missed|overlooked|did_not_see|only_just_seen|just_seen|just_saw|saw) (your|this|the) (email|emails|reminder
        |message)
    just seen this, just catching up, been on leave
    been away, was on leave, just back from leave, been off, forgot to
""")
OF_MAIL = word_set("""
    reply replying replied respond responding responded response email emails emailing message messages tell telling
    told update updating updated say said know back touch mention mentioned mentioning confirm confirming line write
    mail inbox reminder reminders answer answering contact report chase chaser chasers read seen saw report letting
    delay
    """)
APOLOGY_WORDS = word_set("""
    sorry minute its last-minute typos apologies apols apologise forgive bad mea culpa my many sincere about for the
    our any delay delayed late
    lateness slow slowness not in to with on being been getting back replying responding reply replied respond responded
    response update updating updated you sooner earlier before now email emails e mail message messages inbox missed
    chase chasing chaser chasers this that it i me we am was were have had has did do so very busy long time took taken
    taking radio silence confusion inconvenience trouble everyone all again keeping waiting having forgot forgotten tell
    telling told let letting know should could ought mention mentioning mentioned say said meant meaning slipped mind
    only just seen saw see your reminder reminders of leave away holiday nobody no-one off sick a an few couple week
    weeks days day
    month ‹past› from catching up thought already confirm confirming get got round around drop line write and but by
    overlooked hectic manic mad bit tad since at put come coming no excuse please accept behind be as myself things
    hi been's properly annual last two meaning
    """)
THANKS = Phrases("""
    thanks, thank you, many thanks, big thanks, huge thanks, cheers, kudos, credit to, hats off, well done, diolch
    (a|with) (big|huge|massive|special|our|many|much) (thanks|thank_you), much appreciated
    (we|i) (are|am) [very] grateful
    grateful, special thanks, (great|good|fantastic|brilliant|excellent|super|sterling|top) (effort|work
        |job|stuff|result|team), fair play, appreciate, (i|we) [really|do] appreciate, (i|we) (want|would_like|wish)
        to thank
    (please|do) (pass_on|thank), thanking
""")
OF_REMINDERS = word_set("chase chasing late delay delayed later so most late patience being")
WORKING = word_set("still working continue waiting open redo") | word_set("extension extra time given need needs")
PLEASE = Phrases("""
    so, please, [so] (can|could|would) you [please|now], [so] [this|it] can [now]
    [so] you (can|may|could) [now|therefore|please], kindly, now
    feel free to, happy for you to, (i_am|we_are|am) happy for you to, i would be grateful if you could, and, also
    (grateful|appreciate_it|great) if you (could|would|can), if you could, you are (ok|okay|fine|free) to, no need to
    we can [now], [this|it|that|action|one|the_action|this_action|this_one] can [now|therefore|all] be
    glad if you could
    there is no need to, you do not need to, you need not
""")
RECORDING = word_set("""
    come update amend close mark tick remove take strike cross archive record log show turn change set move stop
    cease chase
    remind updated removed struck archived closed marked moved taken crossed ticked note chasing nag email send reflect
    """)
RECORD_WORDS = word_set("""
    tracker plan log list record records register spreadsheet board green complete completed closed done off down out
    this it from to the your our as accordingly now report dashboard status action item one milestone on
    in of please sheet sharepoint blue and amber rag column chasing reminding reminders emailing again any more chase
    remind further sending nagging a that programme system file entry box page website accordingly chasers
    for anymore about these my
    """)
TO_US = word_set("stop cease chase remind chasing nag email")
EVIDENCE_NOUNS = word_set("""
    receipt acknowledgement stats reference ref
    evidence proof minutes minute paperwork certificate certificates report reports document documents documentation doc
    docs copy copies scan scanned register registers attendance sheet sheets slides photo photos picture pictures
    screenshot confirmation record records form forms spreadsheet log logs link ‹link› attachment pdf folder sharepoint
    teams onedrive drive file files figures stats statistics list lists feedback evaluation certs signatures names
    materials pack packs portal intranet system email letter breakdown numbers summary tracker
    """)
LITTLE = word_set("the a my our here is are and of with also see please find")
KEPT = word_set("""
    prove stats below issued signed received
    attached enclosed uploaded saved sent filed available below here emailed logged recorded stored held kept shared
    provided supplied submitted copied posted forwarded located found enclosing attaching included linked circulated
    downloaded exported added placed put popped dropped sits lives
    """)
WILL_SEND = Phrases("""
    [i|we] will (send|forward|email|share|upload|attach|drop|pop|ping|pass|get|post|bring)
    (i|we) am (sending|uploading|attaching|forwarding), [i|we] will be (sending|uploading|forwarding)
    sending, forwarding, attaching, uploading
""")
PROMISE_WORDS = word_set("""
    i we will am be send forward email share upload attach drop pop ping pass get post bring sending uploading attaching
    forwarding the a an of evidence proof minutes certificate certificates register registers attendance sheet sheets
    photos photo copies copy paperwork records record to you over across on through separately shortly later today
    tomorrow ‹future› ‹either› ‹today› this that afternoon week it in with by and for your file files certs list lists
    also details scan scanned folder sharepoint teams up them when back at office my next asap figures feedback
    link url screenshot pdf signed version desk get minute chance spreadsheet once home station soon as can
    """)
_OPEN = word_set("""
    different differently otherwise theirs own halt miss ice grass strike trouble dry pear wall waste pot plug shelf
    burner
    abeyance limbo chop axe rocks skids booking bookings invitation invitations date dates optional assured speaking
    manner
    left redraft redrafting redrafted unsigned unhappy silent asked requested requesting comments response to_do
    revising sick approval vetting legal being comes coming instead badly gone only even against problem
    pushback resistance whether why amber red pilot another anyone nobody somebody someone hopeful keen able
    considering considered conditional signature untrained short shy ill absent absentee absentees resigned flagged
    alone individually half started arrange arranged arranging book booked booking schedule scheduled planned
    advertised prepare preparing designing designed drafted procure procured commissioned tender invited invite
    cancelled withdrew contest challenge challenged appeal appealed objected complaint complaints complained refused
    catch need who's remain one's unable low poor disappointing disappointed worse bad apart minority
    dissatisfied lost vacancies vacancy backlog risk next trial trialled tried tomorrow separately elsewhere
    mostly except refund overspent investigating investigated query he she him her his wish might must maybe
    requires required wants were_to he_says they_say rescheduled re_arranged rearranged redone again deferred
    """)
WENT_WELL = word_set("""
    received sent signed circulated published briefed trained uploaded presented launched installed issued went met
    filed
    recorded logged shared submitted produced distributed accepted confirmed supplied added updated handed posted
    emailed noted thanked helped supported evidenced attended covered ran enjoyed praised welcomed provided organised
    hosted passed gained earned certified engaged delivered facilitated rated scored
    participated signed-off exceeded reached valued appreciated celebrated congratulated awarded tested rolled
    """)
OPEN = (_OPEN | UNSAFE_FACTS) - word_set("""
    one two three four five six seven eight nine ten feedback response after before over off early out up test without
    """)
"""Words beside which something may still be open."""
NUMBERS = word_set("one two three four five six seven eight nine ten eleven twelve dozen hundred")
GOOD_NEWS = Phrases("""
    (now|is|are|is_now|are_now) (live|available|in_use|in_force|in_effect|public|online)
    (was|were) [very|really|extremely|overwhelmingly|all|hugely] (positive|popular)
    (was|were|has_been|have_been) [all|really|very|overwhelmingly|pretty|absolutely] (good|great|excellent|positive
        |brilliant|fantastic|superb|strong|glowing|lovely|full|encouraging|well_received|well_attended|appreciated)
    (feedback|response|reaction|turnout|attendance|uptake) is [all|really|very] (good|great|excellent|positive|strong)
    (good|great|excellent|positive
        |brilliant|fantastic|strong|full|glowing) (feedback|turnout|attendance|response|uptake|evaluation|evaluations
        |scores|results|comments|reviews), took (a_while|some_doing|a_lot_of_work|a_bit_of_doing|some_time|longer_than
        |a_bit_longer_than|ages|some_effort), got there in the end, well (attended|received), a (great|good|big) (effort
        |result|success), (was|were) (a_success|successful|a_great_success|excellent|great|brilliant)
""")
OCCASION = word_set("""
    the our my last final session sessions course courses cohort cohorts workshop workshops training event meeting
    delivery one date day batch group of input inputs very briefing closing presentation sign handover launch
    """)
RECORDED = word_set(
    "minuted noted recorded reported agreed confirmed discussed approved logged advised stated ratified"
)
WISHED = word_set("well good nice lovely fine weekend holiday break better great enjoyed")
ALL_OF_THEM = word_set("of them the lot every one single last")
SMALL_TALK = Phrases("""
    [please] (let_me_know|shout|tell_me) if you (can_not|are_unable_to) (see|open|access|find|get_at|read) (it|them
        |this|these|that)
    yup, yeah, aye, affirmative, rag green, rag : green, green
    so (yes|there_we_are|there_you_go|there_you_are), [now|finally|at_last] (unblocked|unstuck
        |freed_up), pun intended, no pun intended
    (i|we) (was|were) (off|away|on_leave|out|busy|ill) [so|and] (could_not|did_not) (tell|update|reply_to|email|answer)
        [you] [sooner|before]
    on behalf of (the|our) (chief_executive|chief|board|chair
        |head|director|superintendent|team|council|force|partnership)
    (it|this) was not easy, [i] never thought i would (say|type|see|write) (this|it|that), can not believe it
    [i] did not think we would (get_there|make_it|manage_it|do_it), who would have thought [it], believe it or not

    what a (job|slog|relief|marathon|journey|result|effort|team|day|week|mission|task|year) [it|that|it_was|that_was
        |it_is|that_is]
    [i|we] [am|are] writing (further_to|in_response_to|with_regard_to|with_reference_to|about|regarding
        |in_reply_to) (your|the) (email|reminder|message|letter|note)
        [of_this_morning|of_today|of_‹today›|of_‹past›|dated_‹past›|‹past›|below]
    that is the lot, the lot, [just] closing the loop
    [i] hope you [have] had a (nice|good|great|lovely|relaxing) (weekend|week|break|holiday|day|christmas|easter|time)
    (i|we) (was|were) [on|away] (on_leave|on_annual_leave|away|off|on_holiday), as you (know|asked|requested)
    as (reported|mentioned|discussed|agreed|advised|noted|minuted|notified|confirmed|recorded|stated) [verbally
        |previously|before|earlier|already] [to_the_chair|to_the_board|at_the_board|at_the_meeting|at_the_last_meeting
        |at_the_last_board|to_you|in_the_minutes|‹past›|at_board|to_board|by_phone]
    [sorry] [i|we] [have|had] [just|only_just] been (on_leave|on_annual_leave|away|off|off_sick|on_holiday|on_nights
        |busy
        |snowed_under|swamped|flat_out|manic|hectic|rushed_off_my_feet|on_a_course|in_court|out_of_the_office)
        [‹past›|all_week|this_week]
    (it|this|that) (took|has_taken) (a|some|us|us_a|quite_a|a_fair|a_little|a_good) (while|time|doing|bit_of_doing
        |effort|bit_longer_than_planned|bit_of_time)
    took (a_while|some_doing|a_bit_of_doing|some_time|ages|longer_than_planned
        |longer_than_expected|longer_than_hoped|a_bit_longer_than_planned|a_bit_longer_than_expected
        |longer_than_we_would_have_liked|longer_than_i_would_have_liked|long_enough)
    (it|this) took (longer_than_planned|longer_than_expected|longer_than_hoped|a_bit_longer_than_planned|a_little_longer
        |longer_than_we_hoped|a_little_longer_than_planned|longer_than_it_should_have|longer_than_we_wanted|long_enough
        |a_bit_longer_than_expected)
    (got|we_got) there (in_the_end|eventually|finally|at_last), better late than never, about time [too], at long last
    phew, hooray, hurrah, woohoo, woo hoo, yay, what a relief, a relief, (big|huge|great|massive) relief [all_round]
    (it|this|that) was a (long_slog|slog|long_haul|big_job|long_road|lot_of_work|team_effort)
    a (real|great|big) team effort
    a long (slog|road|haul)
    [i_am|we_are|am] (pleased|happy|delighted|chuffed|proud|thrilled|relieved) (with|about) (it|this|that|how_it_went
        |the_result|the_outcome)
    bit late (i_know|but_there_you_go), (a|one) (big_one|good_one) to (tick_off|get_off_the_list|close)
    one less thing to worry about
    one less to worry about, one off the list, one down, that is one off the list, good to (get|see
        |have) (it|this|that|this_one|that_one)
        (off_the_list|over_the_line|finished|done|closed|off_my_list|off_my_desk)
    (hope|i_hope) (this|that|it) (helps|is_ok|is_okay|is_all_ok|is_good_news|is_what_you_need|is_sufficient|suffices
        |is_enough|is_all_you_need|covers_it|answers_it|makes_sense|does_the_trick)
    (glad|pleased|good|happy) to (see_the_back_of_it|see_the_back_of_this|be_done|get_this_done|get_there)
    (onwards|onward) [and_upwards|and_upward], enjoy [your] (weekend|week|day|evening), have a good one, see you (soon
        |‹either›|‹future›|at_the_board|at_the_meeting|at_the_next_board|at_the_next_meeting|then|there|next_week)
    (speak|talk) soon, take care, all good, all good here, all fine, no worries, no problem, not a problem
    simple as that
    that is (it|all|all_from_me|it_from_me|everything), that is (it|all) [from_me|from_us|from_our_side|folks]
    (as|like) (i|we) (said|mentioned|told_you|reported) [before|earlier|last_week|‹past›|at_the_meeting|at_the_board]
    in case (it_is_useful|it_helps|useful|helpful|of_interest|you_need_it|you_missed_it)
    [just] for (your|the) (records|record|information|files|file), for completeness, for info
    (you|i) (asked|emailed|chased|wrote) about (this|‹id›), re your (email|reminder|message|note|chaser)
    further to (your|my|our) (email|reminder|message|note|letter|chaser|call|conversation) of ‹today› [date]
    further to (your|my|our) (email|reminder|message|note|letter|chaser|call|conversation) [‹past›|of_‹past›|yesterday]
    in (answer|response|reply) to your (email|reminder|message|note|question|chaser|letter) [of|about|on] [‹past›
        |‹id›|this]
""")
