"""Bursts of mail: many owners' answers, and hostile mails of every kind of the catalogue strewn among them."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from typing import TYPE_CHECKING

from milestones.flows.intake import Terms

if TYPE_CHECKING:
    from tests.world import World

FROM = b"From: a@elsewhere.example\r\nTo: replies@milestones.example\r\n"


def posts(owners: int) -> dict[str, dict[str, str]]:
    """Give so many posts more, for `World(posts=...)`."""
    return {f"officer-{number}": {"organisation": "police", "reports_to": "inspector"} for number in range(owners)}


async def answers(world: World, owners: int, each: int) -> list[bytes]:
    """Give an answer of each of so many officers to each of so many letters."""
    due = world.clock.now().date() + timedelta(days=120)
    for turn in range(each):
        plan = world.folder / "plan.csv"
        with plan.open("w", newline="") as sheet:
            rows = [(f"Task {turn} of officer {n}", f"officer-{n}", due.isoformat()) for n in range(owners)]
            csv.writer(sheet).writerows([("action", "lead_role", "due"), *rows])
        world.import_plan(plan, Terms(date(2026, 1, 5), "minute 4"))
        with world.house.database.transaction() as session:  # whatever the time of day is
            session.connection().exec_driver_sql("UPDATE letter SET next_attempt_at = NULL WHERE state = 'queued'")
        await world.tick()
    return [world.mail_in_answer_to(letter, _body(letter.text)) for letter in world.letters("assignment")]


def _body(letter: str) -> str:
    quoted = "".join(f"> {line}\r\n" for line in letter.splitlines())
    return f"In progress, half way.\r\n\r\nOn Monday you wrote:\r\n{quoted}"


def hostile(number: int) -> bytes:
    """Give a hostile mail, of another kind and with other bytes for each number; none of them may act."""
    kind = KINDS[number % len(KINDS)]
    return kind.replace(b"\r\n\r\n", b"\r\nX-Number: %d\r\n\r\n" % number, 1) if kind else b""


def _nested(depth: int) -> bytes:
    inner = b"Content-Type: text/plain\r\n\r\nDONE\r\n"
    for level in range(depth):
        inner = b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n%s\r\n--b%d--\r\n' % (
            *(level, level, inner, level),
        )
    return inner


KINDS = (
    FROM + b"Subject: " + b"(" * 500 + b")" * 500 + b"\r\n\r\nDone\r\n",  # M11
    b"From: " + b"(x)" * 20_000 + b" a@b.example\r\n\r\nDone\r\n",  # M12
    b"From: a@[1.2\r\n\r\nDone\r\n",  # M13
    b"From: =?utf-8?q?a=0D=0ABcc:_x?= <a@b.example>\r\n\r\nDone\r\n",  # M14
    FROM + b"\r\nDo\0ne\0\r\n",  # M16
    FROM + b"X-A: 1\r\n" * 10_000 + b"\r\nDone\r\n",  # M17
    FROM + b"X-A: " + b"x" * 1_000_000 + b"\r\n\r\nDone\r\n",  # M18
    FROM + b"Message-ID: <" + b"x" * 10_000 + b"@b.example>\r\n\r\nDone\r\n",  # M27
    FROM + _nested(100),  # M28
    FROM + b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + b"--x\r\n\r\nDone\r\n" * 50_000,  # M29
    FROM + b"Content-Type: multipart/mixed; boundary=" + b"x" * 2048 + b"\r\n\r\nDone\r\n",  # M31
    FROM + b"Content-Type: text/plain; charset=utf-7\r\n\r\n+ADw-script+AD4-\r\n",  # M38
    FROM + b"Content-Type: text/plain" + b";" * 20_000 + b"\r\n\r\nDone\r\n",  # M41
    FROM + b"Content-Type: text/html\r\n\r\n" + b"<blockquote><div>" * 20_000 + b"Done\r\n",
    FROM + b"Subject: x\r\n\r\n" + b">" * 200_000 + b"\r\n" + b"On wrote:\r\n" * 4_000,
    FROM + b"Content-Transfer-Encoding: base64\r\n\r\n" + b"RE9ORQ==\r\n" * 50_000,
    FROM + b"Received: by x; Mon, 4 Jan 2027 09:00:00 +0000\r\n" * 51 + b"\r\nDone\r\n",  # A31
)
