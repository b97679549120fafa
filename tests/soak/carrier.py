"""A mail server that brings mail by LMTP (RFC 2033), one at a time, and knows of each whether it was acknowledged."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.soak.office import Post

PATIENCE_S = 2.0


class Refused(Exception):
    """A definite no: the mail goes back to its sender."""


async def bring(port: int, posts: list[Post]) -> list[Post]:
    """Bring mails over one connection until it breaks; give those that were acknowledged.

    Raises:
        Refused: the service takes no mail for one of them; its `args` are that mail and those acknowledged before.
    """
    taken: list[Post] = []
    try:
        # Not wait_for: in Python 3.11 it can swallow a cancellation that comes at the moment of its result.
        async with asyncio.timeout(PATIENCE_S):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return taken
    try:
        await _expect(reader, None, writer)
        await _expect(reader, "LHLO mx.test", writer)
        for post in posts:
            await _expect(reader, "MAIL FROM:<owner@post.example>", writer)
            code = await _expect(reader, f"RCPT TO:<{post.recipient}>", writer)
            if code >= 500:
                raise Refused(post, taken)
            await _expect(reader, "DATA", writer)
            writer.write(post.raw.replace(b"\r\n.", b"\r\n..") + b".\r\n")
            if await _expect(reader, None, writer) == 250:
                taken.append(post)
    except (OSError, EOFError, TimeoutError, ValueError):
        return taken
    finally:
        writer.transport.abort()
    return taken


async def _expect(reader: asyncio.StreamReader, command: str | None, writer: asyncio.StreamWriter) -> int:
    """Say a command and give the code of its reply."""
    if command is not None:
        writer.write(command.encode() + b"\r\n")
    async with asyncio.timeout(PATIENCE_S):
        while (line := await reader.readuntil(b"\r\n"))[3:4] == b"-":
            pass
    return int(line[:3])
