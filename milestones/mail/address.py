"""Addresses that carry a token, and the ids of letters. Knows how tokens are made and told apart; stores nothing.

A token is 25 bytes in lower-case base32, 40 characters: 1 byte key id, 8 bytes random id, 16 bytes HMAC-SHA256 over a
domain separator, the key id, the random id, the purpose and what the stored letter says (`bound_text`). 128 bits of
tag: a guess succeeds once in 2^128. Whoever holds a token still has to be the right sender; see docs/letters.md.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

REPLY = "reply"
BOUNCE = "bounce"

_SEPARATOR = b"milestones-token-v1\0"
_LOOP_SEPARATOR = b"milestones-loop-v1\0"
_ID_BYTES = 8
_TAG_BYTES = 16
_TOKEN = re.compile(r"[a-z2-7]{40}")
_HIGHEST_KEY_ID = 255


def bound_text(
    *,
    kind: str,
    board: str,
    post: str,
    address: str,
    milestones: Iterable[tuple[str, int]],
    expires_at: datetime | None,
) -> str:
    """Give the canonical text that a letter's tokens are bound to.

    `milestones` are (id, cycle); their order does not matter. `address` is compared without case (RFC 5321 2.4).
    `expires_at` is aware; None where the letter never expires. Any change of any of them makes another text.
    """
    expires = None if expires_at is None else expires_at.astimezone(UTC).isoformat(timespec="seconds")
    cycles = sorted([milestone, cycle] for milestone, cycle in milestones)
    return json.dumps([kind, board, post, address.casefold(), cycles, expires], separators=(",", ":"))


def new_token_id(random: Callable[[int], bytes]) -> str:
    """Make a letter's random id, 16 hex digits. `random(n)` gives n unpredictable bytes."""
    return random(_ID_BYTES).hex()


def make_token(secret: bytes, token_id: str, purpose: str, bound: str, key_id: int = 0) -> str:
    """Make the token of `token_id` for `purpose` (`REPLY` or `BOUNCE`), bound to `bound`.

    Raises:
        ValueError: the token id is not 16 hex digits, or the key id no byte.
    """
    identity = bytes.fromhex(token_id)
    if len(identity) != _ID_BYTES or not 0 <= key_id <= _HIGHEST_KEY_ID:
        raise ValueError(f"not a token id and a key id: {token_id!r}, {key_id!r}")
    head = bytes([key_id]) + identity
    return base64.b32encode(head + _tag(secret, head, purpose, bound)).decode("ascii").lower()


def open_token(token: str) -> tuple[int, str] | None:
    """Give (key id, token id) as the token states them, unproved; None where it has not the shape of a token.

    Any case, and space around it, are accepted: mail programs change both.
    """
    found = _TOKEN.fullmatch(token.strip().lower())
    if found is None:
        return None
    raw = base64.b32decode(found[0].upper())
    return raw[0], raw[1 : 1 + _ID_BYTES].hex()


def token_matches(secrets: Mapping[int, bytes], token: str, purpose: str, bound: str) -> bool:
    """Say whether `token` was made by one of `secrets` (by key id) for this purpose and this letter.

    An unknown key costs the same time as a wrong tag, so that from outside the two look alike.
    """
    opened = open_token(token)
    if opened is None:
        return False
    key_id, token_id = opened
    secret = secrets.get(key_id)
    expected = make_token(b"" if secret is None else secret, token_id, purpose, bound, key_id)
    same = hmac.compare_digest(expected, token.strip().lower())
    return same and secret is not None


def plus_address(address: str, token: str) -> str:
    """Give `address` with the token in it: `replies@x` becomes `replies+TOKEN@x` (RFC 5233 sub-addressing)."""
    local, _, domain = address.rpartition("@")
    return f"{local}+{token}@{domain}"


def token_in(addresses: Iterable[str], base_address: str) -> tuple[str, ...]:
    """Give the distinct tokens in `addresses` that are addressed to `base_address`, lower-case, first seen first.

    `addresses` are bare addresses or whole header values; neither case nor a display name matters.
    """
    pattern = _tokens_at(base_address)
    return tuple(dict.fromkeys(match.lower() for text in addresses for match in pattern.findall(text)))


def message_id(random: Callable[[int], bytes], domain: str) -> str:
    """Make a Message-ID of 120 random bits. It authorises nothing and shares no bit with the token."""
    left = base64.b32encode(random(15)).decode("ascii").lower()
    return f"<{left}@{domain}>"


def loop_mark(secret: bytes) -> str:
    """Give this deployment's mark for `X-Milestones-Loop`: mail that has it is ours (RFC 3834 section 2)."""
    return hmac.new(secret, _LOOP_SEPARATOR, hashlib.sha256).hexdigest()[:32]


def _tag(secret: bytes, head: bytes, purpose: str, bound: str) -> bytes:
    """Give the 16 bytes that prove `head`; the parts are length-prefixed so that no two splits read alike."""
    words = (purpose.encode(), bound.encode("utf-8", "surrogatepass"))
    message = _SEPARATOR + head + b"".join(len(word).to_bytes(4, "big") + word for word in words)
    return hmac.digest(secret, message, "sha256")[:_TAG_BYTES]


@lru_cache(maxsize=16)
def _tokens_at(base_address: str) -> re.Pattern[str]:
    """Compile the search for `local+TOKEN@domain` of one base address."""
    local, _, domain = base_address.rpartition("@")
    return re.compile(
        rf"(?<![\w.!#$%&*+/=?^`{{|}}~-]){re.escape(local)}\+([a-z2-7]{{40}})@{re.escape(domain)}(?![\w.-])",
        re.IGNORECASE | re.ASCII,
    )
