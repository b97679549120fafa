"""The private key of our DKIM signature, read from its file. The only user of `cryptography` (extra `dkim`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from milestones.settings.regular import NotRegularError, read_once

if TYPE_CHECKING:
    from collections.abc import Callable

LARGEST_KEY_BYTES = 20_000
_SHORTEST_RSA_BITS = 2048
"""RFC 8301 section 3.2 asks signers for 2048; what is shorter is refused by large receivers."""


class KeyUnusable(Exception):
    """The key cannot sign; says why and what would be right, as `wrong|right`."""

    def __init__(self, wrong: str, right: str) -> None:
        super().__init__(f"{wrong}: {right}")
        self.wrong, self.right = wrong, right


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key and how it signs: `algorithm` as DKIM names it; `sign` takes what is signed and gives the signature."""

    algorithm: str
    sign: Callable[[bytes], bytes]


def read_signing_key(path: str) -> SigningKey:
    """Read a PEM file: RSA (rsa-sha256, RFC 6376 section 3.3.1) or Ed25519 (ed25519-sha256, RFC 8463).

    Both algorithms give the same signature for the same bytes, whenever they are asked.

    Raises:
        KeyUnusable: it cannot be read, or is no such key.
    """
    try:
        content, _ = read_once(path, LARGEST_KEY_BYTES)
    except (OSError, ValueError, NotRegularError):
        raise KeyUnusable("it cannot be read", "name a file that the service's user can read") from None
    try:
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa
        from cryptography.hazmat.primitives.serialization import load_pem_private_key
    except ImportError:
        raise KeyUnusable("signing needs the extra `dkim`", "pip install 'milestones[dkim]'") from None
    try:
        key = load_pem_private_key(content, password=None)
    except TypeError:
        raise KeyUnusable("it is locked by a password", "write the key without one, mode 0600") from None
    except Exception:  # noqa: BLE001 - the library has many errors for a file that is no key, and no base for them
        raise KeyUnusable("it holds no private key", "write the key as PEM, as `openssl genpkey` does") from None
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return SigningKey("ed25519-sha256", lambda data: key.sign(_sha256(data)))
    if not isinstance(key, rsa.RSAPrivateKey):
        raise KeyUnusable("it is no RSA or Ed25519 key", "DKIM knows these two: make a new key")
    if key.key_size < _SHORTEST_RSA_BITS:
        raise KeyUnusable(f"its {key.key_size} bits are too few", f"{_SHORTEST_RSA_BITS} are the least: make a new key")
    return SigningKey("rsa-sha256", lambda data: key.sign(data, padding.PKCS1v15(), hashes.SHA256()))


def _sha256(data: bytes) -> bytes:
    """Give what Ed25519 signs in DKIM: not the data but their hash (RFC 8463 section 3)."""
    import hashlib

    return hashlib.sha256(data).digest()
