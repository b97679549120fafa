"""The configured servers as the edge takes them: where letters go, and where answers come from. Opens nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from milestones.edge.imap import Account
    from milestones.edge.smtp import Server
    from milestones.flows.house import House


def server_of(house: House) -> Server:
    """Give the configured mail server as the edge takes it."""
    from milestones.edge.smtp import Server

    smtp = house.config.service.smtp
    return Server(
        host=smtp.host,
        port=smtp.port,
        security=str(smtp.security),
        username=smtp.username or None,
        password=smtp.password.get_secret_value() if smtp.password is not None else None,
        connections=smtp.connections,
        ehlo=smtp.sender.rpartition("@")[2].rstrip("> ") or "localhost",
    )


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
