"""Certificates for servers and clients of the tests, each its own authority."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from pathlib import Path

from tests.mailstack.certificate import make_certificate


@dataclass(frozen=True)
class Certificate:
    """A certificate and its key, `cert.pem` and `key.pem` of a folder."""

    folder: Path

    @classmethod
    def made(cls, folder: Path, *names: str) -> Certificate:
        make_certificate(folder, *names)
        (folder / "key.pem").chmod(0o600)
        return cls(folder)

    @property
    def authority(self) -> str:
        return str(self.folder / "cert.pem")

    @property
    def key(self) -> str:
        return str(self.folder / "key.pem")

    def serving(self, client: Certificate | None = None) -> ssl.SSLContext:
        """A server that shows this certificate, and asks for `client`'s where one is given."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.authority, self.key)
        if client is not None:
            context.load_verify_locations(client.authority)
            context.verify_mode = ssl.CERT_REQUIRED
        return context
