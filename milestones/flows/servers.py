"""The configured servers as the edge takes them: where letters go, and where answers come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from milestones.edge.imap import Account
    from milestones.edge.pool import Pool
    from milestones.edge.server import Server
    from milestones.flows.house import House
    from milestones.settings.service import SmtpPart


def server_of(house: House) -> Server:
    """Give the configured mail server as the edge takes it."""
    from milestones.edge.oauth import token_source
    from milestones.edge.server import Server

    smtp: SmtpPart = house.config.service.smtp
    return Server(
        host=smtp.host,
        port=smtp.port,
        security=str(smtp.security),
        username=smtp.username or None,
        password=smtp.password.get_secret_value() if smtp.password is not None else None,
        token=token_source(smtp.oauth) if smtp.oauth is not None else None,
        connections=smtp.connections,
        ehlo=smtp.sender.rpartition("@")[2].rstrip("> ") or "localhost",
        ca_file=smtp.ca_file,
        client_certificate=smtp.client_certificate,
        client_key=smtp.client_key,
        client_key_password=smtp.client_key_password.get_secret_value() if smtp.client_key_password else None,
    )


class Connections:
    """The connections to the configured mail server, kept while its configuration stays what it is.

    Nothing is loaded or opened before somebody asks for them. Lives in one event loop.
    """

    def __init__(self) -> None:
        self._pool: Pool | None = None
        self._made_for: SmtpPart | None = None

    async def pool(self, house: House) -> Pool:
        """Give the connections; new ones where an edit changed anything about the mail server."""
        from milestones.edge.pool import Pool

        smtp = house.config.service.smtp
        if self._pool is None or self._made_for != smtp:
            await self.close()
            self._pool, self._made_for = Pool(server_of(house)), smtp
        return self._pool

    async def let_go(self) -> None:
        """Close those that nobody used for a minute."""
        if self._pool is not None:
            await self._pool.let_go()

    async def close(self) -> None:
        """Close all of them."""
        if self._pool is not None:
            await self._pool.close()


def account_of(house: House) -> Account | None:
    """Give the mailbox that answers are fetched from, None where none is configured."""
    imap = house.config.service.imap
    if imap is None:
        return None
    from milestones.edge.imap import Account
    from milestones.edge.oauth import token_source

    return Account(
        host=imap.host,
        port=imap.port,
        security=str(imap.security),
        username=imap.username,
        mailbox=imap.mailbox,
        archive=imap.archive,
        password=imap.password.get_secret_value() if imap.password is not None else None,
        token=token_source(imap.oauth) if imap.oauth is not None else None,
    )
