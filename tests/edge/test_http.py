"""The monitors' HTTP server: what it answers, and that no request costs it more than a little."""

from __future__ import annotations

import asyncio
import contextlib

import pytest

from milestones.edge.http import HEAD_BYTES, MOST_CONNECTIONS, HttpServer, Page


async def hello() -> Page:
    return Page(200, "application/json; charset=utf-8", b'{"ok": true}')


async def ill() -> Page:
    return Page(503, "application/json; charset=utf-8", b'{"ok": false}')


@pytest.fixture
async def server():
    server = HttpServer({"/healthz": hello, "/ill": ill}, request_s=0.3)
    await server.start("127.0.0.1", 0)
    yield server
    await server.close()


async def ask(server: HttpServer, request: bytes) -> bytes:
    """Everything the server says to `request`, until it closes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(request)
    answer = await asyncio.wait_for(reader.read(), 5)
    await leave(writer)
    return answer


async def leave(writer: asyncio.StreamWriter) -> None:
    """Close a connection, and wait until it is closed."""
    writer.close()
    with contextlib.suppress(ConnectionError):
        await writer.wait_closed()


def get(path: str, method: str = "GET") -> bytes:
    return f"{method} {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()


async def test_a_page_is_answered_with_its_status_type_and_length(server):
    """One request a connection: the answer says what it is, and the connection is closed after it."""
    head, _, body = (await ask(server, get("/healthz?full=1"))).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 OK\r\n")
    assert b"Content-Type: application/json; charset=utf-8" in head
    assert b"Content-Length: 12" in head
    assert b"Connection: close" in head
    assert body == b'{"ok": true}'


async def test_trouble_is_a_503_with_the_same_kind_of_body(server):
    """A monitor sees the status, a person reads the body."""
    answer = await ask(server, get("/ill"))
    assert answer.startswith(b"HTTP/1.1 503 Service Unavailable\r\n")
    assert answer.endswith(b'{"ok": false}')


async def test_head_gets_the_head_alone(server):
    """HEAD is answered as GET, without the body (RFC 9110 section 9.3.2)."""
    answer = await ask(server, get("/healthz", "HEAD"))
    assert b"Content-Length: 12" in answer
    assert answer.endswith(b"\r\n\r\n")


@pytest.mark.parametrize(
    ("request_bytes", "status"),
    [
        (get("/elsewhere"), b"404"),
        (get("/healthz", "POST"), b"405"),
        (b"nonsense\r\n\r\n", b"400"),
        (b"GET /healthz HTTP/9.9\r\n\r\n", b"400"),
        (b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", b"400"),
        (b"GET /healthz HTTP/1.1\r\nX: " + b"a" * (2 * HEAD_BYTES) + b"\r\n\r\n", b"431"),
        (b"GET /healthz HTTP/1.1\r\n", b"408"),
    ],
    ids=["unknown", "not GET", "no HTTP", "another version", "TLS", "too large", "never ends"],
)
async def test_what_is_no_plain_question_is_refused_in_time(server, request_bytes, status):
    """Unknown paths, other methods, nonsense, large heads and slow ones each get their status in time."""
    answer = await ask(server, request_bytes)
    assert answer.split(b" ")[1] == status


async def test_many_silent_connections_do_not_shut_out_a_question_for_long(server):
    """Who connects and says nothing is dropped by the deadline; beyond the limit connections are cut at once."""
    idle = [await asyncio.open_connection("127.0.0.1", server.port) for _ in range(MOST_CONNECTIONS + 5)]
    await asyncio.sleep(0.6)
    assert (await ask(server, get("/healthz"))).startswith(b"HTTP/1.1 200")
    for _, writer in idle:
        await leave(writer)


async def test_closing_cuts_who_is_still_connected():
    """A stop does not wait for a client that keeps its connection open."""
    server = HttpServer({"/healthz": hello}, request_s=30)
    await server.start("127.0.0.1", 0)
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(b"GET /")
    await asyncio.sleep(0.05)
    await asyncio.wait_for(server.close(), 2)
    with contextlib.suppress(ConnectionError):
        assert await asyncio.wait_for(reader.read(), 2) == b""
    await leave(writer)
