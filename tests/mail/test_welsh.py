"""Holds Welsh answers: what says that the milestone is done, and what says anything less."""

from __future__ import annotations

import pytest

from milestones.domain.reading import Intent
from tests.mail.asked import intent_of

TITLES = {
    "sign": "Joint CCTV protocol signed off",
    "publish": "Publish updated Prevent referral pathway on the council website",
    "place": "Information sharing agreement in place between police and the university",
    "train": "Deliver WRAP training to all front-line housing staff",
    "adopt": "Venue hire policy adopted by the council",
}


def read(title: str, text: str) -> Intent:
    """Read a reply about the milestone of that kind."""
    return intent_of(TITLES[title], text)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("sign", "Wedi'i wneud"),
        ("sign", "Wedi'i gwblhau, diolch"),
        ("sign", "Wedi gorffen"),
        ("sign", "Cwblhawyd ar 18 Tachwedd"),
        ("sign", "Wedi'i lofnodi gan bawb"),
        ("sign", "Mae hyn wedi'i arwyddo bellach, diolch"),
        ("sign", "Llofnodwyd ddydd Gwener"),
        ("sign", "Mae'r protocol wedi'i lofnodi"),
        ("publish", "Wedi'i gyhoeddi ar y wefan"),
        ("publish", "Bore da, mae'r llwybr newydd ar wefan y cyngor"),
        ("publish", "Cyhoeddwyd ar 16 Tachwedd"),
        ("place", "Mae'r cytundeb yn ei le, diolch"),
        ("adopt", "Mabwysiadwyd y polisi ar 5 Tachwedd"),
        ("train", "Mae'r hyfforddiant wedi'i gwblhau"),
        ("train", "Mae'r hyfforddiant WRAP wedi'i gyflwyno i'r holl staff"),
    ],
)
def test_what_says_in_welsh_that_it_is_done_confirms(title, text):
    """The Welsh verb is that of finishing, or the one the title asks with; whose act it is does not matter."""
    assert read(title, text) is Intent.COMPLETE


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("sign", "Heb ei lofnodi"),
        ("sign", "Heb ei wneud eto"),
        ("sign", "Ddim wedi'i lofnodi"),
        ("sign", "Nid yw wedi'i gwblhau"),
        ("sign", "Bron â gorffen"),
        ("sign", "Wedi'i gyhoeddi"),
        ("sign", "Wedi'i lofnodi gan yr heddlu"),
        ("sign", "Wedi'i lofnodi yn rhannol"),
        ("sign", "Bydd wedi'i lofnodi erbyn dydd Gwener"),
        ("sign", "I'w lofnodi ddydd Gwener"),
        ("sign", "Mae'r cytundeb wedi'i lofnodi"),
        ("sign", "Llofnodwyd y drafft"),
        ("sign", "Wedi'i lofnodi heblaw am un"),
        ("publish", "Mae'r llwybr ar y gweill"),
        ("publish", "Wedi'i lofnodi"),
        ("place", "Bydd y cytundeb yn ei le erbyn dydd Gwener"),
        ("place", "Mae'r polisi yn ei le"),
        ("train", "Mae hanner yr hyfforddiant wedi'i gwblhau"),
        ("train", "Mae'r hyfforddiant wedi'i ohirio"),
        ("adopt", "Cymeradwywyd y drafft"),
    ],
)
def test_what_says_less_in_welsh_does_not(title, text):
    """Not yet, in part, by one of them, another verb, another thing, a day ahead."""
    assert read(title, text) is not Intent.COMPLETE


@pytest.mark.parametrize(
    "text",
    [
        "Wedi'i gwblhau. Mae'r tîm yn gwrthod.",
        "Wedi'i gwblhau. Mae un ar ôl.",
        "Wedi'i gwblhau. Mae'r cyngor wedi gwrthod arwyddo.",
        "Wedi'i gwblhau. Bydd angen llofnod y cyngor.",
        "Done. Mae'r cyngor yn gwrthod arwyddo.",
        "Wedi'i gwblhau, ond mae un ar ôl",
        "Wedi'i gwblhau gan y tîm anghywir",
        "Wedi'i lofnodi gan bawb ond un",
    ],
)
def test_welsh_that_is_not_understood_is_no_courtesy(text):
    """A Welsh clause with a word unknown here may say anything, so nothing beside it confirms."""
    assert read("sign", text) is not Intent.COMPLETE


@pytest.mark.parametrize(
    "text",
    [
        "Bron â gorffen",
        "Wedi'i lofnodi heblaw am y cyngor",
        "Rhannol",
        "Heb ei lofnodi eto",
        "Nid yw wedi'i gwblhau",
        "Wedi'i lofnodi ac eithrio un",
    ],
)
def test_what_is_open_in_welsh_is_read_as_open(text):
    """Nearly, except, in part, not yet."""
    assert read("sign", text) is Intent.NOT_COMPLETE


@pytest.mark.parametrize(
    "text",
    ["Wedi'i gwblhau. Diolch am y nodyn atgoffa.", "Popeth wedi'i wneud, all done", "Wedi'i wneud / Done"],
)
def test_known_welsh_beside_a_confirmation_leaves_it(text):
    """Thanks, and the same in English."""
    assert read("sign", text) is Intent.COMPLETE
