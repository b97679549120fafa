"""Mail out: connections to one mail server, and one letter handed over step by step. The only user of aiosmtplib.

MAIL, RCPT and DATA are said one by one, so that it is known how far a letter came: aiosmtplib's own `sendmail` raises
the same error for a connection lost before the letter was sent and after it. Outcomes are values of
`domain.delivery`; what follows from them is decided elsewhere.
"""

from __future__ import annotations

import asyncio
import ssl
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import aiosmtplib

from milestones.domain.delivery import Deferred, Refused, Released, Sent, Stage, Uncertain, Unreachable
from milestones.edge.server import may_speak_plainly
from milestones.edge.smtp_login import log_in
from milestones.edge.smtp_words import dot_stuffed, printable, unsendable

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from milestones.domain.delivery import Outcome
    from milestones.edge.server import Server
    from milestones.edge.smtp_words import Outgoing

_LOGIN_WANTED = frozenset({530, 534, 535, 538})
"""Replies to MAIL that speak of the connection, not of the letter (RFC 4954 section 6, RFC 3207 section 4)."""


class Connection:
    """One connection to the server, opened and reopened as needed; one letter at a time."""

    def __init__(self, server: Server, context: ssl.SSLContext | None) -> None:
        self._server = server
        self._context = context
        self._client: aiosmtplib.SMTP | None = None
        self._timed_out = False
        self._last_used_s = 0.0
        self.letters = 0

    @property
    def is_open(self) -> bool:
        """Say whether another letter can be sent through it."""
        return self._client is not None and self._client.is_connected

    @property
    def rested_s(self) -> float:
        """Give for how long nothing was said over it, in seconds."""
        return asyncio.get_running_loop().time() - self._last_used_s

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
        self._last_used_s = asyncio.get_running_loop().time()
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
        return await log_in(client, self._server)

    async def answers(self) -> bool:
        """Say whether a connection that has rested still stands (NOOP, RFC 5321 section 4.1.1.9); if not, close it."""
        with self._within(self._server.farewell_s):
            code, _ = await self._say(b"NOOP") if self.is_open else (0, "")
        if code != 250:
            await self.close()
        return code == 250

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
        self, letter: Outgoing, before_data: Callable[[], Awaitable[bool]], *, require_tls: bool = False
    ) -> Outcome | Released | Unreachable:
        """Hand over one letter and say what became of it; never raises for what the server does.

        `before_data` is awaited when the recipient is accepted and nothing of the letter is sent yet: it must have
        committed the fence when it gives True; with False the letter is left alone. With `require_tls` the server is
        asked to hand it on under TLS only (REQUIRETLS, RFC 8689); where it does not offer that, nothing is sent.
        """
        wrong = unsendable(letter) or (self._lacks_requiretls() if require_tls else None)
        if wrong is not None:
            return wrong
        self._timed_out = False
        fresh, self.letters = self.letters == 0, self.letters + 1
        with self._within(self._server.envelope_s):
            outcome = await self._envelope(letter, fresh=fresh, parameter=b" REQUIRETLS" if require_tls else b"")
        if outcome is not None:
            return outcome
        if not await before_data():
            await self._reset()
            return Released("no longer this sender's to send")
        return await self._data(dot_stuffed(letter.content))

    def _lacks_requiretls(self) -> Deferred | None:
        """Say why a letter that must travel under TLS cannot go this way (RFC 8689 section 4.2.1)."""
        client = self._client
        if client is None or (self._server.security != "none" and client.supports_extension("requiretls")):
            return None
        return Deferred(
            f"{self._server.where} does not offer REQUIRETLS, which is demanded for this domain", Stage.MAIL
        )

    async def _envelope(self, letter: Outgoing, *, fresh: bool, parameter: bytes) -> Outcome | Unreachable | None:
        commands = (
            (Stage.MAIL, b"MAIL", f"FROM:<{letter.envelope_from}>".encode("ascii") + parameter),
            (Stage.RCPT, b"RCPT", f"TO:<{letter.to_address}>".encode("ascii")),
        )
        for stage, verb, words in commands:
            code, text = await self._say(verb, words)
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
            told = _told(await self._client.execute_command(*words, timeout=None))
        except (aiosmtplib.SMTPException, OSError) as error:
            return 0, self._why_lost(error)
        self._last_used_s = asyncio.get_running_loop().time()
        return told

    async def _await_final_reply(self, body: bytes) -> tuple[int, str]:
        """Send the letter and its final dot, and give the reply; from here on a failure leaves doubt."""
        protocol = self._client.protocol if self._client is not None else None
        if protocol is None:
            return 0, "the connection was lost"
        try:
            protocol.write(body)
            told = _told(await protocol.read_response())
        except (aiosmtplib.SMTPException, OSError) as error:
            return 0, self._why_lost(error)
        self._last_used_s = asyncio.get_running_loop().time()
        return told

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
            return printable(f"the server's answer could not be read: {error.message}")
        return printable(f"the connection was lost: {error}")

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
    return response.code, printable(f"{response.code} {response.message}")


def _why_unreachable(error: Exception, server: Server) -> Unreachable:
    where = server.where
    if isinstance(error, aiosmtplib.SMTPAuthenticationError):
        reply = printable(f"{error.code} {error.message}")
        return Unreachable(f"log-in at {where} refused: {reply}", closed=error.code >= 500)
    if isinstance(error, aiosmtplib.SMTPResponseException):
        reply = printable(f"{error.code} {error.message}")
        return Unreachable(f"{where} refused the connection: {reply}")
    causes = (error, error.__cause__)
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return Unreachable(printable(f"TLS with {where} failed: {error}"), closed=True)
    if isinstance(error, TimeoutError):
        return Unreachable(f"{where} did not answer in time")
    return Unreachable(printable(f"{where} cannot be reached: {error}"))
