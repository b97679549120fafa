"""Access tokens for XOAUTH2: one given in the environment, or fetched from Microsoft by `msal` (extra `m365`).

msal does network I/O in its constructor and in every call, so both happen when a token is asked for, in the thread
that asks. It keeps a token in memory until shortly before it runs out.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

MAIL_SCOPE = "https://outlook.office365.com/.default"
"""The scope of Exchange Online's IMAP and SMTP for an application that acts by itself (client credentials)."""


class TokenRefused(Exception):
    """No access token could be had; says what the provider answered, never a secret."""


class _Secret(Protocol):
    def get_secret_value(self) -> str:
        """Give the secret itself."""


class Oauth(Protocol):
    """What is needed of the configuration's `oauth`."""

    @property
    def provider(self) -> str:
        """`token` or `m365`."""

    @property
    def tenant(self) -> str | None:
        """The tenant's id or domain."""

    @property
    def client_id(self) -> str | None:
        """The application's id."""

    @property
    def client_secret(self) -> _Secret | None:
        """The application's secret."""

    @property
    def token(self) -> _Secret | None:
        """A token that was given ready-made."""


_applications: dict[tuple[str, str, str], Any] = {}
_lock = threading.Lock()


def token_source(oauth: Oauth) -> Callable[[], str]:
    """Give what fetches an access token each time it is called; it may take seconds, so call it in a thread.

    The source raises `TokenRefused` where there is none.
    """
    if oauth.provider == "token":
        return lambda: _given(oauth.token)
    return lambda: _from_microsoft(oauth)


def _given(token: _Secret | None) -> str:
    if token is None:
        raise TokenRefused("no token is set: MILESTONES_IMAP__OAUTH__TOKEN or ..._FILE")
    return token.get_secret_value()


def _from_microsoft(oauth: Oauth) -> str:
    try:
        import msal
    except ImportError:
        raise TokenRefused("oauth with m365 needs the extra: pip install 'milestones[m365]'") from None
    secret = oauth.client_secret.get_secret_value() if oauth.client_secret is not None else ""
    key = (oauth.tenant or "", oauth.client_id or "", secret)
    try:
        with _lock:
            if key not in _applications:
                authority = f"https://login.microsoftonline.com/{oauth.tenant}"
                _applications[key] = msal.ConfidentialClientApplication(
                    oauth.client_id, authority=authority, client_credential=secret, timeout=30
                )
            answer = _applications[key].acquire_token_for_client(scopes=[MAIL_SCOPE])
    except (OSError, ValueError) as error:  # requests' errors are OSErrors; msal raises ValueError for a bad tenant
        raise TokenRefused(f"Microsoft cannot be asked for a token: {type(error).__name__}") from error
    if "access_token" not in answer:
        raise TokenRefused(f"Microsoft gave no token: {answer.get('error', 'unknown')} {answer.get('error_codes', '')}")
    return str(answer["access_token"])
