"""A mailbox that answers are fetched from. Synchronous, to be used from a thread; knows no mail's meaning.

Nothing is marked as read: sizes are asked first, then the bytes by BODY.PEEK, and a mail is moved to the archive only
when whoever took it says so. UIDs are used within one session only, so a changed UIDVALIDITY means nothing here: what
is fetched twice is known by its bytes.
"""

from __future__ import annotations

import imaplib
import re
import select
import ssl
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Self

from imap_tools.utils import encode_folder

from milestones.edge.imap_session import FAULTS, Account, MailboxFailed, drop, failed, open_session

if TYPE_CHECKING:
    from imap_tools import BaseMailBox

    from milestones.edge.waker import Waker

__all__ = ["Account", "Mailbox", "MailboxFailed", "look_in"]

LARGEST_BYTES = 10 * 1024 * 1024
"""A larger mail is not fetched."""

HEAD_BYTES = 65_536

REFRESH_S = 240.0
"""How long one IDLE lasts: well under the 29 minutes of RFC 2177, and a dead connection is noticed within it."""

POLL_S = 30.0
"""How often a server without IDLE is asked."""

_NEWS = "EXISTS"
"""How a server tells that mail has come, with the answer to any command (RFC 3501 section 7.3.1)."""

_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


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
        self._box = box = open_session(account)
        try:
            with _said(account):
                box.folder.set(account.mailbox)
                if not box.folder.exists(account.archive):
                    box.folder.create(account.archive)
                box.client.untagged_responses.pop(_NEWS, None)  # how many lie there is no news
        except BaseException:
            self._drop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """Say goodbye where the server still listens, and close."""
        if self._box is not None:
            with suppress(*FAULTS):
                self._box.client.sock.settimeout(5)
                self._box.logout()
        self._drop()

    def _drop(self) -> None:
        box, self._box = self._box, None
        if box is not None:
            drop(box)

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
        self._client.untagged_responses.pop(_NEWS, None)
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
        """Move a mail to the archive: by MOVE, or where the server has no such word by copying, then deleting.

        One that another process, or a person, has moved meanwhile is left to them.

        Raises:
            MailboxFailed: it could not be moved, or the connection is lost.
        """
        with _said(self._account):
            refused = self._move(uid, encode_folder(self._account.archive))
            if refused:
                self._client.noop()
        if refused and uid in self.arrived():
            raise MailboxFailed(f"{self._account.host} refused to move a mail to {self._account.archive}: {refused}")

    def _move(self, uid: str, archive: bytes) -> str:
        """Try to move a mail, and give what the server refused it with, "" if it did not."""
        if "MOVE" in self._client.capabilities:
            return _refused(self._client.uid("MOVE", uid, archive))  # type: ignore[arg-type]  # bytes are meant
        refused = _refused(self._client.uid("COPY", uid, archive))  # type: ignore[arg-type]  # as above
        refused = refused or _refused(self._client.uid("STORE", uid, "+FLAGS.SILENT", r"(\Deleted)"))
        if refused:
            return refused
        if "UIDPLUS" in self._client.capabilities:
            return _refused(self._client.uid("EXPUNGE", uid))
        return _refused(self._client.expunge())

    def wait(self, waker: Waker, seconds: float = REFRESH_S) -> None:
        """Wait until something arrives, the waker is told, or so long has passed; without IDLE at most half a minute.

        What arrived since `arrived` was asked ends it at once: the server told of it with the answers to whatever was
        asked since, and does not tell again.

        Raises:
            MailboxFailed: the connection is lost, or was found dead.
        """
        assert self._box is not None
        if _NEWS in self._client.untagged_responses:
            return
        with _said(self._account):
            if "IDLE" not in self._client.capabilities:
                self._rest(waker, min(seconds, POLL_S))
                self._client.noop()
                return
            tag, told = self._begin_idle()
            if not told:
                self._rest(waker, seconds)
            self._client.send(b"DONE\r\n")
            self._box.consume_until_tagged_response(tag)

    def _begin_idle(self) -> tuple[bytes, bool]:
        """Begin IDLE (RFC 2177); give its tag, and whether the server has told something already.

        A mail that came since it was last asked for is told in one breath with the go-ahead: both are read from the
        socket at once, and who then only watches the socket hears of the mail minutes later (imap-tools does).
        """
        client = self._client
        tag = client._command("IDLE")  # noqa: SLF001  # imaplib has had no public IDLE before Python 3.14
        told = False
        while client._get_response() is not None:  # noqa: SLF001  # None: go ahead
            if client.tagged_commands[tag] is not None:
                raise imaplib.IMAP4.error(f"IDLE refused: {client.tagged_commands[tag]}")
            told = True
        return tag, told or self._has_told()

    def _has_told(self) -> bool:
        """Say whether a line of the server's was read already and waits to be looked at; waits for none."""
        client = self._client
        patience_s = client.sock.gettimeout()
        client.sock.settimeout(0)
        try:
            client._get_line()  # noqa: SLF001  # the only way to what imaplib has read ahead
        except imaplib.IMAP4.abort as error:
            return "EOF" not in str(error)  # so it calls a socket on which nothing waits
        except OSError:
            return False  # nothing waits; if the connection is lost, resting on it ends at once
        finally:
            client.sock.settimeout(patience_s)
        return True

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
        if isinstance(error, FAULTS):
            raise failed(self._account, error) from error


def _refused(answer: tuple[Any, Any]) -> str:
    """Give the words of a refusal, "" where the server did as it was told."""
    return "" if answer[0] == "OK" else " ".join(str(answer[1]).split())[:200]


def _lines(answer: list[Any]) -> list[bytes]:
    return [part[0] if isinstance(part, tuple) else part for part in answer if part is not None]
