"""Certificates and keys named in `service.toml`: refused before the first letter where they would fail at it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

SMTP = """schema = 1
[smtp]
host = "mail.example"
sender = "Prevent <prevent@humber.example>"
{keys}
[replies]
require = "two_step"
"""
DKIM = '[smtp.dkim]\ndomain = "{domain}"\nselector = "autumn"\nprivate_key = "tls/{key}"'
PAIR = 'client_certificate = "tls/client.pem"\nclient_key = "tls/{key}"'


def openssl(*words):
    subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True)


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """Keys and certificates as an administrator would make them, good and bad."""
    tls = tmp_path_factory.mktemp("made")
    curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1")
    subject = ("-days", "2", "-subj", "/CN=client.test")
    openssl("req", "-x509", *curve, "-nodes", *subject, "-keyout", tls / "client.key", "-out", tls / "client.pem")
    openssl("ec", "-in", tls / "client.key", "-aes256", "-passout", "pass:hunter2", "-out", tls / "locked.key")
    openssl("genpkey", "-algorithm", "ed25519", "-out", tls / "ed25519.key")
    openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", tls / "rsa.key")
    openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024", "-out", tls / "short.key")
    (tls / "text.key").write_text("no key at all\n")
    for file in tls.iterdir():
        file.chmod(0o600)
    return tls


@pytest.fixture
def tls(folder, made):
    """The folder `tls` above `config/`, with copies that a test may change."""
    place = folder.path.parent / "tls"
    place.mkdir()
    for file in made.iterdir():
        (place / file.name).write_bytes(file.read_bytes())
        (place / file.name).chmod(0o600)
    return place


def said(folder, keys, **environ):
    folder.write("service.toml", SMTP.format(keys=keys))
    return folder.said(environ)


@pytest.mark.parametrize("key", ["ed25519.key", "rsa.key"])
def test_a_signing_key_is_found_relative_to_the_folder_above_the_configuration(folder, tls, key):
    """As the database's path is; nothing is said of a key that signs for the sender's domain."""
    assert said(folder, DKIM.format(domain="humber.example", key=key)) == []
    assert folder.read().service.smtp.dkim.private_key == str(tls / key)


@pytest.mark.parametrize(("key", "wrong"), [
    ("text.key", "it holds no private key"), ("short.key", "its 1024 bits are too few"),
    ("locked.key", "it is locked by a password"), ("client.key", "it is no RSA or Ed25519 key"),
])  # fmt: skip
def test_a_key_that_cannot_sign_is_refused(folder, tls, key, wrong):
    """RFC 6376 and 8463 know RSA and Ed25519; RFC 8301 asks for 2048 bits."""
    (only,) = said(folder, DKIM.format(domain="humber.example", key=key))
    assert only.startswith("service.toml:")
    assert "smtp.dkim.private_key" in only
    assert wrong in only


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604])
@pytest.mark.parametrize("keys", [DKIM.format(domain="humber.example", key="rsa.key"), PAIR.format(key="client.key")])
def test_a_key_that_others_may_read_is_refused(folder, tls, keys, mode):
    """0600, as for every secret; the fault says how to close it."""
    (tls / ("rsa.key" if "dkim" in keys else "client.key")).chmod(mode)
    (only,) = said(folder, keys)
    assert f"mode {mode:04o}" in only
    assert "chmod 0600" in only


def test_a_signature_that_says_nothing_for_the_sender_is_warned_of(folder, tls):
    """DMARC asks that the signing domain is the sender's or above it."""
    (only,) = said(folder, DKIM.format(domain="other.example", key="rsa.key"))
    assert "smtp.dkim.domain" in only
    assert "humber.example" in only


def test_a_certificate_with_its_key_is_taken_and_a_locked_key_with_its_password(folder, tls):
    """The password stands in the environment; without it there is a fault and no question on the terminal."""
    assert said(folder, PAIR.format(key="client.key")) == []
    assert said(folder, PAIR.format(key="locked.key"), MILESTONES_SMTP__CLIENT_KEY_PASSWORD="hunter2") == []
    for environ in ({}, {"MILESTONES_SMTP__CLIENT_KEY_PASSWORD": "wrong"}):
        (only,) = said(folder, PAIR.format(key="locked.key"), **environ)
        assert "cannot be used together" in only
        assert "hunter2" not in only


@pytest.mark.parametrize(("keys", "place", "words"), [
    (PAIR.format(key="ed25519.key"), "smtp.client_key", "cannot be used together"),
    ('client_key = "tls/client.key"', "smtp.client_key", "`client_certificate` is missing"),
    ('client_certificate = "tls/client.pem"', "smtp.client_certificate", "`client_key` is missing"),
    ('ca_file = "tls/text.key"', "smtp.ca_file", "holds no certificate"),
    ('ca_file = "tls"', "smtp.ca_file", "is no regular file"),
    ('ca_file = "tls/missing.pem"', "smtp.ca_file", "cannot be read"),
    ('client_certificate = "tls/client.pem"\nsecurity = "none"', "smtp.security", "in clear"),
])  # fmt: skip
def test_what_does_not_fit_together_is_refused(folder, tls, keys, place, words):
    """Each with its line, before any letter is tried."""
    faults = said(folder, keys)
    assert any(place in one and words in one for one in faults), faults


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_a_key_that_belongs_to_somebody_else_is_refused(folder, tls):
    """Who owns the file can open it to others, or change it."""
    os.chown(tls / "rsa.key", 12345, 12345)
    (only,) = said(folder, DKIM.format(domain="humber.example", key="rsa.key"))
    assert "user 12345" in only


def test_a_private_authority_is_taken(folder, tls):
    """Beside what the machine trusts."""
    assert said(folder, 'ca_file = "tls/client.pem"') == []
    assert Path(folder.read().service.smtp.ca_file).is_absolute()
