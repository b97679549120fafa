"""Who we are to the mail server: access tokens, client certificates, a private authority, and TLS all the way."""

from __future__ import annotations

import ssl

import pytest
from faultserver import FaultServer

from milestones.domain.delivery import Deferred, Sent, Unreachable
from milestones.edge.oauth import TokenRefused
from milestones.edge.server import Server, tls_context
from milestones.edge.smtp import Connection
from tests.certificates import Certificate
from tests.edge.outgoing import Letter, yes


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    return Certificate.made(tmp_path_factory.mktemp("server"), "IP:127.0.0.1")


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    return Certificate.made(tmp_path_factory.mktemp("client"), "DNS:client.test")


async def send(server, *, require_tls=False, **given):
    """Open a connection and send one letter; give the outcome, or why there was no connection."""
    where = Server(
        "127.0.0.1", server.port, **{"security": "none", "connect_s": 5, "username": "us@board.test", **given}
    )
    connection = Connection(where, tls_context(where))
    refused = await connection.open()
    if refused is not None:
        return refused
    try:
        return await connection.send(Letter(), yes, require_tls=require_tls)
    finally:
        await connection.close()


# --- access tokens ----------------------------------------------------------------------------------------------------


class Tokens:
    """A source of tokens: the first at each asking, the second where a fresh one is asked for."""

    def __init__(self, *tokens):
        self.tokens, self.asked = tokens, []

    def __call__(self, *, fresh=False):
        self.asked.append(fresh)
        return self.tokens[-1 if fresh else 0]


@pytest.mark.parametrize("methods", ["XOAUTH2", "OAUTHBEARER", "XOAUTH2 OAUTHBEARER"])
async def test_a_token_logs_in_by_what_the_server_offers(methods):
    """XOAUTH2, or OAUTHBEARER (RFC 7628) where that is all there is; no password is said."""
    tokens = Tokens("good")
    async with FaultServer(tokens={"us@board.test": "good"}, token_methods=methods) as server:
        assert isinstance(await send(server, token=tokens), Sent)
    assert tokens.asked == [False]
    assert server.commands.count("AUTH") == 1


@pytest.mark.parametrize("methods", ["XOAUTH2", "OAUTHBEARER"])
async def test_a_token_that_ran_out_is_given_up_for_a_fresh_one(methods):
    """The provider's library may keep a token that was revoked: one more try with a new one, in the same visit."""
    tokens = Tokens("old", "new")
    async with FaultServer(tokens={"us@board.test": "new"}, token_methods=methods) as server:
        assert isinstance(await send(server, token=tokens), Sent)
    assert tokens.asked == [False, True]
    assert server.connections == 1


@pytest.mark.parametrize("methods", ["XOAUTH2", "OAUTHBEARER"])
@pytest.mark.parametrize("tokens", [("bad",), ("bad", "worse")])
async def test_a_refused_token_stops_the_channel(methods, tokens):
    """B19: 535 with a fresh token too; tried no more than twice, and said to nobody in words."""
    async with FaultServer(tokens={"us@board.test": "good"}, token_methods=methods) as server:
        outcome = await send(server, token=Tokens(*tokens))
    assert isinstance(outcome, Unreachable)
    assert outcome.closed
    assert "535" in outcome.why
    assert "bad" not in outcome.why
    assert server.commands.count("AUTH") == len(tokens)
    assert not [command for command in server.commands if command.startswith("MAIL")]


@pytest.mark.parametrize("closed", [True, False])
async def test_where_no_token_can_be_had_nothing_is_sent(closed):
    """The provider's refusal says whether to come back soon."""

    def none(*, fresh=False):
        raise TokenRefused("no token: invalid_client", closed=closed)

    async with FaultServer(tokens={"us@board.test": "good"}) as server:
        outcome = await send(server, token=none)
    assert outcome == Unreachable("no token: invalid_client", closed=closed)
    assert "AUTH" not in server.commands


async def test_a_token_is_never_tried_as_a_password():
    """A server that offers only PLAIN and LOGIN gets neither token nor mail."""
    async with FaultServer(users={"us@board.test": "good"}) as server:
        outcome = await send(server, token=Tokens("good"))
    assert isinstance(outcome, Unreachable)
    assert outcome.closed
    assert "AUTH" not in server.commands


# --- certificates -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("security", ["tls", "starttls"])
async def test_a_client_certificate_opens_a_server_that_asks_for_one(certificate, client, security):
    """Without it, or with another, the connection fails and nothing is said of the letter."""
    usual = {"security": security, "ca_file": certificate.authority, "username": None}
    async with FaultServer(tls=certificate.serving(client), implicit_tls=security == "tls") as server:
        mine = {"client_certificate": client.authority, "client_key": client.key}
        assert isinstance(await send(server, **usual, **mine), Sent)
        other = {"client_certificate": certificate.authority, "client_key": certificate.key}
        for wrong in ({}, other):
            assert isinstance(await send(server, **usual, **wrong), Unreachable)
    assert len(server.accepted) == 1


def test_a_private_authority_is_trusted_beside_the_machines(certificate):
    """`ca_file` adds; it never takes away the checks of name, date and version."""
    context = tls_context(Server("127.0.0.1", 465, security="tls", ca_file=certificate.authority))
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
    assert context.minimum_version is ssl.TLSVersion.TLSv1_2
    assert tls_context(Server("127.0.0.1", 25, security="none")) is None


def test_a_locked_key_without_its_password_is_an_error_and_no_question(certificate, tmp_path):
    """A service has no terminal to ask at."""
    from tests.mailstack.certificate import openssl

    locked = tmp_path / "locked.key"
    openssl("ec", "-in", certificate.key, "-aes256", "-passout", "pass:hunter2", "-out", locked)
    given = {"security": "tls", "client_certificate": certificate.authority, "client_key": str(locked)}
    with pytest.raises(ssl.SSLError):
        tls_context(Server("127.0.0.1", 465, **given))
    assert tls_context(Server("127.0.0.1", 465, **given, client_key_password="hunter2")) is not None
    assert "hunter2" not in repr(Server("127.0.0.1", 465, **given, client_key_password="hunter2"))


# --- under TLS all the way --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("security", ["tls", "starttls"])
async def test_requiretls_is_asked_of_a_server_that_offers_it(certificate, security):
    """RFC 8689 section 2: a parameter of MAIL FROM, after TLS stands."""
    serving = certificate.serving()
    async with FaultServer(tls=serving, implicit_tls=security == "tls", offers_requiretls=True) as server:
        usual = {"security": security, "ca_file": certificate.authority, "username": None}
        assert isinstance(await send(server, require_tls=True, **usual), Sent)
        assert isinstance(await send(server, **usual), Sent)
    assert [kept.parameters for kept in server.accepted] == ["REQUIRETLS", ""]


@pytest.mark.parametrize("security", ["none", "tls"])
async def test_where_requiretls_is_not_offered_such_a_letter_is_deferred_unsaid(certificate, security):
    """Not sent without, not even its sender and recipient are said; the connection serves other letters."""
    tls = certificate.serving() if security == "tls" else None
    async with FaultServer(tls=tls, implicit_tls=security == "tls") as server:
        usual = {"security": security, "ca_file": certificate.authority, "username": None}
        outcome = await send(server, require_tls=True, **usual)
    assert isinstance(outcome, Deferred)
    assert "REQUIRETLS" in outcome.reply
    assert not [command for command in server.commands if command.startswith(("MAIL", "RCPT", "DATA"))]
