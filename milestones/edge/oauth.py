"""Access tokens for XOAUTH2: one given in the environment, or fetched from Microsoft by `msal` (extra `m365`).

msal does network I/O in its constructor and in every call, so both happen when a token is asked for, in the thread
that asks. It keeps a token in memory until five minutes before it runs out; one that a server refuses all the same
(revoked, or our clock is wrong) is given up for a fresh one by `fresh=True`.
"""

from __future__ import annotations

import threading
from typing import Any, Protocol

MAIL_SCOPE = "https://outlook.office365.com/.default"
"""The scope of Exchange Online's IMAP and SMTP for an application that acts by itself (client credentials)."""


PASSING = frozenset({"temporarily_unavailable", "server_error", "slow_down"})
"""Errors of a token endpoint that may be over soon (RFC 6749 section 4.1.2.1, RFC 8628 section 3.5)."""


class TokenRefused(Exception):
    """No access token could be had; says what the provider answered, never a secret.

    `closed` where asking again soon is no use: the application, its secret or its permission is at fault.
    """

    def __init__(self, why: str, *, closed: bool = True) -> None:
        super().__init__(why)
        self.closed = closed


class TokenSource(Protocol):
    """Gives an access token each time it is called; it may take seconds, so call it in a thread."""

    def __call__(self, *, fresh: bool = False) -> str:
        """Give a token, with `fresh` one that was not given before, where there is a way to get one.

        Raises:
            TokenRefused: there is none.
        """


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


def token_source(oauth: Oauth) -> TokenSource:
    """Give what fetches an access token each time it is called."""
    if oauth.provider == "token":
        return lambda *, fresh=False: _given(oauth.token)  # noqa: ARG005  # a given token is the same at each asking
    return lambda *, fresh=False: _from_microsoft(oauth, fresh=fresh)


def _given(token: _Secret | None) -> str:
    if token is None:
        raise TokenRefused("no token is set: the variable MILESTONES_..__OAUTH__TOKEN or .._FILE of this server")
    return token.get_secret_value()


def _from_microsoft(oauth: Oauth, *, fresh: bool) -> str:
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
            elif fresh:
                _applications[key].remove_tokens_for_client()
            answer = _applications[key].acquire_token_for_client(scopes=[MAIL_SCOPE])
    except OSError as error:  # requests' errors are OSErrors too
        raise TokenRefused(f"Microsoft cannot be asked for a token: {type(error).__name__}", closed=False) from error
    except ValueError as error:
        # msal's, where the tenant is not known or the answer is none of Microsoft's.
        raise TokenRefused(f"Microsoft does not know the tenant {oauth.tenant!r}: is it right?") from error
    if "access_token" not in answer:
        raise _refused(answer)
    return str(answer["access_token"])


def _refused(answer: dict[str, Any]) -> TokenRefused:
    """Give Microsoft's refusal with its codes (AADSTS...), by which an administrator finds what to mend."""
    name = str(answer.get("error", "unknown"))
    codes = " ".join(f"AADSTS{code}" for code in answer.get("error_codes", ()))
    return TokenRefused(f"Microsoft gave no token: {name} {codes}".rstrip(), closed=name not in PASSING)
