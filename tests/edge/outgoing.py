"""One letter for one connection, and a desk that lets it go."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Letter:
    to_address: str = "owner@police.test"
    envelope_from: str = "bounces+abc@board.test"
    content: bytes = b"Message-ID: <1@board.test>\r\n\r\ndone?\r\n"


async def yes() -> bool:
    return True
