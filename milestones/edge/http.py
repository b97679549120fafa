"""A small HTTP server for monitors: a few pages, GET and HEAD only, each request bounded in size and time.

One request a connection (RFC 9112 section 9.6, `Connection: close`). Serves what it is given, reads no body, knows no
page itself. It asks for no log-in: listen on loopback, or let a firewall choose who may ask.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

HEAD_BYTES = 8192
REQUEST_S = 5.0
ANSWER_S = 30.0
MOST_CONNECTIONS = 32


@dataclass(frozen=True, slots=True)
class Page:
    """What is answered: a status, a media type and the bytes."""

    status: int
    content_type: str
    body: bytes


class HttpServer:
    """Serves `pages` by path. `start` binds, `close` stops listening and drops who is still connected."""

    def __init__(self, pages: Mapping[str, Callable[[], Awaitable[Page]]], *, request_s: float = REQUEST_S) -> None:
        self._pages = pages
        self._request_s = request_s
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()

    async def start(self, host: str, port: int) -> None:
        """Listen on `host` and `port`.

        Raises:
            OSError: the place is taken, or not this machine's.
        """
        self._server = await asyncio.start_server(self._serve, host, port, limit=HEAD_BYTES)

    @property
    def port(self) -> int:
        """Give the port that it listens on (0 asks the system for a free one)."""
        assert self._server is not None
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def close(self) -> None:
        """Listen no more."""
        if self._server is not None:
            self._server.close()
            for writer in tuple(self._open):
                writer.transport.abort()
            await self._server.wait_closed()
            await asyncio.sleep(0)  # lets the cut connections end before the loop does

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if len(self._open) >= MOST_CONNECTIONS:
            writer.transport.abort()
            return
        self._open.add(writer)
        try:
            with suppress(ConnectionError, TimeoutError):
                page, body_wanted = await self._answer(reader)
                async with asyncio.timeout(ANSWER_S):
                    writer.write(_written(page, body_wanted=body_wanted))
                    await writer.drain()
                    writer.close()
                    await writer.wait_closed()
        finally:
            self._open.discard(writer)
            writer.transport.abort()

    async def _answer(self, reader: asyncio.StreamReader) -> tuple[Page, bool]:
        """Give the page asked for, and whether its body is wanted."""
        try:
            async with asyncio.timeout(self._request_s):
                head = await reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError:
            return _plain(HTTPStatus.BAD_REQUEST), True
        except asyncio.LimitOverrunError:
            return _plain(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE), True
        except TimeoutError:
            return _plain(HTTPStatus.REQUEST_TIMEOUT), True
        words = head.split(b"\r\n", 1)[0].split(b" ")
        if len(words) != 3 or not words[2].startswith(b"HTTP/1."):
            return _plain(HTTPStatus.BAD_REQUEST), True
        method, target, _version = (word.decode("ascii", "replace") for word in words)
        body_wanted = method != "HEAD"
        if method not in {"GET", "HEAD"}:
            return _plain(HTTPStatus.METHOD_NOT_ALLOWED), True
        make = self._pages.get(target.partition("?")[0])
        if make is None:
            return _plain(HTTPStatus.NOT_FOUND), body_wanted
        try:
            async with asyncio.timeout(ANSWER_S):
                return await make(), body_wanted
        except TimeoutError:
            return _plain(HTTPStatus.SERVICE_UNAVAILABLE), body_wanted


def _plain(status: HTTPStatus) -> Page:
    return Page(status, "text/plain; charset=utf-8", f"{status.phrase}\n".encode())


def _written(page: Page, *, body_wanted: bool) -> bytes:
    lines = [
        f"HTTP/1.1 {int(page.status)} {HTTPStatus(page.status).phrase}",
        f"Content-Type: {page.content_type}",
        f"Content-Length: {len(page.body)}",
        "Cache-Control: no-store",
        "X-Content-Type-Options: nosniff",
        "Connection: close",
    ]
    if page.status == HTTPStatus.METHOD_NOT_ALLOWED:
        lines.append("Allow: GET, HEAD")
    return "\r\n".join([*lines, "", ""]).encode("ascii") + (page.body if body_wanted else b"")
