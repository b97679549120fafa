"""What the pool's tests let a child do instead of reading mail."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from pathlib import Path

from milestones.domain.unreadable import Unreadable


def echo(raw: bytes, *more: object) -> tuple[object, ...]:
    return (raw, *more)


def as_told(raw: bytes, work: str) -> object:
    return globals()[work](raw)


def pid(raw: bytes) -> int:
    return os.getpid()


def burn(raw: bytes) -> None:
    while True:
        pass


def sleep(raw: bytes) -> None:
    time.sleep(60)


def hoard(raw: bytes) -> int:
    return len(b"x" * (2 << 30))


def crash(raw: bytes) -> None:
    os._exit(3)


def fail(raw: bytes) -> None:
    raise KeyError("lost")


def refuse(raw: bytes) -> None:
    raise Unreadable("on purpose", ignorable=True)


def recurse(raw: bytes) -> None:
    recurse(raw)


def environment(raw: bytes) -> list[str]:
    return sorted(os.environ)


def connect(raw: bytes) -> None:
    socket.create_connection(("127.0.0.1", int(raw)), timeout=1)


def start_process(raw: bytes) -> None:
    subprocess.run(["true"], check=True)


def write(raw: bytes) -> None:
    Path(raw.decode()).write_text("x")


def shout(raw: bytes) -> str:
    print("x" * 100_000)
    return "said"


class Turned:
    """An answer that would run code in who reads it."""

    def __reduce__(self):
        return (os.system, ("true",))


def turned(raw: bytes) -> Turned:
    return Turned()
