"""One letter over one connection: every stage of SMTP against every fault, on a real socket."""

from __future__ import annotations

import ssl
import subprocess
from dataclasses import replace

import pytest
from faultserver import DROP, GARBLE, HANG, TRICKLE, Fault, FaultServer
from hypothesis import given
from hypothesis import strategies as st

from milestones.domain.delivery import Deferred, Refused, Released, Sent, Uncertain, Unreachable
from milestones.edge.server import Server, may_speak_plainly, tls_context
from milestones.edge.smtp import Connection
from milestones.edge.smtp_words import dot_stuffed
from tests.edge.outgoing import Letter, yes


async def no() -> bool:
    return False


def to(server, **given):
    usual = {"security": "none", "connect_s": 0.4, "envelope_s": 0.4, "final_dot_s": 0.4, "farewell_s": 0.4}
    return Server("127.0.0.1", server.port, **{**usual, **given})


async def send(server, letter=None, before_data=yes, **given):
    """Open a connection and send one letter; give the outcome, or why there was no connection."""
    where = to(server, **given)
    connection = Connection(where, tls_context(where))
    refused = await connection.open()
    if refused is not None:
        return refused
    try:
        return await connection.send(letter or Letter(), before_data)
    finally:
        await connection.close()


async def test_a_letter_arrives_byte_for_byte_to_one_recipient():
    """The sink keeps exactly what was stored, with the letter's own envelope sender."""
    async with FaultServer() as server:
        assert await send(server) == Sent("250 2.0.0 kept")
    letter = server.accepted[0]
    assert (letter.sender, letter.recipients, letter.content) == (
        "bounces+abc@board.test",
        ("owner@police.test",),
        Letter().content,
    )


MATRIX = {
    "B15 a banner that trickles": ("connect", TRICKLE, Unreachable),
    "B16 a busy server": ("connect", "421 too busy", Unreachable),
    "a server that refuses to talk": ("connect", "554 go away", Unreachable),
    "a drop at the banner": ("connect", DROP, Unreachable),
    "a silent banner": ("connect", HANG, Unreachable),
    "a garbled banner": ("connect", GARBLE, Unreachable),
    "EHLO refused": ("ehlo", "550 no", Unreachable),
    "EHLO dropped": ("ehlo", DROP, Unreachable),
    "EHLO unanswered": ("ehlo", HANG, Unreachable),
    "MAIL deferred": ("mail", "451 later", Deferred),
    "MAIL refused": ("mail", "553 not this sender", Refused),
    "MAIL wants a log-in": ("mail", "530 5.7.0 authentication required", Unreachable),
    "MAIL dropped on a new connection": ("mail", DROP, Unreachable),
    "421 to MAIL on a new connection": ("mail", "421 closing", Unreachable),
    "MAIL unanswered": ("mail", HANG, Unreachable),
    "MAIL garbled": ("mail", GARBLE, Deferred),
    "B20 greylisted": ("rcpt", "450 4.2.0 greylisted", Deferred),
    "B21 no such user": ("rcpt", "550 5.1.1 no such user", Refused),
    "B22 dropped at RCPT": ("rcpt", DROP, Deferred),
    "RCPT unanswered": ("rcpt", HANG, Deferred),
    "RCPT garbled": ("rcpt", GARBLE, Deferred),
    "421 to RCPT": ("rcpt", "421 closing", Deferred),
    "DATA deferred": ("data", "451 later", Deferred),
    "DATA refused": ("data", "554 no", Refused),
    "B23 dropped at DATA before 354": ("data", DROP, Deferred),
    "DATA unanswered": ("data", HANG, Deferred),
    "DATA garbled": ("data", GARBLE, Deferred),
    "DATA answered 250": ("data", "250 what", Deferred),
    "B24 dropped in the middle of the letter": ("body", DROP, Uncertain),
    "dropped after the dot, nothing kept": ("dot", DROP, Uncertain),
    "B27 deferred after the dot": ("dot", "451 4.3.0 later", Deferred),
    "B28 refused after the dot": ("dot", "552 5.3.4 too big", Refused),
    "421 after the dot": ("dot", "421 4.3.2 closing", Deferred),
    "B25 kept, then dropped": ("stored", DROP, Uncertain),
    "B26 kept, then silent": ("stored", HANG, Uncertain),
    "B29 kept, then garbled": ("stored", GARBLE, Uncertain),
    "kept, then a reply that means nothing here": ("stored", "354 go on", Uncertain),
}


@pytest.mark.parametrize("case", MATRIX)
async def test_each_fault_has_its_outcome(case):
    """Definite only where the server said so or nothing was sent; in doubt from the first byte of the letter on."""
    stage, act, expected = MATRIX[case]
    async with FaultServer([Fault(stage, act)]) as server:
        outcome = await send(server)
    assert type(outcome) is expected
    if stage in {"mail", "rcpt", "data"} and isinstance(outcome, Deferred | Refused):
        assert outcome.stage == stage
    if act[:3].isdigit() and expected is not Uncertain:
        assert act in str(outcome)
    assert len(server.accepted) == (1 if stage == "stored" else 0)


async def test_a_recipients_refusal_leaves_the_connection_fit_for_the_next_letter():
    """RSET, then the next letter on the same connection."""
    async with FaultServer([Fault("rcpt", "550 no", times=1)]) as server:
        connection = Connection(to(server), None)
        assert await connection.open() is None
        assert isinstance(await connection.send(Letter(), yes), Refused)
        assert isinstance(await connection.send(Letter(), yes), Sent)
        await connection.close()
    assert server.connections == 1


async def test_a_letter_that_may_not_be_sent_any_more_is_left_before_data():
    """The fence says no: not a byte of it is sent, and the connection serves the next."""
    async with FaultServer() as server:
        assert isinstance(await send(server, before_data=no), Released)
    assert server.accepted == []
    assert "DATA" not in server.commands


@pytest.mark.parametrize("given", [
    {"to_address": "x@y>\r\nRCPT TO:<z@evil.test"}, {"to_address": "a b@police.test"}, {"to_address": "né@police.test"},
    {"to_address": ""}, {"envelope_from": "b@x> SIZE=1"}, {"content": "Subject: é\r\n\r\nx".encode()},
])  # fmt: skip
async def test_what_cannot_be_written_in_smtp_is_refused_without_a_word_to_the_server(given):
    """Header and command injection, addresses and letters that need SMTPUTF8 (A18)."""
    async with FaultServer() as server:
        assert isinstance(await send(server, replace(Letter(), **given)), Refused)
    assert not [command for command in server.commands if command.startswith(("MAIL", "RCPT", "DATA"))]


@pytest.mark.parametrize("end", [b"\n.\n", b"\n.\r\n", b"\r.\r", b"\r\n.\n", b"\r\n.\r\n", b"\n.\r"])
async def test_no_end_of_data_can_be_smuggled_out(end):
    """A33, A34: whatever stands in a letter, the server gets one letter and no second command."""
    content = b"Message-ID: <1@x>\r\n\r\nhello" + end + b"MAIL FROM:<evil@x>\r\nRCPT TO:<z@x>\r\nDATA\r\n"
    async with FaultServer() as server:
        assert isinstance(await send(server, replace(Letter(), content=content)), Sent)
    assert len(server.accepted) == 1
    assert b"MAIL FROM:<evil@x>" in server.accepted[0].content


@given(st.binary(max_size=60).map(lambda noise: noise.replace(b"x", b"\r\n.").replace(b"y", b"\n")))
def test_dot_stuffing_can_be_undone_and_ends_once(content):
    """RFC 5321 section 4.5.2: unstuffed it is the content with its line ends mended; its only lone dot is the last."""
    wire = dot_stuffed(content)
    assert wire.endswith(b"\r\n.\r\n")
    assert wire.replace(b"\r\n", b"").count(b"\r") == wire.replace(b"\r\n", b"").count(b"\n") == 0
    lines = wire[:-3].split(b"\r\n")[:-1]
    assert b"." not in lines
    mended = b"\r\n".join(line.removeprefix(b".") for line in lines) + b"\r\n"
    plain = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\n", b"\r\n")
    assert mended == (plain if plain.endswith(b"\r\n") else plain + b"\r\n")


@pytest.mark.parametrize(("host", "plainly"), [
    ("localhost", True), ("127.0.0.1", True), ("::1", True), ("127.8.8.8", True),
    ("mail.example.org", False), ("10.0.0.1", False), ("localhost.evil.test", False), ("127.0.0.1.evil.test", False),
])  # fmt: skip
def test_only_this_machine_is_spoken_to_in_clear(host, plainly):
    """`security = "none"` towards anything else sends nothing."""
    assert may_speak_plainly(host) is plainly


async def test_in_clear_towards_another_machine_nothing_is_even_opened():
    """Refused before a connection is made, whatever the configuration check let through."""
    outcome = await Connection(Server("mail.example.org", 25, security="none"), None).open()
    assert isinstance(outcome, Unreachable)
    assert outcome.closed


# --- TLS and log-in ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """A certificate for 127.0.0.1, its own authority, and one for another name."""
    folder = tmp_path_factory.mktemp("tls")
    for name, alternative in (("right", "IP:127.0.0.1"), ("wrong", "DNS:elsewhere.test")):
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days",
             "2", "-subj", f"/CN={name}.test", "-addext", f"subjectAltName={alternative}",
             "-keyout", folder / f"{name}.key", "-out", folder / f"{name}.pem"],
            check=True, capture_output=True,
        )  # fmt: skip
    return folder


def serving(folder, name="right"):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / f"{name}.pem", folder / f"{name}.key")
    return context


@pytest.mark.parametrize("implicit", [True, False])
async def test_a_letter_goes_through_tls_with_log_in(certificate, implicit):
    """Implicit TLS and STARTTLS, the certificate checked, one log-in a connection."""
    async with FaultServer(tls=serving(certificate), implicit_tls=implicit, users={"us": "pw"}) as server:
        outcome = await send(
            server,
            security="tls" if implicit else "starttls",
            ca_file=str(certificate / "right.pem"),
            username="us",
            password="pw",
            connect_s=5,
        )
    assert isinstance(outcome, Sent)


@pytest.mark.parametrize("security", ["tls", "starttls"])
@pytest.mark.parametrize("name", ["right", "wrong"])
async def test_a_certificate_that_does_not_hold_sends_nothing(certificate, security, name):
    """B18: an unknown authority (the right name), a wrong name (a known authority)."""
    ca = None if name == "right" else str(certificate / "wrong.pem")
    async with FaultServer(tls=serving(certificate, name), implicit_tls=security == "tls") as server:
        outcome = await send(server, security=security, ca_file=ca, connect_s=5)
    assert isinstance(outcome, Unreachable)
    assert outcome.closed
    assert not [command for command in server.commands if command.startswith("MAIL")]


async def test_starttls_is_never_optional(certificate):
    """B17: a server, or somebody between, that does not offer STARTTLS gets no mail and no password."""
    async with FaultServer(tls=serving(certificate), offers_starttls=False, users={"us": "pw"}) as server:
        outcome = await send(server, security="starttls", username="us", password="pw")
    assert isinstance(outcome, Unreachable)
    assert outcome.closed
    assert not {"AUTH", "MAIL"} & {command[:4] for command in server.commands}


@pytest.mark.parametrize(("reply", "closed"), [("535 5.7.8 no", True), ("454 4.7.0 busy", False)])
async def test_a_refused_log_in_is_tried_once_and_says_whether_to_come_back_soon(reply, closed):
    """B19: one wrong password a visit, not one a method; a temporary failure is not a wrong password."""
    async with FaultServer([Fault("auth", reply)], users={"us": "pw"}) as server:
        outcome = await send(server, username="us", password="wrong")
    assert isinstance(outcome, Unreachable)
    assert outcome.closed is closed
    assert server.commands.count("AUTH") == 1
    assert "pw" not in repr(outcome)
    assert "wrong" not in repr(to(server, username="us", password="wrong"))


async def test_a_server_without_the_log_in_that_is_configured_gets_no_mail():
    """Mail is not sent anonymously because AUTH is missing."""
    async with FaultServer() as server:
        outcome = await send(server, username="us", password="pw")
    assert isinstance(outcome, Unreachable)
    assert outcome.closed


async def test_nobody_listening_is_unreachable_and_worth_another_try(unused_tcp_port):
    """B14."""
    outcome = await Connection(Server("127.0.0.1", unused_tcp_port, security="none"), None).open()
    assert isinstance(outcome, Unreachable)
    assert not outcome.closed


async def test_the_deadline_for_the_final_dot_is_its_own():
    """A server that thinks longer than an envelope may take, but answers in time, has accepted the letter."""
    async with FaultServer(thinks_s=0.5) as server:
        outcome = await send(server, envelope_s=0.2, final_dot_s=5)
    assert isinstance(outcome, Sent)
