"""The LMTP server against a client that speaks raw bytes: whom it takes mail for, what it stores, what it refuses."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from email import message_from_bytes

import pytest
from sqlalchemy.exc import OperationalError

from milestones.edge import lmtp
from milestones.edge.lmtp import LmtpServer, NotStored, is_full

MAIL = b"From: lead@police.test\r\nTo: replies+token@board.test\r\nMessage-ID: <1@police.test>\r\n\r\ndone\r\n"
GOOD = "replies+good@board.test"
OTHER = "replies+other@board.test"
BAD = "replies+bad@board.test"


class Room:
    """Takes mail for two addresses, and keeps it in a list or does as it is told."""

    def __init__(self):
        self.kept = []
        self.fault = None

    async def takes(self, recipient):
        return recipient in {GOOD, OTHER}

    async def keep(self, raw):
        if self.fault is not None:
            raise self.fault
        self.kept.append(raw)


class Client:
    """Says bytes and gives whole replies."""

    def __init__(self, reader, writer):
        self.reader, self.writer = reader, writer

    async def reply(self):
        """The next reply's last line."""
        while True:
            line = await asyncio.wait_for(self.reader.readline(), 5)
            if line[3:4] != b"-":
                return line.decode().rstrip("\r\n")

    async def say(self, data):
        self.writer.write(data)
        return await self.reply()

    async def leave(self):
        """Close the connection, and wait until it is closed."""
        self.writer.close()
        with contextlib.suppress(ConnectionError):
            await self.writer.wait_closed()

    async def begin(self, *recipients, sender="lead@police.test"):
        """MAIL, RCPT for each, DATA; gives the replies to RCPT."""
        assert (await self.say(f"MAIL FROM:<{sender}>\r\n".encode())).startswith("250")
        replies = [await self.say(f"RCPT TO:<{recipient}>\r\n".encode()) for recipient in recipients]
        assert (await self.say(b"DATA\r\n")).startswith("354")
        return replies


@pytest.fixture
def room():
    return Room()


@pytest.fixture
async def server(room):
    server = LmtpServer(room, most_mails_a_sender=5)
    await server.start("127.0.0.1", 0)
    yield server
    await server.close()


async def connected(server):
    client = Client(*await asyncio.open_connection("127.0.0.1", server.port))
    assert (await client.reply()).startswith("220")
    assert (await client.say(b"LHLO mx.board.test\r\n")).startswith("250")
    return client


@pytest.fixture
async def client(server):
    client = await connected(server)
    yield client
    await client.leave()


async def test_a_mail_is_stored_as_it_came_with_its_envelope_above_it(client, room):
    """Return-Path and Delivered-To are written on top, as final delivery does; every other byte stays."""
    await client.begin(GOOD)
    assert (await client.say(MAIL + b".\r\n")).startswith("250 2.0.0")
    assert room.kept == [f"Return-Path: <lead@police.test>\r\nDelivered-To: {GOOD}\r\n".encode() + MAIL]


async def test_the_greeting_offers_what_rfc_2033_demands(server):
    """PIPELINING and ENHANCEDSTATUSCODES, the size limit, no log-in; HELO and EHLO are not LMTP."""
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    await reader.readline()
    writer.write(b"LHLO there\r\n")
    lines = []
    while not lines or lines[-1][3:4] == b"-":
        lines.append(await reader.readline())
    offered = {line[4:].strip() for line in lines[1:]}
    assert {b"PIPELINING", b"ENHANCEDSTATUSCODES", b"8BITMIME", b"SIZE 10485760"} <= offered
    assert not any(word.startswith(b"AUTH") for word in offered)
    writer.write(b"EHLO there\r\n")
    assert (await reader.readline()).startswith(b"500")
    writer.close()
    await writer.wait_closed()


async def test_each_recipient_gets_a_reply_of_their_own(client, room):
    """Two good recipients and a bad one: 250, 550, 250, and after DATA one reply for each that was taken (B42)."""
    replies = await client.begin(GOOD, BAD, OTHER)
    assert [reply[:3] for reply in replies] == ["250", "550", "250"]
    assert (await client.say(MAIL + b".\r\n")).startswith("250")
    assert (await client.reply()).startswith("250")
    assert (await client.say(b"NOOP\r\n")).startswith("250")
    assert len(room.kept) == 1
    assert message_from_bytes(room.kept[0]).get_all("Delivered-To") == [GOOD, OTHER]


async def test_commands_sent_in_one_piece_are_answered_in_order(client, room):
    """Pipelining: MAIL, RCPT, DATA, the mail and QUIT at once (RFC 2920)."""
    client.writer.write(b"MAIL FROM:<>\r\nRCPT TO:<" + GOOD.encode() + b">\r\nDATA\r\n" + MAIL + b".\r\nQUIT\r\n")
    assert [(await client.reply())[:3] for _ in range(5)] == ["250", "250", "354", "250", "221"]
    assert room.kept[0].startswith(b"Return-Path: <>\r\n")


@pytest.mark.parametrize(
    "end",
    [b"\n.\n", b"\n.\r\n", b"\r.\r", b"\r.\r\n", b"\r\n.\n", b"\r\n.\r", b"\n\n.\n\n", b"\r\n\x00.\r\n"],
    ids=["LF.LF", "LF.CRLF", "CR.CR", "CR.CRLF", "CRLF.LF", "CRLF.CR", "LFLF.LFLF", "CRLF NUL.CRLF"],
)
async def test_what_only_looks_like_the_end_of_a_mail_never_splits_it(client, room, end):
    """A33: behind a false end stands another mail's envelope; it stays text, and bare CR or LF is refused."""
    await client.begin(GOOD)
    smuggled = b"MAIL FROM:<evil@x.test>\r\nRCPT TO:<" + GOOD.encode() + b">\r\nDATA\r\nSubject: smuggled\r\n\r\ndone"
    reply = await client.say(MAIL + b"text" + end + smuggled + b"\r\n.\r\n")
    bare = b"\x00" not in end
    assert reply[:3] == ("554" if bare else "250")
    assert len(room.kept) == (0 if bare else 1)
    assert (await client.say(b"NOOP\r\n")).startswith("250")


async def test_a_dot_at_the_beginning_of_a_line_is_unstuffed(client, room):
    """RFC 5321 section 4.5.2: `..` at the beginning of a line stands for `.`."""
    await client.begin(GOOD)
    await client.say(MAIL + b"..\r\n..x\r\n.\r\n")
    assert room.kept[0].endswith(MAIL + b".\r\n.x\r\n")


async def test_a_mail_over_ten_megabytes_is_refused_for_each_recipient(client, room):
    """552 after the whole of it was read and thrown away; and at once where the client says its size."""
    assert (await client.say(b"MAIL FROM:<a@police.test> SIZE=20000000\r\n")).startswith("552")
    await client.begin(GOOD, OTHER)
    line = b"x" * 70 + b"\r\n"
    for _ in range(150):
        client.writer.write(line * 1000)
        await client.writer.drain()
    assert (await client.say(b".\r\n")).startswith("552")
    assert (await client.reply()).startswith("552")
    assert (await client.say(b"NOOP\r\n")).startswith("250")
    assert room.kept == []


async def test_long_lines_are_taken_as_they_are(client, room):
    """M21: a line of 20,000 characters is nothing to refuse a person's answer for."""
    await client.begin(GOOD)
    assert (await client.say(MAIL + b"y" * 20_000 + b"\r\n.\r\n")).startswith("250")
    assert b"y" * 20_000 in room.kept[0]


async def test_a_mail_that_cannot_be_stored_is_to_come_again(client, room):
    """451 where we are at fault, 452 where the disk is full; each recipient hears it, and the connection goes on."""
    room.fault = NotStored("locked")
    await client.begin(GOOD, OTHER)
    assert [(await client.say(MAIL + b".\r\n"))[:3], (await client.reply())[:3]] == ["451", "451"]
    room.fault = NotStored("no space", full=True)
    await client.begin(GOOD)
    assert (await client.say(MAIL + b".\r\n")).startswith("452 4.3.1")
    room.fault = None
    await client.begin(GOOD)
    assert (await client.say(MAIL + b".\r\n")).startswith("250")


async def test_any_fault_of_ours_is_a_451_and_says_nothing_of_itself(client, room):
    """What nobody thought of is our fault: the mail comes again, the cause stands in our log only."""
    room.fault = KeyError("token 12345")
    await client.begin(GOOD, OTHER)
    reply = await client.say(MAIL + b".\r\n")
    assert reply.startswith("451")
    assert "12345" not in reply
    assert (await client.reply()).startswith("451")


async def test_a_sender_that_floods_us_is_put_off_and_others_are_served(client, room):
    """A29: from the sixth mail in a minute on 4xx; another sender, and the null sender of bounces, get through."""
    for number in range(7):
        reply = await client.say(b"MAIL FROM:<flood@police.test>\r\n")
        assert reply[:3] == ("250" if number < 5 else "451")
        await client.say(b"RSET\r\n")
    for sender in (b"calm@police.test", *[b""] * 7):
        assert (await client.say(b"MAIL FROM:<" + sender + b">\r\n")).startswith("250")
        await client.say(b"RSET\r\n")


async def test_too_many_connections_are_turned_away(server, monkeypatch):
    """The limit's worth stays connected, the next hears 421 and is closed; when one goes there is room again."""
    monkeypatch.setattr(lmtp, "MOST_CONNECTIONS", 2)
    first, second = await connected(server), await connected(server)
    late = Client(*await asyncio.open_connection("127.0.0.1", server.port))
    assert (await late.reply()).startswith("421")
    assert await late.reader.read() == b""
    await first.say(b"QUIT\r\n")
    await first.leave()
    await asyncio.sleep(0.1)
    third = await connected(server)
    for client in (second, third, late):
        await client.leave()


async def test_a_recipient_with_odd_characters_is_unknown(client):
    """Nothing but printable ASCII is looked up: no header can be written by an address."""
    await client.say(b"MAIL FROM:<a@police.test>\r\n")
    reply = await client.say("RCPT TO:<replies+gööd@board.test>\r\n".encode())
    assert reply.startswith("55")


async def test_closing_waits_for_a_mail_that_is_being_stored(room):
    """A stop in the middle of storing still answers 250: the mail server need not send it again."""
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow(raw):
        begun.set()
        await go_on.wait()
        room.kept.append(raw)

    room.keep = slow
    server = LmtpServer(room)
    await server.start("127.0.0.1", 0)
    client = await connected(server)
    await client.begin(GOOD)
    client.writer.write(MAIL + b".\r\n")
    await begun.wait()
    closing = asyncio.create_task(server.close())
    await asyncio.sleep(0.05)
    go_on.set()
    assert (await client.reply()).startswith("250")
    await closing
    await client.leave()


async def test_a_lost_connection_in_the_middle_of_a_mail_stores_nothing(client, room):
    """B39's other half: without its final dot there is no mail."""
    await client.begin(GOOD)
    client.writer.write(MAIL)
    await client.writer.drain()
    client.writer.transport.abort()
    await asyncio.sleep(0.1)
    assert room.kept == []


def test_a_full_disk_is_told_from_other_faults():
    """SQLite's own word, and the system's: both mean 452."""
    full = sqlite3.OperationalError("database or disk is full")
    full.sqlite_errorname = "SQLITE_FULL"
    busy = sqlite3.OperationalError("locked")
    busy.sqlite_errorname = "SQLITE_BUSY"
    assert is_full(OperationalError("INSERT", {}, full))
    assert is_full(OSError(28, "No space left on device"))
    assert not is_full(OperationalError("INSERT", {}, busy))
