"""The mailbox against servers that no Dovecot would be: hostile, half dead, or in clear over a network."""

from __future__ import annotations

import socket
import threading
import time

import pytest

from milestones.edge.imap import Account, Mailbox, MailboxFailed
from milestones.edge.waker import Waker
from tests.patience import patient


class Scripted:
    """Accepts one connection, says its greeting, and answers each line by the first word that its script knows.

    A script's value may be a text (`{tag}` stands for the command's tag, `{idle}` for that of IDLE before it) or "",
    which is silence for ever.
    """

    def __init__(self, greeting, script=None):
        self.said = []
        self._idle = ""
        self._greeting, self._script = greeting, script or {}
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self):
        try:
            connection, _ = self._socket.accept()
        except OSError:
            return
        with connection:
            connection.sendall(self._greeting)
            for raw in connection.makefile("rb"):
                line = raw.decode().strip()
                self.said.append(line)
                tag = line.partition(" ")[0]
                self._idle = tag if "IDLE" in line else self._idle
                answer = next((text for word, text in self._script.items() if word in line), "{tag} OK done\r\n")
                connection.sendall(answer.format(tag=tag, idle=self._idle).encode())

    def close(self):
        self._socket.close()


@pytest.fixture
def server():
    servers = []

    def start(*arguments):
        servers.append(Scripted(*arguments))
        return servers[-1]

    yield start
    for one in servers:
        one.close()


CAPABLE = {"CAPABILITY": "* CAPABILITY IMAP4rev1 IDLE STARTTLS\r\n{tag} OK done\r\n"}
LIST = {"LIST": '* LIST () "/" Archive\r\n{tag} OK done\r\n', "SELECT": "* 0 EXISTS\r\n{tag} OK [READ-WRITE] done\r\n"}


def account(port, **more):
    values = {"security": "none", "password": "swordfish", "timeout_s": 1.0} | more
    return Account("127.0.0.1", port, values.pop("security"), "reader", **values)


@pytest.mark.parametrize("security", ["none", "starttls"])
def test_a_server_that_greets_as_logged_in_is_left(server, security):
    """A36: PREAUTH before TLS would have us skip both the log-in and STARTTLS; no password is sent."""
    hostile = server(b"* PREAUTH welcome back\r\n", CAPABLE)
    with pytest.raises(MailboxFailed) as left:
        Mailbox(account(hostile.port, security=security)).__enter__()
    assert left.value.closed
    assert not any("LOGIN" in line or "swordfish" in line for line in hostile.said)


def test_a_server_without_starttls_gets_no_password(server):
    """A35: stripped or never offered, it is the same: the connection is given up."""
    plain = server(b"* OK hello\r\n", {"CAPABILITY": "* CAPABILITY IMAP4rev1\r\n{tag} OK done\r\n"})
    with pytest.raises(MailboxFailed, match="does not offer STARTTLS"):
        Mailbox(account(plain.port, security="starttls")).__enter__()
    assert not any("swordfish" in line for line in plain.said)


def test_no_log_in_in_clear_over_a_network():
    """The configuration refuses it; should anything else ask for it, the edge does."""
    with pytest.raises(MailboxFailed, match="this machine only"):
        Mailbox(Account("192.0.2.1", 143, "none", "reader")).__enter__()


def test_a_server_that_never_speaks_is_given_up_in_time(server):
    """A black hole behind an open port costs its time-out and no more."""
    silent = server(b"")
    began = time.monotonic()
    with pytest.raises(MailboxFailed, match="in time"):
        Mailbox(account(silent.port)).__enter__()
    assert time.monotonic() - began < patient(5)


def test_a_connection_that_died_in_silence_is_found_out_when_idle_is_refreshed(server):
    """B44: no reset arrives, but DONE is not answered: the session is over within its time-out."""
    dying = server(b"* OK hello\r\n", CAPABLE | LIST | {"IDLE": "+ idling\r\n", "DONE": ""})
    waker = Waker()
    with Mailbox(account(dying.port)) as box:
        began = time.monotonic()
        with pytest.raises(MailboxFailed):
            box.wait(waker, 0.2)
        assert time.monotonic() - began < patient(5)
    waker.close()


@pytest.mark.parametrize("go_ahead", ["* 2 EXISTS\r\n+ idling\r\n", "+ idling\r\n* 2 EXISTS\r\n"])
def test_what_is_told_with_the_go_ahead_of_idle_ends_the_wait(server, go_ahead):
    """Before it or after it, in one breath with it: read from the socket with it, and so not slept over."""
    telling = server(b"* OK hello\r\n", CAPABLE | LIST | {"IDLE": go_ahead, "DONE": "{idle} OK done\r\n"})
    waker = Waker()
    with Mailbox(account(telling.port, timeout_s=10)) as box:
        began = time.monotonic()
        box.wait(waker, 30)
        assert time.monotonic() - began < patient(5)
        assert box.arrived() == []
    waker.close()


def test_a_server_that_refuses_idle_has_failed(server):
    """It was offered; what is wrong is said, and the session is opened anew after a while."""
    refusing = server(b"* OK hello\r\n", CAPABLE | LIST | {"IDLE": "{tag} NO not now\r\n"})
    waker = Waker()
    with Mailbox(account(refusing.port)) as box, pytest.raises(MailboxFailed, match="not now") as failed:
        box.wait(waker, 30)
    assert not failed.value.closed
    waker.close()


@pytest.mark.parametrize(
    ("words", "closed"),
    [
        ("LOGIN failed.", True),  # Exchange Online
        ("[AUTHENTICATIONFAILED] Invalid credentials (Failure)", True),  # Google
        ("[UNAVAILABLE] Temporary authentication failure", False),
        ("[INUSE] too many connections", False),
    ],
)
def test_a_refused_log_in_is_left_for_minutes_unless_it_may_be_over_soon(server, words, closed):
    """RFC 5530: whatever words a server uses, a no to the password is one; a server in trouble is tried again soon."""
    refusing = server(b"* OK hello\r\n", CAPABLE | {"LOGIN": f"{{tag}} NO {words}\r\n"})
    with pytest.raises(MailboxFailed, match="log-in as reader at") as refused:
        Mailbox(account(refusing.port)).__enter__()
    assert refused.value.closed is closed
    assert words in str(refused.value)


def test_a_connection_lost_in_the_log_in_is_no_refusal(server):
    """Nothing was said about the password."""
    rude = server(b"* OK hello\r\n", CAPABLE | {"LOGIN": "* BYE\r\n"})
    with pytest.raises(MailboxFailed) as lost:
        Mailbox(account(rude.port)).__enter__()
    assert not lost.value.closed


def test_a_server_that_is_not_there_is_named():
    """Nobody listens: said with host and port, and worth another try soon."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(MailboxFailed, match=f"127.0.0.1:{port}") as gone:
        Mailbox(account(port)).__enter__()
    assert not gone.value.closed


def test_a_server_without_idle_is_asked_again_and_again(server):
    """NOOP after a while stands for IDLE."""
    old = server(b"* OK hello\r\n", LIST | {"CAPABILITY": "* CAPABILITY IMAP4rev1\r\n{tag} OK done\r\n"})
    waker = Waker()
    with Mailbox(account(old.port)) as box:
        box.wait(waker, 0.1)
    waker.close()
    assert any(line.endswith("NOOP") for line in old.said)
    assert not any("IDLE" in line for line in old.said)
