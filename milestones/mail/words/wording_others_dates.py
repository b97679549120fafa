"""The wordings that tell when somebody else will get round to it: a hindrance with a day in it, no request for one.

They stand before the requests for a day, and give way where the sentence also asks for time.
"""

from __future__ import annotations

from milestones.mail.words.wording_rule import DAY, Rule, Says, rule

_SAY = (
    r"(?:says?|said|saying|reckons?|thinks?|estimates?|quoted?|quoting|advises?|advised|tells? (?:us|me)|told (?:us|me)"
    r"|warns?|warned|expects?|insists?|promise[sd]?)"
)
_BUT_WE = r"(?:they|he|she|anyone|anybody|someone|somebody|any of them|it|we|i|us|our|the|there)"
_ASKS = (
    r"\b(?:please|pls|extend|extension|can (?:we|i|you)|could (?:we|i|you)|may (?:we|i)|make it|more time|due date"
    r"|deadline|new date|is it possible|would it be|happy with|push|move|moved|change|need until|need till"
    r"|grateful|re ?date)\b|\bso (?:we |i )?(?:need |would need |say |until |the )*‹"
)

OTHERS_DATES: tuple[Rule, ...] = (
    rule(
        Says.BLOCKED,
        "others name when they can",
        rf"\b(?:(?!(?:i|we|you|it|this|that) )\w+|it (?=(?:say|reckon|think|estimate|advise|quote|tell|told|are"
        rf"|have) ))"
        rf"(?: ?(?:are|is|have|has|now))* ?{_SAY}(?: that)?(?: (?:it|this|the earliest"
        rf"|they|he|she))?(?: (?:will|would|could|may|might|is|can|going to))*(?: not)?(?: be)?(?: \w+){{0,3}}?"
        rf" {DAY} (?:before|until|till|at the earliest\b) ?{_BUT_WE}?\b"
        rf"|\bit (?:will|would|could|may|might|is going to) be(?: \w+){{0,2}}? {DAY} before (?!(?:we|i|it|this)\b)\w+"
        rf"|\b(?!(?:i|we|you|it|this|that) )\w+ {_SAY} (?:they )?(?:can |could |will )?not (?:be )?(?:before|until"
        rf"|till)"
        rf" (?:the )?{DAY}",
        _ASKS,
    ),
    rule(
        Says.BLOCKED,
        "others cannot until a day",
        rf"\bit can not (?:look at|see|fit|install|help|get|come|provide|start on)\b(?: \w+){{0,4}}? (?:until|till"
        rf"|before)"
        rf" (?:the )?{DAY}|"
        rf"\b(?!(?:i|we|you|it|this|that|they|which|who|there|board|cabinet|committee|panel|date|training) )\w+"
        rf"(?: team)? (?:can|could) not (?:look|see|fit|start|do|get|come|attend|deliver|supply|help|provide|give"
        rf"|release|sign"
        rf"|offer|install|send|issue|schedule|book)\b(?: \w+){{0,4}}? (?:until|till|before) (?:the )?{DAY}",
        _ASKS,
    ),
    rule(
        Says.BLOCKED,
        "was told to wait",
        rf"\b(?!(?:i|we|you) )\w+ (?:has |have )?(?:asked|told|instructed|ordered|required|wants?|wanted|asks?|says?)"
        rf" (?:me|us)(?: all)? to (?:wait|hold off|hold on|pause|stop|hold|sit tight|stand by)\b.{{0,20}}{DAY}",
        _ASKS,
    ),
)
