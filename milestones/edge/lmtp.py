"""Takes mail from our own mail server by LMTP (RFC 2033). Built on aiosmtpd, behind one class; knows no mail's meaning.

A mail is stored before it is acknowledged, and each recipient gets a reply of their own after DATA. Only CRLF.CRLF
ends a mail (RFC 5321 section 4.1.1.4), and one with a bare CR or LF is refused: what two programs could read as two
mails is read by nobody (CVE-2023-51764 and its kin).
"""

from __future__ import annotations

import asyncio
import errno
import logging
import re
import socket
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import structlog
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import syntax

if TYPE_CHECKING:
    from aiosmtpd.smtp import Envelope, Session

LARGEST_BYTES = 10 * 1024 * 1024
LONGEST_LINE_BYTES = 256 * 1024
"""Lines longer than RFC 5321's 998 occur in people's mail, and are taken as they are."""

MOST_CONNECTIONS = 20
MOST_RECIPIENTS = 100
SILENCE_S = 120.0

SENDER_MAILS = 120
"""So many mails of one envelope sender are taken in `SENDER_WINDOW_S`; the rest is to come again later."""

SENDER_WINDOW_S = 60.0
MOST_SENDERS = 10_000

_NULL = "<>"
"""How aiosmtpd writes the null sender."""

_BARE = re.compile(rb"\r(?!\n)|(?<!\r)\n")
_NOT_PRINTABLE = re.compile(r"[^\x21-\x7e]")
_LOG = structlog.get_logger()


class NotStored(Exception):
    """A mail could not be stored: it is to come again. `full` where the disk or the backlog is."""

    def __init__(self, why: str, *, full: bool = False) -> None:
        super().__init__(why)
        self.full = full


class Mailroom(Protocol):
    """What stands behind the server."""

    async def takes(self, recipient: str) -> bool:
        """Say whether mail to `recipient` can be taken in."""

    async def keep(self, raw: bytes) -> None:
        """Store a mail, so that it is on disk when this returns.

        Raises:
            NotStored: it could not be.
        """


@dataclass(slots=True)
class _Bucket:
    """How many mails one envelope sender has given since `since_s`."""

    since_s: float
    mails: int = 0


class LmtpServer:
    """Listens until closed; gives every mail to `mailroom`."""

    def __init__(self, mailroom: Mailroom, *, most_mails_a_sender: int = SENDER_MAILS) -> None:
        for name in ("mail.log", "mail.debug"):
            # aiosmtpd logs commands and letters there: addresses, tokens, contents.
            logging.getLogger(name).setLevel(logging.CRITICAL)
        self._handler = _Handler(mailroom, most_mails_a_sender)
        self._server: asyncio.Server | None = None
        self._open: set[_Conversation] = set()

    async def start(self, host: str, port: int) -> None:
        """Listen on `host` and `port`.

        Raises:
            OSError: the place is taken, or not this machine's.
        """
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: _Conversation(self._handler, self._open, loop), host, port)

    @property
    def port(self) -> int:
        """Give the port that it listens on (0 asks the system for a free one)."""
        assert self._server is not None
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def close(self, patience_s: float = 10.0) -> None:
        """Listen no more; a mail that is being stored is answered first, then every connection is cut."""
        if self._server is None:
            return
        self._server.close()
        with suppress(TimeoutError):
            async with asyncio.timeout(patience_s):
                for conversation in tuple(self._open):
                    await conversation.idle.wait()
        for conversation in tuple(self._open):
            conversation.cut()
        await self._server.wait_closed()
        await asyncio.sleep(0)  # lets the cut connections end before the loop does


class _Conversation(LMTP):
    """One connection."""

    line_length_limit = LONGEST_LINE_BYTES

    def __init__(self, handler: _Handler, others: set[_Conversation], loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(
            handler,
            data_size_limit=LARGEST_BYTES,
            enable_SMTPUTF8=True,
            hostname=socket.gethostname() or "localhost",
            ident="milestones LMTP",
            timeout=SILENCE_S,
            loop=loop,
        )
        self._others = others
        self._owed = 0
        self.idle = asyncio.Event()
        self.idle.set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the connection, unless there are too many."""
        if len(self._others) >= MOST_CONNECTIONS:
            assert isinstance(transport, asyncio.WriteTransport)
            transport.write(b"421 4.3.2 too many connections, try again later\r\n")
            transport.close()
            return
        self._others.add(self)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        """Forget the connection."""
        if self in self._others:
            self._others.discard(self)
            super().connection_lost(error)

    def eof_received(self) -> bool | None:
        """Let a client that was turned away go."""
        return super().eof_received() if self in self._others else None

    def cut(self) -> None:
        """End the connection at once."""
        if isinstance(self.transport, asyncio.WriteTransport):
            self.transport.abort()

    @syntax("DATA")
    async def smtp_DATA(self, arg: str | None) -> None:  # noqa: N802  # aiosmtpd's name
        """Take a mail, and owe one reply to each of its recipients (RFC 2033 section 4.2)."""
        recipients = len(self.envelope.rcpt_tos) if self.envelope is not None else 0
        self._promised = recipients
        try:
            await super().smtp_DATA(arg)
        except Exception:
            # Or the next MAIL would be taken for a nested one; aiosmtpd gives this method no types.
            self._set_post_data_state()  # type: ignore[no-untyped-call]
            raise
        finally:
            self._promised = 0

    _promised = 0

    async def push(self, status: str | bytes) -> None:
        """Send a reply; the one to a mail once for each recipient, unless it is one for each already."""
        text = status.decode() if isinstance(status, bytes) else status
        if text.startswith("354"):
            self._owed = self._promised
        elif self._owed:
            if "\r\n" not in text:
                text = "\r\n".join([text] * self._owed)
            self._owed = 0
        await super().push(text)


class _Handler:
    """The decisions: whom mail is taken for, and what is said of it."""

    def __init__(self, mailroom: Mailroom, most_mails_a_sender: int) -> None:
        self._mailroom = mailroom
        self._most = most_mails_a_sender
        self._senders: OrderedDict[str, _Bucket] = OrderedDict()

    async def handle_EHLO(  # noqa: N802  # aiosmtpd's name
        self, _server: LMTP, session: Session, _envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        """Offer what RFC 2033 section 5 demands."""
        session.host_name = hostname
        return [*responses[:-1], "250-PIPELINING", "250-ENHANCEDSTATUSCODES", responses[-1]]

    async def handle_MAIL(  # noqa: N802
        self, _server: LMTP, _session: Session, envelope: Envelope, sender: str, options: list[str]
    ) -> str:
        """Take a sender, unless it floods us; the null sender, who brings bounces, is never held up."""
        if sender != _NULL and not self._may_send(sender.lower()):
            return "451 4.7.1 too many mails from this sender, try again later"
        envelope.mail_from = sender
        envelope.mail_options.extend(options)
        return "250 2.1.0 sender ok"

    def _may_send(self, sender: str) -> bool:
        now_s = asyncio.get_running_loop().time()
        bucket = self._senders.get(sender)
        if bucket is None or now_s - bucket.since_s > SENDER_WINDOW_S:
            bucket = self._senders[sender] = _Bucket(now_s)
            self._senders.move_to_end(sender)
            while len(self._senders) > MOST_SENDERS:
                self._senders.popitem(last=False)
        bucket.mails += 1
        return bucket.mails <= self._most

    async def handle_RCPT(  # noqa: N802
        self, _server: LMTP, _session: Session, envelope: Envelope, recipient: str, options: list[str]
    ) -> str:
        """Take a recipient that is ours; an unknown, a forged, an expired and a revoked token get the same answer."""
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return "452 4.5.3 too many recipients"
        if _NOT_PRINTABLE.search(recipient) or not await self._mailroom.takes(recipient):
            return "550 5.1.1 no mail is taken at this address"
        envelope.rcpt_tos.append(recipient)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 recipient ok"

    async def handle_DATA(self, server: _Conversation, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Store a mail and say so, for each recipient."""
        content = envelope.original_content or b""
        if _BARE.search(content):
            return _each(envelope, "554 5.6.0 a bare CR or LF stands in it; lines end in CRLF")
        sender = "" if envelope.mail_from == _NULL else _NOT_PRINTABLE.sub("", envelope.mail_from or "")
        trace = [f"Return-Path: <{sender}>"]
        trace += [f"Delivered-To: {recipient}" for recipient in envelope.rcpt_tos]
        server.idle.clear()
        try:
            await self._mailroom.keep("\r\n".join([*trace, ""]).encode("ascii") + content)
        except NotStored as fault:
            _LOG.error("mail.not_stored", why=str(fault))
            code = "452 4.3.1" if fault.full else "451 4.3.0"
            return _each(envelope, f"{code} the mail could not be stored, try again later")
        finally:
            server.idle.set()
        return _each(envelope, "250 2.0.0 stored")

    async def handle_exception(self, error: Exception) -> str:
        """Say that the fault is ours, and that the mail should come again."""
        _LOG.error("lmtp.failed", why=type(error).__name__, exc_info=error)
        return "451 4.3.0 a fault on our side, try again later"


def _each(envelope: Envelope, reply: str) -> str:
    return "\r\n".join([reply] * len(envelope.rcpt_tos))


def is_full(error: BaseException) -> bool:
    """Say whether an error means that a disk is full."""
    inner = getattr(error, "orig", None) or error
    name = str(getattr(inner, "sqlite_errorname", ""))
    return name.startswith("SQLITE_FULL") or getattr(inner, "errno", None) in {errno.ENOSPC, errno.EDQUOT}
