"""The wordings by which more time is asked for, with a day or without one, beyond those in `wording_requests`.

They stand behind the plain requests and before every report, so that "complete by the 18th if the board agrees" asks
for a day and reports nothing. Which of several days is asked for is read in `requested_day`.
"""

from __future__ import annotations

from milestones.mail.words.wording_rule import DONE, Rule, Says, rule

_AHEAD = "‹(?:either|future)›"
_GATHERING = (
    r"\b(?:a call|the call|quick call|meet|meeting|meets|call me|phone|chat|visit|session|sessions|training|catch up"
    r"|agenda|interview)\b"
)
_GOOD = (
    r"(?:ok|okay|alright|all right|possible|poss|acceptable|do|work|works|suit|suits|doable|feasible|achievable|fine"
    r"|too late|any good|any use|good|manageable|suitable|reasonable|agreeable|workable|realistic|better|allowed)"
)
_WHO_ALLOWS = (
    r"(?:that|this|it|you|acceptable|ok|okay|possible|allowed|agreeable|everyone|the (?:board|chair|partnership"
    r"|coordinator|committee|csp|panel|group|members?)|the board members)"
)
_ALLOWS = (
    r"(?:ok|okay|acceptable|happy|agreeable|agree|agrees|agreed|suits?|possible|allowed|alright|all right|fine"
    r"|live with|amenable|works?|content|accepts?|permits?|allows?|let us|willing|good with|no objection|wear it)"
)
_GIVE = r"(?:have|had|given|give|allow|allowed|get|got|grant|granted|let|spared?)"
_UNTIL = r"(?:until|till|til|to|up to|tan)"
_SPAN = r"(?:a |an |another |the |just |maybe |perhaps |please |at least |up to |some |about )*‹future›"
_DATE = r"(?:date|dates|deadline|timescales?|timeline|timetable|target)"

_PLAIN_WORDS = (
    r"(?:if the (?:board|chair|partnership)|we|i|you|it|this|that|they|is|are|am|be|been|has|have|had|would|will"
    r"|should|could|can|may|might|do|does|did"
    r"|let"
    r"|give|the|a|an|our|my|us|me|your|now|more|like|likely|at|to|for|by|until|till|so|as|in|of|with|from|about"
    r"|up|out"
    r"|back|and|but|if|or|not|please|thanks|thank|poss|possible|instead|then|rather|say|make|made|put|stick|pop|set"
    r"|drop"
    r"|change|changed|changing|move|moved|moving|amend|amended|update|updated|revise|revised|revision|new|date|deadline"
    r"|target|due|day|hope|hoping|hopefully|agree|agreed|accept|ok|okay|alright|right|sorry|afraid|apologies|late"
    r"|running"
    r"|slip|slips|slipped|slippage|slipping|expected|forecast|anticipated|going|looking|hit|miss|need|needs|want"
    r"|ask|asking|request|requested|require|requires|allow|mind|everyone|agreement|permission"
    r"|time|enough|behind|realistic|realistically|stretch|better|safe|safer|sensible|probably|unfortunately|approve"
    r"|ideally"
    r"|when|just|still|unless|acceptable|approval|fit|suits|suit|works|work|happy|latest|earliest|push|pushed|shift"
    r"|all"
    r"|aiming|aim|aimed|objection|objections|any|outside|big|help|great|best|get|over|line|delay|delayed|end|promise"
    r"|one"
    r"|bump|ends|give|hear|wondering|wonder|possibly|propose|proposing|proposed|suggest|suggested|suggesting|completion"
    r"|delivery|grateful|appreciate|appreciated|push|extra|longer|reach|manage|managed|tight|not)"
)
_CHANGES = (
    r"(?:please|instead|revised|revise|amend|update|change|changing|agree|accept|slip|slips|slipped|slippage|slipping"
    r"|realistic|realistically|more likely|allow|mind|rather|request|requested|stick|pop|stretch|push|pushed|shift"
    r"|ideally|approve|new date|new deadline|enough time"
    r"|objections?|outside|best we can|new target|would be|is that (?:ok|okay|alright|all right|acceptable|possible)"
    r"|hope that is|if that is|is ok|is okay|propose|proposing|proposed|suggest|suggesting|bump|grateful|appreciate"
    r"|appreciated|promise)"
)

EXTENSIONS: tuple[Rule, ...] = (
    rule(
        Says.EXTEND,
        "not done, and a day that is asked for",
        rf"^(?:it is |this is |still )?not (?:yet )?{DONE}(?: yet)?(?: \w+)? {_AHEAD}"
        r" (?:please|instead|if possible|if poss)$",
        r"\bby ‹",
    ),
    rule(
        Says.EXTEND,
        "nothing but words about dates, one that changes them, and a day",
        rf"^(?=.*{_AHEAD})(?=.*\b{_CHANGES}\b)(?:(?:{_PLAIN_WORDS}|‹(?:past|either|future)›)(?: |$))+$",
        r"\bby ‹(?:either|future)›$|\bon ‹(?:either|future)›|\bcompletion (?:is |now )?(?:expected|would|will|due)\b"
        r"|\bwould be (?:late|later)\b|\bhopefully by\b|\b(?:will|shall|going to|hope to|hoping to) (?:update|ask|agree"
        r"|push|request"
        r"|let|approve|accept)\b|\b(?:update|ask) (?:you|me|us)\b|\b(?:agreed|approved)\b",
    ),
    rule(
        Says.EXTEND,
        "could finish if given until a day",
        rf"\b(?:if|as long as|so long as|provided|providing|assuming)\b.{{0,30}}\b{_GIVE}\b.{{0,20}}\b{_UNTIL}\b"
        rf".{{0,12}}{_AHEAD}",
        _GATHERING,
    ),
    rule(
        Says.EXTEND,
        "a day, if it is allowed",
        rf"{_AHEAD} (?:if|provided|assuming|as long as|so long as|subject to) {_WHO_ALLOWS}\b(?:.{{0,30}}\b{_ALLOWS}\b"
        rf"|$)|{_AHEAD} with (?:your|the board's|the chair's) (?:agreement|permission|blessing|approval|leave)\b",
        _GATHERING + r"|\b(?:confirm|get back|let you know|update you|reply|respond)\b",
    ),
    rule(
        Says.EXTEND,
        "says what the date should read",
        rf"\b{_DATE}(?: for (?:this|that|‹id›))?(?: (?:should|ought to|needs to|must|to|can|could|will|is|has|now"
        rf"|please))* (?:read|say|be|become|show|stand at|now|moved to|revised to|changed to|amended to)"
        rf"(?: now| the)* {_AHEAD}"
        rf"|\bwas (?:the )?‹(?:past|either|future)›(?: (?:and|but|it|this|should|needs|ought|to|must|will|is|now|be"
        rf"|read|become|please|the))* (?:now|be|read|become)(?: the)? {_AHEAD}"
        rf"|\bfrom (?:the )?‹(?:past|either|future)› (?:to )?(?:the )?{_AHEAD}"
        rf"|\b(?:record|show|use|take|put|list|enter)(?: down)? (?:the )?{_AHEAD} as (?:the |our |a )?"
        rf"(?:new |revised )?(?:due|date|deadline|target|completion)\b",
        _GATHERING + r"|\bnot\b|\boriginally\b|\bleave\b",
    ),
    rule(
        Says.EXTEND,
        "asks whether a day would do",
        rf"\b(?:would|is|are|will|does|might) (?:a |the )?{_AHEAD}(?: (?:be|at all|now|really|please|or so|instead"
        rf"|seem|at a push))* {_GOOD}\b"
        rf"|^(?:(?:how|what) about )?(?:the )?{_AHEAD} (?:{_GOOD})(?: (?:for|with|by) (?:you|everyone|the board))?$"
        rf"|\bwould (?:you|the board|the chair|they) (?:accept|take|allow|consider|agree to|entertain|mind|be happy"
        rf" with|settle for) (?:the )?{_AHEAD}"
        rf"|\b(?:comfortable|confident|happier|realistic|better|safer) (?:with|by|at|on|about"
        rf"|of) (?:the )?{_AHEAD}"
        rf"|{_AHEAD} (?:is|would be|seems|looks|feels) (?:a |the |much |far |more )*(?:safer|better|surer|more \w+"
        rf"|sensible|realistic)(?: (?:bet|date|target|option|deadline|day))?\b"
        rf"|\bcould we do (?:the )?{_AHEAD}",
        _GATHERING + r"|\bstill (?:ok|alright|fine|the)\b|\b(?:update|reply|answer|respond)\b",
    ),
    rule(
        Says.EXTEND,
        "tells to put down another day",
        r"^(?:(?:please|kindly|can|could|would|will|you|we|i|just|so|ok|to|let us|needs|need|be|should|sorry|this|it"
        r"|has) )*"
        r"(?:show|record|put|log|list|amend|amended|revise|revised|change|changed|set|reset|update|updated|alter|adjust"
        r"|adjusted|slide|roll|rolled|carry|carried|shift|shifted|bump|bumped|nudge|call it|re date|re schedule"
        r"|re profile|reprofile|re baseline|rebaseline|move)\b(?! up\b| out\b| off\b)"
        rf"(?: (?!not\b|done\b)\w+){{0,5}}? (?:to|as|for|due|it|at|back)(?: (?:the|due|be|being|a|date|of))* {_AHEAD}"
        rf"|^(?:(?:please|ok|so|let us|shall we|we will|just) )*call it (?:the )?{_AHEAD}",
        rf"{_GATHERING}|\b{DONE}\b|\b(?:remind|reminder|chase|update us|in place|leave|copy|draft)\b",
    ),
    rule(
        Says.EXTEND,
        "asks to be allowed until a day",
        r"\b(?:grant|allow|permit|allocate|seek|seeking|spare|asking|after|wanting)\b(?: \w+){0,3}? "
        rf"{_UNTIL}(?: the| cop| end of)* {_AHEAD}"
        rf"|\bearliest\b(?: (?!not\b)\w+){{0,7}}? {_AHEAD}|{_AHEAD} (?:is|would be) (?:the|our"
        rf"|my) (?:very )?earliest\b",
        _GATHERING + r"|\b(?:leave|away|back)\b|\bnot allow\b",
    ),
    rule(
        Says.EXTEND,
        "asks for the date to move, and not to which",
        rf"\b(?:can|could|may|might|would|possible|chance|please|need|needs|like|want|scope|room)\b.{{0,40}}\b{_DATE}\b"
        r".{0,25}\b(?:move|moved|moving|relax|relaxed|pushed|put back|change|changed|changing|shift|shifted|revisited"
        r"|reviewed|reconsidered|looked at|looking at|extended|altered|flexed|flexible|renegotiated|loosened|eased"
        r"|negotiable)\b"
        rf"|\b{_DATE} (?:needs|has|wants|ought) to (?:be )?(?:change|move|shift|slip|changed|moved|extended|reviewed)\b"
        rf"|\b(?:moving|changing|extending|shifting|relaxing|revising) (?:the|this|our) (?:\w+ )?{_DATE}\b"
        rf"|\b(?:asking|ask|request|requesting) (?:for )?a (?:short |slight |small |further )*(?:delay|deferral"
        rf"|deferment"
        rf"|postponement)\b|\btime has got away\b"
        rf"|\b{_DATE} (?:needs|wants|could do with) (?:\w+ )?(?:looking at|revisiting|moving|changing|reviewing|pushing"
        r"|another look|a rethink)\b"
        rf"|\b(?:revisit|relax|reconsider|look at|look again at|renegotiate|flex|shift|rethink|re think|push|move)"
        rf" (?:the|this|our|that) (?:\w+ )?{_DATE}\b"
        rf"|\b(?:is|are) (?:the|this|that) (?:\w+ )?{_DATE} (?:\w+ )?(?:flexible|negotiable|movable|moveable"
        r"|set in stone|fixed|up for negotiation)\b"
        r"|\b(?:flexibility|leeway|wriggle room|wiggle room|slack|latitude|room for manoeuvre|room to move|give|play"
        rf"|grace|movement)\b.{{0,20}}\b{_DATE}\b|^(?:is there )?any (?:flexibility|leeway|slack|wriggle room"
        r"|wiggle room|latitude)\b"
        rf"|\b{_DATE} (?:is|was|looks|seems|has become|feels)(?: \w+){{0,2}} (?:unrealistic|unachievable|too tight"
        r"|very tight|impossible|too soon|too early|undoable|unworkable|optimistic|over ambitious"
        r"|not (?:going to )?(?:be )?(?:achievable|realistic|feasible|doable|possible|workable))\b"
        rf"|\b{_DATE} (?:is|was) (?:not )?(?:achievable|realistic|feasible|doable|workable|unrealistic"
        r"|unachievable|impossible)\b"
        rf"|\b(?:later|different|revised|new|another|fresh) {_DATE}\b.{{0,20}}\b(?:better|needed|required|please|suit"
        r"|suits|help|prefer|set|agreed|possible)\b",
        _GATHERING + rf"|\b(?:not|no) (?:need|want|wish|asking)\b|\b(?:is|was) (?:achievable|realistic|feasible"
        rf"|doable|workable)\b|\b{DONE}\b",
    ),
    rule(
        Says.EXTEND,
        "asks for more time",
        rf"\b(?:give|allow|grant|spare) (?:me|us|it) {_SPAN}"
        rf"|\b(?:grateful|thankful|appreciate|obliged|kind)\b.{{0,15}} {_SPAN}"
        rf"|\b(?:need|needs|agree|have|get|propose|want|wants) (?:a )?(?:new|revised|different|later|another"
        rf"|fresh) {_DATE}"
        r"|\bbreathing (?:space|room)\b|‹future› (?:is )?grace\b|\b(?:period|bit) of grace\b"
        rf"|\bprocess for (?:changing|moving|extending|amending)\b|\bhow do (?:i|we) (?:change|move|amend) the {_DATE}"
        r"|\b(?:can|could|may|need to|have to|going to have to|must)(?: (?:it|this|that|we|i"
        r"|you))? (?:be )?(?:moved?|pushed?"
        r"|put back|slip|delayed?|shift(?:ed)?)(?: (?:it|this|that))?(?: back| on)?$"
        rf"|^{_SPAN}(?: more| longer)? (?:would|should|ought|will|might)(?: \w+){{0,2}} (?:do|help|suffice|see|cover"
        r"|enough|great|good|plenty|sort|crack)\b"
        rf"|\b(?:could|can) (?:really )?(?:use|do with) {_SPAN}"
        r"|\b(?:chance|possibility|prospect|scope|hope) (?:of|for) (?:a |an |the |some |getting |having |us |our |bit "
        r"|little |‹future› )*(?:‹future›|(?:extra|more|further|longer|additional)\b)"
        r"|\b(?:extra|more|additional|further|longer) (?:time|weeks|days|months)?\b(?: (?:is|will be|would be|now|being"
        r"|may be))*(?: (?:needed|required|requested|wanted|sought))\b"
        r"|\b(?:need|needs|require|requires|want|have|with us for|give it|allow) (?:just )?(?:a )?(?:bit|little|while"
        r"|touch|smidge) (?:more time|longer)\b|\bmwy o amser\b|\bbuy (?:us|me) (?:some|more|a bit of) (?:more )?time\b"
        r"|\b(?:need|needs|please|can|could|must|have to|want|request|requesting|to)\b.{0,25}"
        r"\bre ?(?:profil|baselin|phas)(?:e|ed|ing)\b|^(?:please )?re ?(?:profile|baseline|phase)\b",
        _GATHERING + rf"|\b(?:ring|shout)\b|\b{DONE}\b|\bnot need\b",
    ),
    rule(
        Says.EXTEND,
        "would rather wait for an event",
        r"^(?:some ?time |any ?time |preferably |ideally )?(?:after|once|following|post|beyond|nearer"
        r"|later in)\b.{0,60}"
        r"\b(?:would|might|will)\b.{0,20}\b(?:better|preferable|best|easier|suit|suits|realistic|sensible"
        r"|more achievable)\b",
        _GATHERING.replace("|meeting|meets", "") + rf"|\b{DONE}\b",
    ),
)
