"""Mail out: connections to one mail server, and one letter handed over step by step. The only user of aiosmtplib.

MAIL, RCPT and DATA are said one by one, so that it is known how far a letter came: aiosmtplib's own `sendmail` raises
the same error for a connection lost before the letter was sent and after it. Outcomes are values of
`domain.delivery`; what follows from them is decided elsewhere.
"""

from __future__ import annotations

import asyncio
import ipaddress
import re
import ssl
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import aiosmtplib

from milestones.domain.delivery import Deferred, Refused, Released, Sent, Stage, Uncertain, Unreachable

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from milestones.domain.delivery import Outcome

_ADDRESS = re.compile(r"[\x21-\x3b\x3d\x3f-\x7e]+@[A-Za-z0-9.\-]+|")
"""What may stand between `<` and `>` in MAIL and RCPT: ASCII, no spaces, no brackets; empty is the null sender."""

_LOGIN_WANTED = frozenset({530, 534, 535, 538})
"""Replies to MAIL that speak of the connection, not of the letter (RFC 4954 section 6, RFC 3207 section 4)."""


@dataclass(frozen=True, slots=True)
class Server:
    """Which mail server, how it is reached, and how patiently (seconds; RFC 5321 section 4.5.3.2 and below).

    `security` is `tls` (from the first byte), `starttls` (required, never optional) or `none` (loopback only).
    `ca_file` adds a private certificate authority to what the machine trusts.
    """

    host: str
    port: int
    security: str = "starttls"
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    connections: int = 10
    ehlo: str = "localhost"
    ca_file: str | None = None
    connect_s: float = 60
    envelope_s: float = 120
    final_dot_s: float = 600
    farewell_s: float = 30


class Outgoing(Protocol):
    """What is needed of a letter to send it."""

    @property
    def to_address(self) -> str:
        """Its one recipient."""

    @property
    def envelope_from(self) -> str:
        """Where bounces go."""

    @property
    def content(self) -> bytes:
        """The whole mail, ASCII."""


def may_speak_plainly(host: str) -> bool:
    """Say whether `host` is this machine, the only one to which mail and passwords may travel in clear."""
    if host == "localhost":
        return True
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return False


def dot_stuffed(content: bytes) -> bytes:
    """Give `content` as DATA carries it: lines end in CRLF, leading dots doubled, the final dot after it.

    RFC 5321 sections 2.3.8 and 4.5.2. A lone CR or LF becomes CRLF, so that no server reads an end of the letter, or
    another command, into its text.
    """
    feeds = content.count(b"\n")
    if feeds != content.count(b"\r\n") or feeds != content.count(b"\r"):
        content = re.sub(rb"\r\n|\r|\n", b"\r\n", content)
    if not content.endswith(b"\r\n"):
        content += b"\r\n"
    if content.startswith(b"."):
        content = b"." + content
    return content.replace(b"\r\n.", b"\r\n..") + b".\r\n"


def tls_context(server: Server) -> ssl.SSLContext:
    """Give a context that demands TLS 1.2 or later, a valid certificate and the right name."""
    context = ssl.create_default_context()
    if server.ca_file is not None:
        context.load_verify_locations(cafile=server.ca_file)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


class Connection:
    """One connection to the server, opened and reopened as needed; one letter at a time."""

    def __init__(self, server: Server, context: ssl.SSLContext | None) -> None:
        self._server = server
        self._context = context
        self._client: aiosmtplib.SMTP | None = None
        self._timed_out = False
        self.letters = 0

    @property
    def is_open(self) -> bool:
        """Say whether another letter can be sent through it."""
        return self._client is not None and self._client.is_connected

    async def open(self) -> Unreachable | None:
        """Connect, secure, log in; give why that was not possible, None when the connection stands."""
        self.letters = 0
        server = self._server
        if server.security == "none" and not may_speak_plainly(server.host):
            return Unreachable(
                f'security = "none" is allowed towards this machine only, not {server.host}', closed=True
            )
        client = aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            use_tls=server.security == "tls",
            start_tls=False,
            tls_context=self._context,
            local_hostname=server.ehlo,
            timeout=server.connect_s,
        )
        try:
            async with asyncio.timeout(server.connect_s):
                refused = await self._enter(client)
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            refused = _why_unreachable(error, server)
        if refused is not None:
            client.close()
            return refused
        self._client = client
        return None

    async def _enter(self, client: aiosmtplib.SMTP) -> Unreachable | None:
        await client.connect()
        await client.ehlo()
        if self._server.security == "starttls":
            if not client.supports_extension("starttls"):
                return Unreachable("the server does not offer STARTTLS; nothing is sent in clear", closed=True)
            await client.starttls()
            await client.ehlo()
        if self._server.username is None:
            return None
        # One method, one try: aiosmtplib's login() tries every method, and three wrong passwords a visit lock accounts.
        login = next(
            (
                method
                for name, method in (
                    ("plain", client.auth_plain),
                    ("login", client.auth_login),
                    ("cram-md5", client.auth_crammd5),
                )
                if name in client.supported_auth_methods
            ),
            None,
        )
        if login is None:
            return Unreachable("the server offers no log-in that this program knows", closed=True)
        await login(self._server.username, self._server.password or "")
        return None

    async def close(self) -> None:
        """Say goodbye where the server still listens, and close."""
        client, self._client = self._client, None
        if client is None:
            return
        if client.is_connected:
            with suppress(aiosmtplib.SMTPException, OSError, TimeoutError):
                await client.quit(timeout=2)
        client.close()

    def abort(self) -> None:
        """Cut the connection at once, whatever it is doing."""
        if self._client is not None and self._client.transport is not None:
            assert isinstance(self._client.transport, asyncio.WriteTransport)
            self._client.transport.abort()

    async def send(
        self, letter: Outgoing, before_data: Callable[[], Awaitable[bool]]
    ) -> Outcome | Released | Unreachable:
        """Hand over one letter and say what became of it; never raises for what the server does.

        `before_data` is awaited when the recipient is accepted and nothing of the letter is sent yet: it must have
        committed the fence when it gives True; with False the letter is left alone.
        """
        wrong = _unsendable(letter)
        if wrong is not None:
            return wrong
        self._timed_out = False
        fresh, self.letters = self.letters == 0, self.letters + 1
        with self._within(self._server.envelope_s):
            outcome = await self._envelope(letter, fresh=fresh)
        if outcome is not None:
            return outcome
        if not await before_data():
            await self._reset()
            return Released("no longer this sender's to send")
        return await self._data(dot_stuffed(letter.content))

    async def _envelope(self, letter: Outgoing, *, fresh: bool) -> Outcome | Unreachable | None:
        commands = (
            (Stage.MAIL, b"MAIL", f"FROM:<{letter.envelope_from}>"),
            (Stage.RCPT, b"RCPT", f"TO:<{letter.to_address}>"),
        )
        for stage, verb, address in commands:
            code, text = await self._say(verb, address.encode("ascii"))
            if 200 <= code < 300:
                continue
            if stage is Stage.MAIL and (code in _LOGIN_WANTED or (fresh and not self.is_open)):
                await self.close()
                return Unreachable(text, closed=code in _LOGIN_WANTED)
            if not 400 <= code < 600:
                await self.close()
                return Deferred(text, stage)
            await self._reset()
            return Refused(text, stage) if code >= 500 else Deferred(text, stage)
        return None

    async def _data(self, body: bytes) -> Outcome:
        with self._within(self._server.envelope_s):
            code, text = await self._say(b"DATA")
        if code != 354:
            if not 400 <= code < 600:
                await self.close()
                return Deferred(text, Stage.DATA)
            await self._reset()
            return Refused(text, Stage.DATA) if code >= 500 else Deferred(text, Stage.DATA)
        with self._within(self._server.final_dot_s):
            code, text = await self._await_final_reply(body)
        if 200 <= code < 300:
            return Sent(text)
        if 400 <= code < 500:
            return Deferred(text, Stage.DATA)
        if 500 <= code < 600:
            return Refused(text, Stage.DATA)
        await self.close()
        return Uncertain(text)

    async def _say(self, *words: bytes) -> tuple[int, str]:
        """Say one command and give the reply's code and text; code 0 when the connection failed or spoke nonsense."""
        if self._client is None:
            return 0, "the connection was lost"
        try:
            return _told(await self._client.execute_command(*words, timeout=None))
        except (aiosmtplib.SMTPException, OSError) as error:
            return 0, self._why_lost(error)

    async def _await_final_reply(self, body: bytes) -> tuple[int, str]:
        """Send the letter and its final dot, and give the reply; from here on a failure leaves doubt."""
        protocol = self._client.protocol if self._client is not None else None
        if protocol is None:
            return 0, "the connection was lost"
        try:
            protocol.write(body)
            return _told(await protocol.read_response())
        except (aiosmtplib.SMTPException, OSError) as error:
            return 0, self._why_lost(error)

    async def _reset(self) -> None:
        """Forget the letter begun; a server that cannot even do that is left (RFC 5321 section 4.1.1.5)."""
        with self._within(self._server.farewell_s):
            code, _ = await self._say(b"RSET") if self.is_open else (0, "")
        if code != 250:
            await self.close()

    def _why_lost(self, error: Exception) -> str:
        if self._timed_out:
            return "no answer in time, the connection was given up"
        if isinstance(error, aiosmtplib.SMTPResponseException):
            return _printable(f"the server's answer could not be read: {error.message}")
        return _printable(f"the connection was lost: {error}")

    @contextmanager
    def _within(self, seconds: float) -> Iterator[None]:
        """Cut the connection if what is done inside takes longer: one timer for all, not one a command."""

        def give_up() -> None:
            self._timed_out = True
            self.abort()

        timer = asyncio.get_running_loop().call_later(seconds, give_up)
        try:
            yield
        finally:
            timer.cancel()


def _told(response: aiosmtplib.SMTPResponse) -> tuple[int, str]:
    return response.code, _printable(f"{response.code} {response.message}")


def _printable(text: str, limit: int = 400) -> str:
    """Give a server's words on one line, in characters that are safe in logs and mails."""
    if not (text.isascii() and text.isprintable()):
        text = "".join(char if " " <= char <= "~" else " " for char in text)
    return " ".join(text.split())[:limit]


def _unsendable(letter: Outgoing) -> Refused | None:
    """Say why a letter must not be put on the wire at all: this sender speaks ASCII, without SMTPUTF8."""
    if not _ADDRESS.fullmatch(letter.to_address) or not letter.to_address:
        return Refused("the recipient's address cannot be written in SMTP", Stage.RCPT)
    if not _ADDRESS.fullmatch(letter.envelope_from):
        return Refused("the envelope sender's address cannot be written in SMTP", Stage.MAIL)
    if not letter.content.isascii():
        return Refused("the letter is not ASCII", Stage.DATA)
    return None


def _why_unreachable(error: Exception, server: Server) -> Unreachable:
    where = f"{server.host}:{server.port}"
    if isinstance(error, aiosmtplib.SMTPAuthenticationError):
        reply = _printable(f"{error.code} {error.message}")
        return Unreachable(f"log-in at {where} refused: {reply}", closed=error.code >= 500)
    if isinstance(error, aiosmtplib.SMTPResponseException):
        reply = _printable(f"{error.code} {error.message}")
        return Unreachable(f"{where} refused the connection: {reply}")
    causes = (error, error.__cause__)
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return Unreachable(_printable(f"TLS with {where} failed: {error}"), closed=True)
    if isinstance(error, TimeoutError):
        return Unreachable(f"{where} did not answer in time")
    return Unreachable(_printable(f"{where} cannot be reached: {error}"))
