"""Our DKIM signature, judged by a verifier that is not ours (dkimpy)."""

from __future__ import annotations

import base64
import re
from datetime import UTC, datetime

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from hypothesis import given, settings
from hypothesis import strategies as st

from milestones.mail.letter.dkim import SIGNED, Signer, signed
from milestones.settings.signing_key import read_signing_key

AT = datetime(2024, 1, 5, 9, 0, tzinfo=UTC)
LETTER = (
    b"From: Prevent programme <prevent@board.test>\r\nTo: owner@police.test\r\n"
    b"Subject: OFFICIAL [HUM-1]\r\n =?utf-8?q?due?= in a   fortnight\r\nDate: Mon, 30 Nov 2026 09:00:00 +0000\r\n"
    b"Message-ID: <1@board.test>\r\nReply-To: replies+token@board.test\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/alternative; boundary="x"\r\nAuto-Submitted: auto-generated\r\n'
    b"X-Milestones: HUM-1\r\nX-Milestones-Kind: reminder\r\n\r\n"
    b"--x\r\nContent-Type: text/plain\r\n\r\nReply  above \t this line \r\n.\r\n\r\n--x--\r\n\r\n\r\n"
)


def signer_of(key, path, algorithm):
    """Keep a key in a file, as an administrator does, and read it from there."""
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    read = read_signing_key(str(path))
    assert read.algorithm == algorithm
    return Signer("board.test", "autumn", read.algorithm, read.sign)


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    """A signer and the DNS record of its public key, by algorithm."""
    folder = tmp_path_factory.mktemp("keys")
    long = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    short = ed25519.Ed25519PrivateKey.generate()
    spki = long.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    raw = short.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return {
        "rsa-sha256": (
            signer_of(long, folder / "rsa.pem", "rsa-sha256"),
            b"v=DKIM1; k=rsa; p=" + base64.b64encode(spki),
        ),
        "ed25519-sha256": (
            signer_of(short, folder / "ed.pem", "ed25519-sha256"),
            b"v=DKIM1; k=ed25519; p=" + base64.b64encode(raw),
        ),
    }


ALGORITHMS = ["rsa-sha256", "ed25519-sha256"]


def holds(mail, record):
    """Whether dkimpy finds the signature good, the public key being `record`."""
    asked = []

    def dns(name, timeout=5):
        asked.append(name)
        return record

    verdict = dkim.verify(mail, dnsfunc=dns)
    assert asked == [b"autumn._domainkey.board.test."]
    return verdict


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_signature_holds_for_a_verifier_that_is_not_ours(keys, algorithm):
    """Both algorithms, a folded subject, blanks in a row, empty lines at the end."""
    signer, record = keys[algorithm]
    mail = signed(LETTER, signer, AT)
    assert mail.endswith(LETTER)
    assert holds(mail, record)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@pytest.mark.parametrize(
    "change",
    [
        (b"reminder", b"decision"),
        (b"HUM-1]", b"HUM-2]"),
        (b"above", b"below"),
        (b"From: Prevent", b"From: boss@police.test\r\nFrom: Prevent"),
        (b"MIME-Version", b"Reply-To: evil@x.test\r\nMIME-Version"),
        (b"MIME-Version", b"Content-Transfer-Encoding: base64\r\nMIME-Version"),
        (b"MIME-Version", b"X-Milestones-Rule: none\r\nMIME-Version"),
        (b"auto-generated", b"no"),
    ],
)
def test_what_is_changed_or_added_on_the_way_breaks_the_signature(keys, algorithm, change):
    """Fields that were not there are signed as absent: nobody can put a second sender or answer address in."""
    signer, record = keys[algorithm]
    mail = signed(LETTER, signer, AT).replace(*change, 1)
    assert not holds(mail, record)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_what_servers_do_on_the_way_leaves_it_whole(keys, algorithm):
    """Trace fields above, other folding, other blanks, empty lines after the end: relaxed is meant for that."""
    signer, record = keys[algorithm]
    mail = b"Received: from a by b\r\n" + signed(LETTER, signer, AT) + b"\r\n\r\n"
    mail = mail.replace(b"\r\n =?utf-8?q?due?= in a   fortnight", b" =?utf-8?q?due?=\r\n\tin a fortnight")
    assert holds(mail.replace(b"Reply  above \t this line ", b"Reply above this line"), record)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@settings(max_examples=25, deadline=None)
@given(body=st.binary(max_size=80).map(lambda noise: bytes(b"ab .\t\r\n-"[one % 8] for one in noise)))
def test_any_body_signs_well_and_the_same_each_time(keys, algorithm, body):
    """Blanks, empty lines, lone CR and LF: signed as they will be sent, and twice the same bytes."""
    signer, record = keys[algorithm]
    mail = signed(LETTER.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" + body, signer, AT)
    assert mail == signed(LETTER.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" + body, signer, AT)
    assert holds(mail, record)


def test_every_field_that_counts_is_named_once_more_than_it_stands_there(keys):
    """The header of the letter decides who asks what of whom: all of it is covered."""
    mail = signed(LETTER, keys["ed25519-sha256"][0], AT)
    names = re.sub(rb"\s", b"", re.search(rb"h=([^;]+);", mail).group(1)).decode().split(":")
    there = [line.partition(b":")[0].decode().lower() for line in LETTER.partition(b"\r\n\r\n")[0].split(b"\r\n")]
    assert {name: names.count(name) for name in SIGNED} == {name: there.count(name) + 1 for name in SIGNED}
    assert all(len(line) <= 100 for line in mail.partition(b"\r\nFrom")[0].split(b"\r\n"))
    assert b"t=1704445200" in mail
