"""Leaves out the person who is addressed: "that's done Linda x", "all done, boss". Knows names, no places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestones.mail.words.phrases import word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from milestones.mail.words.titles import Title
    from milestones.mail.words.token import Token

FIRST_NAMES = word_set("""
    adam adrian ahmed aisha alan alex ali alice alison amanda amir amy andrea andrew andy angela ann anna anne anthony
    barbara ben bernard beth betty bev bill bob brenda brian carl carol caroline catherine cath charles chloe chris
    christine claire clare colin craig dan daniel darren dave david dawn deb debbie deborah denise derek diane donna
    doug elaine elizabeth ellen emily emma eric fatima fiona frank gareth gary gavin geoff george gill gillian gina
    glenn gordon graham greg hannah harry hassan hayley heather helen henry howard hugh ian imran irene jack jackie
    james jan jane janet jason jean jeff jen jenny jeremy jill jim jo joan joanna joanne joe john jon judith julia
    julie karen karl kate kath kathy katie keith kelly ken kev kevin kim kirsty laura lauren leanne lee len lesley
    linda lisa liz lorraine louise lucy lynn lynne malcolm marcus margaret maria marie mark martin martyn mary matt
    matthew maureen megan michael michelle mick mike mohammed naomi natalie neil nick nicola nigel olivia owen pam pat
    patricia paul paula pauline pete peter phil philip priya rachel raj rebecca richard rob robert roger ron rosie ross
    roy ruth ryan sally sam samantha sandra sarah sharon sheila shirley simon siân sophie stephen steve stuart sue
    susan suzanne tanya ted terry tim tina tom tony tracey tracy trevor val vicky victoria wayne wendy will yasmin
    yvonne zoe
    """) - {"will"}
_FRIENDLY = word_set("""
    mate mates love duck ducky duckie butt butty hen pet hun hinny flower petal chuck pal pals buddy bud bro bruv fella
    fellas marra kidda squire guv guvnor gaffer boyo bach cariad babe babs bab treacle cocker youth lovely darling chick
    dude bestie sis lads lass guys folks peeps chap chaps amigo x xx xxx
    """)
"""What only a friend is called, never the milestone or somebody who has part in it."""
VOCATIVES = (
    FIRST_NAMES
    | _FRIENDLY
    | word_set("chief boss sarge skip skipper guvnor pal mate mates love duck guys folks lads gaffer guv hen sir ma'am")
)
ADDRESSED_AFTER = VOCATIVES | word_set(
    "done complete completed finished closed sorted delivered it this that now yes thanks cheers , one ta ‹past›"
)
_CALLED_BEFORE = word_set("yes yep yeah aye yup hi hello hiya morning afternoon evening ok right thanks cheers ta ie")
_NOT_ADDRESSED = word_set("""
    the a an my our your his her their its this's by to for with from of on in at and or but bar except like not no is
    are
    was were be via per than as about after before until me you us who one's i we they he she it's dead lame sitting
    ‹tick› ‹cross› rubber roast big good old poor cold little no dear head punch back
    """)


def addresses(segment: Sequence[Token], title: Title) -> bool:
    """Say whether a segment is only the name or rank of the person who is addressed: "done, Ruth"."""
    return all(token.word in VOCATIVES and not title.has(token.word) for token in segment)


def without_vocative(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """Leave out a person who is addressed at the end: "that's done Linda x", "all done, boss"."""
    kept = tuple(tokens)
    if len(kept) > 2 and kept[1].word in _FRIENDLY and kept[0].word in _CALLED_BEFORE:
        kept = (kept[0], *kept[2:])  # "yes mate all signed"
    while len(kept) > 1 and kept[-1].word in VOCATIVES and _is_called(kept[-1].word, kept[-2].word):
        kept = kept[:-1]
        while len(kept) > 1 and kept[-1].word == ",":
            kept = kept[:-1]
    return kept


def _is_called(name: str, before: str) -> bool:
    """Say whether a name or rank behind such a word is spoken to: not "by the chief", not "the duck"."""
    return before in ADDRESSED_AFTER or (name in _FRIENDLY and before not in _NOT_ADDRESSED)
