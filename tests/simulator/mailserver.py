"""A mail server in memory: as much SMTP as a sender needs (RFC 5321), doing at each stage what the weather says.

Hands every letter it takes to whoever watches. Counts for each Message-ID how often its sender was left without a
readable answer after the final dot (`unheard`), and keeps what it refused for good.
"""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.simulator.weather import DROP, GARBLE, HANG

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from tests.simulator.process import Process
    from tests.simulator.weather import Weather
    from tests.simulator.wound_time import WoundClock

_MESSAGE_ID = re.compile(rb"^message-id:\s*(<[^>]+>)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Kept:
    """A letter that the server took: when by the wall's clock, from and to whom, its bytes."""

    at: datetime
    sender: str
    recipient: str
    content: bytes
    message_id: str


class MailServer:
    """Listens for every process; `on_kept` is told of each letter that it keeps, before it says so."""

    def __init__(self, weather: Weather, clock: WoundClock, on_kept: Callable[[Kept], None]) -> None:
        self.weather, self.clock, self.on_kept = weather, clock, on_kept
        self.unheard: Counter[str] = Counter()
        self.refused: set[str] = set()

    def listen(self, process: Process) -> _Session | None:
        """Take a connection, None while it is down."""
        return None if self.weather.is_down() else _Session(self, process)


class _Session(asyncio.Protocol):
    """One connection of one process."""

    def __init__(self, server: MailServer, process: Process) -> None:
        self._server, self._process = server, process
        self._buffer = b""
        self._sender: str | None = None
        self._recipient: str | None = None
        self._in_data = self._gone = False

    def connection_made(self, transport: Any) -> None:
        self._transport = transport
        self._answer("connect", "220 mail.simulated ESMTP")

    def connection_lost(self, _error: Exception | None) -> None:
        self._gone = True

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while not self._gone and self._take_one():
            pass

    def _take_one(self) -> bool:
        """Take one command, or the letter, out of what came in."""
        if self._in_data:
            body, end, rest = self._buffer.partition(b"\r\n.\r\n")
            if not end:
                return False
            self._buffer, self._in_data = rest, False
            self._letter(body + b"\r\n")
            return True
        line, end, rest = self._buffer.partition(b"\r\n")
        if not end:
            return False
        self._buffer = rest
        self._command(line.decode("latin-1"))
        return True

    def _command(self, line: str) -> None:
        verb, address = line[:4].upper(), re.search(r"<([^<>\s]*)>", line)
        match verb:
            case "EHLO":
                self._answer("ehlo", "250-mail.simulated\r\n250 PIPELINING")
            case "MAIL" if address and self._sender is None:
                if self._answer("mail", "250 ok"):
                    self._sender = address[1]
            case "RCPT" if address and self._sender is not None:
                if self._answer("rcpt", "250 ok", address[1]):
                    self._recipient = address[1]
            case "DATA" if self._recipient is not None:
                self._in_data = self._answer("data", "354 go on")
            case "RSET":
                self._sender = self._recipient = None
                self._answer("rset", "250 ok")
            case "NOOP":
                self._answer("noop", "250 ok")
            case "QUIT":
                self._say("221 bye")
                self._transport.close()
            case _:
                self._say("503 not now")

    def _letter(self, body: bytes) -> None:
        content = body.replace(b"\r\n..", b"\r\n.").removeprefix(b".")
        assert self._recipient is not None
        named = _MESSAGE_ID.search(content)
        assert named is not None, "a letter without a Message-ID"
        letter = Kept(self._server.clock.now(), self._sender or "", self._recipient, content, named[1].decode())
        self._sender = self._recipient = None
        about, name = letter.recipient, letter.message_id
        if self._struck("body", about, name) or self._struck("dot", about, name):
            return
        self._server.on_kept(letter)
        if not self._struck("stored", about, name):
            self._say("250 kept")

    def _answer(self, stage: str, reply: str, about: str = "") -> bool:
        """Give the usual reply unless something strikes; say whether it was given."""
        if self._struck(stage, about):
            return False
        self._say(reply)
        return True

    def _struck(self, stage: str, about: str, message_id: str = "") -> bool:
        """Do what the weather says at a stage; say whether it was anything."""
        self._process.step(f"smtp {stage}")
        act = self._server.weather.strikes(stage, about)
        if act is None or (act == "250" and stage == "stored"):
            return False
        self._process.world.note("fault", stage=stage, act=act)
        if message_id and act in {DROP, GARBLE, HANG}:
            self._server.unheard[message_id] += 1
        if act == DROP:
            self._transport.abort()
        elif act == GARBLE:
            self._transport.write(b"\x00\xff~~ what a day\r\n")
        elif act != HANG:
            self._say(act)
            if act.startswith("421"):
                self._transport.close()
            if act.startswith("5"):
                self._server.refused.add(message_id or about)
        return True

    def _say(self, reply: str) -> None:
        self._transport.write(reply.encode("latin-1") + b"\r\n")
