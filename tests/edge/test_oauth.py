"""Access tokens by the real msal, from a token endpoint that answers as Microsoft's does."""

from __future__ import annotations

import sys
from itertools import count
from types import SimpleNamespace

import pytest

from milestones.edge import oauth
from milestones.edge.oauth import MAIL_SCOPE, TokenRefused, token_source
from tests.mailstack.microsoft import CLIENT_ID, CLIENT_SECRET, TENANT, Microsoft


@pytest.fixture
def microsoft(tmp_path, monkeypatch):
    """The endpoint, its tokens numbered; nothing is remembered from other tests."""
    numbers = count(1)
    monkeypatch.setattr(oauth, "_applications", {})
    with Microsoft(tmp_path, lambda: f"token-{next(numbers)}") as microsoft:
        for name, value in microsoft.environ.items():
            monkeypatch.setenv(name, value)
        yield microsoft


def source(secret=CLIENT_SECRET, tenant=TENANT, provider="m365", token=None):
    def hidden(text):
        return text and SimpleNamespace(get_secret_value=lambda: text)

    settings = {"tenant": tenant, "client_id": CLIENT_ID, "client_secret": hidden(secret), "token": hidden(token)}
    return token_source(SimpleNamespace(provider=provider, **settings))


def test_an_application_asks_by_itself_for_mail_and_keeps_its_token(microsoft):
    """Client credentials (RFC 6749 section 4.4) for Exchange Online's scope; the second call asks nobody."""
    give = source()
    assert [give(), give(), source()()] == ["token-1"] * 3
    (asked,) = microsoft.asked
    wanted = {"grant_type": "client_credentials", "scope": MAIL_SCOPE, "client_id": CLIENT_ID}
    assert asked.items() >= wanted.items()


def test_a_token_that_has_run_out_is_asked_for_again(microsoft):
    """Five minutes before its end it is as good as over."""
    microsoft.lasts_s = 200
    give = source()
    assert [give(), give()] == ["token-1", "token-2"]


def test_a_refused_token_is_given_up_for_a_fresh_one(microsoft):
    """A mail server did not take it, though its time is not over; the fresh one is kept in its turn."""
    give = source()
    assert [give(), give(fresh=True), give()] == ["token-1", "token-2", "token-2"]


def test_a_wrong_secret_is_said_with_microsofts_code_and_without_the_secret(microsoft):
    """Asking again soon is no use; whoever reads it can look the code up."""
    with pytest.raises(TokenRefused, match="invalid_client AADSTS7000215") as refused:
        source(secret="swordfish")()
    assert refused.value.closed
    assert "swordfish" not in str(refused.value)


def test_an_unknown_tenant_is_named(microsoft):
    """The administrator wrote it wrong."""
    with pytest.raises(TokenRefused, match=r"'nowhere\.example'") as refused:
        source(tenant="nowhere.example")()
    assert refused.value.closed


@pytest.mark.parametrize("status", [200, 400])
def test_what_may_be_over_soon_is_worth_another_try(microsoft, status):
    """RFC 6749 section 4.1.2.1."""
    microsoft.refusal = (status, {"error": "temporarily_unavailable"})
    with pytest.raises(TokenRefused, match="temporarily_unavailable") as refused:
        source()()
    assert not refused.value.closed


def test_an_endpoint_that_cannot_be_reached_is_worth_another_try(microsoft, monkeypatch):
    """No network: nobody's fault here, and over when it is over."""
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    with pytest.raises(TokenRefused, match="cannot be asked") as refused:
        source()()
    assert not refused.value.closed


def test_an_endpoint_that_nobody_vouches_for_gets_no_secret(microsoft, monkeypatch):
    """A35: somebody between us and Microsoft learns nothing."""
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    with pytest.raises(TokenRefused, match="SSLError"):
        source()()
    assert microsoft.asked == []


def test_a_given_token_is_the_same_at_each_asking_and_a_missing_one_is_said():
    """`provider = "token"`: something else renews it."""
    give = source(provider="token", token="given")
    assert [give(), give(fresh=True)] == ["given", "given"]
    with pytest.raises(TokenRefused, match="OAUTH__TOKEN"):
        source(provider="token")()


def test_without_the_extra_it_says_what_to_install(monkeypatch):
    """The extra is left out where nobody needs it."""
    monkeypatch.setitem(sys.modules, "msal", None)
    with pytest.raises(TokenRefused, match=r"milestones\[m365\]"):
        source()()
