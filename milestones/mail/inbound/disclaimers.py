"""Knows the lines that mail systems and offices add to a mail: markings, banners, disclaimers, "Sent from my ...".

None of them is what a person newly wrote, and several hold words that an answer may hold ("do not", "completed").
Each shape asks for two signs, so that a person's own sentence that begins like one stays.
"""

from __future__ import annotations

import re

_EDGES = " \t*_#>|[](){}=-–—~•\"'"

_MARKING = re.compile(
    r"(?:(?:protective |security |government )?(?:marking|classification|handling(?: instructions?)?|gsc|"
    r"dosbarthiad)\s*[:=-]\s*)?"
    r"(?:this (?:e-?mail|message|document) (?:is|has been) (?:marked|classified)(?: as)?:?\s*)?"
    r"(?P<word>official|not protectively marked|unclassified|restricted|protect|swyddogol|"
    r"heb ei farcio(?: yn amddiffynnol)?|nid yw wedi'i farcio)\b",
    re.IGNORECASE,
)
_CAVEATS = re.compile(
    r"(?:[\s:,&/()\[\]–-]|\b(?:sensitive|commercial|personal|locsen|law enforcement|internal|external|private|police|"
    r"partners?|public|only|operational|hmg|recipients|when completed|no descriptor|sensitif|and|with|traffic)\b)*",
    re.IGNORECASE,
)

_BANNER = re.compile(
    r"(?:caution|warning|attention|important|external|rhybudd|gofal|allanol|security notice|be careful|stop)?\W*"
    r"(?:(?:this|the) (?:e-?mail|message|sender)\b.{0,60}?\b(?:originat|came from|comes from|sent from|is from|"
    r"has been sent from|"
    r"was sent from|external)|"
    r"external (?:e-?mail|sender|message)\b|"
    r"you don'?t often get e-?mail from|you do not often get|some people who received this message|"
    r"mae'?r (?:e-?bost|neges) (?:hwn|hon) (?:wedi|yn) (?:dod|tarddu|cael ei anfon) o'?r? ?(?:y )?tu (?:allan|faes)|"
    r"do not click (?:on )?(?:any )?(?:links?|attachments?)|please (?:do not|don'?t) click|peidiwch â chlicio|"
    r"think before you click|this message was sent securely|learn why this is important|"
    r"\W*(?:external|allanol)\W*$)",
    re.IGNORECASE,
)
_BANNER_GOES_ON = re.compile(
    r"\b(?:do not (?:click|open|respond|reply unless)|don'?t (?:click|open)|unless you (?:recogni[sz]e|know|"
    r"trust|were expecting)|"
    r"content is safe|recogni[sz]e the sender|links? or (?:open )?attachments?|opening (?:links|attachments)|"
    r"learn why this is important|aka\.ms/LearnAboutSenderIdentification|exercise caution|treat with caution|"
    r"report (?:it|this|suspicious)|"
    r"outside (?:of )?(?:the|our|your) (?:organi[sz]ation|force|council|network|trust)|peidiwch|dolenni|atodiadau)\b",
    re.IGNORECASE,
)
_CAUTION_WORD = re.compile(r"\W*(?:caution|warning|external(?: e-?mail| sender)?|rhybudd|allanol)\W*", re.IGNORECASE)

_SENT_FROM = re.compile(
    r"(?:sent|sent securely|anfonwyd|envoyé|gesendet|enviado|inviato|verzonden) (?:from|via|with|using|o|"
    r"oddi ar|drwy|de|depuis|von|desde|"
    r"da|vanaf|by) .{1,120}|"
    r"von meinem .{1,60} gesendet|get (?:bluemail|outlook|spark|yahoo mail) (?:for|on) .{1,80}|"
    r"get outlook for .{1,80}|"
    r"cael outlook ar gyfer .{1,80}|download .{1,40} for (?:ios|android)|"
    r"this (?:e-?mail|message) was sent from (?:a|my) (?:mobile|phone|blackberry|hand).{0,80}|"
    r"(?:please )?(?:excuse|forgive|apologies for) (?:any |the )?(?:brevity|typos|spelling|typing).{0,120}|"
    r"yahoo mail: search, organi[sz]e, conquer.*",
    re.IGNORECASE,
)
_DEVICE = re.compile(
    r"\b(?:i-?phone|i-?pad|ios|android|samsung|galaxy|blackberry|windows|outlook|mail|mobile|phone|handheld|"
    r"device|smartphone|"
    r"nokia|huawei|pixel|proton|yahoo|workspace|tablet|handy|surface|spark|ee|o2|vodafone|three|mdt|gsuite|"
    r"gmail|brevity|typos|"
    r"spelling|typing|conquer|ffôn)\b",
    re.IGNORECASE,
)

_DISCLAIMER_START = re.compile(
    r"(?:disclaimer|ymwadiad|confidentiality(?: notice| statement)?|privacy notice|legal notice|notice|"
    r"important notice)\s*[:.-]|"
    r"(?:disclaimer|ymwadiad|confidentiality notice)\s*$|"
    r"(?:the (?:information|content|contents|views|opinions)|this (?:e-?mail|electronic mail|message|"
    r"communication|transmission|footnote)|"
    r"any (?:views|opinions|unauthori[sz]ed|e-?mail)|all (?:e-?mails|communications|e-?mail communications|messages)|"
    r"(?:internet )?e-?mail (?:is not|communications?|sent|traffic)|internet (?:e-?mail|communications)|"
    r"if you (?:are not|have received|receive|are in receipt|believe)|"
    r"please (?:consider the environment|think (?:of|about) the environment|consider your environmental|"
    r"note that (?:this|the|any|all|we|e-?mail)|"
    r"don'?t print|do not print|be aware that)|"
    r"(?:the )?[\w' &]{2,60} (?:monitors|may monitor|reserves the right|accepts no (?:liability|responsibility)|"
    r"does not accept|is committed to)|"
    r"while every (?:effort|care)|whilst every (?:effort|care)|although [\w' ]{2,40} (?:has|have) taken|"
    r"registered (?:in england|office|charity)|under the (?:freedom|data protection|general data)|"
    r"mae'?r? (?:e-?bost|neges|wybodaeth|ohebiaeth)|os (?:nad )?(?:ydych|chi)|gall(?:ai)? (?:y neges|yr e-?bost)|"
    r"virus[- ]free|scanned by|click here to report|for information (?:about|on) how we (?:use|handle|process)|"
    r"save (?:paper|a tree)|think before you print)",
    re.IGNORECASE,
)
_DISCLAIMER_WORD = re.compile(
    r"\b(?:confidential\w*|intended (?:solely|only|for|recipient)|intended recipients?|addressees?|privileged|"
    r"disclos\w+|viruses|virus|"
    r"malware|monitor\w*|secure (?:means|medium)|in error|error|delete|unauthori[sz]ed|liab\w+|views|opinions|"
    r"environment|print\w*|"
    r"freedom of information|data protection|gdpr|privacy|lawful|prohibited|copyright|registered|scanned|swept|"
    r"checked|"
    r"cyfrinachol|bwriedir|fwriadwyd|derbynnydd|camgymeriad|dileu|amgylchedd|argraffu|monitro|disclaimer|ymwadiad)\b",
    re.IGNORECASE,
)


def _bare(line: str) -> str:
    """Give a line without the marks that stand around it."""
    return line.strip(_EDGES).strip()


def is_marking(line: str) -> bool:
    """Say whether a line is a protective marking and nothing else (GSC, GPMS, their Welsh names, handling caveats)."""
    bare = _bare(line)
    if not bare or len(bare) > 120:
        return False
    match = _MARKING.match(bare)
    return match is not None and _CAVEATS.fullmatch(bare[match.end() :]) is not None


def is_banner(line: str) -> bool:
    """Say whether a line begins a warning that a gateway wrote over mail from outside."""
    bare = _bare(line)
    if not bare or len(bare) > 600:
        return False
    return _CAUTION_WORD.fullmatch(bare) is not None or _BANNER.match(bare) is not None


def banner_goes_on(line: str, before: str) -> bool:
    """Say whether a line continues a banner: it has a banner's words, or the line before broke off in a sentence."""
    broke_off = len(before) >= 50 and before.rstrip()[-1:] not in {".", "!", "?", "]", "*", ":", ")"}
    return _BANNER_GOES_ON.search(line) is not None or is_banner(line) or (broke_off and not line[:1].isupper())


def is_sent_from(line: str) -> bool:
    """Say whether a line is what a phone or an app adds ("Sent from my iPhone", "Get Outlook for iOS")."""
    bare = re.sub(r"<[^<>]{0,200}>", "", _bare(line)).strip()
    return len(bare) <= 160 and _SENT_FROM.match(bare) is not None and _DEVICE.search(bare) is not None


def starts_disclaimer(paragraph: str) -> bool:
    """Say whether a paragraph is an office's disclaimer: it begins like one and has a second sign of one."""
    bare = _bare(paragraph[:600])
    begins = _DISCLAIMER_START.match(bare)
    return begins is not None and _DISCLAIMER_WORD.search(bare[begins.start() :]) is not None
