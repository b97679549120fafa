"""Ordinary words that lie one slip away from another word: no slips themselves, so never mended.

Neighbours of the words that `milestones.mail.words.near_words` mends towards, and of words that a title may hold.
"""

from __future__ import annotations

from milestones.mail.words.phrases import word_set

ORDINARY = word_set("""
    abused abuses abusing accent accept accomplisher accomplishes accursed accuse accused accuses achieve achiever
    achieves aching actin acting actinide actinoid action actions acton adapted adapting addiction adding addition
    admire admirer adopted adoptee adopter adopting advice advise adviser advisor aggrieved agree agreeable agreements
    agrees aiding aiming airing alarmed allured altitude ambitions ambitious amused amuses amusing analysis analyst
    analysts angels angles ankles anther antihero apologias apologizes apologues appealed appealing appeals appeared
    appearing appears apples applied applies appointee approve approved approver approves aptitude arming arrest
    arrests artist artists assess assets assume assumed assumes assure assured assures atoned attached attacked
    attained attend attendee attender attitude attuned auction auctioned audition authorized avenge avenue babbling
    backed backing backward backyard bagged bagging bailed bailing baking balked ballet ballot bandage banged banging
    banished banker bankers banking banned banner banners barbed barber barely barged barging barking barley barred
    barring barter bashed basing bathed bathing batter batting battle battled battles battling beamed beaming bearded
    bearer bearing beasts beating beaver became become bedding bedside begged begging beings believers believes
    bellies bending beside better betting bidding bigger bilked binding bitter blacked blacks blades blamed blames
    blaming blanks blaring blasts blazes blazing bleach bleeding bleeds blended blending blinded blinding blinking
    blockade blockaded blocked blocker blocks blooming blowing blushing boarded boating bogged boiled boiling bolted
    bondage bonding boning boogie booked bookie booking booming booted boring bother bothers bottle bottled bottles
    bought bouncy bounty bowing bowling boxing braces bragged bragging brakes branch bravely braver bravery breach
    breached breast breasts breath breathed breathes breaths breeding breeds bribes brides bridges brings brother
    brothers brought bruise bruises brunch brushes brushing bubbling bugged bugger buggers bugging bulked bullet
    bullies bummed bumped bunker burger burgers buried burned burner burning bursting burying bushes businessman
    businessmen busting butler butter butting buying called calling calmed calming camped canceled cancelled canceller
    canned cannon canvas canvass canyon capped carbon career caring carnot carriers carries carter carton cartoon
    carved carving cashed cashing casing casings casinos casting castle casually casualty cation cattle causing ceased
    ceases cellar certain certainly certainty chains chairs chance chances change changed changes changing chanting
    chapter charge charged charges charging charity charles charmed charming charms charred charter charts chased
    chases chasing chatter chattering chatting cheated cheating checked checks cheeks cheeky cheers cheesy chefs
    chicks chief chimes chimps chipped choked choking choose chooses chopped chopper choppers chores chorus chucked
    circulate circulates clacking clanging clarify clarity clattering cleaned cleaner cleaning cleans cleansed
    cleansing cleared clearer clearing clears clicked clicking clicks clinging clipped clocked clocks cloned clones
    cloning close closed closer closes closest closet closing clowns cloyed coarse coding cold collar colored coloured
    combing coming command commandeer commander commence commend commerce commune communist communists commute compete
    competed competes competing compilation compiled complains complaints compleat complected complement complete
    completer completes completing completion completions complexion complied compliment compulsion concealed concept
    concepts concerns concert concerts concession conclude concluded concludes concussion conduct conduit confession
    confide confided confine confined confirms conform conformed conforming confuse confuses conned conning consent
    consist consists contact contacted contacts content contest context continent contingent contract contracted
    contracts contrast convent convert convey convoy cooked cooking cooled cooling cooped cooperation copied coping
    copped copper coppers copying corned corner coroner corpse corpses costing countess counting countless country
    counts county course courses courting courts covered covert coveted cracking crackling crammed cramped crapped
    crashed crashes crashing crater crates craves craving creaking created creates creating cremated crimes crooked
    crores crowded crowds crowned crowns crushed crushes crushing cuneiform cunning curing curled curling cursed
    curses cursing curtain curved curves daft dagger daggers dalian dallied damned dancer dancers dances danger
    dangers daring darling darned dating dawned deadlines deadly dealing dearly deaths decade decades decayed decaying
    deceased decent decide decided decides decode decreased decree dedicate defeat defect defective defend defended
    defending defends defense defenses defiantly defied defies defined defines deflect defying degree delaine delaney
    delano delaunay delayer delaying deledda deleon delian delicate deliverer delude deluded delver delvers demise
    denial denied denies dental denying depart departed depend depended depending depends deport deported depraved
    deprived depths derail derived descent desert deserted deserting deserved deserving despise despises despite
    dessert detail detailed detained detect detection detective detention detest detour device devise devour dialed
    dialing diddled dillon diminished dining dipping disappointed disapproved disease diseases dispense disperse
    displaced displayed distract distribute distributee distributes district divers divide divided divine diving
    docked docking dolled doodled doubled doubling doubted doubting downed draff drafted drafts drafty dragged drat
    dreaded dreamed drift drifted drinks dripping drivers drives driving dropping drowned drugged drunks ducked
    ducking dueled duelled dulled during dyeline earning earnings earring earrings edited editing election elections
    electron electrons employees employers empress endorse endorsee endorser endorses endure enduring ensure ensuring
    erection erotic establisher establishes eternal evacuate evacuation evaluate evaluation eventual excepts excerpt
    excited exciting exclude excluded excuse excuses exercise exercises exiled existed existing exited exiting exotic
    expect expects expend expended expense expenses expensive expert experts explode exploded exploding explore
    explored explorer exploring export express extender extends extensions extensive extent external extort facing
    faction faculty fading failing faking falling farmer farming farther farthest farting fascist fascists faster
    father fathers fatter faulty faunal faunally favors feather feathers feeding feeling fellow fellows fennel fibber
    fiction fights filing filled filling filmed filming finale finalist finalized finding finely finfish finial finis
    finish finisher finishes finley finnish fireman firemen firing fisherman fishermen fixing flames flaming flapping
    flares flashed flashing flattened flatter flattered flavors flawed fleeing fleeting flight flights flipping floods
    floors flowed flushed flushing flying follow follows fooled fooling footing forced forcing foreman forest forests
    forgave forged forget forging forgive forgot formed former forming foster fouled founded founding fraction frames
    framing frances francs freeing freezing freight friction fridge fright fringe frying fulfil fulfill funded funding
    funnel funnily furnish furnished further furthest gallons gallows gaming gaping garage garbage gasping gazing
    generic genetic gentleman gentlemen giants giggles glowing goddess godless goggles graceful grades grandma grandpa
    granting grants grasping grateful graves grazing grinding grinning groping growing growling grunting grunts gunman
    gunmen hailed hailing halfway hallway handed handing handled handling hanged hanging hardest harvest hatched
    hating hauled hauling haunted haunting having headed heading healed healing hearing heated heater heather heating
    herring hiding hiking hiring hitched holder holler homeless homing honestly honesty honking hooded hooked hooking
    hopeful hopeless hoping hopping hordes horses houses humidity humility humming humping hunger hunted hunter
    hunting hurting iconic identifies identify identities identity immoral immortal implementer implied imploded
    implored improve improved impulse impulses incense incite inciting include included increase increases indicated
    indicted infect infected infecting infection inferior infernal infested ingested inject injected injecting
    injection injure injured inland insect insert insist insists inspect installer instilled insure insured intense
    intent intention intentions interest interests interior internal invade invaded invent invented inventing
    invention inventions inventor invest invested investing investor invite inviting ironic island issue issuer issues
    jenner jingle joiner joinery journalist journalists joyner judgement judgment jungle junior lacked lacking landing
    lasers lasted lasting latent lateral latest latter launcher launches lawyers layers leading leaked leaking leaned
    leaning leaping learned learning leased leaving legions lending lesions lessons letter lever liberal licence
    license licked licking lifted lifting lighting lightning likely liking linger lining linked linking listed listing
    literal litter lively living loaded loading loaned locked locking lodged lodging logged logging lonely longed
    longer longing looked looking looting losers losing lovely lovers loving lucked lunched lunches luring lurking
    lynched makers making makings managers manages manufacture manufacturer manure mapping marched marches marching
    margin marital marked marker markers market markets marking markings marred marshal marshall martial martian
    martin martini mashed masked massage masses massing master mastered masters matched matches matching material
    maternal mating matter mattered matters mature meaning medals meddle medication meditation meeting melting mending
    message messed messes messing metals middle milestones millstone minding mining mislead misled misread missed
    misses missing missus mister misting misusing mixing moaning mocking moistly molestation months moping mopping
    morality morals morning mortality mortals moseying mourning mousing moussing moustache mouths moving mowing
    mucking musing mussing mustache muster mutters nation nations nearby nearly neatly needles needless neper neural
    neutral nevers newer northing noshing notching nothings noting notion notions offense offenses officers offices
    official organism organisms outline outlive overcame overcome overhead overheard overnight oversight pace pacing
    packed packet packets packing paddle paging painted painter painting paints palace panties panting pantry parable
    parabola parabolae parboil pardners parent parietal parish parked parking parted partial particle partied parties
    parting partner party partying passed passes passing pastry patched patching patent patient patly patrol patrols
    patrons paying peace peasant pease peeing peeking peeling peeping penning perish persuade persuaded petrol petting
    phrase phrases physicist physicists picked picket picking pickled piling pinched pinching pining piping piratical
    pissed pisses pissing pitched pitching placed placer places placing plague plaice plane planes planets planned
    planning planted planting plants plaque plate plates played player players playing pleaded pleading pleas pleasant
    please pleased pleases pleasing plugged plunged pocket pockets pointed pointing points poison poisons poking
    police policeman policemen polish polished polite polling ponder pooped popped portal porter portion portly posing
    postal poster posting postpone postpones potent potion pounding powder powdered powered practice practicing
    practise practising praise praises prattle prayed prayer prayers praying precious precise premier premiere premise
    premises prepared present presented presenting presents prettily prevent prevented preventing prevents previous
    prices pricks priest priests princes princess printed printer printing prints prison prisons prizes probable
    probes probing procession produce producer producers produces products profession progresses project projected
    projecting projection projector projects promise promises promoted prompted properly property protect protected
    protecting protection protector protects protest protesting protests protocols proves provide provided proving
    prying publisher publishes puddle puking pulling punched punching punished purchase purchases purify purity
    purpose purposes putting qualifies qualify qualities quality rabble racing racist racked racket radios radius
    ragged raging raided raiders raiding rained raining raised raising rambling ramming random ranger ranked ransom
    raping rapist rapping rating ratted rattled raving reached reaching reacted reacting reader reaming reappointed
    rearming receive receiver receives recent recipe recite recreated recruiter refuge refugee refuse refuses regain
    regained regaining regard regarded regarding regards related relates relating relaxed relaxes relaxing release
    releases relics relied relies relieve relieving religions religious relished relive reliving remain remainder
    remained remake remanded remind reminded reminder reminders remote remove render rented renting repaired repeat
    repent replied report request requests resent reside residue resolution resolve resolves resort response responses
    rested resting retain retained retaining retake retard retarded revenge revenue revered reverend reversed reviewer
    reviled revise revised revive revived revolting revolution revolved revolving reward rewarded rewarding rewards
    rewind riders riding rigged rigging rimming ringer ringing ripping rising risking rivers roaming roaring robbed
    robber robbing rocked rocket rooming rooster rooted rooting roster rotating rotted rotting routed routing rubbed
    rubber rubbing rubble rugged ruined ruining rumble rumbling runaway running runway rushed rusted sacked sacred
    safely safety sailed sailing salmon saloon salvage sample savage saving saying scales scared scares scaring
    scarred scatter scattered scientist scientists scooter scored scores scoring scouting scouts scraps scream
    screaming screams scroll sealed sealing seated seating section sedate sedated seeing seeking seeming selling
    senate sending senior seniors sensing sensor sensors sentient sentiment series servers serves setting settlers
    settles settling severed sewing sexiest sexist shades shagged shakes shaking shallow shamed shaped shapes shaping
    shards shared shares sharing sharks shatter shattered shatters shaved shaving sheets shells shifting shifts shill
    shilling shipped shipping shirts shirttail shocked shocking shocks shooter shooting shoots shopping shores shorted
    shorter shorts shorty shouted shouting shouts shoved shoving showed shower showing shrieking shrink shrinking
    shrunk shutter shutters shutting siding sighed sighing sighting signatories signatory signed signer signers signet
    signing sill simmer simple simulate singed singer singers singing sinking sinned sinner sinners sipping sitting
    skates skating skill skilled skills skimming skinned skipped skipping skirts skulls slander slapped slapping
    slashed slaying sleeping sleeps slender slices slicing slides sliding slipped slipping slowed slower slowing
    smacked smarter smashed smelled smelling smells smiled smiling snacks snagged snakes snapped snapping snarling
    snatch sneakers sneaking sneaks snitch snoring snorted snorting snorts snowed snowing soaked soaking soaring
    soiled solely sorely sorted sorter sorting spaced spaces spared sparing sparked sparks sparring spatter speakers
    speaking speaks spears specialist specialists specially specialty speeding speeds spelled spelling spells spending
    spends spices spikes spill spilled spilling spills spinal spiral spitting splashed splitting spoiled spores
    sported sporting sports spotting spouting sprained sprang sprayed spring springs sprung spying squeaking squealing
    stable stacked stacking stacks staged stages staging stained stains stairs staked stakes staking stalked stalking
    stall stalled stalling stamped stands staple stared stares staring starling starring started starter starting
    startled startling starts starved starving stashed stated states stating statue statues stature status statute
    stayed staying steaks stealing steals steaming stepped stepping sterling sticking sticks sticky stile stills stilt
    stimulate stinging stings stingy stinking stinks stinky stirring stitch stitched stitches stocked stocking stocks
    stomped stomping stoned stones stopped stopping stored stores stories storing stormed storming storms stragglers
    straggling strained strains strands strange stranger strangest strangle strapped strapping straps straws strayed
    stream streaming streams stride strife strike strikes striking string strings striped stripes stripped stripping
    strips strive striving stroke strokes stroking stroll strong stronger strongest strung studies studios submit
    successful suction suffer suggest suggests suitcase suitcases summer summit surely surfer surprise surprises
    suspicions suspicious swallow swamped swapped swapping swayed swaying swearing swears sweater sweating sweeping
    sweeps sweeter sweets swelling swells swill swimming swinging swings switch switched switches tables tablets
    tackle tackled tailing tailor taking talked talking taller tamper tanks taping tapped tapping tarring tarrying
    tasked tasted tasting taylor teachers teaches teamed tearing teased teasing teetering teller temper terrorist
    terrorists tested testing thanes thank thanking thanks theater theatre things thinking thinks thirsty thirty
    thorough though thrashed threads threat threats throat throats through ticked ticking tickle tickled tickling
    timing tipped tipping tiring tittering toasted tomorrows topped torched torches tornado tottering touched touches
    touring tourist tourists towels towers towing toying traced tracer traces tracing tracked trackers tracking tracks
    tractor traded traders trades trading trailed trailer trailing trails trainee trainer training trainings trains
    traitor traits transit transmit trapped trapping trashed traveled traveling travelled travelling treats trendy
    trials tricked trickery trickier tricking tricks trifle trinidad triple tripped tripping trucker trucks trunks
    trying tucked tuning turing turned turning tutoring typing unassigned unfold unkind unload unloaded unloading
    unluckily untie untold unwind update updates upgrade upgraded upload uploaded uploading upright uptight usable
    values valves vanished vantage vector vending venting verses versus victor villagers villages vintage violent
    violet wafting wailing waited waiter waiters waiting waiving waking walker walking wallow walter wander wandered
    wandering wanders wanted wanting warmed warming warned warning warped warship washed washes washing wasted wastes
    wasting watches waters waving wearing weaving websites wedded wedged weighs weights wetting whenever wherever
    whimpering whimpers whiskers whiskey whisky whispering whispers whites whiting whoever whomever widely widows
    wiener willow winding windows winner winners winning winter winters wiping wiring wisely wished wishes wishing
    witches withdraw withdrew withheld withhold wold wonder wondered wondering wonders world worship wound wrapper
    wrench wretch writer writers writes writing yesterdays
    """)
"""A closed list; adding to it can only make the reading more careful."""
