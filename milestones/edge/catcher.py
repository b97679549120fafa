"""A mail server that keeps what it is given in memory and passes nothing on: for the demonstration.

Listens on loopback only, at a port the system gives. Built on aiosmtpd, behind one class; knows no mail's meaning.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiosmtpd.smtp import SMTP

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from aiosmtpd.smtp import Envelope, Session

LOOPBACK = "127.0.0.1"
LARGEST_BYTES = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Caught:
    """A mail as it was handed over: the envelope and the bytes."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes


class MailCatcher:
    """`async with MailCatcher() as catcher:` listens on `catcher.port` until the block ends; `mails` grows."""

    def __init__(self) -> None:
        self.mails: list[Caught] = []
        for name in ("mail.log", "mail.debug"):
            logging.getLogger(name).setLevel(logging.CRITICAL)  # aiosmtpd logs addresses and contents there

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: SMTP(self, data_size_limit=LARGEST_BYTES, hostname="catcher", ident="catcher", loop=loop),
            LOOPBACK,
            0,
        )
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._server.close()
        await self._server.wait_closed()

    @property
    def port(self) -> int:
        """Give the port that it listens on."""
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  # aiosmtpd's name
        """Keep a mail."""
        content = envelope.original_content or b""
        self.mails.append(Caught(envelope.mail_from or "", tuple(envelope.rcpt_tos), content))
        return "250 2.0.0 kept"

    async def handle_exception(self, error: Exception) -> str:
        """Say that the fault is ours, so that the letter comes again."""
        return f"451 4.3.0 the catcher failed: {type(error).__name__}"
