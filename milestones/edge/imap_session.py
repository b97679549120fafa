"""Opens a session with an IMAP server: connects, secures, logs in. With `edge.imap` the only user of imap-tools.

No password travels before TLS, but towards this machine itself; a server that cannot prove its name gets none.
"""

from __future__ import annotations

import imaplib
import re
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from imap_tools import BaseMailBox
from imap_tools.errors import ImapToolsError, MailboxLoginError

from milestones.edge.oauth import TokenRefused
from milestones.edge.server import may_speak_plainly

if TYPE_CHECKING:
    from milestones.edge.oauth import TokenSource

TIMEOUT_S = 60.0

_PASSING = re.compile(r"\[(?:UNAVAILABLE|INUSE|LIMIT|SERVERBUG)\b", re.IGNORECASE)
"""A refused log-in that may be over soon (RFC 5530 section 3)."""

FAULTS = (imaplib.IMAP4.error, ImapToolsError, OSError)
"""What imaplib and imap-tools raise when a server is away, refuses, or speaks nonsense."""


class MailboxFailed(Exception):
    """The mailbox cannot be used now; says why, without secrets. `closed` where trying again soon is no use."""

    def __init__(self, why: str, *, closed: bool = False) -> None:
        super().__init__(why)
        self.closed = closed


@dataclass(frozen=True, slots=True)
class Account:
    """Which mailbox, and how it is reached. `token` gives an OAuth2 access token, in place of the password."""

    host: str
    port: int
    security: str
    username: str
    mailbox: str = "INBOX"
    archive: str = "Archive"
    password: str | None = field(default=None, repr=False)
    token: TokenSource | None = field(default=None, repr=False)
    timeout_s: float = TIMEOUT_S


def open_session(account: Account) -> BaseMailBox:
    """Connect, secure the connection and log in; a token that is refused is tried once more, fresh.

    Raises:
        MailboxFailed: a session cannot be had.
    """
    if account.security == "none" and not may_speak_plainly(account.host):
        why = f'security = "none" is allowed towards this machine only, not {account.host}'
        raise MailboxFailed(why, closed=True)
    try:
        return _logged_in(account, account.token() if account.token is not None else "")
    except TokenRefused as error:
        raise MailboxFailed(str(error), closed=error.closed) from error
    except FAULTS as error:
        raise failed(account, error) from error


def _logged_in(account: Account, token: str) -> BaseMailBox:
    box = _connect(account)
    try:
        try:
            _log_in(box, account, token)
        except MailboxFailed as refused:
            other = _fresh(account, token) if refused.closed else token
            if other == token:
                raise
            # On a new connection: some servers close the one on which a log-in was refused.
            drop(box)
            box = _connect(account)
            _log_in(box, account, other)
    except BaseException:
        drop(box)
        raise
    return box


def _fresh(account: Account, refused: str) -> str:
    """Give another token than the one refused, or the same where there is no other."""
    return account.token(fresh=True) if account.token is not None else refused


def drop(box: BaseMailBox) -> None:
    """Close a session's connection without a word."""
    with suppress(OSError):
        box.client.shutdown()


class _Session(BaseMailBox):
    """imap-tools around a connection that stands: its own classes leave one open that they could not secure."""

    def __init__(self, client: imaplib.IMAP4) -> None:
        self._given = client
        super().__init__()

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        return self._given


def _connect(account: Account) -> BaseMailBox:
    """Connect and secure the connection.

    A server that greets as logged in already is left: somebody between would have us skip both TLS and the log-in
    (RFC 9051 section 7.1.4). What it said before TLS is forgotten.
    """
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    client: imaplib.IMAP4
    if account.security == "tls":
        client = imaplib.IMAP4_SSL(account.host, account.port, ssl_context=context, timeout=account.timeout_s)
    else:
        client = imaplib.IMAP4(account.host, account.port, timeout=account.timeout_s)
    try:
        _secure(client, context, account)
    except BaseException:
        with suppress(OSError):
            client.shutdown()
        raise
    client.sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    return _Session(client)


def _secure(client: imaplib.IMAP4, context: ssl.SSLContext, account: Account) -> None:
    if client.state != "NONAUTH":
        raise MailboxFailed(f"{account.host} greets as if we were logged in already", closed=True)
    if account.security != "starttls":
        return
    if "STARTTLS" not in client.capabilities:
        raise MailboxFailed(f"{account.host} does not offer STARTTLS; nothing is said in clear", closed=True)
    client.starttls(ssl_context=context)
    client.untagged_responses.clear()


def _log_in(box: BaseMailBox, account: Account, token: str) -> None:
    try:
        if account.token is not None:
            box.xoauth2(account.username, token, initial_folder=None)
        else:
            box.login(account.username, account.password or "", initial_folder=None)
    except imaplib.IMAP4.abort:
        raise  # the connection was lost
    except (imaplib.IMAP4.error, MailboxLoginError) as error:
        words = " ".join(str(error).split())[:200]
        why = f"log-in as {account.username} at {account.host}:{account.port} refused: {words}"
        raise MailboxFailed(why, closed=_PASSING.search(words) is None) from error
    # Before the log-in servers tell little of what they can; imaplib does not ask again.
    _, said = box.client.capability()
    box.client.capabilities = tuple(said[-1].decode("ascii", "replace").upper().split())


def failed(account: Account, error: BaseException) -> MailboxFailed:
    """Give what imaplib or imap-tools raised in a line that an administrator can act on."""
    where = f"{account.host}:{account.port}"
    words = " ".join(str(error).split())[:200]
    if isinstance(error, ssl.SSLError):
        return MailboxFailed(f"TLS with {where} failed: {words}", closed=True)
    if isinstance(error, TimeoutError):
        return MailboxFailed(f"{where} did not answer in time")
    return MailboxFailed(f"{where}: {words or type(error).__name__}")
