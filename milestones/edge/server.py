"""Which mail server, how it is reached and how it must prove itself. Opens nothing and says nothing to it."""

from __future__ import annotations

import ipaddress
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from milestones.edge.oauth import TokenSource


@dataclass(frozen=True, slots=True)
class Server:
    """Which mail server, how it is reached, and how patiently (seconds; RFC 5321 section 4.5.3.2 and below).

    `security` is `tls` (from the first byte), `starttls` (required, never optional) or `none` (loopback only).
    `token` gives an OAuth2 access token each time it is called, in place of the password; it may take seconds.
    `ca_file` adds a private certificate authority to what the machine trusts; `client_certificate` and `client_key`
    prove to the server who we are.
    """

    host: str
    port: int
    security: str = "starttls"
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    token: TokenSource | None = field(default=None, repr=False)
    connections: int = 10
    ehlo: str = "localhost"
    ca_file: str | None = None
    client_certificate: str | None = None
    client_key: str | None = None
    client_key_password: str | None = field(default=None, repr=False)
    connect_s: float = 60
    envelope_s: float = 120
    final_dot_s: float = 600
    farewell_s: float = 30

    @property
    def where(self) -> str:
        """Give what a message calls it."""
        return f"{self.host}:{self.port}"


def may_speak_plainly(host: str) -> bool:
    """Say whether `host` is this machine, the only one to which mail and passwords may travel in clear."""
    if host == "localhost":
        return True
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return False


def tls_context(server: Server) -> ssl.SSLContext | None:
    """Give a context that demands TLS 1.2 or later, a valid certificate and the right name; None where no TLS is asked.

    Raises:
        OSError: a certificate or key of ours cannot be read, or the two do not belong together (`ssl.SSLError`).
    """
    if server.security == "none":
        return None
    context = ssl.create_default_context()
    if server.ca_file is not None:
        context.load_verify_locations(cafile=server.ca_file)
    if server.client_certificate is not None:
        # A key with a password and none configured must be an error, never a question on somebody's terminal.
        password = server.client_key_password or ""
        context.load_cert_chain(server.client_certificate, server.client_key, password=lambda: password)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
