"""An SMTP server for tests that can drop, defer, refuse, hang or garble at every stage, and records what it accepted.

It speaks as little SMTP as a sender needs (RFC 5321, STARTTLS, AUTH PLAIN and LOGIN) and is strict about what it is
sent: commands out of order are refused, letters are kept exactly as they came, dots unstuffed.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import hashlib
import re
from dataclasses import dataclass, field
from email import message_from_bytes
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable

DROP = "drop"
HANG = "hang"
GARBLE = "garble"
TRICKLE = "trickle"
PAUSE = "pause"

STAGES = ("connect", "ehlo", "starttls", "auth", "mail", "rcpt", "data", "body", "dot", "stored", "rset", "noop")
"""Where a fault can strike. `body`: within the letter; `dot`: after it, nothing kept; `stored`: after it was kept."""


@dataclass(slots=True)
class Fault:
    """At `stage`, do `act` (one of the words above, or a reply such as `450 try later`), `times` times at most.

    PAUSE waits until the test sets `server.resume`, then gives the usual reply.
    """

    stage: str
    act: str
    times: int = 1_000_000
    only: Callable[[str], bool] = lambda _text: True


@dataclass(frozen=True, slots=True)
class Accepted:
    """A letter the server kept."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes
    parameters: str = ""
    """What MAIL said after the address."""

    @property
    def message_id(self) -> str:
        return message_from_bytes(self.content)["Message-ID"].strip()

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


class _HangUp(Exception):
    """The connection is to be closed without another word."""


@dataclass
class FaultServer:
    """`async with FaultServer(faults) as server:` listens on `server.port` of 127.0.0.1 until the block ends."""

    faults: list[Fault] = field(default_factory=list)
    tls: ssl.SSLContext | None = None
    implicit_tls: bool = False
    users: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    token_methods: str = "XOAUTH2 OAUTHBEARER"
    offers_starttls: bool = True
    offers_requiretls: bool = False
    thinks_s: float = 0
    most_connections: int = 1_000_000
    letters_a_connection: int = 1_000_000
    port: int = 0
    accepted: list[Accepted] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    connections: int = 0
    open_now: int = 0
    most_open: int = 0
    commands: list[str] = field(default_factory=list)
    in_data: dict[str, int] = field(default_factory=dict)
    overlaps: list[str] = field(default_factory=list)

    async def __aenter__(self) -> Self:
        context = self.tls if self.implicit_tls else None
        self._tasks: set[asyncio.Task[None]] = set()
        self._kept_more = asyncio.Condition()
        self.paused, self.resume = asyncio.Event(), asyncio.Event()
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port, ssl=context, limit=2**20)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def keep(self, letter: Accepted) -> None:
        async with self._kept_more:
            self.accepted.append(letter)
            self._kept_more.notify_all()

    async def has_kept(self, count: int) -> None:
        """Wait until `count` letters have been kept."""
        async with self._kept_more:
            await self._kept_more.wait_for(lambda: len(self.accepted) >= count)

    def copies(self) -> dict[str, int]:
        """How often each letter was kept, by Message-ID."""
        counted: dict[str, int] = {}
        for letter in self.accepted:
            counted[letter.message_id] = counted.get(letter.message_id, 0) + 1
        return counted

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self.connections += 1
        self.open_now += 1
        self.most_open = max(self.most_open, self.open_now)
        try:
            with contextlib.suppress(_HangUp, ConnectionError, asyncio.IncompleteReadError):
                await _Session(self, reader, writer).run()
        finally:
            self.open_now -= 1
            self._tasks.discard(task)
            writer.transport.abort()


class _Session:
    def __init__(self, server: FaultServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.server, self.reader, self.writer = server, reader, writer
        self.secure = server.implicit_tls
        self.sender: str | None = None
        self.parameters = ""
        self.recipients: list[str] = []
        self.letters = 0

    async def run(self) -> None:
        if self.server.open_now > self.server.most_connections:
            await self.misbehave("421 4.7.0 too many connections")
        await self.answer("connect", "220 faultserver.test ESMTP")
        while line := await self.reader.readline():
            command = line.decode("latin-1").rstrip("\r\n")
            verb = command[:4].upper()
            self.server.commands.append(command if verb != "AUTH" else "AUTH")
            handler = getattr(self, f"on_{verb.lower()}", None)
            if handler is None:
                await self.say("500 what?")
            else:
                await handler(command)

    async def say(self, reply: str) -> None:
        self.writer.write(reply.encode("latin-1") + b"\r\n")
        await self.writer.drain()

    async def answer(self, stage: str, reply: str, about: str = "") -> bool:
        """Give the usual reply, or do the fault planned for this stage; True when the usual reply was given."""
        fault = self.planned(stage, about)
        if fault is not None and fault.act != PAUSE:
            return await self.misbehave(fault.act)
        if fault is not None:
            self.server.paused.set()
            await self.server.resume.wait()
        await self.say(reply)
        return True

    def planned(self, stage: str, about: str) -> Fault | None:
        """Give the fault that strikes at this stage now, and count it."""
        for fault in self.server.faults:
            if fault.stage == stage and fault.times > 0 and fault.only(about):
                fault.times -= 1
                return fault
        return None

    async def misbehave(self, act: str) -> bool:
        if act == DROP:
            raise _HangUp
        if act == HANG:
            await asyncio.sleep(3600)
        elif act == GARBLE:
            await self.say("\x00\xff~~ what a day")
        elif act == TRICKLE:
            for char in "220 " + "x" * 3600:
                self.writer.write(char.encode())
                await self.writer.drain()
                await asyncio.sleep(0.05)
        else:
            await self.say(act)
            if act.startswith("421"):
                raise _HangUp
        return False

    async def on_ehlo(self, _command: str) -> None:
        words = ["faultserver.test", "8BITMIME", "PIPELINING"]
        if self.server.tls and self.server.offers_starttls and not self.secure:
            words.append("STARTTLS")
        if self.server.users or self.server.tokens:
            methods = ["PLAIN LOGIN"] * bool(self.server.users) + [self.server.token_methods] * bool(self.server.tokens)
            words.append(f"AUTH {' '.join(methods)}")
        if self.server.offers_requiretls and self.secure:
            words.append("REQUIRETLS")
        lines = [f"250{' ' if word is words[-1] else '-'}{word}" for word in words]
        await self.answer("ehlo", "\r\n".join(lines))

    async def on_star(self, _command: str) -> None:
        if await self.answer("starttls", "220 go ahead"):
            assert self.server.tls is not None
            await self.writer.start_tls(self.server.tls)
            self.secure = True

    async def on_auth(self, command: str) -> None:
        method, _, initial = command[5:].partition(" ")
        if method.upper() in {"XOAUTH2", "OAUTHBEARER"}:
            await self.by_token(method.upper(), base64.b64decode(initial).decode())
            return
        if method.upper() == "PLAIN":
            _, name, password = base64.b64decode(initial).decode().split("\0")
        else:
            name = base64.b64decode(initial).decode() if initial else await self.challenge("VXNlcm5hbWU6")
            password = await self.challenge("UGFzc3dvcmQ6")
        right = self.server.users.get(name) == password
        await self.answer("auth", "235 welcome" if right else "535 5.7.8 authentication failed")

    async def by_token(self, method: str, said: str) -> None:
        """Take an access token as large providers do: a refusal comes as a challenge first (RFC 7628 section 3.2)."""
        form = {
            "XOAUTH2": r"user=([^\x01]+)\x01auth=Bearer ([^\x01]+)\x01\x01",
            "OAUTHBEARER": r"n,a=([^,]+),\x01host=[^\x01]+\x01port=\d+\x01auth=Bearer ([^\x01]+)\x01\x01",
        }[method]
        found = re.fullmatch(form, said)
        if found and self.server.tokens.get(found[1]) == found[2]:
            await self.answer("auth", "235 2.7.0 accepted")
            return
        await self.challenge(base64.b64encode(b'{"status":"401"}').decode())
        await self.answer("auth", "535 5.7.8 the token is not good")

    async def challenge(self, words: str) -> str:
        await self.say(f"334 {words}")
        return base64.b64decode(await self.reader.readline()).decode()

    async def on_mail(self, command: str) -> None:
        allowed = "( REQUIRETLS)?" if self.server.offers_requiretls and self.secure else "()"
        address = re.fullmatch(rf"MAIL FROM:<([^<>\s]*)>{allowed}", command, re.IGNORECASE)
        self.letters += 1
        if self.letters > self.server.letters_a_connection:
            await self.misbehave("421 4.7.0 enough for one connection")
        if address is None or self.sender is not None:
            await self.say("503 not now")
        elif await self.answer("mail", "250 2.1.0 ok", address[1]):
            self.sender, self.parameters = address[1], (address[2] or "").strip()

    async def on_rcpt(self, command: str) -> None:
        address = re.fullmatch(r"RCPT TO:<([^<>\s]+)>", command, re.IGNORECASE)
        if address is None or self.sender is None:
            await self.say("503 not now")
        elif await self.answer("rcpt", "250 2.1.5 ok", address[1]):
            self.recipients.append(address[1])
        else:
            self.server.refused.append(address[1])

    async def on_rset(self, _command: str) -> None:
        self.sender, self.recipients = None, []
        await self.answer("rset", "250 2.0.0 ok")

    async def on_noop(self, _command: str) -> None:
        await self.answer("noop", "250 2.0.0 ok")

    async def on_quit(self, _command: str) -> None:
        await self.say("221 2.0.0 bye")
        raise _HangUp

    async def on_data(self, _command: str) -> None:
        if not self.recipients:
            await self.say("503 not now")
            return
        if not await self.answer("data", "354 go on", self.recipients[0]):
            return
        content = await self.content()
        letter = Accepted(self.sender or "", tuple(self.recipients), content, self.parameters)
        self.sender, self.recipients = None, []
        fault = self.planned("dot", letter.recipients[0])
        if fault is not None:
            await self.misbehave(fault.act)
            return
        await self.server.keep(letter)
        await asyncio.sleep(self.server.thinks_s)
        await self.answer("stored", "250 2.0.0 kept", letter.recipients[0])

    async def content(self) -> bytes:
        """Read the letter up to its final dot; strike in its middle where a `body` fault is planned."""
        fault = self.planned("body", self.recipients[0])
        if fault is not None:
            await self.reader.readline()
            await self.misbehave(fault.act)
            raise _HangUp
        key = f"{self.recipients[0]} {self.sender}"
        self.server.in_data[key] = self.server.in_data.get(key, 0) + 1
        if self.server.in_data[key] > 1:
            self.server.overlaps.append(key)
        try:
            raw = await self.reader.readuntil(b"\r\n.\r\n")
        finally:
            self.server.in_data[key] -= 1
        return raw[:-3].replace(b"\r\n..", b"\r\n.").removeprefix(b".")
