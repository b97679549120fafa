"""The wordings that say, without a plain "not", that work goes on: wishes, jokes, half the way, what has come back."""

from __future__ import annotations

from milestones.mail.words.wording_rule import DONE, Rule, Says, rule

_AT_WORK = (
    r"(?:writing|analysing|drafting|working|collating|preparing|reviewing|compiling|looking|consulting|building|testing"
    r"|rolling|pulling|evaluating|checking|tidying|editing|typing|proofing|amending|redrafting|assessing|planning)"
)
_WHOLE = (
    r"^(?:(?:yes|hi|now|all|we|i|have|has) )*(?:this|it|that|everything|all)\b|\bnext\b"
    rf"|\banother\b|\b{DONE} (?:this|it|that|all)\b|^(?:done|complete|completed|finished)\b"
)

UNFINISHED: tuple[Rule, ...] = (
    rule(
        Says.DOUBTFUL,
        "leaves both answers standing",
        rf"\bdelete as (?:appropriate|applicable|necessary)\b|^{DONE} not {DONE}$",
    ),
    rule(
        Says.DOUBTFUL,
        "only hears of it",
        rf"\b(?:supposedly|allegedly|reportedly)\b.{{0,20}}\b{DONE}|\b{DONE} (?:supposedly|allegedly)\b",
    ),
    rule(
        Says.REMARK,
        "will answer later",
        r"\bwill (?:reply|respond|answer)\b.{0,20}\b(?:later|properly|shortly|soon|tomorrow)\b",
        rf"\b{DONE}\b|‹id›",
    ),
    rule(
        Says.NOT_COMPLETE,
        "was told otherwise",
        rf"\b(?:told|thought|said|believed)\b.{{0,30}}\b{DONE}\b.{{0,10}}\bbut (?:it|this|that) is not$"
        r"|^(?:it|this) goes to (?:the )?\w+(?: \w+)?(?: for [\w ]{1,30})? (?:on |in )?‹(?:future|either)›$"
        r"|\b(?:has|have) (?:drifted|fallen behind|slid|got away from us)\b"
        rf"|\b(?:easy|easier|first|boring|hard|main|big) (?:bit|bits|part|parts|half) (?:is |are )?{DONE}$",
    ),
    rule(
        Says.DOUBTFUL,
        "would have to ask",
        rf"\b(?:might|may|could) (?:well |already )*(?:be|have been) (?:\w+ )?{DONE}\b.{{0,40}}\b(?:ask|check|find out"
        r"|sure|know|look)\b",
    ),
    rule(
        Says.NOT_COMPLETE,
        "would not be the truth",
        rf"\b(?:would|will) be (?:lying|wrong|a lie|untrue|premature|too soon|jumping the gun)\b.{{0,30}}"
        rf"\b(?:{DONE}|yes)\b"
        r"|^too (?:soon|early) to\b|\bclose to (?:completion|done|finished|being)\b",
    ),
    rule(
        Says.NOT_COMPLETE,
        "will miss the day",
        r"^(?:(?:rag|status|still|it is|this is|we are|i am afraid|sorry) )*(?:red|amber)(?: (?:i am afraid|for now"
        r"|at the moment|currently|sorry|still|rag))*$"
        r"|\b(?:will|shall|going to|likely to|set to|bound to|gonna) (?:probably |certainly |now )?miss"
        r" (?:the |this |that |our )?(?:date"
        r"|deadline|target|due date|one|it|this)\b|^not this side of\b|^negative$|^na?ddo$"
        r"|\b(?:signatures?|sections?|parts?|schools?|teams?|sites?) out of\b",
        r"\bnot going to miss\b",
    ),
    rule(
        Says.NOT_COMPLETE,
        "is not there yet",
        r"^not all\b|^(?:still )?in (?:testing|draft|drafting|development|the works|build)$|\bnot (?:yet )?live\b"
        r"|\b(?:goes|going|will go|to go|go) live\b|\btaken down(?: again)?$|\btest site only\b"
        r"|\b(?:one|two|three|four|five|six|\d{1,3}) (?:signatures?|names?|people|sessions?|schools?|teams?) short\b"
        r"|(?<!nothing )(?<!more )(?<!else )\bto come$",
        r"\b(?:nothing|no more|none)\b.{0,20}\bto come\b",
    ),
    rule(
        Says.NOT_COMPLETE,
        "only wishes it were",
        r"^(?:i|we)(?: only| do| really)? wish\b(?! to\b)|\bif only (?:it|this|that|i|we)\b|\bwould that (?:it"
        r"|this) (?:was"
        r"|were)\b|\bchance would be a fine thing\b|\bmust be joking\b|\bin (?:my|your|our) dreams\b|\bno such luck\b"
        r"|\bfat chance\b|\bhaving a laugh\b|\bwould love to (?:say|tell|report)\b|\bpigs might fly\b",
        r"\bif only you\b",
    ),
    rule(
        Says.NOT_COMPLETE,
        "is anything but finished",
        rf"\b(?:anything|everything) but (?:\w+ )?{DONE}\b|\b(?:anything|nothing like) but\b$|^hardly\b"
        r"|\b(?:some|a long|long|good|fair|little|quite a|still a) (?:way|ways|distance) (?:off|away|short|to go"
        r"|from)\b"
        r"|\bmiles (?:off|away)\b|\bnot by a long chalk\b|\bnowhere close\b|\bearly days\b|\bhalfway\b"
        r"|\bhanner ffordd\b"
        r"|\b(?:half|quarters?|thirds?) (?:done|through|there|finished|complete)\b|\bdal i weithio\b",
        r"\bhanded\b",
    ),
    rule(
        Says.NOT_COMPLETE,
        "has to be done again",
        r"\b(?:had|has|have|having|needs?|going) to (?:be )?(?:redone|re done|done again|reopened|re opened|redo"
        r"|restarted"
        r"|started again|start again|rewritten|re written|re run|rerun|go back)\b"
        r"|\bback to (?:square one|the drawing board)\b"
        r"|\b(?:thought|believed|hoped|assumed)\b.{0,30}\bbut (?:it|this|that) (?:has|had|is|was|needs)(?: now| since)?"
        r" (?:not|to be|come back|back|fallen|come unstuck|been (?:sent back|returned|rejected|reopened))\b",
        rf"\band (?:is|has been|was|now)\b.{{0,20}}\b{DONE}$|\bnow {DONE}\b",
    ),
    rule(
        Says.NOT_COMPLETE,
        "is at the step that follows",
        rf"\b{DONE}\b.{{0,40}}\bnow {_AT_WORK}\b|\bnow {_AT_WORK}\b.{{0,20}}\b(?:it|this) up\b",
        _WHOLE,
    ),
    rule(
        Says.NOT_COMPLETE,
        "is at the last of it",
        r"\b(?:just|only)(?: (?!‹)\w+){1,5} (?:left|to go|remaining|remains|to do|outstanding)\b"
        r"|\b(?:last|final|remaining) (?:session|meeting|course|workshop|one|part|piece|cohort|tranche|bit)s? (?:is|are"
        r"|will be|takes? place|due)\b.{0,20}‹(?:future|either)›"
        r"|\bnot (?:had|got|have) (?:a |the |any )?(?:chance|time|opportunity|moment)\b|\bslow going\b|\bmeaning to\b"
        r"|^(?:i |we )?(?:will|shall) (?:do|finish|get|sort|send) (?:it|this|that)\b.{0,15}(?:‹(?:future|either"
        r"|today)›|this week|next week|soon|shortly)"
        r"|\b(?:one|two|three|four|five|six|\d+) (?:more )?\w+ (?:left|to (?:go|run|do|train|complete|sign|deliver"
        r"|finish|come))\b"
        r"|\b(?:final|home|last) (?:straight|furlong|stretch|lap|leg)\b|\bnot forgotten\b"
        r"|^(?:i |we )?(?:will|should) have (?:it|this|that)\b"
        r"|^(?:very |hopefully )?soon(?: hopefully)?$"
        r"|\bfinishing touches\b|\bfinal (?:checks|tweaks|touches|edits|amendments|bits|changes"
        r"|steps)\b.{0,20}\b(?:being"
        r"|to be|under way|left|to do)\b|\bloose ends\b"
        r"|^(?:(?:i|we|am|are|will be|be|just|now|currently|hoping to be|hope to be) )*(?:finishing|completing|wrapping"
        r"|finalising|closing|tidying)\b.{0,30}‹(?:future|either|today)›"
        r"|\bchipping away\b|\bplodding\b|\bworking (?:our|my|their) way\b|\brunning behind\b"
        r"|\b(?:it|this) will be with you\b|\b(?:i|we) will have (?:it|this) (?:with|to) you\b|^heb ei\b",
        r"\b(?:no|without|all) (?:\w+ )?loose ends\b|\btied up\b",
    ),
)
"""These stand before the plain reports; a doubt comes first."""
