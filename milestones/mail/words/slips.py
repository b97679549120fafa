"""Single words as they are typed in haste, on telephones and in dialect, with the words that they stand for.

Closed tables; slips of longer words are found by `milestones.mail.words.near_words`.
"""

from __future__ import annotations

_TYPED = """
    done: dnoe doen donw dnone doone ddone donne doned odne donr dobe d0ne dun donee doine dne
        doan dione douen doje dond dpne diwn
    all: al alll lal aall orl
    not: nto ont nott noot noit nnot nae nawt notr knot
    completely: completley completly compleatly compeltely completeley
    been: beeen bene bn beenn bween eben
    has: hsa ahs hass haz
    have: ahve hvae hav haev hve
    now: nwo noww
    and: adn nad annd
    the: teh hte tthe
    this: thsi tihs htis thiss
    that: taht htat thta dat
    with: wiht wtih wih
    for: forr
    off: fof offf oof
    by: yb
    is: iz
    are: aer arre
    was: aws wsa wos
    were: wree
    will: wil wll wiil
    yet: yte yett
    just: jsut juts jus
    both: btoh bothh boht boath
    signed: sgined sigend isgned singned sighned sined signd siged signned sinded sygned signde
    closed: colsed clsoed closd
    sorted: soretd srted sortd soted
    agreed: agred agread
    place: palce plcae
    last: lsat alst lasst
    week: wek weeek wk
    weeks: wks weks
    month: mth mnth
    months: mths mnths
    today: tody 2day tdy
    tomorrow: tomoz
    when: wehn
    until: untill til
    still: stil stll
    need: nede
    more: mroe
    time: tiem
    half: halfe haff harf hlaf
    nearly: nearley nealry nearlly
    almost: allmost
    partially: parshally parshully partialy
    partly: partley
    except: exept excpet eccept
    waiting: waitng wating waitin
    sorry: soz soory sory srry sry sozz sorrry
    apologies: appologies apologys apols apolgies appologise
    thanks: thx tks thnx thanx tnx thnks cheerz fanks thanku
    please: pls plz plse plis pleaze pse
    everyone: every1 evry1 evryone everone everyon eveyone
    everything: everthing evrything everythin everthin
    yes: yea yeh yh yus yas yess yis yesh yarp
    ok: okay okey okie kk
    though: tho
    because: cos coz cuz bcos bcoz becos
    mate: m8 matey
    before: b4
    message: msg
    trouble: truble
    staff: staf stff
    training: trainign trianing traning trainning
    extend: exten extnd exend exted xtend
    extension: extention extenshun
    deadline: dealine
    definitely: def defo deffo definately definatly definitly defiantly defnitely
    probably: probly prolly
    should: shoud shld shd
    would: woud wud
    could: coud
    their: thier
    chiefs: cheifs
    chief: cheif
    received: recieved
    achieved: acheived acheeved
    milestone: milstone
"""
SLIPS = {
    slip: word.strip()
    for line in _TYPED.replace("\n        ", " ").splitlines()
    if line.strip()
    for word, _, slips in (line.partition(":"),)
    for slip in slips.split()
}
"""Slips of short words, to what was meant."""

_HELPERS = "is are was were has have had do does did would should could must need"
_NOTS = ("nt", "ent", "'nt", "int", "nae", "n;t", "n`t", "n´t")
_CUT = {"havnt": "have not", "havn't": "have not", "dosnt": "does not", "dosent": "does not", "doesent": "does not"}
_CUT |= {"wernt": "were not", "wern't": "were not", "arnt": "are not", "didn": "did not", "hasn": "has not"}
_CUT |= {"isn": "is not", "wasn": "was not", "haven": "have not", "wisnae": "was not", "dinnae": "do not"}
_CUT |= {"dinna": "do not", "cannae": "can not", "cant": "can not", "couldnae": "could not", "wullnae": "will not"}
_CUT |= {"willnae": "will not", "ca'nt": "can not", "wo'nt": "will not", "do'nt": "do not", "hvnt": "have not"}
_CUT |= {"didny": "did not", "hasny": "has not", "isny": "is not", "dint": "did not", "innit": "is it not"}
NEGATIONS = {f"{one}{ending}": f"{one} not" for one in _HELPERS.split() for ending in _NOTS} | _CUT
"""A helper and its "not", however the two are run together."""
NEGATIONS.pop("doint", None)

_RUN_ON = """
    thats: that is; theyve: they have; theyre: they are; youve: you have; youre: you are; theres: there is
    heres: here is; hes: he is; shes: she is; itll: it will; thatll: that will; theyll: they will; youll: you will
    itd: it would; idk: do not know; afaik: as far as i know; iirc: if i remember
    afaict: as far as i know; gotta: have to; wanna: want to; lemme: let me; gimme: give me; imo: in my opinion
    imho: in my opinion; signedoff: signed off; signedby: signed by; alot: a lot; asof: as of; inplace: in place
    forall: for all; byall: by all; byeveryone: by everyone; ofcourse: of course; infact: in fact
    thanku: thank you; thankyou: thank you; tysm: thank you so much; cannot: can not; aswell: as well
    nobodys: nobody is; everyones: everyone is; everybodys: everybody is; everythings: everything is; whats: what is
    halfdone: half done; partdone: part done; nearlydone: nearly done; almostdone: almost done; n't: not
    nearlythere: nearly there; notyet: not yet; sortof: sort of; kindof: kind of; shouldbe: should be; willbe: will be
"""
_FIRST = "all its is now been yes not nearly almost has just thats this isnt hasnt and have job we ok finally"
_STATUS = "done complete completed finished signed closed sorted delivered published"
_APART = {"its": "it is", "thats": "that is", "isnt": "is not", "hasnt": "has not"}
RUN_ON = {
    written.strip(): meant.strip()
    for piece in _RUN_ON.replace("\n", ";").split(";")
    if piece.strip()
    for written, _, meant in (piece.partition(":"),)
} | {
    f"{first}{status}": f"{_APART.get(first, first)} {status}" for first in _FIRST.split() for status in _STATUS.split()
}
"""Words run together."""
