"""Logging in at a mail server: one method, one try. Knows SMTP AUTH (RFC 4954), not how the connection is made.

aiosmtplib's own login() tries every method that is offered, and three wrong passwords a visit lock accounts. Access
tokens go by XOAUTH2, or by OAUTHBEARER (RFC 7628) where a server offers only that.
"""

from __future__ import annotations

import asyncio
import base64
from typing import TYPE_CHECKING, Any

from milestones.domain.delivery import Unreachable
from milestones.edge.oauth import TokenRefused
from milestones.edge.smtp_words import printable

if TYPE_CHECKING:
    from milestones.edge.server import Server

_CONTINUE, _WELCOME = 334, 235


async def log_in(client: Any, server: Server) -> Unreachable | None:
    """Log in over a connection that stands, `client` being aiosmtplib's; give why that was refused.

    Raises what `client` raises when the connection fails or the password is wrong.
    """
    offered = set(client.server_auth_methods)  # the supported ones leave out tokens
    if server.token is not None:
        return await _by_token(client, server, offered)
    for name, method in (
        ("plain", client.auth_plain),
        ("login", client.auth_login),
        ("cram-md5", client.auth_crammd5),
    ):
        if name in offered:
            await method(server.username, server.password or "")
            return None
    return Unreachable("the server offers no log-in that this program knows", closed=True)


async def _by_token(client: Any, server: Server, offered: set[str]) -> Unreachable | None:
    """Log in by an access token; one that is refused is given up for a fresh one, once, where there is another."""
    method = next((one for one in ("xoauth2", "oauthbearer") if one in offered), None)
    if method is None:
        return Unreachable("the server offers neither XOAUTH2 nor OAUTHBEARER", closed=True)
    assert server.token is not None
    try:
        token = await asyncio.to_thread(server.token)
        refused = await _try_token(client, server, method, token)
        if refused is None or not refused.closed:
            return refused
        fresh = await asyncio.to_thread(server.token, fresh=True)
    except TokenRefused as error:
        return Unreachable(str(error), closed=error.closed)
    return refused if fresh == token else await _try_token(client, server, method, fresh)


async def _try_token(client: Any, server: Server, method: str, token: str) -> Unreachable | None:
    words = f"user={server.username}\1auth=Bearer {token}\1\1"
    if method == "oauthbearer":
        words = f"n,a={server.username},\1host={server.host}\1port={server.port}\1auth=Bearer {token}\1\1"
    answer = await client.execute_command(b"AUTH", method.upper().encode(), base64.b64encode(words.encode()))
    if answer.code == _CONTINUE:
        # The challenge holds the reason as JSON; an empty answer, or a lone \1, asks for the refusal itself.
        answer = await client.execute_command(b"" if method == "xoauth2" else base64.b64encode(b"\1"))
    if answer.code == _WELCOME:
        return None
    reply = printable(f"{answer.code} {answer.message}")
    return Unreachable(f"log-in at {server.where} refused: {reply}", closed=answer.code >= 500)
