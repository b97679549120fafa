"""A mailbox that answers are fetched from. The only user of imap-tools; synchronous, to be used from a thread.

Nothing is marked as read: sizes are asked first, then the bytes by BODY.PEEK, and a mail is moved to the archive only
when whoever took it says so. UIDs are used within one session only, so a changed UIDVALIDITY means nothing here: what
is fetched twice is known by its bytes.
"""

from __future__ import annotations

import imaplib
import os
import re
import select
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError, MailboxLoginError
from imap_tools.utils import encode_folder

from milestones.edge.oauth import TokenRefused
from milestones.edge.smtp import may_speak_plainly

if TYPE_CHECKING:
    from collections.abc import Callable

LARGEST_BYTES = 10 * 1024 * 1024
"""A larger mail is not fetched."""

HEAD_BYTES = 65_536

REFRESH_S = 240.0
"""How long one IDLE lasts: well under the 29 minutes of RFC 2177, and a dead connection is noticed within it."""

POLL_S = 30.0
"""How often a server without IDLE is asked."""

TIMEOUT_S = 60.0

_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_FAULTS = (imaplib.IMAP4.error, ImapToolsError, OSError)


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
    token: Callable[[], str] | None = field(default=None, repr=False)
    timeout_s: float = TIMEOUT_S


class Waker:
    """Ends a wait in another thread at once; told once, it stays told. Close it when nobody waits any more."""

    def __init__(self) -> None:
        self._reads, self._writes = os.pipe()
        self._told = False

    def told(self) -> bool:
        """Say whether it was told."""
        return self._told

    def fileno(self) -> int:
        """Give what becomes readable when it is told."""
        return self._reads

    def tell(self) -> None:
        """End the wait, and every later one."""
        if not self._told:
            self._told = True
            os.write(self._writes, b"!")

    def close(self) -> None:
        """Give the pipe back."""
        os.close(self._reads)
        os.close(self._writes)


class Mailbox:
    """One session: `with Mailbox(account) as box:` connects, secures, logs in, opens the folder, finds the archive."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._box: BaseMailBox | None = None

    def __enter__(self) -> Self:
        """Open the session.

        Raises:
            MailboxFailed: it cannot be had.
        """
        account = self._account
        if account.security == "none" and not may_speak_plainly(account.host):
            raise MailboxFailed(
                f'security = "none" is allowed towards this machine only, not {account.host}', closed=True
            )
        try:
            self._box = _connect(account)
            _log_in(self._box, account)
            self._box.folder.set(account.mailbox)
            if not self._box.folder.exists(account.archive):
                self._box.folder.create(account.archive)
        except BaseException as error:
            self._drop()
            if isinstance(error, TokenRefused):
                raise MailboxFailed(str(error)) from error
            if isinstance(error, _FAULTS):
                raise _failed(account, error) from error
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """Say goodbye where the server still listens, and close."""
        if self._box is not None:
            with suppress(*_FAULTS):
                self._box.client.sock.settimeout(5)
                self._box.logout()
        self._drop()

    def _drop(self) -> None:
        box, self._box = self._box, None
        if box is not None:
            with suppress(OSError):
                box.client.shutdown()

    @property
    def _client(self) -> imaplib.IMAP4:
        assert self._box is not None
        return self._box.client

    def arrived(self) -> list[str]:
        """Give the UIDs of every mail in the folder, oldest first: what was taken in has been moved away.

        Raises:
            MailboxFailed: the connection is lost.
        """
        assert self._box is not None
        with _said(self._account):
            return self._box.uids("ALL", charset=None)

    def size(self, uid: str) -> int | None:
        """Give a mail's size in bytes, None if it has gone meanwhile."""
        with _said(self._account):
            _, answer = self._client.uid("FETCH", uid, "(RFC822.SIZE)")
        found = _SIZE.search(b" ".join(_lines(answer)))
        return int(found[1]) if found else None

    def fetch(self, uid: str) -> bytes | None:
        """Give a mail's bytes, None if it has gone meanwhile. It is not marked as read."""
        return self._literal(uid, "(BODY.PEEK[])")

    def head(self, uid: str) -> bytes | None:
        """Give the beginning of a mail's headers, None if it has gone meanwhile."""
        return self._literal(uid, f"(BODY.PEEK[HEADER]<0.{HEAD_BYTES}>)")

    def _literal(self, uid: str, parts: str) -> bytes | None:
        with _said(self._account):
            _, answer = self._client.uid("FETCH", uid, parts)
        return next((part[1] for part in answer if isinstance(part, tuple)), None)

    def put_away(self, uid: str) -> None:
        """Move a mail to the archive: by MOVE, or where the server has no such word by copying, then deleting."""
        archive = encode_folder(self._account.archive)
        with _said(self._account):
            if "MOVE" in self._client.capabilities:
                _expect_ok(self._client.uid("MOVE", uid, archive))  # type: ignore[arg-type]  # bytes are meant
                return
            _expect_ok(self._client.uid("COPY", uid, archive))  # type: ignore[arg-type]  # as above
            _expect_ok(self._client.uid("STORE", uid, "+FLAGS.SILENT", r"(\Deleted)"))
            if "UIDPLUS" in self._client.capabilities:
                _expect_ok(self._client.uid("EXPUNGE", uid))
            else:
                self._client.expunge()

    def wait(self, waker: Waker, seconds: float = REFRESH_S) -> None:
        """Wait until something arrives, the waker is told, or so long has passed; without IDLE at most half a minute.

        Raises:
            MailboxFailed: the connection is lost, or was found dead.
        """
        assert self._box is not None
        with _said(self._account):
            if "IDLE" not in self._client.capabilities:
                self._rest(waker, min(seconds, POLL_S))
                self._client.noop()
                return
            self._box.idle.start()  # type: ignore[no-untyped-call]  # imap-tools does not say
            self._rest(waker, seconds)
            self._box.idle.stop()  # type: ignore[no-untyped-call]  # as above

    def _rest(self, waker: Waker, seconds: float) -> None:
        """Sleep until there is something to read."""
        sock = self._client.sock
        if isinstance(sock, ssl.SSLSocket) and sock.pending():
            return
        poller = select.poll()
        poller.register(sock.fileno(), select.POLLIN)
        poller.register(waker.fileno(), select.POLLIN)
        poller.poll(seconds * 1000)


def look_in(account: Account) -> int:
    """Log in, open the folder and give how many mails are in it.

    Raises:
        MailboxFailed: that did not work; says why.
    """
    with Mailbox(account) as box:
        return len(box.arrived())


def _connect(account: Account) -> BaseMailBox:
    """Connect and secure the connection.

    A server that greets as logged in already before TLS is left: somebody between would have us skip both (RFC 9051
    section 7.1.4). What it said before TLS is forgotten.
    """
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    box: BaseMailBox
    if account.security == "tls":
        box = MailBox(account.host, account.port, timeout=account.timeout_s, ssl_context=context)
    elif account.security == "starttls":
        box = MailBoxStartTls(account.host, account.port, timeout=account.timeout_s, ssl_context=context)
        box.client.untagged_responses.clear()
    else:
        box = MailBoxUnencrypted(account.host, account.port, timeout=account.timeout_s)
    if box.client.state != "NONAUTH":
        box.client.shutdown()
        raise MailboxFailed(f"{account.host} greets as if we were logged in already", closed=True)
    sock = box.client.sock
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    return box


def _log_in(box: BaseMailBox, account: Account) -> None:
    if account.token is not None:
        box.xoauth2(account.username, account.token(), initial_folder=None)
    else:
        box.login(account.username, account.password or "", initial_folder=None)


def _failed(account: Account, error: BaseException) -> MailboxFailed:
    where = f"{account.host}:{account.port}"
    words = " ".join(str(error).split())[:200]
    if isinstance(error, MailboxLoginError) or "AUTHENTICATE" in words or "AUTHENTICATIONFAILED" in words:
        return MailboxFailed(f"log-in as {account.username} at {where} refused", closed=True)
    if isinstance(error, ssl.SSLError):
        return MailboxFailed(f"TLS with {where} failed: {words}", closed=True)
    if isinstance(error, TimeoutError):
        return MailboxFailed(f"{where} did not answer in time")
    return MailboxFailed(f"{where}: {words or type(error).__name__}")


class _said:  # noqa: N801  # reads as what it does: `with _said(account):`
    """Turns what imaplib and imap-tools raise into MailboxFailed."""

    def __init__(self, account: Account) -> None:
        self._account = account

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        """Give what was raised inside another name.

        Raises:
            MailboxFailed: as said.
        """
        if isinstance(error, _FAULTS):
            raise _failed(self._account, error) from error


def _expect_ok(answer: tuple[Any, Any]) -> None:
    if answer[0] != "OK":
        raise imaplib.IMAP4.error(f"the server refused to move a mail: {answer[1]!r}"[:200])


def _lines(answer: list[Any]) -> list[bytes]:
    return [part[0] if isinstance(part, tuple) else part for part in answer if part is not None]
