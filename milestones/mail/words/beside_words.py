"""What may stand beside a confirmation, and the words of doubt that make it none: courtesy, evidence, facts, doubts.

Closed lists, as in `milestones.mail.words.vocabulary`.
"""

from __future__ import annotations

from milestones.mail.words.phrases import Phrases, word_set

COURTESIES = Phrases("""
    thanks [again|all|so_much|very_much], thank you [again|all|so_much|very_much], many thanks, cheers, ta, thx
    much appreciated, regards, kind regards, best [wishes], warm regards, br, kr
    for (the|your|this|that) [friendly|gentle|kind] (reminder|nudge|prompt|chaser|email|e_mail|message|note
        |chase|patience|help|support|mail|update)
    for (chasing|reminding_me|the_nudging|asking|checking|your_patience|that|this|reminding_us|getting_in_touch
        |letting_me_know|everything|all_your_help)
    hallelujah, alhamdulillah, praise be, amen, thank (god|goodness|heavens), cheers duck, duck
    hi, hello, hiya, dear, hey, morning, afternoon, evening, good (morning|afternoon|evening), all, everyone, team
    colleagues, sir, ma'am, boss, mate, both, there
    [i] hope (you|all|everyone|you_all|this|this_email) [is|are|finds_you|find_you] (well|ok|good)
    [i] hope (you_are|you_all_are|all_are) [all] [there] (keeping|doing) (well|ok|warm
        |safe), all the best, with best wishes, bye [for_now]
    cheerio, all the very best, take care, yours [sincerely|faithfully|truly]
    [i] hope you [have|had] [a|are] [good|great|nice|lovely|having_a_good] (weekend|week|day|break)
    have a (good|great|nice|lovely) (day|weekend|week|evening|one), enjoy your (weekend|day|evening)
    sorry, apologies, apols, my apologies, many apologies
    (for|about) [the|my|our] [late|slow|delayed|long] (delay|reply|response|wait|lateness
        |tardiness) [in] [replying|responding|getting_back|coming_back] [to_you|on_this]
    for [the] (delay_in_replying|delayed_response|late_response)
    for [the|my] not (saying|mentioning|answering|replying|responding|updating|telling|letting|getting
        |confirming|coming) [you|back|know
        |to_you] [sooner|earlier|before|to_you|until_now|on_this] [sooner]
    [i] have been [so] slow [with|to|in] [emails|email|replying|reply|respond|responding], so slow
    [i|we|somebody|someone] should have (told|updated|emailed|let|replied|said|informed|confirmed) [you|know
        |to_you] [know] [before|sooner|earlier|already|this|ages_ago|weeks_ago|a_while_ago|‹past›] [now]
    [and] that (somebody|someone|person) was me
    did [not] i [not] (reply|answer|respond|confirm) [already|before]
    (i|we) [just|simply] never got (round|around) to (telling|updating|replying|saying|confirming
        |answering) [you|it|that
        |this]
    did [not] i [not] (tell|say|let) [you] [know] [already], have i not told you [already]
    do not (worry|fret|panic) [about_it|about_this], no need to (worry|panic) [about_it]
    i thought (this|it|that_one) (had_been|was|had) [already] (closed|done|completed|updated|signed_off) [off] [already]
    (do|did|would|will) you (need|want|require) (anything|something) (else|more|further) [from] [me|us|our_side]
    (anything|something) (else|more|further) [you] [need|needed|required] [from] [me|us]
    is there anything (else|more|further) [you_need|needed|i_need_to_do|we_need_to_do|required] [from] [me|us]
    is that (ok|okay|alright|all_right|enough|all_you_need|everything), (is|will) that (do|suffice)
    [i|we] had not (realised|noticed|seen|spotted) [that] (this|it|that) (was|had) [not|still] [been] (updated|closed
        |marked|open|outstanding)
    [i] thought (i|we) (had|would|have) [already] (confirmed|replied|told_you|reported|said|emailed|updated_you
        |let_you_know) [this|that|so|already]
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
    [please|you_can|you_may] [now] (take|remove) (this|it|this_one) (off|from) (the|your|our) (list|tracker|plan)
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
    on (this|that|it) [one], ‹clear›
""")

HELP = word_set("support help assistance agreement thanks colleagues group partners project programme process event")
"""By whose help or by what means a thing was done."""

PAST_FACTS = word_set("""
    received sent signed agreed circulated published briefed trained uploaded saved attached enclosed approved
    adopted minuted ratified presented reported launched installed issued went met filed recorded logged shared
    submitted endorsed produced distributed evaluated accepted confirmed supplied added updated handed posted
    emailed noted happy pleased thanked helped supported evidenced
    """)
"""Verbs of things that went well: a sentence with one of them and no doubt may stand beside a confirmation."""

UNSAFE_FACTS = word_set("""
    less fewer one two three four five six seven eight nine ten back left redraft redrafting redrafted redrafts unsigned
    unhappy silent asked requested requesting requests reply replies wanted comments comment feedback questions
    response to_do revised revising version_two sick work works job approval signature signatures sign vetting
    legal decision consultation be being get gets getting come comes coming go goes before after them instead
    over out badly down off gone only just even early against without problem pushback resistance regarding
    whether why who away amber red pilot trial pilots test another anyone nobody somebody someone hopeful keen
    ready able interested consider considering considered review reviewed reviewing for_signature for_approval
    awaits conditional new
    """)
"""Words beside which such a sentence may mean that something is still open."""

APOLOGY = word_set("""
    sorry apologies apols my many about for the our any delay delayed late lateness slow slowness not in to with
    on being been getting back replying responding reply respond response update updating updated you sooner
    earlier before now email emails e mail message messages inbox missed chasing chase this that it i we am was
    were have had so very busy long time took taken taking radio silence confusion inconvenience trouble
    everyone all again keeping waiting having forgot forgotten tell telling told let know should must mention
    """)
"""The words of an apology for answering late."""

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
    certificate's full recorded minutes' per stations schools all staff
    """)
"""Words of a sentence that only points at evidence or at what happened; a doubt beside them still counts."""
